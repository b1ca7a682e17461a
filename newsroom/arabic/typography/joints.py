"""Where a blank is missing: after a mark, around quotes and brackets. And و, which takes none after it."""

import re
from collections.abc import Iterator
from typing import Final

from newsroom.arabic.typography.characters import BLANK, EITHER, LETTER, MARK, OPENING, QUOTES, TATWEEL, bare
from newsroom.arabic.typography.copytext import Copy
from newsroom.arabic.typography.findings import Finding, Rule
from newsroom.arabic.typography.pairing import Pair, may_open
from newsroom.arabic.typography.tokens import Kind, Token

_MARK: Final = re.compile(r"[،؛؟!:.](?=[^\W_]|[" + re.escape(OPENING) + EITHER + "#@])")
# What is said for a dot in the name of a site: a word after it, not the next sentence.
_DOT_SAID: Final = frozenset({"كوم", "نت", "أورغ", "اورغ", "أورج", "أونلاين", "تي"})


def _message(mark: str) -> str:
    return f"لا مسافة بعد «{mark}»؛ تأتي مسافة واحدة بعد العلامة."


def space_after(copy: Copy) -> Iterator[Finding]:
    """Find a mark with the next word right behind it.

    Left alone: marks inside numbers, addresses, code and abbreviations, between two words in other letters, and a dot
    or colon before such a word. Doubtful: a comma or colon before a digit, a dot after a single letter (د.أحمد).
    """
    text = copy.text
    opened = {pair.start for pair in copy.pairs if pair.sure}
    for match in _MARK.finditer(text):
        place = match.start()
        line = copy.line(place)
        if not line.arabic or copy.kept(place) or place == line.start:
            continue
        if text[place + 1] in OPENING + EITHER and place + 1 not in opened:
            continue
        safe = _parts(copy, place)
        if safe is not None:
            yield Finding(
                rule=Rule.SPACE_AFTER,
                start=place,
                end=place + 1,
                message=_message(text[place]),
                proposal=text[place] + " ",
                safe=safe,
            )


def _parts(copy: Copy, place: int) -> bool | None:
    """Tell whether the mark at ``place`` surely parts two words, or only perhaps; None if it does not."""
    text = copy.text
    mark, follower = text[place], text[place + 1]
    before, after = copy.token_before(place), copy.token_after(place + 1)
    if before is None or (mark in ".!" and text[place - 1] in ".…"):
        return None
    if follower in "([" and text[place + 2 : place + 3].isdecimal():
        return None  # the number of a note: قال ذلك.[1]
    if follower in OPENING + EITHER:
        return before.kind is Kind.ARABIC or mark in "،؛؟"
    if follower in "#@":
        return mark in "،؛؟:!" or None
    if after is None or after.start != place + 1:
        return None
    if mark in "،؛؟":
        return not (before.kind is Kind.NUMBER and after.kind is Kind.NUMBER)
    if after.kind is Kind.FOREIGN:
        return True if mark == "!" and before.kind is Kind.ARABIC else None
    if after.kind is Kind.NUMBER:
        return False if before.kind is Kind.ARABIC and mark != "." else None
    return _sentence_parts(copy, place, before, after)


def _sentence_parts(copy: Copy, place: int, before: Token, after: Token) -> bool | None:
    """Judge ``.``, ``:`` and ``!`` before an Arabic word."""
    text = copy.text
    if text[place] != ".":
        return True
    if before.end != place:
        return True  # after a closing quote or bracket
    word, following = bare(text[before.start : before.end]), bare(text[after.start : after.end])
    if following in _DOT_SAID or len(following) < 2:
        return None
    if before.kind is Kind.ARABIC and len(word) < 2:
        return False
    if before.kind is Kind.FOREIGN and len(word) < 2:
        return None
    return not (len(word) < 3 and before.kind is Kind.ARABIC)


_WORD_BEFORE: Final = re.compile(rf"(?<![{LETTER}{MARK}{TATWEEL}])[{LETTER}][{LETTER}{MARK}]{{0,24}}\Z")
_WORD_AFTER: Final = re.compile(f"[{LETTER}][{LETTER}{MARK}]*")
_LONG_ENOUGH: Final = 4
_ENDINGS: Final = frozenset({"نا", "هم", "هن", "كم", "كما", "هما", "ها", "ية", "يين", "يون", "ين", "ون", "ان", "ات"})
_INSIDE_OUT: Final = "علامتا اقتباس تلتصقان بما خارجهما لا بما تحتويانه: هل هما في مكانهما؟"
_OUTSIDE_BEFORE: Final = "لا مسافة قبل علامة الفتح «{}»؛ تُفصل عن الكلمة التي قبلها."
_OUTSIDE_AFTER: Final = "لا مسافة بعد علامة الإغلاق «{}»؛ تُفصل عن الكلمة التي بعدها."


