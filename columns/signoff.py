"""The sign-off: the line under an edition, generated from facts."""

import re
from typing import cast

from django.utils import translation

from columns.models import Cadence, Column
from newsroom.arabic.quotes import QuoteStyle, quote
from newsroom.outlet import SiteSettings

NAMES = ("column", "cadence", "genre", "outlet", "role", "author")
HOUSE_LINES = {
    "ar": "{column} زاوية {cadence} {genre} على {outlet} يكتبها {role}: {author}",
    "en": "{column}, a {cadence} column of {genre} in {outlet}, by {author}, {role}",
}
# As adjectives of زاوية, which is feminine.
CADENCES = {
    "ar": {Cadence.WEEKLY: "أسبوعية", Cadence.FORTNIGHTLY: "نصف شهرية", Cadence.MONTHLY: "شهرية"},
    "en": {Cadence.WEEKLY: "weekly", Cadence.FORTNIGHTLY: "fortnightly", Cadence.MONTHLY: "monthly"},
}
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def unknown_names(template: str) -> list[str]:
    """Return the placeholders of ``template`` that no fact can fill."""
    return [name for name in _PLACEHOLDER.findall(template) if name not in NAMES]


def build(column: Column, *, outlet: SiteSettings, language: str) -> str:
    """Return the sign-off of ``column`` in ``language``, in the house's quotation marks; "" without a writer."""
    if column.writer is None:
        return ""
    quotes = cast(QuoteStyle, outlet.quotes)
    with translation.override(language):
        template = getattr(column, f"signoff_template_{language}") or HOUSE_LINES[language]
        facts = {
            "column": quote(column.title, quotes),
            "cadence": CADENCES[language][Cadence(column.cadence)],
            "genre": column.genre,
            "outlet": quote(outlet.name, quotes),
            "role": column.writer.role,
            "author": column.writer.name,
        }
    # Plain replacement: str.format would let a template reach into the objects' attributes.
    line = _PLACEHOLDER.sub(lambda match: facts.get(match[1], match[0]) or "", template)
    return re.sub(r" {2,}", " ", line).strip(" ,:")


def every_line() -> list[str]:
    """Return the sign-offs of all columns in every language: furniture that belongs under a text, never in it."""
    outlet = SiteSettings.load()
    columns = Column.objects.select_related("writer")
    return [line for column in columns for code in HOUSE_LINES if (line := build(column, outlet=outlet, language=code))]
