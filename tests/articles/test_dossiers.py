"""The dossier of a topic: its verbs, what it refuses, who may what, and that a draft of it stays private."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from articles import dossiers, joining
from articles.chronicle import Event, is_source
from articles.dossier_snapshot import FIELDS, Dossier
from articles.dossiers import Conflict, content_of, live_of
from articles.models import Merge, Revision, Topic
from articles.recording import Record
from articles.snapshots import Ref
from newsroom import pagecache
from newsroom.accounts import User
from newsroom.refusals import Refused
from newsroom.roles import Role
from tests.factories import arabic, make_draft, make_editor, make_live, make_member, make_photo, make_topic

pytestmark = pytest.mark.django_db


def event(date: str, text: str = "حدث", en: str = "", source: str = "") -> Event:
    return Event(date, {"ar": text, "en": en}, source)


def dossier(**facts: Any) -> Dossier:
    """A dossier; names and pieces are given as rows, events as dates."""
    for name in ("parties", "people", "pins"):
        facts[name] = tuple(Ref.to(row) for row in facts.get(name, ()))
    if facts.get("picture"):
        facts["picture"] = Ref.to(facts["picture"])
    return Dossier(**facts)


def act(verb: Any, topic: Topic, content: Dossier | None = None, *, by: User | None = None, **more: Any) -> Any:
    facts = {"content": content} if content is not None else {}
    more.setdefault("version", topic.version)
    return verb(topic, by=by, now=timezone.now(), **facts, **more)


def save(topic: Topic, content: Dossier, **more: Any) -> Revision:
    return act(dossiers.save_draft, topic, content, **more)


def publish(topic: Topic, content: Dossier, **more: Any) -> Revision:
    return act(dossiers.publish, topic, content, **more)


@contextmanager
def refused(said: str) -> Iterator[None]:
    """What is done within is refused, in words that say so."""
    with translation.override("en"), pytest.raises(Refused, match=said):
        yield


def again(topic: Topic) -> Topic:
    return Topic.objects.get(pk=topic.pk)


def full(topic: Topic) -> Dossier:
    """A dossier with something in every field."""
    return dossier(
        summary={"ar": "خلاصة", "en": "A summary"},
        background={"ar": "<p>خلفية</p>", "en": "<p>Background</p>"},
        picture=make_photo(),
        parties=[make_topic("إيران"), make_topic("روسيا")] if topic.kind == "relation" else [],
        people=[make_topic("شخص", kind="person")],
        pins=[make_live(title="البداية")],
        events=(event("1961"), event("2022-02", source="https://example.org/a"), event("2024-06-19", en="A treaty")),
    )


# ---- the verbs -------------------------------------------------------------------------------------------------------


def test_a_dossier_survives_json():
    topic = make_topic(kind="relation")
    content = full(topic)
    assert Dossier.from_json(content.to_json()) == content
    with pytest.raises(ValueError, match="newer"):
        Dossier.from_json({"schema": 99})


def test_a_draft_touches_no_row_that_readers_see_and_no_page():
    topic = make_topic(kind="relation", summary_ar="قديم")
    before, version = live_of(topic), pagecache.current()
    content = full(topic)
    version = pagecache.current()
    save(topic, content)
    assert (live_of(again(topic)), content_of(again(topic))) == (before, content)
    assert (pagecache.current(), again(topic).version) == (version, 2)


def test_publishing_projects_the_dossier_and_raises_the_site_version():
    topic = make_topic(kind="relation")
    content = full(topic)
    save(topic, dossier(summary=arabic("مسودة")))
    version = pagecache.current()
    publish(topic, content)
    row = again(topic)
    assert live_of(row) == content_of(row) == content
    assert (row.summary_ar, row.summary_en, row.background_en) == ("خلاصة", "A summary", "<p>Background</p>")
    assert [party.name for party in row.parties.all()] == ["إيران", "روسيا"]
    assert (row.draft_revision, row.live_revision.kind, pagecache.current() > version) == (None, "publish", True)


def test_publishing_the_same_again_is_refused():
    topic = make_topic()
    content = dossier(summary=arabic("خلاصة"))
    publish(topic, content)
    with refused("nothing to publish"):
        publish(topic, content)


def test_a_discarded_draft_leaves_what_readers_see():
    topic = make_topic()
    publish(topic, dossier(summary=arabic("منشور")))
    save(topic, dossier(summary=arabic("مسودة")))
    act(dossiers.discard_draft, topic)
    assert content_of(again(topic)).summary["ar"] == "منشور"
    assert topic.revisions.count() == 2
    with refused("no draft"):
        act(dossiers.discard_draft, again(topic))


def test_of_two_savers_the_second_meets_the_first():
    topic, mine = make_topic(), dossier(summary=arabic("لي"))
    stale = again(topic)
    save(topic, dossier(summary=arabic("لهم")))
    for verb in (dossiers.save_draft, dossiers.publish):
        with pytest.raises(Conflict) as met:
            act(verb, again(topic), mine, version=stale.version)
        assert content_of(met.value.topic).summary["ar"] == "لهم"
    topic.delete()
    with pytest.raises(dossiers.Gone):
        save(stale, mine)


def test_an_old_revision_or_one_field_of_it_comes_back_as_a_draft():
    topic = make_topic(kind="relation")
    content = full(topic)
    old = publish(topic, content)
    publish(topic, dossier(summary=arabic("جديد")))
    act(dossiers.restore, topic, revision=old, fields=["events"])
    assert content_of(topic) == dossier(summary=arabic("جديد"), events=content.events)
    act(dossiers.restore, topic, revision=old)
    assert (content_of(topic), topic.draft_revision.kind) == (content, "restore")
    assert live_of(again(topic)) == dossier(summary=arabic("جديد"))
    with refused("nothing to restore"):
        act(dossiers.restore, topic, revision=old)
    with refused("another topic"):
        act(dossiers.restore, make_topic(), revision=old)


def test_what_is_gone_stays_away_when_a_revision_comes_back():
    topic, person, photo = make_topic(), make_topic("راحل", kind="person"), make_photo()
    piece = make_draft()
    old = save(topic, dossier(people=[person], pins=[piece], picture=photo, summary=arabic("نص")))
    save(topic, dossier())
    for row in (person, piece):
        row.delete()
    type(photo).objects.all().delete()
    act(dossiers.restore, topic, revision=old)
    assert content_of(topic) == dossier(summary=arabic("نص"))


def test_the_history_says_what_changed():
    topic, editor = make_topic(), make_editor()
    publish(topic, dossier(summary=arabic("خلاصة"), events=(event("2019", "قمة"),)), by=editor)
    client = Client()
    client.force_login(editor)
    page = client.get(reverse("admin:articles_topic_history", args=[topic.pk])).content.decode()
    assert [words in page for words in ("خلاصة", "2019: قمة")] == [True, True]


# ---- refusals --------------------------------------------------------------------------------------------------------

DATES = {
    "2026-02-30": "no such day",
    "2023-02-29": "no such day",
    "2026-13": "month",
    "2026-00": "month",
    "0000": "year",
    "2101": "year",
    "26": "is no date",
    "2026-1": "is no date",
}


@pytest.mark.parametrize("date", DATES)
def test_a_date_that_does_not_exist_is_refused_in_words(date):
    with refused(DATES[date]):
        save(make_topic(), dossier(events=(event(date),)))


@pytest.mark.parametrize("date", ["0001", "2100-12-31", "2024-02-29", "1948-10", "0622"])
def test_every_date_that_exists_is_taken_as_exact_as_it_is_known(date):
    topic = make_topic()
    save(topic, dossier(events=(event(date),)))
    assert [each.date for each in content_of(topic).events] == [date]


def test_an_address_is_a_source_only_if_a_reader_can_follow_it():
    good = ["https://example.org/a?b=1#c", "http://example.org", "https://مثال.شبكة/صفحة"]
    bad = ["ftp://a.b", "javascript:alert(1)", "//a.b", "/here", "https://", "https://a.b/ c", "https://u:p@a.b/", "x"]
    bad += ['https://a.b/"', "https://localhost/", "https://a.b/" + "x" * 600]
    assert [is_source(each) for each in good + bad] == [True] * len(good) + [False] * len(bad)
    with refused("no address"):
        save(make_topic(), dossier(events=(event("2019", source="javascript:alert(1)"),)))


def test_an_event_says_something_and_not_too_much():
    for text, said in (("", "no text"), (" ", "no text"), ("س" * 601, "too long")):
        with refused(said):
            save(make_topic(), dossier(events=(event("2019", text),)))
    with refused("at most 200"):
        save(make_topic(), dossier(events=tuple(event("2019", str(turn)) for turn in range(201))))
    save(make_topic(), dossier(events=tuple(event("2019", str(turn)) for turn in range(200))))


def test_names_and_pieces_that_do_not_fit_are_refused():
    topic, relation, piece = make_topic("بلد"), make_topic("علاقة", kind="relation"), make_live()
    country, pieces = make_topic("روسيا"), [make_live() for _turn in range(6)]
    for row, content, said in (
        (topic, dossier(parties=[country]), "Only a relation"),
        (relation, dossier(parties=[relation]), "its own party"),
        (topic, dossier(people=[country]), "روسيا.*no person"),
        (topic, dossier(pins=[piece, piece]), "pinned twice"),
        (topic, dossier(pins=pieces), "at most 5"),
        (topic, Dossier(people=(Ref(10**9, "راحل"),)), "راحل.*not there"),
        (topic, Dossier(pins=(Ref(10**9, "مقال راحل"),)), "not there"),
        (topic, dossier(summary=arabic("س" * 2001)), "too long"),
    ):
        with refused(said):
            save(again(row), content)
        assert (row.revisions.count(), again(row).version) == (0, 1)


# ---- merges ----------------------------------------------------------------------------------------------------------


def joined(into: Topic, source: Topic) -> Merge:
    """What a merge does with dossiers: take in, then let the source's own revisions go with it."""
    merge = Merge.objects.create(kind="topic", old_id=source.pk, old_name=str(source), topic=into, at=timezone.now())
    with transaction.atomic():
        joining.take_in(into, source=source, record=Record(merge), by=None, now=timezone.now())
    return merge


