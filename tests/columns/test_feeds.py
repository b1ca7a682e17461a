"""The feeds of a column and of an author: they exist where the page does, and hold its newest pieces in full."""

from datetime import timedelta
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from tests.factories import (
    arabic,
    make_author,
    make_column,
    make_draft,
    make_live,
    make_scheduled,
    make_withdrawn,
    redraft,
    republish,
)
from tests.feed_reading import ATOM, LANGUAGE, atom_of, entries, rss_of, text, titles

pytestmark = pytest.mark.django_db


def feed_of(client, column, prefix: str = "", site: str = "http://127.0.0.1:8000"):
    return atom_of(client, f"{prefix}{column.get_absolute_url()}feed/", site)


def address_of(author, language: str = "ar") -> str:
    with override(language):
        return reverse("columns:author_feed", args=[author.slug])


def test_a_feed_names_its_column_its_language_and_itself(client, site):
    column = make_column("على الضفة", description_ar="زاوية عن الأنهار")
    root = feed_of(client, column, site=site)
    assert (text(root, "title"), text(root, "subtitle")) == ("على الضفة", "زاوية عن الأنهار")
    assert (text(root, "author/name"), text(root, "author/uri")) == ("شُبّاك", f"{site}/")
    assert root.get(LANGUAGE) == "ar"
    links = {link.get("rel"): unquote(link.get("href")) for link in root.findall(f"{ATOM}link")}
    assert links == {"alternate": f"{site}/columns/{column.slug}/", "self": f"{site}/columns/{column.slug}/feed/"}


