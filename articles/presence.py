"""Who has the form of a piece open right now."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from articles.models import Article, Presence
from articles.models.colleagues import PRESENT_FOR

# Rows of windows that were closed without a word are swept up after this time.
FORGOTTEN_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class Somebody:
    """A colleague at the same piece: name, since when (aware), and how many windows."""

    name: str
    since: datetime
    windows: int = 1


def enter(article: Article, *, by: Any, window: UUID, now: datetime) -> None:
    """Note that ``by`` has the piece open in ``window``, from now on or still."""
    if Presence.objects.filter(window=window, user=by, article=article).update(seen_at=now):
        return
    Presence.objects.filter(seen_at__lt=now - FORGOTTEN_AFTER).delete()
    try:
        with transaction.atomic():
            Presence.objects.create(article=article, user=by, window=window, opened_at=now, seen_at=now)
    except IntegrityError:
        # The same window at another piece: a form sent by hand. It is there no more than where it was.
        return


def leave(*, by: Any, window: UUID) -> None:
    """Note that ``by`` has closed ``window``."""
    Presence.objects.filter(window=window, user=by).delete()


def others(article: Article, *, than: Any, now: datetime) -> list[Somebody]:
    """Return the colleagues of ``than`` who have the piece open, each once, who came first first."""
    there: dict[int, Somebody] = {}
    rows = Presence.objects.filter(article=article, seen_at__gte=now - PRESENT_FOR).exclude(user=than)
    for row in rows.select_related("user").order_by("opened_at", "pk"):
        first = there.get(row.user_id)
        there[row.user_id] = (
            Somebody(str(row.user), first.since, first.windows + 1) if first else Somebody(str(row.user), row.opened_at)
        )
    return list(there.values())
