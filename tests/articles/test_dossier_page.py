"""The public page of a topic: its dossier in each language, and one timeline of events and pieces."""

import re
from datetime import datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import dossiers
from articles.chronicle import Event, of_page
from articles.models import Topic
from newsroom.outlet import SiteSettings
from tests.articles.test_dossiers import again, dossier, event, publish
from tests.factories import make_content, make_draft, make_live, make_photo, make_scheduled, make_topic, make_withdrawn

pytestmark = pytest.mark.django_db
RELEASED = {"title_en": "A piece", "body_en": "<p>Text.</p>", "released": ("ar", "en")}


def on(*day: int) -> datetime:
    return datetime(*day, 12, tzinfo=timezone.get_default_timezone())


class Timeline(HTMLParser):
    """The timeline of a page: of a piece its id, of an event its date for machines, and the words of both dates."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.words: dict[str, str] = {}
        self._in, self._stamp = False, ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        facts = dict(attrs)
        if tag == "ol" and "timeline" in (facts.get("class") or ""):
            self._in = True
        if self._in and "data-article-id" in facts:
            self.found.append(f"#{facts['data-article-id']}")
        if self._in and tag == "time" and len(facts["datetime"]) <= 10:
            self._stamp = facts["datetime"]
            self.found.append(self._stamp)

    def handle_endtag(self, tag: str) -> None:
        self._in = self._in and tag != "ol"
        if tag == "time":
            self._stamp = ""

    def handle_data(self, data: str) -> None:
        if self._stamp:
            self.words[self._stamp] = self.words.get(self._stamp, "") + data.strip()


def told(client: Any, path: str) -> Timeline:
    answer = client.get(path)
    assert answer.status_code == 200
    return Timeline(answer.content.decode())


def twin(topic: Topic) -> str:
    return f"/en{topic.get_absolute_url()}"


# ---- the timeline ----------------------------------------------------------------------------------------------------


def test_events_stand_among_the_pieces_newest_first(client):
    topic = make_topic()
    new = make_live(topics=[topic], at=on(2024, 6, 19))
    old = make_live(topics=[topic], at=on(2022, 2, 12))
    dates = ("1961", "2022", "2022-02", "2022-02-12", "2022-02-13", "2024-06-19", "2024-07", "2026")
    publish(topic, dossier(events=tuple(event(date) for date in dates)))
    assert told(client, topic.get_absolute_url()).found == [
        *("2026", "2024-07", f"#{new.pk}", "2024-06-19"),
        *("2022-02-13", f"#{old.pk}", "2022-02-12", "2022-02", "2022", "1961"),
    ]


def test_each_precision_is_told_in_the_words_of_the_language(client):
    topic = make_topic(name_en="Relation")
    make_live(topics=[topic], at=on(2024, 6, 19), **RELEASED)
    dates = ("2022-02-12", "2022-02", "2019", "0622")
    publish(topic, dossier(events=tuple(event(date, en="It happened") for date in dates)))
    arabic = told(client, topic.get_absolute_url()).words
    assert arabic == {"2022-02-12": "12 شباط 2022", "2022-02": "شباط 2022", "2019": "2019", "0622": "622"}
    english = told(client, twin(topic)).words
    assert english == {"2022-02-12": "12 February 2022", "2022-02": "February 2022", "2019": "2019", "0622": "622"}
    outlet = SiteSettings.load()
    outlet.months, outlet.digits = "both", "arabic"
    outlet.save()
    assert told(client, topic.get_absolute_url()).words["2022-02"] == "شباط/فبراير ٢٠٢٢"


def test_a_source_names_its_host_and_passes_nothing_on(client):
    topic = make_topic()
    publish(topic, dossier(events=(event("2019", source="https://www.example.org/a?b=1&c=2"),)))
    page = client.get(topic.get_absolute_url()).content.decode()
    link = re.search(r'<a href="https://www.example.org/a\?b=1&amp;c=2" rel="noopener nofollow">.*?</a>', page)
    assert link is not None
    assert '<bdi dir="ltr" lang="en">example.org</bdi>' in link[0]


def test_a_topic_with_events_and_no_pieces_shows_the_events(client):
    topic = make_topic()
    publish(topic, dossier(events=(event("2019"), event("2020"))))
    assert told(client, topic.get_absolute_url()).found == ["2020", "2019"]


def test_every_event_stands_on_one_page_between_its_neighbours(client, monkeypatch):
    monkeypatch.setattr("articles.lists.PIECES_PER_PAGE", 2)
    topic = make_topic()
    pieces = [make_live(topics=[topic], at=on(year, 6, 1)) for year in (2024, 2022, 2020, 2018, 2016)]
    dates = ["2026", "2023", "2021", "2019-03", "2017", "2016-06-01", "2015", "2022-06-01", "2020-06-01"]
    publish(topic, dossier(events=tuple(event(date) for date in sorted(dates))))
    numbers = [f"#{piece.pk}" for piece in pieces]
    pages = [told(client, f"{topic.get_absolute_url()}?page={number}").found for number in (1, 2, 3)]
    assert pages == [
        ["2026", numbers[0], "2023", numbers[1], "2022-06-01", "2021"],
        [numbers[2], "2020-06-01", "2019-03", numbers[3], "2017"],
        [numbers[4], "2016-06-01", "2015"],
    ]


def test_pages_divide_any_events_without_loss_and_without_repeats():
    events = [Event(f"{year}-{month:02}", {"ar": "x"}) for year in range(2000, 2025) for month in (1, 6, 12)]
    for starts in ([], [(2030, 1, 1)], [(2020, 6, 0), (2010, 1, 1), (2010, 1, 1), (1990, 1, 1)]):
        pages = range(1, max(1, len(starts)) + 1)
        found = [each for number in pages for each in of_page(events, number, starts)]
        assert found == sorted(events, key=lambda each: each.parts, reverse=True)


# ---- the rest of the page --------------------------------------------------------------------------------------------


def test_the_page_shows_the_whole_dossier_on_its_first_page_alone(client, monkeypatch):
    monkeypatch.setattr("articles.lists.PIECES_PER_PAGE", 1)
    topic, person, piece = make_topic(), make_topic("كيم", kind="person"), make_live(title="البداية")
    for _turn in range(2):
        make_live(topics=[topic])
    background = '<h2>عنوان</h2><p>خلفية<sup class="footnote">كتاب أول</sup></p>'
    content = dossier(
        summary={"ar": "خلاصة", "en": ""},
        background={"ar": background, "en": ""},
        people=[person],
        pins=[piece],
        picture=make_photo(alt_ar="صورة الملف"),
        events=(event("2019"),),
    )
    publish(topic, content)
    first = client.get(topic.get_absolute_url()).content.decode()
    words = ("خلاصة", "<h2>عنوان</h2>", 'id="note-1"', "كتاب أول", person.get_absolute_url(), "البداية", "صورة الملف")
    assert [each in first for each in words] == [True] * len(words)
    second = client.get(f"{topic.get_absolute_url()}?page=2").content.decode().split("<main", 1)[1]
    assert [each in second for each in words] == [False] * len(words)


def test_each_language_has_its_own_words_only(client):
    topic, person = make_topic(name_en="Relation"), make_topic("كيم", kind="person")
    make_live(topics=[topic], title="مقال", at=on(2020, 1, 1), **RELEASED)
    publish(
        topic,
        dossier(
            summary={"ar": "خلاصة", "en": ""},
            background={"ar": "", "en": "<p>Background</p>"},
            people=[person],
            pins=[make_live(title="عربي وحده")],
            events=(event("2018", "حدث", ""), event("2019", "", "Only English"), event("2021", "كلاهما", "Both")),
        ),
    )
    arabic, english = (client.get(path).content.decode() for path in (topic.get_absolute_url(), twin(topic)))
    words = ("خلاصة", "<p>Background</p>", "حدث", "Only English", "كلاهما", "Both", "كيم", "عربي وحده")
    assert [each in arabic for each in words] == [True, False, True, False, True, False, True, True]
    assert [each in english for each in words] == [False, True, False, True, False, True, False, False]
    assert 'hreflang="en" href="http' in arabic and 'hreflang="ar"' in english


def test_pinned_pieces_pass_the_gate_and_keep_their_order(client):
    topic = make_topic()
    hidden = [make_draft(title="مسودة"), make_scheduled(title="مجدول"), make_withdrawn(title="مسحوب")]
    one, other = make_live(title="الأول"), make_live(title="الثاني")
    publish(topic, dossier(pins=[other, *hidden, one]))
    page = client.get(topic.get_absolute_url()).content.decode()
    assert re.findall(r'data-article-id="(\d+)"', page) == [str(other.pk), str(one.pk)]
    assert [title in page for title in ("مسودة", "مجدول", "مسحوب")] == [False] * 3


def test_key_people_are_persons_with_a_page(client):
    topic = make_topic()
    shown, hidden, turned = (
        make_topic("ظاهر", kind="person"),
        make_topic("مخفيّ", kind="person"),
        make_topic("تحوّل", kind="person"),
    )
    publish(topic, dossier(people=[turned, hidden, shown]))
    Topic.objects.filter(pk=hidden.pk).update(published=False)
    Topic.objects.filter(pk=turned.pk).update(kind="theme")
    page = client.get(topic.get_absolute_url()).content.decode()
    assert [name in page for name in ("ظاهر", "مخفيّ", "تحوّل")] == [True, False, False]


def test_a_relation_stands_on_the_pages_of_both_its_parties(client):
    relation, one, other = make_topic("علاقة", kind="relation"), make_topic("روسيا"), make_topic("إيران")
    publish(relation, dossier(parties=[one, other]))
    for party in (one, other):
        assert relation.get_absolute_url() in client.get(party.get_absolute_url()).content.decode()
        assert party.get_absolute_url() in client.get(relation.get_absolute_url()).content.decode()


def test_a_dossier_is_before_readers_at_once_and_gone_at_once(client):
    topic = make_topic()
    publish(topic, dossier(events=(event("2019", "قمة"),)))
    assert "قمة" in client.get(topic.get_absolute_url()).content.decode()
    publish(topic, dossier(summary={"ar": "خلاصة", "en": ""}))
    page = client.get(topic.get_absolute_url()).content.decode()
    assert ("قمة" in page, "خلاصة" in page) == (False, True)
    Topic.objects.filter(pk=topic.pk).update(published=False)
    assert client.get(topic.get_absolute_url()).status_code == 404


@pytest.mark.slow
def test_a_page_costs_the_same_for_one_and_for_thirty_of_everything(client):
    topic, now = make_topic(kind="relation"), timezone.now()

    def fill(count: int) -> None:
        people = [make_topic(kind="person") for _turn in range(count)]
        countries = [make_topic() for _turn in range(count)]
        content = make_content(topics=[topic, *people, *countries], photo=make_photo(), **RELEASED)
        pieces = [make_live(content, at=now - timedelta(days=day + 1)) for day in range(count)]
        events = tuple(event(f"{2000 + turn % 30}", str(turn), f"It {turn}") for turn in range(count))
        background = '<p>x<sup class="footnote">y</sup></p>' * count
        publish(
            again(topic),
            dossier(
                summary={"ar": "س", "en": "s"},
                background={"ar": background, "en": background},
                picture=make_photo(),
                parties=countries,
                people=people,
                pins=pieces[:5],
                events=events,
            ),
        )

    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    addresses = [topic.get_absolute_url(), twin(topic)]
    fill(1)
    ones = [cost(path) for path in addresses]
    fill(30)
    assert [cost(path) for path in addresses] == ones
    assert max(ones) <= 22


def test_a_topic_without_a_dossier_looks_as_ever(client):
    topic = make_topic()
    piece = make_live(topics=[topic])
    page = client.get(topic.get_absolute_url()).content.decode()
    assert ("timeline" in page, re.findall(r'data-article-id="(\d+)"', page)) == (False, [str(piece.pk)])
    assert dossiers.live_of(topic) == dossier()
