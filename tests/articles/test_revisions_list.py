"""The revisions of a piece: who saved what and when, two of them word by word, and the way back."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import comparing, merging, restoring, revisions, working
from articles.models import Article, Revision
from articles.restoring import FIELDS
from articles.revisions import content_of
from articles.snapshots import Ref, Snapshot
from newsroom.prose.comparing import State
from newsroom.roles import Role
from tests.factories import (
    arabic,
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
    make_writer,
    redraft,
    republish,
)

pytestmark = pytest.mark.django_db


def list_at(piece: Article, query: str = "") -> str:
    return reverse("admin:articles_article_revisions", args=[piece.pk]) + query


def compare_at(piece: Article, a: Revision | int, b: Revision | int) -> str:
    numbers = [row.pk if isinstance(row, Revision) else row for row in (a, b)]
    return reverse("admin:articles_article_compare", args=[piece.pk]) + f"?a={numbers[0]}&b={numbers[1]}"


def restore_at(piece: Article, revision: Revision) -> str:
    return reverse("admin:articles_article_restore", args=[piece.pk, revision.pk])


def all_of(piece: Article) -> list[Revision]:
    return list(piece.revisions.order_by("pk"))


def said(answer: Any) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def signed_in(user: Any = None) -> Client:
    client = Client()
    client.force_login(user or make_editor())
    return client


def rewritten(times: int, **facts: Any) -> Article:
    """A draft that was saved ``times`` times more, each time with another title."""
    piece = make_draft(title="عنوان 0", **facts)
    for number in range(1, times + 1):
        redraft(piece, title=arabic(f"عنوان {number}"))
    return piece


# ---- what differs ---------------------------------------------------------------------------------------------------


def items_of(change: comparing.FieldChange) -> list[tuple[str, str]]:
    return [(item.state.value, item.text) for item in change.items]


def test_every_field_that_differs_is_told_once_under_its_label():
    before, after = Snapshot.empty(), rich()
    found = comparing.changes(before, after)
    assert [change.name for change in found] == list(before.differing(after))
    assert sorted(change.name for change in found) == sorted(FIELDS)
    assert len({change.label for change in found}) == len(found)
    assert {change.language for change in found if change.name.endswith("_en")} == {"en"}
    assert all("(" in change.label for change in found if change.language == "en")


def test_nothing_differs_from_itself():
    content = rich()
    assert comparing.changes(content, Snapshot.from_json(content.to_json())) == []


def rich() -> Snapshot:
    """A content with something in every field."""
    return make_content(
        title="عنوان",
        title_en="Title",
        standfirst="مقدمة",
        standfirst_en="Standfirst",
        body_en="<p>Text.</p>",
        released=("ar", "en"),
        column=make_column(),
        number=3,
        authors=[make_author("أ"), make_author("ب")],
        topics=[make_topic("روسيا")],
        tags=["وسم"],
        photo=make_photo(),
        protection="strict",
        publish_at=timezone.now(),
    )


def test_the_order_of_authors_counts_and_that_of_topics_does_not():
    one, two = Ref.to(make_author("أ")), Ref.to(make_author("ب"))
    red, blue, green = (Ref(number, name) for number, name in enumerate(("أحمر", "أزرق", "أخضر"), 1))
    before = Snapshot.empty().with_(authors=(one, two), topics=(red, blue))
    (authors, topics) = comparing.changes(before, before.with_(authors=(two, one), topics=(green, blue)))
    assert items_of(authors) in (
        [("gone", "أ"), ("same", "ب"), ("new", "أ")],
        [("new", "ب"), ("same", "أ"), ("gone", "ب")],
    )
    assert sorted(items_of(topics)) == [("gone", "أحمر"), ("new", "أخضر"), ("same", "أزرق")]
    assert comparing.changes(before, before.with_(topics=(blue, red))) == []


def test_a_photo_is_shown_while_it_exists_and_named_when_it_is_gone():
    old, new = make_photo(alt_ar="ضفة قديمة"), make_photo(alt_ar="ضفة جديدة")
    before, after = Snapshot.empty().with_(photo=Ref.to(old)), Snapshot.empty().with_(photo=Ref.to(new))
    name = str(old)
    old.delete()
    (change,) = comparing.changes(before, after)
    assert [(item.state, item.text, item.photo) for item in change.items] == [
        (State.GONE, name, None),
        (State.NEW, str(new), new),
    ]


def test_protection_as_the_site_has_it_is_told_too():
    (change,) = comparing.changes(Snapshot.empty(), Snapshot.empty().with_(protection="strict"))
    assert [state for state, _text in items_of(change)] == ["gone", "new"]
    assert all(text for _state, text in items_of(change))


def test_space_alone_is_told_as_space():
    before, after = (Snapshot.empty().with_(body=arabic(text)) for text in ("<p>نهر</p>", "<p>نهر</p>\n"))
    (change,) = comparing.changes(before, after)
    assert change.only_space


# ---- the list -------------------------------------------------------------------------------------------------------


def test_who_saved_what_and_when():
    editor = make_editor(first_name="ريم", last_name="الشيخ")
    piece = make_draft(title="أول", by=editor)
    revisions.save_draft(
        piece,
        content=content_of(piece).with_(title=arabic("ثانٍ"), topics=(Ref.to(make_topic()),)),
        version=piece.version,
        by=editor,
        now=timezone.now(),
    )
    republish(piece)
    answer = signed_in().get(list_at(piece))
    rows = answer.context["listed"]
    assert [row.revision for row in rows] == all_of(piece)[::-1]
    assert [row.revision.kind for row in rows] == ["publish", "save", "save"]
    assert [bool(row.before) for row in rows] == [True, True, False]
    assert set(rows[1].changed) == {str(_("Title")), str(_("Topics"))}
    assert rows[2].changed == []
    assert answer.content.decode().count("ريم الشيخ") == 2


@pytest.mark.parametrize(
    ("make", "word"),
    [(make_live, "what readers see"), (make_scheduled, "what is scheduled"), (make_withdrawn, "what readers saw last")],
)
def test_which_one_readers_see_and_which_is_the_newest_draft(make, word):
    piece = make()
    redraft(piece, title=arabic("مسودة"))
    text = signed_in().get(list_at(piece)).content.decode()
    assert text.count(f">{_(word)}<") == 1
    assert text.count(f">{_('newest draft')}<") == 1


def test_the_list_goes_on_below_its_last_revision():
    piece = rewritten(59)
    client, seen, query = signed_in(), [], ""
    for expected in (25, 25, 10):
        context = client.get(list_at(piece, query)).context
        assert len(context["listed"]) == expected
        seen += [row.revision.pk for row in context["listed"]]
        assert all(row.changed for row in context["listed"] if row.before)
        query = f"?before={context['older']}"
    assert context["older"] is None
    assert seen == [row.pk for row in all_of(piece)[::-1]]


def test_the_list_asks_the_same_for_one_and_for_thirty():
    column, topic = make_column(), make_topic()
    one, many = (
        make_draft(column=column, topics=[topic], tags=["وسم"]),
        rewritten(29, column=column, topics=[topic], tags=["وسم"]),
    )
    client = signed_in()
    client.get(list_at(one))
    counts = []
    for piece in (one, many):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(list_at(piece))
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.slow
def test_of_two_hundred_revisions_only_a_page_is_read():
    piece = rewritten(200)
    client = signed_in()
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(list_at(piece))
    assert len(answer.context["listed"]) == 25
    assert all("LIMIT 26" in query["sql"] for query in asked if 'FROM "articles_revision"' in query["sql"])


@pytest.mark.parametrize("query", ["?before=", "?before=x", "?before=-1", "?before=" + "9" * 30])
def test_a_forged_place_in_the_list_is_none(query):
    piece = make_draft()
    assert signed_in().get(list_at(piece, query)).status_code == 404


def test_the_form_and_the_history_lead_to_the_list():
    piece, client = make_live(), signed_in()
    for name in ("change", "history"):
        page = client.get(reverse(f"admin:articles_article_{name}", args=[piece.pk])).content.decode()
        assert f'href="{list_at(piece)}"' in page


# ---- two of them ----------------------------------------------------------------------------------------------------


def test_two_revisions_word_by_word():
    piece = make_draft(title="نهر في المدينة")
    redraft(piece, title=arabic("نهر في القرية"))
    first, second = all_of(piece)
    client = signed_in()
    for a, b in ((first, second), (second, first)):
        answer = client.get(compare_at(piece, a, b))
        assert (answer.context["older"], answer.context["newer"]) == (first, second)
        text = answer.content.decode()
        assert "المدينة</del>" in text
        assert "القرية</ins>" in text
        assert 'dir="rtl"' in text.split('class="difference-text"')[1][:40]


def test_a_text_of_markup_is_shown_as_letters():
    piece = make_draft(title="عنوان")
    redraft(
        piece, title=arabic("<script>alert(1)</script>"), body=arabic("<p>a &lt;img src=x onerror=alert(1)&gt;</p>")
    )
    text = signed_in().get(compare_at(piece, *all_of(piece))).content.decode()
    assert "<script>alert(1)" not in text
    assert "<img src=x" not in text
    assert "&lt;script&gt;" in text


def test_a_merged_topic_is_no_difference():
    old, new = make_topic("القديم"), make_topic("الجديد")
    piece = make_draft(topics=[old])
    redraft(piece, topics=(Ref.to(new),))
    merging.merge(old, into=new, by=None, now=timezone.now())
    client = signed_in()
    assert client.get(compare_at(piece, *all_of(piece))).context["changes"] == []
    assert client.get(list_at(piece)).context["listed"][0].changed == []


@pytest.mark.parametrize(
    "query", ["", "?a=1", "?a=x&b=y", "?a=&b=", "?a=0&b=0", "?a=" + "9" * 18 + "&b=1", "?a=" + "9" * 40 + "&b=1"]
)
def test_what_is_no_pair_is_nothing(query):
    piece = make_draft()
    path = reverse("admin:articles_article_compare", args=[piece.pk]) + query
    assert signed_in().get(path).status_code == 404


def test_a_revision_of_another_piece_is_nothing():
    piece, other = make_draft(), make_draft(title="سر")
    client = signed_in()
    (mine,), (theirs,) = all_of(piece), all_of(other)
    assert client.get(compare_at(piece, mine, theirs)).status_code == 404
    assert client.post(restore_at(piece, theirs), {"version": piece.version}).status_code == 404
    assert client.post(f"{restore_at(piece, mine).replace(f'/{mine.pk}/', '/0/')}").status_code == 404


# ---- the way back ---------------------------------------------------------------------------------------------------


def send(client: Client, piece: Article, revision: Revision, **facts: Any) -> Any:
    data = {"version": fresh(piece).version, "field": "", "against": all_of(piece)[-1].pk} | facts
    return client.post(restore_at(piece, revision), data)


def test_the_whole_by_one_button():
    piece = make_draft(title="أول", standfirst="مقدمة")
    redraft(piece, title=arabic("ثانٍ"), standfirst=arabic("أخرى"))
    answer = send(signed_in(), piece, all_of(piece)[0])
    assert answer.headers["Location"] == reverse("admin:articles_article_change", args=[piece.pk])
    back = content_of(fresh(piece))
    assert (back.title["ar"], back.standfirst["ar"]) == ("أول", "مقدمة")
    assert said(answer) == [str(_("Restored as the newest draft. Readers see nothing of it until it is published."))]


def test_one_field_by_its_button():
    piece = make_draft(title="أول", standfirst="مقدمة")
    redraft(piece, title=arabic("ثانٍ"), standfirst=arabic("أخرى"))
    client = signed_in()
    assert client.get(compare_at(piece, *all_of(piece))).context["restorable"] == ["title_ar", "standfirst_ar"]
    send(client, piece, all_of(piece)[0], field="title_ar")
    back = content_of(fresh(piece))
    assert (back.title["ar"], back.standfirst["ar"]) == ("أول", "أخرى")


def test_words_not_saved_stay_and_are_told():
    editor, piece = make_editor(), make_draft(title="أول")
    redraft(piece, title=arabic("ثانٍ"))
    copy = working.keep(
        by=editor,
        article=piece,
        key=None,
        fields={"title_ar": ["كتبته ولم أحفظه"]},
        window="5f2b6c54-6b1b-4c4e-9f6e-0c1f5d7b8a90",
        serial=0,
        version=piece.version,
        now=timezone.now(),
    )
    answer = send(signed_in(editor), piece, all_of(piece)[0])
    assert working.of(editor, piece) == copy
    assert str(_("What you typed and did not save still waits in the form, beside what was restored.")) in said(answer)


def test_somebody_saved_meanwhile():
    piece = make_draft(title="أول")
    redraft(piece, title=arabic("ثانٍ"))
    stale = piece.version
    redraft(piece, title=arabic("ثالث"))
    first, second, _third = all_of(piece)
    answer = send(signed_in(), piece, first, version=stale, against=second.pk)
    assert answer.status_code == 409
    assert (answer.context["older"], answer.context["newer"]) == (first, second)
    assert len(answer.context["said"]) == 1
    assert (content_of(fresh(piece)).title["ar"], len(all_of(piece))) == ("ثالث", 3)
    # The page that says so has the version of now: the same button works there.
    send(signed_in(), piece, first, version=answer.context["article"].version)
    assert content_of(fresh(piece)).title["ar"] == "أول"


def test_what_changes_nothing_is_said_in_words():
    piece = make_draft(title="أول")
    answer = send(signed_in(), piece, all_of(piece)[0])
    assert answer.status_code == 422
    assert answer.context["said"] == [str(_("The newest text has exactly this already: there is nothing to restore."))]
    assert len(all_of(piece)) == 1


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 40, "٣"])
def test_a_forged_version_restores_nothing(version):
    piece = make_draft(title="أول")
    redraft(piece, title=arabic("ثانٍ"))
    answer = send(signed_in(), piece, all_of(piece)[0], version=version)
    assert (answer.status_code, content_of(fresh(piece)).title["ar"]) == (409, "ثانٍ")


def test_a_translator_brings_back_translated_texts_alone():
    piece = make_draft(title="أول", title_en="First")
    redraft(piece, title={"ar": "ثانٍ", "en": "Second"}, released=("ar", "en"))
    client = signed_in(make_member(Role.TRANSLATOR))
    page = client.get(compare_at(piece, *all_of(piece)))
    assert page.context["restorable"] == ["title_en"]
    assert not page.context["may_restore_all"]
    for field in ("", "title_ar", "released", "topics", "nothing"):
        assert send(client, piece, all_of(piece)[0], field=field).status_code == 403
    assert len(all_of(piece)) == 2
    assert send(client, piece, all_of(piece)[0], field="title_en").status_code == 302
    back = content_of(fresh(piece))
    assert (back.title, back.released) == ({"ar": "ثانٍ", "en": "First"}, ("ar", "en"))


def test_a_writer_brings_back_all_but_what_readers_may_see():
    writer = make_writer()
    piece = make_draft(title="أول", title_en="First", released=("ar", "en"), by=writer)
    redraft(piece, title=arabic("ثانٍ"), released=("ar",))
    client = signed_in(writer)
    assert send(client, piece, all_of(piece)[0], field="released").status_code == 403
    assert send(client, piece, all_of(piece)[0]).status_code == 302
    back = content_of(fresh(piece))
    assert (back.title, back.released) == ({"ar": "أول", "en": "First"}, ("ar",))


def test_a_writer_looks_at_an_own_live_piece_and_changes_nothing():
    writer = make_writer()
    piece = make_live(title="أول", by=writer)
    republish(piece, title=arabic("ثانٍ"))
    client = signed_in(writer)
    page = client.get(compare_at(piece, all_of(piece)[0], all_of(piece)[-1]))
    assert (page.status_code, page.context["restorable"]) == (200, [])
    assert b'name="field"' not in page.content
    assert send(client, piece, all_of(piece)[0]).status_code == 403


def test_restored_fields_have_the_names_of_the_form():
    content = rich()
    assert set(restoring.FIELDS) == set(Snapshot.empty().differing(content))
