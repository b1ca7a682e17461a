"""How long a session lives, and what ends it."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from newsroom.accounts import User
from newsroom.middleware import DeskSessions
from tests.factories import make_editor, make_user

pytestmark = pytest.mark.django_db
DESK, LOGIN = "/admin/", "/admin/login/"
PASSWORD = "كلمة سر طويلة 1961"
HOUR = timedelta(hours=1)


@pytest.fixture
def clock():
    # A whole second: the clock of the tests counts in floats, and a session in whole seconds.
    with time_machine.travel(timezone.now().replace(microsecond=0), tick=False) as clock:
        yield clock


@pytest.fixture
def account():
    user = make_user("articles.view_topic")
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def client(account) -> Client:
    """A browser in which the account has signed in at the sign-in page."""
    return signed_in(account)


def signed_in(user) -> Client:
    client = Client()
    assert client.post(LOGIN, {"username": user.username, "password": PASSWORD}).status_code == 302
    return client


def ended(client: Client, address: str = DESK) -> str | None:
    """Why the session is over, as the address of the sign-in says; None while it lives."""
    answer = client.get(address)
    if answer.status_code == 200:
        return None
    assert answer.status_code == 302
    path, _sep, query = answer.url.partition("?")
    assert (path, f"next={address}" in query) == (LOGIN, True)
    return query.split("&")[0].removeprefix("ended=")


# ---- time ------------------------------------------------------------------------------------------------------------


def test_two_hours_without_a_request_end_it(client, clock):
    clock.shift(2 * HOUR)
    assert ended(client) is None
    clock.shift(2 * HOUR + timedelta(seconds=1))
    assert ended(client) == "idle"


def test_work_keeps_it_alive_for_twelve_hours_and_no_longer(client, clock):
    for _turn in range(8):
        clock.shift(1.5 * HOUR)
        assert ended(client) is None
    clock.shift(timedelta(seconds=1))
    assert ended(client) == "long"


def test_days_later_it_is_just_over(client, clock):
    clock.shift(72 * HOUR)
    assert ended(client) == "gone"


def test_signing_in_again_begins_twelve_new_hours(client, account, clock):
    for _turn in range(11):
        clock.shift(HOUR)
        client.get(DESK)
    client.post(LOGIN, {"username": account.username, "password": PASSWORD})
    clock.shift(1.9 * HOUR)
    assert ended(client) is None


# ---- what changes ----------------------------------------------------------------------------------------------------


def drop_staff(user):
    User.objects.filter(pk=user.pk).update(is_staff=False)


def deactivate(user):
    User.objects.filter(pk=user.pk).update(is_active=False)


def raise_up(user):
    User.objects.filter(pk=user.pk).update(is_superuser=True)


def give_permission(user):
    user.user_permissions.add(Permission.objects.get(codename="delete_topic"))


def take_permission(user):
    user.user_permissions.clear()


def swap_permission(user):
    user.user_permissions.set([Permission.objects.get(codename="delete_topic")])


def join_group(user):
    user.groups.add(Group.objects.create(name="a role"))


def join_past_the_models(user):
    group = Group.objects.create(name="a role")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO newsroom_user_groups (user_id, group_id) VALUES (%s, %s)", [user.pk, group.pk])


def change_password(user):
    user.set_password("كلمة سر أخرى 1962")
    user.save()


def make_password_unusable(user):
    user.set_unusable_password()
    user.save()


def delete(user):
    user.delete()


@pytest.mark.parametrize(
    "act",
    [
        drop_staff,
        deactivate,
        raise_up,
        give_permission,
        take_permission,
        swap_permission,
        join_group,
        join_past_the_models,
        change_password,
        make_password_unusable,
        delete,
    ],
)
def test_a_change_of_rights_or_password_ends_every_session_of_the_account_at_once(account, act):
    here, there, colleague = signed_in(account), signed_in(account), Client()
    colleague.force_login(make_editor())
    assert [ended(browser) for browser in (here, there, colleague)] == [None] * 3
    act(account)
    assert [ended(browser) for browser in (here, there, colleague)] == ["changed", "changed", None]
    # It was forgotten, not only refused.
    assert Session.objects.count() == 1


def test_leaving_a_role_ends_it_too(account):
    group = Group.objects.create(name="a role")
    account.groups.add(group)
    client = signed_in(account)
    assert ended(client) is None
    group.delete()
    assert ended(client) == "changed"


def test_what_is_no_right_ends_nothing(client, account):
    assert ended(client) is None
    account.first_name, account.email, account.language = "سلمى", "salma@shubbak.example", "en"
    account.save()
    assert ended(client) is None


def test_changing_ones_own_password_keeps_this_session_and_ends_the_others(account):
    here, there = signed_in(account), signed_in(account)
    new = "كلمة سر جديدة 1963"
    sent = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert here.post(reverse("admin:password_change"), sent).status_code == 302
    assert (ended(here), ended(there)) == (None, "changed")


# ---- sign-in and sign-out --------------------------------------------------------------------------------------------


def test_the_sign_in_gives_a_new_name_that_no_stranger_can_have_chosen(account, settings):
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = "chosen-by-somebody-else"
    client.post(LOGIN, {"username": account.username, "password": PASSWORD})
    first = client.session.session_key
    assert first != "chosen-by-somebody-else"
    client.post(LOGIN, {"username": account.username, "password": PASSWORD})
    assert client.session.session_key != first
    old = Client()
    old.cookies[settings.SESSION_COOKIE_NAME] = first
    assert ended(old) == "gone"


def test_the_sign_out_ends_it_for_whoever_kept_the_cookie(client, settings):
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = client.session.session_key
    assert ended(thief) is None
    client.post(reverse("admin:logout"))
    assert ended(thief) == "gone"
    assert not Session.objects.exists()


def test_nobody_is_signed_out_by_a_link(client):
    assert client.get(reverse("admin:logout")).status_code == 405
    assert ended(client) is None


# ---- a new name meanwhile --------------------------------------------------------------------------------------------

UNATTENDED = {"HTTP_X_UNATTENDED": "1"}


def renamed_meanwhile(client: Client, account, name: str) -> Client:
    """Sign in once more in another window; return a window whose request had left with the cookie from before."""
    late = Client()
    late.cookies[name] = client.session.session_key
    assert client.post(LOGIN, {"username": account.username, "password": PASSWORD}).status_code == 302
    assert client.session.session_key != late.cookies[name].value
    return late


@pytest.mark.parametrize("door", [DESK, LOGIN])
def test_an_unattended_answer_never_takes_the_cookie_away(client, account, settings, door):
    name = settings.SESSION_COOKIE_NAME
    late = renamed_meanwhile(client, account, name)
    answer = late.get(door, **UNATTENDED)
    assert (answer.status_code, name in answer.cookies) == ({DESK: 302, LOGIN: 200}[door], False)
    # Somebody who waits for the answer is told, and then the name that means nothing goes.
    answer = late.get(DESK)
    assert (answer.url.split("&")[0], answer.cookies[name].value) == (f"{LOGIN}?ended=gone", "")
    assert ended(client) is None


@pytest.mark.parametrize("act", [raise_up, None], ids=["changed", "idle"])
def test_a_session_that_ends_unattended_is_forgotten_and_the_next_page_says_so(client, account, clock, settings, act):
    if act:
        act(account)
    else:
        clock.shift(3 * HOUR)
    answer = client.get(DESK, **UNATTENDED)
    assert (answer.status_code, settings.SESSION_COOKIE_NAME in answer.cookies) == (302, False)
    assert not Session.objects.exists()
    assert ended(client) == "gone"


def test_an_unattended_look_at_the_sign_in_brings_all_that_its_form_needs(account, settings):
    strict = Client(enforce_csrf_checks=True)
    page = strict.get(LOGIN, **UNATTENDED)
    assert settings.CSRF_COOKIE_NAME in page.cookies
    token = page.context["csrf_token"]
    sent = {"username": account.username, "password": PASSWORD, "csrfmiddlewaretoken": str(token)}
    assert strict.post(LOGIN, sent).status_code == 302
    assert ended(strict) is None


def test_what_was_asked_before_the_session_got_a_new_name_is_answered(client, account, settings, rf):
    name = settings.SESSION_COOKIE_NAME

    def answered_meanwhile(request):
        request.session["seen"] = 1
        renamed_meanwhile(client, account, name)
        return HttpResponse("done")

    request = rf.get(DESK)
    request.COOKIES[name] = client.session.session_key
    answer = DeskSessions(answered_meanwhile)(request)
    assert (answer.status_code, answer.content, name in answer.cookies) == (200, b"done", False)
    assert ended(client) is None


def test_a_sign_in_that_could_not_be_kept_does_not_look_like_one(client, settings, rf):
    def lost(request):
        request.session.cycle_key()
        Session.objects.all().delete()
        return HttpResponse("in")

    request = rf.post(LOGIN)
    request.COOKIES[settings.SESSION_COOKIE_NAME] = client.session.session_key
    with pytest.raises(SessionInterrupted):
        DeskSessions(lost)(request)


# ---- the way back ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "shift"), [("idle", 3 * HOUR), ("gone", 72 * HOUR), ("changed", None), ("nonsense", None)]
)
def test_the_sign_in_says_why_and_leads_back(account, clock, reason, shift):
    from newsroom.desk import WHY_ENDED
    from newsroom.signin import Ended

    client = signed_in(account)
    address = reverse("admin:articles_topic_changelist") + "?p=0"
    if reason == "nonsense":
        page = Client().get(f"{LOGIN}?ended=nonsense<b>").content.decode()
        assert ('class="ended"' in page, "nonsense<b>" in page) == (False, False)
        return
    if shift:
        clock.shift(shift)
    else:
        raise_up(account)
    led = client.get(address, follow=True)
    page = led.content.decode()
    assert led.request["PATH_INFO"] == LOGIN
    assert led.context["ended"] == WHY_ENDED[Ended(reason)]
    assert '<p class="ended" role="status">' in page
    assert '<html lang="ar" dir="rtl"' in page
    back = client.post(led.redirect_chain[-1][0], {"username": account.username, "password": PASSWORD})
    assert back.status_code == 302
    sent = {"username": account.username, "password": PASSWORD, "next": led.context["next"]}
    assert client.post(LOGIN, sent).url == address


def test_somebody_who_was_never_here_is_told_nothing(db):
    assert Client().get(DESK).url == f"{LOGIN}?next=/admin/"


def test_a_form_sent_too_late_writes_nothing_and_leads_to_the_sign_in(client, account, clock):
    account.user_permissions.add(Permission.objects.get(codename="add_topic"))
    client = signed_in(account)
    clock.shift(3 * HOUR)
    answer = client.post(reverse("admin:articles_topic_add"), {"name_ar": "موضوع متأخر"})
    assert (answer.status_code, answer.url.split("&")[0]) == (302, f"{LOGIN}?ended=idle")
    # The writing form asks the same address first; there it finds a page that asks for a password.
    asked = client.get(answer.url)
    assert 'name="password"' in asked.content.decode()


def test_signing_in_from_a_dead_session_works(client, account, clock):
    clock.shift(3 * HOUR)
    sent = {"username": account.username, "password": PASSWORD, "next": DESK}
    assert client.post(LOGIN, sent).url == DESK
    assert ended(client) is None


# ---- cost ------------------------------------------------------------------------------------------------------------


def test_looking_after_a_session_asks_one_question(client):
    client.get(reverse("admin:jsi18n"))
    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("admin:jsi18n"))
    kinds = [query["sql"].lstrip("(").split()[0] for query in asked if "session" not in query["sql"]]
    words = [sql for sql in (query["sql"] for query in asked) if "UNION" in sql]
    # The account itself, then its rights and second factors; the rest keeps the session.
    assert (kinds.count("SELECT"), len(words)) == (2, 1)


def test_a_public_page_asks_nothing_about_anybody(client):
    with CaptureQueriesContext(connection) as asked:
        answer = client.get("/")
    assert answer.status_code == 200
    assert [query["sql"] for query in asked if "newsroom_user" in query["sql"] or "session" in query["sql"]] == []
    assert answer.cookies.output() == ""
