"""Notices to readers that lead to the changed words: nothing shows that nobody has seen, and no date moves idly."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import correcting, merging, publishing, revisions
from articles.models import Article, Correction, Topic
from newsroom.pagecache import current
from newsroom.refusals import Refused
from tests.articles.press import brought, line
from tests.factories import (
    fresh,
    make_author,
    make_content,
    make_draft,
    make_live,
    make_photo,
    make_topic,
    redraft,
    republish,
)

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
ENGLISH = {"title_en": "A bridge", "body_en": "<p>The bridge has five arches.</p>", "released": ("ar", "en")}
WRONG, RIGHT = "<p>للجسر خمس قناطر خاطئة.</p>", "<p>للجسر ست قناطر.</p>"


def corrected(**facts) -> Article:
    """A piece whose Arabic was wrong before readers and is right now."""
    piece = make_live(**({"title": "جسر", "body": WRONG} | facts))
    return republish(piece, body={**revisions.content_of(piece).body, "ar": RIGHT})


def announced(piece: Article, *, showing: bool = True, at=None, **note) -> Correction:
    """A notice that leads to the newest change that readers have met."""
    now = at or timezone.now()
    chosen = correcting.steps(piece, now=now)[0].after.pk if showing else None
    return correcting.announce(piece, note=note or {"ar": "كان العدد خطأ."}, showing=chosen, by=None, now=now)


def words(client: Client, path: str) -> tuple[str, str]:
    """The words that the page shows as gone, and as new."""
    changes = client.get(path).context["changes"]
    runs = [run for _label, change in changes for row in change.lines for run in row.runs]
    return tuple(" ".join(run.words for run in runs if run.kind == kind) for kind in ("gone", "new"))


# ---- the changed words -----------------------------------------------------------------------------------------------


def test_a_notice_leads_to_exactly_what_was_changed(client):
    piece = corrected()
    notice = announced(piece)
    path = f"/corrections/{notice.pk}/"
    for page in (piece.get_absolute_url(), "/corrections/"):
        assert f'<a href="{path}">' in client.get(page).content.decode()
    assert words(client, path) == ("خمس خاطئة", "ست")
    page = client.get(path).content.decode()
    assert ("كان العدد خطأ." in page, 'content="noindex"' in page) == (True, True)
    # What was changed later is no part of it.
    republish(piece, body={"ar": "<p>للجسر سبع قناطر.</p>", "en": ""})
    assert words(client, path) == ("خمس خاطئة", "ست")


def test_without_the_editors_choice_no_word_shows(client):
    piece = corrected()
    notice = announced(piece, showing=False)
    assert client.get(f"/corrections/{notice.pk}/").status_code == 404
    assert (
        "corrections/"
        not in client.get(piece.get_absolute_url())
        .content.decode()
        .split('<footer class="end"')[1]
        .split("</footer>")[0]
    )


def test_what_readers_never_saw_is_offered_nowhere_and_shows_nowhere(client):
    piece = make_live(body="<p>أول.</p>")
    redraft(piece, body={"ar": "<p>مسودة سرية.</p>", "en": ""})
    redraft(piece, body={"ar": "<p>مسودة أخرى.</p>", "en": ""})
    drafts = [row.pk for row in piece.revisions.filter(kind="save")]
    republish(piece, body={"ar": "<p>ثانٍ.</p>", "en": ""})
    redraft(piece, body={"ar": "<p>بعد النشر.</p>", "en": ""})
    [step] = correcting.steps(piece, now=timezone.now())
    assert (step.before.content["body"]["ar"], step.after.content["body"]["ar"]) == ("<p>أول.</p>", "<p>ثانٍ.</p>")
    for number in (*drafts, step.before.pk, 10**9):
        with pytest.raises(Refused):
            correcting.announce(piece, note={"ar": "تصحيح"}, showing=number, by=None, now=timezone.now())
    assert Correction.objects.count() == 0
    notice = announced(piece)
    assert words(client, f"/corrections/{notice.pk}/") == ("أول", "ثانٍ")


def test_a_schedule_that_was_changed_before_its_moment_was_never_seen():
    now = timezone.now()
    piece = make_draft(body="<p>أول.</p>")

    def schedule(text: str, *, at, when) -> None:
        content = revisions.content_of(piece).with_(body={"ar": f"<p>{text}.</p>", "en": ""})
        publishing.publish(piece, content=content, version=piece.version, by=None, now=when, at=at)

    schedule("لم يره أحد", at=now + 2 * HOUR, when=now)
    schedule("رآه القراء", at=now + 2 * HOUR, when=now + HOUR)
    assert correcting.steps(piece, now=now + HOUR) == []
    schedule("صُحّح", at=None, when=now + 3 * HOUR)
    [step] = correcting.steps(piece, now=now + 4 * HOUR)
    assert step.before.content["body"]["ar"] == "<p>رآه القراء.</p>"


def test_a_schedule_taken_back_and_a_withdrawn_archive_were_never_seen():
    now = timezone.now()
    piece = make_draft(body="<p>أول.</p>")
    content = revisions.content_of(piece)
    publishing.publish(piece, content=content, version=piece.version, by=None, now=now, at=now + HOUR)
    publishing.unschedule(piece, version=piece.version, by=None, now=now)
    republish(piece, now=now + 2 * HOUR, body={"ar": "<p>ثانٍ.</p>", "en": ""})
    assert correcting.steps(piece, now=now + 3 * HOUR) == []
    brought(line(withdrawn=True))
    withdrawn = Article.objects.latest("pk")
    republish(withdrawn, body={"ar": "<p>نُشر هنا.</p>", "en": ""})
    assert correcting.steps(withdrawn, now=timezone.now()) == []


def test_what_an_archive_brought_before_readers_may_be_shown(client):
    brought(line(paragraphs=["للجسر خمس قناطر."]))
    piece = Article.objects.get()
    republish(piece, body={"ar": RIGHT, "en": ""})
    assert words(client, f"/corrections/{announced(piece).pk}/") == ("خمس", "ست")


def test_in_english_only_what_english_readers_have_read(client):
    piece = make_live(title="جسر", body=WRONG, title_en="A bridge", body_en="<p>Secret draft.</p>")
    republish(piece, body={"ar": RIGHT, "en": "<p>The bridge has five arches.</p>"}, released=("ar", "en"))
    arabic_only = announced(piece, ar="كان العدد خطأ.", en="The number was wrong.")
    assert (arabic_only.changed_ar, arabic_only.changed_en) == (True, False)
    assert client.get(f"/en/corrections/{arabic_only.pk}/").status_code == 404
    english = client.get(f"/en/articles/{piece.pk}-a-bridge/").content.decode()
    assert ("The number was wrong." in english, "/corrections/" + str(arabic_only.pk) in english) == (True, False)
    republish(piece, body={"ar": RIGHT, "en": "<p>The bridge has six arches.</p>"})
    both = announced(piece, en="Six, and not five.")
    assert words(client, f"/en/corrections/{both.pk}/") == ("five", "six")
    # Nothing was said to Arabic readers, and of their text nothing changed.
    assert client.get(f"/corrections/{both.pk}/").status_code == 404
    assert "Secret" not in client.get(f"/en/corrections/{both.pk}/").content.decode()


def test_after_a_withdrawal_nothing_shows_until_it_is_published_again(client):
    piece = corrected()
    path = f"/corrections/{announced(piece).pk}/"
    assert client.get(path).status_code == 200
    publishing.withdraw(piece, version=piece.version, by=None, now=timezone.now())
    answer = client.get(path)
    assert (answer.status_code, "قناطر" in answer.content.decode()) == (404, False)
    republish(piece)
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("number", ["0", "99", "9" * 30])
def test_a_notice_that_is_none_is_not_found(client, number):
    assert client.get(f"/corrections/{number}/").status_code == 404


def test_markup_in_what_changed_is_only_text(client):
    piece = make_live(title="<script>alert(1)</script>", body=WRONG)
    republish(piece, title={"ar": "<img src=x onerror=alert(2)>", "en": ""})
    page = client.get(f"/corrections/{announced(piece).pk}/").content.decode()
    assert ("<script>alert" in page, "<img src=x" in page) == (False, False)


def test_the_editor_takes_the_words_away_and_leaves_the_note(desk, client):
    piece = corrected()
    notice = announced(piece)
    address = f"/admin/articles/article/{piece.pk}/announce/{notice.pk}/hide-words/"
    before = current()
    assert desk.post(address).status_code == 302
    assert (client.get(f"/corrections/{notice.pk}/").status_code, current() > before) == (404, True)
    page = client.get(piece.get_absolute_url()).content.decode()
    assert ("كان العدد خطأ." in page, f"/corrections/{notice.pk}/" in page) == (True, False)


def test_the_screen_offers_what_readers_have_met_and_chooses_nothing(desk, client):
    piece = corrected()
    address = f"/admin/articles/article/{piece.pk}/announce/"
    form = desk.get(address).context["form"]
    chosen = correcting.steps(piece, now=timezone.now())[0].after.pk
    assert [value for value, _words in form.fields["showing"].choices] == ["", chosen]
    assert form["showing"].value() is None
    sent = {"kind": "update", "note_ar": "جديد في المادة.", "showing": chosen}
    assert desk.post(address, sent).status_code == 302
    notice = Correction.objects.get()
    assert (notice.kind, notice.after_id, notice.changed_ar, notice.changed_en) == ("update", chosen, True, False)
    page = client.get(piece.get_absolute_url()).content.decode()
    assert '<section class="mended"><h2>تحديث</h2>' in page
    bad = desk.post(address, {"kind": "gossip", "note_ar": "آخر", "showing": "x"})
    assert (bad.status_code, set(bad.context["form"].errors), Correction.objects.count()) == (
        422,
        {"kind", "showing"},
        1,
    )
    assert bad.context["form"]["note_ar"].value() == "آخر"


# ---- the feed --------------------------------------------------------------------------------------------------------


def entry(client: Client, path: str = "/feed/") -> str:
    return client.get(path).content.decode().split("<entry>")[1]


def test_the_feed_tells_the_notice_and_moves_its_entry(client, site):
    now = timezone.now()
    piece = make_live(at=now - 2 * HOUR, body=WRONG, **ENGLISH)
    at = now - timedelta(minutes=5)
    before = entry(client)
    correcting.announce(piece, note={"ar": "كان <b>العدد</b> خطأ."}, by=None, now=at)
    after = entry(client)
    assert ("تصحيح" in before, "كان &amp;lt;b&amp;gt;العدد&amp;lt;/b&amp;gt; خطأ." in after) == (False, True)
    assert f"<updated>{at.isoformat()}</updated>" in after
    # Nothing was said to English readers.
    assert ("Correction" in entry(client, "/en/feed/"), "كان" in entry(client, "/en/feed/")) == (False, False)
    assert at.isoformat()[:16] not in entry(client, "/en/feed/")


def test_the_feed_leads_to_the_changed_words_by_a_whole_address(client, site):
    notice = announced(corrected())
    assert f"{site}/corrections/{notice.pk}/" in entry(client)


def test_a_feed_asks_as_much_for_ten_notices_as_for_one(client):
    announced(corrected())

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get("/feed/")
        return sum("SELECT" in query["sql"] for query in queries.captured_queries)

    asked()
    one = asked()
    for _number in range(5):
        announced(corrected())
        announced(corrected(), showing=False)
    assert asked() == one


# ---- the date of the last edit ---------------------------------------------------------------------------------------


def edited(piece: Article, **changes) -> bool:
    """Whether publishing these changes moves the date of the last edit."""
    before = fresh(piece).last_edited_at
    republish(piece, now=timezone.now() + HOUR, **changes)
    return fresh(piece).last_edited_at != before


def test_only_an_edit_that_readers_can_see_moves_the_date():
    piece = make_live(body=WRONG, title_en="A bridge", body_en="<p>Five.</p>")
    assert not edited(piece, topics=make_content(topics=[make_topic()]).topics)
    assert not edited(piece, tags=make_content(tags=["جسور"]).tags, protection="strict")
    # English comes before readers for the first time: of what they knew nothing changed.
    assert not edited(piece, released=("ar", "en"))
    assert edited(piece, body={"ar": WRONG, "en": "<p>Six.</p>"})
    assert edited(piece, body={"ar": RIGHT, "en": "<p>Six.</p>"})
    assert edited(piece, photo=make_content(photo=make_photo()).photo)
    assert edited(piece, authors=make_content(authors=[make_author("آخر")]).authors)


def test_saving_withdrawing_merging_and_announcing_move_no_date(client):
    topic, other = make_topic("جسور"), make_topic("قناطر")
    piece = make_live(body=WRONG, topics=[topic], at=timezone.now() - HOUR)
    before = fresh(piece).last_edited_at
    redraft(piece)
    redraft(piece, protection="strict")
    republish(piece)
    merging.merge(topic, into=other, by=None, now=timezone.now())
    assert list(Topic.objects.filter(articles=piece)) == [other]
    piece = fresh(piece)
    publishing.withdraw(piece, version=piece.version, by=None, now=timezone.now())
    republish(piece)
    correcting.announce(piece, note={"ar": "تصحيح"}, by=None, now=timezone.now())
    assert fresh(piece).last_edited_at == before
    page = client.get(piece.get_absolute_url()).content.decode()
    modified = timezone.localtime(fresh(piece).modified_at).isoformat()
    assert f'<meta itemprop="dateModified" content="{modified}">' in page


def test_a_notice_goes_with_an_archive_as_what_it_is():
    note = {"at": "2020-01-01T10:00:00+00:00", "note_ar": "جديد", "kind": "update"}
    brought(line(corrections=[note]))
    assert Correction.objects.get().kind == "update"
    told = brought(line(ref="piece-2", corrections=[note | {"kind": "gossip"}]))
    assert told.counts == (0, 0, 0, 1)
