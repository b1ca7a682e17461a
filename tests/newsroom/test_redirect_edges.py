"""Redirects at their edges: what is decoded, what only looks like ours, what a page takes back, what readers keep."""

import pytest
from django.test import Client
from django.urls import reverse

from newsroom import redirects
from newsroom.models import Redirect
from newsroom.redirects import Reason
from tests.factories import make_live, make_topic

pytestmark = pytest.mark.django_db
ADD = "/admin/newsroom/redirect/add/"


def leads_to(address: str, **headers: str) -> str | None:
    """Where a reader who asks for ``address`` is sent, None for nowhere."""
    answer = Client().get(address, headers=headers)
    return answer.headers.get("Location") if answer.status_code == 301 else None


@pytest.fixture
def home_of() -> str:
    return make_topic("روسيا", slug="روسيا").get_absolute_url()


@pytest.mark.parametrize("address", ["/2019/what%3F/", "/2019/100%2525/", "/2019/a%23b/", "/healthcare/x/"])
def test_an_address_is_decoded_once_and_found_as_it_was_linked(home_of, address):
    redirects.lead(address, home_of)
    assert leads_to(address) == home_of
    assert redirects.lead_many([(address, home_of)], reason=Reason.IMPORT) == 0
    assert redirects.normal(redirects.typed(Redirect.objects.get().old_path)) == Redirect.objects.get().old_path


@pytest.mark.parametrize("address", ["/media-center/", "/readymade/a/", "/administration/", "/staticfiles/"])
def test_what_only_begins_like_our_own_addresses_leads_on(home_of, address):
    redirects.lead(address, home_of)
    assert leads_to(address) == home_of


@pytest.mark.parametrize(
    "address", ["/admin/x/", "/media/x/", "/static/x/", "/health/x/", "/ready/x/", "/", "http://[x"]
)
def test_our_own_addresses_never_lead_elsewhere(desk, home_of, address):
    answer = desk.post(ADD, {"old_path": address, "new_path": home_of})
    assert (answer.status_code, Redirect.objects.count()) == (200, 0)
    assert desk.get("/admin/newsroom/redirect/", {"q": address}).status_code == 200


def test_a_reader_who_keeps_a_copy_of_a_moved_feed_is_led_on(desk):
    topic = make_topic("روسيا", slug="روسيا")
    make_live(topics=[topic])
    old = reverse("articles:topic_feed", args=["روسيا"])
    tag = Client().get(old).headers["ETag"]
    form = desk.get(f"/admin/articles/topic/{topic.pk}/change/").context["adminform"].form
    values = {name: value for name, value in form.initial.items() if value is not None}
    desk.post(f"/admin/articles/topic/{topic.pk}/change/", values | {"slug": "موسكو"})
    topic.refresh_from_db()
    new = reverse("articles:topic_feed", args=[topic.slug])
    assert (leads_to(old), leads_to(old, if_none_match=tag)) == (new, new)


def test_a_page_takes_its_address_back(desk, home_of):
    redirects.lead("/topics/سوريا/", home_of)
    desk.post("/admin/articles/topic/add/", {"name_ar": "سوريا", "slug": "سوريا", "kind": "country", "published": "on"})
    redirects.lead("/old/", "/topics/سوريا/")
    assert leads_to("/old/") == make_topic("x", slug="سوريا-2").get_absolute_url().replace("-2", "")


def test_a_redirect_can_be_turned_around(desk):
    row = redirects.lead("/a/", "/b/")
    answer = desk.post(f"/admin/newsroom/redirect/{row.pk}/change/", {"old_path": "/b/", "new_path": "/a/"})
    assert answer.status_code == 302
    assert list(Redirect.objects.values_list("old_path", "new_path")) == [("/b", "/a/")]
