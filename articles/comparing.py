"""What differs between two contents of one piece, field by field, for the eyes of the desk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from articles.revisions import LABELS
from articles.snapshots import TEXTS, UNORDERED, Ref, Snapshot
from articles.translating import rematched
from newsroom.images import Photo
from newsroom.outlet import Protection
from newsroom.prose.aligning import aligned
from newsroom.prose.comparing import Line, State, Stretch, compare, differs, stretches


@dataclass(frozen=True)
class Item:
    """One value of a field that is no text: a name, a number, a moment, a photo."""

    state: State
    text: str = ""
    moment: datetime | None = None
    photo: Photo | None = None


@dataclass(frozen=True)
class FieldChange:
    """One field that differs: a text by its ``lines``, all else by its ``items``.

    ``name`` is the form's (``title_ar``, ``topics``), ``language`` that of a text, "" for all else; ``before`` and
    ``after`` are the values themselves.
    """

    name: str
    label: str
    language: str
    before: Any
    after: Any
    lines: Sequence[Line] = ()
    items: Sequence[Item] = ()

    @property
    def direction(self) -> str:
        """Return the direction of the field's text."""
        return "rtl" if self.language == "ar" else "ltr" if self.language else ""

    @property
    def stretches(self) -> list[Stretch]:
        """Return the lines with the unchanged ones folded."""
        return stretches(self.lines)

    @property
    def only_space(self) -> bool:
        """Return whether no word of the text differs, but white space alone."""
        return bool(self.language) and not differs(self.lines)


def changes(before: Snapshot, after: Snapshot) -> list[FieldChange]:
    """Return every field in which the two differ, texts first as the form has them; one query where photos differ."""
    names = before.differing(after)
    matched = [_matched(before, after)] if "made_from" in names else []
    names = tuple(name for name in names if name != "made_from")
    photos = _photos(before, after) if "photo" in names else {}
    return [*(_change(name, before, after, photos) for name in names), *matched]


def _matched(before: Snapshot, after: Snapshot) -> FieldChange:
    """Return that somebody matched a translation to another text of the source."""
    languages = dict(settings.LANGUAGES)
    words = [
        _("matched to the source anew (%(language)s)") % {"language": languages[code]}
        for code in rematched(before, after)
    ]
    label, items = label_of("made_from"), [Item(State.NEW, text) for text in words]
    return FieldChange("made_from", label, "", before.made_from, after.made_from, items=items)


def label_of(name: str) -> str:
    """Return what the desk calls the field ``name``, with its language where that is not the house's own."""
    stem, code = _parts(name)
    label = _(LABELS[stem])
    if code in {"", settings.LANGUAGE_CODE}:
        return label
    return f"{label} ({dict(settings.LANGUAGES)[code]})"


def _parts(name: str) -> tuple[str, str]:
    """Return the name of a field without its language, and the language, "" for a field that has none."""
    stem, _sep, code = name.rpartition("_")
    return (stem, code) if stem in TEXTS else (name, "")


def _change(name: str, before: Snapshot, after: Snapshot, photos: Mapping[int, Photo]) -> FieldChange:
    stem, code = _parts(name)
    old, new = getattr(before, stem), getattr(after, stem)
    if code:
        old, new = old.get(code, ""), new.get(code, "")
        lines = compare(old, new, plain=stem != "body")
        return FieldChange(name, label_of(name), code, old, new, lines=lines)
    items = [_item(stem, value, state, photos) for state, value in _sorted_out(stem, old, new)]
    return FieldChange(name, label_of(name), "", old, new, items=items)


def _sorted_out(name: str, old: Any, new: Any) -> list[tuple[State, Any]]:
    """Return the single values of a field, each with what became of it; those of an ordered field in their order."""
    if not isinstance(old, tuple):
        # Copying as the site has it is a choice, too; anything else that is empty is nothing.
        gone, came = ([value] if name == "protection" or value else [] for value in (old, new))
        return [*((State.GONE, value) for value in gone), *((State.NEW, value) for value in came)]
    if name in UNORDERED:
        kept = [value for value in new if value in old]
        old, new = ([*kept, *(value for value in values if value not in kept)] for values in (old, new))
    parts = list(aligned(old, new))
    return [
        (state, value)
        for part in parts
        for state, values in zip((State.SAME, State.GONE, State.NEW), part, strict=True)
        for value in values
    ]


def _item(name: str, value: Any, state: State, photos: Mapping[int, Photo]) -> Item:
    if isinstance(value, Ref):
        return Item(state, value.name, photo=photos.get(value.id) if name == "photo" else None)
    if isinstance(value, datetime):
        return Item(state, moment=value)
    if name == "released":
        return Item(state, str(dict(settings.LANGUAGES)[value]))
    if name == "protection":
        return Item(state, str(dict(Protection.choices).get(value) or _("as the site")))
    return Item(state, str(value))


def _photos(*contents: Snapshot) -> Mapping[int, Photo]:
    numbers = {content.photo.id for content in contents if content.photo}
    return Photo.objects.in_bulk(numbers)
