"""Quotation marks in the house styles."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

QuoteStyle = Literal["curly", "guillemets", "straight"]

QUOTES: Final[Mapping[QuoteStyle, tuple[str, str]]] = MappingProxyType(
    {"curly": ("\u201c", "\u201d"), "guillemets": ("«", "»"), "straight": ('"', '"')}
)
"""Opening and closing mark of each style, in the order in which they are typed and stored."""


def quote(text: str, style: QuoteStyle) -> str:
    """Return ``text`` between the quotation marks of ``style``; marks already inside it are left alone.

    Curly means U+201C first and U+201D last, the order in which Arabic editors type them. CLDR 47 ``ar`` has the
    reverse, because these two do not mirror in right-to-left text; « » do mirror and open with U+00AB.
    Raises ``KeyError`` for an unknown style.
    """
    opening, closing = QUOTES[style]
    return f"{opening}{text}{closing}"
