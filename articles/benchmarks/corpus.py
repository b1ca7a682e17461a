"""Articles of our own making, in the format of the import: real morphology, no real sentence of anybody.

Words are drawn as in any language, few of them often and most of them seldom. A title is four to nine words; its text
says them again in other forms, among the words of its subject and those of everybody. The same seed makes the same
articles.
"""

from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import accumulate
from random import Random
from typing import Any, Final, Generic, TypeVar

from articles.benchmarks.morphology import Noun, adjectives, agreeing, in_a_sentence, leaning, nouns, set_nouns, verbs
from articles.benchmarks.roots import FAMILIES, GIVEN, PLACES, SUMMITS, TYPES

FIRST: Final = datetime(2012, 1, 2, 6, tzinfo=UTC)
STEP: Final = timedelta(hours=7)
AUTHOR: Final = "هيئة التحرير"
_LINKING: Final = "في من إلى على بعد قبل خلال مع ضد بين حول عن عند نحو أن التي الذي"
_LINKS: Final = tuple(_LINKING.split())
_SAID: Final = ("وقال", "وأضاف", "وأكد", "ورأى", "وأعلن", "وذكر", "وأوضح", "وتابع")
# So many words of a kind are drawn nearly alike before the rest grow rare, and how fast they do.
_FLAT_WORDS, _FLAT_NAMES, _STEEPNESS = 25, 12, 1.05
T = TypeVar("T")


class Drawn(Generic[T]):
    """A list from which the n-th is drawn about 1/n as often as the first."""

    def __init__(self, items: Sequence[T], chance: Random, *, flat: int) -> None:
        """Put ``items`` into an order of chance; the first ``flat`` are nearly alike."""
        self._items = list(items)
        chance.shuffle(self._items)
        self._sums = list(accumulate((place + flat) ** -_STEEPNESS for place in range(len(self._items))))

    def draw(self, chance: Random) -> T:
        """Return one."""
        return self._items[bisect(self._sums, chance.random() * self._sums[-1], hi=len(self._items) - 1)]


class Press:
    """What everything is drawn from; one for a seed."""

    def __init__(self, seed: int) -> None:
        """Put every list into the order of this seed."""
        chance = Random(f"{seed} press")
        self.set_nouns = Drawn(set_nouns(), chance, flat=_FLAT_WORDS)
        self.made_nouns = Drawn(nouns(), chance, flat=_FLAT_WORDS)
        self.adjectives = Drawn(adjectives(), chance, flat=_FLAT_WORDS)
        self.verbs = Drawn(verbs(), chance, flat=_FLAT_WORDS)
        self.places = Drawn(PLACES, chance, flat=_FLAT_NAMES)
        self.people = Drawn([f"{a} {b}" for a in GIVEN for b in FAMILIES], chance, flat=_FLAT_NAMES)
        self.types = Drawn(TYPES, chance, flat=5)
        self.summits = Drawn([f"{place} {number}" for place in SUMMITS for number in range(1, 8)], chance, flat=5)

    def noun(self, chance: Random) -> Noun:
        """Return a noun: a newsroom's own about every other time."""
        return (self.set_nouns if chance.random() < 0.45 else self.made_nouns).draw(chance)


