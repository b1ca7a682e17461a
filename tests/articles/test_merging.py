"""Names merged, removed and promoted, and undone: everything as it was, or in words what stands in between."""

import itertools
import random
from typing import Any
from urllib.parse import unquote

import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db import connection, models
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import merging, naming, revisions, tagging, undoing
from articles.models import Article, Merge, NameKind, Spelling, Tag, TaggedArticle, Topic
from articles.models.names import TopicKind
from articles.revisions import content_of
from newsroom import pagecache, redirects
from newsroom.redirects import Redirect
from newsroom.refusals import Refused
from tests.factories import fresh, make_draft, make_editor, make_live, make_scheduled, make_topic, redraft, republish

pytestmark = pytest.mark.django_db

# What a merge leaves behind by intent, and what is derived.
APART = {"Merge", "MergedRow", "LogEntry", "SiteVersion", "Twin", "Session"}
# A form that was opened between the merge and its undoing stays stale.
DERIVED = {(Spelling, "compared"), (Topic, "version"), (Article, "version")}


def everything() -> dict[str, list[Any]]:
    """Every row of the house, column by column, but for the records of what was done."""
    told = {}
    for model in apps.get_models(include_auto_created=True):
        if model.__name__ not in APART:
            rows = models.QuerySet(model=model).order_by("pk").values()
            told[model._meta.label] = [{k: v for k, v in row.items() if (model, k) not in DERIVED} for row in rows]
    return told


def merge(source, into) -> Merge:
    return merging.merge(source, into=into, by=None, now=timezone.now())


def undo(row: Merge) -> list[str]:
    return undoing.undo(row.group, by=None, now=timezone.now())


def tag(name: str) -> Tag:
    return tagging.tags_for([name])[0]


def topics_of(piece: Article) -> set[str]:
    return {str(topic) for topic in Topic.objects.filter(articles=piece)}


def tags_of(piece: Article) -> list[str]:
    return [row.tag.name for row in TaggedArticle.objects.filter(content_object=piece).order_by("pk")]


def spelled(row) -> set[str]:
    return {spelling.name for spelling in row.spellings.all()}


def refused(work, *args, **kwargs) -> list[str]:
    with pytest.raises(Refused) as said:
        work(*args, **kwargs)
    return said.value.messages


# ---- what a merge does -----------------------------------------------------------------------------------------------


def test_a_piece_that_bears_both_bears_the_one_once_and_in_its_place():
    first = make_live(tags=["نهر", "نهرٌ كبير", "جسر"])
    second = make_live(tags=["نهر", "جسر"])
    merge(tag("نهر"), tag("نهرٌ كبير"))
    assert (tags_of(first), tags_of(second)) == (["نهرٌ كبير", "جسر"], ["نهرٌ كبير", "جسر"])
    assert spelled(tag("نهرٌ كبير")) == {"نهر", "نهرٌ كبير"}
    assert tag("نَهْر") == tag("نهرٌ كبير")


def test_a_topic_takes_the_others_pieces_relations_names_and_address():
    north, kim = (
        make_topic("كوريا الشمالية", name_en="North Korea"),
        make_topic("كوريا الشماليه الشعبية", name_en="DPRK"),
    )
    russia = make_topic("روسيا")
    relation = make_topic("العلاقات الروسية الكورية", kind=TopicKind.RELATION)
    relation.parties.set([russia, kim])
    both, one = make_live(topics=[north, kim]), make_live(topics=[kim])
    naming.add_alias(kim, "بيونغ يانغ", by=None, now=timezone.now())
    merge(kim, north)
    assert (topics_of(both), topics_of(one)) == ({"كوريا الشمالية"}, {"كوريا الشمالية"})
    assert set(relation.parties.all()) == {russia, north}
    assert spelled(north) == {"كوريا الشمالية", "North Korea", "كوريا الشماليه الشعبية", "DPRK", "بيونغ يانغ"}
    assert not Topic.objects.filter(pk=kim.pk).exists()
    assert redirects.target_of(f"/topics/{kim.slug}/feed/") == f"/topics/{north.slug}/feed/"


