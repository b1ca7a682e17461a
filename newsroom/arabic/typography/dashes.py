"""Dashes: the blanks on their two sides. A hyphen within a word, a number or a range is no dash."""

import re
from collections.abc import Iterator
from typing import Final

from newsroom.arabic.typography.characters import BLANK, CLOSING, EITHER, LETTER, MARK, OPENING, UNSEEN
from newsroom.arabic.typography.copytext import Copy, Line
from newsroom.arabic.typography.findings import Finding, Rule
from newsroom.arabic.typography.tokens import Kind

_DASH: Final = re.compile(r"(?<![-‒–—―])[-‒–—―](?![-‒–—―])")
_JOINING: Final = "—―"
_SPEECH_BEFORE: Final = {*":.؟!…"}
_NEAR: Final = 8
_FREE_BEFORE: Final = re.compile(f"[{BLANK}{re.escape(OPENING)}{EITHER}{UNSEEN}]")
_FREE_AFTER: Final = re.compile(f"[{BLANK}{re.escape(CLOSING)}{EITHER}{UNSEEN}.،؛:؟!,;?…]")
_WORD: Final = re.compile(f"[{LETTER}{MARK}]")

_ONE_SIDE: Final = "مسافة على جانب واحد من الشرطة «{}»: تُفصل عن الكلمتين معاً، أو تلتصق شرطتان بما بينهما."
_JOINED: Final = "شرطة طويلة تلتصق بالكلمتين من جانبيها: هل تُفصل عنهما بمسافتين؟"


def dashes(copy: Copy) -> Iterator[Finding]:
    """Find a dash with a blank on one side only, and a long one (—) with none, between two Arabic words.

    Always doubtful: Arabic newsrooms set «دمشق – العاصمة – تستعد» and «دمشق -العاصمة- تستعد» alike, and which side
    was forgotten shows only in the sense. Left alone: two that enclose what they touch, hyphens and ranges without
    blanks, signs and numbers (-5, 3–5), a dash at the start or end of a line (lists, speakers, speech broken off) or
    before what somebody says (قال: -نعم), one behind the first word of a line (a dateline, أولاً-) or behind a single
    letter, and those beside other letters.
    """
    for line, places in _by_line(copy):
        for place, sides in _loose(copy, line, places):
            sign = copy.text[place]
            message = _ONE_SIDE.format(sign) if sides != (True, True) else _JOINED
            proposal = f"{' ' * sides[0]}{sign}{' ' * sides[1]}"
            yield Finding(rule=Rule.DASH, start=place, end=place + 1, message=message, proposal=proposal)


def _by_line(copy: Copy) -> Iterator[tuple[Line, list[int]]]:
    """Yield the Arabic lines that have dashes outside of words and numbers, with their places."""
    places: list[int] = []
    line: Line | None = None
    for match in _DASH.finditer(copy.text):
        place = match.start()
        token = copy.token_before(place + 1)
        if token is not None and place < token.end:
            continue
        if line is None or place >= line.end:
            if line is not None and places:
                yield line, places
            line, places = copy.line(place), []
        if line.arabic:
            places.append(place)
    if line is not None and places:
        yield line, places


def _loose(copy: Copy, line: Line, places: list[int]) -> Iterator[tuple[int, tuple[bool, bool]]]:
    """Yield the dashes of a line that lack a blank, and on which sides: before, behind."""
    text = copy.text
    waiting: int | None = None
    for place in places:
        touches = (
            place > line.start and _FREE_BEFORE.match(text, place - 1) is None,
            place + 1 < line.end and _FREE_AFTER.match(text, place + 1) is None,
        )
        if touches == (True, True):
            if text[place] in _JOINING and _between_words(copy, place):
                yield place, touches
        elif touches == (False, True):
            if waiting is not None and _aside(copy, waiting):
                yield waiting, (False, True)
            waiting = place
        elif touches == (True, False):
            if waiting is not None:
                waiting = None
            elif _between_words(copy, place) and not _behind_label(copy, place):
                yield place, touches
    if waiting is not None and _aside(copy, waiting):
        yield waiting, (False, True)


def _between_words(copy: Copy, place: int) -> bool:
    """Tell whether Arabic words stand on both sides of a dash, and whichever side it touches is such a word."""
    before, after = copy.token_before(place), copy.token_after(place)
    if before is None or after is None or before.kind is not Kind.ARABIC or after.kind is not Kind.ARABIC:
        return False
    sides = copy.text[place - 1], copy.text[place + 1]
    return any(_WORD.match(side) or side in OPENING + CLOSING + EITHER for side in sides)


def _aside(copy: Copy, place: int) -> bool:
    """Tell whether a dash that touches the word behind it begins an aside, and no speech: «قال: -نعم»."""
    before = copy.text[max(0, place - _NEAR) : place].rstrip(BLANK)
    return before[-1:] not in _SPEECH_BEFORE and _between_words(copy, place)


def _behind_label(copy: Copy, place: int) -> bool:
    """Tell whether the dash ends a label: behind the first word of a line, or behind a single letter."""
    before = copy.token_before(place)
    if before is None or copy.token_before(before.start) is None:
        return True
    return before.end == place and before.end - before.start < 2
