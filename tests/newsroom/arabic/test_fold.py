import unicodedata

import pytest
from hypothesis import given

from newsroom.arabic.fold import fold

from .strategies import any_text, tried


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        # hamza, ة, ى, harakat, tatweel
        ("أحمد", "احمد"),
        ("إلى", "الي"),
        ("آسيا", "اسيا"),
        ("ٱلله", "الله"),
        ("شؤون", "شوون"),
        ("رئيس", "رييس"),
        ("شيء", "شيء"),
        ("سماء", "سماء"),
        ("سورية", "سوريه"),
        ("مستشفى", "مستشفي"),
        ("شُبّاك", "شباك"),
        ("تُعدّ", "تعد"),
        ("حدثاً", "حدثا"),
        ("حدثًا", "حدثا"),
        ("هٰذا", "هذا"),
        ("شبــــاك", "شباك"),
        ("داو\u06e5د", "داود"),
        # composed and decomposed hamza are one letter
        ("ا\u0654حمد", "احمد"),
        ("ي\u0654", "ي"),
        # Persian, Urdu, Kurdish keyboards
        ("ترکیا", "تركيا"),
        ("سوریے", "سوريي"),
        ("ہھەۀة", "ههههه"),
        ("ڪيم", "كيم"),
        ("گوتيريش", "غوتيريش"),
        ("نژاد", "نجاد"),
        ("چين", "جين"),
        ("پوتين", "بوتين"),
        ("ڤيتو", "فيتو"),
        ("ڥيتو", "فيتو"),
        ("ڨفصة", "قفصه"),
        ("ئاڵۆ", "يالو"),
        # presentation forms and invisible signs
        ("ﺷﺒﺎﻙ", "شباك"),
        ("ﻷن", "لان"),
        ("شﹶباك", "شباك"),
        ("\ufeffشباك\u200f", "شباك"),
        ("\u202bشباك\u202c", "شباك"),
        ("می\u200cخواهم", "ميخواهم"),
        ("ن\u200dن", "نن"),
        ("كلمة\u00adواحدة", "كلمهواحده"),
        ("ﷺ", "صلي الله عليه وسلم"),
        # digits
        ("٢٠٢٣", "2023"),
        ("۲۰۲۳", "2023"),
        ("２０２３", "2023"),
        # whatever is not a letter, digit or mark parts words
        ("جونغ-أون", "جونغ اون"),
        ("كوفيد\u201119", "كوفيد 19"),
        ("الروسية–الكورية", "الروسيه الكوريه"),
        ("snake_case", "snake case"),
        ("سو-57 وسو-35", "سو 57 وسو 35"),
        ("دمشق،حلب؛حمص؟", "دمشق حلب حمص"),
        ('«شباك» “بعمق” "زاوية"', "شباك بعمق زاويه"),
        ('بـ"رويترز"', "ب رويترز"),
        ("(2023) 3–5 %", "2023 3 5"),
        ("10:30", "10 30"),
        ("C++", "c"),
        ("  واحد \t\n اثنان\u00a0ثلاثة ", "واحد اثنان ثلاثه"),
        # apostrophes are silent
        ("O'Neill", "oneill"),
        ("O’Neill", "oneill"),
        ("القر'آن", "القران"),
        # Latin
        ("Élysée", "elysee"),
        ("NATO", "nato"),
        ("Straße", "strasse"),
        ("Erdoğan Fırat", "erdogan firat"),
        ("Łódź", "lodz"),
        ("İstanbul", "istanbul"),
        ("한국", "한국"),
        # nothing left
        ("", ""),
        ("،؛؟ «» -- !!", ""),
        ("ًٌٍـ", ""),
        ("\x00\ufffe\ud800", ""),
        ("\u3164", ""),
    ],
)
def test_folds(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [("اليمن", "اليمين"), ("حسن", "حسين"), ("سو-57", "سو-35"), ("جنيف 1", "جنيف 2"), ("ماء", "ما"), ("عرب", "غرب")],
)
def test_keeps_look_alikes_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@tried
@given(any_text)
def test_is_total_idempotent_and_plain(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert folded == " ".join(folded.split())
    assert all(char == " " or unicodedata.category(char)[0] in "LN" for char in folded)


@tried
@given(any_text, any_text)
def test_words_fold_one_by_one(one: str, other: str) -> None:
    assert fold(f"{one} {other}") == " ".join(filter(None, (fold(one), fold(other))))


def test_every_arabic_character_folds_to_a_fixed_point() -> None:
    blocks = [range(0x600, 0x800), range(0x860, 0x900), range(0xFB50, 0xFE00), range(0xFE70, 0xFF00)]
    characters = [chr(code) for block in blocks for code in block]
    assert [char for char in characters if fold(fold(char)) != fold(char)] == []


def test_a_long_run_of_marks_takes_linear_time() -> None:
    # Normalising this as a whole string would take minutes.
    assert fold("ش" + "\u0301\u0323" * 200_000) == "ش"


@tried
@given(any_text, any_text)
def test_short_and_long_texts_fold_alike(one: str, other: str) -> None:
    """Long texts are folded letter by everyday letter, and no other way than short ones."""
    parts = [one, other] * 40
    assert fold(" ".join(parts)).split() == [word for part in parts for word in fold(part).split()]
