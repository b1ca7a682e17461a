"""Words in Latin letters: how far apart two spellings are, and how far one is from a word in Arabic letters.

Careful on purpose: a Latin name is compared by sound after its digraphs are read (sh, ch, kh, ou), a first letter must
agree, and a last vowel too (Maria / Mario). Source of the readings: the romanisations met in the world's press.
"""

import re
from typing import Final

from newsroom.arabic.closeness import FAR

# Longer ones first. Capitals are single sounds: C ch, S sh, K kh, Z zh, E and U vowels held long.
_SOUNDS: Final = (
    *(("tsch", "C"), ("tch", "C"), ("sch", "S"), ("sh", "S"), ("ch", "C"), ("kh", "K"), ("gh", "g"), ("ph", "f")),
    *(("zh", "Z"), ("dh", "d"), ("th", "t"), ("ck", "k"), ("q", "k"), ("x", "ks"), ("ou", "U"), ("oo", "U")),
    *(("ee", "E"), ("ei", "E"), ("ai", "E"), ("ie", "i"), ("ce", "se"), ("ci", "si"), ("c", "k"), ("y", "i")),
)
_VOWELS: Final = "aeiouEU"
_FIRST_VOWEL: Final = re.compile("^ا(?=[وي])")
_SWAP: Final = {
    way: cost
    for pair, cost in (
        *(("ie", 0.4), ("ou", 0.5), ("ae", 0.5), ("iE", 0.3), ("eE", 0.4), ("uU", 0.2), ("oU", 0.4), ("aE", 0.9)),
        *(("sz", 0.6), ("kg", 0.6), ("vw", 0.6), ("vf", 0.6), ("td", 0.9), ("Kk", 0.4), ("Kh", 0.5), ("gj", 0.6)),
        *(("CS", 0.5), ("Sj", 0.6), ("Zj", 0.4), ("CZ", 1.0), ("Zz", 0.5), ("ij", 0.6), ("sS", 0.9), ("gK", 0.8)),
    )
    for way in (pair, pair[::-1])
}
# What may stand in Latin letters for each Arabic one; the vowels' letters are the long ones.
_HEARD: Final = {
    "ا": "a",
    "و": "ouUwv",
    "ي": "iEeyj",
    "ب": "bpv",
    "ت": "t",
    "ث": "ts",
    "ج": "gjZ",
    "ح": "h",
    "خ": "Khk",
    "د": "d",
    "ذ": "dz",
    "ر": "r",
    "ز": "zs",
    "س": "sz",
    "ش": "SC",
    "ص": "s",
    "ض": "dz",
    "ط": "t",
    "ظ": "z",
    "ع": "a",
    "غ": "gh",
    "ف": "fv",
    "ق": "kg",
    "ك": "kC",
    "ل": "l",
    "م": "m",
    "ن": "n",
    "ه": "hae",
    "چ": "C",
    "ء": "aeiou",
}


def _sounds(word: str) -> str:
    for letters, sound in _SOUNDS:
        word = word.replace(letters, sound)
    kept = [letter for place, letter in enumerate(word) if not place or word[place - 1] != letter]
    return "".join(kept)


def _table(one: str, two: str, swaps: list[list[float]], drops: tuple[list[float], list[float]]) -> float:
    row = [0.0]
    for cost in drops[1]:
        row.append(row[-1] + cost)
    for place in range(len(one)):
        new = [row[0] + drops[0][place]]
        for other in range(len(two)):
            best = min(row[other] + swaps[place][other], row[other + 1] + drops[0][place], new[other] + drops[1][other])
            new.append(best)
        row = new
    return row[-1]


def _dropped(word: str) -> list[float]:
    costs = [0.75 if letter in "aeiou" else 0.5 if letter == "h" else FAR for letter in word]
    return [FAR, *costs[1:-1], FAR][: len(word)]


def latin_distance(one: str, two: str) -> float:
    """Return the cost of taking one Latin word for another, or ``FAR``; short words must be equal."""
    one, two = _sounds(one), _sounds(two)
    if one == two:
        return 0.25 if len(one) > 2 else FAR
    shortest = min(len(one), len(two))
    if shortest < 4 or abs(len(one) - len(two)) > 2:
        return FAR
    swaps = [
        [0.0 if a == b else _SWAP.get(a + b, 1.3 if a in _VOWELS and b in _VOWELS else FAR) for b in two] for a in one
    ]
    if one[-1] != two[-1] and one[-1] in _VOWELS:
        return FAR
    if one[0] != two[0] and one[0] in _VOWELS:
        return FAR
    cost = _table(one, two, swaps, (_dropped(one), _dropped(two)))
    return cost if cost <= 1.0 else FAR


def across(arabic: str, latin: str) -> float:
    """Return the cost of a folded Arabic word being written as the Latin one, or ``FAR``."""
    arabic, latin = _FIRST_VOWEL.sub("", arabic.replace("تش", "چ")), _sounds(latin)
    if len(arabic) < 2 or not -3 <= len(latin) - len(arabic) <= 5:
        return FAR
    swaps = [[_heard(a, b) for b in latin] for a in arabic]
    unwritten = [
        0.2 if letter in "aeiou" else 0.6 if letter in "hEU" and place else FAR for place, letter in enumerate(latin)
    ]
    if latin[-1] in "aiou":
        unwritten[-1] = 0.75
    silent = [{"ا": 0.8, "و": 0.8, "ي": 0.8, "ه": 0.8, "ء": 0.1, "ع": 0.1}.get(letter, FAR) for letter in arabic]
    cost = _table(arabic, latin, swaps, (silent, unwritten))
    return cost if cost <= 0.12 * len(latin) else FAR


def _heard(arabic: str, latin: str) -> float:
    if latin in _HEARD.get(arabic, ""):
        return 0.0
    if (arabic, latin) in (("ش", "s"), ("ج", "C"), ("ت", "d"), ("ا", "u"), ("ا", "e")):
        return 0.4
    return 0.75 if arabic in "اوي" and latin in _VOWELS else FAR


# The English names of Latin letters as Arabic writes them, folded.
_LETTERS: Final = {
    "ايه": "a",
    "بي": "b",
    "سي": "c",
    "دي": "d",
    "اف": "f",
    "جي": "g",
    "اتش": "h",
    "اي": "i",
    "جيه": "j",
    "كي": "k",
    "كيه": "k",
    "ال": "l",
    "ام": "m",
    "ان": "n",
    "او": "o",
    "كيو": "q",
    "ار": "r",
    "اس": "s",
    "تي": "t",
    "يو": "u",
    "في": "v",
    "دبليو": "w",
    "اكس": "x",
    "واي": "y",
}


def spelled_out(words: tuple[str, ...]) -> str:
    """Return an initialism, said or written, in Latin letters and digits (بي بي سي, BBC; إس-400, S-400), else ""."""
    if all(word.isdecimal() or word in _LETTERS for word in words):
        letters = "".join(_LETTERS.get(word, word) for word in words)
    else:
        letters = "".join(words) if len(words[0]) <= 4 and words[0].isascii() else ""
    return letters.replace("e", "i") if letters.isascii() and not letters.isdecimal() else ""
