"""How far apart two words are as transliterations of one foreign word: weighted edits on their letters.

Source of the weights: pairs of spellings in the Arabic press (ARABIC.md, section 7). A long vowel more or less costs
one; letters that write one foreign sound cost less, or a little more, by how often they do; any other difference is
out of the question.
"""

from typing import Final

FAR: Final = 99.0

_VOWELS: Final = "اوي"
_FIRST: Final = {"ا": "A", "و": "W", "ي": "Y", "ه": "H"}
_LAST: Final = {"ا": "a", "ه": "e", "ي": "i", "و": "u"}

# Letters are those of ``marked``.
_SWAP: Final = {
    way: cost
    for pair, cost in (
        *((one + two, 1.3) for one in _VOWELS for two in _VOWELS if one < two),
        *((vowel + "ء", 0.25) for vowel in "اويaAWY"),
        *(("غج", 0.4), ("غق", 0.6), ("غك", 0.9), ("جق", 0.6), ("جك", 0.75), ("كق", 0.5), ("كخ", 0.9), ("قخ", 0.9)),
        *(("جش", 0.75), ("چش", 0.5), ("چج", 0.6), ("چس", 1.0), ("چك", 1.0), ("شس", 0.6), ("سص", 0.4), ("سز", 0.6)),
        *(("سث", 0.6), ("زظ", 0.4), ("زذ", 0.5), ("زض", 0.6), ("صز", 1.0), ("جز", 0.9), ("زث", 1.0), ("چت", 1.0)),
        *(("دذ", 0.5), ("ذظ", 0.5), ("ضظ", 0.4), ("دض", 0.5), ("تط", 0.4), ("تث", 0.5), ("تد", 0.8), ("طد", 0.9)),
        *(("طث", 0.9), ("فب", 0.9), ("فو", 0.6), ("فW", 0.6), ("هح", 0.6), ("هخ", 0.8), ("Hح", 0.6), ("Hخ", 0.6)),
        *(("HA", 0.9), ("HW", 1.0), ("Yج", 0.9), ("YA", 1.0), ("اع", 0.9), ("Aع", 0.9), ("غه", 1.0)),
        *(("ae", 0.5), ("AS", 0.0), ("يY", 0.0), ("وW", 0.0), ("هH", 0.0), ("هe", 0.0), ("AW", 1.0)),
    )
    for way in (pair, pair[::-1])
}
_BETWEEN_VOWELS: Final = frozenset(one + two for one in _VOWELS for two in _VOWELS)
_DROP: Final = {"ا": 1.0, "و": 1.0, "ي": 1.0, "ه": 1.0, "ء": 0.25, "S": 0.75}
_BEFORE_S: Final = 0.75
_DIPHTHONG: Final = 1.4
_DOUBLE: Final = 0.5
_TURNED: Final = 1.0
_SKELETON: Final = str.maketrans(dict.fromkeys("اويء"))


def marked(word: str) -> str:
    """Return a folded word as edits see it: its first and last vowels are other letters than those within.

    Look-alikes differ at their ends (تونس / تونسي), spellings within. First ا و ي ه are A W Y H, and ا before s and
    another consonant, which Arabic adds to many names, is S; last ا ه ي و are a e i u, and the ه of يه is E, since
    روسية is not روسيا. تش and طش are چ, دج is ج, دغ is غ, مب is نب, and a doubled consonant within is one.
    """
    word = word.replace("تش", "چ").replace("طش", "چ").replace("دج", "ج").replace("دغ", "غ").replace("مب", "نب")
    word = "".join(
        letter for place, letter in enumerate(word) if place < 2 or letter != word[place - 1] or letter in _VOWELS
    )
    if len(word) < 3:
        return word
    first = "S" if word[0] == "ا" and word[1] in "سشص" and word[2] not in _VOWELS else _FIRST.get(word[0], word[0])
    last = "E" if word.endswith("يه") else _LAST.get(word[-1], word[-1])
    return first + word[1:-1] + last


def _drop(word: str, place: int) -> float:
    """Return the cost of the letter at ``place`` being left out of the other spelling."""
    letter, before, after = word[place], word[place - 1 : place], word[place + 1 : place + 2]
    if letter in _VOWELS and (before == letter or (after and after == _LAST[letter])):
        return _DOUBLE
    if letter in "تد" and before and after in tuple("سشزچ"):
        return _BEFORE_S
    if letter in "يو" and before and after and letter + after != "يو" and (before in _VOWELS or after in "اويaiu"):
        return _DIPHTHONG  # it is heard: بايدن is no بادن (but زيوريخ is زوريخ)
    return _DROP.get(letter, FAR)


def distance(one: str, two: str, within: float) -> float:
    """Return the cost of taking one ``marked`` word for another, the same either way, or ``FAR`` beyond ``within``."""
    if abs(len(one) - len(two)) > 3 or _ends_apart(one, two):
        return FAR
    different = {letter + other for letter, other in zip(one, two, strict=False) if letter != other}
    if len(one) == len(two) and len(different) == 1 and different.isdisjoint(_BETWEEN_VOWELS):
        cost = _SWAP.get(different.pop(), FAR)  # one sound, written one way throughout (غوغل / قوقل), counts once
        return cost if cost <= within else FAR
    drops = [_drop(two, place) for place in range(len(two))]
    before: list[float] = []
    row = [0.0]
    for cost in drops:
        row.append(row[-1] + cost)
    for place, letter in enumerate(one):
        drop = _drop(one, place)
        new = [row[0] + drop]
        for other, letter_other in enumerate(two):
            best = row[other] if letter == letter_other else row[other] + _SWAP.get(letter + letter_other, FAR)
            best = min(best, row[other + 1] + drop, new[other] + drops[other])
            if (
                place
                and other
                and letter == two[other - 1]
                and letter_other == one[place - 1]
                and letter != letter_other
            ):
                best = min(best, before[other - 1] + _turn(letter, letter_other))
            new.append(best)
        if min(new) > within:
            return FAR
        before, row = row, new
    return row[-1] if row[-1] <= within else FAR


def _turn(one: str, two: str) -> float:
    """Return the cost of two letters changing places: a vowel and a consonant may (أمريكا / أميركا)."""
    return _TURNED if (one in _VOWELS) != (two in _VOWELS) else FAR


def _ends_apart(one: str, two: str) -> bool:
    """Tell at a glance most words that cannot be one: by a first or last letter that nothing explains."""
    if not one or not two:
        return True
    first, last = one[0] + two[0], one[-1] + two[-1]
    if first[0] != first[1] and first not in _SWAP and not set(first) & set("Sءاوي"):
        return True
    return last[0] != last[1] and last not in _SWAP and "ء" not in last


def same_consonants(one: str, two: str) -> bool:
    """Tell whether two folded words differ in long vowels, hamza and a last ه only."""
    return _skeleton(one) == _skeleton(two)


def consonants(word: str) -> int:
    """Return how many consonants a folded word has."""
    return len(_skeleton(word))


def _skeleton(word: str) -> str:
    return word.removesuffix("ه").translate(_SKELETON)
