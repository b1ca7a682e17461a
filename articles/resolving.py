"""Names that a content remembers, found again: what was merged, deleted or made anew since the snapshot was taken."""

from collections.abc import Callable, Iterable, Sequence

from django.db.models import Model, Q

from articles import naming
from articles.models import Merge, NameKind, Revision, Tag, Topic
from articles.models.authority import MODELS
from articles.snapshots import Ref, Snapshot
from columns.models import Author, Column
from newsroom.arabic.fold import fold
from newsroom.images import Photo

# Finds the row that one name means now, if there is exactly one.
Finder = Callable[[str], Model | None]


def followed(contents: Sequence[Snapshot]) -> list[Snapshot]:
    """Return ``contents`` with what the merged topics and tags in them became, and tags as they are called now.

    Two queries for all of them together, or none.
    """
    topics = {ref.id for content in contents for ref in content.topics}
    tags = {ref.id for content in contents for ref in content.tags}
    if not topics and not tags:
        return list(contents)
    asked = Q(kind=Merge.Kind.TOPIC, old_id__in=topics) | Q(kind=Merge.Kind.TAG, old_id__in=tags)
    merges = {
        (row.kind, row.old_id): row for row in Merge.objects.standing().filter(asked).select_related("topic", "tag")
    }
    # The form knows tags by their names alone: an old one would be made anew.
    called = Tag.objects.in_bulk(tags)
    return [_follow(content, merges, called) for content in contents]


def _asked(contents: Sequence[Snapshot]) -> Q:
    """Return the condition of the merges of what ``contents`` name."""
    topics = {ref.id for content in contents for ref in content.topics}
    tags = {ref.id for content in contents for ref in content.tags}
    return Q(kind=Merge.Kind.TOPIC, old_id__in=topics) | Q(kind=Merge.Kind.TAG, old_id__in=tags)


def resolved(content: Snapshot) -> tuple[Snapshot, list[str]]:
    """Return ``content`` with every name as the row that it means now, and the names that no row bears any more.

    A row that is gone is looked for under what it became in a merge, then under its folded name. What is not found is
    left out; only a tag stays as it was, under its old name, for who saves makes it again.
    """
    removed = Merge.objects.standing().filter(_asked([content]), topic=None, tag=None)
    lost = list(removed.values_list("old_name", flat=True))
    [content] = followed([content])
    column = _found(Column, (content.column,), _column_called, lost)
    photo = _found(Photo, (content.photo,), lambda _name: None, lost)
    found = content.with_(
        column=column[0] if column else None,
        photo=photo[0] if photo else None,
        authors=_found(Author, content.authors, _author_called, lost),
        topics=_found(Topic, content.topics, _called(Topic), lost),
        tags=_found(Tag, content.tags, _called(Tag), None),
    )
    return found, lost


def rows_now(kind: str, ids: Iterable[int]) -> dict[int, Topic | Tag]:
    """Return by id the names that ``ids`` mean today, those of merged ones as what they became; two queries at most.

    What became a name of the other kind, or nothing, is not among them.
    """
    asked = set(ids)
    found: dict[int, Topic | Tag] = dict(MODELS[kind]._default_manager.in_bulk(asked)) if asked else {}
    if gone := asked - found.keys():
        merges = Merge.objects.standing().filter(kind=kind, old_id__in=gone).select_related(kind)
        found |= {merge.old_id: row for merge in merges if (row := getattr(merge, kind)) is not None}
    return found


def became(base: int | None, names: Sequence[str]) -> dict[str, Topic | None]:
    """Return by folded name what tags became that the revision ``base`` (its id) still had, and that mean no tag today.

    A topic, or None for what was removed. For a form that was open meanwhile: it knows tags by their names alone.
    """
    found = Revision.objects.filter(pk=base).values_list("content__tags", flat=True).first() if base and names else None
    ids = {ref["id"]: fold(ref["name"]) for ref in found or ()}
    wanted = {fold(name) for name in names}
    rows = Merge.objects.standing().filter(kind=Merge.Kind.TAG, old_id__in=ids, tag=None).select_related("topic")
    return {ids[row.old_id]: row.topic for row in rows if ids[row.old_id] in wanted} if ids else {}


def _follow(content: Snapshot, merges: dict[tuple[str, int], Merge], called: dict[int, Tag]) -> Snapshot:
    topics, tags = [], []
    named = [(Merge.Kind.TOPIC, ref) for ref in content.topics] + [(Merge.Kind.TAG, ref) for ref in content.tags]
    for kind, ref in named:
        row = merges.get((kind.value, ref.id))
        if row is None and kind == Merge.Kind.TOPIC:
            topics.append(ref)
        elif row is None:
            tags.append(Ref.to(called[ref.id]) if ref.id in called else ref)
        elif row.topic is not None:
            topics.append(Ref.to(row.topic))
        elif row.tag is not None:
            tags.append(Ref.to(row.tag))
    return content.with_(topics=tuple(dict.fromkeys(topics)), tags=tuple(dict.fromkeys(tags)))


def _found(model: type[Model], refs: Iterable[Ref | None], find: Finder, lost: list[str] | None) -> tuple[Ref, ...]:
    """Return ``refs`` as rows that exist, each once; what is not found goes to ``lost``, or stays without one."""
    named = [ref for ref in refs if ref is not None]
    there = model._default_manager.in_bulk([ref.id for ref in named]) if named else {}
    found: list[Ref] = []
    for ref in named:
        row = there.get(ref.id) or find(ref.name)
        if row is not None:
            found.append(Ref.to(row))
        elif lost is None:
            found.append(ref)
        else:
            lost.append(ref.name)
    return tuple(dict.fromkeys(found))


def _called(model: type[Topic] | type[Tag]) -> Finder:
    kind = NameKind.TOPIC if model is Topic else NameKind.TAG
    return lambda name: next(iter(naming.meant(kind, [name]).values()), None)


def _author_called(name: str) -> Author | None:
    # Two people may bear one name: then nobody knows who is meant.
    rows = list(Author.objects.filter(name_folded=fold(name)[:240])[:2])
    return rows[0] if len(rows) == 1 else None


def _column_called(name: str) -> Column | None:
    rows = [row for row in Column.objects.all() if fold(row.title_ar or "") == fold(name)]
    return rows[0] if len(rows) == 1 else None
