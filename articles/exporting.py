"""The house as the lines that the import reads: everything readers see, in the same format.

A piece is written as its row shows it; a draft over a live text stays at home, as do accounts and histories.
"""

import re
import shutil
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import QuerySet

from articles.importing.facts import KINDS, OUTLET, PHOTOS, TOPICS, of_row
from articles.importing.writing import BY_CODE
from articles.models import Article, Correction, FrontPage
from articles.models.article import LANGUAGES, Status
from columns.models import Column
from newsroom.images import Photo
from newsroom.outlet import SiteSettings
from newsroom.redirects import Redirect

ROWS_IN_A_LINE = 100
CHUNK = 200
_FIGURE = re.compile(r'data-photo="(\d{1,18})"')
_LED_TO = re.compile(r"^/articles/(\d{1,18})(?:-[^/]*)?/$")
Line = dict[str, Any]


def lines(*, photos: Path | None, now: datetime, published_only: bool = False) -> Iterator[Line]:
    """Yield the whole house, line by line: the outlet and its names, the pieces by id, what speaks of them.

    The pictures are copied below ``photos``, each before the line that names it; without it only their paths are
    written. ``published_only`` leaves out drafts, and what was withdrawn or waits for its moment at ``now``.
    """
    pictures = _Pictures(photos)
    if (outlet := SiteSettings.objects.first()) is not None:
        yield {"outlet": of_row(OUTLET, outlet)}
    yield from _names(pictures)
    yield from _pieces(pictures, now=now, published_only=published_only)
    yield from _other_redirects()
    yield from _front()


