"""The search page and the box above it: narrowing, honest lines, excerpts, pages, and what is suggested."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext, override

from articles import naming
from articles.models import Topic
from articles.search.suggesting import MOST_NAMES, MOST_TITLES
from columns.models import Author, Column
from newsroom.arabic.nouns import OFFER
from newsroom.outlet import SiteSettings
from tests.articles.searching import ask, found, statements
from tests.columns.test_pages import shown
from tests.factories import (
    make_author,
    make_column,
    make_content,
    make_draft,
    make_live,
    make_scheduled,
    make_topic,
    make_withdrawn,
)

pytestmark = pytest.mark.django_db

BOTH = {"released": ("ar", "en")}


def read(answer) -> str:
    """What stands on the page, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", "", answer.content.decode())).split())


def offered(answer) -> dict[str, list[tuple[str, int, dict[str, list[str]]]]]:
    """By what a search may be narrowed: title, then name, count, and the parameters it leads to."""
    return {
        str(title): [(each.name, each.count, parse_qs(each.address[1:])) for each in choices]
        for title, choices in answer.context["narrower"]
    }


# ---- narrowing -------------------------------------------------------------------------------------------------------


@pytest.fixture
def shelf():
    """Three pieces about wheat: two columns, two topics, two authors, two years."""
    rows = {
        "river": make_column("على الضفة"),
        "depth": make_column("بعمق"),
        "sea": make_topic("البحر", name_en="The sea"),
        "land": make_topic("البر"),
        "salma": make_author("سلمى العلي"),
        "malik": make_author("مالك الحافظ"),
    }
    old = datetime(2021, 5, 1, 12, tzinfo=UTC)
    new = datetime(2023, 5, 1, 12, tzinfo=UTC)
    pieces = {
        "a": ("river", ["sea"], ["salma"], old),
        "b": ("river", ["sea", "land"], ["malik"], new),
        "c": ("depth", ["land"], ["malik", "salma"], new),
    }
    for name, (column, topics, authors, at) in pieces.items():
        content = make_content(
            title=f"قمح {name}",
            column=rows[column],
            topics=[rows[each] for each in topics],
            authors=[rows[each] for each in authors],
        )
        rows[name] = make_live(content, at=at)
    return rows


def pieces(shelf, names: str) -> list[int]:
    return sorted(shelf[name].pk for name in names)


@pytest.mark.parametrize(
    ("limits", "names"),
    [
        ({"column": "river"}, "ab"),
        ({"topic": "land"}, "bc"),
        ({"author": "salma"}, "ac"),
        ({"year": "2021"}, "a"),
        ({"column": "river", "topic": "land"}, "b"),
        ({"author": "malik", "year": "2023", "topic": "sea"}, "b"),
        ({"column": "depth", "year": "2021"}, ""),
        ({"year": "1999"}, ""),
    ],
)
def test_a_search_is_narrowed_by_each_kind_and_by_several(shelf, limits, names):
    asked = {kind: value if kind == "year" else shelf[value].slug for kind, value in limits.items()}
    assert sorted(found("قمح", **asked)) == pieces(shelf, names)


@pytest.mark.parametrize(
    "limits",
    [
        {"column": "nowhere"},
        {"topic": "\x00"},
        {"author": "x" * 500},
        {"year": "٢٠٢١"},
        {"year": "20210"},
        {"year": "-021"},
        {"topic": "<b>"},
        {"tag": "river"},
        {"column": ""},
    ],
)
def test_what_no_page_has_narrows_nothing(shelf, limits):
    answer = ask("قمح", **limits)
    assert sorted(shown(answer.content)) == pieces(shelf, "abc")
    assert (answer.context["chosen"], answer.context["kept"]) == ([], [])
    assert "<b>" not in answer.content.decode().split("<main")[1].split('class="cards"')[0]


