"""Whether two names are probably spellings of one: for warning, never for deciding.

The method measured best of seven (ARABIC.md, section 7): folded names, with and without ال, a coarse skeleton of
consonants, and weighted edits between words. Foreign names vary, since every paper hears them anew (غوتيريش / جوتيريس);
Arabic ones do not, and their long vowels tell them apart (حسن / حسين), so a word on the list of Arabic words, or two
of Arabic shape, must be equal. Digits must agree, short words must be equal, and every word must have its match.

Not one name, by decision: a country and its adjective (روسيا / الروسية), one and many (انتخاب / انتخابات), he and she
(كاتب / كاتبة), a name and the same with one more (بوتين / فلاديمير بوتين), a given name with ال (حسن / الحسن). Two
names that fold alike are always one (عُمان / عمّان). ``tests/benchmarks/names.py`` prints how well this does.
"""

from collections.abc import Hashable, Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

from newsroom.arabic.aligning import (
    ARTICLE,
    JOINED,
    LETTERS,
    SAME_FOLDED,
    SCRIPT,
    VOWELS,
    Likeness,
    Reason,
    compared,
)
from newsroom.arabic.spelling import Reading, read, sketch

__all__ = [
    "ARTICLE",
    "JOINED",
    "LETTERS",
    "SAME_FOLDED",
    "SCRIPT",
    "VOWELS",
    "Likeness",
    "Names",
    "Pair",
    "Reason",
    "Twin",
    "likeness",
    "same_name",
]

Key = TypeVar("Key", bound=Hashable)


class Twin(NamedTuple, Generic[Key]):
    """A name that is like the one asked about."""

    key: Key
    name: str
    likeness: Likeness


class Pair(NamedTuple, Generic[Key]):
    """Two names, each with its key, that are like each other."""

    first: tuple[Key, str]
    second: tuple[Key, str]
    likeness: Likeness


def likeness(a: str, b: str) -> Likeness | None:
    """Return why ``a`` and ``b`` are probably one name, or None if they are probably two.

    The reason is the strongest of all words: ``SAME_FOLDED`` (nothing a reader would call a difference), ``ARTICLE``
    (ال), ``JOINED`` (spaces), ``VOWELS`` (long vowels and hamza), ``LETTERS`` (near consonants; Latin spellings),
    ``SCRIPT`` (Arabic and Latin letters). The same in either order; None for a name without letters and digits.
    """
    if sketch(a).keys.isdisjoint(sketch(b).keys):
        return None
    return compared(read(a), read(b))


def same_name(a: str, b: str) -> bool:
    """Tell whether two names are probably spellings of the same thing. Symmetric; never of a name without letters."""
    return likeness(a, b) is not None


class Names(Generic[Key]):
    """Many names, prepared for the same question as ``same_name``, and giving the same answers.

    Takes pairs of a key (a primary key, or a kind and a primary key) and a name; a key may come with several names.
    The index never changes: make another when names do.
    """

    def __init__(self, names: Iterable[tuple[Key, str]]) -> None:
        self._names: list[tuple[Key, str]] = list(names)
        self._places: dict[str, list[int]] = {}
        self._readings: dict[int, Reading] = {}
        for place, (_key, name) in enumerate(self._names):
            for each in sketch(name).keys:
                self._places.setdefault(each, []).append(place)

    def __len__(self) -> int:
        return len(self._names)

    def like(self, name: str) -> list[Twin[Key]]:
        """Return every name that is like ``name``, the likest first, and in the order given among equals."""
        one = read(name)
        places = sorted({place for each in sketch(name).keys for place in self._places.get(each, ())})
        found = [Twin(*self._names[place], same) for place in places if (same := compared(one, self._reading(place)))]
        return sorted(found, key=lambda twin: twin.likeness.cost)

    def pairs(self) -> Iterator[Pair[Key]]:
        """Yield every two names that are alike, once, in no order; two names of one key are no pair."""
        for key, places in self._places.items():
            readings = [self._reading(place) for place in places]
            for turn, one in enumerate(readings):
                first = self._names[places[turn]]
                for other in range(turn + 1, len(readings)):
                    same = compared(one, readings[other])
                    second = self._names[places[other]]
                    # Names with several keys in common meet under each of them, and count under one.
                    if same and first[0] != second[0] and key == min(sketch(first[1]).keys & sketch(second[1]).keys):
                        yield Pair(first, second, same)

    def _reading(self, place: int) -> Reading:
        reading = self._readings.get(place)
        if reading is None:
            reading = self._readings[place] = read(self._names[place][1])
        return reading
