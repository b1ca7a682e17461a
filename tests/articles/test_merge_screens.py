"""The pages of merging, removing, promoting and undoing: who may, what they say beforehand, what they do."""

import re
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import merging, naming
from articles.admin.merging import merging_address
from articles.merging import MOST_AT_ONCE
from articles.models import Merge, Tag, Topic
from newsroom.redirects import Redirect
from newsroom.roles import Role
from tests.factories import fresh, make_content, make_draft, make_live, make_member, make_topic, make_user

pytestmark = pytest.mark.django_db
MERGES = "/admin/articles/topic/merges/"


@pytest.fixture
def manager(client) -> Client:
    """A browser in which a topic manager is signed in."""
    client.force_login(make_member(Role.TOPIC_MANAGER))
    return client


def tag(name: str) -> Tag:
    return Tag.objects.create(name=name)


def ask(client: Client, *names: Any, into: Any = None, act: str = "merge", **more: str) -> Any:
    kind = names[0]._meta.model_name
    address = merging_address(act, kind, [row.pk for row in names], into)
    return client.get(address + "".join(f"&{key}={value}" for key, value in more.items()))


def press(client: Client, answer: Any, button: str = "") -> Any:
    """Send the form that the page holds for the act itself."""
    form = re.search(r'<form method="post" class="panel".*?</form>', answer.content.decode(), re.DOTALL)[0]
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))
    fields.pop("csrfmiddlewaretoken", None)
    return client.post(
        answer.request["PATH_INFO"], {key: unescape(value) for key, value in fields.items()}, follow=True
    )


def said(answer: Any) -> list[tuple[str, str]]:
    return [(each.level_tag, str(each)) for each in answer.context["messages"]]


def words(answer: Any) -> str:
    """The page's own text, as a person reads it."""
    page = answer.content.decode().split('<div id="content"', 1)[1]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def bears(piece: Any) -> tuple[list[str], list[str]]:
    piece = fresh(piece)
    return sorted(str(row) for row in piece.topics.all()), sorted(str(row) for row in piece.tags.all())


# ---- merging ---------------------------------------------------------------------------------------------------------


def test_the_preview_tells_numbers_titles_spellings_relations_and_addresses(manager):
    source, into, relation = (
        Topic.objects.create(name_ar="بوتين"),
        make_topic("فلاديمير بوتين"),
        make_topic("موسكو وبكين"),
    )
    naming.set_aliases(source, ["Putin"], by=None, now=timezone.now())
    relation.parties.add(source)
    pieces = [make_live(title=f"مادة {number}", topics=[source]) for number in range(7)]
    pieces[0].topics.add(into)
    make_draft(title="مسودة عن بوتين", topics=[source])
    answer = ask(manager, source, into=into)
    (preview,) = answer.context["previews"]
    assert (preview.count, preview.both, preview.more) == (8, 1, 3)
    assert preview.titles == ["مسودة عن بوتين", "مادة 6", "مادة 5", "مادة 4", "مادة 3"]
    assert (preview.plan.aliases, preview.plan.relations) == (("بوتين", "Putin"), (relation,))
    assert (preview.old, preview.new) == ("/topics/بوتين/", f"/topics/{into.slug}/")
    shown = words(answer)
    assert [each for each in ("مادة 6", "Putin", "موسكو وبكين", "/topics/بوتين/") if each not in shown] == []
    # Looking changes nothing.
    assert (Merge.objects.count(), Topic.objects.count()) == (0, 3)


def test_pressing_the_button_merges_and_the_message_undoes(manager):
    source, other, into = Topic.objects.create(name_ar="بوتين"), make_topic("بوتن"), make_topic("فلاديمير بوتين")
    first, second = make_live(topics=[source, other]), make_live(topics=[source, into])
    done = press(manager, ask(manager, source, other, into=into))
    assert [bears(piece)[0] for piece in (first, second)] == [["فلاديمير بوتين"]] * 2
    assert done.request["PATH_INFO"] == f"/admin/articles/topic/{into.pk}/change/"
    ((level, text),) = said(done)
    group = Merge.objects.first().group
    assert (level, f'href="{MERGES}{group}/"' in text) == ("success", True)
    page = manager.get(f"{MERGES}{group}/")
    assert "بوتن" in words(page)
    undone = press(manager, page)
    assert said(undone)[0][0] == "success"
    assert [bears(piece)[0] for piece in (first, second)] == [["بوتن", "بوتين"], ["بوتين", "فلاديمير بوتين"]]


