"""The verb of the front page: who leads until when, and which picks follow in which order."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from articles.models import Article, FrontPage, Pick
from articles.models.front import MOST_PICKS
from newsroom import audit, pagecache
from newsroom.accounts import User
from newsroom.refusals import Refused


class Rearranged(Refused):
    """Somebody arranged the front page since it was opened."""

    def __init__(self) -> None:
        super().__init__(
            [_("A colleague arranged the front page meanwhile. Look at it, and press again if yours stays.")]
        )


def arrange(
    *,
    lead: Article | None,
    until: datetime | None,
    picks: Sequence[Article],
    by: User | None,
    now: datetime,
    over: str | None = None,
) -> FrontPage:
    """Arrange the front page anew. ``until`` (aware) ends the lead; picks keep the order given.

    ``over`` is the ``standing`` that was looked at. Raises Rearranged when another stands there, Refused for an end in
    the past, a piece named twice, too many picks, or a piece readers do not see.
    """
    if lead is not None and until is not None and until <= now:
        raise Refused([_("This moment has passed: choose a later one, or none.")], field="lead_until")
    if len(picks) > MOST_PICKS:
        raise Refused([_("The front page has %(most)s places for picks.") % {"most": MOST_PICKS}])
    chosen = [piece for piece in (lead, *picks) if piece is not None]
    if len({piece.pk for piece in chosen}) < len(chosen):
        raise Refused([_("One piece stands in two places.")])
    for piece in chosen:
        if not piece.is_live(now=now):
            raise Refused([_("“%(title)s” is not before readers.") % {"title": piece}])
    with transaction.atomic(), pagecache.raised_last():
        FrontPage.objects.get_or_create(pk=1)
        front = FrontPage.objects.select_for_update().get(pk=1)
        if over is not None and over != standing(front):
            raise Rearranged
        before = _told(front)
        front.lead, front.lead_until = lead, until if lead is not None else None
        front.save()
        front.places.all().delete()
        Pick.objects.bulk_create(
            Pick(front=front, article=piece, position=place) for place, piece in enumerate(picks, start=1)
        )
        after = _told(front)
        changes = [(label, before[label], after[label]) for label in after if before[label] != after[label]]
        audit.record(front, by=by, act=gettext_noop("Arranged the front page."), changes=changes)
        return front


def standing(front: FrontPage) -> str:
    """Return a short name of the arrangement that stands there, for ``arrange``."""
    picks = Pick.objects.filter(front_id=front.pk).order_by("position").values_list("article_id", flat=True)
    until = front.lead_until.isoformat() if front.lead_until else ""
    return f"{front.lead_id or ''}/{until}/{'-'.join(map(str, picks))}"


def _told(front: FrontPage) -> dict[str, str]:
    """Return the arrangement under the labels of the history."""
    picks = Pick.objects.filter(front_id=front.pk).select_related("article")
    return {
        "lead piece": str(front.lead or ""),
        "leads until": audit.shown(front.lead_until),
        "picks": " · ".join(str(pick.article) for pick in picks),
    }