def test_hidden_names_narrow_nothing_and_are_never_named(shelf):
    hidden = make_topic("مكتوم", published=False)
    nobody = make_author("لا أحد")
    make_live(title="قمح مكتوم الموضوع", topics=[hidden], authors=[shelf["salma"]])
    for limits in ({"topic": hidden.slug}, {"author": nobody.slug}):
        answer = ask("قمح", **limits)
        assert len(shown(answer.content)) == 4
        assert answer.context["chosen"] == []
    names = {name for choices in offered(ask("قمح")).values() for name, _count, _leads in choices}
    assert hidden.name not in names


def test_an_english_search_knows_only_names_with_a_page_there():
    column, topic = make_column("على الضفة", title_en="On the bank"), make_topic("البحر", name_en="The sea")
    author = make_author("سلمى العلي", name_en="Salma al-Ali")
    facts = {"title": "قمح", "title_en": "Wheat", "body_en": "<p>Wheat.</p>"}
    make_live(**facts, column=column, topics=[topic], authors=[author])
    piece = make_live(**facts, **BOTH)
    for kind, row in {"column": column, "topic": topic, "author": author}.items():
        answer = ask("wheat", path="/en/search/", **{kind: row.slug})
        assert (shown(answer.content), answer.context["chosen"]) == ([piece.pk], [])
        assert str(row.slug) not in answer.content.decode().split("<main")[1]
    # With a piece there they have one.
    there = make_live(**facts, **BOTH, column=column, topics=[topic], authors=[author])
    for kind, row in {"column": column, "topic": topic, "author": author}.items():
        answer = ask("wheat", path="/en/search/", **{kind: row.slug})
        (chosen,) = answer.context["chosen"]
        with override("en"):
            assert (shown(answer.content), chosen.name) == ([there.pk], str(type(row).objects.get(pk=row.pk)))


def test_of_two_values_the_last_counts_like_everywhere(shelf):
    address = f"/search/?q=x&q={quote('قمح')}&year=2021&year=2023"
    answer = Client().get(address)
    assert sorted(shown(answer.content)) == pieces(shelf, "bc")
    assert answer.context["kept"] == [("year", "2023")]


def test_choices_show_what_parts_the_finds_the_most_used_first(shelf):
    answer = ask("قمح")
    by = offered(answer)
    with override("ar"):
        kinds = [gettext("Column"), "الموضوع", gettext("Author"), gettext("Year")]
    assert list(by) == kinds
    assert [(name, count) for name, count, _leads in by[kinds[0]]] == [("على الضفة", 2), ("بعمق", 1)]
    assert sorted((name, count) for name, count, _leads in by["الموضوع"]) == [("البحر", 2), ("البر", 2)]
    # Years are in their order.
    assert [(name, count) for name, count, _leads in by[kinds[3]]] == [("2023", 2), ("2021", 1)]
    # What a search is narrowed by is offered no more, nor what all of its pieces have.
    narrowed = offered(ask("قمح", column=shelf["river"].slug))
    assert kinds[0] not in narrowed
    assert [name for name, _count, _leads in narrowed["الموضوع"]] == ["البر"]
    assert offered(ask("قمح", year="2021")) == {}


def test_each_choice_leads_to_as_many_as_it_says(shelf):
    answer = ask("قمح", topic=shelf["land"].slug)
    for choices in offered(answer).values():
        for _name, count, leads in choices:
            assert leads["topic"] == [shelf["land"].slug]
            asked = {kind: value for kind, (value,) in leads.items()}
            assert len(found(asked.pop("q"), **asked)) == count


def test_chips_say_what_the_search_is_narrowed_to_and_lead_back(shelf):
    limits = {"topic": shelf["land"].slug, "year": "2023"}
    answer = ask("قمح", **limits)
    assert [chip.name for chip in answer.context["chosen"]] == ["البر", "2023"]
    back = [{name: value for name, (value,) in parse_qs(chip.address[1:]).items()} for chip in answer.context["chosen"]]
    assert back == [{"q": "قمح", "year": "2023"}, {"q": "قمح", "topic": limits["topic"]}]
    page = answer.content.decode()
    assert f'<input type="hidden" name="topic" value="{limits["topic"]}">' in page
    assert f'<input type="hidden" name="year" value="{limits["year"]}">' in page


