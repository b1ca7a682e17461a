"""Lines that do not belong to a text: what share and copy-protection plugins add, and the typed credit line."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from newsroom.arabic.fold import fold
from newsroom.arabic.typography import Rule
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
    HEAD = "head"
    # What was done so many times: the text of these is a number.
    SOURCES = "sources"
    BLANKS = "blanks"
    STRETCHED = "stretched"
    KEYBOARD = "keyboard"
    SHAPES = "shapes"
    UNSEEN = "unseen"


# Which notice tells what a rule has mended; every other one is UNSEEN.
BROUGHT_BY = {
    Rule.TATWEEL: NoticeKind.STRETCHED,
    Rule.KEYBOARD: NoticeKind.KEYBOARD,
    Rule.PRESENTATION: NoticeKind.SHAPES,
}
# Before a copied message: [10:15, 1/12/2026] Name: …, 1/12/26, 10:15 - Name: …, Name, [01.12.2026 10:15]
_MARK = "[\u200e\u200f\u202a-\u202c\u2066-\u2069]*"
_DAY = r"[\d٠-٩]{1,4}[./-][\d٠-٩]{1,2}[./-][\d٠-٩]{1,4}"
_TIME = r"[\d٠-٩]{1,2}:[\d٠-٩]{2}(?::[\d٠-٩]{2})?(?:[ \u202f]?(?:[AP]M|[صم]))?"
_NAME = r"[^\n:\[\]]{1,60}"
_HEAD = re.compile(
    rf"^{_MARK}(?:\[{_MARK}(?:{_TIME}[،,] ?{_DAY}|{_DAY}[،,] ?{_TIME}){_MARK}\] {_MARK}{_NAME}:[ ]?"
    rf"|{_DAY}[،,] {_TIME} - {_NAME}:[ ]?"
    rf"|{_NAME}, \[{_DAY} {_TIME}\][ ]*\n"
    rf"|\[ ?(?:Forwarded from|تمت إعادة التوجيه من|أعيد توجيهها من) [^\n\[\]]{{1,80}}\][ ]*\n)",
    re.MULTILINE,
)


COUNTED = {
    NoticeKind.SOURCES: ngettext_lazy(
        "%(count)d footnote became a source.",
        "%(count)d footnotes became sources.",
        "count",
    ),
    NoticeKind.BLANKS: ngettext_lazy(
        "%(count)d no-break space became an ordinary one.",
        "%(count)d no-break spaces became ordinary ones.",
        "count",
    ),
    NoticeKind.STRETCHED: ngettext_lazy(
        "%(count)d stretched word is written plainly.",
        "%(count)d stretched words are written plainly.",
        "count",
    ),
    NoticeKind.KEYBOARD: ngettext_lazy(
        "%(count)d Persian or Urdu letter became the Arabic one.",
        "%(count)d Persian or Urdu letters became the Arabic ones.",
        "count",
    ),
    NoticeKind.SHAPES: ngettext_lazy(
        "%(count)d group of letters stored as shapes became letters.",
        "%(count)d groups of letters stored as shapes became letters.",
        "count",
    ),
    NoticeKind.UNSEEN: ngettext_lazy(
        "%(count)d invisible character was taken out.",
        "%(count)d invisible characters were taken out.",
        "count",
    ),
}


@dataclass(frozen=True)
class Notice:
    """One thing the cleaner took out or changed."""

    kind: NoticeKind
    text: str = ""

    def __str__(self) -> str:
        """Return the notice in the active language."""
        if self.kind in COUNTED:
            return str(COUNTED[self.kind] % {"count": int(self.text)})
        return (
            {
                NoticeKind.RESIDUE: _("Taken out, left behind by a plugin: “%s”"),
                NoticeKind.CREDIT: _("Taken out, the sign-off is added by itself at publication: “%s”"),
                NoticeKind.PICTURE: _("A picture was left out: pictures come from the photo library. %s"),
                NoticeKind.TABLE: _("A table became lines of text. %s"),
                NoticeKind.HEAD: _("Taken out, the head of a message: “%s”"),
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


def without_heads(text: str) -> tuple[str, list[str]]:
    """Return plain ``text`` without the heads that messengers put before copied messages, and these heads."""
    # Browsers send line breaks as mails do.
    text = text.replace("\r\n", "\n")
    heads = [" ".join(found[0].split()) for found in _HEAD.finditer(text)]
    return _HEAD.sub("", text), heads
