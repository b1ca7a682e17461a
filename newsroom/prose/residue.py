"""Lines that do not belong to a text: what share and copy-protection plugins add, and the typed credit line."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext as _

from newsroom.arabic.fold import fold
from newsroom.arabic.typography.residue import PLUGIN_LINES

# A credit line typed from memory: the column's name in quotes, right behind it زاوية, and further on يكتبها.
_TYPED_CREDIT = re.compile(r"[“”„\"«'][^“”„\"»']{1,60}[“”\"»']\s+زاوية\s.*[يت]كتبها\s")
CREDIT_MOST_WORDS = 25


class NoticeKind(Enum):
    """What the cleaner did that the writer should know."""

    RESIDUE = "residue"
    CREDIT = "credit"
    PICTURE = "picture"
    TABLE = "table"
    LINK = "link"


@dataclass(frozen=True)
class Notice:
    """One thing the cleaner took out or changed."""

    kind: NoticeKind
    text: str = ""

    def __str__(self) -> str:
        """Return the notice in the active language."""
        return (
            {
                NoticeKind.RESIDUE: _("Taken out, left behind by a plugin: “%s”"),
                NoticeKind.CREDIT: _("Taken out, the sign-off is added by itself at publication: “%s”"),
                NoticeKind.PICTURE: _("A picture was left out: pictures come from the photo library. %s"),
                NoticeKind.TABLE: _("A table became lines of text. %s"),
                NoticeKind.LINK: _("A link that leads nowhere safe became plain text: %s"),
            }[self.kind]
            .replace("%s", self.text)
            .strip()
        )


def kind_of(line: str, furniture: Collection[str]) -> NoticeKind | None:
    """Return why ``line`` does not belong to a text, or None when it does.

    ``furniture`` are the folded sign-offs of the columns: quotes, vowel marks and hamza do not matter.
    """
    folded = fold(line)
    if folded in PLUGIN_LINES:
        return NoticeKind.RESIDUE
    if folded and folded in furniture:
        return NoticeKind.CREDIT
    if len(folded.split()) <= CREDIT_MOST_WORDS and _TYPED_CREDIT.match(line.strip()):
        return NoticeKind.CREDIT
    return None
