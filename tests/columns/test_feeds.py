"""The feed of a column: valid Atom whatever the texts hold, with addresses that lead here from anywhere."""

from datetime import timedelta
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsroom.arabic.hygiene import is_xml_safe
from tests.factories import (
    arabic,
    make_author,
    make_column,
    make_content,
    make_draft,
    make_live,
    make_scheduled,
    make_withdrawn,
    redraft,
    republish,
)

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def feed_of(client, column, prefix: str = "") -> ElementTree.Element:
    answer = client.get(f"{prefix}{column.get_absolute_url()}feed/")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert is_xml_safe(answer.content.decode())
    return ElementTree.fromstring(answer.content)


def text(element: ElementTree.Element, path: str) -> str:
    return element.findtext("/".join(f"{ATOM}{name}" for name in path.split("/"))) or ""


def test_a_feed_names_its_column_its_language_and_itself(client, site):
    column = make_column("على الضفة", description_ar="زاوية عن الأنهار")
    root = feed_of(client, column)
    assert (text(root, "title"), text(root, "subtitle")) == ("على الضفة", "زاوية عن الأنهار")
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"
    links = {link.get("rel"): unquote(link.get("href")) for link in root.findall(f"{ATOM}link")}
    assert links == {"alternate": f"{site}/columns/{column.slug}/", "self": f"{site}/columns/{column.slug}/feed/"}


def test_an_edition_stands_in_the_feed_in_full(client, site):
    column = make_column()
    piece = make_live(
        column=column,
        title="جسر & نهر",
        standfirst="مقدمة",
        body='<p>نص <a href="/columns/x/">رابط</a></p>',
        authors=[make_author("سلمى"), make_author("ليلى")],
    )
    entry = feed_of(client, column).find(f"{ATOM}entry")
    address = f"{site}{piece.get_absolute_url()}"
    assert (text(entry, "title"), text(entry, "id"), entry.find(f"{ATOM}link").get("href")) == (
        "جسر & نهر",
        address,
        address,
    )
    assert text(entry, "author/name") == "سلمى، ليلى"
    assert text(entry, "published") == piece.publish_at.isoformat()
    assert text(entry, "summary") == (
        '<div dir="rtl" lang="ar"><p>مقدمة</p>'
        f'<p>نص <a href="{site}/columns/x/">رابط</a></p><p>{piece.signoff_ar}</p></div>'
    )


def test_only_public_editions_of_this_column_stand_in_its_feed(client):
    column, now = make_column(), timezone.now()
    shown = [make_live(column=column, title=f"ظاهر {day}", at=now - timedelta(days=day)) for day in range(1, 4)]
    make_live(column=make_column(), title="غريب")
    for make in (make_draft, make_scheduled, make_withdrawn):
        make(column=column, title="خفيّ", body="<p>خفيّ</p>", title_en="Hidden")
    redraft(shown[0], title=arabic("خفيّ"), body=arabic("<p>خفيّ</p>"))
    root = feed_of(client, column)
    assert [text(entry, "title") for entry in root.findall(f"{ATOM}entry")] == ["ظاهر 1", "ظاهر 2", "ظاهر 3"]
    assert "خفيّ" not in ElementTree.tostring(root, encoding="unicode")


def test_the_english_feed_holds_released_translations_only(client, site):
    column = make_column(title_en="On the bank")
    make_live(column=column, title_en="Half done", body_en="<p>Half.</p>")
    released = make_live(column=column, title_en="A bridge", body_en="<p>Text.</p>", released=("ar", "en"))
    root = feed_of(client, column, prefix="/en")
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert [text(entry, "title") for entry in root.findall(f"{ATOM}entry")] == ["A bridge"]
    assert text(root, "entry/id") == f"{site}/en/articles/{released.pk}-a-bridge/"
    assert text(root, "entry/summary").startswith('<div dir="ltr" lang="en">')


HOSTILE = [
    "\ufffe",
    "\uffff",
    "\x00",
    "\x0b",
    "\x1b",
    "\u202e",
    "\u2066",
    "\ud7ff",
    "]]>",
    "<![CDATA[",
    "&",
    "<!--",
    "\U0001fffe",
]


@pytest.mark.slow
@pytest.mark.parametrize("letter", HOSTILE)
def test_a_feed_stays_xml_whatever_stands_in_a_title(client, letter):
    """Rows may hold what no form let in: an import, a restored copy, a hand in the database."""
    if letter == "\x00" and connection.vendor == "postgresql":
        pytest.skip("PostgreSQL itself keeps no NUL.")
    hostile = f"قبل {letter} بعد"
    column = make_column(
        f"زاوية {letter}", description_ar=hostile, slug="زاوية", writer=make_author(hostile, slug="من")
    )
    make_live(make_content(title=hostile, standfirst=hostile, column=column, authors=[column.writer]))
    root = feed_of(client, column)
    entry = root.find(f"{ATOM}entry")
    for found in (text(entry, "title"), text(root, "subtitle"), text(entry, "author/name")):
        assert (found.startswith("قبل "), found.endswith(" بعد"), "\u202e" in found) == (True, True, False)


@pytest.mark.slow
def test_the_moment_of_the_last_change_moves_and_that_of_publication_does_not(client):
    column = make_column()
    piece = make_live(column=column, at=timezone.now() - timedelta(days=30))
    before = feed_of(client, column).find(f"{ATOM}entry")
    republish(piece, title=arabic("ثانٍ"))
    after = feed_of(client, column).find(f"{ATOM}entry")
    assert text(after, "published") == text(before, "published")
    assert text(after, "updated") > text(before, "updated")
    assert text(after, "id") == text(before, "id")


def test_the_feed_of_an_empty_column_is_a_feed(client):
    assert feed_of(client, make_column()).findall(f"{ATOM}entry") == []


@pytest.mark.slow
def test_a_feed_costs_the_same_for_one_edition_and_for_thirty(client):
    column = make_column()
    address = f"{column.get_absolute_url()}feed/"

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    make_live(column=column, tags=["نهر"])
    one = cost()
    for _turn in range(29):
        make_live(column=column, tags=["نهر"])
    assert cost() == one <= 7
    assert len(feed_of(client, column).findall(f"{ATOM}entry")) == 20
