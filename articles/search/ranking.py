"""One function puts in order what was fetched, whatever database fetched it, and it alone says what meets a need."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from articles.search.matching import Sought
from articles.search.question import WORTH, Need, Way
from articles.search.words import stem_of

# What it is worth where a need is met: title, what the piece is filed under, standfirst, text.
TITLE, FILED, STANDFIRST, BODY = 6.0, 3.0, 2.0, 1.0
# Of a title of so many words; a shorter one is about what it names.
USUAL_TITLE = 8
# Further places of a word in the text count, but soon no more.
AGAIN, MOST_AGAIN = 0.35, 5
# Two needs that stand in the title one after the other, as they were asked.
IN_ORDER = 1.5


@dataclass
class Sheet:
    """An entry as it is ranked: folded texts, a blank at either end; ``body`` is None while it was not asked for."""

    place: int
    article: int
    title: str
    standfirst: str = ""
    facets: frozenset[str] = frozenset()
    body: str | None = None

    @cached_property
    def title_worth(self) -> float:
        """What a need in this title is worth: a shorter title is about what it names."""
        return TITLE / (0.7 + 0.3 * self.title.count(" ") / USUAL_TITLE)


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
    read: Callable[[Sequence[Sheet]], None],
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
    sought = list(map(Sought, needs))
    fronts = [[_in_front(sheet, each) for each in sought] for sheet in sheets]
    read([sheet for sheet, front in zip(sheets, fronts, strict=True) if not all(front)])
    hits = []
    for sheet, front in zip(sheets, fronts, strict=True):
        met = [_meet(sheet, *each, fetched_whole) for each in zip(sought, front, strict=True)]
        score = sum(each.worth * weight for each, weight in zip(met, weights, strict=True) if each)
        hits.append(Hit(sheet, met, round(score + _order(sheet, met, needs), 6)))
    single = len(needs) == 1
    nearness = [WORTH[hit.met[0].way.kind] if single and hit.met[0] else 0.0 for hit in hits]

    def order(each: tuple[float, Hit]) -> tuple[float, float, str, int]:
        near, hit = each
        last = ("", -hit.sheet.place) if newer_first else (hit.sheet.title, hit.sheet.article)
        return (-near, -hit.score, *last)

    return [hit for _nearness, hit in sorted(zip(nearness, hits, strict=True), key=order)]


def stands_somewhere(sheet: Sheet, sought: Sought) -> bool:
    """Return whether a sheet meets a need, in its text too if that was read."""
    held = sheet.body is not None and sought.in_text(sheet.body, stems=True)
    return bool(held or _in_front(sheet, sought))


_Found = tuple[Way, bool, float]


def _meet(sheet: Sheet, sought: Sought, front: list[_Found], fetched_whole: bool) -> Met | None:
    found = list(front)
    if sheet.body is not None and (way := sought.in_text(sheet.body, stems=fetched_whole and not front)):
        again = min(sheet.body.count(f" {way.words[0]} ") - 1, MOST_AGAIN) if len(way.words) == 1 else 0
        found.append((way, False, BODY * WORTH[way.kind] * (1 + AGAIN * again)))
    if not found:
        return None
    best = min(found, key=lambda each: each[0].kind)[0]
    return Met(best, any(in_title for _way, in_title, _worth in found), sum(worth for _way, _where, worth in found))


def _in_front(sheet: Sheet, sought: Sought) -> list[_Found]:
    """Return by which way title, standfirst and what the piece is filed under meet the need, and what that is worth.

    The second of three says that it is the title.
    """
    found: list[_Found] = []
    if way := sought.in_line(sheet.title):
        found.append((way, True, sheet.title_worth * WORTH[way.kind]))
    if sheet.standfirst and (way := sought.in_line(sheet.standfirst)):
        found.append((way, False, STANDFIRST * WORTH[way.kind]))
    if way := next((way for fact, way in sought.facts if fact in sheet.facets), None):
        found.append((way, False, FILED * WORTH[way.kind]))
    return found


def _order(sheet: Sheet, met: Sequence[Met | None], needs: Sequence[Need]) -> float:
    """Return the bonus of needs that stand in the title one after the other, as they were asked."""
    if sum(each is not None and each.in_title for each in met) < 2:
        return 0.0
    words = [(word, stem_of(word)) for word in sheet.title.split()]
    places = [
        next(
            (at for at, (word, stem) in enumerate(words) if word == need.words[0] or stem == stem_of(need.words[0])), -9
        )
        for need in needs
    ]
    return sum(IN_ORDER for one, two in pairwise(places) if two - one == 1)
