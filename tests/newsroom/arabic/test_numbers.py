import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.arabic import nouns
from newsroom.arabic.numbers import Digits, Noun, count, decimal, digits, group, join_and, plural_category

from .strategies import any_text, tried


@pytest.mark.parametrize(
    ("text", "style", "written"),
    [
        ("عام ٢٠٢٣", "latin", "عام 2023"),
        ("۱۸ أيلول", "latin", "18 أيلول"),
        ("سو-57", "arabic", "سو-٥٧"),
        ("۱۲۳", "arabic", "١٢٣"),
        ("1,234.5", "arabic", "١,٢٣٤.٥"),
        ("بلا أرقام", "arabic", "بلا أرقام"),
        ("x²", "arabic", "x²"),
        ("", "latin", ""),
    ],
)
def test_digits(text: str, style: Digits, written: str) -> None:
    assert digits(text, style) == written


@tried
@given(any_text)
def test_digits_go_there_and_back(text: str) -> None:
    assert digits(digits(text, "arabic"), "latin") == digits(text, "latin")
    assert len(digits(text, "arabic")) == len(text)


@pytest.mark.parametrize(
    ("n", "style", "written"),
    [
        (0, "latin", "0"),
        (999, "latin", "999"),
        (1000, "latin", "1,000"),
        (1234567, "latin", "1,234,567"),
        (1234567, "arabic", "١٬٢٣٤٬٥٦٧"),
        (-1234, "latin", "\u200e-1,234"),
        (-5, "arabic", "\u061c-٥"),
    ],
)
def test_group(n: int, style: Digits, written: str) -> None:
    assert group(n, style) == written


@pytest.mark.parametrize(
    ("value", "places", "style", "written"),
    [
        (1234.5, 1, "latin", "1,234.5"),
        (1234.5, 1, "arabic", "١٬٢٣٤٫٥"),
        (1234567.891, 2, "latin", "1,234,567.89"),
        (1234567.891, 2, "arabic", "١٬٢٣٤٬٥٦٧٫٨٩"),
        (0.5, 1, "latin", "0.5"),
        (3, 1, "latin", "3.0"),
        (1999.6, 0, "latin", "2,000"),
        (-1234.5, 1, "latin", "\u200e-1,234.5"),
        (-0.5, 1, "arabic", "\u061c-٠٫٥"),
        (-0.01, 1, "latin", "0.0"),
        (-0.01, 0, "latin", "0"),
        (0, 0, "arabic", "٠"),
    ],
)
def test_decimal(value: float, places: int, style: Digits, written: str) -> None:
    assert decimal(value, places, style) == written


@pytest.mark.parametrize(("value", "places"), [(float("nan"), 1), (float("inf"), 1), (float("-inf"), 1), (1.5, -1)])
def test_what_is_no_number_is_refused(value: float, places: int) -> None:
    with pytest.raises(ValueError, match="finite"):
        decimal(value, places)


@tried
@given(st.integers(-(10**12), 10**12))
def test_a_whole_number_is_written_alike_with_and_without_decimals(n: int) -> None:
    assert decimal(n, 0) == group(n)
    assert decimal(n, 1, "arabic") == f"{group(n, 'arabic')}٫٠"


@pytest.mark.parametrize(
    ("category", "numbers"),
    [
        ("zero", [0]),
        ("one", [1, -1]),
        ("two", [2, -2]),
        ("few", [3, 7, 10, 103, 110, 1003, 1010, -3]),
        ("many", [11, 25, 99, 111, 199, 1011, 1234, -11]),
        ("other", [100, 101, 102, 200, 201, 202, 1000, 1001, 1002, 1_000_000, -100]),
    ],
)
def test_plural_category(category: str, numbers: list[int]) -> None:
    assert [plural_category(n) for n in numbers] == [category] * len(numbers)


