"""Two people at one piece: who comes second sees both texts and chooses, and nothing that anybody typed is lost."""

import html
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import publishing, revisions, tagging
from articles.models import Article, Revision, Tag, WorkingCopy
from articles.models.article import State
from articles.revisions import content_of, newest, save_draft
from articles.writing import conflicts
from newsroom.roles import Role
from tests.factories import (
    arabic,
    form_data,
    fresh,
    make_author,
    make_column,
    make_content,
    make_draft,
    make_editor,
    make_live,
    make_member,
    make_photo,
    make_scheduled,
    make_topic,
    make_withdrawn,
    redraft,
)
from tests.form_reading import form_in

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/article/add/"
MINE, THEIRS = "mine", "theirs"


def door(name: str, piece: Article) -> str:
    return reverse(f"admin:articles_article_{name}", args=[piece.pk])


def opened(piece: Article, **changes: Any) -> dict[str, Any]:
    """What the browser would send from the form that was opened on ``piece`` now, some fields changed."""
    base = newest(piece)
    return form_data(content_of(piece).with_(**changes), version=piece.version, base=base.pk if base else "")


def saved_by(person: Any, piece: Article, **changes: Any) -> Revision:
    """Save ``piece`` as ``person`` would, from a form opened just now."""
    row = fresh(piece)
    content = content_of(row).with_(**changes)
    return revisions.save_draft(row, content=content, version=row.version, by=person, now=timezone.now())


def fields(answer: Any) -> dict[str, list[str]]:
    """Every field of the conflict page's form as the browser would send it back, radios as they stand."""
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input [^>]*>", answer.content.decode()):
        facts = {name: html.unescape(value) for name, value in re.findall(r'([\w-]+)="([^"]*)"', tag)}
        if facts.get("type") == "hidden" or (facts.get("type") == "radio" and "checked" in tag):
            sent.setdefault(facts["name"], []).append(facts["value"])
    sent.pop("csrfmiddlewaretoken", None)
    return sent


def choose(client: Any, piece: Article, answer: Any, *, act: str = "save", **choices: str) -> Any:
    """Answer the conflict page: its fields as they stand, these radios pressed."""
    given = {f"choice-{name}": [side] for name, side in choices.items()}
    return client.post(door("change", piece), fields(answer) | given | {"act": act})


def cases(answer: Any) -> dict[str, tuple[str, str]]:
    """What the page asks: the case of each field and the side that is chosen already."""
    return {choice.name: (str(choice.case), choice.taken) for choice in answer.context["meeting"].choices}


def said(answer: Any) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


@pytest.fixture
def colleague(db: None) -> Any:
    return make_member(Role.EDITOR, first_name="ليلى", last_name="حمدان")


# ---- what the page says ----------------------------------------------------------------------------------------------


def test_the_page_tells_who_changed_what_and_asks_only_where_both_did(desk, colleague):
    piece = make_draft(title="أول", standfirst="مقدمة", body="<p>نص أول.</p>")
    mine = opened(piece, title=arabic("عنواني"), standfirst=arabic("مقدمتي")) | {"act": "save"}
    saved_by(colleague, piece, title=arabic("عنوانهم"), body=arabic("<p>نصهم هم.</p>"))
    answer = desk.post(door("change", piece), mine)
    assert answer.status_code == 409
    assert cases(answer) == {
        "title_ar": ("both", ""),
        "standfirst_ar": ("mine", MINE),
        "body_ar": ("theirs", THEIRS),
    }
    page = answer.content.decode()
    assert "<bdi>ليلى حمدان</bdi>" in page
    texts = ("عنواني", "عنوانهم", "مقدمتي", "نصهم")
    assert [text for text in texts if text not in page] == []
    assert content_of(fresh(piece)).title["ar"] == "عنوانهم"


def test_a_form_that_names_no_common_text_chooses_mine_and_says_so(desk, colleague):
    piece = make_draft(title="أول")
    mine = opened(piece, title=arabic("عنواني")) | {"act": "save", "base": ""}
    saved_by(colleague, piece, title=arabic("عنوانهم"), standfirst=arabic("مقدمتهم"))
    answer = desk.post(door("change", piece), mine)
    assert cases(answer) == {"title_ar": ("unknown", MINE), "standfirst_ar": ("unknown", MINE)}


