"""The site version: raised by everything that readers may see, and by nothing else, with the change it belongs to."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from articles.models import Article, WorkingCopy
from articles.publishing import NotReady, correct, discard, publish, unschedule, withdraw
from articles.revisions import content_of
from newsroom.outlet import SiteSettings
from newsroom.pagecache import SiteVersion, current, touch
from newsroom.redirects import Redirect
from tests.factories import (
    arabic,
    make_author,
    make_column,
    make_content,
    make_draft,
    make_editor,
    make_live,
    make_photo,
    make_scheduled,
    make_topic,
    make_withdrawn,
    redraft,
    republish,
)

pytestmark = pytest.mark.django_db


class Watch:
    """How far the version rose since the watch was asked last."""

    def __init__(self) -> None:
        self.seen = current()

    @property
    def rose(self) -> bool:
        before, self.seen = self.seen, current()
        return self.seen > before


def act(verb, piece: Article, **facts) -> None:
    verb(piece, version=piece.version, by=None, now=timezone.now(), **facts)


def test_the_version_begins_at_nothing_and_counts():
    SiteVersion.objects.all().delete()
    assert current() == 0
    touch()
    touch()
    assert (current(), SiteVersion.objects.count()) == (2, 1)


def test_every_verb_that_readers_notice_raises_the_version():
    column = make_column()
    piece = make_draft(column=column)
    watch, later = Watch(), timezone.now() + timedelta(days=1)
    act(publish, piece, content=content_of(piece), at=later)
    assert watch.rose
    act(unschedule, piece)
    assert watch.rose
    republish(piece)
    assert watch.rose
    republish(piece, title=arabic("ثانٍ"))
    assert watch.rose
    act(correct, piece, number=9, signoffs={"ar": "سطر"})
    assert watch.rose
    act(withdraw, piece)
    assert watch.rose
    republish(piece)
    assert watch.rose


def test_nothing_that_readers_cannot_see_raises_it():
    editor, column, author = make_editor(), make_column(), make_author()
    content = make_content(column=column, authors=[author], topics=[make_topic()])
    live, draft = make_live(make_content(authors=[author])), make_draft(make_content(authors=[author]))
    watch = Watch()
    begun = make_draft(content, by=editor)
    redraft(begun, title=arabic("ثانٍ"), topics=(), authors=())
    redraft(begun, topics=content.topics, authors=content.authors)
    redraft(live, title=arabic("مسودة فوق الحيّ"), topics=content.topics)
    WorkingCopy.objects.create(article=live, user=editor, content={})
    WorkingCopy.objects.get().delete()
    editor.language = "en"
    editor.save()
    discard(draft, now=timezone.now())
    make_draft(make_content(authors=[author], tags=["وسم لم يكن"]))
    assert not watch.rose


def test_every_row_behind_a_public_page_raises_it():
    author, column, topic, photo = make_author(), make_column(), make_topic(), make_photo()
    piece = make_live(column=column, authors=[author], topics=[topic], tags=["نهر"])
    watch = Watch()
    for row in (author, column, topic, photo, piece.tags.get(), SiteSettings.load()):
        row.save()
        assert (type(row), watch.rose) == (type(row), True)
    old = Redirect.objects.create(old_path="/قديم/", new_path="/")
    assert watch.rose
    old.delete()
    assert watch.rose
    topic.parties.add(make_topic())
    assert watch.rose
    topic.parties.clear()
    assert watch.rose
    piece.topics.remove(topic)
    assert watch.rose
    piece.tags.clear()
    assert watch.rose
    topic.delete()
    assert watch.rose


def test_pieces_that_wait_or_were_taken_back_count_as_seen():
    """Their number, their place in the archive and their 404 are public facts."""
    for piece in (make_scheduled(), make_withdrawn()):
        watch = Watch()
        Article.objects.get(pk=piece.pk).save()
        assert watch.rose


def test_the_version_rises_with_its_change_and_falls_back_with_it():
    piece = make_draft()
    watch = Watch()
    with pytest.raises(RuntimeError), transaction.atomic():
        republish(piece)
        assert watch.rose
        raise RuntimeError
    watch = Watch()
    assert (Article.objects.published("ar").count(), watch.rose) == (0, False)
    republish(Article.objects.get(pk=piece.pk))
    assert watch.rose


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_change_and_its_version_become_visible_together():
    """Whoever reads between the change and the end of its transaction sees neither."""
    piece = make_draft()
    before, seen = current(), []

    def look() -> None:
        seen.append((current() - before > 0, Article.objects.published("ar").exists()))
        connection.close()

    def looking() -> None:
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()

    with transaction.atomic():
        republish(piece)
        looking()
    looking()
    assert seen == [(False, False), (True, True)]


def test_a_refused_publication_raises_nothing():
    piece = make_draft(title="")
    watch = Watch()
    with pytest.raises(NotReady):
        republish(piece)
    assert not watch.rose
