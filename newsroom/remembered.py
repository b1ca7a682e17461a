"""What many pages say alike, kept in the worker's memory for as long as it cannot have changed.

Until the site version rises, or the clock alone changes it. Whoever keeps what costs much, by the list, uses
``newsroom.paging``; this is for little things that every page asks for.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
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
# What the request being answered has asked for already, and the version that it saw.
_asked: ContextVar[dict[tuple, Any] | None] = ContextVar("what this request remembers", default=None)
_VERSION = ("site version",)


@contextmanager
def once() -> Iterator[None]:
    """Let everything be asked for once within; for a request that only reads."""
    token = _asked.set({})
    try:
        yield
    finally:
        _asked.reset(token)


def remembered(
    key: tuple,
    make: Callable[[], T],
    *,
    now: datetime | None = None,
    until: Callable[[T], datetime | None] | None = None,
) -> T:
    """Return what ``make`` returns, made anew when the site version has risen since, or ``until`` has come at ``now``.

    ``key`` names it among all that is kept: few keys, none of them typed by anybody. What is seen inside a transaction
    may never come to be: it is not kept beyond ``once``. Nobody changes what is returned.
    """
    asked = _asked.get()
    if asked is None:
        return _remembered(key, make, pagecache.current, now, until)
    if key not in asked:

        def version() -> int:
            if _VERSION not in asked:
                asked[_VERSION] = pagecache.current()
            seen: int = asked[_VERSION]
            return seen

        asked[key] = _remembered(key, make, version, now, until)
    value: T = asked[key]
    return value


def _remembered(
    key: tuple,
    make: Callable[[], T],
    current: Callable[[], int],
    now: datetime | None,
    until: Callable[[T], datetime | None] | None,
) -> T:
    if connection.in_atomic_block:
        return make()
    # Before it is made: a change that comes between makes it look older than it is, never newer.
    version = current()
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
