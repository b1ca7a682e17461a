"""Edition numbers: proposed while drafting, given once at publication, never given twice."""

from django.db.models import Max
from django.utils.translation import gettext as _

from articles.models import Article, RetiredNumber
from columns.models import Column
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
        or RetiredNumber.objects.filter(column=column, number=number).exclude(article=by_other_than).exists()
    )
