"""The pages of a column and the front page: what stands where, and what it costs, from none to many editions."""

from datetime import datetime, timedelta
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from columns.models import Author, Column
from columns.views import EDITIONS_ON_FRONT, EDITIONS_PER_PAGE, years_of
from tests.factories import (
    make_author,
    make_column,
    make_content,
    make_draft,
    make_live,
    make_photo,
    make_scheduled,
    make_topic,
    make_withdrawn,
)

pytestmark = pytest.mark.django_db
DAMASCUS = ZoneInfo("Asia/Damascus")


def shown(page: bytes) -> list[int]:
    """The ids of the pieces on a page, in their order."""

    class Reader(HTMLParser):
        found: list[int]

        def handle_starttag(self, tag: str, attrs: list) -> None:
            if tag == "article" and "data-article-id" in dict(attrs):
                self.found.append(int(dict(attrs)["data-article-id"]))

    reader = Reader()
    reader.found = []
    reader.feed(page.decode())
    return reader.found


def many(count: int, **facts) -> list[Article]:
    """Live pieces with a photo and tags, one a week, the newest first."""
    photo, topic, now = make_photo(), make_topic(), timezone.now()
    content = make_content(photo=photo, topics=[topic], tags=["نهر"], **facts)
    return [make_live(content, at=now - timedelta(days=7 * week, hours=1)) for week in range(count)]


