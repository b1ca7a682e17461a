"""How long ago, how soon, how long: «قبل ساعتين»، «بعد 5 دقائق»، «ساعتان و5 دقائق».

After قبل and بعد (and منذ) a noun stands in the oblique, so that two hours are ساعتين there and ساعتان alone; one is
the bare noun («قبل ساعة»), two the dual without a digit, and from three on the digit with the form that CLDR 47 ``ar``
names for it. Months and years go by the calendar, everything shorter by the clock; what is left over is not rounded up.
"""

from datetime import date, datetime, timedelta
from typing import Final, Literal

from newsroom.arabic.nouns import DAY, HOUR, MINUTE, MONTH, SECOND, WEEK, YEAR
from newsroom.arabic.numbers import Digits, Noun, count, join_and

Past = Literal["قبل", "منذ"]

NOW: Final = "الآن"
_DAY_WORDS: Final = {-2: "أول أمس", -1: "أمس", 0: "اليوم", 1: "غدًا", 2: "بعد غد"}
_CLOCK: Final = ((DAY, 86_400), (HOUR, 3_600), (MINUTE, 60), (SECOND, 1))


def _phrase(preposition: str, n: int, noun: Noun, style: Digits) -> str:
    if n < 1:
        raise ValueError(f"a distance in time is one or more, not {n}")
    measure = noun.singular if n == 1 else count(n, noun, oblique=True, style=style)
    return f"{preposition} {measure}"


def ago(n: int, noun: Noun, *, preposition: Past = "قبل", style: Digits = "latin") -> str:
    """Return «قبل n nouns»: قبل ساعة، قبل ساعتين، قبل 5 دقائق، قبل 11 سنة، قبل 100 يوم.

    ``preposition`` may be منذ, which asks for the same case. Raises ``ValueError`` if ``n`` is less than 1, and
    ``KeyError`` for an unknown digit style.
    """
    return _phrase(preposition, n, noun, style)


def ahead(n: int, noun: Noun, *, style: Digits = "latin") -> str:
    """Return «بعد n nouns»: بعد ساعة، بعد ساعتين، بعد 5 دقائق; forms and errors as in ``ago``."""
    return _phrase("بعد", n, noun, style)


def _offset(moment: datetime) -> timedelta:
    return moment.utcoffset() or timedelta()


def _months(earlier: datetime, later: datetime) -> int:
    """Return how many whole months of the calendar lie between two moments on one clock."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    begun = (earlier.day, earlier.time()) <= (later.day, later.time())
    return months if begun else months - 1


def _distance(moment: datetime, now: datetime, gap: timedelta) -> tuple[int, Noun] | None:
    """Return the largest unit that fits between two moments and how often it does; None for less than a minute."""
    clock = now.replace(tzinfo=None)
    try:
        there = clock + gap
    except OverflowError:  # only in the first and the last hours that a datetime knows
        there = moment.replace(tzinfo=None)
    months = _months(*sorted((there, clock)))
    if months >= 1:
        return (months // 12, YEAR) if months >= 12 else (months, MONTH)
    size = abs(gap)
    for noun, length in ((WEEK, 7 * 86_400), *_CLOCK[:3]):
        if number := size // timedelta(seconds=length):
            return number, noun
    return None


def relative(moment: datetime, now: datetime, *, preposition: Past = "قبل", style: Digits = "latin") -> str:
    """Return where ``moment`` lies from ``now``: «قبل ساعتين»، «قبل 5 دقائق»، «بعد 3 أسابيع»، «الآن».

    Less than a minute either way is «الآن»; then minutes, hours, days from 24 hours on, weeks from seven days on,
    and months and years of the calendar as ``now``'s clock shows them. Takes two aware or two naive moments; raises
    ``TypeError`` for one of each, ``KeyError`` for an unknown digit style.
    """
    if (moment.utcoffset() is None) != (now.utcoffset() is None):
        raise TypeError("an aware and a naive moment have no distance")
    gap = (moment.replace(tzinfo=None) - now.replace(tzinfo=None)) - (_offset(moment) - _offset(now))
    found = _distance(moment, now, gap)
    if found is None:
        return NOW
    number, noun = found
    if gap > timedelta():
        return ahead(number, noun, style=style)
    return ago(number, noun, preposition=preposition, style=style)


def day_word(day: date, today: date) -> str:
    """Return what people call a near day: «أول أمس»، «أمس»، «اليوم»، «غدًا»، «بعد غد»; "" for every other day.

    The names of CLDR 47 ``ar`` for the day before yesterday up to the day after tomorrow. Compares calendar days, so a
    datetime counts by its own clock. Raises nothing.
    """
    return _DAY_WORDS.get(day.toordinal() - today.toordinal(), "")


def duration(length: timedelta | int | float, *, units: int = 2, oblique: bool = False, style: Digits = "latin") -> str:
    """Return a length of time, its largest unit and what follows: «ساعتان و5 دقائق»، «يوم واحد و3 ساعات».

    Takes a timedelta or seconds; what is shorter than a second is nothing, and nothing is «أقل من ثانية». At most
    ``units`` neighbouring units are named, smaller ones left out; they are joined by an attached و. ``oblique`` asks
    for the form after a preposition («خلال ساعتين و5 دقائق»). A negative length goes by its size. Raises
    ``ValueError`` if ``units`` is less than 1, ``OverflowError`` or ``ValueError`` for a number that is no length.
    """
    if units < 1:
        raise ValueError("a length of time needs at least one unit")
    seconds = abs(length if isinstance(length, timedelta) else timedelta(seconds=length)) // timedelta(seconds=1)
    numbers: list[tuple[int, Noun]] = []
    for noun, size in _CLOCK:
        number, seconds = divmod(seconds, size)
        if number or numbers:
            numbers.append((number, noun))
    said = [count(number, noun, oblique=oblique, style=style) for number, noun in numbers[:units] if number]
    return join_and(said) or "أقل من ثانية"
