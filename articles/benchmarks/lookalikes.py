"""Words that look alike and mean something else: who asks for one must not be shown the other."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from articles.benchmarks.library import STOP_WORDS, Library
from articles.benchmarks.measuring import DEPTH, Ask
from newsroom.arabic.fold import fold


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Of our own choosing; those whose words the corpus lacks are left out.
PAIRS: Final = (
    ("اليمن", "اليمين"),
    ("حسن", "حسين"),
    ("سوريا", "روسيا"),
    ("سو-57", "سو-35"),
    ("جنيف 1", "جنيف 2"),
    ("عمان", "عمار"),
    ("إيران", "إيراد"),
    ("الكويت", "البيوت"),
    ("حلب", "حرب"),
    ("بيروت", "بيوت"),
    ("النيل", "الليل"),
    ("مصر", "مصير"),
    ("القمة", "القيمة"),
    ("قطر", "قطار"),
    ("السلطة", "السلة"),
    ("البحر", "الحبر"),
)
FEWEST: Final = 5
_LENGTHS: Final = range(4, 9)
_VOWELS: Final = frozenset("اويىهءة")
# What may stand before a word and behind it; the first of each is nothing.
_FRONTS: Final = ("", *_words("و ف ب ل ك س ال وال فال بال كال لل ولل فلل وبال وب ول وك"))
_ENDS: Final = ("", *_words("ه ها هم هما هن نا ي يه ك كم ا ات ين ون ان تين تان ت وا"))
_GROWS_BEFORE: Final = _words("و ف ب ل ك س ي ت ن ا")
_GROWS_BEHIND: Final = _words("ه ها هم نا ي ا ون ين ات ان ت وا ك كم ن ته تها تهم تنا تي تين")
_SHORTEST: Final = 3
_MORE_OWNERS: Final = ("ه", "ها", "هم", "نا", "ي", "هما")
_CONSONANTS: Final = "بتثجحخدذرزسشصضطظعغفقكلمن"


@dataclass(frozen=True)
class Precision:
    """How many of the first ten hits hold the word asked for, over all questions; and what was asked and failed."""

    questions: int
    value: float
    worst: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Silence:
    """How many words that nobody wrote were asked for, and which found something all the same."""

    questions: int
    answered: tuple[str, ...]


def holds(folded: str, word: str) -> bool:
    """Tell whether a folded text holds ``word``: as it is, with particles or ال, or with a regular ending."""
    return _pattern(word).search(folded) is not None


def _pattern(word: str) -> re.Pattern[str]:
    first, *rest = fold(word).split()
    if rest or not first.isalpha():
        # A type or a number stays as it is; a hyphen in it may be left out.
        return re.compile(
            f" (?:{'|'.join(_FRONTS)})" + re.escape(first) + "".join(f" ?{re.escape(w)}" for w in rest) + " "
        )
    stem = first[2:] if first.startswith("ال") and len(first) > 4 else first
    ends = list(_ENDS)
    body = re.escape(stem)
    if stem.endswith("ه"):
        # ة opens into ت before an owner, and gives way to ات.
        body = re.escape(stem[:-1])
        ends = [
            "ه",
            "ات",
            "تين",
            "تان",
            "ي",
            "يه",
            *(f"ت{owner}" for owner in _MORE_OWNERS),
            *(f"ات{o}" for o in _MORE_OWNERS),
        ]
        if len(stem) > _SHORTEST + 1:
            # An adjective has a masculine, too.
            ends += ["", "ين", "ون"]
    elif stem.endswith("ا") and len(stem) > _SHORTEST + 1 and not stem.endswith("يا"):
        # Tanwin, or the end of a name.
        body = re.escape(stem[:-1])
    elif stem.endswith("يا"):
        # A country gives the name of what comes from it: سوريا, سوري, سورية.
        body, ends = re.escape(stem[:-1]), ["ا", "", "ه", "ين", "ون", "ان", "ات"]
    return re.compile(f" (?:{'|'.join(_FRONTS)}){body}(?:{'|'.join(ends)}) ")


# ---- pairs of the corpus itself --------------------------------------------------------------------------------------


def mined(library: Library, *, seed: int, most: int, fewest: int = FEWEST) -> list[tuple[str, str]]:
    """Return pairs of words of the corpus that differ in one consonant inside, or in the order of two.

    Both stand in ``fewest`` articles or more; neither is a word with something regular written onto it, and neither
    is the other so, since their first and last letters are the same.
    """
    words = [
        word
        for word in library.vocabulary
        if len(word) in _LENGTHS
        and library.count(word) >= fewest
        and all("\u0621" <= letter <= "\u064a" for letter in word)
        and not word.startswith(("ال", "وال", "فال", "بال", "كال", "لل"))
        and word not in STOP_WORDS
        and not _is_grown(word, library)
    ]
    by_hole: dict[str, list[str]] = {}
    for word in words:
        for hole in _holes(word):
            by_hole.setdefault(hole, []).append(word)
    pairs = {
        (one, other)
        for alike in by_hole.values()
        for place, one in enumerate(alike)
        for other in alike[place + 1 :]
        if _differ_in_consonants(one, other)
    }
    ordered = sorted(pairs)
    Random(f"{seed} pairs").shuffle(ordered)
    return ordered[:most]


def _is_grown(word: str, library: Library) -> bool:
    """Tell whether ``word`` is another word of the corpus with something written onto it: then it is no word alone."""
    fronts = [word.removeprefix(front) for front in _GROWS_BEFORE]
    rests = [rest.removesuffix(end) for rest in (word, *fronts) for end in ("", *_GROWS_BEHIND)]
    opened = {f"{rest}ه" for rest in rests}
    shorter = [rest for rest in (*rests, *opened) if rest != word and len(rest) >= _SHORTEST]
    return any(map(library.known, shorter))


def _holes(word: str) -> Iterator[str]:
    """Yield what ``word`` shares with its look-alikes: itself with one inner consonant hidden, or two next in order."""
    for place in range(1, len(word) - 1):
        if word[place] not in _VOWELS:
            yield f"{word[:place]}?{word[place + 1 :]}"
    for place in range(1, len(word) - 2):
        if not _VOWELS & set(word[place : place + 2]):
            yield word[:place] + "/" + "".join(sorted(word[place : place + 2])) + "/" + word[place + 2 :]


def _differ_in_consonants(one: str, other: str) -> bool:
    """Tell whether two words are two: what differs is a consonant, and no ت or ن that a verb's form may put there."""
    differing = {letter for pair in zip(one, other, strict=True) if len(set(pair)) == 2 for letter in pair}
    return bool(differing) and not differing & {"ت", "ن", "ط"}


