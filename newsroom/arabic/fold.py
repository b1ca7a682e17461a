"""Folding: one spelling for all the spellings of a word.

Search, tags, filters and look-ups compare folded text; readers never see it. Folding is meant to lose: it joins
what people type differently for the same word, and leaves telling look-alikes apart to those who rank.
"""

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from newsroom.arabic.letters import SAME_LETTER, Table, is_silent, is_word_letter, latin_digit

_FOLDED: Final[Mapping[str, str]] = MappingProxyType(
    {
        **SAME_LETTER,
        # Hamza seats and آ are not listed: decomposition turns them into the bare letter and a mark.
        **dict.fromkeys("ٲٳ", "ا"),
        **dict.fromkeys("ىؠؽؾؿۍێ", "ي"),
        **dict.fromkeys("ةۃ", "ه"),
        **dict.fromkeys("ۄۅۆۇۈۉۊۋۏ", "و"),
        # Hard g goes to غ, as the Levant writes it (غوتيريش); by shape it would be ك, and meet other words.
        **dict.fromkeys("گڭݣ", "غ"),
        # چ goes to ج by shape, a letter for a letter: its sound takes two (تش), which is transliteration, not folding.
        # ژ goes to ج by sound: Levantine ج is exactly that (نژاد is printed نجاد).
        **dict.fromkeys("چژ", "ج"),
        "پ": "ب",
        **dict.fromkeys("ڤڥڢڡ", "ف"),
        **dict.fromkeys("ڨڧٯ", "ق"),
        **dict.fromkeys("ڕڑ", "ر"),
        "ڵ": "ل",
        "ٹ": "ت",
        "ڈ": "د",
        "ں": "ن",
        # Latin letters whose stroke or ligature Unicode does not decompose.
        "ı": "i",
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
    }
)


def _fold_part(part: str) -> str:
    if is_silent(part):
        return ""
    if is_word_letter(part):
        return _FOLDED.get(part, latin_digit(part))
    return " "


def _fold_character(char: str) -> str:
    if is_silent(char):
        return ""
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", char).casefold())
    return "".join(map(_fold_part, bare))


_TABLE: Final = Table(_fold_character)
_SHORT: Final = 60


def fold(text: str) -> str:
    """Return the words of ``text`` in their one folded spelling, separated by single spaces.

    Takes any string, returns a possibly empty one, raises nothing; folding twice changes nothing more.

    * Compatibility forms (presentation letters, ligatures, full-width) are taken apart by Unicode NFKD.
    * Dropped without a trace: marks of every script (harakat, superscript alef, accents: é → e), tatweel, format
      characters (bidi controls, BOM, ZWNJ, ZWJ) and apostrophes.
    * أ إ آ ٱ → ا, ؤ → و, ئ ى → ي, ة → ه; a lone ء stays. Persian, Urdu and Kurdish letters go to their Arabic
      neighbour: ی ې ے → ي, ک ڪ → ك, ہ ھ ە ۀ → ه, گ → غ, چ ژ → ج, پ → ب, ڤ ڥ → ف.
    * Decimal digits of any script become 0–9; letters are case-folded.
    * Everything that is then neither letter nor number is a space: hyphens, underscores, ، ؛ ؟, and quotation
      marks too, so that the name in «بـ"رويترز"» is a word that can be found. One rule and no exceptions, at the
      price that C++ and C# are both c.
    """
    if len(text) > _SHORT:
        for letter, written in _EVERYDAY:
            text = text.replace(letter, written)
    if not _PLAIN.fullmatch(text):
        # NFC only joins Hangul again here: no marks are left, so it takes linear time.
        text = unicodedata.normalize("NFC", text.translate(_TABLE))
    return " ".join(text.split())


# Nearly all that an Arabic text has to fold: replaced one by one, five times as fast as looking at every letter. Each
# letter is folded by itself, so the order of doing it changes nothing.
_EVERYDAY: Final = tuple((letter, _TABLE[ord(letter)]) for letter in 'أإآىةؤئًٌٍَُِّْـ،.؛؟:!"«»()-–…')
_PLAIN: Final = re.compile(r"[ءا-بت-غف-هوي0-9a-z\s]*")
