import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.arabic import nouns
from newsroom.arabic.ordinals import LARGEST, WORDS_TO, numbered, ordinal

from .strategies import tried

DEFINITE = [
    (1, "الأول", "الأولى"),
    (2, "الثاني", "الثانية"),
    (3, "الثالث", "الثالثة"),
    (4, "الرابع", "الرابعة"),
    (5, "الخامس", "الخامسة"),
    (6, "السادس", "السادسة"),
    (7, "السابع", "السابعة"),
    (8, "الثامن", "الثامنة"),
    (9, "التاسع", "التاسعة"),
    (10, "العاشر", "العاشرة"),
    (11, "الحادي عشر", "الحادية عشرة"),
    (12, "الثاني عشر", "الثانية عشرة"),
    (13, "الثالث عشر", "الثالثة عشرة"),
    (18, "الثامن عشر", "الثامنة عشرة"),
    (19, "التاسع عشر", "التاسعة عشرة"),
    (20, "العشرون", "العشرون"),
    (21, "الحادي والعشرون", "الحادية والعشرون"),
    (22, "الثاني والعشرون", "الثانية والعشرون"),
    (23, "الثالث والعشرون", "الثالثة والعشرون"),
    (30, "الثلاثون", "الثلاثون"),
    (31, "الحادي والثلاثون", "الحادية والثلاثون"),
    (44, "الرابع والأربعون", "الرابعة والأربعون"),
    (55, "الخامس والخمسون", "الخامسة والخمسون"),
    (66, "السادس والستون", "السادسة والستون"),
    (77, "السابع والسبعون", "السابعة والسبعون"),
    (88, "الثامن والثمانون", "الثامنة والثمانون"),
    (99, "التاسع والتسعون", "التاسعة والتسعون"),
    (100, "المئة", "المئة"),
    (101, "الأول بعد المئة", "الأولى بعد المئة"),
    (111, "الحادي عشر بعد المئة", "الحادية عشرة بعد المئة"),
    (120, "العشرون بعد المئة", "العشرون بعد المئة"),
    (121, "الحادي والعشرون بعد المئة", "الحادية والعشرون بعد المئة"),
    (200, "المئتان", "المئتان"),
    (202, "الثاني بعد المئتين", "الثانية بعد المئتين"),
    (300, "الثلاثمئة", "الثلاثمئة"),
    (800, "الثمانمئة", "الثمانمئة"),
    (999, "التاسع والتسعون بعد التسعمئة", "التاسعة والتسعون بعد التسعمئة"),
    (1000, "الألف", "الألف"),
]


@pytest.mark.parametrize(("n", "masculine", "feminine"), DEFINITE)
def test_definite(n: int, masculine: str, feminine: str) -> None:
    assert ordinal(n) == masculine
    assert ordinal(n, feminine=True) == feminine


@pytest.mark.parametrize(
    ("n", "masculine", "feminine"),
    [
        (1, "أول", "أولى"),
        (2, "ثانٍ", "ثانية"),
        (3, "ثالث", "ثالثة"),
        (8, "ثامن", "ثامنة"),
        (10, "عاشر", "عاشرة"),
        (11, "حادي عشر", "حادية عشرة"),
        (12, "ثاني عشر", "ثانية عشرة"),
        (20, "عشرون", "عشرون"),
        (21, "حادٍ وعشرون", "حادية وعشرون"),
        (22, "ثانٍ وعشرون", "ثانية وعشرون"),
        (25, "خامس وعشرون", "خامسة وعشرون"),
        (100, "مئة", "مئة"),
        (101, "أول بعد المئة", "أولى بعد المئة"),
        (200, "مئتان", "مئتان"),
        (1000, "ألف", "ألف"),
    ],
)
def test_indefinite(n: int, masculine: str, feminine: str) -> None:
    assert ordinal(n, definite=False) == masculine
    assert ordinal(n, definite=False, feminine=True) == feminine


@pytest.mark.parametrize(
    ("n", "written"),
    [
        (1, "الأول"),
        (11, "الحادي عشر"),
        (20, "العشرين"),
        (21, "الحادي والعشرين"),
        (90, "التسعين"),
        (200, "المئتين"),
        (230, "الثلاثين بعد المئتين"),
    ],
)
def test_after_a_preposition(n: int, written: str) -> None:
    assert ordinal(n, oblique=True) == written


@pytest.mark.parametrize("n", [-1, 0, LARGEST + 1])
def test_what_has_no_words_is_refused(n: int) -> None:
    with pytest.raises(ValueError, match="from 1 to 1000"):
        ordinal(n)


def test_every_ordinal_is_another() -> None:
    for feminine in (False, True):
        for definite in (False, True):
            said = [ordinal(n, feminine=feminine, definite=definite) for n in range(1, LARGEST + 1)]
            assert len(set(said)) == LARGEST
            assert all(word.startswith("ال") is definite for word in said)


def test_editions_are_named_in_words_up_to_a_hundred() -> None:
    assert WORDS_TO == 99
    assert numbered(nouns.EDITION, 1) == "العدد الأول"
    assert numbered(nouns.EDITION, 11) == "العدد الحادي عشر"
    assert numbered(nouns.EDITION, 99) == "العدد التاسع والتسعون"
    assert numbered(nouns.EDITION, 100) == "العدد 100"
    assert numbered(nouns.EDITION, 1234) == "العدد 1234"
    assert numbered(nouns.EDITION, 1234, style="arabic") == "العدد ١٢٣٤"
    assert numbered(nouns.EDITION, 0) == "العدد 0"
    assert numbered(nouns.EDITION, 20, oblique=True) == "العدد العشرين"
    assert numbered(nouns.EDITION, 100, words_to=1000) == "العدد المئة"
    assert numbered(nouns.EDITION, 11, words_to=10) == "العدد 11"
    assert numbered(nouns.PAGE, 1) == "الصفحة الأولى"
    assert numbered(nouns.YEAR, 12) == "السنة الثانية عشرة"
    assert numbered(nouns.COLUMN, 21) == "الزاوية الحادية والعشرون"


@tried
@given(st.integers(-(10**9), 10**9), st.integers(-5, 5000))
def test_every_number_can_be_named(n: int, words_to: int) -> None:
    said = numbered(nouns.EDITION, n, words_to=words_to)
    assert said.startswith("العدد ")
    assert (said == f"العدد {n}") is not (1 <= n <= min(words_to, LARGEST))
