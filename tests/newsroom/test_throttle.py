"""Guessing passwords: ten failures of one account or from one address, then a quarter of an hour of rest."""

import re
import threading
from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt, AccessLog
from django.contrib.auth import authenticate
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from newsroom import signin
from tests.factories import make_editor, make_user

pytestmark = pytest.mark.django_db
PASSWORD = "كلمة سر طويلة 1961"
LIMIT = 10


@pytest.fixture
def account():
    user = make_user("articles.view_article")
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(name: str, password: str = "wrong", client: Client | None = None, **facts):
    facts.setdefault("REMOTE_ADDR", "192.0.2.7")
    return (client or Client()).post(reverse("admin:login"), {"username": name, "password": password}, **facts)


def fail(times: int, name: str, **facts) -> list[int]:
    return [sign_in(name, **facts).status_code for _turn in range(times)]


def elsewhere(number: int) -> dict[str, str]:
    return {"REMOTE_ADDR": f"198.51.100.{number}"}


def words(answer, *names: str) -> str:
    """What a person reads on the page, without the names that differ by intention."""
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.content.decode()))
    for name in names:
        text = text.replace(name, "…")
    return text


def test_ten_failures_lock_the_account_from_everywhere(account):
    answers = [sign_in(account.username, **elsewhere(number)).status_code for number in range(LIMIT)]
    assert answers == [200] * (LIMIT - 1) + [429]
    right = sign_in(account.username, PASSWORD, **elsewhere(99))
    assert (right.status_code, "_auth_user_id" in right.client.session) == (429, False)


def test_ten_failures_lock_the_address_for_every_account(account):
    assert fail(LIMIT, "nobody")[-1] == 429
    assert sign_in(account.username, PASSWORD).status_code == 429
    assert sign_in(account.username, PASSWORD, **elsewhere(1)).status_code == 302


def test_other_browsers_and_other_headers_do_not_begin_anew(account):
    answers = [
        sign_in(
            account.username,
            HTTP_USER_AGENT=f"browser {number}",
            HTTP_ACCEPT=f"text/{number}",
            HTTP_X_FORWARDED_FOR=f"203.0.113.{number}",
            HTTP_X_REAL_IP=f"203.0.113.{number}",
            HTTP_FORWARDED=f"for=203.0.113.{number}",
            HTTP_CLIENT_IP=f"203.0.113.{number}",
        ).status_code
        for number in range(LIMIT)
    ]
    assert answers[-1] == 429
    assert AccessAttempt.objects.count() == 1


def test_the_tenth_try_may_be_the_right_one(account):
    assert fail(LIMIT - 1, account.username) == [200] * (LIMIT - 1)
    assert sign_in(account.username, PASSWORD).status_code == 302


def test_a_sign_in_forgets_its_own_failures_and_nobody_elses(account):
    other = make_editor()
    fail(4, account.username)
    fail(5, other.username)
    assert sign_in(account.username, PASSWORD).status_code == 302
    assert AccessAttempt.objects.get().failures_since_start == 5
    # What this address guessed at others stays counted, so that an own account buys no further guesses.
    assert fail(5, "nobody") == [200] * 4 + [429]


def test_after_a_quarter_of_an_hour_there_are_ten_tries_again(account):
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        fail(LIMIT, account.username)
        clock.move_to(start + timedelta(minutes=14, seconds=59))
        assert sign_in(account.username, PASSWORD).status_code == 429
        clock.move_to(start + timedelta(minutes=15, seconds=1))
        assert fail(LIMIT - 1, account.username) == [200] * (LIMIT - 1)
        assert sign_in(account.username, PASSWORD).status_code == 302
    assert not AccessAttempt.objects.exists()


def test_trying_while_locked_does_not_make_the_wait_longer(account):
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        fail(LIMIT, account.username)
        clock.move_to(start + timedelta(minutes=10))
        assert fail(20, account.username) == [429] * 20
        clock.move_to(start + timedelta(minutes=15, seconds=1))
        assert sign_in(account.username, PASSWORD).status_code == 302


@pytest.mark.parametrize(("passed", "minutes"), [(0, 15), (30, 15), (60, 14), (870, 1)])
def test_the_answer_keeps_the_name_and_says_how_long_to_wait(account, passed, minutes):
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        fail(LIMIT, account.username)
        clock.shift(passed)
        answer = sign_in(account.username, PASSWORD)
    text = answer.content.decode()
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, str(15 * 60 - passed))
    assert '<html lang="ar" dir="rtl"' in text
    assert f'name="username" value="{account.username}"' in text
    waits = answer.context["form"].non_field_errors()
    assert len(waits) == 1
    assert minutes == 1 or str(minutes) in waits[0]
    assert "no-store" in answer.headers["Cache-Control"]


def test_known_and_unknown_names_are_answered_alike(account):
    reader = make_user()
    reader.is_staff = False
    reader.set_password(PASSWORD)
    reader.save()
    gone = make_user(is_active=False)
    gone.set_password(PASSWORD)
    gone.save()
    tries = [
        (account.username, "wrong"),
        ("nobody-at-all", "wrong"),
        (reader.username, "wrong"),
        (reader.username, PASSWORD),
        (gone.username, PASSWORD),
    ]
    for turn in range(LIMIT + 1):
        answers = [
            sign_in(name, password, REMOTE_ADDR=f"203.0.113.{number}") for number, (name, password) in enumerate(tries)
        ]
        # The reader has two rows of tries, which count together.
        if turn < LIMIT // 2 - 1:
            assert [answer.status_code for answer in answers] == [200] * 5
        if turn == LIMIT:
            assert [answer.status_code for answer in answers] == [429] * 5
        names = [name for name, _password in tries]
        kinds = {(answer.status_code, words(answer, *names)) for answer in answers}
        assert len(kinds) == len({answer.status_code for answer in answers})


