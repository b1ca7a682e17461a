"""One function puts in order what was fetched, whatever database fetched it, and it alone says what meets a need."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import pairwise

from articles.search.question import WORTH, Need, Way, word_ways
from articles.search.words import clitics, stem_of

# What it is worth where a need is met: title, what the piece is filed under, standfirst, text.
TITLE, FILED, STANDFIRST, BODY = 6.0, 3.0, 2.0, 1.0
# Of a title of so many words; a shorter one is about what it names.
USUAL_TITLE = 8
# Further places of a word in the text count, but soon no more.
AGAIN, MOST_AGAIN = 0.35, 5
# Two needs that stand in the title one after the other, as they were asked.
IN_ORDER = 1.5
# و ف ب ل ك and the article may be written onto the first word of a name.
_PARTICLE = "(?:[وف]?[بلك]?(?:ال|ل)?)"


class Words:
    """The folded words of one text, looked at in their layers; each layer is made when it is first asked for."""

    def __init__(self, text: str) -> None:
        self.text = f" {text} "

    @cached_property
    def surfaces(self) -> frozenset[str]:
        """The words as they are spelled."""
        return frozenset(self.text.split())

    @cached_property
    def stems(self) -> frozenset[str]:
        """Their stems."""
        return frozenset(map(stem_of, self.surfaces))

    @cached_property
    def bare(self) -> frozenset[str]:
        """Their stems without particles."""
        return frozenset(each for word in self.surfaces for each in clitics(word))

    def holds(self, way: Way) -> bool:
        """Return whether the text meets ``way``."""
        if way.apart:
            return all(any(self.holds(each) for each in word_ways(word)) for word in way.words)
        if len(way.words) == 1:
            return f" {way.words[0]} " in self.text
        if way.words:
            return " ".join(way.words[1:]) in self.text and _sequence(way.words).search(self.text) is not None
        if way.stem:
            return self._has_stem(way.stem, under=way.under)
        return False

    def _has_stem(self, wanted: str, *, under: bool) -> bool:
        """Return whether a word has the stem; of Arabic words only those are looked at that hold its letters."""
        if wanted.isascii():
            return wanted in (self.bare if under else self.stems)
        return any(wanted in (clitics(word) if under else (stem_of(word),)) for word in self._around(wanted))

    def _around(self, letters: str) -> Iterator[str]:
        """Yield the words that hold these letters."""
        at = self.text.find(letters)
        while at >= 0:
            end = self.text.find(" ", at)
            yield self.text[self.text.rfind(" ", 0, at) + 1 : end]
            at = self.text.find(letters, end)

    def count(self, way: Way) -> int:
        """Return how often a way of one word stands in the text, 1 for any other way."""
        return self.text.count(f" {way.words[0]} ") if len(way.words) == 1 else 1


@lru_cache(1024)
def _sequence(words: tuple[str, ...]) -> re.Pattern[str]:
    particle = _PARTICLE if not words[0].isascii() else ""
    return re.compile(f" {particle}{re.escape(' '.join(words))} ")


@dataclass
class Sheet:
    """An entry as it is ranked; ``body`` is None while it was not asked for."""

    place: int
    article: int
    title: Words
    standfirst: Words
    facets: frozenset[str]
    body: Words | None = None

    @cached_property
    def title_worth(self) -> float:
        """What a need in this title is worth: a shorter title is about what it names."""
        return TITLE / (0.7 + 0.3 * self.title.text.count(" ") / USUAL_TITLE)


@dataclass
class Met:
    """How a sheet meets one need: the best of the ways, whether in the title, and what all of them are worth."""

    way: Way
    in_title: bool
    worth: float


@dataclass
class Hit:
    """A sheet with how it answers a question; ``met`` holds None for a need that it does not meet."""

    sheet: Sheet
    met: list[Met | None]
    score: float = field(default=0.0)

    @property
    def whole(self) -> bool:
        """Return whether every need is met."""
        return all(self.met)

    @property
    def titled(self) -> bool:
        """Return whether the title alone meets every need."""
        return all(met is not None and met.in_title for met in self.met)


def rank(
    sheets: Sequence[Sheet],
    needs: Sequence[Need],
    *,
    weights: Sequence[float] = (),
    fetched_whole: bool = True,
    newer_first: bool = True,
) -> list[Hit]:
    """Return the sheets as hits, the best first: by how they meet the needs, then the newer, or else by title.

    ``weights`` says what each need counts for, 1 without. Of a single need the nearer spelling always comes first:
    nobody who asks for حسن wants حسين above him. ``fetched_whole`` tells that the database has found every need
    somewhere in each sheet: a stem that stands nowhere else is then looked for in the text.
    """
    weights = weights or [1.0] * len(needs)
    hits = []
    for sheet in sheets:
        met = [_meet(sheet, need, fetched_whole) for need in needs]
        score = sum(each.worth * weight for each, weight in zip(met, weights, strict=True) if each)
        hits.append(Hit(sheet, met, round(score + _order(sheet, needs), 6)))
    single = len(needs) == 1
    nearness = [WORTH[hit.met[0].way.kind] if single and hit.met[0] else 0.0 for hit in hits]

    def order(each: tuple[float, Hit]) -> tuple[float, float, str, int]:
        near, hit = each
        last = ("", -hit.sheet.place) if newer_first else (hit.sheet.title.text, hit.sheet.article)
        return (-near, -hit.score, *last)

    return [hit for _nearness, hit in sorted(zip(nearness, hits, strict=True), key=order)]


def stands_in_front(sheet: Sheet, need: Need) -> bool:
    """Return whether title, standfirst or what the piece is filed under meet ``need``, whatever its text holds."""
    return any(True for _found in _in_front(sheet, need))


def stands_somewhere(sheet: Sheet, need: Need) -> bool:
    """Return whether a sheet meets ``need``, in its text too if that was read."""
    held = sheet.body is not None and any(sheet.body.holds(way) for way in need.ways)
    return held or stands_in_front(sheet, need)


def _meet(sheet: Sheet, need: Need, fetched_whole: bool) -> Met | None:
    found = list(_in_front(sheet, need))
    if sheet.body is not None and (way := _in_body(sheet.body, need, stems=fetched_whole and not found)):
        again = min(sheet.body.count(way) - 1, MOST_AGAIN)
        found.append((way, False, BODY * WORTH[way.kind] * (1 + AGAIN * again)))
    if not found:
        return None
    best = min(found, key=lambda each: each[0].kind)[0]
    return Met(best, any(in_title for _way, in_title, _worth in found), sum(worth for _way, _where, worth in found))


def _in_front(sheet: Sheet, need: Need) -> Iterator[tuple[Way, bool, float]]:
    """Yield by which way title, standfirst and what the piece is filed under meet the need, and what that is worth.

    The second of three says that it is the title.
    """
    if way := next((way for way in need.ways if sheet.title.holds(way)), None):
        yield way, True, sheet.title_worth * WORTH[way.kind]
    if way := next((way for way in need.ways if sheet.standfirst.holds(way)), None):
        yield way, False, STANDFIRST * WORTH[way.kind]
    if way := next((way for way in need.ways if way.fact and way.fact in sheet.facets), None):
        yield way, False, FILED * WORTH[way.kind]


def _in_body(body: Words, need: Need, *, stems: bool) -> Way | None:
    """Return the way by which a text meets the need: as it is spelled, or with ``stems`` also by one of those."""
    for way in need.ways:
        if (stems or (way.words and not way.apart)) and body.holds(way):
            return way
    return None


def _order(sheet: Sheet, needs: Sequence[Need]) -> float:
    """Return the bonus of needs that stand in the title one after the other, as they were asked."""
    if len(needs) < 2:
        return 0.0
    words = [(word, stem_of(word)) for word in sheet.title.text.split()]
    places = [
        next(
            (at for at, (word, stem) in enumerate(words) if word == need.words[0] or stem == stem_of(need.words[0])), -9
        )
        for need in needs
    ]
    return sum(IN_ORDER for one, two in pairwise(places) if two - one == 1)
