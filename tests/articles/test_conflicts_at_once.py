"""Two people at the same instant, each on a connection of his own: one wins, and the other's words are on his page."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles import publishing, restoring, revisions, tagging
from articles.models import Article, Revision
from articles.models.article import State
from articles.numbering import number_by_date
from articles.revisions import Conflict, content_of
from newsroom.roles import Role
from tests.articles.test_concurrency import at_once
from tests.articles.test_conflicts import MINE, THEIRS, cases, choose, door, fields, opened, saved_by
from tests.factories import arabic, fresh, make_column, make_draft, make_live, make_member, make_topic

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
LIST = "/admin/articles/article/"


def browser() -> Client:
    """A browser in which an editor is signed in."""
    client = Client(raise_request_exception=False)
    client.force_login(make_member(Role.EDITOR))
    return client


def sending(client: Client, piece: Article, data: dict[str, Any]) -> Callable[[], Any]:
    address = door("change", piece)
    return lambda: client.post(address, data)


def test_of_two_who_save_at_once_one_wins_and_the_others_text_is_whole_on_the_page():
    piece = make_draft(title="أول", body="<p>مشترك.</p>")
    clients = [browser(), browser()]
    texts = [("عنوان سامي", "<p>فقرة سامي كلها.</p>"), ("عنوان ليلى", "<p>فقرة ليلى كلها.</p>")]
    forms = [opened(piece, title=arabic(title), body=arabic(body)) | {"act": "save"} for title, body in texts]
    answers = at_once(*(sending(client, piece, form) for client, form in zip(clients, forms, strict=True)))
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    lost = next(place for place, answer in enumerate(answers) if answer.status_code == 409)
    page = answers[lost]
    assert cases(page) == {"title_ar": ("both", ""), "body_ar": ("both", "")}
    assert (fields(page)["title_ar"], fields(page)["body_ar"]) == ([texts[lost][0]], [texts[lost][1]])
    assert content_of(fresh(piece)).title["ar"] == texts[1 - lost][0]
    assert choose(clients[lost], piece, page, title_ar=MINE, body_ar=THEIRS).status_code == 302
    content = content_of(fresh(piece))
    assert (content.title["ar"], content.body["ar"]) == (texts[lost][0], texts[1 - lost][1])


@pytest.mark.parametrize("make", [make_draft, make_live])
def test_of_a_save_and_a_publication_at_once_one_is_done_and_the_other_asked(make):
    piece = make(title="أول")
    live = piece.live_revision_id is not None
    saver, publisher = browser(), browser()
    saved, published = arabic("عنوان المسودة"), arabic("عنوان المنشور")
    answers = at_once(
        sending(saver, piece, opened(piece, title=saved) | {"act": "save"}),
        sending(publisher, piece, opened(piece, title=published) | {"act": "publish"}),
    )
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    row = fresh(piece)
    if answers[0].status_code == 302:
        assert row.state() == (State.LIVE_WITH_DRAFT if live else State.DRAFT)
        assert (content_of(row).title, fields(answers[1])["title_ar"]) == (saved, ["عنوان المنشور"])
    else:
        assert (row.state(), row.title_ar, fields(answers[0])["title_ar"]) == (
            State.LIVE,
            "عنوان المنشور",
            ["عنوان المسودة"],
        )


def test_of_two_answers_to_the_page_at_once_one_is_saved_and_the_other_asked_again():
    piece = make_draft(title="أول")
    clients, titles = [browser(), browser()], ["عنوان سامي", "عنوان ليلى"]
    forms = [opened(piece, title=arabic(title)) | {"act": "save"} for title in titles]
    saved_by(None, piece, title=arabic("عنوان ثالث"))
    pages = [client.post(door("change", piece), form) for client, form in zip(clients, forms, strict=True)]
    answered = [fields(page) | {"choice-title_ar": MINE, "act": "save"} for page in pages]
    answers = at_once(*(sending(client, piece, data) for client, data in zip(clients, answered, strict=True)))
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    lost = next(place for place, answer in enumerate(answers) if answer.status_code == 409)
    assert (fields(answers[lost])["title_ar"], cases(answers[lost])) == ([titles[lost]], {"title_ar": ("both", "")})
    assert content_of(fresh(piece)).title["ar"] == titles[1 - lost]


def test_of_a_save_and_an_act_on_many_at_once_one_is_done():
    piece = make_live(title="أول")
    saver, editor = browser(), browser()
    action = {"action": "withdraw_selected", "confirmed": "withdraw_selected", "_selected_action": [piece.pk]}
    sent = action | {f"version-{piece.pk}": piece.version}
    answers = at_once(
        sending(saver, piece, opened(piece, title=arabic("ثانٍ")) | {"act": "save"}),
        lambda: editor.post(LIST, sent),
    )
    saved = answers[0].status_code == 302
    assert fresh(piece).state() == (State.LIVE_WITH_DRAFT if saved else State.WITHDRAWN)
    assert saved or fields(answers[0])["title_ar"] == ["ثانٍ"]


def restoring_the_first(piece: Article, **who: Any) -> Any:
    return restoring.restore(piece, revision=piece.revisions.order_by("pk").first(), fields=None, **who)


ACTS: dict[str, Callable[..., Any]] = {
    "publish": lambda piece, **who: publishing.publish(
        piece, content=content_of(piece).with_(title=arabic("منشور")), **who
    ),
    "withdraw": publishing.withdraw,
    "correct": lambda piece, **who: publishing.correct(
        piece, number=piece.number + 3, signoffs={"ar": "سطر", "en": ""}, **who
    ),
    "file": lambda piece, **who: tagging.file_under(piece, topics=[make_topic("جديد")], tags=[], **who),
    "restore": restoring_the_first,
}


@pytest.mark.parametrize("name", ACTS)
def test_of_a_save_and_any_other_act_at_once_exactly_one_is_done(name):
    piece = make_live(title="أول", column=make_column())
    revisions.save_draft(
        piece,
        content=content_of(piece).with_(title=arabic("ثانٍ")),
        version=piece.version,
        by=None,
        now=timezone.now(),
    )
    copies, version, now = [fresh(piece), fresh(piece)], piece.version, timezone.now()
    content = content_of(piece).with_(title=arabic("محفوظ"))
    count = Revision.objects.count()
    results = at_once(
        lambda: revisions.save_draft(copies[0], content=content, version=version, by=None, now=now),
        lambda: ACTS[name](copies[1], version=version, by=None, now=now),
    )
    problems = [isinstance(result, Exception) for result in results]
    assert sorted(problems) == [False, True]
    assert [type(result) for result in results if isinstance(result, Exception)] == [Conflict]
    row = fresh(piece)
    assert row.version == version + 1
    saved = problems == [False, True]
    assert (content_of(row).title["ar"] == "محفوظ") is saved
    if saved:
        assert (row.title_ar, row.state(), Revision.objects.count()) == ("أول", State.LIVE_WITH_DRAFT, count + 1)
        assert results[1].theirs == results[0]


def test_numbering_by_date_and_a_publication_at_once_leave_both_whole():
    column = make_column(importing=True)
    old, new = make_live(column=column), make_draft(column=column)
    content, now = content_of(new).with_(title=arabic("عنوان جديد")), timezone.now()
    results = at_once(
        lambda: number_by_date(column, by=None, now=now),
        lambda: publishing.publish(new, content=content, version=new.version, by=None, now=now),
    )
    assert [result for result in results if isinstance(result, Exception)] == []
    assert (fresh(new).title_ar, fresh(new).state()) == ("عنوان جديد", State.LIVE)
    assert sorted(Article.objects.filter(pk__in=[old.pk, new.pk]).values_list("number", flat=True)) == [1, 2]
