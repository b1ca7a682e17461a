"""The history of the house: what stood there before and what stands there now, for every kind of change."""

import json
from datetime import datetime, timedelta

import pytest
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from articles import arranging, correcting, merging, publishing, revisions, tagging
from articles.models import Article, Topic
from newsroom import audit
from newsroom.roles import Role
from tests.factories import (
    make_author,
    make_column,
    make_content,
    make_draft,
    make_editor,
    make_live,
    make_member,
    make_topic,
)

pytestmark = pytest.mark.django_db
HISTORY = "/admin/admin/logentry/"
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def told(row, language: str = "en") -> list[tuple[str, list]]:
    """The newest line about ``row``: its sentences, each with its changes."""
    entry = LogEntry.objects.filter(object_id=str(row.pk), content_type=ContentType.objects.get_for_model(row)).first()
    with override(language):
        return [(act.sentence, [tuple(change) for change in act.changes]) for act in audit.acts(entry)]


# ---- every kind of change --------------------------------------------------------------------------------------------


def test_fields_and_choices_of_a_form(desk):
    topic = make_topic("النهر", kind="theme")
    data = {"name_ar": "الجدول", "name_en": "Brook", "slug": topic.slug, "kind": "relation"}
    assert desk.post(f"/admin/articles/topic/{topic.pk}/change/", data).status_code == 302
    assert told(topic) == [
        (
            "Changed.",
            [
                ("name", "النهر", "الجدول"),
                ("name (English)", "", "Brook"),
                ("kind", "theme", "relation"),
                ("public", "✓", "✗"),
            ],
        )
    ]
    arabic_labels = [label for label, _old, _new in told(topic, "ar")[0][1]]
    assert [label for label in arabic_labels if label.isascii()] == []
    assert told(topic, "ar")[0][1][2][1:] != ("theme", "relation")


def test_columns_and_authors(desk):
    writer, other = make_author("سلمى"), make_author("هدى")
    column = make_column("النافذة", writer=writer)
    data = {
        "title_ar": "الشرفة",
        "slug": column.slug,
        "cadence": "monthly",
        "weekday": "5",
        "slot_time": "18:00",
        "zone": "Asia/Damascus",
        "writer": other.pk,
        "active": "on",
        "first_number": "1",
        "position": "0",
        "genre_ar": column.genre_ar,
    }
    answer = desk.post(f"/admin/columns/column/{column.pk}/change/", data)
    assert (answer.status_code, answer.context and answer.context["adminform"].errors) == (302, None)
    changes = told(column)[0][1]
    assert ("rhythm", "weekly", "monthly") in changes
    assert ("day", "Thursday", "Saturday") in changes
    assert ("writer", "سلمى", "هدى") in changes
    assert ("title", "النافذة", "الشرفة") in changes
    assert [
        value for _label, *pair in told(column, "ar")[0][1] for value in pair if value.isascii() and value.isalpha()
    ] == []


def test_publishing_correcting_withdrawing_and_announcing(editor):
    now, column = timezone.now(), make_column()
    piece = make_draft(title="أول", column=column, by=editor)
    version = piece.version
    publishing.publish(piece, content=revisions.content_of(piece), version=version, by=editor, now=now)
    assert told(piece)[0][0] == "Published."
    publishing.correct(
        piece, number=9, signoffs={"ar": "توقيع", "en": ""}, version=piece.version, by=editor, now=now + timedelta(1)
    )
    sentence, changes = told(piece)[0]
    assert (sentence, [change for change in changes if change[0].lower() == "edition number"]) == (
        "Corrected what was frozen.",
        [("edition number", "1", "9")],
    )
    note = correcting.announce(piece, note={"ar": "كان الرقم خطأ"}, by=editor, now=now + timedelta(1))
    assert told(piece) == [("Announced a correction to readers.", [("correction", "", "كان الرقم خطأ")])]
    correcting.take_down(note, by=editor)
    assert told(piece) == [("Took a correction away.", [("correction", "كان الرقم خطأ", "")])]
    revisions.save_draft(
        piece,
        content=make_content(title="ثانٍ", column=column),
        version=piece.version,
        by=editor,
        now=now + timedelta(2),
    )
    assert [change for change in told(piece)[0][1] if change[0].lower() == "title"] == [("title", "أول", "ثانٍ")]
    publishing.withdraw(piece, version=piece.version, by=editor, now=now + timedelta(3))
    assert told(piece)[0][0] == "Withdrawn from readers."


def test_the_front_page_and_the_acts_on_many(editor):
    first, second = make_live(title="أولى"), make_live(title="ثانية")
    now = timezone.now()
    front = arranging.arrange(lead=first, until=None, picks=[second], by=editor, now=now)
    assert told(front)[0][1][0] == ("lead piece", "", "أولى")
    arranging.arrange(lead=second, until=None, picks=[], by=editor, now=now)
    assert [change[1:] for change in told(front)[0][1]] == [("أولى", "ثانية"), ("ثانية", "")]
    topic = make_topic()
    assert tagging.turn(Topic.objects.filter(pk=topic.pk), published=False, by=editor) == 1
    assert told(topic) == [("Changed.", [("public", "✓", "✗")])]
    tag = tagging.tags_for(["وسم"])[0]
    assert merging.drop_unused(type(tag).objects.filter(pk=tag.pk), by=editor, now=now) == 1
    entry = LogEntry.objects.first()
    assert (entry.action_flag, entry.object_repr) == (DELETION, "وسم")


