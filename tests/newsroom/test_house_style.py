"""How the house writes dates, amounts, lists and names of editions on its pages, and in which order it lists names."""

import re
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from articles.models import Article, Tag, Topic
from columns.models import Author, Column
from newsroom import audit, outlet
from newsroom.models import Photo, Redirect, SiteSettings, User
from newsroom.templatetags import house
from tests.factories import make_author, make_column, make_member, make_topic

MOMENT = datetime(2023, 9, 18, 15, 0, tzinfo=UTC)


def written(source: str, language: str = "ar", **context: object) -> str:
    with override(language):
        return Template("{% load house %}" + source).render(Context(context))


def style(months: str = "levantine", digits: str = "latin") -> SiteSettings:
    return SiteSettings(months=months, digits=digits)


# ---- tags ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("months", "digits", "day", "moment"),
    [
        ("levantine", "latin", "18 أيلول 2023", "18 أيلول 2023، 6 مساءً"),
        ("gregorian", "latin", "18 سبتمبر 2023", "18 سبتمبر 2023، 6 مساءً"),
        ("both", "latin", "18 أيلول/سبتمبر 2023", "18 أيلول/سبتمبر 2023، 6 مساءً"),
        ("levantine", "arabic", "١٨ أيلول ٢٠٢٣", "١٨ أيلول ٢٠٢٣، ٦ مساءً"),
    ],
)
def test_dates_follow_the_house_style_with_and_without_a_template(months, digits, day, moment):
    ours = style(months, digits)
    assert written("{% house_date at %}", at=MOMENT, outlet=ours) == day
    assert written("{% house_moment at %}", at=MOMENT, outlet=ours) == moment
    assert written("{% house_date at True %}", at=MOMENT, outlet=ours) == f"الاثنين {day}"


@pytest.mark.django_db
def test_code_without_a_template_writes_in_the_house_style_too_and_asks_once():
    SiteSettings.objects.update_or_create(pk=1, defaults={"months": "both", "digits": "arabic"})
    with override("ar"), outlet.read_once(), CaptureQueriesContext(connection) as queries:
        said = [house.house_moment(Context(), MOMENT) for _time in range(3)]
    assert said == ["١٨ أيلول/سبتمبر ٢٠٢٣، ٦ مساءً"] * 3
    assert len(queries) == 1
    with override("ar"):
        assert house.house_moment(Context(), MOMENT) == "18 أيلول 2023، 6 مساءً"


@pytest.mark.parametrize(
    ("number", "arabic", "digits", "english"),
    [
        (None, "", "", ""),
        (0, "0", "٠", "0"),
        (999, "999", "٩٩٩", "999"),
        (1234, "1,234", "١٬٢٣٤", "1,234"),
        (1234567, "1,234,567", "١٬٢٣٤٬٥٦٧", "1,234,567"),
    ],
)
def test_amounts_are_grouped(number, arabic, digits, english):
    assert written("{% house_count n %}", n=number) == arabic
    assert written("{% house_count n %}", n=number, outlet=style(digits="arabic")) == digits
    assert written("{% house_count n %}", "en", n=number) == english


@pytest.mark.parametrize(
    ("number", "arabic", "english"),
    [(1, "العدد الأول", "No. 1"), (11, "العدد الحادي عشر", "No. 11"), (100, "العدد 100", "No. 100")],
)
def test_editions_have_names(number, arabic, english):
    assert written("{% house_edition n %}", n=number) == arabic
    assert written("{% house_edition n %}", "en", n=number) == english


@pytest.mark.parametrize(
    ("gap", "arabic", "english"),
    [
        (timedelta(hours=-2, seconds=-5), "قبل ساعتين", "2\u00a0hours ago"),
        (timedelta(minutes=-5, seconds=-5), "قبل 5 دقائق", "5\u00a0minutes ago"),
        (timedelta(hours=2, seconds=30), "بعد ساعتين", "2\u00a0hours from now"),
        (timedelta(days=3, seconds=30), "بعد 3 أيام", "3\u00a0days from now"),
    ],
)
def test_moments_near_by(gap, arabic, english):
    moment = timezone.now() + gap
    assert written("{% house_relative at %}", at=moment) == arabic
    assert written("{% house_relative at %}", "en", at=moment) == english
    assert written("{% house_relative at %}", at=None) == ""


