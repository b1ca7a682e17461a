"""What a line makes of a piece: texts of its language, facts where the line is the piece's own, nothing written yet."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from articles.importing.names import Names
from articles.importing.reading import Record
from articles.models import Article, Revision
from articles.models.article import LANGUAGES, Status
from articles.snapshots import TEXTS, Origin, Ref, Snapshot
from newsroom.refusals import Refused

ORIGINAL = LANGUAGES[0]
# In clean text a word stands behind a tag: the quickest way to see that there is one.
_WORDS = re.compile(r">\s*[^<\s]")


@dataclass
class Piece:
    """A piece while its lines are being brought in: its row, and its content as the last import left it."""

    row: Article
    content: Snapshot
    newest: Revision | None = None
    # When each language is public by the file; the row has one moment for all.
    moments: dict[str, datetime] = field(default_factory=dict)
    # Somebody wrote, published or withdrew it here: it is no longer the import's to write.
    edited_here: bool = False
    changed: bool = False
    # What the lines of this batch said of the words under each language.
    slugs: dict[str, str] = field(default_factory=dict)
    signoffs: dict[str, str] = field(default_factory=dict)
    # The translations among them, and whether each says that its source changed since it was made.
    translated: dict[str, bool] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """What a piece becomes with a line."""

    content: Snapshot
    moments: dict[str, datetime]

    def keeps_back(self, code: str) -> bool:
        """Return whether the language has a moment that lies ahead of the piece's own, and so is not released."""
        return code in self.moments and code not in released_in(self.content)


def released_in(content: Snapshot) -> set[str]:
    """Return the languages that the import released: none while no line had a moment."""
    return set(content.released) if content.publish_at else set()


def is_complete(content: Snapshot) -> bool:
    """Return whether the piece can stand before readers: a moment, and somebody who signs."""
    return content.publish_at is not None and bool(content.authors)


def planned(piece: Piece, record: Record, *, body: str, photo: Ref | None, names: Names, now: datetime) -> Plan:
    """Return what ``piece`` becomes with this line; names that are missing are made.

    ``body`` is the cleaned text. Raises Refused where the line cannot be taken; the caller rolls back then.
    """
    if piece.edited_here:
        raise Refused([_("The piece was edited here since it was imported: what was written here stays.")])
    texts = {
        name: getattr(piece.content, name) | {record.language: value}
        for name, value in zip(TEXTS, (record.title, record.standfirst, body), strict=True)
    }
    live = piece.row.was_live(now=now)
    moments = _moments(piece, record, body, ahead=now if live else None)
    released, moment = _timed(moments, live=live, now=now)
    content = piece.content.with_(**texts, released=released or (ORIGINAL,), publish_at=moment)
    if record.language == _first(code for code in LANGUAGES if _has_text(content, code)):
        _refuse_facts(piece, record, content, names)
        content = _with_facts(content, record, photo=photo, names=names)
    if piece.row.live_revision_id is not None and not is_complete(content):
        raise Refused([_("The piece needs an author.")])
    return Plan(content, moments)


def _first(codes: Iterable[str]) -> str:
    return next(iter(codes), ORIGINAL)


def _has_text(content: Snapshot, code: str) -> bool:
    return any(getattr(content, name).get(code) for name in TEXTS)


def _moments(piece: Piece, record: Record, body: str, *, ahead: datetime | None) -> dict[str, datetime]:
    """Return the moments of all languages with this line's own; an import never takes a text back from readers.

    ``ahead`` is now for a piece that readers have seen: such a text cannot wait any more.
    """
    shown = record.language in released_in(piece.content)
    if record.published is None:
        if shown:
            raise Refused([_("This text is published here and has no moment in the file: withdraw it at the desk.")])
        return {code: moment for code, moment in piece.moments.items() if code != record.language}
    if not _WORDS.search(body):
        raise Refused([_("The piece needs a text.")])
    if shown and ahead is not None and record.published > ahead:
        raise Refused([_("Readers have seen this piece: it cannot wait, only be published now.")])
    return piece.moments | {record.language: record.published}


def _timed(moments: dict[str, datetime], *, live: bool, now: datetime) -> tuple[tuple[str, ...], datetime | None]:
    """Return the languages to release, and the one moment of the piece: that of the first of them.

    A language whose moment lies ahead of the piece's own stays back: it would be shown too early.
    """
    there = {code: moments[code] for code in LANGUAGES if code in moments and not (live and moments[code] > now)}
    if not there:
        return (), None
    moment = next(iter(there.values()))
    return tuple(code for code, at in there.items() if at <= max(moment, now)), moment


def _refuse_facts(piece: Piece, record: Record, content: Snapshot, names: Names) -> None:
    """Refuse facts that contradict what is fixed already."""
    column = names.find("columns", record.column) if record.column else None
    signed = record.authors or names.writer_of(column)
    if content.publish_at is not None and not signed and record.language == ORIGINAL:
        raise Refused([_("The piece needs an author.")])
    number = piece.row.number
    if number is None:
        return
    if column is None or column.id != piece.row.column_id:
        raise Refused([_("A live edition stays in its column.")])
    movable = piece.content.number is None and names.is_importing(column)
    if record.edition not in {None, number} and not movable:
        raise Refused([_("The number of a published edition is history: correct it at the desk.")])


def _with_facts(content: Snapshot, record: Record, *, photo: Ref | None, names: Names) -> Snapshot:
    authors = names.authors(record.authors)
    column = names.column(record.column, writer=authors[0] if authors else None)
    return content.with_(
        column=column,
        number=(record.edition or content.number) if column else None,
        authors=authors or names.writer_of(column),
        topics=names.topics(record.topics),
        tags=names.tags(record.tags),
        photo=photo,
        protection=record.protection,
    )


def kept_beside(piece: Piece) -> dict[str, Any]:
    """Return what a revision keeps beside the content: the moments of its languages, and whether it came withdrawn.

    The text of what came withdrawn was never before our readers.
    """
    kept: dict[str, Any] = {"moments": {code: moment.isoformat() for code, moment in piece.moments.items()}}
    return kept | ({"withdrawn": True} if piece.row.status == Status.WITHDRAWN else {})


def translated(piece: Piece) -> Snapshot:
    """Return the content of ``piece`` with what its translations were made from: the source as the batch leaves it."""
    content, ours = piece.content, piece.content.source_digest
    origins = {code: Origin("" if stale else ours) for code, stale in piece.translated.items() if content.speaks(code)}
    return content.with_(made_from={**content.made_from, **origins})