def test_what_nobody_did_leaves_no_line():
    make_live()
    assert LogEntry.objects.count() == 0


# ---- reading it ------------------------------------------------------------------------------------------------------


def test_the_history_speaks_the_language_of_its_reader(editor):
    piece = make_draft(title="نهر", by=editor)
    publishing.publish(piece, content=revisions.content_of(piece), version=piece.version, by=editor, now=timezone.now())
    pages = {}
    for code in ("ar", "en"):
        client = Client()
        client.force_login(make_editor(language=code))
        pages[code] = [
            client.get(path).content.decode() for path in (HISTORY, f"/admin/articles/article/{piece.pk}/history/")
        ]
    assert ["Published." in page for page in pages["en"]] == [True, True]
    assert ["Published." in page for page in pages["ar"]] == [False, False]


def test_nothing_in_a_line_runs(desk, editor):
    topic = make_topic(HOSTILE[:100])
    audit.record(topic, by=editor, act=HOSTILE, changes=[(HOSTILE, HOSTILE, HOSTILE)], name=HOSTILE)
    raw = json.dumps(
        [{"changed": {"name": HOSTILE, "object": HOSTILE}, "changes": [[HOSTILE, {"words": [HOSTILE]}, ""]]}]
    )
    for message in (raw, HOSTILE, "[]", "{}", "null", '[{"added": {}}]', '[1, "x"]', '[{"changes": []}]'):
        LogEntry.objects.create(
            user=editor,
            content_type=ContentType.objects.get_for_model(topic),
            object_id=str(topic.pk),
            object_repr=HOSTILE,
            action_flag=CHANGE,
            change_message=message,
        )
    for path in (HISTORY, f"/admin/articles/topic/{topic.pk}/history/"):
        page = desk.get(path).content.decode()
        assert ("<script>alert" in page, "<img src=x" in page, "&lt;script&gt;alert(1)" in page) == (False, False, True)


def test_a_line_about_what_has_no_room_of_its_own_leads_nowhere(desk, editor):
    for kind, number in ((ContentType.objects.get(app_label="auth", model="group"), "1"), (None, None)):
        LogEntry.objects.create(
            user=editor, content_type=kind, object_id=number, object_repr="شيء", action_flag=ADDITION, change_message=""
        )
    answer = desk.get(HISTORY)
    assert (answer.status_code, 'href=""' in answer.content.decode()) == (200, False)


def test_nobody_writes_or_deletes_a_line(desk, editor):
    audit.record(make_topic(), by=editor, act="Changed.")
    entry = LogEntry.objects.get()
    before = LogEntry.objects.values().get()
    for path in ("add/", f"{entry.pk}/change/", f"{entry.pk}/delete/"):
        assert desk.post(HISTORY + path, {"post": "yes", "object_repr": "مزوّر"}).status_code == 403
    desk.post(HISTORY, {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"})
    assert LogEntry.objects.values().get() == before


def test_the_history_is_filtered_searched_and_walked_by_date(desk, editor):
    colleague = make_member(Role.EDITOR, first_name="هدى")
    topic, piece = make_topic("النهر"), make_draft(by=colleague, title="جسر")
    audit.record(topic, by=editor, act="Changed.", changes=[("name", "ساقية", "النهر")])
    audit.record(topic, by=editor, act="Deleted.", flag=DELETION)
    LogEntry.objects.filter(action_flag=DELETION).update(action_time=timezone.now() - timedelta(days=800))
    desk.post(f"/admin/articles/topic/{topic.pk}/change/", {"name_ar": "الوادي", "slug": topic.slug, "kind": "theme"})

    def listed(**query: object) -> list:
        return [(entry.object_repr, entry.action_flag) for entry in desk.get(HISTORY, query).context["cl"].queryset]

    topics, pieces = (ContentType.objects.get_for_model(model).pk for model in (Topic, Article))
    assert listed(kind=pieces) == [(piece.title_ar, ADDITION)]
    assert len(listed(kind=topics)) == 3
    assert listed(user__id__exact=colleague.pk) == [("جسر", ADDITION)]
    assert listed(action_flag__exact=DELETION) == [("النهر", DELETION)]
    assert listed(action_time__year=(timezone.now() - timedelta(days=800)).year) == [("النهر", DELETION)]
    assert listed(q="ساقية") == [("النهر", CHANGE)]
    assert listed(q="الوادي")[0] == ("الوادي", CHANGE)
    assert len(listed(kind="x")) == len(listed()) == 4


@pytest.mark.slow
def test_the_history_costs_the_same_for_one_line_and_for_thirty(desk, editor):
    topic = make_topic()

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(HISTORY).status_code == 200
        return len(queries)

    audit.record(topic, by=editor, act="Changed.", changes=[("name", "أ", "ب")])
    cost()
    one = cost()
    for turn in range(30):
        audit.record(topic, by=editor, act="Changed.", changes=[("name", str(turn), "ب")])
    assert cost() == one <= 14


def test_moments_in_the_history_are_written_as_the_house_writes_them(desk, editor):
    piece = make_draft(by=editor)
    moment = datetime(2026, 9, 24, 18, tzinfo=timezone.get_current_timezone())
    audit.record(piece, by=editor, act="Scheduled.", changes=[("Moment of publication", "", audit.shown(moment))])
    for address in (f"/admin/articles/article/{piece.pk}/history/", "/admin/admin/logentry/"):
        page = desk.get(address).content.decode()
        assert ("24 أيلول 2026، 6 مساءً" in page, "2026-09-24" in page) == (True, False)