class Subject:
    """What one article is about: its title's words and some of its own, said again and again."""

    def __init__(self, press: Press, chance: Random) -> None:
        """Draw them."""
        self.press, self.chance = press, chance
        self.nouns = [press.noun(chance) for _each in range(18)]
        self.titled = self.nouns[:4]
        self.names = [press.places.draw(chance), press.places.draw(chance), press.people.draw(chance)]

    @cached_property
    def title(self) -> str:
        """Return a title of four to nine words."""
        return self.chance.choice(_TITLES)(self)

    def adjective(self, noun: Noun) -> str:
        """Return an adjective in the gender of ``noun``."""
        return agreeing(self.press.adjectives.draw(self.chance), noun)

    def verb(self) -> str:
        """Return a verb."""
        return self.press.verbs.draw(self.chance)

    def number(self) -> str:
        """Return a number as a title bears it: a year, a count, or the name of a type or a summit."""
        chance = self.chance
        kind = chance.randrange(4)
        if kind == 0:
            return str(chance.randrange(1990, 2030))
        if kind == 1:
            return str(chance.randrange(3, 900))
        name = self.press.types.draw(chance) if kind == 2 else self.press.summits.draw(chance)
        self.names.append(name)
        return name

    def word(self) -> str:
        """Return a word of running text."""
        press, chance = self.press, self.chance
        turn = chance.random()
        if turn < 0.10:
            return in_a_sentence(chance.choice(self.titled), chance)
        if turn < 0.30:
            return in_a_sentence(chance.choice(self.nouns), chance)
        if turn < 0.52:
            return in_a_sentence(press.noun(chance), chance)
        if turn < 0.64:
            return chance.choice(_LINKS)
        if turn < 0.78:
            return self.verb()
        if turn < 0.90:
            word = press.adjectives.draw(chance)
            return f"ال{word}" if chance.random() < 0.5 else f"{word}ة"
        if turn < 0.97:
            name = chance.choice(self.names) if chance.random() < 0.6 else press.places.draw(chance)
            return leaning(chance.choice(("", "", "و", "ب", "ل")), name)
        return str(chance.randrange(2, 3000))

    def sentence(self) -> str:
        """Return a sentence of eight to twenty-four words, now and then somebody's."""
        words = [self.word() for _each in range(self.chance.randint(8, 24))]
        if self.chance.random() < 0.25:
            words = [self.chance.choice(_SAID), self.names[2], "إن", *words]
        if len(words) > 14:
            words[9] += "،"
        return " ".join(words) + "."

    def paragraphs(self) -> list[str]:
        """Return the text: about 300 to 800 words."""
        count = self.chance.randint(5, 10)
        return [" ".join(self.sentence() for _each in range(self.chance.randint(3, 6))) for _paragraph in range(count)]


def _about(subject: Subject, place: int) -> str:
    """Return a noun of the title with its adjective, both definite or neither."""
    noun = subject.titled[place]
    adjective = subject.adjective(noun)
    if subject.chance.random() < 0.6:
        return f"{noun.definite()} ال{adjective}"
    return f"{noun.word} {adjective}"


_TITLES: Final[tuple[Callable[[Subject], str], ...]] = (
    lambda s: f"{_about(s, 0)} في {s.names[0]} و{s.titled[1].definite()}",
    lambda s: f"{s.titled[0].word} {s.titled[1].definite()} بين {s.names[0]} و{s.names[1]}",
    lambda s: f"{s.names[2]}: {_about(s, 0)} {leaning('ل', s.titled[1].definite())}",
    lambda s: (
        f"{s.names[0]} {s.press.verbs.draw(s.chance)} {_about(s, 0)} بعد {s.titled[1].many()} {s.titled[2].definite()}"
    ),
    lambda s: (
        f"لماذا {s.press.verbs.draw(s.chance)} {s.titled[0].definite()} {s.titled[1].owned('ها')} في {s.names[0]}؟"
    ),
    lambda s: f"{s.titled[0].many()} {s.names[0]} و{_about(s, 1)}: {s.titled[2].word} أم {s.titled[3].word}؟",
    lambda s: f"{s.number()}: {_about(s, 0)} في {s.names[0]} {leaning('ب', s.titled[1].definite())}",
    lambda s: f"{_about(s, 0)} {s.number()} و{s.titled[1].owned('هم')} على {s.titled[2].definite()}",
    lambda s: f"{s.titled[0].definite()} من {s.names[0]} إلى {s.names[1]}: {_about(s, 1)} {s.number()}",
    lambda s: f"ما وراء {s.titled[0].word} {s.titled[1].definite()} في {s.names[0]}؟",
)


def articles(count: int, *, seed: int) -> Iterator[dict[str, Any]]:
    """Yield ``count`` articles with distinct titles, as lines of the import."""
    press = Press(seed)
    titles: set[str] = set()
    number = 0
    while number < count:
        subject = Subject(press, Random(f"{seed} {number} {len(titles)}"))
        if subject.title in titles:
            # Another draw for the same place.
            titles.add(f"{subject.title} {number}")
            continue
        titles.add(subject.title)
        number += 1
        yield {
            "ref": f"benchmark-{number}",
            "language": "ar",
            "title": subject.title,
            "paragraphs": subject.paragraphs(),
            "published": (FIRST + number * STEP).isoformat(),
            "authors": [AUTHOR],
        }
