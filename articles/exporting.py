"""The house as the lines that the import reads: everything readers see, in the same format.

A piece is written as its row shows it; a draft over a live text stays at home, as do accounts and histories.
"""

import re
import shutil
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import Prefetch, Q, QuerySet
from django.urls import Resolver404, resolve
from django.utils import translation

from articles.importing.facts import AUTHORS, COLUMNS, HTML, KINDS, OUTLET, PHOTOS, TAGS, TOPICS, Kind, of_row
from articles.importing.writing import BY_CODE
from articles.models import Article, Correction, FrontPage, Spelling, Tag, Topic
from articles.models.article import LANGUAGES, Status, TranslationState
from columns.models import Column
from newsroom import redirects
from newsroom.images import Photo
from newsroom.outlet import SiteSettings
from newsroom.redirects import Redirect

ROWS_IN_A_LINE = 100
CHUNK = 200
# In clean text a sign of "less" that is only a word is written out.
_FIGURE = re.compile(r'(?<=<figure )data-photo="(\d{1,18})"')
# Which names a page speaks of, by the word with which its address begins.
_PAGES = {"topics": TOPICS, "tags": TAGS, "columns": COLUMNS, "authors": AUTHORS}
# What the house notes about a picture, and no page shows.
_UNSEEN = ("licence", "source_url")
_LED_TO = re.compile(r"^/articles/(\d{1,18})(?:-[^/]*)?/$")
Line = dict[str, Any]


def lines(*, photos: Path | None, now: datetime, published_only: bool = False) -> Iterator[Line]:
    """Yield the whole house, line by line: the outlet and its names, the pieces by id, what speaks of them.

    The pictures are copied below ``photos``, each before the line that names it; without it only their paths are
    written. With ``published_only`` nothing is written but what readers may see at ``now``.
    """
    sight, pictures = _Sight(now=now, published_only=published_only), _Pictures(photos, published_only=published_only)
    if (outlet := SiteSettings.objects.first()) is not None:
        facts = of_row(OUTLET, outlet)
        facts |= {key: pictures.named(facts[key]) for key in HTML if key in facts}
        yield {"outlet": facts} | pictures.records()
    yield from _names(pictures, sight)
    yield from _pieces(pictures, sight)
    yield from _other_redirects(sight)
    yield from _front(sight)


class _Sight:
    """What leaves the house: everything, or what readers may see at ``now`` and nothing else."""

    def __init__(self, *, now: datetime, published_only: bool) -> None:
        self.now, self.published_only = now, published_only

    def pieces(self) -> QuerySet[Article]:
        """Return the pieces that are written."""
        if not self.published_only:
            return Article.objects.all()
        return Article.objects.filter(_any(Article.objects.published(code, now=self.now) for code in LANGUAGES))

    def languages(self, piece: Article) -> tuple[str, ...]:
        """Return the languages of ``piece`` that are written, Arabic first."""
        if self.published_only:
            return piece.released_languages
        filled = [code for code in LANGUAGES if any(getattr(piece, f"{name}_{code}") for name in ("title", "body"))]
        return tuple(filled) or LANGUAGES[:1]

    def rows(self, kind: Kind) -> QuerySet:
        """Return the authors, topics, tags or columns that are written."""
        rows = kind.model.objects.all()
        if not self.published_only:
            return rows
        if kind is COLUMNS:
            return rows.filter(Q(active=True) | Q(pk__in=self.pieces().filter(column__isnull=False).values("column")))
        seen = _any(kind.model.objects.public(code) for code in LANGUAGES)
        if kind is AUTHORS:
            seen |= Q(columns__in=self.rows(COLUMNS))
        return rows.filter(seen).distinct()

    def facts(self, kind: Kind, rows: list[Any]) -> list[Line]:
        """Return the facts of ``rows``, without those of a language in which they have no page."""
        facts = [of_row(kind, row) for row in rows]
        for code in LANGUAGES if self.published_only else ():
            if code != settings.LANGUAGE_CODE:
                there = self._with_page(kind, rows, code)
                for row, told in zip(rows, facts, strict=True):
                    for name in kind.translated if row.pk not in there else ():
                        told.pop(f"{name}_{code}", None)
        return facts

    def _with_page(self, kind: Kind, rows: list[Any], code: str) -> set[int]:
        """Return the ids of those of ``rows`` that have a page in another language: a piece was published there."""
        if kind is COLUMNS:
            pieces = Article.objects.published(code, now=self.now).filter(column__in=rows)
            return set(pieces.values_list("column", flat=True))
        known = kind.model.objects.filter(pk__in=[row.pk for row in rows])
        return set(known.public(code).values_list("pk", flat=True))

    def leads_somewhere(self, path: str) -> bool:
        """Return whether a redirect to ``path`` is written: to what readers find, and to no name that is hidden."""
        if not self.published_only:
            return True
        try:
            with translation.override(settings.LANGUAGE_CODE):
                match = resolve(path)
        except Resolver404:
            return False
        kind = _PAGES.get(path.split("/")[1])
        if kind is not None:
            return self.rows(kind).filter(slug=match.kwargs["slug"]).exists()
        if code := match.kwargs.get("code"):
            return self.pieces().filter(code=code).exists()
        return True


