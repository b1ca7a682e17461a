"""Alphabetical order as a reader of Arabic looks things up, and not the order of code points.

The alphabet is the common one, ا ب ت … ن ه و ي, with a lone ء before ا. A letter counts by its shape: hamza on a seat
by the seat (أ إ آ with ا, ؤ with و, ئ with ي), ة with ه, ى with ي; harakat and tatweel count nothing: the order of
Arabic phone books and library catalogues. ال is passed over, as catalogues (ALA-LC, appendix for initial articles) and
biographical dictionaries do, in every word; a setting of the house may let it count. Words go before letters («علي
حسن» before «عليان»), numbers by their size and before letters, Arabic before Latin as CLDR 47 ``ar`` reorders scripts.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any, Final

from newsroom.arabic.fold import fold

LONGEST: Final = 120
"""So many folded letters of a text are compared."""

_ALPHABET: Final = "ءابتثجحخدذرزسشصضطظعغفقكلمنهوي"
_LATIN: Final = "abcdefghijklmnopqrstuvwxyz"
_SPACE: Final = "10"
_NUMBER: Final = "2"
_RANKS: Final = {
    " ": _SPACE,
    **{letter: str(rank) for rank, letter in enumerate(_ALPHABET, 30)},
    **{letter: str(rank) for rank, letter in enumerate(_LATIN, 60)},
}
_PARTS: Final = re.compile(r"[0-9]+|.", re.DOTALL)

# Folding makes أ and ا one letter, but only a bare ا is an article's. ء keeps the place, one letter for one.
_SEATED: Final = re.compile(
    "ا(?=[\u064b-\u065f\u0670]*[\u0653-\u0655])|[\u0622\u0623\u0625\u0672\u0673\u0675\ufe81-\ufe84\ufe87\ufe88]"
)
_FEWEST_AFTER: Final = 2

# Words that begin with ال of their own and are typed with a bare alef: the name of God, relative pronouns, verbal
# nouns of roots in ل, and words in أل or إل or آل as people type them without hamza, where no other word is meant.
_WHOLE_WORDS: Final = """
    الله اللهم الذي التي الذين اللذان اللذين اللتان اللتين اللاتي اللواتي
    التباس التجاء التحاق التحام التزام التزامات التصاق التفات التفاف التقاء التقاط التهاب التهابات التهام التواء
    الغاء القاء الزام الحاق الفاظ القاب الوان العاب الغام الاف الات اليات
    المانيا المان الماني المانية البانيا الباني البانية الاسكا الياس الكسندر الكسندرا الكسندروفيتش اليكسي اليكس البرت
    البرتو الفريد الفريدو اليزابيث اليوت الينا السا
    الكترون الكتروني الكترونية الكترونيات الكترونيا
"""
_WHOLE: Final = frozenset(fold(word) for word in _WHOLE_WORDS.split())


def _without_article(word: str, seated: str) -> str:
    """Return a folded word without its ال; ``seated`` is the same word with ء where its alef bore hamza."""
    if word.startswith("ال") and seated.startswith("ال") and word not in _WHOLE and len(word) >= 2 + _FEWEST_AFTER:
        return word[2:]
    return word


def _words(text: str, ignore_article: bool) -> str:
    folded = fold(text)
    if not ignore_article:
        return folded
    words, seated = folded.split(), fold(_SEATED.sub("ء", text)).split()
    return " ".join(map(_without_article, words, seated))


def _rank(part: str) -> str:
    if part.isascii() and part.isdigit():
        number = part.lstrip("0") or "0"
        # The number of digits goes first, nines for every eight of them, so that 9 stands before 10.
        return _NUMBER + "9" * (len(number) // 9) + str(len(number) % 9) + number
    return _RANKS.get(part) or f"9{ord(part):07}"


def sort_key(text: str, *, ignore_article: bool = True) -> str:
    """Return the key by which ``text`` takes its place: a string of the digits 0–9, for comparing and for nothing else.

    Digits alone, so that every database sorts stored keys alike, whatever its collation. Texts that fold alike have
    one key; whoever needs an order of those too adds the text itself. ``ignore_article`` passes over ال where it is
    the article: not in ألمانيا, الله or التزام. Only the first 120 letters count; a text without letters and digits has
    the key "" and stands first. Total on any string; raises nothing.
    """
    return "".join(map(_rank, _PARTS.findall(_words(text, ignore_article)[:LONGEST])))


def alphabetical(items: Iterable[Any], key: Callable[[Any], str] = str, *, ignore_article: bool = True) -> list[Any]:
    """Return the items in alphabetical order of the text that ``key`` gives for each.

    Texts that take one place go by their code points, so that the same items always come in the same order. Raises what
    ``key`` raises.
    """

    def place(item: Any) -> tuple[str, str]:
        text = key(item)
        return sort_key(text, ignore_article=ignore_article), text

    return sorted(items, key=place)
