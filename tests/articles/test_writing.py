"""The writing form as the desk serves it: what is pressed is done, what is typed is kept, and no is said in words."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _

from articles.models import Article, Revision, Tag
from articles.models.article import State
from articles.revisions import content_of
from tests.factories import (
    BODY,
    arabic,
    form_data,
    fresh,
    make_author,
    make_column,
    make_content,
    make_draft,
    make_live,
    make_photo,
    make_scheduled,
    make_topic,
    make_writer,
    redraft,
)

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/article/add/"


def door(name: str, piece: Article, *more: str) -> str:
    return reverse(f"admin:articles_article_{name}", args=[piece.pk, *more])


def sent(piece: Article, *, act: str, **changes: Any) -> dict[str, Any]:
    """What the browser sends from the opened form of ``piece`` after some fields were changed."""
    return form_data(content_of(piece).with_(**changes), version=piece.version, act=act)


def said(answer: Any) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


# ---- the main way ----------------------------------------------------------------------------------------------------


def test_the_next_edition_opens_with_its_column_writer_number_and_slot(desk):
    column = make_column(first_number=40, cadence="weekly", weekday=3, zone="Asia/Damascus")
    form = desk.get(ADD, {"column": column.pk}).context["form"]
    assert [form[name].value() for name in ("column", "number", "authors")] == [column.pk, 40, [column.writer.pk]]
    slot = form["publish_at"].value()
    assert (slot > timezone.localtime().replace(tzinfo=None), slot.weekday(), slot.hour) == (True, 3, 18)


@pytest.mark.slow
@pytest.mark.parametrize("column", ["", "x", "0", "99999999999999999999", "-1", "1 OR 1", "٣"])
def test_a_column_that_is_none_opens_an_empty_form(desk, column):
    form = desk.get(ADD, {"column": column}).context["form"]
    assert (form["column"].value(), form["number"].value()) == (None, None)


def test_a_writer_with_an_author_of_his_own_signs_what_he_begins(client):
    writer = make_writer()
    author = make_author(account=writer)
    client.force_login(writer)
    assert client.get(ADD).context["form"]["authors"].value() == [author.pk]


def test_from_an_empty_form_to_the_readers_page_in_one_press(desk, site):
    column = make_column(first_number=40)
    topic, photo = make_topic("الأنهار"), make_photo(caption_ar="النهر صباحاً")
    content = make_content(
        title="جسر فوق النهر",
        standfirst="كيف يصل بين ضفتين",
        body=f"{BODY}<h2>الضفة</h2><p>سطر<sup class='footnote'>كتاب الأنهار</sup>.</p>",
        column=column,
        authors=[column.writer],
        topics=[topic],
        tags=["ماء", "جسور"],
        photo=photo,
    )
    answer = desk.post(ADD, form_data(content, act="publish", key=uuid4()))
    piece = Article.objects.get()
    assert (answer.status_code, answer.url) == (302, door("published", piece))
    screen = desk.get(answer.url)
    assert screen.context["public"]["post"] == f"جسر فوق النهر\n\nكيف يصل بين ضفتين\n\n{site}/s/{piece.code}"
    assert screen.context["public"]["url"] == f"{site}{piece.get_absolute_url()}"
    assert (piece.number, piece.state(), screen.context["live"]) == (40, State.LIVE, True)
    page = Client().get(piece.get_absolute_url())
    assert page.status_code == 200
    shown = page.content.decode()
    expected = ["جسر فوق النهر", "كيف يصل بين ضفتين", "النهر صباحاً", "الأنهار", "ماء", "جسور", "كتاب الأنهار", BODY]
    assert [word for word in expected if word not in shown] == []


def test_the_form_sends_back_exactly_what_it_opened(desk):
    """Opening a piece and saving it untouched changes nothing in it."""
    photo = make_photo()
    body = (
        '<p>أول <strong>مهم</strong> و<em>مائل</em> و<a href="https://example.org/?a=1&amp;b=2">رابط</a>'
        '<sup class="footnote">مصدر &lt;هنا&gt;</sup></p>\n<h2>عنوان</h2>\n<h3>أصغر</h3>\n'
        f'<figure data-photo="{photo.pk}"><figcaption>تعليق</figcaption></figure>\n'
        '<ul><li><p>بند</p><ol><li><p>تحته</p></li></ol></li></ul>\n<blockquote class="pull"><p>قول</p></blockquote>'
    )
    piece = make_draft(
        body=body,
        body_en="<p>English.</p>",
        title_en="Title",
        standfirst="سطر وسطر",
        column=make_column(),
        topics=[make_topic(), make_topic()],
        tags=["ب", "أ"],
        photo=photo,
        protection="strict",
        publish_at=timezone.now().replace(second=0, microsecond=0) + timedelta(days=3),
        number=7,
    )
    opened = desk.get(door("change", piece)).context["form"]
    data = {name: opened[name].value() for name in opened.fields}
    data = {name: value for name, value in data.items() if value not in (None, False)}
    data["publish_at"] = data["publish_at"].strftime("%Y-%m-%dT%H:%M")
    for name, value in data.items():
        if isinstance(value, str):
            # Browsers send line breaks of text areas in pairs.
            data[name] = value.replace("\n", "\r\n")
    before = content_of(piece)
    assert desk.post(door("change", piece), data | {"act": "save"}).status_code == 302
    assert content_of(fresh(piece)) == before


@pytest.mark.slow
@pytest.mark.parametrize("act", ["", "save", "nonsense", "delete"])
def test_any_unknown_button_saves_a_draft(desk, act):
    piece = make_live(title="أول")
    answer = desk.post(door("change", piece), sent(piece, act=act, title=arabic("ثانٍ")))
    assert (answer.status_code, answer.url, said(answer)) == (302, door("change", piece), [_("The draft is saved.")])
    assert (fresh(piece).title_ar, content_of(fresh(piece)).title["ar"]) == ("أول", "ثانٍ")


def test_publishing_changes_brings_them_before_readers(desk):
    piece = make_live(title="أول")
    answer = desk.post(door("change", piece), sent(piece, act="publish", title=arabic("ثانٍ")))
    assert (answer.status_code, answer.url) == (302, door("published", piece))
    assert "ثانٍ" in Client().get(piece.get_absolute_url()).content.decode()


def test_withdrawing_keeps_what_was_typed_beside_it(desk):
    piece = make_live(title="أول")
    answer = desk.post(door("change", piece), sent(piece, act="withdraw", title=arabic("ثانٍ")))
    assert said(answer) == [_("Withdrawn: readers no longer see this piece.")]
    assert (fresh(piece).state(), content_of(fresh(piece)).title["ar"]) == (State.WITHDRAWN, "ثانٍ")
    assert Client().get(piece.get_absolute_url()).status_code == 404


def test_taking_a_piece_off_the_schedule_makes_it_a_draft(desk):
    piece = make_scheduled(title="منتظر")
    answer = desk.post(door("change", piece), sent(piece, act="unschedule"))
    assert said(answer) == [_("Taken off the schedule: the piece is a draft again.")]
    assert fresh(piece).state() == State.DRAFT


@pytest.mark.slow
def test_the_screen_after_publishing_takes_back_what_it_shows(desk):
    live, waiting, draft = make_live(), make_scheduled(), make_draft()
    for piece, state in ((live, State.WITHDRAWN), (waiting, State.DRAFT)):
        assert desk.get(door("published", piece)).status_code == 200
        desk.post(door("take_back", piece), {"version": piece.version})
        assert fresh(piece).state() == state
    assert desk.get(door("published", draft)).url == door("change", draft)


@pytest.mark.slow
@pytest.mark.parametrize("version", ["", "0", "x", "999", "9" * 30, "-1", "²"])
def test_a_stale_screen_takes_nothing_back(desk, version):
    piece = make_live()
    answer = desk.post(door("take_back", piece), {"version": version})
    assert (answer.status_code, fresh(piece).state()) == (302, State.LIVE)
    assert len(said(answer)) == 1


# ---- schedules -------------------------------------------------------------------------------------------------------


def test_a_piece_is_scheduled_for_the_wall_clock_of_the_newsroom(desk, settings):
    piece = make_draft()
    data = sent(piece, act="schedule") | {"publish_at": "2031-07-03T18:30"}
    assert desk.post(door("change", piece), data).status_code == 302
    assert fresh(piece).publish_at.isoformat() == "2031-07-03T15:30:00+00:00"
    form = desk.get(door("change", piece)).context["form"]
    assert 'value="2031-07-03T18:30"' in str(form["publish_at"])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("moment", "message"),
    [
        ("", _("Choose the day and hour to publish at.")),
        ("2020-01-01T10:00", _("This moment has passed. Choose a later one, or publish now.")),
    ],
)
def test_a_schedule_without_a_moment_ahead_is_refused_at_its_field(desk, moment, message):
    piece = make_draft()
    answer = desk.post(door("change", piece), sent(piece, act="schedule") | {"publish_at": moment})
    assert (answer.status_code, answer.context["form"].errors) == (422, {"publish_at": [message]})
    assert fresh(piece).state() == State.DRAFT


@pytest.mark.slow
@pytest.mark.parametrize("moment", ["tomorrow", "2031-02-30T10:00", "9999-99-99", "2031-07-03T25:00", "\x00"])
def test_a_moment_that_is_no_moment_is_refused_with_everything_still_there(desk, moment):
    piece = make_draft(title="يبقى")
    answer = desk.post(door("change", piece), sent(piece, act="schedule") | {"publish_at": moment})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["publish_at"])
    assert answer.context["form"]["title_ar"].value() == "يبقى"


def test_an_hour_that_the_clock_skips_is_refused(desk, settings):
    settings.TIME_ZONE = "Europe/London"
    with timezone.override("Europe/London"):
        piece = make_draft()
        answer = desk.post(door("change", piece), sent(piece, act="schedule") | {"publish_at": "2031-03-30T01:30"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["publish_at"])


# ---- refusals --------------------------------------------------------------------------------------------------------


def test_an_unfinished_piece_comes_back_with_every_word_and_a_list_of_what_it_lacks(desk):
    typed = {
        "title_en": "Half",
        "standfirst_ar": "مقدمة كتبت طويلاً",
        "body_en": "<p>Something</p>",
        "tags": "ماء، جسور",
        "number": "9",
        "protection": "strict",
        "column": str(make_column().pk),
        "publish_at": "2031-07-03T18:30",
        "act": "publish",
    }
    answer = desk.post(ADD, typed)
    form = answer.context["form"]
    assert answer.status_code == 422
    assert form.non_field_errors() == [
        _("The piece needs a title."),
        _("The piece needs a text."),
        _("The piece needs an author."),
    ]
    assert {name: form[name].value() for name in typed if name != "act"} == {
        name: value for name, value in typed.items() if name != "act"
    }
    page = answer.content.decode()
    assert [word for word in ("مقدمة كتبت طويلاً", "Something", "ماء، جسور") if word not in page] == []
    # Nothing was begun: the refused act took everything back with it.
    assert (Article.objects.count(), Revision.objects.count(), Tag.objects.count()) == (0, 0, 0)


def test_publishing_twice_is_answered_in_words(desk):
    piece = make_live()
    answer = desk.post(door("change", piece), sent(piece, act="publish"))
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() == [
        _("Readers already see exactly this text: there is nothing to publish.")
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title_ar", "ن" * 201),
        ("standfirst_ar", "ن" * 601),
        ("body_ar", "ن" * 500_001),
        ("tags", "ن" * 1001),
        ("column", "999999"),
        ("column", "x"),
        ("authors", ["999999"]),
        ("topics", ["x"]),
        ("photo", "999999"),
        ("photo", "9" * 40),
        ("protection", "everything"),
        ("version", "x"),
        ("key", "not-a-key"),
    ],
)
def test_what_no_browser_would_send_is_refused_at_its_field(desk, field, value):
    piece = make_draft(title="يبقى")
    answer = desk.post(door("change", piece), sent(piece, act="save") | {field: value})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert fresh(piece).version == piece.version


def test_a_stale_form_meets_both_texts_and_keeps_its_own(desk):
    piece = make_draft(title="أول", body="<p>نص أول.</p>")
    data = sent(piece, act="save", title=arabic("عنواني"), body=arabic("<p>نصي أنا.</p>"))
    redraft(fresh(piece), title=arabic("عنوانهم"), body=arabic("<p>نصهم هم.</p>"))
    answer = desk.post(door("change", piece), data)
    assert answer.status_code == 409
    assert [(choice.change.after, choice.change.before) for choice in answer.context["meeting"].choices] == [
        ("عنواني", "عنوانهم"),
        ("<p>نصي أنا.</p>", "<p>نصهم هم.</p>"),
    ]
    page = answer.content.decode()
    typed = [escape(data[name]) for name in ("title_ar", "body_ar")]
    assert [text for text in typed if f'value="{text}"' not in page] == []
    assert f'name="seen" value="{fresh(piece).version}"' in page
    assert fresh(piece).title_ar == "عنوانهم"


@pytest.mark.slow
@pytest.mark.parametrize("act", ["publish", "withdraw", "save"])
def test_no_button_of_a_stale_form_does_anything(desk, act):
    piece = make_live(title="أول")
    data = sent(piece, act=act, title=arabic("عنواني"))
    redraft(fresh(piece), title=arabic("عنوانهم"))
    state = fresh(piece).state()
    answer = desk.post(door("change", piece), data)
    assert (answer.status_code, fresh(piece).state(), fresh(piece).title_ar) == (409, state, "أول")
    assert content_of(fresh(piece)).title["ar"] == "عنوانهم"


def test_the_same_new_form_sent_again_makes_nothing_new_and_leads_to_the_piece(desk):
    data = form_data(make_content(), act="save", key=uuid4())
    answers = [desk.post(ADD, data) for _turn in range(3)]
    piece = Article.objects.get()
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, door("change", piece))] * 3
    assert Revision.objects.count() == 1


def test_an_old_form_written_on_is_not_swallowed(desk):
    data = form_data(make_content(title="أول"), act="save", key=uuid4())
    desk.post(ADD, data)
    answer = desk.post(ADD, data | {"title_ar": "كتبت بعده"})
    assert (answer.status_code, 'name="title_ar" value="كتبت بعده"' in answer.content.decode()) == (409, True)
    assert Article.objects.get().title_ar == "أول"
