"""The benchmark of the search: damages do what they say, a seed asks the same again, figures are those of the hand."""

import json
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest
from django.conf import settings as house
from django.core.management import call_command
from django.core.management.base import CommandError

from articles.benchmarks import corpus, keyboard, lookalikes, questions, report, scratch, shapes
from articles.benchmarks.damages import BESIDES, BY_NAME, CLASSES, VOCALISED, forms_of
from articles.benchmarks.library import Library, Piece, is_content, words_of
from articles.benchmarks.lookalikes import Precision, Silence, holds
from articles.benchmarks.measuring import Figures, Times, average, measured, percentile, place_of
from articles.benchmarks.published import PUBLISHED, RECALL, SYSTEMS, all_damaged, judged
from articles.benchmarks.questions import Question
from articles.models import Article, Revision, SearchEntry
from newsroom.arabic.fold import fold
from tests.articles.press import brought, line, written

SEEDS = range(40)
TITLE = ["الأزمة", "العلاقات", "وزراء"]


def known(_word: str) -> bool:
    return True


def unknown(_word: str) -> bool:
    return False


def damaged(name: str, words: list[str], seed: int = 1, knows=known) -> list[str] | None:
    return BY_NAME[name].apply(list(words), Random(seed), knows)


@pytest.fixture(scope="module")
def made() -> list[dict]:
    return list(corpus.articles(400, seed=3))


@pytest.fixture(scope="module")
def library(made) -> Library:
    pieces = [Piece(number, item["title"], " ".join(item["paragraphs"])) for number, item in enumerate(made, 1)]
    for number in range(0, 400, 10):
        words = [shapes.vocalised(word, Random(number)) or word for word in pieces[number].title.split()]
        pieces[number] = Piece(number + 1, " ".join(words), pieces[number].text)
    return Library(pieces)


# ---- damages ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "typed", "becomes"),
    [
        ("hamza on alef bare", "أزمة الإعلام آخر", "ازمة الاعلام اخر"),
        ("hamza seats as w y", "مسؤول الرئيس", "مسوول الرييس"),
        ("hamza seats as lone", "مسؤول الرئيس", "مسءول الرءيس"),
        ("final hamza dropped", "وزراء شيء القاهرة", "وزرا شي القاهرة"),
        ("ta marbuta / ha", "حكومة بلاده", "حكومه بلادة"),
        ("alef maqsura / ya", "مستشفى السوري", "مستشفي السورى"),
        ("Persian letters", "كيم السوري", "کیم السوری"),
        ("Urdu letters", "هدنة السوري", "ہدنۃ السورے"),
        ("Arabic-Indic digits", "سو-57 عام", "سو-٥٧ عام"),
        ("al- dropped", "العلاقات بين الدول", "علاقات بين دول"),
        ("harakat in article", "العلاقات", "العلاقات"),
    ],
)
def test_a_habit_changes_every_word_it_can(name, typed, becomes):
    assert damaged(name, typed.split()) == becomes.split()


@pytest.mark.parametrize(
    "name",
    ["harakat typed", "tatweel", "presentation forms", "invisible marks", "Persian letters", "Arabic-Indic digits"],
)
def test_what_only_looks_otherwise_folds_to_the_same(name):
    words = ["كيم", "العلاقات", "سلامة", "2019"]
    for seed in SEEDS:
        typed = damaged(name, words, seed)
        assert typed is not None
        assert typed != words
        assert [fold(word) for word in typed] == [fold(word) for word in words]


def test_harakat_stand_on_letters_and_are_taken_off_again():
    for seed in SEEDS:
        marked = shapes.vocalised("العلاقات", Random(seed))
        assert shapes.is_vocalised(marked)
        assert shapes.bare(marked) == "العلاقات"
        assert not shapes.is_vocalised(marked[0])
    assert shapes.vocalised("2019", Random(1)) == shapes.vocalised("NATO", Random(1)) == ""