def test_where_nothing_is_left_there_is_a_way_to_search_everywhere(shelf):
    answer = ask("قمح", year="1999")
    assert f'<a class="door" href="?q={quote("قمح")}">ابحث في كل المقالات</a>' in answer.content.decode()


# ---- honest lines ----------------------------------------------------------------------------------------------------


def test_a_mended_word_is_told_in_either_language():
    make_live(title="جنوب القوقاز", title_en="The Caucasus", body_en="<p>A.</p>", **BOTH)
    arabic, english = ask("القوقاظ"), ask("caucasos", path="/en/search/")
    assert "لا نتائج لـ«القوقاظ». هذه نتائج «القوقاز»." in read(arabic)
    assert "<mark>القوقاز</mark>" in arabic.content.decode()
    assert "Nothing was found with “caucasos”. These are the results for “Caucasus”." in read(english)
    assert "<mark>Caucasus</mark>" in english.content.decode()
    # Nobody is told of a word that was found as it was typed.
    assert "لا نتائج لـ" not in read(ask("القوقاز"))


def test_a_mended_word_is_told_as_it_was_typed_and_as_it_is_written():
    make_live(title="في الطريق", body="<p>كانت أُوكرانيا بعيدة، وآثار الثقة في بيونغ يانغ كثيرة.</p>")
    for typed, instead in (("أوكرانيبا", "أُوكرانيا"), ("«الثقثة»", "الثقة"), ("بيونغيانغ", "بيونغ يانغ")):
        answer = ask(typed)
        assert answer.context["mended"] == [(typed.strip("«»"), instead)]
        assert f"هذه نتائج «{instead}»." in read(answer)


def test_what_was_typed_is_never_markup_on_the_page():
    make_live(title="قمح")
    answer = ask('قمح "><script>alert(1)</script>', year='"><i>', column="<i>")
    assert "<script>alert" not in answer.content.decode()
    assert "<i>" not in answer.content.decode()


def test_pieces_with_some_of_the_words_stand_apart_below_the_others():
    both = make_live(title="قمح", body="<p>بحر</p>")
    some = make_live(title="قمح بلا ماء")
    answer = ask("قمح بحر")
    assert ([row.pk for row in answer.context["whole"]], [row.pk for row in answer.context["some"]]) == (
        [both.pk],
        [some.pk],
    )
    assert "مقال واحد" in read(answer)
    assert re.search(r"مقال واحد.*قمح.*فيها بعض الكلمات.*قمح بلا ماء", read(answer))
    none = ask("قمح صحراء")
    assert "لا مقال يجمع هذه الكلمات كلها. في هذه المقالات بعضها." in read(none)
    assert none.context["whole"] == []
    english = Client().get("/en/search/", {"q": "wheat"})
    assert "No piece holds these words" in read(english)


def test_whole_and_some_part_on_a_later_page_too(monkeypatch):
    monkeypatch.setattr("articles.seeking.PIECES_PER_PAGE", 2)
    now = timezone.now()
    both, some = make_content(title="قمح", body="<p>بحر</p>"), make_content(title="قمح")
    # Fewer than enough, so that the search looks further.
    wholes = [make_live(both, at=now - timedelta(days=1)).pk]
    somes = [make_live(some, at=now - timedelta(days=2 + day)).pk for day in range(3)]
    seen = [ask("قمح بحر", page=page).context for page in ("1", "2")]
    assert [[row.pk for row in context["whole"]] for context in seen] == [wholes, []]
    assert [[row.pk for row in context["some"]] for context in seen] == [somes[:1], somes[1:]]
    # The whole number stands on the first page, where its pieces are.
    assert "مقال واحد" in read(ask("قمح بحر", page="1"))


# ---- what is shown ---------------------------------------------------------------------------------------------------