@pytest.mark.parametrize(
    ("n", "noun", "spoken"),
    [
        (0, nouns.ARTICLE, "لا مقالات"),
        (1, nouns.ARTICLE, "مقال واحد"),
        (2, nouns.ARTICLE, "مقالان"),
        (3, nouns.ARTICLE, "3 مقالات"),
        (10, nouns.ARTICLE, "10 مقالات"),
        (11, nouns.ARTICLE, "11 مقالًا"),
        (99, nouns.ARTICLE, "99 مقالًا"),
        (100, nouns.ARTICLE, "100 مقال"),
        (101, nouns.ARTICLE, "101 مقال"),
        (102, nouns.ARTICLE, "102 مقال"),
        (103, nouns.ARTICLE, "103 مقالات"),
        (111, nouns.ARTICLE, "111 مقالًا"),
        (1000, nouns.ARTICLE, "1,000 مقال"),
        (1234, nouns.ARTICLE, "1,234 مقالًا"),
        (0, nouns.EDITION, "لا أعداد"),
        (1, nouns.EDITION, "عدد واحد"),
        (2, nouns.EDITION, "عددان"),
        (3, nouns.EDITION, "3 أعداد"),
        (11, nouns.EDITION, "11 عددًا"),
        (1, nouns.MINUTE, "دقيقة واحدة"),
        (2, nouns.MINUTE, "دقيقتان"),
        (3, nouns.MINUTE, "3 دقائق"),
        (11, nouns.MINUTE, "11 دقيقة"),
        (100, nouns.MINUTE, "100 دقيقة"),
        (2, nouns.HOUR, "ساعتان"),
        (5, nouns.HOUR, "5 ساعات"),
        (24, nouns.HOUR, "24 ساعة"),
        (1, nouns.DAY, "يوم واحد"),
        (2, nouns.DAY, "يومان"),
        (4, nouns.DAY, "4 أيام"),
        (30, nouns.DAY, "30 يومًا"),
        (2, nouns.WEEK, "أسبوعان"),
        (6, nouns.WEEK, "6 أسابيع"),
        (52, nouns.WEEK, "52 أسبوعًا"),
        (3, nouns.MONTH, "3 أشهر"),
        (11, nouns.MONTH, "11 شهرًا"),
        (2, nouns.YEAR, "سنتان"),
        (10, nouns.YEAR, "10 سنوات"),
        (11, nouns.YEAR, "11 سنة"),
        (431, nouns.WORD, "431 كلمة"),
        (5, nouns.WORD, "5 كلمات"),
        (1, nouns.PAGE, "صفحة واحدة"),
        (2, nouns.PAGE, "صفحتان"),
        (0, nouns.PHOTO, "لا صور"),
        (3, nouns.PHOTO, "3 صور"),
        (12, nouns.PHOTO, "12 صورة"),
        (2, nouns.PIECE, "مادتان"),
        (7, nouns.PIECE, "7 مواد"),
        (15, nouns.PIECE, "15 مادة"),
        (3, nouns.TOPIC, "3 مواضيع"),
        (20, nouns.TOPIC, "20 موضوعًا"),
        (1, nouns.DRAFT, "مسودة واحدة"),
        (2, nouns.DRAFT, "مسودتان"),
        (9, nouns.DRAFT, "9 مسودات"),
        (-1, nouns.DAY, "\u200e-1 يوم"),
        (-2, nouns.DAY, "\u200e-2 يوم"),
        (-3, nouns.DAY, "\u200e-3 أيام"),
    ],
)
def test_count(n: int, noun: Noun, spoken: str) -> None:
    assert count(n, noun) == spoken


@pytest.mark.parametrize(
    ("n", "noun", "spoken"),
    [
        (1, nouns.HOUR, "ساعة واحدة"),
        (2, nouns.HOUR, "ساعتين"),
        (2, nouns.DAY, "يومين"),
        (2, nouns.WEEK, "أسبوعين"),
        (2, nouns.MONTH, "شهرين"),
        (2, nouns.YEAR, "سنتين"),
        (3, nouns.YEAR, "3 سنوات"),
        (102, nouns.HOUR, "102 ساعة"),
    ],
)
def test_count_after_a_preposition(n: int, noun: Noun, spoken: str) -> None:
    assert count(n, noun, oblique=True) == spoken


