"""What readers are shown of what was found: the words asked for, as the piece writes them, and where they stand."""

import re
from bisect import bisect_left
from collections.abc import Sequence

from articles.search.matching import shortest
from articles.search.question import Need, Question
from articles.search.ranking import USUAL_TITLE
from articles.search.words import clitics, stem_of, text_of
from newsroom.arabic.analyse import places
from newsroom.arabic.fold import fold

Part = tuple[str, bool]
Placed = tuple[str, int, int]
# Words of an excerpt, and how many stand before its first hit.
EXCERPT, BEFORE = 34, USUAL_TITLE
# Letters before and behind the place that are read word by word, and how many a word has with its blank.
REACH_BEFORE, REACH, USUAL_WORD = 140, 280, 6
_NOTE = re.compile(r"<sup\b[^<>]*>.*?</sup>", re.DOTALL)
LONGEST_SHOWN = 40_000


class Marks:
    """The words of one question, found again in texts."""

    def __init__(self, question: Question) -> None:
        # Surfaces, stems, stems under particles and words in a row, each with the number of the need that they meet.
        self._surfaces: dict[str, int] = {}
        self._stems: dict[str, int] = {}
        self._under: dict[str, int] = {}
        self._rows: list[tuple[tuple[str, ...], int]] = []
        self._met: dict[str, int | None] = {}
        self._count = len(question.needs)
        for number, need in enumerate(question.needs):
            self._note(need, number)
        self._letters = shortest({*self._surfaces, *self._stems, *self._under})
        self._may_meet = re.compile("|".join(map(re.escape, self._letters)) or "(?!)").search
        self._read: dict[str, tuple[list[Placed], dict[int, int]]] = {}

    def _note(self, need: Need, number: int) -> None:
        for way in need.ways:
            if way.stem:
                (self._under if way.under else self._stems).setdefault(way.stem, number)
            if len(way.words) > 1:
                self._rows.append((way.words, number))
            for word in way.words if way.apart or len(way.words) == 1 else ():
                self._surfaces.setdefault(word, number)

    def parts(self, text: str | None) -> list[Part]:
        """Return ``text`` in parts, in order, each with whether it is a word that was asked for; nothing is changed."""
        text = text or ""
        return _parts(text, *self._placed(text), 0, len(text))

    def missing(self, *texts: str | None) -> bool:
        """Return whether some need stands in none of ``texts``."""
        return len({number for text in texts for number in self._placed(text or "")[1].values()}) < self._count

    def _placed(self, text: str) -> tuple[list[Placed], dict[int, int]]:
        """Return the words of a short text and which of them were asked for; it is remembered."""
        if (known := self._read.get(text)) is None:
            words = places(text)
            known = self._read[text] = (words, self._hits(words))
        return known

    def excerpt(self, html: str | None, *, folded: str | None = None) -> list[Part]:
        """Return the place of a stored text where most of what was asked stands together, in parts; [] for none.

        It begins and ends with whole words, and with an ellipsis where the text goes on. Notes stand in the middle of
        their sentences and are shown only where nothing else holds the words. ``folded`` is the folded text, a blank at
        either end, where it is known: it shows where to look.
        """
        return self._excerpt(_NOTE.sub("", html or ""), folded) or self._excerpt(html, folded)

    def _excerpt(self, html: str | None, folded: str | None) -> list[Part]:
        whole = " ".join(text_of(html).split())
        text = whole if len(whole) <= LONGEST_SHOWN else whole[:LONGEST_SHOWN].rpartition(" ")[0]
        return self._cut_out(*self._around(text, folded), whole) or self._cut_out("", text, whole)

    def _around(self, text: str, folded: str | None) -> tuple[str, str]:
        """Return what stands before the part of ``text`` in which most of what was asked stands, and that part.

        Found by the folded letters alone, which stand about where those of the text do.
        """
        if len(text) <= 2 * REACH:
            return "", text
        folded = folded or f" {fold(text)} "
        hits = self._hits_in(folded)
        if not hits:
            return "", text
        found = sorted(hits)
        width = (EXCERPT - BEFORE) * USUAL_WORD
        first = max(found, key=lambda place: (_together(hits, found, place, width), -place)) * len(text) // len(folded)
        start = max(0, text.rfind(" ", 0, max(0, first - REACH_BEFORE)) + 1)
        end = text.find(" ", first + REACH)
        return text[:start], text[start : end if end >= 0 else len(text)]

    def _hits_in(self, folded: str) -> dict[int, int]:
        """Return where words that were asked for begin in a folded text, each with which need it meets."""
        found: dict[int, int] = {}
        for letters in self._letters:
            at = folded.find(letters)
            while at >= 0:
                start, end = folded.rfind(" ", 0, at) + 1, folded.find(" ", at)
                word = folded[start:end]
                number = self._met[word] if word in self._met else self._need_of(word)
                if number is not None:
                    found.setdefault(start, number)
                at = folded.find(letters, end)
        for row, number in self._rows:
            if (at := folded.find(f"{' '.join(row)} ")) >= 0:
                found.setdefault(folded.rfind(" ", 0, at) + 1, number)
        return found

    def _cut_out(self, before: str, text: str, whole: str) -> list[Part]:
        """Return the excerpt of ``text``, which stands in ``whole`` behind ``before``."""
        words = places(text)
        hits = self._hits(words)
        if not hits:
            return []
        found = sorted(hits)
        first = max(found, key=lambda place: (_together(hits, found, place, EXCERPT - BEFORE), -place))
        begin = max(0, first - BEFORE)
        starts_later = begin > 0 or before != ""
        end = min(len(words), begin + EXCERPT)
        start = words[begin][1] if starts_later else 0
        stop = words[end - 1][2] if end < len(words) else len(text)
        goes_on = end < len(words) or before + text != whole
        parts = _parts(text, words, hits, start, stop)
        return [*([("… ", False)] if starts_later else []), *parts, *([(" …", False)] if goes_on else [])]

    def _hits(self, words: Sequence[Placed]) -> dict[int, int]:
        """Return the numbers of the words that were asked for, each with which need it meets."""
        found: dict[int, int] = {}
        for place, (word, _start, _end) in enumerate(words):
            number = self._met[word] if word in self._met else self._need_of(word)
            if number is not None:
                found.setdefault(place, number)
            for row, met in self._rows:
                if _begins(words, place, row):
                    found |= dict.fromkeys(range(place, place + len(row)), met)
        return found

    def _need_of(self, word: str) -> int | None:
        """Return the number of the first need that a folded word meets, None for none; it is remembered."""
        if not (word.isascii() or self._may_meet(word)):
            self._met[word] = None
            return None
        asked = (self._surfaces.get(word), self._stems.get(stem_of(word)), *map(self._under.get, clitics(word)))
        self._met[word] = min((number for number in asked if number is not None), default=None)
        return self._met[word]


def _begins(words: Sequence[Placed], place: int, row: tuple[str, ...]) -> bool:
    """Return whether the words of ``row`` stand from ``place`` on; particles may be written onto the first."""
    if place + len(row) > len(words) or not words[place][0].endswith(row[0]):
        return False
    return all(words[place + at][0] == word for at, word in enumerate(row) if at)


def _together(hits: dict[int, int], found: list[int], first: int, width: int) -> tuple[int, int]:
    """Return how many needs, and how many words, stand from the hit at ``first`` on, up to ``width`` behind it."""
    start = bisect_left(found, first)
    shown = [hits[place] for place in found[start : bisect_left(found, first + width)]]
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
