"""Who may open which door of the desk, and what stays closed to everybody else; the preview that only staff see."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from articles.models import Article
from articles.models.article import State
from articles.revisions import content_of
from articles.snapshots import Snapshot
from newsroom.accounts import User
from newsroom.images import Photo
from tests.factories import (
    arabic,
    form_data,
    fresh,
    make_column,
    make_content,
    make_draft,
    make_live,
    make_photo,
    make_picture,
    make_scheduled,
    make_user,
    make_withdrawn,
    make_writer,
)

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/article/add/"


def door(name: str, piece: Article, *more: str) -> str:
    return reverse(f"admin:articles_article_{name}", args=[piece.pk, *more])


def sent(piece: Article, *, act: str, **changes: Any) -> dict[str, Any]:
    """What the browser sends from the opened form of ``piece`` after some fields were changed."""
    return form_data(content_of(piece).with_(**changes), version=piece.version, act=act)


def said(answer: Any) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


# ---- who may ---------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("act", ["publish", "schedule", "withdraw", "unschedule"])
@pytest.mark.parametrize("make", [make_draft, make_live, make_scheduled, make_withdrawn])
def test_a_writer_who_may_not_publish_changes_nothing_before_readers(client, act, make):
    writer = make_writer()
    client.force_login(writer)
    piece = make(title="أول", column=make_column(), by=writer)
    before = (fresh(piece).state(), Snapshot.of_row(fresh(piece)), fresh(piece).version)
    data = sent(piece, act=act, title=arabic("ثانٍ")) | {"publish_at": "2031-07-03T18:30"}
    assert client.post(door("change", piece), data).status_code == 403
    assert client.post(ADD, data | {"key": uuid4()}).status_code == 403
    assert client.post(door("take_back", piece), {"version": piece.version}).status_code == 403
    assert (fresh(piece).state(), Snapshot.of_row(fresh(piece)), fresh(piece).version) == before
    assert Article.objects.count() == 1


def test_a_writer_sees_no_button_that_he_may_not_press(client):
    writer = make_writer()
    client.force_login(writer)
    page = client.get(door("change", make_draft(by=writer))).content.decode()
    assert [act for act in ("publish", "schedule", "withdraw", "unschedule", "save") if f'value="{act}"' in page] == [
        "save"
    ]


def test_staff_without_a_right_open_no_door(client):
    make_column()
    piece, waiting = make_live(title="سرّ"), make_draft(title="سرّ آخر")
    photo = make_photo()
    photos = {"file": make_picture()}
    client.force_login(make_user())
    doors = [("get", ADD, {}), ("post", ADD, form_data(make_content(), act="save"))]
    for each in (piece, waiting):
        doors += [("get", door(name, each), {}) for name in ("change", "published", "correct", "history", "delete")]
        doors += [("get", door("preview", each, code), {}) for code in ("ar", "en")]
        doors += [("post", door("change", each), sent(each, act="save", title=arabic("غيره")))]
        doors += [("post", door("take_back", each), {"version": each.version})]
        doors += [("post", door("correct", each), {"number": 3, "version": each.version})]
        doors += [("post", door("delete", each), {"post": "yes", "version": each.version})]
    doors += [("post", reverse("admin:articles_article_paste"), {"html": "x"})]
    doors += [("get", reverse("admin:articles_article_changelist"), {})]
    doors += [("get", reverse("admin:newsroom_photo_library"), {}), ("get", reverse("admin:newsroom_photo_add"), {})]
    doors += [("post", reverse("admin:newsroom_photo_upload"), photos)]
    doors += [("post", reverse("admin:newsroom_photo_change", args=[photo.pk]), {"alt_ar": "غيره"})]
    doors += [("post", reverse("admin:choose_protection"), {"protection": "strict"})]
    doors += [("get", f"/admin/{name}/", {}) for name in ("newsroom/user", "newsroom/sitesettings", "columns/column")]
    answers = {(method, path): getattr(client, method)(path, data).status_code for method, path, data in doors}
    assert answers == dict.fromkeys(answers, 403)
    assert "سرّ" not in client.get("/admin/").content.decode()
    assert (fresh(piece).state(), fresh(waiting).state(), Article.objects.count(), Photo.objects.count()) == (
        State.LIVE,
        State.DRAFT,
        2,
        1,
    )


@pytest.mark.slow
@pytest.mark.parametrize("account", ["nobody", "reader"])
def test_whoever_is_not_staff_meets_the_sign_in_at_every_door(client, account):
    piece = make_live(title="سرّ")
    if account == "reader":
        reader = make_user(is_superuser=True)
        User.objects.filter(pk=reader.pk).update(is_staff=False)
        client.force_login(reader)
    doors = [ADD, "/admin/", "/admin/protection/", reverse("admin:articles_article_paste")]
    doors += [door(name, piece) for name in ("change", "published", "correct", "take_back", "history", "delete")]
    doors += [door("preview", piece, "ar"), reverse("admin:newsroom_photo_library"), "/admin/newsroom/photo/upload/"]
    for path in doors:
        for answer in (client.get(path), client.post(path, {"version": piece.version})):
            assert (path, answer.status_code) == (path, 302)
            assert answer.url.startswith("/admin/login/")
    assert fresh(piece).state() == State.LIVE


@pytest.mark.slow
@pytest.mark.parametrize("pk", ["0", "999999", "99999999999999999999", "x", "1.5"])
def test_a_piece_that_does_not_exist_is_not_found_on_any_screen(desk, pk):
    base = f"/admin/articles/article/{pk}"
    addresses = [f"{base}/change/", f"{base}/published/", f"{base}/preview/ar/", f"{base}/correct/"]
    assert [desk.get(address, follow=True).status_code for address in addresses] == [404] * 4
    assert desk.post(f"{base}/take-back/", follow=True).status_code == 404


# ---- the preview -----------------------------------------------------------------------------------------------------


def test_the_preview_is_framed_by_the_desk_alone_and_kept_by_nobody(desk):
    piece = make_scheduled(title="لم يصل بعد")
    answer = desk.get(door("preview", piece, "ar"))
    assert "لم يصل بعد" in answer.content.decode()
    assert answer.headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
    assert {"no-store", "private"} <= set(answer.headers["Cache-Control"].split(", "))
    for address in (door("change", piece), door("published", piece), "/admin/", "/"):
        other = desk.get(address)
        assert other.headers["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in other.headers["Content-Security-Policy"]


@pytest.mark.slow
def test_the_preview_speaks_the_language_asked_for(desk):
    piece = make_draft(title_en="Half a bridge", body_en="<p>Half.</p>")
    english, unknown = desk.get(door("preview", piece, "en")), desk.get(door("preview", piece, "xx"))
    assert ('<html lang="en" dir="ltr">' in english.content.decode(), unknown.status_code) == (True, 404)
    assert "Half a bridge" in english.content.decode()
    assert desk.get(door("preview", make_draft(), "en")).status_code == 200


@pytest.mark.slow
def test_an_unfinished_draft_can_be_previewed(desk):
    desk.post(ADD, {"act": "save"})
    piece = Article.objects.get()
    assert [desk.get(door("preview", piece, code)).status_code for code in ("ar", "en")] == [200, 200]
