"""What somebody may be typing: titles of pieces, columns, topics and authors that go on as the question begins."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import pgettext

from articles.models import Article, SearchEntry, Spelling, Topic
from articles.search import fetching
from articles.search.entries import article_at
from articles.search.fetching import Expression, Term
from articles.search.finding import BEHIND_ALL
from articles.search.public import public_columns
from articles.search.question import words_of
from columns.models import Author

MOST_TITLES, MOST_NAMES = 5, 3
# Newest titles that begin so, hidden ones among them.
MOST_FETCHED = 60
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
    signed = _going_on("name_folded", words) | _going_on("name_en", words, loose="i")
    for kind, rows in (
        (pgettext("kicker", "Column"), public_columns(language).filter(_going_on("title_folded", words))),
        (pgettext("kicker", "Topic"), Topic.objects.public(language).filter(Exists(spelled))),
        (pgettext("kicker", "Author"), Author.objects.public(language).filter(signed)),
    ):
        for row in rows[:MOST_NAMES]:
            yield kind, str(row), row


def _going_on(column: str, words: list[str], *, loose: str = "") -> Q:
    """Return what holds the words, the last of them begun, with or without the article; ``loose``: in any case."""
    *whole, begun = words
    asked = Q()
    for start in _with_article(begun):
        asked |= Q(**{f"{column}__{loose}startswith": start}) | Q(**{f"{column}__{loose}contains": f" {start}"})
    for word in whole:
        asked &= Q(**{f"{column}__{loose}contains": word})
    return asked


def _in_title(word: str, *, prefix: bool = False) -> Expression:
    return fetching.any_of(Term(f"h_{each}", prefix=prefix) for each in _with_article(word))


def _with_article(words: str) -> list[str]:
    """Return how a name or title may begin: half of the Arabic ones do with the article, which nobody types."""
    return [words] if words.isascii() else [words, f"ال{words}"]


def _titled(words: list[str], *, language: str, now: datetime) -> list[Article]:
    """Return published pieces whose title holds the words, those first whose title begins so, then the newest."""
    *whole, begun = words
    asked: list[Expression] = [Term(f"f_{language}"), *(_in_title(word) for word in whole)]
    places = fetching.fetch(
        fetching.all_of([*asked, _in_title(begun, prefix=True)]), before=BEHIND_ALL, most=MOST_FETCHED
    )
    public: QuerySet = Article.objects.published(language, now=now).filter(pk__in=map(article_at, places))
    titles = dict(SearchEntry.objects.filter(place__in=places).values_list("article_id", "title"))
    starts = tuple(_with_article(" ".join(words)))
    rows = sorted(
        public.newest_first().defer("body_ar", "body_en"),
        key=lambda row: not titles.get(row.pk, "").startswith(starts),
    )
    return rows[:MOST_TITLES]
