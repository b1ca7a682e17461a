"""The desk: the language it speaks, what lies on it, and what it asks of whom."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import working
from articles.models import Article
from newsroom.accounts import User
from newsroom.outlet import Protection, SiteSettings
from tests.factories import (
    arabic,
    make_author,
    make_column,
    make_content,
    make_draft,
    make_editor,
    make_live,
    make_scheduled,
    make_topic,
    make_user,
    make_withdrawn,
    make_writer,
    redraft,
)

pytestmark = pytest.mark.django_db
DESK = "/admin/"
ARABIC, ENGLISH = '<html lang="ar" dir="rtl"', '<html lang="en" dir="ltr"'


def page(client: Client, address: str = DESK) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


# ---- signing in ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["", "en", "fr"])
def test_the_sign_in_page_speaks_arabic_from_right_to_left_whatever_the_browser_asks(client, language):
    answer = client.get(reverse("admin:login"), headers={"accept-language": language})
    assert ARABIC in answer.content.decode()
    assert answer.headers["Content-Language"] == "ar"


def test_an_account_signs_in_and_out_and_the_door_closes_behind_it(client):
    make_editor()
    account = make_user("articles.view_article")
    account.set_password("كلمة سر طويلة 1961")
    account.save()
    login = reverse("admin:login")
    wrong = client.post(login, {"username": account.username, "password": "x", "next": DESK})
    assert wrong.status_code == 200
    assert client.get(DESK).status_code == 302
    right = client.post(login, {"username": account.username, "password": "كلمة سر طويلة 1961", "next": DESK})
    assert (right.status_code, right.url, client.get(DESK).status_code) == (302, DESK, 200)
    assert client.get(reverse("admin:logout")).status_code == 405
    client.post(reverse("admin:logout"))
    assert client.get(DESK).status_code == 302


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_the_sign_in_leads_nowhere_else(client, target):
    account = make_user()
    account.set_password("كلمة سر طويلة 1961")
    account.save()
    sent = {"username": account.username, "password": "كلمة سر طويلة 1961", "next": target}
    assert "evil" not in client.post(reverse("admin:login"), sent).url.replace(DESK, "")


@pytest.mark.slow
def test_an_english_account_has_an_english_desk_and_the_readers_keep_theirs(client):
    client.force_login(make_editor(language="en"))
    piece = make_live(column=make_column())
    addresses = [DESK, reverse("admin:articles_article_add"), reverse("admin:articles_article_changelist")]
    addresses += [reverse("admin:articles_article_change", args=[piece.pk])]
    assert [ENGLISH in page(client, address) for address in addresses] == [True] * 4
    assert "Write the next edition" in page(client)
    assert ARABIC in page(client, "/")
    client.force_login(make_editor())
    assert [ARABIC in page(client, address) for address in addresses] == [True] * 4


def test_nothing_of_the_desk_is_kept_by_anybody(desk):
    piece = make_live()
    for address in (
        DESK,
        reverse("admin:articles_article_change", args=[piece.pk]),
        reverse("admin:login"),
        "/admin/x/",
    ):
        answer = desk.get(address)
        assert {"no-store", "private"} <= set(answer.headers["Cache-Control"].replace(" ", "").split(","))
        assert answer.headers["Referrer-Policy"] == "same-origin"


def test_every_answer_carries_its_safety(desk):
    piece = make_live()
    for address in ("/", piece.get_absolute_url(), "/nothing/", DESK, reverse("admin:login")):
        headers = desk.get(address).headers
        policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
        assert (policy["default-src"], policy["base-uri"], policy["form-action"]) == ("'none'", "'none'", "'self'")
        assert policy["script-src"] == "'self'"
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.slow
def test_the_writing_forms_nonce_is_new_every_time(desk):
    address = reverse("admin:articles_article_add")
    answers = [desk.get(address) for _turn in range(2)]
    nonces = [re.search(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"])[1] for answer in answers]
    assert nonces[0] != nonces[1]
    assert all(f'nonce="{nonce}"' in answer.content.decode() for nonce, answer in zip(nonces, answers, strict=True))


# ---- what lies on it -------------------------------------------------------------------------------------------------


def test_the_desk_starts_the_next_edition_of_every_running_column_with_its_number(desk):
    first, second = make_column("أولى", position=1), make_column("ثانية", position=2, first_number=40)
    make_column("متوقفة", active=False)
    make_live(column=first)
    make_scheduled(column=first)
    answer = desk.get(DESK)
    assert [(each["column"], each["number"]) for each in answer.context["editions"]] == [(first, 3), (second, 40)]
    shown = answer.content.decode()
    assert f'href="/admin/articles/article/add/?column={first.pk}"' in shown


@pytest.mark.slow
def test_every_piece_lies_in_its_own_heap(desk, editor):
    colleague, now = make_writer(), timezone.now()
    mine, theirs = make_draft(by=editor), make_draft(by=colleague)
    live = [make_live(by=editor, at=now - timedelta(days=day)) for day in (2, 1)]
    changed = redraft(make_live(by=editor, at=now - timedelta(days=3)), title=arabic("تغيير"))
    soon, later = make_scheduled(at=now + timedelta(days=1)), make_scheduled(at=now + timedelta(days=2))
    make_withdrawn(by=editor)
    heaps = desk.get(DESK).context
    assert list(heaps["mine"]) == [changed, mine]
    assert list(heaps["others"]) == [theirs]
    assert list(heaps["scheduled"]) == [soon, later]
    assert list(heaps["live"]) == [*live[::-1], changed]


def test_whoever_may_not_see_pieces_sees_none(client):
    make_live(title="سرّ")
    make_column("زاوية سرّ")
    client.force_login(make_user("columns.view_author"))
    assert "سرّ" not in page(client)


def cost(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_desk_and_the_list_cost_the_same_for_one_piece_and_for_thirty(desk, editor):
    column, topics = make_column(), [make_topic(), make_topic()]
    makers = (make_draft, make_live, make_scheduled, make_withdrawn)

    def fill(rounds: int) -> None:
        for _turn in range(rounds):
            for make in makers:
                make(column=column, topics=topics, tags=["نهر"], by=editor)

    fill(1)
    make_draft(by=make_editor())
    redraft(make_live(by=editor), title=arabic("تغيير"))
    addresses = [DESK, reverse("admin:articles_article_changelist")]

    def costs() -> list[int]:
        # The first answer of a session writes down when it was last used, and what is remembered is read once.
        for address in addresses:
            cost(desk, address)
        return [cost(desk, address) for address in addresses]

    ones = costs()
    fill(8)
    assert costs() == ones
    assert max(ones) <= 32


@pytest.mark.slow
def test_the_list_is_filtered_by_the_honest_state_and_found_by_words(desk):
    draft, live, waiting, gone = make_draft(title="جسر"), make_live(title="نهر"), make_scheduled(), make_withdrawn()
    changed = redraft(make_live(), title=arabic("تغيير"))
    address = reverse("admin:articles_article_changelist")

    def listed(**query: str) -> set:
        return set(desk.get(address, query).context["cl"].queryset)

    assert listed(state="unfinished") == {draft, changed}
    assert listed(state="live") == {live, changed}
    assert listed(state="scheduled") == {waiting}
    assert listed(state="withdrawn") == {gone}
    assert listed() == {draft, live, waiting, gone, changed}
    assert listed(q="جسر") == {draft}
    for odd in ({"q": "\x00"}, {"state": "x"}, {"p": "x"}, {"o": "99.x"}, {"column__id__exact": "x"}, {"e": "1"}):
        assert desk.get(address, odd).status_code in {200, 302}


# ---- the one question ------------------------------------------------------------------------------------------------


def test_the_question_of_protection_is_asked_once(desk):
    make_column()
    assert [value for value, _label in desk.get(DESK).context["protections"]] == Protection.values
    answer = desk.post(reverse("admin:choose_protection"), {"protection": "attribution"})
    assert (answer.status_code, answer.url) == (302, DESK)
    assert SiteSettings.load().protection == "attribution"
    assert desk.get(DESK).context["protections"] == []


def test_the_answer_is_kept_beside_everything_else_the_outlet_decided(desk):
    SiteSettings(name_ar="باب", quotes="guillemets", contact_email="a@b.example").save()
    desk.post(reverse("admin:choose_protection"), {"protection": "off"})
    outlet = SiteSettings.load()
    assert (outlet.name, outlet.quotes, outlet.contact_email, outlet.protection) == (
        "باب",
        "guillemets",
        "a@b.example",
        "off",
    )


@pytest.mark.parametrize("choice", ["", "everything", "OFF", "strict "])
def test_an_answer_that_is_none_changes_nothing(desk, choice):
    desk.post(reverse("admin:choose_protection"), {"protection": choice})
    assert SiteSettings.load().protection == ""
    assert desk.get(reverse("admin:choose_protection")).status_code == 405


def test_the_question_is_asked_only_of_whom_it_concerns(client):
    make_column()
    client.force_login(make_writer())
    assert client.get(DESK).context["protections"] == []
    assert client.post(reverse("admin:choose_protection"), {"protection": "strict"}).status_code == 403
    assert SiteSettings.load().protection == ""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("site_wide", "own", "effect"),
    [
        ("", "", "off"),
        ("off", "", "off"),
        ("attribution", "", "attribution"),
        ("strict", "", "strict"),
        ("strict", "off", "off"),
        ("off", "strict", "strict"),
        ("", "attribution", "attribution"),
    ],
)
def test_a_piece_is_protected_as_it_says_and_else_as_the_site_says(client, site_wide, own, effect):
    SiteSettings(protection=site_wide).save()
    piece = make_live(make_content(protection=own))
    shown = page(client, piece.get_absolute_url())
    assert ('data-protection="' in shown, f'data-protection="{effect}"' in shown) == (effect != "off", effect != "off")


# ---- every room ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_room_opens(client, language):
    client.force_login(make_editor(language=language))
    column = make_column()
    make_live(column=column, topics=[make_topic()], tags=["نهر"])
    SiteSettings().save()
    for model, room in admin.site._registry.items():
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        addresses = [reverse(f"{base}_changelist")]
        row = model._default_manager.first()
        if row is not None:
            addresses += [reverse(f"{base}_{name}", args=[row.pk]) for name in ("change", "history")]
        if room.has_add_permission(client.get(DESK).wsgi_request):
            addresses.append(reverse(f"{base}_add"))
        for address in addresses:
            assert (address, client.get(address, follow=True).status_code) == (address, 200)


# ---- search boxes ----------------------------------------------------------------------------------------------------


def test_a_search_box_answers_for_fields_that_choose_rows_and_refuses_everything_else(desk):
    author, door = make_author("سلمى العلي"), "/admin/autocomplete/"
    good = {"app_label": "columns", "model_name": "column", "field_name": "writer", "term": "سلمي"}
    assert desk.get(door, good).json()["results"] == [{"id": str(author.pk), "text": "سلمى العلي"}]
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if not field.is_relation or field.auto_created:
                asked = {"app_label": model._meta.app_label, "model_name": model._meta.model_name}
                assert desk.get(door, asked | {"field_name": field.name, "term": ""}).status_code == 403
    odd = ({}, {"app_label": "x"}, good | {"model_name": "nothing"}, good | {"field_name": "nothing"})
    assert [desk.get(door, asked).status_code for asked in odd] == [403] * 4
    assert desk.get(door, good | {"term": "س\0"}).status_code == 400


def test_the_desk_names_what_i_typed_and_never_saved_and_nobody_elses(desk, editor):
    colleague, now = make_editor(), timezone.now()
    piece, key = make_live(title="على الرصيف"), uuid4()

    def keep(by: User, title: str, article: Article | None = None) -> None:
        facts = {"window": uuid4(), "serial": 0, "version": None, "now": now}
        working.keep(by=by, article=article, key=None if article else key, fields={"title_ar": [title]}, **facts)

    keep(colleague, "سرّ الزميل")
    keep(editor, "", piece)
    keep(editor, "لم تُحفظ بعد")
    unsaved = desk.get("/admin/").context["unsaved"]
    assert {(text["name"], text["address"]) for text in unsaved} == {
        ("على الرصيف", f"/admin/articles/article/{piece.pk}/change/"),
        ("لم تُحفظ بعد", f"/admin/articles/article/add/?key={key}"),
    }
