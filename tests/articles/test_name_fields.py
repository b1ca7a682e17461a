"""The name box without script: names on a line, what they mean, what is refused, and what older forms still send."""

import json
import re

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone, translation

from articles import merging, naming, revisions
from articles.forms import WritingForm
from articles.models import Article, NameKind, Tag, WorkingCopy
from articles.name_fields import NamesField
from articles.snapshots import Snapshot
from tests.factories import form_data, fresh, make_content, make_draft, make_live, make_topic
from tests.form_reading import form_in

pytestmark = pytest.mark.django_db

ADD = reverse("admin:articles_article_add")


def change(piece):
    return reverse("admin:articles_article_change", args=[piece.pk])


def field(**facts):
    return NamesField(kind=NameKind.TOPIC, required=False, **facts)


def meant(*sent):
    return [row.name_ar for row in field().clean(list(sent))]


def alias(row, *names):
    naming.set_aliases(row, names, by=None, now=timezone.now())


@pytest.fixture
def three():
    rows = make_topic("روسيا"), make_topic("كوريا الشمالية"), make_topic("كيم جونغ أون", name_en="Kim Jong Un")
    alias(rows[1], "كوريا الديمقراطية")
    return rows


# ---- the line -------------------------------------------------------------------------------------------------------


def test_names_and_other_spellings_are_read_in_their_order_each_once(three):
    line = "كوريا الديمقراطية، روسيا؛ KIM jong un ;كوريا الشماليه\nروسيا,"
    assert meant(line) == ["كوريا الشمالية", "روسيا", "كيم جونغ أون"]
    assert (meant(), meant(""), meant(" ، "), field().clean(None)) == ([], [], [], [])


def test_ids_still_mean_what_they_meant(three):
    ids = [str(row.pk) for row in three]
    assert meant(*ids) == meant("، ".join(ids)) == ["روسيا", "كوريا الشمالية", "كيم جونغ أون"]


def test_a_name_made_of_digits_is_a_name_first(three):
    year = make_topic(str(three[0].pk))
    assert meant(str(three[0].pk)) == [year.name_ar]


def test_names_and_ids_of_renamed_and_merged_topics_are_followed(three):
    russia, korea, kim = three
    naming.rename(korea, {"ar": "كوريا (الشمال)"}, by=None, now=timezone.now())
    merging.merge(russia, into=kim, by=None, now=timezone.now())
    assert meant("كوريا الشمالية، روسيا") == meant(str(korea.pk), str(russia.pk)) == ["كوريا (الشمال)", "كيم جونغ أون"]


def test_every_unknown_name_is_named_with_the_nearest(three):
    with pytest.raises(Exception) as refused, translation.override("en"):
        field().clean(["روسيا، كوريا الشمالة، قطب الشمال"])
    assert refused.value.messages == [
        "No topic is called “كوريا الشمالة”. Did you mean “كوريا الشمالية”?",
        "No topic is called “قطب الشمال”. Choose one that exists.",
    ]


@pytest.mark.parametrize(
    "odd", ["\x00", "9" * 40, "س" * 30_000, "، ".join(f"اسم {n}" for n in range(300)), "-1", "٣" * 18, "‏"]
)
def test_odd_lines_are_refused_or_empty_and_never_break(odd, three):
    form = WritingForm(_sent(odd), content=Snapshot.empty())
    assert form.is_valid() or set(form.errors) == {"topics"}
    str(form["topics"])


def _sent(line):
    data = QueryDict(mutable=True)
    data["topics"] = line
    return data


def test_the_number_of_queries_is_the_same_for_one_name_and_for_many(django_assert_num_queries):
    rows = [make_topic() for _turn in range(40)]
    for some in (rows[:1], rows):
        with django_assert_num_queries(1):
            field().clean(["، ".join(row.name_ar for row in some)])
        with django_assert_num_queries(2):
            field().clean([str(row.pk) for row in some])
        with django_assert_num_queries(2):
            field().widget.render("topics", [row.pk for row in some])


# ---- the page -------------------------------------------------------------------------------------------------------


def test_the_form_shows_names_and_sends_them_back(desk, three):
    piece = make_draft(make_content(topics=three[:2], tags=["قمح"]))
    page = desk.get(change(piece)).content.decode()
    fields = form_in(page, "data-writing")
    assert fields["topics"] == ["روسيا، كوريا الشمالية"]
    assert desk.post(change(piece), fields | {"topics": ["كيم جونغ أون، روسيا"]}).status_code == 302
    assert {ref.name for ref in revisions.content_of(fresh(piece)).topics} == {"روسيا", "كيم جونغ أون"}


def test_in_english_the_names_are_english_where_there_are_any(desk, editor, three):
    piece = make_draft(make_content(topics=three[1:]))
    with translation.override("en"):
        line = str(WritingForm(content=revisions.content_of(piece))["topics"])
    assert "Kim Jong Un، كوريا الشمالية" in line or "كوريا الشمالية، Kim Jong Un" in line


def test_a_name_that_no_line_can_hold_goes_by_its_id(desk, three):
    odd = make_topic("روسيا، كوريا")
    piece = make_draft(make_content(topics=[odd]))
    page = desk.get(change(piece)).content.decode()
    assert form_in(page, "data-writing")["topics"] == [str(odd.pk)]
    assert json.dumps({str(odd.pk): odd.name_ar}, ensure_ascii=False).replace('"', "&quot;") in page
    assert desk.post(change(piece), form_in(page, "data-writing")).status_code == 302
    assert [ref.id for ref in revisions.content_of(fresh(piece)).topics] == [odd.pk]


