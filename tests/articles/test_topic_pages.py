"""Pages of topics and tags: which of them exist, what stands on them, and what they cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import http_date

from articles.models import Tag
from newsroom import paging
from tests.columns.test_pages import shown
from tests.factories import (
    make_content,
    make_draft,
    make_live,
    make_photo,
    make_scheduled,
    make_topic,
    make_withdrawn,
)

pytestmark = pytest.mark.django_db
ENGLISH = {"title_en": "A bridge", "body_en": "<p>Text.</p>"}
RELEASED = ENGLISH | {"released": ("ar", "en")}


def tag(name: str) -> Tag:
    return Tag.objects.get(name=name)


def twin(row) -> str:
    return f"/en{row.get_absolute_url()}"


def hide_some(**facts) -> None:
    """One piece for every way of not being public."""
    make_draft(**facts)
    make_scheduled(**facts)
    make_withdrawn(**facts)


# ---- which pages exist -----------------------------------------------------------------------------------------------


def test_a_declared_topic_has_an_arabic_page_even_without_a_piece(client):
    topic = make_topic("نهر", summary_ar="كل ما عن النهر.")
    hide_some(topics=[topic], **RELEASED)
    page = client.get(topic.get_absolute_url())
    assert (page.status_code, shown(page.content)) == (200, [])
    assert "كل ما عن النهر." in page.content.decode()
    assert client.get(twin(topic)).status_code == 404


def test_a_topic_that_is_not_declared_has_no_page(client):
    topic = make_topic(published=False)
    make_live(topics=[topic], **RELEASED)
    assert [client.get(path).status_code for path in (topic.get_absolute_url(), twin(topic))] == [404, 404]


def test_an_english_page_needs_a_piece_published_in_english(client):
    topic = make_topic(name_en="River", summary_ar="خلاصة عربية")
    half_done = make_live(topics=[topic], tags=["ماء"], **ENGLISH)
    addresses = [twin(topic), twin(tag("ماء"))]
    assert [client.get(path).status_code for path in addresses] == [404, 404]
    released = make_live(topics=[topic], tags=["ماء"], **RELEASED)
    pages = [client.get(path) for path in addresses]
    assert [shown(page.content) for page in pages] == [[released.pk], [released.pk]]
    assert half_done.pk != released.pk
    # What was written in Arabic alone does not stand on an English page.
    assert "خلاصة عربية" not in pages[0].content.decode()
    assert "River" in pages[0].content.decode()


def test_a_tag_has_a_page_only_with_a_published_piece(client):
    hide_some(tags=["سرّ"])
    assert client.get(tag("سرّ").get_absolute_url()).status_code == 404
    piece = make_live(tags=["سرّ"])
    assert shown(client.get(tag("سرّ").get_absolute_url()).content) == [piece.pk]


@pytest.mark.slow
def test_a_hidden_name_is_answered_exactly_as_a_missing_one():
    client = Client()
    topic = make_topic(published=False)
    hide_some(topics=[topic], tags=["سرّ"])
    for prefix in ("", "/en"):
        for row, missing in ((topic, "/topics/ما-من-موضوع/"), (tag("سرّ"), "/tags/ما-من-وسم/")):
            expected = client.get(f"{prefix}{missing}")
            answer = client.get(f"{prefix}{row.get_absolute_url()}")
            assert (answer.status_code, answer.headers, answer.content) == (404, expected.headers, expected.content)


# ---- what stands on them ---------------------------------------------------------------------------------------------


def test_pieces_stand_newest_first_and_only_those_of_the_name(client):
    topic, now = make_topic(), timezone.now()
    old = make_live(topics=[topic], tags=["نهر"], at=now - timedelta(days=9))
    new = make_live(topics=[topic], tags=["نهر"], at=now - timedelta(days=1))
    make_live(topics=[make_topic()], tags=["بحر"])
    hide_some(topics=[topic], tags=["نهر"])
    for row in (topic, tag("نهر")):
        page = client.get(row.get_absolute_url())
        assert shown(page.content) == [new.pk, old.pk]
        assert "مقالان" in page.content.decode()


def test_a_topic_leads_to_its_parties_and_to_what_binds_it_where_these_have_a_page(client):
    one, other, hidden = make_topic("روسيا"), make_topic("إيران"), make_topic("مخفيّ", published=False)
    relation = make_topic("روسيا وإيران", kind="relation")
    relation.parties.set([one, other, hidden])
    page = client.get(relation.get_absolute_url()).content.decode()
    assert [row.get_absolute_url() in page for row in (one, other, hidden)] == [True, True, False]
    assert "مخفيّ" not in page
    assert relation.get_absolute_url() in client.get(one.get_absolute_url()).content.decode()
    # In English: of two public topics, only the one with a piece there.
    make_live(topics=[relation, one], **RELEASED)
    english = client.get(twin(relation)).content.decode()
    assert [twin(row) in english for row in (one, other, hidden)] == [True, False, False]


def test_the_head_names_address_feed_and_twin(client, site):
    topic = make_topic("نهر", name_en="River")
    make_live(topics=[topic])
    page = client.get(topic.get_absolute_url()).content.decode()
    assert f'<link rel="canonical" href="{site}{topic.get_absolute_url()}">' in page
    assert page.count(f'href="{topic.get_absolute_url()}feed/"') == 2
    assert "hreflang" not in page
    make_live(topics=[topic], **RELEASED)
    page = client.get(topic.get_absolute_url()).content.decode()
    assert f'hreflang="en" href="{site}{twin(topic)}"' in page


def test_an_article_leads_to_its_topics_tags_and_authors(client):
    topic, hidden = make_topic("روسيا"), make_topic("مخفيّ", published=False)
    piece = make_live(topics=[topic, hidden], tags=["نهر"])
    page = client.get(piece.get_absolute_url()).content.decode()
    for row in (topic, tag("نهر"), piece.authors.get()):
        assert f'href="{row.get_absolute_url()}"' in page
        assert client.get(row.get_absolute_url()).status_code == 200
    assert "مخفيّ" not in page


@pytest.mark.slow
def test_a_long_list_has_pages_and_each_names_its_own_address(client, site, monkeypatch):
    monkeypatch.setattr("articles.lists.PIECES_PER_PAGE", 2)
    topic, now = make_topic(), timezone.now()
    content = make_content(topics=[topic], tags=["نهر"], **RELEASED)
    ids = [make_live(content, at=now - timedelta(days=day + 1)).pk for day in range(5)]
    for row in (topic, tag("نهر")):
        base = row.get_absolute_url()
        pages = [client.get(base, {"page": number} if number else {}) for number in (None, 1, 2, 3)]
        assert [shown(page.content) for page in pages] == [ids[:2], ids[:2], ids[2:4], ids[4:]]
        assert pages[0].content == pages[1].content
        for page, end in zip(pages, ("", "", "?page=2", "?page=3"), strict=True):
            assert f'rel="canonical" href="{site}{base}{end}"' in page.content.decode()
            assert ("hreflang" in page.content.decode()) == (not end)
        nonsense = ["4", "0", "-1", "abc", "", "1" * 31, "%00"]
        assert [client.get(f"{base}?page={each}").status_code for each in nonsense] == [404] * 7
        assert client.get(f"{base}?page=1&page=2").status_code == 404


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_page_costs_the_same_for_one_piece_and_for_thirty(client):
    topic, now = make_topic(picture=make_photo()), timezone.now()
    topic.parties.set([make_topic(), make_topic()])
    content = make_content(photo=make_photo(), topics=[topic], tags=["نهر"], **RELEASED)

    def cost(path: str) -> int:
        # What many pages say alike is remembered; the list itself is read anew.
        client.get(path)
        paging.forget()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    make_live(content)
    addresses = [topic.get_absolute_url(), tag("نهر").get_absolute_url()]
    addresses += [f"/en{path}" for path in addresses]
    ones = [cost(path) for path in addresses]
    for day in range(29):
        make_live(content, at=now - timedelta(days=day + 1))
    topic.parties.add(*(make_topic() for _turn in range(9)))
    assert [cost(path) for path in addresses] == ones
    assert cost(f"{addresses[0]}?page=2") == ones[0]
    assert max(ones) <= 12


def test_a_list_says_until_when_it_is_right(client):
    topic = make_topic()
    make_live(topics=[topic], tags=["نهر"])
    addresses = [topic.get_absolute_url(), tag("نهر").get_absolute_url(), "/search/?q=x", "/corrections/"]
    answers = [client.get(path) for path in addresses]
    assert [(each.headers["Cache-Control"], "Expires" in each.headers) for each in answers] == [
        ("max-age=60", False)
    ] * 4
    soon = make_scheduled(at=timezone.now() + timedelta(seconds=30))
    for path in addresses:
        answer = client.get(path)
        assert answer.headers["Expires"] == http_date(soon.publish_at.timestamp())
        assert 0 <= int(answer.headers["Cache-Control"].removeprefix("max-age=")) <= 30


def test_a_piece_says_until_when_its_neighbours_are_right_and_is_asked_for_each_time(client):
    piece = make_live()
    assert client.get(piece.get_absolute_url()).headers["Cache-Control"] == "max-age=0"
    soon = make_scheduled()
    answer = client.get(piece.get_absolute_url())
    assert answer.headers["Expires"] == http_date(soon.publish_at.timestamp())
    assert answer.headers["Cache-Control"] == "max-age=0"