def test_a_dossier_joins_the_one_of_the_topic_that_takes_its_place():
    into, source = make_topic(kind="relation"), make_topic(kind="relation")
    kept, other, person = make_live(), make_live(), make_topic("شخص", kind="person")
    shared = event("2019", "مشترك")
    publish(into, dossier(summary=arabic("لي"), pins=[kept], events=(shared, event("2022"))))
    country = make_topic("بلد")
    theirs = dossier(
        summary={"ar": "لهم", "en": "Theirs"},
        pins=[kept, other],
        people=[person],
        parties=[country],
        events=(event("1961"), shared),
    )
    publish(source, theirs)
    before = live_of(again(into))
    merge = joined(into, source)
    assert live_of(again(into)).with_(parties=()) == dossier(
        summary={"ar": "لي", "en": "Theirs"},
        pins=[kept, other],
        people=[person],
        events=(event("1961"), shared, event("2022")),
    )
    assert again(into).live_revision.content["parties"] == [{"id": country.pk, "name": "بلد"}]
    assert (again(into).draft_revision, again(into).version) == (None, 3)
    assert joining.give_back(merge) == []
    assert (live_of(again(into)), into.revisions.count(), again(into).version) == (before, 1, 4)


def test_drafts_join_drafts_and_stay_private():
    into, source = make_topic(), make_topic()
    publish(into, dossier(summary=arabic("منشور")))
    save(source, dossier(summary=arabic("سرّ"), events=(event("2019", "سرّ آخر"),)))
    merge = joined(into, source)
    assert live_of(again(into)) == dossier(summary=arabic("منشور"))
    assert content_of(again(into)) == dossier(summary=arabic("منشور"), events=(event("2019", "سرّ آخر"),))
    assert joining.give_back(merge) == []
    assert content_of(again(into)) == dossier(summary=arabic("منشور"))


