"""Short, readable, stable addresses in Arabic letters.

A word that leans on the next one (a preposition, a particle, the first part of a name) ends no address: the particles
are the closed classes of any school grammar. Shared in a messenger, each Arabic letter of an address shows as six
characters of %XX. The median headline comes to 253 of them and the longest to 633, so an address takes a few words of
its headline and knows its encoded length.
"""

import unicodedata
from typing import Final
from urllib.parse import quote

from newsroom.arabic.letters import SAME_LETTER, Table, is_mark, is_silent, is_word_letter, latin_digit

_FEWEST: Final = 3
_SAME_LETTER: Final = str.maketrans(dict(SAME_LETTER))

# Words that lean on the next one. Compared as spelled, not folded, or على would take the name علي with it.
_LEANING_WORDS: Final = """
    من في على إلى الى عن مع أو او أم ام أن ان إن ثم بل حتى منذ بين بعد قبل عند لدى نحو حول ضد دون عبر خلال
    وفي ومن وعلى وإلى وعن ومع لأن بأن كأن فإن لكن ولكن حيث حين إذا إذ كما لو بلا مثل رغم أمام خلف فوق تحت داخل خارج وسط
    ما لا لم لن قد هل كل أي اي غير هذا هذه ذلك تلك التي الذي الذين و هو هي وهو وهي ليس
    بن ابن بنت أبو ابو أبي عبد آل
    a an the of in on at to for from by with and or as is
"""
_LEANING: Final = frozenset(_LEANING_WORDS.split())


def encoded_length(text: str) -> int:
    """Return the length of ``text`` percent-encoded as UTF-8 (RFC 3986): six for an Arabic letter, one for a hyphen.

    Raises nothing; a lone surrogate counts as the three bytes it would take.
    """
    return len(quote(text, safe="", errors="surrogatepass"))


def _readable_part(part: str) -> str:
    if is_mark(part):
        return part
    if is_silent(part):
        return ""
    return latin_digit(part) if is_word_letter(part) else " "


def _readable_character(char: str) -> str:
    if is_silent(char) and not is_mark(char):
        return ""
    lower = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", char).lower())
    return "".join(map(_readable_part, lower))


_READABLE: Final = Table(_readable_character)


def _without_loose_marks(text: str) -> str:
    """Join each mark to its letter where Unicode has the two as one (ا with hamza, e with acute), else drop it."""
    letters: list[str] = []
    for char in text:
        if not is_mark(char):
            letters.append(char)
        elif letters and len(joined := unicodedata.normalize("NFC", letters[-1] + char)) == 1:
            letters[-1] = joined
    return "".join(letters)


def _cut(word: str, limit: int) -> str:
    for place, letter in enumerate(word):
        limit -= encoded_length(letter)
        if limit < 0:
            return word[:place]
    return word


def slug(title: str, *, words: int = 5, limit: int = 200) -> str:
    """Return the first words of ``title`` as an address: «زيارة-كيم-إلى-روسيا», or "" if it holds only symbols.

    Letters stay as readers expect to read them: أ إ آ ة ى keep their form. What differs only by keyboard or
    decoration is one address: harakat and tatweel go, ی ک become ي ك, digits of any script 0–9, compatibility forms
    their plain letters (NFKC), Latin letters lower case, apostrophes nothing. All else parts words, and words are
    joined by single hyphens, none at either end. A slug made into a slug again is itself.

    At most ``words`` words are taken, and only whole ones that keep ``encoded_length`` within ``limit``; a first
    word too long by itself is cut between letters. Where the title goes on, the slug does not end in a word that
    leans on the next («في», «إلى»), as long as three words remain. Raises ``ValueError`` if ``words`` or ``limit``
    is less than 1.
    """
    if words < 1 or limit < 1:
        raise ValueError("a slug needs room for at least one word of one character")
    spelled = _without_loose_marks(title.translate(_READABLE)).translate(_SAME_LETTER).split()
    taken: list[str] = []
    room = limit
    for word in spelled[:words]:
        room -= encoded_length(word) + (1 if taken else 0)
        if room < 0:
            break
        taken.append(word)
    if spelled and not taken:
        return _cut(spelled[0], limit)
    if len(taken) < len(spelled):
        while len(taken) > _FEWEST and taken[-1] in _LEANING:
            taken.pop()
    return "-".join(taken)