def test_an_edition_stands_in_the_feed_in_full(client, site):
    column = make_column()
    piece = make_live(
        column=column,
        title="جسر & نهر",
        standfirst="مقدمة <b>",
        body='<p>نص <a href="/columns/x/">رابط</a></p>',
        authors=[make_author("سلمى"), make_author("ليلى")],
        tags=["نهر", "جسر & معبر"],
    )
    entry = entries(feed_of(client, column, site=site))[0]
    assert (text(entry, "title"), text(entry, "summary")) == ("جسر & نهر", "مقدمة <b>")
    assert entry.find(f"{ATOM}link").get("href") == f"{site}{piece.get_absolute_url()}"
    assert [name.text for name in entry.findall(f"{ATOM}author/{ATOM}name")] == ["سلمى", "ليلى"]
    assert {category.get("term") for category in entry.findall(f"{ATOM}category")} == {"نهر", "جسر & معبر"}
    assert text(entry, "published") == piece.publish_at.isoformat()
    assert text(entry, "content") == (
        '<div dir="rtl" lang="ar"><p>مقدمة &lt;b&gt;</p>'
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
    assert titles(root) == ["ظاهر 1", "ظاهر 2", "ظاهر 3"]
    assert "خفيّ" not in ElementTree.tostring(root, encoding="unicode")


def test_the_english_feed_holds_released_translations_only(client, site):
    column = make_column(title_en="On the bank")
    make_live(column=column, title_en="Half done", body_en="<p>Half.</p>")
    released = make_live(column=column, title_en="A bridge", body_en="<p>Text.</p>", released=("ar", "en"))
    root = feed_of(client, column, prefix="/en", site=site)
    assert (root.get(LANGUAGE), titles(root)) == ("en", ["A bridge"])
    entry = entries(root)[0]
    assert entry.find(f"{ATOM}link").get("href") == f"{site}/en/articles/{released.pk}-a-bridge/"
    assert text(entry, "content").startswith('<div dir="ltr" lang="en"><p>Text.</p>')
    assert text(entry, "id") != text(entries(feed_of(client, column, site=site))[0], "id")


@pytest.mark.slow
def test_the_moment_of_the_last_change_moves_and_that_of_publication_does_not(client):
    column = make_column()
    piece = make_live(column=column, at=timezone.now() - timedelta(days=30))
    before = entries(feed_of(client, column))[0]
    republish(piece, title=arabic("ثانٍ"))
    after = entries(feed_of(client, column))[0]
    assert text(after, "published") == text(before, "published")
    assert text(after, "updated") > text(before, "updated")
    assert text(after, "id") == text(before, "id")


def test_the_feed_of_an_empty_column_is_a_feed_that_stays_the_same(client):
    column = make_column()
    assert entries(feed_of(client, column)) == []
    assert text(feed_of(client, column), "updated") == "1970-01-01T00:00:00+00:00"


def test_the_feed_of_no_column_is_missing_like_any_page(client):
    make_column(slug="على-الضفة")
    missing = client.get("/columns/لا-شيء/")
    for end in ("feed/", "feed/rss/"):
        answer = client.get(f"/columns/لا-شيء/{end}")
        assert (answer.status_code, answer.content) == (404, missing.content)


def test_the_rss_of_a_column_says_the_same(client, site):
    column = make_column(description_ar="زاوية عن الأنهار")
    piece = make_live(column=column, title="جسر & نهر", standfirst="مقدمة", authors=[make_author("سلمى")])
    channel = rss_of(client, f"{column.get_absolute_url()}feed/rss/", site)
    assert channel.findtext("description") == "زاوية عن الأنهار"
    item, entry = channel.find("item"), entries(feed_of(client, column, site=site))[0]
    assert (item.findtext("title"), item.findtext("description")) == ("جسر & نهر", "مقدمة")
    assert item.findtext("link") == f"{site}{piece.get_absolute_url()}"
    assert item.findtext("guid") == text(entry, "id")


# ---- authors ---------------------------------------------------------------------------------------------------------


def test_an_author_is_followed_through_all_columns_and_none(client, site):
    author, now = make_author("سلمى العلي", role_ar="محررة"), timezone.now()
    make_live(title="في الزاوية", column=make_column(), authors=[author], at=now - timedelta(days=1))
    make_live(title="مع غيرها", authors=[make_author("ليلى"), author], at=now - timedelta(days=2))
    make_live(title="لغيرها", authors=[make_author("ليلى")])
    make_draft(title="خفيّ", authors=[author])
    root = atom_of(client, address_of(author), site)
    assert (text(root, "title"), text(root, "subtitle")) == ("سلمى العلي", "محررة")
    assert titles(root) == ["في الزاوية", "مع غيرها"]
    assert [item.findtext("title") for item in rss_of(client, f"{address_of(author)}rss/", site).findall("item")] == [
        "في الزاوية",
        "مع غيرها",
    ]


def test_an_author_whose_pieces_are_all_hidden_has_no_feed(client):
    author = make_author("كاتبخفي")
    for make in (make_draft, make_scheduled, make_withdrawn):
        make(authors=[author], released=("ar", "en"), title_en="Hidden", body_en="<p>Hidden.</p>")
    missing = client.get("/authors/لا-أحد/feed/")
    answer = client.get(address_of(author))
    assert (missing.status_code, answer.status_code) == (404, 404)
    assert (answer.content, dict(answer.headers)) == (missing.content, dict(missing.headers))


def test_an_author_has_a_feed_in_the_languages_of_the_page(client, site):
    author = make_author("سلمى", name_en="Salma")
    make_live(title="عربي", title_en="Half", body_en="<p>Half.</p>", authors=[author])
    assert client.get(address_of(author, "en")).status_code == 404
    make_live(title_en="Whole", body_en="<p>Whole.</p>", released=("ar", "en"), authors=[author])
    root = atom_of(client, address_of(author, "en"), site)
    assert (text(root, "title"), titles(root)) == ("Salma", ["Whole"])


def test_whoever_writes_a_running_column_has_a_feed_before_the_first_piece(client, site):
    writer = make_column().writer
    assert entries(atom_of(client, address_of(writer), site)) == []