def test_letters_take_the_shape_that_their_neighbours_give_them():
    assert shapes.printed("سلام", Random(1)) == "\ufeb3\ufee0\ufe8e\ufee1"
    assert shapes.printed("دار", Random(1)) == "\ufea9\ufe8d\ufead"


@pytest.mark.parametrize("word", ["العلاقات", "وزير", "بوتين"])
def test_a_slip_is_one_that_folding_does_not_mend(word):
    for seed in SEEDS:
        slipped = keyboard.typo(word, Random(seed))
        assert fold(slipped) != fold(word)
        assert abs(len(slipped) - len(word)) <= 1
        assert sum(one != other for one, other in zip(slipped, word, strict=False)) <= len(word)
    assert keyboard.typo("قمة", Random(1)) == keyboard.typo("سو-57", Random(1)) == ""


def test_keys_are_neighbours_both_ways_in_a_row_and_near_in_the_next():
    assert set(keyboard.NEAR["ي"]) == {"س", "ب", "ث", "ق", "ء", "ؤ"}
    assert set(keyboard.NEAR["ض"]) == {"ص", "ش"}
    assert all(key in keyboard.NEAR[other] for key, keys in keyboard.NEAR.items() if key != "لا" for other in keys)


@pytest.mark.parametrize(("name", "count"), [("one typo", 1), ("two typos", 2), ("al- added", 1)])
def test_a_slip_touches_no_more_words_than_it_says(name, count):
    words = ["وزراء", "خارجية", "روسيا"]
    for seed in SEEDS:
        typed = damaged(name, words, seed)
        assert typed is not None
        assert sum(one != other for one, other in zip(typed, words, strict=True)) == count


def test_particles_lean_on_a_word_as_they_are_written():
    seen = {tuple(damaged("particle attached", ["اللغة"], seed) or ()) for seed in range(200)}
    assert seen == {("واللغة",), ("فاللغة",), ("باللغة",), ("للغة",), ("كاللغة",), ("وباللغة",), ("وللغة",)}
    assert {tuple(damaged("particle attached", ["القمة"], seed) or ()) for seed in range(200)} >= {("للقمة",)}
    assert {tuple(damaged("particle attached", ["وزير"], seed) or ()) for seed in range(200)} >= {
        ("لوزير",),
        ("ووزير",),
    }


@pytest.mark.parametrize("word", ["بالصراع", "والقمة", "للحكومة", "سو-57"])
def test_nothing_more_leans_on_what_bears_a_particle_and_the_article(word):
    assert damaged("al- added", [word]) is None
    assert damaged("particle attached", [word]) is None


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("وزارة", {"وزارات", "وزارتين", "وزارتها", "وزارتنا"}),
        ("الوزارة", {"الوزارات", "الوزارتين", "وزارتهم"}),
        ("وزير", {"وزيرين", "وزيران", "وزيره", "وزيرها"}),
        ("السوري", {"السورية", "السوريين", "السوريون"}),
        ("مستشفى", {"مستشفيات", "مستشفاها"}),
        ("علاقات", {"علاقة", "علاقاتها"}),
        ("مسؤولين", {"مسؤول", "مسؤولون"}),
    ],
)
def test_a_noun_takes_its_regular_endings(word, forms):
    assert forms <= set(forms_of(word, known))


def test_no_ending_is_taken_from_a_name_that_only_looks_like_a_plural():
    assert not {"بوت", "بوتون"} & set(forms_of("بوتين", unknown))
    assert forms_of("سوريا", known) == forms_of("سو-57", known) == []


def test_phone_typing_does_several_things_at_once():
    words = ["الأزمة", "العلاقات", "وزراء"]
    for seed in SEEDS:
        typed = damaged("mixed phone typing", words, seed)
        assert typed is not None
        assert typed != ["الازمه", "العلاقات", "وزراء"]
        assert "أ" not in "".join(typed)


