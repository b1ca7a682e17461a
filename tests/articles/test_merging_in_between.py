"""What colleagues do around a merge and its undoing: nothing of theirs is overwritten, nothing of the names is lost."""

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from articles import dossiers, inbox, merging, naming, restoring, revisions, tagging
from articles.dossier_snapshot import Dossier
from articles.models import Tag, Topic
from articles.models.names import TopicKind
from articles.revisions import content_of
from articles.snapshots import Ref
from newsroom import redirects
from newsroom.refusals import Refused
from newsroom.roles import Role
from tests.articles.test_merging import merge, refused, spelled, tag, tags_of, undo
from tests.articles.test_names_admin import send, spellings
from tests.factories import (
    form_data,
    fresh,
    make_draft,
    make_live,
    make_member,
    make_photo,
    make_topic,
    redraft,
    republish,
)

pytestmark = pytest.mark.django_db


def again(topic: Topic) -> Topic:
    """The topic as the database has it now."""
    return Topic.objects.get(pk=topic.pk)


def published(topic: Topic, **facts) -> Topic:
    """The topic with a dossier that readers see."""
    topic = again(topic)
    content = dossiers.content_of(topic).with_(**facts)
    dossiers.publish(topic, content=content, version=topic.version, by=None, now=timezone.now())
    return again(topic)


def words(text: str) -> dict[str, str]:
    return {"ar": text, "en": ""}


def retitled(piece, save=redraft) -> None:
    save(fresh(piece), title=words(f"عنوان {timezone.now()}"))


def add_to_draft(piece, name: str) -> None:
    redraft(fresh(piece), tags=(*content_of(fresh(piece)).tags, Ref.to(tag(name))))


def drafted(piece) -> set[str]:
    return {ref.name for ref in content_of(fresh(piece)).tags}


# ---- rows that somebody read too early -------------------------------------------------------------------------------


def test_a_dossier_published_after_the_merge_was_asked_for_stays():
    first, second = (
        published(make_topic("أول"), summary=words("من الأول"), background=words("<p>خلفية</p>")),
        make_topic("ثان"),
    )
    stale = again(second)
    newest = published(second, summary=words("من الثاني"))
    merge(first, stale)
    second = again(second)
    assert (second.summary_ar, second.background_ar) == ("من الثاني", "<p>خلفية</p>")
    assert second.version > newest.version


def test_a_name_changed_after_the_merge_was_asked_for_leads_on_by_both_addresses():
    first, second = make_topic("أول", slug=""), make_topic("ثان")
    stale = again(first)
    naming.rename(first, {"ar": "أول بعد التغيير"}, by=None, now=timezone.now())
    merge(stale, second)
    for slug in (stale.slug, "أول-بعد-التغيير"):
        assert redirects.target_of(f"/topics/{slug}/") == f"/topics/{second.slug}/"


def test_the_form_of_a_topic_writes_nothing_of_its_dossier():
    topic = make_topic("قديم")
    stale = again(topic)
    published(topic, summary=words("نُشر للتوّ"))
    stale.name_ar = "جديد"
    admin.site.get_model_admin(Topic).store(stale, change=True)
    topic = again(topic)
    assert (topic.name_ar, topic.name_folded, spelled(topic)) == ("جديد", "جديد", {"جديد"})
    assert (topic.summary_ar, topic.live_revision_id is not None) == ("نُشر للتوّ", True)


# ---- drafts ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["merge", "remove"])
def test_a_name_that_only_a_draft_bears_comes_back_to_it(act):
    piece = make_live(tags=["جسر"])
    add_to_draft(piece, "نهر")
    now = timezone.now()
    row = merge(tag("نهر"), tag("ماء")) if act == "merge" else merging.remove(tag("نهر"), by=None, now=now)
    retitled(piece)
    undo(row)
    assert (drafted(piece), tags_of(piece)) == ({"جسر", "نهر"}, ["جسر"])


