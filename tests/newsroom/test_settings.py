"""The settings: production starts whole or says in words what is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.slow

WHOLE = {
    "NEWSROOM_ENV": "production",
    "SECRET_KEY": "kJ8-3nq_Vw0tYb5rXz7Lm2Pc9Hd4Gf6Sa1Qe-Uo_Ti8Ry5Wx3Ev7Nb2",
    "ALLOWED_HOSTS": "shubbak.example",
    "SITE_URL": "https://shubbak.example",
    "DATABASE_URL": "sqlite:////tmp/never-opened.sqlite3",
    "MEDIA_ROOT": "/tmp/never-opened",
    "EMAIL_URL": "filemail:////tmp/never-opened",
}
SENTENCES = {
    "SECRET_KEY": "SECRET_KEY must be set to at least 50 random characters.",
    "ALLOWED_HOSTS": "ALLOWED_HOSTS must name the site's own hosts (never '*').",
    "SITE_URL": "SITE_URL must be the public address, beginning with https://.",
    "DATABASE_URL": "DATABASE_URL must name the database (sqlite:///… or postgres://…).",
    "MEDIA_ROOT": "MEDIA_ROOT must name the folder that keeps the photos.",
    "EMAIL_URL": "EMAIL_URL must name the mail server (or filemail:///… to keep mail in a folder).",
}


def started(tmp_path: Path, code: str = "print('started')", **environment: str) -> tuple[int, str]:
    """Start Python with these settings and nothing else of ours; return its code and what it said."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    child = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); from django.conf import settings; {code}"],
        env=kept
        | {"DJANGO_SETTINGS_MODULE": "newsroom.settings", "NEWSROOM_VAR": str(tmp_path), "PYTHONUTF8": "1"}
        | environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    return child.returncode, child.stdout + child.stderr


def test_production_with_everything_set_starts(tmp_path):
    names = "DEBUG SECURE_SSL_REDIRECT SESSION_COOKIE_SECURE CSRF_COOKIE_SECURE SECURE_HSTS_SECONDS"
    code = f"print(*(getattr(settings, name) for name in '{names} SESSION_COOKIE_NAME CSRF_COOKIE_NAME'.split()))"
    said = "False True True True 63072000 __Host-session __Host-csrf\n"
    assert started(tmp_path, code, **WHOLE) == (0, said)


def test_production_with_nothing_set_names_everything_it_lacks(tmp_path):
    code, said = started(tmp_path, NEWSROOM_ENV="production")
    assert code == 1
    assert "The newsroom cannot start in production:\n- " + "\n- ".join(SENTENCES.values()) in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 60),
        ("SECRET_KEY", "django-insecure-" + WHOLE["SECRET_KEY"]),
        ("ALLOWED_HOSTS", ""),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "shubbak.example,*"),
        ("SITE_URL", ""),
        ("SITE_URL", "http://shubbak.example"),
        ("DATABASE_URL", ""),
        ("MEDIA_ROOT", ""),
        ("EMAIL_URL", ""),
    ],
)
def test_production_refuses_to_start_without_it_and_says_so(tmp_path, name, value):
    code, said = started(tmp_path, **WHOLE | {name: value})
    assert code == 1
    assert f"The newsroom cannot start in production:\n- {SENTENCES[name]}\n" in said
    assert not value or len(value) < 20 or value not in said


def test_an_environment_that_is_none_is_refused(tmp_path):
    code, said = started(tmp_path, NEWSROOM_ENV="staging")
    assert (code, "NEWSROOM_ENV must be demo, test or production." in said) == (1, True)


def test_the_demo_starts_with_nothing_and_keeps_a_secret_of_its_own(tmp_path):
    code = "print(settings.SECRET_KEY, settings.DEBUG, settings.TIME_ZONE)"
    first, second = started(tmp_path, code), started(tmp_path, code)
    assert first == second
    secret = (tmp_path / "secret").read_text(encoding="ascii")
    assert first == (0, f"{secret} False Asia/Damascus\n")
    assert len(secret) >= 50
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600
    assert started(tmp_path / "other", code) != first


# ---- safety in production --------------------------------------------------------------------------------------------

ASKED = """
from django.test import Client
client = Client(raise_request_exception=False)
plain = client.get("/health", headers={"host": "shubbak.example"})
moved = client.get("/", headers={"host": "shubbak.example"})
foreign = client.get("/", headers={"host": "elsewhere.example"}, secure=True)
refused = client.post("/", headers={"host": "shubbak.example"}, secure=True)
file = client.get("/static/css/nothing.css", headers={"host": "shubbak.example"}, secure=True)
for answer in (plain, moved, foreign, refused):
    hsts = answer.headers.get("Strict-Transport-Security", "none")
    print(answer.status_code, hsts, answer.headers["X-Frame-Options"], answer.headers.get("Location", "-"))
"""


