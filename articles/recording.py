"""The record of a merge, row by row: what stood in the columns before and after, and the way back to it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models

from articles.models import Merge, MergedRow
from articles.models.names import place_of

Values = dict[str, Any]


def plain(model: type[models.Model]) -> models.QuerySet:
    """Return the rows of ``model`` by their own columns, past managers that translate or derive."""
    return models.QuerySet(model=model)


def columns(model: type[models.Model], ids: Iterable[int]) -> dict[int, Values]:
    """Return what stands in the columns of rows, by id, as JSON keeps it."""
    rows = plain(model).filter(pk__in=list(ids)).values(*(field.attname for field in model._meta.concrete_fields))
    return {row[model._meta.pk.attname]: {name: _json(value) for name, value in row.items()} for row in rows}


class Record:
    """Deletes, changes and makes rows on behalf of one merge, and writes down each."""

    def __init__(self, merge: Merge) -> None:
        self.merge = merge

    def delete(self, rows: models.QuerySet) -> int:
        """Delete ``rows``; raises RuntimeError where the database would have taken rows of another kind with them."""
        model, before = rows.model, columns(rows.model, rows.values_list("pk", flat=True))
        if not before:
            return 0
        self._note(model, before, {})
        _count, gone = plain(model).filter(pk__in=before).delete()
        if set(gone) - {model._meta.label}:
            raise RuntimeError(f"A merge would lose rows that it did not write down: {gone}")
        return len(before)

    def change(self, rows: models.QuerySet, **values: Any) -> int:
        """Write ``values`` into ``rows``; return how many."""
        model, before = rows.model, columns(rows.model, rows.values_list("pk", flat=True))
        if before:
            plain(model).filter(pk__in=before).update(**values)
            self._note(model, before, columns(model, before))
        return len(before)

    def make(self, rows: Iterable[models.Model]) -> None:
        """Insert new rows of one model."""
        made = list(rows)
        if made:
            model = type(made[0])
            model._default_manager.bulk_create(made)
            self.made(model, [row.pk for row in made])

    def made(self, model: type[models.Model], ids: Iterable[int]) -> None:
        """Write down rows that somebody else has made for the merge."""
        self._note(model, {}, columns(model, ids))

    def changed(self, model: type[models.Model], before: dict[int, Values]) -> None:
        """Write down what became of the rows that stood as in ``before`` when somebody else changed them."""
        after = columns(model, before)
        differing = {pk: row for pk, row in before.items() if after.get(pk) != row}
        self._note(model, differing, {pk: row for pk, row in after.items() if pk in differing})

    def _note(self, model: type[models.Model], before: dict[int, Values], after: dict[int, Values]) -> None:
        MergedRow.objects.bulk_create(
            MergedRow(
                merge=self.merge,
                model=model._meta.label,
                row_id=pk,
                before=before.get(pk),
                after=after.get(pk),
            )
            for pk in {**before, **after}
        )


def model_of(row: MergedRow) -> type[models.Model]:
    """Return the model of a recorded row."""
    return apps.get_model(row.model)


def put_back(model: type[models.Model], rows: Iterable[Values]) -> None:
    """Let rows stand again, letter for letter, under their old ids; those that are there are overwritten.

    Columns that are newer than what was written down keep what they hold; the place in a list is derived anew.
    """
    stored = {row[model._meta.pk.attname]: row for row in rows}
    there = set(plain(model).filter(pk__in=stored).values_list("pk", flat=True))
    wanted = {pk: _python(model, row) for pk, row in stored.items()}
    model._default_manager.bulk_create([model(**values) for pk, values in wanted.items() if pk not in there])
    # Translated columns are filled by language while rows are made: what stood there stands there again.
    for pk, row in columns(model, stored).items():
        if any(row.get(name) != value for name, value in stored[pk].items()):
            plain(model).filter(pk=pk).update(**wanted[pk])


def _json(value: Any) -> Any:
    """Return a column's value as JSON keeps it; Django's own encoder would cut moments to milliseconds."""
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _python(model: type[models.Model], row: Values) -> Values:
    """Return the stored values of a row as its fields hold them, and its place in a list as it is today."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    place = {"name_sorted": place_of(row.get("name_ar") or row["name"])} if "name_sorted" in fields else {}
    return {name: _value(fields[name], value) for name, value in row.items() if name in fields} | place


def _value(field: models.Field, value: Any) -> Any:
    if isinstance(field, models.JSONField):
        return value
    return field.target_field.to_python(value) if isinstance(field, models.ForeignKey) else field.to_python(value)