def test_a_name_that_a_draft_had_taken_off_stays_off_there():
    piece = make_live(tags=["جسر", "نهر"])
    redraft(fresh(piece), tags=tuple(ref for ref in content_of(piece).tags if ref.name == "جسر"))
    row = merging.remove(tag("نهر"), by=None, now=timezone.now())
    retitled(piece)
    undo(row)
    assert (drafted(piece), tags_of(piece)) == ({"جسر"}, ["جسر", "نهر"])


def test_a_draft_that_bore_both_bears_both_again_where_readers_saw_one():
    piece = make_live(tags=["نهر"])
    add_to_draft(piece, "ماء")
    row = merge(tag("نهر"), tag("ماء"))
    retitled(piece)
    undo(row)
    assert (drafted(piece), tags_of(piece)) == ({"نهر", "ماء"}, ["نهر"])


def test_a_form_that_showed_the_other_name_is_asked_after_the_undo():
    old, new = make_topic("قديم"), make_topic("جديد")
    piece = make_live(topics=[old])
    row = merge(old, new)
    opened = fresh(piece)
    typed = content_of(opened).with_(title=words("كُتب أثناء الدمج"))
    undo(row)
    with pytest.raises(revisions.Conflict):
        revisions.save_draft(opened, content=typed, version=opened.version, by=None, now=timezone.now())
    assert [ref.name for ref in content_of(fresh(piece)).topics] == ["قديم"]


def test_a_tag_that_a_draft_bears_is_not_unused():
    piece = make_live(tags=["جسر"])
    add_to_draft(piece, "نهر")
    assert merging.drop_unused(Tag.objects.all(), by=None, now=timezone.now()) == 0
    with pytest.raises(Refused):
        inbox.drop(tag("نهر"), by=None, now=timezone.now())
    assert drafted(piece) == {"جسر", "نهر"}


def test_a_removed_name_is_told_where_an_old_revision_named_it():
    topic = make_topic("محذوف")
    piece = make_draft(topics=[topic])
    first = piece.draft_revision
    retitled(piece)
    merging.remove(topic, by=None, now=timezone.now())
    piece = fresh(piece)
    made = restoring.restore(piece, revision=first, fields=None, version=piece.version, by=None, now=timezone.now())
    assert ["محذوف" in notice for notice in made.notices] == [True]


# ---- merges upon merges ----------------------------------------------------------------------------------------------


def test_of_two_merges_into_one_on_the_same_piece_the_later_is_undone_first():
    piece = make_live(tags=["نهر", "بحر"])
    first, second = merge(tag("نهر"), tag("ماء")), merge(tag("بحر"), tag("ماء"))
    assert ["بحر" in said for said in refused(undo, first)] == [True]
    assert (undo(second), undo(first)) == ([], [])
    assert set(tags_of(piece)) == {"نهر", "بحر"}


def test_a_promotion_upon_a_merge_is_undone_and_then_the_merge():
    piece = make_live(tags=["نهر", "بحر"])
    first = merge(tag("نهر"), tag("بحر"))
    _topic, second = merging.promote(tag("بحر"), by=None, now=timezone.now())
    assert (undo(second), undo(first)) == ([], [])
    assert set(tags_of(piece)) == {"نهر", "بحر"}


@pytest.mark.parametrize("how", ["alias", "rename"])
def test_a_spelling_made_anew_for_the_other_name_gives_way(how):
    old, new = make_topic("قديم"), make_topic("جديد")
    row, now = merge(old, new), timezone.now()
    if how == "alias":
        naming.set_aliases(new, [], by=None, now=now)
        naming.add_alias(new, "قديم", by=None, now=now)
    else:
        naming.rename(new, {"ar": "قديم"}, by=None, now=now)
        naming.rename(again(new), {"ar": "جديد"}, by=None, now=now)
    undo(row)
    assert {topic.name_ar: spelled(topic) for topic in Topic.objects.all()} == {"قديم": {"قديم"}, "جديد": {"جديد"}}