def test_lists():
    names = ["روسيا", "الصين", "إيران"]
    assert written("{{ names|house_list }}", names=names) == "روسيا والصين وإيران"
    assert written("{{ names|house_list }}", names=names[:1]) == "روسيا"
    assert written("{{ names|house_list }}", names=[]) == ""
    assert written("{{ names|house_list }}", "en", names=["Russia", "China", "Iran"]) == "Russia, China and Iran"


@pytest.mark.parametrize(
    ("model", "forms"),
    [
        (Article, ("لا مواد", "مادة واحدة", "مادتان", "3 مواد", "11 مادة", "1,100 مادة")),
        (Topic, ("لا مواضيع", "موضوع واحد", "موضوعان", "3 مواضيع", "11 موضوعًا", "1,100 موضوع")),
        (Tag, ("لا وسوم", "وسم واحد", "وسمان", "3 وسوم", "11 وسمًا", "1,100 وسم")),
        (Column, ("لا زوايا", "زاوية واحدة", "زاويتان", "3 زوايا", "11 زاوية", "1,100 زاوية")),
        (Author, ("لا كتّاب", "كاتب واحد", "كاتبان", "3 كتّاب", "11 كاتبًا", "1,100 كاتب")),
        (Photo, ("لا صور", "صورة واحدة", "صورتان", "3 صور", "11 صورة", "1,100 صورة")),
        (Redirect, ("لا تحويلات", "تحويل واحد", "تحويلان", "3 تحويلات", "11 تحويلًا", "1,100 تحويل")),
        (User, ("لا حسابات", "حساب واحد", "حسابان", "3 حسابات", "11 حسابًا", "1,100 حساب")),
        (LogEntry, ("لا أسطر", "سطر واحد", "سطران", "3 أسطر", "11 سطرًا", "1,100 سطر")),
        (SiteSettings, tuple(f"إعدادات الموقع: {n}" for n in ("0", "1", "2", "3", "11", "1,100"))),
    ],
)
def test_rows_are_counted(model, forms):
    said = [written("{% counted_rows opts n %}", opts=model._meta, n=n) for n in (0, 1, 2, 3, 11, 1100)]
    assert said == list(forms)


def test_rows_are_counted_in_english():
    said = [written("{% counted_rows opts n %}", "en", opts=Article._meta, n=n) for n in (0, 1, 1100)]
    assert said == ["0 articles", "1 article", "1,100 articles"]


def test_every_list_of_the_desk_has_its_noun():
    from django.contrib import admin

    listed = {model._meta.label_lower for model in admin.site._registry} - {"newsroom.sitesettings"}
    assert listed - house.COUNTED.keys() - {"articles.frontpage"} == set()


@pytest.mark.parametrize(
    ("cadence", "said"),
    [
        ("weekly", "كل خميس، 6 مساءً بتوقيت دمشق"),
        ("fortnightly", "الخميس كل أسبوعين، 6 مساءً بتوقيت دمشق"),
        ("monthly", "أول خميس من كل شهر، 6 مساءً بتوقيت دمشق"),
    ],
)
def test_the_rhythm_of_a_column(cadence, said):
    column = Column(cadence=cadence, weekday=3)
    assert written("{% rhythm column %}", column=column) == said