def test_a_tag_goes_into_a_topic_and_its_spellings_become_the_topics():
    topic = make_topic("الانتخابات")
    both, one = make_live(topics=[topic], tags=["انتخابات عامة"]), make_live(tags=["انتخابات عامة"])
    old = tag("انتخابات عامة")
    merge(old, topic)
    assert (topics_of(both), topics_of(one), tags_of(both), tags_of(one)) == ({"الانتخابات"}, {"الانتخابات"}, [], [])
    assert naming.meant(NameKind.TOPIC, ["انتخابات عامّة"]) == {"انتخابات عامه": topic}
    assert naming.meant(NameKind.TAG, ["انتخابات عامة"]) == {}
    assert redirects.target_of(f"/tags/{old.slug}/") == f"/topics/{topic.slug}/"


def test_removing_takes_a_name_from_every_piece_and_leads_nowhere():
    piece = make_live(tags=["نهر", "جسر"])
    old = tag("نهر")
    row = merging.remove(old, by=None, now=timezone.now())
    assert (tags_of(piece), [ref.name for ref in content_of(fresh(piece)).tags]) == (["جسر"], ["جسر"])
    assert redirects.target_of(f"/tags/{old.slug}/") is None
    undo(row)
    assert (tags_of(piece), [ref.name for ref in content_of(fresh(piece)).tags]) == (["نهر", "جسر"], ["نهر", "جسر"])


def test_many_go_into_one_and_come_back_by_one_undo():
    names = ["نهر", "أنهار", "النهر الكبير"]
    pieces = [make_live(tags=[name, "ماء"]) for name in names]
    before = everything()
    rows = merging.merge_many([tag(name) for name in names], into=tag("ماء"), by=None, now=timezone.now())
    assert ([tags_of(piece) for piece in pieces], len({row.group for row in rows})) == ([["ماء"]] * 3, 1)
    assert undo(rows[0]) == []
    assert everything() == before


def test_a_promoted_tag_is_a_topic_and_comes_back_as_a_tag():
    piece = make_live(tags=["الحدود", "جسر"])
    before, old = everything(), tag("الحدود")
    topic, row = merging.promote(old, kind=TopicKind.THEME, by=None, now=timezone.now())
    assert (topics_of(piece), tags_of(piece)) == ({"الحدود"}, ["جسر"])
    assert redirects.target_of(f"/tags/{old.slug}/") == f"/topics/{topic.slug}/"
    assert undo(row) == []
    assert everything() == before


def test_a_tag_called_like_a_topic_is_not_promoted_beside_it():
    topic = make_topic("الحدود")
    make_live(tags=["حدود"])
    naming.add_alias(topic, "حدود", by=None, now=timezone.now())
    with pytest.raises(naming.Taken) as said:
        merging.promote(tag("حدود"), by=None, now=timezone.now())
    assert (said.value.row, Tag.objects.count()) == (topic, 1)


def test_every_verb_raises_the_site_version_once_and_stands_in_the_history():
    editor, now = make_editor(), timezone.now()
    make_live(tags=["نهر", "جسر", "قارب", "ضفة"])
    topic = make_topic("الماء")
    versions = [pagecache.current()]
    row = merging.merge(tag("نهر"), into=topic, by=editor, now=now)
    versions.append(pagecache.current())
    undoing.undo(row.group, by=editor, now=now)
    versions.append(pagecache.current())
    merging.remove_many([tag("جسر"), tag("قارب")], by=editor, now=now)
    versions.append(pagecache.current())
    merging.promote(tag("ضفة"), by=editor, now=now)
    versions.append(pagecache.current())
    assert [after - before for before, after in itertools.pairwise(versions)] == [1, 1, 1, 1]
    told = [entry.change_message for entry in LogEntry.objects.filter(user=editor).order_by("pk")]
    acts = [
        "Merged into another name.",
        "Took in another name.",
        "Undid a merge.",
        "Undid a merge.",
        "Removed the name.",
        "Removed the name.",
        "Merged into another name.",
        "Made a topic of a tag.",
    ]
    assert [act in message for act, message in zip(acts, told, strict=True)] == [True] * len(acts)


def test_what_cannot_be_merged_is_refused_and_nothing_happens():
    topic, other = make_topic("موضوع"), make_topic("آخر")
    make_live(tags=["وسم"], topics=[topic])
    gone = make_topic("ذاهب")
    Topic.objects.filter(pk=gone.pk).delete()
    before = everything()
    for sources, into in (
        ([topic], topic),
        ([topic], tag("وسم")),
        ([gone], topic),
        ([topic], gone),
        ([topic, topic], other),
        ([], other),
        ([topic] * 51, other),
    ):
        assert refused(merging.merge_many, sources, into=into, by=None, now=timezone.now())
    assert refused(merging.remove, gone, by=None, now=timezone.now())
    assert everything() == before


