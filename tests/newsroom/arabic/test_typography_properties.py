"""What holds for any text at all."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.arabic.typography import HouseStyle, Rule, applied, fix, letters_of, lint

from .strategies import any_text
from .test_typography import ASKED, KEPT, MENDED

tried = settings(max_examples=150, deadline=None)

# Words and signs as they meet in articles, right and wrong, so that the rules meet one another.
_PIECES = (
    *(
        "قال",
        "الوزير",
        "في",
        "دمشق",
        "و",
        "وقال",
        "سوریا",
        "علی",
        "شـــباك",
        "لـ",
        "بـ",
        "هـ",
        "ال",
        "حدثاً",
        "حدثًا",
        "أ",
        "د",
    ),
    *(
        "گفت",
        "می\u200cخواهم",
        "ﺷﺒﺎﻙ",
        "شُبّاك",
        "NATO",
        "Hello",
        "world",
        "f(x, y)",
        "C++",
        "a@b.co",
        "https://a.b/c,d",
        "#وسم",
    ),
    *("2023", "٢٠٢٣", "3.5", "10:30", "1,234", "5%", "مارس", "نيسان/أبريل", "إلى", "إلى إلى", "Spread the love"),
    *(",", ";", "?", "،", "؛", "؟", "!", ".", ":", "..", "...", "....", "…", "؟؟", "!!", "،،"),
    *("«", "»", "“", "”", '"', "(", ")", "[", "]", "'", "''", "‘", "’", "ـ", "-", "–", "—", "/", "%"),
    *(" ", " ", " ", " ", "  ", "\u00a0", "\t", "\n", "     "),
    *(
        "\ufeff",
        "\u200b",
        "\u200c",
        "\u200d",
        "\u200f",
        "\u202a",
        "\u202c",
        "\u202e",
        "\u2066",
        "\u2069",
        "\u064b",
        "\u0670",
    ),
)
articles = st.lists(st.sampled_from(_PIECES), max_size=40).map("".join)
spaced = st.lists(st.sampled_from(_PIECES), max_size=30).map(" ".join)
texts = any_text | articles | spaced
choices = st.sampled_from
styles = st.builds(
    HouseStyle,
    quotes=choices(["curly", "guillemets", "straight", "as typed"]),
    tanwin=choices(["on alef", "before alef", "as typed"]),
    months=choices(["levantine", "gregorian", "both", "as typed"]),
    digits=choices(["latin", "arabic", "as typed"]),
    names=choices([{}, {"قال": "وقال", "الوزير": "وزير دمشق"}]),
)


@tried
@given(texts, styles)
def test_fix_ends_and_leaves_nothing_safe_behind(text: str, style: HouseStyle) -> None:
    fixed = fix(text, style=style)
    assert fix(fixed, style=style) == fixed
    assert [each for each in lint(fixed, style=style) if each.safe] == []


@tried
@given(texts)
def test_fix_never_changes_a_letter_a_vowel_or_a_line(text: str) -> None:
    fixed = fix(text)
    assert letters_of(fixed) == letters_of(text)
    assert [sign for sign in fixed if "\u064b" <= sign <= "\u0652"] == [
        sign for sign in text if "\u064b" <= sign <= "\u0652"
    ]
    assert fixed.count("\n") == text.count("\n")


@tried
@given(texts, styles)
def test_findings_are_sorted_apart_and_within_the_text(text: str, style: HouseStyle) -> None:
    found = lint(text, style=style)
    assert [each.span for each in found] == sorted(each.span for each in found)
    assert all(0 <= each.start < each.end <= len(text) for each in found)
    for rule in Rule:
        own = [each for each in found if each.rule is rule]
        assert all(one.end <= two.start for one, two in pairwise(own))
    assert all(each.proposal is not None for each in found if each.safe)
    assert all(each.proposal != text[each.start : each.end] for each in found)
    assert all(each.message.endswith((".", "؟")) and not each.message.isascii() for each in found)


@tried
@given(texts)
def test_every_safe_finding_may_be_applied_by_itself(text: str) -> None:
    for each in lint(text):
        if each.safe:
            assert letters_of(applied(text, [each])) == letters_of(text)


@tried
@given(texts, st.sets(st.sampled_from(list(Rule))))
def test_fix_by_some_rules_ends_too(text: str, rules: set[Rule]) -> None:
    fixed = fix(text, rules)
    assert fix(fixed, rules) == fixed
    assert letters_of(fixed) == letters_of(text)


@pytest.mark.parametrize("text", [*(typed for typed, _ in MENDED), *KEPT, *(asked for asked, _, _ in ASKED)])
def test_the_examples_hold_among_others(text: str) -> None:
    article = f"مقدمة قصيرة.\n{text}\nخاتمة قصيرة."
    assert fix(article) == f"مقدمة قصيرة.\n{fix(text)}\nخاتمة قصيرة."
    assert fix(fix(text)) == fix(text)


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "a",
            "ا",
            "ا,",
            "؟!",
            "ا ",
            "و ",
            ".",
            "a.",
            "a@",
            "http://",
            '"',
            'ا" ',
            "(",
            ")",
            "[a",
            "<a",
            "`a",
            "{",
            "ـ",
            "اـ",
        ),
        *("َ", "\u200c", "\u202a", "\u2066", "ی", "پک ", "ﺎ", "\n", "\ud800", "1,", "1 , ", "f(", "a:", "و.", "«ا", "“"),
        *(
            "&a",
            "نيسان/",
            "#",
            "-ا",
            "ا- ",
            "ا—",
            "'ا",
            "'ا' ",
            "‘ا’ ا",
            "''ا",
            "ا ‘",
            "كلمة كلمة ",
            "قال, ثم  عاد ؟؟ و غادر «نعم ». ",
        ),
    ],
)
def test_takes_time_linear_in_the_text(piece: str) -> None:
    def spent(size: int) -> float:
        text = "ا" + (piece * size)[:size]
        began = time.process_time()
        lint(text)
        return time.process_time() - began

    least = min(spent(1000) for _ in range(3))
    assert min(spent(8000) for _ in range(2)) < 24 * max(least, 0.002)  # eight times the text; a square would take 64


@pytest.mark.parametrize("text", ["\ud800ا, ب\udfff", "\x00" * 50 + "ا", "", "\n\n", " ", "\U0010ffff"])
def test_is_total(text: str) -> None:
    assert isinstance(lint(text), list)
    assert fix(fix(text)) == fix(text)
