"""The light stem: what stays of a word when article, endings and the particles written onto it are taken off.

Light, because roots join what readers keep apart (كاتب, مكتب, كتاب): measured on real articles, roots find more and
ruin precision. Rules and lists follow the light stemmers of Larkey, Ballesteros and Connell (light10, 2002/2007),
with the differences that the measurements asked for: hamza and ى folded first, the word with and without ال always
alike, endings taken off until none is left, and the particles و ف ب ل ك س never guessed here but offered apart.
"""

from functools import lru_cache
from typing import Final

LEAST: Final = 3
"""Fewer letters than an Arabic word has are never left over."""

_ARTICLES: Final = ("وبال", "فبال", "وكال", "ولل", "فلل", "وال", "فال", "بال", "كال", "لل", "ال")
# Pronouns of the third person and ours, by the letters that must stay before each: تفاهم bears none.
_PRONOUNS: Final = (
    ("تهما", 3),
    ("تها", 3),
    ("تهم", 3),
    ("تنا", 4),
    ("هما", 3),
    ("ته", 3),
    ("ها", 3),
    ("هم", 4),
    ("نا", 4),
)
# Dual and sound plural, then relation (نسبة), feminine and the alef of the accusative, longest first.
_ENDINGS: Final = ("تان", "تين", "ات", "ان", "ون", "ين", "يه", "يا", "ه", "ي", "ا")
# The hamza at the end of a word, and folded upon its seat before a pronoun.
_HAMZA, _SEATED, _SEATED_BEFORE_HIS = "ء", "اي", "ايه"
_PARTICLES: Final = ("وب", "ول", "وك", "فب", "فل", "فك", "وس", "فس", "و", "ف", "ب", "ل", "ك", "س")
_ONTO_NOUNS: Final = tuple(particle for particle in _PARTICLES if "س" not in particle)
# س before a verb alone, and a verb of the present begins with one of these.
_PRESENT: Final = frozenset("ايتن")
_REMEMBERED: Final = 1 << 16


def is_arabic(word: str) -> bool:
    """Tell whether a folded word is written in Arabic letters alone, and so has endings that Arabic takes off."""
    return all("ء" <= letter <= "ي" for letter in word)


@lru_cache(_REMEMBERED)
def stem(word: str) -> str:
    """Return the light stem of one folded word; a word that is not Arabic, or too short, is its own.

    العلاقات, علاقة, علاقاتها and للعلاقات are all علاق; السورية, سوريا and سوري all سور. At least three letters stay.
    Takes what ``fold`` returns for one word; raises nothing.
    """
    if len(word) <= LEAST or not is_arabic(word):
        return word
    return _bare(_without_article(word))


@lru_cache(_REMEMBERED)
def clitics(word: str) -> tuple[str, ...]:
    """Return the stems that ``word`` may have if its first letters are particles: و ف ب ل ك س, alone or two of them.

    Whether they are is nothing that a word tells: ولد is a boy, وسوريا is «and Syria». So these are possible stems, in
    no case the word's own, each once, the longest first; () for most words. Raises nothing.
    """
    if len(word) <= LEAST or not is_arabic(word):
        return ()
    own, found = stem(word), []
    for particle in _PARTICLES:
        if not word.startswith(particle):
            continue
        rest = word[len(particle) :]
        if len(rest) < LEAST or (particle.endswith("س") and rest[0] not in _PRESENT):
            continue
        found.append(stem(rest))
    longest = sorted(dict.fromkeys(found), key=len, reverse=True)
    return tuple(each for each in longest if each != own)


def shapes(word: str) -> tuple[str, ...]:
    """Return how ``word`` stands in a sentence without changing: bare, with its article, under particles, each once.

    اليمن gives يمن, اليمن, واليمن, لليمن, بيمن …: one word in one inflection, never يمني or اليمين. A word that is not
    Arabic stands alone. Takes what ``fold`` returns for one word; raises nothing.
    """
    if not is_arabic(word) or len(word) < LEAST:
        return (word,)
    bare = _without_article(word) if len(word) > LEAST else word
    return tuple(dict.fromkeys([bare, word, *(f"{onto}{bare}" for onto in (*_ARTICLES, *_ONTO_NOUNS))]))


def _without_article(word: str) -> str:
    for article in _ARTICLES:
        if word.startswith(article) and len(word) - len(article) >= LEAST:
            word = word[len(article) :]
            break
    # ألمانيا folds to a word that begins like the article, with and without one before it: so ال goes as often as it
    # stands there.
    while word.startswith("ال") and len(word) - 2 >= LEAST:
        word = word[2:]
    return word


def _bare(word: str) -> str:
    # وزراء and وزرائها: the alef belongs to the plural, the hamza is dropped or changes its seat.
    if word.endswith(_HAMZA) and len(word) > LEAST:
        return word[:-1]
    if word.endswith(_SEATED_BEFORE_HIS) and len(word) - 2 >= LEAST:
        return word[:-2]
    for ending, least in _PRONOUNS:
        if word.endswith(ending) and len(word) - len(ending) >= least:
            word = word[: -len(ending)]
            if word.endswith(_SEATED) and len(word) > LEAST:
                return word[:-1]
            break
    while (shorter := _shorter(word)) != word:
        word = shorter
    return word


def _shorter(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= LEAST:
            return word[: -len(ending)]
    return word
