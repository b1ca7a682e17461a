"""The copy desk at the form: what it finds, where it stands, why, and what of it is remembered as left."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import naming, publishing
from articles.copydesk.findings import HEADINGS, findings_in
from articles.copydesk.passages import Passage, stored
from articles.models import Article
from articles.revisions import content_of
from newsroom.arabic.typography import HouseStyle, Rule
from newsroom.models import SiteSettings
from newsroom.roles import Role
from tests.articles.test_writing import door, sent
from tests.factories import (
    arabic,
    form_data,
    fresh,
    make_content,
    make_draft,
    make_live,
    make_member,
    make_scheduled,
    make_topic,
)

pytestmark = pytest.mark.django_db
ADD = reverse("admin:articles_article_copydesk_new")


def told(desk: Any, lines: dict[str, Any], **facts: Any) -> list[dict[str, Any]]:
    """The findings that the script gets for a form in which these lines stand."""
    data = form_data(make_content(title="عنوان", body="<p>نص.</p>"), lines=json.dumps(lines), **facts)
    answer = desk.post(ADD, data)
    assert answer.status_code == 200
    found: list[dict[str, Any]] = answer.json()["findings"]
    return found


def places(found: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    return [(each["field"], each["line"], each["start"], each["end"], each["rule"], each["proposal"]) for each in found]


# ---- where a finding stands ------------------------------------------------------------------------------------------


def as_javascript(text: str, start: int, end: int) -> str:
    """What a browser cuts out of ``text``: it counts in units of UTF-16."""
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * start : 2 * end].decode("utf-16-le", "surrogatepass")


LINES = [
    "قال ، ثم مضى.",
    "😀 قال ، ثم مضى.",
    "👩‍👩‍👧 قال 🇸🇾 ، ثم 😀😀 شـــباك",
    "NATO (2023) قال ، عند 10:30 و C++ ، ثم",
    "قال\ufffc ، ثم\ufffc مضى ، إلى \ufffcشـــباك",
    "سطر\nثانٍ ، ثم",
    "قُـــدس 𞸀 ، ثم",
    "\ud800 قال ، ثم",
]


@pytest.mark.parametrize("line", LINES)
def test_the_places_of_a_finding_are_those_of_the_letters_in_the_browser(desk, line):
    found = told(desk, {"title_ar": [], "body_ar": [["بداية.", False], [line, False]]})
    assert found
    for each in found:
        assert (each["field"], each["line"]) == ("body_ar", 1)
        assert as_javascript(line, each["start"], each["end"]) == each["text"] != ""
    assert {each["text"] for each in found if each["rule"] == "space-before"} == {" "}


def test_a_source_is_read_over_and_counted(desk):
    line = "كلمة \ufffc كلمة"
    assert places(told(desk, {"body_ar": [[line, False]]})) == [("body_ar", 0, 4, 7, "double-space", " ")]
    # A source at the end of a word hides nothing and adds nothing.
    assert told(desk, {"body_ar": [["كلمة.\ufffc ثم كلمة\ufffc، ثم كلمة\ufffc.", False]]}) == []


def test_every_text_of_the_form_is_read_and_each_finding_names_its_field(desk):
    lines = {
        "title_ar": [["عنوان ، آخر", False]],
        "standfirst_ar": [["مقدمة ، أخرى", False]],
        "body_ar": [["نص ، آخر", False]],
        "title_en": [["A title\u200b", False]],
    }
    assert [(each["field"], each["rule"]) for each in told(desk, lines)] == [
        ("title_ar", "space-before"),
        ("standfirst_ar", "space-before"),
        ("body_ar", "space-before"),
        ("title_en", "invisible"),
    ]


def test_a_text_agrees_with_itself_from_its_title_on(desk):
    found = told(desk, {"title_ar": [["حدثاً ونصاً", False]], "body_ar": [["كان شيئاً ثم رجلًا", False]]})
    assert [(each["field"], each["rule"], each["text"]) for each in found] == [("body_ar", "tanwin", "ًا")]


def test_what_stands_in_a_quotation_is_marked_and_its_letters_are_not_sure(desk):
    lines = [["شـــباك  قال", False], ["شـــباك  قال", True], ["قال: «شـــباك  قال»", False]]
    found = told(desk, {"body_ar": lines})
    assert [
        (each["line"], each["rule"], each["safe"], each["quoted"]) for each in found if each["rule"] != "quotes"
    ] == [
        (0, "tatweel", True, False),
        (0, "double-space", True, False),
        (1, "tatweel", False, True),
        (1, "double-space", True, True),
        (2, "tatweel", False, True),
        (2, "double-space", True, True),
    ]


def test_the_stored_text_is_read_with_its_sources_captions_and_quotations():
    body = (
        '<p>أول<sup class="footnote">مصدر</sup> <strong>و</strong>ثانٍ<br>سطر</p><h2>عنوان</h2>'
        '<blockquote class="pull"><p>قول</p></blockquote><ul><li><p>بند</p></li></ul>'
        '<figure data-photo="1"><figcaption>تعليق</figcaption></figure>'
    )
    passages = stored(make_content(title="ع", body=body))
    assert passages == [
        Passage("title_ar", 0, "ع"),
        Passage("body_ar", 0, "أول\ufffc وثانٍ\nسطر"),
        Passage("body_ar", 1, "عنوان"),
        Passage("body_ar", 2, "قول", quoted=True),
        Passage("body_ar", 3, "بند"),
        Passage("body_ar", 4, "تعليق"),
    ]


# ---- the house's own style -------------------------------------------------------------------------------------------


def test_the_settings_and_the_other_spellings_of_names_are_the_house_style(desk):
    lines = {"body_ar": [["زار «كيم يونغ أون» في سبتمبر", False]]}
    assert [each["rule"] for each in told(desk, lines)] == ["quotes", "quotes", "months"]
    topic = make_topic("كيم جونغ أون")
    naming.add_alias(topic, "كيم يونغ أون", by=None, now=timezone.now())
    SiteSettings(quotes="guillemets", months="gregorian").save()
    assert places(told(desk, lines)) == [("body_ar", 0, 5, 17, "name", "كيم جونغ أون")]


def test_the_side_of_the_tanwin_is_a_setting(desk):
    lines = {"body_ar": [["كان حدثاً", False]]}
    assert told(desk, lines) == []
    SiteSettings(tanwin="before alef").save()
    assert [(each["rule"], each["proposal"], each["safe"]) for each in told(desk, lines)] == [("tanwin", "ًا", False)]


# ---- without script --------------------------------------------------------------------------------------------------


def listed(page: str) -> list[str]:
    """The keys of the findings that a page lists, in their order."""
    return [part.split('"')[0] for part in page.split('data-key="')[1:]]


def test_a_form_that_was_saved_lists_the_same_findings_without_script(desk):
    piece = make_draft(title="عنوان ، آخر", body="<p>شـــباك <strong>المدینة</strong></p>")
    page = desk.get(door("change", piece))
    found = page.context["copydesk"].findings
    assert [(each.passage.field, each.finding.rule, each.was, each.becomes) for each in found] == [
        ("title_ar", Rule.SPACE_BEFORE, "␣", ""),
        ("body_ar", Rule.TATWEEL, "ـــ", ""),
        ("body_ar", Rule.KEYBOARD, "ی", "ي"),
    ]
    assert listed(page.content.decode()) == [each.key for each in found]
    assert 'data-do="' not in page.content.decode()
    script = desk.post(door("copydesk", piece), sent(piece, act=""))
    assert listed(script.json()["parts"]["findings"]) == [each.key for each in found]


def test_a_refused_form_lists_the_findings_of_what_was_typed(desk):
    piece = make_draft(title="عنوان")
    page = desk.post(door("change", piece), sent(piece, act="publish", title=arabic("آخر ، هنا"), authors=()))
    assert page.status_code == 422
    assert [each.passage.text for each in page.context["copydesk"].findings] == ["آخر ، هنا"]


def test_letters_without_a_shape_are_shown_by_their_numbers():
    text = "أ\u200bب\u202eج  د\u00a0هـ"
    found = findings_in([Passage("body_ar", 0, text)], style=HouseStyle())
    assert [(each.finding.rule, each.was, each.becomes) for each in found] == [
        (Rule.INVISIBLE, "[U+200B]", ""),
        (Rule.BIDI, "[U+202E]", ""),
        (Rule.DOUBLE_SPACE, "␣␣", "␣"),
        (Rule.NO_BREAK_SPACE, "⍽", "␣"),
    ]
    assert [(each.before, each.after) for each in found] == [
        ("أ", "بج  د هـ"),
        ("أب", "ج  د هـ"),
        ("أبج", "د هـ"),
        ("أبج  د", "هـ"),
    ]


def test_every_rule_has_a_name_in_words():
    assert set(HEADINGS) == set(Rule)
    assert {rule: str(_(heading)) for rule, heading in HEADINGS.items()} == {rule: rule.heading for rule in Rule}


def test_a_translator_is_told_of_the_texts_that_are_his_to_mend(client):
    piece = make_draft(
        title="عنوان ، آخر", body="<p>قال ، ثم</p>", title_en="A title", body_en="<p>Two\u200b words</p>"
    )
    client.force_login(make_member(Role.TRANSLATOR))
    page = client.get(door("change", piece)).context["copydesk"]
    assert [(each.passage.field, each.finding.rule) for each in page.findings] == [("body_en", Rule.INVISIBLE)]
    lines = json.dumps({"title_ar": [["غيره ، هنا", False]], "body_en": [["Two\u200b words", False]]})
    answer = client.post(door("copydesk", piece), form_data(content_of(piece), version=piece.version, lines=lines))
    assert [each["field"] for each in answer.json()["findings"]] == ["body_en"]


# ---- what was left as it is ------------------------------------------------------------------------------------------


def keys(piece: Article, desk: Any) -> list[str]:
    return [each.key for each in desk.get(door("change", piece)).context["copydesk"].findings]


def test_what_was_left_is_remembered_with_the_save_and_travels_through_publication(desk):
    piece = make_draft(title="عنوان", body="<p>شـــباك</p><p>قال ، ثم</p>")
    tatweel, space = keys(piece, desk)
    desk.post(door("change", piece), sent(piece, act="save") | {"ignored": f"{tatweel} {tatweel}"})
    assert content_of(fresh(piece)).ignored == (tatweel,)
    assert keys(piece, desk) == [space]
    # It moves with its line, and comes back when its letters change.
    moved = arabic("<p>سطر جديد.</p><p>قال ، ثم</p><p>شـــباك</p>")
    form = {"ignored": desk.get(door("change", piece)).context["form"]["ignored"].value()}
    desk.post(door("change", fresh(piece)), sent(fresh(piece), act="publish", body=moved) | form)
    assert (content_of(fresh(piece)).ignored, keys(piece, desk)) == ((tatweel,), [space])
    other = arabic("<p>شــباك</p>")
    desk.post(door("change", piece), sent(fresh(piece), act="save", body=other) | form)
    assert [each for each in keys(piece, desk) if each == tatweel] == []
    assert len(keys(piece, desk)) == 1


def test_what_was_left_outlives_schedule_withdrawal_and_correction(editor, desk):
    facts: dict[str, Any] = {"body": "<p>شـــباك</p>"}
    for make, act in ((make_scheduled, publishing.unschedule), (make_live, publishing.withdraw)):
        piece = make(make_content(**facts).with_(ignored=("0123456789ab",)))
        act(piece, version=piece.version, by=editor, now=timezone.now())
        assert content_of(fresh(piece)).ignored == ("0123456789ab",)


def test_two_contents_never_differ_by_what_was_left():
    one, other = make_content(title="ع"), make_content(title="ع").with_(ignored=("0123456789ab",))
    assert (one.differing(other), one == other) == ((), True)
    assert type(one).from_json(other.to_json()).ignored == ("0123456789ab",)
    assert type(one).from_json({key: value for key, value in one.to_json().items() if key != "ignored"}).ignored == ()


def test_more_than_a_key_is_not_kept(desk):
    piece = make_draft()
    data = sent(piece, act="save") | {"ignored": f"{'x' * 17} abc\x00 <b>"}
    assert desk.post(door("change", piece), data).status_code == 302
    assert content_of(fresh(piece)).ignored == ("abc", "<b>")
    many = " ".join(f"k{place}" for place in range(2000))
    desk.post(door("change", fresh(piece)), sent(fresh(piece), act="save") | {"ignored": many})
    assert content_of(fresh(piece)).ignored == tuple(many.split()[:1000])


# ---- bad input, and what it costs ------------------------------------------------------------------------------------

BAD = {
    "no json": "{",
    "a list": "[]",
    "no lists": '{"body_ar": "x"}',
    "no lines": '{"body_ar": ["x"]}',
    "other types": '{"body_ar": [[1, false]]}',
    "no truth": '{"body_ar": [["x", "no"]]}',
    "too deep": "[" * 100_000,
    "a number too long": '{"body_ar": ' + "9" * 5000 + "}",
    "too many lines": json.dumps({"body_ar": [["", False]] * 20_001}),
    "too long": json.dumps({"body_ar": [["x" * 1_100_000, False]]}),
}


@pytest.mark.parametrize("lines", BAD.values(), ids=BAD)
def test_lines_that_are_none_are_refused_in_words(desk, lines):
    answer = desk.post(ADD, form_data(make_content(), lines=lines))
    assert (answer.status_code, answer.json()) == (
        400,
        {"error": _("What was sent cannot be read as the lines of a piece.")},
    )


def test_unknown_fields_are_no_lines_and_nothing_is_written(desk):
    data = form_data(make_content(tags=[]), lines=json.dumps({"version": [["قال ، ثم", False]]}), tags="وسم جديد")
    with CaptureQueriesContext(connection) as queries:
        answer = desk.post(ADD, data)
    assert answer.json()["findings"] == []
    written = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert [sql for sql in written if "session" not in sql] == []


def test_a_long_text_asks_the_database_as_often_as_a_short_one(desk):
    counts = []
    for size in (1, 30):
        topic = make_topic()
        for place in range(size):
            naming.add_alias(topic, f"اسم {size} {place} آخر", by=None, now=timezone.now())
        lines = json.dumps({"body_ar": [["قال ، ثم", False]] * size})
        data = form_data(make_content(body="<p>قال ، ثم</p>" * size, topics=[topic]), lines=lines)
        desk.post(ADD, data)
        with CaptureQueriesContext(connection) as queries:
            assert len(desk.post(ADD, data).json()["findings"]) == size
        counts.append(sum("SELECT" in query["sql"] for query in queries))
    assert counts[0] == counts[1]


def test_a_list_is_shown_in_part_and_says_how_much_is_left(desk):
    lines = {"body_ar": [[f"قال ، ثم {place}", False] for place in range(103)]}
    answer = desk.post(ADD, form_data(make_content(), lines=json.dumps(lines))).json()
    assert (len(answer["findings"]), len(listed(answer["parts"]["findings"]))) == (103, 100)
    assert "3 ملاحظات" in answer["parts"]["findings"]


# ---- what the text measures ------------------------------------------------------------------------------------------


def test_words_minutes_and_the_title_as_messengers_cut_it_stand_in_the_form_before_any_script(desk):
    title = "عنوان طويل " * 9
    piece = make_draft(title=title.strip(), body=f"<p>{'كلمة ' * 181}</p>")
    [text] = desk.get(door("change", piece)).context["copydesk"].measures
    assert (text.words, text.minutes, text.cut, len(text.title), text.title[-1]) == (181, 2, True, 80, "…")
    page = desk.get(door("change", piece)).content.decode()
    assert '<span class="copydesk-count">181 كلمة</span> · <span class="copydesk-minutes">دقيقتان قراءة</span>' in page
    assert f'<bdi lang="ar">{text.title}</bdi>' in page
    # The same cut as on the card of the link.
    card = desk.post(door("preview_typed", piece), sent(piece, act="") | {"preview-part": "1", "preview-view": "link"})
    assert f"<bdi>{text.title}</bdi>" in card.json()["html"]


def test_each_language_is_measured_and_an_empty_one_is_not(desk):
    piece = make_draft(title="عنوان", body="<p>ثلاث كلمات هنا</p>", title_en="A title", body_en="<p>Two words</p>")
    assert [
        (text.language, text.words, text.cut) for text in desk.get(door("change", piece)).context["copydesk"].measures
    ] == [
        ("ar", 3, False),
        ("en", 2, False),
    ]
    assert desk.get("/admin/articles/article/add/").context["copydesk"].measures == []
