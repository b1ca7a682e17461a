import unicodedata
from random import Random
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.arabic.slug import encoded_length, slug

from .strategies import any_text, tried


@pytest.mark.parametrize(
    ("title", "address"),
    [
        ("زيارة كيم إلى روسيا", "زيارة-كيم-إلى-روسيا"),
        ("شُبّاك", "شباك"),
        ("شـــباك", "شباك"),
        ("«شباك»: زاوية “بعمق”", "شباك-زاوية-بعمق"),
        # letters stay as written
        ("أإآةىءؤئ", "أإآةىءؤئ"),
        ("ا\u0654حمد", "أحمد"),
        ("رءيس ري\u0654يس", "رءيس-رئيس"),
        # one address for every keyboard
        ("ترکیا ٢٠٢٣", "تركيا-2023"),
        ("ہھەۀ ۂۓ ڪ ٱ", "هههه-هي-ك-ا"),
        ("ﺷﺒﺎﻙ ﻷن", "شباك-لأن"),
        ("سو\u200c-57", "سو-57"),
        ("\ufeffشباك\u200f", "شباك"),
        # Latin
        ("NATO و C++", "nato-و-c"),
        ("O’Neill's Café", "oneills-café"),
        ("Cafe\u0301", "café"),
        ("İZMİR", "izmir"),
        # five words, not ending on a leaning one
        ("كيم جونغ-أون يزور روسيا مجددا", "كيم-جونغ-أون-يزور-روسيا"),
        ("زيارة كيم جونغ-أون إلى روسيا", "زيارة-كيم-جونغ-أون"),
        ("زيارة كيم إلى روسيا: نقطة تحول", "زيارة-كيم-إلى-روسيا-نقطة"),
        ("تصريحات الوزير أحمد محمد علي أمس", "تصريحات-الوزير-أحمد-محمد-علي"),
        ("سوريا بعد الحرب من أين", "سوريا-بعد-الحرب-من-أين"),
        ("سوريا بعد الحرب من على الأرض", "سوريا-بعد-الحرب"),
        ("في من على إلى عن مع", "في-من-على"),
        ("وفاة الشاعر محمد بن عبد الله", "وفاة-الشاعر-محمد"),
        ("اتفاق جديد بين أنقرة ولكن بلا توقيع", "اتفاق-جديد-بين-أنقرة"),
        ("لا يمكن أن يكون هو السبب", "لا-يمكن-أن-يكون"),
        ("إلى أين نحن من", "إلى-أين-نحن-من"),
        # nothing, or nothing at the ends
        ("", ""),
        ("؟! … «» 😀", ""),
        ("ًٌٍـ", ""),
        ("--روسيا--", "روسيا"),
        ("3.5 % (2023)", "3-5-2023"),
    ],
)
def test_slug(title: str, address: str) -> None:
    assert slug(title) == address


@pytest.mark.parametrize(
    ("words", "limit", "address"),
    [
        (1, 200, "العلاقات"),
        (2, 200, "العلاقات-الروسية"),
        (9, 200, "العلاقات-الروسية-الكورية-الشمالية"),
        (9, 91, "العلاقات-الروسية"),
        (9, 90, "العلاقات"),
        (9, 48, "العلاقات"),
        (9, 47, "العلاقا"),
        (9, 6, "ا"),
        (9, 5, ""),
    ],
)
def test_slug_is_cut_at_word_ends(words: int, limit: int, address: str) -> None:
    assert slug("العلاقات الروسية الكورية الشمالية", words=words, limit=limit) == address


@pytest.mark.parametrize(
    ("text", "length"), [("", 0), ("abc-1", 5), ("شباك", 24), ("شباك-é", 31), ("😀", 12), ("%", 3), ("\ud800", 9)]
)
def test_encoded_length(text: str, length: int) -> None:
    assert encoded_length(text) == length


@pytest.mark.parametrize(("words", "limit"), [(0, 200), (-1, 200), (5, 0)])
def test_a_slug_without_room_is_refused(words: int, limit: int) -> None:
    with pytest.raises(ValueError, match="room"):
        slug("شباك", words=words, limit=limit)


@tried
@given(any_text, st.integers(1, 8), st.integers(1, 220))
def test_is_total_bounded_and_idempotent(title: str, words: int, limit: int) -> None:
    address = slug(title, words=words, limit=limit)
    assert encoded_length(address) <= limit
    assert slug(address, words=words, limit=limit) == address
    assert address == "-".join(filter(None, address.split("-")))
    assert len(address.split("-")) <= words
    assert all(char == "-" or unicodedata.category(char)[0] in "LN" for char in address)
    assert unquote(quote(address)) == address


@tried
@given(st.text("ابتأإآؤئةىé ًَُّـ\u200c", max_size=40))
def test_composed_and_decomposed_titles_share_an_address(title: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, title) for form in ("NFC", "NFD"))
    assert slug(composed) == slug(decomposed)


# A newsroom's titles, made by chance from its words and from what keyboards and paste do to them.
_WORDS = """
    العلاقات الروسية الكورية الشمالية زيارة كيم جونغ-أون إلى روسيا تُعدّ حدثاً استثنائياً مسؤولون أوروبيون يبحثون
    الاستراتيجيات المستقبلية والانتخابات البرلمانية في من على بين شُبّاك سو-57 كوفيد-19 NATO C++ ٢٠٢٣ ۱۲ 3,500 10:30
    ترکیا ایران ہو لـ"رويترز" «بعمق» المسؤولية؟ النفط! الغاز، القمة: الفرات… شـــباك ﺷﺒﺎﻙ بن عبد الله ولكن رئيس
    الوزراء الأميركي–الصيني O’Neill Café
"""
WORDS = _WORDS.split()
SIGNS = ["", "", "", "؟", "!", "،", ":", "…", "\u200f", "\u200c", "\u00a0", " - ", " – ", "»"]


def titles(number: int) -> list[str]:
    chance = Random(19)
    return [
        " ".join(chance.choice(WORDS) + chance.choice(SIGNS) for _word in range(chance.randint(1, 16)))
        for _title in range(number)
    ]


def test_every_rule_holds_on_thousands_of_titles() -> None:
    for title in titles(5_000):
        address = slug(title)
        words = address.split("-")
        assert 1 <= len(words) <= 5, title
        assert encoded_length(address) <= 200, title
        assert slug(address) == address, title
        assert all(char == "-" or unicodedata.category(char) in {"Lo", "Ll", "Nd"} for char in address), title
        assert not set(address) & set("ـیکہ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹"), title
        assert all(words), title
        # Whole words only, those of the title in their order.
        every = slug(title, words=10_000, limit=10**9).split("-")
        assert every[: len(words)] == words, title
        if len(words) > 3 and len(words) < len(every):
            assert words[-1] not in {"في", "من", "على", "إلى", "بين", "بن", "عبد", "ولكن"}, title


def test_ids_keep_addresses_apart_whatever_their_titles() -> None:
    addresses = [f"{number}-{slug(title)}" for number, title in enumerate(titles(5_000), 1)]
    assert len(set(addresses)) == 5_000


def test_a_long_run_of_marks_takes_linear_time() -> None:
    assert slug("ش" + "\u0301\u0323" * 100_000) == "ش"
