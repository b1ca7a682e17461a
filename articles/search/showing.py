"""What readers are shown of what was found: the words asked for, as the piece writes them, and where they stand."""

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from django.utils.html import strip_tags

from articles.search.question import Need, Question
from articles.search.ranking import USUAL_TITLE
from articles.search.words import clitics, stem_of
from newsroom.arabic.analyse import Term, analyse

Part = tuple[str, bool]
# Words of an excerpt, and how many stand before its first hit.
EXCERPT, BEFORE = 34, USUAL_TITLE
LONGEST_SHOWN = 60_000


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

    def parts(self, text: str | None) -> list[Part]:
        """Return ``text`` in parts, in order, each with whether it is a word that was asked for; nothing is changed."""
        text = text or ""
        return _parts(text, self._hits(_terms(text)), 0, len(text))

    def missing(self, *texts: str | None) -> bool:
        """Return whether some need stands in none of ``texts``."""
        return len(set().union(*(self._hits(_terms(text or "")).values() for text in texts))) < len(self._marks)

    def excerpt(self, html: str | None) -> list[Part]:
        """Return the place of a stored text where most of what was asked stands together, in parts; [] for none.

        It begins and ends with whole words, and with an ellipsis where the text goes on.
        """
        text = " ".join(strip_tags((html or "").replace("<", " <"))[:LONGEST_SHOWN].split())
        terms = _terms(text)
        hits = self._hits(terms)
        if not hits:
            return []
        places = sorted(hits)
        first = max(places, key=lambda place: (_together(hits, places, place), -place))
        begin = max(0, first - BEFORE)
        end = min(len(terms), begin + EXCERPT)
        start = terms[begin].start if begin else 0
        stop = terms[end - 1].end if end < len(terms) else len(text)
        parts = _parts(text, hits, start, stop)
        return [*([("… ", False)] if begin else []), *parts, *([(" …", False)] if end < len(terms) else [])]

    def _hits(self, terms: list[Term]) -> dict[int, int]:
        """Return the places of words that were asked for, each with which need it meets."""
        found: dict[int, int] = {}
        for number, mark in enumerate(self._marks):
            for place, term in enumerate(terms):
                if place not in found and mark.meets(term.surface):
                    found[place] = number
                for row in mark.rows:
                    if _begins(terms, place, row):
                        found |= dict.fromkeys(range(place, place + len(row)), number)
        return found


def _mark_of(need: Need) -> _Mark:
    words = [way.words for way in need.ways]
    apart = {word for way in need.ways if way.apart for word in way.words}
    return _Mark(
        frozenset(each[0] for each in words if len(each) == 1) | apart,
        frozenset(way.stem for way in need.ways if way.stem and not way.under),
        frozenset(way.stem for way in need.ways if way.under),
        tuple(each for each in words if len(each) > 1),
    )


def _terms(text: str) -> list[Term]:
    return [term for term in _analysed(text) if not term.joined]


@lru_cache(256)
def _analysed(text: str) -> list[Term]:
    return analyse(text)


def _begins(terms: list[Term], place: int, row: tuple[str, ...]) -> bool:
    """Return whether the words of ``row`` stand from ``place`` on; particles may be written onto the first."""
    if place + len(row) > len(terms) or not terms[place].surface.endswith(row[0]):
        return False
    return all(terms[place + at].surface == word for at, word in enumerate(row) if at)


def _together(hits: dict[int, int], places: list[int], first: int) -> tuple[int, int]:
    """Return how many needs, and how many words, an excerpt shows in which ``first`` is the first hit."""
    shown = [hits[place] for place in places if first <= place < first + EXCERPT - BEFORE]
    return len(Counter(shown)), len(shown)


def _parts(text: str, hits: dict[int, int], start: int, stop: int) -> list[Part]:
    terms, parts, at = _terms(text), [], start
    for place in sorted(hits):
        term = terms[place]
        if term.start < at or term.end > stop:
            continue
        if term.start > at:
            parts.append((text[at : term.start], False))
        parts.append((text[term.start : term.end], True))
        at = term.end
    return [*parts, (text[at:stop], False)] if at < stop else parts
