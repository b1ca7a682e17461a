"""What readers are shown of what was found: the words asked for, as the piece writes them, and where they stand."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from articles.search.question import Need, Question
from articles.search.ranking import USUAL_TITLE
from articles.search.words import clitics, stem_of, text_of
from newsroom.arabic.analyse import places

Part = tuple[str, bool]
Placed = tuple[str, int, int]
# Words of an excerpt, and how many stand before its first hit.
EXCERPT, BEFORE = 34, USUAL_TITLE
_NOTE = re.compile(r"<sup\b[^<>]*>.*?</sup>", re.DOTALL)
LONGEST_SHOWN = 40_000


@dataclass(frozen=True)
class _Mark:
    """What of a need can be marked: single surfaces, stems, stems under particles, and words in a row."""

    surfaces: frozenset[str]
    stems: frozenset[str]
    under: frozenset[str]
    rows: tuple[tuple[str, ...], ...]

    def meets(self, word: str) -> bool:
        """Return whether a folded word is meant."""
        return word in self.surfaces or stem_of(word) in self.stems or not self.under.isdisjoint(clitics(word))


class Marks:
    """The words of one question, found again in texts."""

    def __init__(self, question: Question) -> None:
        self._marks = [_mark_of(need) for need in question.needs]
        self._in_rows = any(mark.rows for mark in self._marks)
        self._met: dict[str, int | None] = {}

    def parts(self, text: str | None) -> list[Part]:
        """Return ``text`` in parts, in order, each with whether it is a word that was asked for; nothing is changed."""
        text = text or ""
        words = places(text)
        return _parts(text, words, self._hits(words), 0, len(text))

    def missing(self, *texts: str | None) -> bool:
        """Return whether some need stands in none of ``texts``."""
        return len({number for text in texts for number in self._hits(places(text or "")).values()}) < len(self._marks)

    def excerpt(self, html: str | None) -> list[Part]:
        """Return the place of a stored text where most of what was asked stands together, in parts; [] for none.

        It begins and ends with whole words, and with an ellipsis where the text goes on. Notes stand in the middle of
        their sentences and are shown only where nothing else holds the words.
        """
        return self._excerpt(_NOTE.sub("", html or "")) or self._excerpt(html)

    def _excerpt(self, html: str | None) -> list[Part]:
        whole = " ".join(text_of(html).split())
        text = whole if len(whole) <= LONGEST_SHOWN else whole[:LONGEST_SHOWN].rpartition(" ")[0]
        words = places(text)
        hits = self._hits(words)
        if not hits:
            return []
        found = sorted(hits)
        first = max(found, key=lambda place: (_together(hits, found, place), -place))
        begin = max(0, first - BEFORE)
        end = min(len(words), begin + EXCERPT)
        start = words[begin][1] if begin else 0
        stop = words[end - 1][2] if end < len(words) else len(text)
        goes_on = end < len(words) or text != whole
        parts = _parts(text, words, hits, start, stop)
        return [*([("… ", False)] if begin else []), *parts, *([(" …", False)] if goes_on else [])]

    def _hits(self, words: Sequence[Placed]) -> dict[int, int]:
        """Return the numbers of the words that were asked for, each with which need it meets."""
        found: dict[int, int] = {}
        for place, (word, _start, _end) in enumerate(words):
            if (number := self._need_of(word)) is not None:
                found.setdefault(place, number)
            for number, mark in enumerate(self._marks) if self._in_rows else ():
                for row in mark.rows:
                    if _begins(words, place, row):
                        found |= dict.fromkeys(range(place, place + len(row)), number)
        return found

    def _need_of(self, word: str) -> int | None:
        if word not in self._met:
            self._met[word] = next((number for number, mark in enumerate(self._marks) if mark.meets(word)), None)
        return self._met[word]


def _mark_of(need: Need) -> _Mark:
    words = [way.words for way in need.ways]
    apart = {word for way in need.ways if way.apart for word in way.words}
    return _Mark(
        frozenset(each[0] for each in words if len(each) == 1) | apart,
        frozenset(way.stem for way in need.ways if way.stem and not way.under),
        frozenset(way.stem for way in need.ways if way.under),
        tuple(each for each in words if len(each) > 1),
    )


def _begins(words: Sequence[Placed], place: int, row: tuple[str, ...]) -> bool:
    """Return whether the words of ``row`` stand from ``place`` on; particles may be written onto the first."""
    if place + len(row) > len(words) or not words[place][0].endswith(row[0]):
        return False
    return all(words[place + at][0] == word for at, word in enumerate(row) if at)


def _together(hits: dict[int, int], found: list[int], first: int) -> tuple[int, int]:
    """Return how many needs, and how many words, an excerpt shows in which ``first`` is the first hit."""
    start = bisect_left(found, first)
    shown = [hits[place] for place in found[start : bisect_left(found, first + EXCERPT - BEFORE)]]
    return len(set(shown)), len(shown)


def _parts(text: str, words: Sequence[Placed], hits: dict[int, int], start: int, stop: int) -> list[Part]:
    parts, at = [], start
    for place in sorted(hits):
        _word, begin, end = words[place]
        if begin < at or end > stop:
            continue
        if begin > at:
            parts.append((text[at:begin], False))
        parts.append((text[begin:end], True))
        at = end
    return [*parts, (text[at:stop], False)] if at < stop else parts
