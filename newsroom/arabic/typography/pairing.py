"""Quotation marks and brackets, brought together in pairs line by line.

« » and brackets tell by their shape whether they open. Straight quotes do not: they open and close in turn, and where
their number is odd, what stands beside a mark tells which one is alone. Curly ones are typed in both orders, “ first
by the seed and most editors, ” first in CLDR ``ar``, because these two do not mirror: the blanks around them tell which
order a line has, so that quotations within quotations come out right; where that leaves more alone, they go in turn.
"""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from newsroom.arabic.typography.characters import BLANK, CLOSING, EITHER, LETTER, MARK, OPENING, TATWEEL, UNSEEN

STRAIGHT: Final = "straight"
CURLY: Final = "curly"
GUILLEMETS: Final = "guillemets"
ROUND: Final = "round"
OTHER: Final = "other"


class Pair(NamedTuple):
    """An opening mark at ``start`` and its closing mark at ``end``; ``sure`` if both stand as such marks stand."""

    start: int
    end: int
    shape: str
    sure: bool


_SHAPES: Final = {
    '"': STRAIGHT,
    **dict.fromkeys("“”„‟", CURLY),
    **dict.fromkeys("«»", GUILLEMETS),
    **dict.fromkeys("()", ROUND),
    **dict.fromkeys("‹›[]﴿﴾", OTHER),
}
_PARTNER: Final = dict(zip(CLOSING, OPENING, strict=True))
PAIRED: Final = re.compile(f"[{EITHER}{re.escape(OPENING + CLOSING)}]")

_SAID: Final = re.compile(r"\w")

# What may stand right before an opening mark, besides the clitics written with tatweel: بـ"رويترز".
_BEFORE: Final = re.compile(f"(?:^|[{BLANK}{re.escape(OPENING)}{EITHER}{TATWEEL}{UNSEEN}/:،؛.…–—-])\\Z")
_AFTER: Final = re.compile(f"(?:\\Z|[{BLANK}{re.escape(CLOSING)}{EITHER}{UNSEEN}/:،؛.,;!?؟…–—%-])")
_CLITIC: Final = re.compile(f"(?<![{LETTER}{MARK}])(?:[وف]?[بلك]?|[وف]?[بك]?ال|[وف]?لل)[{MARK}]{{0,2}}\\Z")
_LIST_SIGN: Final = re.compile(rf"(?:^|[{BLANK}])(?:\d{{1,3}}|[A-Za-z]|[{LETTER}][{MARK}]?ـ?)[{BLANK}]?\Z")


def may_open(text: str, place: int, start: int) -> bool:
    """Tell whether the mark at ``place`` of a line beginning at ``start`` can open by what stands before it."""
    before = text[max(start, place - 8) : place]
    return bool(_BEFORE.search(before) or (_CLITIC.search(before) and before))


def may_close(text: str, place: int, end: int) -> bool:
    """Tell whether the mark at ``place`` of a line that ends at ``end`` can close by what stands behind it."""
    return _AFTER.match(text[place + 1 : min(end, place + 2)]) is not None


def _blank(char: str) -> bool:
    return not char or char in BLANK


def _only_opens(text: str, place: int, start: int, end: int) -> bool:
    after = text[place + 1 : place + 2] if place + 1 < end else ""
    return _blank(text[place - 1] if place > start else "") and not _blank(after) and after not in ".,،؛؟!:"


def _only_closes(text: str, place: int, start: int, end: int) -> bool:
    before = text[place - 1] if place > start else ""
    after = text[place + 1] if place + 1 < end else ""
    return not _blank(before) and (_blank(after) or after in ".,،؛؟!:")


def _in_turn(text: str, marks: list[int], start: int, end: int) -> tuple[list[tuple[int, int]], list[int]]:
    """Pair marks that open and close in turn; of an odd number, leave alone what stands on the wrong side."""
    opens = [_only_opens(text, place, start, end) for place in marks]
    if len(marks) % 2 == 0 and not all(opens) and not all(_only_closes(text, place, start, end) for place in marks):
        return list(zip(marks[::2], marks[1::2], strict=True)), []
    made: list[tuple[int, int]] = []
    alone: list[int] = []
    waiting: int | None = None
    for place, opening in zip(marks, opens, strict=True):
        if waiting is None:
            if _only_closes(text, place, start, end):
                alone.append(place)
            else:
                waiting = place
        elif opening:
            alone.append(waiting)
            waiting = place
        else:
            made.append((waiting, place))
            waiting = None
    return made, alone if waiting is None else [*alone, waiting]


