"""What the typography rules say of a piece: each finding with its place in the browser, its reason and its mending."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from typing import Any

from django.utils.translation import gettext_lazy as _

from articles import naming
from articles.comparing import label_of
from articles.copydesk.passages import Passage
from articles.copydesk.showing import read, shown
from newsroom.arabic.typography import Finding, HouseStyle, Rule, letters_of
from newsroom.outlet import SiteSettings
from newsroom.prose.proofreading import proofread

# How much of the line around it tells a finding from its like, and how much of it the list shows.
KEPT_AROUND, SHOWN_AROUND = 16, 32
# A name in words for every rule; the reasons themselves are the rules' own, in Arabic.
HEADINGS: dict[Rule, Any] = {
    Rule.COMMA: _("Comma"),
    Rule.SEMICOLON: _("Semicolon"),
    Rule.QUESTION: _("Question mark"),
    Rule.REPEATED: _("Repeated mark"),
    Rule.ELLIPSIS: _("Ellipsis"),
    Rule.SPACE_BEFORE: _("Space before a mark"),
    Rule.SPACE_AFTER: _("Space after a mark"),
    Rule.SPACE_INSIDE: _("Space inside brackets"),
    Rule.SPACE_OUTSIDE: _("Space outside brackets"),
    Rule.DOUBLE_SPACE: _("Doubled space"),
    Rule.TRAILING_SPACE: _("Space at the end of a line"),
    Rule.NO_BREAK_SPACE: _("No-break space"),
    Rule.DETACHED: _("Detached “and”"),
    Rule.TATWEEL: _("Stretched letters"),
    Rule.KEYBOARD: _("Letter of another keyboard"),
    Rule.FOREIGN_LETTER: _("Letter that is not Arabic"),
    Rule.PRESENTATION: _("Letters stored as shapes"),
    Rule.INVISIBLE: _("Invisible character"),
    Rule.JOINER: _("Joiner or non-joiner"),
    Rule.BIDI: _("Control of direction"),
    Rule.UNBALANCED: _("Mark without its partner"),
    Rule.QUOTES: _("Quotation marks"),
    Rule.SINGLE_QUOTES: _("Single quotation marks"),
    Rule.DASH: _("Blanks around a dash"),
    Rule.DIGITS: _("Digits"),
    Rule.MONTHS: _("Names of months"),
    Rule.TANWIN: _("Place of the tanwin"),
    Rule.NAME: _("Spelling of a name"),
    Rule.DOUBLED_WORD: _("Doubled word"),
    Rule.RESIDUE: _("Left behind by a plugin"),
}


@dataclass(frozen=True)
class Found:
    """One finding in one line of a piece."""

    passage: Passage
    finding: Finding

    @property
    def key(self) -> str:
        """Return what this finding is known by wherever its line moves: the rule, what stands there, letters around it.

        Letters alone, so that it stays the same when a blank or a mark beside it is mended.
        """
        start, end, text = self.finding.start, self.finding.end, self.passage.text
        before = letters_of(text[max(0, start - 4 * KEPT_AROUND) : start])[-KEPT_AROUND:]
        after = letters_of(text[end : end + 4 * KEPT_AROUND])[:KEPT_AROUND]
        told = "\n".join((self.passage.field, self.finding.rule, before, text[start:end], after))
        return sha256(told.encode(errors="surrogatepass")).hexdigest()[:12]

    @property
    def heading(self) -> Any:
        """Return the name of the rule."""
        return HEADINGS[self.finding.rule]

    @property
    def field(self) -> str:
        """Return what the desk calls the field."""
        return label_of(self.passage.field)

    @property
    def line(self) -> int | None:
        """Return the number of the line for people, None in a field of one line."""
        return self.passage.number + 1 if self.passage.field.startswith("body_") else None

    @property
    def before(self) -> str:
        """Return the words before it, as much as the list shows."""
        start = self.finding.start
        words = read(self.passage.text[max(0, start - SHOWN_AROUND) : start])
        return f"…{words.partition(' ')[2] or words}" if start > SHOWN_AROUND else words

    @property
    def after(self) -> str:
        """Return the words behind it, as much as the list shows."""
        end = self.finding.end
        words = read(self.passage.text[end : end + SHOWN_AROUND])
        return f"{words.rpartition(' ')[0] or words}…" if len(self.passage.text) > end + SHOWN_AROUND else words

    @property
    def was(self) -> str:
        """Return the letters it speaks of, each with a shape."""
        return shown(self.passage.text[self.finding.start : self.finding.end])

    @property
    def becomes(self) -> str | None:
        """Return what could stand there instead, each letter with a shape; None where nothing is proposed."""
        return None if self.finding.proposal is None else shown(self.finding.proposal)

    def for_script(self) -> dict[str, Any]:
        """Return what a script needs to find and mend it: places count as JavaScript counts, in units of UTF-16."""
        text, finding = self.passage.text, self.finding
        start = units(text[: finding.start])
        return {
            "key": self.key,
            "field": self.passage.field,
            "line": self.passage.number,
            "start": start,
            "end": start + units(text[finding.start : finding.end]),
            "text": text[finding.start : finding.end],
            "proposal": finding.proposal,
            "rule": finding.rule,
            "safe": finding.safe,
            "quoted": finding.quoted,
        }


def units(text: str) -> int:
    """Return the length of ``text`` in units of UTF-16, in which browsers count."""
    return len(text) + sum(1 for letter in text if ord(letter) > 0xFFFF)


def house_style(outlet: SiteSettings) -> HouseStyle:
    """Return how the house writes: its settings, and its names as their aliases are not spelled; one query."""
    chosen: dict[str, Any] = {name: getattr(outlet, name) for name in ("quotes", "tanwin", "months", "digits")}
    return HouseStyle(**chosen, names=naming.house_spellings())


def findings_in(passages: Sequence[Passage], *, style: HouseStyle, ignored: Collection[str] = ()) -> list[Found]:
    """Return the findings of all ``passages``, language by language, without those that somebody has ``ignored``."""
    found = []
    for _language, group in groupby(passages, key=lambda passage: passage.language):
        lines = list(group)
        proofs = proofread([(line.text, line.quoted) for line in lines], style=style)
        found += [Found(lines[proof.line], proof.finding) for proof in proofs]
    skipped = set(ignored)
    return [each for each in found if each.key not in skipped] if skipped else found
