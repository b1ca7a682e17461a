"""Punctuation: Latin marks in Arabic text, repeated marks, dots of omission."""

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import Final

from newsroom.arabic.typography.characters import BLANK, CLOSING, EITHER, LETTER, MARK, QUOTES
from newsroom.arabic.typography.copytext import Copy
from newsroom.arabic.typography.findings import Finding, Rule
from newsroom.arabic.typography.tokens import Kind, Token

# The Latin mark, and others that stand for an Arabic one on some keyboards, in some fonts or old encodings.
_ARABIC_MARK: Final = {
    **dict.fromkeys(",٬٫，、﹐‚⸲⹁", ("،", Rule.COMMA)),
    **dict.fromkeys(";；⁏﹔", ("؛", Rule.SEMICOLON)),
    **dict.fromkeys("?？⸮﹖", ("؟", Rule.QUESTION)),
}
_LATIN_RUN: Final = re.compile(rf"([{''.join(_ARABIC_MARK)}])\1*")
_WHAT: Final = {
    Rule.COMMA: "فاصلة غير عربية داخل نصّ عربي؛ الفاصلة العربية «،».",
    Rule.SEMICOLON: "فاصلة منقوطة لاتينية داخل نصّ عربي؛ العربية «؛».",
    Rule.QUESTION: "علامة استفهام لاتينية داخل نصّ عربي؛ العربية «؟».",
}
_UNSURE: Final = {
    Rule.COMMA: "فاصلة لاتينية بجوار كلمات بحروف لاتينية: هل هي للجملة العربية؟",
    Rule.SEMICOLON: "فاصلة منقوطة لاتينية بجوار كلمات بحروف لاتينية: هل هي للجملة العربية؟",
    Rule.QUESTION: "علامة استفهام لاتينية بجوار كلمات بحروف لاتينية: هل هي للجملة العربية؟",
}
_LOST: Final = "علامات استفهام متتالية مكان كلمة: لعلّ حروفاً ضاعت عند النسخ."

_ASKING: Final = re.compile(
    rf"(?<![{LETTER}{MARK}])[وف]?(?:هل|ما|ماذا|لماذا|من|متى|أين|كيف|كم|أي|أيّ|أية|ألم|أليس|ألا|أفلا|أهو)(?![{LETTER}{MARK}])"
)
# The sign itself is meant: «علامة الاستفهام ?», «الفاصلة ,».
_SPOKEN_OF: Final = re.compile(rf"(?:الاستفهام|فاصلة|المنقوطة|علامة|الرمز|رمز|العلامة)[{BLANK}]*[({EITHER}«]?\Z")
_ROUND_A_SIGN: Final = QUOTES + "'‘’`"
_FOR_WORD: Final = re.compile(rf"\?{{3,64}}[{BLANK}]")
_SENTENCE_END: Final = ".؟!؛?"
_ASKED_WITHIN: Final = 300


class _Belongs(Enum):
    """To which language a mark belongs."""

    ARABIC = auto()
    UNSURE = auto()
    NEITHER = auto()


def spoken_of(text: str, place: int) -> bool:
    """Tell whether the sign at ``place`` is what the text speaks of: «علامة الاستفهام ? لاتينية». Raises nothing."""
    enclosed = 0 < place < len(text) - 1 and text[place - 1] in _ROUND_A_SIGN and text[place + 1] in _ROUND_A_SIGN
    return enclosed or _SPOKEN_OF.search(text[max(0, place - 16) : place]) is not None


def stands_for_word(text: str, place: int) -> bool:
    """Tell whether at ``place`` three question marks or more stand where a word should. Raises nothing."""
    return text[max(0, place - 1) : place] in {*BLANK} and _FOR_WORD.match(text, place) is not None


def _letters(token: Token | None) -> Kind | None:
    return None if token is None else token.kind


