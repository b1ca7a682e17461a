"""The search page: what holds the words asked for, narrowed by column, topic, author, year; and the names they mean."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles import search
from articles.models import Article, Tag, Topic
from articles.search.entries import facet
from articles.search.finds import Find, finds
from articles.search.showing import Marks
from articles.search.suggesting import suggestions
from columns.models import Author
from newsroom.arabic.analyse import places
from newsroom.arabic.hygiene import clean_text
from newsroom.pagecache import valid_until
from newsroom.paging import number_of, ranked_page

PIECES_PER_PAGE = 10
# The page names no more of each kind, and offers no more by which to narrow.
MOST_NAMES, MOST_OFFERED = 6, 6
# What a search may be narrowed by, in the order of the page: parameter, and what stands above it.
NARROWED_BY = {
    "column": _("Column"),
    "topic": pgettext_lazy("narrowed by", "Topic"),
    "author": _("Author"),
    "year": _("Year"),
}


# The longest address of a name, and what is a year.
LONGEST_VALUE, YEAR = 80, re.compile("[0-9]{4}")


@dataclass(frozen=True)
class Limit:
    """One thing by which a search is narrowed: parameter and value, its name, and the fact that a piece must have."""

    kind: str
    value: str
    name: str
    fact: str


@dataclass(frozen=True)
class Choice:
    """One value by which a search is or may be narrowed: its name, how many pieces have it, and where it leads."""

    name: str
    count: int
    address: str


@require_safe
def seek(request: HttpRequest) -> HttpResponse:
    """Show what holds the words asked for, the best first, below the names that do, in any of their spellings."""
    language, now = get_language(), timezone.now()
    query = clean_text(request.GET.get("q", "")[: search.LONGEST_QUERY])
    words = search.words_of(query)
    number = number_of(request.GET.getlist("page"))
    public, names = Article.objects.published(language, now=now), search.public_names(language, now=now)
    limits = _limits(request, names)
    facts = [limit.fact for limit in limits]
    found = search.find(query, pieces=public, language=language, facts=facts, names=names)
    shown = partial(finds, among=public, language=language)
    page = ranked_page(found.ids, number, size=PIECES_PER_PAGE, rows=shown)
    marks = Marks(found.question)
    _excerpt(page.rows, marks, found.texts)
    asked = {"q": query} | {limit.kind: limit.value for limit in limits}
    held = set(found.ids[: found.whole])
    context = {
        "query": query,
        "sought": marks if words else None,
        "found": found,
        "mended": _mended(found, query, page.rows),
        "page": page,
        "asked": urlencode(asked) if query else "",
        "whole": [row for row in page.rows if row.pk in held],
        "some": [row for row in page.rows if row.pk not in held],
        "most": search.MOST_FOUND,
        "names": _names(words, found.names, names) if words and number == 1 else [],
        "kept": [(limit.kind, limit.value) for limit in limits],
        "chosen": [Choice(limit.name, 0, _address(asked, without=limit.kind)) for limit in limits],
        "everywhere": _address({"q": query}),
        "narrower": _narrower(found, asked, names) if found.whole > 1 else [],
    }
    response = render(request, "articles/search.html", context)
    valid_until(response, names.until)
    return response


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Answer what somebody may be typing: titles and names before readers that begin so, as JSON."""
    language, now = get_language(), timezone.now()
    query = clean_text(request.GET.get("q", "")[: search.LONGEST_QUERY])
    response = JsonResponse({"suggestions": suggestions(query, language=language, now=now)})
    valid_until(response, Article.objects.next_moment(now=now))
    return response


# ---- narrowing -------------------------------------------------------------------------------------------------------


