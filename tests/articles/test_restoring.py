"""An earlier text comes back as a new draft; names come back as what they mean now, across merges."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import merging, restoring, revisions, tagging
from articles.models import Article, Merge, Revision, Tag, Topic
from articles.models.names import TopicKind
from articles.publishing import withdraw
from articles.resolving import followed, resolved
from articles.restoring import FIELDS, Restored
from articles.revisions import Conflict, Gone, content_of
from articles.snapshots import Ref, Snapshot
from newsroom import audit, pagecache
from newsroom.refusals import Refused
from tests.factories import (
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
    redraft,
    republish,
)

pytestmark = pytest.mark.django_db


def first_of(piece: Article) -> Revision:
    return piece.revisions.order_by("pk")[0]


def restore(piece: Article, *fields: str, revision: Revision | None = None, **facts) -> Restored:
    """Restore the first text of ``piece``, or some fields of it."""
    facts = {"by": None, "now": timezone.now()} | facts
    if "version" not in facts:
        facts["version"] = fresh(piece).version
    return restoring.restore(piece, revision=revision or first_of(piece), fields=fields or None, **facts)


def other_content(**facts) -> dict:
    """Another value for every field that a writer decides about."""
    return {
        "title": {"ar": "العنوان الثاني", "en": "Second title"},
        "standfirst": {"ar": "مقدمة ثانية", "en": "Second"},
        "body": {"ar": "<p>نص ثانٍ لا يشبه الأول.</p>", "en": "<p>Second.</p>"},
        "released": ("ar", "en"),
        "column": Ref.to(make_column("زاوية ثانية")),
        "authors": (Ref.to(make_author("كاتب ثانٍ")),),
        "topics": (Ref.to(make_topic()),),
        "tags": tuple(Ref.to(tag) for tag in tagging.tags_for(["وسم ثانٍ"])),
        "photo": Ref.to(make_photo()),
        "protection": "strict",
        "number": 7,
        "publish_at": timezone.now(),
    } | facts


def rich() -> Snapshot:
    """A content with something in every field."""
    return make_content(
        title="العنوان الأول",
        title_en="First title",
        standfirst="مقدمة",
        column=make_column(),
        topics=[make_topic(), make_topic()],
        tags=["وسم", "وسم آخر"],
        authors=[make_author("أ"), make_author("ب")],
        photo=make_photo(),
        protection="off",
        number=3,
    )


# ---- the verb -------------------------------------------------------------------------------------------------------


def test_the_whole_comes_back_as_a_new_draft():
    before = rich()
    piece = make_draft(before)
    redraft(piece, **other_content())
    newest = piece.draft_revision
    made = restore(piece)
    assert content_of(fresh(piece)) == before
    assert (made.revision.kind, made.revision.based_on, made.notices) == (Revision.Kind.RESTORE, newest, ())
    assert fresh(piece).draft_revision == made.revision
    # Of a piece that no reader has seen the row shows the newest draft.
    assert Snapshot.of_row(fresh(piece)).title == before.title
    assert piece.revisions.count() == 3


@pytest.mark.parametrize("field", FIELDS)
def test_one_field_comes_back_and_no_other(field):
    before = rich()
    piece = make_draft(before)
    redraft(piece, **other_content())
    after = content_of(piece)
    assert field in before.differing(after)
    restore(piece, field)
    assert set(content_of(fresh(piece)).differing(after)) == {field}
    assert set(before.differing(content_of(fresh(piece)))) == set(before.differing(after)) - {field}


def test_readers_see_nothing_of_it():
    piece = make_live(make_content(title="الأول", standfirst="قديم"))
    republish(piece, title=arabic("الثاني"))
    page, version = Client().get(piece.get_absolute_url()).content, pagecache.current()
    row = Snapshot.of_row(fresh(piece))
    restore(piece)
    piece = fresh(piece)
    assert content_of(piece).title["ar"] == "الأول"
    assert Snapshot.of_row(piece) == row
    assert (Client().get(piece.get_absolute_url()).content, pagecache.current()) == (page, version)


def test_the_whole_of_a_live_edition_leaves_number_moment_and_column_alone():
    piece = make_live(make_content(column=make_column(), number=4, title="الأول"))
    republish(piece, title=arabic("الثاني"))
    old = first_of(piece)
    given = content_of(piece)
    restore(piece, revision=old)
    back = content_of(fresh(piece))
    assert (back.title["ar"], back.number, back.publish_at, back.column) == (
        "الأول",
        given.number,
        given.publish_at,
        given.column,
    )


@pytest.mark.parametrize("field", ["number", "publish_at", "column"])
def test_what_publication_has_fixed_is_not_restored_alone(field):
    piece = make_live(make_content(column=make_column(), number=4))
    republish(piece, title=arabic("الثاني"))
    with pytest.raises(Refused):
        restore(piece, field)
    assert fresh(piece).draft_revision is None


def test_a_wish_comes_back_while_the_piece_still_waits():
    piece = make_scheduled(make_content(column=make_column(), number=4))
    redraft(piece, number=9)
    restore(piece, "number")
    assert content_of(fresh(piece)).number == 4


@pytest.mark.parametrize("fields", [(), ("title_ar",)])
def test_what_would_change_nothing_is_refused_and_leaves_no_trace(fields):
    piece = make_draft()
    version = piece.version
    with pytest.raises(Refused):
        restore(piece, *fields)
    assert (fresh(piece).version, piece.revisions.count()) == (version, 1)


def test_a_stale_version_restores_nothing():
    piece = make_draft(title="أول")
    stale = piece.version
    redraft(piece, title=arabic("ثانٍ"))
    with pytest.raises(Conflict):
        restore(piece, version=stale)
    assert (content_of(fresh(piece)).title["ar"], piece.revisions.count()) == ("ثانٍ", 2)


def test_a_deleted_piece_is_told_as_gone():
    piece = make_draft()
    old = first_of(piece)
    version = piece.version
    Article.objects.filter(pk=piece.pk).delete()
    with pytest.raises(Gone):
        restore(piece, revision=old, version=version)


def test_a_revision_of_another_piece_is_refused():
    piece, other = make_draft(title="هذا"), make_draft(title="ذاك")
    with pytest.raises(Refused):
        restore(piece, revision=first_of(other))
    assert content_of(fresh(piece)).title["ar"] == "هذا"


def test_an_unknown_field_is_refused():
    piece = make_draft()
    redraft(piece, title=arabic("ثانٍ"))
    with pytest.raises(Refused):
        restore(piece, "status")


def test_an_old_text_passes_the_cleaner_again():
    piece = make_draft(title="ثانٍ")
    dirty = content_of(piece).with_(
        title=arabic("عنوان\u202e قديم"), body=arabic("<p onclick='x'>نص</p><script>alert(1)</script>")
    )
    old = Revision.objects.create(article=piece, kind="save", content=dirty.to_json())
    restore(piece, revision=old)
    back = content_of(fresh(piece))
    assert (back.title["ar"], back.body["ar"]) == ("عنوان قديم", "<p>نص</p>")


def test_the_history_tells_what_came_back():
    editor, piece = make_editor(), make_draft(title="أول")
    redraft(piece, title=arabic("ثانٍ"))
    restore(piece, by=editor)
    (line,) = LogEntry.objects.filter(object_id=str(piece.pk), user=editor)
    (act,) = audit.acts(line)
    assert [change[1:] for change in act.changes] == [("ثانٍ", "أول")]


def test_a_withdrawn_piece_takes_an_old_text_and_stays_withdrawn():
    piece = make_live(title="أول")
    republish(piece, title=arabic("ثانٍ"))
    withdraw(piece, version=piece.version, by=None, now=timezone.now())
    state = fresh(piece).state()
    restore(piece, "title_ar")
    assert (fresh(piece).state(), content_of(fresh(piece)).title["ar"]) == (state, "أول")


# ---- names that are gone --------------------------------------------------------------------------------------------


def test_names_that_are_gone_are_left_out_and_told():
    topic, author, photo = make_topic("موضوع ذاهب"), make_author("كاتب ذاهب"), make_photo()
    column = make_column("زاوية ذاهبة")
    stays = make_author("كاتبة باقية")
    piece = make_draft(make_content(topics=[topic], authors=[stays, author], photo=photo, column=column, tags=["وسم"]))
    redraft(piece, topics=(), authors=(Ref.to(stays),), photo=None, column=None, tags=())
    photo_name = str(photo)
    for row in (topic, author, photo, column, Tag.objects.get()):
        row.delete()
    made = restore(piece)
    back = content_of(fresh(piece))
    assert (back.topics, back.photo, back.column) == ((), None, None)
    assert [ref.name for ref in back.authors] == ["كاتبة باقية"]
    # A tag is made again: its name is all there is to it.
    assert [ref.id for ref in back.tags] == [Tag.objects.get(name="وسم").pk]
    for name in ("موضوع ذاهب", "كاتب ذاهب", photo_name, "زاوية ذاهبة"):
        assert sum(name in notice for notice in made.notices) == 1
    assert len(made.notices) == 4


def test_one_field_tells_only_of_its_own_names():
    topic = make_topic("موضوع ذاهب")
    piece = make_draft(make_content(title="أول", topics=[topic]))
    redraft(piece, title=arabic("ثانٍ"), topics=())
    topic.delete()
    assert restore(piece, "title_ar").notices == ()


def test_a_name_made_anew_in_another_spelling_is_found():
    old = make_topic("إيران")
    piece = make_draft(make_content(topics=[old]))
    redraft(piece, topics=())
    old.delete()
    new = make_topic("ايران")
    restore(piece)
    assert [ref.id for ref in content_of(fresh(piece)).topics] == [new.pk]


def test_of_two_authors_of_one_name_nobody_is_guessed():
    old = make_author("محمد الأحمد")
    content = make_content(authors=[old])
    old.delete()
    for _twin in range(2):
        make_author("محمد الأحمد")
    found, lost = resolved(content)
    assert (found.authors, lost) == ((), ["محمد الأحمد"])


def test_a_renamed_tag_stays_one_tag():
    piece = make_draft(make_content(tags=["اسم قديم"]))
    tag = Tag.objects.get()
    tag.name = "اسم جديد"
    tag.save()
    assert [ref.name for ref in content_of(fresh(piece)).tags] == ["اسم جديد"]
    redraft(piece, tags=())
    restore(piece, "tags")
    assert [(ref.id, ref.name) for ref in content_of(fresh(piece)).tags] == [(tag.pk, "اسم جديد")]
    assert Tag.objects.count() == 1


def test_a_photo_in_the_text_that_is_gone_leaves_its_words():
    photo = make_photo()
    body = f'<p>نص</p>\n<figure data-photo="{photo.pk}"><figcaption>كلام الصورة</figcaption></figure>'
    piece = make_draft(make_content(body=body))
    redraft(piece, body=arabic("<p>آخر</p>"))
    photo.delete()
    made = restore(piece)
    assert content_of(fresh(piece)).body["ar"] == "<p>نص</p>\n<p>كلام الصورة</p>"
    assert len(made.notices) == 1


# ---- merges ---------------------------------------------------------------------------------------------------------


def merge(source, into) -> Merge:
    return merging.merge(source, into=into, by=None, now=timezone.now())


def test_a_topic_into_a_topic_on_every_piece_once():
    old, new = make_topic("القديم"), make_topic("الجديد")
    both, one, none = make_live(topics=[old, new]), make_live(topics=[old]), make_live()
    merge(old, new)
    assert [list(piece.topics.all()) for piece in (both, one, none)] == [[new], [new], []]
    assert list(Topic.objects.all()) == [new]


def test_a_tag_into_a_tag_on_every_piece_once():
    both, one, none = make_live(tags=["قديم", "جديد"]), make_live(tags=["قديم"]), make_live()
    old, new = Tag.objects.get(name="قديم"), Tag.objects.get(name="جديد")
    merge(old, new)
    assert [list(piece.tags.all()) for piece in (both, one, none)] == [[new], [new], []]
    assert list(Tag.objects.all()) == [new]


def test_a_tag_into_a_topic():
    topic = make_topic("الموضوع")
    both, one = make_live(topics=[topic], tags=["وسم"]), make_live(tags=["وسم", "يبقى"])
    merge(Tag.objects.get(name="وسم"), topic)
    assert [list(piece.topics.all()) for piece in (both, one)] == [[topic], [topic]]
    assert [[tag.name for tag in piece.tags.all()] for piece in (both, one)] == [[], ["يبقى"]]


def test_the_parties_of_relations_move_along():
    old, new, third = make_topic("القديم"), make_topic("الجديد"), make_topic("طرف")
    relation = make_topic("علاقة", kind=TopicKind.RELATION)
    relation.parties.set([old, new, third])
    merge(old, new)
    assert set(relation.parties.all()) == {new, third}
    other = make_topic("علاقة أخرى", kind=TopicKind.RELATION)
    other.parties.set([third])
    merge(relation, other)
    assert set(other.parties.all()) == {new, third}


def test_the_old_address_leads_to_the_new_one():
    old, new = make_topic("القديم"), make_topic("الجديد")
    make_live(topics=[old], tags=["وسم"])
    topic_at, tag_at = old.get_absolute_url(), Tag.objects.get().get_absolute_url()
    merge(old, new)
    merge(Tag.objects.get(), new)
    for at in (topic_at, tag_at):
        answer = Client().get(at, follow=True)
        assert (answer.status_code, answer.context["topic"]) == (200, new)
        assert len(answer.redirect_chain) == 1


def test_a_merge_raises_the_site_version_once_and_stands_in_the_history():
    editor, old, new = make_editor(), make_topic("القديم"), make_topic("الجديد")
    make_live(topics=[old])
    version = pagecache.current()
    merging.merge(old, into=new, by=editor, now=timezone.now())
    assert pagecache.current() == version + 1
    lines = LogEntry.objects.filter(user=editor).order_by("pk")
    assert [(line.object_repr, line.is_deletion()) for line in lines] == [("القديم", True), ("الجديد", False)]
    assert all(audit.acts(line)[0].changes[0][1:] == ("القديم", "الجديد") for line in lines)


def test_a_merge_is_refused_into_itself_of_what_is_gone_and_of_a_topic_into_a_tag():
    topic, tag, gone = make_topic(), Tag.objects.create(name="وسم"), make_topic()
    Topic.objects.filter(pk=gone.pk).delete()
    for source, into in ((topic, topic), (topic, gone), (gone, topic), (topic, tag)):
        with pytest.raises(Refused):
            merge(source, into)
    assert (Topic.objects.count(), Tag.objects.count(), Merge.objects.count()) == (1, 1, 0)


def test_a_draft_opened_after_a_merge_shows_the_new_name():
    old, new = make_topic("القديم"), make_topic("الجديد")
    piece = make_draft(make_content(topics=[old], tags=["وسم", "يبقى"]))
    merge(old, new)
    merge(Tag.objects.get(name="وسم"), new)
    assert [(ref.id, ref.name) for ref in content_of(fresh(piece)).topics] == [(new.pk, "الجديد")]
    assert [ref.name for ref in content_of(fresh(piece)).tags] == ["يبقى"]


@pytest.mark.parametrize("later", [False, True])
def test_a_restore_across_a_chain_of_merges(later):
    first, second, third = make_topic("أول"), make_topic("ثانٍ"), make_topic("ثالث")
    piece = make_draft(make_content(topics=[first], tags=["وسم"]))
    redraft(piece, topics=(), tags=())
    tag = Tag.objects.get()
    if later:
        merge(second, third)
        merge(first, third)
        merge(tag, third)
    else:
        merge(tag, first)
        merge(first, second)
        merge(second, third)
    made = restore(piece)
    assert [ref.id for ref in content_of(fresh(piece)).topics] == [third.pk]
    assert (content_of(fresh(piece)).tags, made.notices) == ((), ())


def test_restoring_the_tags_alone_brings_the_topic_that_one_became():
    kept, new = make_topic("يبقى"), make_topic("الجديد")
    piece = make_draft(make_content(topics=[kept], tags=["وسم", "آخر"]))
    redraft(piece, tags=())
    merge(Tag.objects.get(name="وسم"), new)
    restore(piece, "tags")
    back = content_of(fresh(piece))
    assert {ref.name for ref in back.topics} == {"يبقى", "الجديد"}
    assert [ref.name for ref in back.tags] == ["آخر"]


def test_what_a_merge_led_to_and_was_deleted_is_told():
    old, new = make_topic("القديم"), make_topic("الجديد")
    piece = make_draft(make_content(topics=[old]))
    redraft(piece, topics=())
    merge(old, new)
    # Both at once inside one transaction would be out of order: the verb before has asked for its checks already.
    Merge.objects.all().delete()
    new.delete()
    with pytest.raises(Refused) as refused:
        restore(piece)
    assert sum("القديم" in message for message in refused.value.messages) == 1


def test_a_published_draft_after_a_merge_bears_the_new_topic():
    old, new = make_topic("القديم"), make_topic("الجديد")
    piece = make_live(make_content(topics=[old]))
    redraft(piece, title=arabic("ثانٍ"))
    merge(old, new)
    republish(piece)
    assert list(piece.topics.all()) == [new]


def test_contents_are_followed_in_two_queries_however_many(django_assert_num_queries):
    old, new = make_topic(), make_topic()
    contents = [make_content(topics=[old], tags=[f"وسم {n}"]) for n in range(30)]
    merge(old, new)
    with django_assert_num_queries(2):
        assert {ref.id for content in followed(contents) for ref in content.topics} == {new.pk}
    with django_assert_num_queries(0):
        followed([Snapshot.empty()])


def test_the_form_opens_after_a_merge(client):
    old, new = make_topic("القديم"), make_topic("الجديد")
    piece = make_draft(make_content(topics=[old]))
    before = revisions.newest(piece).content
    merge(old, new)
    client.force_login(make_editor())
    form = client.get(reverse("admin:articles_article_change", args=[piece.pk])).context["form"]
    assert form["topics"].value() == [new.pk]
    assert revisions.newest(fresh(piece)).content == before
