"""Words that nobody wrote are mended from the words of the house: one or two edits away, parted, or joined.

The words come from every piece, hidden ones too; what may be used is asked of the search itself, which knows only what
may be found by who asks.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from threading import Lock
from time import monotonic

from django.db import connection
from django.db.models import Max
from rapidfuzz import process
from rapidfuzz.distance import OSA

from articles.models import Word
from articles.search.question import Kind, Need, Way, word_ways

# Shorter words are never mended: half of Arabic is one letter away from them.
SHORTEST, SHORTEST_FOR_TWO = 4, 7
# Of one word: how many neighbours are asked for, used, and used where the word is alone. They are asked for in order of
# nearness, first as many as are used; as long as too few of them may be found by who asks, each time twice as many.
MOST_NEAR, MOST_USED, MOST_OF_ONE = 180, 12, 2
# In so many pieces no word is a slip.
OFTEN = 3
# Ids are given before they are committed: so many are read again, after so many seconds at the latest.
_OVERLAP, _LATEST = 2000, 1.0

Known = Callable[[Iterable[Way]], int]
Written = Callable[[Sequence[str]], dict[str, int]]


class _Vocabulary:
    """The words of the house in this process, by their length; what was written since is read before each use."""

    def __init__(self) -> None:
        self._words: set[str] = set()
        self._by_length: dict[int, list[str]] = {}
        self._last = self._read_at = 0.0
        self._turn = Lock()

    def words(self, shortest: int, longest: int) -> Iterator[list[str]]:
        """Yield the words of each length from ``shortest`` to ``longest`` that some piece has or had."""
        with self._turn:
            self._read()
            for length in range(shortest, longest + 1):
                yield self._by_length.get(length, [])

    def _read(self) -> None:
        newest = Word.objects.aggregate(newest=Max("pk"))["newest"] or 0
        fresh = newest == self._last and monotonic() - self._read_at < _LATEST
        # What is seen inside a transaction may never come to be, and its ids come again.
        if fresh and not connection.in_atomic_block:
            return
        for word in Word.objects.filter(pk__gt=self._last - _OVERLAP).order_by("pk").values_list("word", flat=True):
            if word not in self._words:
                self._words.add(word)
                self._by_length.setdefault(len(word), []).append(word)
        self._last, self._read_at = newest, monotonic()


_vocabulary = _Vocabulary()


def mend(needs: Sequence[Need], *, known: Known, written: Written) -> list[Need]:
    """Return ``needs`` with those mended that nothing meets; the same where nothing can be mended.

    ``known`` says how many pieces meet one of some ways, ``written`` in how many each of some words stands.
    """
    met = [need.phrase or len(need.words) > 1 or known(need.ways) > 0 for need in needs]
    mended: list[Need] = []
    place = 0
    while place < len(needs):
        need = needs[place]
        if met[place]:
            mended.append(need)
        elif (both := _joined(needs, place, known)) is not None:
            mended.append(both)
            place += 1
        elif (parts := _parted(need, known)) is not None:
            mended.append(parts)
        else:
            others = _used(need, written)
            mended.append(_with(need, others if len(needs) > 1 else _nearest(need, others)))
        place += 1
    return mended


def doubted(needs: Sequence[Need], *, written: Written) -> list[Need]:
    """Return ``needs`` with the neighbours of their rare words as further ways: somebody wrote each, but not together.

    A word that stands in several pieces is meant: who asks for اليمن is not asked whether اليمين was meant.
    """
    alone = [need.words[0] for need in needs if len(need.words) == 1]
    rare = {word for word, count in written(alone).items() if count < OFTEN} if alone else set()
    return [
        _with(need, _used(need, written)) if len(need.words) == 1 and need.words[0] in rare else need for need in needs
    ]


def settled(needs: Sequence[Need], ways: Sequence[Way | None]) -> list[Need]:
    """Return ``needs`` saying what was looked for instead of a word, as the best hit meets them by ``ways``."""
    return [
        replace(need, instead=way.said) if way and way.said else need for need, way in zip(needs, ways, strict=True)
    ]


def near(word: str) -> list[str]:
    """Return the words of the house that are one edit from ``word``, two from a long one; the nearer first."""
    if len(word) < SHORTEST or not word.isalpha():
        return []
    most = 2 if len(word) >= SHORTEST_FOR_TWO else 1
    ordered = sorted(
        (distance, other[:1] != word[:1], abs(len(other) - len(word)), other)
        for words in _vocabulary.words(len(word) - most, len(word) + most)
        for other, distance, _at in process.extract(
            word, words, scorer=OSA.distance, processor=None, score_cutoff=most, limit=None
        )
    )
    return [other for _distance, _first, _length, other in ordered if other != word][:MOST_NEAR]


def _with(need: Need, others: Iterable[str]) -> Need:
    """Return the need with these words as further ways."""
    return need.wider(replace(way, kind=Kind.MENDED, said=other) for other in others for way in word_ways(other))


def _used(need: Need, written: Written) -> dict[str, int]:
    """Return the nearest neighbours of a word that somebody wrote where who asks may find them, each with how often."""
    used: dict[str, int] = {}
    others, size = near(need.words[0]), MOST_USED
    while others and len(used) < MOST_USED:
        used |= {other: count for other, count in written(others[:size]).items() if count}
        others, size = others[size:], size * 2
    return dict(list(used.items())[:MOST_USED])


def _nearest(need: Need, others: dict[str, int]) -> list[str]:
    """Return of the neighbours of a word that is alone the nearest, the most used first."""
    (word,) = need.words
    return sorted(others, key=lambda other: (OSA.distance(word, other), -others[other], other))[:MOST_OF_ONE]


def _parted(need: Need, known: Known) -> Need | None:
    """Return the need of two words that were typed as one: بيونغيانغ."""
    (word,) = need.words
    for at in range(3, len(word) - 2):
        first, second = word[:at], word[at:]
        way = Way(Kind.JOINED, (first, second), said=f"{first} {second}")
        if known([way]):
            return need.wider([way])
    return None


def _joined(needs: Sequence[Need], place: int, known: Known) -> Need | None:
    """Return the need of a word that was typed as two, this one and the next: فيس بوك."""
    pair = needs[place : place + 2]
    if len(pair) < 2 or any(len(need.words) > 1 or need.phrase for need in pair):
        return None
    whole = "".join(need.words[0] for need in pair)
    if not known([Way(Kind.SURFACE, (whole,))]):
        return None
    ways = tuple(replace(way, said=whole) for way in word_ways(whole))
    return Need(tuple(need.words[0] for need in pair), ways)
