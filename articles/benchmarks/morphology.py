"""Arabic words made by rule: nouns and verbs by their patterns from a root, and what a noun becomes in a sentence."""

from dataclasses import dataclass
from random import Random
from typing import Final

from articles.benchmarks.roots import HOLLOW, ROOTS, SET_WORDS

# 1, 2, 3 stand for the letters of the root.
_NOUN_PATTERNS: Final = """
1ا23 م12و3 12ي3 12ا3 ت12ي3 م1ا23ة ان12ا3 ا1ت2ا3 است12ا3 م123 م123ة 12و3 12ا3ة 12ي3ة ت1ا23 مت1ا23 م1ت23 مست123
من123 م12ا3 12و3ة
"""
NOUN_PATTERNS: Final = tuple(_NOUN_PATTERNS.split())
HOLLOW_PATTERNS: Final = ("1ائ3", "1ائ3ة")
BROKEN: Final = ("أ12ا3", "123اء", "م1ا2ي3", "أ123اء")
ADJECTIVE_PATTERNS: Final = ("12ي3", "م12و3", "1ا23ي", "12ا3ي", "مت123", "من123", "123ي")
_NOUNS_OF_A_ROOT: Final = 6
VERB_PATTERNS: Final = (
    "123",
    "ي123",
    "ت123",
    "أ123",
    "ي12ي3",
    "ت1ا23",
    "ان123",
    "ا1ت23",
    "است123",
    "يست123",
    "ي1ت23",
    "تت12ا3",
)


@dataclass(frozen=True)
class Noun:
    """A noun in its singular, with a broken plural if it has one."""

    word: str
    plural: str = ""

    @property
    def feminine(self) -> bool:
        """Tell whether the noun ends in ة."""
        return self.word.endswith("ة")

    def definite(self) -> str:
        """Return the noun with ال."""
        return f"ال{self.word}"

    def many(self) -> str:
        """Return the plural: a broken one where there is one, else the regular."""
        if self.plural:
            return self.plural
        if self.feminine:
            return f"{self.word[:-1]}ات"
        return f"{self.word}ين" if self.word[0] == "م" else f"{self.word}ات"

    def two(self) -> str:
        """Return the dual as it stands after a preposition."""
        return f"{self._open()}ين"

    def owned(self, owner: str) -> str:
        """Return the noun with the ending of its owner."""
        if self.word.endswith("ى"):
            return f"{self.word[:-1]}ا{owner}"
        return self._open() + owner

    def _open(self) -> str:
        if self.feminine:
            return f"{self.word[:-1]}ت"
        return f"{self.word[:-1]}ي" if self.word.endswith("ى") else self.word


def made(pattern: str, root: str) -> str:
    """Return ``root`` in ``pattern``."""
    return pattern.translate(str.maketrans("123", root))


def set_nouns() -> list[Noun]:
    """Return the nouns of a newsroom."""
    return [Noun(word) for word in SET_WORDS]


def nouns() -> list[Noun]:
    """Return nouns made from roots; every root has some of the patterns, some of those a broken plural."""
    found = []
    for number, root in enumerate(ROOTS):
        for place in range(_NOUNS_OF_A_ROOT):
            pattern = NOUN_PATTERNS[(number * 5 + place * 3) % len(NOUN_PATTERNS)]
            broken = made(BROKEN[(number + place) % len(BROKEN)], root) if place == 1 else ""
            found.append(Noun(made(pattern, root), broken))
    found += [Noun(made(pattern, root)) for root in HOLLOW for pattern in HOLLOW_PATTERNS]
    return list({noun.word: noun for noun in found}.values())


def adjectives() -> list[str]:
    """Return adjectives in their masculine form."""
    return _from_roots(ADJECTIVE_PATTERNS, 3)


def verbs() -> list[str]:
    """Return verbs, past and present, of he and she."""
    return _from_roots(VERB_PATTERNS, 5)


def _from_roots(patterns: tuple[str, ...], count: int) -> list[str]:
    some = [
        made(patterns[(number * 5 + place * 3) % len(patterns)], root)
        for number, root in enumerate(ROOTS)
        for place in range(count)
    ]
    return list(dict.fromkeys(some))


def agreeing(adjective: str, noun: Noun) -> str:
    """Return ``adjective`` in the gender of ``noun``."""
    return f"{adjective}ة" if noun.feminine else adjective


_OWNERS: Final = ("ه", "ها", "هم", "نا")


def in_a_sentence(noun: Noun, chance: Random) -> str:
    """Return ``noun`` as it may stand in running text: with particles, in another number, with an owner."""
    turn = chance.random()
    if turn < 0.3:
        word = noun.definite()
    elif turn < 0.5:
        word = noun.word
    elif turn < 0.68:
        word = f"ال{noun.many()}" if chance.random() < 0.6 else noun.many()
    elif turn < 0.76:
        word = noun.two()
    else:
        word = noun.owned(chance.choice(_OWNERS))
    if chance.random() < 0.3:
        return leaning(chance.choice(("و", "و", "ب", "ل", "ف", "ك")), word)
    return word


def leaning(particle: str, word: str) -> str:
    """Return ``word`` with a particle written onto it; ل swallows the alef of the article."""
    if particle.endswith("ل") and word.startswith("ال"):
        return particle + (word[2:] if word[2:3] == "ل" else word[1:])
    return particle + word
