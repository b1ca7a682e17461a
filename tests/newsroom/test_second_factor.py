"""The second factor: what it opens, that a code works once, and that no path leads round it."""

import re
import threading
from base64 import b32decode
from datetime import timedelta
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import time_machine
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice

from newsroom import audit, secondfactor
from newsroom.arabic.numbers import digits
from newsroom.refusals import Refused
from newsroom.secondfactor import RecoveryCode
from tests.factories import make_editor, make_live, make_user

pytestmark = pytest.mark.django_db
DESK = "/admin/"
DOOR, SET_UP, CODES = "/admin/second-factor/", "/admin/second-factor/set-up/", "/admin/second-factor/codes/"


@pytest.fixture
def required(settings):
    settings.REQUIRE_SECOND_FACTOR = True


@pytest.fixture
def clock():
    """Time stands still, so that a code is the same code until the test says otherwise."""
    # A whole second: the clock of the tests counts in floats.
    with time_machine.travel(timezone.now().replace(microsecond=0), tick=False) as clock:
        yield clock


def code_of(device: TOTPDevice) -> str:
    """What the app shows now."""
    return f"{totp(device.bin_key):06d}"


def wrong_for(device: TOTPDevice) -> str:
    """Six digits that the app shows neither now nor just before or after."""
    near = {totp(device.bin_key, drift=drift) for drift in range(-2, 3)}
    return f"{next(number for number in range(100) if number not in near):06d}"


def protect(user, clock) -> tuple[TOTPDevice, list[str]]:
    """Set a second factor up for ``user``; afterwards the app shows a fresh code."""
    begun = secondfactor.begin(by=user, now=timezone.now())
    device, codes = secondfactor.confirm(begun.pk, code=code_of(begun), by=user, now=timezone.now())
    clock.shift(31)
    return device, codes


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def opens(client: Client) -> bool:
    """Whether the desk lets this browser in."""
    return client.get(reverse("admin:articles_topic_changelist")).status_code == 200


# ---- the way in ------------------------------------------------------------------------------------------------------


def test_signing_in_asks_for_the_code_and_leads_to_where_one_wanted_to_go(clock, settings):
    user = make_editor()
    user.set_password("كلمة سر طويلة 1961")
    user.save()
    device, _codes = protect(user, clock)
    wanted = reverse("admin:articles_topic_changelist") + "?q=نهر"
    client = Client()
    sent = {"username": user.username, "password": "كلمة سر طويلة 1961", "next": wanted}
    led = client.post(reverse("admin:login"), sent, follow=True)
    assert (led.status_code, led.request["PATH_INFO"]) == (200, DOOR)
    assert (unquote(led.context["next"]), opens(client)) == (wanted, False)
    before = client.session.session_key
    passed = client.post(led.redirect_chain[-1][0], {"password": code_of(device), "next": led.context["next"]})
    assert (passed.status_code, unquote(passed.url), opens(client)) == (302, wanted, True)
    assert client.session.session_key != before


@pytest.mark.parametrize("write", [str, lambda code: f" {code[:3]} {code[3:]} ", lambda code: digits(code, "arabic")])
def test_a_code_may_be_typed_in_any_digits_and_with_spaces(clock, write):
    user = make_editor()
    device, _codes = protect(user, clock)
    client = signed_in(user)
    assert client.post(DOOR, {"password": write(code_of(device))}).status_code == 302
    assert opens(client)


def test_a_code_works_once(clock):
    user = make_editor()
    device, _codes = protect(user, clock)
    code = code_of(device)
    assert signed_in(user).post(DOOR, {"password": code}).status_code == 302
    second = signed_in(user)
    assert (second.post(DOOR, {"password": code}).status_code, opens(second)) == (422, False)


def test_a_recovery_code_works_once_and_opens_the_desk(clock):
    user = make_editor()
    _device, codes = protect(user, clock)
    client = signed_in(user)
    assert (client.post(DOOR, {"password": codes[3]}).status_code, opens(client)) == (302, True)
    second = signed_in(user)
    assert (second.post(DOOR, {"password": codes[3]}).status_code, opens(second)) == (422, False)
    assert user.recovery_codes.count() == 9