def test_an_unknown_name_costs_a_hash_like_a_known_one(account, monkeypatch):
    from django.contrib.auth import hashers

    counted: list[str] = []
    hasher = type(hashers.get_hasher())
    encode = hasher.encode
    monkeypatch.setattr(hasher, "encode", lambda self, *words: counted.append("hash") or encode(self, *words))
    costs = []
    for name in (account.username, "nobody-at-all"):
        counted.clear()
        sign_in(name)
        costs.append(len(counted))
    assert costs == [1, 1]


def test_whoever_is_at_work_stays_signed_in(account):
    client = Client(REMOTE_ADDR="192.0.2.7")
    assert sign_in(account.username, PASSWORD, client).status_code == 302
    fail(LIMIT + 1, account.username)
    assert client.get("/admin/", REMOTE_ADDR="192.0.2.7").status_code == 200


def test_the_count_stands_in_the_database_and_holds_little_of_people(account):
    fail(3, account.username, HTTP_USER_AGENT="a browser", HTTP_ACCEPT="text/html")
    sign_in("my-secret-password-typed-as-a-name", "another secret")
    kept = " ".join(str(value) for row in AccessAttempt.objects.values() for value in row.values())
    assert AccessAttempt.objects.count() == 2
    for word in (account.username, "a browser", "text/html", "secret"):
        assert word not in kept
    sign_in(account.username, PASSWORD)
    assert not AccessLog.objects.exists()


def test_the_desk_shows_no_page_of_the_throttle(desk):
    names = {entry["object_name"] for app in desk.get("/admin/").context["app_list"] for entry in app["models"]}
    assert names.isdisjoint({"AccessAttempt", "AccessLog", "AccessFailureLog", "TOTPDevice", "RecoveryCode"})
    for path in ("axes/", "axes/accessattempt/", "otp_totp/", "otp_totp/totpdevice/"):
        assert desk.get(f"/admin/{path}").status_code == 404


@pytest.mark.parametrize(
    ("behind", "peer", "forwarded", "counted"),
    [
        (False, "192.0.2.7", "", "192.0.2.7"),
        (False, "192.0.2.7", "203.0.113.9", "192.0.2.7"),
        (True, "127.0.0.1", "203.0.113.9", "203.0.113.9"),
        (True, "127.0.0.1", "10.0.0.1, 8.8.8.8, 203.0.113.9", "203.0.113.9"),
        (True, "127.0.0.1", "203.0.113.9, ", "127.0.0.1"),
        (True, "127.0.0.1", "", "127.0.0.1"),
        (True, "127.0.0.1", "203.0.113.9, nonsense", None),
        (True, "", "203.0.113.9", "203.0.113.9"),
        (False, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::"),
        (False, "2001:db8:1:2:ffff::1", "", "2001:db8:1:2::"),
        (False, "fe80::1%eth0", "", "fe80::"),
        (False, "::ffff:192.0.2.7", "", "192.0.2.7"),
        (False, "", "", None),
    ],
)
def test_only_what_our_own_proxy_wrote_is_believed(settings, behind, peer, forwarded, counted):
    settings.BEHIND_PROXY = behind
    headers = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert signin.client_address(RequestFactory().get("/", REMOTE_ADDR=peer, **headers)) == counted


def test_behind_the_proxy_one_client_cannot_lock_the_others_out(account, settings):
    settings.BEHIND_PROXY = True
    facts = {"REMOTE_ADDR": "127.0.0.1"}
    for number in range(LIMIT + 1):
        sign_in("nobody", HTTP_X_FORWARDED_FOR=f"10.9.8.{number}, 203.0.113.9", **facts)
    assert sign_in(account.username, PASSWORD, HTTP_X_FORWARDED_FOR="203.0.113.9", **facts).status_code == 429
    assert sign_in(account.username, PASSWORD, HTTP_X_FORWARDED_FOR="203.0.113.10", **facts).status_code == 302


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_many_tries_at_the_same_instant_are_counted_all(account):
    answers: list[int] = []

    def guess() -> None:
        try:
            answers.append(sign_in(account.username).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=guess) for _turn in range(LIMIT)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert AccessAttempt.objects.get().failures_since_start == LIMIT
    assert 429 in answers
    assert sign_in(account.username, PASSWORD).status_code == 429


def test_a_right_password_after_the_tries_of_others_at_the_same_instant_is_refused(account, monkeypatch):
    """Ten others fail between the throttle's question and the end of the hash."""
    check = type(account).check_password

    def slow(self, password: str) -> bool:
        if password == PASSWORD:
            fail(LIMIT, account.username, **elsewhere(5))
        return check(self, password)

    monkeypatch.setattr(type(account), "check_password", slow)
    answer = sign_in(account.username, PASSWORD)
    assert (answer.status_code, "_auth_user_id" in answer.client.session) == (429, False)


def test_nobody_but_staff_is_ever_signed_in(account):
    request = RequestFactory().post("/", REMOTE_ADDR="192.0.2.7")
    assert authenticate(request, username=account.username, password=PASSWORD) == account
    account.is_staff = False
    account.save()
    assert authenticate(request, username=account.username, password=PASSWORD) is None
