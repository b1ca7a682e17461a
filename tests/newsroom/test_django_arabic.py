"""Django's own Arabic as this house mends it: times, counts, dates, sentences, and what the pages of the desk show."""

import json
import re
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import django
import pytest
from django import forms
from django.contrib.auth.password_validation import MinimumLengthValidator
from django.contrib.humanize.templatetags.humanize import apnumber, intcomma, naturalday, naturaltime
from django.core.exceptions import ValidationError
from django.core.validators import DecimalValidator, MaxLengthValidator, MinLengthValidator
from django.template.defaultfilters import filesizeformat
from django.utils import formats, timezone
from django.utils.dateformat import format as dateformat
from django.utils.text import get_text_list
from django.utils.timesince import timesince, timeuntil
from django.utils.translation import gettext, ngettext, npgettext, override, pgettext

from newsroom.arabic.dates import MONTHS_LEVANTINE
from newsroom.management.commands.build_messages import _entries, read_po
from tests.newsroom.arabic.spans import SPANS

HERE = Path(__file__).resolve().parents[2]
HOUSE = HERE / "newsroom/locale/ar/LC_MESSAGES"
DJANGO = Path(django.__file__).parent
LEVANTINE = list(MONTHS_LEVANTINE)
NOON = datetime(2024, 3, 15, 12, 0, tzinfo=UTC)

# One number for each of the six forms, and those that sit at their edges.
NUMBERS = (0, 1, 2, 3, 7, 10, 11, 25, 99, 100, 101, 102, 103, 111)


@pytest.fixture(autouse=True)
def arabic():
    with override("ar"):
        yield


# ---- time ------------------------------------------------------------------------------------------------------------

UNITS = {
    "year": ("سنة واحدة", "سنتان", "سنتين", "سنوات", "سنة", "سنة"),
    "month": ("شهر واحد", "شهران", "شهرين", "أشهر", "شهرًا", "شهر"),
    "week": ("أسبوع واحد", "أسبوعان", "أسبوعين", "أسابيع", "أسبوعًا", "أسبوع"),
    "day": ("يوم واحد", "يومان", "يومين", "أيام", "يومًا", "يوم"),
    "hour": ("ساعة واحدة", "ساعتان", "ساعتين", "ساعات", "ساعة", "ساعة"),
    "minute": ("دقيقة واحدة", "دقيقتان", "دقيقتين", "دقائق", "دقيقة", "دقيقة"),
}


def form_of(n: int, few: str, many: str, other: str) -> str:
    rest = n % 100
    return few if 3 <= rest <= 10 else many if rest >= 11 else other


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_of_time_has_its_six_forms(unit):
    one, two, oblique, few, many, other = UNITS[unit]
    for n in NUMBERS[3:]:
        said = f"{n} {form_of(n, few, many, other)}"
        assert ngettext(f"%(num)d {unit}", f"%(num)d {unit}s", n) % {"num": n} == said
        for context in ("naturaltime-past", "naturaltime-future"):
            assert npgettext(context, f"%(num)d {unit}", f"%(num)d {unit}s", n) % {"num": n} == said
    assert ngettext(f"%(num)d {unit}", f"%(num)d {unit}s", 1) == one
    assert ngettext(f"%(num)d {unit}", f"%(num)d {unit}s", 2) == two
    for context in ("naturaltime-past", "naturaltime-future"):
        assert npgettext(context, f"%(num)d {unit}", f"%(num)d {unit}s", 1) == other
        assert npgettext(context, f"%(num)d {unit}", f"%(num)d {unit}s", 2) == oblique


