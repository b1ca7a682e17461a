"""Edition numbers: proposed, given once, never given twice, never changed behind anybody's back."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article
from articles.numbering import NumberTaken, proposed_number
from articles.publishing import correct, publish, unschedule, withdraw
from newsroom.refusals import Refused
from tests.factories import (
    form_data,
    make_column,
    make_content,
    make_draft,
    make_live,
    make_scheduled,
    make_withdrawn,
    redraft,
    republish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def column():
    return make_column()


def taken(number: int) -> str:
    return _("Number %(number)s is taken in this column. Choose another, or leave it empty.") % {"number": number}


def numbers_of(column) -> list[int | None]:
    return list(Article.objects.filter(column=column).order_by("pk").values_list("number", flat=True))


def corrected(piece: Article, number: int) -> None:
    correct(piece, number=number, signoffs={}, version=piece.version, by=None, now=timezone.now())


def test_the_first_edition_is_number_one(column):
    assert (proposed_number(column), make_live(column=column).number) == (1, 1)


def test_a_column_that_ran_elsewhere_goes_on_counting():
    column = make_column(first_number=40)
    assert [make_live(column=column).number, make_scheduled(column=column).number] == [40, 41]


def test_every_column_counts_for_itself(column):
    other = make_column(first_number=7)
    assert [make_live(column=column).number for _turn in range(2)] == [1, 2]
    assert make_live(column=other).number == 7


def test_a_piece_outside_the_columns_has_no_number():
    assert make_live().number is None


def test_a_draft_has_no_number_and_takes_none(column):
    assert make_draft(column=column, number=1).number is None
    assert make_live(column=column).number == 1


def test_the_highest_number_is_followed_even_when_it_was_wished(column):
    make_live(column=column, number=100)
    assert (proposed_number(column), make_live(column=column).number) == (101, 101)


def test_a_smaller_first_number_set_later_gives_no_number_again(column):
    make_live(column=column, number=5)
    column.first_number = 3
    column.save()
    assert proposed_number(column) == 6


def test_a_free_number_is_given_when_wished(column):
    make_live(column=column, number=5)
    assert make_live(column=column, number=3).number == 3


def test_a_taken_wish_is_refused_in_words_at_its_field(column):
    make_live(column=column, number=5)
    with pytest.raises(NumberTaken) as refusal:
        make_live(column=column, number=5)
    assert (refusal.value.messages, refusal.value.field) == ([taken(5)], "number")


@pytest.mark.slow
@pytest.mark.parametrize("make", [make_scheduled, make_withdrawn])
def test_scheduled_and_withdrawn_editions_keep_their_numbers(column, make):
    make(column=column, number=5)
    with pytest.raises(NumberTaken):
        make_live(column=column, number=5)
    assert make_live(column=column).number == 6


def test_the_database_itself_refuses_a_number_twice(column):
    make_live(column=column)
    other = make_live(column=column)
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=other.pk).update(number=1)


def test_unscheduling_frees_the_number(column):
    piece = make_scheduled(column=column)
    unschedule(piece, version=piece.version, by=None, now=timezone.now())
    assert piece.number is None
    assert make_live(column=column).number == 1


@pytest.mark.slow
def test_a_new_moment_keeps_the_number(column):
    piece = make_scheduled(column=column)
    make_live(column=column)
    content = make_content(column=column, title=piece.title_ar)
    later = piece.publish_at + timedelta(days=7)
    publish(piece, content=content, version=piece.version, by=None, now=timezone.now(), at=later)
    assert numbers_of(column) == [1, 2]


def test_a_scheduled_edition_that_changes_column_takes_a_number_there(column):
    piece, other = make_scheduled(column=column, number=9), make_column(first_number=30)
    content = make_content(column=other, title=piece.title_ar)
    publish(piece, content=content, version=piece.version, by=None, now=timezone.now(), at=piece.publish_at)
    piece.refresh_from_db()
    assert (piece.column, piece.number, proposed_number(column)) == (other, 30, 1)


def test_a_live_edition_stays_in_its_column(column):
    piece = make_live(column=column)
    for elsewhere in (make_content(column=make_column()), make_content()):
        with pytest.raises(Refused) as refusal:
            publish(piece, content=elsewhere, version=piece.version, by=None, now=timezone.now())
        assert (refusal.value.messages, refusal.value.field) == ([_("A live edition stays in its column.")], "column")
        piece.refresh_from_db()
    assert (piece.column, piece.number) == (column, 1)


@pytest.mark.slow
def test_a_live_piece_that_enters_a_column_is_given_its_number(column):
    make_live(column=column)
    piece = make_live()
    content = make_content(column=column, title=piece.title_ar)
    publish(piece, content=content, version=piece.version, by=None, now=timezone.now())
    assert piece.number == 2


@pytest.mark.slow
def test_a_withdrawal_renumbers_nobody(column):
    _first, second, _third = (make_live(column=column) for _turn in range(3))
    withdraw(second, version=second.version, by=None, now=timezone.now())
    assert numbers_of(column) == [1, 2, 3]
    republish(second)
    assert (numbers_of(column), make_live(column=column).number) == ([1, 2, 3], 4)


def test_publishing_changes_cannot_move_the_number(column):
    piece = make_live(column=column)
    republish(piece, number=77, title={"ar": "عنوان آخر", "en": ""})
    assert piece.number == 1


# ---- corrections ----------------------------------------------------------------------------------------------------


def test_a_correction_retires_the_old_number_for_ever(column):
    piece = make_live(column=column)
    corrected(piece, 5)
    assert proposed_number(column) == 6
    with pytest.raises(NumberTaken):
        make_live(column=column, number=1)
    corrected(piece, 2)
    with pytest.raises(NumberTaken):
        make_live(column=column, number=5)
    assert make_live(column=column).number == 6


@pytest.mark.slow
def test_a_corrected_number_may_be_taken_back_by_its_own_edition(column):
    piece = make_live(column=column)
    for number in (2, 1, 2, 1):
        corrected(piece, number)
    assert (piece.number, proposed_number(column)) == (1, 3)


def test_a_correction_to_a_taken_number_is_refused_and_changes_nothing(column):
    piece, other = make_live(column=column), make_live(column=column)
    corrected(other, 3)
    for number in (2, 3):
        with pytest.raises(NumberTaken) as refusal:
            corrected(piece, number)
        assert refusal.value.messages == [taken(number)]
        piece.refresh_from_db()
    assert numbers_of(column) == [1, 3]


def test_a_correction_before_the_moment_retires_nothing(column):
    piece = make_scheduled(column=column)
    corrected(piece, 5)
    assert make_live(column=column, number=1).number == 1


def test_a_draft_has_nothing_to_correct(column):
    piece = make_draft(column=column)
    with pytest.raises(Refused) as refusal:
        corrected(piece, 5)
    assert refusal.value.messages == [_("Nothing is frozen yet: number and sign-off are fixed at publication.")]


@pytest.mark.slow
def test_every_number_an_edition_ever_bore_leads_to_it(client, column):
    piece, other = make_live(column=column), make_live(column=column)
    corrected(piece, 5)
    corrected(piece, 6)
    leads = {number: client.get(reverse("columns:edition", args=[column.slug, number])) for number in (1, 2, 3, 5, 6)}
    assert {number: answer.headers.get("Location") for number, answer in leads.items()} == {
        1: piece.get_absolute_url(),
        2: other.get_absolute_url(),
        3: None,
        5: piece.get_absolute_url(),
        6: piece.get_absolute_url(),
    }
    assert leads[3].status_code == 404
    assert leads[1].headers["Cache-Control"] == "max-age=3600"


@pytest.mark.slow
def test_an_old_number_of_a_withdrawn_edition_leads_nowhere(client, column):
    piece = make_live(column=column)
    corrected(piece, 5)
    withdraw(piece, version=piece.version, by=None, now=timezone.now())
    found = [client.get(reverse("columns:edition", args=[column.slug, number])).status_code for number in (1, 5)]
    assert found == [404, 404]


# ---- on the form ----------------------------------------------------------------------------------------------------


def test_the_form_of_the_next_edition_proposes_its_number(desk, column):
    make_live(column=column)
    form = desk.get(reverse("admin:articles_article_add"), {"column": column.pk}).context["form"]
    assert (form["number"].value(), form["proposed_number"].value()) == (2, 2)


@pytest.mark.slow
def test_an_untouched_proposal_is_no_wish_and_collides_with_nobody(desk, column):
    address = reverse("admin:articles_article_add")
    opened = [desk.get(address, {"column": column.pk}).context["form"] for _turn in range(2)]
    for form in opened:
        sent = form_data(make_content(column=column), act="publish", key=form["key"].value())
        sent |= {"number": form["number"].value(), "proposed_number": form["proposed_number"].value()}
        assert desk.post(address, sent).status_code == 302
    assert numbers_of(column) == [1, 2]


def test_a_taken_wish_comes_back_with_the_form_and_leaves_nothing_behind(desk, column):
    make_live(column=column, number=5)
    LogEntry.objects.all().delete()
    content = make_content(column=column, number=5, title="عنوان باق", tags=["وسم-لم-يكن"])
    answer = desk.post(reverse("admin:articles_article_add"), form_data(content, act="publish"))
    form = answer.context["form"]
    assert answer.status_code == 422
    assert form.errors == {"number": [taken(5)]}
    assert (form["title_ar"].value(), form["number"].value()) == ("عنوان باق", "5")
    assert (Article.objects.count(), LogEntry.objects.count()) == (1, 0)


@pytest.mark.slow
def test_the_number_is_the_editors_until_the_piece_is_live(desk, column):
    piece = make_draft(column=column)
    address = reverse("admin:articles_article_change", args=[piece.pk])
    content = make_content(column=column, number=12, title="عدد بعيد")
    sent = form_data(content, act="schedule", version=piece.version, proposed_number=1)
    sent["publish_at"] = (timezone.localtime() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    assert desk.post(address, sent).status_code == 302
    piece.refresh_from_db()
    assert piece.number == 12
    again = sent | {"number": 13, "version": piece.version}
    assert desk.post(address, again).status_code == 302
    piece.refresh_from_db()
    assert piece.number == 13


def test_a_wish_is_kept_with_the_draft(desk, column):
    piece = make_draft(column=column, number=12)
    form = desk.get(reverse("admin:articles_article_change", args=[piece.pk])).context["form"]
    assert form["number"].value() == 12


@pytest.mark.slow
def test_a_live_piece_shows_its_own_number_whatever_its_draft_wished(desk, column):
    piece = redraft(make_live(column=column), number=12)
    form = desk.get(reverse("admin:articles_article_change", args=[piece.pk])).context["form"]
    assert form["number"].value() == 1


@pytest.mark.slow
def test_a_number_beyond_counting_is_refused_in_words(desk, column):
    for number in (0, -1, 1_000_001, 10**30, "١٢ب"):
        answer = desk.post(
            reverse("admin:articles_article_add"), form_data(make_content(column=column), number=number, act="publish")
        )
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["number"])
    assert not Article.objects.exists()
