"""Letters without a shape, made visible for a list that speaks of them."""

import re
from typing import Final

from newsroom.arabic.typography.characters import BLANK, BREAK, UNSEEN
from newsroom.prose.lines import SOURCE

_SIGNS: Final = {" ": "␣", "\t": "⇥", **dict.fromkeys(BREAK, "⏎")}
_BLANK: Final = re.compile(f"[{BLANK}{BREAK}]")
_UNSEEN: Final = re.compile(f"[{UNSEEN}{SOURCE}\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def shown(letters: str) -> str:
    """Return ``letters`` with a sign for every blank and a number for every character that nobody sees."""
    return _UNSEEN.sub(_numbered, _BLANK.sub(lambda found: _SIGNS.get(found[0], "⍽"), letters))


def read(letters: str) -> str:
    """Return ``letters`` as one line to read: blanks are spaces, what has no shape is left out."""
    return _UNSEEN.sub("", _BLANK.sub(" ", letters))


def _numbered(found: re.Match[str]) -> str:
    return "" if found[0] == SOURCE else f"[U+{ord(found[0]):04X}]"