@pytest.mark.parametrize(
    ("gap", "said"),
    [
        (timedelta(seconds=10), "أقل من دقيقة"),
        (timedelta(minutes=1), "دقيقة واحدة"),
        (timedelta(minutes=5), "5 دقائق"),
        (timedelta(hours=2), "ساعتان"),
        (timedelta(hours=2, minutes=11), "ساعتان، 11 دقيقة"),
        (timedelta(days=2), "يومان"),
        (timedelta(days=14, hours=3), "أسبوعان"),
        (timedelta(days=365 * 11 + 3), "11 سنة"),
    ],
)
def test_timesince_and_timeuntil_stand_alone(gap, said):
    assert timesince(NOON - gap, NOON).replace("\u00a0", " ") == said
    assert timeuntil(NOON + gap, NOON).replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("gap", "measure"),
    [
        *SPANS,
        (timedelta(seconds=1), "ثانية"),
        (timedelta(seconds=2), "ثانيتين"),
        (timedelta(seconds=5), "5 ثوانٍ"),
        (timedelta(seconds=30), "30 ثانية"),
        (timedelta(days=7), "أسبوع"),
        (timedelta(days=366), "سنة"),
        (timedelta(days=366 * 2 + 1), "سنتين"),
    ],
)
def test_naturaltime_past_and_ahead(gap, measure, monkeypatch):
    class Still(datetime):
        @classmethod
        def now(cls, tz=None):
            return NOON

    monkeypatch.setattr("django.contrib.humanize.templatetags.humanize.datetime", Still)
    assert naturaltime(NOON - gap).replace("\u00a0", " ").split("،")[0] == f"قبل {measure}"
    assert naturaltime(NOON + gap).replace("\u00a0", " ").split("،")[0] == f"بعد {measure}"
    assert naturaltime(NOON) == "الآن"


def test_near_days_and_small_numbers():
    today = timezone.localdate()
    days = [naturalday(today + timedelta(days=gap)) for gap in (-1, 0, 1)]
    assert days == ["أمس", "اليوم", "غدًا"]
    said = [apnumber(n) for n in range(1, 10)]
    assert said == ["واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة"]


# ---- dates and numbers -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("month", range(1, 13))
def test_months_are_levantine_in_every_format_and_days_come_first(month):
    day, name = date(2024, month, 5), LEVANTINE[month - 1]
    assert [dateformat(day, letter) for letter in "FMNEb"] == [name] * 5
    assert formats.date_format(day) == f"5 {name} 2024"
    assert formats.date_format(day, "YEAR_MONTH_FORMAT") == f"{name} 2024"
    assert formats.date_format(day, "MONTH_DAY_FORMAT") == f"5 {name}"
    assert formats.date_format(day, "SHORT_DATE_FORMAT") == f"5/{month}/2024"


def test_weekdays_are_never_cut_short():
    week = [date(2023, 9, 18) + timedelta(days=n) for n in range(7)]
    names = ["الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"]
    assert [dateformat(day, "l") for day in week] == [dateformat(day, "D") for day in week] == names


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (time(0), "12 منتصف الليل"),
        (time(1), "1 صباحًا"),
        (time(9, 30), "9:30 صباحًا"),
        (time(12), "12 ظهرًا"),
        (time(18), "6 مساءً"),
        (time(18, 4), "6:04 مساءً"),
        (time(23, 59), "11:59 مساءً"),
    ],
)
def test_times_are_written_as_the_house_writes_them(moment, said):
    assert formats.time_format(moment) == said
    whole = datetime.combine(date(2024, 3, 5), moment)
    assert formats.date_format(whole, "DATETIME_FORMAT") == f"5 آذار 2024، {said}"
    assert formats.date_format(whole, "SHORT_DATETIME_FORMAT") == f"5/3/2024، {said}"
    assert [dateformat(whole, letter) for letter in "aA"] == ["مساءً" if moment.hour >= 12 else "صباحًا"] * 2


def test_numbers_are_grouped_by_thousands():
    assert intcomma(1234567) == "1,234,567"
    assert formats.number_format(1234567.5, 1, force_grouping=True) == "1,234,567.5"
    assert formats.number_format(1234.5, 1) == "1234.5"


def test_the_week_of_the_date_picker_begins_on_saturday(settings):
    assert settings.WEEK_BEGINS == 5
    # Django counts from Sunday.
    assert formats.get_format("FIRST_DAY_OF_WEEK") == 6


def test_dates_are_read_day_first():
    for typed in ("2024-03-05", "05/03/2024", "5/3/2024", "5-3-2024", "5.3.2024"):
        assert forms.DateField().clean(typed) == date(2024, 3, 5)


