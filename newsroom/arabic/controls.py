"""Controls of direction that come in pairs, matched as Unicode UAX #9 does (definitions BD9 to BD13)."""

import re
from typing import Final

ISOLATES: Final = frozenset("\u2066\u2067\u2068")
_EMBEDDINGS: Final = frozenset("\u202a\u202b\u202d\u202e")
_END_OF_EMBEDDING: Final = "\u202c"
_END_OF_ISOLATE: Final = "\u2069"
_PAIRED: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")


def pairs(line: str, start: int = 0, end: int | None = None) -> tuple[list[int], list[tuple[int, int]]]:
    """Return where controls of ``line`` between two places open or close nothing, and the pairs that close.

    A line is a paragraph of its own: no pair reaches past it. Raises nothing.
    """
    loose: list[int] = []
    closed: list[tuple[int, int]] = []
    opened: list[int] = []
    isolates = 0
    for found in _PAIRED.finditer(line, start, len(line) if end is None else end):
        place, sign = found.start(), found.group()
        if sign in _EMBEDDINGS or sign in ISOLATES:
            opened.append(place)
            isolates += sign in ISOLATES
        elif sign == _END_OF_EMBEDDING and opened and line[opened[-1]] in _EMBEDDINGS:
            closed.append((opened.pop(), place))
        elif sign == _END_OF_ISOLATE and isolates:
            # The end of an isolate also ends every embedding left open inside it.
            while line[last := opened.pop()] not in ISOLATES:
                loose.append(last)
            closed.append((last, place))
            isolates -= 1
        else:
            loose.append(place)
    return loose + opened, closed
