"""Whatever goes wrong while somebody writes, the words are still there afterwards."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import publishing, revisions
from articles.models import Article, WorkingCopy
from articles.models.article import State
from tests.factories import (
    arabic,
    form_data,
    make_column,
    make_content,
    make_draft,
    make_live,
    make_photo,
    make_scheduled,
    make_topic,
    make_writer,
    redraft,
    republish,
)

pytestmark = pytest.mark.django_db

ADD = "admin:articles_article_add"
CHANGE = "admin:articles_article_change"
BODY = "<p>كلمات كُتبت في ليلة طويلة.</p>"


def typed(page: bytes) -> dict[str, str]:
    """What stands in the title and the text of a form that came back."""
    text = page.decode()
    return {"title": "عنوان كُتب للتو" in text, "body": "كلمات كُتبت في ليلة طويلة" in text}


KEPT = {"title": True, "body": True}


def sent(**more):
    return form_data(make_content(title="عنوان كُتب للتو", body=BODY), **more)


def test_a_draft_deleted_while_it_was_written_gives_its_words_to_a_new_piece(desk):
    draft = make_draft()
    address = reverse(CHANGE, args=[draft.pk])
    version = draft.version
    draft.delete()
    answer = desk.post(address, sent(version=version, act="save"))
    assert (answer.status_code, typed(answer.content)) == (422, KEPT)
    assert f'action="{reverse(ADD)}"' in answer.content.decode()
    again = desk.post(reverse(ADD), sent(version=version, act="save"))
    assert again.status_code == 302
    assert Article.objects.get().title_ar == "عنوان كُتب للتو"


def test_an_account_that_may_not_publish_keeps_its_words(db):
    client = Client()
    client.force_login(make_writer())
    answer = client.post(reverse(ADD), sent(act="publish"))
    assert (answer.status_code, typed(answer.content)) == (403, KEPT)
    assert not Article.objects.exists()


def test_going_back_to_a_form_that_was_sent_and_writing_on_shows_both_texts(desk):
    key = "6b0c1a52-0d3e-4f6e-8f0a-1f2e3d4c5b6a"
    first = desk.post(reverse(ADD), sent(key=key, act="save"))
    piece = Article.objects.get()
    more = form_data(make_content(title="عنوان كُتب للتو", body=BODY + "<p>وفقرة بعد العودة.</p>"), key=key, act="save")
    answer = desk.post(reverse(ADD), more)
    assert (first.status_code, answer.status_code, Article.objects.count()) == (302, 409, 1)
    assert "وفقرة بعد العودة." in answer.content.decode()
    assert f'action="{reverse(CHANGE, args=[piece.pk])}"' in answer.content.decode()


def test_beginning_a_piece_leaves_the_working_copies_of_others_alone(editor):
    draft = make_draft()
    WorkingCopy.objects.create(article=draft, user=editor, content={"title": {"ar": "لم يُحفظ بعد"}})
    revisions.begin(content=make_content(), by=editor, now=timezone.now())
    assert WorkingCopy.objects.get().content == {"title": {"ar": "لم يُحفظ بعد"}}


def test_a_moment_no_newsroom_could_mean_is_refused_and_the_words_stay(desk):
    for moment in ("0001-01-01T00:00", "9999-12-31T23:59"):
        answer = desk.post(reverse(ADD), sent(publish_at=moment, act="save"))
        assert (answer.status_code, typed(answer.content)) == (422, KEPT)


def test_an_author_with_an_impossible_number_is_refused_and_the_words_stay(desk):
    answer = desk.post(reverse(ADD), sent(authors=["9" * 40], topics=["abc"], act="save"))
    assert (answer.status_code, typed(answer.content)) == (422, KEPT)


def test_a_draft_over_a_scheduled_text_is_called_what_it_is(desk):
    piece = make_scheduled(title="موعد بعد غد")
    assert piece.state() == State.SCHEDULED
    redraft(piece, title=arabic("عنوان لم يدخل الجدول"))
    piece.refresh_from_db()
    assert piece.state() == State.SCHEDULED_WITH_DRAFT
    assert piece.title_ar == "موعد بعد غد"


def test_taking_off_the_schedule_survives_a_topic_that_is_gone():
    topic, kept = make_topic("موضوع زائل"), make_topic("موضوع باقٍ")
    piece = make_scheduled()
    content = make_content(topics=[topic, kept])
    revisions.save_draft(piece, content=content, version=piece.version, by=None, now=timezone.now())
    topic.delete()
    publishing.unschedule(piece, version=piece.version, by=None, now=timezone.now())
    assert [topic.name_ar for topic in piece.topics.all()] == ["موضوع باقٍ"]


def test_the_preview_of_a_draft_that_was_never_dated_opens(desk):
    draft = make_draft(title="مسودة في زاوية", column=make_column())
    answer = desk.get(reverse("admin:articles_article_preview", args=[draft.pk, "ar"]))
    assert (answer.status_code, "مسودة في زاوية" in answer.content.decode()) == (200, True)


def test_a_name_that_pieces_bear_and_a_photo_that_a_text_shows_cannot_be_deleted(desk):
    topic, photo = make_topic("موضوع مستعمل"), make_photo()
    make_live(topics=[topic], tags=["وسم مستعمل"], body=f'<p>أ</p><figure data-photo="{photo.pk}"></figure>')
    tag = Article.objects.get().tags.get()
    for name, row in (("articles_topic", topic), ("articles_tag", tag), ("newsroom_photo", photo)):
        answer = desk.post(
            reverse(f"admin:{name}_delete", args=[row.pk]), {"post": "yes", "version": getattr(row, "version", 1)}
        )
        # A photo in use leads back to its page, which says where it is used; a name to the page that asks first.
        assert answer.status_code == 302
        assert type(row).objects.filter(pk=row.pk).exists()


def test_a_control_letter_in_a_columns_title_never_reaches_its_feed(desk, client):
    column = make_column("زاوية النهر")
    page = desk.get(reverse("admin:columns_column_change", args=[column.pk]))
    form = page.context["adminform"].form
    data = {name: "" if (value := form[name].value()) is None else value for name in form.fields}
    desk.post(page.request["PATH_INFO"], data | {"title_ar": "زاوية\x07 النهر\u202e"})
    column.refresh_from_db()
    assert column.title_ar == "زاوية النهر"
    feed = client.get(reverse("columns:feed", args=[column.slug]))
    assert (feed.status_code, feed.headers["Cache-Control"]) == (200, "max-age=60")


def test_a_piece_rescheduled_outside_its_column_loses_the_columns_sign_off():
    piece = make_scheduled(column=make_column())
    assert piece.signoff_ar != ""
    later = piece.publish_at + timedelta(days=1)
    content = revisions.content_of(piece).with_(column=None, number=None)
    publishing.publish(piece, content=content, version=piece.version, by=None, now=timezone.now(), at=later)
    assert (piece.number, piece.signoff_ar) == (None, "")


def test_a_sign_off_corrected_to_nothing_stays_nothing():
    piece = make_live(column=make_column())
    lines = {"ar": "", "en": ""}
    now = timezone.now()
    publishing.correct(piece, number=piece.number, signoffs=lines, version=piece.version, by=None, now=now)
    republish(piece, title=arabic("عنوان مصحّح"))
    assert (piece.title_ar, piece.signoff_ar) == ("عنوان مصحّح", "")
