"""What differs between two dossiers, field by field, for the eyes of the desk; and two people's at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from articles.chronicle import Event, told_date
from articles.comparing import FieldChange, Item
from articles.dossier_snapshot import LABELS, TEXTS, Dossier
from articles.snapshots import Ref
from newsroom.images import Photo
from newsroom.prose.aligning import aligned
from newsroom.prose.comparing import State, compare


@dataclass(frozen=True)
class Choice:
    """One field in which theirs and mine differ; ``taken`` is "theirs" or "mine"."""

    change: FieldChange
    taken: str
    both: bool

    @property
    def name(self) -> str:
        """Return the name of the field."""
        return self.change.name


def changes(before: Dossier, after: Dossier) -> list[FieldChange]:
    """Return every field in which the two differ, texts first; one query where pictures differ."""
    names = before.differing(after)
    numbers = {ref.id for ref in (before.picture, after.picture) if ref} if "picture" in names else set()
    photos = Photo.objects.in_bulk(numbers) if numbers else {}
    return [_change(name, before, after, photos) for name in names]


def label_of(name: str) -> str:
    """Return what the desk calls the field ``name``, with its language where that is not the house's own."""
    stem, _sep, code = name.rpartition("_")
    if stem not in TEXTS:
        return _(LABELS[name])
    return (
        _(LABELS[stem]) if code == settings.LANGUAGE_CODE else f"{_(LABELS[stem])} ({dict(settings.LANGUAGES)[code]})"
    )


def choices(mine: Dossier, theirs: Dossier, base: Dossier | None, given: Mapping[str, str]) -> list[Choice]:
    """Return every field in which ``mine`` and ``theirs`` differ, with which of the two stands unless one says so.

    What only they changed since ``base`` is theirs; all else is mine.
    """
    since_mine = set(mine.differing(base)) if base else set()
    since_theirs = set(theirs.differing(base)) if base else set()
    found = []
    for change in changes(theirs, mine):
        only_they = base is not None and change.name in since_theirs - since_mine
        taken = given.get(f"choice-{change.name}", "")
        preset = "theirs" if only_they else "mine"
        both = change.name in since_mine & since_theirs
        found.append(Choice(change, taken if taken in {"mine", "theirs"} else preset, both))
    return found


def _change(name: str, before: Dossier, after: Dossier, photos: Mapping[int, Photo]) -> FieldChange:
    stem, _sep, code = name.rpartition("_")
    if stem in TEXTS:
        old, new = getattr(before, stem).get(code, ""), getattr(after, stem).get(code, "")
        lines = compare(old, new, plain=stem != "background")
        return FieldChange(name, label_of(name), code, old, new, lines=lines)
    old, new = getattr(before, name), getattr(after, name)
    one, other = ((value,) if isinstance(value, Ref) else value or () for value in (old, new))
    items = [
        _item(value, state, photos if name == "picture" else {})
        for part in aligned(one, other)
        for state, values in zip((State.SAME, State.GONE, State.NEW), part, strict=True)
        for value in values
    ]
    return FieldChange(name, label_of(name), "", old, new, items=items)


def _item(value: Any, state: State, photos: Mapping[int, Photo]) -> Item:
    if isinstance(value, Event):
        # Each text by its own direction and the address by its, whatever stands around it.
        texts = " / ".join(f"\u2068{text}\u2069" for text in value.text.values() if text)
        source = f" (\u2066{value.source}\u2069)" if value.source else ""
        return Item(state, f"{told_date(value)}: {texts}{source}")
    return Item(state, value.name, photo=photos.get(value.id))
