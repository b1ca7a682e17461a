"""The nouns the house counts, in the forms ``numbers.count`` asks for.

After 3–10 stands the plural in use (the broken one where there is one: أعداد، مواضيع، أيام), for a sound masculine
plural the oblique in ـين; after 11–99 the singular in the accusative, which shows its tanwin unless it ends in ة or in
اء. Source: the chapter on numbers (باب العدد) of any school grammar; the plurals are those of the Arabic press.
"""

from typing import Final

from newsroom.arabic.numbers import Noun

ARTICLE: Final = Noun(singular="مقال", dual="مقالان", dual_oblique="مقالين", plural="مقالات", accusative="مقالًا")
EDITION: Final = Noun(singular="عدد", dual="عددان", dual_oblique="عددين", plural="أعداد", accusative="عددًا")
TOPIC: Final = Noun(singular="موضوع", dual="موضوعان", dual_oblique="موضوعين", plural="مواضيع", accusative="موضوعًا")
DAY: Final = Noun(singular="يوم", dual="يومان", dual_oblique="يومين", plural="أيام", accusative="يومًا")
WEEK: Final = Noun(singular="أسبوع", dual="أسبوعان", dual_oblique="أسبوعين", plural="أسابيع", accusative="أسبوعًا")
MONTH: Final = Noun(singular="شهر", dual="شهران", dual_oblique="شهرين", plural="أشهر", accusative="شهرًا")

TAG: Final = Noun(singular="وسم", dual="وسمان", dual_oblique="وسمين", plural="وسوم", accusative="وسمًا")
NAME: Final = Noun(singular="اسم", dual="اسمان", dual_oblique="اسمين", plural="أسماء", accusative="اسمًا")
AUTHOR: Final = Noun(singular="كاتب", dual="كاتبان", dual_oblique="كاتبين", plural="كتّاب", accusative="كاتبًا")
READER: Final = Noun(singular="قارئ", dual="قارئان", dual_oblique="قارئين", plural="قرّاء", accusative="قارئًا")
EDITOR: Final = Noun(singular="محرر", dual="محرران", dual_oblique="محررين", plural="محررين", accusative="محررًا")
ACCOUNT: Final = Noun(singular="حساب", dual="حسابان", dual_oblique="حسابين", plural="حسابات", accusative="حسابًا")
SOURCE: Final = Noun(singular="مصدر", dual="مصدران", dual_oblique="مصدرين", plural="مصادر", accusative="مصدرًا")
ADDRESS: Final = Noun(singular="عنوان", dual="عنوانان", dual_oblique="عنوانين", plural="عناوين", accusative="عنوانًا")
LINE: Final = Noun(singular="سطر", dual="سطران", dual_oblique="سطرين", plural="أسطر", accusative="سطرًا")
REDIRECT: Final = Noun(singular="تحويل", dual="تحويلان", dual_oblique="تحويلين", plural="تحويلات", accusative="تحويلًا")
LETTER: Final = Noun(singular="حرف", dual="حرفان", dual_oblique="حرفين", plural="أحرف", accusative="حرفًا")
OFFER: Final = Noun(
    singular="اقتراح", dual="اقتراحان", dual_oblique="اقتراحين", plural="اقتراحات", accusative="اقتراحًا"
)
COMMENT: Final = Noun(singular="تعليق", dual="تعليقان", dual_oblique="تعليقين", plural="تعليقات", accusative="تعليقًا")
THOUSAND: Final = Noun(singular="ألف", dual="ألفان", dual_oblique="ألفين", plural="آلاف", accusative="ألفًا")
MILLION: Final = Noun(singular="مليون", dual="مليونان", dual_oblique="مليونين", plural="ملايين", accusative="مليونًا")
BILLION: Final = Noun(singular="مليار", dual="ملياران", dual_oblique="مليارين", plural="مليارات", accusative="مليارًا")


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


SECOND: Final = _ending_in_ta("ثاني", "ثوانٍ")
MINUTE: Final = _ending_in_ta("دقيق", "دقائق")
HOUR: Final = _ending_in_ta("ساع", "ساعات")
YEAR: Final = _ending_in_ta("سن", "سنوات")
WORD: Final = _ending_in_ta("كلم", "كلمات")
PAGE: Final = _ending_in_ta("صفح", "صفحات")
PHOTO: Final = _ending_in_ta("صور", "صور")
PIECE: Final = _ending_in_ta("ماد", "مواد")
DRAFT: Final = _ending_in_ta("مسود", "مسودات")
NOTE: Final = _ending_in_ta("ملاحظ", "ملاحظات")
RESULT: Final = _ending_in_ta("نتيج", "نتائج")
REVISION: Final = _ending_in_ta("نسخ", "نسخ")
TIME: Final = _ending_in_ta("مر", "مرات")
COLUMN: Final = Noun(
    singular="زاوية", dual="زاويتان", dual_oblique="زاويتين", plural="زوايا", accusative="زاوية", feminine=True
)
