"""What a text is found by: its words in two layers, folded surface and light stem, and names joined at their hyphens.

The surface layer keeps look-alikes apart (حسن and حسين, اليمن and اليمين), the stem layer joins what one word becomes
in a sentence. The stored text is never touched: a term knows where its word stands in it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from newsroom.arabic.fold import fold
from newsroom.arabic.letters import is_mark
from newsroom.arabic.stem import clitics, stem

_CHUNK: Final = re.compile(r"\S+")
# Hyphen-minus, hyphen, no-break hyphen: inside a name they join, where a dash parts two.
_HYPHEN: Final = re.compile(r"(?<![^\s\-\u2010\u2011])[^\s\-\u2010\u2011]+(?:[\-\u2010\u2011][^\s\-\u2010\u2011]+)+")
_HYPHENS: Final = "-\u2010\u2011"
_MOST_PARTS: Final = 4
_TATWEEL: Final = "\u0640"
_SHORT: Final = 40  # what is longer is no word that comes again


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a text: ``start`` and ``end`` are its place in the text as given, the end excluded.

    ``surface`` is its folded spelling, ``stem`` its light stem, ``clitics`` the stems it has if its first letters are
    particles written onto it (وسوريا: سور). ``joined`` marks the whole of a hyphenated name (جونغأون, سو57, كوفيد19),
    which stands beside its parts.
    """

    surface: str
    stem: str
    clitics: tuple[str, ...]
    start: int
    end: int
    joined: bool = False


def analyse(text: str) -> list[Term]:
    """Return the terms of ``text`` in their order; the joined form of a hyphenated name follows its parts.

    Total on any string: symbols alone give no terms, harakat and invisible signs no parting. Raises nothing.
    """
    found: list[Term] = []
    for chunk in _CHUNK.finditer(text):
        words = [(word, chunk.start() + start, chunk.start() + end) for word, start, end in _words(chunk.group())]
        found += [Term(word, stem(word), clitics(word), start, end) for word, start, end in words]
        for word in joined_forms(chunk.group()):
            found.append(Term(word, word, (), words[0][1], words[-1][2], joined=True))
    return found


def places(text: str) -> list[tuple[str, int, int]]:
    """Return the folded words of ``text`` in their order, each with its place (``start``, ``end``), and nothing more.

    What ``analyse`` finds without stems and joined forms, several times as fast. Total on any string; raises nothing.
    """
    return [
        (word, chunk.start() + start, chunk.start() + end)
        for chunk in _CHUNK.finditer(text)
        for word, start, end in _words(chunk.group())
    ]


def joined_forms(text: str) -> list[str]:
    """Return the hyphenated names of ``text`` as one folded word each: كيم جونغ-أون gives جونغاون, سو-57 gives سو57.

    Two to four parts; what has more is no name. Raises nothing.
    """
    if not any(hyphen in text for hyphen in _HYPHENS):
        return []
    forms = []
    for name in _HYPHEN.findall(text):
        parts = fold(name).split()
        if 1 < len(parts) <= _MOST_PARTS:
            forms.append("".join(parts))
    return forms


def _words(chunk: str) -> tuple[tuple[str, int, int], ...]:
    """Return the folded words of a run without spaces, each with its place; its harakat belong to the word."""
    return _short(chunk) if len(chunk) <= _SHORT else _read(chunk)


@lru_cache(1 << 15)
def _short(chunk: str) -> tuple[tuple[str, int, int], ...]:
    return _read(chunk)


def _read(chunk: str) -> tuple[tuple[str, int, int], ...]:
    folded = fold(chunk)
    if not folded:
        return ()
    if " " in folded:
        return tuple(_several(chunk))
    letters = [place for place, char in enumerate(chunk) if _stays(char)]
    end = letters[-1] + 1
    while end < len(chunk) and (is_mark(chunk[end]) or chunk[end] == _TATWEEL):
        end += 1
    return ((folded, letters[0], end),)


@lru_cache(1 << 12)
def _stays(char: str) -> bool:
    """Tell whether something of a character stays when it is folded."""
    return fold(char) != ""


def _several(chunk: str) -> Iterator[tuple[str, int, int]]:
    """Yield the words of a run that signs part, character by character: «قمح،شعير», سو-57."""
    word, start, end = "", 0, 0
    for place, char in enumerate(chunk):
        # Between letters, where a sign that parts shows as a space.
        kept = fold(f"x{char}x")[1:-1]
        if " " in kept:
            before, *inner, after = kept.split(" ")
            if word + before:
                yield word + before, start, place + 1 if before else end
            yield from ((each, place, place + 1) for each in inner if each)
            word, start, end = after, place, place + 1
        elif kept or word:
            start = start if word else place
            word, end = word + kept, place + 1
    if word:
        yield word, start, end
