"""Lines that bring no piece but the house around it: the outlet, its names, other redirects, the front page."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from articles import naming
from articles.importing.facts import HTML, KINDS, OUTLET, PHOTOS, filled, plain_text
from articles.importing.names import Names
from articles.importing.photos import PhotoFolder
from articles.importing.reading import LONGEST_PATH, moment
from articles.models import Article, FrontPage
from articles.models.front import MOST_PICKS, Pick
from newsroom import pagecache, prose, redirects
from newsroom.arabic.hygiene import clean_text
from newsroom.outlet import SiteSettings
from newsroom.prose.cleaning import MAX_LETTERS
from newsroom.redirects import Reason, Redirect
from newsroom.refusals import Refused

_KNOWN: dict[str, frozenset[str]] = {
    **{
        kind: frozenset({*rows.fields, rows.photo, "aliases" if rows.spelled else "writer"})
        for kind, rows in KINDS.items()
    },
    "photos": frozenset({*PHOTOS.fields, "path"}),
    "parties": frozenset({"topic", "parties"}),
}


def learn(data: dict[str, Any], *, names: Names, photos: PhotoFolder) -> None:
    """Keep what ``records`` of a line says of rows, for the moment in which they have to be made; raises Refused."""
    for kind, facts in _rows(data):
        if kind == "photos":
            path = plain_text(facts, "path")
            if not 0 < len(path) <= LONGEST_PATH:
                raise Refused([_("“%(path)s” is no path below the folder of the photos.") % {"path": path[:60]}])
            photos.facts[path] = facts
        elif kind in KINDS:
            names.learn(kind, _name(kind, facts), facts)


def bring_in_house(data: dict[str, Any], *, names: Names, photos: PhotoFolder, now: datetime) -> list[str]:
    """Bring in a line without a piece; return warnings. What is here already stays. Raises Refused."""
    learn(data, names=names, photos=photos)
    with names.journal.or_nothing(), transaction.atomic(), pagecache.raised_last():
        naming.hold()
        warnings = _outlet(data["outlet"], photos) if "outlet" in data else []
        for kind, facts in _rows(data):
            _make(kind, facts, names=names)
        _redirects(data.get("redirects", []))
        if "front" in data:
            warnings += _front(data["front"], now=now)
    return warnings


def _rows(data: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Return the rows that a line tells of, in the order in which they can be made."""
    records = data.get("records", {})
    if not isinstance(records, dict) or not all(
        isinstance(rows, list) and all(isinstance(row, dict) for row in rows) for rows in records.values()
    ):
        raise Refused([_("“%(key)s” must be %(wanted)s.") % {"key": "records", "wanted": _("lists of objects")}])
    order = ("photos", *KINDS, "parties")
    return [(kind, row) for kind in order for row in records.get(kind, ())]


def _name(kind: str, facts: dict[str, Any]) -> str:
    name = plain_text(facts, KINDS[kind].names[0])
    if not name:
        raise Refused([_("“%(key)s” is missing.") % {"key": KINDS[kind].names[0]}])
    return name


def _make(kind: str, facts: dict[str, Any], *, names: Names) -> None:
    """Make one row where it is missing."""
    if kind == "authors":
        names.authors((_name(kind, facts),))
    elif kind == "topics":
        names.topics((_name(kind, facts),))
    elif kind == "tags":
        names.tags((_name(kind, facts),))
    elif kind == "columns":
        names.column(_name(kind, facts), writer=None)
    elif kind == "parties":
        parties = facts.get("parties")
        if not isinstance(parties, list) or not all(isinstance(party, str) for party in parties):
            raise Refused([_("“%(key)s” must be %(wanted)s.") % {"key": "parties", "wanted": _("a list of texts")}])
        names.bind(plain_text(facts, "topic"), tuple(parties))


def _redirects(rows: Any) -> None:
    """Lead old addresses that belong to no piece: ``[old, new]``, with true behind it for everything below, too."""
    shapes = ([str, str], [str, str, bool])
    if not isinstance(rows, list) or not all(
        isinstance(row, list) and [type(part) for part in row] in shapes for row in rows
    ):
        raise Refused([_("“%(key)s” must be %(wanted)s.") % {"key": "redirects", "wanted": _("a list of pairs")}])
    if any(redirects.normal(row[0]) == "/" for row in rows):
        raise Refused([_("One of the old addresses is no address.")])
    plain = [(row[0], redirects.normal(row[1])) for row in rows if not any(row[2:])]
    redirects.lead_many(plain, reason=Reason.IMPORT)
    for row in rows:
        if any(row[2:]) and not Redirect.objects.filter(old_path=redirects.normal(row[0])).exists():
            redirects.lead(row[0], row[1], below=True, reason=Reason.IMPORT)


def _outlet(facts: Any, photos: PhotoFolder) -> list[str]:
    """Make the outlet's settings where nobody has saved any; its pages go through the one cleaner."""
    if not isinstance(facts, dict):
        raise Refused([_("“%(key)s” must be %(wanted)s.") % {"key": "outlet", "wanted": _("an object")}])
    if SiteSettings.objects.exists():
        return [_("This house has its own settings: those of the file were passed over.")]
    row, notices = filled(OUTLET, facts), []
    for field in HTML:
        page = photos.mapped(facts.get(field) or "")
        if len(page) > MAX_LETTERS:
            raise Refused([_("This text is too long for one piece.")])
        cleaned = prose.clean(page)
        setattr(row, field, cleaned.html)
        notices += [str(notice) for notice in cleaned.notices]
    row.save()
    return notices


def _front(facts: Any, *, now: datetime) -> list[str]:
    """Arrange the front page where nobody has arranged it."""
    shape = Refused([_("“%(key)s” must be %(wanted)s.") % {"key": "front", "wanted": _("an object")}])
    if not isinstance(facts, dict) or not isinstance(picks := facts.get("picks", []), list):
        raise shape
    refs = [facts["lead"], *picks] if facts.get("lead") is not None else picks
    if not all(isinstance(ref, str) for ref in refs):
        raise shape
    until = moment(facts, "lead_until", now=now)
    if FrontPage.objects.exists():
        return [_("The front page is arranged already: that of the file was passed over.")]
    rows = {row.import_ref: row for row in Article.objects.filter(import_ref__in=refs)}
    front = FrontPage(lead=rows.get(facts.get("lead")), lead_until=until)
    front.save()
    for place, row in enumerate(dict.fromkeys(rows[ref] for ref in picks[:MOST_PICKS] if ref in rows), 1):
        Pick.objects.create(front=front, article=row, position=place)
    return []


def unknown_keys(data: dict[str, Any]) -> tuple[str, ...]:
    """Return what the records of a line hold that the format does not know, each as ``records.kind.key``."""
    records = data.get("records")
    unknown: list[str] = []
    for kind, rows in records.items() if isinstance(records, dict) else ():
        known = _KNOWN.get(kind)
        if known is None:
            unknown.append(f"records.{kind}")
        elif isinstance(rows, list):
            unknown += [
                f"records.{kind}.{key}" for row in rows if isinstance(row, dict) for key in row if key not in known
            ]
    return tuple(clean_text(key)[:60] for key in unknown)
