"""Loaded by pytest before Django's settings: the suite never touches the newsroom's own var/."""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="newsroom-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)

os.environ["NEWSROOM_ENV"] = "test"
os.environ["NEWSROOM_VAR"] = _folder
