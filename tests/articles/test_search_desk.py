"""The desk searches with the readers' engine: more pieces, the same answers, never more than an account may know."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles import publishing, search
from articles.models import Article
from articles.revisions import content_of
from newsroom.roles import Role
from tests.articles.searching import searched
from tests.factories import (
    arabic,
    fresh,
    make_author,
    make_draft,
    make_live,
    make_member,
    make_scheduled,
    make_topic,
    make_withdrawn,
    make_writer,
    redraft,
)

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"


def browser_of(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def listed(client: Client, query: str, **more: str) -> list[int]:
    """What the search of the pieces finds, in its order; asked of the list's own rows, whatever its page shows."""
    answer = client.get(LIST, {"q": query} | more)
    assert answer.status_code == 200
    return [row.pk for row in answer.context["cl"].result_list]


def offered(client: Client, term: str, *, model: str = "correction", field: str = "article") -> list[int]:
    answer = client.get(
        "/admin/autocomplete/",
        {"app_label": "articles", "model_name": model, "field_name": field, "term": term},
    )
    assert answer.status_code == 200
    return [int(row["id"]) for row in answer.json()["results"]]


def public(query: str) -> set[int]:
    return set(searched(query).ids)


@pytest.mark.slow
def test_every_state_is_found_by_who_may_see_it(desk):
    word = {"title": "زعفران الجبل"}
    pieces = [make_draft(**word), make_scheduled(**word), make_withdrawn(**word), make_live(**word)]
    for query in ("زعفران", "والزعفران", "زعفرن", '"زعفران الجبل"'):
        assert sorted(listed(desk, query)) == sorted(piece.pk for piece in pieces)
    assert listed(desk, "زعفران -جبل") == []
    assert listed(desk, "لا شيء من هذا") == []


@pytest.mark.slow
def test_among_published_pieces_the_desk_finds_what_readers_find(desk):
    now = timezone.now()
    for day, (title, body) in enumerate(
        [("سوريا وجيرانها", "حدود."), ("أسواق", "كل المدن السورية."), ("لبنان وسوريا", "طرق."), ("سور حجري", "قلعة.")],
        1,
    ):
        make_live(title=title, body=f"<p>{body}</p>", at=now - timedelta(days=day))
    make_draft(title="سوريا في مسودة")
    shown = set(Article.objects.published("ar").values_list("pk", flat=True))
    for query in (
        "سوريا",
        "السورية",
        "بسوريا",
        "سورياا",
        "لبنان",
        "المدن السورية",
        '"لبنان وسوريا"',
        "سوريا -لبنان",
        "حدود",
    ):
        assert (query, set(listed(desk, query)) & shown) == (query, public(query))


def test_the_best_comes_first_unless_another_order_is_asked_for(desk):
    now = timezone.now()
    body = make_live(title="أسواق", body="<p>حرير.</p>", at=now - timedelta(days=1))
    title = make_live(title="حرير", body="<p>نص.</p>", at=now - timedelta(days=2))
    assert listed(desk, "حرير") == [title.pk, body.pk]
    assert listed(desk, "حرير", o="-6") == [body.pk, title.pk]
    assert set(listed(desk, "حرير", publish_at__year=str(now.year))) <= {title.pk, body.pk}


def test_a_translation_is_searched_at_the_desk_too(desk):
    piece = make_draft(title="مادة", title_en="Saffron hills", body_en="<p>Harvest.</p>")
    assert listed(desk, "saffron") == listed(desk, "hill harvest") == [piece.pk]


def test_the_newest_words_of_a_live_piece_are_those_that_readers_see(desk):
    piece = redraft(make_live(title="ظاهر"), title=arabic("باطن"))
    assert (listed(desk, "ظاهر"), listed(desk, "باطن")) == ([piece.pk], [])


