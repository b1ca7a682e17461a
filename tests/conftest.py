"""What every test needs: current translations and quick passwords. The environment is set in settings_env.py."""

from pathlib import Path

from django.conf import settings

from newsroom.management.commands.build_messages import compile_stale

QUICK = "django.contrib.auth.hashers.MD5PasswordHasher"


def pytest_configure(config) -> None:
    """Runs after pytest-django has read the settings and before any test module is imported."""
    compile_stale([Path(folder) for folder in settings.LOCALE_PATHS])
    # A real hash costs a third of a second, and the suite signs in all the time.
    settings.PASSWORD_HASHERS = [QUICK, *settings.PASSWORD_HASHERS]
