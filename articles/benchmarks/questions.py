"""What is asked, and which article is meant: words of its title, or of its text, as somebody would type them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from articles.benchmarks.damages import BESIDES, BY_NAME, CLASSES, VOCALISED, Damage
from articles.benchmarks.library import Library, Piece, has_digit, is_content, words_of
from articles.benchmarks.shapes import bare, is_vocalised

EXACT, TWO_WORDS, TWO_DAMAGED, BODY, BODY_DAMAGED, ENGLISH = (
    "exact",
    "two words, exact",
    "two words, damaged",
    "body only, exact",
    "body only, damaged",
    "English, exact",
)
ARABIC: Final = {
    EXACT: "كما في العنوان",
    TWO_WORDS: "كلمتان كما هما",
    TWO_DAMAGED: "كلمتان متضررتان",
    BODY: "من المتن وحده",
    BODY_DAMAGED: "من المتن متضررة",
    ENGLISH: "الإنكليزية",
}
_TRIES: Final = 8
# In so many articles at most stand all the words of a question about a text.
_MOST_ALIKE: Final = 3
_DIGITS: Final = "Arabic-Indic digits"


@dataclass(frozen=True)
class Question:
    """One question: its class, what is typed, the same without damage, and the article that is meant."""

    kind: str
    text: str
    exact: str
    article: int


Pick = Callable[[Library, Piece, Random], list[str] | None]


def from_title(count: int, *, numbers: bool = False) -> Pick:
    """Return what picks ``count`` content words of a title that stand together in no other title.

    With ``numbers`` one of them holds digits.
    """

    def pick(library: Library, piece: Piece, chance: Random) -> list[str] | None:
        words = list(dict.fromkeys(words_of(piece.title)))
        content = [place for place, word in enumerate(words) if is_content(word)]
        counted = [place for place, word in enumerate(words) if has_digit(word)]
        if numbers and not counted:
            return None
        for _try in range(_TRIES):
            places = {chance.choice(counted)} if numbers else set()
            left = [place for place in content if place not in places]
            if len(left) < count - len(places):
                return None
            places |= set(chance.sample(left, count - len(places)))
            chosen = [words[place] for place in sorted(places)]
            if library.titles_with(chosen) == {piece.pk}:
                return chosen
        return None

    return pick


def from_text(count: int) -> Pick:
    """Return what picks ``count`` content words near each other in the text, none of which is in the title."""

    def pick(library: Library, piece: Piece, chance: Random) -> list[str] | None:
        title = set(map(bare, words_of(piece.title)))
        words = [word for word in map(bare, words_of(piece.text)) if is_content(word) and word not in title]
        for _try in range(_TRIES):
            start = chance.randrange(max(1, len(words) - 3 * count))
            near = list(dict.fromkeys(words[start : start + 3 * count]))
            if len(near) < count:
                return None
            chosen = [near[place] for place in sorted(chance.sample(range(len(near)), count))]
            if 1 <= len(library.articles_with(chosen)) <= _MOST_ALIKE:
                return chosen
        return None

    return pick


def asked(library: Library, *, seed: int, most: int) -> dict[str, list[Question]]:
    """Return at most ``most`` Arabic questions of each class, the same for the same seed and articles."""
    reader = _Asker(library, seed, most)
    three, two, text = from_title(3), from_title(2), from_text(4)
    found = {EXACT: reader.take(EXACT, three, [None])}
    for damage in (*CLASSES, *BESIDES):
        pick = from_title(3, numbers=True) if damage.name == _DIGITS else three
        found[damage.name] = reader.take(damage.name, pick, [damage])
    any_damage = [damage for damage in CLASSES if damage.name not in {VOCALISED, _DIGITS}]
    found[TWO_WORDS] = reader.take(TWO_WORDS, two, [None])
    found[TWO_DAMAGED] = reader.take(TWO_DAMAGED, two, any_damage)
    found[BODY] = reader.take(BODY, text, [None])
    found[BODY_DAMAGED] = reader.take(BODY_DAMAGED, text, any_damage)
    return found


def asked_in_english(library: Library, *, seed: int, most: int) -> list[Question]:
    """Return questions of three words of an English title."""
    return _Asker(library, seed, most).take(ENGLISH, from_title(3), [None])


class _Asker:
    """Takes the titles in one order of chance, the vocalised ones last but where they are wanted."""

    def __init__(self, library: Library, seed: int, most: int) -> None:
        self.library, self.seed, self.most = library, seed, most
        pieces = list(library.pieces)
        Random(f"{seed} titles").shuffle(pieces)
        self.pieces = sorted(pieces, key=lambda piece: is_vocalised(piece.title))

    def take(self, kind: str, pick: Pick, damages: Sequence[Damage | None]) -> list[Question]:
        """Return the first questions of this class that the titles give."""
        found: list[Question] = []
        for piece in reversed(self.pieces) if kind == VOCALISED else self.pieces:
            if len(found) == self.most:
                break
            chance = Random(f"{self.seed} {kind} {piece.pk}")
            question = next(self._tries(kind, piece, pick, damages, chance), None)
            if question is not None:
                found.append(question)
        return found

    def _tries(
        self, kind: str, piece: Piece, pick: Pick, damages: Sequence[Damage | None], chance: Random
    ) -> Iterator[Question]:
        for _try in range(_TRIES):
            words = pick(self.library, piece, chance)
            if words is None:
                return
            printed = " ".join(words)
            damage = chance.choice(damages)
            if damage is None:
                yield Question(kind, printed, printed, piece.pk)
                continue
            if damage.name == VOCALISED and not is_vocalised(printed):
                return
            typed = damage.apply([bare(word) for word in words], chance, self.library.known)
            if typed is not None and " ".join(typed) != printed:
                yield Question(kind, " ".join(typed), printed, piece.pk)


def label(kind: str) -> str:
    """Return what a class is called in Arabic."""
    return BY_NAME[kind].arabic if kind in BY_NAME else ARABIC[kind]