def test_what_stood_on_a_hidden_topic_does_not_become_public_by_a_merge():
    into, source = make_topic(), make_topic(published=False)
    publish(source, dossier(summary=arabic("سرّ")))
    joined(into, source)
    assert (live_of(again(into)).summary["ar"], content_of(again(into)).summary["ar"]) == ("", "سرّ")


def test_a_dossier_that_was_saved_since_stays_as_it_is():
    into, source = make_topic("الباقي"), make_topic()
    publish(source, dossier(summary=arabic("لهم")))
    merge = joined(into, source)
    later = dossier(summary=arabic("لهم"), events=(event("2024", "لاحق"),))
    publish(into, later)
    assert "الباقي" in joining.give_back(merge)[0]
    assert live_of(again(into)) == later


def test_an_empty_dossier_changes_nothing():
    into, source = make_topic(), make_topic()
    merge = joined(into, source)
    assert (merge.rows.count(), again(into).version, into.revisions.count()) == (0, 1, 0)


def test_names_that_were_merged_since_are_followed():
    topic, old, new = make_topic(), make_topic("قديم", kind="person"), make_topic("جديد", kind="person")
    publish(topic, dossier(people=[old]))
    save(topic, dossier(people=[old, new]))
    Merge.objects.create(kind="topic", old_id=old.pk, old_name="قديم", topic=new, at=timezone.now())
    assert [ref.name for ref in live_of(topic).people] == [ref.name for ref in content_of(topic).people] == ["جديد"]
    gone = make_topic("محذوف", kind="person")
    save(topic, dossier(people=[gone]))
    Merge.objects.create(kind="topic", old_id=gone.pk, old_name="محذوف", at=timezone.now())
    assert content_of(topic).people == ()


