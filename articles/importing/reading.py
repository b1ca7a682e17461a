"""A line of the file becomes a checked record, or a reason in words why not. Asks no database."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from html import escape
from math import isfinite
from typing import IO, Any

from django.utils.translation import gettext as _

from articles.forms import EARLIEST_YEAR, HIGHEST_NUMBER, MOST_YEARS_AHEAD
from articles.models import Article, Topic
from articles.models.article import CODE_LENGTH, CODE_LETTERS, LANGUAGES
from articles.models.correction import Correction
from articles.tagging import MAX_NAME, parse
from columns.models import Author, Column
from newsroom.arabic.fold import fold
from newsroom.arabic.hygiene import clean_text
from newsroom.outlet import Protection
from newsroom.refusals import Refused

LONGEST_LINE = 8 * 1024 * 1024
LONGEST_REF = 200
LONGEST_PATH = 300
LONGEST_SIGNOFF = 2000
# A list longer than any piece could mean.
MOST_IN_A_LIST = 2000
MOST_NAMES = 100
HIGHEST_ID = 10**15
BOM = b"\xef\xbb\xbf"
# Lines that bring the house's own facts instead of a piece.
HOUSE_KEYS = frozenset({"outlet", "records", "redirects", "front"})


def longest(model: Any, field: str) -> int:
    """Return how many letters the model keeps in ``field``."""
    return model._meta.get_field(field).max_length


@dataclass(frozen=True)
class Note:
    """A correction under a piece, as readers were told of it."""

    at: datetime
    words: dict[str, str]
    kind: str


@dataclass(frozen=True)
class Record:
    """One line, checked: one piece in one language. ``body`` is HTML as it came, not yet cleaned."""

    ref: str
    language: str
    title: str
    standfirst: str
    body: str
    published: datetime | None
    column: str
    edition: int | None
    authors: tuple[str, ...]
    topics: tuple[str, ...]
    tags: tuple[str, ...]
    photo: str
    old_urls: tuple[str, ...]
    # What our own export adds, so that an empty house becomes the same house.
    id: int | None
    code: str
    slug: str | None
    signoff: str | None
    updated: datetime | None
    withdrawn: bool
    stale: bool
    protection: str
    corrections: tuple[Note, ...]
    retired_numbers: tuple[int, ...]


KEYS = frozenset(part.name for part in fields(Record)) - {"body"} | {"paragraphs", "body_html", "records"}


def lines(stream: IO[bytes]) -> Iterator[tuple[int, bytes | None]]:
    """Yield every line of ``stream`` that is not blank with its number from 1; None in place of one too long."""
    number = 0
    while raw := stream.readline(LONGEST_LINE + 1):
        number += 1
        if len(raw) > LONGEST_LINE:
            while raw and not raw.endswith(b"\n"):
                raw = stream.readline(LONGEST_LINE)
            yield number, None
            continue
        if number == 1:
            raw = raw.removeprefix(BOM)
        if raw.strip():
            yield number, raw


def parsed(raw: bytes | None) -> dict[str, Any]:
    """Return the object that the line holds; raises Refused."""
    if raw is None:
        raise Refused([_("The line is longer than 8 MB.")])
    try:
        data = json.loads(raw.decode("utf-8"), parse_constant=_finite, parse_float=_finite)
    except UnicodeDecodeError as error:
        raise Refused([_("The line is not written in UTF-8.")]) from error
    except (ValueError, RecursionError) as error:
        why = clean_text(getattr(error, "msg", str(error)))[:200]
        raise Refused([_("The line is not JSON: %(why)s") % {"why": why}]) from error
    if not isinstance(data, dict):
        raise Refused([_("A line is one JSON object in braces.")])
    return data


def _finite(text: str) -> float:
    """Return a number with a point; NaN and what is too large for one are no JSON."""
    number = float(text)
    if not isfinite(number):
        raise ValueError(text[:40])
    return number


def unknown_keys(data: dict[str, Any]) -> tuple[str, ...]:
    """Return the keys of a piece's line that the format does not know."""
    return tuple(clean_text(key)[:60] for key in data if key not in KEYS)


