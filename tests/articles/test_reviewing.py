"""A writer hands a draft over, an editor publishes it or returns it with a note; nothing typed is lost on the way."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import publishing, reviewing, revisions
from articles.models import Article, Note, Revision
from articles.models.article import State
from articles.revisions import Conflict, content_of
from newsroom.accounts import User
from newsroom.refusals import Refused
from newsroom.roles import Role
from tests.factories import (
    arabic,
    form_data,
    fresh,
    make_author,
    make_content,
    make_draft,
    make_live,
    make_member,
    make_scheduled,
    make_withdrawn,
    make_writer,
)

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/article/add/"


def door(piece: Article) -> str:
    return reverse("admin:articles_article_change", args=[piece.pk])


def window(account: User) -> Client:
    client = Client()
    client.force_login(account)
    return client


def sent(piece: Article, act: str, *, note: str = "", **changes: Any) -> dict[str, Any]:
    """What the browser sends from the opened form of ``piece`` after some fields were changed."""
    return form_data(content_of(piece).with_(**changes), version=piece.version, act=act, note=note)


def said(answer: Any) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def thread(piece: Article) -> list[tuple[str, str, User | None]]:
    return [(note.kind, note.text, note.by) for note in piece.notes.all()]


@pytest.fixture
def writer(db: None) -> User:
    return make_writer(first_name="سلمى")


@pytest.fixture
def editor(db: None) -> User:
    return make_member(Role.EDITOR, first_name="مالك")


def handed_over(by: User, *, note: str = "", **facts: Any) -> Article:
    piece = make_draft(make_content(**facts), by=by)
    reviewing.submit(piece, content=content_of(piece), version=piece.version, by=by, now=timezone.now(), note=note)
    return fresh(piece)


# ---- the way there and back ------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_piece_goes_over_comes_back_and_is_published(writer, editor):
    writing, editing = window(writer), window(editor)
    piece = make_draft(title="أول", by=writer)
    answer = writing.post(door(piece), sent(piece, "submit", note="جاهزة", title=arabic("ثانٍ")))
    assert (answer.status_code, answer.url) == (302, door(piece))
    piece = fresh(piece)
    assert (piece.state(), piece.title_ar) == (State.IN_REVIEW, "ثانٍ")
    assert piece.draft_revision.kind == Revision.Kind.REVIEW

    answer = editing.post(door(piece), sent(piece, "send_back", note="العنوان قصير"))
    assert answer.status_code == 302
    piece = fresh(piece)
    assert piece.state() == State.DRAFT
    assert "العنوان قصير" in writing.get(door(piece)).content.decode()

    writing.post(door(piece), sent(piece, "submit", title=arabic("ثالث")))
    piece = fresh(piece)
    answer = editing.post(door(piece), sent(piece, "publish"))
    assert answer.status_code == 302
    piece = fresh(piece)
    assert (piece.state(), piece.title_ar) == (State.LIVE, "ثالث")
    assert thread(piece) == [
        (Note.Kind.HANDED_OVER, "جاهزة", writer),
        (Note.Kind.RETURNED, "العنوان قصير", editor),
        (Note.Kind.HANDED_OVER, "", writer),
    ]


def test_a_new_piece_is_handed_over_with_its_first_words(writer):
    content = make_content(title="جديدة")
    data = form_data(content, key="6f9619ff-8b86-4d01-b42d-00cf4fc964ff", act="submit", note="أول ما كتبت")
    for _press in range(2):
        assert window(writer).post(ADD, data).status_code == 302
    piece = Article.objects.get()
    assert (piece.state(), piece.title_ar, thread(piece)) == (
        State.IN_REVIEW,
        "جديدة",
        [(Note.Kind.HANDED_OVER, "أول ما كتبت", writer)],
    )


def test_the_writer_takes_it_back_and_what_was_typed_meanwhile_is_saved(writer):
    piece = handed_over(writer, title="أول")
    answer = window(writer).post(door(piece), sent(piece, "take_back", title=arabic("أحسن")))
    piece = fresh(piece)
    assert (answer.status_code, piece.state(), piece.title_ar) == (302, State.DRAFT, "أحسن")


def test_saving_in_review_keeps_it_there(writer, editor):
    piece = handed_over(writer, title="أول")
    window(editor).post(door(piece), sent(piece, "save", title=arabic("منقّح")))
    piece = fresh(piece)
    assert (piece.state(), piece.title_ar) == (State.IN_REVIEW, "منقّح")


def test_it_is_scheduled_from_review_and_taken_off_it_is_a_draft(writer, editor):
    piece = handed_over(writer)
    at = timezone.now() + timedelta(days=2)
    publishing.publish(piece, content=content_of(piece), version=piece.version, by=editor, now=timezone.now(), at=at)
    assert fresh(piece).state() == State.SCHEDULED
    publishing.unschedule(fresh(piece), version=piece.version, by=editor, now=timezone.now())
    assert fresh(piece).state() == State.DRAFT


def test_a_piece_in_review_is_deleted_like_any_draft(writer):
    piece = handed_over(writer)
    publishing.discard(piece, by=writer, now=timezone.now())
    assert not Article.objects.exists() and not Note.objects.exists()


def test_readers_see_nothing_of_it(client, writer):
    piece = handed_over(writer, title="سرّ المراجعة")
    assert client.get(f"/s/{piece.code}/").status_code == 404
    assert "سرّ المراجعة" not in client.get("/").content.decode()


# ---- refused, and nothing lost ---------------------------------------------------------------------------------------


def test_without_a_note_nothing_is_returned_and_nothing_typed_is_lost(writer, editor):
    piece = handed_over(writer, title="أول")
    answer = window(editor).post(door(piece), sent(piece, "send_back", note=" \n ", title=arabic("كلامي الجديد")))
    assert answer.status_code == 422
    assert "كلامي الجديد" in answer.content.decode()
    assert (fresh(piece).state(), fresh(piece).title_ar, fresh(piece).version) == (
        State.IN_REVIEW,
        "أول",
        piece.version,
    )


def test_a_note_stays_in_the_form_when_the_piece_is_refused(writer):
    piece = make_live(by=writer, authors=[make_author(account=writer)])
    editor = make_member(Role.EDITOR)
    answer = window(editor).post(door(piece), sent(piece, "submit", note="ملاحظة لا تضيع"))
    assert answer.status_code == 422
    assert "ملاحظة لا تضيع</textarea>" in answer.content.decode()
    assert thread(piece) == []


@pytest.mark.parametrize("make", [make_live, make_scheduled, make_withdrawn])
def test_only_a_draft_is_handed_over(make, editor):
    piece = make()
    before = (piece.state(), piece.version)
    with pytest.raises(Refused):
        reviewing.submit(
            piece, content=content_of(piece), version=piece.version, by=editor, now=timezone.now(), note="هذه"
        )
    assert (fresh(piece).state(), fresh(piece).version) == before
    assert thread(piece) == []


@pytest.mark.parametrize("act", ["send_back", "take_back"])
def test_what_is_not_in_review_cannot_leave_it(act, writer, editor):
    piece = make_draft(by=writer)
    answer = window(editor if act == "send_back" else writer).post(door(piece), sent(piece, act, note="لماذا؟"))
    assert answer.status_code == 422
    assert (fresh(piece).version, thread(piece)) == (piece.version, [])


def test_a_writer_returns_nothing_and_takes_back_his_own_alone(writer):
    piece = handed_over(writer)
    assert window(writer).post(door(piece), sent(piece, "send_back", note="لا")).status_code == 403
    other = make_member(Role.EDITOR)
    assert window(other).post(door(piece), sent(piece, "take_back")).status_code == 403
    assert window(make_writer()).post(door(piece), sent(piece, "take_back")).status_code == 403
    translator = make_member(Role.TRANSLATOR)
    assert window(translator).post(door(piece), sent(piece, "submit")).status_code == 403
    assert (fresh(piece).state(), fresh(piece).version) == (State.IN_REVIEW, piece.version)


def test_of_two_editors_the_second_sees_both_texts_and_keeps_his_note(writer, editor):
    piece = handed_over(writer, title="أول")
    window(editor).post(door(piece), sent(piece, "send_back", note="ملاحظة الأول"))
    second = make_member(Role.EDITOR)
    answer = window(second).post(door(piece), sent(piece, "send_back", note="ملاحظة الثاني", title=arabic("آخر")))
    assert answer.status_code == 409
    assert "ملاحظة الثاني" in answer.content.decode()
    assert [text for _kind, text, _by in thread(piece)] == ["", "ملاحظة الأول"]


def test_a_stale_hand_over_is_a_conflict(writer, editor):
    piece = make_draft(by=writer)
    revisions.save_draft(fresh(piece), content=content_of(piece), version=piece.version, by=editor, now=timezone.now())
    with pytest.raises(Conflict):
        reviewing.submit(piece, content=content_of(piece), version=1, by=writer, now=timezone.now())
    assert fresh(piece).state() == State.DRAFT


def test_a_second_press_hands_over_once(writer):
    piece = make_draft(by=writer)
    data = sent(piece, "submit", note="مرة واحدة")
    answers = [window(writer).post(door(piece), data).status_code for _press in range(2)]
    assert (answers, len(thread(piece)), piece.revisions.count()) == ([302, 302], 1, 2)


# ---- what the desk shows ---------------------------------------------------------------------------------------------


def buttons(account: User, piece: Article | None) -> list[str]:
    page = window(account).get(door(piece) if piece else ADD).content.decode()
    return [act for act in ("submit", "send_back", "take_back", "publish") if f'name="act" value="{act}"' in page]


@pytest.mark.slow
def test_every_account_meets_the_buttons_that_are_its_own(writer, editor):
    draft, waiting, live = make_draft(by=writer), handed_over(writer), make_live()
    translator = make_member(Role.TRANSLATOR)
    assert [buttons(writer, piece) for piece in (None, draft, waiting)] == [["submit"], ["submit"], ["take_back"]]
    assert [buttons(editor, piece) for piece in (None, draft, waiting, live)] == [
        ["submit", "publish"],
        ["submit", "publish"],
        ["send_back", "publish"],
        ["publish"],
    ]
    assert [buttons(translator, piece) for piece in (draft, waiting, live)] == [[], [], []]
    assert buttons(editor, handed_over(editor)) == ["send_back", "take_back", "publish"]


def board(account: User, name: str) -> list[tuple[str, str, str]]:
    pieces = window(account).get("/admin/").context.get(name) or []
    return [(piece.title_ar, str(piece.step.by), piece.step.text) for piece in pieces]


@pytest.mark.slow
def test_the_desk_says_what_waits_and_what_came_back(writer, editor):
    waiting = handed_over(writer, title="تنتظر", note="انظروا")
    back = handed_over(writer, title="عادت")
    others = handed_over(make_writer(), title="لغيري")
    for piece in (back, others):
        reviewing.send_back(piece, version=piece.version, by=editor, now=timezone.now(), note="أصلح")
    translator, topics = make_member(Role.TRANSLATOR), make_member(Role.TOPIC_MANAGER)
    assert board(editor, "waiting") == [("تنتظر", "سلمى", "انظروا")]
    assert board(writer, "returned") == [("عادت", "مالك", "أصلح")]
    assert [board(one, "waiting") for one in (writer, translator, topics)] == [[], [], []]
    assert [board(one, "returned") for one in (editor, translator, topics)] == [[], [], []]
    # Handed over again it waits, and is nobody's to mend.
    back = fresh(back)
    reviewing.submit(back, content=content_of(back), version=back.version, by=writer, now=timezone.now())
    assert board(writer, "returned") == []
    assert board(editor, "waiting") == [("عادت", "سلمى", ""), ("تنتظر", "سلمى", "انظروا")]
    page = window(editor).get("/admin/articles/article/?state=review")
    assert sorted(piece.pk for piece in page.context["cl"].result_list) == sorted([waiting.pk, back.pk])


@pytest.mark.slow
def test_the_desk_asks_as_often_for_one_as_for_many(writer, editor, django_assert_max_num_queries):
    client = window(editor)
    handed_over(writer)
    client.get("/admin/")
    with django_assert_max_num_queries(60) as one:
        client.get("/admin/")
    for _turn in range(6):
        handed_over(writer)
    with django_assert_max_num_queries(60) as many:
        client.get("/admin/")
    assert len(many) <= len(one)
