"""Corrections that readers are told: announced under what they saw, taken down again, each with a line of history."""

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from articles import correcting
from articles.models import Correction
from newsroom.refusals import Refused
from tests.factories import make_draft, make_live, make_scheduled

pytestmark = pytest.mark.django_db


def door(piece, *more: str) -> str:
    return "/".join(["/admin/articles/article", str(piece.pk), "announce", *more, ""])


def test_a_correction_is_announced_and_taken_down(desk, editor, client):
    piece = make_live()
    note = {"note_ar": "كان الرقم خطأ،\nوالصواب خمسة.", "note_en": "The number was wrong."}
    assert desk.post(door(piece), note).status_code == 302
    row = Correction.objects.get()
    assert (row.article, row.note_ar, row.note_en, row.by) == (piece, note["note_ar"], note["note_en"], editor)
    page = client.get(piece.get_absolute_url()).content.decode()
    assert "والصواب خمسة." in page
    assert desk.post(door(piece, str(row.pk), "take-down")).status_code == 302
    assert Correction.objects.count() == 0
    assert "والصواب خمسة." not in client.get(piece.get_absolute_url()).content.decode()
    assert LogEntry.objects.filter(object_id=str(piece.pk)).count() == 2


@pytest.mark.parametrize(
    "note", [{}, {"note_ar": "  "}, {"note_ar": "\u200f\u200b", "note_en": "\n"}, {"note_ar": "ا" * 1001}]
)
def test_an_empty_or_endless_note_is_refused(desk, note):
    answer = desk.post(door(make_live()), note)
    assert (answer.status_code, bool(answer.context["form"].errors), Correction.objects.count()) == (422, True, 0)


@pytest.mark.parametrize("make", [make_draft, make_scheduled])
def test_nothing_is_announced_of_what_readers_never_saw(desk, make):
    piece = make()
    assert desk.post(door(piece), {"note_ar": "تصحيح"}).status_code == 422
    with pytest.raises(Refused):
        correcting.announce(piece, note={"ar": "تصحيح"}, by=None, now=timezone.now())
    assert Correction.objects.count() == 0


def test_a_note_of_another_piece_is_not_taken_down_here(desk):
    piece, other = make_live(), make_live()
    desk.post(door(piece), {"note_ar": "تصحيح"})
    row = Correction.objects.get()
    answers = [
        desk.post(door(other, str(row.pk), "take-down")),
        desk.post(door(piece, "99999999999999999999", "take-down")),
        desk.get(door(piece, str(row.pk), "take-down")),
    ]
    assert ([answer.status_code for answer in answers], Correction.objects.count()) == ([404, 404, 405], 1)


def test_markup_in_a_note_is_only_text(desk, client):
    piece = make_live()
    desk.post(door(piece), {"note_ar": "<script>alert(1)</script><img src=x onerror=alert(2)>"})
    for page in (client.get(piece.get_absolute_url()), desk.get(door(piece)), desk.get("/admin/admin/logentry/")):
        text = page.content.decode()
        assert ("<script>alert" in text, "<img src=x" in text) == (False, False)
