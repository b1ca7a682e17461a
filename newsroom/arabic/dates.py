"""Dates and times in Arabic order, with the month names the reader grew up with.

CLDR 47 names the months of ar-SY, ar-LB, ar-JO and ar-IQ in the Levantine way (كانون الثاني … كانون الأول); most
other Arab countries use the Gregorian names, and pan-Arab outlets print both, joined by a stroke.
"""

from datetime import date, datetime, time, timedelta
from typing import Final, Literal

from newsroom.arabic.numbers import Digits, digits

Months = Literal["levantine", "gregorian", "both"]

MONTHS_LEVANTINE: Final = (
    "كانون الثاني",
    "شباط",
    "آذار",
    "نيسان",
    "أيار",
    "حزيران",
    "تموز",
    "آب",
    "أيلول",
    "تشرين الأول",
    "تشرين الثاني",
    "كانون الأول",
)
MONTHS_GREGORIAN: Final = (
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
)
WEEKDAYS: Final = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
"""Monday first, so that ``WEEKDAYS[day.weekday()]`` holds; the order of a calendar is a setting, not a fact."""

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
"""The days as Python numbers them (``date.weekday``)."""

WEEKDAY_INITIALS: Final = ("ن", "ث", "ر", "خ", "ج", "س", "ح")
"""One letter a day for the head of a calendar, Monday first: the narrow names of CLDR 47 ``ar``."""

_MONTHS: Final[dict[Months, tuple[str, ...]]] = {
    "levantine": MONTHS_LEVANTINE,
    "gregorian": MONTHS_GREGORIAN,
    "both": tuple(f"{here}/{there}" for here, there in zip(MONTHS_LEVANTINE, MONTHS_GREGORIAN, strict=True)),
}


def month_name(month: int, months: Months = "levantine") -> str:
    """Return the name of month 1–12: أيلول, سبتمبر, or «أيلول/سبتمبر» for ``both``.

    Raises ``ValueError`` for a number outside 1–12 and ``KeyError`` for an unknown naming.
    """
    if not 1 <= month <= 12:
        raise ValueError(f"month must be 1 to 12, not {month}")
    return _MONTHS[months][month - 1]


def weekday_name(day: date) -> str:
    """Return the Arabic name of the day's weekday, spelled as in CLDR 47 ``ar`` (الاثنين). Raises nothing."""
    return WEEKDAYS[day.weekday()]


def week(first: int = SATURDAY) -> tuple[int, ...]:
    """Return the seven days in the order of a calendar, as Python numbers them, ``first`` leading.

    CLDR 47 begins the week on Saturday in Syria, Jordan, Iraq and Egypt, and on Monday in Lebanon. Raises
    ``ValueError`` for a day outside 0–6.
    """
    if not MONDAY <= first <= SUNDAY:
        raise ValueError(f"a day of the week must be 0 to 6, not {first}")
    return tuple((first + place) % 7 for place in range(7))


def week_start(day: date, first: int = SATURDAY) -> date:
    """Return the day on which the week of ``day`` begins, as a plain date.

    Raises ``ValueError`` for a ``first`` outside 0–6, ``OverflowError`` where that day is before the year 1.
    """
    plain = date(day.year, day.month, day.day)
    return plain - timedelta(days=week(first).index(plain.weekday()))


def format_month(year: int, month: int, *, months: Months = "levantine", style: Digits = "latin") -> str:
    """Return a month of a year, «أيلول 2023»; a year is never grouped.

    Raises ``ValueError`` for a month outside 1–12, ``KeyError`` for an unknown naming or digit style.
    """
    return f"{month_name(month, months)} {digits(str(year), style)}"


def format_date(day: date, *, months: Months = "levantine", style: Digits = "latin", weekday: bool = False) -> str:
    """Return a date in Arabic order, day month year: «18 أيلول 2023», with its weekday «الاثنين 18 أيلول 2023».

    The CLDR 47 long pattern of ``ar``; the weekday takes no comma after it, as newspapers print it.
    Raises ``KeyError`` for an unknown naming or digit style.
    """
    written = f"{digits(str(day.day), style)} {format_month(day.year, day.month, months=months, style=style)}"
    return f"{weekday_name(day)} {written}" if weekday else written


def _period(hour: int, minute: int) -> str:
    if hour == 0:
        return "بعد منتصف الليل" if minute else "منتصف الليل"
    if hour < 12:
        return "صباحًا"
    return "ظهرًا" if hour == 12 else "مساءً"


def format_time(moment: time | datetime, *, style: Digits = "latin") -> str:
    """Return a time on the twelve-hour clock: «6 مساءً», «6:04 مساءً», «9:30 صباحًا».

    Newsroom usage: a full hour shows no minutes; صباحًا until noon, ظهرًا in the hour from noon, مساءً from one
    o'clock on. The hour after midnight has words of its own, for «12:30 صباحًا» would read as half past noon:
    «12 منتصف الليل» and «12:30 بعد منتصف الليل». Seconds are not shown. Raises ``KeyError`` for an unknown style.
    """
    clock = str(moment.hour % 12 or 12)
    if moment.minute:
        clock += f":{moment.minute:02}"
    return f"{digits(clock, style)} {_period(moment.hour, moment.minute)}"


def format_datetime(
    moment: datetime, *, months: Months = "levantine", style: Digits = "latin", weekday: bool = False
) -> str:
    """Return date and time, «18 أيلول 2023، 6 مساءً», joined by the Arabic comma.

    Takes a moment already in the reader's time zone; no zone is converted or shown. Raises ``KeyError`` for an
    unknown naming or digit style.
    """
    day = format_date(moment, months=months, style=style, weekday=weekday)
    return f"{day}، {format_time(moment, style=style)}"
