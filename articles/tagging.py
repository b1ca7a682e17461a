"""Names on pieces: tags as a desk types them (one for every spelling that folds alike), and acts on many at once."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import cast

from django.conf import settings
from django.contrib.admin.models import DELETION
from django.db import transaction
from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from articles import revisions
from articles.models import Article, Merge, Tag, TaggedArticle, Topic
from articles.models.names import TopicKind
from articles.snapshots import Ref, Snapshot
from newsroom import audit, pagecache, redirects
from newsroom.accounts import User
from newsroom.arabic.fold import fold
from newsroom.arabic.hygiene import clean_text
from newsroom.refusals import Refused

MAX_NAME = 100
_SEPARATORS = re.compile(r"[,،;؛\n\r]+")


def parse(text: str) -> list[str]:
    """Return the tag names in ``text``, in order; a space never separates, and folded twins count once."""
    names: dict[str, str] = {}
    for part in _SEPARATORS.split(text):
        name = re.sub(r"\s+", " ", clean_text(part))[:MAX_NAME].strip()
        if key := fold(name):
            names.setdefault(key, name)
    return list(names.values())


def tags_for(names: list[str]) -> list[Tag]:
    """Return one tag for each of ``names``, found by folded name or made with the spelling given."""
    found = {tag.name_folded: tag for tag in Tag.objects.filter(name_folded__in=[fold(name)[:240] for name in names])}
    tags = []
    for name in names:
        key = fold(name)[:240]
        if key not in found:
            found[key], _made = Tag.objects.get_or_create(name_folded=key, defaults={"name": name})
        tags.append(found[key])
    return tags


def tags_known(names: list[str]) -> list[Tag]:
    """Return one tag for each of ``names``, those that do not exist unsaved: for looking, not for saving."""
    found = {tag.name_folded: tag for tag in Tag.objects.filter(name_folded__in=[fold(name)[:240] for name in names])}
    return [found.get(fold(name)[:240]) or Tag(name=name) for name in names]


def turn(topics: QuerySet, *, published: bool, by: User) -> int:
    """Give these topics their public pages, or take them away; return how many were changed."""
    with transaction.atomic(), pagecache.raised_last():
        changed = [topic for topic in Topic.objects.filter(pk__in=topics.values("pk")) if topic.published != published]
        for topic in changed:
            topic.published = published
            topic.save()
            changes = [("public", audit.shown(not published), audit.shown(published))]
            audit.record(topic, by=by, act=gettext_noop("Changed."), changes=changes)
    return len(changed)


def drop_unused(tags: QuerySet, *, by: User) -> int:
    """Delete those of ``tags`` that no piece bears; return how many."""
    with transaction.atomic():
        unused = list(Tag.objects.filter(pk__in=tags.values("pk"), tagged__isnull=True))
        for tag in unused:
            audit.record(tag, by=by, act=gettext_noop("Deleted."), flag=DELETION)
            tag.delete()
    return len(unused)


def file_under(
    article: Article, *, topics: Sequence[Topic], tags: Sequence[Tag], version: int, by: User | None, now: datetime
) -> None:
    """Add topics and tags to a piece: to its newest draft, and at once to what readers see of a published one.

    Raises revisions.Conflict for a stale version, revisions.Gone for a piece that was deleted.
    """
    more = {"topics": [Ref.to(topic) for topic in topics], "tags": [Ref.to(tag) for tag in tags]}

    def filed(content: Snapshot) -> Snapshot:
        return content.with_(**{name: tuple(dict.fromkeys((*getattr(content, name), *more[name]))) for name in more})

    with transaction.atomic(), pagecache.raised_last():
        revisions.claim(article, version=version)
        before = revisions.content_of(article)
        draft = article.draft_revision
        if article.live_revision_id is not None:
            revisions.refile_live(article, content=filed(Snapshot.of_row(article)), by=by, now=now)
        if draft is not None or article.live_revision_id is None:
            revisions.keep_draft(article, content=filed(before), by=by, now=now)
        changes = revisions.told(before, filed(before))
        audit.record(article, by=by, act=gettext_noop("Filed under more names."), changes=changes)


def merge(source: Topic | Tag, *, into: Topic | Tag, by: User | None, now: datetime) -> Merge:
    """Let ``into`` take the place of ``source``, on every piece and at its address, and delete ``source``.

    A topic goes into a topic, a tag into a tag or a topic. Drafts and revisions that still name ``source`` find
    ``into`` by the row that is returned. Raises Refused for a name into itself, a topic into a tag, and for one that
    is gone meanwhile.
    """
    if isinstance(source, Topic) and isinstance(into, Tag):
        raise Refused([_("A topic cannot become a tag: merge the tag into the topic.")])
    with transaction.atomic(), pagecache.raised_last():
        if not _locked(source, into):
            raise Refused([_("Choose two names that are both there still.")])
        if isinstance(source, Tag):
            _move_tag(source, into)
        elif isinstance(into, Topic):
            _move_topic(source, into)
        kind = Merge.Kind.TOPIC if isinstance(source, Topic) else Merge.Kind.TAG
        place: dict[str, Topic | Tag | None] = {"topic": None, "tag": None}
        place["topic" if isinstance(into, Topic) else "tag"] = into
        source.merged.update(**place)
        with translation.override(settings.LANGUAGE_CODE):
            names = [("Name", str(source), str(into))]
            redirects.lead(
                source.get_absolute_url(), into.get_absolute_url(), below=True, reason=redirects.Reason.RENAME
            )
            row = Merge.objects.create(kind=kind, old_id=source.pk, old_name=str(source), at=now, by=by, **place)
        audit.record(source, by=by, act=gettext_noop("Merged into another name."), changes=names, flag=DELETION)
        audit.record(into, by=by, act=gettext_noop("Took in another name."), changes=names)
        source.delete()
        return row


def _locked(*rows: Topic | Tag) -> bool:
    """Return whether all ``rows`` are there and none is another; none is deleted before this transaction ends."""
    wanted = sorted({(type(row).__name__, row.pk): row for row in rows}.items(), key=lambda each: each[0])
    return len(wanted) == len(rows) and all(
        type(row)._default_manager.select_for_update().filter(pk=row.pk).first() is not None for _key, row in wanted
    )


def _move_topic(source: Topic, into: Topic) -> None:
    """Let ``into`` stand wherever ``source`` stood: on pieces, and among the parties of relations."""
    into.articles.add(*source.articles.values_list("pk", flat=True))
    for relation in source.relations.exclude(pk=into.pk):
        relation.parties.add(into)
    into.parties.remove(source)
    if into.kind == TopicKind.RELATION:
        into.parties.add(*source.parties.exclude(pk=into.pk))


def _move_tag(source: Tag, into: Topic | Tag) -> None:
    """Let the pieces with the tag ``source`` bear ``into``, each once."""
    if isinstance(into, Tag):
        twice = TaggedArticle.objects.filter(tag=into).values("content_object")
        source.tagged.exclude(content_object__in=twice).update(tag=into)
    else:
        cast(Topic, into).articles.add(*source.tagged.values_list("content_object", flat=True))
