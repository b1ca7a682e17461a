"""Revisions: begin a piece, save a draft, take a snapshot; the only door to the three stores of a piece."""

import re
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.admin.models import ADDITION
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from articles import naming, search, translating
from articles.models import Article, Byline, PhotoUse, Revision, Tag, TaggedArticle, Topic
from articles.models.article import LANGUAGES, new_code
from articles.resolving import followed
from articles.snapshots import TEXTS, Ref, Snapshot
from columns.models import Author, Column
from newsroom import audit
from newsroom.accounts import User
from newsroom.images import Photo
from newsroom.refusals import Refused

# What the history calls the fields of a snapshot; message ids that the forms and models translate already.
LABELS = {
    "title": "Title",
    "standfirst": "Standfirst",
    "body": "Text",
    "released": "Released languages",
    "column": "Column",
    "number": "Edition number",
    "authors": "Authors",
    "topics": "Topics",
    "tags": "Tags",
    "photo": "Lead photo",
    "protection": "Copy protection",
    "publish_at": "Moment of publication",
    "made_from": gettext_noop("Translation"),
}
_FIGURE = re.compile(r'<figure data-photo="(\d{1,18})"')


class Gone(Refused):
    """The piece was deleted since it was opened."""

    def __init__(self) -> None:
        super().__init__([_("This draft was deleted meanwhile. Your text is still here: saving makes a new piece.")])


class Conflict(Refused):
    """Somebody else saved the piece since it was opened; carries what they saved."""

    def __init__(self, article: Article, theirs: Revision | None) -> None:
        super().__init__([_("Somebody saved this piece after you opened it. Nothing of yours is lost: compare below.")])
        self.article = article
        self.theirs = theirs


def newest(article: Article) -> Revision | None:
    """Return the revision that the form opens: the unpublished draft, else what is live."""
    return article.draft_revision or article.live_revision


def content_of(article: Article) -> Snapshot:
    """Return the content that the form opens."""
    revision = newest(article)
    return content_in(revision) if revision else Snapshot.of_row(article)


def content_in(revision: Revision) -> Snapshot:
    """Return the content of a revision; topics and tags that were merged since are what they became."""
    [content] = followed([Snapshot.from_json(revision.content).placed(revision.pk)])
    return content


def as_it_stands(article: Article) -> Snapshot:
    """Return what stands in the row, with what only its newest revision remembers."""
    revision = newest(article)
    return Snapshot.of_row(article).with_(ignored=tuple(revision.content.get("ignored", ())) if revision else ())


def begin(
    *, content: Snapshot, by: User | None, now: datetime, key: UUID | None = None, import_ref: str | None = None
) -> tuple[Article, bool]:
    """Begin a piece with its first draft; return it and whether this call made it.

    ``key`` is the form's one-time key: the same form sent again by the same account, even at the same instant, finds
    the first piece. ``import_ref`` names the piece where it came from, once.
    """
    with transaction.atomic():
        naming.hold()
        article = Article(created_by=by, created_at=now, submission_key=key, import_ref=import_ref)
        try:
            with transaction.atomic():
                article.save()
        except IntegrityError:
            first = Article.objects.filter(submission_key=key).first() if key is not None else None
            if first is not None and first.created_by_id == (by.pk if by else None):
                return first, False
            # Somebody else's form, come by its address: what is in it begins a piece of its own. Or, one in some
            # hundred millions, another piece drew the same short code.
            article.submission_key, article.code = (uuid4() if first else key), new_code()
            article.save()
        keep_draft(article, content=content, by=by, now=now)
        audit.record(article, by=by, act=gettext_noop("Began the piece."), flag=ADDITION)
        return article, True


def save_draft(article: Article, *, content: Snapshot, version: int, by: User | None, now: datetime) -> Revision:
    """Save ``content`` as the newest draft; readers see nothing of it.

    Raises Conflict when the piece is no longer at ``version``, the one that the form was opened with.
    """
    with transaction.atomic():
        claim(article, version=version)
        before = content_of(article)
        revision = keep_draft(article, content=content, by=by, now=now)
        matched = before.differing(content) == ("made_from",)
        act = gettext_noop("Matched a translation to its source.") if matched else gettext_noop("Saved a draft.")
        audit.record(article, by=by, act=act, changes=told(before, content))
        return revision


def claim(article: Article, *, version: int) -> None:
    """Take the right to write the next version, or raise Conflict; call it inside a transaction.

    One conditional UPDATE decides, so that of two savers at the same instant one always loses. Names stay what they
    are until the transaction ends.
    """
    naming.hold()
    won = Article.objects.filter(pk=article.pk, version=version).update(version=version + 1)
    try:
        article.refresh_from_db()
    except Article.DoesNotExist as error:
        raise Gone from error
    if not won:
        raise Conflict(article, newest(article))


def take(article: Article, *, content: Snapshot, kind: Revision.Kind, by: User | None, now: datetime) -> Revision:
    """Write down ``content`` as a new, immutable revision of ``article``."""
    return Revision.objects.create(
        article=article,
        kind=kind,
        content=content.to_json(),
        based_on=newest(article),
        created_by=by,
        created_at=now,
    )