@pytest.mark.parametrize("base", ["other", "999999", "9" * 18])
def test_a_common_text_of_another_piece_is_none(desk, colleague, base):
    piece, other = make_draft(title="أول"), make_draft(title="غيرها سرية")
    number = newest(other).pk if base == "other" else base
    mine = opened(piece, title=arabic("عنواني")) | {"act": "save", "base": number}
    saved_by(colleague, piece, title=arabic("عنوانهم"))
    answer = desk.post(door("change", piece), mine)
    assert cases(answer) == {"title_ar": ("unknown", MINE)}
    assert "غيرها سرية" not in answer.content.decode()


def test_what_both_did_to_a_common_text_is_shown_beside_it(desk, colleague):
    piece = make_draft(body="<p>مشترك.</p>")
    mine = opened(piece, body=arabic("<p>مشترك وزيادتي.</p>")) | {"act": "save"}
    saved_by(colleague, piece, body=arabic("<p>مشترك وإضافتهم.</p>"))
    (choice,) = desk.post(door("change", piece), mine).context["meeting"].choices
    assert (choice.by_them.before, choice.by_them.after) == ("<p>مشترك.</p>", "<p>مشترك وإضافتهم.</p>")
    assert (choice.by_me.before, choice.by_me.after) == ("<p>مشترك.</p>", "<p>مشترك وزيادتي.</p>")


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        ("publish", _("It was not published. Choose first; then publish from the form.")),
        ("withdraw", _("It was not withdrawn. Choose first; then withdraw from the form.")),
        ("save", ""),
    ],
)
def test_the_page_says_that_what_was_pressed_was_not_done(desk, colleague, act, sentence):
    piece = make_live(title="أول")
    mine = opened(piece, title=arabic("عنواني")) | {"act": act}
    saved_by(colleague, piece, title=arabic("عنوانهم"))
    answer = desk.post(door("change", piece), mine)
    assert (answer.status_code, answer.context["meeting"].not_done()) == (409, sentence)
    assert sentence in answer.content.decode()
    again = choose(desk, piece, answer)
    # Still so after a choice that was not complete.
    assert (again.status_code, again.context["meeting"].not_done()) == (422, sentence)
    assert (fresh(piece).state(), fresh(piece).title_ar) == (State.LIVE_WITH_DRAFT, "أول")


# ---- choosing --------------------------------------------------------------------------------------------------------


def test_each_field_takes_the_side_that_was_chosen(desk, colleague):
    piece = make_draft(title="أول", standfirst="مقدمة", body="<p>نص.</p>", title_en="First", body_en="<p>Text.</p>")
    mine = opened(piece, title={"ar": "عنواني", "en": "Mine"}, body={"ar": "<p>نصي.</p>", "en": "<p>Text.</p>"})
    saved_by(
        colleague,
        piece,
        title={"ar": "عنوانهم", "en": "Theirs"},
        body={"ar": "<p>نصهم.</p>", "en": "<p>Their text.</p>"},
        standfirst=arabic("مقدمتهم"),
    )
    answer = desk.post(door("change", piece), mine | {"act": "save"})
    done = choose(desk, piece, answer, title_ar=MINE, title_en=THEIRS, body_ar=MINE)
    assert (done.status_code, done.url.split("?")[0], said(done)) == (
        302,
        door("change", piece),
        [_("The draft is saved.")],
    )
    content = content_of(fresh(piece))
    assert content.title == {"ar": "عنواني", "en": "Theirs"}
    assert content.body == {"ar": "<p>نصي.</p>", "en": "<p>Their text.</p>"}
    assert content.standfirst["ar"] == "مقدمتهم"


