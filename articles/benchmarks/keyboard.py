"""Slips of the finger on the Arabic keyboard: a neighbouring key, a letter left out, doubled, or swapped."""

from random import Random
from typing import Final

from newsroom.arabic.fold import fold

# The rows as they lie, «لا» being a key of its own.
_ROWS: Final = (
    tuple("ضصثقفغعهخحجد"),
    tuple("شسيبلاتنمكط"),
    ("ئ", "ء", "ؤ", "ر", "لا", "ى", "ة", "و", "ز", "ظ"),
)
SHORTEST: Final = 4
_TRIES: Final = 12


def _neighbours() -> dict[str, str]:
    near: dict[str, str] = {}
    for number, row in enumerate(_ROWS):
        above = _ROWS[number - 1] if number else ()
        below = _ROWS[number + 1] if number + 1 < len(_ROWS) else ()
        for place, key in enumerate(row):
            # Each row lies half a key to the right of the one above.
            around = row[max(0, place - 1) : place] + row[place + 1 : place + 2]
            around += above[place : place + 2] + below[max(0, place - 1) : place + 1]
            near[key] = "".join(letter for letter in around if len(letter) == 1)
    return near


NEAR: Final = _neighbours()


def near_key(word: str, place: int, chance: Random) -> str:
    """Return ``word`` with the letter at ``place`` hit one key beside."""
    keys = NEAR.get(word[place], "")
    return word[:place] + chance.choice(keys) + word[place + 1 :] if keys else word


def dropped(word: str, place: int, _chance: Random) -> str:
    """Return ``word`` without the letter at ``place``."""
    return word[:place] + word[place + 1 :]


def doubled(word: str, place: int, _chance: Random) -> str:
    """Return ``word`` with the letter at ``place`` twice."""
    return word[: place + 1] + word[place:]


def swapped(word: str, place: int, _chance: Random) -> str:
    """Return ``word`` with the letter at ``place`` and the next one changing places."""
    return word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :]


SLIPS: Final = (near_key, dropped, doubled, swapped)


def typo(word: str, chance: Random) -> str:
    """Return ``word`` with one slip that folding does not mend, or "" where it is too short for one."""
    if len(word) < SHORTEST or not word.isalpha():
        return ""
    for _try in range(_TRIES):
        slipped = chance.choice(SLIPS)(word, chance.randrange(len(word)), chance)
        if fold(slipped) != fold(word) and " " not in fold(slipped):
            return slipped
    return ""
