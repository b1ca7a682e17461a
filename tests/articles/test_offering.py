"""Names that exist, offered while somebody types: ranked, counted as far as the account knows, and found in a text."""

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import naming, offering
from articles.models import NameKind, Spelling, Tag, Topic
from newsroom.arabic.fold import fold
from newsroom.roles import Role
from tests.factories import make_draft, make_editor, make_live, make_member, make_topic, make_user, make_writer

pytestmark = pytest.mark.django_db

TOPIC, TAG = NameKind.TOPIC, NameKind.TAG
OFFERS, ALIKE, FOUND = (reverse(f"admin:articles_topic_{name}") for name in ("offers", "alike", "found"))


def alias(row, *names):
    naming.set_aliases(row, names, by=None, now=timezone.now())


def offered(kind, typed, user, **more):
    return offering.offers(kind, typed, user=user, now=timezone.now(), **more)


def tag(name):
    return Tag.objects.create(name=name)


@pytest.fixture
def kim():
    row = make_topic("كيم جونغ أون")
    alias(row, "كيم جونغ-أون الزعيم", "Kim Jong-un", "الزعيم الكوري")
    return row


# ---- what begins so -------------------------------------------------------------------------------------------------


def test_own_names_come_before_aliases_and_these_before_inner_words(editor):
    inner, by_alias, own = make_topic("البحر الأسود"), make_topic("سوريا"), make_topic("أسودان")
    alias(by_alias, "أسود الشام")
    assert [each.name for each in offered(TOPIC, "اسود", editor)] == [own.name_ar, by_alias.name_ar, inner.name_ar]
    assert [each.alias for each in offered(TOPIC, "اسود", editor)] == ["", "أسود الشام", ""]


def test_a_name_is_found_by_any_spelling_and_shows_by_which(kim, editor):
    for typed, by in (("كيم", ""), ("KIM jo", "Kim Jong-un"), ("الزعيم", "الزعيم الكوري")):
        assert [(each.id, each.name, each.alias) for each in offered(TOPIC, typed, editor)] == [
            (kim.pk, kim.name_ar, by)
        ]


def test_the_article_need_not_be_typed(editor):
    china, relation = make_topic("الصين"), make_topic("العلاقات الروسية الكورية")
    assert [each.id for each in offered(TOPIC, "صين", editor)] == [china.pk]
    assert [each.id for each in offered(TOPIC, "كوريه", editor)] == [relation.pk]


def test_among_equals_the_more_used_comes_first_and_the_very_name_before_all(editor):
    seldom, often, same = tag("نهر صغير"), tag("نهر كبير"), tag("نهر")
    for _turn in range(2):
        make_live(tags=[often.name])
    make_live(tags=[seldom.name])
    assert [(each.id, each.pieces) for each in offered(TAG, "نهر", editor)] == [
        (same.pk, 0),
        (often.pk, 2),
        (seldom.pk, 1),
    ]


def test_of_the_two_kinds_only_the_one_asked_for(kim, editor):
    one = tag("كيم الوسم")
    assert [each.id for each in offered(TAG, "كيم", editor)] == [one.pk]
    assert [each.about for each in offered(TOPIC, "كيم", editor)] == [kim.get_kind_display()]


@pytest.mark.parametrize("typed", ["", " ", "،", "\x00", "ـــ", "%", "_"])
def test_nothing_typed_offers_nothing(typed, kim, editor):
    assert offered(TOPIC, typed, editor) == []


def test_a_writers_numbers_know_nothing_of_colleagues_drafts():
    writer, colleague = make_writer(), make_writer()
    topic, name = make_topic("روسيا"), tag("روسيا اليوم").name
    make_draft(topics=[topic], tags=[name], by=colleague)
    make_live(topics=[topic], tags=[name], by=colleague)
    make_draft(topics=[topic], tags=[name], by=writer)
    for kind in (TOPIC, TAG):
        seen = {user: offered(kind, "روسيا", user)[0].pieces for user in (writer, colleague, make_editor())}
        assert list(seen.values()) == [2, 2, 3]
        assert offered(kind, "روسيا", make_member(Role.TOPIC_MANAGER))[0].pieces == 3
    make_draft(tags=[name], by=colleague)
    [suspect] = offering.twins(TAG, "الروسيا اليوم", user=writer, now=timezone.now())
    assert suspect.offer.pieces == 2


def test_numbers_of_drafts_do_not_order_what_a_writer_is_offered():
    writer, colleague = make_writer(), make_writer()
    first, second = tag("نهر أول"), tag("نهر ثانٍ")
    make_draft(tags=[second.name], by=colleague)
    assert [each.id for each in offered(TAG, "نهر", writer)] == [first.pk, second.pk]


