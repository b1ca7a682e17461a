"""Numbers in running Arabic: digits, grouping, the six plural forms, counted nouns and joined lists."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from newsroom.arabic.letters import Table, latin_digit

Digits = Literal["latin", "arabic"]
PluralCategory = Literal["zero", "one", "two", "few", "many", "other"]


def _arabic_digit(char: str) -> str:
    return chr(0x660 + int(char)) if char.isdecimal() else char


_DIGITS: Final[dict[Digits, Table]] = {"latin": Table(latin_digit), "arabic": Table(_arabic_digit)}
_GROUP: Final[dict[Digits, str]] = {"latin": ",", "arabic": "٬"}
_DECIMAL: Final[dict[Digits, str]] = {"latin": ".", "arabic": "٫"}
# The mark before the sign keeps it on the number's left inside right-to-left text: LRM, or ALM beside ٣.
_MINUS: Final[dict[Digits, str]] = {"latin": "\u200e-", "arabic": "\u061c-"}


def digits(text: str, style: Digits) -> str:
    """Return ``text`` with every decimal digit, of whatever script, written in ``style``: 0–9 or ٠–٩.

    Nothing but digits changes: separators and signs stay. Raises ``KeyError`` for an unknown style.
    """
    return text.translate(_DIGITS[style])


def group(n: int, style: Digits = "latin") -> str:
    """Return ``n`` grouped by thousands: 1,234,567 or ١٬٢٣٤٬٥٦٧.

    Separators and the guarded minus sign are those of CLDR 47 ``ar`` (not of the Maghreb, which writes
    1.234.567). Raises ``KeyError`` for an unknown style.
    """
    written = digits(f"{abs(n):,}", style).replace(",", _GROUP[style])
    return _MINUS[style] + written if n < 0 else written


def decimal(value: float, places: int = 1, style: Digits = "latin") -> str:
    """Return ``value`` with ``places`` decimals, grouped: 1,234.5 or ١٬٢٣٤٫٥; none at all when ``places`` is 0.

    Separators are those of CLDR 47 ``ar``: a point and a comma beside Latin digits, ٫ (U+066B) and ٬ (U+066C) beside
    Arabic ones. What rounds to nothing has no sign. Raises ``ValueError`` for what is no finite number or for a
    negative ``places``, ``KeyError`` for an unknown style.
    """
    if value != value or value in {float("inf"), float("-inf")} or places < 0:
        raise ValueError("only a finite number can be written, with no fewer than no decimals")
    whole, _point, part = f"{abs(value):,.{places}f}".partition(".")
    written = digits(whole, style).replace(",", _GROUP[style])
    if part:
        written += _DECIMAL[style] + digits(part, style)
    return _MINUS[style] + written if value < 0 and (whole + part).strip("0,") else written


def plural_category(n: int) -> PluralCategory:
    """Return the plural category of ``n`` by the CLDR 47 rules for ``ar``; a negative number goes by its size.

    0 zero, 1 one, 2 two; then by the last two digits: 3–10 few, 11–99 many, the rest (100, 101, 202) other.
    Raises nothing.
    """
    size = abs(n)
    match size:
        case 0:
            return "zero"
        case 1:
            return "one"
        case 2:
            return "two"
    rest = size % 100
    if 3 <= rest <= 10:
        return "few"
    return "many" if rest >= 11 else "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Noun:
    """A noun in the forms that numbers ask of it.

    ``dual_oblique`` follows a preposition (منذ ساعتين), ``plural`` is the form after 3–10 (for a sound masculine
    plural the one in ـين), ``accusative`` the singular after 11–99, its tanwin written before the alef (مقالًا).
    """

    singular: str
    dual: str
    dual_oblique: str
    plural: str
    accusative: str
    feminine: bool = False

    @property
    def none(self) -> str:
        """The phrase for none at all, «لا مقالات»: after لا the noun stands as it does after 3–10."""
        return f"لا {self.plural}"

    @property
    def single(self) -> str:
        """The phrase for exactly one, «مقال واحد» or «صفحة واحدة»: the numeral follows and agrees in gender."""
        return f"{self.singular} {'واحدة' if self.feminine else 'واحد'}"


def count(n: int, noun: Noun, *, oblique: bool = False, style: Digits = "latin") -> str:
    """Return «n nouns» as Arabic says it: لا مقالات، مقال واحد، مقالان، 3 مقالات، 11 مقالًا، 100 مقال.

    One and two are said by the noun itself, without a digit. ``oblique`` asks for the dual after a preposition
    (منذ ساعتين). Forms follow the CLDR 47 plural categories of ``ar``. A negative number always shows its digits,
    with the singular for −1 and −2. Raises ``KeyError`` for an unknown style.
    """
    forms: dict[PluralCategory, str] = {"few": noun.plural, "many": noun.accusative}
    spoken = {0: noun.none, 1: noun.single, 2: noun.dual_oblique if oblique else noun.dual}
    if n in spoken:
        return spoken[n]
    return f"{group(n, style)} {forms.get(plural_category(n), noun.singular)}"


def join_and(items: Iterable[str]) -> str:
    """Return the items as one Arabic list: «روسيا والصين وإيران». Blank items are left out; none give "".

    CLDR 47 ``ar`` joins every pair with و, and و is a prefix: no space after it, whatever follows. That holds for
    Latin names and digits too (وNATO, و35), since an item may come wrapped in markup that hides its first letter.
    Raises nothing.
    """
    return " و".join(item for item in items if item.strip())