def _any(choices: Iterable[QuerySet]) -> Q:
    """Return the condition that a row is in one of ``choices``."""
    seen = Q()
    for choice in choices:
        seen |= Q(pk__in=choice.order_by().values("pk"))
    return seen


class _Pictures:
    """Names photos by path, copies each file once, and keeps their facts until a line takes them along."""

    def __init__(self, folder: Path | None, *, published_only: bool) -> None:
        self._folder, self._left_out = folder, _UNSEEN if published_only else ()
        self._told: set[int] = set()
        self._facts: list[Line] = []

    def path(self, photo: Photo) -> str:
        """Return how the file calls ``photo``: the path it came by, else that of our own file."""
        path = photo.import_ref or str(photo.file.name)
        if photo.pk not in self._told:
            self._told.add(photo.pk)
            facts = {key: value for key, value in of_row(PHOTOS, photo).items() if key not in self._left_out}
            self._facts.append({"path": path} | facts)
            if self._folder is not None:
                self._copy(photo, self._folder / path)
        return path

    def records(self) -> Line:
        """Return what is to be said of the photos that were named since the last call, as records of a line."""
        facts, self._facts = self._facts, []
        return {"records": {"photos": facts}} if facts else {}

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


def _names(pictures: _Pictures, sight: _Sight) -> Iterator[Line]:
    """Yield everything said of authors, topics, tags and columns; the parties of topics when all topics are there."""
    for key, kind in KINDS.items():
        rows_of_kind = sight.rows(kind).order_by("pk")
        if kind.spelled:
            rows_of_kind = rows_of_kind.prefetch_related(Prefetch("spellings", Spelling.objects.order_by("pk")))
        for rows in _in_chunks(rows_of_kind, ROWS_IN_A_LINE):
            told = zip(sight.facts(kind, rows), rows, strict=True)
            facts = [_with_neighbours(said, row, photo=kind.photo, pictures=pictures) for said, row in told]
            yield {"records": pictures.records().get("records", {}) | {key: facts}}
    topics = sight.rows(TOPICS)
    parties = Prefetch("parties", queryset=topics)
    bound = topics.filter(parties__in=topics).distinct().order_by("pk").prefetch_related(parties)
    for rows in _in_chunks(bound, ROWS_IN_A_LINE):
        bonds = [{"topic": row.name_ar, "parties": [party.name_ar for party in row.parties.all()]} for row in rows]
        yield {"records": {"parties": bonds}}


def _with_neighbours(facts: Line, row: Any, *, photo: str, pictures: _Pictures) -> Line:
    """Return the facts of a row with its other spellings, the picture and the writer that it names."""
    if photo and (picture := getattr(row, photo)) is not None:
        facts[photo] = pictures.path(picture)
    if isinstance(row, Column) and row.writer is not None:
        facts["writer"] = row.writer.name_ar
    if isinstance(row, Topic | Tag) and (others := [each.name for each in row.spellings.all() if not each.language]):
        facts["aliases"] = others
    return facts