def test_a_plan_tells_what_the_merge_then_does():
    north, kim = make_topic("كوريا الشمالية"), make_topic("كوريا")
    relation = make_topic("العلاقات", kind=TopicKind.RELATION)
    relation.parties.set([kim])
    both, one = make_live(topics=[north, kim]), make_draft(topics=[kim])
    naming.add_alias(kim, "بيونغ يانغ", by=None, now=timezone.now())
    plan = merging.plan(kim, into=north)
    assert (plan.pieces, plan.both, plan.aliases) == ((both.pk, one.pk), (both.pk,), ("كوريا", "بيونغ يانغ"))
    assert (plan.relations, plan.has_dossier) == ((relation,), False)
    merge(kim, north)
    assert {spelling.name for spelling in naming.aliases_of(north)} == set(plan.aliases)


def test_a_plan_and_a_merge_cost_the_same_for_one_piece_and_for_three_hundred():
    costs = []
    for name, count in (("واحد", 1), ("كثير", 300)):
        source, into = make_topic(f"{name} أ"), make_topic(f"{name} ب")
        pieces = Article.objects.bulk_create(Article(code=f"{name[:1]}{place:04}") for place in range(count))
        Article.topics.through.objects.bulk_create(
            Article.topics.through(article=piece, topic=source) for piece in pieces
        )
        with CaptureQueriesContext(
            connection,
        ) as planned:
            merging.plan(source, into=into)
        with CaptureQueriesContext(connection) as merged:
            row = merge(source, into)
        with CaptureQueriesContext(connection) as undone:
            undo(row)
        costs.append((len(planned), len(merged), len(undone)))
    # The record is written in batches, whose size the database sets.
    assert [many - one <= 3 for one, many in zip(*costs, strict=True)] == [True] * 3


# ---- merge, then undo, equals start ----------------------------------------------------------------------------------

WORDS = ["نهر", "جسر", "قارب", "ضفة", "ماء", "موج", "ريح", "رمل", "حجر", "شجر", "طين", "غيم"]


def house(chance: random.Random) -> None:
    """A small newsroom of names, aliases, relations and pieces in every state, all by chance."""
    now = timezone.now()
    topics = [
        make_topic(f"موضوع {word}", name_en=chance.choice(["", f"Topic {place}"]), kind=chance.choice(TopicKind.values))
        for place, word in enumerate(chance.sample(WORDS, 5))
    ]
    for topic in topics:
        topic.parties.set(chance.sample([each for each in topics if each != topic], chance.randint(0, 2)))
    for place in range(8):
        make = chance.choice([make_live, make_draft, make_scheduled])
        piece = make(
            topics=chance.sample(topics, chance.randint(0, 3)), tags=chance.sample(WORDS, chance.randint(0, 5))
        )
        if chance.random() < 0.3:
            tags = tuple(content_of(piece).tags)[: chance.randint(0, 2)]
            redraft(fresh(piece), tags=tags)
        if place % 4 == 0 and chance.random() < 0.5:
            redirects.lead(f"/old/{place}/", chance.choice(topics).get_absolute_url())
    for row in (*topics, *Tag.objects.all()):
        if chance.random() < 0.4:
            naming.add_alias(row, f"إملاء {row.pk} {chance.choice(WORDS)}", by=None, now=now)


def random_act(chance: random.Random) -> Merge:
    """One merge of any kind between names that are there."""
    topics, tags, now = list(Topic.objects.order_by("pk")), list(Tag.objects.order_by("pk")), timezone.now()
    act = chance.choice(["topics", "tags", "into topic", "remove topic", "remove tag", "promote", "many"])
    if act == "topics":
        source, into = chance.sample(topics, 2)
        return merge(source, into)
    if act == "tags" and len(tags) > 1:
        source, into = chance.sample(tags, 2)
        return merge(source, into)
    if act == "many" and len(tags) > 1:
        return merging.merge_many(chance.sample(tags, 2), into=chance.choice(topics), by=None, now=now)[0]
    if act == "remove topic":
        return merging.remove(chance.choice(topics), by=None, now=now)
    if act == "remove tag" and tags:
        return merging.remove(chance.choice(tags), by=None, now=now)
    if act == "promote" and tags:
        return merging.promote(chance.choice(tags), by=None, now=now)[1]
    return merge(chance.choice(tags), chance.choice(topics)) if tags else merge(*chance.sample(topics, 2))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_merge_then_undo_equals_start(seed):
    chance = random.Random(seed)
    house(chance)
    states, rows = [], []
    for _step in range(3):
        states.append(everything())
        rows.append(random_act(chance))
        bearers = {(row.kind, row.topic_id, row.tag_id) for row in Spelling.objects.all()}
        known = {("topic", topic.pk, None) for topic in Topic.objects.all()}
        known |= {("tag", None, each.pk) for each in Tag.objects.all()}
        assert bearers == known
    for row, state in zip(reversed(rows), reversed(states), strict=True):
        assert undo(row) == []
        assert everything() == state


