"""Preview links: one piece, one language, for a while; dead at once, and then like an address that never was."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django.utils.translation import gettext

from articles import previews, publishing, revisions
from articles.models import Article, PreviewLink, Revision
from articles.publishing import publish
from articles.revisions import content_of
from newsroom import audit
from newsroom.accounts import User
from newsroom.refusals import Refused
from newsroom.roles import Role
from tests.factories import (
    arabic,
    fresh,
    make_column,
    make_content,
    make_draft,
    make_editor,
    make_live,
    make_member,
    make_photo,
    make_scheduled,
    make_withdrawn,
    make_writer,
    redraft,
)
from tests.newsroom.world import everything

pytestmark = pytest.mark.django_db

BANNER = re.compile(r'<aside class="previewing".*?</aside>', re.S)
PRIVATE = {
    "Cache-Control": "no-store, private",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
}


def said(words: str, language: str = "ar") -> str:
    """What the house says for these words."""
    with translation.override(language):
        return gettext(words)


def link_to(piece: Article, *, language: str = "ar", days: int = 3, by=None) -> PreviewLink:
    lasts = timedelta(days=days)
    return previews.share(piece, language=language, lasts=lasts, by=by or make_editor(), now=timezone.now())


def path_of(link: PreviewLink) -> str:
    """Where it leads, without the host."""
    return "/" + previews.address_of(link).split("/", 3)[3]


def asked(path: str, **more):
    """The answer that somebody gets who was never here."""
    client = Client()
    answer = client.get(path, **more)
    assert client.cookies.output() == ""
    return answer


def carried(answer) -> dict[str, str]:
    return {name: answer.headers.get(name) for name in PRIVATE}


# ---- what it shows --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_behind_the_link_is_the_future_page_but_for_its_banner(site, language):
    english = {"title_en": "River", "body_en": "<p>It flows.</p>"}
    piece = make_live(column=make_column(), photo=make_photo(), tags=["نهر"], released=("ar", "en"), **english)
    redraft(
        piece,
        title={"ar": "عنوان لم يُنشر", "en": "Unpublished"},
        body=arabic("<p>نص آخر.</p>") | {"en": "<p>Other.</p>"},
    )
    # Published at the very moment of the look: the page says when its text was edited.
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        shown = asked(path_of(link_to(piece, language=language)))
    assert (shown.status_code, carried(shown)) == (200, PRIVATE)
    text = shown.content.decode()
    [banner] = BANNER.findall(text)
    content = revisions.content_of(piece)
    publishing.publish(piece, content=content, version=piece.version, by=None, now=now)
    with translation.override(language):
        public = asked(fresh(piece).get_absolute_url())
    assert BANNER.sub("", text) == public.content.decode()
    assert "<form" not in banner and "<script" not in banner


def test_a_first_publication_stands_behind_the_link_as_it_will_stand_at_its_moment(site):
    column, at = make_column(), timezone.now() + timedelta(days=2)
    make_live(column=column)
    piece = make_draft(make_content(column=column, publish_at=at, tags=["نهر"]))
    text = asked(path_of(link_to(piece))).content.decode()
    content = revisions.content_of(piece)
    publishing.publish(piece, content=content, version=piece.version, by=None, now=timezone.now(), at=at)
    with time_machine.travel(at, tick=False):
        assert BANNER.sub("", text) == asked(fresh(piece).get_absolute_url()).content.decode()


UNPUBLISHED = (
    "Preview before publication: this piece is not published, do not share it. This link works until %(until)s."
)
PUBLISHED = "Preview: the piece is published, just as it stands here. This link works until %(until)s."


def test_the_banner_says_what_the_page_is_and_until_when(site):
    piece = make_draft()
    link = link_to(piece)
    before = BANNER.findall(asked(path_of(link)).content.decode())[0]
    content = revisions.content_of(piece)
    publishing.publish(piece, content=content, version=piece.version, by=None, now=timezone.now())
    after = BANNER.findall(asked(path_of(link)).content.decode())[0]
    redraft(piece, title=arabic("عنوان آخر"))
    again = BANNER.findall(asked(path_of(link)).content.decode())[0]
    unpublished, published = (said(words).split("%(until)s")[0] for words in (UNPUBLISHED, PUBLISHED))
    assert [(unpublished in each, published in each) for each in (before, after, again)] == [
        (True, False),
        (False, True),
        (True, False),
    ]


def test_the_link_follows_the_newest_draft_and_nothing_that_was_only_typed(site):
    piece = make_draft(title="أول")
    link = link_to(piece)
    redraft(piece, title=arabic("ثانٍ"))
    assert "<h1><bdi>ثانٍ</bdi></h1>" in asked(path_of(link)).content.decode()


def test_no_other_unpublished_piece_shows_beside_it(site):
    column = make_column()
    make_scheduled(column=column, title="جارة منتظرة", at=timezone.now() + timedelta(hours=1))
    make_draft(column=column, title="جارة مسودة")
    make_live(column=column, title="جارة منشورة")
    piece = make_draft(make_content(column=column, publish_at=timezone.now() + timedelta(days=9)))
    text = asked(path_of(link_to(piece))).content.decode()
    assert [word in text for word in ("جارة منشورة", "جارة منتظرة", "جارة مسودة")] == [True, False, False]


def test_looking_writes_nothing(site):
    piece = make_draft()
    path, before = path_of(link_to(piece)), everything()
    with CaptureQueriesContext(connection) as queries:
        assert asked(path).status_code == 200
    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}
    assert everything() == before


# ---- what ends it ---------------------------------------------------------------------------------------------------


def ended() -> bytes:
    """The page of an address that never was."""
    answer = asked("/preview/987654321-" + "0" * 64 + "/")
    assert (answer.status_code, carried(answer)) == (404, PRIVATE)
    return answer.content


def is_dead(path: str) -> bool:
    answer = asked(path)
    assert carried(answer) == PRIVATE
    return (answer.status_code, answer.content) == (404, ended())


def test_a_revoked_link_is_dead_at_the_next_request(site, editor):
    link, other = link_to(make_draft()), link_to(make_draft())
    assert asked(path_of(link)).status_code == 200
    assert previews.revoke(link, by=editor, now=timezone.now()) is True
    assert previews.revoke(link, by=editor, now=timezone.now()) is False
    assert (is_dead(path_of(link)), asked(path_of(other)).status_code) == (True, 200)


@pytest.mark.parametrize("days", [1, 3, 7])
def test_a_link_ends_by_itself(site, days):
    link = link_to(make_draft(), days=days)
    with time_machine.travel(link.expires_at - timedelta(seconds=1), tick=False):
        assert asked(path_of(link)).status_code == 200
    with time_machine.travel(link.expires_at, tick=False):
        assert is_dead(path_of(link))


def test_a_link_ends_with_its_piece_with_its_row_and_with_its_secret(site, settings):
    pieces = [make_draft() for _ in range(3)]
    links = [link_to(piece) for piece in pieces]
    paths = [path_of(link) for link in links]
    publishing.discard(pieces[0], now=timezone.now())
    links[1].delete()
    PreviewLink.objects.filter(pk=links[2].pk).update(nonce="another")
    assert [is_dead(path) for path in paths] == [True] * 3
    path = path_of(link_to(make_draft()))
    settings.SECRET_KEY = "another secret of the house"
    assert is_dead(path)


def test_a_piece_that_is_taken_back_is_taken_back_from_its_links_too(site, editor):
    piece = make_live()
    link = link_to(piece)
    publishing.withdraw(piece, version=piece.version, by=editor, now=timezone.now())
    assert is_dead(path_of(link))
    # Whoever writes it anew may show it anew.
    assert asked(path_of(link_to(piece))).status_code == 200


def forged(path: str) -> list[str]:
    """Addresses that are like ``path`` and not it."""
    room, number, signature = re.fullmatch(r"(.*/preview/)(\d+)-([0-9a-f]{64})/", path).groups()
    other = "1" if signature[-1] != "1" else "2"
    bad = [
        f"{number}-{signature[:-1]}{other}",
        f"{number}-{signature[:-1]}",
        f"{number}-{signature}0",
        f"{number}-{signature[:32]}",
        f"{number}-",
        f"{number}",
        f"0{number}-{'0' * 64}",
        f"{int(number) + 1}-{signature}",
        f"{'9' * 18}-{signature}",
        f"{'9' * 40}-{signature}",
        f"-{number}-{signature}",
        f"{number}-{signature.upper()}x",
        f"{number}-{signature}/x",
        f"{number}-{signature}%00",
        f"{number}%0a-{signature}",
        f"٣-{signature}",
        "",
        "x",
        "..",
        "%2e%2e/admin",
        "'; --",
    ]
    other_language = path.removeprefix("/en") if room.startswith("/en") else f"/en{path}"
    return [*(f"{room}{each}/" if each else room for each in bad), other_language]


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_forged_address_is_the_same_page(site, language):
    link = link_to(make_draft(title_en="Draft"), language=language)
    path = path_of(link)
    answers = {address: asked(address) for address in forged(path)}
    dead = {"ar": asked("/preview/x/").content, "en": asked("/en/preview/x/").content}
    wrong = {
        address
        for address, answer in answers.items()
        if (answer.status_code, carried(answer)) != (404, PRIVATE)
        or answer.content != dead["en" if address.startswith("/en/") else "ar"]
    }
    assert wrong == set()
    assert said("This preview has ended", language) in dead[language].decode()


def test_one_signature_opens_one_piece_in_one_language(site):
    first, second = make_draft(title_en="One"), make_draft(title_en="Two")
    links = [link_to(piece, language=code) for piece in (first, second) for code in ("ar", "en")]
    signatures = [path_of(link).rsplit("-", 1)[1] for link in links]
    assert len(set(signatures)) == 4
    for link in links:
        prefix = path_of(link).rsplit("-", 1)[0]
        opened = [asked(f"{prefix}-{signature}").status_code for signature in signatures]
        assert opened == [200 if other is link else 404 for other in links]


def test_the_address_holds_256_bits_and_no_word_of_the_piece(site):
    link = link_to(make_draft(title="سر"))
    assert re.fullmatch(rf"{site}/preview/{link.pk}-[0-9a-f]{{64}}/", previews.address_of(link))
    assert link.nonce not in previews.address_of(link)


def test_the_address_survives_what_messengers_do_to_it(site):
    path = path_of(link_to(make_draft()))
    spellings = [path.rstrip("/"), path.replace("-", "%2D"), path.replace("/preview", "/%70review"), f"{path}?utm=x"]
    assert [asked(each).status_code for each in spellings] == [200] * 4
    # Encoded twice it is another address.
    assert asked(path.replace("-", "%252D")).status_code == 404


# ---- nothing tells of it --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_it_is_only_for_reading(site, method):
    path = path_of(link_to(make_draft()))
    assert getattr(Client(), method)(path).status_code == 405


def test_head_says_what_get_says_without_the_page(site):
    path = path_of(link_to(make_draft()))
    head, get = Client().head(path), asked(path)
    assert (head.status_code, head.content, carried(head)) == (200, b"", PRIVATE)
    assert head.headers["Content-Type"] == get.headers["Content-Type"]


TRICKS = [
    {"host": "elsewhere.example"},
    {"host": "127.0.0.1", "x-forwarded-host": "elsewhere.example"},
    {"x-forwarded-proto": "https", "forwarded": "host=elsewhere.example"},
    {"x-original-url": "/", "x-rewrite-url": "/"},
    {"x-http-method-override": "POST"},
    {"cookie": "sessionid=x; " + "csrftoken=" + "y" * 32},
    {"authorization": "Basic eDp5"},
    {"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT", "if-none-match": "*"},
    {"accept-language": "en"},
]


@time_machine.travel("2026-11-20 12:00 +0000", tick=False)
@pytest.mark.parametrize("headers", TRICKS, ids=range(len(TRICKS)))
def test_no_header_opens_changes_or_keeps_it(site, headers):
    piece = make_draft()
    path = path_of(link_to(piece))
    usual, dead = asked(path), ended()
    answer, refused = asked(path, headers=headers), asked("/preview/1-" + "0" * 64 + "/", headers=headers)
    if headers.get("host") == "elsewhere.example":
        assert {answer.status_code, refused.status_code} == {400}
        return
    assert (answer.status_code, answer.content, carried(answer)) == (200, usual.content, PRIVATE)
    assert (refused.status_code, refused.content) == (404, dead)
    assert b"elsewhere.example" not in answer.content
    assert "ETag" not in answer.headers and "Last-Modified" not in answer.headers


@time_machine.travel("2026-11-20 12:00 +0000", tick=False)
def test_a_session_of_the_desk_is_no_part_of_it(site, desk):
    link = link_to(make_draft())
    path = path_of(link)
    assert desk.get(path).content == asked(path).content
    previews.revoke(link, by=None, now=timezone.now())
    assert desk.get(path).status_code == 404


def test_no_public_address_leads_to_it(site, client):
    piece = make_live()
    link_to(redraft(piece, title=arabic("مسودة")))
    for path in ("/", piece.get_absolute_url(), "/feed/", "/sitemap.xml", "/sitemaps/pages.xml", "/news-sitemap.xml"):
        assert "/preview/" not in client.get(path).content.decode()
    robots = client.get("/robots.txt").content.decode().splitlines()
    assert [line for line in robots if "preview" in line] == ["Disallow: /preview/", "Disallow: /en/preview/"]


def test_no_log_names_it_even_when_the_house_fails(site, caplog):
    link = link_to(make_draft())
    path = path_of(link)
    # A snapshot of a later release, which this one cannot read.
    Revision.objects.all().update(content={"schema": 99})
    answer = Client(raise_request_exception=False).get(path)
    assert answer.status_code == 500
    signature = path.rsplit("-", 1)[1].strip("/")
    assert "ERROR" in caplog.text and signature not in caplog.text
    caplog.clear()
    asked(path.replace("a", "b"))
    assert signature not in caplog.text


# ---- making and ending it -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lasts", [timedelta(days=7, seconds=1), timedelta(days=30), timedelta(0), timedelta(days=-1)])
def test_no_link_lasts_longer_than_a_week(lasts):
    piece, before = make_draft(), everything()
    with pytest.raises(Refused):
        previews.share(piece, language="ar", lasts=lasts, by=None, now=timezone.now())
    assert everything() == before


def test_a_language_in_which_nothing_is_written_is_refused():
    piece = make_draft()
    for language in ("en", "fr", ""):
        with pytest.raises(Refused):
            previews.share(piece, language=language, lasts=timedelta(days=1), by=None, now=timezone.now())
    assert PreviewLink.objects.count() == 0


def test_a_piece_that_is_gone_is_refused():
    piece = make_draft()
    copy = fresh(piece)
    publishing.discard(piece, now=timezone.now())
    with pytest.raises(revisions.Gone):
        link_to(copy)


def test_making_and_revoking_leave_a_line_of_history_and_touch_nothing_else(editor):
    piece = make_live()
    before = everything()
    link = link_to(piece, by=editor)
    previews.revoke(link, by=editor, now=timezone.now())
    changed = sorted(label for label, rows in everything().items() if rows != before[label])
    assert changed == ["admin.LogEntry", "articles.PreviewLink"]
    with translation.override("ar"):
        lines = [(entry.user_id, audit.acts(entry)[0].sentence) for entry in LogEntry.objects.order_by("pk")]
        assert lines == [(editor.pk, gettext("Made a preview link.")), (editor.pk, gettext("Revoked a preview link."))]
    assert not any(link.nonce in entry.change_message for entry in LogEntry.objects.all())


# ---- the screen -----------------------------------------------------------------------------------------------------


def screen(piece: Article) -> str:
    return f"/admin/articles/article/{piece.pk}/links/"


def test_the_screen_makes_shows_and_revokes_links(desk, editor, site):
    piece = make_draft(title_en="English")
    made = desk.post(screen(piece), {"language": "en", "days": "7"})
    assert (made.status_code, made.headers["Location"]) == (302, screen(piece))
    link = PreviewLink.objects.get()
    assert (link.language, link.created_by, link.expires_at - link.created_at) == ("en", editor, timedelta(days=7))
    page = desk.get(screen(piece)).content.decode()
    assert f'value="{previews.address_of(link)}"' in page
    assert asked(path_of(link)).status_code == 200
    assert desk.get(f"{screen(piece)}{link.pk}/revoke/").status_code == 405
    for _press in range(2):
        assert desk.post(f"{screen(piece)}{link.pk}/revoke/").status_code == 302
    assert is_dead(path_of(link)) or asked(path_of(link)).status_code == 404
    page = desk.get(screen(piece)).content.decode()
    assert previews.address_of(link) not in page
    assert LogEntry.objects.count() == 2


@pytest.mark.parametrize("sent", [{}, {"language": "en", "days": "3"}, {"language": "ar", "days": "8"}, {"days": "x"}])
def test_the_screen_refuses_in_words(desk, sent):
    piece = make_draft()
    answer = desk.post(screen(piece), sent)
    assert (answer.status_code, PreviewLink.objects.count()) == (422 if sent else 200, 0)


def test_a_link_is_revoked_at_its_own_piece_alone(desk):
    link, other = link_to(make_draft()), make_draft()
    assert desk.post(f"{screen(other)}{link.pk}/revoke/").status_code == 404
    assert desk.post(f"{screen(other)}{10**18 * 90}/revoke/").status_code == 404
    assert PreviewLink.objects.get().revoked_at is None


def test_only_whoever_may_write_the_piece_may_show_it(editor):
    writer = make_writer()
    own, other, live = make_draft(by=writer), make_draft(), make_live(by=writer)
    link = link_to(other)
    client = Client()
    client.force_login(writer)
    assert [client.get(screen(piece)).status_code for piece in (own, other, live)] == [200, 403, 403]
    sent = {"language": "ar", "days": "1"}
    assert [client.post(screen(piece), sent).status_code for piece in (own, other, live)] == [302, 403, 403]
    assert client.post(f"{screen(other)}{link.pk}/revoke/").status_code == 403
    for role in (Role.TRANSLATOR, Role.TOPIC_MANAGER):
        client.force_login(make_member(role))
        assert client.get(screen(own)).status_code == 403
    assert Client().get(screen(own)).status_code == 302


@pytest.mark.parametrize("many", [1, 30])
def test_the_screen_asks_a_fixed_number_of_questions(desk, editor, many, django_assert_max_num_queries):
    piece = make_withdrawn()
    for turn in range(many):
        link = link_to(piece, by=editor)
        if turn % 2:
            previews.revoke(link, by=editor, now=timezone.now())
    with django_assert_max_num_queries(20):
        assert desk.get(screen(piece)).status_code == 200


# ---- it shows no more than its maker may show ------------------------------------------------------------------------


def test_the_link_of_a_writer_ends_when_the_piece_is_no_longer_his_to_show(site):
    writer = make_writer()
    piece = make_draft(by=writer)
    path = path_of(link_to(piece, by=writer))
    assert asked(path).status_code == 200
    publish(piece, content=content_of(piece), version=piece.version, by=make_editor(), now=timezone.now())
    redraft(fresh(piece), title={"ar": "ما يكتبه المحررون سرًا", "en": ""})
    assert (asked(path).status_code, asked(path).content) == (404, ended())


@pytest.mark.parametrize("end", [{"is_active": False}, {"is_staff": False}])
def test_the_link_of_who_left_is_dead(site, end):
    maker = make_editor()
    path = path_of(link_to(make_draft(), by=maker))
    User.objects.filter(pk=maker.pk).update(**end)
    assert (asked(path).status_code, asked(path).content) == (404, ended())
