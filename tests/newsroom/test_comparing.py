"""Two texts word by word: nothing that a reader could see goes untold, and nothing told is unsafe or slow."""

import random
from itertools import pairwise

import pytest
from django.utils.translation import override

from newsroom.prose.aligning import aligned
from newsroom.prose.comparing import Line, State, compare, differs, stretches
from newsroom.prose.rendering import plain_text

GONE, NEW, SAME, CHANGED = State.GONE, State.NEW, State.SAME, State.CHANGED


def told(lines: list[Line]) -> list[list[tuple[str, str]]]:
    """The runs of every line as pairs of fate and text."""
    return [[(run.kind.value, run.text) for run in line.runs] for line in lines]


def side(lines: list[Line], kind: State) -> list[str]:
    """The lines of one text, put together from their runs; a break as the reader sees it."""
    texts = ("".join(run.text for run in line.runs if run.kind in {SAME, kind}).strip() for line in lines)
    return [text.replace("↵\n", "\n") for text in texts if text]


class TestWords:
    def test_one_word_of_a_title(self):
        assert told(compare("نهر في المدينة", "نهر في القرية")) == [
            [("same", "نهر في"), ("gone", " المدينة"), ("new", " القرية")]
        ]

    def test_a_vowel_mark_makes_another_word(self):
        assert told(compare("كتب زيد رسالة", "كتب زيدٌ رسالة")) == [
            [("same", "كتب"), ("gone", " زيد"), ("new", " زيدٌ"), ("same", " رسالة")]
        ]

    def test_a_tatweel_and_a_joiner_are_part_of_their_word(self):
        assert told(compare("کتاب\u200cها هنا", "کتابها هنا")) == [
            [("gone", "کتاب\u200cها"), ("new", "کتابها"), ("same", " هنا")]
        ]

    def test_marks_stand_apart_from_their_word(self):
        assert told(compare("قال: «نعم»، ومضى", "قال: «لا»، ومضى")) == [
            [("same", "قال: «"), ("gone", "نعم"), ("new", "لا"), ("same", "»، ومضى")]
        ]

    def test_a_mark_alone_may_change(self):
        assert told(compare("أين؟", "أين!")) == [[("same", "أين"), ("gone", "؟"), ("new", "!")]]

    def test_a_gap_alone_may_change(self):
        assert told(compare("نهر ، وضفة", "نهر، وضفة")) == [
            [("same", "نهر"), ("gone", " ،"), ("new", "،"), ("same", " وضفة")]
        ]

    def test_words_put_in_at_the_beginning(self):
        assert told(compare("النهر", "كان النهر")) == [[("new", "كان"), ("same", " النهر")]]

    def test_one_word_between_two_rewritten_halves_is_no_island(self):
        before, after = "شمس صباح باكر من شرق بعيد", "قمر ليل متأخر من غرب قريب"
        assert told(compare(before, after)) == [[("gone", before), ("new", after)]]

    @pytest.mark.parametrize(("before", "after"), [("", ""), ("", "نص"), ("نص", ""), ("نص", "نص"), (" نص ", "نص")])
    def test_nothing_and_the_same(self, before, after):
        lines = compare(before, after)
        assert differs(lines) == (before.strip() != after.strip())
        assert side(lines, GONE) == ([before.strip()] if before.strip() else [])
        assert side(lines, NEW) == ([after.strip()] if after.strip() else [])


