"""When an edition is expected: by rhythm, weekday and hour in the column's own zone."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from columns.models import Column
from columns.slots import following, next_slot


def column(cadence: str = "weekly", weekday: int = 3, hour: int = 18, zone: str = "UTC", minute: int = 0) -> Column:
    return Column(cadence=cadence, weekday=weekday, slot_time=time(hour, minute), zone=zone)


def at(text: str, zone: str = "UTC") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


# The 5th of March 2026 is a Thursday.
@pytest.mark.parametrize(
    ("cadence", "after", "slot"),
    [
        ("weekly", "2026-03-02 09:00", "2026-03-05 18:00"),
        ("weekly", "2026-03-05 17:59", "2026-03-05 18:00"),
        ("weekly", "2026-03-05 18:00", "2026-03-12 18:00"),
        ("weekly", "2026-03-05 18:01", "2026-03-12 18:00"),
        ("weekly", "2026-12-31 18:00", "2027-01-07 18:00"),
        ("fortnightly", "2026-03-02 09:00", "2026-03-05 18:00"),
        ("fortnightly", "2026-03-05 18:00", "2026-03-19 18:00"),
        ("monthly", "2026-03-01 00:00", "2026-03-05 18:00"),
        ("monthly", "2026-03-05 17:59", "2026-03-05 18:00"),
        ("monthly", "2026-03-05 18:00", "2026-04-02 18:00"),
        ("monthly", "2026-03-31 23:00", "2026-04-02 18:00"),
        ("monthly", "2026-12-20 12:00", "2027-01-07 18:00"),
        ("monthly", "2026-01-31 12:00", "2026-02-05 18:00"),
    ],
)
def test_the_next_slot_is_the_first_one_strictly_ahead(cadence, after, slot):
    assert next_slot(column(cadence), after=at(after)) == at(slot)


@pytest.mark.parametrize("weekday", range(7))
def test_every_weekday_can_be_the_day_of_a_column(weekday):
    slot = next_slot(column(weekday=weekday), after=at("2026-03-02 18:00"))
    assert (slot.weekday(), slot.hour) == (weekday, 18)
    assert 0 < (slot - at("2026-03-02 18:00")).total_seconds() <= 7 * 86400


@pytest.mark.parametrize(
    ("cadence", "last", "slot"),
    [
        ("weekly", "2026-03-05 18:00", "2026-03-12 18:00"),
        ("weekly", "2026-03-06 22:00", "2026-03-12 18:00"),
        ("weekly", "2026-03-04 08:00", "2026-03-12 18:00"),
        ("fortnightly", "2026-03-05 18:00", "2026-03-19 18:00"),
        ("fortnightly", "2026-03-07 09:00", "2026-03-19 18:00"),
        ("monthly", "2026-03-05 18:00", "2026-04-02 18:00"),
        ("monthly", "2026-03-07 09:00", "2026-04-02 18:00"),
    ],
)
def test_after_an_edition_a_whole_rhythm_passes(cadence, last, slot):
    assert following(column(cadence), last=at(last)) == at(slot)


@pytest.mark.parametrize(
    ("zone", "utc_hours"), [("Asia/Damascus", {15}), ("Europe/London", {17, 18}), ("Africa/Cairo", {15, 16})]
)
def test_the_hour_is_the_clock_on_the_wall_summer_and_winter(zone, utc_hours):
    found, moment = set(), at("2026-01-01 00:00")
    for _turn in range(52):
        moment = next_slot(column(zone=zone), after=moment)
        assert (moment.astimezone(ZoneInfo(zone)).hour, moment.weekday()) == (18, 3)
        found.add(moment.astimezone(UTC).hour)
    assert found == utc_hours


def test_an_hour_that_the_clock_skips_moves_forward():
    # In London the clocks go from one to two on Sunday the 29th of March 2026.
    slot = next_slot(column(weekday=6, hour=1, minute=30, zone="Europe/London"), after=at("2026-03-28 12:00"))
    assert slot.astimezone(UTC) == at("2026-03-29 01:30")
    later = next_slot(column(weekday=6, hour=1, minute=30, zone="Europe/London"), after=slot)
    assert later.astimezone(UTC) == at("2026-04-05 00:30")


def test_an_hour_that_comes_twice_is_one_slot():
    repeated = column(weekday=6, hour=1, minute=30, zone="Europe/London")
    first = next_slot(repeated, after=at("2026-10-24 12:00"))
    assert first.astimezone(UTC) == at("2026-10-25 00:30")
    assert next_slot(repeated, after=first).astimezone(UTC) == at("2026-11-01 01:30")


def test_the_day_is_the_day_of_the_zone_and_not_of_the_server():
    evening = column(weekday=3, hour=1, zone="Asia/Damascus")
    assert next_slot(evening, after=at("2026-03-04 21:59")).astimezone(UTC) == at("2026-03-04 22:00")
