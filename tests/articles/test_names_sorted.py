"""Topics and tags are listed by the alphabet, past ال where the house says so; old merges are undone all the same."""

import re
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse
from django.utils import timezone

from articles import merging
from articles.models import MergedRow, Tag, Topic
from articles.models.names import TopicKind
from newsroom.refusals import Refused
from tests.articles.test_merging import everything, merge, tag, undo
from tests.factories import make_live, make_topic

pytestmark = pytest.mark.django_db

NAMES = ["يافا", "القدس", "إربد", "قطر", "Cyprus", "آمد", "ألمانيا", "قبرص", "أريحا", "الأردن", "ارواد", "الشام"]
SORTED = ["إربد", "الأردن", "ارواد", "أريحا", "ألمانيا", "آمد", "الشام", "قبرص", "القدس", "قطر", "يافا", "Cyprus"]
BY_LETTERS = ["إربد", "ارواد", "أريحا", "الأردن", "الشام", "القدس", "ألمانيا", "آمد", "قبرص", "قطر", "يافا", "Cyprus"]


def linked(answer, names=frozenset(NAMES)) -> list[str]:
    """The names that a public page links, in its order."""
    shown = re.findall(r'<a href="/topics/[^"]*"><bdi>([^<]*)</bdi></a>', answer.content.decode())
    return [name for name in shown if name in names]


def listed(desk, kind: str) -> list[str]:
    return [str(row) for row in desk.get(f"/admin/articles/{kind}/").context["cl"].result_list]


def old(row) -> None:
    """Let the record of a merge be one from before names had their places in it."""
    for noted in MergedRow.objects.filter(merge=row):
        for side in ("before", "after"):
            if values := getattr(noted, side):
                values.pop("name_sorted", None)
        noted.save()


# ---- the lists -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["topic", "tag"])
def test_the_lists_of_the_desk_go_by_the_alphabet(desk, kind, settings):
    for name in NAMES:
        make_topic(name) if kind == "topic" else tag(name)
    assert listed(desk, kind) == SORTED
    settings.SORT_IGNORES_ARTICLE = False
    call_command("sort_names", stdout=StringIO())
    assert listed(desk, kind) == BY_LETTERS


def test_readers_meet_the_topics_of_a_piece_by_the_alphabet(client, settings):
    address = make_live(topics=[make_topic(name) for name in NAMES]).get_absolute_url()
    assert linked(client.get(address)) == SORTED
    settings.SORT_IGNORES_ARTICLE = False
    call_command("sort_names", stdout=StringIO())
    assert linked(client.get(address)) == BY_LETTERS


def test_readers_meet_the_relations_of_a_topic_and_whom_one_binds_by_the_alphabet(client):
    middle = make_topic("سوريا")
    for name in NAMES:
        make_topic(name, kind=TopicKind.RELATION).parties.add(middle)
    assert linked(client.get(middle.get_absolute_url())) == SORTED
    bound = make_topic("علاقة", kind=TopicKind.RELATION)
    bound.parties.set(Topic.objects.filter(name_ar__in=["القدس", "قطر", "قبرص"]))
    assert linked(client.get(bound.get_absolute_url())) == ["قبرص", "القدس", "قطر"]


def test_the_search_names_topics_and_tags_by_the_alphabet_behind_the_one_that_is_called_so(client):
    names = ["نهر ياسمين", "نهر القدس", "نهر", "نهر قبرص"]
    make_live(title="جسر", topics=[make_topic(name) for name in names], tags=names)
    named = client.get(reverse("articles:search"), {"q": "نهر"}).context["names"]
    for model in (Topic, Tag):
        rows = [str(row) for row in named if isinstance(row, model)]
        assert rows == ["نهر", "نهر قبرص", "نهر القدس", "نهر ياسمين"]


