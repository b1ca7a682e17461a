import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.arabic.hygiene import clean_text, is_xml_safe

from .strategies import any_text, tried

LRE, RLE, PDF, LRO, RLO = "\u202a", "\u202b", "\u202c", "\u202d", "\u202e"
LRI, RLI, FSI, PDI = "\u2066", "\u2067", "\u2068", "\u2069"


@pytest.mark.parametrize(
    "text",
    [
        "شُبّاك تُعدّ حدثاً حدثًا",
        "ا\u0654حمد أحمد",
        'بـ"رويترز"',
        "می\u200cخواهم ن\u200dن",
        "\u200eNATO\u200f وسو-57",
        "من\u00a0هنا",
        "ﻷن ﷺ ی ک",
        f"قال {LRI}C++{PDI} ثم {RLE}نعم{PDF}",
        f"{LRI}{RLE}واحد{PDF}{PDI}",
        f"{RLO}abc{PDF}",
        "😀 \U0001f469\u200d\U0001f4bb",
        "مسافتان  هنا",
    ],
)
def test_writing_is_kept_byte_for_byte(text: str) -> None:
    assert clean_text(text) == text
    assert clean_text(text, multiline=True) == text


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("", ""),
        ("  شباك \u00a0", "شباك"),
        ("شب\x00اك\x1f\x7f\x9f", "شباك"),
        ("\ufeffشباك", "شباك"),
        ("شب\ud800اك\udfff", "شباك"),
        ("شب\ufdd0\ufdef\ufffe\uffff\U0001fffe\U0010ffffاك", "شباك"),
        ("سطر\tوعمود", "سطر وعمود"),
        ("سطر\r\nوسطر", "سطر وسطر"),
        ("سطر\u2028وسطر\u2029وسطر\x85وسطر\vوسطر", "سطر وسطر وسطر وسطر وسطر"),
        ("\x00 شباك", "شباك"),
        # bidi controls without a partner
        (f"{RLO}شباك", "شباك"),
        (f"شباك{PDF}", "شباك"),
        (f"شباك{PDI}", "شباك"),
        (f"{LRI}شباك", "شباك"),
        (f"{PDF}شباك{LRE}", "شباك"),
        (f"{LRI}ش{PDF}باك{PDI}", f"{LRI}شباك{PDI}"),
        (f"{LRI}ش{RLE}باك{PDI}", f"{LRI}شباك{PDI}"),
        (f"{RLE}ش{LRI}با{PDF}ك{PDI}{PDF}", f"{RLE}ش{LRI}باك{PDI}{PDF}"),
        (f"{FSI}ش{FSI}باك{PDI}", f"ش{FSI}باك{PDI}"),
        (f"{LRO}{RLI}ش{PDI}", f"{RLI}ش{PDI}"),
    ],
)
def test_clean_text(typed: str, stored: str) -> None:
    assert clean_text(typed) == stored


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("سطر\r\nوسطر\rوسطر\u2029وسطر", "سطر\nوسطر\nوسطر\nوسطر"),
        ("\n\nفقرة\n\nفقرة\n", "فقرة\n\nفقرة"),
        ("سطر\r\x00\nوسطر", "سطر\nوسطر"),
        ("عمود\tوعمود", "عمود وعمود"),
        # a line ends every pair, as a paragraph does for the bidi algorithm
        (f"{LRI}سطر\nوسطر{PDI}", "سطر\nوسطر"),
        (f"{LRI}سطر{PDI}\n{RLE}وسطر{PDF}", f"{LRI}سطر{PDI}\n{RLE}وسطر{PDF}"),
    ],
)
def test_clean_text_of_several_lines(typed: str, stored: str) -> None:
    assert clean_text(typed, multiline=True) == stored


@tried
@given(any_text, st.booleans())
def test_is_total_idempotent_and_safe(text: str, multiline: bool) -> None:
    stored = clean_text(text, multiline=multiline)
    assert clean_text(stored, multiline=multiline) == stored
    assert is_xml_safe(stored)
    assert stored.encode().decode() == stored
    assert multiline or len(stored.splitlines()) <= 1


@tried
@given(st.text(st.sampled_from(f"ش\n{LRE}{RLE}{PDF}{LRO}{RLO}{LRI}{RLI}{FSI}{PDI}"), max_size=40))
def test_what_is_left_of_bidi_controls_is_balanced(text: str) -> None:
    for line in clean_text(text, multiline=True).split("\n"):
        waiting: list[str] = []
        for sign in line:
            if sign in f"{LRE}{RLE}{LRO}{RLO}":
                waiting.append(PDF)
            elif sign in f"{LRI}{RLI}{FSI}":
                waiting.append(PDI)
            elif sign in f"{PDF}{PDI}":
                assert waiting.pop() == sign
        assert waiting == []


@pytest.mark.parametrize("text", ["", "شُبّاك\t\n\r", "\x85", "\ufdd0", "\ufeff", "\U0010ffff", "😀"])
def test_xml_safe(text: str) -> None:
    assert is_xml_safe(text) is True


@pytest.mark.parametrize("char", ["\x00", "\x08", "\x0b", "\x1f", "\ud800", "\udfff", "\ufffe", "\uffff"])
def test_not_xml_safe(char: str) -> None:
    assert is_xml_safe(f"شب{char}اك") is False