def test_every_kind_of_field_can_be_taken_from_them(desk, colleague):
    column, other = make_column("زاوية"), make_column("ركن")
    authors = [make_author("سلمى العلي"), make_author("هدى النجار")]
    topics, photo = [make_topic("قديم"), make_topic("جديد")], make_photo()
    piece = make_draft(column=column, authors=authors[:1], topics=topics[:1], tags=["أول"], title_en="E", number=4)
    mine = opened(piece) | {
        "column": "",
        "number": "",
        "authors": [],
        "topics": [],
        "tags": "وسم لي وحدي",
        "protection": "off",
        "publish_at": "2031-01-01T10:00",
        "act": "save",
    }
    theirs = content_of(piece).with_(
        column=content_of(make_draft(column=other)).column,
        number=9,
        authors=content_of(make_draft(authors=authors[::-1])).authors,
        topics=content_of(make_draft(topics=topics)).topics,
        tags=content_of(make_draft(tags=["ثانٍ", "ثالث"])).tags,
        photo=content_of(make_draft(photo=photo)).photo,
        protection="strict",
        publish_at=timezone.now().replace(second=0, microsecond=0) + timedelta(days=9),
        released=("ar", "en"),
    )
    row = fresh(piece)
    revisions.save_draft(row, content=theirs, version=row.version, by=colleague, now=timezone.now())
    answer = desk.post(door("change", piece), mine)
    names = {"column", "number", "authors", "topics", "tags", "photo", "protection", "publish_at", "released"}
    assert {name for name, (case, _taken) in cases(answer).items() if case == "both"} == names - {"photo", "released"}
    assert cases(answer)["photo"] == cases(answer)["released"] == ("theirs", THEIRS)
    assert choose(desk, piece, answer, **dict.fromkeys(names, THEIRS)).status_code == 302
    assert content_of(fresh(piece)) == theirs
    # Comparing and choosing makes no tag that nobody saved.
    assert not Tag.objects.filter(name="وسم لي وحدي").exists()


def test_choosing_theirs_throughout_writes_no_draft_over_a_live_piece(desk, colleague):
    piece = make_live(title="أول")
    mine = opened(piece, title=arabic("عنواني")) | {"act": "save"}
    row = fresh(piece)
    changed = content_of(row).with_(title=arabic("عنوانهم"))
    publishing.publish(row, content=changed, version=row.version, by=colleague, now=timezone.now())
    answer = desk.post(door("change", piece), mine)
    done = choose(desk, piece, answer, title_ar=THEIRS)
    assert said(done) == [_("The text stands as it was saved: nothing of yours was chosen.")]
    assert (fresh(piece).state(), fresh(piece).title_ar) == (State.LIVE, "عنوانهم")


def test_a_field_that_both_changed_is_demanded_and_nothing_is_lost(desk, colleague):
    piece = make_draft(title="أول", body="<p>نص.</p>")
    mine = opened(piece, title=arabic("عنواني"), body=arabic("<p>نصي كله.</p>")) | {"act": "save"}
    saved_by(colleague, piece, title=arabic("عنوانهم"), body=arabic("<p>نصهم.</p>"))
    answer = desk.post(door("change", piece), mine)
    for act in ("save", "continue"):
        refused = choose(desk, piece, answer, act=act, body_ar=THEIRS)
        assert refused.status_code == 422
        assert cases(refused) == {"title_ar": ("both", ""), "body_ar": ("both", THEIRS)}
        error = _("You both changed this field. Choose which of the two shall stand.")
        assert f'id="choice-title_ar-error">{error}</p>' in refused.content.decode()
        assert fields(refused)["body_ar"] == ["<p>نصي كله.</p>"]
        assert content_of(fresh(piece)).title["ar"] == "عنوانهم"


@pytest.mark.parametrize("side", ["", "both", "MINE", "theirs "])
def test_a_side_that_is_none_is_no_choice(desk, colleague, side):
    piece = make_draft(title="أول")
    mine = opened(piece, title=arabic("عنواني")) | {"act": "save"}
    saved_by(colleague, piece, title=arabic("عنوانهم"))
    answer = desk.post(door("change", piece), mine)
    assert choose(desk, piece, answer, title_ar=side).status_code == 422


def test_everything_typed_is_carried_letter_for_letter(desk, colleague):
    piece = make_draft(title="أول")
    mine = opened(piece) | {
        "title_ar": ' <b>"اقتباس"</b> & \u200fعلامة\u200c ',
        "standfirst_ar": "سطر\r\nوسطر\x00",
        "body_ar": "<p>نص &amp; \"كلام\" 'آخر'</p>\r\n<p>ثانٍ</p>",
        "tags": "ماء، جسور",
        "authors": [str(make_author().pk)],
        "topics": [str(make_topic().pk), str(make_topic().pk)],
        "note": "ملاحظة لم تُرسل بعد",
        "window": str(uuid4()),
        "serial": "3",
        "act": "save",
    }
    saved_by(colleague, piece, title=arabic("عنوانهم"))
    carried = fields(desk.post(door("change", piece), mine))
    wanted = {name: value if isinstance(value, list) else [str(value)] for name, value in mine.items() if name != "act"}
    wanted["standfirst_ar"] = ["سطر\r\nوسطر"]
    extra = {"seen", "theirs", "pressed"} | {name for name in carried if name.startswith("choice-")}
    assert {name: value for name, value in carried.items() if name not in extra} == {
        name: value for name, value in wanted.items() if value
    }


