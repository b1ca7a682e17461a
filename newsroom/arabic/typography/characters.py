"""The kinds of characters the rules turn on, ready to stand between the brackets of a regular expression."""

import unicodedata
from collections.abc import Callable
from typing import Final

from newsroom.arabic.letters import SAME_LETTER, Table, is_mark, is_silent, is_word_letter, latin_digit

LETTER: Final = (
    "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff\u0750-\u077f"
    "\u0870-\u0887\u0889-\u088e\u08a0-\u08c8\ufb50-\ufbb1\ufbd3-\ufd3d\ufd50-\ufdc7\ufdf0-\ufdfb\ufe80-\ufefc"
)
"""Letters of the Arabic script, whatever the language, with their presentation forms."""

MARK: Final = (
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u0898-\u089f\u08ca-\u08e1\u08e3-\u08ff\ufe70-\ufe7f"
)
"""Harakat, tanwin, Quranic signs: what sits on a letter."""

TATWEEL: Final = "\u0640"
BLANK: Final = " \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
"""White space within a line."""

BREAK: Final = "\n\v\f\r\x85\u2028\u2029"
UNSEEN: Final = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
"""Characters without a shape: joiners, bidi controls, soft hyphen, byte order mark."""

OPENING: Final = "«‹([﴿"
CLOSING: Final = "»›)]﴾"
EITHER: Final = '"“”„‟'
"""Quotation marks whose place, not whose shape, tells whether they open: curly ones are typed in both orders."""

QUOTES: Final = "«»‹›" + EITHER


def _plain(part: str) -> str:
    if is_mark(part) or is_silent(part) or not is_word_letter(part):
        return ""
    return SAME_LETTER.get(part, latin_digit(part))


def _letters(char: str) -> str:
    return "".join(map(_plain, unicodedata.normalize("NFKC", char)))


def of_each(rule: Callable[[str], str]) -> Callable[[str], str]:
    """Return a function that rewrites a text character by character, as ``rule`` says, and remembers the answers."""
    table = Table(rule)
    return lambda text: text.translate(table)


letters_of: Final = of_each(_letters)
"""Return the letters and digits of a text, the one thing ``fix`` never changes.

Marks, punctuation, blanks, invisible signs and tatweel are dropped; presentation forms are taken back to their letters
(Unicode NFKC), Persian and Urdu shapes of an Arabic letter to that letter (``letters.SAME_LETTER``), digits of any
script to 0–9. ا أ إ آ, ي ى, ه ة and پ چ ژ گ stay apart: they are spelling, not shape. As it works on one character
at a time, two texts made of equal pieces are equal.
"""

bare: Final = of_each(lambda char: "" if is_silent(char) else char)
"""Return a text without what ``letters.is_silent`` calls silent: harakat, tatweel, invisible signs, apostrophes."""
