"""What somebody asks: words, names, phrases in quotes, words to leave out, each with the ways in which it may stand.

A question is a list of *needs*; a piece answers it when it meets them all. A need has *ways*, the better first: the
word as it is spelled, its stem, its stem under a particle, another spelling of a name, what is filed under the name.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum

from articles.search.entries import facet
from articles.search.names import Named
from articles.search.words import clitics, cut, plain, shapes, stem_of
from newsroom.arabic.analyse import joined_forms

LONGEST_QUERY = 200
MOST_WORDS = 8

# A quotation in any of the house styles, or a run without spaces; each may be left out by a hyphen before it.
_PART = re.compile(r'(?P<minus>(?<!\S)[-−])?(?:[“”"«»](?P<phrase>[^“”"«»]+)[“”"«»]|(?P<word>[^\s“”"«»]+))')
_BEFORE_HAMZA = ("ا", "و", "ي")


class Kind(IntEnum):
    """How a way meets a need, the nearer to what was typed the smaller; a single word is ranked by this first."""

    SURFACE = 0
    NAME = 1
    JOINED = 2
    SHAPE = 3
    STEM = 4
    CLITIC = 5
    LOOSE = 6
    MENDED = 7


# What a word found in this way is worth, of one that stands as it was typed.
WORTH = {
    Kind.SURFACE: 1.0,
    Kind.NAME: 0.95,
    Kind.JOINED: 0.9,
    Kind.SHAPE: 0.9,
    Kind.STEM: 0.8,
    Kind.CLITIC: 0.8,
    Kind.LOOSE: 0.7,
    Kind.MENDED: 0.6,
}


@dataclass(frozen=True)
class Way:
    """One way to meet a need: these surfaces one after the other, or one stem, or one fact of the piece."""

    kind: Kind
    words: tuple[str, ...] = ()
    stem: str = ""
    fact: str = ""
    # A stem that must stand under a particle.
    under: bool = False
    # Words that may stand apart, each in any of its forms.
    apart: bool = False
    # The word that is looked for instead of the one that was typed.
    said: str = ""


@dataclass(frozen=True)
class Need:
    """One thing that a piece must have: the folded words as typed, and the ways in which they may stand."""

    words: tuple[str, ...]
    ways: tuple[Way, ...]
    phrase: bool = False
    # What is looked for instead of a word that nobody wrote.
    instead: str = ""

    def wider(self, ways: Iterable[Way]) -> "Need":
        """Return this need with further ways."""
        return replace(self, ways=tuple(dict.fromkeys([*self.ways, *ways])))


@dataclass(frozen=True)
class Question:
    """What is asked: what a piece must have, and what it must not have."""

    needs: tuple[Need, ...] = ()
    without: tuple[Need, ...] = ()
    words: tuple[str, ...] = field(default=())


def words_of(query: str) -> list[str]:
    """Return the folded words of what somebody typed, each once, at most ``MOST_WORDS``, those left out too."""
    return list(dict.fromkeys(plain(query[:LONGEST_QUERY])))[:MOST_WORDS]


@dataclass
class _Part:
    words: list[str]
    joined: list[str]
    phrase: bool
    minus: bool


def parts_of(query: str) -> list[_Part]:
    """Return what stands in ``query``: words and phrases in their order, at most ``MOST_WORDS`` words in all."""
    found, room = [], MOST_WORDS
    for part in _PART.finditer(query[:LONGEST_QUERY]):
        text = part["phrase"] or part["word"] or ""
        words = plain(text)[:room]
        room -= len(words)
        if words:
            phrase = part["phrase"] is not None and len(words) > 1
            found.append(_Part(words, [cut(word) for word in joined_forms(text)], phrase, bool(part["minus"])))
    return found


def read(parts: Sequence[_Part], names: Sequence[Named]) -> Question:
    """Return the question that ``parts`` ask; ``names`` as ``names.names_in`` finds them in the words wanted."""
    needs: list[Need] = []
    wanted = [part for part in parts if not part.minus]
    loose: list[tuple[list[str], list[str]]] = []
    for part in wanted:
        if part.phrase:
            needs.append(Need(tuple(part.words), (Way(Kind.SURFACE, tuple(part.words)),), phrase=True))
        else:
            loose.append((part.words, part.joined))
    needs = [*_named(loose, names), *needs]
    unique = {need.words: need for need in needs}
    return Question(
        tuple(unique.values()),
        tuple(_excluded(part) for part in parts if part.minus),
        tuple(dict.fromkeys(word for part in wanted for word in part.words)),
    )


def wanted_words(parts: Sequence[_Part]) -> list[str]:
    """Return the words wanted outside quotation marks, in their order: where names are looked for."""
    return [word for part in parts if not part.minus and not part.phrase for word in part.words]


def _named(loose: list[tuple[list[str], list[str]]], names: Sequence[Named]) -> list[Need]:
    """Return the needs of the words outside quotations: those of a name together, a hyphenated word together."""
    words = [word for group, _joined in loose for word in group]
    needs, taken = [], [False] * len(words)
    for named in names:
        size = len(named.words)
        for start in range(len(words) - size + 1):
            if words[start : start + size] == named.words and not any(taken[start : start + size]):
                taken[start : start + size] = [True] * size
                needs.append((start, name_need(named)))
    start = 0
    for group, joined in loose:
        places = range(start, start + len(group))
        start += len(group)
        if len(group) > 1 and joined and not any(taken[place] for place in places):
            needs.append((places[0], hyphen_need(group, joined)))
            continue
        needs += [(place, word_need(words[place])) for place in places if not taken[place]]
    return [need for _place, need in sorted(needs, key=lambda found: found[0])]


def word_need(word: str) -> Need:
    """Return the need of one word: as it is spelled, by its stem, and by its stem under a particle."""
    return Need((word,), tuple(word_ways(word)))


def word_ways(word: str) -> list[Way]:
    """Return the ways of one word, the better first."""
    if word.isdigit():
        return [Way(Kind.SURFACE, (word,))]
    stem = stem_of(word)
    ways = [Way(Kind.SURFACE, (word,)), Way(Kind.STEM, stem=stem), Way(Kind.CLITIC, stem=stem, under=True)]
    if word.endswith(_BEFORE_HAMZA):
        # A hamza at the end is left out by half of those who type: وضو, ابقا.
        whole = f"{word}ء"
        ways[1:1] = [Way(Kind.STEM, (whole,)), Way(Kind.STEM, stem=stem_of(whole))]
    return list(dict.fromkeys(ways))


def hyphen_need(words: Sequence[str], joined: Sequence[str]) -> Need:
    """Return the need of a hyphenated name: سو-57 stands as one word or as its parts, one after the other."""
    ways = [*(Way(Kind.SURFACE, (whole,)) for whole in joined), Way(Kind.SURFACE, tuple(words))]
    return Need(tuple(words), tuple(ways))


def name_need(named: Named) -> Need:
    """Return the need of a name: in any of its spellings, or filed under it."""
    words = tuple(named.words)
    ways = [Way(Kind.SURFACE, words), *(Way(Kind.NAME, tuple(other.split())) for other in named.others)]
    ways += [Way(Kind.NAME, fact=facet("topic", number)) for number in named.topics]
    ways += [Way(Kind.NAME, fact=facet("tag", number)) for number in named.tags]
    ways += word_ways(words[0])[1:] if len(words) == 1 else [Way(Kind.STEM, words, apart=True)]
    return Need(words, tuple(ways))


def shaped(need: Need) -> Need:
    """Return a need of one word that also takes it with and without article and particles, before any other form."""
    if len(need.words) != 1 or need.phrase:
        return need
    near = [way for way in need.ways if way.kind < Kind.SHAPE]
    rest = [way for way in need.ways if way.kind >= Kind.SHAPE]
    spelled = {way.words for way in near}
    between = [Way(Kind.SHAPE, (shape,)) for shape in shapes(need.words[0]) if (shape,) not in spelled]
    return replace(need, ways=(*near, *between, *rest))


def loosened(need: Need) -> Need:
    """Return a need that also takes the word without the particles that may be written onto it."""
    if len(need.words) != 1 or need.phrase:
        return need
    bare = clitics(need.words[0])
    return need.wider([Way(Kind.LOOSE, stem=each, under=under) for each in bare for under in (False, True)])


def _excluded(part: _Part) -> Need:
    if part.phrase:
        return Need(tuple(part.words), (Way(Kind.SURFACE, tuple(part.words)),), phrase=True)
    if len(part.words) > 1:
        return hyphen_need(part.words, part.joined)
    return word_need(part.words[0])
