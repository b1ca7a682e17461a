"""Passages in another language of the Arabic script: Persian, Urdu, Kurdish. Their punctuation and words are their own.

A passage is what stands between marks that end a sentence or a quotation, or a whole paragraph. Its language shows by
letters that Arabic lacks, by ZWNJ, and by the commonest words; ی and ک alone prove nothing, being what a Persian
keyboard makes of any Arabic word.
"""

import re
from typing import Final

from newsroom.arabic.typography.characters import BLANK, BREAK, LETTER, MARK, TATWEEL

_ELSEWHERE: Final = re.compile("[پچژگٹڈڑںۀۂېےۓەڕڵێۆڎ\u200c]")
_COMMONEST: Final = """
    است را این می برای که از به های ها در شد شود کرد کند دارد هم یک یا بود نیست باید شما ایران ہے کے کی میں سے اور کو
"""
_WORDS: Final = frozenset(_COMMONEST.split())
_WORD: Final = re.compile(f"[{LETTER}{MARK}{TATWEEL}\u200c\u200d]+")
_SENTENCE: Final = re.compile(f'[^.!؟?؛«»“”"()\\[\\]{BREAK}]+')


def passages(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the passages of ``text`` in another language of the Arabic script, in order."""
    if not _ELSEWHERE.search(text):
        return []
    found: list[tuple[int, int]] = []
    for start, end in lines:
        if not _ELSEWHERE.search(text, start, end):
            continue
        words, signs = _counted(text, start, end)
        if signs >= 4 and 3 * signs >= words:
            found.append(_trimmed(text, start, end))
            continue
        for sentence in _SENTENCE.finditer(text, start, end):
            words, signs = _counted(text, *sentence.span())
            if signs >= 2 and 5 * signs >= 2 * words:
                found.append(_trimmed(text, *sentence.span()))
    return found


def _counted(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the number of words between two places, and of those that are surely not Arabic."""
    words = _WORD.findall(text, start, end)
    return len(words), sum(1 for word in words if word in _WORDS or _ELSEWHERE.search(word))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while text[start] in BLANK:
        start += 1
    while text[end - 1] in BLANK:
        end -= 1
    return start, end
