"""The public page of a topic: its dossier, and one timeline of events and pieces; a draft is previewed just so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language

from articles.chronicle import Event, day_of, mixed, of_page, told_date
from articles.dossier_snapshot import Dossier
from articles.models import Article, Topic
from articles.models.names import TopicKind
from articles.snapshots import Ref
from newsroom import prose
from newsroom.outlet import SiteSettings
from newsroom.paging import Page


@dataclass(frozen=True)
class Told:
    """One event as the page tells it: when in words, and for machines as exact as it is known."""

    when: str
    stamp: str
    text: str
    source: str
    host: str


def standing(topic: Topic, content: Dossier, *, pieces: QuerySet, size: int, now: datetime) -> dict[str, Any]:
    """Return what ``content`` says in the active language of a list of ``pieces`` with ``size`` on a page.

    A fixed number of queries; whatever has no page in this language is left out.
    """
    language = get_language()
    public = Topic.objects.public(language).in_bulk([ref.id for ref in (*content.parties, *content.people)])
    persons = {pk: row for pk, row in public.items() if row.kind == TopicKind.PERSON}
    pinned = Article.objects.published(language, now=now).for_cards().in_bulk([ref.id for ref in content.pins])
    events = [event for event in content.events if event.text.get(language)]
    return {
        "dossier": content,
        "parties": sorted(_of(content.parties, public), key=lambda row: (row.name_sorted, row.name_folded)),
        "relations": list(topic.relations.public(language)),
        "people": _of(content.people, persons),
        "pins": _of(content.pins, pinned),
        "events": events,
        "starts": _starts(pieces, size) if events else [],
    }


def context_of(topic: Topic, page: Page, stands: dict[str, Any]) -> dict[str, Any]:
    """Return what the template shows of one page in the active language."""
    language = get_language()
    content: Dossier = stands["dossier"]
    events = of_page(stands["events"], page.number, stands["starts"])
    background = content.background.get(language, "") if page.number == 1 else ""
    outlet = SiteSettings.load() if events else SiteSettings()
    return stands | {
        "topic": topic,
        "summary": content.summary.get(language, ""),
        "prose": prose.render(background) if background else None,
        "has_events": bool(stands["events"]),
        "timeline": [_told(each, outlet) if isinstance(each, Event) else each for each in mixed(page.rows, events)],
    }


def _told(event: Event, outlet: SiteSettings) -> Told:
    when = told_date(event, months=outlet.months, style=outlet.digits)
    return Told(when, event.date, event.text[get_language()], event.source, event.host)


def _of(refs: Sequence[Ref], rows: dict[int, Any]) -> list[Any]:
    return [rows[ref.id] for ref in refs if ref.id in rows]


def _starts(pieces: QuerySet, size: int) -> list[tuple[int, int, int]]:
    """Return the day of the first piece of every page; one query, which the map of the pages keeps."""
    moments = list(pieces.newest_first().values_list("publish_at", flat=True))
    return [day_of(moment) for moment in moments[::size]]
