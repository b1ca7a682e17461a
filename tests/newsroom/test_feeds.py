"""What holds for every feed of the house: whole texts, strange letters, lasting ids, short answers, hidden pieces."""

import re
from datetime import timedelta

import pytest
from defusedxml.ElementTree import fromstring
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Tag, Topic
from articles.publishing import withdraw
from columns.models import Author, Column
from newsroom.arabic.hygiene import is_xml_safe
from newsroom.feeds import SafeAtom, SafeRss
from newsroom.outlet import SiteSettings
from newsroom.prose.rendering import for_feed
from tests.factories import (
    arabic,
    fresh,
    make_author,
    make_column,
    make_draft,
    make_live,
    make_photo,
    make_scheduled,
    make_topic,
    make_withdrawn,
    redraft,
    republish,
)
from tests.feed_reading import ATOM, CONTENT, ODD, atom_of, entries, rss_of, text, titles, xml_of

pytestmark = pytest.mark.django_db


def all_feeds() -> list[str]:
    """The Atom addresses of every feed that exists; RSS lies one word below each."""
    return [
        reverse("site_feed"),
        *(reverse("columns:feed", args=[column.slug]) for column in Column.objects.all()),
        *(reverse("columns:author_feed", args=[author.slug]) for author in Author.objects.public("ar")),
        *(reverse("articles:topic_feed", args=[topic.slug]) for topic in Topic.objects.public("ar")),
    ]


def test_the_feed_of_the_outlet_holds_the_newest_pieces_of_all_columns_and_none(client, site):
    SiteSettings(description_ar="موقع تحليل", name_en="Shubbak", description_en="").save()
    now = timezone.now()
    make_live(title="في زاوية", column=make_column(), at=now - timedelta(days=1))
    make_live(title="بلا زاوية", at=now - timedelta(days=2))
    make_live(title="ثنائي", title_en="Both", body_en="<p>Both.</p>", released=("ar", "en"), at=now - timedelta(days=3))
    root = atom_of(client, "/feed/", site)
    assert (text(root, "title"), text(root, "subtitle")) == ("شُبّاك", "موقع تحليل")
    assert titles(root) == ["في زاوية", "بلا زاوية", "ثنائي"]
    english = atom_of(client, "/en/feed/", site)
    assert (text(english, "title"), text(english, "subtitle"), titles(english)) == ("Shubbak", "", ["Both"])
    links = {link.get("rel"): link.get("href") for link in english.findall(f"{ATOM}link")}
    assert links == {"alternate": f"{site}/en/", "self": f"{site}/en/feed/"}
    assert rss_of(client, "/en/feed/rss/", site).findtext("language") == "en"


def test_pictures_stand_in_the_feed_with_addresses_that_lead_here_from_anywhere(client, site):
    lead, photo = make_photo(caption_ar="الضفة"), make_photo(size=(1000, 600), caption_ar="الجسر", credit_ar="سلمى")
    make_live(photo=lead, body=f'<p>نص.</p><figure data-photo="{photo.pk}"></figure>')
    content = text(entries(atom_of(client, "/feed/", site))[0], "content")
    assert re.findall(r'<img src="([^"]*)"', content) == [f"{site}{lead.file.url}", f"{site}{photo.file.url}"]
    assert content.index("الضفة") < content.index("نص.") < content.index("الجسر") < content.index("سلمى")
    assert rss_of(client, "/feed/rss/", site).find("item").findtext(CONTENT) == content


def test_pictures_asked_for_once_are_shown_like_pictures_asked_for_alone(site):
    photo = make_photo()
    stored = f'<p>نص.</p><figure data-photo="{photo.pk}"></figure>'
    assert for_feed(stored, photos={str(photo.pk): photo}) == for_feed(stored)
    assert "<img" not in for_feed(stored, photos={})


def test_an_id_outlives_a_new_title_a_new_address_and_the_move_to_https(client, settings):
    settings.SITE_URL = "http://shubbak.example"
    piece = make_live(title="قديم", column=make_column())
    before = entries(atom_of(client, "/feed/", settings.SITE_URL))[0]
    republish(piece, title=arabic("جديد"))
    Article.objects.filter(pk=piece.pk).update(slug_ar="عنوان-جديد")
    settings.SITE_URL = "https://shubbak.example"
    after = entries(atom_of(client, "/feed/", settings.SITE_URL))[0]
    assert (text(before, "title"), text(after, "title")) == ("قديم", "جديد")
    assert (
        text(before, "id")
        == text(after, "id")
        == f"tag:shubbak.example,{piece.publish_at:%Y-%m-%d}:article/{piece.pk}/ar"
    )


