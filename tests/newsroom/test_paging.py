"""Pages of long lists: every row on one page, the last page for the price of the first, nonsense refused."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from newsroom import paging
from newsroom.paging import number_of, page_of, slice_of
from tests.factories import make_content, make_live, make_scheduled, make_topic

pytestmark = pytest.mark.django_db
NONSENSE = ["0", "-1", "", "x", "1.5", "01", "١", "1" * 31, "1e3", " 1", "\x00", "9" * 5000]


def listed(number: int, *, size: int = 2, **facts):
    """A page of all public pieces."""
    now = facts.pop("now", None) or timezone.now()
    asked = {"until": lambda: Article.objects.next_moment(now=now)} | facts
    rows = Article.objects.published("ar", now=now).newest_first()
    return page_of(rows, number, key=("all",), size=size, now=now, **asked)


def live(count: int) -> list[int]:
    """The ids of so many public pieces, the newest first, two of the same moment each."""
    now, content = timezone.now(), make_content()
    moments = [now - timedelta(days=1 + turn // 2) for turn in range(count)]
    pieces = [make_live(content, at=moment) for moment in moments]
    return [piece.pk for piece in sorted(pieces, key=lambda piece: (piece.publish_at, piece.pk), reverse=True)]


@pytest.mark.parametrize("asked", NONSENSE, ids=range(len(NONSENSE)))
def test_a_number_that_is_none_has_no_page(asked):
    with pytest.raises(Http404):
        number_of([asked])


def test_no_number_is_the_first_page_and_two_are_none():
    assert (number_of([]), number_of(["1"]), number_of(["400"])) == (1, 1, 400)
    with pytest.raises(Http404):
        number_of(["1", "2"])


def test_every_row_stands_on_one_page_in_one_order():
    ids = live(5)
    pages = [listed(number) for number in (1, 2, 3)]
    assert [[row.pk for row in page.rows] for page in pages] == [ids[:2], ids[2:4], ids[4:]]
    assert [(page.newer, page.older, page.pages, page.count) for page in pages] == [
        (None, 2, 3, 5),
        (1, 3, 3, 5),
        (2, None, 3, 5),
    ]
    assert [page.address("/list/") for page in pages] == ["/list/", "/list/?page=2", "/list/?page=3"]
    with pytest.raises(Http404):
        listed(4)


def test_an_empty_list_has_one_empty_page():
    page = listed(1)
    assert (list(page.rows), page.pages, page.count, page.until) == ([], 1, 0, None)
    with pytest.raises(Http404):
        listed(2)


def test_a_slice_says_when_there_is_more():
    ids = live(5)
    rows = Article.objects.published("ar").newest_first()
    first, more = slice_of(rows, 1, size=2, most=3)
    second, _more = slice_of(rows, 2, size=2, most=3)
    assert ([row.pk for row in (*first.rows, *second.rows)], more, first.count) == (ids[:3], True, 3)
    assert slice_of(rows, 1, size=5, most=5)[1] is False


def test_a_page_is_right_until_the_next_piece_appears():
    make_live()
    soon = make_scheduled(at=timezone.now() + timedelta(hours=2))
    make_scheduled(at=timezone.now() + timedelta(hours=3))
    assert listed(1).until == soon.publish_at


# ---- what is kept between two requests -------------------------------------------------------------------------------


@pytest.fixture
def kept(transactional_db):
    """A worker that has kept nothing yet, and forgets everything at the end."""
    paging.forget()
    yield
    paging.forget()


def cost(number: int, **facts) -> list[str]:
    """The statements that a page takes."""
    with CaptureQueriesContext(connection) as queries:
        listed(number, **facts)
    return [query["sql"] for query in queries]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_last_page_costs_what_the_first_does_and_skips_nothing(kept):
    live(9)
    now = timezone.now()
    cold = cost(5, now=now)
    warm = [cost(number, now=now) for number in (1, 2, 5)]
    assert (len(cold), [len(each) for each in warm]) == (4, [2, 2, 2])
    assert "OFFSET" not in " ".join(cold + warm[2]).upper()
    # The same statement for each, but for the ids at its end.
    first, last = (each[1].rsplit(" IN (", 1)[0] for each in (warm[0], warm[2]))
    assert first == last


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_what_is_kept_dies_with_any_public_change(kept):
    live(3)
    before = listed(1).count
    make_live()
    assert (before, listed(1).count) == (3, 4)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_what_is_kept_dies_when_a_scheduled_piece_appears(kept):
    live(1)
    soon = make_scheduled(at=timezone.now() + timedelta(hours=2))
    assert [listed(1, now=soon.publish_at + timedelta(seconds=after)).count for after in (-1, 0)] == [1, 2]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_what_the_page_says_of_the_whole_list_is_asked_once(kept):
    live(3)
    asked = []
    pages = [listed(number, also=lambda: asked.append("once") or "twins") for number in (1, 2, 1)]
    assert ([page.also for page in pages], asked) == (["twins"] * 3, ["once"])


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_worker_keeps_no_more_than_it_has_room_for(kept, monkeypatch):
    monkeypatch.setattr("newsroom.paging.MOST_IDS", 250)
    live(2)
    now, topics = timezone.now(), [make_topic() for _turn in range(5)]
    rows = Article.objects.published("ar").newest_first()
    for topic in topics:
        page_of(rows, 1, key=("topic", topic.pk), size=2, now=now, until=lambda: None)
    assert [("topic", topic.pk) in paging._maps for topic in topics] == [False, False, False, True, True]


def test_inside_a_transaction_nothing_is_kept():
    live(1)
    paging.forget()
    listed(1)
    assert paging._maps == {}
