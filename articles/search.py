"""Search in its first form: folded text, every word of the question somewhere in the piece.

The entries say nothing of what is public; whoever asks for readers asks through the gate.
"""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.html import strip_tags

from articles.models import Article, SearchEntry
from articles.models.article import LANGUAGES
from newsroom.arabic.fold import fold

MOST_WORDS = 8
LONGEST_QUERY = 200


def words_of(query: str) -> list[str]:
    """Return the folded words of what somebody typed, each once, at most ``MOST_WORDS``."""
    return list(dict.fromkeys(fold(query[:LONGEST_QUERY]).split()))[:MOST_WORDS]


def found(pieces: QuerySet, query: str, *, language: str) -> QuerySet:
    """Return those of ``pieces`` whose text in ``language`` holds every word of ``query``; none for no word."""
    words = words_of(query)
    if not words:
        return pieces.none()
    entries = SearchEntry.objects.filter(article=OuterRef("pk"), language=language)
    for word in words:
        entries = entries.filter(words__contains=word)
    return pieces.filter(Exists(entries))


def titled(pieces: QuerySet, query: str) -> QuerySet:
    """Return those of ``pieces`` whose title, in any one language, holds every word of ``query``."""
    entries = SearchEntry.objects.filter(article=OuterRef("pk"))
    for word in words_of(query):
        entries = entries.filter(title__contains=word)
    return pieces.filter(Exists(entries))


def index(articles: Iterable[Article]) -> None:
    """Write the entries of these rows anew; three statements, however many there are."""
    rows = list(articles)
    entries = [entry for article in rows for code in LANGUAGES if (entry := _entry(article, code)) is not None]
    SearchEntry.objects.filter(article__in=rows).delete()
    SearchEntry.objects.bulk_create(entries, batch_size=500)


def _entry(article: Article, code: str) -> SearchEntry | None:
    """Return the entry of a row in one language, None where it has no word."""
    title, standfirst, body = (getattr(article, f"{name}_{code}") or "" for name in ("title", "standfirst", "body"))
    words = fold(" ".join([title, standfirst, strip_tags(body.replace("<", " <"))]))
    return SearchEntry(article=article, language=code, title=fold(title)[:400], words=words) if words else None
