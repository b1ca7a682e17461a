"""The front page as the editor arranges it: only what readers see, in the order chosen, for as long as chosen."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from articles.models import FrontPage, Pick
from articles.models.front import MOST_PICKS
from tests.factories import make_draft, make_live, make_scheduled, make_withdrawn
from tests.newsroom.world import told

pytestmark = pytest.mark.django_db
FRONT = "/admin/articles/frontpage/"


def picks() -> list:
    return [pick.article for pick in Pick.objects.select_related("article")]


def test_a_lead_and_picks_in_their_order_empty_places_closed_up(desk):
    lead, first, second = make_live(), make_live(), make_live()
    assert desk.post(FRONT, {"lead": lead.pk, "pick_4": second.pk, "pick_2": first.pk}).status_code == 302
    assert (FrontPage.load().lead, picks()) == (lead, [first, second])
    assert desk.post(FRONT, {"pick_1": second.pk}).status_code == 302
    assert (FrontPage.load().lead, picks()) == (None, [second])
    assert LogEntry.objects.filter(content_type__model="frontpage").count() == 2


@pytest.mark.parametrize("make", [make_draft, make_scheduled, make_withdrawn])
@pytest.mark.parametrize("place", ["lead", "pick_1"])
def test_what_readers_do_not_see_finds_no_place(desk, make, place):
    answer = desk.post(FRONT, {place: make().pk})
    assert (answer.status_code, FrontPage.load().lead, picks()) == (422, None, [])


@pytest.mark.parametrize(
    "data",
    [
        {"lead": "x"},
        {"pick_1": "99999999999999999999"},
        {"lead": "1' OR 1=1"},
        {"lead_until": "yesterday"},
    ],
)
def test_forged_values_are_refused_in_words(desk, data):
    answer = desk.post(FRONT, data)
    assert (answer.status_code, bool(answer.context["form"].errors), picks()) == (422, True, [])


def test_one_piece_in_two_places_and_a_moment_that_has_passed_are_refused(desk):
    piece = make_live()
    past = timezone.localtime(timezone.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    for data in (
        {"lead": piece.pk, "pick_1": piece.pk},
        {"pick_1": piece.pk, "pick_2": piece.pk},
        {"lead": piece.pk, "lead_until": past},
    ):
        answer = desk.post(FRONT, data)
        assert (answer.status_code, FrontPage.load().lead, picks()) == (422, None, [])
        assert "refusal" in answer.content.decode()


def test_the_lead_ends_at_its_moment(desk):
    piece, until = make_live(), timezone.now() + timedelta(hours=2)
    desk.post(FRONT, {"lead": piece.pk, "lead_until": timezone.localtime(until).strftime("%Y-%m-%dT%H:%M")})
    front = FrontPage.load()
    assert [front.leads(now=moment) for moment in (timezone.now(), until + timedelta(minutes=1))] == [True, False]


def test_more_picks_than_places_are_passed_over(desk):
    pieces = [make_live() for _turn in range(MOST_PICKS + 2)]
    desk.post(FRONT, {f"pick_{place}": piece.pk for place, piece in enumerate(pieces, start=1)})
    assert picks() == pieces[:MOST_PICKS]


def test_the_search_boxes_offer_what_readers_see_alone(desk):
    live = make_live(title="جسر حي")
    for make in (make_draft, make_scheduled, make_withdrawn):
        make(title="جسر مكتوم")
    for model, field in (("frontpage", "lead"), ("pick", "article")):
        query = {"app_label": "articles", "model_name": model, "field_name": field, "term": "جِسر"}
        answer = desk.get("/admin/autocomplete/", query)
        assert [row["id"] for row in answer.json()["results"]] == [str(live.pk)]
        assert "مكتوم" not in told(answer)


def test_the_screen_shows_the_arrangement_and_leaves_withdrawn_places_empty(desk):
    lead, pick = make_live(title="متصدرة"), make_withdrawn(title="مسحوبة")
    front = FrontPage(lead=lead)
    front.save()
    Pick.objects.create(front=front, article=pick, position=1)
    page = told(desk.get(FRONT))
    assert ("متصدرة" in page, "مسحوبة" in page) == (True, False)