def _by_shape(text: str, marks: list[int], start: int) -> tuple[list[tuple[int, int]], list[int]]:
    """Pair marks whose shape tells which side they are; a bracket closed by another kind leaves both alone."""
    made: list[tuple[int, int]] = []
    alone: list[int] = []
    open_now: dict[str, list[int]] = {}
    for place in marks:
        sign = text[place]
        if sign in OPENING:
            open_now.setdefault(sign, []).append(place)
        elif waiting := open_now.get(_PARTNER[sign]):
            made.append((waiting.pop(), place))
        elif sign != ")" or not _LIST_SIGN.search(text[max(start, place - 8) : place]):
            alone.append(place)
    return made, [*alone, *(place for left in open_now.values() for place in left)]


def _curly(text: str, marks: list[int], start: int, end: int) -> tuple[list[tuple[int, int]], list[int]]:
    """Pair curly marks by their shape, in the order the line has, unless pairing them in turn leaves fewer alone."""
    typed = 0
    for place in marks:
        opens = _only_opens(text, place, start, end) - _only_closes(text, place, start, end)
        typed += opens if text[place] == "“" else -opens if text[place] == "”" else 0
    made: list[tuple[int, int]] = []
    alone: list[int] = []
    waiting: list[int] = []
    for place in marks:
        if (text[place] == "”") is (typed < 0) or text[place] == "„":
            waiting.append(place)
        elif waiting:
            made.append((waiting.pop(), place))
        else:
            alone.append(place)
    by_turns = _in_turn(text, marks, start, end)
    return by_turns if len(by_turns[1]) < len(alone + waiting) else (made, [*alone, *waiting])


def _inch(text: str, place: int, start: int, end: int) -> bool:
    return text[place - 1 : place].isdecimal() and place > start and _only_closes(text, place, start, end)


def _turning(text: str, places: list[int], start: int, end: int) -> list[int]:
    """Leave out the sign of inches, 15": a mark right after a digit while none is open."""
    kept: list[int] = []
    for place in places:
        if len(kept) % 2 or not _inch(text, place, start, end):
            kept.append(place)
    return kept


def _line_pairs(text: str, places: list[int], start: int, end: int) -> tuple[list[Pair], list[int]]:
    pairs: list[Pair] = []
    alone: list[int] = []
    straight = _turning(text, [place for place in places if text[place] == '"'], start, end)
    curly = [place for place in places if text[place] in EITHER[1:]]
    for made, left in (_in_turn(text, straight, start, end), _curly(text, curly, start, end)):
        alone += left
        for one, two in made:
            sure = may_open(text, one, start) and may_close(text, two, end) and _SAID.search(text, one, two) is not None
            pairs.append(Pair(one, two, _SHAPES[text[one]], sure))
    made, left = _by_shape(text, [place for place in places if text[place] not in EITHER], start)
    pairs += [Pair(one, two, _SHAPES[text[one]], True) for one, two in made]
    return pairs, alone + left


def _over_lines(text: str, alone: list[int]) -> tuple[list[Pair], list[int]]:
    """Pair what is left of « »: a quotation may run over several paragraphs, each of which may open it anew."""
    pairs: list[Pair] = []
    left: list[int] = []
    waiting: list[int] = []
    for place in sorted(alone):
        if text[place] == "«":
            waiting.append(place)
        elif text[place] == "»" and waiting:
            pairs.append(Pair(waiting[0], place, GUILLEMETS, True))
            waiting = []
        else:
            left.append(place)
    return pairs, sorted([*left, *waiting])


def paired(text: str, lines: Iterable[tuple[int, int]], places: list[int]) -> tuple[list[Pair], list[int]]:
    """Return the pairs among the marks at ``places``, in order, and the marks that have no partner."""
    pairs: list[Pair] = []
    alone: list[int] = []
    first = 0
    for start, end in lines:
        last = first
        while last < len(places) and places[last] < end:
            last += 1
        if first < last:
            made, left = _line_pairs(text, places[first:last], start, end)
            pairs += made
            alone += left
            first = last
    made, alone = _over_lines(text, alone)
    return sorted([*pairs, *made]), alone
