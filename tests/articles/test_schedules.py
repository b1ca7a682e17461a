"""Publication by the clock: a scheduled piece passes the gate at its moment, and until then it can be changed."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from articles.models.article import State
from articles.publishing import publish, unschedule
from articles.revisions import content_of
from tests.factories import (
    arabic,
    fresh,
    make_column,
    make_scheduled,
    redraft,
    republish,
)

pytestmark = pytest.mark.django_db


def test_a_scheduled_piece_is_public_at_its_moment_and_not_one_microsecond_before(time_machine):
    moment = timezone.now().replace(microsecond=0) + timedelta(days=3)
    piece = make_scheduled(at=moment, column=make_column())
    addresses = [piece.get_absolute_url(), piece.get_short_url(), f"{piece.column.get_absolute_url()}1/"]
    time_machine.move_to(moment - timedelta(microseconds=1), tick=False)
    assert [Client().get(address).status_code for address in addresses] == [404, 404, 404]
    assert fresh(piece).state() == State.SCHEDULED
    time_machine.move_to(moment, tick=False)
    assert [Client().get(address).status_code for address in addresses] == [200, 301, 302]
    assert fresh(piece).state() == State.LIVE


def test_a_piece_taken_off_the_schedule_is_a_draft_with_its_text(time_machine):
    piece = make_scheduled(column=make_column(), title="منتظر")
    moment = piece.publish_at
    unschedule(piece, version=piece.version, by=None, now=timezone.now())
    row = fresh(piece)
    assert (row.state(), row.title_ar, row.number, row.publish_at, row.slug_ar, row.signoff_ar) == (
        State.DRAFT,
        "منتظر",
        None,
        None,
        "",
        "",
    )
    assert content_of(row).publish_at == moment
    time_machine.move_to(moment + timedelta(days=1))
    assert Client().get(f"/articles/{piece.pk}/").status_code == 404


def test_a_draft_written_over_a_scheduled_text_stays_the_newest_when_it_is_taken_off():
    piece = redraft(make_scheduled(title="منتظر"), title=arabic("أحدث منه"))
    assert fresh(piece).title_ar == "منتظر"
    unschedule(piece, version=piece.version, by=None, now=timezone.now())
    assert (content_of(piece).title["ar"], fresh(piece).title_ar) == ("أحدث منه", "أحدث منه")


def test_a_new_moment_alone_is_a_new_schedule():
    piece = make_scheduled()
    later = piece.publish_at + timedelta(days=1)
    publish(piece, content=content_of(piece), version=piece.version, by=None, now=timezone.now(), at=later)
    assert fresh(piece).publish_at == later


def test_a_scheduled_piece_may_go_out_at_once():
    piece = make_scheduled()
    republish(piece)
    assert (fresh(piece).state(), fresh(piece).publish_at <= timezone.now()) == (State.LIVE, True)


def test_the_snapshot_of_a_schedule_remembers_its_moment():
    piece = make_scheduled()
    assert content_of(piece).publish_at == piece.publish_at