def test_a_writer_finds_his_own_pieces_whole_and_nobody_elses():
    somebody, writer = make_author(), make_writer()
    author = make_author("نور الدين", account=writer)
    own = [
        make_draft(title="قمح", body="<p>زعفران.</p>", by=writer).pk,
        make_draft(title="زعفران", authors=[author]).pk,
    ]
    for make_other in (make_draft, make_live, make_scheduled):
        make_other(title="زعفران غيري", authors=[somebody])
    client = browser_of(writer)
    for query in ("زعفران", "زعفرن", "الزعفران"):
        assert sorted(listed(client, query)) == own
    assert listed(client, "غيري") == listed(client, "غبري") == []


@pytest.fixture
def keeper() -> Client:
    """A topic manager, who sees of every piece the title and of hidden ones nothing else."""
    return browser_of(make_member(Role.TOPIC_MANAGER))


def test_who_sees_titles_alone_searches_titles_alone(keeper):
    piece = make_draft(title="عنوان زعفران", standfirst="مقدمة كمون", body="<p>نص هيل.</p>", tags=["قرفة"])
    assert listed(keeper, "زعفران") == [piece.pk]
    for query in ("كمون", "هيل", "قرفة", '"نص هيل"', "كمون هيل"):
        assert listed(keeper, query) == []
    assert offered(keeper, "زعفران") in ([piece.pk], [])
    assert offered(keeper, "هيل") == []


@pytest.mark.slow
def test_what_titles_do_not_say_changes_nothing_for_who_sees_titles_alone(keeper):
    first, second = make_draft(title="سوق الحبوب"), make_draft(title="سوق الزعفران")
    queries = (
        "سوق",
        "سوق كمون",
        "كمون",
        "كمومن سوق",
        "سوق -كمون",
        "الحبوب هيل",
        "توابل سوق",
        "توابل",
        "توابلي الزعفران",
    )
    before = {query: listed(keeper, query) for query in queries}
    assert before["سوق -كمون"] == before["سوق"]
    topic = make_topic("توابل")
    redraft(first, body={"ar": "<p>كمون وهيل وتوابل.</p>", "en": ""}, standfirst=arabic("كمون"))
    filed = search.entries.Filed.objects
    filed.create(article=first, topic=topic)
    search.refile([first.pk])
    # The topic is named in the question; that the first piece is filed under it is nothing that its title says.
    assert {query: listed(keeper, query) for query in queries} == before
    assert sorted(before["سوق"]) == sorted([first.pk, second.pk])


def test_the_order_of_what_is_found_tells_no_moment_to_who_sees_titles_alone(keeper):
    now = timezone.now()
    pieces = [
        make_scheduled(title=f"سوق {name}", at=now + timedelta(days=9)) for name in ("الحبوب", "البذور", "الجلود")
    ]
    orders = []
    for days in ((1, 2, 3), (3, 1, 2)):
        for piece, day in zip(pieces, days, strict=True):
            publishing.unschedule(fresh(piece), version=fresh(piece).version, by=None, now=now)
            article = fresh(piece)
            content, at = content_of(article), now + timedelta(days=day)
            publishing.publish(article, content=content, version=article.version, by=None, now=now, at=at)
        orders.append([listed(keeper, query) for query in ("سوق", "سوق قديم")])
    assert orders[0] == orders[1] == [[pieces[1].pk, pieces[2].pk, pieces[0].pk]] * 2


def test_the_box_that_chooses_a_piece_finds_as_the_list_does(desk):
    draft, live = make_draft(title="زعفران"), make_live(title="جبل", body="<p>والزعفران فيه.</p>")
    make_draft(title="قمح")
    assert sorted(offered(desk, "زعفران")) == sorted([draft.pk, live.pk])
    assert offered(desk, "الزعفران", model="frontpage", field="lead") == [live.pk]


@pytest.mark.parametrize("query", ["\x00", '"', "* : ^", "-", "NEAR(ا ب)", "م" * 5000, "\u064e", "%_\\", "' OR 1=1 --"])
def test_an_odd_question_at_the_desk_is_answered(desk, query):
    make_draft(title="زعفران")
    assert desk.get(LIST, {"q": query}).status_code == 200
    box = {"app_label": "articles", "model_name": "correction", "field_name": "article", "term": query}
    assert desk.get("/admin/autocomplete/", box).status_code == (400 if "\x00" in query else 200)