@pytest.mark.parametrize(
    "write",
    [
        str,
        str.upper,
        lambda code: code.replace("-", ""),
        lambda code: code.replace("-", " "),
        lambda code: code.replace("-", "–"),
        lambda code: digits(code, "arabic"),
        lambda code: code.replace("0", "o").replace("1", "l"),
    ],
)
def test_a_recovery_code_may_be_typed_as_people_type(clock, write):
    user = make_editor()
    _device, codes = protect(user, clock)
    client = signed_in(user)
    assert client.post(DOOR, {"password": write(codes[0])}).status_code == 302


def test_codes_of_one_account_open_no_other(clock):
    mine, other = make_editor(), make_editor()
    device, codes = protect(mine, clock)
    protect(other, clock)
    client = signed_in(other)
    assert client.post(DOOR, {"password": code_of(device)}).status_code == 422
    clock.shift(60)
    assert client.post(DOOR, {"password": codes[0]}).status_code == 422
    assert mine.recovery_codes.count() == 10


def test_wrong_codes_make_the_owner_wait_longer_and_longer_whatever_kind_they_are(clock):
    user = make_editor()
    device, codes = protect(user, clock)
    client = signed_in(user)
    waits = []
    for number in range(6):
        wrong = "aaaa-bbbb-cccc" if number % 2 else wrong_for(device)
        assert client.post(DOOR, {"password": wrong}).status_code == 422
        # Even the right one is not looked at now, and counts nothing.
        assert client.post(DOOR, {"password": code_of(device)}).status_code == 429
        assert client.post(DOOR, {"password": codes[0]}).status_code == 429
        device.refresh_from_db()
        wait = (device.verify_is_allowed()[1]["locked_until"] - timezone.now()).total_seconds()
        waits.append(round(wait))
        clock.shift(wait + 0.1)
    assert waits == [1, 2, 4, 8, 16, 32]
    assert client.post(DOOR, {"password": code_of(device)}).status_code == 302
    device.refresh_from_db()
    assert device.throttling_failure_count == 0


@pytest.mark.parametrize(
    "code", ["", " ", "x" * 65, "\x00", "12345", "1234567", "-123456", "१२३", "اثنان", "\u202e", "💥"]
)
def test_whatever_else_is_typed_is_refused_in_words(clock, code):
    user = make_editor()
    protect(user, clock)
    client = signed_in(user)
    answer = client.post(DOOR, {"password": code})
    assert (answer.status_code, opens(client)) == (422, False)
    assert 'role="alert"' in answer.content.decode()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["code of the app", "recovery code"])
