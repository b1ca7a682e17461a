"""What readers may not know of does not exist for the search: not found, not counted, not hinted at by any answer."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, SearchEntry
from articles.search.entries import facet
from articles.search.suggesting import MOST_TITLES, MOST_WINDOWS, suggestions
from tests.articles.searching import searched, statements
from tests.factories import (
    arabic,
    make_author,
    make_column,
    make_content,
    make_draft,
    make_live,
    make_scheduled,
    make_topic,
    make_withdrawn,
    redraft,
    republish,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_words")]

# The hidden word of each way to be hidden, and one as long that nobody ever wrote, with as many neighbours.
HIDDEN, NONSENSE = "زعفرانات", "طقسجضخات"


def hide_draft() -> Article:
    return make_draft(title=f"سر {HIDDEN}", standfirst=HIDDEN, body=f"<p>{HIDDEN}</p>", tags=[HIDDEN])


def hide_scheduled() -> Article:
    return make_scheduled(
        title=f"سر {HIDDEN}", body=f"<p>{HIDDEN}</p>", tags=[HIDDEN], topics=[make_topic(HIDDEN, published=False)]
    )


def hide_withdrawn() -> Article:
    return make_withdrawn(title=f"سر {HIDDEN}", body=f"<p>{HIDDEN}</p>", authors=[make_author(HIDDEN)])


def hide_translation() -> Article:
    return make_live(title="ظاهر", title_en=f"Secret {HIDDEN}", body_en=f"<p>{HIDDEN}</p>")


def hide_draft_of_a_live_piece() -> Article:
    text = {"ar": f"<p>{HIDDEN}</p>", "en": ""}
    return redraft(make_live(title="ظاهر"), title=arabic(f"سر {HIDDEN}"), body=text)


WAYS = [hide_draft, hide_scheduled, hide_withdrawn, hide_translation, hide_draft_of_a_live_piece]


def page(path: str, query: str) -> str:
    """The whole answer to ``query``, without its own echo."""
    answer = Client().get(f"{path}?q={quote(query)}")
    assert answer.status_code == 200
    text = answer.content.decode()
    for echo in (query, quote(query)):
        text = text.replace(echo, "…")
    return text


def told(query: str) -> tuple[list[int], int, list[tuple[str, str]]]:
    """What is found of what readers see, how many of it whole, and what was mended."""
    found = searched(query)
    return found.ids, found.whole, found.mended


@pytest.mark.slow
@pytest.mark.parametrize("hide", WAYS, ids=lambda hide: hide.__name__)
def test_a_hidden_word_is_answered_as_one_that_nobody_wrote(hide):
    make_live(title="موسم الحصاد", body="<p>قمح.</p>")
    hide()
    for path in ("/search/", "/en/search/", "/search/suggest/", "/en/search/suggest/"):
        assert page(path, HIDDEN) == page(path, NONSENSE)
    # With another word, under particles, as a phrase, left out, begun, with one letter wrong.
    for form in ("موسم {}", "وال{}", '"موسم {}"', "موسم -{}"):
        hidden, nonsense = (page("/search/", form.format(word)) for word in (HIDDEN, NONSENSE))
        assert (form, hidden.replace(HIDDEN, "…")) == (form, nonsense.replace(NONSENSE, "…"))
    assert page("/search/suggest/", HIDDEN[:4]) == page("/search/suggest/", NONSENSE[:4])
    for letters in ("موسم {}ظ{}", "{}ظ{}"):
        wrong, other = (letters.format(word[:5], word[6:]) for word in (HIDDEN, NONSENSE))
        assert told(wrong) == told(other)


def test_a_hidden_spelling_of_a_public_stem_is_not_what_a_typo_is_mended_to():
    shown = make_live(title="العلاقات القديمة", body="<p>نص.</p>")
    make_draft(title="علاقات")
    assert told("خلاقات القديمة") == ([shown.pk], 0, [])
    assert told("خلاقات") == ([], 0, [])
    make_live(title="علاقات", body="<p>نص.</p>")
    assert told("خلاقات القديمة") == ([shown.pk], 1, [("خلاقات", "علاقات")])


@pytest.mark.slow
def test_hidden_pieces_are_in_no_number_and_no_choice():
    hidden_column, hidden_topic, column = make_column("مخفية"), make_topic("سر"), make_column("ظاهرة")
    ago = timezone.now() - timedelta(days=400)
    make_live(title="سد النهر", column=column)
    make_live(title="سد آخر", at=ago)
    before = page("/search/", "سد")
    for make in (make_draft, make_scheduled):
        make(title="سد النهر", column=hidden_column, topics=[hidden_topic], authors=[make_author("خفي")])
        make(title="سد النهر", column=column)
    make_withdrawn(title="سد النهر", column=hidden_column, at=ago)
    assert page("/search/", "سد") == before
    narrowed = searched("سد", facts=[facet("column", hidden_column.pk)])
    assert (narrowed.ids, narrowed.whole) == ([], 0)


def test_a_word_of_before_is_gone_with_the_text_that_had_it():
    piece = make_live(title="سر قديم", body="<p>نص.</p>")
    redraft(piece, title=arabic("عنوان آخر"))
    assert told("قديم")[0] == [piece.pk]
    republish(piece, title=arabic("عنوان آخر"))
    for query in ("قديم", "قدبم", "سر قديم"):
        assert told(query)[0] == []


@pytest.mark.parametrize("path", ["/search/", "/search/suggest/"])
def test_a_piece_is_found_from_its_second_on_without_any_write(time_machine, path):
    moment = (timezone.now() + timedelta(days=1)).replace(microsecond=0)
    piece = make_scheduled(title="زعفران الجبل", body="<p>نص.</p>", at=moment)
    stored = list(SearchEntry.objects.values_list())
    time_machine.move_to(moment - timedelta(seconds=1), tick=False)
    assert "/articles/" not in page(path, "زعفران")
    assert told("زعفرن") == ([], 0, [])
    time_machine.move_to(moment, tick=False)
    assert f"/articles/{piece.pk}-" in page(path, "زعفران")
    assert told("زعفرن") == ([piece.pk], 1, [("زعفرن", "زعفران")])
    assert list(SearchEntry.objects.values_list()) == stored


def test_an_answer_is_kept_no_longer_than_until_the_next_piece_comes(time_machine):
    moment = (timezone.now() + timedelta(days=1)).replace(microsecond=0)
    make_scheduled(title="زعفران", at=moment)
    time_machine.move_to(moment - timedelta(seconds=20), tick=False)
    for path in ("/search/", "/search/suggest/"):
        kept = Client().get(path, {"q": "زعفران"}).headers.get("Cache-Control", "")
        ages = [int(part.split("=")[1]) for part in kept.split(",") if "max-age" in part]
        assert max(ages, default=0) <= 20


@pytest.mark.slow
def test_public_pieces_are_found_behind_many_hidden_ones(monkeypatch):
    monkeypatch.setattr("articles.search.finding.MOST_FETCHED", 4)
    piece = make_live(title="زعفران", at=timezone.now() - timedelta(days=30))
    for _turn in range(40):
        make_draft(title="زعفران")
    found = searched("زعفران")
    assert (found.ids, found.whole, found.more) == ([piece.pk], 1, False)


# ---- a crowd of hidden ones ------------------------------------------------------------------------------------------


def suggested(query: str) -> list[str]:
    return [each["text"] for each in suggestions(query, language="ar", now=timezone.now())]


@pytest.mark.slow
@pytest.mark.parametrize("make", [make_scheduled, make_draft, make_withdrawn])
def test_a_public_title_is_suggested_behind_a_hundred_hidden_ones(make):
    content = make_content(title="زعفران الجبل")
    for _turn in range(100):
        make(content)
    make_live(title="زعفران السهل", at=timezone.now() - timedelta(days=30))
    make_live(title="حقل الزعفران", at=timezone.now() - timedelta(days=40))
    assert suggested("زعف") == ["زعفران السهل", "حقل الزعفران"]
    assert suggested("زعفران السه") == ["زعفران السهل"]


@pytest.mark.slow
def test_hidden_titles_move_no_suggestion(monkeypatch):
    monkeypatch.setattr("articles.search.suggesting.MOST_FETCHED", 6)
    now = timezone.now()
    for day in range(9):
        # Of the newest six that begin otherwise, none gives way to an older one that begins so.
        make_live(title=f"حقل زعفران {day}" if day < 7 else f"زعفران {day}", at=now - timedelta(days=day + 1))
    before = suggested("زعف")
    assert before == [f"حقل زعفران {day}" for day in range(MOST_TITLES)]
    content = make_content(title="زعفران")
    for _turn in range(20):
        make_draft(content)
    assert suggested("زعف") == before


@pytest.mark.slow
def test_a_crowd_of_hidden_titles_costs_a_bounded_number_of_statements(monkeypatch):
    monkeypatch.setattr("articles.search.suggesting.MOST_FETCHED", 2)
    content = make_content(title="زعفران")
    make_live(content, at=timezone.now() - timedelta(days=30))
    few = statements(lambda: suggested("زعف"))
    for _turn in range(70):
        make_draft(content)
    assert statements(lambda: suggested("زعف")) <= few + 2 * (MOST_WINDOWS - 1)


def neighbours(word: str) -> list[str]:
    """Every word that is one other letter away from a word."""
    alphabet = "بتثجحخدذرزسشصضطظعغفقكلمنهو"
    return [word[:at] + letter + word[at + 1 :] for at in range(len(word)) for letter in alphabet if letter != word[at]]


def test_a_slip_is_mended_behind_a_crowd_of_hidden_words():
    # All of these are nearer than the one that is public: as long as what was typed, and of one wrong letter.
    crowd = neighbours("زعفرن")
    piece = make_live(title="زعفران", body="<p>نص.</p>")
    before, cost = told("زعفرن"), statements(lambda: told("زعفرن"))
    assert before == ([piece.pk], 1, [("زعفرن", "زعفران")])
    make_draft(title="سر", body=f"<p>{' '.join(crowd)}</p>")
    assert len(crowd) > 100
    assert told("زعفرن") == before
    assert told("زعفرن الجبل")[2] == before[2]
    assert statements(lambda: told("زعفرن")) <= cost + 10


def test_a_crowd_of_hidden_words_costs_a_bounded_number_of_statements():
    word = "زعفرانات"
    make_live(title="ظاهر", body="<p>نص.</p>")
    make_draft(title="سر", body=f"<p>{' '.join(neighbours(word)[:60])}</p>")
    some = statements(lambda: told(word))
    twice = [other for each in neighbours(word)[:60] for other in neighbours(each)[100:140]]
    make_draft(title="سر", body=f"<p>{' '.join(twice)}</p>")
    assert len(set(twice)) > 2000
    assert statements(lambda: told(word)) <= some + 10
    assert told(word) == ([], 0, [])
