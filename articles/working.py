"""Working copies: what somebody has typed into a piece since the last explicit save, kept letter for letter.

Readers never see any of it, and no revision is made. A copy remembers which window wrote it last and how often it
was written, so that two windows of one person never overwrite words that one of them has not seen.
"""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Article, WorkingCopy
from newsroom.accounts import User
from newsroom.refusals import Refused

SCHEMA = 1
# Letters of all fields together; far more than two languages of the longest piece.
LONGEST = 2_000_000
FIRST_SERIALS = 10**8
Fields = Mapping[str, list[str]]


class OtherWindow(Refused):
    """Another window of the same person has kept words that this one has not seen; carries them."""

    def __init__(self, copy: WorkingCopy) -> None:
        super().__init__([_("You went on writing this piece in another window.")])
        self.copy = copy


class TooLong(Refused):
    """More letters than any piece has."""


def keep(
    *,
    by: User,
    article: Article | None,
    key: UUID | None,
    fields: Fields,
    window: UUID,
    serial: int,
    version: int | None,
    now: datetime,
    base: int | None = None,
    turn: int = 0,
    over: bool = False,
    language: str = "",
) -> WorkingCopy:
    """Keep ``fields`` of ``article``, or of the piece to be begun with ``key``, as the newest words of ``by``.

    ``serial`` is what the window last knew of the copy, 0 for none; ``turn`` grows with every change in the window, so
    that a request that was long on its way overwrites nothing. ``version`` and ``base`` (the id of a revision) are
    what the form was opened with: they tell later what both began from. ``language`` names the screen of translation.

    Raises OtherWindow when there are newer words from another window, unless ``over``, and TooLong; both with nothing
    written. Raises IntegrityError or WorkingCopy.DoesNotExist when the piece is deleted meanwhile.
    """
    content, place = _letters(fields, turn=turn), _place(article, key, language)
    base = base if article and base and article.revisions.filter(pk=base).exists() else None
    with transaction.atomic():
        copy = WorkingCopy.objects.select_for_update().filter(user=by, **place).first()
        if copy is None:
            copy = _first(by=by, place=place, content=content, window=window, version=version, base_id=base, now=now)
            if copy.window == window and copy.content == content:
                return copy
        if copy.window == window and turn < turn_of(copy):
            return copy
        if not (over or copy.window == window or copy.serial == serial):
            raise OtherWindow(copy)
        copy.content, copy.window, copy.version, copy.base_id = content, window, version, base
        copy.serial, copy.updated_at = copy.serial + 1, now
        copy.save()
    return copy


def _place(article: Article | None, key: UUID | None, language: str) -> dict[str, Any]:
    return {"article": article, "language": language} if article else {"article": None, "submission_key": key}


def _letters(fields: Fields, *, turn: int) -> dict[str, Any]:
    """Return what a copy holds; raises TooLong."""
    if sum(len(value) for values in fields.values() for value in values) > LONGEST:
        raise TooLong([_("This text is too long for one piece.")])
    # PostgreSQL keeps no NUL.
    kept = {name: [value.replace("\x00", "") for value in values] for name, values in fields.items()}
    return {"schema": SCHEMA, "fields": kept, "turn": turn}


def _first(*, by: User, place: dict[str, Any], **facts: Any) -> WorkingCopy:
    """Return the first copy at ``place``, made now or at the same instant by another window."""
    now = facts.pop("now")
    # Begun anywhere, so that no window takes a later copy for the one that it knew.
    facts["serial"] = 1 + secrets.randbelow(FIRST_SERIALS)
    try:
        with transaction.atomic():
            return WorkingCopy.objects.create(user=by, updated_at=now, **place, **facts)
    except IntegrityError:
        return WorkingCopy.objects.select_for_update().get(user=by, **place)


def of(user: Any, article: Article | None, *, key: UUID | None = None, language: str = "") -> WorkingCopy | None:
    """Return what ``user`` has typed into ``article``, or into the piece to be begun with ``key``, and not saved.

    ``language`` names the screen of translation, "" the writing form.
    """
    if article is not None:
        return WorkingCopy.objects.filter(user=user, article=article, language=language).first()
    if key is None:
        return None
    return WorkingCopy.objects.filter(user=user, article=None, submission_key=key).first()


def unsaved(user: Any) -> QuerySet[WorkingCopy]:
    """Return everything ``user`` has typed and not saved, newest first."""
    rows = WorkingCopy.objects.filter(user=user).select_related("article")
    return rows.prefetch_related("article__bylines__author").order_by("-updated_at")


def settle(
    *,
    by: Any,
    article: Article,
    key: UUID | None = None,
    window: UUID | None = None,
    serial: int | None = None,
    turn: int | None = None,
) -> None:
    """Let go of the copy that an explicit save of this window has made needless.

    That is the copy which the window knew by its ``serial``, or wrote itself before the ``turn`` at which it was sent;
    one with words that the save did not carry stays.
    """
    own = WorkingCopy.objects.select_for_update().filter(user=by)
    there = Q(article=article) | (Q(article=None, submission_key=key) if key is not None else Q(pk__in=()))
    with transaction.atomic():
        # Of two screens with one piece each has its own serials.
        for copy in own.filter(there):
            wrote_it = window is not None and copy.window == window and (turn is None or turn_of(copy) <= turn)
            if wrote_it or copy.serial == serial:
                copy.delete()


def set_free(article: Article) -> None:
    """Make pieces of their own, never saved, of what was typed into ``article``, which is about to be deleted."""
    for copy in WorkingCopy.objects.select_for_update().filter(article=article):
        copy.article, copy.submission_key, copy.base, copy.version, copy.language = None, uuid4(), None, None, ""
        copy.save()


def turn_of(copy: WorkingCopy) -> int:
    """Return at which change of its window the copy was kept."""
    turn = copy.content.get("turn", 0)
    return turn if isinstance(turn, int) else 0


def fields_of(copy: WorkingCopy) -> dict[str, list[str]]:
    """Return the fields of the form that ``copy`` holds."""
    return dict(copy.content.get("fields", {}))


def as_sent(copy: WorkingCopy) -> QueryDict:
    """Return the copy as the browser would send it, for a bound form."""
    data = QueryDict(mutable=True)
    for name, values in fields_of(copy).items():
        data.setlist(name, values)
    if copy.language:
        data["into"] = copy.language
    return data


def door(copy: WorkingCopy) -> str:
    """Return the address of the screen in which the words of ``copy`` were typed into a piece that there is."""
    if copy.language:
        return reverse("admin:articles_article_translate", args=[copy.article_id, copy.language])
    return reverse("admin:articles_article_change", args=[copy.article_id])
