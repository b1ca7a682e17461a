"""Reading a text against every rule."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final

from newsroom.arabic.typography import (
    blanks,
    dashes,
    house,
    joints,
    keyboards,
    marks,
    naming,
    quoting,
    residue,
    shapes,
    singles,
    structure,
    unseen,
)
from newsroom.arabic.typography.characters import letters_of
from newsroom.arabic.typography.copytext import Copy, read
from newsroom.arabic.typography.findings import Finding, Rule
from newsroom.arabic.typography.style import HouseStyle

_ROOMS: Final[tuple[Callable[[Copy], Iterator[Finding]], ...]] = (
    marks.latin_marks,
    marks.repeated,
    marks.ellipsis,
    blanks.blanks,
    joints.space_after,
    joints.space_outside,
    joints.detached,
    dashes.dashes,
    shapes.tatweel,
    shapes.presentation,
    keyboards.keyboards,
    unseen.invisible,
    unseen.joiners,
    unseen.direction,
    structure.unbalanced,
    structure.doubled_words,
    quoting.quote_style,
    singles.single_quotes,
    house.digit_style,
    house.tanwin_style,
    house.month_style,
    naming.house_names,
    residue.residue,
)

# What is repaired in a quotation too: nobody hears a blank, a glyph or an invisible sign, they are ours. Its marks, its
# و and its emphasis are the speaker's, and its ی may be Persian.
_UNHEARD: Final = frozenset(
    {
        Rule.SPACE_BEFORE,
        Rule.SPACE_AFTER,
        Rule.SPACE_INSIDE,
        Rule.SPACE_OUTSIDE,
        Rule.DOUBLE_SPACE,
        Rule.TRAILING_SPACE,
        Rule.NO_BREAK_SPACE,
        Rule.PRESENTATION,
        Rule.INVISIBLE,
        Rule.JOINER,
        Rule.BIDI,
    }
)
_UNSEEN: Final = frozenset({Rule.TRAILING_SPACE, Rule.INVISIBLE, Rule.BIDI, Rule.PRESENTATION, Rule.RESIDUE})
_OF_PASSAGES: Final = _UNSEEN | {Rule.FOREIGN_LETTER}


def lint(text: str, *, style: HouseStyle | None = None) -> list[Finding]:
    """Return what the copy desk has to say of ``text``, in the order of the text; an empty list is praise.

    Two findings of one rule never overlap; of two rules they may. Inside a quotation in other letters only invisible
    things are reported. Inside an Arabic one everything is marked ``quoted``, and what touches the speaker's own
    punctuation or words is doubtful.

    Takes any string, changes nothing, raises nothing, and takes time linear in the text.
    """
    copy = read(text, style or HouseStyle())
    found = [settled for room in _ROOMS for finding in room(copy) if (settled := _settled(copy, finding)) is not None]
    found.sort(key=lambda each: (each.start, each.end, each.rule))
    return list(_apart(found))


def as_quoted(finding: Finding) -> Finding:
    """Return ``finding`` as it stands inside a quotation that no mark shows: a block of somebody else's words."""
    return replace(finding, quoted=True, safe=finding.safe and finding.rule in _UNHEARD)


def _settled(copy: Copy, finding: Finding) -> Finding | None:
    """Return a finding as it stands where it was found, or None where it has no say."""
    start, end = finding.span
    if finding.rule not in _OF_PASSAGES and copy.in_passage(start, end):
        return None
    if finding.rule is Rule.SPACE_INSIDE:
        start, end = start - 1, end + 1  # the blank right beside the marks is not theirs who speak within
    if finding.rule not in _UNSEEN and copy.in_foreign_quotation(start, end):
        return None
    quoted = copy.quoted(start, end)
    safe = finding.safe and (not quoted or finding.rule in _UNHEARD) and _keeps_letters(copy.text, finding)
    return replace(finding, quoted=quoted, safe=safe)


def _keeps_letters(text: str, finding: Finding) -> bool:
    return letters_of(text[finding.start : finding.end]) == letters_of(finding.proposal or "")


def _apart(found: Iterable[Finding]) -> Iterator[Finding]:
    """Leave out what overlaps an earlier finding of its own rule."""
    reached: dict[Rule, int] = {}
    for finding in found:
        if finding.start >= reached.get(finding.rule, 0):
            reached[finding.rule] = finding.end
            yield finding
