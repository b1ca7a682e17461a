"""What readers do to the words they type, one class at a time.

A damage takes the words of a question, a source of chance and what is known of the corpus, and returns the words as
somebody would type them, or None where these words give it no chance. The same chance gives the same damage.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Final

from articles.benchmarks import shapes
from articles.benchmarks.keyboard import typo
from newsroom.arabic.fold import fold

# Tells whether a folded word stands in the corpus.
Known = Callable[[str], bool]
Words = list[str]
Change = Callable[[str, Random, Known], str]
Apply = Callable[[Words, Random, Known], Words | None]
ARTICLE: Final = "ال"
# The article under a particle: nobody writes another before these.
_LED: Final = ("وال", "فال", "بال", "كال", "لل")
_SHORTEST: Final = 3
_LONGEST: Final = 9


@dataclass(frozen=True)
class Damage:
    """One class: its name, what it is called in Arabic, and what it does."""

    name: str
    arabic: str
    apply: Apply


def every(change: Change) -> Apply:
    """Return the damage that changes every word it can, as a habit does."""

    def apply(words: Words, chance: Random, known: Known) -> Words | None:
        changed = [change(word, chance, known) or word for word in words]
        return changed if changed != words else None

    return apply


def some(change: Change, count: int = 1) -> Apply:
    """Return the damage that changes exactly ``count`` words, as a slip does."""

    def apply(words: Words, chance: Random, known: Known) -> Words | None:
        changed, left = list(words), count
        for place in chance.sample(range(len(words)), len(words)):
            new = change(words[place], chance, known)
            if left and new and new != words[place]:
                changed[place] = new
                left -= 1
        return None if left else changed

    return apply


def is_arabic(word: str) -> bool:
    """Tell whether ``word`` is written in Arabic letters alone."""
    return word.isalpha() and all("\u0621" <= letter <= "\u064a" for letter in word)


def _letters(mapping: dict[str, str]) -> Change:
    table = str.maketrans(mapping)
    return lambda word, _chance, _known: word.translate(table)


def _at_the_end(mapping: dict[str, str]) -> Change:
    return lambda word, _chance, _known: word[:-1] + mapping.get(word[-1:], word[-1:])


# ---- spelling --------------------------------------------------------------------------------------------------------

bare_alef = _letters(dict.fromkeys("أإآ", "ا"))
bare_seat = _letters({"ؤ": "و", "ئ": "ي"})
lone_hamza = _letters(dict.fromkeys("ؤئ", "ء"))
other_ha = _at_the_end({"ة": "ه", "ه": "ة"})
other_ya = _at_the_end({"ى": "ي", "ي": "ى"})
persian = _letters({"ي": "ی", "ى": "ی", "ك": "ک"})
digits = _letters({str(number): chr(0x660 + number) for number in range(10)})


def without_hamza(word: str, _chance: Random, _known: Known) -> str:
    """Return ``word`` without the hamza at its end."""
    return word[:-1] if word.endswith("ء") and len(word) > _SHORTEST - 1 else ""


def urdu(word: str, _chance: Random, _known: Known) -> str:
    """Return ``word`` as an Urdu keyboard writes it: ہ for ه, ۃ for ة, ے for a ي at the end."""
    new = word.translate({ord("ه"): "ہ", ord("ة"): "ۃ"})
    return new[:-1] + "ے" if new[-1:] in {"ي", "ى"} else new


def _marked(change: Callable[[str, Random], str]) -> Change:
    return lambda word, chance, _known: change(word, chance) if is_arabic(word) else ""


# ---- what leans on a word, and what it ends in -----------------------------------------------------------------------


def is_definite(word: str) -> bool:
    """Tell whether ``word`` begins with the article."""
    return word.startswith(ARTICLE) and len(word) >= len(ARTICLE) + _SHORTEST


def with_article(word: str, _chance: Random, _known: Known) -> str:
    """Return a bare word with ال."""
    is_bare = is_arabic(word) and len(word) >= _SHORTEST and not word.startswith((ARTICLE, *_LED))
    return ARTICLE + word if is_bare else ""


def without_article(word: str, _chance: Random, _known: Known) -> str:
    """Return ``word`` without its ال."""
    return word[len(ARTICLE) :] if is_definite(word) else ""


def with_particle(word: str, chance: Random, _known: Known) -> str:
    """Return ``word`` with و ف ب ل or ك written onto it, and now and then with two of them."""
    if not is_arabic(word) or len(word) < _SHORTEST or word.startswith(_LED):
        return ""
    if not is_definite(word):
        return chance.choice(("و", "و", "ف", "ب", "ل", "ك", "وب", "ول")) + word
    # ل swallows the alef of the article, and never makes a third lam.
    after_lam = word[2:] if word[2] == "ل" else word[1:]
    front = chance.choice(("و", "و", "ف", "ب", "ل", "ك", "وب", "ول"))
    return front + (after_lam if front.endswith("ل") else word)


_OWNERS: Final = ("ه", "ها", "هم", "نا")


def forms_of(word: str, known: Known) -> Words:
    """Return what ``word`` becomes in other numbers, genders and with owners, by the regular endings."""
    front, stem = (ARTICLE, word[len(ARTICLE) :]) if is_definite(word) else ("", word)
    if not is_arabic(word) or not _SHORTEST <= len(stem) <= _LONGEST:
        return []
    cut, end = stem[:-2], stem[-2:]
    if stem.endswith("ة"):
        bound = stem[:-1]
        return [front + bound + ending for ending in ("ات", "تين", "تان")] + [f"{bound}ت{owner}" for owner in _OWNERS]
    if end == "ات" and known(fold(f"{cut}ة")):
        return [f"{front}{cut}ة", f"{front}{cut}تين", *(stem + owner for owner in _OWNERS)]
    if end in {"ين", "ون"} and len(cut) >= _SHORTEST and known(fold(cut)):
        return [front + cut, front + cut + ("ون" if end == "ين" else "ين")]
    if stem.endswith("ي"):
        return [front + stem + ending for ending in ("ة", "ين", "ون", "ات")]
    if stem.endswith("ى"):
        return [f"{front}{stem[:-1]}يات", *(f"{stem[:-1]}ا{owner}" for owner in _OWNERS)]
    if stem[-1] in "اوءآ":
        return []
    grown = [front + stem + ending for ending in ("ين", "ان", "ات", "ي", "ية")]
    return grown + [stem + owner for owner in _OWNERS]


def inflected(word: str, chance: Random, known: Known) -> str:
    """Return ``word`` in another number or with an owner, "" where none of the rules fits."""
    forms = forms_of(word, known)
    return chance.choice(forms) if forms else ""


def _inflected_noun(words: Words, chance: Random, known: Known) -> Words | None:
    """Inflect a word that takes the article somewhere, which names and verbs do not; any other where there is none."""
    nouns = [word for word in words if is_definite(word) or known(fold(ARTICLE + word))]
    for those in (nouns, words):
        places = [place for place, word in enumerate(words) if word in those and forms_of(word, known)]
        if places:
            place = chance.choice(places)
            return [*words[:place], inflected(words[place], chance, known), *words[place + 1 :]]
    return None


# ---- the phone -------------------------------------------------------------------------------------------------------


def _slip(word: str, chance: Random, _known: Known) -> str:
    return typo(word, chance)


_HABITS: Final = (bare_alef, bare_seat, _at_the_end({"ة": "ه"}), other_ya)
_MORE: Final = (
    some(with_particle),
    every(without_article),
    some(with_article),
    every(without_hamza),
    every(persian),
    every(digits),
    some(inflected),
    some(_slip),
)


def _on_a_phone(words: Words, chance: Random, known: Known) -> Words | None:
    """Spell as one does in haste, and do one thing more; at least two damages at once."""
    typed = list(words)
    for habit in _HABITS:
        typed = [habit(word, chance, known) or word for word in typed]
    spelled = typed != words
    for more in chance.sample(_MORE, len(_MORE)):
        further = more(typed, chance, known)
        if further is not None:
            return further if spelled else None
    return None


# The twenty classes whose average is «all damaged».
CLASSES: Final = (
    Damage("hamza on alef bare", "أإآ تُكتب ا", every(bare_alef)),
    Damage("hamza seats as w y", "ؤ ئ تُكتبان و ي", every(bare_seat)),
    Damage("final hamza dropped", "ء الأخيرة تسقط", every(without_hamza)),
    Damage("ta marbuta / ha", "ة ↔ ه", every(other_ha)),
    Damage("alef maqsura / ya", "ى ↔ ي", every(other_ya)),
    Damage("harakat typed", "حركات في السؤال", every(_marked(shapes.vocalised))),
    Damage("harakat in article", "حركات في المادة", lambda words, _chance, _known: list(words)),
    Damage("al- added", "ال تُزاد", some(with_article)),
    Damage("al- dropped", "ال تسقط", every(without_article)),
    Damage("particle attached", "و ف ب ل ك موصولة", some(with_particle)),
    Damage("inflected", "جمع ومثنى وضمير", _inflected_noun),
    Damage("Persian letters", "ی ک", every(persian)),
    Damage("Urdu letters", "ہ ے", every(urdu)),
    Damage("tatweel", "تطويل", every(_marked(shapes.stretched))),
    Damage("presentation forms", "أشكال العرض", every(_marked(shapes.printed))),
    Damage("invisible marks", "محارف خفية", every(_marked(shapes.with_invisible))),
    Damage("Arabic-Indic digits", "أرقام ٠–٩", every(digits)),
    Damage("one typo", "خطأ طباعة", some(_slip)),
    Damage("two typos", "خطآن", some(_slip, 2)),
    Damage("mixed phone typing", "كتابة هاتف", _on_a_phone),
)
# Measured, and not part of the average.
BESIDES: Final = (Damage("hamza seats as lone", "ؤ ئ تُكتبان ء", every(lone_hamza)),)
BY_NAME: Final = {damage.name: damage for damage in (*CLASSES, *BESIDES)}
VOCALISED: Final = "harakat in article"
