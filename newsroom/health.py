"""Two bare words for whoever watches the house: the process answers, and it can do its work."""

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

SECONDS_TO_RETRY = 10
# Asked by ``ready``: each says whether some work has been left lying. The upper floors hang theirs here.
left_lying: list[Callable[[], bool]] = []


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Answer that this process answers; asks nothing of anybody."""
    return _word("ok")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """Answer whether database, migrations, disk and workers let the house work; which does not is nobody's business."""
    room = all(_has_room(folder) for folder in (settings.VAR_DIR, settings.MEDIA_ROOT))
    if _database_is_ready() and not _work_is_left() and room:
        return _word("ready")
    answer = _word("not ready", status=503)
    answer.headers["Retry-After"] = str(SECONDS_TO_RETRY)
    return answer


def _word(word: str, status: int = 200) -> HttpResponse:
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(f"{word}\n", status=status, content_type="text/plain; charset=utf-8", headers=headers)


def _database_is_ready() -> bool:
    """Return whether the database answers and has taken every migration that this code knows."""
    try:
        return _known_migrations() <= MigrationRecorder(connection).applied_migrations().keys()
    except Error:
        return False


@cache
def _known_migrations() -> frozenset[tuple[str, str]]:
    """Return the migrations of all installed apps, read from disk once a process."""
    return frozenset(MigrationLoader(None).disk_migrations)


def _work_is_left() -> bool:
    """Return whether somewhere work waits that no worker has touched."""
    try:
        return any(asked() for asked in left_lying)
    except Error:
        return True


def _has_room(folder: Path) -> bool:
    """Return whether the disk that holds ``folder``, or will once it is made, has enough free space."""
    there = next((place for place in (folder, *folder.parents) if place.exists()), None)
    try:
        return there is not None and shutil.disk_usage(there).free >= settings.LEAST_FREE_DISK
    except OSError:
        return False