@pytest.mark.parametrize("how", ["removed", "merged"])
def test_a_relation_that_is_gone_since_is_told_and_nothing_dangles(how):
    one, other = make_topic("روسيا"), make_topic("الاتحاد")
    relation = make_topic("علاقة", kind=TopicKind.RELATION)
    relation.parties.set([one])
    row = merge(one, other)
    if how == "removed":
        merging.remove(relation, by=None, now=timezone.now())
    else:
        merge(relation, make_topic("علاقة ثانية", kind=TopicKind.RELATION))
    assert ["روسيا" in said for said in undo(row)] == [True]
    connection.check_constraints()


def test_a_party_that_somebody_let_go_since_does_not_come_back():
    one, other, third = make_topic("روسيا"), make_topic("الاتحاد"), make_topic("كوريا")
    relation = make_topic("علاقة", kind=TopicKind.RELATION)
    published(relation, parties=(Ref.to(one), Ref.to(third)))
    row = merge(one, other)
    published(relation, parties=(Ref.to(third),))
    assert undo(row) != []
    assert [topic.name_ar for topic in again(relation).parties.all()] == ["كوريا"]


def test_a_picture_deleted_since_is_told():
    topic, other = make_topic("أول", picture=make_photo()), make_topic("ثان", picture=make_photo())
    picture = topic.picture
    row = merge(topic, other)
    picture.delete()
    assert ["أول" in said for said in undo(row)] == [True]
    assert again(topic).picture is None
    connection.check_constraints()


def test_redirects_follow_a_name_that_was_changed_between_merge_and_undo():
    first, second, now = make_topic("ألف", slug=""), make_topic("باء", slug=""), timezone.now()
    oldest = first.slug
    naming.rename(first, {"ar": "ألف ثانية"}, by=None, now=now)
    middle = again(first).slug
    row = merge(again(first), second)
    naming.rename(second, {"ar": "باء جديدة"}, by=None, now=now)
    assert undo(row) == []
    assert redirects.target_of(f"/topics/{middle}/") is None
    assert redirects.target_of(f"/topics/{oldest}/") == f"/topics/{middle}/"


def test_a_hidden_relation_shows_its_parties_nowhere_by_a_merge():
    party = make_topic("روسيا")
    hidden = make_topic("علاقة سرية", kind=TopicKind.RELATION, published=False)
    public = make_topic("علاقة", kind=TopicKind.RELATION)
    hidden.parties.set([party])
    merge(hidden, public)
    assert list(public.parties.all()) == []


@pytest.mark.parametrize("act", ["merge", "remove"])
def test_another_dossier_saved_since_is_named(act):
    person, other = (make_topic(name, kind=TopicKind.PERSON) for name in ("زيد", "عمرو"))
    war = published(make_topic("حرب"), people=(Ref.to(person),))
    row = merge(person, other) if act == "merge" else merging.remove(person, by=None, now=timezone.now())
    published(war, summary=words("ملخص"))
    assert ["حرب" in said for said in undo(row)] == [True]


def test_a_promoted_topic_that_a_draft_or_a_dossier_names_stands_in_between():
    now, piece = timezone.now(), make_live(tags=["جسر"])
    make_live(tags=["زيد"])
    topic, row = merging.promote(tag("زيد"), kind=TopicKind.PERSON, by=None, now=now)
    redraft(fresh(piece), topics=(Ref.to(topic),))
    assert len(refused(undo, row)) == 1
    published(make_topic("حرب"), people=(Ref.to(topic),))
    assert len(refused(undo, row)) == 2


# ---- names -----------------------------------------------------------------------------------------------------------


