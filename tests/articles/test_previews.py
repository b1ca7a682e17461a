"""The preview is the truth: what it shows is, letter for letter, the page that publication makes."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django.utils.translation import gettext

from articles import publishing, revisions, tagging
from articles.models import Article, Tag
from articles.snapshots import Ref, Snapshot
from newsroom.roles import Role
from tests.factories import (
    BODY,
    form_data,
    fresh,
    make_author,
    make_column,
    make_content,
    make_draft,
    make_live,
    make_member,
    make_photo,
    make_scheduled,
    make_topic,
    make_withdrawn,
    make_writer,
)
from tests.newsroom.world import everything

pytestmark = pytest.mark.django_db

NEW = "/admin/articles/article/preview-typed/"


def typed_at(piece: Article) -> str:
    return f"/admin/articles/article/{piece.pk}/preview-typed/"


def drawn(desk: Client, address: str, data: dict, **wishes: str) -> dict:
    """What the pane beside the form gets."""
    wished = {f"preview-{name}": value for name, value in ({"part": "1"} | wishes).items()}
    answer = desk.post(address, data | wished)
    assert answer.status_code == 200
    return answer.json()


def said(words: str) -> str:
    """What the house says for these words at an Arabic desk."""
    with translation.override("ar"):
        return gettext(words)


def page_of(piece: Article, language: str = "ar") -> str:
    """What readers get."""
    with translation.override(language):
        address = fresh(piece).get_absolute_url()
    answer = Client().get(address)
    assert answer.status_code == 200
    return answer.content.decode()


# ---- letter for letter ----------------------------------------------------------------------------------------------


@pytest.fixture
def press(site):
    """Rows to choose from, and neighbours around what is to be published."""
    column, quiet = make_column("على الضفة", telegram_url="https://t.me/x"), make_column("بلا كاتب", writer=None)
    now = timezone.now()
    for number in (1, 2):
        make_live(column=column, at=now - timedelta(days=10 * number), number=3 - number)
    make_live(
        column=quiet, at=now - timedelta(days=3), released=("ar", "en"), title_en="Before", body_en="<p>Before.</p>"
    )
    photo = make_photo(caption_ar="ضفة", credit_ar="سلمى")
    figure = f'<figure data-photo="{photo.pk}"><figcaption>نهر <em>هادئ</em></figcaption></figure>'
    note = '<p>قال<sup class="footnote">مرجع أول</sup> ثم صمت<sup class="footnote">مرجع &amp; ثانٍ</sup>.</p>'
    return {
        "column": column,
        "quiet": quiet,
        "photo": photo,
        "body": BODY + figure + note + '<h2>عنوان</h2><p><a href="https://example.org/">رابط</a></p>' + BODY * 40,
        "authors": [make_author("هدى"), make_author("سلمى", name_en="Salma")],
        "topics": [make_topic("ب"), make_topic("أ"), make_topic("خفي", published=False)],
    }


def contents(press) -> dict[str, Snapshot]:
    """Contents that differ in every way that a page shows."""
    english = {"title_en": "A River", "standfirst_en": "Slow", "body_en": "<p>It flows.</p>"}
    return {
        "bare": make_content(),
        "in a column": make_content(column=press["column"]),
        "with a wished number": make_content(column=press["column"], number=17),
        "without a sign-off": make_content(column=press["quiet"], standfirst="مقدمة"),
        "rich": make_content(
            column=press["column"],
            title='عنوان «فيه» <أقواس> & "علامات"',
            standfirst="مقدمة & تتمّة",
            body=press["body"],
            photo=press["photo"],
            authors=press["authors"],
            topics=press["topics"],
            tags=["قديم", "أقدم"],
            protection="strict",
        ),
        "begun in English": make_content(**english),
        "in both languages": make_content(**english, released=("ar", "en"), column=press["quiet"], tags=["نهر"]),
        "English alone has a standfirst": make_content(**english, released=("ar", "en"), authors=press["authors"]),
    }


STATES = ("new", "draft", "numbered draft", "scheduled", "live", "live otherwise", "withdrawn", "off the schedule")


def made(state: str, content: Snapshot, press) -> Article:
    """A piece in ``state`` whose next text is to be ``content``."""
    if state == "new":
        return make_draft(content)
    if state == "draft":
        return make_draft(make_content(title="قبل", tags=["غيره", "أقدم"]))
    if state == "numbered draft":
        return make_draft(make_content(column=press["column"], number=9))
    if state == "scheduled":
        return make_scheduled(make_content(title="قبل", column=press["column"]))
    if state == "live":
        return make_live(content.with_(title={"ar": "عنوان قديم", "en": ""}, released=("ar",), tags=()))
    if state == "live otherwise":
        return make_live(make_content(title="قبل", tags=["قديم", "غيره"], topics=press["topics"][:1]))
    if state == "withdrawn":
        return make_withdrawn(content.with_(title={"ar": "عنوان قديم", "en": ""}, released=("ar",)))
    piece = make_scheduled(content.with_(title=content.title | {"ar": "قبل"}))
    publishing.unschedule(piece, version=piece.version, by=None, now=timezone.now())
    return piece


CONTENTS = (
    "bare",
    "in a column",
    "with a wished number",
    "without a sign-off",
    "rich",
    "begun in English",
    "in both languages",
    "English alone has a standfirst",
)


@pytest.mark.slow
@pytest.mark.parametrize("name", CONTENTS)
def test_the_preview_is_the_page_that_publication_makes(name, press, desk):
    for place, state in enumerate(STATES):
        content = contents(press)[name].with_(publish_at=None)
        if content.number:
            content = content.with_(number=content.number + place)
        piece = made(state, content, press)
        with time_machine.travel(timezone.now() + timedelta(seconds=5), tick=False):
            data = form_data(content, version=fresh(piece).version)
            shown = {code: drawn(desk, typed_at(piece), data, language=code) for code in ("ar", "en")}
            assert (
                desk.post(f"/admin/articles/article/{piece.pk}/change/", data | {"act": "publish"}).status_code == 302
            )
            assert (state, shown["ar"]) == (state, {"html": page_of(piece), "troubles": [], "note": ""})
            if "en" in content.released:
                assert (state, shown["en"]) == (state, {"html": page_of(piece, "en"), "troubles": [], "note": ""})


@pytest.mark.slow
def test_a_language_that_is_not_released_is_shown_as_its_page_will_be(press, desk):
    content = contents(press)["begun in English"].with_(column=Ref.to(press["quiet"]))
    piece = make_live(content)
    data = form_data(content, version=piece.version)
    shown = drawn(desk, typed_at(piece), data, language="en")
    assert shown["note"] == said("This language is not released: readers do not see it yet.")
    with translation.override("en"):
        assert Client().get(piece.get_absolute_url()).status_code == 404
    released = data | {"released_en": "on", "act": "publish"}
    assert desk.post(f"/admin/articles/article/{piece.pk}/change/", released).status_code == 302
    assert shown["html"] == page_of(piece, "en")


@pytest.mark.slow
def test_a_first_publication_is_shown_with_the_moment_for_which_it_is_wished(press, desk):
    at = (timezone.now() + timedelta(days=2)).replace(second=0, microsecond=0)
    content = contents(press)["rich"].with_(publish_at=at, tags=())
    piece = make_draft(content)
    data = form_data(content, version=piece.version, tags="وسم جديد، وسم-جديد!، آخر")
    shown = drawn(desk, typed_at(piece), data)
    assert desk.post(f"/admin/articles/article/{piece.pk}/change/", data | {"act": "schedule"}).status_code == 302
    with time_machine.travel(at, tick=False):
        assert shown["html"] == page_of(piece)


def test_new_tags_are_shown_at_the_addresses_that_they_will_have(desk, site):
    make_live(tags=["نهر"])
    # Two names that fold differently and would stand at one address, one of which is taken.
    Tag.objects.create(name="ضفة عالية")
    data = form_data(make_content(), tags="ضفة-عالية، نهر، جديد", key="0b2b8f0e-6d2c-4d7a-9a58-0a6a4a6f0001")
    shown = drawn(desk, NEW, data)["html"]
    names = [(tag.name, tag.get_absolute_url()) for tag in tagging.tags_for(["ضفة-عالية", "نهر", "جديد"])]
    found = re.findall(r'<a href="(/tags/[^"]+)"><bdi>([^<]+)</bdi>', shown)
    assert [(name, address) for address, name in found] == names


# ---- nothing is written, nothing refused ----------------------------------------------------------------------------


def test_a_look_writes_nothing(desk, press):
    content = contents(press)["rich"].with_(tags=())
    pieces = [None, make_draft(content), make_live(content), make_scheduled(content)]
    before = everything()
    for piece in pieces:
        data = form_data(content, tags="وسم لم يكن، وآخر", title_ar="عنوان آخر", window="", serial="0")
        for view in ("page", "card", "link"):
            with CaptureQueriesContext(connection) as asked:
                drawn(desk, typed_at(piece) if piece else NEW, data, view=view)
            verbs = {query["sql"].lstrip("(").split()[0] for query in asked if "django_session" not in query["sql"]}
            assert verbs - {"SELECT", "SAVEPOINT", "RELEASE"} == set()
    assert everything() == before


LABELS = ("Authors", "Lead photo", "Moment of publication", "Copy protection", "Title")


def test_what_cannot_stand_is_shown_as_typed_and_told(desk):
    column = make_column()
    make_live(column=column, number=4)
    piece = make_draft(column=column)
    data = form_data(make_content(column=column, number=4), version=piece.version)
    broken = data | {
        "title_ar": "طويل " * 60,
        "authors": ["999999", "x", *data["authors"]],
        "publish_at": "غدًا",
        "protection": "nonsense",
        "photo": "77",
    }
    answer = drawn(desk, typed_at(piece), broken)
    assert "طويل " * 59 in answer["html"] and "سلمى العلي" in answer["html"]
    named = [trouble.split(":")[0] for trouble in answer["troubles"][:-1]]
    assert named == [said(name) for name in LABELS]
    taken = drawn(desk, typed_at(piece), data)
    assert taken["troubles"] == [
        said("Number %(number)s is taken in this column. Choose another, or leave it empty.") % {"number": 4}
    ]
    assert "<bdi>4</bdi>" in taken["html"]


def test_a_live_edition_in_another_column_is_told_before_it_is_refused(desk):
    piece = make_live(column=make_column("الأولى"))
    data = form_data(revisions.content_of(piece).with_(column=Ref.to(make_column("الثانية"))), version=piece.version)
    answer = drawn(desk, typed_at(piece), data)
    assert answer["troubles"] == [said("A live edition stays in its column.")]


ODD = [{}, {"body_ar": "<p>" + "س" * 1_100_000}, {"title_ar": "\x00\uffff"}, {"number": "9" * 40}, {"column": "0"}]
ODD += [
    {"authors": "1"},
    {"preview-view": "x", "preview-language": "xx", "preview-theme": "<b>"},
    {"topics": ["1" * 30]},
]


@pytest.mark.parametrize("data", ODD, ids=range(len(ODD)))
def test_whatever_is_sent_is_answered(desk, data):
    piece = make_live(column=make_column(), title="عنوان")
    for address in (NEW, typed_at(piece)):
        answer = desk.post(address, data | {"preview-part": "1"})
        assert (answer.status_code, set(answer.json())) == (200, {"html", "troubles", "note"})
        assert "<b>" not in answer.json()["html"].split("<body", 1)[0]


# ---- the views ------------------------------------------------------------------------------------------------------


LONG = ("ضفتان " * 60).strip()
CARD = re.compile(r'<article class="card.*?</article>', re.S)


def test_the_card_and_the_link_are_those_of_the_lists_and_messengers(desk, site):
    column, photo = make_column(), make_photo()
    content = make_content(column=column, photo=photo, title="نهر", standfirst=LONG, title_en="River")
    piece = make_draft(content)
    data = form_data(content, version=piece.version)
    with time_machine.travel(timezone.now() + timedelta(seconds=5), tick=False):
        card = drawn(desk, typed_at(piece), data, view="card", theme="dark")["html"]
        publishing.publish(piece, content=content, version=piece.version, by=None, now=timezone.now())
        home, listed = (Client().get(path).content.decode() for path in ("/", column.get_absolute_url()))
    assert 'data-theme="dark"' in card
    shown = CARD.findall(card)
    assert len(shown) == 2
    assert shown[1] == CARD.findall(listed)[0]
    # On the front page it leads, and no card stands beside it.
    assert CARD.findall(home) == []
    link = drawn(desk, typed_at(piece), data, view="link")["html"]
    assert re.findall(r"<bdi>(.*?)</bdi>", link) == ["نهر", LONG[:139] + "…"]
    assert "shubbak.example" in link and photo.file.url in link
    english = drawn(desk, typed_at(piece), data, view="link", language="en")["html"]
    assert re.findall(r"<bdi>(.*?)</bdi>", english) == ["River"]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_theme_changes_the_page_by_its_mark_alone(desk, theme):
    piece = make_live()
    data = form_data(revisions.content_of(piece), version=piece.version)
    themed, plain = drawn(desk, typed_at(piece), data, theme=theme)["html"], drawn(desk, typed_at(piece), data)["html"]
    assert themed == plain.replace('dir="rtl">', f'dir="rtl" data-theme="{theme}">', 1)


BANNER = re.compile(r'<aside class="previewing".*?</aside>', re.S)


def test_without_script_the_page_comes_whole_with_its_banner(desk):
    piece = make_live()
    data = form_data(revisions.content_of(piece), version=piece.version)
    answer = desk.post(typed_at(piece), data | {"number": "x"})
    text = answer.content.decode()
    assert len(BANNER.findall(text)) == 1
    assert BANNER.sub("", text) == page_of(piece)
    assert answer.headers["Cache-Control"].count("no-store") == 1
    assert answer.headers["X-Frame-Options"] == "DENY"


# ---- who may look ---------------------------------------------------------------------------------------------------


def test_only_whoever_may_open_the_form_may_look(desk):
    writer = make_writer()
    own, other = make_draft(by=writer), make_draft()
    client = Client()
    assert client.post(typed_at(own), {}).status_code == 302
    client.force_login(writer)
    assert [client.post(address, {}).status_code for address in (NEW, typed_at(own), typed_at(other))] == [
        200,
        200,
        403,
    ]
    assert client.get(typed_at(own)).status_code == 405
    client.force_login(make_member(Role.TOPIC_MANAGER))
    assert [client.post(address, {}).status_code for address in (NEW, typed_at(own))] == [403, 403]
    assert desk.post(f"/admin/articles/article/{10**17}/preview-typed/", {}).status_code == 404


def test_whoever_translates_sees_the_other_fields_as_they_were_saved(desk):
    piece = make_draft(title="عربي", title_en="Old")
    client = Client()
    client.force_login(make_member(Role.TRANSLATOR))
    data = {"title_ar": "مزوّر", "title_en": "New", "version": piece.version}
    arabic, english = (drawn(client, typed_at(piece), data, language=code)["html"] for code in ("ar", "en"))
    assert ("<h1><bdi>عربي</bdi></h1>" in arabic, "<h1><bdi>New</bdi></h1>" in english) == (True, True)


@pytest.mark.parametrize("many", [1, 30])
def test_the_questions_to_the_database_do_not_grow(desk, many, django_assert_max_num_queries):
    topics, tags = [make_topic() for _ in range(many)], [f"وسم {number}" for number in range(many)]
    authors = [make_author(f"كاتب {number}") for number in range(many)]
    content = make_content(topics=topics, tags=tags, authors=authors, column=make_column())
    piece = make_draft(content)
    data = form_data(content, version=piece.version)
    drawn(desk, typed_at(piece), data)
    with django_assert_max_num_queries(46):
        drawn(desk, typed_at(piece), data)
