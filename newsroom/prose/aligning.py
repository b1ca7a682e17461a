"""Which items two lists share, in order: the longest common subsequence, all bits of a row at once.

Five thousand words against five thousand others cost some milliseconds, whatever they are.
"""

from collections.abc import Hashable, Iterator, Sequence
from typing import TypeVar

# Beyond so many pairs nothing is compared; some 15 MB and a fifth of a second below it.
MOST_PAIRS = 100_000_000

Item = TypeVar("Item", bound=Hashable)
# What both share, then what went and what came behind it.
Part = tuple[Sequence, Sequence, Sequence]


def aligned(old: Sequence[Item], new: Sequence[Item]) -> Iterator[Part]:
    """Yield what both share and then what went and came behind it, until both are at their end."""
    start, most = 0, min(len(old), len(new))
    while start < most and old[start] == new[start]:
        start += 1
    end = 0
    while end < most - start and old[-1 - end] == new[-1 - end]:
        end += 1
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    same, from_old, from_new = old[:start], 0, 0
    for in_old, in_new in common(middle_old, middle_new):
        if (in_old, in_new) != (from_old, from_new):
            yield same, middle_old[from_old:in_old], middle_new[from_new:in_new]
            same = ()
        same = [*same, middle_old[in_old]]
        from_old, from_new = in_old + 1, in_new + 1
    yield same, middle_old[from_old:], middle_new[from_new:]
    if end:
        yield old[len(old) - end :], (), ()


def common(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Return the places of a longest common subsequence, in order; none where there would be too many to compare."""
    if len(old) * len(new) > MOST_PAIRS:
        return []
    # A row of the table is one number with a bit for each of ``new``.
    where: dict[Hashable, int] = {}
    for place, item in enumerate(new):
        where[item] = where.get(item, 0) | (1 << place)
    row = full = (1 << len(new)) - 1
    rows = [row]
    for item in old:
        held = row & where.get(item, 0)
        row = ((row + held) | (row - held)) & full
        rows.append(row)
    found, in_old, in_new = [], len(old), len(new)
    while in_old and in_new:
        bit = 1 << (in_new - 1)
        if rows[in_old] & bit:
            # The last of ``new`` adds nothing to what is common.
            in_new -= 1
        elif not rows[in_old - 1] & bit:
            in_old -= 1
        else:
            in_old, in_new = in_old - 1, in_new - 1
            found.append((in_old, in_new))
    return found[::-1]
