"""Names on pieces: tags as a desk types them, one for all its spellings; acts on many at once."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import cast

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from articles import naming, revisions
from articles.models import Article, NameKind, Tag, Topic
from articles.snapshots import Ref, Snapshot
from newsroom import audit, pagecache
from newsroom.accounts import User
from newsroom.arabic.fold import fold
from newsroom.arabic.hygiene import clean_text

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


def tags_for(names: list[str], *, found: naming.Meant | None = None) -> list[Tag]:
    """Return the tags that ``names`` mean, each once: found by any of their spellings, or made with the one given.

    ``found`` is what ``naming.meant`` has said of them already.
    """
    found = dict(naming.meant(NameKind.TAG, names) if found is None else found)
    tags = []
    for name in names:
        key = fold(name)[:240]
        if key not in found:
            found[key] = _made(name)
        tags.append(cast(Tag, found[key]))
    return list(dict.fromkeys(tags))


def _made(name: str) -> Tag:
    """Make a tag, or find the one that somebody made at the same instant."""
    try:
        with transaction.atomic():
            return Tag.objects.create(name=name)
    except IntegrityError:
        for tag in naming.meant(NameKind.TAG, [name]).values():
            return cast(Tag, tag)
        raise


def tags_known(names: list[str], *, found: naming.Meant | None = None) -> list[Tag]:
    """Return the tags that ``names`` mean, those that do not exist unsaved: for looking, not for saving."""
    found = naming.meant(NameKind.TAG, names) if found is None else found
    tags = [cast(Tag, found.get(fold(name)[:240])) or Tag(name=name) for name in names]
    return list({tag.pk or -place: tag for place, tag in enumerate(tags, 1)}.values())


def turn(topics: QuerySet, *, published: bool, by: User) -> int:
    """Give these topics their public pages, or take them away; return how many were changed."""
    with transaction.atomic(), pagecache.raised_last():
        naming.hold()
        rows = Topic.objects.select_for_update().filter(pk__in=topics.values("pk")).order_by("pk")
        changed = [topic for topic in rows if topic.published != published]
        for topic in changed:
            topic.published = published
            topic.save(update_fields=["published"])
            changes = [("public", audit.shown(not published), audit.shown(published))]
            audit.record(topic, by=by, act=gettext_noop("Changed."), changes=changes)
    return len(changed)


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
