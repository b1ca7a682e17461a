"""First, second, eleventh: ordinals in words, as an edition is named («العدد الحادي عشر»).

An ordinal follows its noun and agrees with it in gender and definiteness. From 11 to 19 both halves agree and neither
is declined (الحادي عشر / الحادية عشرة); from 21 on the unit and the tens are joined by و and both take the article
(الحادي والعشرون); tens and hundreds have one form for both genders; beyond a hundred the smaller number comes first,
«الأول بعد المئة». Source: the chapter on numbers (باب العدد) of any school grammar, among them Abbas Hassan,
النحو الوافي, volume 4; مئة is spelled without its silent alef, as the academy of Cairo allows and the press prints it.
"""

from typing import Final

from newsroom.arabic.numbers import Digits, Noun, digits

LARGEST: Final = 1000
WORDS_TO: Final = 99
"""Up to this number the house names an edition in words; from 100 on it writes the digits: «العدد 100».

Beyond that the words grow longer than a headline bears («العدد الحادي والعشرون بعد المئة»), and readers no longer hear
the number in them.
"""

_STEMS: Final = ("", "أول", "ثان", "ثالث", "رابع", "خامس", "سادس", "سابع", "ثامن", "تاسع", "عاشر")
_TENS: Final = ("", "", "عشر", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثمان", "تسع")
_HUNDREDS: Final = ("", "مئة", "مئت", "ثلاثمئة", "أربعمئة", "خمسمئة", "ستمئة", "سبعمئة", "ثمانمئة", "تسعمئة")


def _the(word: str, definite: bool) -> str:
    return f"ال{word}" if definite else word


def _unit(n: int, *, feminine: bool, definite: bool, joined: bool) -> str:
    """Return 1 to 10; ``joined`` to tens, where the first is حادٍ / حادية instead of أول / أولى."""
    if n == 1 and not joined:
        return _the("أولى" if feminine else "أول", definite)
    stem = "حاد" if n == 1 else _STEMS[n]
    if n > 2:
        return _the(f"{stem}ة" if feminine else stem, definite)
    # The defective ones: their ي shows with the article and before ة, else tanwin stands for it.
    if feminine:
        return _the(f"{stem}ية", definite)
    return f"ال{stem}ي" if definite else f"{stem}ٍ"


def _below_hundred(n: int, *, feminine: bool, definite: bool, oblique: bool) -> str:
    if n <= 10:
        return _unit(n, feminine=feminine, definite=definite, joined=False)
    tens, rest = divmod(n, 10)
    if tens == 1:
        stem = {1: "حادي", 2: "ثاني"}.get(rest, _STEMS[rest])
        return _the(f"{stem}ة عشرة" if feminine else f"{stem} عشر", definite)
    ten = _the(_TENS[tens] + ("ين" if oblique else "ون"), definite)
    if not rest:
        return ten
    return f"{_unit(rest, feminine=feminine, definite=definite, joined=True)} و{ten}"


def _hundred(n: int, *, definite: bool, oblique: bool) -> str:
    return _the(_HUNDREDS[n] + (("ين" if oblique else "ان") if n == 2 else ""), definite)


def ordinal(n: int, *, feminine: bool = False, definite: bool = True, oblique: bool = False) -> str:
    """Return the ordinal of ``n`` from 1 to 1000: الأول، الثانية، الحادي عشر، الحادي والعشرون، المئة، الألف.

    ``definite`` False gives the indefinite (أول، ثانٍ، حادية عشرة، ثالث وعشرون); ``oblique`` the form after a
    preposition or in a genitive, which shows in tens and in two hundred (في العدد العشرين). From 101 on the ones
    come first: «الأول بعد المئة»، «الخامس عشر بعد المئتين», the hundred always definite. Raises ``ValueError``
    outside 1–1000.
    """
    if not 1 <= n <= LARGEST:
        raise ValueError(f"ordinals are written in words from 1 to {LARGEST}, not for {n}")
    if n == LARGEST:
        return _the("ألف", definite)
    hundreds, rest = divmod(n, 100)
    if not hundreds:
        return _below_hundred(rest, feminine=feminine, definite=definite, oblique=oblique)
    if not rest:
        return _hundred(hundreds, definite=definite, oblique=oblique)
    small = _below_hundred(rest, feminine=feminine, definite=definite, oblique=oblique)
    return f"{small} بعد {_hundred(hundreds, definite=True, oblique=True)}"


def numbered(noun: Noun, n: int, *, words_to: int = WORDS_TO, oblique: bool = False, style: Digits = "latin") -> str:
    """Return a thing by its number: «العدد الأول»، «الصفحة الحادية عشرة»، and «العدد 100» above ``words_to``.

    The noun takes the article, the ordinal its gender; ``oblique`` as in ``ordinal``. A number that is not positive is
    always written in digits. Digits are never grouped: they are a name, not an amount. Raises ``KeyError`` for an
    unknown digit style.
    """
    name = f"ال{noun.singular}"
    if 1 <= n <= min(words_to, LARGEST):
        return f"{name} {ordinal(n, feminine=noun.feminine, oblique=oblique)}"
    return f"{name} {digits(str(n), style)}"
