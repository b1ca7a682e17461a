"""What somebody may be typing: titles of pieces, columns, topics and authors that go on as the question begins."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat, Replace
from django.db.models.lookups import Contains, IContains
from django.utils.translation import pgettext

from articles.models import Article, Spelling, Topic
from articles.search import fetching
from articles.search.entries import latest
from articles.search.fetching import Expression, Term
from articles.search.public import public_columns
from articles.search.question import words_of
from columns.models import Author

MOST_TITLES, MOST_NAMES = 5, 3
# Of so many of the newest public titles that hold the words the best are shown. As long as what was fetched is hidden,
# older ones are looked at, each time twice as many.
MOST_FETCHED, MOST_WINDOWS = 60, 5
# One letter begins half of everything.
SHORTEST = 2


def suggestions(query: str, *, language: str, now: datetime) -> list[dict[str, str]]:
    """Return what may be meant, names first: ``kind`` in words, ``text``, ``address``; only what is public in
    ``language`` at ``now``.

    The last word may be unfinished; the others stand somewhere in the title or name, whole.
    """
    words = words_of(query)
    if not words or len(words[-1]) < SHORTEST:
        return []
    found = list(_names(words, language))
    found += [(pgettext("kicker", "Piece"), piece.title, piece) for piece in _titled(words, language=language, now=now)]
    return [{"kind": kind, "text": text, "address": row.get_absolute_url()} for kind, text, row in found]


def _names(words: list[str], language: str) -> Iterator[tuple[str, str, Any]]:
    """Yield columns, topics and authors of which some spelling goes on as the question begins."""
    spelled = Spelling.objects.filter(_going_on("folded", words), topic=OuterRef("pk"))
    signed = _going_on("name_folded", words) | _going_on("name_en", words, lookup=IContains)
    for kind, rows in (
        (pgettext("kicker", "Column"), public_columns(language).filter(_going_on("title_folded", words))),
        (pgettext("kicker", "Topic"), Topic.objects.public(language).filter(Exists(spelled))),
        (pgettext("kicker", "Author"), Author.objects.public(language).filter(signed)),
    ):
        for row in rows[:MOST_NAMES]:
            yield kind, str(row), row


def _going_on(column: str, words: list[str], *, lookup: type[Contains] = Contains) -> Q:
    """Return what holds the words, whole and the last of them begun, with or without the article.

    A name that is not folded asks for ``IContains``; its hyphens part words, as they do in what is typed.
    """
    *whole, begun = words
    parted = Replace(column, Value("-"), Value(" "), output_field=CharField())
    spaced = Concat(Value(" "), parted, Value(" "), output_field=CharField())
    asked = Q()
    for ends, word in (*((" ", word) for word in whole), ("", begun)):
        forms = Q()
        for form in _with_article(word):
            forms |= Q(lookup(spaced, f" {form}{ends}"))
        asked &= forms
    return asked


def _in_title(word: str, *, prefix: bool = False) -> Expression:
    return fetching.any_of(Term(f"h_{each}", prefix=prefix) for each in _with_article(word))


def _with_article(words: str) -> list[str]:
    """Return how a name or title may begin: half of the Arabic ones do with the article, which nobody types."""
    return [words] if words.isascii() else [words, f"ال{words}"]


def _titled(words: list[str], *, language: str, now: datetime) -> list[Article]:
    """Return published pieces whose title holds the words, those first whose title begins so, then the newest."""
    *whole, begun = words
    asked: list[Expression] = [*(_in_title(word) for word in whole), _in_title(begun, prefix=True)]
    public = Article.objects.published(language, now=now).order_by()
    titles = _newest_titles(fetching.all_of(asked), public, language=language, before=latest(now))
    starts = tuple(_with_article(" ".join(words)))
    best = sorted(titles, key=lambda pk: not titles[pk].startswith(starts))[:MOST_TITLES]
    rows = public.defer("body_ar", "body_en").in_bulk(best)
    return [rows[pk] for pk in best if pk in rows]


def _newest_titles(asked: Expression, public: QuerySet[Article], *, language: str, before: int) -> dict[int, str]:
    """Return the titles of the newest rows of ``public`` whose entries before a place hold what is ``asked``.

    By the ids of the pieces, newest first. What comes later than now has a place behind every moment that was.
    """
    titles: dict[int, str] = {}
    size = MOST_FETCHED
    for _window in range(MOST_WINDOWS):
        places = fetching.fetch(asked, before=before, most=size, language=language)
        seen = public.filter(search_entries__place__in=places).order_by("-search_entries__place")
        titles |= seen.values_list("pk", "search_entries__title")
        if len(places) < size or len(titles) >= MOST_FETCHED:
            break
        before, size = places[-1], size * 2
    return dict(list(titles.items())[:MOST_FETCHED])
