"""Working copies as the form's scripts keep them: what is typed stays, readers see nothing of it, nobody else does."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import merging, working
from articles.models import Article, Presence, Revision, WorkingCopy
from articles.revisions import content_of, newest
from newsroom.accounts import User
from newsroom.roles import Role
from tests.factories import (
    form_data,
    fresh,
    make_author,
    make_content,
    make_draft,
    make_editor,
    make_live,
    make_member,
    make_topic,
    make_writer,
    redraft,
)

pytestmark = pytest.mark.django_db
KEEP, PULSE, TOKEN, LEAVE, DIFFERENCES = (
    f"/admin/articles/article/{name}/" for name in ("keep", "pulse", "token", "leave", "differences")
)
ADD = "/admin/articles/article/add/"
HOUR = timedelta(hours=1)


@pytest.fixture
def me(editor) -> User:
    return editor


def window(piece: Article | None = None, **facts: Any) -> dict[str, Any]:
    """What a window of the form carries along."""
    place = {"piece": piece.pk, "version": piece.version} if piece else {"piece": "", "key": uuid4()}
    return {"window": uuid4(), "serial": 0, **place, **facts}


def typed(piece: Article | None, title: str, **more: Any) -> dict[str, Any]:
    content = content_of(piece) if piece else make_content()
    return form_data(content.with_(title={"ar": title, "en": ""}), **more)


def kept() -> list[str]:
    """The titles of all working copies."""
    return [copy.content["fields"]["title_ar"][0] for copy in WorkingCopy.objects.order_by("pk")]


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


# ---- kept ------------------------------------------------------------------------------------------------------------


def test_what_is_typed_is_kept_and_stands_in_the_form_again(desk, me):
    piece = make_draft(title="قبل")
    here = window(piece)
    answer = desk.post(KEEP, here | typed(piece, "بعد", body_ar="<p>جملة لم تك"))
    copy = WorkingCopy.objects.get()
    told = answer.json()
    assert (answer.status_code, told["kept"], told["copy"]) == (200, True, copy.pk)
    assert told["serial"] == copy.serial
    assert (told["user"], told["version"], told["newer"], told["others"]) == (me.pk, piece.version, None, [])
    page = desk.get(reverse("admin:articles_article_change", args=[piece.pk]))
    form = page.context["form"]
    assert [form[name].value() for name in ("title_ar", "body_ar", "serial")] == ["بعد", "<p>جملة لم تك", copy.serial]
    assert (page.context["recovered"].copy, page.context["recovered"].stale) == (copy, False)


def test_keeping_touches_neither_the_readers_page_nor_the_draft_nor_the_revisions(desk):
    piece = make_live(make_content(title="على الصفحة"))
    before = Client().get(piece.get_absolute_url()).content
    row, revisions = Article.objects.filter(pk=piece.pk).values().get(), Revision.objects.count()
    assert desk.post(KEEP, window(piece) | typed(piece, "سر", tags="وسم لم يكن")).status_code == 200
    assert Client().get(piece.get_absolute_url()).content == before
    assert (Article.objects.filter(pk=piece.pk).values().get(), Revision.objects.count()) == (row, revisions)
    assert content_of(fresh(piece)).title["ar"] == "على الصفحة"


def test_a_piece_never_saved_is_found_again_by_its_key_and_named_to_who_begins_another(desk):
    here = window()
    assert desk.post(KEEP, here | typed(None, "لم تُحفظ قط")).json()["version"] is None
    again = desk.get(ADD, {"key": here["key"]})
    assert (again.context["form"]["title_ar"].value(), again.context["unsaved"]) == ("لم تُحفظ قط", [])
    other = desk.get(ADD)
    assert [copy.submission_key for copy in other.context["unsaved"]] == [here["key"]]
    shown = other.content.decode()
    assert ("لم تُحفظ قط" in shown, f"{ADD}?key={here['key']}" in shown) == (True, True)
    assert not Article.objects.exists()


def test_words_that_come_after_the_first_save_belong_to_the_piece_it_began(desk, me):
    here = window()
    desk.post(ADD, form_data(make_content(), act="save", key=here["key"], window=here["window"]))
    piece = Article.objects.get()
    assert desk.post(KEEP, here | typed(None, "كلمة أخيرة")).status_code == 200
    assert (WorkingCopy.objects.get().article, WorkingCopy.objects.get().user) == (piece, me)


def test_a_confirmed_save_lets_the_copy_go_and_names_the_window(desk):
    piece = make_draft()
    here = window(piece)
    told = desk.post(KEEP, here | typed(piece, "محفوظ")).json()
    sent = typed(piece, "محفوظ", act="save", version=piece.version, window=here["window"], serial=told["serial"])
    answer = desk.post(reverse("admin:articles_article_change", args=[piece.pk]), sent)
    assert (answer.url.split("?")[1], kept()) == (f"saved={here['window']}", [])


def test_only_fields_of_the_form_that_are_open_are_kept(desk):
    piece = make_live(make_content(title="حي"))
    desk.post(KEEP, window(piece) | typed(piece, "جديد", act="publish", number="99", alien="x"))
    fields = WorkingCopy.objects.get().content["fields"]
    alien = {"act", "alien", "user", "window", "serial", "version", "piece", "key", "csrfmiddlewaretoken"}
    # Number and moment of a piece that readers have seen are history.
    assert sorted(fields.keys() & (alien | {"number", "publish_at"})) == []
    assert fields["title_ar"] == ["جديد"]


def test_a_translators_copy_holds_the_translation_alone():
    piece = make_draft(title="عربي")
    client = signed_in(make_member(Role.TRANSLATOR))
    sent = typed(piece, "مزوّر", title_en="A title", body_en="<p>Text</p>", topics=[make_topic().pk])
    assert client.post(KEEP, window(piece) | sent).status_code == 200
    fields = WorkingCopy.objects.get().content["fields"]
    assert sorted(fields) == ["body_en", "standfirst_en", "title_en"]
    form = client.get(reverse("admin:articles_article_change", args=[piece.pk])).context["form"]
    assert [form[name].value() for name in ("title_ar", "title_en")] == ["عربي", "A title"]


def test_a_nul_is_dropped_and_everything_else_stays_letter_for_letter(desk):
    piece = make_draft()
    desk.post(KEEP, window(piece) | typed(piece, "a\x00b", tags="أ،،  ب ", body_ar="<p onclick=x>نص<script>"))
    fields = WorkingCopy.objects.get().content["fields"]
    assert [fields[name] for name in ("title_ar", "tags", "body_ar")] == [
        ["ab"],
        ["أ،،  ب "],
        ["<p onclick=x>نص<script>"],
    ]


@pytest.mark.slow
def test_more_than_any_piece_has_is_refused_in_words(desk):
    answer = desk.post(KEEP, window() | {"body_ar": "ط" * (working.LONGEST + 1)})
    assert (answer.status_code, bool(answer.json()["error"]), kept()) == (413, True, [])


@pytest.mark.parametrize(
    "wrong",
    [
        {"window": ""},
        {"window": "x"},
        {"piece": "x"},
        {"piece": "9" * 40},
        {"piece": "-1"},
        {"piece": "", "key": ""},
        {"piece": "", "key": "1 OR 1"},
    ],
)
@pytest.mark.parametrize("address", [KEEP, PULSE])
def test_garbage_is_refused_in_words_and_writes_nothing(desk, address, wrong):
    answer = desk.post(address, window() | {"title_ar": "مزوّر"} | wrong)
    assert (answer.status_code, bool(answer.json()["error"])) == (400, True)
    assert (kept(), Presence.objects.count()) == ([], 0)


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 40, "٣"])
def test_numbers_that_no_form_sends_are_no_numbers(desk, number):
    piece = make_draft()
    answer = desk.post(KEEP, window(piece, version=number, serial=number) | typed(piece, "نص"))
    assert (answer.status_code, kept()) == (200, ["نص"])


def test_a_piece_deleted_meanwhile_is_told_and_nothing_is_written(desk):
    piece = make_draft()
    here = window(piece)
    piece.delete()
    answers = [desk.post(address, here | {"title_ar": "نص"}) for address in (KEEP, PULSE)]
    assert [(answer.status_code, answer.json()) for answer in answers] == [(410, {"gone": True})] * 2
    assert kept() == []


# ---- two windows -----------------------------------------------------------------------------------------------------


def test_a_second_window_never_goes_over_words_it_has_not_seen(desk):
    piece = make_draft()
    one, two = window(piece), window(piece)
    serial = desk.post(KEEP, one | typed(piece, "الأولى")).json()["serial"]
    refused = desk.post(KEEP, two | typed(piece, "الثانية"))
    told = refused.json()
    assert (refused.status_code, told["window"], told["other"], kept()) == (409, True, str(one["window"]), ["الأولى"])
    # It is given what it would go over, so that nothing is lost when it does.
    assert told["fields"]["title_ar"] == ["الأولى"]
    assert desk.post(KEEP, two | typed(piece, "الثانية", over="1")).json()["serial"] == serial + 1
    assert (desk.post(KEEP, one | typed(piece, "الأولى", serial=serial)).status_code, kept()) == (409, ["الثانية"])


def test_a_window_that_opened_with_the_words_goes_on_with_them(desk):
    piece = make_draft()
    serial = desk.post(KEEP, window(piece) | typed(piece, "أول")).json()["serial"]
    opened = desk.get(reverse("admin:articles_article_change", args=[piece.pk])).context["form"]
    here = window(piece, window=opened["window"].value(), serial=opened["serial"].value())
    assert (here["serial"], desk.post(KEEP, here | typed(piece, "ثانٍ")).status_code, kept()) == (serial, 200, ["ثانٍ"])


def test_two_people_have_a_copy_each(desk):
    piece, colleague = make_draft(), signed_in(make_editor(first_name="سلمى"))
    desk.post(KEEP, window(piece) | typed(piece, "كلماتي أنا"))
    assert colleague.post(KEEP, window(piece) | typed(piece, "كلماتها هي")).status_code == 200
    assert kept() == ["كلماتي أنا", "كلماتها هي"]
    page = colleague.get(reverse("admin:articles_article_change", args=[piece.pk])).content.decode()
    assert ("كلماتي أنا" in page, "كلماتها هي" in page) == (False, True)


def test_somebody_elses_save_is_told_with_name_and_moment(desk, me):
    piece = make_draft()
    here = window(piece)
    colleague = signed_in(make_editor(first_name="سلمى", last_name="العلي"))
    sent = typed(piece, "لها", act="save", version=piece.version)
    colleague.post(reverse("admin:articles_article_change", args=[piece.pk]), sent)
    told = desk.post(KEEP, here | typed(piece, "لي")).json()
    assert (told["kept"], told["newer"]["by"], told["newer"]["mine"]) == (True, "سلمى العلي", False)
    assert (told["version"], bool(told["newer"]["at"])) == (piece.version + 1, True)
    recovered = desk.get(reverse("admin:articles_article_change", args=[piece.pk])).context["recovered"]
    assert recovered.stale is True
    assert desk.post(PULSE, window(fresh(piece))).json()["newer"] is None


def test_words_kept_after_a_colleague_saved_still_know_what_both_began_from(desk):
    piece = make_draft(title="الأصل", standfirst="مقدمة الأصل")
    here = window(piece, base=newest(piece).pk)
    redraft(piece, standfirst={"ar": "مقدمة الزميلة", "en": ""})
    row = fresh(piece)
    mine = typed(row, "عنواني", standfirst_ar="مقدمة الأصل")
    assert desk.post(KEEP, here | mine).json()["kept"]
    door = reverse("admin:articles_article_change", args=[piece.pk])
    form = desk.get(door).context["form"]
    carried = {name: form[name].value() for name in ("version", "base", "window", "serial")}
    assert (carried["version"], carried["base"]) == (here["version"], here["base"])
    met = desk.post(door, mine | carried | {"act": "save"})
    assert met.status_code == 409
    assert {choice.name: choice.taken for choice in met.context["meeting"].choices} == {
        "title_ar": "mine",
        "standfirst_ar": "theirs",
    }


# ---- rights ----------------------------------------------------------------------------------------------------------


def test_nobody_keeps_words_in_a_piece_whose_form_does_not_open_for_him():
    piece, client = make_draft(title="سر الزميلة"), signed_in(make_writer())
    for address in (KEEP, PULSE, DIFFERENCES):
        answer = client.post(address, window(piece) | typed(piece, "مزوّر", before="{}", after="{}"))
        assert (answer.status_code, "سر الزميلة" in answer.content.decode()) == (403, False)
    assert (kept(), Presence.objects.count()) == ([], 0)


def test_a_form_that_another_account_has_opened_is_refused(desk, me):
    piece = make_draft()
    answer = desk.post(KEEP, window(piece, user=me.pk + 1) | typed(piece, "لغيري"))
    assert (answer.status_code, kept()) == (403, [])
    assert desk.post(KEEP, window(piece, user=me.pk) | typed(piece, "لي")).status_code == 200


def test_whoever_may_begin_nothing_keeps_nothing():
    client = signed_in(make_member(Role.TRANSLATOR))
    assert (client.post(KEEP, window() | typed(None, "مزوّر")).status_code, kept()) == (403, [])


def test_the_token_is_for_who_is_signed_in(desk, me):
    told = desk.get(TOKEN).json()
    assert (told["user"], len(told["token"])) == (me.pk, 64)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(me)
    sent = window() | typed(None, "نص")
    assert strict.post(KEEP, sent).status_code == 403
    fresh_token = strict.get(TOKEN).json()["token"]
    assert strict.post(KEEP, sent | {"csrfmiddlewaretoken": fresh_token}).status_code == 200
    assert Client().get(TOKEN).status_code == 302


# ---- what differs ----------------------------------------------------------------------------------------------------


def copy_of(user: User, piece: Article | None, title: str = "كلمتي") -> WorkingCopy:
    return working.keep(
        by=user,
        article=piece,
        key=None if piece else uuid4(),
        fields={
            name: [str(item) for item in value] if isinstance(value, list) else [str(value)]
            for name, value in typed(piece, title).items()
        },
        window=uuid4(),
        serial=0,
        version=piece.version if piece else None,
        now=timezone.now(),
    )


def door(copy: WorkingCopy, name: str = "copy") -> str:
    return reverse(f"admin:articles_article_{name}", args=[copy.pk])


def test_a_copy_is_shown_word_by_word_against_the_saved_text_and_changes_nothing(desk, me):
    piece = make_draft(title="النهر هادئ")
    copy = copy_of(me, piece, "النهر غاضب")
    page = desk.get(door(copy))
    assert [(change.name, change.before, change.after) for change in page.context["changes"]] == [
        ("title_ar", "النهر هادئ", "النهر غاضب")
    ]
    part = desk.get(door(copy), {"part": "1"})
    assert (part.templates[0].name, "<html" in part.content.decode()) == ("admin/components/differences.html", False)
    assert (kept(), content_of(fresh(piece)).title["ar"]) == (["النهر غاضب"], "النهر هادئ")


def test_a_copy_with_a_field_that_the_form_would_refuse_is_shown_all_the_same(desk, me):
    piece = make_draft(title="قصير")
    copy = copy_of(me, piece, "طويل " * 60)
    copy.content["fields"] |= {"number": ["no number"], "column": ["999999"], "publish_at": ["yesterday"]}
    copy.save()
    page = desk.get(door(copy))
    assert (page.status_code, "طويل طويل" in page.content.decode()) == (200, True)


@pytest.mark.parametrize("name", ["copy", "discard_copy"])
def test_somebody_elses_copy_does_not_exist_not_even_for_the_editor_in_chief(desk, name):
    copy = copy_of(make_editor(), make_draft(), "سر")
    answer = desk.post(door(copy, name), {"serial": 1}) if name == "discard_copy" else desk.get(door(copy, name))
    assert (answer.status_code, "سر" in answer.content.decode(), kept()) == (404, False, ["سر"])


def test_whoever_may_no_longer_open_the_piece_sees_his_own_words_and_none_of_the_others():
    writer = make_writer()
    piece = make_draft(make_content(title="مشترك", body="<p>نص خفي للآخرين</p>"), by=writer)
    copy = copy_of(writer, piece, "كلمتي أنا")
    Article.objects.filter(pk=piece.pk).update(created_by=make_editor())
    page = signed_in(writer).get(door(copy)).content.decode()
    assert ("كلمتي أنا" in page, reverse("admin:articles_article_change", args=[piece.pk]) in page) == (True, False)
    fields = copy.content["fields"] | {"body_ar": ["<p>لي</p>"]}
    WorkingCopy.objects.filter(pk=copy.pk).update(content={"schema": 1, "fields": fields})
    assert "نص خفي للآخرين" not in signed_in(writer).get(door(copy)).content.decode()


def test_a_copy_is_let_go_and_leads_back_to_the_form(desk, me):
    piece = make_draft()
    copy, new = copy_of(me, piece), copy_of(me, None)
    answers = [desk.post(door(each, "discard_copy"), {"serial": each.serial}) for each in (copy, new)]
    assert [answer.url for answer in answers] == [
        reverse("admin:articles_article_change", args=[piece.pk]),
        reverse("admin:index"),
    ]
    assert kept() == []


@pytest.mark.parametrize("serial", ["", "0", "x", "2"])
def test_a_copy_that_has_grown_since_it_was_shown_stays(desk, me, serial):
    copy = copy_of(me, make_draft())
    answer = desk.post(door(copy, "discard_copy"), {"serial": serial})
    assert (answer.url, kept()) == (door(copy), ["كلمتي"])


def test_nothing_is_let_go_by_a_link(desk, me):
    copy = copy_of(me, make_draft())
    assert (desk.get(door(copy, "discard_copy")).status_code, kept()) == (405, ["كلمتي"])


def test_the_browser_may_ask_what_differs_and_nothing_is_written(desk):
    piece = make_draft()
    rows = [Article.objects.values().get(), Revision.objects.count()]
    before, after = ({"title_ar": [title], "tags": ["وسم لم يكن"]} for title in ("جسر قديم", "جسر جديد"))
    sent = {"piece": piece.pk, "before": json.dumps(before), "after": json.dumps(after)}
    answer = desk.post(DIFFERENCES, sent)
    assert [change.name for change in answer.context["changes"]] == ["title_ar"]
    assert "<html" not in answer.content.decode()
    assert desk.post(DIFFERENCES, sent | {"after": sent["before"]}).status_code == 204
    assert ([Article.objects.values().get(), Revision.objects.count()], kept()) == (rows, [])


def test_markup_in_what_differs_is_shown_and_never_run(desk):
    after = {"title_ar": ["<img src=x onerror=alert(1)>"], "body_ar": ["<p>نص<script>alert(1)</script></p>"]}
    shown = desk.post(DIFFERENCES, {"key": uuid4(), "before": "{}", "after": json.dumps(after)}).content.decode()
    assert ("<img src=x" in shown, "<script" in shown, "نص" in shown) == (False, False, True)


@pytest.mark.parametrize(
    "wrong", ["", "x", "[]", "1", '{"title_ar": "x"}', '{"title_ar": [1]}', "null", '{"a": [["x"]]}']
)
def test_fields_that_no_form_has_are_refused_in_words(desk, wrong):
    answer = desk.post(DIFFERENCES, {"key": uuid4(), "before": "{}", "after": wrong})
    assert (answer.status_code, bool(answer.json()["error"])) == (400, True)


# ---- the session -----------------------------------------------------------------------------------------------------


@pytest.fixture
def clock():
    with time_machine.travel(timezone.now().replace(microsecond=0), tick=False) as clock:
        yield clock


def session_of(client: Client) -> tuple[dict, Any]:
    """What the session holds, and when it ends, as the database has it."""
    row = client.session.model.objects.get(session_key=client.session.session_key)
    return row.get_decoded(), row.expire_date


@pytest.mark.parametrize("unattended", [True, False])
def test_a_window_left_open_does_not_keep_its_session_alive(me, clock, unattended):
    client, piece = signed_in(me), make_draft()
    here, headers = window(piece), {"X-Unattended": "1"} if unattended else {}
    client.get("/admin/")
    for _turn in range(5):
        clock.shift(HOUR / 2 - timedelta(minutes=1))
        answer = client.post(PULSE, here, headers=headers)
    # Two hours and twenty-five minutes since somebody was there.
    assert (answer.status_code, "ended=idle" in answer.headers.get("Location", "")) == (
        (302, True) if unattended else (200, False)
    )


def test_an_unattended_answer_writes_nothing_into_the_session(me, clock):
    client, piece = signed_in(me), make_draft()
    client.get("/admin/")
    before = session_of(client)
    clock.shift(timedelta(minutes=5))
    answers = [
        client.post(PULSE, window(piece), headers={"X-Unattended": "1"}),
        client.post(KEEP, window(piece) | typed(piece, "نص"), headers={"X-Unattended": "1"}),
        client.get(TOKEN, headers={"X-Unattended": "1"}),
        client.post(f"{LEAVE}?unattended=1", {"window": uuid4()}),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 204]
    assert [answer.cookies.get("sessionid") for answer in answers] == [None] * 4
    assert session_of(client) == before
    client.get("/admin/")
    assert session_of(client) != before


def test_a_session_that_ended_is_told_by_the_sign_in(me):
    client, piece = signed_in(me), make_draft()
    client.get("/admin/")
    me.groups.add(Group.objects.create(name="a role"))
    answer = client.post(KEEP, window(piece) | typed(piece, "نص"), headers={"X-Unattended": "1"})
    assert (answer.status_code, answer.url.split("&")[0], kept()) == (302, "/admin/login/?ended=changed", [])


def test_the_page_after_the_sign_out_says_that_the_device_is_wiped(desk):
    page = desk.post(reverse("admin:logout")).content.decode()
    assert ("data-signed-out" in page, "desk/journal.js" in page) == (True, True)


# ---- out of order, and on the heels of a save ------------------------------------------------------------------------


def change(piece: Article) -> str:
    return reverse("admin:articles_article_change", args=[piece.pk])


def test_a_request_that_was_long_on_its_way_goes_over_nothing_newer(desk):
    piece = make_draft()
    here = window(piece)
    serial = desk.post(KEEP, here | typed(piece, "الجملة كلها", turn=8)).json()["serial"]
    late = desk.post(KEEP, here | typed(piece, "الجم", turn=5))
    assert (late.status_code, late.json()["serial"], kept()) == (200, serial, ["الجملة كلها"])


def test_a_window_never_takes_a_later_copy_for_the_one_it_knew(desk):
    piece = make_draft()
    one, two = window(piece), window(piece)
    known = desk.post(KEEP, one | typed(piece, "أول")).json()["serial"]
    desk.post(change(piece), typed(piece, "أول", act="save", version=piece.version, window=one["window"], serial=known))
    row = fresh(piece)
    assert kept() == []
    desk.post(KEEP, two | typed(row, "كلمات النافذة الثانية", version=row.version))
    again = desk.post(KEEP, one | typed(row, "كلمات الأولى", version=row.version, serial=known))
    assert (again.status_code, kept()) == (409, ["كلمات النافذة الثانية"])
    sent = typed(row, "كلمات الأولى", act="save", version=row.version, window=one["window"], serial=known)
    assert (desk.post(change(piece), sent).status_code, kept()) == (302, ["كلمات النافذة الثانية"])


def test_words_kept_while_the_save_was_on_its_way_stay(desk):
    piece = make_draft()
    here = window(piece)
    first = desk.post(KEEP, here | typed(piece, "قبل الضغط", turn=3)).json()["serial"]
    desk.post(KEEP, here | typed(piece, "قبل الضغط وبعده", turn=9))
    sent = typed(piece, "قبل الضغط", act="save", version=piece.version, window=here["window"], serial=first, turn=3)
    assert (desk.post(change(piece), sent).status_code, kept()) == (302, ["قبل الضغط وبعده"])


def test_the_copy_of_a_lost_answer_goes_with_the_save_that_carried_its_words(desk):
    piece = make_draft()
    here = window(piece)
    desk.post(KEEP, here | typed(piece, "نصف", turn=3))
    sent = typed(piece, "نصف الجملة", act="save", version=piece.version, window=here["window"], serial=0, turn=4)
    assert (desk.post(change(piece), sent).status_code, kept()) == (302, [])


def test_an_old_text_does_not_rise_again_because_it_was_kept_after_its_save(desk, me):
    piece = make_draft(title="قديم")
    here = window(piece, base=newest(piece).pk)
    mine = typed(piece, "نصي المحفوظ")
    desk.post(change(piece), mine | {"act": "save", "version": piece.version})
    assert desk.post(KEEP, here | mine).json()["kept"]
    redraft(fresh(piece), title={"ar": "نص الزميلة", "en": ""})
    opened = desk.get(change(piece))
    assert (opened.context["recovered"], opened.context["form"]["title_ar"].value()) == (None, "نص الزميلة")


def test_what_colleagues_typed_into_a_deleted_draft_stays_theirs(desk, me):
    piece, colleague = make_draft(), make_editor()
    signed_in(colleague).post(KEEP, window(piece) | typed(piece, "عمل ساعة"))
    door = reverse("admin:articles_article_delete", args=[piece.pk])
    assert desk.post(door, {"post": "yes", "version": piece.version}).status_code == 302
    copy = WorkingCopy.objects.get()
    assert (kept(), copy.user, copy.article) == (["عمل ساعة"], colleague, None)
    opened = signed_in(colleague).get(ADD, {"key": copy.submission_key})
    assert (opened.context["form"]["title_ar"].value(), opened.context["recovered"].copy) == ("عمل ساعة", copy)


def test_a_typed_moment_is_kept_by_every_button_that_takes_no_text(desk):
    piece = make_draft()
    moment = (timezone.localtime() + 48 * HOUR).replace(second=0, microsecond=0)
    content = content_of(piece).with_(publish_at=moment)
    sent = form_data(content, version=piece.version, act="note", note="متى ننشر؟")
    assert desk.post(change(piece), sent).status_code == 302
    assert content_of(fresh(piece)).publish_at == moment


def test_a_moment_that_nobody_touched_keeps_its_seconds(desk):
    piece = make_live()
    sent = form_data(content_of(piece).with_(title={"ar": "آخر", "en": ""}), version=piece.version, act="save")
    desk.post(change(piece), sent)
    before, after = content_of(piece), content_of(fresh(piece))
    assert before.differing(after) == ("title_ar",)


def test_names_merged_since_are_in_the_form_as_what_they_became(desk, me):
    old, new = make_topic("بحر إيجة"), make_topic("إيجة")
    piece = make_draft(topics=[old])
    sent = typed(piece, "عنوان آخر", version=piece.version)
    desk.post(KEEP, window(piece) | sent)
    merging.merge(old, into=new, by=me, now=timezone.now())
    opened = desk.get(change(piece)).context["form"]
    assert [str(one) for one in opened["topics"].value()] == [str(new.pk)]
    assert desk.post(change(piece), sent | {"act": "save"}).status_code == 302
    assert [ref.id for ref in content_of(fresh(piece)).topics] == [new.pk]


def test_two_tags_that_do_not_exist_yet_are_two(desk):
    piece = make_draft()
    sides = [json.dumps({"title_ar": ["عنوان"], "tags": [tags]}) for tags in ("جسر عتيق", "نافورة")]
    told = desk.post(DIFFERENCES, window(piece) | dict(zip(("before", "after"), sides, strict=True)))
    assert told.status_code == 200
    same = [json.dumps({"title_ar": ["عنوان"], "tags": [tags]}) for tags in ("جسرٌ عتيق", "جسر عتيق")]
    told = desk.post(DIFFERENCES, window(piece) | dict(zip(("before", "after"), same, strict=True)))
    assert told.status_code == 204


def test_a_deep_nest_is_garbage_like_any_other(desk):
    deep = "[" * 100_000
    assert desk.post(DIFFERENCES, window(make_draft()) | {"before": deep, "after": "{}"}).status_code == 400


def test_somebody_elses_form_address_leads_to_none_of_his_words(desk):
    colleague, key = signed_in(make_editor()), uuid4()
    colleague.post(ADD, form_data(make_content(title="سرّ الزميل"), key=key, act="save"))
    theirs = Article.objects.get()
    answer = signed_in(make_writer()).post(ADD, form_data(make_content(title="عملي"), key=key, act="save"))
    assert answer.status_code == 302
    mine = Article.objects.exclude(pk=theirs.pk).get()
    assert (content_of(mine).title["ar"], content_of(theirs).title["ar"]) == ("عملي", "سرّ الزميل")


def test_a_translator_saves_though_an_author_of_the_draft_is_gone():
    gone = make_author("كاتب عابر")
    piece = make_draft(authors=[gone, make_author("كاتبة باقية")])
    piece.bylines.filter(author=gone).delete()
    gone.delete()
    sent = typed(piece, "لا يُكتب", version=piece.version, act="save", body_en="<p>Translated.</p>")
    answer = signed_in(make_member(Role.TRANSLATOR)).post(change(piece), sent)
    assert answer.status_code == 302
    assert content_of(fresh(piece)).body["en"] == "<p>Translated.</p>"
