"""Characters without a shape: what pasting leaves, joiners, and controls of direction."""

import re
from collections.abc import Iterator
from typing import Final

from newsroom.arabic.controls import ISOLATES, pairs
from newsroom.arabic.typography.characters import BLANK, LETTER, MARK, TATWEEL
from newsroom.arabic.typography.copytext import Copy
from newsroom.arabic.typography.findings import Finding, Rule

_NOTHING: Final = re.compile("[\u00ad\u180e\u200b\u2060-\u2064\ufeff\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]+")
_JOINERS: Final = re.compile("[\u200c\u200d]+")
_DIRECTION: Final = re.compile("[\u061c\u200e\u200f]+")
_OVERRIDE: Final = "\u202d\u202e"

_INVISIBLE: Final = "محرف غير مرئي جاء مع النسخ؛ يُحذف."
_JOINER: Final = "فاصل أو واصل صفري داخل كلمة عربية: هل هو مقصود؟"
_IDLE_JOINER: Final = "فاصل أو واصل صفري لا أثر له هنا؛ يُحذف."
_MARK: Final = "محرف اتجاه غير مرئي بين حروف عربية: لا يبدو أنّ له عملاً هنا."
_LOOSE: Final = "محرف اتجاه بلا شريكه يقلب ما بعده؛ يُحذف."
_FORCED: Final = "محرف يفرض اتجاه النصّ: هل هو مقصود؟"
_OTHER_WAY: Final = re.compile(rf"[^\W_{LETTER}{TATWEEL}]")


def invisible(copy: Copy) -> Iterator[Finding]:
    """Find what has neither shape nor use in Arabic: zero-width and word-joining spaces, soft hyphen, BOM, controls."""
    for match in _NOTHING.finditer(copy.text):
        yield Finding(
            rule=Rule.INVISIBLE, start=match.start(), end=match.end(), message=_INVISIBLE, proposal="", safe=True
        )


def joiners(copy: Copy) -> Iterator[Finding]:
    """Find ZWNJ and ZWJ. Between two Arabic letters they are doubtful (Persian spells with them, and is left alone).

    ZWJ after a letter shows its joined shape (ه‍ for hijri) and within an emoji joins it: both stay. A ZWNJ that has
    no Arabic letter on one of its sides does nothing and goes.
    """
    text = copy.text
    for match in _JOINERS.finditer(text):
        start, end = match.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        arabic = [re.match(f"[{LETTER}{MARK}]", sign) is not None for sign in (before, after)]
        if all(arabic):
            if not _persian_around(text, start, end):
                yield Finding(rule=Rule.JOINER, start=start, end=end, message=_JOINER, proposal="")
        elif "\u200d" not in match[0] and (not before or not after or any(arabic) or before in BLANK):
            yield Finding(rule=Rule.JOINER, start=start, end=end, message=_IDLE_JOINER, proposal="", safe=True)


_PERSIAN: Final = re.compile("[یکپچژگےہ]")
_PERSIAN_ENDS: Final = re.compile(f"(?<![{LETTER}])(?:ن?می)\\Z")
_PERSIAN_STARTS: Final = re.compile(f"(?:ها|های|هایی|تر|ترین|ای|اند|ام)(?![{LETTER}])")


def _persian_around(text: str, start: int, end: int) -> bool:
    """Tell whether the word around a joiner is Persian: by its letters, by می before it or ها, تر behind it."""
    around = text[max(0, start - 12) : end + 12]
    return bool(
        _PERSIAN.search(around)
        or _PERSIAN_ENDS.search(text[max(0, start - 6) : start])
        or _PERSIAN_STARTS.match(text, end)
    )


def direction(copy: Copy) -> Iterator[Finding]:
    """Find controls of direction that have no use, by the pairs of UAX #9.

    A mark (LRM, RLM, ALM) beside a number, a sign or another script does its work and stays; between Arabic letters
    or blanks it is doubtful. An embedding, override or isolate without its partner in the line turns what follows
    around: it goes. A closed override is doubtful, and so is a closed embedding of nothing but Arabic; others stay.
    """
    text = copy.text
    for match in _DIRECTION.finditer(text):
        start, end = match.span()
        if _IDLE_BEFORE.search(text[max(0, start - 3) : start]) and _IDLE_AFTER.match(text[end : end + 3]):
            yield Finding(rule=Rule.BIDI, start=start, end=end, message=_MARK, proposal="")
    for line in copy.lines:
        loose, closed = pairs(text, line.start, line.end)
        for place in loose:
            yield Finding(rule=Rule.BIDI, start=place, end=place + 1, message=_LOOSE, proposal="", safe=True)
        for pair in closed:
            if text[pair[0]] not in ISOLATES and (text[pair[0]] in _OVERRIDE or not _OTHER_WAY.search(text, *pair)):
                for place in pair:
                    yield Finding(rule=Rule.BIDI, start=place, end=place + 1, message=_FORCED, proposal="")


_BETWEEN: Final = f"[{BLANK}،؛؟.]{{0,2}}"
_IDLE_BEFORE: Final = re.compile(rf"(?:\A|\n|[{LETTER}{MARK}]){_BETWEEN}\Z")
_IDLE_AFTER: Final = re.compile(rf"{_BETWEEN}(?:\Z|\n|[{LETTER}{MARK}])")
