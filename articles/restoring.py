"""Restoring: an earlier text, or one field of it, becomes the newest draft; what readers see stays as it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from articles import revisions, tagging, translating
from articles.models import Article, Revision
from articles.models.article import LANGUAGES
from articles.resolving import resolved
from articles.snapshots import TEXTS, Ref, Snapshot
from columns import signoff
from newsroom import audit, prose
from newsroom.accounts import User
from newsroom.arabic.hygiene import clean_text
from newsroom.refusals import Refused

# Every field that may be restored alone, under its name in the writing form.
FIELDS = (
    *(f"{stem}_{code}" for stem in TEXTS for code in LANGUAGES),
    *("released", "column", "number", "authors", "topics", "tags", "photo", "protection", "publish_at"),
)
TRANSLATED = tuple(f"{stem}_{code}" for stem in TEXTS for code in LANGUAGES if code != settings.LANGUAGE_CODE)


@dataclass(frozen=True)
class Restored:
    """The new draft, and in words what of the old text could not come back as it was."""

    revision: Revision
    notices: tuple[str, ...] = ()


def fixed(article: Article, *, now: datetime) -> frozenset[str]:
    """Return the fields that publication has fixed: they are history, and no restoring changes them."""
    if not article.was_live(now=now):
        return frozenset()
    return frozenset({"number", "publish_at"} | ({"column"} if article.number is not None else set()))


def restore(
    article: Article,
    *,
    revision: Revision,
    fields: Sequence[str] | None,
    version: int,
    by: User | None,
    now: datetime,
) -> Restored:
    """Make ``revision``, or only some ``fields`` of it, the newest draft on top of what is newest now.

    The texts pass the one cleaner again, names are found as they are called now. The whole leaves out what publication
    has fixed. Raises Refused for a revision of another piece, for a field that is fixed, and when nothing would
    change; revisions.Conflict for a stale version, revisions.Gone for a piece that was deleted.
    """
    with transaction.atomic():
        revisions.claim(article, version=version)
        if revision.article_id != article.pk:
            raise Refused([_("This revision belongs to another piece.")])
        shut = fixed(article, now=now)
        wanted = [name for name in FIELDS if name not in shut] if fields is None else list(fields)
        if not set(wanted) <= set(FIELDS) - shut:
            raise Refused([_("Publication has fixed this: it cannot be restored.")])
        before = revisions.content_of(article)
        kept = Snapshot.from_json(revision.content).placed(revision.pk)
        old, notices = _as_of_now(_picked(kept, wanted))
        after = translating.restored(before, _with(before, old, wanted), old=_with(kept, old, wanted))
        if "topics" not in wanted:
            # A tag may have become a topic since.
            after = after.with_(topics=tuple(dict.fromkeys((*before.topics, *old.topics))))
        if not before.differing(after):
            raise Refused([_("The newest text has exactly this already: there is nothing to restore."), *notices])
        kind = Revision.Kind.RESTORE
        made = revisions.keep_draft(article, content=after, by=by, now=now, kind=kind)
        act = gettext_noop("Restored from an earlier revision.")
        audit.record(article, by=by, act=act, changes=revisions.told(before, after))
        return Restored(made, tuple(notices))


def _picked(content: Snapshot, names: Sequence[str]) -> Snapshot:
    """Return ``content`` with nothing in it but the fields ``names``: nobody is told of names that stay away anyway."""
    return _with(Snapshot.empty(), content, names)


def _with(content: Snapshot, other: Snapshot, names: Sequence[str]) -> Snapshot:
    """Return ``content`` with the fields ``names`` as they are in ``other``."""
    changes: dict[str, Any] = {}
    for name in names:
        stem, _sep, code = name.rpartition("_")
        if stem in TEXTS:
            texts = changes.get(stem, getattr(content, stem))
            changes[stem] = {**texts, code: getattr(other, stem).get(code, "")}
        else:
            changes[name] = getattr(other, name)
    return content.with_(**changes)


def _as_of_now(content: Snapshot) -> tuple[Snapshot, list[str]]:
    """Return an old content as it may be saved today, and in words what was lost on the way."""
    found, lost = resolved(content)
    # Each is called as it is called now; what no longer exists is made again.
    tags = tuple(Ref.to(tag) for tag in tagging.tags_for([ref.name for ref in found.tags]))
    said = [_("No longer there, and so left out: %(name)s") % {"name": name} for name in lost]
    furniture = signoff.every_line()
    bodies = {}
    for code, text in found.body.items():
        try:
            cleaned = prose.clean(text, furniture=furniture)
        except ValueError as error:
            raise Refused([_("This text is too long for one piece.")]) from error
        bodies[code] = cleaned.html
        said += [str(notice) for notice in cleaned.notices]
    texts = {
        stem: {code: clean_text(text) for code, text in getattr(found, stem).items()}
        for stem in TEXTS
        if stem != "body"
    }
    return found.with_(**texts, body=bodies, tags=tags), said
