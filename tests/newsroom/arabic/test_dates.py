from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.arabic.dates import (
    MONDAY,
    MONTHS_GREGORIAN,
    MONTHS_LEVANTINE,
    SATURDAY,
    SUNDAY,
    WEEKDAY_INITIALS,
    WEEKDAYS,
    Months,
    format_date,
    format_datetime,
    format_month,
    format_time,
    month_name,
    week,
    week_start,
    weekday_name,
)
from newsroom.arabic.numbers import Digits

from .strategies import tried

PAIRS = [
    ("كانون الثاني", "يناير"),
    ("شباط", "فبراير"),
    ("آذار", "مارس"),
    ("نيسان", "أبريل"),
    ("أيار", "مايو"),
    ("حزيران", "يونيو"),
    ("تموز", "يوليو"),
    ("آب", "أغسطس"),
    ("أيلول", "سبتمبر"),
    ("تشرين الأول", "أكتوبر"),
    ("تشرين الثاني", "نوفمبر"),
    ("كانون الأول", "ديسمبر"),
]


def test_months_stand_side_by_side() -> None:
    assert list(zip(MONTHS_LEVANTINE, MONTHS_GREGORIAN, strict=True)) == PAIRS
    assert [month_name(n) for n in range(1, 13)] == list(MONTHS_LEVANTINE)
    assert [month_name(n, "gregorian") for n in range(1, 13)] == list(MONTHS_GREGORIAN)
    assert [month_name(n, "both") for n in range(1, 13)] == [f"{here}/{there}" for here, there in PAIRS]


@pytest.mark.parametrize("month", [-1, 0, 13])
def test_a_thirteenth_month_is_refused(month: int) -> None:
    with pytest.raises(ValueError, match="month must be 1 to 12"):
        month_name(month)


def test_a_week_in_september() -> None:
    week = [weekday_name(date(2023, 9, day)) for day in range(18, 25)]
    assert week == ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"]
    assert week == list(WEEKDAYS)


@pytest.mark.parametrize(
    ("day", "months", "written"),
    [
        (date(2023, 9, 18), "levantine", "18 أيلول 2023"),
        (date(2023, 9, 18), "gregorian", "18 سبتمبر 2023"),
        (date(2023, 9, 18), "both", "18 أيلول/سبتمبر 2023"),
        (date(2024, 1, 1), "levantine", "1 كانون الثاني 2024"),
        (date(2024, 2, 29), "levantine", "29 شباط 2024"),
        (date(2024, 3, 5), "levantine", "5 آذار 2024"),
        (date(2019, 4, 5), "both", "5 نيسان/أبريل 2019"),
        (date(2011, 10, 31), "both", "31 تشرين الأول/أكتوبر 2011"),
        (date(1, 12, 9), "levantine", "9 كانون الأول 1"),
    ],
)
def test_format_date(day: date, months: Months, written: str) -> None:
    assert format_date(day, months=months) == written


def test_format_date_with_its_weekday_and_digits() -> None:
    day = date(2023, 9, 18)
    assert format_date(day, weekday=True) == "الاثنين 18 أيلول 2023"
    assert format_date(day, weekday=True, style="arabic") == "الاثنين ١٨ أيلول ٢٠٢٣"
    assert format_date(day, weekday=True, months="both") == "الاثنين 18 أيلول/سبتمبر 2023"


@pytest.mark.parametrize(
    ("first", "days"),
    [
        (SATURDAY, ["السبت", "الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة"]),
        (SUNDAY, ["الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"]),
        (MONDAY, ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"]),
    ],
)
def test_the_week_of_a_calendar_begins_where_it_is_told(first: int, days: list[str]) -> None:
    assert [WEEKDAYS[day] for day in week(first)] == days


def test_the_week_begins_on_saturday() -> None:
    assert week() == (5, 6, 0, 1, 2, 3, 4)
    assert [WEEKDAY_INITIALS[day] for day in week()] == ["س", "ح", "ن", "ث", "ر", "خ", "ج"]
    assert [week_start(date(2023, 9, day)).day for day in range(14, 24)] == [9, 9, 16, 16, 16, 16, 16, 16, 16, 23]
    assert week_start(datetime(2023, 9, 18, 23, 59, tzinfo=UTC)) == date(2023, 9, 16)
    assert week_start(date(2023, 9, 18), MONDAY) == date(2023, 9, 18)
    assert week_start(date(2024, 1, 1), SUNDAY) == date(2023, 12, 31)


@pytest.mark.parametrize("first", [-1, 7])
def test_an_eighth_day_is_refused(first: int) -> None:
    with pytest.raises(ValueError, match="must be 0 to 6"):
        week(first)


@pytest.mark.parametrize("months", ["levantine", "gregorian", "both"])
@pytest.mark.parametrize("style", ["latin", "arabic"])
def test_every_day_of_a_leap_year_is_written_day_month_year(months: Months, style: Digits) -> None:
    day = date(2024, 1, 1)
    while day.year == 2024:
        here, there = PAIRS[day.month - 1]
        name = {"levantine": here, "gregorian": there, "both": f"{here}/{there}"}[months]
        written = f"{day.day} {name} 2024"
        if style == "arabic":
            written = written.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
        assert format_date(day, months=months, style=style) == written
        day += timedelta(days=1)


def test_format_month() -> None:
    assert format_month(2023, 9) == "أيلول 2023"
    assert format_month(2020, 1, months="both", style="arabic") == "كانون الثاني/يناير ٢٠٢٠"


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (time(0, 0), "12 منتصف الليل"),
        (time(0, 30), "12:30 بعد منتصف الليل"),
        (time(1, 0), "1 صباحًا"),
        (time(9, 30), "9:30 صباحًا"),
        (time(11, 59), "11:59 صباحًا"),
        (time(12, 0), "12 ظهرًا"),
        (time(12, 5), "12:05 ظهرًا"),
        (time(13, 0), "1 مساءً"),
        (time(18, 0), "6 مساءً"),
        (time(18, 0, 59), "6 مساءً"),
        (time(18, 4), "6:04 مساءً"),
        (time(23, 59), "11:59 مساءً"),
    ],
)
def test_format_time(moment: time, written: str) -> None:
    assert format_time(moment) == written
    assert format_time(datetime.combine(date(2023, 9, 18), moment)) == written


def test_format_datetime() -> None:
    moment = datetime(2023, 9, 18, 18, 0, tzinfo=UTC)
    assert format_datetime(moment) == "18 أيلول 2023، 6 مساءً"
    assert format_datetime(moment, weekday=True) == "الاثنين 18 أيلول 2023، 6 مساءً"
    assert format_datetime(moment.replace(minute=4), months="both") == "18 أيلول/سبتمبر 2023، 6:04 مساءً"
    assert format_datetime(moment.replace(minute=4), style="arabic") == "١٨ أيلول ٢٠٢٣، ٦:٠٤ مساءً"


@tried
@given(st.datetimes(), st.sampled_from(["levantine", "gregorian", "both"]))
def test_every_moment_can_be_written(moment: datetime, months: Months) -> None:
    written = format_datetime(moment, months=months, weekday=True)
    assert written.startswith(weekday_name(moment))
    assert month_name(moment.month, months) in written


@tried
@given(st.times(), st.times())
def test_no_two_minutes_read_alike(one: time, other: time) -> None:
    same_minute = (one.hour, one.minute) == (other.hour, other.minute)
    assert (format_time(one) == format_time(other)) is same_minute