def test_one_of_the_chosen_names_is_the_target(manager):
    rows = [tag(name) for name in ("سوريا", "سورية", "الجمهورية السورية")]
    page = words(ask(manager, *rows))
    assert all(str(row) in page for row in rows)
    answer = ask(manager, *rows, into=rows[1])
    assert [str(preview.plan.source) for preview in answer.context["previews"]] == ["سوريا", "الجمهورية السورية"]
    press(manager, answer)
    assert [str(row) for row in Tag.objects.all()] == ["سورية"]


@pytest.mark.parametrize("typed", ["فلاديمير بوتين", "فلاديمير بُوتين", "Putin", "PUTIN"])
def test_another_name_is_found_by_any_of_its_spellings(manager, typed):
    source, into = make_topic("بوتن"), make_topic("فلاديمير بوتين")
    naming.set_aliases(into, ["Putin"], by=None, now=timezone.now())
    answer = ask(manager, source, name=typed)
    assert [preview.plan.into for preview in answer.context["previews"]] == [into]


def test_part_of_a_name_offers_those_that_hold_it(manager):
    source, into, hidden = make_topic("بوتن"), make_topic("فلاديمير بوتين"), make_topic("زوجة بوتين", published=False)
    answer = ask(manager, source, name="بوتين")
    assert (answer.context["previews"], {row for _v, row, _k in answer.context["offers"]}) == ([], {into, hidden})
    nothing = ask(manager, source, name="ما من اسم كهذا")
    assert ("ما من اسم كهذا" in words(nothing), nothing.context["offers"]) == (True, [])


def test_a_tag_goes_into_a_topic_and_where_both_are_called_so_one_chooses(manager):
    source, topic = tag("بوتن"), make_topic("بوتين")
    piece = make_live(tags=["بوتن"])
    assert [preview.plan.into for preview in ask(manager, source, name="بوتين").context["previews"]] == [topic]
    namesake = tag("بوتين")
    answer = ask(manager, source, name="بوتين")
    assert [row for _value, row, _kind in answer.context["offers"]] == [namesake, topic]
    press(manager, ask(manager, source, into=topic))
    assert bears(piece) == (["بوتين"], [])


def test_a_topic_never_goes_into_a_tag(manager):
    topic, into = make_topic("بوتين"), tag("بوتن")
    answer = ask(manager, topic, into=into)
    assert (answer.context["previews"], len(answer.context["said"])) == ([], 1)
    data = {"kind": "topic", "ids": str(topic.pk), "into": f"tag:{into.pk}"}
    assert manager.post("/admin/articles/topic/merge/", data).status_code == 422
    assert Topic.objects.filter(pk=topic.pk).exists()


def test_whatever_went_meanwhile_is_said_in_words(manager):
    source, into, third = tag("سوريا"), tag("سورية"), tag("الشام")
    page = ask(manager, source, into=into)
    merging.merge(source, into=third, by=None, now=timezone.now())
    answer = press(manager, page)
    assert (answer.status_code, answer.context["previews"]) == (409, [])
    assert ("سوريا" in words(answer), "الشام" in words(answer)) == (True, True)
    page = ask(manager, third, into=into)
    merging.remove(into, by=None, now=timezone.now())
    assert press(manager, page).status_code == 409
    assert ask(manager, into).status_code == 409
    assert [str(row) for row in Tag.objects.all()] == ["الشام"]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"kind": "tag"},
        {"kind": "tag", "ids": "x,-1,٣"},
        {"kind": "tag", "ids": "1" * 30, "into": "tag:" + "1" * 30},
        {"kind": "tag", "ids": "", "into": "article:1"},
    ],
)
def test_nonsense_merges_nothing(manager, data):
    tag("سوريا")
    for path in ("merge", "remove"):
        assert manager.post(f"/admin/articles/topic/{path}/", data).status_code in {409, 422}
        assert manager.get(f"/admin/articles/topic/{path}/", data).status_code in {200, 409}
    assert (Tag.objects.count(), Merge.objects.count()) == (1, 0)
    assert manager.get("/admin/articles/topic/merge/?kind=article").status_code == 404


def test_the_list_leads_to_the_page_and_takes_no_crowd(manager):
    first, second = tag("سوريا"), tag("سورية")
    data = {"action": "merge_selected", "_selected_action": [first.pk, second.pk]}
    answer = manager.post("/admin/articles/tag/", data)
    assert answer.headers["Location"] == f"/admin/articles/topic/merge/?kind=tag&ids={first.pk},{second.pk}"
    Tag.objects.bulk_create(Tag(name=f"وسم {n}", slug=f"w-{n}", name_folded=f"وسم {n}") for n in range(MOST_AT_ONCE))
    everybody = {"select_across": 1} | data | {"action": "remove_selected"}
    answer = manager.post("/admin/articles/tag/", everybody, follow=True)
    assert ([level for level, _text in said(answer)], Tag.objects.count()) == (["error"], MOST_AT_ONCE + 2)


