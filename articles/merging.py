"""Merging names, removing them, making a tag a topic: recorded row by row, each by a verb that can be undone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.admin.models import DELETION
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from articles import joining, naming, search
from articles.models import Article, Merge, NameKind, Revision, Spelling, Tag, TaggedArticle, Topic, Twin
from articles.models.article import LANGUAGES
from articles.models.authority import LONGEST_SPELLING, MODELS, kind_of
from articles.models.names import TopicKind
from articles.recording import Record, columns
from newsroom import audit, pagecache, redirects
from newsroom.accounts import User
from newsroom.arabic.fold import fold
from newsroom.redirects import Redirect
from newsroom.refusals import Refused

Name = Topic | Tag
Filed = Article.topics.through
Party = Topic.parties.through
# Far more than anybody chooses by hand, and little enough for one transaction.
MOST_AT_ONCE = 50


@dataclass(frozen=True)
class Plan:
    """What merging one name into another, or into nothing, would change."""

    source: Name
    into: Name | None
    # Ids of the pieces that would change, and of those among them that bear both already.
    pieces: tuple[int, ...]
    both: tuple[int, ...]
    # What ``into`` will be called as well.
    aliases: tuple[str, ...]
    relations: tuple[Topic, ...] = ()
    has_dossier: bool = False


@dataclass
class _Work:
    """One merge while it is done."""

    source: Name
    into: Name | None
    record: Record
    kind: NameKind = field(init=False)

    def __post_init__(self) -> None:
        self.kind = kind_of(self.source)


def plan(source: Name, *, into: Name | None) -> Plan:
    """Return what ``merge`` would change; a fixed number of queries."""
    pieces = set(_pieces(source)) | _drafts(source)
    both = pieces & set(_pieces(into)) if into is not None else set()
    names = [row.name for row in source.spellings.order_by("pk")] if into is not None else []
    # A topic may be called so already: it keeps its name. The source's own are about to change hands.
    others = naming.meant(kind_of(into), names) if into is not None and kind_of(into) != kind_of(source) else {}
    aliases = tuple(name for name in names if fold(name)[:LONGEST_SPELLING] not in others)
    relations: tuple[Topic, ...] = ()
    dossier = False
    if isinstance(source, Topic):
        bound = dict.fromkeys((*source.relations.all(), *source.parties.all()))
        relations = tuple(topic for topic in bound if topic != into)
        texts = (getattr(source, f"{stem}_{code}") for stem in ("summary", "background") for code in LANGUAGES)
        dossier = any(texts) or source.picture_id is not None or source.revisions.exists()
    return Plan(source, into, tuple(sorted(pieces)), tuple(sorted(both)), aliases, relations, dossier)


def merge(source: Name, *, into: Name, by: User | None, now: datetime) -> Merge:
    """Let ``into`` take the place of ``source``, on every piece and at its address, and delete ``source``.

    A topic goes into a topic, a tag into a tag or a topic. Drafts and revisions that still name ``source`` find
    ``into`` by the row that is returned. Raises Refused for a name into itself, a topic into a tag, and for one that
    is gone meanwhile.
    """
    return merge_many([source], into=into, by=by, now=now)[0]


def merge_many(sources: Sequence[Name], *, into: Name, by: User | None, now: datetime) -> list[Merge]:
    """Let ``into`` take the place of all ``sources``, in one transaction, undone as one.

    Raises Refused as ``merge`` does, and for too many; then nothing was merged.
    """
    if isinstance(into, Tag) and any(isinstance(source, Topic) for source in sources):
        raise Refused([_("A topic cannot become a tag: merge the tag into the topic.")])
    _refuse_crowd(sources)
    group = uuid4()
    with transaction.atomic(), pagecache.raised_last():
        naming.hold(alone=True)
        if not _locked(*sources, into):
            raise Refused([_("Choose two names that are both there still.")])
        return [_merged(source, into, group=group, by=by, now=now) for source in sources]


def remove(source: Name, *, by: User | None, now: datetime) -> Merge:
    """Take ``source`` from every piece and delete it: a merge into nothing, undone like any other. Raises Refused."""
    return remove_many([source], by=by, now=now)[0]


def remove_many(sources: Sequence[Name], *, by: User | None, now: datetime) -> list[Merge]:
    """Remove all ``sources`` in one transaction, undone as one; raises Refused where one is gone meanwhile."""
    _refuse_crowd(sources)
    group = uuid4()
    with transaction.atomic(), pagecache.raised_last():
        naming.hold(alone=True)
        if not _locked(*sources):
            raise Refused([_("This name is not there any more.")])
        return [_merged(source, None, group=group, by=by, now=now) for source in sources]


def drop_unused(tags: QuerySet, *, by: User | None, now: datetime) -> int:
    """Remove those of ``tags`` that no piece bears, neither on its row nor in its draft; return how many.

    They are undone as one; a few at a time, so that nobody waits long with a piece to save.
    """
    unused = list(Tag.objects.filter(pk__in=tags.values("pk"), tagged__isnull=True).order_by("pk"))
    group, count = uuid4(), 0
    for start in range(0, len(unused), MOST_AT_ONCE):
        with transaction.atomic(), pagecache.raised_last():
            naming.hold(alone=True)
            drafted = in_drafts(NameKind.TAG)
            for tag in unused[start : start + MOST_AT_ONCE]:
                if _locked(tag) and tag.pk not in drafted and not tag.tagged.exists():
                    _merged(tag, None, group=group, by=by, now=now)
                    count += 1
    return count


def in_drafts(kind: NameKind, *, among: Q | None = None) -> set[int]:
    """Return the ids of the names of a kind that some piece's draft names (``among``: of which pieces); one query."""
    return {number for _pk, numbers in _named_in_drafts(kind, among or Q()) for number in numbers}


