"""The checklist before publishing: what it asks, what of it the house demands, and how a press that it stops ends."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from articles import publishing
from articles.copydesk import demanded
from articles.copydesk.findings import findings_in, house_style
from articles.copydesk.passages import stored
from articles.importing.facts import OUTLET, of_row
from articles.models import Revision
from newsroom import audit
from newsroom.models import SiteSettings
from newsroom.outlet import Check
from tests.articles.test_writing import door, said, sent
from tests.factories import fresh, make_content, make_draft, make_live, make_photo, make_topic

pytestmark = pytest.mark.django_db

SOURCE = '<sup class="footnote">كتاب الأنهار</sup>'
STANDFIRST = "مقدمة تقول في سطر واحد ما الذي سيقرؤه القارئ ولماذا يهمّه اليوم."
WHOLE = f'<p>نصّ{SOURCE} فيه <a href="https://example.org/">تقرير النهر</a>.</p><h2>عنوان</h2><p>وتتمّة.</p>'


def asked(check: Check | str, **facts: Any) -> list[str]:
    """What the house says about a finished piece with ``facts`` changed, when it demands ``check``."""
    SiteSettings.objects.update_or_create(pk=1, defaults={"blocking": str(check)})
    return [sentence.partition(": ")[2] for sentence in demanded(finished(**facts))]


def finished(**facts: Any) -> Any:
    """A content that no check has anything to say about."""
    whole = {
        "title": "النهر في الشتاء",
        "standfirst": STANDFIRST,
        "body": WHOLE,
        "topics": [make_topic()],
        "photo": make_photo((640, 480), alt_ar="نهر", credit_ar="سلمى", alt_en="River", credit_en="Salma"),
    }
    return make_content(**(whole | facts))


@pytest.mark.parametrize("check", list(Check))
def test_a_finished_piece_passes(check):
    assert asked(check) == []


ENGLISH = {
    "title_en": "A river",
    "standfirst_en": "What a river in winter says of its two banks.",
    "body_en": "<p>One.</p>",
}
AMISS: dict[str, tuple[str, dict[str, Any], list[str]]] = {
    "no title": ("title", {"title": " "}, ["لا شيء منه بعد."]),
    "a long title": ("title", {"title": "عنوان طويل " * 9}, ["طوله 98 من الأحرف، وتطبيقات المراسلة تقطعه بعد 80."]),
    "no standfirst": ("standfirst", {"standfirst": ""}, ["لا شيء منه بعد."]),
    "a short standfirst": ("standfirst", {"standfirst": "قصيرة"}, ["طولها 5 من الأحرف، والأحسن ما بين 40 و300."]),
    "a long standfirst": ("standfirst", {"standfirst": "ط" * 301}, ["طولها 301 من الأحرف، والأحسن ما بين 40 و300."]),
    "no photo": ("photo", {"photo": None}, ["لا شيء منه بعد."]),
    "no topic": ("topic", {"topics": []}, ["لا شيء منه بعد."]),
    "no source": ("sources", {"body": "<p>نصّ.</p>"}, ["لا شيء منه بعد."]),
    "a subheading first": (
        "headings",
        {"body": "<p>أ</p><h3>صغير</h3><p>ب</p>"},
        ["العنوان الصغير «\u2068صغير\u2069» يسبق أي عنوان فرعي."],
    ),
    "a heading over nothing": (
        "headings",
        {"body": "<h2>أول</h2><h2>ثانٍ</h2><p>أ</p><h2>آخر</h2>"},
        ["لا نصّ تحت العنوان «\u2068أول\u2069».", "لا نصّ تحت العنوان «\u2068آخر\u2069»."],
    ),
    "empty words on a link": (
        "links",
        {"body": '<p><a href="/a">هُنا</a> و<a href="/b">اضغط هنا</a> و<a href="/c">https://x.example/y</a></p>'},
        [
            "«\u2068هُنا\u2069» لا تقول إلى أين يقود الرابط.",
            "«\u2068اضغط هنا\u2069» لا تقول إلى أين يقود الرابط.",
            "«\u2068https://x.example/y\u2069» لا تقول إلى أين يقود الرابط.",
        ],
    ),
    "findings": ("findings", {"body": f"<p>قال ، ثم شـــباك{SOURCE}</p>"}, ["ملاحظتان مفتوحتان."]),
    "half a translation": (
        "translation",
        {"title_en": "A river"},
        ["English: كُتب العنوان دون النصّ، أو النصّ دون العنوان."],
    ),
    "a translation that waits": ("translation", ENGLISH, ["English: كُتبت ولم تُتح للقرّاء."]),
    "a card without a picture": ("card", {"photo": None}, ["لا صورة لها من دون صورة رئيسية."]),
    "a card without words": ("card", {"standfirst": ""}, ["لا كلام تحت عنوانها من دون مقدمة."]),
}


@pytest.mark.parametrize(("check", "facts", "sentences"), AMISS.values(), ids=AMISS)
def test_what_is_amiss_is_said_in_words(check, facts, sentences):
    with translation.override("ar"):
        assert asked(check, **facts) == sentences


def test_a_photo_says_to_everybody_what_it_shows_and_whose_it_is():
    photo = make_photo((300, 200), alt_ar="", credit_ar="سلمى", alt_en="River")
    with translation.override("ar"):
        assert asked("photo", photo=photo) == ["لا وصف لها لمن لا يراها."]
        released = {**ENGLISH, "photo": photo}
        assert asked("photo,card", **released, released=("ar", "en")) == [
            "لا وصف لها لمن لا يراها.",
            "English: لا يُذكر صاحبها.",
            "صورتها أصغر من 600 × 315 بكسل.",
        ]


def test_of_a_translation_only_what_readers_see_is_asked():
    facts = {"title_en": "A river", "body_en": '<p><a href="/a">here</a></p>'}
    with translation.override("ar"):
        assert asked("links,sources", **facts) == []
        assert asked("links,sources", **facts, released=("ar", "en")) == [
            "English: لا شيء منه بعد.",
            "English: «\u2068here\u2069» لا تقول إلى أين يقود الرابط.",
        ]


def test_a_finding_that_was_left_is_open_no_more():
    content = finished(body=f"<p>قال ، ثم{SOURCE}</p>")
    SiteSettings(blocking="findings").save()
    assert len(demanded(content)) == 1
    [found] = findings_in(stored(content), style=house_style(SiteSettings.load()))
    assert demanded(content.with_(ignored=(found.key,))) == []


# ---- what forbids, and what advises ----------------------------------------------------------------------------------


def test_nothing_is_demanded_until_the_house_says_so(editor):
    piece = make_draft(make_content(standfirst=""))
    assert demanded(make_content()) == []
    publishing.publish(piece, content=make_content(), version=piece.version, by=editor, now=timezone.now())
    assert fresh(piece).is_live()


@pytest.mark.parametrize("act", ["publish", "schedule"])
def test_what_is_demanded_stops_the_press_in_words_and_keeps_every_letter(desk, act):
    SiteSettings(blocking="topic,sources").save()
    piece = make_draft(title="عنوان قديم")
    moment = timezone.now() + timedelta(days=2)
    typed = sent(piece, act=act, title={"ar": "عنوان جديد", "en": ""}, publish_at=moment) | {"note": "لزميلي"}
    answer = desk.post(door("change", piece), typed)
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == [
        "قائمة التحقق، موضوع: لا شيء منه بعد.",
        "قائمة التحقق، المصادر: لا شيء منه بعد.",
    ]
    form = answer.context["form"]
    assert (form["title_ar"].value(), form["body_ar"].value()) == ("عنوان جديد", typed["body_ar"])
    assert answer.context["typed_note"] == "لزميلي"
    assert (fresh(piece).title_ar, fresh(piece).is_live(), Revision.objects.filter(article=piece).count()) == (
        "عنوان قديم",
        False,
        1,
    )


def test_a_live_piece_keeps_its_text_until_what_is_demanded_is_there(desk):
    piece = make_live(title="عنوان")
    SiteSettings(blocking="topic").save()
    assert (
        desk.post(door("change", piece), sent(piece, act="publish", title={"ar": "آخر", "en": ""})).status_code == 422
    )
    assert fresh(piece).title_ar == "عنوان"
    # A draft of it may be as unfinished as it likes.
    assert desk.post(door("change", piece), sent(piece, act="save", title={"ar": "آخر", "en": ""})).status_code == 302


def test_many_at_once_are_stopped_one_by_one_and_named(desk):
    SiteSettings(blocking="topic").save()
    bare, filed = make_draft(title="بلا موضوع"), make_draft(title="بموضوع", topics=[make_topic()])
    chosen = {"action": "publish_selected", "_selected_action": [bare.pk, filed.pk], "confirmed": "publish_selected"}
    versions = {f"version-{piece.pk}": piece.version for piece in (bare, filed)}
    answer = desk.post("/admin/articles/article/", chosen | versions)
    assert said(answer) == ["«بلا موضوع»: قائمة التحقق، موضوع: لا شيء منه بعد.", "أُنجزت مادة واحدة."]
    assert (fresh(bare).is_live(), fresh(filed).is_live()) == (False, True)


def test_the_form_tells_what_forbids_from_what_advises_without_script(desk):
    SiteSettings(blocking="topic").save()
    piece = make_draft(title="عنوان", body=WHOLE, standfirst=STANDFIRST)
    report = desk.get(door("change", piece)).context["copydesk"]
    states = {each.check.value: (bool(each.amiss), each.forbids) for each in report.checklist}
    assert list(states) == Check.values
    assert {name for name, state in states.items() if state == (True, True)} == {"topic"}
    assert {name for name, state in states.items() if state == (True, False)} == {"photo", "card"}
    assert (report.forbidding, report.advising) == (1, 2)
    page = desk.get(door("change", piece)).content.decode()
    assert '<span class="copydesk-forbids">مانع واحد</span>' in page


def test_the_checklist_costs_two_questions_at_most():
    SiteSettings(blocking=",".join(Check.values)).save()
    content = finished()
    with CaptureQueriesContext(connection) as queries:
        assert demanded(content) == []
    # The settings, the names' other spellings, the photo.
    assert sum("SELECT" in query["sql"] for query in queries) == 3


# ---- the setting -----------------------------------------------------------------------------------------------------

ROOM = "/admin/newsroom/sitesettings/1/change/"
TABLE = SiteSettings._meta.db_table


def room(desk: Any, **changes: Any) -> dict[str, Any]:
    """What the browser sends from the form of the settings."""
    desk.get("/admin/newsroom/sitesettings/")
    form = desk.get(ROOM).context["adminform"].form
    data = {name: form[name].value() for name in form.fields}
    return {name: "" if value is None else value for name, value in data.items()} | changes


def test_the_editor_in_chief_ticks_what_forbids_and_the_history_says_it_in_words(desk):
    assert desk.post(ROOM, room(desk, blocking=["sources", "title"], tanwin="on alef")).status_code == 302
    outlet = SiteSettings.load()
    assert (outlet.blocking, outlet.tanwin) == ("title,sources", "on alef")
    assert [outlet.demands(check) for check in (Check.TITLE, Check.SOURCES, Check.TOPIC)] == [True, True, False]
    assert desk.get(ROOM).context["adminform"].form["blocking"].value() == ["title", "sources"]
    entry = LogEntry.objects.latest("pk")
    with translation.override("ar"):
        changes = {label: (old, new) for act in audit.acts(entry) for label, old, new in act.changes}
    assert changes["ما يمنع النشر"] == ("", "العنوان، المصادر")
    # Sent again unchanged, nothing has changed.
    desk.post(ROOM, room(desk))
    assert [act.changes for act in audit.acts(LogEntry.objects.latest("pk"))] == [[]]
    desk.post(ROOM, room(desk, blocking=[]))
    assert SiteSettings.load().blocking == ""


def test_a_check_that_is_none_is_refused(desk):
    answer = desk.post(ROOM, room(desk, blocking=["title", "x"]))
    assert (answer.status_code, list(answer.context["adminform"].form.errors)) == (200, ["blocking"])
    assert SiteSettings.load().blocking == ""
    with pytest.raises(ValidationError):
        SiteSettings(blocking="title,x").full_clean()


def test_the_settings_of_the_copy_desk_travel_with_the_house():
    SiteSettings(blocking="title", tanwin="before alef").save()
    facts = of_row(OUTLET, SiteSettings.load())
    assert (facts["blocking"], facts["tanwin"]) == ("title", "before alef")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_columns_of_the_settings_go_and_come_back_with_the_row_untouched():
    SiteSettings(name_ar="شُبّاك", quotes="guillemets", blocking="title").save()
    latest = [node for node in MigrationExecutor(connection).loader.graph.leaf_nodes() if node[0] == "newsroom"]
    try:
        MigrationExecutor(connection).migrate([("newsroom", "0006_account_names_folded")])
        with connection.cursor() as cursor:
            columns = {column.name for column in connection.introspection.get_table_description(cursor, TABLE)}
        assert columns & {"blocking", "tanwin"} == set()
    finally:
        MigrationExecutor(connection).migrate(latest)
    outlet = SiteSettings.load()
    assert (outlet.name_ar, outlet.quotes, outlet.blocking, outlet.tanwin) == ("شُبّاك", "guillemets", "", "as typed")