@pytest.mark.parametrize(
    "name",
    [
        "hamza on alef bare",
        "hamza seats as w y",
        "final hamza dropped",
        "ta marbuta / ha",
        "alef maqsura / ya",
        "al- dropped",
        "Arabic-Indic digits",
        "one typo",
        "two typos",
        "mixed phone typing",
        "Urdu letters",
    ],
)
def test_words_without_a_chance_for_a_damage_are_not_asked(name):
    assert damaged(name, ["قمر", "شمس"]) is None


def test_the_same_chance_gives_the_same_damage():
    for damage in (*CLASSES, *BESIDES):
        assert damage.apply(list(TITLE), Random(5), known) == damage.apply(list(TITLE), Random(5), known)


# ---- questions -------------------------------------------------------------------------------------------------------


def test_every_class_asks_and_no_question_is_the_exact_one(library):
    asked = questions.asked(library, seed=1, most=8)
    for name in (*(damage.name for damage in CLASSES), questions.TWO_DAMAGED, questions.BODY_DAMAGED):
        assert asked[name], name
        assert all(one.text != one.exact for one in asked[name]), name
    assert all(one.text == one.exact for one in asked[questions.EXACT])


def test_the_exact_words_of_a_question_stand_in_one_title_only(library):
    for kind, those in questions.asked(library, seed=1, most=8).items():
        for one in those:
            if not kind.startswith("body"):
                assert library.titles_with(one.exact.split()) == {one.article}
            else:
                assert one.article in library.articles_with(one.exact.split())
                assert not library.titles_with(one.exact.split())


def test_a_vocalised_title_is_asked_for_in_bare_words(library):
    those = questions.asked(library, seed=1, most=8)[VOCALISED]
    assert all(shapes.is_vocalised(one.exact) and shapes.bare(one.exact) == one.text for one in those)


def test_the_same_seed_asks_the_same_and_another_asks_otherwise(library):
    first = questions.asked(library, seed=1, most=5)
    assert questions.asked(library, seed=1, most=5) == first
    assert questions.asked(library, seed=2, most=5) != first


def test_a_title_of_two_content_words_is_not_asked_for_three():
    library = Library([Piece(1, "قمة في دمشق", "")])
    assert questions.asked(library, seed=1, most=3)[questions.EXACT] == []
    assert len(questions.asked(library, seed=1, most=3)[questions.TWO_WORDS]) == 1


def test_content_words_are_no_particles_and_types_are_one_word():
    assert words_of("«سو-57» في سماء دمشق: ما بعدها؟") == ["سو-57", "في", "سماء", "دمشق", "ما", "بعدها"]
    assert [word for word in words_of("ما بعد القمة في 2019 وكانوا فقال") if is_content(word)] == ["القمة"]


# ---- look-alikes -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "word", "there"),
    [
        ("زار اليمن وفد", "اليمن", True),
        ("عاد لليمن", "اليمن", True),
        ("حزب اليمين", "اليمن", False),
        ("وحسين غاب", "حسن", False),
        ("والحكومتين", "حكومة", True),
        ("بحكوماتهم", "الحكومة", True),
        ("محكومة", "حكومة", False),
        ("ليل مظلم", "مظلمة", True),
        ("الشعب السوري", "سوريا", True),
        ("طائرة سو-57", "سو-57", True),
        ("طائرة سو57", "سو-57", True),
        ("طائرة سو-35", "سو-57", False),
        ("بجنيف 2", "جنيف 2", True),
        ("جنيف 12", "جنيف 2", False),
        ("بلا إنذار", "إنذاراً", True),
    ],
)
def test_a_text_holds_a_word_with_what_is_written_onto_it(text, word, there):
    assert holds(f" {fold(text)} ", word) is there