def _drafts(row: Name) -> set[int]:
    """Return the ids of the pieces whose draft names ``row``."""
    return {pk for pk, numbers in _named_in_drafts(kind_of(row), Q()) if row.pk in numbers}


def _named_in_drafts(kind: NameKind, among: Q) -> list[tuple[int, set[int]]]:
    """Return of each piece with a draft the id, and the ids of the names of a kind in the draft."""
    path = "draft_revision__content__topics" if kind == NameKind.TOPIC else "draft_revision__content__tags"
    drafts = Article.objects.filter(among, draft_revision__isnull=False).values_list("pk", path)
    return [(pk, {ref["id"] for ref in refs or ()}) for pk, refs in drafts]


def promote(tag: Tag, *, kind: TopicKind = TopicKind.THEME, by: User | None, now: datetime) -> tuple[Topic, Merge]:
    """Make a topic of a tag: its pieces, spellings and address go along. Return the topic, and the merge to undo.

    Raises naming.Taken where a topic is called so already (merge the tag into it), Refused where the tag is gone.
    """
    with transaction.atomic(), pagecache.raised_last():
        naming.hold(alone=True)
        if not _locked(tag):
            raise Refused([_("This name is not there any more.")])
        for namesake in naming.meant(NameKind.TOPIC, [tag.name]).values():
            raise naming.Taken(tag.name, namesake)
        with translation.override(settings.LANGUAGE_CODE):
            topic = Topic.objects.create(name_ar=tag.name[:120], kind=kind, created_at=now)
        made = _merged(tag, topic, group=uuid4(), by=by, now=now, promoted=True)
        return topic, made


def _refuse_crowd(sources: Sequence[Name]) -> None:
    if not sources:
        raise Refused([_("Choose at least one name.")])
    if len(sources) > MOST_AT_ONCE:
        raise Refused([_("Too many at once: choose at most %(count)d names.") % {"count": MOST_AT_ONCE}])


def _pieces(row: Name) -> QuerySet:
    """Return the ids of the pieces whose rows bear a name."""
    if isinstance(row, Topic):
        return Filed.objects.filter(topic=row).values_list("article_id", flat=True)
    return TaggedArticle.objects.filter(tag=row).values_list("content_object_id", flat=True)


def _locked(*rows: Name) -> bool:
    """Return whether all ``rows`` are there and none is another; none is deleted before this transaction ends.

    Afterwards they are as they stand now: whoever read them earlier may have missed a change.
    """
    wanted = sorted({(type(row).__name__, row.pk): row for row in rows}.items(), key=lambda each: each[0])
    there = len(wanted) == len(rows) and all(
        type(row)._default_manager.select_for_update().filter(pk=row.pk).first() is not None for _key, row in wanted
    )
    for row in rows if there else ():
        row.refresh_from_db()
    return there


def _merged(
    source: Name, into: Name | None, *, group: UUID, by: User | None, now: datetime, promoted: bool = False
) -> Merge:
    """Do and write down one merge; for verbs that hold the names."""
    place = {"topic": into if isinstance(into, Topic) else None, "tag": into if isinstance(into, Tag) else None}
    with translation.override(settings.LANGUAGE_CODE):
        old_address, new_address = source.get_absolute_url(), into.get_absolute_url() if into is not None else ""
        merge = Merge(old_name=str(source), new_name=str(into) if into is not None else "", **place)
    merge.kind, merge.old_id, merge.promoted = kind_of(source), source.pk, promoted
    if into is not None:
        merge.new_kind, merge.new_id = kind_of(into), into.pk
    merge.last_revision = Revision.objects.aggregate(newest=Max("pk"))["newest"] or 0
    merge.group, merge.at, merge.by = group, now, by
    merge.save()
    work = _Work(source, into, Record(merge))
    if isinstance(into, Topic) and promoted:
        work.record.made(Topic, [into.pk])
        work.record.made(Spelling, into.spellings.values_list("pk", flat=True))
    elif isinstance(into, Topic) and isinstance(source, Topic):
        # Before the relations go: the dossier knows its parties.
        joining.take_in(into, source=source, record=work.record, by=by, now=now)
    _move_pieces(work)
    _move_relations(work)
    _move_spellings(work)
    # What was merged into the source before goes along with it.
    place_ids = {f"{name}_id": row.pk if row else None for name, row in place.items()}
    work.record.change(Merge.objects.standing().filter(**{kind_of(source).value: source}), **place_ids)
    _lead_on(work, old_address, new_address)
    _tell(merge, source, into, by=by)
    _delete(work)
    return merge