def test_a_code_works_once_at_the_same_instant_too(clock, kind):
    user = make_editor()
    device, codes = protect(user, clock)
    code = codes[0] if kind == "recovery code" else code_of(device)
    clients = [signed_in(user) for _turn in range(6)]
    gate, answers = threading.Barrier(len(clients)), []

    def enter(client: Client) -> None:
        try:
            gate.wait()
            answers.append(client.post(DOOR, {"password": code}).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=enter, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(302) == 1
    assert set(answers) <= {302, 422, 429}


# ---- no way round ----------------------------------------------------------------------------------------------------


def doors() -> list[str]:
    """Every address of the desk, with something in the place of its variables."""

    def walk(patterns, prefix: str):
        for pattern in patterns:
            route = prefix + re.sub(r"^\^|\\Z|\$$", "", str(pattern.pattern))
            if isinstance(pattern, URLPattern):
                yield route
            else:
                yield from walk(pattern.url_patterns, route)

    found = []
    for route in walk(admin.site.get_urls(), DESK):
        route = re.sub(r"\(\?P<\w+>[^)]*\)", "1", route)
        route = re.sub(r"<(?:\w+:)?language>", "ar", route)
        found.append(re.sub(r"<[^>]*>", "1", route))
    return found


ALONE = {DOOR, SET_UP, CODES, "/admin/login/", "/admin/logout/"}


@pytest.mark.slow
@pytest.mark.parametrize("state", ["not set up though required", "set up and not shown"])
def test_the_password_alone_opens_no_door_of_the_desk(clock, settings, state):
    settings.REQUIRE_SECOND_FACTOR = state == "not set up though required"
    user = make_editor()
    if not settings.REQUIRE_SECOND_FACTOR:
        protect(user, clock)
    piece = make_live()
    client = signed_in(user)
    addresses = doors()
    assert len(addresses) > 40
    open_doors = set()
    for address in [*addresses, f"/admin/articles/article/{piece.pk}/preview/ar/", "/admin/nothing", "/admin"]:
        for method in (client.get, client.post):
            answer = method(address)
            led = answer.headers.get("Location", "")
            if answer.status_code not in {301, 302} or not urlsplit(led).path.startswith(("/admin/login/", "/admin/")):
                open_doors.add(address)
            elif not led.startswith("/admin/login/"):
                assert address in ALONE or led == f"{address}/"
            assert "عنوان" not in answer.content.decode() or address in ALONE
    assert open_doors <= ALONE
    assert not opens(client)


def test_the_sign_in_leads_to_the_code_and_from_there_one_can_sign_out(clock):
    user = make_editor()
    protect(user, clock)
    client = signed_in(user)
    assert client.get(reverse("admin:login") + "?next=/admin/articles/").url == f"{DOOR}?next=%2Fadmin%2Farticles%2F"
    page = client.get(DOOR).content.decode()
    assert f'action="{reverse("admin:logout")}"' in page
    assert client.get(reverse("admin:logout")).status_code in {302, 405}
    client.post(reverse("admin:logout"))
    assert client.get(DOOR).url.startswith("/admin/login/")


def test_the_page_of_the_code_names_nothing_of_the_desk(clock):
    user = make_editor()
    protect(user, clock)
    page = signed_in(user).get(DOOR).content.decode()
    for address in ("articles", "columns", "newsroom", "password_change"):
        assert f"/admin/{address}/" not in page


def test_the_pages_speak_the_accounts_language(clock):
    for language, opening in (("ar", '<html lang="ar" dir="rtl"'), ("en", '<html lang="en" dir="ltr"')):
        user = make_editor(language=language)
        protect(user, clock)
        assert opening in signed_in(user).get(DOOR).content.decode()


def test_a_stranger_is_led_to_the_sign_in(client):
    for address in (DOOR, SET_UP, CODES):
        for answer in (client.get(address), client.post(address, {"password": "123456"})):
            assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("admin:login"))
    assert not TOTPDevice.objects.exists()


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_the_code_leads_nowhere_else(clock, target):
    user = make_editor()
    device, _codes = protect(user, clock)
    client = signed_in(user)
    assert "evil" not in client.get(DOOR, {"next": target}).content.decode()
    assert client.post(f"{DOOR}?next={target}", {"password": code_of(device), "next": target}).url == DESK


def test_without_a_token_nothing_is_taken(clock, required):
    user = make_editor()
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    client.get(SET_UP)
    device = TOTPDevice.objects.get()
    for address in (SET_UP, DOOR, CODES):
        assert client.post(address, {"password": code_of(device)}).status_code == 403
    assert not TOTPDevice.objects.filter(confirmed=True).exists()


# ---- who is asked ----------------------------------------------------------------------------------------------------


def test_where_none_is_required_only_those_are_asked_who_have_one(clock):
    plain, careful = make_editor(), make_editor()
    protect(careful, clock)
    assert (opens(signed_in(plain)), opens(signed_in(careful))) == (True, False)


def test_setting_one_up_asks_the_accounts_other_sessions_too(clock):
    user = make_editor()
    here, there = signed_in(user), signed_in(user)
    assert (opens(here), opens(there)) == (True, True)
    here.get(SET_UP)
    device = TOTPDevice.objects.get()
    assert here.post(SET_UP, {"password": code_of(device)}).status_code == 200
    assert (opens(here), opens(there)) == (True, False)
    assert there.get(DESK, follow=True).request["PATH_INFO"] == DOOR


