"""Translations know from which text of the source they were made: missing, out of date, up to date, released."""

import pytest
from django.contrib.admin.models import LogEntry
from django.utils import timezone

from articles import publishing, revisions, translating
from articles.exporting import lines
from articles.forms import WritingForm
from articles.models import Article, Revision
from articles.models.article import TranslationState
from articles.restoring import restore
from articles.snapshots import Snapshot
from tests.articles.press import brought, line
from tests.factories import (
    BODY,
    form_data,
    fresh,
    make_content,
    make_draft,
    make_live,
    make_withdrawn,
    redraft,
    republish,
)

pytestmark = pytest.mark.django_db
MISSING, STALE, CURRENT, RELEASED = TranslationState
ENGLISH = {"title_en": "The river", "body_en": "<p>The river walks slowly between its banks.</p>"}
NEW_SOURCE = {"ar": "<p>يمشي النهر مسرعًا بين ضفتيه.</p>", "en": ENGLISH["body_en"]}
NEW_ENGLISH = {"ar": BODY, "en": "<p>The river runs.</p>"}


def typed(piece: Article, *, opened: Revision | None = None, **more) -> Snapshot:
    """What the writing form makes of the newest text of the piece, some fields written anew."""
    content = revisions.content_of(piece)
    seen = opened or revisions.newest(piece)
    form = WritingForm(form_data(content, source=seen.pk if seen else "") | more, content=content)
    assert form.is_valid(), form.errors
    return form.content()


def saved(piece: Article, **more) -> Article:
    """Save what the writing form makes of the piece."""
    revisions.save_draft(piece, content=typed(piece, **more), version=piece.version, by=None, now=timezone.now())
    return piece


def state(piece: Article) -> str:
    """What the row says, which is what the newest text says."""
    row = fresh(piece)
    assert row.translation_en == translating.state_of(revisions.content_of(row), "en")
    return row.translation_en


def test_a_piece_without_a_title_and_a_text_in_a_language_lacks_its_translation():
    assert state(make_draft()) == MISSING
    assert state(make_draft(title_en="The river")) == MISSING
    assert state(make_draft(title_en="The river", body_en="<p> </p>")) == MISSING
    assert state(make_draft(**ENGLISH)) == CURRENT
    assert state(make_live(released=("ar", "en"), **ENGLISH)) == RELEASED


@pytest.mark.parametrize("make", [make_draft, make_live, make_withdrawn])
def test_a_change_of_the_source_makes_the_translation_out_of_date_and_undoing_it_does_not(make):
    piece = make(make_content(body=BODY, **ENGLISH))
    assert state(saved(piece, body_ar=NEW_SOURCE["ar"])) == STALE
    assert state(saved(piece, body_ar=BODY)) == CURRENT


def test_what_is_no_text_of_the_source_makes_nothing_out_of_date():
    piece = make_live(released=("ar", "en"), **ENGLISH)
    assert state(saved(piece, tags="نهر، ماء", protection="strict")) == RELEASED


def test_a_released_translation_that_no_longer_matches_is_out_of_date():
    piece = make_live(released=("ar", "en"), **ENGLISH)
    saved(piece, title_ar="عنوان آخر")
    assert state(piece) == STALE
    publishing.publish(piece, content=revisions.content_of(piece), version=piece.version, by=None, now=timezone.now())
    assert (state(piece), fresh(piece).released_en) == (STALE, True)


def test_source_and_translation_written_in_one_save_match():
    piece = make_draft(**ENGLISH)
    assert state(saved(piece, body_ar=NEW_SOURCE["ar"], body_en="<p>The river runs.</p>")) == CURRENT


def test_who_mends_a_word_of_an_old_translation_does_not_make_it_match():
    piece = saved(make_draft(**ENGLISH), body_ar=NEW_SOURCE["ar"])
    assert state(saved(piece, body_en="<p>The river walks slowly.</p>")) == STALE


def test_saying_that_it_matches_makes_it_so_with_words_and_without(editor):
    piece = saved(make_draft(**ENGLISH), body_ar=NEW_SOURCE["ar"])
    content = typed(piece, renewed_en="on")
    revisions.save_draft(piece, content=content, version=piece.version, by=editor, now=timezone.now())
    assert state(piece) == CURRENT
    entry = LogEntry.objects.first()
    assert (entry.user, "Matched a translation to its source." in str(entry.change_message)) == (editor, True)
    saved(piece, title_ar="عنوان آخر")
    assert state(saved(piece, title_en="Another title", renewed_en="on")) == CURRENT


def test_a_translation_is_made_from_what_its_translator_had_in_front():
    piece = make_draft(title="النهر", body=BODY)
    opened = revisions.newest(piece)
    redraft(piece, body={"ar": NEW_SOURCE["ar"], "en": ""})
    assert state(saved(piece, opened=opened, **ENGLISH)) == STALE
    then = translating.since(piece, revisions.content_of(piece), "en")
    assert (then.content.body["ar"], then.at) == (BODY, opened.created_at)