def test_a_renamed_name_moves_to_its_new_place(desk):
    rows = [make_topic(name) for name in ("القدس", "قبرص", "يافا")]
    page = {"name_ar": "الأردن", "name_en": "", "slug": rows[2].slug, "kind": "theme", "published": "on"}
    assert desk.post(f"/admin/articles/topic/{rows[2].pk}/change/", page).status_code == 302
    assert listed(desk, "topic") == ["الأردن", "قبرص", "القدس"]


def test_sorting_anew_writes_nothing_but_the_places(settings):
    topic, word = make_topic("القدس", summary_ar="مدينة"), tag("القدس")
    before = everything()
    settings.SORT_IGNORES_ARTICLE = False
    call_command("sort_names", stdout=StringIO())
    assert Topic.objects.get(pk=topic.pk).name_sorted == Tag.objects.get(pk=word.pk).name_sorted != topic.name_sorted
    settings.SORT_IGNORES_ARTICLE = True
    call_command("sort_names", stdout=StringIO())
    assert everything() == before


@pytest.mark.parametrize("kind", ["topic", "tag"])
def test_what_a_name_may_be_merged_into_is_offered_by_the_alphabet(desk, kind):
    names = ("نهر", "جسر قطر", "جسر القدس", "جسر قبرص")
    rows = [make_topic(name) if kind == "topic" else tag(name) for name in names]
    asked = {"kind": kind, "ids": rows[0].pk, "name": "جسر"}
    offered = desk.get("/admin/articles/topic/merge/", asked).context["offers"]
    assert [str(row) for _value, row, _kind in offered] == ["جسر قبرص", "جسر القدس", "جسر قطر"]


# ---- merges that were recorded before --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["topic", "tag", "promoted"])
def test_a_merge_recorded_without_the_place_is_undone(kind):
    if kind == "topic":
        rows = [make_topic(name) for name in ("القدس", "قبرص")]
        make_live(topics=rows[:1])
    else:
        make_live(tags=["القدس"])
        rows = [tag(name) for name in ("القدس", "قبرص")]
    before = everything()
    made = merge(*rows) if kind != "promoted" else merging.promote(rows[0], by=None, now=timezone.now())[1]
    old(made)
    assert undo(made) == []
    assert everything() == before
    assert [str(row) for row in type(rows[0]).objects.all()] == ["قبرص", "القدس"]


@pytest.mark.parametrize("kind", ["topic", "tag", "promoted"])
def test_a_merge_is_undone_after_the_house_has_changed_its_alphabet(kind, settings):
    rows = [make_topic(name) if kind == "topic" else tag(name) for name in ("القدس", "قبرص")]
    made = merge(*rows) if kind != "promoted" else merging.promote(rows[0], by=None, now=timezone.now())[1]
    settings.SORT_IGNORES_ARTICLE = False
    call_command("sort_names", stdout=StringIO())
    assert undo(made) == []
    assert [str(row) for row in type(rows[0]).objects.all()] == ["القدس", "قبرص"]


def test_a_promoted_topic_that_was_renamed_since_still_stands_in_between():
    topic, made = merging.promote(tag("القدس"), by=None, now=timezone.now())
    old(made)
    Topic.objects.filter(pk=topic.pk).update(kind=TopicKind.PERSON)
    with pytest.raises(Refused):
        undo(made)


# ---- the migration ---------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_places_come_with_their_migration_and_go_without_a_trace():
    for name in NAMES:
        make_topic(name)
        tag(name)
    make_live(topics=list(Topic.objects.all()), tags=NAMES[:3])
    before = everything()
    latest = [node for node in MigrationExecutor(connection).loader.graph.leaf_nodes() if node[0] == "articles"]
    try:
        MigrationExecutor(connection).migrate([("articles", "0010_search_index")])
        for model in (Topic, Tag):
            with connection.cursor() as cursor:
                columns = connection.introspection.get_table_description(cursor, model._meta.db_table)
            assert "name_sorted" not in {column.name for column in columns}
    finally:
        MigrationExecutor(connection).migrate(latest)
    assert everything() == before
    assert [[str(row) for row in model.objects.all()] for model in (Topic, Tag)] == [SORTED, SORTED]
