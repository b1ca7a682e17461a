"""Characters one at a time: tables that fill themselves, silent signs, and letters only a keyboard tells apart.

The package normalises character by character and never a whole string: the whole-string normalisation of
``unicodedata`` takes quadratic time on a long run of combining marks, and a reader may send one.
"""

import unicodedata
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

_MARKS_AND_FORMATS: Final = frozenset({"Mn", "Mc", "Me", "Cf"})

# Letters or punctuation by category, yet no part of a spelling: tatweel, small Quranic waw and yeh, high hamza,
# Hangul fillers (invisible), and every apostrophe, because O'Neill, O’Neill and ONeill are one name.
_SILENT: Final = frozenset("\u0640\u06e5\u06e6\u0674\u115f\u1160\u3164'`‘’‛′\u02bb\u02bc\u02bd\u02be\u02bf")

_REMEMBERED: Final = 8192  # more than any newsroom types, and a bound that no visitor can lift

SAME_LETTER: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys("ٱ", "ا"),
        **dict.fromkeys("یېےۓ", "ي"),
        **dict.fromkeys("کڪ", "ك"),
        **dict.fromkeys("ہھەۀۂ", "ه"),
        "ۃ": "ة",
    }
)
"""Persian, Urdu, Kurdish and Quranic shapes of a letter that Arabic has: slips of a keyboard, not of spelling."""


class Table(dict[int, str]):
    """A table for ``str.translate`` that applies ``rule`` to a character when it first meets it.

    Takes a pure function from one character to its replacement (any length). Remembers a bounded number of
    answers, so that memory does not grow with what visitors send. Raises what the rule raises.
    """

    def __init__(self, rule: Callable[[str], str]) -> None:
        super().__init__()
        self._rule = rule

    def __missing__(self, code: int) -> str:
        if len(self) >= _REMEMBERED:
            self.clear()  # start afresh: a flood of rare characters must not shut out the everyday ones
        self[code] = written = self._rule(chr(code))
        return written


def is_mark(char: str) -> bool:
    """Tell whether one character is a combining mark (Unicode category M): harakat, superscript alef, accents.

    Raises ``TypeError`` for anything but a single character.
    """
    return unicodedata.category(char).startswith("M")


def is_silent(char: str) -> bool:
    """Tell whether one character is no part of a word's spelling, and so never separates two words either.

    Silent are marks, format characters (bidi controls, joiners, BOM, soft hyphen: category Cf), tatweel,
    apostrophes, and characters that decompose to a mark standing on a space, like U+FE76 (isolated fatha) or
    U+00B4 (acute accent). White space is not silent. Raises ``TypeError`` for anything but a single character.
    """
    return not char.isspace() and all(
        part == " " or part in _SILENT or unicodedata.category(part) in _MARKS_AND_FORMATS
        for part in unicodedata.normalize("NFKD", char)
    )


def is_word_letter(char: str) -> bool:
    """Tell whether one character is a letter or a number of any script (Unicode categories L and N).

    Raises ``TypeError`` for anything but a single character.
    """
    return unicodedata.category(char)[0] in "LN"


def latin_digit(char: str) -> str:
    """Return a decimal digit of any script (category Nd: ٣, ۳, ３) as 0–9, and any other character as it is.

    Raises ``TypeError`` for anything but a single character.
    """
    return str(unicodedata.decimal(char, char))