def _past_numbers(copy: Copy, place: int, *, forward: bool) -> Kind | None:
    """Return the kind of the nearest word on one side of ``place``, looking past a few numbers."""
    token = None
    for _ in range(8):
        token = copy.token_after(place) if forward else copy.token_before(place)
        if token is None or token.kind is not Kind.NUMBER:
            break
        place = token.end if forward else token.start
    return _letters(token)


def _asks(copy: Copy, place: int) -> bool:
    """Tell whether the Arabic sentence that ends at ``place`` begins with, or holds, a word that asks."""
    line = copy.line(place)
    start = max(line.start, place - _ASKED_WITHIN)
    said = copy.text[start:place]
    sentence = re.split(f"[{re.escape(_SENTENCE_END)}]", said)[-1]
    return _ASKING.search(sentence) is not None


def _between_numbers(copy: Copy, start: int, end: int) -> _Belongs:
    """Judge a mark between two numbers: a list in a sentence (2018, 2019) is Arabic; in brackets it may be a pair."""
    text = copy.text
    line = copy.line(start)
    around = text[max(line.start, start - 24) : start]
    word = copy.token_before(start)
    before = copy.token_before(word.start) if word else None
    if "." in text[word.start if word else start : start] or re.search(r"[(\[{][\d\s.,،-]*\Z", around):
        return _Belongs.NEITHER
    if text[end : end + 1] in BLANK and before is not None and before.kind is not Kind.FOREIGN:
        return _Belongs.ARABIC
    return _Belongs.UNSURE


def _belongs(copy: Copy, start: int, end: int, rule: Rule) -> _Belongs:
    line = copy.line(start)
    if not line.arabic or copy.kept(start) or copy.in_foreign_quotation(start, end):
        return _Belongs.NEITHER
    before, after = copy.token_before(start), copy.token_after(end)
    left, right = _letters(before), _letters(after)
    if spoken_of(copy.text, start):
        return _Belongs.UNSURE
    near_left, near_right = _past_numbers(copy, start, forward=False), _past_numbers(copy, end, forward=True)
    if near_left is Kind.FOREIGN and near_right is Kind.FOREIGN:
        return _Belongs.NEITHER
    if rule is Rule.QUESTION and near_left is Kind.FOREIGN:
        return _after_foreign(copy, start, before)
    if line.mixed:
        return _Belongs.UNSURE
    if left is Kind.NUMBER and right is Kind.NUMBER and rule is not Rule.QUESTION:
        return _between_numbers(copy, start, end)
    if left is Kind.ARABIC or (left is Kind.NUMBER and near_left is not Kind.FOREIGN):
        return _Belongs.ARABIC
    return _Belongs.ARABIC if left is not None and right is Kind.ARABIC else _Belongs.UNSURE


def _after_foreign(copy: Copy, place: int, before: Token | None) -> _Belongs:
    """Judge a question mark after a word in other letters: its own (a title), unless the Arabic sentence asks."""
    if before is None or before.kept or copy.text[before.end : place].strip(BLANK + CLOSING + '"”“'):
        return _Belongs.UNSURE
    earlier = copy.token_before(before.start)
    single = earlier is None or earlier.kind is not Kind.FOREIGN
    if _asks(copy, place):
        return _Belongs.ARABIC if single else _Belongs.UNSURE
    return _Belongs.UNSURE if single else _Belongs.NEITHER


def latin_marks(copy: Copy) -> Iterator[Finding]:
    """Find commas, semicolons and question marks that are not Arabic and end or part something Arabic.

    Left alone: lines that are not Arabic, runs of words in other letters, numbers, addresses, code, quotations in
    other letters. Doubtful: a mark that ends words in other letters, and one in a line of which Arabic is the lesser
    part. ``?`` repeated where a word should stand is what an old encoding leaves of lost letters.
    """
    text = copy.text
    for match in _LATIN_RUN.finditer(text):
        start, end = match.span()
        mark, rule = _ARABIC_MARK[text[start]]
        owner = _belongs(copy, start, end, rule)
        if owner is _Belongs.NEITHER:
            continue
        if stands_for_word(text, start):
            yield Finding(rule=rule, start=start, end=end, message=_LOST)
            continue
        sure = owner is _Belongs.ARABIC
        message = (_WHAT if sure else _UNSURE)[rule]
        yield Finding(rule=rule, start=start, end=end, message=message, proposal=mark * (end - start), safe=sure)