# ---- the desk --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_lists_of_the_desk_count_and_walk_by_date_in_arabic(desk):
    for number in range(3):
        row = Redirect.objects.create(old_path=f"/a{number}/", new_path="/b/")
        Redirect.objects.filter(pk=row.pk).update(created_at=datetime(2024, 3, 5 + number, 9, tzinfo=UTC))
    page = desk.get("/admin/newsroom/redirect/").content.decode()
    assert "3 تحويلات" in page
    assert page.count("5 آذار") == 2
    month = desk.get("/admin/newsroom/redirect/?created_at__year=2024&created_at__month=3&created_at__day=6")
    assert "آذار 2024" in month.content.decode()
    assert "تحويل واحد" in month.content.decode()
    assert "March" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("months", "digits", "years", "in_year", "in_month", "in_day"),
    [
        ("levantine", "latin", ["2023", "2024"], ["كانون الثاني 2024", "آذار 2024"], ["5 آذار", "6 آذار"], "آذار 2024"),
        ("gregorian", "latin", ["2023", "2024"], ["يناير 2024", "مارس 2024"], ["5 مارس", "6 مارس"], "مارس 2024"),
        (
            "both",
            "arabic",
            ["٢٠٢٣", "٢٠٢٤"],
            ["كانون الثاني/يناير ٢٠٢٤", "آذار/مارس ٢٠٢٤"],
            ["٥ آذار/مارس", "٦ آذار/مارس"],
            "آذار/مارس ٢٠٢٤",
        ),
    ],
)
def test_the_way_by_date_follows_the_house_style(desk, months, digits, years, in_year, in_month, in_day):
    SiteSettings.objects.update_or_create(pk=1, defaults={"months": months, "digits": digits})
    days = [(2023, 5, 1), (2024, 1, 1), (2024, 3, 5), (2024, 3, 6)]
    for number, day in enumerate(days):
        row = Redirect.objects.create(old_path=f"/a{number}/", new_path="/b/")
        Redirect.objects.filter(pk=row.pk).update(created_at=datetime(*day, 9, tzinfo=UTC))

    def way(**chosen: int) -> list[str]:
        asked = {f"created_at__{part}": number for part, number in chosen.items()}
        page = desk.get("/admin/newsroom/redirect/", asked).content.decode()
        words = re.sub(r"<[^>]+>", "\n", re.search(r'<nav class="toplinks">(.*?)</nav>', page, re.DOTALL)[1])
        return [line.strip().removeprefix("&lsaquo; ") for line in words.splitlines() if line.strip()]

    assert way() == years
    assert way(year=2024) == ["كافة التواريخ", *in_year]
    assert way(year=2024, month=3) == [years[1], *in_month]
    assert way(year=2024, month=3, day=5) == [in_day, in_month[0]]


@pytest.mark.django_db
def test_the_history_follows_the_house_style_in_every_line(desk):
    SiteSettings.objects.update_or_create(pk=1, defaults={"months": "gregorian", "digits": "arabic"})
    column = make_column()
    for _time in range(3):
        audit.record(column, by=User.objects.first(), act="Changed.")
    LogEntry.objects.update(action_time=datetime(2024, 3, 5, 9, tzinfo=UTC))
    page = desk.get("/admin/admin/logentry/").content.decode()
    assert page.count("٥ مارس ٢٠٢٤، ١٢ ظهرًا") == LogEntry.objects.count() == 3
    assert "٣ أسطر" in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("term", "found"),
    [
        ("الأمين", True),
        ("الامين", True),
        ("الأَمِين", True),
        ("مستشفي", True),
        ("مستشفی", True),
        ("المدرسه", True),
        ("شـباك", True),
        ("شُبّاك", True),
        ("موتمر", True),
        ("مؤتمر المدرسة", True),
        ("الأمير", False),
        ("؟", False),
    ],
)
def test_the_history_is_found_by_folded_words_however_a_line_was_written(desk, term, found):
    topic, editor = make_topic("مؤتمر المدرسة"), User.objects.first()
    audit.record(topic, by=editor, act="Changed.", changes=[("name", "الأمين", "مستشفى شُبّاك")])
    escaped = LogEntry.objects.first()
    LogEntry.objects.create(
        user=editor,
        content_type=escaped.content_type,
        object_id=escaped.object_id,
        object_repr=escaped.object_repr,
        action_flag=2,
        change_message=escaped.change_message.encode("ascii", "backslashreplace").decode(),
    )
    rows = desk.get("/admin/admin/logentry/", {"q": term}).context["cl"].result_count
    assert rows == (2 if found else 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("term", "names"),
    [
        ("احمد", ["أحمد"]),
        ("أحمد", ["أحمد"]),
        ("منى", ["منى"]),
        ("مني", ["منى"]),
        ("ahmad@example", ["أحمد"]),
        ("لا أحد", []),
    ],
)
def test_accounts_are_found_by_folded_names(desk, term, names):
    make_member(first_name="أحمد", last_name="الحافظ", email="ahmad@example.org")
    make_member(first_name="مُنى", last_name="خوري")
    found = [
        row.first_name.replace("ُ", "")
        for row in desk.get("/admin/newsroom/user/", {"q": term}).context["cl"].result_list
    ]
    assert found == names


