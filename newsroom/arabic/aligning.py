"""Whether two names, read, are one: word by word, allowing words to be joined, within a bound on the whole."""

from typing import Final, Literal, NamedTuple

from newsroom.arabic.closeness import FAR, consonants, distance, same_consonants
from newsroom.arabic.fixed import ANOTHER_WITH_ARTICLE, ONE_WORD
from newsroom.arabic.latin import across, latin_distance, spelled_out
from newsroom.arabic.spelling import Form, Reading, Word, joined

Reason = Literal["folded", "article", "joined", "vowels", "letters", "script"]
SAME_FOLDED: Final = "folded"
ARTICLE: Final = "article"
JOINED: Final = "joined"
VOWELS: Final = "vowels"
LETTERS: Final = "letters"
SCRIPT: Final = "script"

_RANK: Final[tuple[Reason, ...]] = (SAME_FOLDED, ARTICLE, JOINED, VOWELS, LETTERS, SCRIPT)
_MORE_WORDS: Final = 3
_SPACING, _OTHER_ARTICLE, _LEAST, _INITIALS = 0.1, 0.2, 0.2, 0.2
_SHORT, _NOUN = 4, 6
_CASES: Final = {"ون", "ين"}
# What a pair of words loses of its room for edits: nothing, for an article that only one has, for being a short noun.
_FREE, _ONE_ARTICLE, _NEAR = 0.0, 0.5, 0.65


class Likeness(NamedTuple):
    """Why two names are taken for one, the strongest reason of all words, and how far apart they are: 0 is equal."""

    reason: Reason
    cost: float

    def and_then(self, other: "Likeness") -> "Likeness":
        """Return both likenesses in one."""
        return Likeness(max(self.reason, other.reason, key=_RANK.index), self.cost + other.cost)


_EQUAL: Final = Likeness(SAME_FOLDED, 0.0)


def compared(one: Reading, two: Reading) -> Likeness | None:
    """Return why two names with a coarse key in common are one, or None; the same in either order."""
    if one.folded == two.folded:
        return _EQUAL if one.words else None
    if len(one.words) > len(two.words) or (len(one.words) == len(two.words) and one.folded > two.folded):
        one, two = two, one
    if not one.words or len(two.words) - len(one.words) > _MORE_WORDS:
        return None
    found = _aligned(one.words, two.words)
    if found is not None:
        bound = 1.5 + 0.1 * min(len(one.folded), len(two.folded))
        if found.cost <= bound and (found.reason != SCRIPT or _whole(one, two, found.cost)):
            if found == _EQUAL:
                return Likeness(JOINED, _SPACING)  # كوفيد19 / كوفيد-19
            return Likeness(found.reason, round(found.cost, 2))
    return _initials(one, two)


def _initials(one: Reading, two: Reading) -> Likeness | None:
    """Return the likeness of an initialism said and written: بي بي سي / BBC, إس-400 / S-400."""
    if one.folded.isascii() == two.folded.isascii():
        return None
    said = [spelled_out(tuple(word.whole.text for word in each.words)) for each in (one, two)]
    return Likeness(SCRIPT, _INITIALS) if said[0] and said[0] == said[1] else None


def _whole(one: Reading, two: Reading, cost: float) -> bool:
    """Two scripts are compared in whole names: one all Arabic, one all Latin, and enough of them to go by."""
    if one.folded.isascii() == two.folded.isascii():
        return False
    arabic = two.folded if one.folded.isascii() else one.folded
    return len(arabic) > _SHORT and (consonants(arabic) >= 3 or cost <= 2 * _LEAST)


def _aligned(fewer: tuple[Word, ...], more: tuple[Word, ...]) -> Likeness | None:
    """Match every word; where one name has more words, several of them may be one word of the other."""
    spare = len(more) - len(fewer)
    ends: dict[int, Likeness] = {0: _EQUAL}
    for place, word in enumerate(fewer):
        reached: dict[int, Likeness] = {}
        for start, so_far in ends.items():
            for taken in range(1, spare - (start - place) + 2):
                step = (
                    _word(word, more[start], place == len(fewer) - 1)
                    if taken == 1
                    else _split(word, more, start, taken)
                )
                if step is None:
                    continue
                total, end = so_far.and_then(step), start + taken
                if end not in reached or (total.cost, total.reason) < (reached[end].cost, reached[end].reason):
                    reached[end] = total
        if not reached:
            return None
        ends = reached
    return ends.get(len(more))


