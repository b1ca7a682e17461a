"""A name's form and the lists of names: other spellings, renaming, what is taken, what looks the same."""

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import naming, offering
from articles.models import Article, Spelling, Tag, Topic
from newsroom import audit
from newsroom.redirects import Redirect
from newsroom.roles import Role
from tests.factories import make_content, make_draft, make_live, make_member, make_topic

pytestmark = pytest.mark.django_db
KIM = "كيم جونغ أون"


@pytest.fixture
def manager(client) -> Client:
    """A browser in which a topic manager is signed in."""
    client.force_login(make_member(Role.TOPIC_MANAGER))
    return client


def address(row: Topic | Tag | None, kind: str = "") -> str:
    if row is None:
        return f"/admin/articles/{kind}/add/"
    return f"/admin/articles/{row._meta.model_name}/{row.pk}/change/"


def send(client: Client, row: Topic | Tag | None, kind: str = "", **changes: Any) -> Any:
    """Open the form, change some of it, and send it."""
    page = client.get(address(row, kind))
    form = page.context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in values.items() if value not in (None, False)} | changes
    return client.post(address(row, kind), data)


def spellings(row: Topic | Tag) -> list[str]:
    return sorted(spelling.name for spelling in row.spellings.filter(language=""))


def errors(answer: Any) -> dict[str, str]:
    return {name: str(told) for name, told in answer.context["adminform"].form.errors.items()}


def alias(row: Topic | Tag, *names: str) -> None:
    naming.set_aliases(row, names, by=None, now=timezone.now())


# ---- other spellings -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["topic", "tag"])
def test_other_spellings_are_typed_one_a_line_or_parted_by_marks(manager, kind):
    row = make_topic(KIM) if kind == "topic" else Tag.objects.create(name=KIM)
    typed = "Kim Jong-un\nكيم يونغ أون، كيم جونج اون؛ Kim Jong Un ; كِيم جونغ أون"
    assert send(manager, row, aliases=typed).status_code == 302
    # The name itself and what folds alike are not said twice.
    assert spellings(row) == ["Kim Jong-un", "كيم جونج اون", "كيم يونغ أون"]
    page = manager.get(address(row)).context["adminform"].form
    assert page["aliases"].value().split("\n") == page.initial["aliases"]
    assert send(manager, row, aliases="Kim Jong-un").status_code == 302
    assert spellings(row) == ["Kim Jong-un"]
    (act,) = audit.acts(LogEntry.objects.filter(object_id=str(row.pk)).first())
    assert [tuple(change[1:]) for change in act.changes] == [("كيم جونج اون، كيم يونغ أون، Kim Jong-un", "Kim Jong-un")]


def test_a_form_saved_as_it_was_leaves_spellings_as_they_were(manager):
    topic = make_topic(KIM)
    alias(topic, "Kim Jong-un", "كيم يونغ أون")
    before = list(Spelling.objects.order_by("pk").values_list())
    assert send(manager, topic, kind="person").status_code == 302
    assert list(Spelling.objects.order_by("pk").values_list()) == before


@pytest.mark.parametrize("field", ["aliases", "name_ar", "name_en"])
@pytest.mark.parametrize("taken", ["روسية", "روسيه", "Russia", "RUSSIA"])
def test_what_another_topic_is_called_is_refused_with_a_link_to_it(manager, field, taken):
    other, topic = make_topic("روسية", name_en="Russia"), make_topic("موسكو")
    answer = send(manager, topic, **{field: taken, "slug": "moscow"})
    told = errors(answer)
    assert (answer.status_code, list(told)) == (200, [field])
    assert f'href="/admin/articles/topic/{other.pk}/change/"' in told[field]
    assert "<bdi>روسية</bdi>" in told[field]
    # Nothing typed is lost.
    form = answer.context["adminform"].form
    assert (form[field].value(), form["slug"].value()) == (taken, "moscow")
    topic.refresh_from_db()
    assert (topic.name_ar, spellings(topic)) == ("موسكو", [])


def test_an_alias_of_another_tag_is_refused_and_its_markup_is_only_text(manager):
    other = Tag.objects.create(name="<b>روسيا</b>")
    alias(other, "Russia <i>")
    answer = send(manager, None, "tag", name="Russia I")
    told = errors(answer)["name"]
    assert (f'/admin/articles/tag/{other.pk}/change/"' in told, "<b>" in told, "&lt;b&gt;" in told) == (
        True,
        False,
        True,
    )
    assert Tag.objects.count() == 1
    # Of another kind it is free.
    assert send(manager, None, "topic", name_ar="Russia I").status_code == 302


