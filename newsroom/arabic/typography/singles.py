"""Single quotation marks: around an Arabic quotation of its own, or two that do not belong together.

An apostrophe is none: it stands in or at words in other letters (Don’t, teachers’), spells ع and ء in transliteration
(‘Abd, Ra’uf), a sound within an Arabic word (كوت د'إيفوار), a year or a measure (’92, 6'). So a mark counts only where
it touches an Arabic word on its inner side and none on its outer side, and only beside a partner.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from newsroom.arabic.quotes import QUOTES, QuoteStyle
from newsroom.arabic.typography.characters import LETTER, MARK
from newsroom.arabic.typography.copytext import Copy
from newsroom.arabic.typography.findings import Finding, Rule
from newsroom.arabic.typography.pairing import may_close, may_open
from newsroom.arabic.typography.quoting import wanted_style
from newsroom.arabic.typography.tokens import Kind

_SIGNS: Final = "'‘’"
# Two of a kind stand for one double mark: ''نعم''.
_MARK: Final = re.compile(rf"(?<![{_SIGNS}])([{_SIGNS}])\1?(?![{_SIGNS}])")
_HOLDS: Final = re.compile(rf"[{LETTER}«“”\"(]")
_HELD: Final = re.compile(rf"[\d{LETTER}{MARK}»“”\")!؟?.،…%]")
_TOGETHER: Final = {("‘", "’"), ("’", "‘"), ("'", "'")}
_LONGEST: Final = 200

_OUTER: Final = "علامتا اقتباس مفردتان؛ المفردتان لاقتباس داخل اقتباس آخر، والخارجيتان «{}»."
_TWICE: Final = "علامة مفردة مكرّرة مكان علامة اقتباس مزدوجة «{}»."
_TURNED: Final = "علامتا اقتباس مفردتان لا تتفقان: تُفتح بإحداهما وتُغلق بأختها."


class _Single(NamedTuple):
    """A quotation between single marks: where they begin, and what they are."""

    start: int
    end: int
    marks: tuple[str, str]


def single_quotes(copy: Copy) -> Iterator[Finding]:
    """Find single marks around an Arabic quotation that stands in no other, doubled ones, and two that do not match.

    Every finding is doubtful and stands at one mark: single marks also set off a word on purpose. Where a text is
    only asked to agree with itself and has no double marks, single ones are its style. Left alone: quotations in other
    letters, single marks within another quotation, and a mark without a partner, which is an apostrophe.
    """
    singles = list(_singles(copy))
    wanted = _wanted(copy, singles)
    for single in singles:
        opening, closing = single.marks
        if (opening[0], closing[0]) not in _TOGETHER:
            yield from _found(single, _TURNED, _matching(opening, closing))
        elif wanted is not None and not copy.quoted(single.start, single.end + len(closing)):
            signs = QUOTES[wanted]
            message = (_OUTER if len(opening) == 1 else _TWICE).format(" ".join(signs))
            yield from _found(single, message, signs)


def _wanted(copy: Copy, singles: list[_Single]) -> QuoteStyle | None:
    """Return the marks for an outer quotation: the text's own, else those for which the first doubled ones stand."""
    if not singles:
        return None
    doubled = [single.marks[0] for single in singles if len(single.marks[0]) > 1]
    return wanted_style(copy) or (("straight" if doubled[0][0] == "'" else "curly") if doubled else None)


def _found(single: _Single, message: str, signs: tuple[str, str]) -> Iterator[Finding]:
    for place, typed, sign in zip((single.start, single.end), single.marks, signs, strict=True):
        if typed != sign:
            yield Finding(rule=Rule.SINGLE_QUOTES, start=place, end=place + len(typed), message=message, proposal=sign)


def _matching(opening: str, closing: str) -> tuple[str, str]:
    """Return two marks that belong together, the order that Arabic editors type first."""
    size = len(opening)
    if (opening[0], closing[0]) in {("’", "'"), ("'", "‘")}:
        return "’" * size, "‘" * size
    return "‘" * size, "’" * size


def _singles(copy: Copy) -> Iterator[_Single]:
    """Yield the quotations between single marks in Arabic lines, in order; they open and close in turn."""
    text = copy.text
    waiting: tuple[int, str] | None = None
    for match in _MARK.finditer(text):
        start, end = match.span()
        line = copy.line(start)
        if not line.arabic or _in_a_word(copy, start):
            continue
        if waiting is not None and (waiting[0] < line.start or start - waiting[0] > _LONGEST):
            waiting = None
        opens = end < line.end and _HOLDS.match(text, end) is not None and may_open(text, start, line.start)
        closes = start > line.start and _HELD.match(text, start - 1) is not None and may_close(text, end - 1, line.end)
        if opens == closes:
            continue
        if opens:
            waiting = start, match[0]
        elif waiting is not None and len(waiting[1]) == len(match[0]):
            if _is_arabic(copy, waiting[0], start):
                yield _Single(waiting[0], start, (waiting[1], match[0]))
            waiting = None


def _in_a_word(copy: Copy, place: int) -> bool:
    token = copy.token_before(place + 1)
    return token is not None and place < token.end


def _is_arabic(copy: Copy, start: int, end: int) -> bool:
    """Tell whether Arabic rules what stands between two places."""
    letters = {Kind.ARABIC: 0, Kind.FOREIGN: 0, Kind.NUMBER: 0}
    token = copy.token_after(start)
    while token is not None and token.start < end:
        letters[token.kind] += token.end - token.start
        token = copy.token_after(token.end)
    return letters[Kind.ARABIC] > letters[Kind.FOREIGN]
