"""What the database does for a search: it fetches the newest entries that hold given terms, and never more than asked.

SQLite looks in its FTS5 table, PostgreSQL in the GIN index of the terms; an expression is written for each.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet

from articles.search.entries import in_language


@dataclass(frozen=True)
class Term:
    """A term of the index; with ``prefix`` every term that begins so."""

    text: str
    prefix: bool = False


@dataclass(frozen=True)
class All:
    """Every one of these."""

    of: tuple["Expression", ...]


@dataclass(frozen=True)
class Any:
    """One of these at least."""

    of: tuple["Expression", ...]


Expression = Term | All | Any

_SQLITE = (
    "SELECT rowid FROM search_terms WHERE search_terms MATCH %s AND rowid < %s AND KEPT ORDER BY rowid DESC LIMIT %s"
)
# All that holds the terms, by their index alone, then the newest of them. The sum hides the places' own index.
_POSTGRESQL = """
    SELECT place FROM articles_searchentry WHERE lexemes @@ %s::tsquery AND place + 0 < %s AND KEPT
    ORDER BY place DESC LIMIT %s
"""

_SQLITE_EACH = """
    SELECT NUMBER, rowid FROM (
        SELECT rowid FROM search_terms WHERE search_terms MATCH %s AND KEPT ORDER BY rowid DESC LIMIT %s
    )
"""
_POSTGRESQL_EACH = """
    (SELECT NUMBER, place FROM articles_searchentry WHERE lexemes @@ %s::tsquery AND KEPT ORDER BY place DESC LIMIT %s)
"""


def fetch(
    wanted: Expression,
    *,
    without: Sequence[Expression] = (),
    before: int,
    most: int,
    language: str | None = None,
) -> list[int]:
    """Return the places of the newest entries before ``before`` that hold ``wanted`` and nothing of ``without``, in
    ``language`` or in any."""
    if connection.vendor == "postgresql":
        text = " & ".join([_in_postgresql(wanted), *(f"!{_in_postgresql(each)}" for each in without)])
        statement = _kept(_POSTGRESQL, "place", language)
    else:
        text = _in_sqlite(wanted)
        for each in without:
            text = f"({text}) NOT {_in_sqlite(each)}"
        statement = _kept(_SQLITE, "rowid", language)
    with _by_index() as cursor:
        cursor.execute(statement, [text, before, most])
        return [place for (place,) in cursor.fetchall()]


def fetch_each(wanted: Sequence[Expression], *, most: int, language: str | None = None) -> list[list[int]]:
    """Return for each expression the places of the newest entries that hold it, in one statement."""
    postgresql = connection.vendor == "postgresql"
    write, each = (_in_postgresql, _POSTGRESQL_EACH) if postgresql else (_in_sqlite, _SQLITE_EACH)
    each = _kept(each, "place" if postgresql else "rowid", language)
    statement = " UNION ALL ".join(each.replace("NUMBER", str(number)) for number in range(len(wanted)))
    values = [value for expression in wanted for value in (write(expression), most)]
    held: list[list[int]] = [[] for _expression in wanted]
    with _by_index() as cursor:
        cursor.execute(statement, values)
        for number, place in cursor.fetchall():
            held[number].append(place)
    return held


def _kept(statement: str, place: str, language: str | None) -> str:
    """Return ``statement`` for entries in ``language``, which their place tells without a look at the index."""
    return statement.replace("KEPT", "true" if language is None else in_language(place, language))


@contextmanager
def _by_index() -> Iterator[CursorWrapper]:
    """Let PostgreSQL use the index of the terms within, whatever it thinks of the words: to look into the entries
    themselves, from the newest on, costs fifty times as much as it believes."""
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            yield cursor
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
        yield cursor


@dataclass(frozen=True)
class Gate:
    """The rows of pieces that may be found at all, written out once for all the requests of a search; "" for none."""

    text: str
    values: tuple

    def lets(self, article: str) -> str:
        """Return the condition that the gate lets through the article with this id, as a statement calls it.

        Asked of each row by itself: a database that knows too little of its tables would join, and walk through every
        piece of the house.
        """
        return f"(SELECT 1 FROM ({self.text}) AS piece WHERE piece.pk = {article} LIMIT 1) = 1"


def gate_of(pieces: QuerySet) -> Gate:
    """Return the gate that lets through ``pieces`` and nothing else."""
    try:
        text, values = pieces.order_by().values_list("pk").query.sql_with_params()
    except EmptyResultSet:
        return Gate("", ())
    return Gate(text, tuple(values))


def entries(places: Collection[int], *, among: Gate, columns: Sequence[str]) -> list[tuple]:
    """Return these columns of those of the entries at ``places`` whose pieces the gate lets through."""
    if not places or not among.text:
        return []
    return _rows(
        f"SELECT {', '.join(columns)} FROM articles_searchentry AS entry WHERE place IN (PLACES)"
        f" AND {among.lets('entry.article_id')}",
        places,
        among.values,
    )


def bodies(places: Collection[int]) -> list[tuple[int, str]]:
    """Return place and text of the entries at ``places``."""
    return _rows("SELECT place, body FROM articles_searchentry WHERE place IN (PLACES)", places) if places else []


def _rows(statement: str, places: Collection[int], values: Sequence = ()) -> list:
    # Numbers of our own making; so many parameters would each be bound by hand.
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("PLACES", ",".join(map(str, places))), values or None)
        return cursor.fetchall()


def all_of(expressions: Iterable[Expression]) -> Expression:
    """Return the expression that asks for every one of these."""
    parts = tuple(expressions)
    return parts[0] if len(parts) == 1 else All(parts)


def any_of(expressions: Iterable[Expression]) -> Expression:
    """Return the expression that asks for one of these at least."""
    parts: dict[Expression, None] = {}
    for each in expressions:
        parts |= dict.fromkeys(each.of if isinstance(each, Any) else (each,))
    return next(iter(parts)) if len(parts) == 1 else Any(tuple(parts))


# Terms are letters, digits and underscores: nothing in them can end a quotation.


def _in_sqlite(asked: Expression) -> str:
    match asked:
        case Term(text, prefix):
            return f'"{text}"*' if prefix else f'"{text}"'
        case All(parts):
            return "(" + " AND ".join(map(_in_sqlite, parts)) + ")"
        case Any(parts):
            return "(" + " OR ".join(map(_in_sqlite, parts)) + ")"


def _in_postgresql(asked: Expression) -> str:
    match asked:
        case Term(text, prefix):
            return f"'{text}':*" if prefix else f"'{text}'"
        case All(parts):
            return "(" + " & ".join(map(_in_postgresql, parts)) + ")"
        case Any(parts):
            return "(" + " | ".join(map(_in_postgresql, parts)) + ")"
