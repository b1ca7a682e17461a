"""What a page shows of each piece that was found: read in two short statements, without a row of the models.

A page of finds shows ten cards of other pieces each time, so nothing of them can be remembered; through the models they
cost as much as the search itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import QuerySet

from articles.models.article import article_path
from articles.search.fetching import gate_of
from newsroom.remembered import remembered

# The columns of a piece in one language, in the order of ``Find``.
_COLUMNS = (
    "id, title_{0}, standfirst_{0}, slug_{0}, minutes_{0}, body_{0}, number, publish_at, column_id, lead_photo_id"
)


@dataclass(frozen=True)
class Called:
    """A column or an author by name alone, as a card says it."""

    title: str
    name: str


@dataclass
class Find:
    """A piece as the card of a find shows it, in one language; to the card it is what the piece itself would be."""

    pk: int
    title: str
    standfirst: str
    slug: str
    minutes: int
    body: str
    number: int | None
    publish_at: datetime
    column: Called | None
    lead_photo: Any
    signers: list[Called] = field(default_factory=list)
    excerpt: Sequence[tuple[str, bool]] = ()

    def get_absolute_url(self) -> str:
        """Return the canonical path in the active language."""
        return article_path(self.pk, self.slug)


def finds(ids: Sequence[int], *, among: QuerySet, language: str) -> list[Find]:
    """Return the pieces with these ids in their order, as far as they are ``among`` those that may be seen."""
    gate = gate_of(among)
    if not ids or not gate.text:
        return []
    listed = ",".join(map(str, ids))
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS.format(language)} FROM articles_article AS shown WHERE id IN ({listed})"
            f" AND {gate.lets('shown.id')}",
            gate.values,
        )
        rows = {row[0]: row for row in cursor.fetchall()}
        cursor.execute(
            f"SELECT article_id, author_id FROM articles_byline WHERE article_id IN ({listed}) ORDER BY position"
        )
        signed = cursor.fetchall()
    columns, authors = _called("columns.Column", language), _called("columns.Author", language)
    photos = _photos({row[-1] for row in rows.values()})
    shown = {pk: _find(row, columns, photos) for pk, row in rows.items()}
    for article, author in signed:
        if article in shown and author in authors:
            shown[article].signers.append(authors[author])
    return [shown[pk] for pk in ids if pk in shown]


def _find(row: tuple, columns: dict[int, Called], photos: dict[int, Any]) -> Find:
    pk, title, standfirst, slug, minutes, body, number, moment, column, photo = row
    if moment.tzinfo is None:
        # SQLite keeps moments in UTC without saying so.
        moment = moment.replace(tzinfo=UTC)
    shown = columns.get(column), photos.get(photo)
    return Find(pk, title or "", standfirst or "", slug or "", minutes or 1, body or "", number, moment, *shown)


def _called(label: str, language: str) -> dict[int, Called]:
    """Return what each column or author is called in ``language``, which is the active one."""

    def made() -> dict[int, Called]:
        rows = apps.get_model(label)._default_manager.order_by()
        return {row.pk: Called(getattr(row, "title", ""), getattr(row, "name", "")) for row in rows}

    return remembered((label, "called", language), made)


def _photos(ids: set[int | None]) -> dict[int, Any]:
    wanted = ids - {None}
    return apps.get_model("newsroom.Photo")._default_manager.in_bulk(wanted) if wanted else {}
