"""A translation beside its source, and the board of how far each is."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import publishing, revisions, translating
from articles.models import Article, WorkingCopy
from articles.models.article import TranslationState
from newsroom.roles import Role
from tests.factories import (
    BODY,
    form_data,
    fresh,
    make_column,
    make_draft,
    make_live,
    make_member,
    make_scheduled,
    make_withdrawn,
    make_writer,
    redraft,
    republish,
)

pytestmark = pytest.mark.django_db
ENGLISH = {"title_en": "The river", "body_en": "<p>The river walks slowly between its banks.</p>"}
BOARD, KEEP = "/admin/articles/article/translations/", "/admin/articles/article/keep/"
FASTER = "<p>يمشي النهر مسرعًا بين ضفتيه.</p>"


@pytest.fixture
def translator(db):
    return make_member(Role.TRANSLATOR)


@pytest.fixture
def room(translator) -> Client:
    """A browser in which a translator is signed in."""
    client = Client()
    client.force_login(translator)
    return client


def door(piece: Article, language: str = "en") -> str:
    return f"/admin/articles/article/{piece.pk}/translate/{language}/"


def sent(page, **words) -> dict:
    """What the browser sends from the screen that it was given, some fields written anew."""
    form, names = page.context["form"], ("version", "base", "source", "window", "serial", "turn", "key")
    data = {name: form[name].value() or "" for name in (*names, "title_en", "standfirst_en", "body_en")}
    return data | {"into": "en"} | words


def english(piece: Article) -> str:
    return revisions.content_of(fresh(piece)).title["en"]


def stale(**facts) -> Article:
    """A piece before readers in both languages whose source has changed since."""
    piece = make_live(released=("ar", "en"), body=BODY, **ENGLISH, **facts)
    return republish(piece, body={"ar": FASTER, "en": ENGLISH["body_en"]})


# ---- beside its source -----------------------------------------------------------------------------------------------


def test_the_source_stands_beside_as_readers_see_it_and_is_no_field(room):
    piece = make_live(
        title="عنوان الأصل", standfirst="مقدمة الأصل", body="<p>جملة <strong>الأصل</strong></p>", **ENGLISH
    )
    page = room.get(door(piece))
    text = page.content.decode()
    assert page.status_code == 200
    assert '<div class="beside-text shown-text numbered"><p>جملة <strong>الأصل</strong></p></div>' in text
    assert ('<p class="beside-title">عنوان الأصل</p>' in text, "مقدمة الأصل" in text) == (True, True)
    for name in ("title_ar", "body_ar", "released_en", "column", "authors", "publish_at"):
        assert f'name="{name}"' not in text
    assert text.count('class="beside-source" lang="ar" dir="rtl"') == 3
    assert 'lang="en" dir="ltr"' in text


def test_a_translation_is_written_saved_and_released_by_its_editor(room, desk):
    piece = make_live(body=BODY)
    page = room.get(door(piece))
    assert room.post(door(piece), sent(page, title_en="The river", body_en="<p>It walks.</p>")).status_code == 302
    assert fresh(piece).translation_en == TranslationState.CURRENT
    assert fresh(piece).title_en in {None, ""}
    page = desk.get(door(piece))
    desk.post(door(piece), sent(page, released_en="on"))
    assert fresh(piece).translation_en == TranslationState.RELEASED
    assert Article.objects.published("en").count() == 0


def test_only_who_publishes_is_offered_the_release(room, desk):
    piece = make_draft(**ENGLISH)
    assert 'name="released_en"' in desk.get(door(piece)).content.decode()
    room.post(door(piece), sent(room.get(door(piece)), title_en="Mine", released_en="on"))
    assert revisions.content_of(fresh(piece)).released == ("ar",)


def test_an_old_translation_shows_what_changed_in_its_source_and_is_saved_as_renewed(room, translator):
    piece = stale()
    page = room.get(door(piece))
    [change] = page.context["source_changes"]
    assert change.name == "body_ar"
    assert "".join(run.text for line in change.lines for run in line.runs if run.kind == "new").strip() == "مسرعًا"
    assert 'name="renewed_en"' in page.content.decode()
    # A word mended is not a translation renewed.
    assert room.post(door(piece), sent(page, title_en="A river")).status_code == 302
    assert fresh(piece).translation_en == TranslationState.STALE
    # Nothing but the word that it matches.
    assert room.post(door(piece), sent(room.get(door(piece)), renewed_en="on")).status_code == 302
    assert fresh(piece).translation_en == TranslationState.RELEASED
    page = room.get(door(piece))
    assert (page.context["since"], 'name="renewed_en"' in page.content.decode()) == (None, False)


def test_the_preview_shows_what_stands_beside_the_source_and_writes_nothing(desk):
    piece = make_live(title="عنوان الأصل", body=BODY)
    typed = sent(desk.get(door(piece)), title_en="The river", body_en="<p>It walks.</p>", title_ar="مزوّر")
    address = f"/admin/articles/article/{piece.pk}/preview-typed/"
    drawn = [desk.post(address, typed | {"preview-language": code}).content.decode() for code in ("en", "ar")]
    assert ("<h1><bdi>The river</bdi></h1>" in drawn[0], "<h1><bdi>عنوان الأصل</bdi></h1>" in drawn[1]) == (True, True)
    assert (english(piece), WorkingCopy.objects.count()) == ("", 0)


def test_a_language_that_is_none_or_the_source_is_not_found(desk):
    piece = make_draft()
    answers = [desk.get(door(piece, language)).status_code for language in ("ar", "fr", "e n", "%00", "en-GB")]
    assert answers == [404] * 5
    assert desk.get("/admin/articles/article/99999999999999999999/translate/en/").status_code == 404


def test_a_writer_translates_his_own_draft_alone(client):
    writer = make_writer()
    client.force_login(writer)
    own, other = make_draft(by=writer), make_draft()
    assert [client.get(door(piece)).status_code for piece in (own, other)] == [200, 403]


# ---- nothing typed is lost -------------------------------------------------------------------------------------------


def window(piece: Article, **facts) -> dict:
    return {"piece": piece.pk, "version": piece.version, "window": uuid4(), "serial": 0, **facts}


def test_words_of_a_translation_are_kept_apart_from_those_of_the_whole_piece(desk):
    piece = make_draft(title="قبل", **ENGLISH)
    whole = form_data(revisions.content_of(piece)) | {"title_ar": "بعد", "title_en": "In the form"}
    assert desk.post(KEEP, window(piece) | whole).status_code == 200
    assert desk.post(KEEP, window(piece) | {"into": "en", "title_en": "Beside", "title_ar": "مزوّر"}).status_code == 200
    copies = {copy.language: copy.content["fields"] for copy in WorkingCopy.objects.all()}
    assert (copies[""]["title_ar"], copies[""]["title_en"]) == (["بعد"], ["In the form"])
    assert ("title_ar" in copies["en"], copies["en"]["title_en"]) == (False, ["Beside"])
    form = desk.get(f"/admin/articles/article/{piece.pk}/change/").context["form"]
    assert (form["title_ar"].value(), form["title_en"].value()) == ("بعد", "In the form")
    page = desk.get(door(piece))
    assert (page.context["form"]["title_en"].value(), page.context["recovered"] is not None) == ("Beside", True)
    # A save of the one leaves the other.
    desk.post(door(piece), sent(page))
    assert [copy.language for copy in WorkingCopy.objects.all()] == [""]
    assert revisions.content_of(fresh(piece)).title == {"ar": "قبل", "en": "Beside"}


def test_the_desk_leads_back_to_the_translation_that_was_not_saved(desk):
    piece = make_draft(**ENGLISH)
    desk.post(KEEP, window(piece) | {"into": "en", "title_en": "Beside", "body_en": ENGLISH["body_en"]})
    copy = WorkingCopy.objects.get()
    assert [text["address"] for text in desk.get("/admin/").context["unsaved"]] == [door(piece)]
    page = desk.get(f"/admin/articles/article/copies/{copy.pk}/")
    assert [change.name for change in page.context["changes"]] == ["title_en"]
    gone = desk.post(f"/admin/articles/article/copies/{copy.pk}/discard/", {"serial": copy.serial})
    assert gone.headers["Location"] == door(piece)


def test_a_refused_translation_comes_back_with_every_letter(room):
    piece = make_draft()
    answer = room.post(door(piece), sent(room.get(door(piece)), title_en="x" * 201, body_en="<p>Kept</p>"))
    assert (answer.status_code, answer.templates[0].name) == (422, "admin/articles/article/translate.html")
    assert answer.context["form"]["title_en"].value() == "x" * 201
    assert answer.context["form"]["body_en"].value() == "<p>Kept</p>"


def test_who_changes_the_source_meanwhile_and_who_translates_lose_nothing(room):
    piece = make_draft(body=BODY)
    page = room.get(door(piece))
    redraft(piece, body={"ar": FASTER, "en": ""})
    typed = sent(page, title_en="The river", body_en="<p>It walks slowly.</p>")
    both = room.post(door(piece), typed)
    assert (both.status_code, both.context["here"]) == (409, door(piece))
    assert {choice.name for choice in both.context["meeting"].choices} == {"title_en", "body_en"}
    carried = dict(both.context["meeting"].carried)
    answer = {"seen": fresh(piece).version, "theirs": both.context["meeting"].shown, "act": "save"}
    assert room.post(door(piece), carried | answer).headers["Location"].startswith(door(piece))
    content = revisions.content_of(fresh(piece))
    assert (content.body, content.title["en"]) == ({"ar": FASTER, "en": "<p>It walks slowly.</p>"}, "The river")
    # It was made from the source that stood in front of the translator.
    assert fresh(piece).translation_en == TranslationState.STALE
    assert translating.since(piece, content, "en").content.body["ar"] == BODY


def test_nobody_says_of_a_source_that_he_has_not_seen_that_a_translation_matches_it(room):
    piece = stale()
    page = room.get(door(piece))
    republish(piece, title={"ar": "عنوان ثالث", "en": "The river"})
    both = room.post(door(piece), sent(page, renewed_en="on"))
    assert (both.status_code, fresh(piece).translation_en) == (409, TranslationState.STALE)
    assert "renewed_en" not in dict(both.context["meeting"].carried)


def test_a_piece_deleted_meanwhile_leaves_its_translation_to_a_new_one(desk):
    piece = make_draft(**ENGLISH)
    page = desk.get(door(piece))
    publishing.discard(piece, now=timezone.now())
    answer = desk.post(door(piece), sent(page, title_en="Still here", key=uuid4()))
    assert (answer.status_code, answer.templates[0].name) == (422, "admin/articles/article/write.html")
    assert answer.context["form"]["title_en"].value() == "Still here"


# ---- the board -------------------------------------------------------------------------------------------------------


def listed(client: Client, **asked) -> list[Article]:
    return [line["piece"] for line in client.get(BOARD, asked).context["pieces"]]


def test_the_board_lists_each_state_of_what_readers_meet_newest_first(room):
    now = timezone.now()
    old = stale(at=now - timezone.timedelta(days=9))
    new = stale()
    missing, waiting, gone = make_live(), make_scheduled(), make_withdrawn()
    current, released = make_live(**ENGLISH), make_live(released=("ar", "en"), **ENGLISH)
    draft, begun = make_draft(), make_draft(**ENGLISH)
    assert listed(room) == [new, old]
    assert listed(room, state="missing") == [waiting, *sorted([gone, missing], key=lambda piece: -piece.pk)]
    assert listed(room, state="current") == [current]
    assert listed(room, state="released") == [released]
    assert listed(room, state="missing", pieces="drafts") == [draft]
    assert listed(room, state="current", pieces="drafts") == [begun]


def test_the_board_of_one_column(room):
    column = make_column()
    inside, _outside = make_live(column=column), make_live()
    assert listed(room, state="missing", column=column.pk) == [inside]
    assert listed(room, state="missing", column=column.pk + 1) == []


@pytest.mark.parametrize(
    "asked",
    [
        {"state": "x"},
        {"language": "ar"},
        {"column": "0x1"},
        {"column": "٣"},
        {"page": "0"},
        {"page": "-1"},
        {"page": "9" * 30},
        {"pieces": "\x00"},
    ],
)
def test_what_no_board_knows_is_passed_over(room, asked):
    piece = stale()
    assert listed(room, **asked) == [piece]


def test_the_board_is_paged_without_counting(room):
    pieces = [make_live() for _number in range(32)]
    first = room.get(BOARD, {"state": "missing"})
    assert (len(first.context["pieces"]), first.context["before"]) == (30, "")
    second = room.get(first.context["after"])
    assert [line["piece"] for line in second.context["pieces"]] == pieces[1::-1]
    assert (second.context["after"], "page" in second.context["before"]) == ("", False)
    assert room.get(BOARD, {"state": "missing", "page": 3}).context["pieces"] == []


def selects(client: Client, **asked) -> int:
    with CaptureQueriesContext(connection) as asking:
        assert client.get(BOARD, asked).status_code == 200
    return sum("SELECT" in query["sql"] for query in asking.captured_queries)


def test_the_board_asks_the_same_for_one_row_and_for_thirty(room):
    column = make_column()
    stale(column=column)
    selects(room)
    one = [selects(room), selects(room, column=column.pk)]
    for _number in range(29):
        stale(column=column)
    assert len(listed(room)) == 30
    assert [selects(room), selects(room, column=column.pk)] == one


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL walks a small table whatever its indexes.")
def test_the_board_walks_an_index_in_its_order_however_long_the_archive():
    column = make_column()
    rows = Article.objects.translated("en", TranslationState.MISSING)
    for asked in (
        rows.with_moment(True),
        rows.with_moment(False),
        rows.with_moment(True).filter(column=column),
        rows.with_moment(False).filter(column=column),
    ):
        plan = asked.order_by("-publish_at", "-pk")[:31].explain()
        assert ("USING INDEX article_" in plan, "TEMP B-TREE" in plan, "SCAN" in plan) == (True, False, False), plan


def test_the_desk_leads_translators_and_editors_to_what_is_out_of_date(room, desk):
    piece, missing = stale(), make_live()
    for browser in (room, desk):
        page = browser.get("/admin/")
        assert [(row.pk, row.door) for row in page.context["stale"]] == [(piece.pk, door(piece))]
        assert BOARD in page.content.decode()
    assert [row.door for row in room.get("/admin/").context["untranslated"]] == [door(missing)]
    assert desk.get("/admin/").context["untranslated"] == []


def test_a_writer_finds_no_board(client):
    client.force_login(make_writer())
    assert (client.get(BOARD).status_code, BOARD in client.get("/admin/").content.decode()) == (403, False)
    assert reverse("admin:articles_article_translations") == BOARD