# ---- what was done in between ----------------------------------------------------------------------------------------


def test_a_piece_saved_since_gets_its_name_back_live_and_in_its_draft():
    old, new = make_topic("قديم"), make_topic("جديد")
    piece, drafted = make_live(topics=[old], title="عنوان أول"), make_live(topics=[old])
    row = merge(old, new)
    republish(fresh(piece), title={"ar": "عنوان ثان", "en": ""})
    redraft(fresh(drafted), title={"ar": "مسودة جديدة", "en": ""})
    assert undo(row) == []
    for each, title in ((piece, "عنوان ثان"), (drafted, "مسودة جديدة")):
        assert topics_of(each) == {"قديم"}
        content = content_of(fresh(each))
        assert (content.title["ar"], [ref.name for ref in content.topics]) == (title, ["قديم"])
    # What the form opens is what the next publication writes.
    republish(fresh(piece), title={"ar": "عنوان ثالث", "en": ""})
    assert topics_of(piece) == {"قديم"}


def test_a_tag_of_a_piece_saved_since_comes_back_where_both_were_borne():
    both, one = make_live(tags=["نهر", "ماء"]), make_live(tags=["نهر"])
    row = merge(tag("نهر"), tag("ماء"))
    republish(fresh(both), title={"ar": "آخر", "en": ""})
    republish(fresh(one), title={"ar": "آخر", "en": ""})
    assert undo(row) == []
    for piece, names in ((both, {"نهر", "ماء"}), (one, {"نهر"})):
        assert set(tags_of(piece)) == names
        assert {ref.name for ref in content_of(fresh(piece)).tags} == names


def test_a_piece_from_which_the_name_was_taken_since_is_left_alone_and_told():
    piece, other = make_live(tags=["نهر", "جسر"]), make_live(tags=["نهر"])
    row = merge(tag("نهر"), tag("ماء"))
    republish(fresh(piece), tags=tuple(ref for ref in content_of(piece).tags if ref.name == "جسر"))
    said = undo(row)
    assert (tags_of(piece), tags_of(other), len(said), "ماء" in said[0]) == (["جسر"], ["نهر"], 1, True)


def test_a_piece_deleted_since_is_no_obstacle():
    piece, other = make_draft(tags=["نهر"]), make_draft(tags=["نهر"])
    row = merge(tag("نهر"), tag("ماء"))
    fresh(piece).delete()
    assert (undo(row), tags_of(other), Article.objects.count()) == ([], ["نهر"], 1)


def test_what_stands_in_between_is_said_and_nothing_is_undone():
    now = timezone.now()
    make_live(tags=["نهر"])
    first = merge(tag("نهر"), tag("ماء"))
    second = merge(tag("ماء"), tag("بحر"))
    before = everything()
    assert "بحر" in refused(undo, first)[0]
    assert everything() == before
    undo(second)
    assert undo(first) == []
    assert refused(undo, first)
    # Called anew by somebody else.
    row = merge(tag("نهر"), tag("ماء"))
    naming.set_aliases(tag("ماء"), [], by=None, now=now)
    namesake = Tag.objects.create(name="نهر")
    assert "نهر" in refused(undo, row)[0]
    merging.remove(namesake, by=None, now=now)
    assert (undo(row), Tag.objects.get(name="نهر").name) == ([], "نهر")


def test_a_name_that_took_the_old_one_for_itself_stands_in_between():
    old, new = make_topic("قديم"), make_topic("جديد")
    row = merge(old, new)
    naming.rename(new, {"ar": "قديم"}, by=None, now=timezone.now())
    assert "قديم" in refused(undo, row)[0]


