"""Acts on many pieces at once: one page that asks, then one verb for each, and every refusal by name."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry

from articles.admin.actions import MOST_AT_ONCE
from articles.models import Article
from articles.models.article import State
from newsroom.roles import Role
from tests.factories import (
    arabic,
    fresh,
    make_content,
    make_draft,
    make_live,
    make_member,
    make_scheduled,
    make_topic,
    make_withdrawn,
    redraft,
)

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"


def send(client: Any, action: str, *pieces: Article, confirmed: bool = True, **more: Any) -> Any:
    """Press the button of the asking page, or with ``confirmed`` False the one of the list."""
    data = {"action": action, "_selected_action": [piece.pk for piece in pieces]} | more
    if confirmed:
        data |= {"confirmed": action} | {f"version-{piece.pk}": fresh(piece).version for piece in pieces} | more
    return client.post(LIST, data, follow=True)


def said(answer: Any) -> list[tuple[str, str]]:
    return [(message.level_tag, str(message)) for message in answer.context["messages"]]


def test_the_list_asks_first_and_changes_nothing(desk):
    piece, before = make_draft(title="نهر"), LogEntry.objects.count()
    answer = send(desk, "publish_selected", piece, confirmed=False)
    page = answer.content.decode()
    assert (answer.status_code, "نهر" in page, f'name="version-{piece.pk}"' in page) == (200, True, True)
    assert (fresh(piece).state(), LogEntry.objects.count()) == (State.DRAFT, before)


def test_publishing_many_names_what_is_not_ready(desk):
    ready, empty = make_draft(title="نهر"), make_draft(make_content(title="ناقصة", body=""))
    told = said(send(desk, "publish_selected", ready, empty))
    assert [fresh(piece).state() for piece in (ready, empty)] == [State.LIVE, State.DRAFT]
    assert [tag for tag, _text in told] == ["error", "success"]
    assert "«ناقصة»" in told[0][1]


def test_each_act_changes_what_it_says(desk):
    live, waiting, draft = make_live(), make_scheduled(), make_draft()
    send(desk, "withdraw_selected", live)
    send(desk, "unschedule_selected", waiting)
    send(desk, "discard_selected", draft)
    assert (fresh(live).state(), fresh(waiting).state()) == (State.WITHDRAWN, State.DRAFT)
    assert not Article.objects.filter(pk=draft.pk).exists()


@pytest.mark.parametrize("make", [make_live, make_scheduled, make_withdrawn])
def test_what_readers_saw_or_will_see_is_never_deleted(desk, make):
    piece = make()
    send(desk, "discard_selected", piece)
    assert Article.objects.filter(pk=piece.pk).exists()


def test_a_piece_that_somebody_saved_meanwhile_is_left_and_named(desk):
    piece, other = make_draft(title="نهر"), make_draft(title="جسر")
    stale = {f"version-{piece.pk}": piece.version}
    redraft(piece, title=arabic("نهر آخر"))
    told = said(send(desk, "publish_selected", piece, other, **stale))
    assert [fresh(each).state() for each in (piece, other)] == [State.DRAFT, State.LIVE]
    assert ([tag for tag, _text in told], "«نهر آخر»" in told[0][1]) == (["error", "success"], True)


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999", "١"])
def test_a_forged_version_acts_on_nothing(desk, version):
    piece = make_draft()
    assert send(desk, "publish_selected", piece, **{f"version-{piece.pk}": version}).status_code == 200
    assert fresh(piece).state() == (State.LIVE if version == "١" and piece.version == 1 else State.DRAFT)


def test_filing_adds_names_to_drafts_and_to_what_readers_see(desk):
    old, new = make_topic("قديم"), make_topic("جديد")
    live, draft = make_live(topics=[old], tags=["أول"]), make_draft()
    send(desk, "file_selected", live, draft, topics=[new.pk], tags="أول، ثانٍ")
    assert [set(fresh(piece).topics.all()) for piece in (live, draft)] == [{old, new}, {new}]
    assert [sorted(tag.name for tag in fresh(piece).tags.all()) for piece in (live, draft)] == [["أول", "ثانٍ"]] * 2
    assert fresh(live).state() == State.LIVE


def test_filing_nothing_asks_again(desk):
    piece = make_live()
    answer = send(desk, "file_selected", piece, topics=[], tags=" ، ؛ ")
    assert fresh(piece).version == piece.version
    assert answer.status_code in {200, 422}
    assert send(desk, "file_selected", piece, topics=["x", "99999999999999999999"]).status_code == 422


def test_no_more_than_a_hundred_at_once(desk):
    for _turn in range(MOST_AT_ONCE + 1):
        make_draft()
    answer = desk.post(
        LIST,
        {
            "action": "discard_selected",
            "select_across": "1",
            "_selected_action": [Article.objects.first().pk],
            "confirmed": "discard_selected",
        },
        follow=True,
    )
    assert ([tag for tag, _text in said(answer)], Article.objects.count()) == (["error"], MOST_AT_ONCE + 1)


def test_a_writer_deletes_his_own_drafts_and_no_other(client):
    me = make_member(Role.WRITER)
    client.force_login(me)
    mine, theirs, live = make_draft(by=me), make_draft(by=make_member(Role.WRITER)), make_live(by=me)
    send(client, "discard_selected", mine, theirs, live)
    assert set(Article.objects.all()) == {theirs, live}
