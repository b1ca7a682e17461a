"""Suspected twins: each spelling is compared once with all others, and what is alike is written down."""

from collections.abc import Callable, Iterable
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from articles import naming
from articles.models import NameKind, Spelling, Tag, Topic, Twin, Verdict
from articles.models.authority import kind_of
from newsroom.arabic.names import Likeness, Names, likeness

# A name of either kind: the kind and the id.
Key = tuple[str, int]
Pair = tuple[Key, Key]
# So many spellings are compared in one go: a few seconds among five thousand names.
AT_ONCE = 200


class _Alike(NamedTuple):
    """Two spellings that are alike, in the order of their pair."""

    name: str
    other_name: str
    likeness: Likeness


def key_of(row: Topic | Tag) -> Key:
    """Return the key of a name."""
    return kind_of(row).value, row.pk


def in_order(one: Key, two: Key) -> Pair:
    """Return two names as their pair stands everywhere: the smaller first."""
    return (one, two) if one <= two else (two, one)


def compare_new(limit: int = AT_ONCE, *, until: Callable[[], bool] = lambda: False) -> int:
    """Look for names like those that were never compared, newest first, ``limit`` of them; return how many remain.

    ``until`` is asked before each whether to stop. Several at the same work are no danger: a pair stands once, and a
    spelling that came to mean something else meanwhile stays to be compared.
    """
    forget_stale()
    waiting = list(Spelling.objects.filter(compared=False).order_by("-pk")[:limit])
    if waiting:
        names: Names[Key] = Names((_bearer(row), row.name) for row in Spelling.objects.order_by("pk"))
        found: dict[Pair, _Alike] = {}
        seen = []
        for row in waiting:
            if until():
                break
            seen.append(row)
            for twin in names.like(row.name):
                _note(found, (_bearer(row), row.name), (twin.key, twin.name), twin.likeness)
        _keep(seen, found)
    return uncompared()


def uncompared() -> int:
    """Return how many spellings nobody has compared yet."""
    return Spelling.objects.filter(compared=False).count()


def suspect(one: Topic | Tag, two: Topic | Tag) -> None:
    """Compare two names with each other alone, and write down if they are alike."""
    found: dict[Pair, _Alike] = {}
    for mine in one.spellings.order_by("pk"):
        for theirs in two.spellings.order_by("pk"):
            if same := likeness(mine.name, theirs.name):
                _note(found, (key_of(one), mine.name), (key_of(two), theirs.name), same)
    _keep([], found)


def standing() -> QuerySet[Twin]:
    """Return the pairs that are still called as they were compared, and of which nobody said that they are two."""
    said = Verdict.objects.filter(
        reason=Verdict.Reason.TWIN,
        kind=OuterRef("kind"),
        row_id=OuterRef("row_id"),
        other_kind=OuterRef("other_kind"),
        other_id=OuterRef("other_id"),
    )
    return Twin.objects.filter(_still_called(), ~Exists(said)).order_by("cost", "pk")


def forget_stale() -> None:
    """Forget pairs of which a name is gone or is no longer written so; what is left of them is compared anew."""
    stale = list(Twin.objects.exclude(_still_called()).values_list("pk", "kind", "row_id", "other_kind", "other_id"))
    if not stale:
        return
    keys = {
        key for _pk, kind, row_id, other_kind, other_id in stale for key in ((kind, row_id), (other_kind, other_id))
    }
    topics = [number for kind, number in keys if kind == NameKind.TOPIC]
    tags = [number for kind, number in keys if kind == NameKind.TAG]
    with transaction.atomic():
        naming.hold()
        Twin.objects.filter(pk__in=[pk for pk, *_rest in stale]).delete()
        Spelling.objects.filter(Q(topic__in=topics) | Q(tag__in=tags)).update(compared=False)


def _still_called() -> Q:
    """Return the condition that both names of a pair are still written as they were compared."""

    def called(kind: str, number: str, name: str) -> Q:
        # Asked of each kind apart, so that the database finds the few spellings of one name by its id.
        conditions = (
            Q(**{kind: each.value})
            & Q(Exists(Spelling.objects.filter(**{f"{each.value}_id": OuterRef(number), "name": OuterRef(name)})))
            for each in NameKind
        )
        return reduce(or_, conditions)

    return called("kind", "row_id", "name") & called("other_kind", "other_id", "other_name")


def _bearer(row: Spelling) -> Key:
    return row.kind, row.topic_id or row.tag_id or 0


def _note(found: dict[Pair, _Alike], one: tuple[Key, str], two: tuple[Key, str], same: Likeness) -> None:
    """Add two spellings to what was found, if their names are two and nothing likelier is known of them."""
    if one[0] == two[0]:
        return
    pair = in_order(one[0], two[0])
    first, second = (one, two) if pair[0] == one[0] else (two, one)
    if pair not in found or same.cost < found[pair].likeness.cost:
        found[pair] = _Alike(first[1], second[1], same)


def _keep(seen: Iterable[Spelling], found: dict[Pair, _Alike]) -> None:
    """Write down what was found, and mark as compared what still means what it meant when it was read."""
    read = {row.pk: (_bearer(row), row.name) for row in seen}
    with transaction.atomic():
        naming.hold()
        # Whatever somebody is changing at this moment is left for the next time.
        today = Spelling.objects.select_for_update(skip_locked=True).filter(pk__in=read)
        same = [row.pk for row in today if read[row.pk] == (_bearer(row), row.name)]
        Spelling.objects.filter(pk__in=same).update(compared=True)
        said = _said_to_be_two(found)
        Twin.objects.bulk_create(
            (
                Twin(
                    kind=one[0],
                    row_id=one[1],
                    other_kind=two[0],
                    other_id=two[1],
                    reason=alike.likeness.reason,
                    name=alike.name,
                    other_name=alike.other_name,
                    cost=alike.likeness.cost,
                )
                for (one, two), alike in sorted(found.items())
                if (one, two) not in said
            ),
            ignore_conflicts=True,
        )


def _said_to_be_two(pairs: Iterable[Pair]) -> set[Pair]:
    """Return those of ``pairs`` of which somebody said that they are not the same."""
    ids = {one[1] for one, _two in pairs}
    rows = Verdict.objects.filter(reason=Verdict.Reason.TWIN, row_id__in=ids)
    return {
        ((kind, row_id), (other_kind, other_id))
        for kind, row_id, other_kind, other_id in rows.values_list("kind", "row_id", "other_kind", "other_id")
    }
