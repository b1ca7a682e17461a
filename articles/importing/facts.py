"""What is said of columns, authors, topics, tags, photos and the outlet beside their names.

One list of fields serves both ways: the export writes them, the import uses them where it makes such a row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from django.core.exceptions import ValidationError
from django.db.backends.base.operations import BaseDatabaseOperations
from django.db.models import BooleanField, FloatField, IntegerField, Model, TextField
from django.utils.translation import gettext as _

from articles.models import Tag, Topic
from articles.models.article import LANGUAGES
from columns.models import Author, Column
from newsroom.arabic.hygiene import clean_text
from newsroom.images import WORDS, Photo
from newsroom.outlet import SiteSettings
from newsroom.refusals import Refused


@dataclass(frozen=True)
class Kind:
    """One kind of row: its model, the field of its name, and the facts that travel."""

    model: Any
    name: str
    translated: tuple[str, ...]
    plain: tuple[str, ...]
    photo: str = ""
    # Whether rows of this kind have other spellings.
    spelled: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """Return the names of all facts of the row itself, each language by itself."""
        return (*(f"{name}_{code}" for name in self.translated for code in LANGUAGES), *self.plain)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the fields in which a row of this kind is called by name, Arabic first."""
        if self.name in self.translated:
            return tuple(f"{self.name}_{code}" for code in LANGUAGES)
        return (self.name,)


_CHANNELS = ("telegram_url", "whatsapp_url")
AUTHORS = Kind(
    Author, "name", ("name", "role", "biography"), ("slug", "website_url", "x_url", "telegram_url"), "portrait"
)
TOPICS = Kind(Topic, "name", ("name", "summary"), ("slug", "kind", "published"), "picture", spelled=True)
TAGS = Kind(Tag, "name", (), ("name", "slug"), spelled=True)
COLUMNS = Kind(
    Column,
    "title",
    ("title", "genre", "description", "signoff_template"),
    ("slug", "cadence", "weekday", "slot_time", "zone", "active", "first_number", "position", "importing", *_CHANNELS),
    "picture",
)
PHOTOS = Kind(Photo, "import_ref", WORDS, ("licence", "source_url", "focal_x", "focal_y"))
OUTLET = Kind(
    SiteSettings,
    "name",
    ("name", "tagline", "description", "about", "contact", "privacy", "corrections"),
    (
        "contact_email",
        *_CHANNELS,
        "x_url",
        "facebook_url",
        "months",
        "digits",
        "quotes",
        "tanwin",
        "blocking",
        "protection",
        "ai_crawlers",
    ),
)
# The outlet's own pages are HTML like the text of a piece.
HTML = tuple(f"{name}_{code}" for name in ("about", "contact", "privacy", "corrections") for code in LANGUAGES)
# In the order in which they must be made: a column has a writer.
KINDS = {"authors": AUTHORS, "topics": TOPICS, "tags": TAGS, "columns": COLUMNS}


def of_row(kind: Kind, row: Model) -> dict[str, Any]:
    """Return the facts of a saved row as JSON data, without what is empty."""
    facts = {}
    for name in kind.fields:
        value = getattr(row, name)
        if value not in (None, ""):
            facts[name] = value if isinstance(value, bool | int | float | str) else str(value)
    return facts


def filled(kind: Kind, given: Mapping[str, Any], **more: Any) -> Any:
    """Return an unsaved row with the facts ``given`` and ``more``, cleaned and checked by its own model.

    Raises Refused, naming the field, where the model would not take it.
    """
    row = kind.model()
    for name in kind.fields:
        if name in given:
            setattr(row, name, _value(kind.model._meta.get_field(name), name, given[name]))
    for name, value in more.items():
        setattr(row, name, value)
    if getattr(row, "slug", "") and kind.model._default_manager.filter(slug=row.slug).exists():
        # Somebody else's address by now: it makes a new one from its name.
        row.slug = ""
    derived = {field.name for field in kind.model._meta.fields if not field.editable}
    try:
        row.full_clean(exclude=derived | ({"slug"} if not getattr(row, "slug", "") else set()) | {"file"})
    except ValidationError as error:
        problems = [f"{field}: {' '.join(words)}" for field, words in error.message_dict.items()]
        raise Refused([_("What is said of “%(name)s” cannot be kept.") % {"name": row}, *problems]) from error
    return row


def _value(field: Any, name: str, value: Any) -> Any:
    """Return a fact as its field will take it: of its own kind, and no number that a database cannot keep."""
    if isinstance(field, BooleanField):
        good, wanted = isinstance(value, bool), "true / false"
    elif isinstance(field, IntegerField):
        # SQLite would keep what PostgreSQL refuses.
        least, most = BaseDatabaseOperations.integer_field_ranges[field.get_internal_type()]
        good = isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
        wanted = _("a whole number from %(least)s to %(most)s") % {"least": least, "most": most}
    elif isinstance(field, FloatField):
        good = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 2**53 and isfinite(value)
        wanted = _("a number")
    else:
        good, wanted = isinstance(value, str), _("a text")
    if not good:
        raise Refused([_("“%(key)s” must be %(wanted)s.") % {"key": name, "wanted": wanted}])
    return clean_text(value, multiline=isinstance(field, TextField)) if isinstance(value, str) else value


def plain_text(facts: Mapping[str, Any], key: str) -> str:
    """Return the text that ``facts`` hold under ``key``, "" for none; raises Refused for anything else."""
    value = facts.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Refused([_("“%(key)s” must be %(wanted)s.") % {"key": key, "wanted": _("a text")}])
    return clean_text(value)


def spellings(facts: Mapping[str, Any]) -> list[str]:
    """Return the other spellings that ``facts`` name under ``aliases``; raises Refused for anything but a list."""
    names = facts.get("aliases", [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise Refused([_("“%(key)s” must be %(wanted)s.") % {"key": "aliases", "wanted": _("a list of texts")}])
    return [name for name in map(clean_text, names) if name]