# ---- the form --------------------------------------------------------------------------------------------------------


def door(topic: Topic, name: str = "dossier", *more: Any) -> str:
    return reverse(f"admin:articles_topic_{name}", args=[topic.pk, *more])


def signed_in(*roles: Role) -> Client:
    client = Client()
    client.force_login(make_member(*roles))
    return client


def sent(topic: Topic, *events: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """What a browser sends: every text field, and the rows of events in their order."""
    data = {f"{stem}_{code}": "" for stem in ("summary", "background") for code in ("ar", "en")}
    empty = {"year": "", "month": "", "day": "", "text_ar": "", "text_en": "", "source": ""}
    for number, row in enumerate(events):
        data |= {f"event-{number}-{name}": value for name, value in (empty | row).items()}
    return data | {"version": topic.version, "act": "save"} | fields


@pytest.fixture
def manager(db) -> Client:
    return signed_in(Role.TOPIC_MANAGER)


def test_the_form_saves_what_was_typed_with_its_events_in_order(manager):
    topic = make_topic("علاقة", kind="relation")
    one, other, person = make_topic("روسيا"), make_topic("إيران"), make_topic("شخص", kind="person")
    piece, photo = make_live(), make_photo()
    answer = manager.post(
        door(topic),
        sent(
            topic,
            {"year": "2024", "month": "6", "day": "19", "text_ar": "معاهدة", "source": "https://example.org/"},
            {},
            {"year": "1961", "text_ar": "أولى", "text_en": "First"},
            {"year": "2000", "text_ar": "تُحذف", "delete": "on"},
            {"year": "2022", "month": "2", "text_en": "Only in English"},
            summary_ar=" خلاصة ",
            background_ar="<p>نص<script>x</script></p><figure data-photo='1'></figure>",
            parties="روسيا، إيران",
            people="شخص",
            pin_2=piece.pk,
            picture=photo.pk,
        ),
    )
    assert (answer.status_code, answer["Location"]) == (302, door(topic))
    assert content_of(again(topic)) == dossier(
        summary=arabic("خلاصة"),
        background=arabic("<p>نص</p>"),
        parties=[one, other],
        people=[person],
        pins=[piece],
        picture=photo,
        events=(
            event("1961", "أولى", "First"),
            event("2022-02", "", "Only in English"),
            event("2024-06-19", "معاهدة", source="https://example.org/"),
        ),
    )
    assert live_of(again(topic)) == dossier()


def test_every_refusal_of_the_form_keeps_what_was_typed(manager):
    topic = make_topic()
    rows = [
        {"year": "2026", "month": "2", "day": "30", "text_ar": "نص 1"},
        {"year": "2026", "month": "13", "text_ar": "نص 2"},
        {"year": "", "text_ar": "نص 3"},
        {"year": "عام", "text_ar": "نص 4"},
        {"year": "2019", "text_ar": ""},
        {"year": "2019", "text_ar": "نص 6", "source": "ftp://a.b"},
        {"year": "2019", "day": "3", "text_ar": "نص 7"},
    ]
    answer = manager.post(door(topic), sent(topic, *rows, summary_ar="خلاصتي"))
    page = answer.content.decode()
    assert (answer.status_code, topic.revisions.count()) == (422, 0)
    assert [words in page for words in ("خلاصتي", *(f"نص {turn}" for turn in (1, 2, 3, 4, 6, 7)))] == [True] * 7
    assert page.count('class="event-error"') == len(rows)


@pytest.mark.slow
def test_a_stale_save_shows_both_and_loses_nothing(manager):
    topic = make_topic()
    stale = sent(topic, {"year": "2019", "text_ar": "حدثي"}, summary_ar="نصي", act="publish")
    save(topic, dossier(summary=arabic("نصهم"), background=arabic("<p>خلفيتهم</p>")))
    met = manager.post(door(topic), stale)
    page = met.content.decode()
    assert met.status_code == 409
    assert [words in page for words in ("نصهم", "نصي", "حدثي", "خلفيتهم")] == [True] * 4
    assert live_of(again(topic)) == dossier()
    # Both are there until somebody chooses; theirs in one field, mine in the others.
    answer = stale | {"seen": topic.version, "choice-background_ar": "theirs", "choice-summary_ar": "mine"}
    assert manager.post(door(topic), answer).status_code == 302
    assert live_of(again(topic)) == dossier(
        summary=arabic("نصي"), background=arabic("<p>خلفيتهم</p>"), events=(event("2019", "حدثي"),)
    )
    # And whoever was answered by a page that is stale itself is asked again.
    assert manager.post(door(topic), answer).status_code == 409


def test_the_words_outlive_a_topic_that_is_gone(manager):
    topic = make_topic()
    data = sent(topic, {"year": "2019", "text_ar": "حدث باق"}, summary_ar="نص باق")
    topic.delete()
    answer = manager.post(f"/admin/articles/topic/{Topic.objects.count() + 10**6}/dossier/", data)
    page = answer.content.decode()
    assert (answer.status_code, "حدث باق" in page, "نص باق" in page) == (409, True, True)


def test_a_draft_is_discarded_by_a_button(manager):
    topic = make_topic()
    save(topic, dossier(summary=arabic("مسودة")))
    assert manager.post(door(topic), {"act": "discard", "version": 1}).status_code == 409
    assert manager.post(door(topic), {"act": "discard", "version": topic.version}).status_code == 302
    assert content_of(again(topic)) == dossier()


# ---- who may what ----------------------------------------------------------------------------------------------------


def test_a_translator_writes_the_other_language_as_a_draft_and_nothing_else():
    client, topic = signed_in(Role.TRANSLATOR), make_topic()
    publish(topic, dossier(summary=arabic("عربي"), events=(event("2019", "قمة"), event("2020", "وباء"))))
    page = client.get(door(topic)).content.decode()
    rows = {name: value for name, value in _fields(page).items() if name.endswith("-of")}
    data = rows | {"version": topic.version, "act": "save", "summary_en": "English", "event-1-text_en": "A pandemic"}
    forged = {"summary_ar": "مزوّر", "event-0-text_ar": "مزوّر", "event-0-year": "1900", "people": "مزوّر"}
    assert client.post(door(topic), data | forged).status_code == 302
    assert content_of(again(topic)) == dossier(
        summary={"ar": "عربي", "en": "English"},
        events=(event("2019", "قمة"), event("2020", "وباء", "A pandemic")),
    )
    assert live_of(again(topic)).summary["en"] == ""
    for name in ("publish", "discard"):
        version = again(topic).version
        assert client.post(door(topic), data | {"act": name, "version": version}).status_code == 403
    assert live_of(again(topic)).summary["en"] == ""
    old = topic.revisions.last()
    bring = door(topic, "restore", old.pk)
    assert client.post(bring, {"version": again(topic).version}).status_code == 403
    assert client.post(bring, {"version": again(topic).version, "field": "events"}).status_code == 403
    assert client.post(bring, {"version": again(topic).version, "field": "summary_en"}).status_code == 302


def _fields(page: str) -> dict[str, str]:
    """The hidden fields of a page."""
    tags = re.findall(r'<input type="hidden"[^>]*>', page)
    found = [(re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)) for tag in tags]
    return {name[1]: value[1] for name, value in found if name and value}