def test_pairs_of_the_corpus_differ_in_a_consonant_and_stand_often_enough():
    texts = ["مركب شراع", "مركز شراع", "مكتوب مكتاب", "مركبا وحيد", "ملكات ملكان"]
    library = Library([Piece(number, text, "") for number, text in enumerate(texts * 5, 1)])
    assert lookalikes.mined(library, seed=1, most=9) == []
    texts = ["مجلس شراع", "مفلس شراع", "مكتوب مكتاب"]
    library = Library([Piece(number, text, "") for number, text in enumerate(texts * 5, 1)])
    assert [set(pair) for pair in lookalikes.mined(library, seed=1, most=9)] == [{"مجلس", "مفلس"}]
    assert lookalikes.mined(library, seed=1, most=9, fewest=6) == []
    library = Library([Piece(number, text, "") for number, text in enumerate([*texts, "ومجلسهم", "جلس"] * 5, 1)])
    assert lookalikes.mined(library, seed=1, most=9) == [("مجلس", "مفلس")]
    library = Library([Piece(number, text, "") for number, text in enumerate(["وجدوا", "وعدوا", "جدو"] * 5, 1)])
    assert lookalikes.mined(library, seed=1, most=9) == []


def test_our_own_pairs_are_asked_where_both_stand_in_the_corpus():
    texts = ["قمة اليمن", "حزب اليمين", "حسين وسو-57", "سو-57 وسو-35"]
    library = Library([Piece(number, text, "") for number, text in enumerate(texts * lookalikes.FEWEST)])
    assert lookalikes.pairs_of(library, seed=1, most=9) == [("اليمن", "اليمين"), ("سو-57", "سو-35")]
    assert lookalikes.pairs_of(Library(library.pieces[:8]), seed=1, most=9) == []


def test_precision_is_the_share_of_right_hits_by_hand():
    library = Library([Piece(1, "قمة اليمن", ""), Piece(2, "حزب اليمين", ""), Piece(3, "لليمن", "")])
    answers = {"اليمن": [1, 2, 3, 2], "اليمين": []}
    found = lookalikes.precision([("اليمن", "اليمين")], library, lambda word, _language: answers[word])
    assert found == Precision(2, 0.25, (("اليمين", 0.0), ("اليمن", 0.5)))


def test_nonsense_is_written_nowhere_and_whoever_answers_it_is_told(library):
    words = lookalikes.nonsense(library, seed=1, most=20)
    assert words == lookalikes.nonsense(library, seed=1, most=20)
    assert not any(library.known(word) for word in words)
    assert lookalikes.silence(words, lambda word, _l: [1] if word == words[3] else []) == Silence(20, (words[3],))


# ---- figures ---------------------------------------------------------------------------------------------------------


def test_figures_are_those_of_the_hand():
    answers = {"one": [7, 1], "two": [1, 7], "three": [*range(10, 20), 7], "four": [5]}
    those = [Question("exact", text, text, 7) for text in answers]
    found = measured(those, lambda text, _language: answers[text])
    assert (found.count, found.mrr, found.recall) == (4, (1 + 1 / 2) / 4, 2 / 4)
    seen = [(miss.typed, miss.place, miss.first) for miss in found.misses]
    assert seen == [("two", 2, 1), ("three", 0, 10), ("four", 0, 5)]
    assert place_of(7, [*range(8, 18), 7]) == 0


def test_classes_count_alike_and_an_empty_one_not_at_all():
    found = average([Figures(1, 1.0, 1.0, 2, 9), Figures(99, 0.5, 0.0, 4, 8), Figures(0, 0.0, 0.0, 0, 0)])
    assert (found.count, found.mrr, found.recall, found.median, found.p95) == (100, 0.75, 0.5, 3, 9)


def test_a_percentile_is_one_of_the_values():
    assert [percentile([1.0, 2.0, 3.0, 4.0], share) for share in (50, 95)] == [2.0, 4.0]
    assert percentile([], 95) == 0.0


def perfect() -> dict[str, Figures]:
    return {name: Figures(60, 1.0, 1.0, 1.0, 1.0) for name in ("exact", *(damage.name for damage in CLASSES))}


