"""Search: found by folded words, only what is public, and no question too odd to be answered."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext, override

from articles import naming
from articles.models import Tag
from articles.search import MOST_FOUND
from articles.seeking import PIECES_PER_PAGE
from tests.articles.searching import ask, found, statements
from tests.columns.test_pages import shown
from tests.factories import (
    arabic,
    make_author,
    make_content,
    make_draft,
    make_live,
    make_photo,
    make_scheduled,
    make_topic,
    make_withdrawn,
    redraft,
)

pytestmark = pytest.mark.django_db


def whole(query: str) -> list[int]:
    """Return what holds all that was asked."""
    result = ask(query).context["found"]
    return result.ids[: result.whole]


def arabic_of(sentence: str) -> str:
    with override("ar"):
        return gettext(sentence)


# ---- what is found ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["إدلب", "ادلب", "إِدلِب", "ادلــب", "«إدلب»", "\u202bإدلب\u202c", "ﺇﺩﻟﺐ"])
def test_a_piece_is_found_however_its_word_is_spelled(query):
    piece = make_live(title="الطريق إلى إدلب")
    make_live(title="الطريق إلى حلب")
    assert found(query) == [piece.pk]


def test_what_holds_every_word_comes_first_the_titles_before_the_texts():
    now = timezone.now()
    title = make_live(title="قمح وبحر", body="<p>ميناء</p>", at=now - timedelta(days=2))
    body = make_live(title="قمح", standfirst="بحر", body="<p>مدينة</p>", at=now - timedelta(days=1))
    some = make_live(title="قمح")
    make_live(title="جبل")
    assert (found("بحر قمح"), ask("بحر قمح").context["found"].whole) == ([title.pk, body.pk], 2)
    assert found("قمح بحر ميناء")[0] == title.pk
    answer = ask("قمح صحراء")
    assert (sorted(shown(answer.content)), answer.context["found"].whole) == ([title.pk, body.pk, some.pk], 0)
    assert arabic_of("No piece holds all these words. These hold some of them.") in answer.content.decode()
    assert found("صحراء") == []


def test_nothing_that_is_not_public_is_found_or_counted():
    facts = {"title": "فراشة", "title_en": "word", "body_en": "<p>word</p>", "released": ("ar", "en")}
    for make in (make_draft, make_scheduled, make_withdrawn):
        make(**facts, topics=[make_topic(f"فراشة {make.__name__}", published=False)], tags=["فراشة"])
    live = make_live(title="ظاهرة", title_en="word", body_en="<p>word</p>")
    redraft(live, title=arabic("فراشة"))
    make_author("فراشة")
    empty = Client().get("/search/", {"q": "فراشة"}).content.decode()
    assert shown(empty.encode()) == []
    assert empty.replace("فراشة", "زرافة") == ask("زرافة").content.decode()
    assert shown(Client().get("/en/search/", {"q": "word"}).content) == []


def test_each_language_finds_its_own_words():
    piece = make_live(title="جسر", title_en="A bridge", body_en="<p>Text.</p>", released=("ar", "en"))
    assert (found("جسر"), found("bridge")) == ([piece.pk], [])
    english = Client().get("/en/search/", {"q": "BRIDGE"})
    assert shown(english.content) == [piece.pk]
    assert "1 piece" in english.content.decode()


def test_names_that_hold_the_words_lead_to_their_pages():
    topic, author = make_topic("العلاقات الروسية", name_en="Russian relations"), make_author("روسيا العلي")
    make_live(topics=[topic], tags=["روسيا اليوم"], authors=[author])
    page = ask("روسيا").content.decode()
    links = [f'href="{row.get_absolute_url()}"' for row in (topic, author)]
    assert [link in page for link in links] == [False, True]
    assert f'href="/tags/{quote("روسيا-اليوم")}/"' in page
    assert links[0] in ask("روسيه").content.decode()
    # In English a topic needs a piece there.
    assert "Russian" not in Client().get("/en/search/", {"q": "russian"}).content.decode()


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "مقال واحد"), (2, "مقالان"), (3, "3 مقالات"), pytest.param(11, "11 مقالًا", marks=pytest.mark.slow)],
)
def test_the_number_is_said_as_arabic_says_it(count, said):
    content = make_content(title="قمح")
    for _turn in range(count):
        make_live(content)
    assert f">{said}</h2>" in ask("قمح").content.decode()


def test_the_words_are_marked_and_nothing_else_becomes_markup():
    make_live(title="قمح <b>البحر</b>", standfirst="قال: القمحُ & الماء")
    page = ask("قمح").content.decode()
    assert "<mark>قمح</mark> &lt;b&gt;البحر&lt;/b&gt;" in page
    assert "قال: <mark>القمحُ</mark> &amp; الماء" in page


# ---- names by any of their spellings ---------------------------------------------------------------------------------


def spelled(row, *names: str):
    naming.set_aliases(row, names, by=None, now=timezone.now())
    return row


def test_a_spelling_finds_what_is_written_otherwise_and_what_is_filed_under_the_name():
    topic, now = spelled(make_topic("كيم جونغ أون"), "Kim Jong-un", "كيم يونغ أون"), timezone.now()
    written = make_live(title="ما قاله كيم جونغ أون", at=now - timedelta(days=3))
    otherwise = make_live(title="رحلة والزعيم وكيم يونغ أون", at=now - timedelta(days=2))
    filed = make_live(title="قطار مصفّح", topics=[topic], at=now - timedelta(days=1))
    make_live(title="كيم كارداشيان")
    # As it was asked first, then its other spellings in titles, then what is only filed under it.
    assert found("كيم جونغ أون") == [written.pk, otherwise.pk, filed.pk]
    assert found("كيم يونغ اون") == [otherwise.pk, written.pk, filed.pk]
    for query in ("Kim Jong-un", "KIM JONG UN"):
        assert sorted(found(query)) == [written.pk, otherwise.pk, filed.pk]
    # The other words of the question still must stand in the piece.
    assert whole("قطار Kim Jong-un") == [filed.pk]
    assert whole("رحلة كيم جونغ أون") == [otherwise.pk]
    assert whole("صحراء كيم جونغ أون") == []
    # Part of a spelling is no spelling.
    assert found("Jong-un") == []


def test_a_tag_by_its_alias_and_a_short_one_never_inside_a_word():
    make_live(title="واشنطن تقرر", tags=["الولايات المتحدة"])
    spelled(Tag.objects.get(), "US")
    make_live(title="Russia and Belarus")
    latin = make_live(title="What the US wants")
    (first,) = Tag.objects.get().tagged.all()
    assert found("الولايات المتحدة") == [latin.pk, first.content_object_id]


def test_each_language_searches_by_spellings_too():
    topic = spelled(make_topic("كيم جونغ أون", name_en="Kim Jong Un"), "Kim Yong-un")
    piece = make_live(title="قطار", title_en="A train", body_en="<p>A.</p>", released=("ar", "en"), topics=[topic])
    page = Client().get("/en/search/", {"q": "train kim yong un"})
    assert (shown(page.content), "Kim Jong Un</bdi>" in page.content.decode()) == ([piece.pk], True)


def named_at(query: str) -> list[str]:
    return [str(row) for row in ask(query).context["names"]]


def test_names_are_found_by_spellings_each_once_and_hidden_ones_never():
    spelled(make_topic("كيم جونغ أون"), "Kim Jong-un", "Kim Jong Un II", "كيم")
    hidden = spelled(make_topic("سر مكتوم", published=False), "Kim Il-sung")
    make_live(title="مادة", tags=["الزعيم"], topics=[hidden])
    spelled(Tag.objects.get(), "Kim the leader")
    spelled(Tag.objects.create(name="لا مادة له"), "Kim nobody")
    assert named_at("kim") == ["كيم جونغ أون", "الزعيم"]
    assert named_at("رحلة Kim Jong-un الأخيرة") == ["كيم جونغ أون"]
    assert named_at("Kim Il-sung") == []
    # Nor is anything found that is filed under a hidden name.
    assert found("Kim Il-sung") == found("سر مكتوم") == []
    assert ask("kim il sung").content.decode() == ask("zzz il sung").content.decode().replace("zzz", "kim")


@pytest.mark.slow
def test_a_search_by_spellings_costs_the_same_for_one_and_for_many():
    def cost() -> int:
        return statements(lambda: found("نهر الفرات دجلة العاصي بردى"))

    topic = spelled(make_topic("نهر الفرات"), "Euphrates")
    make_live(topics=[topic], body="<p>دجلة العاصي بردى</p>")
    one = cost()
    for number, name in enumerate(("دجلة", "العاصي", "بردى")):
        other = spelled(make_topic(name), *(f"river {number} {turn}" for turn in range(30)))
        make_live(topics=[topic, other], body="<p>دجلة العاصي بردى</p>")
    # With fewer finds the question is widened, step by step.
    assert cost() < one <= 32


def test_the_list_of_pieces_is_searched_by_spellings_too(desk):
    topic = spelled(make_topic("كيم جونغ أون"), "Kim Jong-un")
    piece = make_draft(title="كيم جونغ أون في قطار")
    filed = make_draft(title="رحلة في قطار", topics=[topic])
    make_draft(title="كيم كارداشيان")
    listed = desk.get("/admin/articles/article/", {"q": "kim jong-un قطار"}).context["cl"].result_list
    assert [row.pk for row in listed] == [piece.pk, filed.pk]


# ---- pages -----------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_what_is_found_has_pages_and_a_bound(monkeypatch):
    monkeypatch.setattr("articles.seeking.PIECES_PER_PAGE", 2)
    monkeypatch.setattr("articles.search.finding.MOST_FOUND", 5)
    content, now = make_content(title="قمح"), timezone.now()
    ids = [make_live(content, at=now - timedelta(days=day + 1)).pk for day in range(6)]
    assert [found("قمح", page=page) for page in ("1", "2", "3")] == [ids[:2], ids[2:4], ids[4:5]]
    assert ask("قمح").context["found"].more
    assert f'href="?q={quote("قمح")}&amp;page=2"' in ask("قمح").content.decode()
    assert f'href="/search/?q={quote("قمح")}"' in ask("قمح", page="2").content.decode()
    assert (PIECES_PER_PAGE, MOST_FOUND) == (10, 200)


def test_a_page_that_is_none_is_not_found(client):
    make_live(title="قمح")
    pages = ["2", "0", "-1", "abc", "", "1" + "0" * 30, "\x00", "٢"]
    assert [ask("قمح", page=page).status_code for page in pages] == [404] * len(pages)
    assert client.get("/search/?q=%D9%82%D9%85%D8%AD&page=1&page=1").status_code == 404
    assert client.get("/search/?q=a&q=%D9%82%D9%85%D8%AD&page=1").status_code == 200


@pytest.mark.slow
def test_a_search_costs_the_same_for_one_piece_and_for_thirty():
    def cost() -> int:
        return statements(lambda: found("قمح"))

    content = make_content(title="قمح", photo=make_photo(), topics=[make_topic("قمح")], tags=["قمح"])
    make_live(content)
    one = cost()
    for _turn in range(29):
        make_live(content)
    assert cost() == one <= 17


# ---- odd questions ---------------------------------------------------------------------------------------------------

ODD = {
    "nothing": "",
    "spaces": "   ",
    "marks alone": "؟!…«»—",
    "vowel marks alone": "\u064e\u064f\u0650",
    "ten thousand letters": "م" * 10_000,
    "ten thousand words": "ما " * 10_000,
    "a null": "\x00",
    "a null inside": "قم\x00ح",
    "wildcards": "% _ \\ * ?",
    "quotes": "' \" `; DROP TABLE articles_article; --",
    "markup": "<script>alert(1)</script>",
    "a closing quote": '"><img src=x onerror=alert(1)>',
    "bidi controls": "\u202e\u2066قمح",
    "bidi alone": "\u202e\u2069\u2066",
    "zero width": "\u200b\u200d\ufeff",
    "an emoji": "🌾" * 300,
    "presentation forms": "ﷺ ﷲ",
    "a noncharacter": "\ufffe\uffff",
    "surrogate bytes": "\ud800",
    "accents without end": "e" + "\u0301" * 5000,
}


@pytest.mark.parametrize("query", ODD.values(), ids=ODD)
def test_an_odd_question_gets_a_short_answer(client, query):
    make_live(title="قمح")
    for path in ("/search/", "/en/search/"):
        answer = client.get(f"{path}?q={quote(query, errors='surrogatepass')}")
        page = answer.content.decode()
        assert answer.status_code == 200
        assert len(page) < 12_000
        assert "<script>" not in page and "<img src=x" not in page
        assert not {"\x00", "\u202e", "\ufffe"} & set(page)


def test_no_question_shows_the_form_and_words_of_help(client):
    page = client.get("/search/").content.decode()
    assert '<form class="seeker" method="get" action="/search/" role="search" data-suggest="/search/suggest/">' in page
    assert shown(page.encode()) == []
    assert '<meta name="robots" content="noindex">' in page


def test_the_form_keeps_the_question_and_stands_where_nothing_was_found(client):
    assert 'value="قمح &quot;طازج&quot;"' in ask('قمح "طازج"').content.decode()
    for prefix in ("", "/en"):
        page = client.get(f"{prefix}/ما-من-صفحة/").content.decode()
        assert f'action="{prefix}/search/"' in page
        assert f'class="seek" href="{prefix}/search/"' in page
