"""What every test needs: current translations and quick passwords. The environment is set in settings_env.py."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from newsroom import paging, remembered
from newsroom.management.commands.build_messages import compile_stale

QUICK = "django.contrib.auth.hashers.MD5PasswordHasher"


def pytest_configure(config) -> None:
    """Runs after pytest-django has read the settings and before any test module is imported."""
    compile_stale([Path(folder) for folder in settings.LOCALE_PATHS])
    # WhiteNoise warns at every new client while the folder of the collected files is missing.
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    # Found when asked for: otherwise every new client of a test reads all static files again.
    settings.WHITENOISE_AUTOREFRESH = True
    # A real hash costs a third of a second, and the suite signs in all the time.
    settings.PASSWORD_HASHERS = [QUICK, *settings.PASSWORD_HASHERS]


@pytest.fixture(autouse=True)
def nothing_remembered():
    """A worker that remembers nothing: between two tests the database goes back, and its version with it."""
    paging.forget()
    remembered.forget()


@pytest.fixture
def editor(db):
    """The editor-in-chief's account, whose desk speaks Arabic."""
    from tests import factories

    return factories.make_editor()


@pytest.fixture
def desk(editor) -> Client:
    """A browser in which the editor-in-chief is signed in."""
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def site(settings) -> str:
    """The public address of the outlet, as production has it."""
    settings.SITE_URL = "https://shubbak.example"
    return settings.SITE_URL
