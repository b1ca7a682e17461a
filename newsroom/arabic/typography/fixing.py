"""Applying what is safe."""

from collections.abc import Iterable
from typing import Final

from newsroom.arabic.typography.findings import Finding, Rule
from newsroom.arabic.typography.linting import lint
from newsroom.arabic.typography.style import HouseStyle

_ROUNDS: Final = 24


def fix(text: str, rules: Iterable[Rule | str] | None = None, *, style: HouseStyle | None = None) -> str:
    """Return ``text`` with the safe findings of ``rules`` applied, of all rules if None.

    Never changes a letter: ``characters.letters_of`` is equal before and after, since no edit that would break this is
    ever called safe (``linting``). Harakat and tanwin are left alone too. Fixing twice changes nothing more, and
    afterwards ``lint`` has no safe finding of these rules left. Takes any string; raises ``ValueError`` for an
    unknown rule.
    """
    wanted = frozenset(Rule) if rules is None else _named(rules)
    fixed = text
    for _ in range(_ROUNDS):
        edits = [each for each in lint(fixed, style=style) if each.rule in wanted and each.safe]
        if not edits:
            return fixed
        fixed = applied(fixed, edits)
    return text  # nothing is known to go round in circles; should anything, it stays as typed


def _named(rules: Iterable[Rule | str]) -> frozenset[Rule]:
    names = frozenset(rules)
    if unknown := names.difference(Rule):
        raise ValueError(f"no such rule: {', '.join(sorted(unknown))}")
    return frozenset(rule for rule in Rule if rule in names)


def applied(text: str, findings: Iterable[Finding]) -> str:
    """Return ``text`` with the proposals of ``findings`` put in, in their order; one that overlaps an earlier is left.

    Raises nothing; findings without a proposal change nothing.
    """
    pieces: list[str] = []
    reached = 0
    for finding in findings:
        if finding.proposal is None or finding.start < reached:
            continue
        pieces += (text[reached : finding.start], finding.proposal)
        reached = finding.end
    return "".join([*pieces, text[reached:]])
