"""The gold list of names: pairs that are one name, and look-alikes that are two, as the Arabic press writes them.

Two halves in ``names_gold.tsv``: ``tune``, on which the weights were chosen, and ``held``, written before and never
chosen by. The figures count on the second. Topics, people and places only: whoever adds a pair adds it to ``tune``.
"""

import csv
from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from newsroom.arabic.fold import fold
from newsroom.arabic.names import Names, Pair

HALVES = ("tune", "held")
_LIST = Path(__file__).with_name("names_gold.tsv")
Two = tuple[str, str]


class Figures(NamedTuple):
    """What a decision about pairs comes to, and where it went wrong."""

    recall: float
    precision: float
    false_alarms: float
    missed: list[Two]
    alarmed: list[Two]


def pairs(half: str, verdict: str) -> list[Two]:
    """Return the pairs of one half (``tune``, ``held``) with one verdict (``same``, ``differ``)."""
    with _LIST.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["one"], row["two"]) for row in rows if (row["half"], row["verdict"]) == (half, verdict)]


def measured(half: str, decide: Callable[[str, str], bool]) -> Figures:
    """Return how well ``decide`` does on one half."""
    same, differ = pairs(half, "same"), pairs(half, "differ")
    missed = [pair for pair in same if not decide(*pair)]
    alarmed = [pair for pair in differ if decide(*pair)]
    found = len(same) - len(missed)
    precision = found / ((found + len(alarmed)) or 1)
    return Figures(found / len(same), precision, len(alarmed) / len(differ), missed, alarmed)


def all_names() -> list[str]:
    """Return every name of the list, once."""
    listed = (pairs(half, verdict) for half in HALVES for verdict in ("same", "differ"))
    return list(dict.fromkeys(chain.from_iterable(chain.from_iterable(listed))))


def strangers() -> tuple[int, list[Pair[str]]]:
    """Return how many names the list has, and the pairs found among them that it does not call the same."""
    parent: dict[str, str] = {}

    def root(name: str) -> str:
        while parent.setdefault(name, name) != name:
            name = parent[name]
        return name

    for one, two in _same():
        parent[root(fold(one))] = root(fold(two))
    names = all_names()
    return len(names), list(Names((root(fold(name)), name) for name in names).pairs())


def _same() -> Iterable[Two]:
    return chain.from_iterable(pairs(half, "same") for half in HALVES)
