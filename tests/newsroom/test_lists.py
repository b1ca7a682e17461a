"""The lists of the desk: what they cost, what they find, what their filters leave, and the language they speak."""

import html
import re
from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Tag
from columns.models import Column
from newsroom import audit, redirects
from newsroom.accounts import User
from newsroom.outlet import SiteSettings
from newsroom.roles import Role
from tests.factories import (
    make_author,
    make_column,
    make_draft,
    make_live,
    make_member,
    make_photo,
    make_scheduled,
    make_topic,
    make_withdrawn,
)
from tests.newsroom.world import build, told

pytestmark = pytest.mark.django_db


def signed_in(*roles: Role, **facts: object) -> Client:
    client = Client()
    client.force_login(make_member(*roles, **facts))
    return client


def listed(client: Client, room: str, **query: object) -> set:
    answer = client.get(f"/admin/{room}/", query)
    assert answer.status_code == 200
    return set(answer.context["cl"].queryset)


def cost(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


# ---- cost ------------------------------------------------------------------------------------------------------------


def fill(rounds: int, by: User) -> None:
    """Something in every list, ``rounds`` times."""
    for turn in range(rounds):
        author = make_author(account=make_member(Role.WRITER))
        column, topic = make_column(writer=author, picture=make_photo()), make_topic(name_en=f"Topic {turn}")
        for make in (make_live, make_draft, make_scheduled):
            make(column=column, topics=[topic], tags=[f"وسم {topic.pk}"], authors=[author], by=by)
        audit.record(topic, by=by, act="Changed.", changes=[("name", "أ", "ب")])
        redirects.lead(f"/old/{topic.pk}", f"/topics/{topic.slug}/")


def costs(me: User, role: Role) -> dict[str, int]:
    """What each list that opens costs ``me`` in ``role``, and the desk's front page too."""
    me.groups.set(Group.objects.filter(name=role.value))
    # Another set of rights is another session.
    client = Client()
    client.force_login(me)
    rooms = [f"/admin/{model._meta.app_label}/{model._meta.model_name}/" for model in admin.site._registry]
    open_ones = [address for address in rooms if client.get(address).status_code == 200] + ["/admin/"]
    return {address: cost(client, address) for address in open_ones}


@pytest.fixture(scope="module")
def measured(django_db_setup, django_db_blocker) -> tuple[dict, dict, int]:
    """What every list costs every role with one row and with thirty, and how many columns came between."""
    with django_db_blocker.unblock(), transaction.atomic():
        me = make_member()
        fill(1, me)
        ones = {role: costs(me, role) for role in Role}
        fill(29, me)
        many = {role: costs(me, role) for role in Role}
        running = Column.objects.filter(active=True).count() - 1
        transaction.set_rollback(True)
    return ones, many, running


@pytest.mark.slow
@pytest.mark.parametrize("role", list(Role))
def test_every_list_costs_the_same_for_one_row_and_for_thirty(measured, role):
    ones, many, running = measured[0][role], measured[1][role], measured[2]
    assert ones.keys() == many.keys()
    assert len(ones) >= 4
    # The columns' own numbers on the desk's front page are one question for each running column.
    allowed = {address: (2 * running if address == "/admin/" else 0) for address in ones}
    assert {address: many[address] - ones[address] for address in ones if address != "/admin/"} == dict.fromkeys(
        [address for address in ones if address != "/admin/"], 0
    )
    assert many["/admin/"] - ones["/admin/"] <= allowed["/admin/"]
    assert max(count for address, count in many.items() if address != "/admin/") <= 18


# ---- search and filters ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["الأُردن", "الاردن", "أردن", "الأردنّ", "ٱلأردن"])
def test_names_are_found_in_every_spelling(desk, query):
    topic, author = make_topic("أنهار الأردن"), make_author("سعاد الأردنية")
    column, tag = make_column("نافذة على الأردن"), Tag.objects.create(name="ضفاف الأردن")
    piece = make_draft(title="ماء الأُرْدُنّ", authors=[author], column=column)
    make_topic("الفرات"), make_column("أخرى"), make_draft(title="الفرات")
    rooms = {"articles/topic": topic, "columns/author": author, "columns/column": column, "articles/tag": tag}
    found = {room: listed(desk, room, q=query) for room in (*rooms, "articles/article")}
    assert found == {room: {row} for room, row in rooms.items()} | {"articles/article": {piece}}


def test_each_filter_of_pieces_leaves_exactly_its_rows(desk, editor):
    column = make_column()
    draft, live = make_draft(by=editor), make_live(column=column)
    waiting, gone = make_scheduled(title_en="Begun"), make_withdrawn()
    english = make_live(title_en="River", body_en="<p>River.</p>", released=("ar", "en"))
    every = {draft, live, waiting, gone, english}
    room = "articles/article"
    assert listed(desk, room) == every
    assert listed(desk, room, state="draft") == {draft}
    assert listed(desk, room, whose="mine") == {draft}
    assert listed(desk, room, translation="en-released") == {english}
    assert listed(desk, room, translation="en-current") == set()
    assert listed(desk, room, translation="en-missing") == {draft, live, waiting, gone}
    assert listed(desk, room, column__id__exact=column.pk) == {live}
    assert listed(desk, room, publish_at__year=1999) == set()


def test_others_pieces_are_those_that_i_did_not_begin(desk, editor):
    mine, theirs, nobodys = make_draft(by=editor), make_draft(by=make_member(Role.WRITER)), make_draft()
    assert listed(desk, "articles/article", whose="others") == {theirs, nobodys}
    assert listed(desk, "articles/article", whose="mine") == {mine}


def test_each_filter_of_names_leaves_exactly_its_rows(desk):
    unused = make_topic(name_en="Sea", summary_ar="ملخّص", picture=make_photo())
    once, often = make_topic(kind="country"), make_topic(published=False)
    for topics in ([once, often], [often]):
        make_live(topics=topics)
    room = "articles/topic"
    assert listed(desk, room, use="unused") == {unused}
    assert listed(desk, room, use="once") == {once}
    assert listed(desk, room, use="often") == {often}
    assert [listed(desk, room, lacks=what) for what in ("english", "summary", "picture")] == [{once, often}] * 3
    assert listed(desk, room, kind__exact="country") == {once}
    assert listed(desk, room, published__exact=0) == {often}


def test_each_filter_of_columns_and_redirects(desk):
    running, paused = make_column(), make_column(active=False, importing=True, cadence="monthly")
    assert listed(desk, "columns/column", active__exact=1) == {running}
    assert listed(desk, "columns/column", importing__exact=1) == {paused}
    assert listed(desk, "columns/column", cadence__exact="monthly") == {paused}
    by_hand = redirects.lead("/a", "/about/")
    renamed = redirects.lead("/b", "/contact/", below=True, reason=redirects.Reason.RENAME)
    assert listed(desk, "newsroom/redirect", reason__exact="hand") == {by_hand}
    assert listed(desk, "newsroom/redirect", below__exact=1) == {renamed}
    assert listed(desk, "newsroom/redirect", created_at__year=timezone.now().year) == {by_hand, renamed}


def test_pieces_are_walked_by_date(desk):
    now = timezone.now()
    recent, older = make_live(at=now - timedelta(days=2)), make_live(at=now - timedelta(days=900))
    answer = desk.get("/admin/articles/article/")
    assert f"publish_at__year={older.publish_at.year}" in answer.content.decode()
    assert listed(desk, "articles/article", publish_at__year=timezone.localtime(older.publish_at).year) == {older}
    assert recent in listed(desk, "articles/article")


# ---- what a list must not tell ---------------------------------------------------------------------------------------


def test_a_topic_manager_meets_hidden_pieces_by_their_titles_alone():
    world = build("t")
    piece = world.pieces["other draft"]
    answer = world.client.get("/admin/articles/article/")
    row = next(row for row in re.findall(r"<tr>.*?</tr>", answer.content.decode(), re.DOTALL) if piece.title_ar in row)
    cells = [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[dh][^>]*>.*?</t[dh]>", row, re.DOTALL)]
    assert cells == [piece.title_ar, "—", "—", "—", "—", "—", "—"]
    assert f"/{piece.pk}/" not in row
    # Which of the pieces before readers lacks a topic is no secret, and nothing else can be asked.
    assert [type(each).__name__ for each in answer.context["cl"].filter_specs] == ["PieceLackFilter"]
    assert answer.context["cl"].date_hierarchy is None


def test_a_topic_manager_is_not_told_that_a_live_piece_is_being_changed():
    world = build("t")
    page = told(world.client.get("/admin/articles/article/")) + told(world.client.get("/admin/"))
    assert ("state-live" in page, "state-live_draft" in page) == (True, False)


def test_numbers_beside_names_count_for_a_writer_only_what_he_may_know():
    me, client = make_member(Role.WRITER), Client()
    client.force_login(me)
    topic, column, author = make_topic(), make_column(), make_author()
    names = {"topics": [topic], "column": column, "authors": [author], "tags": ["وسم"]}
    make_live(**names)
    for make in (make_draft, make_scheduled, make_withdrawn):
        make(**names)
    rooms = ("articles/topic", "articles/tag", "columns/column")

    def counts(who: Client) -> list[int]:
        return [max(row.pieces for row in listed(who, room)) for room in rooms]

    assert (counts(client), counts(signed_in(Role.EDITOR))) == ([1, 1, 1], [4, 4, 4])
    make_draft(by=me, **names)
    assert (counts(client), counts(signed_in(Role.EDITOR))) == ([2, 2, 2], [5, 5, 5])
    assert {row.pk: row.pieces for row in listed(client, "columns/author")}[author.pk] == 2


# ---- columns by the handful ------------------------------------------------------------------------------------------


def test_columns_pause_and_run_again_with_a_line_each(desk):
    running, paused = make_column("أولى"), make_column("ثانية", active=False)
    chosen = {"_selected_action": [running.pk, paused.pk]}
    for action, active in (("pause", False), ("resume", True)):
        desk.post("/admin/columns/column/", {"action": action} | chosen)
        assert list(Column.objects.values_list("active", flat=True)) == [active, active]
    acts = [audit.acts(entry)[0].changes for entry in admin.models.LogEntry.objects.order_by("pk")]
    assert [[change[1:] for change in changes] for changes in acts] == [[("✓", "✗")], [("✗", "✓")], [("✗", "✓")]]


def test_a_column_that_is_not_being_imported_is_not_numbered_by_date(desk):
    column = make_column("أولى")
    piece = make_live(column=column)
    answer = desk.post("/admin/columns/column/", {"action": "number", "_selected_action": [column.pk]}, follow=True)
    said = [(message.level_tag, str(message)) for message in answer.context["messages"]]
    assert ([tag for tag, _text in said], "«أولى»" in said[0][1]) == (["error"], True)
    assert Article.objects.get(pk=piece.pk).number == 1


def test_a_column_being_imported_is_numbered_and_the_desk_is_told(desk):
    column = make_column("أولى", importing=True)
    make_live(column=column)
    answer = desk.post("/admin/columns/column/", {"action": "number", "_selected_action": [column.pk]}, follow=True)
    said = [(message.level_tag, str(message)) for message in answer.context["messages"]]
    assert ([tag for tag, _text in said], "«أولى»" in said[0][1]) == (["success"], True)


# ---- the language of the desk ----------------------------------------------------------------------------------------

# Names and technical words that stay as they are in any language.
LATIN = {
    "English",
    "Telegram",
    "WhatsApp",
    "Shubbak",
    "https",
    "http",
    "mailto",
    "Asia",
    "Damascus",
    "URL",
    "HTML",
    "X",
}
VISIBLE = re.compile(r"<(script|style|svg|textarea|code)\b.*?</\1>|<!--.*?-->|<bdi[^>]*>.*?</bdi>", re.DOTALL)


def english_in(page: str) -> set[str]:
    """Latin words that a reader of this page sees; names isolated in ``bdi`` and marked languages apart."""
    text = re.sub(r"<(\w+)[^>]*\slang=\"en\"[^>]*>.*?</\1>", " ", VISIBLE.sub(" ", page), flags=re.DOTALL)
    text = re.sub(r"<[^>]+>", " ", re.split(r"<body[^>]*>", text)[-1])
    return {word for word in re.findall(r"\b[A-Za-z]{3,}\b", html.unescape(text)) if word not in LATIN}


@pytest.mark.slow
def test_an_arabic_desk_shows_no_english_word():
    world = build("E")
    SiteSettings.load().save()
    stray: dict[str, set[str]] = {}
    for model in admin.site._registry:
        base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        row = model._default_manager.first()
        for address in (base, f"{base}add/", f"{base}{row.pk}/change/", f"{base}{row.pk}/history/"):
            answer = world.client.get(address, follow=True)
            if answer.status_code == 200 and (words := english_in(answer.content.decode())):
                stray[address] = words
    # Names of accounts, examples of addresses, formats of pictures, and what a sign-off may contain.
    known = {"account", "editor", "old", "about", "title", "topics", "Changed", "Hidden"}
    known |= {"AVIF", "JPEG", "PNG", "WebP", "column", "cadence", "genre", "outlet", "role", "author"}
    shown = {address: sorted(words - known) for address, words in stray.items() if words - known}
    assert shown == {}
