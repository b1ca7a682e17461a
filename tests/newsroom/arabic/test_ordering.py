import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.arabic.fold import fold
from newsroom.arabic.ordering import LONGEST, alphabetical, sort_key

from .strategies import any_text, tried

_COUNTRIES = """
    الأردن أرمينيا إسبانيا إسرائيل ألبانيا ألمانيا الإمارات أوروبا أوكرانيا إيران إيطاليا البحرين بريطانيا تركيا تونس
    الجزائر روسيا السعودية السودان سوريا الصين العراق عُمان فرنسا فلسطين قطر الكويت لبنان ليبيا مصر المغرب النمسا الهند
    الولايات اليابان اليمن
"""
_BY_LETTERS = """
    أرمينيا إسبانيا إسرائيل الأردن الإمارات ألبانيا البحرين الجزائر السعودية السودان الصين العراق الكويت ألمانيا المغرب
    النمسا الهند الولايات اليابان اليمن أوروبا أوكرانيا إيران إيطاليا بريطانيا تركيا تونس روسيا سوريا عُمان فرنسا
    فلسطين قطر لبنان ليبيا مصر
"""
COUNTRIES, BY_LETTERS = _COUNTRIES.split(), _BY_LETTERS.split()
_NO_ARTICLE = """
    ألمانيا المانيا ألبانيا البانيا ألاسكا الاسكا ألف الف آلاف الاف آلات الله اللهم الذي التي الذين التزام التزامات
    التهاب التقاط التفاف التحاق التحام التباس إلياس الياس ألكسندر الكسندر إلكتروني الكتروني إلغاء الغاء ألعاب العاب
    ألم إلى الى آل ألوان الوان ألغام الغام
"""


@pytest.mark.parametrize("turned", [False, True])
def test_countries_past_the_article(turned: bool) -> None:
    assert alphabetical(reversed(COUNTRIES) if turned else COUNTRIES) == COUNTRIES
    assert alphabetical(reversed(BY_LETTERS)) == COUNTRIES


def test_countries_with_the_article() -> None:
    assert alphabetical(COUNTRIES, ignore_article=False) == BY_LETTERS


def test_the_alphabet() -> None:
    alphabet = list("ءابتثجحخدذرزسشصضطظعغفقكلمنهوي")
    assert alphabetical(sorted(alphabet, reverse=True)) == alphabet
    for letter, following in pairwise(alphabet):
        assert sort_key(f"{letter}ي") < sort_key(f"{following}ا")


@pytest.mark.parametrize(
    "spellings",
    [
        ["احمد", "أحمد", "أحْمد", "أحـــمد", "ا\u0654حمد", "ﺃﺣﻤﺪ"],
        ["ابراهيم", "إبراهيم", "آبراهيم"],
        ["مدرسة", "مدرسه", "المدرسة", "المدرسه", "ٱلمدرسة", "الْمَدْرَسَة"],
        ["مستشفى", "مستشفي", "المستشفى", "مستشفی"],
        ["موتمر", "مؤتمر", "المؤتمر"],
        ["رييس", "رئيس", "الرئيس"],
        ["٢٠٢٣", "2023", "۲۰۲۳", "02023"],
        ["كوفيد-19", "كوفيد 19", "كوفيد ١٩"],
    ],
)
def test_spellings_that_take_one_place(spellings: list[str]) -> None:
    assert {sort_key(spelling) for spelling in spellings} == {sort_key(spellings[0])}


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("الصين", "صين"),
        ("اليابان", "يابان"),
        ("العلاقات الروسية–الكورية الشمالية", "علاقات روسية كورية شمالية"),
        ("حسن البنا", "حسن بنا"),
        ("الأمم المتحدة", "أمم متحدة"),
        ("الآداب", "آداب"),
        ("الألبان", "ألبان"),
        ("الفريق", "فريق"),
        ("الاقتصاد", "اقتصاد"),
        ("الالتزام", "التزام"),
        ("التمر", "تمر"),
        ("التزوير", "تزوير"),
        ("الليبي", "ليبي"),
        ("الاتحاد", "اتحاد"),
    ],
)
def test_the_article_is_passed_over(text: str, bare: str) -> None:
    assert sort_key(text) == sort_key(bare)
    assert sort_key(text, ignore_article=False) != sort_key(bare, ignore_article=False)


@pytest.mark.parametrize(
    "word",
    _NO_ARTICLE.split(),
)
def test_an_al_that_is_no_article_counts(word: str) -> None:
    assert sort_key(word) == sort_key(word, ignore_article=False)


@pytest.mark.parametrize(
    "ordered",
    [
        ["علي", "علي حسن", "علي يوسف", "عليان"],
        ["جنيف 1", "جنيف 2", "جنيف 10", "جنيف 100"],
        ["سو-35", "سو-57", "سوريا"],
        ["7 نيسان", "17 نيسان", "123456789", "1234567890", "123456789012345678", "أيلول"],
        ["بغداد", "يافا", "BBC", "NATO", "Zoom"],
        ["ابن خلدون", "ابن سينا", "أبو ظبي", "أحمد"],
        ["", "1", "ء", "ا", "ب", "ي", "a", "z", "ж"],
        ["حسن", "الحسن البصري", "حسن نصر الله", "حسين", "الحسيني"],
        ["دمشق", "دمشقي", "ديمقراطية"],
    ],
)
def test_order(ordered: list[str]) -> None:
    assert alphabetical(reversed(ordered)) == ordered
    assert sorted(ordered, key=sort_key) == ordered


def test_a_key_for_rows() -> None:
    rows = [{"name": "اليمن"}, {"name": "تونس"}, {"name": "ألمانيا"}]
    assert [row["name"] for row in alphabetical(rows, lambda row: row["name"])] == ["ألمانيا", "تونس", "اليمن"]


@tried
@given(any_text)
def test_a_key_is_digits_and_hangs_on_the_folded_text(text: str) -> None:
    key = sort_key(text, ignore_article=False)
    assert key == "" or (key.isascii() and key.isdigit())
    assert key == sort_key(fold(text), ignore_article=False)
    assert (key == "") is (fold(text) == "")
    assert len(sort_key(text)) <= 9 * LONGEST


@tried
@given(st.text("ابتأإآؤئةىلمن ًَُّـ", max_size=40))
def test_composed_and_decomposed_take_one_place(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert sort_key(composed) == sort_key(decomposed)


@tried
@given(st.lists(any_text, max_size=8))
def test_the_order_does_not_hang_on_where_it_began(texts: list[str]) -> None:
    ordered = alphabetical(texts)
    assert alphabetical(reversed(texts)) == ordered
    assert alphabetical(ordered) == ordered
    assert sorted(ordered) == sorted(texts)


def test_a_long_text_takes_linear_time() -> None:
    assert sort_key("ال" + "ا\u0654" * 200_000) == sort_key("ال" + "أ" * 200_000)
