"""What of a need stands in a text: a need is made ready once, and then looked for in many texts."""

import re
from collections.abc import Iterator
from functools import lru_cache

from articles.search.question import Need, Way, word_ways
from articles.search.words import clitics, stem_of

# و ف ب ل ك and the article may be written onto the first word of a name.
_PARTICLE = "(?:[وف]?[بلك]?(?:ال|ل)?)"
_NONE = 1 << 10


class Sought:
    """A need, ready to be looked for. A text is folded words between blanks, with a blank at either end.

    Whatever is found is told by the first of the need's ways that is met.
    """

    def __init__(self, need: Need) -> None:
        self.need = need
        self.ways = need.ways
        self.facts = [(way.fact, way) for way in need.ways if way.fact]
        # By which way (its number) a word meets the need: as it is spelled, by its stem, by its stem under a particle.
        self._spelled: dict[str, int] = {}
        self._stems: dict[str, int] = {}
        self._under: dict[str, int] = {}
        self._rows: list[tuple[int, Way]] = []
        self._apart: list[tuple[int, list[Sought]]] = []
        for number, way in enumerate(need.ways):
            self._note(number, way)
        self._met: dict[str, tuple[int, int]] = {}
        self._cores = shortest({*self._spelled, *self._stems, *self._under})
        # An English stem need not stand in its word: happy, happi.
        self._every_word = any(stem.isascii() for stem in (*self._stems, *self._under))

    def _note(self, number: int, way: Way) -> None:
        if way.apart:
            ready = [Sought(Need((word,), tuple(word_ways(word)))) for word in way.words]
            self._apart.append((number, ready))
        elif len(way.words) > 1:
            self._rows.append((number, way))
        elif way.words:
            self._spelled.setdefault(way.words[0], number)
        elif way.stem:
            (self._under if way.under else self._stems).setdefault(way.stem, number)

    def in_line(self, text: str) -> Way | None:
        """Return the first way that a short text meets."""
        best = _NONE
        if self._every_word or any(core in text for core in self._cores):
            best = min((self._of(word)[1] for word in text.split()), default=_NONE)
        return self._way(self._looser(text, self._in_a_row(text, best)))

    def in_text(self, text: str, *, stems: bool) -> Way | None:
        """Return the first way that a long text meets; without ``stems`` only by words as they are spelled."""
        best = self._by_words(text, stems=stems)
        best = self._in_a_row(text, best)
        return self._way(self._looser(text, best) if stems else best)

    def _way(self, number: int) -> Way | None:
        return self.ways[number] if number < _NONE else None

    def _by_words(self, text: str, *, stems: bool) -> int:
        """Return the number of the first way that some word meets. Of Arabic words only those are looked at that hold
        the letters of a way, and a word stands for itself wherever it comes again."""
        first = self.ways[0].words if self.ways else ()
        if len(first) == 1 and f" {first[0]} " in text:
            return 0
        layer = 1 if stems else 0
        if stems and self._every_word:
            return min((self._of(word)[1] for word in set(text.split())), default=_NONE)
        return min((self._of(word)[layer] for core in self._cores for word in _around(text, core)), default=_NONE)

    def _of(self, word: str) -> tuple[int, int]:
        """Return by which way a word meets the need as it is spelled, and in any way; it is remembered."""
        if (met := self._met.get(word)) is None:
            spelled = self._spelled.get(word, _NONE)
            stem = self._stems.get(stem_of(word), _NONE) if self._stems else _NONE
            under = [self._under.get(each, _NONE) for each in clitics(word)] if self._under else []
            met = self._met[word] = (spelled, min(spelled, stem, *under))
        return met

    def _in_a_row(self, text: str, best: int) -> int:
        for number, way in self._rows:
            if number < best and " ".join(way.words[1:]) in text and _sequence(way.words).search(text):
                return number
        return best

    def _looser(self, text: str, best: int) -> int:
        for number, ready in self._apart:
            if number < best and all(each.in_text(text, stems=True) for each in ready):
                return number
        return best


def shortest(letters: set[str]) -> list[str]:
    """Return those of ``letters`` that hold none of the others, the shorter first: a word that holds any holds one of
    these."""
    kept: list[str] = []
    for each in sorted(letters, key=len):
        if not any(other in each for other in kept):
            kept.append(each)
    return kept


def _around(text: str, letters: str) -> Iterator[str]:
    """Yield the words that hold these letters."""
    at = text.find(letters)
    while at >= 0:
        end = text.find(" ", at)
        yield text[text.rfind(" ", 0, at) + 1 : end]
        at = text.find(letters, end)


@lru_cache(1024)
def _sequence(words: tuple[str, ...]) -> re.Pattern[str]:
    particle = _PARTICLE if not words[0].isascii() else ""
    return re.compile(f" {particle}{re.escape(' '.join(words))} ")
