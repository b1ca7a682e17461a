"""Words that end in ى and words that cannot: what a last ی, which looks like both ي and ى, may stand for."""

import re
from typing import Final

_IN_ALEF: Final = """
    إلى الى على حتى لدى متى سوى بلى أنى عسى موسى عيسى مصطفى مرتضى يحيى ليلى سلمى منى هدى رضى نجوى سلوى فدوى بشرى يسرى
    ذكرى كبرى صغرى أخرى اخرى أولى اولى عظمى وسطى قصوى أقصى اقصى أدنى ادنى أعلى اعلى أسمى أقوى أغنى أرقى أوفى أعمى أغلى
    أحلى أبهى أزهى أنقى أشهى أدهى أحرى مستشفى منتدى مبنى معنى مدى مرمى ملتقى مستوى محتوى دعوى فتوى شكوى تقوى قوى موتى
    جرحى أسرى اسرى قتلى مرضى غرقى هلكى صرعى حمقى ثكلى حبلى قرى فوضى حمى رؤى ورى حلوى عدوى جدوى بلوى فحوى مأوى مثوى منفى
    مقهى ملهى مسعى مجرى مغزى مرسى مشتى يمنى حسنى سفلى أنثى خنثى مثلى مجتبى يتامى سكارى نصارى أسارى اسارى حيارى قدامى
    ندامى أيامى صحارى عذارى كسالى فتاوى دعاوى شكاوى ثرى ندى أذى صدى عصى ضحى ربى شورى لظى هوى نوى غنى عمى نهى تقى قربى
    عقبى رجعى سكنى مرأى ملأى عطشى غضبى فتى حصى قذى شذى كسرى مصفى منحى مرعى مبتغى مقتضى مؤدى مستثنى مسمى مثنى مربى معفى
    معطى ملغى مصلى مشفى خطى عرى ذرى دجى كرى سدى جوى قيصرى بنى يرى ترى نرى أرى جرى مضى أدى رأى نفى قضى حكى سعى بكى مشى
    روى نوى كوى شوى طوى هوى حوى رمى بنى جنى عنى ثنى كنى هجا لوى غزى عزى عرى
"""
_IN_YA: Final = """
    في الذي التي هي كي لكي لي بي إني أني لأني إنني أنني ذي أي نبي علوي عربي غربي شرقي
"""
_ENDING_IN_ALEF: Final = frozenset(_IN_ALEF.split())
_ENDING_IN_YA: Final = frozenset(_IN_YA.split())
_ARTICLE: Final = re.compile(r"[وف]?(?:[بك]?ال|لل)(?=..)")
_CLITIC: Final = re.compile(r"[وفبلك]{1,2}(?=..)")
# Adjectives of relation: a long و or ي before the last consonant (سوري, تركي has none), or a long ا in a longer word
# that is no verb in ى (يتفادى, نتلاقى).
_RELATION: Final = re.compile(r"..+[وي].ي|[^يتنأ]..+ا.ي")


def _stems(word: str) -> tuple[str, ...]:
    return word, _ARTICLE.sub("", word, count=1), _CLITIC.sub("", word, count=1)


def ends_in_alef(word: str) -> bool:
    """Tell whether a word spelled with a last ي is known to be spelled with ى: إلي, المستشفي, وحتي. Raises nothing."""
    return any(stem[:-1] + "ى" in _ENDING_IN_ALEF for stem in _stems(word))


def ends_in_ya(word: str) -> bool:
    """Tell whether a word spelled with a last ي can only end so. Takes a word without harakat; raises nothing.

    That is: some of the commonest words (في, الذي), nouns with ال (they rarely end in ى, and those are listed),
    and adjectives of relation (سوري, لبناني).
    """
    if word in _ENDING_IN_YA:
        return True
    if ends_in_alef(word):
        return False
    return (
        not _ENDING_IN_YA.isdisjoint(_stems(word))
        or _ARTICLE.match(word) is not None
        or _RELATION.fullmatch(word) is not None
    )
