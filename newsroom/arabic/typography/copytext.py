"""A text as the copy desk reads it: its lines and their language, its words and numbers, its quotations."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import Final

from newsroom.arabic.typography.characters import BREAK, QUOTES
from newsroom.arabic.typography.pairing import PAIRED, Pair, paired
from newsroom.arabic.typography.passages import passages
from newsroom.arabic.typography.style import HouseStyle
from newsroom.arabic.typography.tokens import Kind, Token, tokens

_LINE: Final = re.compile(f"[^{BREAK}]+")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its break. ``arabic`` if Arabic rules its punctuation; ``mixed`` if that is not quite sure."""

    start: int
    end: int
    arabic: bool
    mixed: bool


@dataclass(frozen=True, slots=True)
class Copy:
    """What every rule reads from; made once for a text."""

    text: str
    style: HouseStyle
    tokens: list[Token]
    lines: list[Line]
    pairs: list[Pair]
    alone: list[int]
    passages: list[tuple[int, int]]
    _starts: list[int] = field(repr=False)
    _line_starts: list[int] = field(repr=False)
    _quoted: list[tuple[int, int]] = field(repr=False)
    _in_foreign: list[tuple[int, int]] = field(repr=False)

    def line(self, place: int) -> Line:
        """Return the line that holds ``place``."""
        return self.lines[bisect_right(self._line_starts, place) - 1]

    def token_before(self, place: int) -> Token | None:
        """Return the nearest token of the same line that begins before ``place``; it may hold ``place`` itself."""
        found = bisect_left(self._starts, place) - 1
        if found < 0:
            return None
        token = self.tokens[found]
        return token if token.start >= self.line(place).start else None

    def token_after(self, place: int) -> Token | None:
        """Return the nearest token of the same line that begins at ``place`` or after it."""
        found = bisect_left(self._starts, place)
        if found == len(self.tokens):
            return None
        token = self.tokens[found]
        return token if token.start < self.line(place).end else None

    def in_passage(self, start: int, end: int) -> bool:
        """Tell whether a span lies in a passage of another language of the Arabic script."""
        found = bisect_right(self.passages, (start, len(self.text))) - 1
        return found >= 0 and end <= self.passages[found][1]

    def kept(self, place: int) -> bool:
        """Tell whether the character at ``place`` belongs to a number, an address, code or an abbreviation."""
        token = self.token_before(place + 1)
        return token is not None and place < token.end and (token.kept or token.kind is Kind.NUMBER)

    def quoted(self, start: int, end: int) -> bool:
        """Tell whether a span lies inside a quotation, its marks not counted."""
        return _within(self._quoted, start, end)

    def foreign_quotation(self, pair: Pair) -> bool:
        """Tell whether a pair of marks holds other letters than Arabic ones."""
        return _within(self._in_foreign, pair.start + 1, pair.end)

    def in_foreign_quotation(self, start: int, end: int) -> bool:
        """Tell whether a span lies inside quotes or brackets that hold other letters than Arabic ones."""
        return _within(self._in_foreign, start, end)


def _within(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    found = bisect_left(spans, (start, -1)) - 1
    return found >= 0 and spans[found][0] < start and end <= spans[found][1]


def _outermost(pairs: list[Pair]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for pair in pairs:
        if not spans or pair.start > spans[-1][1]:
            spans.append((pair.start, pair.end))
        elif pair.end > spans[-1][1]:
            spans[-1] = (spans[-1][0], pair.end)
    return spans


class _Letters:
    """How many Arabic and how many other letters stand between two places; kept runs count for neither."""

    def __init__(self, words: list[Token], skipped: list[tuple[int, int]]) -> None:
        self._starts = [word.start for word in words]
        self._sums = [(0, 0)]
        for word in words:
            arabic, foreign = self._sums[-1]
            size = 0 if word.kept or _within(skipped, word.start, word.end) else word.end - word.start
            arabic += size * (word.kind is Kind.ARABIC)
            foreign += size * (word.kind is Kind.FOREIGN)
            self._sums.append((arabic, foreign))

    def between(self, start: int, end: int) -> tuple[int, int]:
        before, after = self._sums[bisect_left(self._starts, start)], self._sums[bisect_left(self._starts, end)]
        return after[0] - before[0], after[1] - before[1]


def _line(start: int, end: int, letters: _Letters) -> Line:
    arabic, foreign = letters.between(start, end)
    return Line(start, end, arabic=arabic > 0 and 2 * arabic >= foreign, mixed=foreign > arabic)


def _free(text: str, words: list[Token]) -> list[int]:
    """Return the places of quotation marks and brackets that no kept run holds."""
    places: list[int] = []
    ahead = iter(words)
    word = next(ahead, None)
    for match in PAIRED.finditer(text):
        place = match.start()
        while word is not None and word.end <= place:
            word = next(ahead, None)
        if word is None or place < word.start:
            places.append(place)
    return places


def read(text: str, style: HouseStyle) -> Copy:
    """Return ``text`` ready for the rules."""
    words = tokens(text)
    spans = [match.span() for match in _LINE.finditer(text)]
    pairs, alone = paired(text, spans, _free(text, words))
    quotations = [pair for pair in pairs if text[pair.start] in QUOTES]
    letters = _Letters(words, [])
    in_foreign = _outermost([pair for pair in pairs if _is_foreign(letters.between(pair.start, pair.end))])
    letters = _Letters(words, in_foreign)
    return Copy(
        text=text,
        style=style,
        tokens=words,
        lines=[_line(start, end, letters) for start, end in spans],
        pairs=pairs,
        alone=alone,
        passages=passages(text, spans),
        _starts=[word.start for word in words],
        _line_starts=[start for start, _ in spans],
        _quoted=_outermost(quotations),
        _in_foreign=in_foreign,
    )


def _is_foreign(letters: tuple[int, int]) -> bool:
    arabic, foreign = letters
    return foreign > arabic
