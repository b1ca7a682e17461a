"""The dossier of a topic: what it holds, as one immutable value, and the verbs that save, publish and restore it.

What readers see is the topic's row (summary, background, picture, parties) with what its live revision holds beside it
(events, key people, pinned pieces); a draft is a revision that no row shows.
"""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from articles import naming
from articles.chronicle import Event, event_faults
from articles.dossier_snapshot import (
    FIELDS,
    LABELS,
    LONGEST_SUMMARY,
    MOST_EVENTS,
    MOST_NAMES,
    MOST_PINS,
    NAMES,
    TEXTS,
    Dossier,
)
from articles.models import Article, Merge, Revision, Topic
from articles.models.article import LANGUAGES
from articles.models.names import TopicKind
from articles.snapshots import Ref
from newsroom import audit, pagecache, prose
from newsroom.accounts import User
from newsroom.images import Photo
from newsroom.refusals import Refused


class Gone(Refused):
    """The topic was deleted or merged since its dossier was opened."""

    def __init__(self) -> None:
        super().__init__([_("This topic is not there any more. Your words are still here: copy what you need.")])


class Conflict(Refused):
    """Somebody else saved the dossier since it was opened; the topic carries what they saved."""

    def __init__(self, topic: Topic) -> None:
        said = _("Somebody saved this dossier after you opened it. Nothing of yours is lost: compare below.")
        super().__init__([said])
        self.topic = topic


# ---- what stands -----------------------------------------------------------------------------------------------------


def live_of(topic: Topic) -> Dossier:
    """Return what readers see; names that were merged since are what they became."""
    beside = Dossier.from_json(topic.live_revision.content) if topic.live_revision else Dossier()
    # The row itself never names what was merged away.
    [content] = followed([beside.with_(parties=())])
    return content.with_(
        **{name: {code: getattr(topic, f"{name}_{code}") or "" for code in LANGUAGES} for name in TEXTS},
        picture=Ref.to(topic.picture) if topic.picture else None,
        parties=tuple(Ref.to(party) for party in topic.parties.all()),
    )


def content_of(topic: Topic) -> Dossier:
    """Return what the form opens: the draft, else what readers see."""
    return content_in(topic.draft_revision) if topic.draft_revision else live_of(topic)


def standing_in_words(topic: Topic) -> str:
    """Return in words how the dossier of a topic stands; asks the database nothing."""
    # A summary or a picture alone is none yet.
    there = topic.live_revision_id is not None or any(getattr(topic, f"background_{code}") for code in LANGUAGES)
    if topic.draft_revision_id is not None:
        return _("published dossier, and a draft") if there else _("a draft")
    return _("published dossier") if there else _("no dossier yet")


def content_in(revision: Revision) -> Dossier:
    """Return the dossier of a revision; names that were merged since are what they became."""
    [content] = followed([Dossier.from_json(revision.content)])
    return content


def followed(contents: Sequence[Dossier]) -> list[Dossier]:
    """Return ``contents`` with what the merged topics in them became, each once; one query for all, or none."""
    asked = {ref.id for content in contents for name in NAMES for ref in getattr(content, name)}
    if not asked:
        return list(contents)
    rows = Merge.objects.standing().filter(kind=Merge.Kind.TOPIC, old_id__in=asked).select_related("topic")
    became = {row.old_id: row.topic for row in rows}

    def now_called(refs: tuple[Ref, ...]) -> tuple[Ref, ...]:
        found = (ref if ref.id not in became else _ref(became[ref.id]) for ref in refs)
        return tuple(dict.fromkeys(ref for ref in found if ref is not None))

    return [content.with_(**{name: now_called(getattr(content, name)) for name in NAMES}) for content in contents]


def _ref(topic: Topic | None) -> Ref | None:
    return Ref.to(topic) if topic is not None else None


# ---- the verbs -------------------------------------------------------------------------------------------------------


def save_draft(topic: Topic, *, content: Dossier, version: int, by: User | None, now: datetime) -> Revision:
    """Save ``content`` as the newest draft; readers see nothing of it.

    Raises Refused for what no dossier can hold, Conflict for a stale version, Gone for a topic that is not there.
    """
    with transaction.atomic():
        claim(topic, version=version)
        refuse_faults(topic, content)
        before = content_of(topic)
        revision = _keep_draft(topic, content, kind=Revision.Kind.SAVE, by=by, now=now)
        act = gettext_noop("Saved a draft of the dossier.")
        audit.record(topic, by=by, act=act, changes=told(before, content))
        return revision