# ---- who may ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.WRITER, Role.TRANSLATOR])
def test_nobody_else_comes_in(client, role):
    client.force_login(make_member(role))
    source, into = tag("سوريا"), tag("سورية")
    done = merging.merge(tag("الشام"), into=into, by=None, now=timezone.now())
    data = {"kind": "tag", "ids": str(source.pk), "into": f"tag:{into.pk}"}
    paths = ("topic/merge/", "topic/remove/", f"tag/{source.pk}/promote/", f"topic/merges/{done.group}/")
    for path in (*paths, "topic/merges/", f"tag/{source.pk}/delete/"):
        assert client.get(f"/admin/articles/{path}", data).status_code == 403
    for path in paths:
        assert client.post(f"/admin/articles/{path}", data).status_code == 403
    client.post("/admin/articles/tag/", {"action": "remove_selected", "_selected_action": [source.pk]})
    page = client.get(f"/admin/articles/tag/{source.pk}/change/").content.decode()
    assert ("/merge/" in page, "/promote/" in page) == (False, False)
    assert (Tag.objects.count(), Merge.objects.standing().count()) == (2, 1)


def test_who_manages_tags_alone_touches_no_topic(client):
    names = ("view", "change", "delete", "add")
    client.force_login(make_user(*(f"articles.{act}_tag" for act in names), "articles.view_topic"))
    source, topic, into = tag("سوريا"), make_topic("سورية"), tag("الشام")
    assert ask(client, source, into=into).status_code == 200
    assert (ask(client, source, into=topic).status_code, ask(client, topic).status_code) == (403, 403)
    data = {"kind": "tag", "ids": str(source.pk), "into": f"topic:{topic.pk}"}
    assert client.post("/admin/articles/topic/merge/", data).status_code == 403
    assert client.post(f"/admin/articles/tag/{source.pk}/promote/").status_code == 403
    group = merging.merge(tag("شام"), into=topic, by=None, now=timezone.now()).group
    assert client.post(f"{MERGES}{group}/").status_code == 403


def test_the_preview_counts_and_names_no_piece_that_the_account_may_not_know(client):
    client.force_login(make_user("articles.view_tag", "articles.change_tag", "articles.delete_tag"))
    make_live(title="منشورة", tags=["سوريا"])
    make_draft(make_content(title="سر مكتوم", tags=["سوريا"]))
    answer = ask(client, Tag.objects.get(), into=tag("سورية"))
    (preview,) = answer.context["previews"]
    assert (preview.count, preview.titles, "سر مكتوم" in answer.content.decode()) == (1, [], False)


# ---- removing --------------------------------------------------------------------------------------------------------


def test_a_name_in_use_is_removed_after_its_page_has_said_what_goes(manager):
    piece, topic = make_live(title="مادة حية", tags=["سوريا"]), make_topic("خالٍ")
    row = Tag.objects.get()
    led = manager.get(f"/admin/articles/tag/{row.pk}/delete/", follow=True)
    assert ("مادة حية" in words(led), led.context["previews"][0].count) == (True, 1)
    # The old way of deleting asks, too.
    assert manager.post(f"/admin/articles/tag/{row.pk}/delete/", {"post": "yes"}).status_code == 302
    assert Tag.objects.count() == 1
    done = press(manager, led)
    assert (bears(piece), said(done)[0][0]) == (([], []), "success")
    assert f"{MERGES}{Merge.objects.get().group}/" in said(done)[0][1]
    press(manager, ask(manager, topic, act="remove"))
    assert Topic.objects.count() == 0
    press(manager, manager.get(f"{MERGES}{Merge.objects.last().group}/"))
    assert bears(piece) == ([], ["سوريا"])


# ---- promoting -------------------------------------------------------------------------------------------------------