def test_a_piece_was_not_changed_before_readers_saw_it(client, site, time_machine):
    piece = make_scheduled()
    time_machine.move_to(piece.publish_at + timedelta(hours=1))
    entry = entries(atom_of(client, "/feed/", site))[0]
    assert text(entry, "updated") == text(entry, "published") == piece.publish_at.isoformat()


# ---- what never shows ------------------------------------------------------------------------------------------------


def test_nothing_hidden_stands_in_any_feed(client, site):
    column, author, topic = make_column("زاوية"), make_author("كاتب"), make_topic("موضوع")
    around = {"column": column, "authors": [author], "topics": [topic]}
    shown = make_live(title="ظاهر", title_en="سرترجمة", body_en="<p>سرترجمة</p>", **around)
    redraft(shown, title=arabic("سرتغيير"), body=arabic("<p>سرتغيير</p>"))
    for make, word in ((make_draft, "سرمسودة"), (make_scheduled, "سرمنتظر"), (make_withdrawn, "سرمسحوب")):
        make(
            title=word,
            standfirst=word,
            body=f"<p>{word}</p>",
            tags=[word],
            title_en=word,
            body_en=f"<p>{word}</p>",
            released=("ar", "en"),
            **around,
        )
    seen = {
        path: client.get(path) for feed in all_feeds() for path in (feed, f"{feed}rss/", f"/en{feed}", f"/en{feed}rss/")
    }
    assert [path for path, answer in seen.items() if "سر" in answer.content.decode()] == []
    rows = {"columns:feed": column, "columns:author_feed": author, "articles:topic_feed": topic}
    holding = [reverse("site_feed"), *(reverse(name, args=[row.slug]) for name, row in rows.items())]
    assert [titles(atom_of(client, feed, site)) for feed in holding] == [["ظاهر"]] * 4


def test_a_foreign_host_never_reaches_a_feed(client, settings, site):
    settings.ALLOWED_HOSTS = ["*"]
    make_live(column=make_column(), photo=make_photo(), topics=[make_topic()])
    for address in all_feeds():
        for path in (address, f"{address}rss/"):
            answer = client.get(path, headers={"host": "evil.example", "x-forwarded-host": "evil.example"})
            assert (answer.status_code, b"evil" in answer.content, str(answer.headers).find("evil")) == (200, False, -1)


# ---- strange letters -------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_every_feed_stays_xml_whatever_stands_in_the_rows(client, site):
    """Rows may hold what no form let in: an import, a restored copy, a hand in the database."""
    odd = [word for word in ODD if "\x00" not in word or connection.vendor != "postgresql"]
    assert len(odd) >= 60
    column, topic, author = make_column(), make_topic(), make_author()
    pieces = [make_live(column=column, topics=[topic], authors=[author], tags=[f"وسم {turn}"]) for turn in range(20)]
    for start in range(0, len(odd), 20):
        for piece, word in zip(pieces, odd[start:], strict=False):
            hostile = f"قبل {word} بعد"
            Article.objects.filter(pk=piece.pk).update(
                title_ar=hostile, standfirst_ar=hostile, signoff_ar=hostile, body_ar=f"<p>{hostile}</p>"
            )
            Tag.objects.filter(tagged__content_object=piece).update(name=hostile)
            Topic.objects.filter(pk=topic.pk).update(name_ar=hostile, summary_ar=hostile)
            Author.objects.filter(pk=author.pk).update(name_ar=hostile, role_ar=hostile)
            Column.objects.filter(pk=column.pk).update(title_ar=hostile, description_ar=hostile)
        SiteSettings(name_ar=hostile, description_ar=hostile).save()
        for address in all_feeds():
            found = titles(atom_of(client, address, site))
            found += [item.findtext("title") for item in rss_of(client, f"{address}rss/", site).findall("item")]
            assert {(title.startswith("قبل "), title.endswith(" بعد")) for title in found} <= {(True, True)}
        news = xml_of(client, "/news-sitemap.xml")
        assert len(news) == 20


def test_a_title_keeps_its_letters_and_loses_only_what_turns_the_page_around(client, site):
    kept = "شُبّاك \u2068NATO\u2069 — سو-57 «(2023)» C++ 😀 ﻻ ]]> <b> &amp;"
    first, second = make_live(), make_live(at=timezone.now() - timedelta(days=1))
    Article.objects.filter(pk=first.pk).update(title_ar=kept)
    Article.objects.filter(pk=second.pk).update(title_ar="قبل \u202e\u2067 بعد")
    assert titles(atom_of(client, "/feed/", site)) == [kept, "قبل  بعد"]