def test_an_excerpt_shows_the_place_where_the_words_stand():
    far = "كلام " * 60
    make_live(
        title="مادة",
        standfirst="تمهيد",
        body=f'<p>{far}زرافة &amp; قمح<sup class="footnote">مرجع بعيد</sup>، ثم {far}</p>',
    )
    page = ask("زرافة").content.decode()
    assert "<mark>زرافة</mark> &amp; قمح، ثم" in page
    assert re.search(r"… (كلام )+<mark>زرافة", page)
    assert "تمهيد" not in page and "مرجع" not in page
    # A note is shown where nothing else holds the word.
    assert "<mark>مرجع</mark>" in ask("مرجع").content.decode()


def test_the_pager_keeps_question_and_limits(shelf, monkeypatch):
    monkeypatch.setattr("articles.seeking.PIECES_PER_PAGE", 1)
    slug = shelf["land"].slug
    first, second = ask("قمح", topic=slug), ask("قمح", topic=slug, page="2")
    (onward,) = re.findall(r'rel="next" href="([^"]+)"', first.content.decode())
    (back,) = re.findall(r'rel="prev" href="([^"]+)"', second.content.decode())
    assert parse_qs(urlsplit(unescape(onward)).query) == {"q": ["قمح"], "topic": [slug], "page": ["2"]}
    assert parse_qs(urlsplit(unescape(back)).query) == {"q": ["قمح"], "topic": [slug]}
    assert 'rel="next"' not in second.content.decode()
    assert ("التالية" in read(first), "السابقة" in read(second)) == (True, True)
    assert ask("قمح", topic=slug, page="3").status_code == 404


def test_each_page_of_finds_has_a_title_of_its_own_and_is_for_no_index(shelf, monkeypatch):
    monkeypatch.setattr("articles.seeking.PIECES_PER_PAGE", 2)
    pages = [Client().get("/search/"), ask("قمح"), ask("قمح", page="2"), ask("wheat", path="/en/search/")]
    with override("ar"):
        arabic = SiteSettings.load().name
    titles = [re.search("<title>(.*?)</title>", page.content.decode()).group(1) for page in pages]
    assert titles[:3] == [f"البحث | {arabic}", f"قمح | البحث | {arabic}", f"قمح، 2 | البحث | {arabic}"]
    with override("en"):
        assert titles[3] == f"wheat | Search | {SiteSettings.load().name}"
    assert all('<meta name="robots" content="noindex">' in page.content.decode() for page in pages)
    assert all('rel="canonical"' not in page.content.decode() for page in pages)


def test_answers_say_how_long_they_hold_set_no_cookie_and_answer_head():
    make_live(title="قمح")
    make_scheduled(title="قمح", at=timezone.now() + timedelta(seconds=30))
    for path in ("/search/", "/search/suggest/"):
        answer = ask("قمح", path=path)
        age = int(answer.headers["Cache-Control"].removeprefix("max-age="))
        assert 0 < age <= 30 and answer.headers["Expires"]
        assert not answer.cookies and "Vary" not in answer.headers
        head = Client().head(path, {"q": "قمح"})
        assert (head.status_code, head.content) == (200, b"")
        assert Client().post(path, {"q": "قمح"}).status_code == 405


def test_what_is_asked_is_written_in_no_log(caplog, shelf):
    caplog.set_level("DEBUG")
    caplog.handler.setLevel("DEBUG")
    logged = []
    for answer in (ask("زرافة", path="/search/suggest/"), ask("زرافة"), ask("زرافة", page="7")):
        logged.append(answer.status_code)
    said = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert logged == [200, 200, 404]
    assert not [line for line in said if "زرافة" in line or quote("زرافة") in line]


