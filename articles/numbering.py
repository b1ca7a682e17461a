"""Edition numbers: proposed while drafting, given once at publication, never given twice."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from articles.models import Article, RetiredNumber, Revision
from columns.models import Column
from newsroom import audit, pagecache
from newsroom.accounts import User
from newsroom.refusals import Refused


class NumberTaken(Refused):
    """The wished number belongs, or once belonged, to another edition."""

    def __init__(self, number: int) -> None:
        super().__init__(
            [_("Number %(number)s is taken in this column. Choose another, or leave it empty.") % {"number": number}],
            field="number",
        )


def proposed_number(column: Column) -> int:
    """Return the number that the next edition of ``column`` would get."""
    highest = [
        Article.objects.filter(column=column).aggregate(top=Max("number"))["top"],
        RetiredNumber.objects.filter(column=column).aggregate(top=Max("number"))["top"],
    ]
    return max([column.first_number - 1, *(top for top in highest if top is not None)]) + 1


def give_number(article: Article, *, column: Column, wish: int | None) -> int:
    """Return the number for ``article`` in ``column``: the wish, if free, else the next one.

    Call it inside a transaction: it locks the column, so that two editions at the same instant get two numbers.
    Raises NumberTaken.
    """
    lock(column)
    return number_to_give(article, column=column, wish=wish)


def number_to_give(article: Article, *, column: Column, wish: int | None) -> int:
    """Return the number that ``article`` would get in ``column`` just now; raises NumberTaken."""
    if wish is None:
        return proposed_number(column)
    if is_taken(column, wish, by_other_than=article):
        raise NumberTaken(wish)
    return wish


def lock(column: Column) -> None:
    """Keep everybody else from numbering in ``column`` until the transaction ends; pieces may still point to it."""
    Column.objects.select_for_update(no_key=True).get(pk=column.pk)


def is_taken(column: Column, number: int, *, by_other_than: Article) -> bool:
    """Return whether another piece bears ``number`` in ``column``, or bore it before readers."""
    return (
        Article.objects.filter(column=column, number=number).exclude(pk=by_other_than.pk).exists()
        or RetiredNumber.objects.filter(column=column, number=number).exclude(article=by_other_than.pk).exists()
    )


@dataclass
class NumberingReport:
    """What numbering by date did: how many editions got a new number, how many kept theirs, which have none."""

    given: int = 0
    kept: int = 0
    without: list[int] = field(default_factory=list)


def number_by_date(column: Column, *, by: User | None, now: datetime) -> NumberingReport:
    """Number the published editions of a column that is being imported, so that numbers rise with their dates.

    Numbers that the import named, or that were given at the desk, stay; the others count on from the edition before,
    those before the first such number back from it. Where there is no room an edition stays without, and is reported
    by its id. Doing it again changes nothing more. Raises Refused for a column that is not marked as being imported.
    """
    with transaction.atomic():
        lock(column)
        column.refresh_from_db(fields=("importing", "first_number"))
        if not column.importing:
            raise Refused([_("Only a column marked as being imported is numbered by date: mark it first.")])
        # Only a piece that was published has a live revision; readers' order is the order of numbers.
        editions = Article.objects.filter(column=column, live_revision__isnull=False).order_by("publish_at", "pk")
        rows = list(editions.values_list("pk", "number"))
        movable = _numbered_by_import(column)
        fixed = {pk: number for pk, number in rows if number is not None and pk not in movable}
        retired = RetiredNumber.objects.filter(column=column).values_list("number", flat=True)
        taken = {*fixed.values(), *retired}
        numbers = _by_date([pk for pk, _number in rows], fixed, taken=taken, first=column.first_number)
        changed = {pk: numbers.get(pk) for pk, number in rows if numbers.get(pk) != number}
        if changed:
            with pagecache.raised_last():
                _renumber(changed)
                audit.record(column, by=by, act=gettext_noop("Numbered by date."))
    without = [pk for pk, _number in rows if pk not in numbers]
    return NumberingReport(len(changed.keys() & numbers.keys()), len(numbers) - len(changed.keys() & numbers), without)


def _numbered_by_import(column: Column) -> set[int]:
    """Return the pieces whose number nobody chose: the import brought them without one, and nobody wrote them since."""
    movable: dict[int, bool] = {}
    revisions = Revision.objects.filter(article__column=column).order_by("pk")
    for article, kind, number in revisions.values_list("article_id", "kind", "content__number").iterator():
        movable[article] = kind == Revision.Kind.IMPORT and number is None
    return {article for article, may in movable.items() if may}


def _by_date(order: list[int], fixed: dict[int, int], *, taken: set[int], first: int) -> dict[int, int]:
    """Return the numbers of the editions ``order`` (oldest first) around the ``fixed`` ones."""
    numbers: dict[int, int] = {}
    waiting: list[int] = []
    last: int | None = None
    for edition in order:
        if edition not in fixed:
            waiting.append(edition)
            continue
        bound = fixed[edition]
        if last is None:
            back = (number for number in range(bound - 1, 0, -1) if number not in taken)
            numbers |= dict(zip(reversed(waiting), back, strict=False))
        else:
            numbers |= _filled(waiting, range(last + 1, bound), taken=taken)
        numbers[edition] = bound
        last = max(bound, last or 0)
        waiting = []
    start = first if last is None else last + 1
    return numbers | _filled(waiting, range(start, start + len(waiting) + len(taken)), taken=taken)


def _filled(editions: list[int], room: Iterable[int], *, taken: set[int]) -> dict[int, int]:
    """Return numbers out of ``room`` for ``editions``, in order, as far as it goes."""
    return dict(zip(editions, (number for number in room if number not in taken), strict=False))


def _renumber(changed: dict[int, int | None]) -> None:
    """Write the numbers; all are taken off first, since two editions may exchange theirs."""
    Article.objects.filter(pk__in=list(changed)).update(number=None)
    rows = [Article(pk=pk, number=number) for pk, number in changed.items() if number is not None]
    Article.objects.bulk_update(rows, ["number"], batch_size=200)