def space_outside(copy: Copy) -> Iterator[Finding]:
    """Find quotes and brackets that touch the word before or behind them.

    Left alone: a clitic before the quote (و«رويترز», بـ"رويترز"), brackets of less than four letters or with a stroke,
    which hold a piece of the word itself (موظف(ون), مدير(ة/ات)), and straight quotes, of which chance may have paired
    two that do not belong together. Doubtful: an ending behind a quote («بوتين»ية), a short word before a mark,
    straight quotes that touch what is outside them and not what is inside (قال" نعم "ثم).
    """
    for pair in copy.pairs:
        if not copy.line(pair.start).arabic or not _holds_words(copy.text, pair):
            continue
        if copy.text[pair.start] == '"':
            if _inside_out(copy.text, pair):
                yield Finding(rule=Rule.SPACE_OUTSIDE, start=pair.start, end=pair.start + 1, message=_INSIDE_OUT)
            continue
        yield from _touching_before(copy, pair)
        yield from _touching_behind(copy, pair)


def _inside_out(text: str, pair: Pair) -> bool:
    held = text[pair.start + 1] + text[pair.end - 1]
    around = text[max(0, pair.start - 1) : pair.start] + text[pair.end + 1 : pair.end + 2]
    return all(sign in BLANK for sign in held) and len(around) == 2 and around.isalnum()


def _touching_before(copy: Copy, pair: Pair) -> Iterator[Finding]:
    text = copy.text
    first = copy.line(pair.start).start
    word = _WORD_BEFORE.search(text[max(first, pair.start - 26) : pair.start])
    if word is not None and not may_open(text, pair.start, first):
        safe = len(bare(word[0])) > 2
        yield _outside(pair.start, _OUTSIDE_BEFORE, text[pair.start], " " + text[pair.start], safe)


def _touching_behind(copy: Copy, pair: Pair) -> Iterator[Finding]:
    text = copy.text
    word = _WORD_AFTER.match(text, pair.end + 1)
    if word is not None:
        spelled = bare(word[0])
        safe = len(spelled) > 1 and spelled not in _ENDINGS
        yield _outside(pair.end, _OUTSIDE_AFTER, text[pair.end], text[pair.end] + " ", safe)


def _outside(place: int, message: str, sign: str, proposal: str, safe: bool) -> Finding:
    return Finding(
        rule=Rule.SPACE_OUTSIDE,
        start=place,
        end=place + 1,
        message=message.format(sign),
        proposal=proposal,
        safe=safe,
    )


def _holds_words(text: str, pair: Pair) -> bool:
    """Tell whether a pair holds words of its own; quotes always do."""
    if text[pair.start] in QUOTES:
        return True
    held = bare(text[pair.start + 1 : min(pair.end, pair.start + 60)])
    return len(held.strip()) >= _LONG_ENOUGH and "/" not in held


_DETACHED: Final = re.compile(
    rf"(?<![\w{LETTER}{MARK}{TATWEEL}.])(?:و[{MARK}]{{0,2}}|[وفبك]?ال)[{BLANK}]+(?![{BLANK}])"
)
_LETTER_WAW: Final = frozenset({"حرف", "الحرف", "حرفي", "حروف", "الحروف", "حرفا", "الواو", "و"})
_WAW: Final = "واو العطف مفصولة عن الكلمة التي بعدها؛ تُكتب موصولة بها."
_ARTICLE: Final = "«ال» التعريف مفصولة عن كلمتها: هل هي زلّة؟"


def detached(copy: Copy) -> Iterator[Finding]:
    """Find و written apart from the word it leads: «روسيا و الصين» is «روسيا والصين».

    So too before a number, a quote and a word in other letters (``numbers.join_and``). Left alone: و between single
    letters («أ و ب», «س و ص»), the letter itself («حرف و»), before a hashtag. Doubtful: before a bracket; ال apart
    from its noun.
    """
    text = copy.text
    for match in _DETACHED.finditer(text):
        start, end = match.span()
        line = copy.line(start)
        if not line.arabic or end >= line.end or copy.kept(start):
            continue
        sign = match[0].rstrip(BLANK)
        if sign[0] != "و" or bare(sign).endswith("ال"):
            if re.match(f"[{LETTER}]{{3}}", text[end : end + 3]):
                yield Finding(rule=Rule.DETACHED, start=start, end=end, message=_ARTICLE)
            continue
        safe = _joins(copy, start, end)
        if safe is not None:
            yield Finding(rule=Rule.DETACHED, start=start, end=end, message=_WAW, proposal=sign, safe=safe)


def _joins(copy: Copy, start: int, end: int) -> bool | None:
    text = copy.text
    before = copy.token_before(start)
    if before is not None and bare(text[before.start : before.end]) in _LETTER_WAW:
        return None  # the letter itself is meant, or و was typed twice
    if text[end] in QUOTES:
        return True
    after = copy.token_after(end)
    if text[end] in "([":
        return False
    if after is None or after.start != end or after.kept:
        return None
    single = len(bare(text[after.start : after.end])) < 2
    return None if single and after.kind is not Kind.NUMBER else True