def test_a_required_one_is_set_up_first_and_leads_on(clock, required):
    user = make_user("articles.view_topic")
    client = signed_in(user)
    wanted = reverse("admin:articles_topic_changelist")
    led = client.get(wanted, follow=True)
    assert (led.request["PATH_INFO"], led.context["next"]) == (SET_UP, wanted)
    done = client.post(SET_UP, {"password": code_of(TOTPDevice.objects.get()), "next": wanted})
    assert f'href="{wanted}"' in done.content.decode()
    assert opens(client)


# ---- setting up ------------------------------------------------------------------------------------------------------


def read(picture: dict) -> list[str]:
    """The modules that the path draws, row by row."""
    rows = [[" "] * picture["size"] for _row in range(picture["size"])]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", picture["path"]):
        rows[int(y)][int(x) : int(x) + int(length)] = "#" * int(length)
    return ["".join(row) for row in rows]


def test_the_picture_holds_what_the_app_needs(clock):
    from qrcode import QRCode

    user = make_editor()
    device = secondfactor.begin(by=user, now=timezone.now())
    picture = secondfactor.picture_of(device, issuer="شُبّاك: أخبار")
    drawn = QRCode(border=4)
    secret = secondfactor.secret_of(device).replace(" ", "")
    issuer = "%D8%B4%D9%8F%D8%A8%D9%91%D8%A7%D9%83%20%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1"
    address = f"otpauth://totp/{issuer}:{user.username}?secret={secret}&issuer={issuer}"
    drawn.add_data(address)
    assert read(picture) == ["".join("#" if dark else " " for dark in row) for row in drawn.get_matrix()]
    parts = urlsplit(address)
    assert parse_qs(parts.query) == {"secret": [secret], "issuer": ["شُبّاك أخبار"]}
    assert b32decode(secret) == device.bin_key
    assert len(device.bin_key) == 20


def test_the_set_up_shows_picture_and_secret_and_keeps_them_over_a_wrong_code(clock, required):
    client = signed_in(make_editor())
    first = client.get(SET_UP)
    device = TOTPDevice.objects.get()
    assert secondfactor.secret_of(device) in first.content.decode()
    assert f'd="{secondfactor.picture_of(device, issuer="شُبّاك")["path"]}"' in first.content.decode()
    again = client.post(SET_UP, {"password": wrong_for(device)})
    assert (again.status_code, secondfactor.secret_of(device) in again.content.decode()) == (422, True)
    assert not opens(client)
    clock.shift(5)
    done = client.post(SET_UP, {"password": code_of(device)})
    text = done.content.decode()
    shown = re.findall(r"<code>([^<]*)</code>", text)
    assert (done.status_code, len(set(shown)), secondfactor.secret_of(device) in text) == (200, 10, False)
    assert all(re.fullmatch(r"[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){2}", code) for code in shown)
    assert "no-store" in done.headers["Cache-Control"]
    # Shown once: no page shows them again, and only their digests are kept.
    assert "<code>" not in client.get(DOOR).content.decode()
    kept = " ".join(RecoveryCode.objects.values_list("digest", flat=True))
    assert not any(code.replace("-", "") in kept for code in shown)


def test_a_secret_that_somebody_else_has_seen_is_never_confirmed(clock, required):
    """Whoever stole the password looked at the picture first; the owner gets another one."""
    user = make_editor()
    thief, owner = signed_in(user), signed_in(user)
    thief.get(SET_UP)
    seen = TOTPDevice.objects.get()
    owner.get(SET_UP)
    device = TOTPDevice.objects.get()
    assert device.key != seen.key
    assert thief.post(SET_UP, {"password": code_of(seen)}).status_code == 422
    device = TOTPDevice.objects.get()
    owner.get(SET_UP)
    assert owner.post(SET_UP, {"password": code_of(TOTPDevice.objects.get())}).status_code == 200