@pytest.mark.parametrize("many", [1, 300])
def test_the_number_of_queries_does_not_grow(many, editor, django_assert_num_queries):
    for number in range(many):
        row = make_topic(f"روسيا {number}")
        alias(row, f"روسية قديمة {number}")
    make_live(topics=Topic.objects.all()[:50])
    with django_assert_num_queries(3):
        assert len(offered(TOPIC, "روسي", editor)) == min(many, 8)
    with django_assert_num_queries(3):
        assert offering.suspects(TOPIC, ["الروسيا 0", "غير هذا"], user=editor, now=timezone.now())[0]
    with django_assert_num_queries(2):
        assert offering.found_in(["جاء من روسيا 0 إلى روسيا 0"])[TOPIC]


# ---- what is probably the same --------------------------------------------------------------------------------------


def test_a_variant_is_told_with_its_reason_and_number(editor):
    guterres = tag("غوتيريش")
    make_live(tags=[guterres.name])
    [suspect] = offering.twins(TAG, "جوتيريس", user=editor, now=timezone.now())
    assert (suspect.offer.id, suspect.offer.pieces, suspect.reason) == (guterres.pk, 1, "letters")
    assert suspect.why


def test_what_is_another_name_is_no_twin(editor):
    for name in ("حسن", "سو-57", "اليمن", "سوريا"):
        tag(name)
    for name in ("حسين", "سو-35", "اليمين", "روسيا"):
        assert offering.twins(TAG, name, user=editor, now=timezone.now()) == []


def test_a_tag_that_is_a_topic_is_told_and_a_topic_is_not_compared_with_tags(editor):
    topic = make_topic("كوريا الشمالية")
    tag("الكرملين")
    [suspect] = offering.twins(TAG, "كوريا الشماليه", user=editor, now=timezone.now())
    assert (suspect.offer.kind, suspect.offer.id, suspect.reason) == (TOPIC, topic.pk, "folded")
    assert offering.twins(TOPIC, "كرملين", user=editor, now=timezone.now()) == []


def test_twins_know_of_names_that_were_made_renamed_or_are_gone(editor):
    now = timezone.now()
    assert offering.twins(TAG, "كرملين", user=editor, now=now) == []
    row = tag("الكرملين")
    assert [each.offer.id for each in offering.twins(TAG, "كرملين", user=editor, now=now)] == [row.pk]
    naming.rename(row, {"ar": "قصر الرئاسة"}, by=editor, now=now)
    # Its old name stays as an alias.
    assert [each.offer.name for each in offering.twins(TAG, "كرملين", user=editor, now=now)] == ["قصر الرئاسة"]
    row.delete()
    assert offering.twins(TAG, "كرملين", user=editor, now=now) == []


def test_the_nearest_name_to_a_mistyped_one():
    make_topic("كوريا الشمالية"), make_topic("سوريا")
    assert offering.nearest(TOPIC, "كوريا الشمالة") == "كوريا الشمالية"
    assert offering.nearest(TOPIC, "قطب") == ""


# ---- what a text speaks of ------------------------------------------------------------------------------------------


def in_text(*texts):
    found = offering.found_in(texts)
    return [each.offer.name for each in found[TOPIC]], [each.offer.name for each in found[TAG]]


def test_names_are_found_with_what_arabic_writes_onto_them():
    for name in ("روسيا", "الصين"):
        make_topic(name)
    for text in ("وروسيا", "بروسيا", "فلروسيا", "وبروسيا", "<p>في <strong>رو</strong>سيا،</p>"):
        assert in_text(text) == (["روسيا"], []), text
    for text in ("للصين", "والصين", "بالصين", "وللصين", "كالصين", "الصِّين"):
        assert in_text(text) == (["الصين"], []), text
    for text in ("روسياتنا", "سروسيا", "صين", "صينية", "روس"):
        assert in_text(text) == ([], []), text


def test_the_longest_name_wins_and_the_most_frequent_comes_first():
    make_topic("كوريا"), make_topic("كوريا الشمالية"), tag("الشمالية"), tag("قمح")
    assert in_text("زار كوريا الشمالية") == (["كوريا الشمالية"], [])
    assert in_text("كوريا الشمالية ثم كوريا وكوريا والقمح") == (["كوريا", "كوريا الشمالية"], ["قمح"])


def test_html_is_no_text():
    make_topic("روسيا")
    assert in_text('<p><a href="https://a.example/روسيا/">خبر</a></p>') == ([], [])
    assert in_text("<p>كتب رو</p><p>سيا</p>") == ([], [])
    assert in_text("روسيا&nbsp;اليوم &lt;روسيا&gt;") == (["روسيا"], [])


