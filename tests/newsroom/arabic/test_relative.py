from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.arabic import nouns
from newsroom.arabic.numbers import Noun
from newsroom.arabic.relative import NOW, ago, ahead, day_word, duration, relative

from .strategies import tried

NOON = datetime(2024, 3, 15, 12, 0, tzinfo=UTC)

AGO = [
    (1, nouns.SECOND, "قبل ثانية"),
    (2, nouns.SECOND, "قبل ثانيتين"),
    (3, nouns.SECOND, "قبل 3 ثوانٍ"),
    (45, nouns.SECOND, "قبل 45 ثانية"),
    (1, nouns.MINUTE, "قبل دقيقة"),
    (2, nouns.MINUTE, "قبل دقيقتين"),
    (5, nouns.MINUTE, "قبل 5 دقائق"),
    (10, nouns.MINUTE, "قبل 10 دقائق"),
    (11, nouns.MINUTE, "قبل 11 دقيقة"),
    (59, nouns.MINUTE, "قبل 59 دقيقة"),
    (1, nouns.HOUR, "قبل ساعة"),
    (2, nouns.HOUR, "قبل ساعتين"),
    (3, nouns.HOUR, "قبل 3 ساعات"),
    (23, nouns.HOUR, "قبل 23 ساعة"),
    (1, nouns.DAY, "قبل يوم"),
    (2, nouns.DAY, "قبل يومين"),
    (6, nouns.DAY, "قبل 6 أيام"),
    (15, nouns.DAY, "قبل 15 يومًا"),
    (100, nouns.DAY, "قبل 100 يوم"),
    (103, nouns.DAY, "قبل 103 أيام"),
    (1, nouns.WEEK, "قبل أسبوع"),
    (2, nouns.WEEK, "قبل أسبوعين"),
    (3, nouns.WEEK, "قبل 3 أسابيع"),
    (12, nouns.WEEK, "قبل 12 أسبوعًا"),
    (1, nouns.MONTH, "قبل شهر"),
    (2, nouns.MONTH, "قبل شهرين"),
    (5, nouns.MONTH, "قبل 5 أشهر"),
    (11, nouns.MONTH, "قبل 11 شهرًا"),
    (1, nouns.YEAR, "قبل سنة"),
    (2, nouns.YEAR, "قبل سنتين"),
    (10, nouns.YEAR, "قبل 10 سنوات"),
    (11, nouns.YEAR, "قبل 11 سنة"),
    (100, nouns.YEAR, "قبل 100 سنة"),
    (1400, nouns.YEAR, "قبل 1,400 سنة"),
]


@pytest.mark.parametrize(("n", "noun", "said"), AGO)
def test_ago_and_ahead(n: int, noun: Noun, said: str) -> None:
    measure = said.removeprefix("قبل ")
    assert ago(n, noun) == said
    assert ago(n, noun, preposition="منذ") == f"منذ {measure}"
    assert ahead(n, noun) == f"بعد {measure}"


def test_in_arabic_digits() -> None:
    assert ago(11, nouns.YEAR, style="arabic") == "قبل ١١ سنة"
    assert relative(NOON - timedelta(minutes=5), NOON, style="arabic") == "قبل ٥ دقائق"


@pytest.mark.parametrize("n", [0, -1])
def test_a_distance_of_nothing_is_refused(n: int) -> None:
    with pytest.raises(ValueError, match="one or more"):
        ago(n, nouns.DAY)


@pytest.mark.parametrize(
    ("gap", "measure"),
    [
        (timedelta(minutes=1), "دقيقة"),
        (timedelta(seconds=119), "دقيقة"),
        (timedelta(minutes=2), "دقيقتين"),
        (timedelta(minutes=5), "5 دقائق"),
        (timedelta(minutes=59, seconds=59), "59 دقيقة"),
        (timedelta(hours=1), "ساعة"),
        (timedelta(hours=2), "ساعتين"),
        (timedelta(hours=3, minutes=59), "3 ساعات"),
        (timedelta(hours=11), "11 ساعة"),
        (timedelta(hours=23, minutes=59), "23 ساعة"),
        (timedelta(days=1), "يوم"),
        (timedelta(days=2), "يومين"),
        (timedelta(days=6, hours=23), "6 أيام"),
        (timedelta(days=7), "أسبوع"),
        (timedelta(days=14), "أسبوعين"),
        (timedelta(days=27), "3 أسابيع"),
    ],
)
def test_by_the_clock(gap: timedelta, measure: str) -> None:
    assert relative(NOON - gap, NOON) == f"قبل {measure}"
    assert relative(NOON + gap, NOON) == f"بعد {measure}"
    assert relative(NOON - gap, NOON, preposition="منذ") == f"منذ {measure}"


