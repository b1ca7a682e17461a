"""Three stores of one piece: what readers see, the newest draft, and what is only typed; and the verbs between them."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import revisions, working
from articles.models import Article, Revision, WorkingCopy
from articles.models.article import State
from articles.publishing import NotReady, discard, publish, unschedule, withdraw
from articles.revisions import Conflict, begin, content_of, save_draft
from articles.snapshots import Snapshot
from newsroom import audit
from newsroom.refusals import Refused
from tests.factories import (
    BODY,
    arabic,
    fresh,
    make_author,
    make_column,
    make_content,
    make_draft,
    make_editor,
    make_live,
    make_photo,
    make_scheduled,
    make_topic,
    make_withdrawn,
    redraft,
    republish,
)

pytestmark = pytest.mark.django_db

SEEN = _("Readers already see exactly this text: there is nothing to publish.")


def page_of(piece: Article) -> bytes:
    return Client().get(piece.get_absolute_url()).content


def row_of(piece: Article) -> Snapshot:
    return Snapshot.of_row(fresh(piece))


# ---- drafts ---------------------------------------------------------------------------------------------------------


def everything() -> dict:
    """Another value for every field that a writer decides about."""
    return {
        "title": {"ar": "العنوان الثاني", "en": "Second title"},
        "standfirst": {"ar": "مقدمة ثانية", "en": "Second"},
        "body": {"ar": "<p>نص ثانٍ لا يشبه الأول.</p>", "en": "<p>Second.</p>"},
        "released": ("ar", "en"),
        "authors": [make_author("كاتبة ثانية")],
        "topics": [make_topic("موضوع ثانٍ")],
        "tags": ["وسم ثانٍ"],
        "photo": make_photo(),
        "protection": "strict",
    }


def other_content(piece: Article) -> Snapshot:
    facts = everything()
    return make_content(
        **{name: facts[name]["ar"] for name in ("title", "standfirst", "body")},
        **{f"{name}_en": facts[name]["en"] for name in ("title", "standfirst", "body")},
        **{name: facts[name] for name in ("released", "authors", "topics", "tags", "photo", "protection")},
        column=piece.column,
    )


def test_saving_a_draft_of_a_live_piece_changes_no_byte_that_readers_get():
    piece = make_live(column=make_column(), topics=[make_topic()], tags=["نهر"])
    addresses = [
        "/",
        piece.get_absolute_url(),
        piece.column.get_absolute_url(),
        f"{piece.column.get_absolute_url()}feed/",
    ]
    before = [Client().get(address).content for address in addresses]
    save_draft(piece, content=other_content(piece), version=piece.version, by=None, now=timezone.now())
    assert [Client().get(address).content for address in addresses] == before
    assert Client().get(f"/en{piece.get_absolute_url()}").status_code == 404
    assert fresh(piece).state() == State.LIVE_WITH_DRAFT


def test_publishing_the_changes_brings_all_of_them_before_readers():
    piece = make_live(column=make_column())
    content = other_content(piece)
    save_draft(piece, content=content, version=piece.version, by=None, now=timezone.now())
    publish(piece, content=content_of(piece), version=piece.version, by=None, now=timezone.now())
    row = row_of(piece)
    assert row.differing(content) == ("number", "publish_at")
    page = page_of(piece).decode()
    seen = [
        "العنوان الثاني",
        "مقدمة ثانية",
        "نص ثانٍ",
        "كاتبة ثانية",
        "موضوع ثانٍ",
        "وسم ثانٍ",
        'data-protection="strict"',
    ]
    assert [word for word in seen if word not in page] == []
    assert fresh(piece).state() == State.LIVE


def test_before_the_first_publication_the_row_mirrors_the_newest_draft():
    piece = make_draft(column=make_column())
    content = other_content(piece)
    save_draft(piece, content=content, version=piece.version, by=None, now=timezone.now())
    assert row_of(piece).differing(content) == ()
    assert (fresh(piece).state(), str(fresh(piece))) == (State.DRAFT, "العنوان الثاني")


def test_the_form_opens_the_draft_and_not_what_readers_see():
    piece = redraft(make_live(title="أول"), title=arabic("ثانٍ"))
    assert (content_of(piece).title["ar"], fresh(piece).title_ar) == ("ثانٍ", "أول")


def test_a_working_copy_is_seen_by_nobody_and_dies_with_the_save_of_its_own_window():
    editor, colleague, now = make_editor(), make_editor(), timezone.now()
    piece, windows = make_live(title="أول"), [uuid4(), uuid4()]
    for person, window in zip((editor, colleague), windows, strict=True):
        facts = {"fields": {"title_ar": ["عابر"]}, "key": None, "serial": 0, "version": piece.version}
        working.keep(by=person, article=piece, window=window, now=now, **facts)
    assert "عابر" not in page_of(piece).decode()
    save_draft(piece, content=content_of(piece), version=piece.version, by=editor, now=now)
    assert WorkingCopy.objects.count() == 2
    working.settle(by=editor, article=piece, window=uuid4(), serial=0, turn=9)
    assert WorkingCopy.objects.count() == 2
    working.settle(by=editor, article=piece, window=windows[0], turn=0)
    assert [copy.user for copy in WorkingCopy.objects.all()] == [colleague]


def test_authors_sign_in_the_order_given():
    names = ["ياسمين", "أحمد", "ميّ"]
    piece = make_live(authors=[make_author(name) for name in names])
    assert [author.name for author in fresh(piece).signers] == names
    republish(piece, authors=tuple(reversed(content_of(piece).authors)))
    assert [author.name for author in fresh(piece).signers] == names[::-1]


# ---- revisions ------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_every_explicit_act_leaves_a_revision_based_on_the_one_before():
    now = timezone.now()
    piece = make_draft()
    redraft(piece, title=arabic("ثانٍ"))
    publish(piece, content=content_of(piece), version=piece.version, by=None, now=now, at=now + timedelta(hours=1))
    unschedule(piece, version=piece.version, by=None, now=now)
    republish(piece)
    redraft(piece, title=arabic("ثالث"))
    republish(piece)
    withdraw(piece, version=piece.version, by=None, now=timezone.now())
    made = list(piece.revisions.order_by("pk"))
    kinds = ["save", "save", "schedule", "unschedule", "publish", "save", "publish", "withdraw"]
    assert [revision.kind for revision in made] == kinds
    assert [revision.based_on for revision in made] == [None, *made[:-1]]


def test_a_revision_never_changes():
    revision = make_draft().revisions.get()
    revision.content = {"schema": 1}
    with pytest.raises(TypeError, match="immutable"):
        revision.save()
    assert Revision.objects.get().content != {"schema": 1}


def test_a_revision_holds_every_field_and_names_what_it_points_to():
    piece = make_draft(column=make_column())
    content = other_content(piece).with_(publish_at=timezone.now(), number=9)
    revision = save_draft(piece, content=content, version=piece.version, by=None, now=timezone.now())
    stored = Revision.objects.get(pk=revision.pk).content
    assert Snapshot.from_json(stored) == content
    assert stored["tags"] == [{"id": content.tags[0].id, "name": "وسم ثانٍ"}]
    assert stored["schema"] == 2


def test_a_snapshot_of_the_future_is_refused():
    with pytest.raises(ValueError, match="newer"):
        Snapshot.from_json(make_content().to_json() | {"schema": 3})


def test_an_old_snapshot_with_fields_missing_still_opens():
    assert Snapshot.from_json({"schema": 1, "title": {"ar": "قديم"}}) == Snapshot.empty().with_(title=arabic("قديم"))


def test_of_two_saves_from_the_same_opening_the_second_meets_the_first():
    piece = make_draft(title="أول")
    opened = piece.version
    first = save_draft(piece, content=make_content(title="حفظ زميلتي"), version=opened, by=None, now=timezone.now())
    with pytest.raises(Conflict) as conflict:
        save_draft(fresh(piece), content=make_content(title="حفظي"), version=opened, by=None, now=timezone.now())
    assert conflict.value.theirs == first
    assert (fresh(piece).title_ar, Revision.objects.count()) == ("حفظ زميلتي", 2)


def test_a_piece_is_begun_once_for_one_key_and_once_for_one_import():
    key, now = "0b8f1a52-96a0-4c08-8f5b-6b0f3e0b6f11", timezone.now()
    first, made = begin(content=make_content(title="أول"), by=None, now=now, key=key)
    again, made_again = begin(content=make_content(title="ثانٍ"), by=None, now=now, key=key)
    assert (made, made_again, first.pk, fresh(first).title_ar) == (True, False, again.pk, "أول")
    assert Revision.objects.count() == 1


# ---- publication ----------------------------------------------------------------------------------------------------


def test_publishing_a_second_time_is_answered_in_words():
    piece = make_live()
    with pytest.raises(Refused) as refusal:
        republish(piece)
    assert refusal.value.messages == [SEEN]
    assert [revision.kind for revision in piece.revisions.order_by("pk")] == ["save", "publish"]


@pytest.mark.parametrize(
    ("changes", "lacks"),
    [
        ({"title": arabic("  ")}, [_("The piece needs a title.")]),
        ({"body": arabic("")}, [_("The piece needs a text.")]),
        ({"body": arabic("<p> <br></p>")}, [_("The piece needs a text.")]),
        ({"authors": ()}, [_("The piece needs an author.")]),
        ({"released": ("ar", "en")}, [_("A released translation needs its own title and text.")]),
        (
            {"released": ("ar", "en"), "title": {"ar": "عنوان", "en": "Title"}},
            [_("A released translation needs its own title and text.")],
        ),
        (
            {"title": arabic(""), "body": arabic(""), "authors": ()},
            [_("The piece needs a title."), _("The piece needs a text."), _("The piece needs an author.")],
        ),
    ],
)
def test_an_unfinished_piece_is_refused_in_words_and_stays_a_draft(changes, lacks):
    piece = make_draft()
    with pytest.raises(NotReady) as refusal:
        republish(piece, **changes)
    assert refusal.value.messages == lacks
    assert (fresh(piece).state(), Article.objects.published("ar").count()) == (State.DRAFT, 0)


def test_a_live_piece_cannot_be_emptied_by_publishing_changes():
    piece = make_live()
    before = page_of(piece)
    with pytest.raises(NotReady):
        republish(piece, body=arabic(""))
    assert page_of(piece) == before


def test_a_withdrawn_piece_published_again_is_the_same_edition_at_the_same_address():
    piece = make_live(column=make_column(), title="عنوان أول", at=timezone.now() - timedelta(days=30))
    kept = [(p.number, p.slug_ar, p.signoff_ar, p.code, p.first_published_at, p.publish_at) for p in [fresh(piece)]]
    page = page_of(piece)
    withdraw(piece, version=piece.version, by=None, now=timezone.now())
    assert Client().get(piece.get_absolute_url()).status_code == 404
    republish(piece, title=arabic("عنوان ثانٍ"))
    again = fresh(piece)
    assert [
        (again.number, again.slug_ar, again.signoff_ar, again.code, again.first_published_at, again.publish_at)
    ] == kept
    expected = page.replace("عنوان أول".encode(), "عنوان ثانٍ".encode()).replace(
        b"%D8%B9%D9%86%D9%88%D8%A7%D9%86%20%D8%A3%D9%88%D9%84",
        b"%D8%B9%D9%86%D9%88%D8%A7%D9%86%20%D8%AB%D8%A7%D9%86%D9%8D",
    )
    # The words are edited, so the page also says when.
    assert [undated(each) for each in (page_of(piece), expected)] == [undated(expected)] * 2
    assert page_of(piece).count(timezone.localtime(again.last_edited_at).isoformat().encode()) == 2


def undated(page: bytes) -> bytes:
    """A page without the moment of its last edit."""
    return re.sub(rb'((?:modified_time|dateModified)" content=")[^"]*', rb"\1", page)


def test_a_withdrawn_piece_may_return_as_it_was():
    piece = make_withdrawn()
    republish(piece)
    assert fresh(piece).state() == State.LIVE


@pytest.mark.parametrize("make", [make_draft, make_scheduled, make_withdrawn])
def test_only_what_readers_see_can_be_withdrawn(make):
    piece = make()
    before = fresh(piece).state()
    with pytest.raises(Refused) as refusal:
        withdraw(piece, version=piece.version, by=None, now=timezone.now())
    assert refusal.value.messages == [_("Only a piece that readers see can be withdrawn.")]
    assert fresh(piece).state() == before


@pytest.mark.slow
@pytest.mark.parametrize("make", [make_draft, make_live, make_withdrawn])
def test_only_what_waits_can_be_taken_off_the_schedule(make):
    piece = make()
    before = fresh(piece).state()
    with pytest.raises(Refused):
        unschedule(piece, version=piece.version, by=None, now=timezone.now())
    assert fresh(piece).state() == before


@pytest.mark.slow
def test_a_piece_readers_have_seen_cannot_be_made_to_wait():
    for piece in (make_live(), make_withdrawn()):
        before = fresh(piece).state()
        content, later = content_of(piece).with_(title=arabic("ثانٍ")), timezone.now() + timedelta(days=1)
        with pytest.raises(Refused) as refusal:
            publish(piece, content=content, version=piece.version, by=None, now=timezone.now(), at=later)
        assert refusal.value.messages == [_("Readers have seen this piece: it cannot wait, only be published now.")]
        assert (fresh(piece).state(), fresh(piece).title_ar) == (before, piece.title_ar)


def test_an_old_edition_is_not_moved_by_publishing_its_changes():
    piece = make_live(at=timezone.now() - timedelta(days=400))
    republish(piece, title=arabic("ثانٍ"))
    assert fresh(piece).publish_at == fresh(piece).first_published_at < timezone.now() - timedelta(days=399)


def test_the_address_is_fixed_at_publication():
    piece = make_live(title="عنوان أول")
    address = piece.get_absolute_url()
    republish(piece, title=arabic("عنوان ثانٍ"))
    assert fresh(piece).get_absolute_url() == address
    assert fresh(piece).slug_ar == "عنوان-أول"


def test_a_title_of_one_endless_word_still_has_an_address():
    piece = make_live(title="x" * 200, title_en="y" * 200, body_en="<p>Text.</p>", released=("ar", "en"))
    assert Client().get(piece.get_absolute_url()).status_code == 200


def test_a_title_of_symbols_only_still_has_an_address():
    piece = make_live(title="؟!…")
    assert piece.get_absolute_url() == f"/articles/{piece.pk}/"
    assert Client().get(piece.get_absolute_url()).status_code == 200


# ---- deletion -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [make_live, make_scheduled, make_withdrawn])
def test_what_was_published_is_never_deleted(make):
    piece = make()
    with pytest.raises(Refused) as refusal:
        discard(piece, now=timezone.now())
    assert refusal.value.messages == [_("A published piece is withdrawn, never deleted.")]
    assert Article.objects.filter(pk=piece.pk).exists()


def test_a_draft_can_be_deleted_with_all_that_hangs_on_it():
    piece = make_draft(topics=[make_topic()], tags=["نهر"])
    discard(piece, now=timezone.now())
    assert (Article.objects.count(), Revision.objects.count()) == (0, 0)


@pytest.mark.slow
def test_every_act_leaves_one_line_in_the_history():
    editor, now = make_editor(), timezone.now()
    piece = make_draft(by=editor)
    who = {"by": editor, "now": now}
    save_draft(piece, content=make_content(), version=piece.version, **who)
    later = {"content": make_content(body=BODY), "at": now + timedelta(days=1)}
    publish(piece, version=piece.version, **later, **who)
    unschedule(piece, version=piece.version, **who)
    publish(piece, content=content_of(piece), version=piece.version, **who)
    withdraw(piece, version=piece.version, **who)
    said = [act.sentence for entry in LogEntry.objects.order_by("pk") for act in audit.acts(entry)]
    assert said == [
        _("Began the piece."),
        _("Saved a draft."),
        _("Scheduled."),
        _("Taken off the schedule."),
        _("Published."),
        _("Withdrawn from readers."),
    ]


def test_a_refused_act_leaves_no_line_and_no_version():
    editor = make_editor()
    piece = make_live(by=editor)
    lines, version = LogEntry.objects.count(), fresh(piece).version
    with pytest.raises(Refused):
        publish(piece, content=content_of(piece), version=piece.version, by=editor, now=timezone.now())
    assert (LogEntry.objects.count(), fresh(piece).version) == (lines, version)


def test_the_newest_text_of_a_piece_never_saved_is_its_row():
    piece = Article.objects.create(title_ar="بلا مراجعة")
    assert (revisions.newest(piece), content_of(piece).title["ar"]) == (None, "بلا مراجعة")