def keep_draft(
    article: Article,
    *,
    content: Snapshot,
    by: User | None,
    now: datetime,
    kind: Revision.Kind = Revision.Kind.SAVE,
) -> Revision:
    """Make ``content`` the draft, for verbs that hold the claim; mirror it onto a row that no reader has ever seen."""
    article.draft_revision = take(article, content=content, kind=kind, by=by, now=now)
    if article.live_revision_id is None:
        project(article, content)
    Article.objects.filter(pk=article.pk).update(draft_revision=article.draft_revision)
    derive(article)
    return article.draft_revision


def refile_live(article: Article, *, content: Snapshot, by: User | None, now: datetime) -> Revision:
    """Write ``content``, the row's own with other names, as what readers see; for verbs that hold the claim."""
    project(article, content)
    article.live_revision = take(article, content=content, kind=Revision.Kind.SAVE, by=by, now=now)
    article.save()
    return article.live_revision


def project(article: Article, content: Snapshot) -> None:
    """Write ``content`` onto the article's row and relations; number, moment and status are not its business.

    Names that were merged since ``content`` was typed stand as what they became.
    """
    inscribe(article, content)
    article.save()
    topics, tags = _existing(Topic, content.topics), _existing(Tag, content.tags)
    if len(topics) + len(tags) < len(content.topics) + len(content.tags):
        [content] = followed([content])
        topics, tags = _existing(Topic, content.topics), _existing(Tag, content.tags)
    article.topics.set(topics)
    article.bylines.all().delete()
    Byline.objects.bulk_create(
        Byline(article=article, author_id=author, position=place)
        for place, author in enumerate(_existing(Author, content.authors))
    )
    article.tagged.exclude(tag_id__in=tags).delete()
    TaggedArticle.objects.bulk_create(
        [TaggedArticle(content_object=article, tag_id=tag) for tag in tags], ignore_conflicts=True
    )
    # The relations have just changed under any prefetched copy of them.
    article._prefetched_objects_cache = {}
    search.index([article])


def inscribe(article: Article, content: Snapshot) -> None:
    """Let ``article`` say in memory what ``content`` says of a row; relations are not its business."""
    for name in TEXTS:
        for code in LANGUAGES:
            setattr(article, f"{name}_{code}", getattr(content, name).get(code, ""))
    for code in LANGUAGES:
        setattr(article, f"released_{code}", code in content.released)
    article.column_id = next(iter(_existing(Column, [content.column])), None)
    article.lead_photo_id = next(iter(_existing(Photo, [content.photo])), None)
    article.protection = content.protection


def derive(article: Article) -> None:
    """Write down what follows from the newest text: which photos it uses, and how far its translations are."""
    content = content_of(article)
    states = translating.states(content)
    for name, state in states.items():
        setattr(article, name, state)
    Article.objects.filter(pk=article.pk).update(**states)
    _note_photos(article, content)


def _note_photos(article: Article, newest: Snapshot) -> None:
    """Write down which photos the row and its newest draft use; from then on the database keeps them."""
    used = photos_in(newest)
    used |= {article.lead_photo_id} if article.lead_photo_id else set()
    for code in LANGUAGES:
        used |= figures_in(getattr(article, f"body_{code}"))
    used &= set(Photo.objects.filter(pk__in=used).values_list("pk", flat=True))
    article.photo_uses.exclude(photo_id__in=used).delete()
    PhotoUse.objects.bulk_create(
        [PhotoUse(article=article, photo_id=number) for number in sorted(used)], ignore_conflicts=True
    )


def photos_in(content: Snapshot) -> set[int]:
    """Return the ids of the photos that ``content`` names, as its lead or in its texts."""
    used = set().union(*(figures_in(body) for body in content.body.values()))
    return used | ({content.photo.id} if content.photo else set())


def figures_in(body: str | None) -> set[int]:
    """Return the ids of the photos that a stored text shows."""
    return {int(number) for number in _FIGURE.findall(body or "")}


def _existing(model: type[Model], refs: Sequence[Ref | None]) -> list[int]:
    """Return the ids among ``refs`` that still exist, in their order: a row may be gone since the snapshot."""
    wanted = [ref.id for ref in refs if ref is not None]
    there = set(model._default_manager.filter(pk__in=wanted).values_list("pk", flat=True)) if wanted else set()
    return [number for number in wanted if number in there]


def told(before: Snapshot, after: Snapshot) -> list[audit.Change]:
    """Return what changed between two contents for the history: short fields in full, texts by their first words."""
    changes = []
    for name in before.differing(after):
        if name == "made_from":
            changes += [(LABELS[name], "", code) for code in translating.rematched(before, after)]
            continue
        stem, _sep, code = name.rpartition("_")
        if stem in TEXTS:
            label = LABELS[stem] if code == settings.LANGUAGE_CODE else f"{LABELS[stem]} ({code})"
            old, new = getattr(before, stem).get(code), getattr(after, stem).get(code)
        else:
            label, old, new = LABELS[name], getattr(before, name), getattr(after, name)
        changes.append((label, _told_value(old), _told_value(new)))
    return changes


def _told_value(value: object) -> str:
    if isinstance(value, Ref):
        return value.name
    if isinstance(value, tuple):
        return "، ".join(_told_value(item) for item in value)
    return audit.shown(value)
