import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.arabic.reading import count_words, reading_minutes, reading_time

from .strategies import any_text, tried


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("شباك", 1),
        ("شُبّاك", 1),
        ("شـــباك", 1),
        ("ﺷﺒﺎﻙ", 1),
        ("كيم جونغ-أون", 2),
        ("كوفيد-19، سو-57 وسو-35.", 3),
        ("العلاقات الروسية–الكورية الشمالية", 4),
        ("روسيا،الصين؛إيران", 3),
        ("نيسان/أبريل", 2),
        ("قال – ثم صمت…", 3),
        ("- – — « » ، ؟ ! * ـ", 0),
        ("بلغ 1,234.5 عند 10:30", 4),
        ("3–5 %", 1),
        ("انتهى.بدأ", 2),
        ("انتهى.3", 2),
        ("don't O’Neill", 2),
        ("قال: “نعم”، وخرج", 3),
        ('بـ"رويترز"', 2),
        ("من\u00a0هنا\u200f", 2),
        ("كلمة\u200cواحدة", 1),
        ("a_b", 2),
        ("--سو--57--", 2),
        ("زيارة الزعيم الكوري الشمالي كيم جونغ-أون إلى روسيا تُعدّ حدثاً استثنائياً", 11),
    ],
)
def test_count_words(text: str, words: int) -> None:
    assert count_words(text) == words


@pytest.mark.parametrize(
    ("words", "minutes", "spoken"),
    [
        (0, 1, "دقيقة واحدة"),
        (1, 1, "دقيقة واحدة"),
        (180, 1, "دقيقة واحدة"),
        (181, 2, "دقيقتان"),
        (360, 2, "دقيقتان"),
        (361, 3, "3 دقائق"),
        (431, 3, "3 دقائق"),
        (1800, 10, "10 دقائق"),
        (1801, 11, "11 دقيقة"),
        (18000, 100, "100 دقيقة"),
    ],
)
def test_reading_time(words: int, minutes: int, spoken: str) -> None:
    text = "كلمة " * words
    assert reading_minutes(text) == minutes
    assert reading_time(text) == spoken


def test_reading_time_after_a_preposition_and_in_arabic_digits() -> None:
    assert reading_time("كلمة " * 200, oblique=True) == "دقيقتين"
    assert reading_time("كلمة " * 500, style="arabic") == "٣ دقائق"


@tried
@given(st.text("ابتكلمة -،.0٣", max_size=40), st.lists(st.integers(0, 40), max_size=8), st.sampled_from("ًٌٍَُِّْٰـ\u200d"))
def test_harakat_and_tatweel_neither_make_nor_break_a_word(text: str, places: list[int], mark: str) -> None:
    written = text
    for place in places:
        written = written[:place] + mark + written[place:]
    assert count_words(written) == count_words(text)


@pytest.mark.parametrize(
    ("words", "spoken"),
    [
        (180 * n - rest, spoken)
        for n, spoken in [
            (1, "دقيقة واحدة"),
            (2, "دقيقتان"),
            (3, "3 دقائق"),
            (7, "7 دقائق"),
            (10, "10 دقائق"),
            (11, "11 دقيقة"),
            (25, "25 دقيقة"),
            (99, "99 دقيقة"),
            (100, "100 دقيقة"),
            (103, "103 دقائق"),
        ]
        for rest in (0, 1, 179)
    ],
)
def test_minutes_are_rounded_up_and_take_their_form(words: int, spoken: str) -> None:
    assert reading_time("كلمة " * words) == spoken


@tried
@given(any_text, any_text)
def test_words_add_up_across_a_line(one: str, other: str) -> None:
    assert count_words(f"{one}\n{other}") == count_words(one) + count_words(other)
    assert reading_minutes(one) >= 1
