"""Sitemaps: every public page in every language it has, the news of two days, and nothing that readers may not see."""

from datetime import datetime, timedelta
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Correction
from newsroom import sitemaps
from newsroom.outlet import SiteSettings
from tests.factories import (
    arabic,
    make_author,
    make_column,
    make_draft,
    make_live,
    make_scheduled,
    make_topic,
    make_withdrawn,
    redraft,
    republish,
)
from tests.feed_reading import MAP, NEWS, ODD, XHTML, xml_of

pytestmark = pytest.mark.django_db


def in_english(word: str = "English") -> dict:
    return {"title_en": word, "body_en": f"<p>{word}.</p>", "released": ("ar", "en")}


def sections_of(client, site) -> list[str]:
    root = xml_of(client, "/sitemap.xml")
    assert root.tag == f"{MAP}sitemapindex"
    start = f"{site}/sitemaps/"
    found = [entry.findtext(f"{MAP}loc") for entry in root]
    assert all(address.startswith(start) and address.endswith(".xml") for address in found)
    return [address.removeprefix(start).removesuffix(".xml") for address in found]


def section_of(client, name: str) -> dict[str, tuple[str, dict[str, str]]]:
    """Full address to last change and alternates, for everything in a section."""
    root = xml_of(client, f"/sitemaps/{name}.xml")
    assert root.tag == f"{MAP}urlset"
    return {
        entry.findtext(f"{MAP}loc"): (
            entry.findtext(f"{MAP}lastmod") or "",
            {link.get("hreflang"): link.get("href") for link in entry.findall(XHTML)},
        )
        for entry in root
    }


def everything(client, site) -> dict[str, tuple[str, dict[str, str]]]:
    return {address: facts for name in sections_of(client, site) for address, facts in section_of(client, name).items()}


def news_of(client) -> list[dict[str, str]]:
    found = []
    for entry in xml_of(client, "/news-sitemap.xml"):
        facts = {part.tag.removeprefix(NEWS): part.text for part in entry.iter() if part.tag.startswith(NEWS)}
        found.append({"loc": entry.findtext(f"{MAP}loc")} | {k: v for k, v in facts.items() if (v or "").strip()})
    return found


# ---- the index and its sections --------------------------------------------------------------------------------------


def test_an_empty_house_lists_the_two_pages_it_has(client, site):
    assert sections_of(client, site) == ["pages"]
    assert section_of(client, "pages") == {f"{site}/": ("", {}), f"{site}/corrections/": ("", {})}
    assert {client.get(f"/sitemaps/{name}.xml").status_code for name in ("columns", "topics", "authors")} == {404}


def test_the_index_names_the_sections_that_hold_something(client, site):
    at = timezone.now().replace(year=2024, month=5)
    make_live(column=make_column(), topics=[make_topic()], at=at)
    make_live(at=at.replace(year=2022))
    make_scheduled(at=timezone.now() + timedelta(days=800))
    assert sections_of(client, site) == ["pages", "columns", "topics", "authors", "articles-2024", "articles-2022"]
    changed = [entry.findtext(f"{MAP}lastmod") for entry in xml_of(client, "/sitemap.xml")]
    newest = Article.objects.get(publish_at=at).last_edited_at or at
    assert changed[0] == changed[4] == timezone.localtime(max(newest, at)).isoformat(timespec="seconds")


@pytest.mark.slow
def test_every_address_is_one_that_answers(client, site):
    SiteSettings(about_ar="<p>من نحن</p>", about_en="<p>About</p>", privacy_ar="<p>سياسة</p>").save()
    make_live(column=make_column(), topics=[make_topic()], authors=[make_author()], **in_english())
    make_live(column=make_column(), topics=[make_topic()], authors=[make_author("ليلى")])
    listed = everything(client, site)
    assert len(listed) == 20
    for address, (_changed, others) in listed.items():
        assert client.get(unquote(address.removeprefix(site))).status_code == 200
        assert address.isascii()
        assert "%25" not in address
        assert set(others) in ({"ar", "en", "x-default"}, set())
        assert others == {} or (address in others.values() and others["x-default"] == others["ar"])
    assert {other for _changed, others in listed.values() for other in others.values()} <= set(listed)


