"""The words of pieces and questions as the index knows them: folded surfaces and stems, Arabic and English alike."""

import re
from functools import lru_cache
from html import unescape
from threading import Lock

import snowballstemmer

from newsroom.arabic.analyse import joined_forms
from newsroom.arabic.fold import fold
from newsroom.arabic.stem import clitics, shapes, stem

# Of one word; PostgreSQL refuses longer ones than some two thousand bytes, and no language has one.
LONGEST_WORD = 40
# Marks inside a sentence part no words; whatever else has a tag does.
_INLINE = re.compile(r'</?(?:a|strong|em)\b[^<>"]*(?:"[^"]*"[^<>"]*)*>')
# Stored texts are what the one cleaner wrote: every tag is whole, its values in quotation marks.
_TAG = re.compile(r'<[^<>"]*(?:"[^"]*"[^<>"]*)*>')
_english, _turn = snowballstemmer.stemmer("english"), Lock()


@lru_cache(1 << 16)
def stem_of(word: str) -> str:
    """Return the stem of one folded word: English (Snowball) in Latin letters, else the light Arabic one."""
    if not word.isascii():
        return stem(word)
    if word.isdigit():
        return word
    # The library's stemmer keeps the word in itself while it works.
    with _turn:
        return str(_english.stemWord(word))


def cut(word: str) -> str:
    """Return ``word`` as far as the index keeps it."""
    return word[:LONGEST_WORD]


def text_of(html: str | None) -> str:
    """Return the words of a stored text as readers see them: without tags, and signs instead of their entities."""
    return unescape(_TAG.sub(" ", _INLINE.sub("", html or "")))


def plain(text: str) -> list[str]:
    """Return the folded words of ``text`` in their order, as long as the index keeps them."""
    words = fold(text).split()
    return words if max(map(len, words), default=0) <= LONGEST_WORD else [cut(word) for word in words]


def with_joined(text: str) -> list[str]:
    """Return the folded words of ``text`` in their order, behind them its hyphenated names as one word each."""
    return plain(text) + [cut(word) for word in joined_forms(text)]


__all__ = ["LONGEST_WORD", "clitics", "cut", "plain", "shapes", "stem_of", "text_of", "with_joined"]
