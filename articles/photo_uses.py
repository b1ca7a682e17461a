"""What shows a photo (pieces, people, columns, topics), and whether readers are among those who see it."""

from django.db.models import Model, Q, QuerySet

from articles.models import Article, Topic
from articles.models.article import BODIES
from columns.models import Author, Column
from newsroom.images import Photo

# Beside pieces, what shows a photo: the row and the field that names it.
SHOWN_BY: tuple[tuple[type[Model], str], ...] = ((Author, "portrait"), (Column, "picture"), (Topic, "picture"))
# So many places are named; of the rest the number is told.
MOST_USES = 50


def _using(photo: Photo) -> list[QuerySet]:
    """Return what shows ``photo``, kind by kind: people, columns, topics, then pieces (live text or newest draft)."""
    named = [rows._default_manager.filter(**{name: photo}).order_by("-pk") for rows, name in SHOWN_BY]
    return [*named, Article.objects.filter(photo_uses__photo=photo).order_by("-pk")]


def uses_of(photo: Photo) -> tuple[list[Model], int]:
    """Return what shows ``photo``, the newest first in each kind, and how many there are beyond ``MOST_USES``."""
    *named, pieces = _using(photo)
    found: list[Model] = []
    number = 0
    for rows in (*named, pieces.defer(*BODIES).prefetch_related("bylines__author")):
        found += rows[: MOST_USES - len(found)]
        number += rows.count()
    return found, number - len(found)


def is_used(photo: Photo) -> bool:
    """Return whether anything shows ``photo``."""
    return any(rows.exists() for rows in _using(photo))


def is_public(photo: Photo) -> bool:
    """Return whether readers see ``photo``, will see it or saw it: with a person, a column, a public topic or a piece.

    Of a piece its row counts, which is what readers get, not a draft over it.
    """
    in_row = Q(lead_photo=photo)
    for body in BODIES:
        in_row |= Q(**{f"{body}__contains": f'data-photo="{photo.pk}"'})
    *named, topics, pieces = _using(photo)
    # Rows of drafts mirror the newest draft.
    pieces = pieces.filter(in_row).exclude(pk__in=Article.objects.unpublished().values("pk"))
    return any(rows.exists() for rows in (*named, topics.filter(published=True), pieces))
