"""How a name is read for comparing: its words, their articles, and the coarse keys that all its spellings share.

``names`` decides with it; nothing here decides. Everything works on folded text (see ``fold``), of which the first
240 letters count, so that a hostile name costs no more than a long one.
"""

import re
from typing import Final, NamedTuple

from newsroom.arabic.closeness import marked
from newsroom.arabic.fixed import is_arabic_shape, is_fixed
from newsroom.arabic.fold import fold

LONGEST: Final = 240

_REMEMBERED: Final = 16_384  # more names than a newsroom has; a bound, since visitors may send others

# ؤ and ئ are one hamza on two seats (مسؤول / مسئول); folding would make them two letters.
_SEATS: Final = str.maketrans("ؤئ", "ءء")
_WORDS: Final = re.compile(r"\d+|[^\W\d]+")
# An ال that is no article begins some foreign names: Alex-, Alman-, Alban-, Albert, Alfred, Eliza-, Eliot, Alaska.
_AL: Final = r"(و?)ال(?!ي?كس|ماني|باني|برت(?:[وا]|\b)|فري|يزاب|يوت|اسكا)(?=...)"
_ARTICLE: Final = re.compile(_AL)

# The coarse key keeps what no transliteration changes: five kinds of sound, of the palate (K), hissed (S), of the
# teeth (T), of the lips (B), and ر ل م ن. Vowels, ع and the breathed h's come and go; t before K or S is part of it
# (تش، تس، دج). Letters of two kinds make a second key. Latin letters have the same kinds, so keys join scripts too.
_PLAIN: Final = str.maketrans(
    {
        **dict.fromkeys("كقغجخgjkq", "K"),
        **dict.fromkeys("سصزxsz", "S"),
        **dict.fromkeys("تطدtd", "T"),
        **dict.fromkeys("بفbpvf", "B"),
        "م": "M",
        "m": "M",
        "ن": "N",
        "n": "N",
        "ر": "R",
        "r": "R",
        "ل": "L",
        "l": "L",
        "c": "ش",
        "ظ": "ث",
        "ض": "ذ",
        **dict.fromkeys(" اويهحعءaeiouyhw"),
    }
)
_OF_TWO_KINDS: Final = (("ش", "K", "S"), ("ث", "S", "T"), ("ذ", "T", "S"))
# The vowels' letters as consonants: و as v (واغنر / فاغنر), a first ي or ه as j (يونغ / جونغ, هوسيه / خوسيه).
_SPOKEN_V: Final = re.compile(r"(?:\b|(?<=\bال))و(?!ال)|و(?=[اي])")
_SPOKEN_J: Final = re.compile(r"(?:\b|(?<=\bال))[يه]")
_SPOKEN: Final = re.compile(r"\b(?:ال)?[ويه]|و[اي]")
_RUNS: Final = (("TK", "K"), ("TS", "S"), ("KS", "S"), ("MB", "NB"), *((letter * 2, letter) for letter in "KSTBMNRL"))
_FIRST_ARTICLE: Final = re.compile("^" + _AL)
_INNER_ARTICLE: Final = re.compile(" " + _AL)


class Form(NamedTuple):
    """A word to compare: folded, folded with every hamza as ء, as edits see it, and whether its spelling is fixed."""

    text: str
    hamzas: str
    edits: str
    fixed: bool
    shaped: bool


class Word(NamedTuple):
    """A word as it stands and without ال; the same form twice if it has no ال."""

    whole: Form
    bare: Form


class Reading(NamedTuple):
    """A name, read: its folded text and its words."""

    folded: str
    words: tuple[Word, ...]


def folded(name: str) -> str:
    """Return the folded ``name``, cut to the letters that are compared; "" if it has no letter and no digit."""
    return fold(name)[:LONGEST].rstrip()


def _form(text: str, hamzas: str) -> Form:
    return Form(text, hamzas, marked(hamzas), is_fixed(text), is_arabic_shape(text))


def word(text: str, hamzas: str) -> Word:
    """Return a folded word ready to compare; ``hamzas`` is the same word with ؤ and ئ as ء."""
    whole = _form(text, hamzas)
    if not _ARTICLE.match(text):
        return Word(whole, whole)
    return Word(whole, _form(_ARTICLE.sub(r"\1", text, count=1), _ARTICLE.sub(r"\1", hamzas, count=1)))


def read(name: str) -> Reading:
    """Return ``name`` taken apart into words; letters and digits are parted (سو57 is سو 57)."""
    text = folded(name)
    words = _WORDS.findall(text)
    hamzas = _WORDS.findall(folded(name.translate(_SEATS)))
    if [len(each) for each in hamzas] != [len(each) for each in words]:
        hamzas = words
    return Reading(text, tuple(map(word, words, hamzas)))


def joined(words: tuple[Word, ...]) -> Word:
    """Return neighbouring words as if written in one."""
    return word("".join(each.whole.text for each in words), "".join(each.whole.hamzas for each in words))


def _single(key: str) -> str:
    for run, letter in _RUNS:
        while run in key:
            key = key.replace(run, letter)
    return key


def keys(text: str) -> frozenset[str]:
    """Return the coarse keys of a folded name, most often one. Two names with no key in common are never alike."""
    if "سانت " in text:
        text = text.replace("سانت ", "سان ")
    if text.startswith(("ال", "وال")):
        text = _FIRST_ARTICLE.sub(r"\1", text)
    ways = [text]
    if " ال" in text or " وال" in text:
        ways.append(_INNER_ARTICLE.sub(r" \1", text))  # عبد الله may be عبدالله, الجيش الحر may be جيش حر
    if _SPOKEN.search(text):
        ways += [_SPOKEN_V.sub("ف", _SPOKEN_J.sub("ج", way)) for way in ways]
    kinds = [way.translate(_PLAIN) for way in ways]
    for letter, one, other in _OF_TWO_KINDS:
        if letter in kinds[0]:
            kinds = [key.replace(letter, kind) for key in kinds for kind in (one, other)]
    return frozenset(map(_single, kinds))


class Sketch(NamedTuple):
    """What is looked at first: the folded name and its coarse keys."""

    folded: str
    keys: frozenset[str]


_sketches: dict[str, Sketch] = {}


def sketch(name: str) -> Sketch:
    """Return the folded text and the keys of ``name``; a name without letters and digits has no key.

    Remembers a bounded number of names, because a newsroom asks about the same ones over and over.
    """
    found = _sketches.get(name)
    if found is None:
        text = folded(name)
        found = Sketch(text, keys(text) if text else frozenset())
        if len(name) <= LONGEST:
            if len(_sketches) >= _REMEMBERED:
                _sketches.clear()
            _sketches[name] = found
    return found