@pytest.mark.django_db
def test_a_changed_name_is_found_at_once_and_a_sign_in_writes_no_name():
    member = make_member(first_name="أحمد")
    member.first_name = "مُنى"
    member.save(update_fields=["first_name"])
    member.refresh_from_db()
    assert member.names_folded.split()[0] == "مني"
    User.objects.filter(pk=member.pk).update(names_folded="kept")
    member.save(update_fields=["last_login"])
    member.refresh_from_db()
    assert member.names_folded == "kept"


# ---- the alphabet ----------------------------------------------------------------------------------------------------

NAMES = ["يوسف", "آدم حنا", "العمري", "أحمد", "إبراهيم", "هالة", "علي", "ألبرت", "هاني", "باسل", "Zoe"]
SORTED = ["إبراهيم", "أحمد", "آدم حنا", "ألبرت", "باسل", "علي", "العمري", "هالة", "هاني", "يوسف", "Zoe"]
BY_LETTERS = ["إبراهيم", "أحمد", "آدم حنا", "ألبرت", "العمري", "باسل", "علي", "هالة", "هاني", "يوسف", "Zoe"]


@pytest.mark.django_db
def test_authors_are_listed_by_the_alphabet(desk, settings):
    for name in NAMES:
        make_author(name)
    listed = lambda: list(Author.objects.filter(name_ar__in=NAMES).values_list("name_ar", flat=True))  # noqa: E731
    assert listed() == SORTED
    shown = [row.name_ar for row in desk.get("/admin/columns/author/").context["cl"].result_list]
    assert [name for name in shown if name in NAMES] == SORTED
    settings.SORT_IGNORES_ARTICLE = False
    assert listed() == SORTED
    call_command("sort_names", stdout=StringIO())
    assert listed() == BY_LETTERS


@pytest.mark.django_db
def test_the_rooms_of_the_desk_stand_in_the_order_of_the_alphabet(desk):
    rooms = desk.get("/admin/").context["app_list"]
    assert [str(room["name"]) for room in rooms] == ["الإدارة", "الزوايا والكتّاب", "غرفة التحرير", "المواد والمواضيع"]
    names = {str(room["name"]): [str(model["name"]) for model in room["models"]] for room in rooms}
    assert names["المواد والمواضيع"] == ["الصفحة الأولى", "المواد", "المواضيع", "الوسوم"]
    assert names["غرفة التحرير"] == ["إعدادات الموقع", "التحويلات", "الحسابات", "الصور"]


@pytest.mark.django_db
def test_an_account_tells_its_dates_in_the_house_style(desk):
    member = make_member(first_name="منى")
    User.objects.filter(pk=member.pk).update(date_joined=datetime(2024, 3, 4, 21, 30, tzinfo=UTC))
    page = desk.get(f"/admin/newsroom/user/{member.pk}/change/").content.decode()
    assert "5 آذار 2024، 12:30 بعد منتصف الليل" in page


def test_dates_of_any_kind_are_taken():
    assert written("{% house_date at %}", at=date(2023, 9, 18)) == "18 أيلول 2023"
    assert written("{% house_date at %}", at=None) == ""
    assert written("{% house_moment at %}", at=None) == ""