def _in_chunks(rows: QuerySet, size: int) -> Iterator[list[Any]]:
    stream = rows.iterator(chunk_size=size)
    while chunk := list(islice(stream, size)):
        yield chunk


# ---- pieces ----------------------------------------------------------------------------------------------------------


def _pieces(pictures: _Pictures, sight: _Sight) -> Iterator[Line]:
    pieces = sight.pieces().order_by("pk").select_related("column", "lead_photo")
    related = pieces.prefetch_related("bylines__author", "topics", "tagged__tag", "corrections", "retired_numbers")
    for chunk in _in_chunks(related, CHUNK):
        old = _old_urls(chunk)
        for piece in chunk:
            yield from _lines_of(piece, old_urls=old.get(piece.pk, []), pictures=pictures, sight=sight)


def _lines_of(piece: Article, *, old_urls: list[str], pictures: _Pictures, sight: _Sight) -> Iterator[Line]:
    """Yield the languages of a piece, Arabic first; the first line carries its facts."""
    for place, code in enumerate(sight.languages(piece)):
        line = _text_of(piece, code, pictures, published_only=sight.published_only)
        if place == 0:
            line |= _facts_of(piece, pictures, sight) | ({"old_urls": old_urls} if old_urls else {})
        yield line | pictures.records()


def _text_of(piece: Article, code: str, pictures: _Pictures, *, published_only: bool) -> Line:
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
    if getattr(piece, f"translation_{code}") == TranslationState.STALE and not published_only:
        line["stale"] = True
    return line


def _facts_of(piece: Article, pictures: _Pictures, sight: _Sight) -> Line:
    """Return the facts of a piece, without those that are empty."""
    languages = sight.languages(piece) if sight.published_only else LANGUAGES
    notes = [_note(note, languages) for note in piece.corrections.all()]
    facts = {
        "id": piece.pk,
        "code": piece.code,
        "column": piece.column.title_ar if piece.column else None,
        "edition": piece.number,
        "authors": [author.name_ar for author in piece.signers],
        "topics": [topic.name_ar for topic in piece.topics.all() if topic.published or not sight.published_only],
        "tags": [tagging.tag.name for tagging in sorted(piece.tagged.all(), key=lambda tagging: tagging.pk)],
        "photo": pictures.path(piece.lead_photo) if piece.lead_photo else None,
        "protection": piece.protection,
        "corrections": [note for note in notes if note],
        "retired_numbers": [retired.number for retired in piece.retired_numbers.all()],
    }
    return {key: value for key, value in facts.items() if value}


def _note(note: Correction, languages: tuple[str, ...]) -> Line:
    words = {f"note_{code}": getattr(note, f"note_{code}") for code in languages}
    kind = {} if note.kind == Correction.Kind.CORRECTION else {"kind": note.kind}
    told = {key: text for key, text in words.items() if text}
    return {"at": note.at.isoformat()} | kind | told if told else {}


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
            old.setdefault(int(match[1]), []).append(redirects.typed(row.old_path))
    return old


def _other_redirects(sight: _Sight) -> Iterator[Line]:
    """Yield the old addresses that lead to anything but a piece."""
    for rows in _in_chunks(Redirect.objects.order_by("pk"), CHUNK):
        pairs = [
            [redirects.typed(row.old_path), redirects.typed(row.new_path), row.below]
            for row in rows
            if not _LED_TO.match(row.new_path) and sight.leads_somewhere(row.new_path)
        ]
        if pairs:
            yield {"redirects": pairs}


def _front(sight: _Sight) -> Iterator[Line]:
    """Yield the arrangement of the front page, where there is one."""
    seen = sight.pieces()
    front = FrontPage.objects.select_related("lead").first()
    if front is None:
        return
    leads = front.lead is not None and seen.filter(pk=front.lead.pk).exists()
    arranged = {
        "lead": ref_of(front.lead) if front.lead and leads else None,
        "lead_until": front.lead_until.isoformat() if front.lead_until and leads else None,
        "picks": [ref_of(pick.article) for pick in front.places.filter(article__in=seen).select_related("article")],
    }
    if (told := {key: value for key, value in arranged.items() if value}) or not sight.published_only:
        yield {"front": told}