class TestBlocks:
    def test_a_new_paragraph_leaves_its_neighbours_alone(self):
        lines = compare(
            "<p>أول النهر.</p>\n<p>آخر النهر.</p>", "<p>أول النهر.</p>\n<p>وسط جديد تمامًا</p>\n<p>آخر النهر.</p>"
        )
        assert [(line.state, line.text) for line in lines] == [
            (SAME, "أول النهر."),
            (NEW, "وسط جديد تمامًا"),
            (SAME, "آخر النهر."),
        ]

    def test_a_rewritten_paragraph_is_one_that_went_and_one_that_came(self):
        lines = compare("<p>كلام عن الحرب والسلم</p>", "<p>وصفة خبز ريفي طازج</p>")
        assert [(line.state, line.text) for line in lines] == [
            (GONE, "كلام عن الحرب والسلم"),
            (NEW, "وصفة خبز ريفي طازج"),
        ]

    def test_of_many_paragraphs_those_alike_are_found(self):
        before = "<p>النهر يمشي على مهل بين ضفتيه</p><p>القرية تشرب منه كل صباح</p>"
        after = "<p>مقدمة لم تكن هنا قط</p><p>النهر يمشي على مهل بين حقلين</p><p>القرية تشرب منه كل مساء</p>"
        assert [line.state for line in compare(before, after)] == [NEW, CHANGED, CHANGED]

    @pytest.mark.parametrize(
        ("before", "after", "was", "now"),
        [
            ("<p>نهر</p>", "<h2>نهر</h2>", ("paragraph",), ("heading",)),
            ("<h2>نهر</h2>", "<h3>نهر</h3>", ("heading",), ("subheading",)),
            ("<ul><li><p>نهر</p></li></ul>", "<ol><li><p>نهر</p></li></ol>", ("item",), ("numbered",)),
            (
                "<blockquote><p>نهر</p></blockquote>",
                '<blockquote class="pull"><p>نهر</p></blockquote>',
                ("quotation",),
                ("pull",),
            ),
            ("<p>نهر</p>", "<ul><li><p>نهر</p></li></ul>", ("paragraph",), ("item",)),
            (
                "<ul><li><p>بحر</p><p>نهر</p></li></ul>",
                "<ul><li><p>بحر</p></li><li><p>نهر</p></li></ul>",
                ("item", "paragraph"),
                ("item",),
            ),
            (
                "<ul><li><p>بحر</p></li><li><p>نهر</p></li></ul>",
                "<ul><li><p>بحر</p><ul><li><p>نهر</p></li></ul></li></ul>",
                ("item",),
                ("item", "paragraph", "item"),
            ),
        ],
    )
    def test_what_a_block_is_shows_in_words(self, before, after, was, now):
        changed = [line for line in compare(before, after) if line.state == CHANGED]
        assert [(line.was, line.path, line.text) for line in changed] == [(was, now, "نهر")]
        assert changed[0].label and changed[0].was_label and changed[0].label != changed[0].was_label


class TestMarks:
    """What is not letters but seen by readers all the same."""

    @pytest.mark.parametrize(
        ("before", "after", "runs"),
        [
            ("نهر كبير", "نهر <strong>كبير</strong>", [("gone", ()), ("new", ("bold",))]),
            ("نهر <em>كبير</em>", "نهر كبير", [("gone", ("emphasis",)), ("new", ())]),
            (
                'نهر <a href="/a/">كبير</a>',
                'نهر <a href="/b/">كبير</a>',
                [("gone", ("link to /a/",)), ("new", ("link to /b/",))],
            ),
            ("نهر <strong>كبير</strong>", "نهر <strong>صغير</strong>", [("gone", ()), ("new", ())]),
        ],
    )
    def test_bold_emphasis_and_links(self, before, after, runs):
        with override("en"):
            (line,) = compare(f"<p>{before}</p>", f"<p>{after}</p>")
        assert [(run.kind.value, run.marks) for run in line.runs] == [("same", ()), *runs]

    def test_the_text_of_a_source(self):
        before = '<p>نهر<sup class="footnote">جريدة 1961</sup> كبير</p>'
        assert told(compare(before, before.replace("1961", "1962"))) == [
            [("same", "نهر [جريدة"), ("gone", " 1961"), ("new", " 1962"), ("same", "] كبير")]
        ]

    def test_another_photo_in_a_figure(self):
        before = '<figure data-photo="4"><figcaption>نهر وضفة</figcaption></figure>'
        (line,) = compare(before, before.replace('"4"', '"5"'))
        gone, came, same = line.runs
        assert (line.kind, "4" in gone.text, "5" in came.text, same.text) == ("figure", True, True, " نهر وضفة")

    def test_a_figure_without_a_caption_shows_too(self):
        (line,) = compare("", '<figure data-photo="4"></figure>')
        assert (line.state, line.kind, "4" in line.text) == (NEW, "figure", True)

    def test_a_break_in_a_line(self):
        (line,) = compare("<p>سطر وسطر</p>", "<p>سطر<br>وسطر</p>")
        assert side([line], GONE) == ["سطر وسطر"]
        assert side([line], NEW) == ["سطر\nوسطر"]


