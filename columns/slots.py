"""When a column's next edition is expected."""

from calendar import monthrange
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from columns.models import Cadence, Column


def next_slot(column: Column, *, after: datetime) -> datetime:
    """Return the first slot of ``column`` strictly after the aware moment ``after``, in the column's zone.

    Weekly columns use their weekday; fortnightly ones every second such day, counted from ``after``;
    monthly ones the first such weekday of a month. A wall time that a clock change skips moves forward,
    as ``zoneinfo`` (PEP 495, fold=0) resolves it.
    """
    zone = ZoneInfo(column.zone)
    local = after.astimezone(zone)
    day = _first_day(column, local.date())
    slot = datetime.combine(day, column.slot_time, zone)
    if slot <= after:
        slot = datetime.combine(_following_day(column, day), column.slot_time, zone)
    return slot


def following(column: Column, *, last: datetime) -> datetime:
    """Return the slot after an edition that appeared at ``last``: a whole rhythm later, not the same week again."""
    if column.cadence == Cadence.MONTHLY:
        return next_slot(column, after=last + timedelta(days=15))
    step = timedelta(days=7 if column.cadence == Cadence.WEEKLY else 14)
    return next_slot(column, after=last + step - timedelta(days=4))


def _first_day(column: Column, day: date) -> date:
    """Return the first matching day on or after ``day``."""
    if column.cadence != Cadence.MONTHLY:
        return day + timedelta(days=(column.weekday - day.weekday()) % 7)
    first = _first_weekday(day.replace(day=1), column.weekday)
    return first if first >= day else _following_day(column, first)


def _following_day(column: Column, day: date) -> date:
    """Return the matching day one rhythm after the matching day ``day``."""
    if column.cadence == Cadence.MONTHLY:
        next_month = day.replace(day=1) + timedelta(days=monthrange(day.year, day.month)[1])
        return _first_weekday(next_month, column.weekday)
    return day + timedelta(days=7 if column.cadence == Cadence.WEEKLY else 14)


def _first_weekday(first: date, weekday: int) -> date:
    """Return the first ``weekday`` of the month that begins with ``first``."""
    return first + timedelta(days=(weekday - first.weekday()) % 7)
