"""What a dossier holds, as one immutable value that JSON can hold, in the manner of ``articles.snapshots``."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Self

from django.conf import settings
from django.utils.translation import gettext_noop

from articles.chronicle import Event
from articles.models.article import LANGUAGES
from articles.snapshots import Ref

SCHEMA = 1
TEXTS = ("summary", "background")
NAMES = ("parties", "people")
MOST_EVENTS = 200
MOST_PINS = 5
MOST_NAMES = 50
LONGEST_SUMMARY = 2000
LABELS = {
    "summary": gettext_noop("Summary"),
    "background": gettext_noop("Background"),
    "picture": gettext_noop("Picture"),
    "parties": gettext_noop("Parties"),
    "people": gettext_noop("Key people"),
    "pins": gettext_noop("Start here"),
    "events": gettext_noop("Events"),
}
# Every field that may be restored alone, and those that a translator writes.
FIELDS = (*(f"{stem}_{code}" for stem in TEXTS for code in LANGUAGES), "picture", *NAMES, "pins", "events")
TRANSLATED = tuple(f"{stem}_{code}" for stem in TEXTS for code in LANGUAGES if code != settings.LANGUAGE_CODE)


def _no_texts() -> dict[str, str]:
    return dict.fromkeys(LANGUAGES, "")


@dataclass(frozen=True)
class Dossier:
    """What a topic manager decides about a topic beside its names; events stand by their dates, the oldest first."""

    summary: dict[str, str] = field(default_factory=_no_texts)
    background: dict[str, str] = field(default_factory=_no_texts)
    picture: Ref | None = None
    parties: tuple[Ref, ...] = ()
    people: tuple[Ref, ...] = ()
    pins: tuple[Ref, ...] = ()
    events: tuple[Event, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return the dossier as JSON data with its schema number."""

        def plain(value: Any) -> Any:
            if isinstance(value, Ref):
                return {"id": value.id, "name": value.name}
            if isinstance(value, tuple):
                return [plain(item) for item in value]
            return value.to_json() if isinstance(value, Event) else value

        return {"schema": SCHEMA} | {part.name: plain(getattr(self, part.name)) for part in fields(self)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Return the dossier that ``to_json`` wrote; raises ValueError for a schema of the future."""
        if data.get("schema", 0) > SCHEMA:
            raise ValueError(f"Dossier schema {data['schema']} is newer than this program.")

        def refs(name: str) -> tuple[Ref, ...]:
            return tuple(Ref(value["id"], value["name"]) for value in data.get(name, ()))

        picture = data.get("picture")
        return cls(
            **{name: _no_texts() | data.get(name, {}) for name in TEXTS},
            picture=Ref(picture["id"], picture["name"]) if picture else None,
            parties=refs("parties"),
            people=refs("people"),
            pins=refs("pins"),
            events=tuple(Event.from_json(value) for value in data.get("events", ())),
        )

    def differing(self, other: Self) -> tuple[str, ...]:
        """Return the names of the fields, ``summary_ar`` and the like, in which two dossiers differ."""
        names = []
        for part in fields(self):
            mine, theirs = getattr(self, part.name), getattr(other, part.name)
            if part.name in TEXTS:
                names += [f"{part.name}_{code}" for code in LANGUAGES if mine.get(code) != theirs.get(code)]
            elif (set(mine) != set(theirs)) if part.name == "parties" else (mine != theirs):
                names.append(part.name)
        return tuple(names)

    def with_(self, **changes: Any) -> Self:
        """Return a copy with some fields changed."""
        return replace(self, **changes)

    def taking(self, other: Self, names: Sequence[str]) -> Self:
        """Return a copy with the fields ``names`` as they are in ``other``."""
        changes: dict[str, Any] = {}
        for name in names:
            stem, _sep, code = name.rpartition("_")
            if stem in TEXTS:
                texts = changes.get(stem, getattr(self, stem))
                changes[stem] = {**texts, code: getattr(other, stem).get(code, "")}
            else:
                changes[name] = getattr(other, name)
        return self.with_(**changes)
