"""A text of several lines read by the copy desk as one, so that it agrees with itself; each finding in its own line."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from newsroom.arabic.typography import Finding, HouseStyle, Rule, as_quoted, lint
from newsroom.prose.lines import SOURCE, Line

_ROUNDS = 12
# What pasting brings along and nobody has typed.
BROUGHT = frozenset(
    {
        Rule.NO_BREAK_SPACE,
        Rule.TATWEEL,
        Rule.KEYBOARD,
        Rule.PRESENTATION,
        Rule.INVISIBLE,
        Rule.JOINER,
        Rule.BIDI,
    }
)


@dataclass(frozen=True)
class Proof:
    """A finding in one of the lines: its places are those of that line."""

    line: int
    finding: Finding


def proofread(lines: Sequence[tuple[str, bool]], *, style: HouseStyle | None = None) -> Iterator[Proof]:
    """Yield what the copy desk has to say of ``lines``, each given as its text and whether it is a quotation.

    Sources are read over, as readers do: the places count them, the rules do not see them.
    """
    read = [text.replace(SOURCE, "") for text, _quoted in lines]
    starts = list(accumulate((len(text) + 1 for text in read), initial=0))
    for finding in lint("\n".join(read), style=style):
        number = bisect_right(starts, finding.start) - 1
        start, end = finding.start - starts[number], finding.end - starts[number]
        if end > len(read[number]):
            continue
        text, quoted = lines[number]
        start, end = _places(text, start, end)
        here = replace(finding, start=start, end=end)
        yield Proof(number, as_quoted(here) if quoted else here)


def _places(text: str, start: int, end: int) -> tuple[int, int]:
    """Return two places of a line read without its sources as places of the line itself."""
    if SOURCE not in text:
        return start, end
    letters = [place for place, letter in enumerate(text) if letter != SOURCE]
    if start == end:
        place = letters[start] if start < len(letters) else len(text)
        return place, place
    return letters[start], letters[end - 1] + 1


def mended(lines: Sequence[Line], *, rules: Iterable[Rule] = BROUGHT) -> dict[Rule, int]:
    """Mend in ``lines`` what is safe of ``rules``; return how often each rule was applied."""
    wanted, counted = frozenset(rules), dict[Rule, int]()
    for _round in range(_ROUNDS):
        proofs = [
            proof
            for proof in proofread([(line.text, line.quoted) for line in lines])
            if proof.finding.safe and proof.finding.rule in wanted and proof.finding.proposal is not None
        ]
        if not proofs:
            break
        before: dict[int, int] = {}
        for proof in reversed(proofs):
            finding = proof.finding
            if finding.end > before.get(proof.line, finding.end):
                continue
            lines[proof.line].mend(finding.start, finding.end, finding.proposal or "")
            before[proof.line] = finding.start
            counted[finding.rule] = counted.get(finding.rule, 0) + 1
    return counted
