"""A text taken apart into words of both scripts, numbers, and runs to leave alone: addresses, code, abbreviations.

Every pattern begins where no character of its own kind precedes and repeats over classes that share no character, or
within a bound, so that the whole takes time linear in the text.
"""

import re
from enum import Enum
from typing import Final, NamedTuple

from newsroom.arabic.typography.characters import LETTER, MARK, TATWEEL, UNSEEN


class Kind(Enum):
    """What a token is made of."""

    ARABIC = "arabic"
    FOREIGN = "foreign"
    NUMBER = "number"


class Token(NamedTuple):
    """A word or a number; ``kept`` when its punctuation is its own: an address, a hashtag, code, an abbreviation."""

    start: int
    end: int
    kind: Kind
    kept: bool = False


_FOREIGN: Final = rf"[^\W\d_{LETTER}{TATWEEL}]"
_ON: Final = MARK + TATWEEL
_ADDRESS_ENDS: Final = r'\s"«»“”<>،؛؟'
_ONE: Final = rf"[{LETTER}][{MARK}]{{0,2}}{TATWEEL}?"

# An address, with or without its scheme; a file name has the same shape, and so has f(x, y) the shape of code.
_KEPT: Final = rf"""
    (?:https?|ftp)://[^{_ADDRESS_ENDS}]+ | mailto:[^{_ADDRESS_ENDS}]+ | www\.[^{_ADDRESS_ENDS}]+
  | (?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]{{1,64}}@[A-Za-z0-9-]{{1,63}}(?:\.[A-Za-z0-9-]{{1,63}}){{1,8}}
  | (?<![A-Za-z0-9.@-])(?:[A-Za-z0-9][A-Za-z0-9-]{{0,62}}\.){{1,8}}[A-Za-z]{{2,24}}(?![A-Za-z0-9])
    (?:[/?\#:][^{_ADDRESS_ENDS}]+)?
  | (?<![\w:.])(?=[0-9:]{{0,40}}(?:::|[A-Fa-f]))[0-9A-Fa-f]{{1,4}}(?:::?[0-9A-Fa-f]{{1,4}}){{2,8}}(?:::)?(?:/\d{{1,3}})?
  | (?<!\S)~?/[A-Za-z0-9._/-]+
  | (?<!\S)[A-Za-z]:\\[^{_ADDRESS_ENDS}]+
  | (?<![\w#@])[#@]\w+
  | &(?:\#\d{{1,7}}|\#x[0-9A-Fa-f]{{1,6}}|[A-Za-z]{{2,10}});
  | `[^`\n]{{1,500}}`
  | \{{[^{{}}\n]{{0,500}}\}}
  | </?[A-Za-z][^<>\n]{{0,500}}> | <!--[^<>\n]{{0,500}}-->
  | \[/?[A-Za-z][^\[\]\n]{{0,500}}\]
  | (?<![A-Za-z0-9_.])[A-Za-z_][A-Za-z0-9_.]{{0,40}}\([^()\n{LETTER}]{{0,200}}\)
  | (?<!\S)[:;=8][-'^]?[()DPpOo|/\\*](?!\S)
  | (?<![\w{_ON}.]){_ONE}(?:\.{_ONE})+(?![{LETTER}{_ON}])\.?
"""
_TOKEN: Final = re.compile(
    rf"""
    (?P<kept>{_KEPT})
  | (?P<arabic>[{LETTER}][{LETTER}{_ON}]*(?:[{UNSEEN}]+[{LETTER}{_ON}]+)*)
  | (?P<number>\d+(?:[.,:/٫٬–-]\d+)*)
  | (?P<foreign>{_FOREIGN}(?:{_FOREIGN}|[\d_{MARK}])*(?:[.'’&/+-](?:{_FOREIGN}|[\d_])+)*[+\#]{{0,2}})
    """,
    re.VERBOSE,
)
_ARABIC: Final = re.compile(f"[{LETTER}]")
_AFTER_AN_ADDRESS: Final = ".,;:!?)]}'’…*_"


def _trimmed(text: str, start: int, end: int) -> int:
    """Return where an address really ends: the marks of the sentence around it are not part of it."""
    if not text.startswith(("http", "ftp", "mailto", "www."), start) and "/" not in text[start:end]:
        return end
    own = ")" if text.find("(", start, end) >= 0 else ""
    while text[end - 1] in _AFTER_AN_ADDRESS and text[end - 1] != own:
        end -= 1
    return end


def tokens(text: str) -> list[Token]:
    """Return the tokens of ``text`` in order."""
    found: list[Token] = []
    place = 0
    while match := _TOKEN.search(text, place):
        start, end = match.span()
        kind = match.lastgroup
        if kind == "kept":
            if text[start] not in "`{<[&:;=8\\":
                end = _trimmed(text, start, end)
            script = Kind.ARABIC if _ARABIC.search(text, start, end) else Kind.FOREIGN
            found.append(Token(start, end, script, kept=True))
        else:
            found.append(Token(start, end, Kind(kind)))
        place = end
    return found
