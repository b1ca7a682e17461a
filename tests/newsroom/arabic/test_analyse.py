"""What a text is found by: every word in its layers, where it stands, and names joined at their hyphens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.arabic.analyse import analyse, joined_forms
from newsroom.arabic.fold import fold
from newsroom.arabic.letters import is_mark
from newsroom.arabic.stem import clitics, stem

from .strategies import any_text, tried

# Text, and the words as they stand in it.
PLACES = [
    ("قال وزير الدولة", ["قال", "وزير", "الدولة"]),
    ("«شُبّاك»", ["شُبّاك"]),
    ("“تُعدّ” شباكًا.", ["تُعدّ", "شباكًا"]),
    ("حدثاً، ثم", ["حدثاً", "ثم"]),
    ("سوريــــا", ["سوريــــا"]),
    ("سوريا\u064eـ", ["سوريا\u064eـ"]),
    ("قمح،شعير؛ذرة", ["قمح", "شعير", "ذرة"]),
    ('بـ"رويترز"', ["بـ", "رويترز"]),
    ("(الـNATO)", ["الـNATO"]),
    ("O’Neill قال", ["O’Neill", "قال"]),
    ("\u202bسوريا\u202c", ["سوريا"]),
    ("می\u200cخواهم", ["می\u200cخواهم"]),
    ("١٠:٣٠", ["١٠", "٣٠"]),
    ("3–5 %", ["3", "5"]),
    ("x@y.com", ["x", "y", "com"]),
    ("C++", ["C"]),
    ("و\ud800سوريا", ["و", "سوريا"]),
    ("  \n\tسوريا\u00a0ولبنان ", ["سوريا", "ولبنان"]),
    ("ﺳﻮﺭﻳﺎ", ["ﺳﻮﺭﻳﺎ"]),
    ("السلام—والحرب", ["السلام", "والحرب"]),
    ("snake_case", ["snake", "case"]),
    ("!؟… «» --", []),
    ("\u064e\u064f\u0650", []),
    ("\ud800\udfff\x00\ufffe", []),
    ("", []),
]

JOINED = [
    ("كيم جونغ-أون", ["جونغاون"]),
    ("سو-57 وسو-35", ["سو57", "وسو35"]),
    ("سو-٥٧", ["سو57"]),
    ("كوفيد-19،", ["كوفيد19"]),
    ("(كوفيد-19)", ["كوفيد19"]),
    ("«جونغ\u2011أون»", ["جونغاون"]),
    ("جونغ\u2010أون", ["جونغاون"]),
    ("إف-16 إف-15", ["اف16", "اف15"]),
    ("روسو-كوري-صيني", ["روسوكوريصيني"]),
    ("أ-ب-ج-د", ["ابجد"]),
    ("Jean-Luc", ["jeanluc"]),
    # More than four parts are a list; dashes, lone hyphens and signs part.
    ("أ-ب-ج-د-ه", []),
    ("الروسية–الكورية", []),
    ("دمشق — حلب", []),
    ("-57", []),
    ("سو-", []),
    ("قمح - شعير", []),
    ("a--b", []),
    ("-", []),
    ("سوريا", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "words"), PLACES)
def test_a_term_knows_where_its_word_stands(text: str, words: list[str]) -> None:
    terms = [term for term in analyse(text) if not term.joined]
    assert [text[term.start : term.end] for term in terms] == words
    assert [term.surface for term in terms] == fold(text).split()


@pytest.mark.parametrize(("text", "forms"), JOINED)
def test_a_hyphenated_name_is_one_word_beside_its_parts(text: str, forms: list[str]) -> None:
    terms = analyse(text)
    assert joined_forms(text) == [term.surface for term in terms if term.joined] == forms
    assert [term.surface for term in terms if not term.joined] == fold(text).split()


@pytest.mark.parametrize(
    ("text", "whole"), [("كيم جونغ-أون،", "جونغ-أون"), ("(سو-57)", "سو-57"), ("«كوفيد-19»", "كوفيد-19")]
)
def test_the_joined_form_stands_where_all_its_parts_do(text: str, whole: str) -> None:
    (joined,) = (term for term in analyse(text) if term.joined)
    assert text[joined.start : joined.end] == whole
    assert (joined.stem, joined.clitics) == (joined.surface, ())


def test_each_term_has_its_layers() -> None:
    and_relations, syria, year = analyse("وبالعلاقات بسوريا ٢٠٢٣")
    assert (and_relations.surface, and_relations.stem) == ("وبالعلاقات", "علاق")
    assert (syria.surface, syria.stem, syria.clitics) == ("بسوريا", "بسور", ("سور",))
    assert (year.surface, year.stem, year.clitics) == ("2023", "2023", ())


@tried
@given(any_text)
def test_is_total_and_says_what_the_folded_text_says(text: str) -> None:
    terms = analyse(text)
    plain = [term for term in terms if not term.joined]
    assert [term.surface for term in plain] == fold(text).split()
    assert [term.surface for term in terms if term.joined] == joined_forms(text)
    for term in plain:
        assert (term.stem, term.clitics) == (stem(term.surface), clitics(term.surface))


def is_several(sign: str) -> bool:
    """Whether one sign is several words, or the end of one and the beginning of another."""
    return " " in fold(f"x{sign}x") and fold(sign) != ""


@tried
@given(any_text)
def test_every_place_is_inside_the_text_and_in_order(text: str) -> None:
    last = 0
    for term in analyse(text):
        assert 0 <= term.start < term.end <= len(text)
        if not term.joined:
            # One sign may be several words (ﷺ): they share its place.
            assert term.start >= last or is_several(text[term.start])
            last = term.end
            assert term.end == len(text) or not is_mark(text[term.end]) or any(map(is_several, text[: term.end]))


@tried
@given(st.lists(st.text(st.sampled_from("ابتثحدرسعفقكلمنهويأإةىئؤَُِّْـ"), min_size=1, max_size=9), max_size=9))
def test_of_simple_words_each_place_holds_exactly_the_word(words: list[str]) -> None:
    text = "، ".join(words)
    terms = analyse(text)
    assert [fold(text[term.start : term.end]) for term in terms] == [term.surface for term in terms]
    assert len(terms) == len([word for word in words if fold(word)])


def test_a_long_text_and_a_long_word_take_linear_time() -> None:
    assert len(analyse("وبالعلاقات السورية، " * 5000)) == 10_000
    assert len(analyse("،ش" * 20_000)) == 20_000
    assert analyse("ش" + "\u0301" * 50_000)[0].surface == "ش"
    assert joined_forms("سو-" * 20_000) == []