class TestPlainText:
    def test_letters_that_look_like_markup_are_letters(self):
        assert told(compare("5 < 6 & 7", "5 < 6 & <b>8</b>", plain=True)) == [
            [("same", "5 < 6 &"), ("gone", " 7"), ("new", " <b>8</b>")]
        ]

    def test_a_title_that_begins_like_a_paragraph_is_a_title_all_the_same(self):
        assert told(compare("<p>نهر", "<p>بحر", plain=True)) == [[("same", "<p>"), ("gone", "نهر"), ("new", "بحر")]]

    def test_entities_of_stored_text_are_read(self):
        assert told(compare("<p>a &amp; b</p>", "<p>a &lt; b</p>")) == [
            [("same", "a"), ("gone", " &"), ("new", " <"), ("same", " b")]
        ]


class TestFolding:
    def test_only_what_is_far_from_a_change_is_folded(self):
        lines = compare("".join(f"<p>فقرة {n}</p>" for n in range(9)), "".join(f"<p>فقرة {n}</p>" for n in range(8)))
        assert [(each.folded, len(each.lines)) for each in stretches(lines)] == [(True, 7), (False, 2)]

    def test_one_line_is_never_folded_and_no_line_is_lost(self):
        lines = compare("<p>أ</p><p>ب</p><p>ج</p>", "<p>أ</p><p>ب</p><p>ج</p><p>د</p>")
        found = stretches(lines)
        assert not any(each.folded and len(each.lines) == 1 for each in found)
        assert [line for each in found for line in each.lines] == lines

    def test_what_does_not_differ_is_one_fold(self):
        found = stretches(compare("<p>أ</p><p>ب</p>", "<p>أ</p><p>ب</p>"))
        assert [(each.folded, len(each.lines)) for each in found] == [(True, 2)]


def _text(rng: random.Random, words: int, paragraphs: int) -> str:
    # Few words, so that they repeat: the worst case of any comparison.
    said = [" ".join(f"كلمة{rng.randrange(40)}" for _ in range(words // paragraphs)) for _ in range(paragraphs)]
    return "".join(f"<p>{text}</p>" for text in said)


@pytest.mark.parametrize("seed", range(40))
def test_both_texts_can_be_read_out_of_the_lines(seed):
    rng = random.Random(seed)
    before, after = _text(rng, rng.randrange(1, 60), 3 if seed % 2 else 1), _text(rng, rng.randrange(1, 60), 2)
    lines = compare(before, after)
    for text, kind in ((before, GONE), (after, NEW)):
        assert " ".join(side(lines, kind)) == plain_text(text)


@pytest.mark.parametrize("seed", range(20))
def test_what_is_common_is_common_and_in_order(seed):
    rng = random.Random(seed)
    old, new = ([rng.randrange(6) for _ in range(rng.randrange(30))] for _side in range(2))
    parts = list(aligned(old, new))
    assert [item for same, gone, _came in parts for item in (*same, *gone)] == old
    assert [item for same, _gone, came in parts for item in (*same, *came)] == new
    assert sum(len(same) for same, _gone, _came in parts) == _longest(old, new)


def _longest(old: list[int], new: list[int]) -> int:
    """The length of a longest common subsequence, the slow way."""
    row = [0] * (len(new) + 1)
    for item in old:
        before, row = row, [0]
        for place, other in enumerate(new):
            row.append(before[place] + 1 if item == other else max(before[place + 1], row[-1]))
    return row[-1]


@pytest.mark.slow
@pytest.mark.parametrize("paragraphs", [1, 100, 2500])
def test_the_longest_piece_is_compared_at_once(paragraphs):
    rng = random.Random(7)
    lines = compare(_text(rng, 5000, paragraphs), _text(rng, 5000, paragraphs))
    assert differs(lines)


@pytest.mark.slow
def test_half_a_million_letters_are_replaced_as_a_whole():
    before, after = (f"<p>{' '.join(f'{letter}{n}' for n in range(60_000))}</p>" for letter in "أب")
    assert [line.state for line in compare(before, after)] == [GONE, NEW]


def test_no_two_runs_of_one_fate_stand_side_by_side():
    lines = compare("<p>أ <strong>ب</strong> ت ث</p>", "<p>أ ب <strong>ت</strong> ج</p>")
    assert all(
        (one.kind, one.marks) != (other.kind, other.marks) for line in lines for one, other in pairwise(line.runs)
    )