FORMS = {
    # singular, one, two, two after a preposition, after 3-10, after 11-99
    nouns.ARTICLE: ("مقال", "مقال واحد", "مقالان", "مقالين", "مقالات", "مقالًا"),
    nouns.EDITION: ("عدد", "عدد واحد", "عددان", "عددين", "أعداد", "عددًا"),
    nouns.TOPIC: ("موضوع", "موضوع واحد", "موضوعان", "موضوعين", "مواضيع", "موضوعًا"),
    nouns.TAG: ("وسم", "وسم واحد", "وسمان", "وسمين", "وسوم", "وسمًا"),
    nouns.NAME: ("اسم", "اسم واحد", "اسمان", "اسمين", "أسماء", "اسمًا"),
    nouns.AUTHOR: ("كاتب", "كاتب واحد", "كاتبان", "كاتبين", "كتّاب", "كاتبًا"),
    nouns.READER: ("قارئ", "قارئ واحد", "قارئان", "قارئين", "قرّاء", "قارئًا"),
    nouns.EDITOR: ("محرر", "محرر واحد", "محرران", "محررين", "محررين", "محررًا"),
    nouns.ACCOUNT: ("حساب", "حساب واحد", "حسابان", "حسابين", "حسابات", "حسابًا"),
    nouns.SOURCE: ("مصدر", "مصدر واحد", "مصدران", "مصدرين", "مصادر", "مصدرًا"),
    nouns.ADDRESS: ("عنوان", "عنوان واحد", "عنوانان", "عنوانين", "عناوين", "عنوانًا"),
    nouns.LINE: ("سطر", "سطر واحد", "سطران", "سطرين", "أسطر", "سطرًا"),
    nouns.REDIRECT: ("تحويل", "تحويل واحد", "تحويلان", "تحويلين", "تحويلات", "تحويلًا"),
    nouns.LETTER: ("حرف", "حرف واحد", "حرفان", "حرفين", "أحرف", "حرفًا"),
    nouns.OFFER: ("اقتراح", "اقتراح واحد", "اقتراحان", "اقتراحين", "اقتراحات", "اقتراحًا"),
    nouns.COMMENT: ("تعليق", "تعليق واحد", "تعليقان", "تعليقين", "تعليقات", "تعليقًا"),
    nouns.THOUSAND: ("ألف", "ألف واحد", "ألفان", "ألفين", "آلاف", "ألفًا"),
    nouns.MILLION: ("مليون", "مليون واحد", "مليونان", "مليونين", "ملايين", "مليونًا"),
    nouns.BILLION: ("مليار", "مليار واحد", "ملياران", "مليارين", "مليارات", "مليارًا"),
    nouns.SECOND: ("ثانية", "ثانية واحدة", "ثانيتان", "ثانيتين", "ثوانٍ", "ثانية"),
    nouns.MINUTE: ("دقيقة", "دقيقة واحدة", "دقيقتان", "دقيقتين", "دقائق", "دقيقة"),
    nouns.HOUR: ("ساعة", "ساعة واحدة", "ساعتان", "ساعتين", "ساعات", "ساعة"),
    nouns.DAY: ("يوم", "يوم واحد", "يومان", "يومين", "أيام", "يومًا"),
    nouns.WEEK: ("أسبوع", "أسبوع واحد", "أسبوعان", "أسبوعين", "أسابيع", "أسبوعًا"),
    nouns.MONTH: ("شهر", "شهر واحد", "شهران", "شهرين", "أشهر", "شهرًا"),
    nouns.YEAR: ("سنة", "سنة واحدة", "سنتان", "سنتين", "سنوات", "سنة"),
    nouns.WORD: ("كلمة", "كلمة واحدة", "كلمتان", "كلمتين", "كلمات", "كلمة"),
    nouns.PAGE: ("صفحة", "صفحة واحدة", "صفحتان", "صفحتين", "صفحات", "صفحة"),
    nouns.PHOTO: ("صورة", "صورة واحدة", "صورتان", "صورتين", "صور", "صورة"),
    nouns.PIECE: ("مادة", "مادة واحدة", "مادتان", "مادتين", "مواد", "مادة"),
    nouns.DRAFT: ("مسودة", "مسودة واحدة", "مسودتان", "مسودتين", "مسودات", "مسودة"),
    nouns.NOTE: ("ملاحظة", "ملاحظة واحدة", "ملاحظتان", "ملاحظتين", "ملاحظات", "ملاحظة"),
    nouns.RESULT: ("نتيجة", "نتيجة واحدة", "نتيجتان", "نتيجتين", "نتائج", "نتيجة"),
    nouns.REVISION: ("نسخة", "نسخة واحدة", "نسختان", "نسختين", "نسخ", "نسخة"),
    nouns.TIME: ("مرة", "مرة واحدة", "مرتان", "مرتين", "مرات", "مرة"),
    nouns.COLUMN: ("زاوية", "زاوية واحدة", "زاويتان", "زاويتين", "زوايا", "زاوية"),
}


@pytest.mark.parametrize("noun", FORMS, ids=lambda noun: noun.singular)
def test_every_noun_takes_the_form_that_its_number_asks_for(noun: Noun) -> None:
    singular, one, two, oblique, few, many = FORMS[noun]
    assert [count(n, noun) for n in (0, 1, 2)] == [f"لا {few}", one, two]
    assert [count(n, noun, oblique=True) for n in (1, 2)] == [one, oblique]
    for n in range(3, 1300):
        rest = n % 100
        form = few if 3 <= rest <= 10 else many if rest >= 11 else singular
        assert count(n, noun) == count(n, noun, oblique=True) == f"{n:,} {form}"


def test_count_in_arabic_digits() -> None:
    assert count(1234, nouns.ARTICLE, style="arabic") == "١٬٢٣٤ مقالًا"


def test_every_tanwin_stands_before_its_alef() -> None:
    counted = [noun for noun in vars(nouns).values() if isinstance(noun, Noun)]
    assert set(counted) == set(FORMS)
    assert [noun.accusative for noun in counted if "\u0627\u064b" in noun.accusative] == []
    assert [noun for noun in counted if not noun.feminine and not noun.accusative.endswith("\u064b\u0627")] == []


@tried
@given(st.integers(-(10**12), 10**12))
def test_count_shows_the_number_unless_the_noun_says_it(n: int) -> None:
    spoken = count(n, nouns.ARTICLE)
    assert spoken.startswith(f"{group(n)} ") is (n not in {0, 1, 2})


@pytest.mark.parametrize(
    ("items", "joined"),
    [
        ([], ""),
        (["روسيا"], "روسيا"),
        (["روسيا", "الصين"], "روسيا والصين"),
        (["روسيا", "الصين", "إيران"], "روسيا والصين وإيران"),
        (["واشنطن", "وارسو"], "واشنطن ووارسو"),
        (["روسيا", "NATO"], "روسيا وNATO"),
        (["سو-57", "35"], "سو-57 و35"),
        (["روسيا", "", " ", "الصين"], "روسيا والصين"),
    ],
)
def test_join_and(items: list[str], joined: str) -> None:
    assert join_and(items) == joined


def test_an_unknown_style_is_refused() -> None:
    with pytest.raises(KeyError):
        group(1, "roman")  # type: ignore[arg-type]
