"""Quotation marks against the house style, or against themselves where a text mixes them."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from newsroom.arabic.quotes import QUOTES, QuoteStyle
from newsroom.arabic.typography.characters import EITHER
from newsroom.arabic.typography.copytext import Copy
from newsroom.arabic.typography.findings import Finding, Rule
from newsroom.arabic.typography.pairing import CURLY, Pair
from newsroom.arabic.typography.style import AS_TYPED

_NAMES: Final = {"curly": "“ ”", "guillemets": "« »", "straight": '" "'}
_TYPED: Final = ("“", "”")
_HOUSE: Final = "علامتا الاقتباس في أسلوب الدار «{}»."
_MIXED: Final = "علامتا اقتباس من نوع آخر؛ الغالب في النصّ «{}»."
_TURNED: Final = "علامة اقتباس مقلوبة: يُفتح الاقتباس بعلامة ويُغلق بأختها."
_ORDER: Final = "ترتيب علامتي الاقتباس هنا يخالف سائر النصّ."


def quote_style(copy: Copy) -> Iterator[Finding]:
    """Find quotations whose marks are not the house's; ``as typed`` asks for those that are commonest in the text.

    Every finding is doubtful and stands at one mark. Left alone: quotations in other letters, quotations inside
    others, which take other marks on purpose, and pairs of which chance may have brought the two together. Curly
    marks may come in either order, “…” or ”…“, as long as a text keeps to one.
    """
    pairs = _outer(copy)
    wanted = wanted_style(copy)
    if not pairs or wanted is None:
        return
    for pair in pairs:
        if pair.shape != wanted:
            message = (_MIXED if copy.style.quotes == AS_TYPED else _HOUSE).format(_NAMES[wanted])
            for place, sign in zip((pair.start, pair.end), QUOTES[wanted], strict=True):
                yield _finding(place, message, sign)
    yield from _order(copy, pairs, wanted)


def _outer(copy: Copy) -> list[Pair]:
    """Return the pairs of marks around the Arabic quotations that stand in no other."""
    return [
        pair
        for pair in copy.pairs
        if pair.shape in QUOTES
        and copy.line(pair.start).arabic
        and (pair.sure or pair.shape != "straight")
        and not copy.quoted(pair.start, pair.end + 1)
        and not copy.foreign_quotation(pair)
    ]


def wanted_style(copy: Copy) -> QuoteStyle | None:
    """Return the house's quotation marks, or those that are commonest in the text; None where it has none."""
    if copy.style.quotes != AS_TYPED:
        return copy.style.quotes
    counted = Counter(pair.shape for pair in _outer(copy))
    if not counted:
        return None
    shape = max(counted, key=lambda each: counted[each])
    return next(style for style in QUOTES if style == shape)


def _finding(place: int, message: str, proposal: str) -> Finding:
    return Finding(rule=Rule.QUOTES, start=place, end=place + 1, message=message, proposal=proposal)


def _order(copy: Copy, pairs: list[Pair], wanted: QuoteStyle) -> Iterator[Finding]:
    if wanted != CURLY:
        return
    text = copy.text
    curly = [(pair, (text[pair.start], text[pair.end])) for pair in pairs if pair.shape == CURLY]
    typed = sum(1 for _, marks in curly if marks == _TYPED)
    turned = sum(1 for _, marks in curly if marks == _TYPED[::-1])
    right = _TYPED if typed >= turned else _TYPED[::-1]
    for pair, marks in curly:
        if marks == right:
            continue
        message = _ORDER if marks == right[::-1] else _TURNED
        for place, sign in zip((pair.start, pair.end), right, strict=True):
            if text[place] != sign and text[place] in EITHER:
                yield _finding(place, message, sign)