def checked(data: dict[str, Any], *, now: datetime) -> Record:
    """Return the record of a parsed line; raises Refused with what is wrong with it, in words."""
    published = moment(data, "published", now=now)
    record = Record(
        ref=_required(data, "ref", most=LONGEST_REF),
        language=_language(data),
        title=_text(data, "title", most=longest(Article, "title")),
        standfirst=_text(data, "standfirst", most=longest(Article, "standfirst")),
        body=_body(data),
        published=published,
        column=_name(_text(data, "column", most=longest(Column, "title"))),
        edition=_number(data, "edition", most=HIGHEST_NUMBER),
        authors=_names(data, "authors", most=longest(Author, "name")),
        topics=_names(data, "topics", most=longest(Topic, "name")),
        tags=_tags(data),
        photo=_text(data, "photo", most=LONGEST_PATH),
        old_urls=tuple(clean_text(url) for url in _texts(data, "old_urls")),
        id=_number(data, "id", most=HIGHEST_ID),
        code=_code(data),
        slug=_text(data, "slug", most=200) if data.get("slug") is not None else None,
        signoff=_text(data, "signoff", most=LONGEST_SIGNOFF) if data.get("signoff") is not None else None,
        updated=moment(data, "updated", now=now),
        withdrawn=_flag(data, "withdrawn"),
        stale=_flag(data, "stale"),
        protection=_protection(data),
        corrections=_notes(data, now=now),
        retired_numbers=_numbers(data, "retired_numbers"),
    )
    if published and not record.title:
        raise Refused([_("The piece needs a title.")])
    if record.edition is not None and not record.column:
        raise Refused([_("“edition” is the number in a column: name the column, too.")])
    return record


def _wrong(key: str, wanted: str) -> Refused:
    return Refused([_("“%(key)s” must be %(wanted)s.") % {"key": key, "wanted": wanted}])


def _too_long(key: str, most: int) -> Refused:
    return Refused([_("“%(key)s” is longer than %(most)s letters.") % {"key": key, "most": most}])


def _text(data: dict[str, Any], key: str, *, most: int) -> str:
    value = data.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _wrong(key, _("a text"))
    text = clean_text(value)
    if len(text) > most:
        raise _too_long(key, most)
    return text


def _required(data: dict[str, Any], key: str, *, most: int) -> str:
    if not (text := _text(data, key, most=most)):
        raise Refused([_("“%(key)s” is missing.") % {"key": key}])
    return text


def _language(data: dict[str, Any]) -> str:
    language = _required(data, "language", most=60)
    if language not in LANGUAGES:
        raise _wrong("language", _("one of: %(choices)s") % {"choices": ", ".join(LANGUAGES)})
    return language


def _body(data: dict[str, Any]) -> str:
    """Return the text as HTML, from either of its two keys."""
    paragraphs, html = data.get("paragraphs"), data.get("body_html")
    if (paragraphs is None) == (html is None):
        raise Refused([_("Give the text either as “paragraphs” or as “body_html”.")])
    if html is not None:
        if not isinstance(html, str):
            raise _wrong("body_html", _("a text"))
        return html
    if not isinstance(paragraphs, list) or not all(isinstance(part, str) for part in paragraphs):
        raise _wrong("paragraphs", _("a list of texts"))
    # A figure is never meant here, even where the words look like one.
    return "".join(f"<p>{escape(part).replace('=', '&#61;')}</p>" for part in paragraphs)


def moment(data: dict[str, Any], key: str, *, now: datetime) -> datetime | None:
    """Return the moment that ``key`` names, in UTC, None where it is absent; raises Refused."""
    value = data.get(key)
    if value is None:
        return None
    wanted = _("a moment with its zone, like 2019-05-02T18:00:00+03:00")
    try:
        given = datetime.fromisoformat(value)
        aware = given.astimezone(UTC) if given.tzinfo else None
    except (TypeError, ValueError, OverflowError) as error:
        raise _wrong(key, wanted) from error
    if aware is None:
        raise _wrong(key, wanted)
    if not EARLIEST_YEAR < aware.year <= now.year + MOST_YEARS_AHEAD:
        raise Refused([_("Check the year of this moment.") + f" ({key})"])
    return aware


