"""The lines of a piece as the copy desk reads them: out of a snapshot, or as they stand in the editor this moment.

The editor sends its own lines, because what the cleaner would make of them is not what stands there: only so do the
places of a finding fit the letters that are seen.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from articles.models.article import LANGUAGES
from articles.snapshots import TEXTS, Snapshot
from newsroom.prose.cleaning import MAX_LETTERS
from newsroom.prose.lines import lines_of
from newsroom.prose.tree import parse

FIELDS = tuple(f"{name}_{code}" for code in LANGUAGES for name in TEXTS)
MOST_LINES = 20_000


@dataclass(frozen=True)
class Passage:
    """One line of one field: its number there, from 0 on, its letters, and whether it is somebody else's words."""

    field: str
    number: int
    text: str
    quoted: bool = False

    @property
    def language(self) -> str:
        """Return the language of the field."""
        return self.field.rpartition("_")[2]


def stored(content: Snapshot) -> list[Passage]:
    """Return the lines of ``content`` in every language."""
    return [passage for name in FIELDS for passage in _of_field(content, name)]


def sent(data: str, content: Snapshot) -> list[Passage]:
    """Return the lines that the editor sent as JSON, ``{field: [[text, quoted], …]}``; others as ``content`` has them.

    Raises ValueError for anything else, and for more letters than a piece has.
    """
    given = _read(data)
    passages = []
    for name in FIELDS:
        if name in given:
            passages += [Passage(name, number, *line) for number, line in enumerate(given[name])]
        else:
            passages += _of_field(content, name)
    return passages


def _of_field(content: Snapshot, name: str) -> Iterable[Passage]:
    stem, _sep, code = name.rpartition("_")
    text = getattr(content, stem).get(code, "")
    if stem != "body":
        return [Passage(name, 0, text)] if text else []
    return [Passage(name, number, line.text, line.quoted) for number, line in enumerate(lines_of(parse(text)))]


def _read(data: str) -> dict[str, list[tuple[str, bool]]]:
    if len(data) > 2 * MAX_LETTERS * len(FIELDS):
        raise ValueError("Longer than any piece.")
    try:
        given: Any = json.loads(data or "{}")
    except RecursionError as error:
        raise ValueError("Deeper than any piece.") from error
    if not isinstance(given, dict):
        raise ValueError("No fields.")
    return {name: [_line(item) for item in _lines(given[name])] for name in FIELDS if name in given}


def _lines(given: Any) -> list[Any]:
    if not isinstance(given, list) or len(given) > MOST_LINES:
        raise ValueError("No lines.")
    if sum(len(str(item)) for item in given) > 2 * MAX_LETTERS:
        raise ValueError("Longer than any piece.")
    return given


def _line(item: Any) -> tuple[str, bool]:
    if not isinstance(item, list) or len(item) != 2 or not isinstance(item[0], str) or not isinstance(item[1], bool):
        raise ValueError("No line.")
    return item[0], item[1]