def test_two_topics_of_one_english_name_can_be_mended(client):
    client.force_login(make_member(Role.TOPIC_MANAGER))
    make_topic("ألف", name_en="Iran")
    other = make_topic("باء", name_en="Iran")
    assert send(client, other, slug="baa").status_code == 302
    assert again(other).slug == "baa"
    assert send(client, other, name_en="Persia").status_code == 302
    assert again(other).name_en == "Persia"


@pytest.mark.parametrize("name", ["واشنطن، العاصمة", "ا" + " كلمة" * 21])
def test_an_old_name_with_a_comma_or_a_long_one_stays_whole_through_the_form(client, name):
    client.force_login(make_member(Role.TOPIC_MANAGER))
    topic = make_topic(name)
    naming.rename(topic, {"ar": "اسم جديد"}, by=None, now=timezone.now())
    before = spellings(topic)
    assert send(client, topic, slug="washington").status_code == 302
    assert (spellings(topic), name in before) == (before, True)


def test_a_spelling_keeps_no_letter_that_breaks_machines():
    topic = make_topic("نهر")
    naming.add_alias(topic, "الن\0هر الكبير", by=None, now=timezone.now())
    assert [spelling.name for spelling in naming.aliases_of(topic)] == ["النهر الكبير"]


# ---- the way back of the migration -----------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_migrations_go_back_with_dossiers_and_undone_merges_in_the_house():
    topic = make_topic("ألف")
    dossiers.save_draft(topic, content=Dossier(), version=topic.version, by=None, now=timezone.now())
    make_live(tags=["نهر"])
    undo(merge(*tagging.tags_for(["نهر", "ماء"])))
    merge(*tagging.tags_for(["نهر", "ماء"]))
    try:
        call_command("migrate", "articles", "0007", verbosity=0)
    finally:
        call_command("migrate", verbosity=0)
    assert {name for topic in Topic.objects.all() for name in spelled(topic)} == {"ألف"}
    assert {row.name: spelled(row) for row in Tag.objects.all()} == {"ماء": {"ماء"}}
    republish(fresh(make_live(tags=["ماء"])), title=words("بعد العودة"))


# ---- a form that was open meanwhile ----------------------------------------------------------------------------------


@pytest.mark.parametrize("act", ["merged", "promoted", "removed"])
def test_a_form_open_meanwhile_makes_no_tag_anew(desk, act):
    piece = make_draft(tags=["نهر", "جسر"])
    data = form_data(content_of(piece), version=piece.version, base=piece.draft_revision_id, act="save")
    now, topic = timezone.now(), make_topic("المياه")
    if act == "merged":
        row = merge(tag("نهر"), topic)
    elif act == "promoted":
        topic, row = merging.promote(tag("نهر"), by=None, now=now)
    else:
        row = merging.remove(tag("نهر"), by=None, now=now)
    answer = desk.post(f"/admin/articles/article/{piece.pk}/change/", data | {"title_ar": "عنوان جديد"}, follow=True)
    told = [str(message) for message in answer.context["messages"]]
    assert (fresh(piece).title_ar, drafted(piece)) == ("عنوان جديد", {"جسر"})
    assert [ref.id for ref in content_of(fresh(piece)).topics] == ([] if act == "removed" else [topic.pk])
    assert sum("نهر" in each for each in told) == (act == "removed")
    assert list(Tag.objects.values_list("name", flat=True)) == ["جسر"]
    undo(row)
    assert drafted(piece) == {"نهر", "جسر"}


def test_a_plan_counts_drafts_and_promises_no_spelling_that_a_topic_has():
    topic, other = make_topic("الأطلسي"), make_topic("المياه")
    piece = make_live(tags=["جسر"])
    add_to_draft(piece, "الأطلسي")
    plan = merging.plan(tag("الأطلسي"), into=other)
    assert (plan.pieces, plan.aliases) == ((piece.pk,), ())
    merge(tag("الأطلسي"), other)
    assert (spelled(other), spelled(topic)) == ({"المياه"}, {"الأطلسي"})
