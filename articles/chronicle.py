"""Dated events of a topic: a day, a month or a year, in words of each language; and where they stand among pieces."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self
from urllib.parse import urlsplit

from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.models.article import LANGUAGES
from newsroom.arabic import dates, numbers

EARLIEST_YEAR, LATEST_YEAR = 1, 2100
LONGEST_TEXT = 600
LONGEST_SOURCE = 600
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_UNSAFE = re.compile(r"[\s<>\"\\^`{|}\x00-\x20\x7f]")


@dataclass(frozen=True)
class Event:
    """One event: ``date`` is "YYYY", "YYYY-MM" or "YYYY-MM-DD", as it is known; ``source`` an address or ""."""

    date: str
    text: dict[str, str]
    source: str = ""

    def __str__(self) -> str:
        return f"{self.date}: {' / '.join(text for text in self.text.values() if text)}"

    def __hash__(self) -> int:
        return hash((self.date, tuple(self.text.get(code, "") for code in LANGUAGES), self.source))

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Return the event that ``to_json`` wrote."""
        return cls(data["date"], dict.fromkeys(LANGUAGES, "") | data.get("text", {}), data.get("source", ""))

    def to_json(self) -> dict[str, Any]:
        """Return the event as JSON data."""
        return {"date": self.date, "text": self.text, "source": self.source}

    @property
    def parts(self) -> tuple[int, int, int]:
        """Return year, month and day; 0 for what is not known. Raises ValueError for what is no date at all."""
        found = _DATE.fullmatch(self.date)
        if found is None:
            raise ValueError(f"No date: {self.date}")
        year, month, day = (int(part or 0) for part in found.groups())
        return year, month, day

    @property
    def host(self) -> str:
        """Return the host that the source names."""
        return (urlsplit(self.source).hostname or "").removeprefix("www.")


def in_order(events: Sequence[Event]) -> tuple[Event, ...]:
    """Return events by their dates, the oldest first; those of one date keep their order."""
    return tuple(sorted(events, key=lambda event: event.parts))


def date_of(year: int | None, month: int | None, day: int | None) -> str:
    """Return the date as an event keeps it; what is wrong with it, ``event_faults`` says."""
    text = f"{year or 0:04d}"
    if month is not None or day is not None:
        text += f"-{month or 0:02d}"
    return text if day is None else f"{text}-{day:02d}"


def told_date(event: Event, *, months: Any = "levantine", style: Any = "latin") -> str:
    """Return when an event was, as the house writes it: «12 شباط 2022», «شباط 2022», «2022»."""
    year, month, day = event.parts
    if get_language() != "ar":
        if not month:
            return str(year)
        words = formats.date_format(date(2000, month, day or 1), "j F" if day else "F")
        return f"{words} {year}"
    if not month:
        return numbers.digits(str(year), style)
    if not day:
        return dates.format_month(year, month, months=months, style=style)
    return dates.format_date(date(year, month, day), months=months, style=style)


def event_faults(event: Event) -> list[str]:
    """Return in words what is wrong with an event."""
    said = []
    if fault := _date_fault(event):
        said.append(fault)
    if not any(text.strip() for text in event.text.values()):
        said.append(_("The event of %(date)s has no text: say what happened.") % {"date": _said_date(event)})
    if max(map(len, event.text.values()), default=0) > LONGEST_TEXT:
        facts = {"date": _said_date(event), "count": LONGEST_TEXT}
        said.append(_("The text of the event of %(date)s is too long: at most %(count)d letters.") % facts)
    if event.source and not is_source(event.source):
        facts = {"date": _said_date(event), "beginning": _as_typed("https://")}
        said.append(_("The source of the event of %(date)s is no address: it begins with %(beginning)s.") % facts)
    return said


def is_source(address: str) -> bool:
    """Return whether ``address`` is a whole http or https address without letters that have no place in one."""
    if len(address) > LONGEST_SOURCE or _UNSAFE.search(address):
        return False
    try:
        parts = urlsplit(address)
        return parts.scheme in {"http", "https"} and "." in (parts.hostname or "") and parts.username is None
    except ValueError:
        return False


def _as_typed(text: str) -> str:
    """Return Latin text so that no Arabic sentence around it turns its parts round."""
    return f"\u2066{text}\u2069"


def _said_date(event: Event) -> str:
    """Return when an event was, in the house's words; what is no date stands as it was typed."""
    # The page of a topic tells dates, and it is built on the events of this module.

    return _as_typed(event.date) if _date_fault(event) else told_date(event)


def _date_fault(event: Event) -> str:
    typed = _as_typed(event.date)
    try:
        year, month, day = event.parts
    except ValueError:
        return _("“%(date)s” is no date: write a year, with a month and a day where they are known.") % {"date": typed}
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return _("Check the year of the event of %(date)s: it lies between %(first)d and %(last)d.") % {
            "date": typed,
            "first": EARLIEST_YEAR,
            "last": LATEST_YEAR,
        }
    if len(event.date) > 4 and not 1 <= month <= 12:
        return _("Check the month of the event of %(date)s: it is a number from 1 to 12.") % {"date": typed}
    if len(event.date) > 7:
        try:
            date(year, month, day)
        except ValueError:
            return _("There is no such day: %(date)s.") % {"date": typed}
    return ""


# ---- among the pieces ------------------------------------------------------------------------------------------------


def day_of(moment: datetime) -> tuple[int, int, int]:
    """Return the day of a moment in the newsroom's zone, to be compared with an event's ``parts``."""
    local = timezone.localtime(moment)
    return local.year, local.month, local.day


def of_page(events: Sequence[Event], number: int, starts: Sequence[tuple[int, int, int]]) -> list[Event]:
    """Return those of ``events`` that stand on page ``number`` of a list of pieces, the newest first.

    ``starts`` are the days of the first piece of every page. An event stands where its period begins, below the
    pieces of that day: what is newer than every piece stands on the first page, what is older than every piece on
    the last, and no event on two.
    """
    below = starts[number] if number < len(starts) else None
    top = starts[number - 1] if 1 < number <= len(starts) else None
    kept = [event for event in events if (below is None or event.parts > below) and (top is None or event.parts <= top)]
    return sorted(kept, key=lambda event: event.parts, reverse=True)


def mixed(pieces: Sequence[Any], events: Sequence[Event]) -> list[Any]:
    """Return pieces and events, both the newest first, as one list by their days."""
    waiting, found = list(events), []
    for piece in pieces:
        while waiting and waiting[0].parts > day_of(piece.publish_at):
            found.append(waiting.pop(0))
        found.append(piece)
    return [*found, *waiting]