class _Pictures:
    """Names photos by path, copies each file once, and keeps their facts until a line takes them along."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._told: set[int] = set()
        self._facts: list[Line] = []

    def path(self, photo: Photo) -> str:
        """Return how the file calls ``photo``: the path it came by, else that of our own file."""
        path = photo.import_ref or str(photo.file.name)
        if photo.pk not in self._told:
            self._told.add(photo.pk)
            self._facts.append({"path": path} | of_row(PHOTOS, photo))
            if self._folder is not None:
                self._copy(photo, self._folder / path)
        return path

    def facts(self) -> list[Line]:
        """Return what is to be said of the photos that were named since the last call."""
        facts, self._facts = self._facts, []
        return facts

    def named(self, html: str) -> str:
        """Return stored text with its figures naming photos by path."""
        there = Photo.objects.in_bulk([int(number) for number in _FIGURE.findall(html)]) if "<figure" in html else {}

        def path(match: re.Match[str]) -> str:
            photo = there.get(int(match[1]))
            return f'data-photo="{self.path(photo)}"' if photo else ""

        return _FIGURE.sub(path, html)

    def _copy(self, photo: Photo, place: Path) -> None:
        place.parent.mkdir(parents=True, exist_ok=True)
        with default_storage.open(str(photo.file.name)) as source, place.open("wb") as copy:
            shutil.copyfileobj(source, copy)


# ---- names -----------------------------------------------------------------------------------------------------------


def _names(pictures: _Pictures) -> Iterator[Line]:
    """Yield everything said of authors, topics, tags and columns; the parties of topics when all topics are there."""
    for key, kind in KINDS.items():
        for rows in _in_chunks(kind.model.objects.order_by("pk"), ROWS_IN_A_LINE):
            facts = [_with_neighbours(of_row(kind, row), row, photo=kind.photo, pictures=pictures) for row in rows]
            yield {"records": ({"photos": told} if (told := pictures.facts()) else {}) | {key: facts}}
    bound = TOPICS.model.objects.filter(parties__isnull=False).distinct().order_by("pk").prefetch_related("parties")
    for rows in _in_chunks(bound, ROWS_IN_A_LINE):
        yield {
            "records": {
                "parties": [
                    {"topic": row.name_ar, "parties": [party.name_ar for party in row.parties.all()]} for row in rows
                ]
            }
        }


def _with_neighbours(facts: Line, row: Any, *, photo: str, pictures: _Pictures) -> Line:
    """Return the facts of a row with the picture and the writer that it names."""
    if photo and (picture := getattr(row, photo)) is not None:
        facts[photo] = pictures.path(picture)
    if isinstance(row, Column) and row.writer is not None:
        facts["writer"] = row.writer.name_ar
    return facts


def _in_chunks(rows: QuerySet, size: int) -> Iterator[list[Any]]:
    stream = rows.iterator(chunk_size=size)
    while chunk := list(islice(stream, size)):
        yield chunk


# ---- pieces ----------------------------------------------------------------------------------------------------------


def _pieces(pictures: _Pictures, *, now: datetime, published_only: bool) -> Iterator[Line]:
    pieces = Article.objects.live(now=now) if published_only else Article.objects.all()
    pieces = pieces.order_by("pk").select_related("column", "lead_photo")
    related = pieces.prefetch_related("bylines__author", "topics", "tagged__tag", "corrections", "retired_numbers")
    for chunk in _in_chunks(related, CHUNK):
        old = _old_urls(chunk)
        for piece in chunk:
            yield from _lines_of(piece, old_urls=old.get(piece.pk, []), pictures=pictures)


def _lines_of(piece: Article, *, old_urls: list[str], pictures: _Pictures) -> Iterator[Line]:
    """Yield the languages of a piece, Arabic first; the first line carries its facts."""
    filled = [code for code in LANGUAGES if any(getattr(piece, f"{name}_{code}") for name in ("title", "body"))]
    for place, code in enumerate(filled or LANGUAGES[:1]):
        line = _text_of(piece, code, pictures)
        if place == 0:
            line |= _facts_of(piece, pictures) | ({"old_urls": old_urls} if old_urls else {})
        if told := pictures.facts():
            line["records"] = {"photos": told}
        yield line


def _text_of(piece: Article, code: str, pictures: _Pictures) -> Line:
    """Return one language of a piece as a line, with what is fixed about it."""
    line: Line = {
        "ref": ref_of(piece),
        "language": code,
        "title": getattr(piece, f"title_{code}") or "",
        "standfirst": getattr(piece, f"standfirst_{code}") or "",
        "body_html": pictures.named(getattr(piece, f"body_{code}") or ""),
    }
    if piece.status in {Status.PUBLISHED, Status.WITHDRAWN}:
        if getattr(piece, f"released_{code}") and piece.publish_at is not None:
            line["published"] = piece.publish_at.isoformat()
            line["slug"] = getattr(piece, f"slug_{code}") or ""
            line["signoff"] = getattr(piece, f"signoff_{code}") or ""
        if piece.last_edited_at is not None:
            line["updated"] = piece.last_edited_at.isoformat()
        if piece.status == Status.WITHDRAWN:
            line["withdrawn"] = True
    return line


def _facts_of(piece: Article, pictures: _Pictures) -> Line:
    """Return the facts of a piece, without those that are empty."""
    facts = {
        "id": piece.pk,
        "code": piece.code,
        "column": piece.column.title_ar if piece.column else None,
        "edition": piece.number,
        "authors": [author.name_ar for author in piece.signers],
        "topics": [topic.name_ar for topic in piece.topics.all()],
        "tags": [tagging.tag.name for tagging in sorted(piece.tagged.all(), key=lambda tagging: tagging.pk)],
        "photo": pictures.path(piece.lead_photo) if piece.lead_photo else None,
        "protection": piece.protection,
        "corrections": [_note(note) for note in piece.corrections.all()],
        "retired_numbers": [retired.number for retired in piece.retired_numbers.all()],
    }
    return {key: value for key, value in facts.items() if value}


def _note(note: Correction) -> Line:
    words = {f"note_{code}": getattr(note, f"note_{code}") for code in LANGUAGES}
    return {"at": note.at.isoformat()} | {key: text for key, text in words.items() if text}


def ref_of(piece: Article) -> str:
    """Return how the file calls ``piece``: as it was called where it came from, else by its short address."""
    return piece.import_ref or f"{BY_CODE}{piece.code}"


# ---- what speaks of pieces -------------------------------------------------------------------------------------------


def _old_urls(pieces: list[Article]) -> dict[int, list[str]]:
    """Return the old addresses that lead to each of ``pieces``, by its id."""
    heads = {f"/articles/{piece.pk}/" for piece in pieces}
    heads |= {f"/articles/{piece.pk}-{getattr(piece, f'slug_{code}')}/" for piece in pieces for code in LANGUAGES}
    old: dict[int, list[str]] = {}
    for row in Redirect.objects.filter(new_path__in=heads, below=False).order_by("pk"):
        if match := _LED_TO.match(row.new_path):
            old.setdefault(int(match[1]), []).append(row.old_path)
    return old


def _other_redirects() -> Iterator[Line]:
    """Yield the old addresses that lead to anything but a piece."""
    for rows in _in_chunks(Redirect.objects.order_by("pk"), CHUNK):
        pairs = [[row.old_path, row.new_path, row.below] for row in rows if not _LED_TO.match(row.new_path)]
        if pairs:
            yield {"redirects": pairs}


def _front() -> Iterator[Line]:
    """Yield the arrangement of the front page, where there is one."""
    front = FrontPage.objects.select_related("lead").first()
    if front is None:
        return
    picks = [ref_of(pick.article) for pick in front.places.select_related("article")]
    arranged = {
        "lead": ref_of(front.lead) if front.lead else None,
        "lead_until": front.lead_until.isoformat() if front.lead_until else None,
        "picks": picks,
    }
    yield {"front": {key: value for key, value in arranged.items() if value}}