def test_pages_that_nobody_wrote_are_not_listed(client, site):
    SiteSettings(about_ar="<p>من نحن</p>", about_en="<p>About</p>", privacy_ar="<p>سياسة</p>").save()
    both = {"ar": f"{site}/about/", "en": f"{site}/en/about/", "x-default": f"{site}/about/"}
    assert section_of(client, "pages") == {
        f"{site}/": ("", {}),
        f"{site}/corrections/": ("", {}),
        f"{site}/about/": ("", both),
        f"{site}/en/about/": ("", both),
        f"{site}/privacy/": ("", {}),
    }


def test_the_english_front_page_and_corrections_are_listed_when_they_show_something(client, site):
    piece = make_live()
    Correction.objects.create(article=piece, note_ar="صُحّح", note_en="Corrected")
    assert f"{site}/en/" not in section_of(client, "pages")
    assert f"{site}/en/corrections/" not in section_of(client, "pages")
    released = make_live(**in_english())
    Correction.objects.create(article=released, note_ar="صُحّح", note_en="Corrected")
    assert {f"{site}/en/", f"{site}/en/corrections/"} <= set(section_of(client, "pages"))


def test_a_piece_is_listed_in_its_languages_with_its_last_change(client, site):
    now = timezone.now()
    both = make_live(title="جسر", at=now - timedelta(hours=3), **in_english("A bridge"))
    alone = make_live(title="نهر", title_en="Half", body_en="<p>Half.</p>", at=now - timedelta(hours=2))
    republish(alone, title=arabic("نهر آخر"))
    listed = section_of(client, f"articles-{timezone.localtime(now).year}")
    arabic_address, english_address = f"{site}{both.get_absolute_url()}", f"{site}/en/articles/{both.pk}-a-bridge/"
    others = {"ar": arabic_address, "en": english_address, "x-default": arabic_address}
    alone.refresh_from_db()
    assert list(listed.values())[1:] == [listed[arabic_address], listed[english_address]]
    assert listed[arabic_address][1] == listed[english_address][1] == others
    assert listed[f"{site}{alone.get_absolute_url()}"] == (
        timezone.localtime(alone.last_edited_at).isoformat(timespec="seconds"),
        {},
    )


def test_a_year_begins_and_ends_where_the_newsroom_is(client, site):
    zone = timezone.get_current_timezone()
    last = make_live(at=datetime(2023, 12, 31, 23, 59, 59, tzinfo=zone))
    first = make_live(at=datetime(2024, 1, 1, 0, 0, 0, tzinfo=zone))
    assert sections_of(client, site)[-2:] == ["articles-2024", "articles-2023"]
    assert list(section_of(client, "articles-2024")) == [f"{site}{first.get_absolute_url()}"]
    assert list(section_of(client, "articles-2023")) == [f"{site}{last.get_absolute_url()}"]


@pytest.mark.slow
def test_a_year_with_more_than_one_file_holds_is_listed_in_parts(client, site, monkeypatch):
    monkeypatch.setattr(sitemaps, "PIECES_PER_FILE", 2)
    at = timezone.now().replace(year=2024, month=3, day=1)
    pieces = [make_live(at=at - timedelta(days=turn)) for turn in range(5)]
    make_live(at=at.replace(year=2023))
    assert sections_of(client, site)[-4:] == ["articles-2024", "articles-2024-2", "articles-2024-3", "articles-2023"]
    parts = [list(section_of(client, name)) for name in ("articles-2024", "articles-2024-2", "articles-2024-3")]
    assert [len(part) for part in parts] == [2, 2, 1]
    assert [*parts[0], *parts[1], *parts[2]] == [f"{site}{piece.get_absolute_url()}" for piece in pieces]


