"""What a text lacks or has twice: a quotation mark or bracket without its partner, a word typed again."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from newsroom.arabic.typography.characters import BLANK, CLOSING, MARK, QUOTES, bare
from newsroom.arabic.typography.copytext import Copy
from newsroom.arabic.typography.findings import Finding, Rule
from newsroom.arabic.typography.tokens import Kind, Token


def unbalanced(copy: Copy) -> Iterator[Finding]:
    """Find quotation marks and brackets without a partner. All doubtful: only a person knows where the other belongs.

    Left alone: inches (15"), the sign of a list (أ) or 1)), quotations in « » that run over several paragraphs.
    """
    for place in copy.alone:
        sign = copy.text[place]
        if not copy.line(place).arabic:
            continue
        what = "علامة اقتباس" if sign in QUOTES else "قوس"
        lacking = "لا فتح له" if sign in CLOSING else "بلا إغلاق"
        if sign in QUOTES:
            lacking = "بلا شقيقتها في الفقرة"
        yield Finding(rule=Rule.UNBALANCED, start=place, end=place + 1, message=f"{what} «{sign}» {lacking}.")


# Said twice on purpose. Adverbs with tanwin (رويداً رويداً) are told by their tanwin.
_SAID_TWICE: Final = """
    رويدا قليلا جدا واحدا شيئا يوما خطوة بيتا فردا صفا دكا حقا مرارا تباعا جميعا بابا حرفا كلمة سطرا نقطة فصلا لقمة مهلا
    هيهات لا نعم كلا بلى ها هه آه كفى كذا كيت بين حبة قطرة ساعة شارع بيت يوم رجل حذار إياك هيا عاجل تعال آمين الله وحدة
    يانغ جونغ بورا باي توك تيك سان لولو بادن ماما تاتا زيزي نانا كوكو دودو شوي شوية واحد واحدة اثنين أول أولا سنة شهر
    مرة نجم نجوم قف اسمع انظر أين متى بي سي دي إم ام إن ان إس اس إل ال إف اف كي تي في جي آر ار إكس
"""
_TWICE: Final = frozenset(_SAID_TWICE.split())
_SHORTEST: Final = 2
_TWICE_MESSAGE: Final = "كلمة «{}» مكرّرة: زلّة أم توكيد؟"


def doubled_words(copy: Copy) -> Iterator[Finding]:
    """Find a word typed twice, with nothing but blanks between. Always doubtful: Arabic doubles words on purpose.

    Left alone: adverbs with tanwin (رويداً رويداً), words listed as said twice, words whose vowels differ (من مَن).
    """
    text = copy.text
    for one, two in pairwise(copy.tokens):
        if one.kind is not Kind.ARABIC or two.kind is not Kind.ARABIC or one.kept or two.kept:
            continue
        if two.end - two.start > 64 or text[one.end : two.start].strip(BLANK) or one.end == two.start:
            continue
        word = bare(text[two.start : two.end])
        if len(word) < _SHORTEST or word in _TWICE or word != bare(text[one.start : one.end]):
            continue
        if not _on_purpose(text, one, two):
            yield Finding(
                rule=Rule.DOUBLED_WORD,
                start=one.start,
                end=two.end,
                message=_TWICE_MESSAGE.format(text[two.start : two.end]),
                proposal=text[one.start : one.end],
            )


def _vowels(word: str) -> Counter[str]:
    return Counter(sign for sign in word if MARK[0] <= sign <= "\u0670" and not bare(sign))


def _on_purpose(text: str, one: Token, two: Token) -> bool:
    first, second = text[one.start : one.end], text[two.start : two.end]
    return "\u064b" in second or _vowels(first) != _vowels(second)