def test_going_on_opens_the_form_with_the_choice_and_saves_nothing(desk, editor, colleague):
    piece = make_draft(title="أول", standfirst="مقدمة", body="<p>نص.</p>")
    WorkingCopy.objects.create(article=piece, user=editor, content={"schema": 1, "fields": {"title_ar": ["عنواني"]}})
    mine = opened(piece, title=arabic("عنواني"), body=arabic("<p>نصي.</p>")) | {"act": "publish"}
    theirs = saved_by(colleague, piece, title=arabic("عنوانهم"), standfirst=arabic("مقدمتهم"))
    answer = desk.post(door("change", piece), mine)
    form = choose(desk, piece, answer, act="continue", title_ar=THEIRS)
    assert (form.status_code, form.templates[0].name) == (200, "admin/articles/article/write.html")
    shown = form.context["form"]
    assert [shown[name].value() for name in ("title_ar", "standfirst_ar", "body_ar")] == [
        "عنوانهم",
        "مقدمتهم",
        "<p>نصي.</p>",
    ]
    assert (shown["version"].value(), shown["base"].value()) == (str(fresh(piece).version), str(theirs.pk))
    assert (Revision.objects.count(), WorkingCopy.objects.count(), fresh(piece).state()) == (2, 1, State.DRAFT)
    # Now the button does what it says.
    data = {name: shown[name].value() for name in shown.fields if shown[name].value() not in (None, False)}
    assert desk.post(door("change", piece), data | {"act": "publish"}).status_code == 302
    assert (fresh(piece).state(), fresh(piece).title_ar) == (State.LIVE, "عنوانهم")


def test_saving_the_choice_lets_go_of_the_working_copy_and_a_refusal_does_not(desk, editor, colleague):
    piece, window = make_draft(title="أول"), uuid4()
    WorkingCopy.objects.create(article=piece, user=editor, window=window, content={"schema": 1, "fields": {}})
    mine = opened(piece, title=arabic("عنواني")) | {"act": "save", "window": str(window), "serial": "1"}
    saved_by(colleague, piece, title=arabic("عنوانهم"))
    answer = desk.post(door("change", piece), mine)
    choose(desk, piece, answer)
    assert WorkingCopy.objects.count() == 1
    done = choose(desk, piece, answer, title_ar=MINE)
    assert (done.url, WorkingCopy.objects.count()) == (f"{door('change', piece)}?saved={window}", 0)


# ---- again and again -------------------------------------------------------------------------------------------------


def test_a_save_while_choosing_brings_the_newest_and_keeps_what_still_holds(desk, colleague):
    piece = make_draft(title="أول", standfirst="مقدمة", body="<p>نص.</p>")
    mine = opened(piece, title=arabic("عنواني"), body=arabic("<p>نصي.</p>")) | {"act": "save"}
    saved_by(colleague, piece, title=arabic("عنوانهم"), body=arabic("<p>نصهم.</p>"))
    answer = desk.post(door("change", piece), mine)
    saved_by(colleague, piece, body=arabic("<p>نصهم الثاني.</p>"), standfirst=arabic("مقدمتهم"))
    again = choose(desk, piece, answer, title_ar=THEIRS, body_ar=THEIRS)
    assert (again.status_code, again.context["again"]) == (409, True)
    assert cases(again) == {
        "title_ar": ("both", THEIRS),
        "body_ar": ("both", ""),
        "standfirst_ar": ("theirs", THEIRS),
    }
    # What I typed is there although I had chosen theirs.
    assert (fields(again)["title_ar"], fields(again)["body_ar"]) == (["عنواني"], ["<p>نصي.</p>"])
    assert choose(desk, piece, again, title_ar=MINE, body_ar=MINE).status_code == 302
    content = content_of(fresh(piece))
    assert [content.title["ar"], content.body["ar"], content.standfirst["ar"]] == ["عنواني", "<p>نصي.</p>", "مقدمتهم"]