@pytest.mark.slow
def test_narrowing_costs_the_same_for_few_and_for_many(shelf):
    limits = {"column": shelf["river"].slug, "topic": shelf["sea"].slug, "year": "2023"}

    def cost() -> int:
        return statements(lambda: found("قمح", **limits))

    def fill(number: int) -> None:
        for turn in range(number):
            topics = [shelf["sea"], make_topic(f"بحر {number} {turn}")]
            content = make_content(title="قمح", column=shelf["river"], topics=topics, authors=[make_author(f"ك{turn}")])
            make_live(content, at=datetime(2023, 5, 2 + turn, tzinfo=UTC))

    fill(3)
    few = cost()
    fill(12)
    assert cost() == few <= 20


# ---- suggestions -----------------------------------------------------------------------------------------------------


def offers(query: str, *, path: str = "/search/suggest/") -> list[tuple[str, str]]:
    answer = Client().get(path, {"q": query})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    return [(each["kind"], each["text"]) for each in answer.json()["suggestions"]]


def test_names_are_suggested_before_titles_each_with_its_kind_and_its_address():
    column = make_column("بحر وبر", writer=make_author("بحري العلي"))
    topic = make_topic("البحر الأسود")
    piece = make_live(title="رحلة في البحر", column=column, topics=[topic])
    assert offers("بح") == [
        ("زاوية", "بحر وبر"),
        ("موضوع", "البحر الأسود"),
        ("كاتب", "بحري العلي"),
        ("مقال", "رحلة في البحر"),
    ]
    answer = Client().get("/search/suggest/", {"q": "بح"}).json()["suggestions"]
    assert [each["address"] for each in answer] == [
        row.get_absolute_url() for row in (column, topic, column.writer, piece)
    ]
    assert all(Client().get(each["address"]).status_code == 200 for each in answer)


def test_the_last_word_may_be_unfinished_and_the_article_is_not_needed():
    make_live(title="ميناء بلا سفن")
    make_live(title="الميناء البعيد")
    make_live(title="سفن كثيرة")
    both = [("مقال", "الميناء البعيد"), ("مقال", "ميناء بلا سفن")]
    assert sorted(offers("مين")) == sorted([*offers("الميناء"), both[1]]) == both
    assert offers("ميناء سف") == [("مقال", "ميناء بلا سفن")]
    # Whole words are whole, and a beginning stands at a beginning.
    assert offers("مينا سفن") == offers("ناء") == offers("م") == offers("") == offers("؟!") == []


def test_a_title_that_begins_so_comes_first_and_there_are_never_too_many():
    now = timezone.now()
    begun = make_live(title="قمح البلاد", at=now - timedelta(days=9))
    for day in range(7):
        make_live(title=f"حقل من قمح {day}", at=now - timedelta(days=day + 1))
        make_topic(f"قمح {day}")
    texts = [text for _kind, text in offers("قم")]
    assert texts[MOST_NAMES:] == [begun.title, *(f"حقل من قمح {day}" for day in range(MOST_TITLES - 1))]


def test_only_what_is_public_is_suggested():
    for make in (make_draft, make_scheduled, make_withdrawn):
        make(title="فراشة في حقل")
    make_topic("فراشة مكتومة", published=False)
    make_author("فراشة العلي")
    assert offers("فراش") == offers("فراشة في حق") == []
    make_live(title="ظاهرة", title_en="Butterfly", body_en="<p>A.</p>")
    assert offers("butter") == offers("butter", path="/en/search/suggest/") == []


def test_english_suggestions_are_those_of_the_english_pages():
    author = make_author("سلمى العلي", name_en="Salma al-Ali")
    column = make_column("على الضفة", title_en="Salt and shore", writer=author)
    make_topic("الملح", name_en="Salt")
    path = "/en/search/suggest/"
    assert offers("sal", path=path) == []
    piece = make_live(title="ملح", title_en="Salt roads", body_en="<p>A.</p>", column=column, authors=[author], **BOTH)
    assert offers("SAL", path=path) == [
        ("Column", "Salt and shore"),
        ("Author", "Salma al-Ali"),
        ("Piece", "Salt roads"),
    ]
    last = Client().get(path, {"q": "sal"}).json()["suggestions"][-1]
    assert last["address"].startswith(f"/en/articles/{piece.pk}-")