def test_an_alias_in_the_text_says_how_the_house_writes_it(kim):
    alias(kim, "يونغ أون", "Kim Jong-un")
    [found] = offering.found_in(["قال يونغ-أون"])[TOPIC]
    assert (found.offer.name, found.written, found.times) == ("كيم جونغ أون", "يونغ أون", 1)
    # Another language is no other spelling.
    [found] = offering.found_in(["KIM JONG UN said"])[TOPIC]
    assert (found.offer.name, found.written) == ("كيم جونغ أون", "")


def test_suggestions_are_few():
    for number in range(30):
        tag(f"وسم {number}")
    text = " ".join(f"وسم {number} " * (number + 1) for number in range(30))
    found = offering.found_in([text])[TAG]
    assert [each.offer.name for each in found] == [f"وسم {number}" for number in range(29, 17, -1)]


# ---- asked by the desk ----------------------------------------------------------------------------------------------


def test_the_desk_is_offered_names_with_numbers_in_words(desk, kim):
    make_live(topics=[kim])
    [offer] = desk.get(OFFERS, {"kind": "topic", "q": "kim"}).json()["offers"]
    assert {name: offer[name] for name in ("id", "name", "wire", "alias", "pieces", "said")} == {
        "id": kim.pk,
        "name": "كيم جونغ أون",
        "wire": "كيم جونغ أون",
        "alias": "Kim Jong-un",
        "pieces": 1,
        "said": "مقال واحد",
    }


def test_the_desk_learns_whom_names_mean_and_which_they_spell(desk, kim):
    tag("غوتيريش")
    names = desk.get(ALIKE, {"kind": "tag", "name": ["جوتيريس", "كيم جونغ اون", "غير هذا", "غوتيريش"]}).json()["names"]
    assert [each["name"] for each in names] == ["جوتيريس", "كيم جونغ اون", "غير هذا", "غوتيريش"]
    assert [each["is"] and each["is"]["name"] for each in names] == [None, None, None, "غوتيريش"]
    assert [[twin["kind"] for twin in each["twins"]] for each in names] == [["tag"], ["topic"], [], []]
    [told] = desk.get(ALIKE, {"kind": "topic", "name": "KIM JONG UN"}).json()["names"]
    assert told["is"]["wire"] == "كيم جونغ أون"


def test_the_desk_finds_names_in_what_is_typed(desk, kim):
    answer = desk.post(FOUND, {"text": ["قال كيم جونغ أون", "<p>ثم سكت</p>"]})
    assert [each["name"] for each in answer.json()["found"]["topic"]] == ["كيم جونغ أون"]


ODD = [
    "\x00",
    "س" * 10_000,
    "9" * 40,
    "%",
    "'; --",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "‏" * 99,
]


@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_odd_questions_are_answered(desk, kim, odd):
    for address, query in ((OFFERS, {"q": odd}), (ALIKE, {"name": odd}), (OFFERS, {"q": "a", "kind": odd})):
        answer = desk.get(address, {"kind": "topic"} | query)
        assert answer.status_code in {200, 400}
        assert answer.status_code == 200 or answer.json()["error"]
    assert desk.post(FOUND, {"text": [odd]}).status_code == 200
    assert desk.get(ALIKE, {"kind": "tag", "name": [odd] * 100}).status_code == 400
    assert desk.post(FOUND, {"text": [odd] * 100}).status_code == 400


def test_only_who_may_see_names_is_told_of_them(client, kim):
    stranger = make_user("newsroom.view_photo")
    client.force_login(stranger)
    asked = [client.get(OFFERS, {"q": "كيم"}), client.get(ALIKE, {"name": "كيم"}), client.post(FOUND, {"text": "كيم"})]
    assert [answer.status_code for answer in asked] == [403, 403, 403]
    tag("كيم جونغ أون")
    client.force_login(make_user("articles.view_tag"))
    assert client.get(OFFERS, {"kind": "topic", "q": "كيم"}).status_code == 403
    assert client.post(FOUND, {"text": "كيم جونغ أون"}).json()["found"].keys() == {"tag"}
    [told] = client.get(ALIKE, {"kind": "tag", "name": "كيم جونغ الأون"}).json()["names"]
    assert {twin["kind"] for twin in told["twins"]} <= {"tag"}


def test_asking_writes_nothing(desk, kim):
    before = list(Spelling.objects.values_list("pk", "folded"))
    desk.get(ALIKE, {"kind": "tag", "name": "اسم جديد"})
    desk.post(FOUND, {"text": "اسم جديد"})
    assert list(Spelling.objects.values_list("pk", "folded")) == before
    assert desk.post(OFFERS).status_code == desk.get(FOUND).status_code == 405
    assert not Tag.objects.filter(name=fold("اسم جديد")).exists()