def test_nobody_else_opens_a_dossier_at_the_desk():
    topic, other = make_topic(), make_topic()
    save(topic, dossier(summary=arabic("سرّ")))
    old = topic.revisions.get()
    looks = [door(topic), door(topic, "dossier_preview", "ar"), door(topic, "revisions")]
    looks.append(f"{door(topic, 'compare')}?a={old.pk}&b={old.pk}")
    for client in (signed_in(Role.WRITER), signed_in()):
        assert [client.get(path).status_code for path in looks] == [403] * 4
        data = sent(topic, summary_ar="مزوّر")
        acts = [door(topic), door(topic, "restore", old.pk), "/admin/articles/topic/dossier-paste/"]
        assert [client.post(path, data).status_code for path in acts] == [403] * 3
    for role in (Role.EDITOR, Role.EDITOR_IN_CHIEF, Role.TOPIC_MANAGER, Role.TRANSLATOR):
        client = signed_in(role)
        assert [client.get(path).status_code for path in looks] == [200] * 4
        assert client.get(f"{door(other, 'compare')}?a={old.pk}&b={old.pk}").status_code == 404
        assert client.get(door(topic, "dossier_preview", "fr")).status_code == 404


def test_the_desk_shows_revisions_and_brings_one_back(manager):
    topic = make_topic()
    old = save(topic, dossier(summary=arabic("أول"), events=(event("2019", "قمة"),)))
    new = save(topic, dossier(summary=arabic("ثانٍ")))
    listed = manager.get(door(topic, "revisions")).content.decode()
    assert [f'value="{row.pk}"' in listed for row in (old, new)] == [True, True]
    compared = manager.get(f"{door(topic, 'compare')}?a={new.pk}&b={old.pk}").content.decode()
    assert [f'data-field="{name}"' in compared for name in FIELDS] == [
        name in {"summary_ar", "events"} for name in FIELDS
    ]
    bring = door(topic, "restore", old.pk)
    assert manager.post(bring, {"version": 1, "field": "events", "against": new.pk}).status_code == 409
    assert manager.post(bring, {"version": topic.version, "field": "events"}).status_code == 302
    assert content_of(again(topic)) == dossier(summary=arabic("ثانٍ"), events=(event("2019", "قمة"),))


