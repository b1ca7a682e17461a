"""What a line makes of a piece: texts of its language, facts where the line is the piece's own, nothing written yet."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from articles.importing.names import Names
from articles.importing.reading import Record
from articles.models import Article, Revision
from articles.models.article import LANGUAGES
from articles.snapshots import TEXTS, Ref, Snapshot
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
    # Somebody wrote, published or withdrew it here: it is no longer the import's to write.
    edited_here: bool = False
    changed: bool = False
    # What the lines of this batch said of the words under each language.
    slugs: dict[str, str] = field(default_factory=dict)
    signoffs: dict[str, str] = field(default_factory=dict)


def released_in(content: Snapshot) -> set[str]:
    """Return the languages that the import released: none while no line had a moment."""
    return set(content.released) if content.publish_at else set()


def is_complete(content: Snapshot) -> bool:
    """Return whether the piece can stand before readers: a moment, and somebody who signs."""
    return content.publish_at is not None and bool(content.authors)


def planned(piece: Piece, record: Record, *, body: str, photo: Ref | None, names: Names) -> Snapshot:
    """Return the content that ``piece`` has with this line; names that are missing are made.

    ``body`` is the cleaned text. Raises Refused, before anything is made, where the line cannot be taken.
    """
    if piece.edited_here:
        raise Refused([_("The piece was edited here since it was imported: what was written here stays.")])
    texts = {
        name: getattr(piece.content, name) | {record.language: value}
        for name, value in zip(TEXTS, (record.title, record.standfirst, body), strict=True)
    }
    content = piece.content.with_(**texts)
    released = _released(record, body, released_in(piece.content))
    first = _first(code for code in LANGUAGES if code in released)
    moment = record.published if record.language == first else piece.content.publish_at
    content = content.with_(released=tuple(code for code in LANGUAGES if code in released) or (ORIGINAL,))
    content = content.with_(publish_at=moment)
    if record.language == _first(code for code in LANGUAGES if _has_text(content, code)):
        _refuse_facts(piece, record, content, names)
        content = _with_facts(content, record, photo=photo, names=names)
    if piece.row.live_revision_id is not None and not is_complete(content):
        raise Refused([_("The piece needs an author.")])
    return content


def _first(codes: Iterable[str]) -> str:
    return next(iter(codes), ORIGINAL)


def _has_text(content: Snapshot, code: str) -> bool:
    return any(getattr(content, name).get(code) for name in TEXTS)


def _released(record: Record, body: str, before: set[str]) -> set[str]:
    """Return the languages released with this line; an import never takes a text back from readers."""
    if record.published is None:
        if record.language in before:
            raise Refused([_("This text is published here and has no moment in the file: withdraw it at the desk.")])
        return before
    if not _WORDS.search(body):
        raise Refused([_("The piece needs a text.")])
    return before | {record.language}


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