def test_every_goal_is_met_by_a_perfect_search_and_each_can_be_missed():
    times = Times(10, 50.0, 150.0)
    goals = judged(perfect(), Precision(9, 0.98, ()), Silence(9, ()), times)
    assert {goal.row for goal in goals} == {"A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8"}
    assert all(goal.met for goal in goals)
    bad = {name: Figures(60, 0.5, 0.5, 1.0, 1.0) for name in perfect()}
    goals = judged(bad, Precision(9, 0.97, ()), Silence(9, ("قثف",)), Times(10, 50.0, 151.0))
    assert not any(goal.met for goal in goals)


def test_a_goal_that_nothing_was_asked_for_is_neither_met_nor_missed():
    classes = (
        perfect()
        | {"final hamza dropped": Figures(0, 0.0, 0.0, 0.0, 0.0)}
        | {"Urdu letters": Figures(0, 0.0, 0.0, 0.0, 0.0)}
    )
    goals = {goal.what: goal.met for goal in judged(classes, None, None, None)}
    assert goals["Urdu letters"] is None
    assert all_damaged(classes).recall == 1.0
    assert report.Report(1, 1, classes).missed == []


def test_every_class_stands_beside_the_published_figures():
    assert set(perfect()) == set(RECALL)
    assert {len(shares) for shares in RECALL.values()} == {len(SYSTEMS)}
    told = "\n".join(report.lines(report.Report(5, 11, perfect())))
    assert all(name in told for name in (*perfect(), "all damaged", *(one.name for one in PUBLISHED)))


# ---- the corpus of our own -------------------------------------------------------------------------------------------


def test_the_same_seed_makes_the_same_articles(made):
    assert list(corpus.articles(30, seed=3)) == made[:30]
    assert next(corpus.articles(1, seed=4)) != made[0]


