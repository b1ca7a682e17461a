"""The index: one entry for each row and language, and the words of the house.

An entry holds the folded texts, for ranking and for phrases, and its *terms*: every word in its layers, marked by what
stands before it, which is all that the database looks at. Surfaces stand bare; ``s_`` stems that are no surface
themselves, ``k_`` stems under particles; ``h_``, ``t_``, ``l_`` the same of the title alone; ``f_`` facts by which a
search is narrowed.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import accumulate, chain, repeat

from django.db import connection, transaction
from django.utils import timezone

from articles.models import Article, Byline, SearchEntry, TaggedArticle
from articles.models.article import LANGUAGES
from articles.search.words import clitics, stem_of, text_of, with_joined

Filed = Article.topics.through
# Of one piece; PostgreSQL keeps no more than a megabyte of terms, and no column has more.
MOST_WORDS, MOST_BYTES = 12_000, 1_000_000
LONGEST_LEARNED, SHORTEST_LEARNED = 24, 3
# A place orders entries from old to new: moment, row, language, in the bits of one number.
_LANGUAGE_BITS, _ROW_BITS, _MOMENT_BITS = 2, 26, 35
_EPOCH = 1 << 33
_LEARNING = 7_205_759
_PAGES_A_STEP = 2000
# Bytes of one letter in UTF-8.
_LARGEST_LETTER = 4
_FILED_BY = ("column_id", "publish_at")
_WRITTEN = ("article_id", "place", "language", "title", "standfirst", "body", "facets", "terms")
# What stands before a surface, a stem, and a stem under a particle.
ANYWHERE, IN_TITLE = ("", "s_", "k_"), ("h_", "t_", "l_")


def place_of(article: Article, language: str) -> int:
    """Return where the entry of ``article`` in ``language`` stands among all: the newer its moment, the larger.

    Of a piece without a moment it is that of its beginning.
    """
    moment = int((article.publish_at or article.created_at).timestamp()) + _EPOCH
    moment = max(0, min(moment, (1 << _MOMENT_BITS) - 1))
    row = article.pk & ((1 << _ROW_BITS) - 1)
    return ((moment << _ROW_BITS) | row) << _LANGUAGE_BITS | LANGUAGES.index(language)


def article_at(place: int) -> int:
    """Return the id of the row whose entry stands at ``place``."""
    return place >> _LANGUAGE_BITS & ((1 << _ROW_BITS) - 1)


def in_language(place: str, language: str) -> str:
    """Return the condition that the entry at ``place``, as a statement calls it, is one in ``language``."""
    return f"({place} & {(1 << _LANGUAGE_BITS) - 1}) = {LANGUAGES.index(language)}"


def latest(moment: datetime) -> int:
    """Return a place behind every entry of ``moment`` and before every later one."""
    return (int(moment.timestamp()) + _EPOCH + 1) << _ROW_BITS << _LANGUAGE_BITS


def index(articles: Iterable[Article]) -> None:
    """Write the entries of these rows that are not as they should be, inside the caller's transaction; a fixed number
    of statements."""
    rows = list(articles)
    there = {_facts(entry): entry.pk for entry in SearchEntry.objects.filter(article__in=rows)}
    wanted = list(entries_of(rows))
    new = [entry for entry in wanted if there.pop(_facts(entry), None) is None]
    SearchEntry.objects.filter(pk__in=there.values()).delete()
    SearchEntry.objects.bulk_create(new, batch_size=200)
    learn({word for entry in wanted for word in f"{entry.title} {entry.standfirst} {entry.body}".split()})


def refile(articles: Iterable[int]) -> None:
    """Note anew under what these rows (ids) are filed; their words are left as they are. A fixed number of statements
    for each thousand."""
    ids = sorted(set(articles))
    for start in range(0, len(ids), 1000):
        rows = {row.pk: row for row in Article.objects.filter(pk__in=ids[start : start + 1000]).only(*_FILED_BY)}
        filed = _filed(list(rows.values()))
        values: list[tuple[str, str, int]] = []
        for entry in SearchEntry.objects.filter(article__in=rows).only("article_id", "language", "place", "terms"):
            facets = _facets(rows[entry.article_id], filed)
            terms = [term for term in entry.terms.split() if not term.startswith("f_")]
            values.append((" ".join(facets), " ".join([*terms, *facets]), entry.place))
        with connection.cursor() as cursor:
            cursor.executemany("UPDATE articles_searchentry SET facets = %s, terms = %s WHERE place = %s", values)


def check(articles: Sequence[Article]) -> list[int]:
    """Return the ids of those rows whose entries are not what ``index`` would write now; writes nothing."""
    there = {_facts(entry) for entry in SearchEntry.objects.filter(article__in=articles)}
    wrong = there ^ {_facts(entry) for entry in entries_of(articles)}
    return sorted({facts[0] for facts in wrong})


def _facts(entry: SearchEntry) -> tuple:
    return tuple(getattr(entry, name) for name in _WRITTEN)


def entries_of(rows: Sequence[Article]) -> Iterator[SearchEntry]:
    """Yield the entries of ``rows``, none for a language without a word; three statements."""
    filed = _filed(rows)
    for article in rows:
        for code in LANGUAGES:
            texts = [getattr(article, f"{name}_{code}") or "" for name in ("title", "standfirst", "body")]
            words = [with_joined(texts[0]), with_joined(texts[1]), with_joined(text_of(texts[2]))[:MOST_WORDS]]
            if not any(words):
                continue
            facets = _facets(article, filed)
            yield SearchEntry(
                article_id=article.pk,
                language=code,
                place=place_of(article, code),
                title=" ".join(words[0]),
                standfirst=" ".join(words[1]),
                body=" ".join(words[2]),
                facets=" ".join(facets),
                terms=" ".join([*_fitting([*_terms(words[0], IN_TITLE), *_terms(chain(*words))]), *facets]),
            )


def _fitting(terms: Sequence[str]) -> list[str]:
    """Return ``terms`` as far as the databases keep them."""
    if sum(map(len, terms)) * _LARGEST_LETTER <= MOST_BYTES:
        return list(terms)
    sizes = accumulate(len(term.encode()) for term in terms)
    return [term for term, size in zip(terms, sizes, strict=True) if size <= MOST_BYTES]


def _terms(words: Iterable[str], marks: tuple[str, str, str] = ANYWHERE) -> list[str]:
    """Return the terms of ``words`` under ``marks``: surfaces, stems, stems under particles; each once."""
    return list(dict.fromkeys(chain.from_iterable(map(_terms_of, words, repeat(marks)))))


@lru_cache(1 << 16)
def _terms_of(word: str, marks: tuple[str, str, str]) -> tuple[str, ...]:
    """Return the terms of one word; a stem that is the word itself is no further one, see ``with_stem``."""
    surface, stems, bare = marks
    stem = stem_of(word)
    own = () if stem == word else (f"{stems}{stem}",)
    return (f"{surface}{word}", *own, *(f"{bare}{each}" for each in clitics(word)))


def with_stem(stem: str, marks: tuple[str, str, str]) -> tuple[str, ...]:
    """Return the terms under ``marks`` of which an entry has one where a word has this stem."""
    surface, stems, _bare = marks
    return (f"{stems}{stem}", *((f"{surface}{stem}",) if stem_of(stem) == stem else ()))


def _facets(article: Article, filed: dict[int, list[str]]) -> list[str]:
    """Return the facts by which a search may be narrowed to this entry."""
    return sorted({*_own_facets(article), *filed[article.pk]})


def _own_facets(article: Article) -> Iterator[str]:
    """Yield the facts that stand on the row itself: its column, and the year in the newsroom's zone."""
    if article.column_id is not None:
        yield facet("column", article.column_id)
    if article.publish_at is not None:
        yield facet("year", timezone.localtime(article.publish_at).year)