@pytest.mark.parametrize(
    "name",
    [
        *("articles-2024-1", "articles-2024-02", "articles-2024-0", "articles-2024-2", "articles-2024-9999"),
        *("articles-2023", "articles-0000", "articles-9999", "articles-24", "articles", "nothing", "pages-2"),
    ],
)
def test_a_section_that_holds_nothing_is_missing(client, name):
    make_live(at=timezone.now().replace(year=2024, month=3, day=1))
    assert client.get("/sitemaps/articles-2024.xml").status_code == 200
    assert client.get(f"/sitemaps/{name}.xml").status_code == 404


def test_lists_bear_the_moment_of_their_newest_piece(client, site):
    column, topic, author = make_column(), make_topic(), make_author()
    quiet = make_column(writer=None)
    make_live(column=column, topics=[topic], authors=[author], at=timezone.now() - timedelta(days=9))
    newest = make_live(column=column, topics=[topic], authors=[author])
    moment = timezone.localtime(max(newest.last_edited_at, newest.publish_at)).isoformat(timespec="seconds")
    for row, section in ((column, "columns"), (topic, "topics"), (author, "authors")):
        assert section_of(client, section)[f"{site}{row.get_absolute_url()}"] == (moment, {})
    assert section_of(client, "columns")[f"{site}{quiet.get_absolute_url()}"] == ("", {})


# ---- what never shows ------------------------------------------------------------------------------------------------


def test_nothing_hidden_is_listed_anywhere(client, site):
    make_live(title="ظاهر", title_en="secret", body_en="<p>secret</p>", column=make_column(slug="مفتوحة"))
    redraft(Article.objects.get(), title=arabic("سر"))
    for make, word in ((make_draft, "سرمسودة"), (make_scheduled, "سرمنتظر"), (make_withdrawn, "سرمسحوب")):
        make(
            title=word,
            authors=[make_author(word, slug=word)],
            topics=[make_topic(word, slug=word, published=False)],
            column=make_column("زاوية", slug=f"زاوية-{word[2:]}", writer=None),
            **in_english("secret"),
        )
    listed = " ".join(unquote(address) for address in [*everything(client, site), str(news_of(client))])
    assert ("سر" in listed, "secret" in listed, "/en/" in listed) == (False, False, False)
    # A column has a page before its first edition, and nothing of the edition shows in it.
    assert listed.count("/columns/") == 4


def test_a_foreign_host_never_reaches_a_sitemap(client, settings, site):
    settings.ALLOWED_HOSTS = ["*"]
    make_live(column=make_column())
    for path in ("/sitemap.xml", "/sitemaps/columns.xml", "/news-sitemap.xml", "/robots.txt"):
        answer = client.get(path, headers={"host": "evil.example", "x-forwarded-host": "evil.example"})
        assert (answer.status_code, b"evil" in answer.content, site.encode() in answer.content) == (200, False, True)


def test_addresses_of_machines_have_no_second_language(client):
    for path in ("/en/sitemap.xml", "/en/sitemaps/pages.xml", "/en/news-sitemap.xml", "/en/robots.txt"):
        assert client.get(path).status_code == 404


# ---- costs -----------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_sitemap_costs_the_same_for_one_piece_and_for_thirty(client):
    def make() -> None:
        make_live(column=make_column(), topics=[make_topic()], authors=[make_author()], **in_english())

    def costs() -> dict[str, int]:
        year = timezone.localtime().year
        names = ("pages", "columns", "topics", "authors", f"articles-{year}")
        found = {}
        for path in ("/sitemap.xml", "/news-sitemap.xml", *(f"/sitemaps/{name}.xml" for name in names)):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            found[path] = len(queries)
            assert [query["sql"] for query in queries if '"body' in query["sql"]] == []
        return found

    make()
    one = costs()
    for _turn in range(29):
        make()
    assert costs() == one
    assert max(one.values()) <= 20


# ---- the news of two days --------------------------------------------------------------------------------------------