def _tell(merge: Merge, source: Name, into: Name | None, *, by: User | None) -> None:
    """Write the merge into the history of both names."""
    names = [("Name", merge.old_name, merge.new_name)]
    if into is None:
        audit.record(source, by=by, act=gettext_noop("Removed the name."), changes=names, flag=DELETION)
        return
    audit.record(source, by=by, act=gettext_noop("Merged into another name."), changes=names, flag=DELETION)
    act = gettext_noop("Made a topic of a tag.") if merge.promoted else gettext_noop("Took in another name.")
    audit.record(into, by=by, act=act, changes=names)


def _move_pieces(work: _Work) -> None:
    """Let ``into`` stand on every piece that bears the source, each once; rows that change hands keep their place."""
    source, into, record = work.source, work.into, work.record
    own, name = (Filed, "topic") if isinstance(source, Topic) else (TaggedArticle, "tag")
    key = "article_id" if own is Filed else "content_object_id"
    rows = own.objects.filter(**{name: source})
    moved = list(rows.values_list(key, flat=True))
    if into is not None and kind_of(into) == work.kind:
        twice = own.objects.filter(**{name: into}).values(key)
        record.change(rows.exclude(**{f"{key}__in": twice}), **{f"{name}_id": into.pk})
    elif into is not None:
        there = set(Filed.objects.filter(topic=into).values_list("article_id", flat=True))
        record.make(Filed(article_id=piece, topic_id=into.pk) for piece in moved if piece not in there)
    record.delete(rows)
    search.refile(moved)


def _move_relations(work: _Work) -> None:
    """Let ``into`` stand among the parties of relations where the source stood, and be bound to the source's."""
    source, into, record = work.source, work.into, work.record
    if not isinstance(source, Topic):
        return
    rows = Party.objects.filter(Q(from_topic=source) | Q(to_topic=source))
    if isinstance(into, Topic):
        wanted = {(row.from_topic_id, into.pk) for row in rows if row.to_topic_id == source.pk}
        # What stood on a page that readers never had is in the draft of the dossier.
        if into.kind == TopicKind.RELATION and (source.published or not into.published):
            wanted |= {(into.pk, row.to_topic_id) for row in rows if row.from_topic_id == source.pk}
        there = set(Party.objects.values_list("from_topic_id", "to_topic_id"))
        fit = [pair for pair in sorted(wanted - there) if pair[0] != pair[1] and source.pk not in pair]
        record.make(Party(from_topic_id=start, to_topic_id=end) for start, end in fit)
    record.delete(rows)


def _move_spellings(work: _Work) -> None:
    """Let the source's names and aliases mean ``into``; what it is called already is not said twice."""
    source, into, record = work.source, work.into, work.record
    rows = Spelling.objects.filter(**{work.kind.value: source})
    if into is not None and kind_of(into) == work.kind:
        record.change(rows, **{f"{work.kind.value}_id": into.pk}, language="", compared=False)
        return
    if isinstance(into, Topic):
        there = set(Spelling.objects.filter(kind=NameKind.TOPIC).values_list("folded", flat=True))
        record.make(
            Spelling(kind=NameKind.TOPIC, topic=into, name=row.name, folded=row.folded)
            for row in rows.order_by("pk")
            if row.folded not in there
        )
    record.delete(rows)


def _lead_on(work: _Work, old: str, new: str) -> None:
    """Let the source's address, and all that led to it, lead to ``into``; into nothing, nothing leads."""
    paths = [redirects.normal(path) for path in (old, new) if path]
    near = Redirect.objects.filter(Q(old_path__in=paths) | Q(new_path__startswith=paths[0]))
    before = columns(Redirect, near.values_list("pk", flat=True))
    if new:
        row = redirects.lead(old, new, below=True, reason=redirects.Reason.RENAME)
        if row.pk not in before:
            work.record.made(Redirect, [row.pk])
    work.record.changed(Redirect, before)


def _delete(work: _Work) -> None:
    """Delete the source itself, whose rows have all gone elsewhere; a topic's dossier is kept in the record."""
    source, record = work.source, work.record
    if isinstance(source, Topic):
        revisions = Revision.objects.filter(topic=source)
        if revisions.exists():
            record.change(Topic.objects.filter(pk=source.pk), draft_revision=None, live_revision=None)
            record.delete(revisions)
    forget_twins(source)
    record.delete(MODELS[work.kind].objects.filter(pk=source.pk))


def forget_twins(row: Name) -> None:
    """Forget what the finder suspected about a name: it is derived, and looked for again when the name is there."""
    kind = kind_of(row)
    Twin.objects.filter(Q(kind=kind, row_id=row.pk) | Q(other_kind=kind, other_id=row.pk)).delete()