# ---- counts in sentences ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("n", "letters"),
    [(1, "حرف واحد"), (2, "حرفين"), (3, "3 أحرف"), (10, "10 أحرف"), (12, "12 حرفًا"), (100, "100 حرف")],
)
def test_errors_count_letters(n, letters):
    with pytest.raises(ValidationError) as longer:
        MaxLengthValidator(n)("ا" * (n + 5))
    assert longer.value.messages == [f"ينبغي ألا تزيد هذه القيمة على {letters} (عددها الآن {n + 5})."]
    with pytest.raises(ValidationError) as shorter:
        MinLengthValidator(n)("")
    assert shorter.value.messages == [f"ينبغي ألا تقل هذه القيمة عن {letters} (عددها الآن 0)."]
    with pytest.raises(ValidationError) as password:
        MinimumLengthValidator(n).validate("")
    assert password.value.messages == [f"كلمة السر هذه قصيرة جدًا. ينبغي ألا تقل عن {letters}."]
    assert MinimumLengthValidator(n).get_help_text() == f"ينبغي ألا تقل كلمة السر عن {letters}."


@pytest.mark.parametrize(("n", "places"), [(1, "خانة واحدة"), (2, "خانتين"), (3, "3 خانات"), (11, "11 خانة")])
def test_errors_count_digits(n, places):
    from decimal import Decimal

    with pytest.raises(ValidationError) as error:
        DecimalValidator(n, n)(Decimal("1" * (n + 1)))
    assert error.value.messages[0] == f"ينبغي ألا يزيد العدد كله على {places}."
    with pytest.raises(ValidationError) as error:
        DecimalValidator(n + 20, n)(Decimal("0." + "1" * (n + 1)))
    assert error.value.messages == [f"ينبغي ألا تزيد الخانات بعد الفاصلة العشرية على {places}."]


@pytest.mark.parametrize(
    ("n", "said"),
    [(0, "0 بايت"), (1, "بايت واحد"), (2, "بايتان"), (3, "3 بايتات"), (11, "11 بايتًا"), (100, "100 بايت")],
)
def test_sizes_of_files(n, said):
    assert filesizeformat(n).replace("\u00a0", " ") == said


def test_a_list_has_no_detached_waw():
    assert get_text_list(["روسيا", "الصين"], gettext("and")) == "روسيا مع الصين"
    assert get_text_list(["روسيا", "الصين", "إيران"], gettext("or")) == "روسيا، الصين أو إيران"


# ---- the catalogues themselves ---------------------------------------------------------------------------------------


def entries(path: Path) -> dict[tuple[str | None, str], tuple[str | None, list[str]]]:
    """Every entry of a catalogue: by context and message, its plural and its translations."""
    found = {}
    for entry in _entries(path.read_text(encoding="utf-8")):
        if entry.parts.get("msgid"):
            named = (entry.parts.get("msgctxt"), entry.parts["msgid"])
            found[named] = (entry.parts.get("msgid_plural"), [] if entry.fuzzy else entry.texts)
    return found


ROOMS = ("conf", "contrib/admin", "contrib/auth", "contrib/contenttypes", "contrib/humanize", "contrib/sessions")
# Shown nowhere: rare powers of ten, Django's test of names in URLs, and forms by position that Django no longer uses.
UNUSED = re.compile(r"quint|sext|sept|oct|non|dec|googol|at (?:most|least) %d form|must contain at least %\(min")
FORMS_OF_WORDS = re.compile(r"%\(\w+\)[sd]|%[sd]")