def cost(client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


# ---- the front page --------------------------------------------------------------------------------------------------


def test_an_empty_house_has_a_front_page(client):
    for address, language in (("/", 'lang="ar" dir="rtl"'), ("/en/", 'lang="en" dir="ltr"')):
        page = client.get(address)
        assert (page.status_code, shown(page.content)) == (200, [])
        assert f"<html {language}>" in page.content.decode()


def test_a_house_with_one_piece_leads_with_it(client):
    piece = make_live()
    make_draft()
    page = client.get("/")
    assert (page.context["lead"], page.context["further"], shown(page.content)) == (piece, [], [piece.pk])


def test_the_newest_edition_of_the_first_running_column_leads(client):
    now = timezone.now()
    later, first = make_column("ثانية", position=2), make_column("أولى", position=1)
    stopped = make_column("متوقفة", position=0, active=False)
    old = make_live(column=first, at=now - timedelta(days=20))
    newest = make_live(column=first, at=now - timedelta(days=9))
    other = make_live(column=later, at=now - timedelta(days=3))
    ended = make_live(column=stopped, at=now - timedelta(days=2))
    loose = make_live(at=now - timedelta(days=1))
    make_scheduled(column=first)
    make_withdrawn(column=first)
    page = client.get("/")
    assert page.context["lead"] == newest
    assert page.context["further"] == [loose, ended, other, old]
    assert shown(page.content) == [newest.pk, loose.pk, ended.pk, other.pk, old.pk]
    assert page.context["columns"] == [first, later]


def test_a_column_without_editions_does_not_hide_the_newest_piece(client):
    make_column(position=0)
    piece = make_live()
    assert client.get("/").context["lead"] == piece


@pytest.mark.slow
def test_the_front_page_shows_the_newest_and_no_more(client):
    pieces = many(30, column=make_column())
    page = client.get("/")
    assert shown(page.content) == [piece.pk for piece in pieces[:13]]


@pytest.mark.slow
def test_the_front_page_costs_the_same_for_one_piece_and_for_thirty(client):
    column = make_column(writer=make_author(portrait=make_photo()))
    many(1, column=column)
    one = cost(client, "/")
    many(29, column=column)
    assert cost(client, "/") == one <= 12


def test_the_english_front_page_knows_only_what_was_released(client):
    column = make_column()
    make_live(column=column)
    released = make_live(column=column, title_en="A bridge", body_en="<p>Text.</p>", released=("ar", "en"))
    make_live(column=column, title_en="Half done")
    page = client.get("/en/").content
    assert shown(page) == [released.pk]
    assert "Half done" not in page.decode()


# ---- the column ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_column_shows_its_own_editions_newest_first(client):
    column = make_column()
    pieces = many(3, column=column)
    many(2, column=make_column())
    make_draft(column=column)
    page = client.get(column.get_absolute_url())
    assert (shown(page.content), page.context["column"]) == ([piece.pk for piece in pieces], column)


@pytest.mark.slow
def test_the_column_page_costs_the_same_for_one_edition_and_for_thirty(client):
    column = make_column(writer=make_author(portrait=make_photo()), picture=make_photo())
    many(1, column=column)
    year = timezone.localtime().year
    addresses = [column.get_absolute_url(), f"{column.get_absolute_url()}archive/{year}/"]
    ones = [cost(client, address) for address in addresses]
    pieces = many(29, column=column)
    assert [cost(client, address) for address in addresses] == ones
    assert max(ones) <= 13
    page = client.get(column.get_absolute_url())
    assert len(shown(page.content)) == EDITIONS_ON_FRONT < len(pieces)


@pytest.mark.slow
def test_latest_leads_to_the_newest_public_edition_and_is_soon_asked_again(client):
    column = make_column()
    latest = reverse("columns:latest", args=[column.slug])
    assert client.get(latest).status_code == 404
    pieces = many(2, column=column)
    make_scheduled(column=column)
    answer = client.get(latest)
    assert (answer.status_code, answer.url) == (302, pieces[0].get_absolute_url())
    assert answer.headers["Cache-Control"] == "max-age=60"


def test_a_stopped_column_keeps_its_page_and_its_archive(client):
    column = make_column(active=False)
    pieces = many(1, column=column)
    assert shown(client.get(column.get_absolute_url()).content) == [pieces[0].pk]


# ---- the archive -----------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_years_are_those_with_public_editions_in_the_newsrooms_zone():
    column = make_column()
    for moment in (datetime(2019, 6, 1, tzinfo=DAMASCUS), datetime(2022, 12, 31, 23, 59, 59, tzinfo=DAMASCUS)):
        make_live(column=column, at=moment)
    # Still the old year in Greenwich, the new one in Damascus.
    make_live(column=column, at=datetime(2024, 1, 1, 0, 30, tzinfo=DAMASCUS))
    make_withdrawn(column=column, at=datetime(2021, 6, 1, tzinfo=DAMASCUS))
    make_live(column=make_column(), at=datetime(2020, 6, 1, tzinfo=DAMASCUS))
    make_scheduled(column=column, at=timezone.now() + timedelta(days=800))
    assert years_of(column, "ar") == [2024, 2022, 2019]
    assert years_of(column, "en") == []
    assert years_of(make_column(), "ar") == []


@pytest.mark.slow
def test_an_edition_of_new_years_night_stands_in_its_own_year_alone(client):
    column = make_column()
    old = make_live(column=column, at=datetime(2022, 12, 31, 23, 59, 59, 999999, tzinfo=DAMASCUS))
    new = make_live(column=column, at=datetime(2023, 1, 1, tzinfo=DAMASCUS))
    base = column.get_absolute_url()
    assert shown(client.get(f"{base}archive/2022/").content) == [old.pk]
    assert shown(client.get(f"{base}archive/2023/").content) == [new.pk]


@pytest.mark.slow
def test_the_years_cost_two_queries_however_many_there_are(django_assert_num_queries):
    column = make_column()
    for year in range(1990, 2021, 3):
        make_live(column=column, at=datetime(year, 6, 1, tzinfo=DAMASCUS))
    with django_assert_num_queries(2):
        assert years_of(column, "ar") == list(range(2020, 1989, -3))


@pytest.mark.slow
def test_a_long_year_has_pages_and_every_edition_stands_on_one(client, monkeypatch):
    monkeypatch.setattr("columns.views.EDITIONS_PER_PAGE", 3)
    column = make_column()
    moments = [datetime(2022, 5, day, 12, tzinfo=DAMASCUS) for day in range(1, 9)]
    ids = [make_live(column=column, at=moment).pk for moment in moments][::-1]
    base = f"{column.get_absolute_url()}archive/2022/"
    pages = [client.get(base, {"page": number}) for number in (1, 2, 3)]
    assert [shown(page.content) for page in pages] == [ids[:3], ids[3:6], ids[6:]]
    assert client.get(base, {"page": 4}).status_code == 404
    canonicals = [f'rel="canonical" href="http://127.0.0.1:8000{base}{end}"' for end in ("", "?page=2", "?page=3")]
    assert [canonical in page.content.decode() for canonical, page in zip(canonicals, pages, strict=True)] == [True] * 3
    assert EDITIONS_PER_PAGE == 60


# ---- the rows behind them --------------------------------------------------------------------------------------------


def test_a_column_cannot_be_at_an_address_of_the_site():
    for slug in ("latest", "feed", "columns", "admin", "articles", "s", "media"):
        with pytest.raises(ValidationError) as refusal:
            Column(title_ar="زاوية", slug=slug).full_clean()
        assert "slug" in refusal.value.message_dict


def test_a_zone_that_is_none_is_refused():
    with pytest.raises(ValidationError) as refusal:
        Column(title_ar="زاوية", slug="زاوية", zone="Mars/Olympus").full_clean()
    assert list(refusal.value.message_dict) == ["zone"]


def test_a_column_begins_to_count_at_one_at_least():
    with pytest.raises(ValidationError) as refusal:
        Column(title_ar="زاوية", slug="زاوية", first_number=0).full_clean()
    assert list(refusal.value.message_dict) == ["first_number"]


def test_an_author_or_a_column_without_an_address_gets_one_from_its_name():
    authors = [Author.objects.create(name_ar="سلمى العلي") for _turn in range(3)]
    assert [author.slug for author in authors] == ["سلمى-العلي", "سلمى-العلي-2", "سلمى-العلي-3"]
    column = Column.objects.create(title_ar="أرشيف")
    assert column.slug == "أرشيف"
    assert Author.objects.create(name_ar="!!").slug == "n"
    assert len(Author.objects.create(name_ar="x" * 120).slug) <= 80


def test_authors_are_found_and_sorted_as_people_type_their_names(desk):
    for name in ("أحمد", "إبراهيم", "آدم"):
        make_author(name)
    assert [author.name for author in Author.objects.all()] == ["إبراهيم", "أحمد", "آدم"]
    found = desk.get(reverse("admin:columns_author_changelist"), {"q": "ادم"}).context["cl"].queryset
    assert [author.name for author in found] == ["آدم"]


@pytest.mark.slow
def test_an_author_who_signs_and_a_column_with_editions_cannot_be_deleted(desk):
    column = make_column()
    make_live(column=column, authors=[column.writer])
    for name, row in (("author", column.writer), ("column", column)):
        desk.post(reverse(f"admin:columns_{name}_delete", args=[row.pk]), {"post": "yes"})
        assert type(row).objects.filter(pk=row.pk).exists()