def test_a_spelling_too_long_to_be_kept_whole_is_refused(manager):
    tag = Tag.objects.create(name="وسم")
    answer = send(manager, tag, aliases="ن" * 100)
    assert (answer.status_code, list(errors(answer)), spellings(tag)) == (200, ["aliases"], [])


def test_a_writer_reads_spellings_and_writes_none(client):
    topic = make_topic(KIM)
    alias(topic, "Kim Jong-un")
    for role in (Role.WRITER, Role.TRANSLATOR):
        client.force_login(make_member(role))
        page = client.get(address(topic))
        assert ("Kim Jong-un" in page.content.decode(), "aliases" in page.context["adminform"].form.fields) == (
            True,
            False,
        )
        client.post(address(topic), {"aliases": "مزوّر", "name_en": "Kim"})
        assert "مزوّر" not in spellings(topic)


def test_a_translator_renames_in_his_language_and_the_old_name_stays(client):
    topic = make_topic(KIM, name_en="Kim Jong Un")
    client.force_login(make_member(Role.TRANSLATOR))
    assert send(client, topic, name_en="Chairman Kim").status_code == 302
    topic.refresh_from_db()
    assert (topic.name_en, topic.name_ar, spellings(topic)) == ("Chairman Kim", KIM, ["Kim Jong Un"])


# ---- renaming --------------------------------------------------------------------------------------------------------


def test_a_new_name_leaves_the_old_one_as_a_spelling_and_the_address_leads_on(manager):
    topic = Topic.objects.create(name_ar="تويتر")
    assert send(manager, topic, name_ar="إكس").status_code == 302
    topic.refresh_from_db()
    assert (topic.name_ar, topic.slug, spellings(topic)) == ("إكس", "إكس", ["تويتر"])
    assert dict(Redirect.objects.values_list("old_path", "new_path")) == {"/topics/تويتر": "/topics/إكس/"}


def test_an_address_written_by_hand_stays_and_one_typed_with_the_name_wins(manager):
    topic = Topic.objects.create(name_ar="تويتر", slug="twitter")
    assert send(manager, topic, name_ar="إكس").status_code == 302
    topic.refresh_from_db()
    assert (topic.slug, Redirect.objects.count()) == ("twitter", 0)
    assert send(manager, topic, name_ar="تويتر", slug="x-corp").status_code == 302
    topic.refresh_from_db()
    assert (topic.slug, spellings(topic)) == ("x-corp", ["إكس"])
    assert dict(Redirect.objects.values_list("old_path", "new_path")) == {"/topics/twitter": "/topics/x-corp/"}
    made = Topic.objects.create(name_ar="الفرات")
    assert send(manager, made, name_ar="نهر الفرات", slug="euphrates").status_code == 302
    assert dict(Redirect.objects.filter(new_path__contains="euph").values_list("old_path", "new_path")) == {
        "/topics/الفرات": "/topics/euphrates/"
    }


def test_a_rename_keeps_the_spellings_typed_with_it_and_writes_one_line(manager):
    tag = Tag.objects.create(name="تويتر")
    alias(tag, "Twitter")
    assert send(manager, tag, name="إكس", aliases="Twitter\nX").status_code == 302
    assert spellings(tag) == ["Twitter", "X", "تويتر"]
    assert LogEntry.objects.filter(object_id=str(tag.pk)).count() == 1
    # Once it is an alias it can be taken off like any other.
    assert send(manager, Tag.objects.get(), aliases="X").status_code == 302
    assert spellings(tag) == ["X"]


def test_an_alias_becomes_the_name(manager):
    tag = Tag.objects.create(name="تويتر")
    alias(tag, "إكس")
    assert send(manager, tag, name="إكس").status_code == 302
    tag.refresh_from_db()
    assert (tag.name, tag.slug, spellings(tag)) == ("إكس", "إكس", ["تويتر"])


def test_the_form_says_what_a_new_name_does(manager):
    page = manager.get(address(make_topic())).content.decode()
    assert page.count('id="id_name_ar_helptext"') == page.count('id="id_aliases_helptext"') == 1


