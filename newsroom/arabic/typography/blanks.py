"""Blanks: every run of them is looked at once, by what stands on either side. Line breaks are never touched."""

import re
from collections.abc import Iterator
from typing import Final

from newsroom.arabic.typography.characters import BLANK, OPENING
from newsroom.arabic.typography.copytext import Copy, Line
from newsroom.arabic.typography.findings import Finding, Rule
from newsroom.arabic.typography.marks import spoken_of, stands_for_word
from newsroom.arabic.typography.tokens import Kind

_RUN: Final = re.compile(f"[{BLANK}]+")
_MARKS: Final = "،؛؟!:.,;?"
_LEADING: Final = OPENING + "–—-•·●▪■◆*_=+/\\|<>#~^&$@"
_VERSE_GAP: Final = 4
_VERSE_LINE: Final = 120

_TRAILING: Final = "مسافة زائدة في آخر السطر."
_DOUBLE: Final = "مسافتان أو أكثر بين كلمتين؛ تكفي واحدة."
_VERSE: Final = "فراغ واسع في وسط السطر: مقصود بين شطري بيت، أم مسافات زائدة؟"
_NO_BREAK: Final = "مسافة غير فاصلة أو غير مألوفة جاءت مع النسخ؛ تكفي المسافة العادية."
_AFTER_OPENING: Final = "مسافة بعد علامة الفتح؛ تلتصق العلامة بما تحتويه."
_BEFORE_CLOSING: Final = "مسافة قبل علامة الإغلاق؛ تلتصق العلامة بما تحتويه."


def _before(mark: str) -> str:
    return f"مسافة قبل «{mark}»؛ تلتصق العلامة بالكلمة التي قبلها."


def blanks(copy: Copy) -> Iterator[Finding]:
    """Find blanks at the end of a line, doubled, before a mark, inside brackets and quotes, and no-break spaces.

    Left alone: the indentation of a line, tabs within it (columns), lines that are not Arabic but for their ends, the
    blank before an ellipsis, brackets around nothing, a score or ratio set with blanks (3 : 2), a no-break space
    after a number (10 %) or a title of one letter (د. فلان). Doubtful: one wide gap that halves a short line, which
    may be a verse.
    """
    text = copy.text
    opened = {pair.start for pair in copy.pairs if pair.sure}
    closed = {pair.end for pair in copy.pairs if pair.sure}
    for match in _RUN.finditer(text):
        start, end = match.span()
        line = copy.line(start)
        if end >= line.end:
            yield _finding(Rule.TRAILING_SPACE, start, end, _TRAILING, "")
        elif start == line.start or not line.arabic or copy.kept(start):
            continue
        elif start - 1 in opened and end in closed:
            pass
        elif start - 1 in opened:
            yield _finding(Rule.SPACE_INSIDE, start, end, _AFTER_OPENING, "")
        elif end in closed:
            yield _finding(Rule.SPACE_INSIDE, start, end, _BEFORE_CLOSING, "")
        elif text[end] in _MARKS:
            if _loose_mark(copy, start, end):
                yield _finding(Rule.SPACE_BEFORE, start, end, _before(text[end]), "")
        else:
            yield from _between_words(copy, line, start, end)


def _finding(rule: Rule, start: int, end: int, message: str, proposal: str, *, safe: bool = True) -> Finding:
    return Finding(rule=rule, start=start, end=end, message=message, proposal=proposal, safe=safe)


def _loose_mark(copy: Copy, start: int, end: int) -> bool:
    """Tell whether the mark at ``end`` should touch the word before the blanks that begin at ``start``."""
    text = copy.text
    mark, before, after = text[end], text[start - 1], text[end + 1 : end + 2]
    if before in _LEADING:
        return False
    if mark == "." and (after == "." or after == "…" or (after.isascii() and after.isalnum()) or after.isdecimal()):
        return False  # dots of omission, .NET, .5
    if mark == ":" and _ratio(text, start, end):
        return False
    if spoken_of(text, end) or stands_for_word(text, end):
        return False
    if mark in ",;?" and _follows_foreign(copy, start):
        return False
    return not (mark in ":;" and after in {"(", ")", "-", "/", ":"})


def _ratio(text: str, start: int, end: int) -> bool:
    after = text[end + 1 : end + 3].lstrip(BLANK)
    return text[start - 1].isdecimal() and after[:1].isdecimal()


def _follows_foreign(copy: Copy, place: int) -> bool:
    token = copy.token_before(place)
    return token is None or token.kind is Kind.FOREIGN


def _between_words(copy: Copy, line: Line, start: int, end: int) -> Iterator[Finding]:
    run = copy.text[start:end]
    if "\t" in run:
        return
    if len(run) > 1:
        if len(run) >= _VERSE_GAP and _halves(copy.text, line, start, end):
            yield _finding(Rule.DOUBLE_SPACE, start, end, _VERSE, " ", safe=False)
        elif not _belongs_to_number(copy, start, run):
            yield _finding(Rule.DOUBLE_SPACE, start, end, _DOUBLE, " ")
    elif run != " " and not _belongs_to_number(copy, start, run):
        yield _finding(Rule.NO_BREAK_SPACE, start, end, _NO_BREAK, " ")


def _halves(text: str, line: Line, start: int, end: int) -> bool:
    """Tell whether a gap parts a short line in halves, each of three words or more, as the two parts of a verse."""
    if line.end - line.start > _VERSE_LINE:
        return False
    one, two = text[line.start : start].split(), text[end : line.end].split()
    return min(len(one), len(two)) >= 3 and max(len(one), len(two)) <= 2 * min(len(one), len(two))


def _belongs_to_number(copy: Copy, start: int, run: str) -> bool:
    """Tell whether one no-break space binds a number to its unit, or a title of one letter to its name."""
    if len(run) > 1:
        return False
    before = copy.text[start - 1]
    if before.isdecimal():
        return True
    token = copy.token_before(start)
    return before == "." and token is not None and token.end - token.start <= 2
