"""Our small gettext compiler, held against Python's own reader of what it writes."""

import gettext
import io
import os

import pytest

from newsroom.management.commands.build_messages import BadCatalogue, compile_stale, read_po, write_mo

HEADER = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=6; plural=n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5;\n"
"""


def translations(po: str) -> gettext.GNUTranslations:
    """Compile and read back."""
    return gettext.GNUTranslations(io.BytesIO(write_mo(read_po(HEADER + "\n" + po))))


def test_plain_and_continued_strings():
    read = translations(
        '#: a.py:1\nmsgid "Publish"\nmsgstr "انشر"\n\nmsgid ""\n"Save "\n"draft"\nmsgstr ""\n"احفظ "\n"المسوّدة"\n'
    )
    assert read.gettext("Publish") == "انشر"
    assert read.gettext("Save draft") == "احفظ المسوّدة"


def test_context_keeps_two_meanings_apart():
    read = translations(
        'msgctxt "month"\nmsgid "May"\nmsgstr "أيار"\n\n'
        'msgctxt "verb"\nmsgid "May"\nmsgstr "يجوز"\n\nmsgid "May"\nmsgstr "مايو"\n'
    )
    assert (read.pgettext("month", "May"), read.pgettext("verb", "May"), read.gettext("May")) == (
        "أيار",
        "يجوز",
        "مايو",
    )


def test_six_arabic_plurals():
    forms = ["لا مقال", "مقال", "مقالان", "%(n)d مقالات", "%(n)d مقالًا", "%(n)d مقال"]
    lines = "\n".join(f'msgstr[{number}] "{form}"' for number, form in enumerate(forms))
    read = translations(f'#, python-format\nmsgid "%(n)d piece"\nmsgid_plural "%(n)d pieces"\n{lines}\n')
    counts = {0: 0, 1: 1, 2: 2, 7: 3, 11: 4, 100: 5, 103: 3}
    assert {n: read.ngettext("%(n)d piece", "%(n)d pieces", n) for n in counts} == {
        n: forms[form] for n, form in counts.items()
    }


def test_plural_with_context():
    read = translations(
        'msgctxt "c"\nmsgid "a"\nmsgid_plural "b"\n' + "\n".join(f'msgstr[{n}] "x{n}"' for n in range(6))
    )
    assert read.npgettext("c", "a", "b", 2) == "x2"


def test_escapes():
    read = translations(r'msgid "a\tb\n\"c\" \\ \101 \x42"' + "\n" + r'msgstr "١\n٢"' + "\n")
    assert read.gettext('a\tb\n"c" \\ A B') == "١\n٢"


def test_fuzzy_untranslated_and_obsolete_are_left_out():
    read = translations(
        '#, fuzzy, python-format\n#| msgid "old"\nmsgid "guess"\nmsgstr "ظن"\n\nmsgid "empty"\nmsgstr ""\n\n'
        '#~ msgid "gone"\n#~ msgstr "ذهب"\n\nmsgid "kept"\nmsgstr "باق"\n'
    )
    assert [read.gettext(text) for text in ("guess", "empty", "gone", "kept")] == ["guess", "empty", "gone", "باق"]


def test_half_a_plural_is_left_out():
    read = translations('msgid "a"\nmsgid_plural "b"\nmsgstr[0] "x"\nmsgstr[1] ""\n')
    assert read.ngettext("a", "b", 1) == "a"


def test_entries_need_no_empty_line_between_them():
    read = translations('msgid "a"\nmsgstr "أ"\nmsgid "b"\nmsgstr "ب"\nmsgctxt "c"\nmsgid "b"\nmsgstr "ج"\n')
    assert (read.gettext("a"), read.gettext("b"), read.pgettext("c", "b")) == ("أ", "ب", "ج")


def test_a_fuzzy_header_still_counts():
    catalogue = read_po("#, fuzzy" + HEADER)
    assert "nplurals=6" in catalogue[""]


def test_an_empty_file_compiles():
    assert gettext.GNUTranslations(io.BytesIO(write_mo({}))).gettext("a") == "a"


@pytest.mark.parametrize(
    ("po", "word"),
    [
        ('msgid "a"\nmsgstr "b"\nmsgid "a"\nmsgstr "c"\n', "twice"),
        ('msgid "a\nmsgstr "b"\n', "line 1"),
        ("nonsense\n", "line 1"),
        ('msgid "a\\q"\nmsgstr "b"\n', "escape"),
        ('#, python-format\nmsgid "%(count)d"\nmsgstr "%(cuont)d"\n', "cuont"),
        ('msgid ""\nmsgstr "Content-Type: text/plain; charset=windows-1256\\n"\n', "UTF-8"),
    ],
)
def test_mistakes_are_named(po, word):
    with pytest.raises(BadCatalogue, match=word):
        read_po(po)


def test_only_stale_catalogues_are_compiled(tmp_path):
    source = tmp_path / "ar/LC_MESSAGES/django.po"
    source.parent.mkdir(parents=True)
    source.write_text(HEADER + '\nmsgid "a"\nmsgstr "أ"\n', encoding="utf-8")
    assert compile_stale([tmp_path]) == [source.with_suffix(".mo")]
    assert compile_stale([tmp_path]) == []
    later = source.with_suffix(".mo").stat().st_mtime + 5
    os.utime(source, (later, later))
    assert compile_stale([tmp_path]) == [source.with_suffix(".mo")]
    assert compile_stale([tmp_path], force=True) == [source.with_suffix(".mo")]


def test_a_mistake_names_its_catalogue(tmp_path):
    source = tmp_path / "ar/LC_MESSAGES/django.po"
    source.parent.mkdir(parents=True)
    source.write_text("nonsense", encoding="utf-8")
    with pytest.raises(BadCatalogue, match=r"ar/LC_MESSAGES|LC_MESSAGES/django|ar/django\.po"):
        compile_stale([tmp_path])