# ---- asking ----------------------------------------------------------------------------------------------------------


def pairs_of(library: Library, *, seed: int, most: int) -> list[tuple[str, str]]:
    """Return our own pairs whose both sides stand often enough, and pairs of the corpus's words, ``most`` at most."""

    def often(word: str) -> bool:
        if len(fold(word).split()) == 1:
            bare = fold(word).removeprefix("ال")
            return library.count(bare) + library.count(f"ال{bare}") >= FEWEST
        return sum(holds(library.folded[pk], word) for pk in library.articles_with([word])) >= FEWEST

    ours = [(one, other) for one, other in PAIRS if often(one) and often(other)]
    return (ours + mined(library, seed=seed, most=most))[:most]


def precision(pairs: Sequence[tuple[str, str]], library: Library, ask: Ask) -> Precision:
    """Ask for both words of each pair alone; a question that finds nothing found nothing right."""
    shares = []
    for word in dict.fromkeys(word for pair in pairs for word in pair):
        first = list(ask(word, "ar")[:DEPTH])
        right = sum(holds(library.folded.get(pk, ""), word) for pk in first)
        shares.append((word, right / len(first) if first else 0.0))
    value = sum(share for _word, share in shares) / len(shares) if shares else 0.0
    worst = sorted((pair for pair in shares if pair[1] < 1), key=lambda pair: pair[1])
    return Precision(len(shares), value, tuple(worst[:20]))


def nonsense(library: Library, *, seed: int, most: int) -> list[str]:
    """Return strings of consonants that no article holds."""
    chance = Random(f"{seed} nonsense")
    words: list[str] = []
    while len(words) < most:
        word = "".join(chance.choices(_CONSONANTS, k=chance.randint(6, 9)))
        if not library.known(word):
            words.append(word)
    return words


def silence(words: Sequence[str], ask: Ask) -> Silence:
    """Ask for words that nobody wrote."""
    return Silence(len(words), tuple(word for word in words if ask(word, "ar")))