def test_a_promoted_topic_that_was_worked_on_since_stands_in_between():
    make_live(tags=["الحدود"])
    topic, row = merging.promote(tag("الحدود"), by=None, now=timezone.now())
    make_live(topics=[Topic.objects.get(pk=topic.pk)])
    naming.add_alias(topic, "التخوم", by=None, now=timezone.now())
    assert len(undoing.in_between(row.group)) == 2
    assert len(refused(undo, row)) == 2
    assert Topic.objects.filter(pk=topic.pk).exists()


def test_a_redirect_changed_by_hand_since_stays_and_is_told():
    old, new = make_topic("قديم"), make_topic("جديد")
    redirects.lead("/2019/old/", old.get_absolute_url())
    row = merge(old, new)
    Redirect.objects.filter(old_path="/2019/old").update(new_path="/about/")
    said = undo(row)
    assert (len(said), "/2019/old" in said[0]) == (1, True)
    assert Redirect.objects.get(old_path="/2019/old").new_path == "/about/"


# ---- names -----------------------------------------------------------------------------------------------------------


def test_a_spelling_means_one_name_of_its_kind_and_says_which():
    kim, other = make_topic("كيم جونغ أون", name_en="Kim Jong-un"), make_topic("كيم إيل سونغ")
    now = timezone.now()
    naming.set_aliases(kim, ["كيم جونغ-أون", "كيم يونغ أون"], by=None, now=now)
    # The hyphen folds away: the name itself needs no alias of its own.
    assert {spelling.name for spelling in naming.aliases_of(kim)} == {"كيم يونغ أون"}
    for name in ("كيم يونغ-اون", "kim jong un", "كيم جونغ اون"):
        with pytest.raises(naming.Taken) as said:
            naming.add_alias(other, name, by=None, now=now)
        assert said.value.row == kim
    with pytest.raises(naming.Taken):
        naming.rename(other, {"ar": "كيم يونغ أون"}, by=None, now=now)
    assert spelled(other) == {"كيم إيل سونغ"}
    # A tag may be called like a topic.
    assert tag("كيم يونغ أون").name == "كيم يونغ أون"


def test_a_tag_typed_by_its_alias_is_the_tag():
    make_live(tags=["كيم جونغ أون"])
    naming.add_alias(tag("كيم جونغ أون"), "Kim Jong-un", by=None, now=timezone.now())
    piece = make_live(tags=["KIM JONG UN", "كيم جونغ أون", "جسر"])
    assert tags_of(piece) == ["كيم جونغ أون", "جسر"]


def test_renaming_keeps_the_old_name_and_the_old_address():
    topic = make_topic("كوريا الشماليه", slug="")
    old = topic.get_absolute_url()
    naming.rename(topic, {"ar": "جمهورية كوريا"}, by=None, now=timezone.now())
    middle = Topic.objects.get().get_absolute_url()
    naming.rename(topic, {"ar": "كوريا الشمالية كلها", "en": "North Korea"}, by=None, now=timezone.now())
    topic = Topic.objects.get()
    assert spelled(topic) == {"كوريا الشماليه", "جمهورية كوريا", "كوريا الشمالية كلها", "North Korea"}
    assert [redirects.target_of(unquote(path)) for path in (old, middle)] == [unquote(topic.get_absolute_url())] * 2


def test_an_address_chosen_by_hand_stays_through_a_rename():
    topic = make_topic("كوريا", slug="korea-file")
    naming.rename(topic, {"ar": "شبه الجزيرة"}, by=None, now=timezone.now())
    assert (Topic.objects.get().slug, Redirect.objects.count()) == ("korea-file", 0)


def test_the_house_writes_a_name_one_way():
    topic = make_topic("كيم جونغ أون")
    naming.set_aliases(topic, ["كيم يونغ أون", "Kim Jong-un"], by=None, now=timezone.now())
    assert naming.house_spellings() == {"كيم يونغ أون": "كيم جونغ أون"}


def test_a_draft_that_was_typed_before_a_merge_is_saved_with_what_the_name_became():
    old, new = make_topic("قديم"), make_topic("جديد")
    piece = make_draft(topics=[old], tags=["نهر"])
    typed = content_of(piece)
    merge(old, new)
    merge(tag("نهر"), tag("ماء"))
    revisions.save_draft(piece, content=typed, version=piece.version, by=None, now=timezone.now())
    assert (topics_of(piece), tags_of(piece)) == ({"جديد"}, ["ماء"])
