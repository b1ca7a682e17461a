"""What many pages say alike, kept in the worker's memory for as long as it cannot have changed.

Until the site version rises, or the clock alone changes it. Whoever keeps what costs much, by the list, uses
``newsroom.paging``; this is for little things that every page asks for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any, TypeVar

from django.db import connection

from newsroom import pagecache

T = TypeVar("T")


@dataclass(frozen=True)
class _Kept:
    value: Any
    version: int
    until: datetime | None


_kept: dict[tuple, _Kept] = {}
_lock = Lock()


def remembered(
    key: tuple,
    make: Callable[[], T],
    *,
    now: datetime | None = None,
    until: Callable[[T], datetime | None] | None = None,
) -> T:
    """Return what ``make`` returns, made anew when the site version has risen since, or ``until`` has come at ``now``.

    ``key`` names it among all that is kept: few keys, none of them typed by anybody. What is seen inside a transaction
    may never come to be: there it is made each time and not kept. Nobody changes what is returned.
    """
    if connection.in_atomic_block:
        return make()
    # Before it is made: a change that comes between makes it look older than it is, never newer.
    version = pagecache.current()
    kept = _kept.get(key)
    if kept is not None and kept.version == version and (kept.until is None or (now is not None and now < kept.until)):
        value: T = kept.value
        return value
    value = make()
    with _lock:
        _kept[key] = _Kept(value, version, until(value) if until else None)
    return value


def forget() -> None:
    """Drop everything that this worker keeps."""
    with _lock:
        _kept.clear()
