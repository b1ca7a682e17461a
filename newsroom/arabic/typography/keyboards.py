"""Letters of other languages in Arabic script: a slip of the keyboard, or Persian, Urdu and Kurdish words.

A Persian ی or ک inside a word that is Arabic otherwise is a shape, not a letter: the same letter typed on another
keyboard, and ``letters_of`` counts it as the same. So it may be replaced. Not so at the end of a word, where Persian
ی looks like ى and may stand for either (علی): there only words that cannot end in ى are repaired. A word with پ چ ژ
گ, or one in a Persian passage, is only reported.
"""

import re
from collections.abc import Iterator
from typing import Final

from newsroom.arabic.letters import SAME_LETTER
from newsroom.arabic.typography.characters import LETTER, bare
from newsroom.arabic.typography.copytext import Copy
from newsroom.arabic.typography.endings import ends_in_alef, ends_in_ya
from newsroom.arabic.typography.findings import Finding, Rule
from newsroom.arabic.typography.tokens import Kind, Token

_ODD: Final = re.compile("[\u066e\u066f\u0672-\u06d3\u06d5\u06ee\u06ef\u06fa-\u06fc\u06ff\u0750-\u077f\u08a0-\u08c8]")
_SLIPS: Final = {**dict.fromkeys("یې", "ي"), **dict.fromkeys("کڪ", "ك"), **dict.fromkeys("ہھ", "ه"), "ۃ": "ة"}
_AT_ITS_END: Final = frozenset("یےېەۓۀۂ")
_TO_PLAIN: Final = str.maketrans(dict(SAME_LETTER))

_SLIP: Final = "حرف فارسي أو أردي «{}» في كلمة عربية؛ العربي «{}»."
_END: Final = "حرف «{}» في آخر الكلمة: أهو ياء «ي» أم ألف مقصورة «ى»؟"
_PASSAGE: Final = "مقطع بلغة أخرى تُكتب بالحرف العربي؛ يبقى كما هو."
_FOREIGN: Final = "كلمة فيها حروف غير عربية «{}»: هل هي من لغة أخرى؟"


def keyboards(copy: Copy) -> Iterator[Finding]:
    """Find Persian, Urdu and Kurdish letters. See the module for what is safe."""
    text = copy.text
    for start, end in copy.passages:
        if _ODD.search(text, start, end):
            yield Finding(rule=Rule.FOREIGN_LETTER, start=start, end=end, message=_PASSAGE)
    for match in _ODD.finditer(text):
        place = match.start()
        token = copy.token_before(place + 1)
        if token is None or token.end <= place or token.kept or token.kind is not Kind.ARABIC:
            continue
        if place == _first_odd(text, token) and not copy.in_passage(token.start, token.end):
            yield from _of_word(text, token)


def _first_odd(text: str, token: Token) -> int:
    found = _ODD.search(text, token.start, token.end)
    return found.start() if found else token.end


def _of_word(text: str, token: Token) -> Iterator[Finding]:
    word = text[token.start : token.end]
    foreign = [sign for sign in word if _ODD.match(sign) and sign not in SAME_LETTER]
    if foreign or "\u200c" in word:
        signs = "".join(dict.fromkeys(foreign or _ODD.findall(word)))
        yield Finding(rule=Rule.FOREIGN_LETTER, start=token.start, end=token.end, message=_FOREIGN.format(signs))
        return
    last = max(place for place, sign in enumerate(word) if re.match(f"[{LETTER}]", sign))
    for place, sign in enumerate(word):
        if sign in SAME_LETTER and sign != "ٱ":
            yield _slip(word, token.start, place, at_end=place == last)


def _slip(word: str, start: int, place: int, *, at_end: bool) -> Finding:
    sign = word[place]
    proposal = SAME_LETTER[sign]
    safe = sign in _SLIPS
    message = _SLIP.format(sign, proposal)
    if at_end and sign in _AT_ITS_END:
        spelled = bare(word).translate(_TO_PLAIN)
        safe = proposal == "ي" and ends_in_ya(spelled)
        if not safe:
            message = _END.format(sign) if proposal == "ي" else _FOREIGN.format(sign)
        if proposal == "ي" and not safe and ends_in_alef(spelled):
            proposal = "ى"
    place += start
    return Finding(rule=Rule.KEYBOARD, start=place, end=place + 1, message=message, proposal=proposal, safe=safe)