def test_the_longest_title_stands_whole(client, site):
    piece = make_live()
    Article.objects.filter(pk=piece.pk).update(title_ar="م" * 200)
    assert titles(atom_of(client, "/feed/", site)) == ["م" * 200]


@pytest.mark.parametrize("kind", [SafeAtom, SafeRss])
def test_halves_of_letters_that_no_database_keeps_do_not_break_a_feed_either(kind):
    odd = "قبل \ud800\udfff\x00 بعد"
    feed = kind(title=odd, link="https://shubbak.example/", description=odd, subtitle=odd, author_name=odd)
    feed.add_item(
        title=odd, link="https://shubbak.example/", description=odd, authors=[odd], content=odd, categories=[odd]
    )
    written = feed.writeString("utf-8")
    assert is_xml_safe(written)
    assert "قبل  بعد" in "".join(fromstring(written.encode()).itertext())


# ---- asked again -----------------------------------------------------------------------------------------------------


def test_who_asks_again_gets_a_short_answer_until_something_changes(client):
    piece, address = make_live(column=make_column()), "/feed/"
    first = client.get(address)
    tag = first.headers["ETag"]
    again = client.get(address, headers={"if-none-match": tag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"] == "max-age=60"
    withdraw(piece, version=fresh(piece).version, by=None, now=timezone.now())
    changed = client.get(address, headers={"if-none-match": tag})
    assert (changed.status_code, changed.headers["ETag"] != tag) == (200, True)


def test_a_withdrawn_piece_leaves_even_readers_that_compare_moments_only(client):
    piece = make_live()
    moment = timezone.now().strftime("%a, %d %b %Y %H:%M:%S GMT")
    withdraw(piece, version=fresh(piece).version, by=None, now=timezone.now())
    answer = client.get("/feed/", headers={"if-modified-since": moment})
    assert (answer.status_code, "Last-Modified" in answer.headers) == (200, False)


def test_a_scheduled_piece_is_in_the_feed_at_its_moment_and_the_old_answer_ends_then(client, time_machine):
    make_live(title="قديم")
    moment = timezone.now().replace(microsecond=0) + timedelta(hours=1)
    make_scheduled(title="جديد", at=moment)
    time_machine.move_to(moment - timedelta(seconds=20), tick=False)
    before = client.get("/feed/")
    assert before.headers["Cache-Control"] == "max-age=20"
    assert before.headers["Expires"] == moment.strftime("%a, %d %b %Y %H:%M:%S GMT")
    time_machine.move_to(moment, tick=False)
    after = client.get("/feed/", headers={"if-none-match": before.headers["ETag"]})
    assert (after.status_code, "جديد" in after.content.decode()) == (200, True)


def test_a_feed_answers_to_reading_alone(client):
    make_live()
    head, whole = client.head("/feed/"), client.get("/feed/")
    assert (head.status_code, head.content, head.headers["ETag"]) == (200, b"", whole.headers["ETag"])
    assert {client.generic(method, "/feed/").status_code for method in ("POST", "PUT", "DELETE", "OPTIONS")} == {405}


@pytest.mark.slow
def test_every_feed_costs_the_same_for_one_piece_and_for_thirty(client, site):
    column, author, topic = make_column(writer=None), make_author(), make_topic()
    photos = [make_photo() for _turn in range(4)]

    def make(turn: int) -> None:
        figure = f'<figure data-photo="{photos[turn % 3].pk}"></figure>'
        facts = {"column": column, "authors": [author], "topics": [topic], "tags": [f"وسم {turn}"], "photo": photos[3]}
        make_live(body=f"<p>نص.</p>{figure}", title_en="A", body_en=f"<p>a</p>{figure}", released=("ar", "en"), **facts)

    def costs() -> dict[str, int]:
        found = {}
        for address in all_feeds():
            for path in (address, f"/en{address}rss/"):
                with CaptureQueriesContext(connection) as queries:
                    assert client.get(path).status_code == 200
                found[path] = len(queries)
        return found

    make(0)
    one = costs()
    for turn in range(1, 30):
        make(turn)
    assert costs() == one
    assert max(one.values()) <= 11
    assert {len(entries(atom_of(client, address, site))) for address in all_feeds()} == {20}
    tag = client.get("/feed/").headers["ETag"]
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/feed/", headers={"if-none-match": tag}).status_code == 304
    assert len(queries) <= 4