def _number(data: dict[str, Any], key: str, *, most: int) -> int | None:
    value = data.get(key)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise _wrong(key, _("a whole number from 1 to %(most)s") % {"most": most})
    return value


def _flag(data: dict[str, Any], key: str) -> bool:
    value = data.get(key)
    if not isinstance(value, bool | None):
        raise _wrong(key, "true / false")
    return bool(value)


def _texts(data: dict[str, Any], key: str) -> tuple[str, ...]:
    value = data.get(key)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value) or len(value) > MOST_IN_A_LIST:
        raise _wrong(key, _("a list of texts"))
    return tuple(value)


def _name(text: str) -> str:
    """Return a name with single spaces; raises Refused for one without a letter that can be found again."""
    name = " ".join(text.split())
    if name and not fold(name):
        raise Refused([_("A name needs letters or digits.")])
    return name


def _names(data: dict[str, Any], key: str, *, most: int) -> tuple[str, ...]:
    """Return names in their order; spellings that fold alike count once."""
    return _once(key, _texts(data, key), most=most)


def _tags(data: dict[str, Any]) -> tuple[str, ...]:
    """Return the tags; a comma separates them as it does at the desk."""
    names: list[str] = []
    for item in _texts(data, "tags"):
        parts = parse(item)
        # The desk cuts what is too long; here it is refused.
        if len(item) > MAX_NAME and any(len(part) >= MAX_NAME - 1 for part in parts):
            raise _too_long("tags", MAX_NAME)
        names += parts or [clean_text(item)]
    return _once("tags", names, most=MAX_NAME)


def _once(key: str, items: Iterable[str], *, most: int) -> tuple[str, ...]:
    """Return names in their order; spellings that fold alike count once."""
    names: dict[str, str] = {}
    for item in items:
        name = _name(_text({key: item}, key, most=most))
        if name:
            names.setdefault(fold(name), name)
    if len(names) > MOST_NAMES:
        raise _wrong(key, _("a list of at most %(most)s names") % {"most": MOST_NAMES})
    return tuple(names.values())


def _code(data: dict[str, Any]) -> str:
    code = _text(data, "code", most=60)
    if code and (len(code) != CODE_LENGTH or set(code) - set(CODE_LETTERS)):
        raise _wrong("code", _("six letters of: %(letters)s") % {"letters": CODE_LETTERS})
    return code


def _protection(data: dict[str, Any]) -> str:
    protection = _text(data, "protection", most=60)
    if protection and protection not in Protection.values:
        raise _wrong("protection", _("one of: %(choices)s") % {"choices": ", ".join(Protection.values)})
    return protection


def _numbers(data: dict[str, Any], key: str) -> tuple[int, ...]:
    value = [] if data.get(key) is None else data[key]
    if not isinstance(value, list) or len(value) > MOST_IN_A_LIST:
        raise _wrong(key, _("a list of numbers"))
    return tuple(number for item in value if (number := _number({key: item}, key, most=HIGHEST_NUMBER)))


def _notes(data: dict[str, Any], *, now: datetime) -> tuple[Note, ...]:
    """Return the corrections under the piece, each with its moment and its words in one language or more."""
    value = [] if data.get("corrections") is None else data["corrections"]
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise _wrong("corrections", _("a list of objects"))
    notes = []
    for item in value[:MOST_IN_A_LIST]:
        words = {code: _text(item, f"note_{code}", most=longest(Correction, "note")) for code in LANGUAGES}
        at = moment(item, "at", now=now)
        if at is None or not any(words.values()):
            raise _wrong("corrections", _("a list of objects with “at” and “note_ar”"))
        kind = _text(item, "kind", most=20) or Correction.Kind.CORRECTION
        if kind not in Correction.Kind.values:
            raise _wrong("kind", _("one of: %(choices)s") % {"choices": ", ".join(Correction.Kind.values)})
        notes.append(Note(at, words, kind))
    return tuple(notes)