@pytest.mark.parametrize(
    ("room", "domain"), [*((room, "django") for room in ROOMS), ("contrib/admin", "djangojs")], ids=str
)
def test_every_counted_sentence_of_django_is_the_houses_own(room, domain):
    theirs = entries(DJANGO / room / f"locale/ar/LC_MESSAGES/{domain}.po")
    ours = entries(HOUSE / f"{domain}.po")
    english = entries(DJANGO / room / f"locale/en/LC_MESSAGES/{domain}.po")
    counted = [key for key, (plural, _texts) in (theirs | english).items() if plural and not UNUSED.search(key[1])]
    assert [key for key in counted if key not in ours] == []


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_no_counted_sentence_says_a_digit_beside_a_dual(domain):
    for (_context, message), (plural, texts) in entries(HOUSE / f"{domain}.po").items():
        if plural is None:
            continue
        assert len(texts) == 6, message
        assert all(texts), message
        counted = FORMS_OF_WORDS.search(message)
        # Where a decimal may stand there is no dual («2.0 مليون»), and a label counts without a noun.
        assert counted is None or counted[0] not in texts[2] or texts[2] in {texts[3], texts[5]}, message


@pytest.mark.parametrize(
    ("room", "domain"), [*((room, "django") for room in ROOMS), ("contrib/admin", "djangojs")], ids=str
)
def test_django_says_nothing_in_english(room, domain):
    said = read_po((HOUSE / f"{domain}.po").read_text(encoding="utf-8"))
    said |= read_po((DJANGO / room / f"locale/ar/LC_MESSAGES/{domain}.po").read_text(encoding="utf-8"))
    english = entries(DJANGO / room / f"locale/en/LC_MESSAGES/{domain}.po")
    # Names of languages that the house does not speak, and of protocols.
    known = {"Central Kurdish (Sorani)", "Malay", "Uyghur", "IPv4", "IPv6", "IPv4 or IPv6", "String (unlimited)"}
    silent = []
    for (context, message), (plural, _texts) in english.items():
        key = (f"{context}\4" if context else "") + message + (f"\0{plural}" if plural else "")
        if key not in said and message not in known:
            silent.append(message)
    assert silent == []


def test_what_django_says_of_a_change_is_a_change():
    said = gettext("The {name} “{obj}” was changed successfully.").format(name="مادة", obj="العنوان")
    assert said == "نجح التعديل (مادة): “العنوان”."
    assert pgettext("alt. month", "April") == "نيسان"
    assert ngettext("%(total_count)s selected", "All %(total_count)s selected", 2) == "حُدِّد العنصران كلاهما"


# ---- the script of the desk ------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_date_picker_has_levantine_months_and_a_week_from_saturday(desk):
    script = desk.get("/admin/jsi18n/").content.decode()
    catalog = json.loads(re.search(r"newcatalog = (\{.*?\n  \});", script, re.DOTALL)[1])
    days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]
    assert [catalog[f"one letter {day}\x04{day[0]}"] for day in days] == ["ح", "ن", "ث", "ر", "خ", "ج", "س"]
    short = ["Sun", "Mon", "Tue", "Wed", "Thur", "Fri", "Sat"]
    named = ["الأحد", "الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت"]
    assert [catalog[f"abbrev. day {day}\x04{cut}"] for day, cut in zip(days, short, strict=True)] == named
    assert [catalog[day] for day in days] == named
    english = [date(2024, month, 1) for month in range(1, 13)]
    with override("en"):
        months = [f"{day:%B}" for day in english]
    assert [catalog[month] for month in months] == LEVANTINE
    assert [catalog[f"abbrev. month {month}\x04{month[:3]}"] for month in months] == LEVANTINE
    assert [catalog[word] for word in ("Now", "Today", "Yesterday", "Tomorrow")] == ["الآن", "اليوم", "أمس", "غدًا"]
    note = catalog["Note: You are %s hour ahead of server time."]
    assert note == [
        "ملاحظة: توقيتك هو توقيت الخادم.",
        "ملاحظة: توقيتك يسبق توقيت الخادم بساعة واحدة.",
        "ملاحظة: توقيتك يسبق توقيت الخادم بساعتين.",
        "ملاحظة: توقيتك يسبق توقيت الخادم بـ%s ساعات.",
        "ملاحظة: توقيتك يسبق توقيت الخادم بـ%s ساعة.",
        "ملاحظة: توقيتك يسبق توقيت الخادم بـ%s ساعة.",
    ]
    assert '"FIRST_DAY_OF_WEEK": 6' in script