@pytest.mark.parametrize(
    "forged",
    [{"theirs": ""}, {"theirs": "1e9"}, {"theirs": "other"}, {"seen": ""}, {"seen": "0"}, {"seen": "x"}],
    ids=str,
)
def test_an_answer_to_no_page_of_ours_only_brings_the_page(desk, colleague, forged):
    piece, other = make_draft(title="أول"), make_draft(title="غيرها سرية")
    mine = opened(piece, title=arabic("عنواني")) | {"act": "save"}
    saved_by(colleague, piece, title=arabic("عنوانهم"))
    answer = desk.post(door("change", piece), mine)
    forged = {name: newest(other).pk if value == "other" else value for name, value in forged.items()}
    got = desk.post(door("change", piece), fields(answer) | forged | {"choice-title_ar": MINE, "act": "save"})
    assert (got.status_code, content_of(fresh(piece)).title["ar"]) == (409, "عنوانهم")
    assert "غيرها سرية" not in got.content.decode()


@pytest.mark.parametrize("act", ["publish", "withdraw", "save", "", "nonsense"])
def test_no_answer_of_the_page_reaches_readers(desk, colleague, act):
    piece = make_live(title="أول")
    mine = opened(piece, title=arabic("عنواني")) | {"act": "publish"}
    saved_by(colleague, piece, title=arabic("عنوانهم"))
    answer = desk.post(door("change", piece), mine)
    choose(desk, piece, answer, act=act, title_ar=MINE)
    row = fresh(piece)
    assert (row.state(), row.title_ar, content_of(row).title["ar"]) == (State.LIVE_WITH_DRAFT, "أول", "عنواني")


@pytest.mark.parametrize("side", [MINE, THEIRS])
def test_a_double_press_on_the_page_saves_once(desk, colleague, side):
    piece = make_draft(title="أول", body="<p>نص.</p>")
    mine = opened(piece, title=arabic("عنواني"), body=arabic("<p>نصي.</p>")) | {"act": "save"}
    saved_by(colleague, piece, title=arabic("عنوانهم"))
    answer = desk.post(door("change", piece), mine)
    first = choose(desk, piece, answer, title_ar=side)
    count = Revision.objects.count()
    again = choose(desk, piece, answer, title_ar=side)
    assert (first.status_code, again.status_code, again.url) == (302, 302, first.url)
    assert Revision.objects.count() == count


def test_a_piece_deleted_while_choosing_leaves_every_word_to_a_new_one(desk, colleague):
    piece = make_draft(title="أول")
    mine = opened(piece, title=arabic("عنواني")) | {"act": "save", "key": str(uuid4())}
    saved_by(colleague, piece, title=arabic("عنوانهم"))
    answer = desk.post(door("change", piece), mine)
    address = door("change", piece)
    publishing.discard(fresh(piece), now=timezone.now(), by=colleague)
    gone = desk.post(address, fields(answer) | {"choice-title_ar": MINE, "act": "save"})
    assert (gone.status_code, gone.context["form"]["title_ar"].value()) == (422, "عنواني")
    assert gone.context["form"].non_field_errors() == revisions.Gone().messages
    assert f'action="{ADD}"' in gone.content.decode()


def test_a_photo_deleted_while_choosing_is_told_at_its_field_with_every_word(desk, colleague):
    photo = make_photo()
    piece = make_draft(title="أول")
    mine = opened(piece, title=arabic("عنواني")) | {"act": "save", "photo": photo.pk}
    saved_by(colleague, piece, title=arabic("عنوانهم"))
    answer = desk.post(door("change", piece), mine)
    photo.delete()
    got = choose(desk, piece, answer, title_ar=MINE)
    assert (got.status_code, list(got.context["form"].errors)) == (422, ["photo"])
    assert got.context["form"]["title_ar"].value() == "عنواني"


# ---- comparing without saving ----------------------------------------------------------------------------------------


def test_comparing_shows_both_and_saves_nothing(desk, colleague):
    piece = make_draft(title="أول")
    mine = opened(piece, title=arabic("عنواني")) | {"act": "compare", "tags": "وسم لم يوجد"}
    saved_by(colleague, piece, title=arabic("عنوانهم"))
    answer = desk.post(door("change", piece), mine)
    assert (answer.status_code, cases(answer)) == (200, {"title_ar": ("both", ""), "tags": ("mine", MINE)})
    assert (Revision.objects.count(), Tag.objects.count()) == (2, 0)


def test_comparing_with_nothing_new_leads_back_to_the_form(desk):
    piece = make_draft(title="أول")
    answer = desk.post(door("change", piece), opened(piece, title=arabic("عنواني")) | {"act": "compare"})
    assert (answer.status_code, said(answer)) == (200, [_("Nobody has saved this piece since you opened it.")])
    assert answer.context["form"]["title_ar"].value() == "عنواني"
    assert content_of(fresh(piece)).title["ar"] == "أول"


