"""Who has the form of a piece open, and since when."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import presence
from articles.models import Article, Presence
from articles.models.colleagues import PRESENT_FOR
from newsroom.accounts import User
from tests.factories import make_draft, make_editor, make_writer

pytestmark = pytest.mark.django_db
PULSE, LEAVE = "/admin/articles/article/pulse/", "/admin/articles/article/leave/"
# 14:05 in Damascus.
THEN = datetime(2026, 3, 5, 11, 5, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.fixture
def clock():
    with time_machine.travel(THEN, tick=False) as clock:
        yield clock


@pytest.fixture
def salma() -> User:
    return make_editor(first_name="سلمى", last_name="العلي")


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def beat(client: Client, piece: Article, window) -> list[dict]:
    """Who else is there, as the answer to one pulse says."""
    return client.post(PULSE, {"piece": piece.pk, "window": window, "version": piece.version}).json()["others"]


def test_two_people_see_each_other_and_since_when(desk, salma, clock):
    piece, mine, hers = make_draft(), uuid4(), uuid4()
    assert beat(browser(salma), piece, hers) == []
    clock.shift(20 * SECOND)
    assert beat(desk, piece, mine) == [{"name": "سلمى العلي", "since": "2:05 مساءً"}]
    page = desk.get(reverse("admin:articles_article_change", args=[piece.pk])).content.decode()
    assert ("سلمى العلي" in page, "14:05" in page) == (True, True)


def test_one_person_in_two_windows_is_there_once_since_the_first(desk, salma, clock):
    piece, her = make_draft(), browser(salma)
    beat(her, piece, uuid4())
    clock.shift(60 * SECOND)
    beat(her, piece, uuid4())
    assert beat(desk, piece, uuid4()) == [{"name": "سلمى العلي", "since": "2:05 مساءً"}]


def test_nobody_is_told_of_himself_nor_of_another_piece(desk, salma, clock):
    piece, elsewhere = make_draft(), make_draft()
    beat(desk, piece, uuid4())
    beat(browser(salma), elsewhere, uuid4())
    assert beat(desk, piece, uuid4()) == []


def test_whoever_closes_the_window_is_gone_at_once(desk, salma, clock):
    piece, hers, her = make_draft(), uuid4(), browser(salma)
    beat(her, piece, hers)
    assert her.post(LEAVE, {"window": hers}).status_code == 204
    assert beat(desk, piece, uuid4()) == []


def test_nobody_sends_somebody_else_away(desk, salma, clock):
    piece, hers = make_draft(), uuid4()
    beat(browser(salma), piece, hers)
    assert desk.post(LEAVE, {"window": hers}).status_code == 204
    assert [one["name"] for one in beat(desk, piece, uuid4())] == ["سلمى العلي"]


@pytest.mark.parametrize("window", ["", "x", "1 OR 1"])
def test_leaving_without_a_window_harms_nobody(desk, salma, clock, window):
    piece = make_draft()
    beat(browser(salma), piece, uuid4())
    assert (desk.post(LEAVE, {"window": window}).status_code, Presence.objects.count()) == (204, 1)


def test_a_window_that_fell_silent_is_gone_and_one_that_speaks_stays(desk, salma, clock):
    piece, mine, hers, her = make_draft(), uuid4(), uuid4(), browser(salma)
    beat(her, piece, hers)
    clock.shift(PRESENT_FOR)
    assert len(beat(desk, piece, mine)) == 1
    clock.shift(SECOND)
    assert beat(desk, piece, mine) == []
    beat(her, piece, hers)
    # It was there all the time, as far as anybody can know.
    assert beat(desk, piece, mine) == [{"name": "سلمى العلي", "since": "2:05 مساءً"}]


def test_windows_of_yesterday_are_swept_up(desk, salma, clock):
    piece = make_draft()
    beat(browser(salma), piece, uuid4())
    clock.shift(presence.FORGOTTEN_AFTER + SECOND)
    desk.force_login(make_editor())
    beat(desk, piece, uuid4())
    assert Presence.objects.count() == 1


def test_a_window_is_at_one_piece_only(desk, salma, clock):
    piece, elsewhere, hers, her = make_draft(), make_draft(), uuid4(), browser(salma)
    beat(her, piece, hers)
    assert her.post(PULSE, {"piece": elsewhere.pk, "window": hers}).status_code == 200
    assert (len(beat(desk, piece, uuid4())), len(beat(desk, elsewhere, uuid4()))) == (1, 0)


def test_whoever_may_not_open_the_form_learns_of_nobody(salma, clock):
    piece = make_draft()
    beat(browser(salma), piece, uuid4())
    answer = browser(make_writer()).post(PULSE, {"piece": piece.pk, "window": uuid4()})
    assert (answer.status_code, "سلمى" in answer.content.decode(), Presence.objects.count()) == (403, False, 1)


@pytest.mark.slow
def test_a_pulse_asks_the_same_few_questions_of_one_and_of_thirty(desk, salma, clock):
    piece, mine = make_draft(), uuid4()
    beat(desk, piece, mine)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            beat(desk, piece, mine)
        return len(queries)

    presence.enter(piece, by=salma, window=uuid4(), now=THEN)
    alone = asked()
    for _turn in range(29):
        presence.enter(piece, by=make_editor(), window=uuid4(), now=THEN)
    assert (asked(), len(beat(desk, piece, mine))) == (alone, 30)