def test_a_tag_becomes_a_topic_of_the_kind_chosen(manager):
    piece = make_live(tags=["بوتين"])
    row = Tag.objects.get()
    page = manager.get(f"/admin/articles/tag/{row.pk}/promote/")
    assert page.context["preview"].count == 1
    done = manager.post(f"/admin/articles/tag/{row.pk}/promote/", {"kind": "person"}, follow=True)
    topic = Topic.objects.get()
    assert (topic.name_ar, topic.kind, bears(piece)) == ("بوتين", "person", (["بوتين"], []))
    assert (done.request["PATH_INFO"], Redirect.objects.get().new_path) == (
        f"/admin/articles/topic/{topic.pk}/change/",
        "/topics/بوتين/",
    )
    # Whoever is late is told where it went.
    late = manager.post(f"/admin/articles/tag/{row.pk}/promote/", follow=True)
    assert [level for level, _text in said(late)] == ["error"]
    press(manager, manager.get(f"{MERGES}{Merge.objects.get().group}/"))
    assert (bears(piece), Topic.objects.count()) == (([], ["بوتين"]), 0)


def test_a_tag_called_like_a_topic_is_led_to_the_merge(manager):
    row, topic = tag("بوتين"), make_topic("بُوتين")
    answer = manager.post(f"/admin/articles/tag/{row.pk}/promote/", {"kind": "person"})
    assert answer.status_code == 422
    assert f"/merge/?kind=tag&amp;ids={row.pk}&amp;into=topic:{topic.pk}" in answer.content.decode()


# ---- undoing ---------------------------------------------------------------------------------------------------------


def test_what_stands_in_between_is_said_and_nothing_is_undone(manager):
    source, into = tag("سوريا"), tag("سورية")
    first = merging.merge(source, into=into, by=None, now=timezone.now())
    page = manager.get(f"{MERGES}{first.group}/")
    merging.merge(into, into=tag("الشام"), by=None, now=timezone.now())
    for answer in (press(manager, page), manager.get(f"{MERGES}{first.group}/")):
        assert ("الشام" in words(answer), 'type="submit" class="strong"' in answer.content.decode()) == (True, False)
    assert manager.post(f"{MERGES}{first.group}/").status_code == 409
    assert [str(row) for row in Tag.objects.all()] == ["الشام"]


def test_an_undo_comes_once_and_of_nothing_there_is_none(manager):
    done = merging.merge(tag("سوريا"), into=tag("سورية"), by=None, now=timezone.now())
    assert manager.post(f"{MERGES}{done.group}/").status_code == 302
    assert manager.post(f"{MERGES}{done.group}/").status_code == 409
    assert Tag.objects.count() == 2
    assert manager.get(f"{MERGES}{uuid4()}/").status_code == 404


# ---- the list --------------------------------------------------------------------------------------------------------


def listed(client: Client, **query: str) -> list[tuple[str, str, int, bool]]:
    page = client.get(MERGES, query).context["page"]
    return [(row.old_name, row.new_name, row.pieces, row.undone_at is not None) for row in page.object_list]


def test_the_list_tells_who_merged_what_into_what_and_is_searched_in_any_spelling(manager):
    me = make_member(Role.TOPIC_MANAGER, first_name="هالة", last_name="نجار")
    for _turn in range(3):
        make_live(tags=["إدلب"])
    idlib = Tag.objects.get()
    first = merging.merge(idlib, into=tag("محافظة إدلب"), by=me, now=timezone.now())
    manager.post(f"{MERGES}{first.group}/")
    merging.remove(tag("حلب"), by=me, now=timezone.now())
    assert listed(manager) == [("حلب", "", 0, False), ("إدلب", "محافظة إدلب", 3, True)]
    assert listed(manager, q="ادلب") == listed(manager, q="مُحافظة ادلب") == [("إدلب", "محافظة إدلب", 3, True)]
    assert listed(manager, q="!!") == listed(manager, q="دمشق") == []
    page = words(manager.get(MERGES))
    assert ("هالة نجار" in page, manager.get(MERGES, {"p": "x"}).status_code) == (True, 200)


@pytest.mark.slow
def test_the_list_and_the_pages_cost_the_same_for_one_row_and_for_three_hundred(manager):
    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert manager.get(path).status_code == 200
        return len(queries)

    source, into, now = tag("سوريا"), tag("سورية"), timezone.now()
    make_live(tags=["سوريا", "سورية"])
    done = merging.merge(tag("شام"), into=into, by=None, now=now)
    paths = [MERGES, f"{MERGES}?q=شام", f"{MERGES}{done.group}/"]
    paths += [merging_address("merge", "tag", [source.pk], into), merging_address("remove", "tag", [source.pk])]
    [cost(path) for path in paths]
    one = [cost(path) for path in paths]
    for number in range(299):
        merging.merge(tag(f"شام {number}"), into=into, by=None, now=now)
    for _turn in range(30):
        make_live(tags=["سوريا"])
    assert [cost(path) for path in paths] == one
    assert max(one) <= 20
