"""Digits, months and tanwin against the house style, or against themselves where a text mixes them.

All of it is doubt: these are letters and vowels, and a quotation or a name (حرب أكتوبر) has its own.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from newsroom.arabic.dates import MONTHS_GREGORIAN, MONTHS_LEVANTINE, Months, month_name
from newsroom.arabic.numbers import Digits, digits
from newsroom.arabic.typography.characters import BLANK, LETTER, MARK
from newsroom.arabic.typography.copytext import Copy
from newsroom.arabic.typography.findings import Finding, Rule
from newsroom.arabic.typography.style import AS_TYPED, HouseStyle
from newsroom.arabic.typography.tokens import Kind, Token

_LATIN: Final = re.compile("[0-9]")
_ARABIC: Final = re.compile("[٠-٩]")
_DIGITS_IN: Final[dict[Digits, str]] = {"latin": "123", "arabic": "١٢٣"}


def digit_style(copy: Copy) -> Iterator[Finding]:
    """Find numbers in other digits than the house's; ``as typed`` asks for those that are commonest in the text.

    Persian digits (۴۵۶) are reported under every style. Left alone: numbers beside words in other letters, whose
    digits are Latin by themselves (Windows 95).
    """
    numbers = [word for word in copy.tokens if word.kind is Kind.NUMBER and copy.line(word.start).arabic]
    if not numbers:
        return
    wanted = copy.style.digits
    if wanted == AS_TYPED:
        latin = sum(1 for word in numbers if _LATIN.search(copy.text, word.start, word.end))
        arabic = sum(1 for word in numbers if _ARABIC.search(copy.text, word.start, word.end))
        wanted = "latin" if latin >= arabic else "arabic"
    message = f"أرقام من نوع آخر؛ المعتمد في النصّ «{_DIGITS_IN[wanted]}»."
    for word in numbers:
        typed = copy.text[word.start : word.end]
        written = digits(typed, wanted)
        if written != typed and not _beside_foreign(copy, word):
            yield Finding(rule=Rule.DIGITS, start=word.start, end=word.end, message=message, proposal=written)


def _beside_foreign(copy: Copy, word: Token) -> bool:
    near = (copy.token_before(word.start), copy.token_after(word.end))
    gaps = (
        copy.text[near[0].end : word.start] if near[0] else "\n",
        copy.text[word.end : near[1].start] if near[1] else "\n",
    )
    return any(
        token is not None and token.kind is Kind.FOREIGN and not gap.strip(BLANK + "-–./")
        for token, gap in zip(near, gaps, strict=True)
    )


_TANWIN: Final = re.compile(f"([اى])\u064b|\u064b([اى])(?![{LETTER}{MARK}])")


def tanwin_style(copy: Copy) -> Iterator[Finding]:
    """Find tanwin on the other side of its alef than the house's: حدثاً is «on alef», حدثًا «before alef».

    The newsrooms write it on the alef seven times of eight, the guides before it. Never more than doubtful.
    """
    matches = list(_TANWIN.finditer(copy.text))
    if not matches:
        return
    wanted = copy.style.tanwin
    if wanted == AS_TYPED:
        on_alef = sum(1 for match in matches if match[1])
        wanted = "on alef" if 2 * on_alef >= len(matches) else "before alef"
    for match in matches:
        on_alef = match[1] is not None
        if on_alef is (wanted == "on alef"):
            continue
        alef = match[1] or match[2]
        proposal = f"\u064b{alef}" if on_alef else f"{alef}\u064b"
        message = f"التنوين هنا {'بعد الألف' if on_alef else 'قبل الألف'}؛ المعتمد {'قبلها' if on_alef else 'بعدها'}."
        yield Finding(rule=Rule.TANWIN, start=match.start(), end=match.end(), message=message, proposal=proposal)


class _Mention(NamedTuple):
    """A month named in a text."""

    start: int
    end: int
    month: int
    naming: Months | None


_FURTHER: Final[dict[str, int]] = {
    **dict.fromkeys(["جانفي"], 1),
    **dict.fromkeys(["فيفري"], 2),
    **dict.fromkeys(["ابريل", "إبريل", "أفريل"], 4),
    **dict.fromkeys(["جوان"], 6),
    **dict.fromkeys(["جويلية", "يوليوز"], 7),
    **dict.fromkeys(["اغسطس", "أوت", "غشت"], 8),
    **dict.fromkeys(["شتنبر"], 9),
    **dict.fromkeys(["اكتوبر"], 10),
    **dict.fromkeys(["نونبر"], 11),
    **dict.fromkeys(["دجنبر"], 12),
}
_OF_LEVANT: Final = {name: month for month, name in enumerate(MONTHS_LEVANTINE, 1)} | {"اذار": 3, "ايار": 5, "ايلول": 9}
_OF_GREGORY: Final = {name: month for month, name in enumerate(MONTHS_GREGORIAN, 1)} | _FURTHER
# Words or names besides: he practised, Nissan, he returned, a girl's name.
_ALSO_WORDS: Final = frozenset({"مارس", "نيسان", "آب", "أوت", "جوان"})
_NAME: Final = "|".join(sorted(map(re.escape, [*_OF_LEVANT, *_OF_GREGORY]), key=len, reverse=True))
_MONTH: Final = re.compile(
    rf"(?<![{LETTER}{MARK}/])(?:[وفبل]|ال)?({_NAME})(?:[{BLANK}]?/[{BLANK}]?({_NAME}))?(?![{LETTER}{MARK}/])"
)
_DATED_BEFORE: Final = re.compile(
    rf"(?:\d|في|منذ|حتى|بين|شهر|شهري|أول|أوائل|أواخر|منتصف|مطلع|نهاية|بداية|خلال)[{BLANK}]+\Z"
)
_DATED_AFTER: Final = re.compile(
    rf"[{BLANK}]+(?:(?:من[{BLANK}]+)?(?:عام|سنة|العام)[{BLANK}]+)?\d{{4}}|[{BLANK}]+(?:الماضي|المقبل|الجاري|الفائت|القادم)"
)


def _mentions(copy: Copy) -> Iterator[_Mention]:
    text = copy.text
    for match in _MONTH.finditer(text):
        start, end = match.start(1), match.end()
        if copy.kept(start) or not copy.line(start).arabic:
            continue
        one, two = match[1], match[2]
        if two is not None:
            if (month := _OF_LEVANT.get(one) or 0) and _OF_GREGORY.get(two) == month:
                yield _Mention(start, end, month, "both")
            elif _OF_GREGORY.get(one) and _OF_GREGORY[one] == _OF_LEVANT.get(two):
                yield _Mention(start, end, _OF_GREGORY[one], "both")
            continue
        if one in _ALSO_WORDS and not _dated(text, start, end):
            continue
        if one in _OF_LEVANT:
            yield _Mention(start, end, _OF_LEVANT[one], "levantine")
        else:
            known = one in MONTHS_GREGORIAN or one in {"ابريل", "إبريل", "اغسطس", "اكتوبر"}
            yield _Mention(start, end, _OF_GREGORY[one], "gregorian" if known else None)


def _dated(text: str, start: int, end: int) -> bool:
    return bool(_DATED_BEFORE.search(text[max(0, start - 12) : start]) or _DATED_AFTER.match(text, end))


def _wanted_months(style: HouseStyle, mentions: list[_Mention]) -> Months | None:
    if style.months != AS_TYPED:
        return style.months
    counted = Counter(each.naming for each in mentions if each.naming is not None)
    return max(counted, key=lambda naming: counted[naming], default=None)


def month_style(copy: Copy) -> Iterator[Finding]:
    """Find months named in another way than the house's: أيلول, سبتمبر, or «أيلول/سبتمبر».

    ``as typed`` asks for the naming that is commonest in the text. Names of the Maghreb (جويلية, غشت) are reported
    under every style. A month that is a word besides (مارس, نيسان, آب) counts only in a date.
    """
    mentions = list(_mentions(copy))
    if not mentions:
        return
    wanted = _wanted_months(copy.style, mentions)
    if wanted is None:
        return
    message = f"اسم الشهر بتسمية أخرى؛ المعتمد مثل «{month_name(9, wanted)}»."
    for mention in mentions:
        written = month_name(mention.month, wanted)
        as_typed = copy.style.months == AS_TYPED or copy.text[mention.start : mention.end] == written
        if mention.naming != wanted or not as_typed:
            yield Finding(
                rule=Rule.MONTHS,
                start=mention.start,
                end=mention.end,
                message=message,
                proposal=written,
            )