# ---- who may choose what ---------------------------------------------------------------------------------------------


def test_a_translator_chooses_among_translations_alone(client, colleague):
    client.force_login(make_member(Role.TRANSLATOR))
    piece = make_draft(title="أول", title_en="First", standfirst_en="Lead")
    mine = opened(piece) | {"title_en": "Mine", "title_ar": "لا يحق لي", "act": "save"}
    saved_by(colleague, piece, title={"ar": "عنوانهم", "en": "Theirs"}, released=("ar", "en"))
    answer = client.post(door("change", piece), mine)
    assert (answer.status_code, cases(answer)) == (409, {"title_en": ("both", "")})
    forged = {"title_en": MINE, "title_ar": MINE, "released": MINE}
    assert choose(client, piece, answer, **forged).status_code == 302
    content = content_of(fresh(piece))
    assert (content.title, content.released) == ({"ar": "عنوانهم", "en": "Mine"}, ("ar", "en"))


def test_number_and_moment_that_readers_know_are_nobodys_choice(desk, colleague):
    piece = make_live(title="أول", column=make_column())
    mine = opened(piece, title=arabic("عنواني")) | {"act": "save"}
    row = fresh(piece)
    lines = {"ar": row.signoff_ar, "en": ""}
    publishing.correct(
        row, number=row.number + 5, signoffs=lines, version=row.version, by=colleague, now=timezone.now()
    )
    saved_by(colleague, piece, title=arabic("عنوانهم"))
    answer = desk.post(door("change", piece), mine | {"number": 77, "publish_at": "2020-01-01T10:00"})
    assert cases(answer) == {"title_ar": ("both", "")}
    assert choose(desk, piece, answer, title_ar=MINE, number=MINE, publish_at=MINE).status_code == 302
    row = fresh(piece)
    assert (row.number, row.publish_at) == (piece.number + 5, piece.publish_at)


# ---- the very same letters -------------------------------------------------------------------------------------------


def test_a_moment_alone_is_not_swallowed_as_the_very_same(desk, colleague):
    piece = make_draft(title="أول")
    mine = opened(piece) | {"publish_at": "2031-05-01T10:00", "act": "save"}
    saved_by(colleague, piece)
    answer = desk.post(door("change", piece), mine)
    assert (answer.status_code, cases(answer)) == (409, {"publish_at": ("mine", MINE)})
    assert choose(desk, piece, answer).status_code == 302
    assert timezone.localtime(content_of(fresh(piece)).publish_at).isoformat()[:16] == "2031-05-01T10:00"


def test_the_seconds_of_a_moment_that_nobody_typed_are_no_difference(desk, colleague):
    piece = make_scheduled(title="أول")
    assert piece.publish_at.microsecond
    mine = opened(piece, title=arabic("عنواني")) | {"act": "save"}
    saved_by(colleague, piece, title=arabic("عنوانهم"))
    assert cases(desk.post(door("change", piece), mine)) == {"title_ar": ("both", "")}


@pytest.mark.parametrize("act", ["publish", "schedule", "withdraw", "unschedule", "submit"])
def test_a_press_whose_answer_was_lost_is_done_once_and_frightens_nobody(desk, act):
    column = make_column()
    make = {"withdraw": make_live, "unschedule": make_scheduled}.get(act, make_draft)
    piece = make(title="أول", column=column)
    moment = {"publish_at": "2031-05-01T10:00"} if act == "schedule" else {}
    mine = opened(piece, title=arabic("عنواني")) | {"act": act, "tags": "وسم جديد"} | moment
    first = desk.post(door("change", piece), mine)
    after = Revision.objects.count()
    again = desk.post(door("change", piece), mine)
    assert (first.status_code, again.status_code, again.url) == (302, 302, first.url)
    states = {
        "publish": (State.LIVE, 1),
        "schedule": (State.SCHEDULED, 1),
        "withdraw": (State.WITHDRAWN, 1),
        "unschedule": (State.DRAFT, None),
        "submit": (State.IN_REVIEW, None),
    }
    assert (Revision.objects.count(), (fresh(piece).state(), fresh(piece).number)) == (after, states[act])