def test_a_topic_is_suggested_by_any_of_its_spellings():
    topic = make_topic("كيم جونغ أون")
    naming.set_aliases(topic, ["Kim Jong-un"], by=None, now=timezone.now())
    assert offers("kim jo") == offers("KIM") == offers("جون") == [("موضوع", "كيم جونغ أون")]


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("كيم جو", ["كيم جونغ أون"]),
        ("جونغ كي", ["كيم جونغ أون"]),
        ("كوريا الشم", ["كوريا الشمالية"]),
        ("الكوريا الشم", []),
        ("ديمقراطية كوري", ["جمهورية كوريا الديمقراطية"]),
        # An earlier word stands whole: nobody who types on leaves the middle of a word behind.
        ("يم جو", []),
        ("جون أو", []),
        ("وريا الشم", []),
        ("كوري الشم", []),
    ],
)
def test_the_earlier_words_of_a_name_are_whole(query, named):
    for name in ("كيم جونغ أون", "كوريا الشمالية", "جمهورية كوريا الديمقراطية"):
        make_topic(name)
    assert [text for _kind, text in offers(query)] == named


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("salma al-ali", ["Salma al-Ali"]),
        ("SALMA AL AL", ["Salma al-Ali"]),
        ("ali sal", ["Salma al-Ali"]),
        ("alma al", []),
        ("sal ali", []),
        ("o'neil%", []),
        ("s%a al", []),
    ],
)
def test_an_english_name_is_found_across_its_hyphen_and_in_any_case(query, named):
    author = make_author("سلمى العلي", name_en="Salma al-Ali")
    make_live(title="ملح", title_en="Tide", body_en="<p>A.</p>", authors=[author], **BOTH)
    assert [text for _kind, text in offers(query, path="/en/search/suggest/")] == named


@pytest.mark.parametrize(
    "query", ["% _", "\x00\x00", "'\"`; --", "م" * 10_000, "قم\x00ح", "🌾" * 99, "a* OR b", "\ufffe"]
)
def test_an_odd_beginning_gets_an_answer(query):
    make_live(title="قمح")
    for path in ("/search/suggest/", "/en/search/suggest/"):
        assert isinstance(offers(query, path=path), list)


def test_suggestions_cost_the_same_for_one_and_for_many():
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            offers("قمح")
        return len(queries)

    column = make_column("قمح العلي", writer=make_author("قمح العلي"))
    make_live(title="قمح", column=column, topics=[make_topic("قمح")])
    one = cost()
    for turn in range(6):
        make_live(title="قمح", column=column, topics=[make_topic(f"قمح {turn}")], authors=[make_author(f"قمح {turn}")])
    assert cost() == one <= 10


# ---- the box ---------------------------------------------------------------------------------------------------------


def test_the_box_knows_how_any_number_of_suggestions_is_said():
    most = 3 * MOST_NAMES + MOST_TITLES

    def said(path: str) -> list[str]:
        return re.search('data-said="([^"]+)"', Client().get(path).content.decode()).group(1).split("|")

    arabic = said("/search/")
    assert len(arabic) == len(said("/en/search/")) == most + 1
    assert arabic[:4] == [OFFER.none, OFFER.single, OFFER.dual, f"3 {OFFER.plural}"]
    assert arabic[11] == f"11 {OFFER.accusative}"
    assert said("/en/search/")[:3] == ["0 suggestions", "1 suggestion", "2 suggestions"]
    SiteSettings.objects.update_or_create(pk=1, defaults={"digits": "arabic"})
    assert said("/search/")[3] == f"٣ {OFFER.plural}"


def test_the_empty_page_helps_in_either_language(client):
    assert "«كوريا الشمالية» روسيا -الصين" in read(client.get("/search/"))
    assert "“North Korea” Russia -China" in read(client.get("/en/search/"))
    assert Topic.objects.count() == Author.objects.count() == Column.objects.count() == 0