def publish(topic: Topic, *, content: Dossier, version: int, by: User | None, now: datetime) -> Revision:
    """Put ``content`` before readers; no draft is left.

    Raises Refused for what no dossier can hold and when readers see exactly this already, Conflict, and Gone.
    """
    with transaction.atomic(), pagecache.raised_last():
        claim(topic, version=version)
        refuse_faults(topic, content)
        before = live_of(topic)
        if topic.draft_revision_id is None and not before.differing(content):
            raise Refused([_("Readers already see exactly this dossier: there is nothing to publish.")])
        project(topic, content)
        topic.live_revision = take(topic, content=content, kind=Revision.Kind.PUBLISH, by=by, now=now)
        topic.draft_revision = None
        topic.save()
        audit.record(topic, by=by, act=gettext_noop("Published the dossier."), changes=told(before, content))
        return topic.live_revision


def discard_draft(topic: Topic, *, version: int, by: User | None, now: datetime) -> None:
    """Let the draft go; its revision stays in the list. Raises Refused where there is none, Conflict, and Gone."""
    with transaction.atomic():
        claim(topic, version=version)
        if topic.draft_revision_id is None:
            raise Refused([_("There is no draft: readers see what stands here.")])
        before, topic.draft_revision = content_of(topic), None
        Topic.objects.filter(pk=topic.pk).update(draft_revision=None)
        act = gettext_noop("Discarded the draft of the dossier.")
        audit.record(topic, by=by, act=act, changes=told(before, live_of(topic)))


def restore(
    topic: Topic,
    *,
    revision: Revision,
    fields: Sequence[str] | None = None,
    version: int,
    by: User | None,
    now: datetime,
) -> Revision:
    """Make ``revision``, or only some ``fields`` of it, the newest draft; what is gone since is left out.

    Raises Refused for a revision of another topic, a field that is none, and when nothing would change; Conflict and
    Gone as ever.
    """
    with transaction.atomic():
        claim(topic, version=version)
        if revision.topic_id != topic.pk:
            raise Refused([_("This revision belongs to another topic.")])
        wanted = FIELDS if fields is None else tuple(fields)
        if not set(wanted) <= set(FIELDS):
            raise Refused([_("This field cannot be restored.")])
        before = content_of(topic)
        after = before.taking(_as_of_now(topic, content_in(revision)), wanted)
        if not before.differing(after):
            raise Refused([_("The newest text has exactly this already: there is nothing to restore.")])
        made = _keep_draft(topic, after, kind=Revision.Kind.RESTORE, by=by, now=now)
        act = gettext_noop("Restored from an earlier revision.")
        audit.record(topic, by=by, act=act, changes=told(before, after))
        return made


def claim(topic: Topic, *, version: int) -> None:
    """Take the right to write the next version, or raise Conflict or Gone; call it inside a transaction."""
    naming.hold()
    won = Topic.objects.filter(pk=topic.pk, version=version).update(version=version + 1)
    try:
        topic.refresh_from_db()
    except Topic.DoesNotExist as error:
        raise Gone from error
    if not won:
        raise Conflict(topic)


def take(topic: Topic, *, content: Dossier, kind: Revision.Kind, by: User | None, now: datetime) -> Revision:
    """Write down ``content`` as a new, immutable revision of ``topic``."""
    return Revision.objects.create(
        topic=topic,
        kind=kind,
        content=content.to_json(),
        based_on=topic.draft_revision or topic.live_revision,
        created_by=by,
        created_at=now,
    )


def inscribe(topic: Topic, content: Dossier) -> None:
    """Let ``topic`` say in memory what ``content`` says of its row; parties are not its business."""
    for name in TEXTS:
        for code in LANGUAGES:
            setattr(topic, f"{name}_{code}", getattr(content, name).get(code, ""))
    topic.picture = Photo.objects.filter(pk=content.picture.id).first() if content.picture else None


def project(topic: Topic, content: Dossier) -> None:
    """Write ``content`` onto the topic's row and parties."""
    inscribe(topic, content)
    topic.save()
    topic.parties.set(Topic.objects.filter(pk__in=[ref.id for ref in content.parties]))


def _keep_draft(topic: Topic, content: Dossier, *, kind: Revision.Kind, by: User | None, now: datetime) -> Revision:
    """Make ``content`` the draft, past every receiver: no page of the site changes."""
    topic.draft_revision = take(topic, content=content, kind=kind, by=by, now=now)
    Topic.objects.filter(pk=topic.pk).update(draft_revision=topic.draft_revision)
    return topic.draft_revision