# ---- a draft never leaks ---------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_no_public_address_tells_a_word_of_a_draft():
    topic, hidden = make_topic("علاقة", name_en="Relation", kind="relation"), make_topic("مخفيّ", published=False)
    person, country = make_topic("شخص", kind="person"), make_topic("بلد")
    piece = make_live(
        topics=[topic, person], title="مقال", title_en="A piece", body_en="<p>x</p>", released=("ar", "en")
    )
    pinned = make_live(title="المثبّت")
    publish(hidden, dossier(summary=arabic("كلمةسرّ"), events=(event("2019", "كلمةسرّ"),)))
    secret = "كلمةسرّ"
    save(
        topic,
        dossier(
            summary={"ar": secret, "en": "secretword"},
            background={"ar": f"<p>{secret}</p>", "en": "<p>secretword</p>"},
            people=[person],
            parties=[country],
            pins=[pinned],
            picture=make_photo(alt_ar=secret),
            events=(event("2019", secret, "secretword", "https://secretword.example/"),),
        ),
    )
    client = Client()
    paths = ["/", "/feed/", "/sitemap.xml", "/search/?q=كلمةسرّ", "/search/?q=secretword", "/robots.txt"]
    paths += [topic.get_absolute_url(), f"{topic.get_absolute_url()}feed/", country.get_absolute_url()]
    paths += [person.get_absolute_url(), piece.get_absolute_url(), hidden.get_absolute_url()]
    answers = [client.get(f"{prefix}{path}") for prefix in ("", "/en") for path in paths]
    for answer in answers:
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        text = body.decode().replace("q=كلمةسرّ", "")
        if "search" in answer.request["PATH_INFO"]:
            # The question itself stands in its box.
            assert "secretword.example" not in text
            assert "/topics/" not in text.split("<main", 1)[-1].split("</main>", 1)[0]
            continue
        assert [word in text for word in (secret, "secretword")] == [False, False], answer.request["PATH_INFO"]
    # Neither what the draft would bind, nor whom it names.
    page = client.get(topic.get_absolute_url()).content.decode()
    names = (country.get_absolute_url(), person.get_absolute_url(), "المثبّت")
    assert [name in page for name in names] == [False] * 3
    assert topic.get_absolute_url() not in client.get(country.get_absolute_url()).content.decode()
    assert client.get(hidden.get_absolute_url()).status_code == 404


def test_the_preview_shows_the_draft_to_the_desk_alone(manager):
    topic = make_topic("علاقة", kind="relation", published=False)
    make_live(topics=[topic], title="مقال")
    save(topic, dossier(summary=arabic("كلام لم يُنشر"), events=(event("2019", "قمة"),), parties=[make_topic("روسيا")]))
    answer = manager.get(door(topic, "dossier_preview", "ar"))
    page = answer.content.decode()
    assert [words in page for words in ("كلام لم يُنشر", "قمة", "روسيا", "مقال")] == [True] * 4
    assert ("no-store" in answer["Cache-Control"], answer["X-Robots-Tag"]) == (True, "noindex")
    english = manager.get(door(topic, "dossier_preview", "en")).content.decode()
    assert ('<html lang="en" dir="ltr">' in english, "كلام لم يُنشر" in english, "قمة" in english) == (
        True,
        False,
        False,
    )