@pytest.mark.parametrize(
    ("then", "said"),
    [
        ((2024, 2, 15), "قبل شهر"),
        ((2024, 2, 16), "قبل 4 أسابيع"),
        ((2024, 1, 15), "قبل شهرين"),
        ((2023, 10, 1), "قبل 5 أشهر"),
        ((2023, 4, 15), "قبل 11 شهرًا"),
        ((2023, 3, 16), "قبل 11 شهرًا"),
        ((2023, 3, 15), "قبل سنة"),
        ((2022, 3, 15), "قبل سنتين"),
        ((2014, 3, 15), "قبل 10 سنوات"),
        ((2013, 3, 15), "قبل 11 سنة"),
        ((1924, 3, 15), "قبل 100 سنة"),
        ((2024, 4, 15), "بعد شهر"),
        ((2024, 5, 15), "بعد شهرين"),
        ((2025, 2, 14), "بعد 10 أشهر"),
        ((2025, 3, 15), "بعد سنة"),
        ((2026, 3, 15), "بعد سنتين"),
        ((2035, 3, 15), "بعد 11 سنة"),
    ],
)
def test_by_the_calendar(then: tuple[int, int, int], said: str) -> None:
    assert relative(datetime(*then, 12, tzinfo=UTC), NOON) == said


@pytest.mark.parametrize("seconds", [-59, -1, 0, 1, 59])
def test_less_than_a_minute_is_now(seconds: int) -> None:
    assert relative(NOON + timedelta(seconds=seconds), NOON) == NOW == "الآن"


def test_moments_of_two_zones_are_compared_as_moments() -> None:
    damascus = NOON.astimezone(timezone(timedelta(hours=3)))
    assert relative(damascus, NOON) == "الآن"
    assert relative(damascus - timedelta(hours=2), NOON) == "قبل ساعتين"
    assert relative(NOON - timedelta(hours=2), damascus) == "قبل ساعتين"


def test_an_aware_and_a_naive_moment_are_refused() -> None:
    with pytest.raises(TypeError, match="no distance"):
        relative(NOON, NOON.replace(tzinfo=None))


@tried
@given(st.datetimes(), st.datetimes())
def test_any_two_moments_have_a_distance(one: datetime, other: datetime) -> None:
    there, back = relative(one, other), relative(other, one)
    assert (there == NOW) is (back == NOW)
    if there != NOW:
        assert {there[:4], back[:4]} == {"قبل ", "بعد "}


@tried
@given(st.datetimes(timezones=st.timezones()), st.datetimes(timezones=st.timezones()))
def test_any_two_moments_of_any_zones_have_a_distance(one: datetime, other: datetime) -> None:
    assert relative(one, other)[:4] in {"قبل ", "بعد ", NOW[:4]}


@pytest.mark.parametrize(
    ("day", "word"),
    [(12, ""), (13, "أول أمس"), (14, "أمس"), (15, "اليوم"), (16, "غدًا"), (17, "بعد غد"), (18, "")],
)
def test_near_days_have_names(day: int, word: str) -> None:
    assert day_word(date(2024, 3, day), date(2024, 3, 15)) == word
    assert day_word(datetime(2024, 3, day, 23, 59, tzinfo=UTC), date(2024, 3, 15)) == word


@pytest.mark.parametrize(
    ("length", "units", "said", "oblique"),
    [
        (0, 2, "أقل من ثانية", "أقل من ثانية"),
        (0.9, 2, "أقل من ثانية", "أقل من ثانية"),
        (1, 2, "ثانية واحدة", "ثانية واحدة"),
        (2, 2, "ثانيتان", "ثانيتين"),
        (62, 2, "دقيقة واحدة وثانيتان", "دقيقة واحدة وثانيتين"),
        (timedelta(hours=2, minutes=5), 2, "ساعتان و5 دقائق", "ساعتين و5 دقائق"),
        (timedelta(hours=2, minutes=5), 1, "ساعتان", "ساعتين"),
        (timedelta(days=1, hours=3), 2, "يوم واحد و3 ساعات", "يوم واحد و3 ساعات"),
        (timedelta(days=11, minutes=4), 2, "11 يومًا", "11 يومًا"),
        (timedelta(days=11, minutes=4), 3, "11 يومًا و4 دقائق", "11 يومًا و4 دقائق"),
        (timedelta(days=-2), 2, "يومان", "يومين"),
    ],
)
def test_duration(length: timedelta | float, units: int, said: str, oblique: str) -> None:
    assert duration(length, units=units) == said
    assert duration(length, units=units, oblique=True) == oblique


def test_a_duration_without_a_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one unit"):
        duration(5, units=0)


@tried
@given(st.timedeltas(timedelta.min, -timedelta.min), st.integers(1, 4))
def test_any_length_has_words(length: timedelta, units: int) -> None:
    said = duration(length, units=units)
    assert said == duration(-length, units=units)
    assert 0 < len(said.replace(" واحد", "").split(" و")) <= units