def test_another_phone_needs_the_code_of_the_one_before(clock):
    user = make_editor()
    old, codes = protect(user, clock)
    client, other = signed_in(user), signed_in(user)
    client.post(DOOR, {"password": code_of(old)})
    other.post(DOOR, {"password": codes[0]})
    assert opens(other)
    client.get(SET_UP)
    new = TOTPDevice.objects.get(confirmed=False)
    assert client.post(SET_UP, {"password": code_of(new)}).status_code == 422
    assert client.post(SET_UP, {"password": code_of(new), "current": "zzzz-zzzz-zzzz"}).status_code == 422
    assert TOTPDevice.objects.filter(confirmed=True).get() == old
    clock.shift(40)
    done = client.post(SET_UP, {"password": code_of(new), "current": code_of(old)})
    assert done.status_code == 200
    assert TOTPDevice.objects.get() == new
    # The others had shown what no longer counts.
    assert (opens(client), opens(other)) == (True, False)
    with pytest.raises(Refused):
        secondfactor.use_recovery_code(by=user, code=codes[1], now=timezone.now())


def test_new_recovery_codes_need_a_fresh_code_and_end_the_old_ones(clock):
    user = make_editor()
    device, codes = protect(user, clock)
    client = signed_in(user)
    used = code_of(device)
    client.post(DOOR, {"password": used})
    assert client.get(CODES).url == DOOR
    assert client.post(CODES, {"password": used}).status_code == 422
    assert client.post(CODES, {}).status_code == 422
    clock.shift(31)
    done = client.post(CODES, {"password": code_of(device)})
    shown = re.findall(r"<code>([^<]*)</code>", done.content.decode())
    assert (done.status_code, len(shown), set(shown) & set(codes)) == (200, 10, set())
    for code, works in ((codes[0], False), (shown[0], True)):
        clock.shift(60)
        assert (signed_in(user).post(DOOR, {"password": code}).status_code == 302) is works


def test_the_desk_links_to_it_for_everybody(client):
    for user in (make_editor(), make_user("articles.view_article")):
        page = signed_in(user).get(DESK).content.decode()
        assert f'<a href="{DOOR}">' in page


def test_its_overview_tells_how_many_recovery_codes_are_left(clock):
    user = make_editor()
    _device, codes = protect(user, clock)
    client = signed_in(user)
    client.post(DOOR, {"password": codes[0]})
    assert "<b><bdi>9</bdi></b>" in client.get(DOOR).content.decode()


# ---- lost ------------------------------------------------------------------------------------------------------------


def test_a_reset_takes_everything_and_ends_the_sessions_that_had_shown_it(clock):
    user, other = make_editor(), make_editor()
    device, _codes = protect(user, clock)
    protect(other, clock)
    client = signed_in(user)
    client.post(DOOR, {"password": code_of(device)})
    assert opens(client)
    assert secondfactor.reset(user, by=other) is True
    assert client.get(DESK).url == "/admin/login/?ended=changed&next=/admin/"
    assert opens(signed_in(user))
    assert (user.recovery_codes.count(), other.recovery_codes.count(), TOTPDevice.objects.count()) == (0, 10, 1)
    assert secondfactor.reset(user, by=other) is False
    told = [act.sentence for entry in LogEntry.objects.filter(object_id=user.pk) for act in audit.acts(entry)]
    assert len(told) == 2


def test_the_command_resets_who_lost_everything(clock, capsys):
    user = make_editor()
    protect(user, clock)
    call_command("reset_second_factor", user.username)
    assert capsys.readouterr().out == f"أُزيل العامل الثاني: {user.username} / second factor reset: {user.username}\n"
    assert not TOTPDevice.objects.exists()
    call_command("reset_second_factor", user.username)
    assert "had no second factor" in capsys.readouterr().out
    with pytest.raises(CommandError, match="no account of this name: nobody"):
        call_command("reset_second_factor", "nobody")


def test_resetting_where_it_is_required_asks_for_a_new_one(clock, required):
    user = make_editor()
    protect(user, clock)
    secondfactor.reset(user, by=None)
    assert signed_in(user).get(DESK, follow=True).request["PATH_INFO"] == SET_UP


def test_a_code_shown_half_an_hour_ago_is_none(clock):
    user = make_editor()
    device, _codes = protect(user, clock)
    code = code_of(device)
    clock.shift(timedelta(minutes=30))
    assert signed_in(user).post(DOOR, {"password": code}).status_code == 422
