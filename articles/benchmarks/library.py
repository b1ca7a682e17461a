"""The words of the articles that are searched: where each stands, and which words of a title say what it is about."""

import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from django.utils.html import strip_tags

from articles.benchmarks.shapes import bare
from articles.models import Article
from newsroom.arabic.fold import fold


def _folded(text: str) -> frozenset[str]:
    return frozenset(fold(text).split())


# A word as somebody copies it: letters, digits, harakat, and hyphens inside.
_LETTERS: Final = "(?:[^\\W_]|[\u0640\u064b-\u0655\u0670])+"
_WORD: Final = re.compile(f"{_LETTERS}(?:[-\u2011]{_LETTERS})*")
_DIGIT: Final = re.compile(r"[0-9]")
SHORTEST: Final = 3
# Particles, pronouns, and what any piece says: nobody looks for a piece by them.
STOP_WORDS: Final = _folded(
    """
    في من على إلى عن مع بعد قبل بين حتى منذ خلال ضد عند لدى لدن حول نحو دون عبر فوق تحت أمام خلف وراء ضمن حسب وفق مثل
    غير سوى كل بعض أي أية كلا كلتا جميع كافة نفس عين ذات هذا هذه هذان هذين هاتان هاتين هؤلاء ذلك تلك أولئك ذاك هنا
    هناك هو هي هما هم هن أنا أنت نحن أنتم الذي التي اللذان اللذين اللتان اللتين الذين اللاتي اللواتي ما ماذا من لماذا
    كيف متى أين كم هل أن إن أنه إنه أنها إنها أنهم إنهم لأن لأنه لأنها كأن لكن لكنه لكنها ليت لعل لا لم لن ليس ليست
    ليسوا قد لقد سوف كان كانت كانوا يكون تكون كنت كنا أصبح أصبحت صار ظل بات مازال لايزال يزال تزال أو أم بل ثم إذا إذ
    لو لولا حيث حين حينما عندما كما كذلك أيضا فقط جدا أكثر أقل أول آخر أحد إحدى اثنان اثنين وهو وهي وهم وما ولا ولم
    ولن ومن وفي وعلى وقد وكان وكانت وأن وإن فإن فلا فما بأن بما مما عما فيما كلما إنما ربما به بها بهم له لها لهم لنا
    لي لك فيه فيها فيهم منه منها منهم عليه عليها عليهم إليه إليها إليهم عنه عنها عنهم معه معها معهم بينهم يوم اليوم
    عام قال قالت وقال وقالت يقول تقول أمس غدا الآن لكي كي إلا أما إما يا أيها أيتها بلا ولو وإذا فإذا أنني إنني أننا
    إننا عليك
    """
)
ENGLISH_STOP_WORDS: Final = _folded(
    """
    the and for are but not you all any can had her was one our out his has him how who its did yet with from that
    this they have been were will what when your said than them then into over after about which their there would
    """
)


@dataclass(frozen=True)
class Piece:
    """One article in one language, as it stands on the page."""

    pk: int
    title: str
    text: str


def words_of(text: str) -> list[str]:
    """Return the words of ``text`` as they are written, without what stands around them."""
    return _WORD.findall(text)


def is_content(word: str) -> bool:
    """Tell whether ``word`` says what a piece is about: no stop word, with و or ف or without; three letters or more."""
    folded = fold(bare(word))
    led = folded[1:] if folded[:1] in {"و", "ف"} else folded
    if {folded, led} & STOP_WORDS or folded in ENGLISH_STOP_WORDS:
        return False
    return len(folded.replace(" ", "")) >= SHORTEST and any(letter.isalpha() for letter in folded)


def has_digit(word: str) -> bool:
    """Tell whether a number stands in ``word``, in the digits that newsrooms print."""
    return _DIGIT.search(word) is not None


class Library:
    """The articles of one language, and where their folded words stand."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        """Read every piece once."""
        self.pieces: list[Piece] = []
        self.folded: dict[int, str] = {}
        self.where: dict[str, array] = {}
        self.titled: dict[str, set[int]] = {}
        for piece in pieces:
            self.pieces.append(piece)
            title = fold(piece.title)
            text = f" {title} {fold(piece.text)} "
            self.folded[piece.pk] = text
            for word in title.split():
                self.titled.setdefault(word, set()).add(piece.pk)
            for word in set(text.split()):
                self.where.setdefault(word, array("q")).append(piece.pk)

    def known(self, word: str) -> bool:
        """Tell whether a folded word stands in any article."""
        return word in self.where

    def count(self, word: str) -> int:
        """Return in how many articles a folded word stands."""
        return len(self.where.get(word, ()))

    def titles_with(self, words: Iterable[str]) -> set[int]:
        """Return the articles in whose titles all ``words`` stand."""
        return set.intersection(*(self.titled.get(part, set()) for word in words for part in fold(word).split()))

    def articles_with(self, words: Iterable[str]) -> set[int]:
        """Return the articles in which all ``words`` stand."""
        parts = sorted({part for word in words for part in fold(word).split()}, key=self.count)
        found = set(self.where.get(parts[0], ()))
        for part in parts[1:]:
            found &= set(self.where.get(part, ())) if len(found) > 1 else found
        return found

    @cached_property
    def vocabulary(self) -> list[str]:
        """Return every folded word, in a fixed order."""
        return sorted(self.where)


def pieces_in(language: str) -> Iterator[Piece]:
    """Yield what readers may see in ``language``, in the order in which it came in."""
    title, standfirst, body = (f"{name}_{language}" for name in ("title", "standfirst", "body"))
    rows = Article.objects.published(language).order_by("pk").values_list("pk", title, standfirst, body)
    for pk, head, stand, text in rows.iterator(chunk_size=500):
        plain = strip_tags((text or "").replace("<", " <"))
        yield Piece(pk, head or "", f"{stand or ''} {plain}")
