"""How many words, and how many minutes to read them. Plain text only: markup is the caller's business.

Sources of the speed: IReST in Arabic, 138 words a minute aloud (Trauzettel-Klosinski and Dietz 2012); 166 correct words
a minute (Alabdulkader and Leat 2017); 181 in silence (the review of Brysbaert 2019). The house takes 180.
"""

import re
from typing import Final

from newsroom.arabic.letters import Table, is_silent
from newsroom.arabic.nouns import MINUTE
from newsroom.arabic.numbers import Digits, count

WORDS_PER_MINUTE: Final = 180
"""Arabic is read more slowly than English (200–240 words a minute)."""

_AUDIBLE: Final = Table(lambda char: "" if is_silent(char) else char)
# A hyphen binds two words into one name; a separator between digits belongs to its number.
_WORD: Final = re.compile(r"[^\W_]+(?:(?:[-\u2010\u2011]|(?<=\d)[.,٫٬:/–](?=\d))[^\W_]+)*")


def count_words(text: str) -> int:
    """Return the number of words in ``text``; raises nothing.

    A word is a run of letters and digits. Harakat, tatweel, apostrophes and invisible signs neither make nor break
    one (شُبّاك, شـباك and شباك are one word each); a hyphenated name (جونغ-أون, سو-57) and a written number (1,234.5 or
    10:30) are one word; punctuation alone is none.
    """
    return sum(1 for _ in _WORD.finditer(text.translate(_AUDIBLE)))


def reading_minutes(text: str) -> int:
    """Return the minutes it takes to read ``text`` at 180 words a minute, rounded up, never less than 1.

    Raises nothing.
    """
    return max(1, -(-count_words(text) // WORDS_PER_MINUTE))


def reading_time(text: str, *, oblique: bool = False, style: Digits = "latin") -> str:
    """Return the reading time in words: «دقيقة واحدة», «دقيقتان», «3 دقائق», «11 دقيقة».

    ``oblique`` asks for the dual after a preposition (في دقيقتين). Raises ``KeyError`` for an unknown style.
    """
    return count(reading_minutes(text), MINUTE, oblique=oblique, style=style)
