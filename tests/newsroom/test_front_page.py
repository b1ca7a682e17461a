"""The front page as the editor arranges it: what leads, what follows, until when, and only what readers may see."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import http_date

from articles.models import Article, FrontPage
from tests.columns.test_pages import shown
from tests.factories import (
    make_author,
    make_column,
    make_content,
    make_draft,
    make_live,
    make_photo,
    make_scheduled,
    make_withdrawn,
)

pytestmark = pytest.mark.django_db
RELEASED = {"title_en": "A bridge", "body_en": "<p>Text.</p>", "released": ("ar", "en")}


def arrange(lead: Article | None = None, *picks: Article, until=None) -> FrontPage:
    front = FrontPage.load()
    front.lead, front.lead_until = lead, until
    front.save()
    front.places.all().delete()
    for position, pick in enumerate(picks, 1):
        front.places.create(article=pick, position=position)
    return front


def live(count: int, **facts) -> list[Article]:
    """So many public pieces, the newest first, a day between them."""
    now = timezone.now()
    return [make_live(at=now - timedelta(days=day, hours=1), **facts) for day in range(count)]


def front(client, path: str = "/") -> list[int]:
    return shown(client.get(path).content)


def test_the_editors_lead_stands_first_then_the_picks_in_their_order_then_the_newest(client):
    make_column()
    pieces = live(6)
    arrange(pieces[4], pieces[5], pieces[2])
    order = [pieces[place].pk for place in (4, 5, 2, 0, 1, 3)]
    assert front(client) == order


def test_a_lead_ends_at_its_moment_and_the_flagship_leads_again(client):
    column = make_column()
    edition, loose, chosen = make_live(column=column), *live(2)
    now = timezone.now()
    arrange(chosen, until=now + timedelta(hours=1))
    assert front(client)[0] == chosen.pk
    arrange(chosen, until=now - timedelta(seconds=1))
    assert front(client)[0] == edition.pk
    assert set(front(client)) == {edition.pk, loose.pk, chosen.pk}


def test_picks_stay_without_a_lead(client):
    pieces = live(3)
    arrange(None, pieces[2])
    assert front(client) == [pieces[0].pk, pieces[2].pk, pieces[1].pk]


def test_the_first_column_with_an_edition_here_is_the_flagship(client):
    make_column(position=0)
    second, third = make_column(position=1), make_column(position=2)
    arabic = make_live(column=second, at=timezone.now() - timedelta(days=5))
    both = make_live(column=third, at=timezone.now() - timedelta(days=6), **RELEASED)
    live(2)
    assert front(client)[0] == arabic.pk
    assert front(client, "/en/") == [both.pk]


def test_whatever_was_chosen_readers_see_only_what_is_public(client):
    newest = live(2)
    hidden = [make(**RELEASED) for make in (make_draft, make_scheduled, make_withdrawn)]
    for lead in hidden:
        arrange(lead, *[piece for piece in hidden if piece != lead], newest[1])
        assert front(client) == [newest[0].pk, newest[1].pk]
    arrange(newest[1], newest[0])
    assert front(client, "/en/") == []


def test_a_lead_that_is_also_a_pick_stands_once(client):
    pieces = live(3)
    arrange(pieces[1], pieces[1], pieces[2])
    assert front(client) == [pieces[1].pk, pieces[2].pk, pieces[0].pk]


@pytest.mark.slow
def test_thirteen_pieces_stand_there_for_a_fixed_price(client):
    column = make_column(writer=make_author(portrait=make_photo()), picture=make_photo())
    make_column("ثانية", picture=make_photo(), position=1)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/").status_code == 200
        return len(queries)

    content, now = make_content(column=column, photo=make_photo()), timezone.now()
    old = make_live(content, at=now - timedelta(days=90))
    arrange(old, old)
    one = cost()
    pieces = [make_live(content, at=now - timedelta(days=day + 1)) for day in range(29)]
    arrange(old, pieces[20], pieces[3], pieces[25])
    assert cost() == one <= 12
    expected = [old, pieces[20], pieces[3], pieces[25], *[piece for piece in pieces if piece != pieces[3]]][:13]
    assert front(client) == [piece.pk for piece in expected]


def test_it_says_until_when_it_is_right(client):
    piece, now = make_live(), timezone.now()
    assert "Expires" not in client.get("/").headers
    end, soon = now + timedelta(hours=3), make_scheduled(at=now + timedelta(hours=2))
    arrange(piece, until=end)
    assert client.get("/").headers["Expires"] == http_date(soon.publish_at.timestamp())
    arrange(piece, until=now + timedelta(seconds=20))
    answer = client.get("/")
    assert answer.headers["Expires"] == http_date((now + timedelta(seconds=20)).timestamp())
    assert int(answer.headers["Cache-Control"].removeprefix("max-age=")) <= 20
    # A lead whose end has passed changes nothing any more.
    arrange(piece, until=now - timedelta(hours=1))
    assert client.get("/").headers["Expires"] == http_date(soon.publish_at.timestamp())
    assert client.get("/").headers["Cache-Control"] == "max-age=60"