def _filed(rows: Sequence[Article]) -> dict[int, list[str]]:
    """Return under what the rows are filed and who signs them, as facets; three statements."""
    found: dict[int, list[str]] = {article.pk: [] for article in rows}
    for kind, model, row, name in (
        ("topic", Filed, "article", "topic"),
        ("tag", TaggedArticle, "content_object", "tag"),
        ("author", Byline, "article", "author"),
    ):
        links = model.objects.filter(**{f"{row}__in": list(found)}).order_by()
        for article, other in links.values_list(f"{row}_id", f"{name}_id"):
            found[article].append(facet(kind, other))
    return found


def facet(kind: str, number: int) -> str:
    """Return the term of one fact: ``column``, ``topic``, ``tag`` or ``author`` with an id, ``year`` with a number."""
    return f"f_{kind}{number}"


def tidy() -> None:
    """Let the database put its index in order after many entries were written, in steps between which others write.

    What is left in pieces is found as well, but at four times the cost.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT gin_clean_pending_list('search_terms'::regclass)")
            cursor.execute("ANALYZE articles_searchentry, articles_article, articles_byline")
            return
        # The first step, by its minus, joins all pieces whatever their sizes; a step that changes nothing is the last.
        merge, pages = "INSERT INTO search_terms(search_terms, rank) VALUES ('merge', %s)", -_PAGES_A_STEP
        before, done = -2, 0
        while done - before > 1:
            cursor.execute(merge, [pages])
            pages = _PAGES_A_STEP
            cursor.execute("SELECT total_changes()")
            before, done = done, cursor.fetchone()[0]


# ---- the words of the house ------------------------------------------------------------------------------------------


def learn(words: set[str]) -> None:
    """Note words that some piece has, so that a mistyped one can be mended; what is public is asked when one is used.

    Keeps no transaction waiting for another's: while one notes new words, this one does so after its own.
    """
    fit = sorted(word for word in words if SHORTEST_LEARNED <= len(word) <= LONGEST_LEARNED and word.isalpha())
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LEARNING])
            free = cursor.fetchone()[0]
        if not free:
            # No partial: Django tells by its name what failed.
            transaction.on_commit(lambda: _note_later(fit), robust=True)
            return
    _note(fit)


def _note_later(words: Sequence[str]) -> None:
    """Note words when the other writer has noted his, holding nothing meanwhile; given up where that takes long."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '1s'")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LEARNING])
        _note(words)


def _note(words: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_NOTE_IN_POSTGRESQL, [list(words)])
        else:
            cursor.execute(_NOTE_IN_SQLITE, [json.dumps(words)])


# One statement for any number of words; those known already cost a look-up.
_NOTE_IN_SQLITE = "INSERT OR IGNORE INTO articles_word (word) SELECT value FROM json_each(%s)"
_NOTE_IN_POSTGRESQL = """
    INSERT INTO articles_word (word) SELECT new FROM unnest(%s::text[]) AS new
    WHERE NOT EXISTS (SELECT 1 FROM articles_word WHERE word = new) ON CONFLICT DO NOTHING
"""