def _as_of_now(topic: Topic, content: Dossier) -> Dossier:
    """Return an old content as it may be saved today: cleaned once more, without rows that are gone."""
    topics = Topic.objects.in_bulk([ref.id for name in NAMES for ref in getattr(content, name)])
    pieces = set(Article.objects.filter(pk__in=[ref.id for ref in content.pins]).values_list("pk", flat=True))
    bound = topic.kind == TopicKind.RELATION
    persons = {pk for pk, row in topics.items() if row.kind == TopicKind.PERSON}
    picture = content.picture if content.picture and Photo.objects.filter(pk=content.picture.id).exists() else None
    return content.with_(
        background={code: prose.clean(text).html for code, text in content.background.items()},
        picture=picture,
        parties=tuple(ref for ref in content.parties if bound and ref.id in topics and ref.id != topic.pk),
        people=tuple(ref for ref in content.people if ref.id in persons),
        pins=tuple(ref for ref in content.pins if ref.id in pieces),
    )


# ---- refusals and history --------------------------------------------------------------------------------------------


def refuse_faults(topic: Topic, content: Dossier) -> None:
    """Raise Refused, with all of it in words, for what no dossier of ``topic`` can hold; four queries at most."""
    said = [fault for event in content.events for fault in event_faults(event)]
    said += _too_many(content)
    if len({ref.id for ref in content.pins}) < len(content.pins):
        said.append(_("A piece is pinned twice: choose another, or leave its place empty."))
    if content.parties and topic.kind != TopicKind.RELATION:
        said.append(_("Only a relation has parties: take them out, or make this topic a relation."))
    if topic.pk in {ref.id for ref in content.parties}:
        said.append(_("A relation cannot be its own party."))
    said += _not_there(content)
    if said:
        raise Refused(list(dict.fromkeys(said)))


def _too_many(content: Dossier) -> list[str]:
    said = []
    if len(content.events) > MOST_EVENTS:
        said.append(_("Too many events: a dossier holds at most %(count)d.") % {"count": MOST_EVENTS})
    if len(content.pins) > MOST_PINS:
        said.append(_("Too many pieces: at most %(count)d stand under “Start here”.") % {"count": MOST_PINS})
    if max(len(content.parties), len(content.people)) > MOST_NAMES:
        said.append(_("Too many names: choose at most %(count)d.") % {"count": MOST_NAMES})
    if max(len(text) for text in content.summary.values()) > LONGEST_SUMMARY:
        said.append(_("The summary is too long: at most %(count)d letters.") % {"count": LONGEST_SUMMARY})
    return said


def _not_there(content: Dossier) -> list[str]:
    """Return what is said of names and pieces that are gone, and of people who are none."""
    topics = Topic.objects.in_bulk([ref.id for name in NAMES for ref in getattr(content, name)])
    pieces = set(Article.objects.filter(pk__in=[ref.id for ref in content.pins]).values_list("pk", flat=True))
    missing = [ref for name in NAMES for ref in getattr(content, name) if ref.id not in topics]
    missing += [ref for ref in content.pins if ref.id not in pieces]
    said = [_("“%(name)s” is not there any more: take it out.") % {"name": ref.name} for ref in missing]
    for ref in content.people:
        if ref.id in topics and topics[ref.id].kind != TopicKind.PERSON:
            said.append(_("“%(name)s” is no person: key people are topics of that kind.") % {"name": topics[ref.id]})
    return said


def told(before: Dossier, after: Dossier) -> list[audit.Change]:
    """Return what changed between two dossiers for the history: short fields in full, texts by their first words."""
    changes = []
    for name in before.differing(after):
        stem, _sep, code = name.rpartition("_")
        if stem in TEXTS:
            label = LABELS[stem] if code == settings.LANGUAGE_CODE else f"{LABELS[stem]} ({code})"
            old, new = getattr(before, stem).get(code), getattr(after, stem).get(code)
        else:
            label, old, new = LABELS[name], getattr(before, name), getattr(after, name)
        changes.append((label, _told_value(old), _told_value(new)))
    return changes


def _told_value(value: object) -> str:
    if isinstance(value, Ref):
        return value.name
    if isinstance(value, tuple):
        return "، ".join(_told_value(item) for item in value)
    return str(value) if isinstance(value, Event) else audit.shown(value)