def test_a_new_form_saved_before_and_published_now_is_published_once_and_never_after_a_withdrawal(desk):
    data = form_data(make_content(title="أول"), key=uuid4())
    assert desk.post(ADD, data | {"act": "save"}).status_code == 302
    piece = Article.objects.get()
    for _turn in range(2):
        assert desk.post(ADD, data | {"act": "publish"}).url == door("published", piece)
    assert (fresh(piece).state(), Revision.objects.count()) == (State.LIVE, 2)
    publishing.withdraw(fresh(piece), version=fresh(piece).version, by=None, now=timezone.now())
    desk.post(ADD, data | {"act": "publish"})
    assert (Article.objects.count(), fresh(piece).state()) == (1, State.WITHDRAWN)


def test_what_somebody_else_published_is_told_even_if_the_letters_are_mine(desk, colleague):
    piece = make_draft(title="أول")
    mine = opened(piece) | {"act": "publish"}
    row = fresh(piece)
    publishing.publish(row, content=content_of(row), version=row.version, by=colleague, now=timezone.now())
    answer = desk.post(door("change", piece), mine)
    assert (answer.status_code, cases(answer)) == (409, {})
    page = answer.content.decode()
    assert ("ليلى حمدان" in page, _("Both texts are the same, letter for letter.") in page) == (True, True)
    form = choose(desk, piece, answer, act="continue")
    assert (form.status_code, form.context["form"]["version"].value()) == (200, str(fresh(piece).version))


# ---- every other path ------------------------------------------------------------------------------------------------


def stale(piece: Article, person: Any) -> int:
    """Save ``piece`` as ``person``; return the version that a screen opened before still has."""
    version = fresh(piece).version
    saved_by(person, piece, title=arabic("عنوانهم المحفوظ"))
    return version


def named(sentences: list[str]) -> bool:
    """Whether who saved is named, in one sentence."""
    return len(sentences) == 1 and "ليلى حمدان" in sentences[0]


MAKERS: dict[str, Callable[..., Article]] = {
    "publish": make_draft,
    "schedule": make_draft,
    "unschedule": make_scheduled,
    "withdraw": make_live,
}


@pytest.mark.parametrize("act", MAKERS)
def test_no_button_of_a_stale_form_does_its_work(desk, colleague, act):
    piece = MAKERS[act](title="أول")
    mine = opened(piece, title=arabic("عنواني")) | {"publish_at": "2031-05-01T10:00", "act": act}
    stale(piece, colleague)
    before = (fresh(piece).state(), fresh(piece).title_ar, Revision.objects.count())
    answer = desk.post(door("change", piece), mine)
    assert (answer.status_code, "ليلى حمدان" in answer.content.decode()) == (409, True)
    assert (fresh(piece).state(), fresh(piece).title_ar, Revision.objects.count()) == before


@pytest.mark.parametrize(
    ("action", "make"),
    [
        ("publish_selected", make_draft),
        ("withdraw_selected", make_live),
        ("unschedule_selected", make_scheduled),
        ("file_selected", make_live),
        ("discard_selected", make_draft),
    ],
)
def test_no_act_on_many_touches_what_was_saved_since_it_was_asked_about(desk, colleague, action, make):
    piece, topic = make(title="أول"), make_topic("جديد")
    asked = desk.post("/admin/articles/article/", {"action": action, "_selected_action": [piece.pk]})
    (version,) = re.findall(rf'name="version-{piece.pk}" value="(\d+)"', asked.content.decode())
    assert stale(piece, colleague) == int(version)
    before = (fresh(piece).state(), Revision.objects.count())
    data = {"action": action, "confirmed": action, "_selected_action": [piece.pk], "topics": [topic.pk]}
    answer = desk.post("/admin/articles/article/", data | {f"version-{piece.pk}": version})
    assert named(said(answer))
    assert (fresh(piece).state(), Revision.objects.count()) == before
    assert content_of(fresh(piece)).title["ar"] == "عنوانهم المحفوظ"
    assert not fresh(piece).topics.exists()


@pytest.mark.parametrize("make", [make_live, make_scheduled])
def test_a_stale_screen_of_what_was_published_takes_nothing_back_and_names_who_saved(desk, colleague, make):
    piece = make(title="أول")
    version = stale(piece, colleague)
    state = fresh(piece).state()
    answer = desk.post(door("take_back", piece), {"version": version})
    assert (named(said(answer)), fresh(piece).state()) == (True, state)


