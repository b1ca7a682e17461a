"""What a card shows beside its piece: the column and who signed, from the worker's memory instead of the database.

A page of twenty pieces names a few columns and authors again and again; there are never many of either.
"""

from collections.abc import Iterator, Sequence
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models.query import ModelIterable

from columns.models import Author, Column
from newsroom.remembered import remembered


class _Named(ModelIterable):
    """Rows that know their column and their signers, as they are read."""

    def __iter__(self) -> Iterator[Any]:
        pieces = list(super().__iter__())
        _name(pieces)
        return iter(pieces)


class CardQuerySet(models.QuerySet):
    """Rows of pieces that know their column and their signers once ``with_names`` was asked for: one query more."""

    def with_names(self) -> Self:
        """Return the same rows, each with its column and its signers when they are read."""
        clone = self._chain()
        clone._iterable_class = _Named
        return clone


def _name(pieces: Sequence[Any]) -> None:
    """Give each piece its column and its signers."""
    if not pieces:
        return
    columns: dict[int, Column] = remembered(("columns by id",), lambda: Column.objects.order_by().in_bulk())
    authors: dict[int, Author] = remembered(("authors by id",), _authors)
    byline = apps.get_model("articles", "Byline")._default_manager
    signed = byline.filter(article__in=[piece.pk for piece in pieces]).order_by("position")
    pairs = list(signed.values_list("article_id", "author_id"))
    # Whoever came since this worker looked is read like any other row.
    if new := {author for _article, author in pairs if author not in authors}:
        authors = authors | Author.objects.select_related("portrait").in_bulk(new)
    names: dict[int, list[Author]] = {piece.pk: [] for piece in pieces}
    for article, author in pairs:
        names[article].append(authors[author])
    for piece in pieces:
        piece.signers = names[piece.pk]
        if piece.column_id in columns:
            piece.column = columns[piece.column_id]


def _authors() -> dict[int, Author]:
    return Author.objects.select_related("portrait").order_by().in_bulk()