def _limits(request: HttpRequest, names: search.PublicNames) -> list[Limit]:
    """Return by what the request narrows the search; what no page has is passed over."""
    limits = []
    for kind in NARROWED_BY:
        asked = clean_text(request.GET.get(kind, "")[:LONGEST_VALUE])
        if kind == "year":
            if YEAR.fullmatch(asked):
                limits.append(Limit(kind, asked, asked, facet(kind, int(asked))))
        elif asked and (row := names.with_slug(kind, asked)) is not None:
            limits.append(Limit(kind, row.slug, str(row), facet(kind, row.pk)))
    return limits


def _address(asked: dict[str, str], *, without: str = "") -> str:
    """Return the address of a search on this page."""
    return f"?{urlencode({name: value for name, value in asked.items() if name != without})}"


def _narrower(found: search.Found, asked: dict[str, str], names: search.PublicNames) -> list[tuple[Any, list[Choice]]]:
    """Return by what a search may be narrowed further: what its pieces have, as far as it parts them."""
    counts = Counter(fact for facts in found.facets[: found.whole] for fact in facts)
    offered = []
    for kind, title in NARROWED_BY.items():
        if kind in asked:
            continue
        head = facet(kind, 0)[:-1]
        having = {int(fact[len(head) :]): count for fact, count in counts.items() if fact.startswith(head)}
        choices = [
            Choice(name, having[number], _address(asked | {kind: value}))
            for number, (name, value) in _named(kind, having, names).items()
            if having[number] < found.whole
        ]
        choices.sort(key=lambda choice: choice.name if kind == "year" else choice.count, reverse=True)
        if choices:
            offered.append((title, choices[:MOST_OFFERED]))
    return offered


def _named(kind: str, numbers: Iterable[int], names: search.PublicNames) -> dict[int, tuple[str, str]]:
    """Return the name and the parameter of each of the rows ``numbers`` that has a page; a year is its own."""
    if kind == "year":
        return {number: (str(number), str(number)) for number in numbers}
    rows = names.rows[kind]
    return {number: (str(rows[number]), rows[number].slug) for number in numbers if number in rows}


# ---- what is shown ---------------------------------------------------------------------------------------------------


def _excerpt(rows: Sequence[Find], marks: Marks, texts: dict[int, str]) -> None:
    """Give each row the place of its text where the words stand, unless title and standfirst show them all."""
    for row in rows:
        if marks.missing(row.title, row.standfirst):
            row.excerpt = marks.excerpt(row.body, folded=texts.get(row.pk))


def _mended(found: search.Found, query: str, rows: Iterable[Find]) -> list[tuple[str, str]]:
    """Return the words that were mended, each as it was typed and as the pieces write what was looked for instead."""
    if not found.mended:
        return []
    shown = [text for row in rows for text in (row.title, "".join(part for part, _hit in row.excerpt), row.standfirst)]
    return [(_written(typed, [query]), _written(instead, shown)) for typed, instead in found.mended]


def _written(folded: str, texts: Iterable[str]) -> str:
    """Return how the first of ``texts`` that holds these folded words writes them; as they are where none does."""
    wanted = folded.split()
    for text in texts:
        held = places(text)
        for at in range(len(held) - len(wanted) + 1):
            if [word for word, _start, _end in held[at : at + len(wanted)]] == wanted:
                return text[held[at][1] : held[at + len(wanted) - 1][2]]
    return folded


def _names(words: list[str], meant: list[search.Named], names: search.PublicNames) -> list[Topic | Author | Tag]:
    """Return the topics, authors and tags with a page that hold all ``words``, or are ``meant``.

    Those of which the question holds a whole spelling come first.
    """
    sure = {("topic", pk) for named in meant for pk in named.topics}
    sure |= {("tag", pk) for named in meant for pk in named.tags}
    held = names.holding(words) | sure
    found: list[Topic | Author | Tag] = []
    for kind in ("topic", "author", "tag"):
        rows = [(pk, row) for pk, row in names.rows[kind].items() if (kind, pk) in held] if held else []
        rows.sort(key=lambda each: (kind, each[0]) not in sure)
        found += [row for _pk, row in rows[:MOST_NAMES]]
    return found