def test_a_stale_correction_is_refused_and_names_who_saved(desk, colleague):
    piece = make_live(column=make_column())
    version = stale(piece, colleague)
    data = {"number": 40, "signoff_ar": "سطري", "signoff_en": "", "version": version}
    answer = desk.post(door("correct", piece), data)
    assert (answer.status_code, named(answer.context["form"].non_field_errors())) == (422, True)
    assert (fresh(piece).number, answer.context["form"]["signoff_ar"].value()) == (1, "سطري")


def test_filing_with_a_stale_version_changes_nothing(colleague):
    piece, topic = make_withdrawn(title="أول"), make_topic()
    version = stale(piece, colleague)
    with pytest.raises(revisions.Conflict):
        tagging.file_under(fresh(piece), topics=[topic], tags=[], version=version, by=colleague, now=timezone.now())
    assert not fresh(piece).topics.exists()


def test_the_page_asks_the_database_no_more_for_many_fields_and_revisions_than_for_few(desk, colleague):
    counts = []
    for changed, times in (({"title": arabic("ع")}, 1), ({"title": {"ar": "ع", "en": "M"}, "body": arabic("ن")}, 30)):
        piece = make_draft(title="أول", title_en="E")
        mine = opened(piece, **changed) | {"act": "compare"}
        for turn in range(times):
            saved_by(colleague, piece, title={"ar": f"هم {turn}", "en": "T"}, body=arabic(f"<p>{turn}</p>"))
        with CaptureQueriesContext(connection) as asked:
            assert desk.post(door("change", piece), mine).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_a_writer_whose_draft_was_published_meanwhile_keeps_every_word(client, colleague):
    writer = make_member(Role.WRITER)
    client.force_login(writer)
    piece = make_draft(title="أول", by=writer)
    mine = opened(piece, title=arabic("عنواني"), body=arabic("<p>نصي كله.</p>")) | {"act": "save"}
    row = fresh(piece)
    publishing.publish(row, content=content_of(row), version=row.version, by=colleague, now=timezone.now())
    answer = client.post(door("change", piece), mine)
    form = answer.context["form"]
    assert (answer.status_code, form["title_ar"].value(), form["body_ar"].value()) == (
        403,
        "عنواني",
        "<p>نصي كله.</p>",
    )
    assert form.non_field_errors() == [
        _("This piece is not yours to write any more. Your text is still here: saving makes a new piece.")
    ]
    assert client.post(ADD, mine).status_code == 302
    assert (fresh(piece).title_ar, Article.objects.latest("pk").title_ar) == ("أول", "عنواني")


def test_a_piece_deleted_on_the_way_is_told_as_such_where_there_is_no_text_to_keep():
    assert conflicts.told(revisions.Gone()) == [_("Somebody deleted this draft meanwhile.")]


def test_nobody_without_the_right_to_write_sees_either_text(colleague):
    client, piece = Client(), make_draft(title="سري جدًا")
    client.force_login(make_member(Role.WRITER))
    mine = opened(piece) | {"act": "compare"}
    saved_by(colleague, piece, title=arabic("عنوانهم السري"))
    answer = client.post(door("change", piece), mine)
    assert (answer.status_code, "السري" in answer.content.decode()) == (403, False)


def test_redrafting_by_nobody_in_particular_is_told_without_a_name(desk):
    piece = make_live(title="أول")
    version = piece.version
    redraft(fresh(piece), title=arabic("ثانٍ"))
    answer = desk.post(door("take_back", piece), {"version": version})
    assert said(answer) == [_("Somebody saved this piece meanwhile. Open it again and look first.")]


# ---- deleting --------------------------------------------------------------------------------------------------------


def test_a_draft_that_somebody_wrote_on_since_the_question_was_asked_is_not_deleted(desk):
    piece, colleague = make_draft(title="أولى"), make_editor(first_name="ليان")
    door = reverse("admin:articles_article_delete", args=[piece.pk])
    asked = form_in(desk.get(door).content.decode(), "method")
    save_draft(
        piece, content=content_of(piece).with_(title=arabic("ثانية")), version=1, by=colleague, now=timezone.now()
    )
    answer = desk.post(door, asked, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("admin:articles_article_change", args=[piece.pk])
    assert ["ليان" in str(message) for message in answer.context["messages"]] == [True]
    assert content_of(fresh(piece)).title["ar"] == "ثانية"
    desk.post(door, form_in(desk.get(door).content.decode(), "method"))
    assert not Article.objects.filter(pk=piece.pk).exists()
