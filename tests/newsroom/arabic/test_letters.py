import pytest

from newsroom.arabic import letters


@pytest.mark.parametrize(
    "char", ["َ", "ٰ", "ـ", "\u200c", "\u200f", "\ufeff", "\u00ad", "'", "’", "´", "\ufe76", "\u3164"]
)
def test_silent(char: str) -> None:
    assert letters.is_silent(char) is True


@pytest.mark.parametrize("char", ["ا", "ء", "3", " ", "\u00a0", "\n", "-", "،", '"', "«", "\x00", "\ud800"])
def test_not_silent(char: str) -> None:
    assert letters.is_silent(char) is False


@pytest.mark.parametrize(("char", "written"), [("٣", "3"), ("۳", "3"), ("３", "3"), ("7", "7"), ("²", "²"), ("ب", "ب")])
def test_latin_digit(char: str, written: str) -> None:
    assert letters.latin_digit(char) == written


@pytest.mark.parametrize(
    ("char", "mark", "letter"), [("َ", True, False), ("ش", False, True), ("5", False, True), ("-", False, False)]
)
def test_marks_and_letters(char: str, mark: bool, letter: bool) -> None:
    assert (letters.is_mark(char), letters.is_word_letter(char)) == (mark, letter)


def test_a_table_asks_its_rule_once_per_character() -> None:
    asked: list[str] = []

    def rule(char: str) -> str:
        asked.append(char)
        return char * 2

    table = letters.Table(rule)
    assert "بسبس".translate(table) == "ببسسببسس"
    assert asked == ["ب", "س"]


def test_a_table_stays_bounded() -> None:
    table = letters.Table(str.lower)
    everything = "".join(map(chr, range(0x10000)))
    assert everything.translate(table) == "".join(map(str.lower, everything))
    assert len(table) <= 8192
