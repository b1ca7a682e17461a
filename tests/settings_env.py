"""Loaded by pytest before Django's settings: the suite never touches the newsroom's own var/."""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="newsroom-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)

os.environ["NEWSROOM_ENV"] = "test"
os.environ["NEWSROOM_VAR"] = _folder
# Whoever exported the live newsroom's variables must not find test photos in its media folder. DATABASE_URL stays: it
# chooses PostgreSQL, where Django makes a test database of its own.
for _name in (
    "SECRET_KEY",
    "SITE_URL",
    "ALLOWED_HOSTS",
    "MEDIA_ROOT",
    "EMAIL_URL",
    "TIME_ZONE",
    "WEEK_BEGINS",
    "SORT_IGNORES_ARTICLE",
    "BEHIND_PROXY",
    "REQUIRE_SECOND_FACTOR",
    "LEAST_FREE_DISK",
    "PORT",
):
    os.environ.pop(_name, None)
