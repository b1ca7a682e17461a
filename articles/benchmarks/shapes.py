"""Signs that change how a word looks and not which word it is: harakat, tatweel, printed shapes, invisible marks."""

import re
import unicodedata
from random import Random
from typing import Final

HARAKAT: Final = re.compile("[\u064b-\u0652\u0670]")
_SILENT: Final = re.compile("[\u0640\u064b-\u0652\u0670]")
FATHA, DAMMA, KASRA, SHADDA, SUKUN, TATWEEL = "\u064e", "\u064f", "\u0650", "\u0651", "\u0652", "\u0640"
_VOWELS: Final = (FATHA, FATHA, DAMMA, KASRA, SHADDA + FATHA, SUKUN)
_ENDINGS: Final = ("\u064c", "\u064d", FATHA, DAMMA, KASRA)
# Long vowels bear no haraka of their own, and seats and the lone hamza seldom.
_BARE: Final = frozenset("اىآإأؤئءوي")
_ENDS_A_STROKE: Final = frozenset("اأإآٱدذرزوؤىةء")
ZWNJ, ZWSP, LRM, RLM, BOM, EMBED, POP = "\u200c", "\u200b", "\u200e", "\u200f", "\ufeff", "\u202b", "\u202c"


def bare(text: str) -> str:
    """Return ``text`` without harakat and tatweel."""
    return _SILENT.sub("", text)


def is_vocalised(text: str) -> bool:
    """Tell whether ``text`` bears any haraka."""
    return HARAKAT.search(text) is not None


def vocalised(word: str, chance: Random, *, share: float = 0.6) -> str:
    """Return ``word`` with harakat on about ``share`` of its consonants, on one at least; "" where none bears any."""
    places = [place for place, letter in enumerate(word) if letter.isalpha() and letter not in _BARE]
    if not places or not any("\u0621" <= letter <= "\u064a" for letter in word):
        return ""
    marked = {place for place in places if chance.random() < share} or {chance.choice(places)}
    last = len(word) - 1
    signs = {place: chance.choice(_ENDINGS if place == last else _VOWELS) for place in sorted(marked)}
    return "".join(letter + signs.get(place, "") for place, letter in enumerate(word))


def stretched(word: str, chance: Random) -> str:
    """Return ``word`` with a tatweel of one to three signs where its letters join; "" where none do."""
    places = [
        place
        for place in range(1, len(word))
        if word[place - 1].isalpha() and word[place].isalpha() and word[place - 1] not in _ENDS_A_STROKE
    ]
    if not places:
        return ""
    place = chance.choice(places)
    return word[:place] + TATWEEL * chance.randint(1, 3) + word[place:]


def _table_of_shapes() -> dict[str, dict[str, str]]:
    """Return the shapes of each letter by their place in a word, as Unicode's compatibility forms name them."""
    shapes: dict[str, dict[str, str]] = {}
    for code in range(0xFB50, 0xFEFD):
        kind, *letters = (unicodedata.decomposition(chr(code)) or " ").split(" ")
        if kind in {"<isolated>", "<initial>", "<medial>", "<final>"} and len(letters) == 1:
            shapes.setdefault(chr(int(letters[0], 16)), {}).setdefault(kind, chr(code))
    return shapes


_SHAPES: Final = _table_of_shapes()


def printed(word: str, _chance: Random) -> str:
    """Return ``word`` in presentation forms, each letter in the shape that its neighbours give it."""
    shaped, joined = [], False
    for place, letter in enumerate(word):
        forms = _SHAPES.get(letter, {})
        follows = word[place + 1] in _SHAPES if place + 1 < len(word) else False
        goes_on = follows and "<initial>" in forms
        kind = ("<medial>" if goes_on else "<final>") if joined else ("<initial>" if goes_on else "<isolated>")
        shaped.append(forms.get(kind, letter))
        joined = goes_on
    return "".join(shaped)


def with_invisible(word: str, chance: Random) -> str:
    """Return ``word`` with a mark that nobody sees, inside it or around it, as pasting brings them."""
    place = chance.randrange(1, len(word)) if len(word) > 1 else 1
    return chance.choice(
        (
            word[:place] + ZWNJ + word[place:],
            word[:place] + ZWSP + word[place:],
            word + RLM,
            RLM + word + LRM,
            ZWSP + word,
            BOM + word,
            EMBED + word + POP,
        )
    )
