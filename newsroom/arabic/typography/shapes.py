"""Shapes of letters: tatweel and presentation forms."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from newsroom.arabic.typography.characters import BLANK, LETTER, MARK, OPENING, QUOTES, TATWEEL, bare
from newsroom.arabic.typography.copytext import Copy
from newsroom.arabic.typography.findings import Finding, Rule

_TATWEEL: Final = re.compile(f"{TATWEEL}+")
_STEM: Final = re.compile(rf"[{LETTER}{MARK}{TATWEEL}]{{0,24}}\Z")
_LETTERS: Final = re.compile(f"[{LETTER}]")
_CLITIC: Final = re.compile(r"[وفأ]?(?:[بكلسه]|[بك]?ال|لل)|[وف]")

_DECORATION: Final = "كشيدة داخل الكلمة لا معنى لها؛ تُكتب الكلمة بلا مدّ."
_SET_OFF: Final = "كشيدة بين حرف الجر والكلمة: مقصودة لإبراز الاسم، أم زائدة؟"
_CARRIER: Final = "كشيدة تحمل حركة داخل الكلمة: هل لها ضرورة؟"
_DASH: Final = "كشيدة مكان الشرطة؛ الشرطة «–» أو «-»."
_RULER: Final = "صفّ من الكشيدات للزينة؛ الفاصل يضعه تصميم الصفحة."
_HANGING: Final = "كشيدة في آخر الكلمة: هل هي زائدة؟"
_QURANIC: Final = "\u0670\u0653\u0654\u0655\u06e5\u06e6\u06d6\u06d7\u06d8\u06d9\u06da\u06db\u06dc"


def tatweel(copy: Copy) -> Iterator[Finding]:
    """Find stretched words. Between two letters of a word it is decoration and goes: شـــباك is شباك.

    Left alone: the tatweel of a clitic before a quote, a number or another script (بـ"رويترز", الـ11, لـNATO), a
    hijri year (1445 هـ), a letter or ending spoken of (هـ، ـة), one that carries a Quranic sign (الرحمـٰن).
    Doubtful: a clitic set off from a name (لـداعش), one that carries a vowel, one that stands for a dash, a row of
    them, one at the end of a word.
    """
    text = copy.text
    for match in _TATWEEL.finditer(text):
        start, end = match.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        if copy.kept(start):
            continue
        joins = re.match(f"[{LETTER}{MARK}]", before) is not None
        if joins and _LETTERS.match(after):
            yield _within_word(text, start, end)
        elif joins:
            yield from _behind_word(text, start, end)
        elif not _LETTERS.match(after):
            yield from _alone(text, start, end)


def _finding(start: int, end: int, message: str, proposal: str | None = None, *, safe: bool = False) -> Finding:
    return Finding(rule=Rule.TATWEEL, start=start, end=end, message=message, proposal=proposal, safe=safe)


def _stem(text: str, start: int) -> str:
    found = _STEM.search(text[max(0, start - 24) : start])
    return bare(found[0]) if found else ""


def _within_word(text: str, start: int, end: int) -> Finding:
    stem = _stem(text, start)
    if end - start == 1 and len(stem) <= 2 and _CLITIC.fullmatch(stem) and not stem.endswith("ال"):
        return _finding(start, end, _SET_OFF, "")
    return _finding(start, end, _DECORATION, "", safe=True)


def _behind_word(text: str, start: int, end: int) -> Iterator[Finding]:
    after = text[end : end + 1]
    if re.match(f"[{MARK}]", after):
        if after not in _QURANIC:
            yield _finding(start, end, _CARRIER, "")
        return
    stem = _stem(text, start)
    if end - start == 1 and (len(stem) <= 2 or _CLITIC.fullmatch(stem)):
        return
    if after.isdecimal() or (after and after in QUOTES + OPENING):
        return
    yield _finding(start, end, _HANGING, "")


def _alone(text: str, start: int, end: int) -> Iterator[Finding]:
    before, after = text[start - 1 : start], text[end : end + 1]
    if re.match(f"[{MARK}]", after):
        return
    if end - start > 2:
        yield _finding(start, end, _RULER)
    elif before and after and before in BLANK and after in BLANK:
        yield _finding(start, end, _DASH, "–")


_FORM: Final = re.compile("[\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdc7\ufe80-\ufefc]+")
_TASHKEEL_FORM: Final = re.compile("[\ufe70-\ufe7f]+")
_PLAIN_ARABIC: Final = re.compile("[\u0621-\u063a\u0641-\u064a\u0671]+")
_FORMS: Final = "حروف بأشكال العرض (من ملف PDF غالباً)؛ تُكتب بالحروف العادية."
_TURNED: Final = "حروف بأشكال العرض في ترتيب معكوس؛ تُعاد كتابة الكلمة."
_OTHER_FORMS: Final = "أشكال عرض لحروف غير عربية: هل النصّ فارسي أو أردي؟"
_LOOSE_MARKS: Final = "حركة بشكل العرض منفصلة عن حرفها؛ تُعاد كتابتها فوق الحرف."


def presentation(copy: Copy) -> Iterator[Finding]:
    """Find letters stored as glyphs: ﺷﺒﺎك is شباك. Ligatures of a whole phrase (ﷺ, ﷲ) are left alone.

    Doubtful: a word whose first glyph is a final or medial one, as a PDF read backwards leaves it; glyphs of letters
    that Arabic lacks; vowel marks that stand by themselves.
    """
    text = copy.text
    for match in _FORM.finditer(text):
        start, end = match.span()
        plain = unicodedata.normalize("NFKC", match[0])
        if not _PLAIN_ARABIC.fullmatch(plain):
            yield Finding(rule=Rule.PRESENTATION, start=start, end=end, message=_OTHER_FORMS, proposal=plain)
        elif _turned(text, start, end):
            yield Finding(rule=Rule.PRESENTATION, start=start, end=end, message=_TURNED)
        else:
            yield Finding(rule=Rule.PRESENTATION, start=start, end=end, message=_FORMS, proposal=plain, safe=True)
    for match in _TASHKEEL_FORM.finditer(text):
        start, end = match.span()
        yield Finding(rule=Rule.PRESENTATION, start=start, end=end, message=_LOOSE_MARKS)


def _turned(text: str, start: int, end: int) -> bool:
    if re.match(f"[{LETTER}{MARK}{TATWEEL}]", text[start - 1 : start]):
        return False
    first = unicodedata.decomposition(text[start]).partition(" ")[0]
    return first in {"<final>", "<medial>"} and end - start > 1