def test_the_text_from_which_it_was_made_can_be_read_however_often_the_source_changes():
    piece = make_draft(body=BODY, **ENGLISH)
    first = revisions.newest(piece)
    saved(piece, body_ar=NEW_SOURCE["ar"])
    saved(piece, title_ar="ثالث")
    then = translating.since(piece, revisions.content_of(piece), "en")
    assert (then.content.body["ar"], then.at) == (BODY, first.created_at)


def test_a_translation_of_before_this_was_noted_is_taken_to_match_its_own_revision():
    piece = make_draft(body=BODY, **ENGLISH)
    kept = revisions.newest(piece)
    old = {key: value for key, value in kept.content.items() if key != "made_from"} | {"schema": 1}
    Revision.objects.filter(pk=kept.pk).update(content=old)
    piece = fresh(piece)
    assert state(piece) == CURRENT
    assert state(saved(piece, body_ar=NEW_SOURCE["ar"])) == STALE
    assert translating.since(piece, revisions.content_of(piece), "en").content.body["ar"] == BODY


def test_a_translation_older_than_its_source_is_made_from_nothing():
    piece = make_draft(make_content(title="", body="", **ENGLISH))
    assert state(saved(piece, title_ar="النهر", body_ar=BODY)) == CURRENT


def test_publishing_withdrawing_filing_and_unscheduling_keep_what_it_was_made_from():
    piece = saved(make_live(released=("ar", "en"), body=BODY, **ENGLISH), body_ar=NEW_SOURCE["ar"])
    republish(piece)
    republish(piece, protection="strict")
    publishing.withdraw(piece, version=piece.version, by=None, now=timezone.now())
    republish(piece)
    assert state(piece) == STALE
    assert translating.since(piece, revisions.content_of(piece), "en").content.body["ar"] == BODY
    assert Snapshot.of_row(fresh(piece)).made_from == revisions.content_of(fresh(piece)).made_from


def restored(piece: Article, revision: Revision, fields: list[str] | None = None) -> str:
    restore(piece, revision=revision, fields=fields, version=piece.version, by=None, now=timezone.now())
    return state(piece)


def test_what_is_restored_matches_what_it_matched():
    piece = make_draft(body=BODY, **ENGLISH)
    first = revisions.newest(piece)
    saved(piece, body_ar=NEW_SOURCE["ar"], body_en="<p>The river runs.</p>")
    second = revisions.newest(piece)
    # The old translation stands beside the new source.
    assert restored(piece, first, ["body_en"]) == STALE
    assert translating.since(piece, revisions.content_of(piece), "en").content.body["ar"] == BODY
    assert restored(piece, first, ["body_ar"]) == CURRENT
    assert restored(piece, second) == CURRENT
    assert restored(piece, first) == CURRENT


def test_an_archive_brought_in_matches_and_what_changes_in_it_later_does_not():
    english = {"language": "en", "title": "The river", "paragraphs": ["It walks slowly."], "authors": None}
    brought(line(), line(**english))
    piece = Article.objects.get()
    assert state(piece) == RELEASED
    brought(line(paragraphs=["نص آخر تمامًا."]), line(**english))
    assert state(piece) == STALE
    brought(line(paragraphs=["نص ثالث."]), line(**english | {"paragraphs": ["A third text."]}))
    assert state(piece) == RELEASED


def test_a_translation_out_of_date_stays_so_in_another_house_and_readers_are_not_told():
    piece = make_live(released=("ar", "en"), body=BODY, **ENGLISH)
    republish(piece, body=NEW_SOURCE)
    everything = list(lines(photos=None, now=timezone.now()))
    public = list(lines(photos=None, now=timezone.now(), published_only=True))
    assert [entry.get("stale") for entry in everything if entry.get("language")] == [None, True]
    assert [entry for entry in public if "stale" in entry] == []
    Article.objects.all().delete()
    brought(*everything)
    again = Article.objects.get()
    assert state(again) == STALE
    assert translating.since(again, revisions.content_of(again), "en").content is None


def test_the_list_of_revisions_says_where_a_translation_was_matched(desk):
    piece = saved(make_draft(**ENGLISH), body_ar=NEW_SOURCE["ar"])
    before = revisions.newest(piece)
    saved(piece, renewed_en="on")
    page = desk.get(f"/admin/articles/article/{piece.pk}/revisions/compare/?a={before.pk}&b={before.pk + 1}")
    assert [(change.name, change.label) for change in page.context["changes"]] == [("made_from", "الترجمة")]
    assert [item.text for item in page.context["changes"][0].items] == ["طُوبقت بالأصل من جديد (English)"]
