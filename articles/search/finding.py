"""How a question is answered: by all its words, else by looser forms, by mended ones, and last by some of them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations
from math import log2

from django.db.models import QuerySet
from django.utils import timezone

from articles.search import fetching, mending
from articles.search.entries import ANYWHERE, IN_TITLE, with_stem
from articles.search.fetching import Expression, Term, all_of, any_of
from articles.search.matching import Sought
from articles.search.names import Named, names_in
from articles.search.public import PublicNames, public_names
from articles.search.question import (
    Kind,
    Need,
    Question,
    Way,
    loosened,
    parts_of,
    read,
    shaped,
    wanted_words,
    word_ways,
)
from articles.search.ranking import Hit, Sheet, rank, stands_somewhere

# A search names no more pieces; among more it looks at the newest that hold its words, and at those in whose titles
# they stand.
MOST_FOUND = 200
# With fewer it looks further.
ENOUGH = 3
# Candidates of one request to the database, of a need that is alone, and for a phrase, which only the text decides.
MOST_FETCHED, MOST_OF_ONE, MOST_FOR_PHRASE = 200, 60, 600
# As long as what was fetched is hidden from who asks, older entries are looked at, each time twice as many.
MOST_WINDOWS = 5
BEHIND_ALL = 1 << 62


@dataclass
class Found:
    """What a search found.

    ``ids`` are articles, the best first, at most ``MOST_FOUND``; the first ``whole`` of them hold everything that was
    asked, the others some of it. ``more`` tells of whole ones beyond the bound. ``question`` is what was looked for in
    the end, with the words ``mended`` in it: as typed and as looked for. ``names`` are the names that stand in it.
    ``texts`` are the folded texts of those articles that were read, a blank at either end.
    """

    ids: list[int]
    whole: int
    more: bool
    question: Question
    names: list[Named]
    facets: list[frozenset[str]]
    texts: dict[int, str]

    @property
    def mended(self) -> list[tuple[str, str]]:
        """Return the words that nobody wrote, each with what was looked for instead."""
        return [(" ".join(need.words), need.instead) for need in self.question.needs if need.instead]


def find(
    query: str,
    *,
    pieces: QuerySet,
    language: str | None,
    facts: Sequence[str] = (),
    titles_only: bool = False,
    names: PublicNames | None = None,
) -> Found:
    """Return those of ``pieces`` that answer ``query`` in ``language`` (None: in any), ranked.

    ``pieces`` is what may be found at all: for readers the gate's rows, at the desk those the account may see; words,
    counts and mended spellings know of nothing else. ``names`` are those that have a page there, asked for where none
    are given; at the desk all of them. A name in the question is found in each of its spellings.
    ``facts`` narrow the search, each a term of ``entries.facet``.
    ``titles_only`` is for who may see nothing else of them. Takes any string; raises nothing.
    """
    parts = parts_of(query)
    if names is None and language is not None:
        names = public_names(language, now=timezone.now())
    named = names_in(wanted_words(parts), public=names)
    question = read(parts, named)
    return _Search(pieces, language, facts, question, titles_only).run(named)


class _Search:
    """One search: what is asked for in every request of it, and the sheets that were seen."""

    def __init__(
        self, pieces: QuerySet, language: str | None, facts: Sequence[str], question: Question, titles_only: bool
    ) -> None:
        self.gate = fetching.gate_of(pieces)
        self.language = language
        self.base = [Term(fact) for fact in facts]
        self.question = question if not titles_only else _unfiled(question)
        self.titles_only = titles_only
        self.columns = ["place", "article_id", "title"]
        if not titles_only:
            # Of several words some mostly stand in the text alone: it is read at once.
            self.columns += ["standfirst", "facets", *(["body"] if len(question.needs) > 1 else [])]
        self.marks = IN_TITLE if titles_only else ANYWHERE
        # Whether words stand one after the other is nothing that the database knows.
        self.without = [_asked(need, self.marks) for need in question.without if len(need.words) == 1]
        self.without_rows = [Sought(need) for need in question.without if len(need.words) > 1]
        self.sheets: dict[int, Sheet] = {}
        self.visible: set[int] = set()
        self.hidden: set[int] = set()
        self.full = False

    def run(self, names: list[Named]) -> Found:
        """Return what is found, widening the question until there is enough."""
        needs = list(self.question.needs)
        if len(needs) == 1:
            needs = [shaped(needs[0])]
        hits = self.whole(needs) if needs else []
        if needs and not _enough(hits):
            wider = [loosened(need) for need in needs]
            if wider != needs:
                needs, hits = wider, self.whole(wider)
        mend = partial(mending.mend, known=self.known, written=self.written)
        for widen in (mend, partial(mending.doubted, written=self.written)) if needs else ():
            if not hits and (wider := widen(needs)) != needs:
                needs, hits = wider, self.whole(wider)
        some = [] if _enough(hits) else self.some(needs, seen={hit.sheet.place for hit in hits})
        best = next(iter([*hits, *some]), None)
        if best is not None:
            needs = mending.settled(needs, [met.way if met else None for met in best.met])
        rows = list({hit.sheet.article: hit for hit in [*hits, *some]}.items())
        whole = len({hit.sheet.article for hit in hits})
        return Found(
            ids=[article for article, _hit in rows][:MOST_FOUND],
            whole=min(whole, MOST_FOUND),
            more=whole > MOST_FOUND or (self.full and whole == MOST_FOUND),
            question=replace(self.question, needs=tuple(needs)),
            names=names,
            facets=[hit.sheet.facets for _article, hit in rows],
            texts={article: hit.sheet.body for article, hit in rows if hit.sheet.body is not None},
        )

    # -- tiers ----------------------------------------------------------------------------------------------------

    def whole(self, needs: Sequence[Need]) -> list[Hit]:
        """Return the hits that meet every need."""
        most = MOST_FOR_PHRASE if any(need.phrase for need in needs) else MOST_FETCHED
        alone, exact = len(needs) == 1, [_exactly(need) for need in needs]
        places: dict[int, None] = {}
        # Of a single word the nearer spelling always comes first: with enough of that, no other is looked for.
        for asked in (exact, needs) if alone and exact != list(needs) else (needs,):
            found, self.full = self.fetch([_asked(need, self.marks) for need in asked], most=most)
            places |= dict.fromkeys(found)
            if self.full:
                break
        if self.full:
            # Beyond the bound: those in whose titles the words stand, and those that spell them as they were typed.
            further = [(asked, IN_TITLE), *([] if alone else [(exact, self.marks)])]
            for asked, marks in further:
                found, _full = self.fetch([_asked(need, marks) for need in asked], most=most)
                places |= dict.fromkeys(found)
        hits = rank(self.seen(places), needs, read=self.read, newer_first=not self.titles_only)
        return [hit for hit in hits if hit.whole]

    def some(self, needs: Sequence[Need], *, seen: set[int]) -> list[Hit]:
        """Return the best hits that meet some of several needs; a rarer word counts for more."""
        if len(needs) < 2:
            return []
        places: dict[int, None] = {}
        weights = []
        for need in needs:
            held, _full = self.fetch([_asked(need, IN_TITLE)], most=MOST_OF_ONE)
            weights.append(1 / (1 + log2(1 + len(held)) / 4))
            places |= dict.fromkeys(held)
        for few in combinations(needs, len(needs) - 1) if len(needs) > 2 else [(need,) for need in needs]:
            for marks in dict.fromkeys((IN_TITLE, self.marks)):
                held, _full = self.fetch([_asked(need, marks) for need in few], most=MOST_OF_ONE)
                places |= dict.fromkeys(held)
        places = {place: None for place in places if place not in seen}
        sheets, dated = self.seen(places), not self.titles_only
        hits = rank(sheets, needs, read=self.read, weights=weights, fetched_whole=False, newer_first=dated)
        return [hit for hit in hits if any(hit.met)][: MOST_FOUND // 4]

    def written(self, words: Sequence[str]) -> dict[str, int]:
        """Return in how many pieces each of ``words`` stands as it is spelled, as far as it matters; two statements,
        and more for a word of which the newest pieces are all hidden."""
        asked = [Term(f"{self.marks[0]}{word}") for word in words]
        most = MOST_OF_ONE // 2
        held = fetching.fetch_each([all_of([each, *self.base]) for each in asked], most=most, language=self.language)
        self.look_at({place for places in held for place in places})
        counts: dict[str, int] = {}
        for word, each, places in zip(words, asked, held, strict=True):
            counts[word] = sum(place in self.visible for place in places)
            if not counts[word] and len(places) == most:
                counts[word] = len(self.fetch([each], most=most)[0])
        return counts

    def known(self, ways: Iterable[Way]) -> int:
        """Return how many pieces meet one of ``ways``, as far as it matters; hidden ones are none."""
        held, _full = self.fetch([any_of(_terms(way, self.marks) for way in ways)], most=MOST_OF_ONE // 2)
        return len(held)

    # -- the database ---------------------------------------------------------------------------------------------

    def fetch(self, wanted: Sequence[Expression], *, most: int) -> tuple[list[int], bool]:
        """Return the places of the newest entries that hold all of ``wanted`` and may be found, and whether there may
        be more."""
        found: list[int] = []
        expression, before, size = all_of([*wanted, *self.base]), BEHIND_ALL, most + 1
        for _window in range(MOST_WINDOWS):
            places = fetching.fetch(expression, without=self.without, before=before, most=size, language=self.language)
            self.look_at(places)
            found += [place for place in places if place in self.visible]
            if len(places) < size or len(found) > most:
                return found[:most], len(found) > most
            before, size = places[-1], size * 2
        return found, True

    def look_at(self, places: Iterable[int]) -> None:
        """Tell the entries that may be found from those that are hidden, and stay so."""
        new = {place for place in places if place not in self.visible and place not in self.hidden}
        self.visible.update(place for (place,) in fetching.entries(new, among=self.gate, columns=["place"]))
        self.hidden.update(new - self.visible)

    def open(self, places: Collection[int]) -> list[Sheet]:
        """Return the sheets of entries that may be found; what was withdrawn meanwhile has none."""
        new = [place for place in places if place not in self.sheets]
        for place, article, title, *more in fetching.entries(new, among=self.gate, columns=self.columns):
            sheet = self.sheets[place] = Sheet(place, article, f" {title} ")
            if more:
                sheet.standfirst, sheet.facets = f" {more[0]} " if more[0] else "", frozenset(more[1].split())
            for text in more[2:]:
                sheet.body = f" {text} "
        return [self.sheets[place] for place in places if place in self.sheets]

    def read(self, sheets: Sequence[Sheet]) -> None:
        """Read the texts of entries, unless nothing but titles may be known."""
        unread = [sheet.place for sheet in sheets if sheet.body is None]
        if unread and not self.titles_only:
            for place, body in fetching.bodies(unread):
                self.sheets[place].body = f" {body} "

    def seen(self, places: Collection[int]) -> list[Sheet]:
        """Return the sheets at ``places``, without those that hold a row of words that was to be left out."""
        sheets = self.open(places)
        if not self.without_rows:
            return sheets
        self.read(sheets)
        return [sheet for sheet in sheets if not any(stands_somewhere(sheet, each) for each in self.without_rows)]


def _enough(hits: Sequence[Hit]) -> bool:
    """Return whether there is no need to look further: enough, or one whose title says it all."""
    return len(hits) >= ENOUGH or any(hit.titled for hit in hits[:1])


def _unfiled(question: Question) -> Question:
    """Return the question without what pieces are filed under."""
    needs = [replace(need, ways=tuple(way for way in need.ways if not way.fact)) for need in question.needs]
    return replace(question, needs=tuple(needs))


# ---- a need as the index knows it ------------------------------------------------------------------------------------


def _asked(need: Need, marks: tuple[str, str, str]) -> Expression:
    return any_of(_terms(way, marks) for way in need.ways)


def _exactly(need: Need) -> Need:
    near = tuple(way for way in need.ways if way.kind <= Kind.SHAPE)
    return replace(need, ways=near or need.ways)


def _terms(way: Way, marks: tuple[str, str, str]) -> Expression:
    """Return what the index holds where ``way`` is met, at least; the ranking looks closer."""
    surface, _stems, bare = marks
    if way.fact:
        return Term(way.fact)
    if way.stem:
        return Term(f"{bare}{way.stem}") if way.under else any_of(map(Term, with_stem(way.stem, marks)))
    if way.apart:
        return all_of(any_of(_terms(each, marks) for each in word_ways(word)) for word in way.words)
    first, *rest = way.words
    if not rest:
        return Term(f"{surface}{first}")
    # Particles may be written onto the first word of a sequence.
    begins = any_of(_terms(each, marks) for each in word_ways(first))
    return all_of([begins, *(Term(f"{surface}{word}") for word in rest)])
