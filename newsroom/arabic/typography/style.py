"""The house style as the copy desk needs it; the names of the choices are those of the site settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

AS_TYPED: Final[Literal["as typed"]] = "as typed"

QuoteChoice = Literal["curly", "guillemets", "straight", "as typed"]
TanwinChoice = Literal["on alef", "before alef", "as typed"]
MonthChoice = Literal["levantine", "gregorian", "both", "as typed"]
DigitChoice = Literal["latin", "arabic", "as typed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HouseStyle:
    """What the house writes where Arabic allows several ways.

    ``as typed`` asks a text only to agree with itself: what is rarer in it is reported against what is commoner.
    ``quotes``, ``months`` and ``digits`` take the values of ``SiteSettings``; tanwin «on alef» is حدثاً, «before
    alef» حدثًا. ``names`` gives the house spelling for every other one, as ``articles.naming.house_spellings`` does.
    """

    quotes: QuoteChoice = AS_TYPED
    tanwin: TanwinChoice = AS_TYPED
    months: MonthChoice = AS_TYPED
    digits: DigitChoice = AS_TYPED
    names: Mapping[str, str] = field(default_factory=dict)
