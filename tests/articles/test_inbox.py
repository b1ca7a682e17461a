"""The inbox of names: what it asks, how each question is settled, remembered and taken back, and who may."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import decisions, inbox, merging, naming, twins
from articles.models import Merge, NameKind, Spelling, Tag, Topic, Twin, Verdict
from newsroom import audit
from newsroom.arabic.fold import fold
from newsroom.pagecache import SiteVersion
from newsroom.refusals import Refused
from newsroom.roles import Role
from tests.articles.test_concurrency import at_once
from tests.factories import make_draft, make_editor, make_live, make_member, make_topic, make_user

pytestmark = pytest.mark.django_db
INBOX = "/admin/articles/topic/inbox/"
LONG_AGO = timedelta(days=30)


def settled_topic(name: str, **facts: Any) -> Topic:
    """A topic of which nothing is asked."""
    facts = {"name_en": f"Topic {Topic.objects.count()} {name.encode().hex()[-8:]}", "summary": "نبذة", **facts}
    return Topic.objects.create(name=name, created_at=timezone.now() - LONG_AGO, **facts)


def old_tag(name: str) -> Tag:
    return Tag.objects.create(name=name, created_at=timezone.now() - LONG_AGO)


def manager(**facts: Any) -> Any:
    return make_member(Role.TOPIC_MANAGER, **facts)


def asked(user: Any = None) -> dict[str, list[str]]:
    """What the inbox asks, by name, once everything is compared."""
    while twins.compare_new():
        pass
    found = inbox.questions(user=user or make_editor(), now=timezone.now())
    assert inbox.waiting(user=user or make_editor(), now=timezone.now()) == found.total
    return {str(each.row): [reason.value for reason in each.reasons] for each in found.questions}


def page(client: Client, **query: str) -> str:
    answer = client.get(INBOX, query)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def press(client: Client, act: str, **sent: Any) -> Any:
    return client.post(INBOX, {"act": act, **sent})


def key(row: Topic | Tag) -> str:
    return f"{row._meta.model_name}-{row.pk}"


@pytest.fixture
def client_of(db):
    """Return a function that signs an account in."""

    def client_of(user: Any) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return client_of


@pytest.fixture
def pair(db) -> tuple[Tag, Tag]:
    """Two old tags that look alike, each on pieces: the second, newer one on fewer."""
    first = make_live(tags=["غوتيريش", "نهر"])
    make_live(tags=["غوتيريش", "جوتيريس"])
    Tag.objects.update(created_at=timezone.now() - LONG_AGO)
    assert first.pk
    return Tag.objects.get(name="غوتيريش"), Tag.objects.get(name="جوتيريس")


# ---- what is asked ---------------------------------------------------------------------------------------------------


def test_a_settled_newsroom_is_asked_nothing(desk):
    topic = settled_topic("نهر الفرات")
    make_live(topics=[topic])
    assert asked() == {}
    assert "inbox-card" not in page(desk)
    assert desk.get(INBOX).context["cards"] == []


def test_a_name_is_new_for_a_week():
    make_live(topics=[settled_topic("قديم")], tags=["جديد"])
    assert asked() == {"جديد": ["new"]}
    Tag.objects.update(created_at=timezone.now() - timedelta(days=6, hours=23))
    assert asked() == {"جديد": ["new"]}
    Tag.objects.update(created_at=timezone.now() - timedelta(days=7, hours=1))
    assert asked() == {}


def test_a_name_that_no_piece_bears_is_unused_unless_it_does_other_work():
    old_tag("وسم مهجور")
    bare = settled_topic("موضوع مهجور", summary="", published=False)
    settled_topic("له نبذة")
    settled_topic("له خلفية", summary="", background="<p>نص</p>", published=False)
    country = settled_topic("بلد في علاقة", summary="", published=False)
    settled_topic("علاقة بين بلدين", summary="", published=False).parties.add(country)
    assert asked() == {"وسم مهجور": ["unused"], "موضوع مهجور": ["unused"]}
    make_draft(topics=[bare], tags=["وسم مهجور"])
    assert asked() == {}


def test_a_public_topic_wants_a_summary_and_every_topic_an_english_name():
    bare = settled_topic("بلا نبذة", summary="")
    nameless = settled_topic("بلا اسم آخر", name_en="")
    make_live(topics=[bare, nameless])
    assert asked() == {"بلا نبذة": ["summary"], "بلا اسم آخر": ["translation"]}
    Topic.objects.filter(pk=bare.pk).update(published=False)
    Topic.objects.filter(pk=nameless.pk).update(name_en="Another")
    assert asked() == {}


def test_of_two_that_look_alike_the_newer_is_asked_once(pair):
    first, second = pair
    assert asked() == {"جوتيريس": ["twin"]}
    question = inbox.questions(user=make_editor(), now=timezone.now()).questions[0]
    suspect = question.suspects[0]
    assert (question.uses, suspect.row, suspect.uses, suspect.why) == (1, first, 2, "letters")
    assert (question.key, suspect.back_first) == (key(second), False)
    assert (suspect.there, suspect.back) == (merging.plan(second, into=first), merging.plan(first, into=second))
    merging.merge(second, into=first, by=None, now=timezone.now())
    assert asked() == {}


def test_a_tag_called_like_a_topic_is_asked_to_go_into_it():
    topic = settled_topic("كيم جونغ أون")
    piece = make_live(topics=[topic], tags=["كيم جونغ-أون"])
    Tag.objects.update(created_at=timezone.now() - LONG_AGO)
    assert asked() == {"كيم جونغ-أون": ["twin"]}
    question = inbox.questions(user=make_editor(), now=timezone.now()).questions[0]
    suspect = question.suspects[0]
    assert (suspect.row, suspect.there.both, suspect.back) == (topic, (piece.pk,), None)
    assert suspect.there == merging.plan(question.row, into=topic)
    assert piece.tagged.count() == 1


def test_what_merging_changes_is_told_as_the_merge_itself_counts_it():
    """Relations, a dossier, aliases and pieces that bear both."""
    into, source = settled_topic("غوتيريش"), settled_topic("جوتيريس", background="<p>نص</p>")
    settled_topic("علاقة").parties.add(source)
    settled_topic("علاقة أخرى").parties.add(source, into)
    naming.add_alias(source, "أنطونيو غوتيريس", by=None, now=timezone.now())
    make_live(topics=[source, into])
    make_live(topics=[source])
    asked()
    question = inbox.questions(user=make_editor(), now=timezone.now()).questions[0]
    suspect = question.suspects[0]
    assert {suspect.there.source, suspect.back.source} == {source, into}
    for plan in (suspect.there, suspect.back):
        assert plan == merging.plan(plan.source, into=plan.into)


def test_the_page_chooses_one_reason_and_counts_each(desk):
    old_tag("وسم مهجور")
    make_live(tags=["وسم جديد"], topics=[settled_topic("موضوع")])
    told = desk.get(INBOX, {"reason": "unused"})
    assert [card["asked"].row.name for card in told.context["cards"]] == ["وسم مهجور"]
    assert {reason.value: count for reason, _word, count in told.context["filters"]} == {
        "twin": 0,
        "new": 1,
        "unused": 1,
        "summary": 0,
        "translation": 0,
    }
    assert len(desk.get(INBOX, {"reason": "nonsense"}).context["cards"]) == 2


# ---- comparing -------------------------------------------------------------------------------------------------------


def test_names_are_compared_a_few_at_a_time_and_the_page_says_how_many_are_left(desk, settings):
    for number in range(7):
        old_tag(f"وسم {'ابتثجحخ'[number]}نهر")
    assert Spelling.objects.filter(compared=True).count() == 0
    answer = desk.get(INBOX)
    assert (answer.context["uncompared"], Spelling.objects.filter(compared=False).count()) == (2, 2)
    call_command("work", "--once")
    assert desk.get(INBOX).context["uncompared"] == 0


def test_comparing_changes_nothing_that_readers_see(pair):
    before = SiteVersion.objects.values_list("number", flat=True).first()
    while twins.compare_new(1):
        pass
    assert (Twin.objects.count(), SiteVersion.objects.values_list("number", flat=True).first()) == (1, before)


def test_aliases_are_compared_too_and_a_pair_stands_once(pair):
    first, second = pair
    naming.add_alias(first, "انطونيو غوتيريش", by=None, now=timezone.now())
    naming.add_alias(second, "أنطونيو جوتيريس", by=None, now=timezone.now())
    asked()
    assert list(Twin.objects.values_list("kind", "row_id", "other_kind", "other_id")) == [
        ("tag", first.pk, "tag", second.pk)
    ]


def test_a_pair_is_forgotten_with_the_spelling_that_made_it(pair):
    first, second = pair
    naming.rename(second, {"ar": "جبل قاسيون"}, by=None, now=timezone.now())
    assert asked() == {"جبل قاسيون": ["twin"]}
    alias = naming.aliases_of(second)[0]
    assert alias.name == "جوتيريس"
    naming.drop_alias(alias, by=None, now=timezone.now())
    assert asked() == {}
    assert not Twin.objects.exists()
    assert first.pk


def test_a_pair_of_which_one_is_deleted_is_asked_of_nobody(pair, desk):
    _first, second = pair
    twins.compare_new()
    second.tagged.all().delete()
    second.delete()
    assert desk.get(INBOX).context["cards"] == []
    twins.compare_new()
    assert not Twin.objects.exists()


# ---- decisions -------------------------------------------------------------------------------------------------------


def test_whoever_keeps_a_name_is_not_asked_again_for_what_he_saw():
    row, user, now = old_tag("وسم مهجور"), manager(), timezone.now()
    assert asked() == {"وسم مهجور": ["unused"]}
    inbox.keep(row, ["unused", "twin", "nonsense"], by=user, now=now)
    assert asked() == {}
    Tag.objects.update(created_at=now)
    assert asked() == {"وسم مهجور": ["new"]}
    naming.rename(row, {"ar": "وسم آخر تماما"}, by=user, now=now)
    assert asked() == {"وسم آخر تماما": ["new"]}
    line = LogEntry.objects.filter(object_id=str(row.pk), user=user).earliest("pk")
    assert [act.sentence for act in audit.acts(line)] == ["أُبقي الاسم مع أنه لا مادة تحمله."]


def test_what_a_colleague_has_settled_meanwhile_is_told():
    row, now = old_tag("وسم مهجور"), timezone.now()
    inbox.keep(row, ["unused"], by=manager(), now=now)
    for reasons in (["unused"], [], ["twin"]):
        with pytest.raises(Refused):
            inbox.keep(row, reasons, by=manager(), now=now)
    row.delete()
    with pytest.raises(Refused):
        inbox.keep(Tag(pk=row.pk or 7, name="وسم مهجور"), ["new"], by=manager(), now=now)
    assert Verdict.objects.count() == 1


@pytest.mark.parametrize("turned", [False, True])
def test_two_that_are_not_the_same_are_never_called_twins_again(pair, turned):
    asked()
    one, two = reversed(pair) if turned else pair
    inbox.not_same(one, two, by=manager(), now=timezone.now())
    assert (asked(), Twin.objects.count()) == ({}, 0)
    # Nor when they are compared anew.
    Spelling.objects.update(compared=False)
    assert (asked(), Twin.objects.count()) == ({}, 0)
    with pytest.raises(Refused):
        inbox.not_same(one, two, by=manager(), now=timezone.now())
    with pytest.raises(Refused):
        inbox.not_same(one, one, by=manager(), now=timezone.now())


def test_what_was_said_of_one_pair_says_nothing_of_another(pair):
    first, second = pair
    third = old_tag("غوتيرش")
    make_live(tags=["غوتيرش"])
    assert set(asked()) == {"جوتيريس", "غوتيرش"} or asked() == {"غوتيرش": ["twin"], "جوتيريس": ["twin"]}
    inbox.not_same(first, second, by=manager(), now=timezone.now())
    left = {(row.row_id, row.other_id) for row in twins.standing()}
    assert (first.pk, second.pk) not in left
    assert left
    assert all(third.pk in each for each in left)


def test_every_decision_is_taken_back_by_whoever_took_it(pair):
    first, second = pair
    user, now, row = manager(), timezone.now(), old_tag("وسم مهجور")
    before = asked(user)
    assert before == {"جوتيريس": ["twin"], "وسم مهجور": ["unused"]}
    acts: list[tuple[str, Any]] = [
        ("keep", lambda at: inbox.keep(row, ["unused"], by=user, now=at)),
        ("not_same", lambda at: inbox.not_same(first, second, by=user, now=at)),
        ("merge", lambda at: merging.merge(second, into=first, by=user, now=at)),
        ("promote", lambda at: merging.promote(second, by=user, now=at)),
        ("remove", lambda at: inbox.drop(row, by=user, now=at)),
    ]
    for turn, (what, act) in enumerate(acts):
        at = now + timedelta(minutes=turn)
        act(at)
        decision = decisions.latest(user, now=at)
        assert (decision.what, asked(user) == before) == (what, False)
        assert decisions.latest(manager(), now=at) is None
        with pytest.raises(Refused):
            decisions.undo(decision.token, by=manager(), now=at)
        decisions.undo(decision.token, by=user, now=at)
        assert (what, asked(user)) == (what, before)
        with pytest.raises(Refused):
            decisions.undo(decision.token, by=user, now=at)


def test_decisions_are_taken_back_one_after_the_other_within_the_hour(pair):
    first, second = pair
    user, now, row = manager(), timezone.now(), old_tag("وسم مهجور")
    inbox.keep(row, ["unused"], by=user, now=now)
    merging.merge(second, into=first, by=user, now=now + timedelta(minutes=1))
    at = now + timedelta(minutes=2)
    older = f"verdict-{Verdict.objects.get().pk}"
    with pytest.raises(Refused):
        decisions.undo(older, by=user, now=at)
    decisions.undo(decisions.latest(user, now=at).token, by=user, now=at)
    assert decisions.latest(user, now=at).token == older
    assert decisions.latest(user, now=now + timedelta(minutes=61)) is None
    decisions.undo(older, by=user, now=at)
    assert (decisions.latest(user, now=at), Verdict.objects.count()) == (None, 0)


# ---- the page --------------------------------------------------------------------------------------------------------


def test_the_topic_manager_merges_from_the_card_and_goes_on_with_the_next(pair, client_of):
    first, second = pair
    old_tag("وسم مهجور")
    client = client_of(manager())
    cards = client.get(INBOX).context["cards"]
    assert [card["key"] for card in cards] == [key(second), key(Tag.objects.get(name="وسم مهجور"))]
    answer = press(client, "merge", name=key(second), other=key(first), stays="other", next=cards[0]["next"])
    assert (answer.status_code, answer.url) == (302, f"{INBOX}#name-{cards[1]['key']}")
    assert (Tag.objects.filter(pk=second.pk).exists(), first.tagged.count()) == (False, 2)
    shown = page(client)
    assert "وسم مهجور" in shown
    told = client.get(INBOX).context["decision"]
    assert (told.what, told.name, told.other) == ("merge", "جوتيريس", "غوتيريش")
    answer = press(client, "undo", decision=told.token)
    assert (answer.status_code, answer.url) == (302, f"{INBOX}#name-{key(second)}")
    assert (Tag.objects.get(pk=second.pk).tagged.count(), client.get(INBOX).context["decision"]) == (1, None)


@pytest.mark.parametrize("act", ["merge", "alias"])
def test_either_of_the_two_may_stay(pair, client_of, act):
    first, second = pair
    client = client_of(manager())
    press(client, act, name=key(second), other=key(first), stays="name")
    assert list(Tag.objects.filter(pk__in=[first.pk, second.pk])) == [second]
    assert {row.name for row in naming.aliases_of(second)} == {"غوتيريش"}


def test_a_name_without_a_twin_becomes_a_spelling_of_the_one_that_is_chosen(client_of):
    client, row, river = client_of(manager()), old_tag("الشط"), settled_topic("نهر الفرات")
    shown = client.get(INBOX, {"box": key(row)})
    assert [card["key"] for card in shown.context["cards"] if card["box"]] == [key(row)]
    for wrong in ({}, {"topic": "نهر لا وجود له"}, {"topic": "نهر الفرات", "tag": "الشط"}, {"tag": "الشط"}):
        answer = press(client, "alias", name=key(row), box="1", **wrong)
        assert (answer.status_code, Merge.objects.count()) == (422, 0)
    typed = press(client, "alias", name=key(row), box="1", topic="نهر لا وجود له")
    assert "نهر لا وجود له" in next(card["box"] for card in typed.context["cards"] if card["box"])["topic"].value()
    answer = press(client, "alias", name=key(row), box="1", topic="نهر الفرات", next="")
    assert answer.status_code == 302
    assert naming.meant(NameKind.TOPIC, ["الشط"]) == {fold("الشط"): river}


def test_a_tag_is_made_a_topic_and_back(client_of):
    client, row = client_of(manager()), old_tag("نهر بردى")
    piece = make_live(tags=["نهر بردى"])
    assert press(client, "promote", name=key(row)).status_code == 302
    topic = Topic.objects.get(name="نهر بردى")
    assert list(piece.topics.all()) == [topic]
    assert press(client, "promote", name=key(topic)).status_code == 422
    press(client, "undo", decision=client.get(INBOX).context["decision"].token)
    assert (Topic.objects.count(), [tag.name for tag in piece.tags.all()]) == (0, ["نهر بردى"])


def test_a_name_that_came_into_use_meanwhile_is_not_removed(client_of):
    client, row = client_of(manager()), old_tag("وسم مهجور")
    assert client.get(INBOX).context["cards"][0]["may_remove"]
    make_live(tags=["وسم مهجور"])
    answer = press(client, "remove", name=key(row))
    assert (answer.status_code, Tag.objects.filter(pk=row.pk).exists()) == (409, True)


def test_a_stale_or_broken_form_is_answered_in_words_and_changes_nothing(pair, client_of):
    first, second = pair
    client, gone = client_of(manager()), old_tag("زائل")
    stale = key(gone)
    gone.delete()
    before = (Tag.objects.count(), Merge.objects.count(), Verdict.objects.count())
    sent: list[tuple[int, str, dict[str, str]]] = [
        (409, "merge", {"name": stale, "other": key(first)}),
        (409, "merge", {"name": key(first), "other": stale}),
        (409, "merge", {"name": key(first), "other": key(first)}),
        (409, "merge", {"name": key(first)}),
        (409, "keep", {"name": stale, "reason_kept": "new"}),
        (409, "keep", {"name": key(first)}),
        (409, "not_same", {"name": key(first), "other": stale}),
        (409, "promote", {"name": stale}),
        (409, "remove", {"name": stale}),
        (409, "undo", {}),
        (409, "undo", {"decision": "merge-x"}),
        (409, "merge", {"name": "topic-9" * 40, "other": "x\x00"}),
        (409, "keep", {"name": "tag-²", "reason_kept": "new"}),
        (422, "nonsense", {"name": key(first)}),
        (422, "", {}),
    ]
    for status, act, fields in sent:
        answer = press(client, act, **fields)
        assert (answer.status_code, act, fields) == (status, act, fields)
        assert 'role="alert"' in answer.content.decode()
    assert before == (Tag.objects.count(), Merge.objects.count(), Verdict.objects.count())
    assert second.pk


def test_an_undo_with_something_in_between_says_what_it_is(pair, client_of):
    first, second = pair
    client = client_of(manager())
    press(client, "merge", name=key(second), other=key(first), stays="other")
    token = client.get(INBOX).context["decision"].token
    merging.merge(first, into=old_tag("الأمين العام"), by=make_editor(), now=timezone.now())
    answer = press(client, "undo", decision=token)
    assert answer.status_code == 409
    assert [str(error) for error in answer.context["errors"]] != []
    assert "غوتيريش" in answer.context["errors"][0]


# ---- who may ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.EDITOR_IN_CHIEF, True),
        (Role.EDITOR, True),
        (Role.TOPIC_MANAGER, True),
        (Role.WRITER, False),
        (Role.TRANSLATOR, False),
    ],
)
def test_only_those_who_change_names_meet_the_inbox(role, may, pair, client_of):
    first, second = pair
    client = client_of(make_member(role))
    asked()
    assert client.get(INBOX).status_code == (200 if may else 403)
    assert (f'href="{INBOX}"' in client.get("/admin/").content.decode()) == may
    answer = press(client, "not_same", name=key(second), other=key(first))
    assert (answer.status_code, Verdict.objects.count()) == ((302, 1) if may else (403, 0))


def test_numbers_tell_nothing_of_pieces_whose_titles_the_account_may_not_see(client_of):
    """An account that manages names, but sees neither drafts nor their titles."""
    user = make_user(*(f"articles.{act}_{model}" for act in ("view", "change") for model in ("topic", "tag")))
    old_tag("وسم سري")
    make_draft(title="سر", tags=["وسم سري"], topics=[settled_topic("غوتيريش"), settled_topic("جوتيريس")])
    assert asked(user) == {"وسم سري": ["unused"], "جوتيريس": ["twin"]}
    client = client_of(user)
    cards = {str(card["asked"].row): card for card in client.get(INBOX).context["cards"]}
    assert [cards[name]["asked"].uses for name in ("وسم سري", "جوتيريس")] == [0, 0]
    assert [plan[2] for plan in cards["جوتيريس"]["twin"]["ways"]] == [cards["جوتيريس"]["twin"]["ways"][0][2]] * 2
    assert cards["جوتيريس"]["asked"].suspects[0].there.pieces == ()
    assert "سر" not in page(client).replace("وسم سري", "")
    assert asked(manager()) == {"جوتيريس": ["twin"]}
    # Nor may it make or remove what it may not.
    assert [press(client, act, name=key(Tag.objects.get())).status_code for act in ("promote", "remove")] == [403, 403]
    assert Merge.objects.count() == 0


# ---- the desk --------------------------------------------------------------------------------------------------------


def test_the_desk_shows_a_topic_manager_what_waits(client_of):
    client = client_of(manager())
    filed = settled_topic("له ملف")
    bare = settled_topic("بلا ملف", summary="")
    make_live(title="مصنفة", topics=[filed])
    loose = make_live(title="سائبة")
    make_draft(title="مسودة سائبة")
    asked()
    told = client.get("/admin/").context
    assert (told["names_waiting"], told["without_topic"]) == (1, [loose])
    assert [each["topic"] for each in told["without_dossier"]] == [bare]
    assert client.get(told["without_dossier"][0]["door"]).status_code == 200
    listed = client.get("/admin/articles/article/", {"lacks": "topic"}).context["cl"]
    assert list(listed.queryset) == [loose]
    assert list(client.get("/admin/articles/topic/", {"lacks": "dossier"}).context["cl"].queryset) == [bare]


def test_a_topic_manager_reads_nothing_hidden_out_of_the_list_of_pieces(client_of):
    client, topic = client_of(manager()), settled_topic("موضوع")
    make_draft(title="مسودة بلا موضوع")
    make_draft(title="مسودة لها موضوع", topics=[topic])
    address = "/admin/articles/article/"
    assert list(client.get(address, {"lacks": "topic"}).context["cl"].queryset) == []
    assert client.get(address, {"state": "draft"}).status_code == 400
    assert client.get(address, {"topics__id__exact": topic.pk}).status_code == 400


# ---- how much it costs -----------------------------------------------------------------------------------------------


def fill(count: int) -> None:
    """Names of every kind: pairs of a tag and a topic, new, unused, without summary and translation."""
    for number in range(count):
        word = "".join("ابتثجحخدذر"[int(digit)] for digit in f"{number:03}")
        topic = make_topic(f"نهر {word}ون")
        make_topic(f"علاقة {word}ي").parties.add(topic)
        tag = Tag.objects.create(name=f"نهر {word}ون")
        facts = {"kind": "tag", "row_id": tag.pk, "other_kind": "topic", "other_id": topic.pk}
        Twin.objects.create(**facts, reason="folded", name=tag.name, other_name=topic.name)
    Spelling.objects.update(compared=True)


@pytest.mark.slow
def test_the_inbox_and_the_desk_cost_the_same_for_one_name_and_for_three_hundred(desk):
    fill(1)
    make_live(tags=["نهر"])
    Spelling.objects.update(compared=True)
    addresses = [INBOX, f"{INBOX}?reason=twin", "/admin/", "/admin/articles/topic/?lacks=dossier"]

    def costs() -> list[int]:
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert desk.get(address).status_code == 200
            found.append(len(queries))
        return found

    costs()
    ones = costs()
    Twin.objects.all().delete()
    Tag.objects.exclude(name="نهر").delete()
    Topic.objects.all().delete()
    fill(300)
    assert costs() == ones
    assert max(ones) <= 32


# ---- at once ---------------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_four_who_compare_at_once_find_every_pair_once():
    for number in range(8):
        word = "ابتثجحخد"[number]
        old_tag(f"{word}نهر غوتيريش")
        settled_topic(f"{word}نهر غوتيريش")
    found = at_once(*[lambda: twins.compare_new(100)] * 4)
    assert [each for each in found if isinstance(each, Exception)] == []
    assert twins.compare_new() == 0
    pairs = list(Twin.objects.values_list("kind", "row_id", "other_kind", "other_id"))
    assert len(pairs) == len(set(pairs))
    same = Twin.objects.filter(reason="folded")
    assert sorted((row.name, row.other_name) for row in same) == sorted(
        (tag.name, tag.name) for tag in Tag.objects.all()
    )


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_comparing_while_names_are_merged_loses_no_pair():
    rows = [old_tag(f"{'ابتثجحخد'[number]}نهر غوتيريش") for number in range(8)]
    wanted = [settled_topic(row.name) for row in rows]
    homes = [old_tag(f"{'ابتثجحخد'[number]}جبل قاسيون") for number in range(8)]

    def merge_all() -> None:
        for row, home in zip(rows, homes, strict=True):
            merging.merge(row, into=home, by=None, now=timezone.now())

    found = at_once(merge_all, *[lambda: twins.compare_new(100)] * 3)
    assert [each for each in found if isinstance(each, Exception)] == []
    while twins.compare_new():
        pass
    pairs = set(twins.standing().filter(reason="folded").values_list("row_id", "other_id"))
    assert pairs == {(home.pk, topic.pk) for home, topic in zip(homes, wanted, strict=True)}
