"""The headers that every answer carries, whatever it is and whoever made it."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import path, reverse
from django.utils import timezone

from articles import previews
from newsroom import urls
from newsroom.middleware import FILES_POLICY
from newsroom.urls import handler400, handler403, handler404, handler500  # noqa: F401
from tests.factories import make_draft, make_editor, make_live, make_user, make_writer

pytestmark = pytest.mark.django_db

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "manifest-src": "'self'",
}
ALWAYS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), usb=()",
}
OUTSIDE = {"Referrer-Policy": "strict-origin-when-cross-origin"}
AT_THE_DESK = {"Referrer-Policy": "same-origin"}


def broken(request):
    raise RuntimeError("a fault of ours")


# The house's addresses, and one that fails.
urlpatterns = [path("broken/", broken), path("admin/broken/", broken), *urls.urlpatterns]


@pytest.fixture
def house(settings) -> Client:
    """Somebody outside, in a house of which one page is broken."""
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


def carried(answer) -> dict[str, str]:
    """The safety headers of an answer, without its policy of content."""
    return {name: answer.headers.get(name) for name in ALWAYS | OUTSIDE}


def policy_of(answer) -> dict[str, str]:
    """The policy of content as directives; one written twice would be lost here, so the number is compared too."""
    parts = [part.strip() for part in answer.headers["Content-Security-Policy"].split(";") if part.strip()]
    policy = dict(part.split(" ", 1) for part in parts)
    assert len(policy) == len(parts)
    return policy


def answers_outside(client: Client) -> dict[str, object]:
    piece = make_live()
    link = previews.share(make_draft(), language="ar", lasts=timedelta(days=1), by=make_editor(), now=timezone.now())
    return {
        "front page": client.get("/"),
        "in English": client.get("/en/"),
        "article": client.get(piece.get_absolute_url()),
        "redirect to the spelling": client.get(f"/articles/{piece.pk}-x/"),
        "preview link": client.get(previews.address_of(link).removeprefix(settings.SITE_URL)),
        "ended preview link": client.get(f"/preview/{link.pk}-{'0' * 64}/"),
        "redirect to the slash": client.get(piece.get_absolute_url().rstrip("/")),
        "missing": client.get("/nothing/"),
        "missing photo": client.get("/media/nothing.jpg"),
        "missing file": client.get("/static/nothing.css"),
        "foreign host": client.get("/", headers={"host": "elsewhere.example"}),
        "not allowed": client.post("/"),
        "too large": client.post("/", b"x" * 70_000, content_type="text/plain"),
        "broken": client.get("/broken/"),
        "health": client.get("/health"),
        "ready": client.get("/ready"),
    }


def test_every_answer_outside_the_desk_is_safe(house):
    answers = answers_outside(house)
    assert {name: answer.status_code for name, answer in answers.items()} == {
        "front page": 200,
        "in English": 200,
        "article": 200,
        "redirect to the spelling": 301,
        "preview link": 200,
        "ended preview link": 404,
        "redirect to the slash": 301,
        "missing": 404,
        "missing photo": 404,
        "missing file": 404,
        "foreign host": 400,
        "not allowed": 405,
        "too large": 413,
        "broken": 500,
        "health": 200,
        "ready": 200,
    }
    told = {name: carried(answer) for name, answer in answers.items()}
    assert told.pop("preview link") == told.pop("ended preview link") == ALWAYS | {"Referrer-Policy": "no-referrer"}
    assert told == dict.fromkeys(told, ALWAYS | OUTSIDE)
    assert {name: policy_of(answer) for name, answer in answers.items()} == dict.fromkeys(answers, POLICY)
    assert {name: answer.cookies.output() for name, answer in answers.items()} == dict.fromkeys(answers, "")


def test_every_answer_of_the_desk_is_safe(house, editor):
    stranger, writer = Client(), Client(raise_request_exception=False, enforce_csrf_checks=True)
    writer.force_login(make_writer())
    answers = {
        "sign-in": stranger.get(reverse("admin:login")),
        "led to the sign-in": stranger.get("/admin/"),
        "front page": writer.get("/admin/"),
        "missing": writer.get("/admin/nothing/"),
        "not allowed": writer.get(reverse("admin:newsroom_user_changelist")),
        "without token": writer.post(reverse("admin:choose_protection")),
        "words": writer.get(reverse("admin:jsi18n")),
        "foreign host": writer.get("/admin/", headers={"host": "elsewhere.example"}),
        "broken": writer.get("/admin/broken/"),
    }
    assert [answer.status_code for answer in answers.values()] == [200, 302, 200, 404, 403, 403, 200, 400, 500]
    assert {name: carried(answer) for name, answer in answers.items()} == dict.fromkeys(answers, ALWAYS | AT_THE_DESK)
    assert {name: policy_of(answer) for name, answer in answers.items()} == dict.fromkeys(answers, POLICY)
    kept = {name: "no-store" in answer.headers["Cache-Control"] for name, answer in answers.items()}
    assert kept == dict.fromkeys(answers, True)


def test_files_may_do_nothing_when_they_are_opened_alone(client):
    name = default_storage.save("alone.jpg", ContentFile(b"a picture"))
    answers = [client.get("/static/css/site.css"), client.get("/static/img/favicon.svg"), client.get(f"/media/{name}")]
    assert [answer.status_code for answer in answers] == [200] * 3
    assert [answer.headers["Content-Security-Policy"] for answer in answers] == [FILES_POLICY] * 3
    assert [carried(answer) for answer in answers] == [ALWAYS | OUTSIDE] * 3
    for answer in answers:
        answer.close()


def test_without_https_nothing_promises_it_and_outside_production_neither_does_https(client):
    for secure in (False, True):
        assert "Strict-Transport-Security" not in client.get("/health", secure=secure).headers


# ---- photos ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "../newsroom.sqlite3",
        "..%2fsecret.jpg",
        "%2e%2e/secret.jpg",
        "/etc/passwd.jpg",
        "x/../../secret.jpg",
        "x%00.jpg",
        f"{'x' * 300}.jpg",
        f"{'x/' * 3000}x.jpg",
        "\ud800.jpg".encode("utf-8", "surrogatepass").decode("latin-1"),
        "folder.jpg",
        "folder.jpg/",
        "page.html",
        "drawing.svg",
        "photo.jpg.html",
        "photo",
        ".jpg",
        "",
    ],
)
def test_only_pictures_of_our_own_are_served(client, settings, name):
    (settings.MEDIA_ROOT / "folder.jpg").mkdir(parents=True, exist_ok=True)
    for other in ("page.html", "drawing.svg", "photo.jpg.html", "photo"):
        (settings.MEDIA_ROOT / other).write_text("<script>alert(1)</script>")
    (settings.VAR_DIR / "secret.jpg").write_text("a secret")
    answer = client.get(f"/media/{name}")
    assert (answer.status_code, b"secret" in answer.content, b"alert(1)" in answer.content) == (404, False, False)


def test_a_picture_has_one_type_whatever_it_holds(client):
    name = default_storage.save("page.jpg", ContentFile(b"<html><script>alert(1)</script>"))
    answer = client.get(f"/media/{name}")
    head = client.head(f"/media/{name}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert (head.status_code, b"".join(head.streaming_content) if head.streaming else head.content) == (200, b"")
    answer.close()


def test_nobody_lists_the_photos(client):
    assert [client.get(address).status_code for address in ("/media/", "/static/", "/media/2026/")] == [404] * 3


CLOSED = """
/.env /.git/config /.git/HEAD /.hg/ /.svn/entries /.DS_Store /.htaccess /backup.sql /dump.sql /db.sqlite3
/newsroom.sqlite3 /var/secret /settings.py /newsroom/settings.py /manage.py /requirements.txt /__debug__/
/server-status /phpinfo.php /wp-login.php /static/../newsroom/settings.py /static/%2e%2e/manage.py
/static/..%2fmanage.py /media/..%2f..%2fmanage.py /admin/doc/ /admin/../.env /static/staticfiles.json
"""


@pytest.mark.parametrize("address", CLOSED.split())
def test_nothing_behind_the_pages_is_open(client, address):
    answer = client.get(address)
    # What the desk does not know, it does not admit to a stranger.
    assert answer.status_code == (302 if address.startswith("/admin/") else 404)
    assert b"SECRET_KEY" not in answer.content


def test_an_account_without_rights_learns_nothing_of_a_page_that_fails(house):
    house.force_login(make_user())
    answer = house.get("/admin/broken/")
    assert (answer.status_code, b"RuntimeError" in answer.content, b"a fault of ours" in answer.content) == (
        500,
        False,
        False,
    )


def test_the_cookies_of_the_desk_are_for_the_desk(client, settings, editor):
    client.force_login(editor)
    answer = client.get("/admin/")
    session = answer.cookies[settings.SESSION_COOKIE_NAME]
    assert (session["httponly"], session["samesite"], session["domain"]) == (True, "Lax", "")
    assert int(session["max-age"]) <= timedelta(hours=12).total_seconds()