def test_titles_are_distinct_and_short_and_texts_say_their_words_again(made):
    titles = [item["title"] for item in made]
    assert len(set(titles)) == len(titles)
    assert {len(title.split()) for title in titles} <= set(range(4, 11))
    sizes = sorted(len(" ".join(item["paragraphs"]).split()) for item in made)
    assert sizes[0] >= 200
    assert sizes[-1] <= 1000
    assert 400 <= sizes[len(sizes) // 2] <= 700
    library = Library([Piece(1, made[5]["title"], " ".join(made[5]["paragraphs"]))])
    words = [word for word in words_of(made[5]["title"]) if is_content(word)]
    assert any(holds(f" {fold(' '.join(made[5]['paragraphs']))} ", word) for word in words)
    assert library.count(fold(words[0]).split()[0]) == 1


# ---- the scratch newsroom --------------------------------------------------------------------------------------------


def test_a_corpus_is_brought_in_published_signed_and_here_and_there_vocalised(tmp_path):
    path = tmp_path / "one.jsonl"
    item = line(ref="a", published=None, authors=None, photo="x.jpg", column="على الضفة", edition=3)
    path.write_bytes(written({"outlet": {}}, *(item | {"ref": f"a{number}"} for number in range(30))))
    found = list(scratch.lines([path, path], limit=40, seed=1))
    assert len(found) == 40
    assert len({item["ref"] for item in found}) == 40
    assert all(item["published"] and item["authors"] for item in found)
    assert not any({"photo", "column", "edition"} & item.keys() for item in found)
    marked = [item for item in found if shapes.is_vocalised(item["title"])]
    assert len(marked) == 4
    assert all(shapes.bare(item["title"]) == item["title"] or item in marked for item in found)
    assert shapes.is_vocalised(marked[0]["paragraphs"][0])
    assert list(scratch.lines([path, path], limit=40, seed=1)) == found


def test_the_scratch_newsroom_sees_nothing_of_the_running_one(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "sqlite:////somewhere/real.sqlite3")
    monkeypatch.setenv("MEDIA_ROOT", "/somewhere/real")
    seen = scratch.environment(tmp_path)
    assert "DATABASE_URL" not in seen
    assert "MEDIA_ROOT" not in seen
    assert seen["NEWSROOM_VAR"] == str(tmp_path)
    assert scratch.environment(tmp_path, "postgres:///empty")["DATABASE_URL"] == "postgres:///empty"


@pytest.mark.django_db
def test_a_database_with_articles_is_refused_before_anything_is_written(monkeypatch):
    marked = house.VAR_DIR / scratch.MARK
    monkeypatch.setattr(scratch, "call_command", pytest.fail)
    brought(line())
    marked.touch()
    try:
        with pytest.raises(CommandError, match="--here"):
            call_command("benchmark", "search", "--inside")
    finally:
        marked.unlink()
    assert Article.objects.count() == 1


@pytest.mark.django_db
def test_a_folder_that_was_not_made_for_it_is_refused(monkeypatch):
    monkeypatch.setattr(scratch, "call_command", pytest.fail)
    with pytest.raises(CommandError, match="no scratch newsroom"):
        call_command("benchmark", "search", "--inside")


@pytest.mark.django_db
def test_measuring_here_prints_the_figures_and_writes_nothing(tmp_path, capsys):
    titles = ["وزراء الخارجية يبحثون الأزمة", "قصف المستشفى الكبير بمدينة حلب", "مفاوضات السلام وسو-57 الروسية"]
    brought(*(line(ref=str(number), title=title) for number, title in enumerate(titles)))
    before = [list(model.objects.order_by("pk").values_list()) for model in (Article, Revision, SearchEntry)]
    path = tmp_path / "figures.json"
    call_command("benchmark", "search", "--here", "--no-pages", "--queries=3", f"--json={path}")
    assert before == [list(model.objects.order_by("pk").values_list()) for model in (Article, Revision, SearchEntry)]
    figures = json.loads(path.read_text(encoding="utf-8"))
    assert figures["articles"] == 3
    exact = figures["classes"]["exact"]
    assert (exact["count"], exact["mrr"], exact["recall"]) == (3, 1.0, 1.0)
    assert figures["classes"]["Arabic-Indic digits"]["count"] == 1
    assert figures["pages"] is None
    assert figures["nonsense"]["answered"] == []
    assert "all damaged" in capsys.readouterr().out


@pytest.mark.django_db
def test_a_missed_goal_is_an_error_only_when_asked_for(monkeypatch, capsys):
    brought(line(title="وزراء الخارجية يبحثون الأزمة"))
    monkeypatch.setattr("articles.benchmarks.running.search.find", lambda *_a, **_k: type("Nothing", (), {"ids": []}))
    arguments = ("benchmark", "search", "--here", "--no-pages", "--queries=1")
    call_command(*arguments, "--misses")
    told = capsys.readouterr().out
    assert "MISSED" in told
    assert "وزراء الخارجية يبحثون الأزمة" in told
    with pytest.raises(CommandError, match="goals were missed"):
        call_command(*arguments, "--check")


@pytest.mark.django_db
def test_a_broken_page_misses_its_goal_and_costs_no_other_figure(monkeypatch, capsys):
    brought(line(title="وزراء الخارجية يبحثون الأزمة"))
    monkeypatch.setattr("articles.benchmarks.running.pages", lambda _asked: 1 / 0)
    call_command("benchmark", "search", "--here", "--queries=1")
    told = capsys.readouterr().out
    assert "ZeroDivisionError" in told
    assert "all damaged" in told
    assert [row.split()[-2:] for row in told.splitlines() if row.startswith("A8")] == [["broken", "MISSED"]]


@pytest.mark.slow
def test_the_command_makes_its_newsroom_measures_and_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "sqlite:////nowhere/at/all.sqlite3")
    figures = tmp_path / "figures.json"
    command = [sys.executable, str(Path(house.BASE_DIR) / "manage.py"), "benchmark", "search", "--limit=40"]
    done = subprocess.run([*command, "--queries=4", f"--json={figures}"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(figures.read_text(encoding="utf-8"))
    assert found["articles"] == 40
    assert found["classes"]["exact"]["mrr"] == 1.0
    assert found["pages"]["count"] > 0
    assert found["filling"]["refused"] == 0
    assert [path for path in tmp_path.iterdir() if path != figures] == []
