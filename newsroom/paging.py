"""Pages of long lists: page 400 costs what page 1 costs.

A page map is the ids of a whole list in their order, eight bytes each. It is found by one scan of the list and kept in
the worker's memory for as long as the list cannot change: until the site version rises, or the next scheduled piece
appears. Any page is then twenty rows asked for by their ids; nothing is skipped and nothing is counted.
"""

import re
from array import array
from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from newsroom import pagecache

# Ids that one worker keeps, in all its maps together (16 MB); the list least asked for is dropped first.
MOST_IDS = 2_000_000
_NUMBER = re.compile(r"[1-9][0-9]{0,5}")


@dataclass(frozen=True)
class PageMap:
    """The ids of one list in their order, and until when they are right."""

    ids: array
    version: int
    until: datetime | None
    also: Any

    def holds(self, version: int, now: datetime) -> bool:
        """Return whether the list cannot have changed since."""
        return self.version == version and (self.until is None or now < self.until)


@dataclass(frozen=True)
class Page:
    """One page of a list: its rows, its place among the others, and until when it is right."""

    number: int
    pages: int
    count: int
    rows: Sequence[Any]
    until: datetime | None = None
    also: Any = None

    @property
    def newer(self) -> int | None:
        """Return the number of the page before, None on the first."""
        return self.number - 1 if self.number > 1 else None

    @property
    def older(self) -> int | None:
        """Return the number of the page after, None on the last."""
        return self.number + 1 if self.number < self.pages else None

    def address(self, path: str) -> str:
        """Return the canonical address of this page of the list at ``path``: the first has no number."""
        return path if self.number == 1 else f"{path}?page={self.number}"


_maps: OrderedDict[tuple, PageMap] = OrderedDict()
_lock = Lock()


def number_of(asked: list[str]) -> int:
    """Return the page that the ``page`` parameters of a request ask for, 1 for none; raise Http404 for nonsense."""
    if not asked:
        return 1
    if len(asked) > 1 or not _NUMBER.fullmatch(asked[0]):
        raise Http404
    return int(asked[0])


def page_of(
    rows: QuerySet,
    number: int,
    *,
    key: tuple,
    size: int,
    now: datetime,
    until: Callable[[], datetime | None],
    also: Callable[[], Any] = lambda: None,
    dress: Callable[[QuerySet], QuerySet] = lambda rows: rows,
) -> Page:
    """Return page ``number`` of ``rows``, which are ordered and public; raise Http404 when there is none.

    ``key`` names the list among all lists of the house. ``until`` (when the list next changes by the clock alone) and
    ``also`` (what else the page says of the whole list) are asked when the map is made, and remembered with it.
    ``dress`` adds to the rows of the page what is shown of them.
    """
    found = _map_of(rows, key=key, now=now, until=until, also=also)
    ids, pages = _part(found.ids, number, size)
    return Page(number, pages, len(found.ids), _rows(rows, ids, dress), found.until, found.also)


def slice_of(
    rows: QuerySet, number: int, *, size: int, most: int, dress: Callable[[QuerySet], QuerySet] = lambda rows: rows
) -> tuple[Page, bool]:
    """Return page ``number`` of the first ``most`` of ``rows``, and whether there are more; nothing is remembered.

    Raises Http404 when there is no such page.
    """
    found = list(rows.values_list("pk", flat=True)[: most + 1])
    ids, pages = _part(found[:most], number, size)
    return Page(number, pages, min(len(found), most), _rows(rows, ids, dress)), len(found) > most


def ranked_page(ids: Sequence[int], number: int, *, size: int, rows: Callable[[Sequence[int]], list]) -> Page:
    """Return page ``number`` of the ranked ``ids``, for which ``rows`` brings what is shown; nothing is remembered.

    Raises Http404 when there is no such page.
    """
    part, pages = _part(ids, number, size)
    return Page(number, pages, len(ids), rows(part))


def among(rows: QuerySet, ids: Collection[int]) -> QuerySet:
    """Return those of ``rows`` that have one of these ids, in no order and not dressed."""
    # Ids first, then whether each is one of the rows: asked in one breath, a database that knows too little of its
    # tables walks the index of all of them.
    still = Exists(rows.order_by().filter(pk=OuterRef("pk")))
    return rows.model._default_manager.filter(still, pk__in=ids).order_by()


def forget() -> None:
    """Drop every map of this worker."""
    with _lock:
        _maps.clear()


def _part(ids: Sequence[int], number: int, size: int) -> tuple[list[int], int]:
    """Return the ids of page ``number`` and how many pages there are, at least one; raise Http404 beyond the last."""
    pages = max(1, -(-len(ids) // size))
    if number > pages:
        raise Http404
    return list(ids[(number - 1) * size : number * size]), pages


def _rows(rows: QuerySet, ids: list[int], dress: Callable[[QuerySet], QuerySet]) -> list[Any]:
    """Return those of ``rows`` that have these ids, in this order, dressed."""
    by_id = {row.pk: row for row in dress(among(rows, ids))} if ids else {}
    return [by_id[pk] for pk in ids if pk in by_id]


def _map_of(
    rows: QuerySet,
    *,
    key: tuple,
    now: datetime,
    until: Callable[[], datetime | None],
    also: Callable[[], Any],
) -> PageMap:
    """Return the kept map of the list, or a new one."""
    # Before the rows: a change that comes between makes the map look older than it is, never newer.
    version = pagecache.current()
    with _lock:
        kept = _maps.get(key)
        if kept is not None and kept.holds(version, now):
            _maps.move_to_end(key)
            return kept
    ids = array("q", rows.values_list("pk", flat=True).iterator(chunk_size=2000))
    made = PageMap(ids, version, until(), also())
    # What is seen inside a transaction may never come to be.
    if not connection.in_atomic_block:
        _keep(key, made)
    return made


def _keep(key: tuple, made: PageMap) -> None:
    """Keep a map as the newest, and drop the oldest beyond what the memory of a worker is worth."""
    with _lock:
        _maps[key] = made
        _maps.move_to_end(key)
        # An empty list takes room, too.
        while sum(len(each.ids) + 100 for each in _maps.values()) > MOST_IDS and len(_maps) > 1:
            _maps.popitem(last=False)