# ---- what looks the same ---------------------------------------------------------------------------------------------


def warnings(answer: Any) -> list[str]:
    return [str(each) for each in answer.context["messages"] if each.level_tag == "warning"]


def test_a_new_name_that_looks_like_another_warns_and_leads_to_the_merge(manager):
    known = Tag.objects.create(name="الكرملين")
    make_live(tags=["الكرملين"])
    answer = manager.post("/admin/articles/tag/add/", {"name": "كرملين"}, follow=True)
    made = Tag.objects.exclude(pk=known.pk).get()
    (said,) = warnings(answer)
    assert f'href="/admin/articles/tag/{known.pk}/change/"' in said
    assert f'href="/admin/articles/topic/merge/?kind=tag&amp;ids={made.pk}&amp;into=tag:{known.pk}"' in said
    assert offering.pieces_said(1) in said
    # Whoever saves it again is not asked again.
    assert warnings(manager.post(address(made), {"name": "كرملين"}, follow=True)) == []


# ---- the lists -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["topic", "tag"])
@pytest.mark.parametrize("query", ["jong-un", "KIM un", "كيم أون", "كيم اون jong", "جونغ"])
def test_a_list_finds_names_by_every_spelling_each_once(manager, kind, query):
    row = make_topic(KIM) if kind == "topic" else Tag.objects.create(name=KIM)
    alias(row, "Kim Jong-un", "كيم جونغ-إيل أون", "Kim Jong Un II")
    (make_topic if kind == "topic" else lambda name: Tag.objects.create(name=name))("جبل الشيخ")
    shown = manager.get(f"/admin/articles/{kind}/", {"q": query}).context["cl"].result_list
    assert [(each.pk, each.others) for each in shown] == [(row.pk, 3)]


def test_search_boxes_of_the_desk_find_aliases_too(desk):
    topic = make_topic(KIM)
    alias(topic, "Kim Jong-un")
    query = {"app_label": "articles", "model_name": "topic", "field_name": "parties", "term": "jong-un"}
    assert [each["id"] for each in desk.get("/admin/autocomplete/", query).json()["results"]] == [str(topic.pk)]


def test_numbers_beside_names_count_what_the_account_may_know(client):
    topic = make_topic("نهر")
    make_live(topics=[topic], tags=["ماء"])
    Article.objects.get().topics.add(make_topic("بحر"))
    make_draft(make_content(topics=[topic], tags=["ماء"]))
    numbers = {}
    for role in (Role.TOPIC_MANAGER, Role.WRITER):
        client.force_login(make_member(role))
        for kind in ("topic", "tag"):
            shown = client.get(f"/admin/articles/{kind}/").context["cl"].result_list
            numbers[role, kind] = {str(row): row.pieces for row in shown}
    # What a draft bears stands in its row as well; a writer learns nothing of others' drafts.
    assert numbers[Role.WRITER, "topic"] == {"نهر": 1, "بحر": 1}
    assert numbers[Role.WRITER, "tag"] == {"ماء": 1}
    assert numbers[Role.TOPIC_MANAGER, "topic"] == {"نهر": 2, "بحر": 1}


@pytest.mark.slow
@pytest.mark.parametrize("role", [Role.TOPIC_MANAGER, Role.WRITER, Role.EDITOR_IN_CHIEF])
def test_the_lists_cost_the_same_for_one_name_and_for_three_hundred(client, role):
    client.force_login(make_member(role))
    piece = make_live()

    def fill(count: int) -> None:
        for number in range(count):
            topic, tag = make_topic(), Tag.objects.create(name=f"وسم {Tag.objects.count()} {number}")
            for row in (topic, tag):
                alias(row, f"alias {row.pk} a", f"alias {row.pk} b")
            piece.topics.add(topic)
            piece.tagged.create(tag=tag)

    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    paths = [f"/admin/articles/{kind}/{query}" for kind in ("topic", "tag") for query in ("", "?q=alias", "?use=once")]
    fill(1)
    [cost(path) for path in paths]
    one = [cost(path) for path in paths]
    fill(299)
    many = [cost(path) for path in paths]
    # With more than a page, Django asks once more how many there are.
    assert [b - a for a, b in zip(one, many, strict=True)] == [0] * len(paths)
    assert max(many) <= 12