def test_in_production_every_answer_over_https_promises_https_for_two_years(tmp_path):
    # The page of a refusal reads the outlet's name, so there is a database.
    whole = WHOLE | {"DATABASE_URL": f"sqlite:///{tmp_path / 'production.sqlite3'}"}
    setup = "from django.core.management import call_command; call_command('migrate', verbosity=0)"
    settings_of_files = "settings.STORAGES['staticfiles']['BACKEND'] = settings.STATICFILES_PLAIN"
    code = f"settings.STATICFILES_PLAIN = '{PLAIN_STATIC}'\n{settings_of_files}\n{setup}\n{ASKED}"
    code_of_end, said = started(tmp_path, f"\n{code}", **whole)
    promise = "max-age=63072000; includeSubDomains"
    lines = [line for line in said.splitlines() if line.startswith(("200 ", "301 ", "400 ", "405 "))]
    assert (code_of_end, lines) == (
        0,
        [
            "200 none DENY -",
            "301 none DENY https://shubbak.example/",
            f"400 {promise} DENY -",
            f"405 {promise} DENY -",
        ],
    )


PLAIN_STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage"


@pytest.mark.parametrize("value", ["false", "0", "off", "no"])
def test_production_refuses_to_start_without_the_second_factor(tmp_path, value):
    code, said = started(tmp_path, **WHOLE, REQUIRE_SECOND_FACTOR=value)
    refusal = "- REQUIRE_SECOND_FACTOR cannot be turned off: every account shows a second factor.\n"
    assert (code, f"The newsroom cannot start in production:\n{refusal}" in said) == (1, True)


def test_the_second_factor_is_required_in_production_and_a_wish_elsewhere(tmp_path):
    code = "print(settings.REQUIRE_SECOND_FACTOR)"
    assert started(tmp_path, code, **WHOLE) == (0, "True\n")
    assert started(tmp_path, code, **WHOLE, REQUIRE_SECOND_FACTOR="true") == (0, "True\n")
    assert started(tmp_path, code) == (0, "False\n")
    assert started(tmp_path, code, REQUIRE_SECOND_FACTOR="true") == (0, "True\n")


def test_proxies_are_believed_only_when_one_is_named(tmp_path):
    code = "print(settings.BEHIND_PROXY, getattr(settings, 'SECURE_PROXY_SSL_HEADER', None))"
    assert started(tmp_path, code, **WHOLE) == (0, "False None\n")
    believed = "True ('HTTP_X_FORWARDED_PROTO', 'https')\n"
    assert started(tmp_path, code, **WHOLE, BEHIND_PROXY="true") == (0, believed)


def test_a_server_gives_up_in_five_seconds_and_a_command_may_take_its_time(tmp_path):
    postgres = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing?sslmode=require"}
    asked = "print(settings.DATABASES['default']['OPTIONS'])"
    # WhiteNoise warns while there is no folder of collected files.
    (tmp_path / "static").mkdir()
    kept = "'sslmode': 'require', 'options': '-c lock_timeout=5s"
    assert started(tmp_path, asked, **postgres) == (0, f"{{{kept}'}}\n")
    assert started(tmp_path, f"import newsroom.wsgi; {asked}", **postgres) == (
        0,
        f"{{{kept} -c statement_timeout=5s'}}\n",
    )


@pytest.mark.parametrize(
    ("change", "checks"),
    [
        ("settings.MIDDLEWARE.reverse()", {"newsroom.E001", "newsroom.E003"}),
        ("settings.AUTHENTICATION_BACKENDS.reverse()", {"newsroom.E002"}),
        ("settings.REQUIRE_SECOND_FACTOR = False", {"newsroom.E004"}),
        ("settings.LANGUAGES.reverse()", {"newsroom.W001"}),
        ("pass", set()),
    ],
)
def test_a_house_put_together_wrongly_is_named_by_the_checks(tmp_path, change, checks):
    asked = "from django.core.checks import run_checks; print(*(found.id for found in run_checks()))"
    code, said = started(tmp_path, f"{change}; {asked}", **WHOLE)
    assert (code, {word for word in said.split() if word.startswith("newsroom.")}) == (0, checks)
