"""Names in another spelling than the house's: what the aliases of topics and tags know."""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from newsroom.arabic.typography.characters import bare
from newsroom.arabic.typography.copytext import Copy
from newsroom.arabic.typography.findings import Finding, Rule
from newsroom.arabic.typography.tokens import Kind, Token, tokens

_PREFIXES: Final = "وفبلك"
_MESSAGE: Final = "إملاء الدار لهذا الاسم «{}»."


class _Spelling(NamedTuple):
    """A spelling to look for: its words, itself without silent signs, the house's own if it is another."""

    words: int
    text: str
    house: str | None


class _Index:
    """All spellings by their first word, the longest first."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._by_first: dict[str, list[_Spelling]] = {}
        for house in set(names.values()):
            self._add(house, None)
        for other, house in names.items():
            if bare(other) != bare(house):
                self._add(other, house)
        for spellings in self._by_first.values():
            spellings.sort(key=lambda each: (-each.words, each.house is not None))

    def _add(self, name: str, house: str | None) -> None:
        words = tokens(name)
        if words and not any(word.kept for word in words):
            first = bare(name[words[0].start : words[0].end])
            text = bare(name[words[0].start : words[-1].end])
            self._by_first.setdefault(first, []).append(_Spelling(len(words), text, house))

    def beginning(self, word: str) -> list[_Spelling]:
        """Return the spellings whose first word is ``word``."""
        return self._by_first.get(word, [])


def house_names(copy: Copy) -> Iterator[Finding]:
    """Find names that the house spells otherwise, also behind و ف ب ل ك. A name is letters: never more than doubtful.

    Harakat and tatweel in the text make no difference. Part of a name that is spelled as the house does is left
    alone, even where it is an alias by itself.
    """
    if not copy.style.names:
        return
    index = _Index(copy.style.names)
    place = 0
    while place < len(copy.tokens):
        found = _at(copy, index, place)
        if found is None:
            place += 1
            continue
        spelling, start = found
        last = copy.tokens[place + spelling.words - 1]
        if spelling.house is not None:
            yield Finding(
                rule=Rule.NAME,
                start=start,
                end=last.end,
                message=_MESSAGE.format(spelling.house),
                proposal=spelling.house,
            )
        place += spelling.words


def _at(copy: Copy, index: _Index, place: int) -> tuple[_Spelling, int] | None:
    token = copy.tokens[place]
    if token.kept:
        return None
    word = bare(copy.text[token.start : token.end])
    for cut in range(3):
        if cut and (cut >= len(word) - 1 or word[cut - 1] not in _PREFIXES or token.kind is not Kind.ARABIC):
            return None
        for spelling in index.beginning(word[cut:]):
            if _stands(copy, place, spelling, cut):
                return spelling, _start(copy.text, token, cut)
    return None


def _start(text: str, token: Token, cut: int) -> int:
    """Return where a word begins behind ``cut`` clitics and the signs they carry."""
    start = token.start
    while cut or not bare(text[start]):
        cut -= bool(bare(text[start]))
        start += 1
    return start


def _stands(copy: Copy, place: int, spelling: _Spelling, cut: int) -> bool:
    last = place + spelling.words - 1
    if last >= len(copy.tokens):
        return False
    start, end = copy.tokens[place].start, copy.tokens[last].end
    return end - start <= 8 * len(spelling.text) + 64 and bare(copy.text[start:end])[cut:] == spelling.text