def test_a_refused_line_stays_as_it_was_typed(desk, three):
    answer = desk.post(ADD, form_data(make_content(), topics="روسيا ؛ قطب الشمال", act="save"))
    page = answer.content.decode()
    assert (answer.status_code, form_in(page, "data-writing")["topics"]) == (422, ["روسيا ؛ قطب الشمال"])
    assert "قطب الشمال" in str(answer.context["form"].errors["topics"])


def test_the_form_weighs_and_asks_the_same_beside_one_topic_and_beside_many(desk, django_assert_max_num_queries):
    sizes = []
    piece = make_draft(make_content(topics=[make_topic("روسيا")]))
    for many in (0, 60):
        for _turn in range(many):
            make_topic()
        sizes.append(len(re.sub(rb"[0-9a-f-]{20,}|\d+|[\w-]{40,}", b"", desk.get(change(piece)).content)))
    assert abs(sizes[0] - sizes[1]) < 200


def test_a_closed_field_keeps_the_topics(three):
    content = make_content(topics=three[:1])
    form = WritingForm(_sent("كيم جونغ أون"), content=content, translating=True)
    assert form.is_valid(), form.errors
    assert [ref.name for ref in form.content().topics] == ["روسيا"]


def test_the_preview_shows_the_names_that_exist(desk, three):
    data = form_data(make_content(topics=three), **{"preview-part": "1"}) | {"topics": "روسيا، قطب الشمال"}
    answer = desk.post(reverse("admin:articles_article_preview_new"), data).json()
    assert "/topics/" in answer["html"]
    assert len(answer["troubles"]) == 1


# ---- words never saved ----------------------------------------------------------------------------------------------


def test_a_working_copy_finds_topics_renamed_and_merged_since(desk, editor, three):
    russia, korea, kim = three
    piece = make_draft(make_content(topics=[korea]))
    typed = form_data(revisions.content_of(piece), topics="روسيا، كوريا الشمالية", title_ar="عنوان آخر")
    typed |= {
        "piece": piece.pk,
        "window": "6f1e0c0e-6d57-4d0e-8d0e-3a5d8a3a1a11",
        "serial": 0,
        "version": piece.version,
    }
    assert desk.post(reverse("admin:articles_article_keep"), typed).status_code == 200
    assert WorkingCopy.objects.get().content["fields"]["topics"] == ["روسيا، كوريا الشمالية"]
    merging.merge(russia, into=kim, by=editor, now=timezone.now())
    naming.rename(korea, {"ar": "الشمال"}, by=editor, now=timezone.now())
    fields = form_in(desk.get(change(piece)).content.decode(), "data-writing")
    assert fields["topics"] == ["روسيا، كوريا الشمالية"]
    assert desk.post(change(piece), fields).status_code == 302
    assert {ref.name for ref in revisions.content_of(fresh(piece)).topics} == {"كيم جونغ أون", "الشمال"}


# ---- a new tag that has a twin --------------------------------------------------------------------------------------


def warnings(answer):
    return [str(message) for message in answer.context["messages"] if message.level_tag == "warning"]


def test_a_new_tag_with_a_twin_is_saved_and_warned_of(desk):
    for _turn in range(2):
        make_live(tags=["غوتيريش"])
    with translation.override("en"):
        answer = desk.post(ADD, form_data(make_content(), tags="جوتيريس، قمح", act="save"), follow=True)
    assert [tag.name for tag in Article.objects.newest_first().get(status="draft").tags.all()] == ["جوتيريس", "قمح"]
    [warning] = warnings(answer)
    assert ("جوتيريس" in warning, "غوتيريش" in warning, "قمح" in warning) == (True, True, False)
    piece = Article.objects.get(status="draft")
    fields = form_in(desk.get(change(piece)).content.decode(), "data-writing")
    assert warnings(desk.post(change(piece), fields, follow=True)) == []


def test_a_new_tag_that_is_a_topic_is_warned_of(desk, three):
    answer = desk.post(ADD, form_data(make_content(), tags="كوريا الشماليه"), follow=True)
    assert ["كوريا الشمالية" in warning for warning in warnings(answer)] == [True]


def test_what_was_kept_in_the_browser_is_not_warned_of_again(desk):
    make_live(tags=["غوتيريش"])
    sent = form_data(make_content(), tags="جوتيريس", tags_kept=["جوتيريس"])
    assert warnings(desk.post(ADD, sent, follow=True)) == []
    assert Tag.objects.filter(name="جوتيريس").exists()


# ---- many pieces at once --------------------------------------------------------------------------------------------


def test_many_pieces_are_filed_by_typed_names(desk, three):
    piece = make_draft()
    sent = {"action": "file_selected", "confirmed": "file_selected", "_selected_action": [piece.pk]}
    sent |= {f"version-{piece.pk}": piece.version, "topics": "كوريا الديمقراطية", "tags": "قمح"}
    at = reverse("admin:articles_article_changelist")
    refused = desk.post(at, sent | {"topics": "قطب الشمال"})
    assert refused.status_code == 422
    assert form_in(refused.content.decode(), "novalidate")["topics"] == ["قطب الشمال"]
    assert desk.post(at, sent).status_code == 302
    content = revisions.content_of(fresh(piece))
    assert ([ref.name for ref in content.topics], [ref.name for ref in content.tags]) == (["كوريا الشمالية"], ["قمح"])