def _split(word: Word, more: tuple[Word, ...], start: int, taken: int) -> Likeness | None:
    """Match one word with several that are written apart (بيونغيانغ / بيونغ يانغ)."""
    parts = more[start : start + taken]
    length = sum(len(part.whole.text) for part in parts)
    if abs(length - len(word.whole.text)) > 3 or any(part.whole.text.isdecimal() for part in (word, *parts)):
        return None
    other = joined(parts)
    if (word.whole is word.bare) != (other.whole is other.bare):
        return None  # آل سعود is not السعود
    found = _word(word, other, False)
    return found and Likeness(JOINED, _SPACING).and_then(found)


def _word(one: Word, two: Word, last: bool) -> Likeness | None:
    a, b = one.whole, two.whole
    if a.text == b.text:
        return _EQUAL
    if ONE_WORD.get(a.text, a.text) == ONE_WORD.get(b.text, b.text):
        return Likeness(VOWELS, _LEAST)
    latin = a.text[0].isascii(), b.text[0].isascii()
    if all(latin):
        cost = latin_distance(a.text, b.text)
        return None if cost >= FAR else Likeness(LETTERS, cost)
    if any(latin):
        return _across(*((two, a.text) if latin[0] else (one, b.text)))
    return _with_articles(one, two, last)


def _across(arabic: Word, latin: str) -> Likeness | None:
    cost = min(across(form.text, latin) for form in arabic)
    return None if cost >= FAR else Likeness(SCRIPT, max(cost, _LEAST))


def _with_articles(one: Word, two: Word, last: bool) -> Likeness | None:
    a, b = one.bare, two.bare
    article_a, article_b = one.whole is not a, two.whole is not b
    if article_a and article_b:
        return _forms(a, b, _nouns(a.text, b.text))
    found = _forms(one.whole, two.whole, _FREE)
    if found is not None or not (article_a or article_b) or (last and a.text in ANOTHER_WITH_ARTICLE):
        return found
    found = _forms(a, b, _ONE_ARTICLE)
    return found and Likeness(ARTICLE, _OTHER_ARTICLE).and_then(found)


def _nouns(a: str, b: str) -> float:
    """Return how strict to be with two words that both had ال: the short ones, and those in ة, are Arabic nouns."""
    longest = max(len(a), len(b))
    if longest <= _NOUN and a[-1] == b[-1] == "ه" and a[-2] != "ي":
        return FAR  # السياحة / الساحة
    return _NEAR if min(len(a), len(b)) < _NOUN else _FREE  # الزلزال / الزلازل


def _forms(a: Form, b: Form, strict: float) -> Likeness | None:
    """Match two Arabic-letter words: equal but for hamza, known to be one, or foreign and near."""
    if a.text == b.text:
        return _EQUAL
    if _known(a, b, strict):
        return Likeness(VOWELS, _LEAST)
    if a.fixed or b.fixed or min(len(a.text), len(b.text)) < _SHORT:
        return None
    if len(a.text) == len(b.text) > _SHORT and a.text[:-2] == b.text[:-2] and {a.text[-2:], b.text[-2:]} == _CASES:
        return Likeness(VOWELS, _LEAST)
    if a.shaped and b.shaped and a.text.replace("غ", "ج") != b.text.replace("غ", "ج"):
        return None
    same = same_consonants(a.text, b.text)
    cost = distance(a.edits, b.edits, _within(a.text, b.text, same) - strict)
    return None if cost >= FAR else Likeness(VOWELS if same else LETTERS, max(cost, _LEAST))


def _known(a: Form, b: Form, strict: float) -> bool:
    """Tell whether two forms are one, but for hamza's seat or a last ء, or are listed (سوريا / سورية, not السورية)."""
    if min(len(a.text), len(b.text)) >= _SHORT and a.hamzas.removesuffix("ء") == b.hamzas.removesuffix("ء"):
        return True
    return strict != _ONE_ARTICLE and ONE_WORD.get(a.text, a.text) == ONE_WORD.get(b.text, b.text)


def _within(a: str, b: str, same: bool) -> float:
    """Return how far apart two words may be: the shorter, the nearer; of two consonants, neither may change much."""
    shortest = min(len(a), len(b))
    if consonants(a) <= 2 and (shortest == _SHORT or not same):
        return 0.6
    if shortest == _NOUN and consonants(a) >= 5:
        return 2.0  # زيلينسكي / زلنسكي
    return {4: 1.0, 5: 1.25, 6: 1.75}.get(shortest, 2.25)
