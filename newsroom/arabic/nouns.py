"""The nouns the house counts, in the forms ``numbers.count`` asks for."""

from typing import Final

from newsroom.arabic.numbers import Noun

ARTICLE: Final = Noun(singular="مقال", dual="مقالان", dual_oblique="مقالين", plural="مقالات", accusative="مقالًا")
EDITION: Final = Noun(singular="عدد", dual="عددان", dual_oblique="عددين", plural="أعداد", accusative="عددًا")
TOPIC: Final = Noun(singular="موضوع", dual="موضوعان", dual_oblique="موضوعين", plural="مواضيع", accusative="موضوعًا")
DAY: Final = Noun(singular="يوم", dual="يومان", dual_oblique="يومين", plural="أيام", accusative="يومًا")
WEEK: Final = Noun(singular="أسبوع", dual="أسبوعان", dual_oblique="أسبوعين", plural="أسابيع", accusative="أسبوعًا")
MONTH: Final = Noun(singular="شهر", dual="شهران", dual_oblique="شهرين", plural="أشهر", accusative="شهرًا")


def _ending_in_ta(stem: str, plural: str) -> Noun:
    """Build a feminine noun in ة: the dual opens it to ت, the accusative shows no tanwin without harakat."""
    singular = f"{stem}ة"
    return Noun(
        singular=singular,
        dual=f"{stem}تان",
        dual_oblique=f"{stem}تين",
        plural=plural,
        accusative=singular,
        feminine=True,
    )


MINUTE: Final = _ending_in_ta("دقيق", "دقائق")
HOUR: Final = _ending_in_ta("ساع", "ساعات")
YEAR: Final = _ending_in_ta("سن", "سنوات")
WORD: Final = _ending_in_ta("كلم", "كلمات")
PAGE: Final = _ending_in_ta("صفح", "صفحات")
PHOTO: Final = _ending_in_ta("صور", "صور")
PIECE: Final = _ending_in_ta("ماد", "مواد")
DRAFT: Final = _ending_in_ta("مسود", "مسودات")