_SAME_RUN: Final = re.compile(r"([،؛:])\1+|[؟!]{2,}")
_CLASH: Final = re.compile(r"،[.؛:؟!]|؛[.،:؟!]|[؟!](?:[،؛]|\.(?!\.))|(?<!\.)\.[،؛؟!:]|:[.،؛]")
_ONCE: Final = re.compile(r"([؟!])\1+")


def _speaks_arabic(copy: Copy, place: int) -> bool:
    before = copy.token_before(place)
    return copy.line(place).arabic and (before is None or before.kind is not Kind.FOREIGN)


def repeated(copy: Copy) -> Iterator[Finding]:
    """Find marks set twice or more: ؟؟؟ is ؟ and !! is !, while ؟! and !؟ are marks of their own.

    Doubtful: ``::``, which also decorates; a chain like ؟!؟!; and two marks that exclude each other (،.).
    """
    text = copy.text
    for match in _SAME_RUN.finditer(text):
        start, end = match.span()
        if copy.kept(start) or not _speaks_arabic(copy, start):
            continue
        once = _ONCE.sub(r"\1", match[1] or match[0])
        if len(once) > 2:
            message = "سلسلة من علامتي الاستفهام والتعجب؛ تكفي «؟!»."
            yield Finding(rule=Rule.REPEATED, start=start, end=end, message=message, proposal=once[:2])
        elif once != match[0]:
            message = f"علامة «{once}» مكرّرة؛ تكفي واحدة."
            safe = once != ":"
            yield Finding(rule=Rule.REPEATED, start=start, end=end, message=message, proposal=once, safe=safe)
    for match in _CLASH.finditer(text):
        start, end = match.span()
        if not copy.kept(start) and _speaks_arabic(copy, start) and not _abbreviates(copy, start):
            message = f"علامتان متتاليتان «{match[0]}»؛ تُختار إحداهما."
            yield Finding(rule=Rule.REPEATED, start=start, end=end, message=message)


def _abbreviates(copy: Copy, place: int) -> bool:
    """Tell whether the dot at ``place`` may end an abbreviation: one letter (د.), or إلخ."""
    before = copy.token_before(place)
    if copy.text[place] != "." or before is None or before.end != place:
        return False
    return before.kept or before.end - before.start <= 2 or copy.text[before.start : place] in {"إلخ", "الخ"}


_DOTS: Final = re.compile(r"[.…]{2,}")
_LEADERS: Final = 8


def ellipsis(copy: Copy) -> Iterator[Finding]:
    """Find dots of omission that are not three: more than three are repaired, two are asked about.

    ``...`` and ``…`` stay as typed, with or without a blank before them. Two dots are doubtful: many newsrooms set
    them on purpose in a headline. A long row of dots may be a form to fill in.
    """
    text = copy.text
    for match in _DOTS.finditer(text):
        start, end = match.span()
        if match[0] == "..." or copy.kept(start) or not _speaks_arabic(copy, start):
            continue
        whole = "…" if "…" in match[0] else "..."
        if match[0] == "..":
            message = "نقطتان متتاليتان: نقطة واحدة لنهاية الجملة، أو ثلاث للحذف."
            yield Finding(rule=Rule.ELLIPSIS, start=start, end=end, message=message, proposal=whole)
        elif end - start > _LEADERS:
            message = "صفّ طويل من النقاط؛ علامة الحذف ثلاث نقاط."
            yield Finding(rule=Rule.ELLIPSIS, start=start, end=end, message=message, proposal=whole)
        else:
            message = f"علامة الحذف ثلاث نقاط: «{whole}»."
            yield Finding(rule=Rule.ELLIPSIS, start=start, end=end, message=message, proposal=whole, safe=True)