def test_news_are_the_pieces_of_the_last_two_days_in_their_languages(client, site):
    SiteSettings(name_ar="شُبّاك", name_en="Shubbak").save()
    now = timezone.now()
    both = make_live(title="جسر & نهر", at=now - timedelta(hours=1), **in_english("A bridge"))
    alone = make_live(title="نهر", title_en="Half", body_en="<p>Half.</p>", at=now - timedelta(hours=47))
    make_live(title="قديم", at=now - timedelta(hours=49))
    moments = {piece: timezone.localtime(piece.publish_at).isoformat(timespec="seconds") for piece in (both, alone)}
    assert news_of(client) == [
        {
            "loc": f"{site}{both.get_absolute_url()}",
            "name": "شُبّاك",
            "language": "ar",
            "publication_date": moments[both],
            "title": "جسر & نهر",
        },
        {
            "loc": f"{site}/en/articles/{both.pk}-a-bridge/",
            "name": "Shubbak",
            "language": "en",
            "publication_date": moments[both],
            "title": "A bridge",
        },
        {
            "loc": f"{site}{alone.get_absolute_url()}",
            "name": "شُبّاك",
            "language": "ar",
            "publication_date": moments[alone],
            "title": "نهر",
        },
    ]


def test_without_news_the_list_is_empty_and_well_formed(client):
    make_live(at=timezone.now() - timedelta(days=3))
    assert news_of(client) == []
    assert client.get("/news-sitemap.xml").headers["Cache-Control"] == "max-age=60"


def test_a_piece_leaves_the_news_after_two_days_and_the_old_list_ends_then(client, time_machine):
    moment = timezone.now().replace(microsecond=0)
    make_live(at=moment)
    time_machine.move_to(moment + timedelta(hours=48, seconds=-30), tick=False)
    before = client.get("/news-sitemap.xml")
    assert (len(news_of(client)), before.headers["Cache-Control"]) == (1, "max-age=30")
    assert before.headers["Expires"] == (moment + timedelta(hours=48)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    time_machine.move_to(moment + timedelta(hours=48), tick=False)
    assert news_of(client) == []


def test_a_piece_to_come_ends_every_list_at_its_moment(client, time_machine):
    moment = timezone.now().replace(microsecond=0) + timedelta(hours=1)
    make_live()
    make_scheduled(at=moment)
    time_machine.move_to(moment - timedelta(seconds=10), tick=False)
    for path in ("/sitemap.xml", "/sitemaps/pages.xml", "/news-sitemap.xml"):
        assert client.get(path).headers["Cache-Control"] == "max-age=10"
    assert len(news_of(client)) == 1
    time_machine.move_to(moment, tick=False)
    assert len(news_of(client)) == 2


@pytest.mark.slow
def test_no_more_news_are_listed_than_google_reads(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "MOST_NEWS", 5)
    now = timezone.now()
    pieces = [make_live(at=now - timedelta(minutes=turn), **in_english()) for turn in range(1, 5)]
    assert [entry["loc"].split("/")[-2].split("-")[0] for entry in news_of(client)] == [
        str(piece.pk) for piece in (pieces[0], pieces[0], pieces[1], pieces[1], pieces[2])
    ]


@pytest.mark.slow
def test_news_stay_xml_whatever_stands_in_a_title(client):
    odd = [word for word in ODD if "\x00" not in word or connection.vendor != "postgresql"]
    pieces = [make_live() for _turn in range(20)]
    for start in range(0, len(odd), 20):
        for piece, word in zip(pieces, odd[start:], strict=False):
            Article.objects.filter(pk=piece.pk).update(title_ar=f"قبل {word} بعد")
        titles = [entry["title"] for entry in news_of(client)]
        assert {(title[:4], title[-4:]) for title in titles} == {("قبل ", " بعد")}


def test_names_of_sections_are_reserved_like_all_addresses(client):
    assert reverse("sitemap_section", args=["articles-2026"]) == "/sitemaps/articles-2026.xml"
    assert (reverse("sitemap"), reverse("news_sitemap"), reverse("robots")) == (
        "/sitemap.xml",
        "/news-sitemap.xml",
        "/robots.txt",
    )
