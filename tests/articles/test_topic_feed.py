"""The feed of a topic: it exists where the topic's page does, and names no topic that readers may not see."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from tests.factories import make_draft, make_live, make_scheduled, make_topic, make_withdrawn
from tests.feed_reading import ATOM, atom_of, entries, rss_of, text, titles

pytestmark = pytest.mark.django_db


def address_of(topic, language: str = "ar") -> str:
    with override(language):
        return reverse("articles:topic_feed", args=[topic.slug])


def test_a_topic_is_followed_by_its_newest_pieces(client, site):
    topic, now = make_topic("الأنهار", summary_ar="عن الأنهار والضفاف"), timezone.now()
    for day in (3, 1, 2):
        make_live(title=f"نهر {day}", topics=[topic], at=now - timedelta(days=day))
    make_live(title="غريب", topics=[make_topic()])
    for make in (make_draft, make_scheduled, make_withdrawn):
        make(title="خفيّ", body="<p>خفيّ</p>", topics=[topic])
    root = atom_of(client, address_of(topic), site)
    assert (text(root, "title"), text(root, "subtitle")) == ("الأنهار", "عن الأنهار والضفاف")
    assert titles(root) == ["نهر 1", "نهر 2", "نهر 3"]
    assert "خفيّ" not in ElementTree.tostring(root, encoding="unicode")
    channel = rss_of(client, f"{address_of(topic)}rss/", site)
    assert [item.findtext("title") for item in channel.findall("item")] == ["نهر 1", "نهر 2", "نهر 3"]


def test_a_piece_names_its_public_topics_and_its_tags(client, site):
    shown, hidden = make_topic("ظاهر"), make_topic("خفيّ", published=False)
    make_live(topics=[shown, hidden], tags=["وسم"])
    entry = entries(atom_of(client, address_of(shown), site))[0]
    assert [category.get("term") for category in entry.findall(f"{ATOM}category")] == ["ظاهر", "وسم"]


def test_a_topic_that_is_not_public_has_no_feed_and_says_no_more_than_a_missing_one(client):
    topic = make_topic("سريّ", published=False)
    make_live(topics=[topic])
    missing, answer = client.get("/topics/لا-شيء/feed/"), client.get(address_of(topic))
    assert (missing.status_code, answer.status_code) == (404, 404)
    assert (answer.content, dict(answer.headers)) == (missing.content, dict(missing.headers))
    assert client.get(f"{address_of(topic)}rss/").status_code == 404


def test_a_topic_has_a_feed_in_the_languages_of_its_page(client, site):
    topic = make_topic("الأنهار", name_en="Rivers", summary_ar="عن الأنهار")
    make_live(topics=[topic], title_en="Half", body_en="<p>Half.</p>")
    assert entries(atom_of(client, address_of(topic), site)) != []
    assert client.get(address_of(topic, "en")).status_code == 404
    make_live(topics=[topic], title_en="Whole", body_en="<p>Whole.</p>", released=("ar", "en"))
    root = atom_of(client, address_of(topic, "en"), site)
    assert (text(root, "title"), text(root, "subtitle"), titles(root)) == ("Rivers", "", ["Whole"])
