"""Dossiers when one topic goes into another: what joins the other one, and the way back; called by merging."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from articles.chronicle import in_order
from articles.dossier_snapshot import MOST_EVENTS, MOST_NAMES, MOST_PINS, TEXTS, Dossier
from articles.dossiers import content_of, live_of
from articles.models import Merge, MergedRow, Revision, Topic
from articles.models.article import LANGUAGES
from articles.models.names import TopicKind
from articles.recording import Record, columns, plain
from newsroom.accounts import User

# What a merge changes of the row of the topic that takes in a dossier.
_OF_ROW = (
    *TEXTS,
    *(f"{stem}_{code}" for stem in TEXTS for code in LANGUAGES),
    *("picture_id", "version", "draft_revision_id", "live_revision_id"),
)


def take_in(into: Topic, *, source: Topic, record: Record, by: User | None, now: datetime) -> None:
    """Let the dossier of ``source`` join that of ``into``, through ``record``; for a merge that holds the names alone.

    Call it while the source still has its parties and revisions. Events, people, pins and, of a relation, parties
    come behind those of ``into``, each once; texts and picture fill what is empty there. What readers see of the
    source they see of ``into``, what was a draft stays one.
    """
    live, draft = live_of(into), content_of(into)
    # What stood on a page that readers never had waits as a draft.
    seen = source.published or not into.published
    live_after = joined(live, live_of(source), into=into, source=source) if seen else live
    draft_after = joined(draft, content_of(source), into=into, source=source)
    values: dict[str, Any] = {}
    if live.differing(live_after):
        values |= {f"{stem}_{code}": getattr(live_after, stem)[code] for stem in TEXTS for code in LANGUAGES}
        # The column beside the translated ones says what the first language says.
        values |= {stem: getattr(live_after, stem)[settings.LANGUAGE_CODE] for stem in TEXTS}
        values["picture_id"] = live_after.picture.id if live_after.picture else None
        made = _revision(into, live_after, based_on=into.live_revision_id, by=by, now=now)
        record.make([made])
        values["live_revision_id"] = made.pk
    if draft_after.differing(live_after):
        if into.draft_revision_id is None or draft.differing(draft_after):
            base = into.draft_revision_id or into.live_revision_id
            made = _revision(into, draft_after, based_on=base, by=by, now=now)
            record.make([made])
            values["draft_revision_id"] = made.pk
    elif into.draft_revision_id is not None:
        values["draft_revision_id"] = None
    if values:
        record.change(Topic.objects.filter(pk=into.pk), **values, version=into.version + 1)
        into.refresh_from_db()


def joined(dossier: Dossier, other: Dossier, *, into: Topic, source: Topic) -> Dossier:
    """Return ``dossier`` with what ``other``, that of ``source``, adds to it."""

    def names(mine: Iterable, others: Iterable) -> tuple:
        both = dict.fromkeys((*mine, *others))
        return tuple(ref for ref in both if ref.id not in {into.pk, source.pk})

    bound = into.kind == TopicKind.RELATION
    return dossier.with_(
        **{
            stem: {code: getattr(dossier, stem)[code] or getattr(other, stem)[code] for code in LANGUAGES}
            for stem in TEXTS
        },
        picture=dossier.picture or other.picture,
        parties=names(dossier.parties, other.parties if bound else ())[:MOST_NAMES],
        people=names(dossier.people, other.people)[:MOST_NAMES],
        pins=tuple(dict.fromkeys((*dossier.pins, *other.pins)))[:MOST_PINS],
        events=in_order(tuple(dict.fromkeys((*dossier.events, *other.events)))[:MOST_EVENTS]),
    )


def is_taken_in(row: MergedRow, merge: Merge) -> bool:
    """Return whether a recorded row belongs to what ``take_in`` wrote: ``give_back`` puts it right, nobody else."""
    if row.model == Revision._meta.label:
        return row.before is None
    return row.model == Topic._meta.label and row.row_id != merge.old_id and row.before is not None


def give_back(merge: Merge) -> list[str]:
    """Let the topic that took in another's dossier stand as before ``merge``; names and address are not its business.

    A dossier that was saved since stays as it is; return that in words. Its version never falls back: a form that was
    opened between the merge and its undoing must not pass for a newer one.
    """
    said = []
    for row in merge.rows.filter(model=Topic._meta.label, before__isnull=False).exclude(row_id=merge.old_id):
        topic = Topic.objects.filter(pk=row.row_id).first()
        if topic is None or row.before is None or row.after is None:
            continue
        today = columns(Topic, [topic.pk])[topic.pk]
        if any(today[name] != row.after[name] for name in _OF_ROW if name != "version"):
            said.append(_("The dossier of “%(name)s” was worked on since and stays as it is.") % {"name": topic})
            continue
        values = {name: row.before[name] for name in _OF_ROW if name != "version"}
        plain(Topic).filter(pk=topic.pk).update(**values, version=F("version") + 1)
        made = merge.rows.filter(model=Revision._meta.label, before__isnull=True)
        Revision.objects.filter(pk__in=list(made.values_list("row_id", flat=True))).delete()
    return said


def people() -> set[int]:
    """Return the ids of all topics that some dossier, public or draft, names among its people; one query."""
    paths = ("live_revision__content__people", "draft_revision__content__people")
    return {ref["id"] for named in Topic.objects.values_list(*paths) for refs in named for ref in refs or ()}


def saved_since(merge: Merge) -> list[str]:
    """Return in words which other dossiers named the merged topic and were saved since: they stay as they are."""
    newer = Q(draft_revision__gt=merge.last_revision) | Q(live_revision__gt=merge.last_revision)
    then = Revision.objects.filter(topic=OuterRef("pk"), pk__lte=merge.last_revision).order_by("-pk").values("content")
    topics = Topic.objects.filter(newer).exclude(pk__in=[merge.old_id, merge.new_id or 0])
    said = []
    for topic in topics.annotate(then=Subquery(then[:1])).exclude(then=None):
        named = Dossier.from_json(topic.then)
        if merge.old_id in {ref.id for ref in (*named.people, *named.parties)}:
            said.append(
                _("The dossier of “%(name)s” was saved since: look at its people and parties.") % {"name": topic}
            )
    return said


def _revision(topic: Topic, content: Dossier, *, based_on: int | None, by: User | None, now: datetime) -> Revision:
    return Revision(
        topic=topic,
        kind=Revision.Kind.SAVE,
        content=content.to_json(),
        based_on_id=based_on,
        created_by=by,
        created_at=now,
    )
