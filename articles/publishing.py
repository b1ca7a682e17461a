"""The verbs of publication: publish, schedule, unschedule, withdraw, correct, discard.

Each holds its transaction, its check, its line of history and the site version. Nothing here waits for a
clock: a scheduled piece is published now, with a moment that lies ahead, and the gate lets it pass in time.
"""

from collections.abc import Callable
from datetime import datetime

from django.contrib.admin.models import DELETION
from django.db import transaction
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from articles import copydesk, naming, numbering, search, translating, working
from articles.models import Article, RetiredNumber, Revision
from articles.models.article import LANGUAGES, Status
from articles.revisions import as_it_stands, claim, content_in, derive, inscribe, project, take, told
from articles.snapshots import TEXTS, Snapshot
from columns import signoff
from columns.models import Column
from newsroom import audit, pagecache
from newsroom.accounts import User
from newsroom.arabic.slug import slug
from newsroom.outlet import SiteSettings
from newsroom.refusals import Refused

# What a publication is, by whether its moment has come: a kind of revision, and a line of the history.
_KINDS = {
    True: (Revision.Kind.PUBLISH, gettext_noop("Published.")),
    False: (Revision.Kind.SCHEDULE, gettext_noop("Scheduled.")),
}


class NotReady(Refused):
    """Something every published piece needs is missing."""


def missing(content: Snapshot) -> list[str]:
    """Return, in words, what ``content`` still lacks before it can stand before readers."""
    lacks = []
    if not content.title["ar"].strip():
        lacks.append(_("The piece needs a title."))
    if not strip_tags(content.body["ar"]).strip():
        lacks.append(_("The piece needs a text."))
    if not content.authors:
        lacks.append(_("The piece needs an author."))
    for code in content.released:
        if code != "ar" and not translating.is_there(content, code):
            lacks.append(_("A released translation needs its own title and text."))
    return lacks


def publish(
    article: Article,
    *,
    content: Snapshot,
    version: int,
    by: User | None,
    now: datetime,
    at: datetime | None = None,
) -> Revision:
    """Put ``content`` before readers at ``at`` (aware; default: now, and for a live piece its own moment).

    A moment ahead is a schedule. Number, sign-off and address are fixed here, and refreshed by a new schedule
    until the moment has passed. Raises NotReady, for what the house demands of a finished piece too,
    numbering.NumberTaken, or revisions.Conflict for a stale form.
    """
    if lacks := missing(content) + copydesk.demanded(content):
        raise NotReady(lacks)
    with transaction.atomic(), pagecache.raised_last():
        claim(article, version=version)
        _refuse_what_changes_nothing(article, content, at=at, now=now)
        before = Snapshot.of_row(article)
        if article.was_live(now=now) and at is not None and at > now:
            raise Refused([_("Readers have seen this piece: it cannot wait, only be published now.")])
        number = number_for(article, content, now=now, give=numbering.give_number)
        fix(article, content, number=number, at=at, now=now)
        project(article, content)
        kind, act = _KINDS[article.is_live(now=now)]
        after = Snapshot.of_row(article).with_(made_from=content.made_from, ignored=content.ignored)
        revision = take(article, content=after, kind=kind, by=by, now=now)
        article.live_revision, article.draft_revision = revision, None
        article.save()
        derive(article)
        audit.record(article, by=by, act=act, changes=told(before, after))
        return revision


def number_for(article: Article, content: Snapshot, *, now: datetime, give: Callable[..., int]) -> int | None:
    """Return the number with which ``content`` is published, None outside the columns; ``give`` finds a new one.

    A live edition keeps its number and its column: raises Refused for another, and whatever ``give`` raises.
    """
    was_live, column_id = article.was_live(now=now), content.column.id if content.column else None
    if was_live and article.number is not None and article.column_id != column_id:
        raise Refused([_("A live edition stays in its column.")], field="column")
    column = Column.objects.filter(pk=column_id).first() if column_id is not None else None
    if column is None:
        return None
    if was_live and article.number is not None:
        return article.number
    keeps = article.number if article.column_id == column_id else None
    return give(article, column=column, wish=content.number or keeps)


def fix(article: Article, content: Snapshot, *, number: int | None, at: datetime | None, now: datetime) -> None:
    """Let ``article`` say in memory what publishing ``content`` makes of its row; nothing is written here.

    Addresses that readers have seen stay, and so does the line under texts that were signed before them.
    """
    was_live = article.was_live(now=now)
    seen = article.released_languages if was_live else ()
    edited = not was_live or article.last_edited_at is None or is_edited(article, content, seen=seen)
    signed = seen if article.column_id is not None else ()
    moment = article.first_published_at if was_live and article.first_published_at else (at or now)
    inscribe(article, content)
    article.number = number
    _fix_words(article, seen=seen, signed=signed)
    article.status = Status.PUBLISHED
    article.publish_at = article.first_published_at = moment
    if edited:
        article.last_edited_at = now


def is_edited(article: Article, content: Snapshot, *, seen: tuple[str, ...]) -> bool:
    """Return whether ``content`` changes what readers of the languages ``seen`` have read: words, picture, names.

    Neither topics and tags nor another language released is an edit of the text that they know.
    """
    texts = ((f"{name}_{code}", getattr(content, name)[code]) for name in TEXTS for code in seen)
    if any((getattr(article, name) or "") != text for name, text in texts):
        return True
    photo = content.photo.id if content.photo else None
    signing = [byline.author_id for byline in article.bylines.all()]
    return article.lead_photo_id != photo or signing != [ref.id for ref in content.authors]


def unschedule(article: Article, *, version: int, by: User | None, now: datetime) -> None:
    """Take a piece off the schedule before its moment: it is a draft again and its number is free.

    Raises Refused when the moment has passed, Conflict for a stale form.
    """
    with transaction.atomic(), pagecache.raised_last():
        claim(article, version=version)
        if article.status != Status.PUBLISHED or article.is_live(now=now):
            raise Refused([_("This piece is not waiting for a moment: readers see it, or it was never scheduled.")])
        kept, content = article.draft_revision, as_it_stands(article).with_(number=None)
        article.draft_revision = take(article, content=content, kind=Revision.Kind.UNSCHEDULE, by=by, now=now)
        article.status = Status.DRAFT
        article.number = article.publish_at = article.first_published_at = article.live_revision = None
        for code in LANGUAGES:
            setattr(article, f"slug_{code}", "")
            setattr(article, f"signoff_{code}", "")
        if kept is not None:
            # A draft that was being written over the scheduled text stays the newest.
            newest = content_in(kept)
            article.draft_revision = take(article, content=newest, kind=Revision.Kind.SAVE, by=by, now=now)
            project(article, newest)
        article.save()
        search.index([article])
        derive(article)
        audit.record(article, by=by, act=gettext_noop("Taken off the schedule."))


def withdraw(article: Article, *, version: int, by: User | None, now: datetime) -> None:
    """Take a live piece back from readers; its number stays its own and nobody is renumbered.

    Raises Refused when readers do not see it, Conflict for a stale form.
    """
    with transaction.atomic(), pagecache.raised_last():
        claim(article, version=version)
        if not article.is_live(now=now):
            raise Refused([_("Only a piece that readers see can be withdrawn.")])
        article.status = Status.WITHDRAWN
        # Taken back is taken back: who was shown it before by a link no longer is.
        article.preview_links.filter(revoked_at__isnull=True).update(revoked_at=now)
        take(article, content=as_it_stands(article), kind=Revision.Kind.WITHDRAW, by=by, now=now)
        article.save()
        audit.record(article, by=by, act=gettext_noop("Withdrawn from readers."))


def correct(
    article: Article, *, number: int | None, signoffs: dict[str, str], version: int, by: User | None, now: datetime
) -> None:
    """Change the frozen number or sign-off of a published piece, as a logged act of the editor-in-chief.

    ``signoffs`` maps languages to lines. A number once before readers is retired, never given again.
    Raises Refused, numbering.NumberTaken or Conflict.
    """
    with transaction.atomic(), pagecache.raised_last():
        claim(article, version=version)
        if article.live_revision_id is None:
            raise Refused([_("Nothing is frozen yet: number and sign-off are fixed at publication.")])
        before = _frozen(article)
        if number != article.number and None in {number, article.number}:
            raise Refused([_("An edition keeps a number, and a piece outside the columns has none.")], field="number")
        if article.column is not None and article.number is not None and number not in {None, article.number}:
            numbering.lock(article.column)
            if numbering.is_taken(article.column, number, by_other_than=article):
                raise numbering.NumberTaken(number)
            if article.was_live(now=now):
                RetiredNumber.objects.filter(article=article, number=number).delete()
                RetiredNumber.objects.create(column=article.column, number=article.number, article=article, at=now)
            article.number = number
        for code, line in signoffs.items():
            setattr(article, f"signoff_{code}", line)
        article.save()
        take(article, content=as_it_stands(article), kind=Revision.Kind.CORRECT, by=by, now=now)
        after = _frozen(article)
        changes = [(label, before[label], after[label]) for label in before if before[label] != after[label]]
        audit.record(article, by=by, act=gettext_noop("Corrected what was frozen."), changes=changes)


def _frozen(article: Article) -> dict[str, str]:
    """Return the frozen facts of a piece under the labels of the history."""
    facts = {"Edition number": audit.shown(article.number)}
    labels = {"ar": gettext_noop("Sign-off in Arabic"), "en": gettext_noop("Sign-off in English")}
    return facts | {labels.get(code, code): getattr(article, f"signoff_{code}") or "" for code in LANGUAGES}


def discard(article: Article, *, now: datetime, by: User | None = None) -> None:
    """Delete a draft that was never published; raises Refused for anything readers ever saw or will see."""
    with transaction.atomic():
        naming.hold()
        fresh = Article.objects.select_for_update().filter(pk=article.pk).first()
        if fresh is None:
            return
        if fresh.live_revision_id is not None or fresh.was_live(now=now):
            raise Refused([_("A published piece is withdrawn, never deleted.")])
        audit.record(fresh, by=by, act=gettext_noop("Deleted the draft."), flag=DELETION)
        # What colleagues have typed into it and not saved is theirs.
        working.set_free(fresh)
        fresh.delete()


def _refuse_what_changes_nothing(article: Article, content: Snapshot, *, at: datetime | None, now: datetime) -> None:
    """Answer a second press of the button in words."""
    if article.status != Status.PUBLISHED or article.draft_revision_id is not None:
        return
    same = not set(content.differing(Snapshot.of_row(article))) - {"number", "publish_at"}
    # Until the moment has passed, moment and number are the editor's to change.
    waiting = not article.is_live(now=now)
    moved = waiting and ((at or now) != article.publish_at or content.number not in {None, article.number})
    if same and not moved:
        raise Refused(
            [
                _("It is scheduled exactly so already: there is nothing to change.")
                if waiting
                else _("Readers already see exactly this text: there is nothing to publish.")
            ]
        )


def _fix_words(article: Article, *, seen: tuple[str, ...], signed: tuple[str, ...]) -> None:
    """Fix short address and sign-off of every released language.

    Addresses that readers have ``seen`` stay, and so does the line under texts that were ``signed`` before them.
    """
    outlet = SiteSettings.load()
    for code in article.released_languages:
        if code not in seen:
            setattr(article, f"slug_{code}", slug(getattr(article, f"title_{code}")))
        if code not in signed:
            line = signoff.build(article.column, outlet=outlet, language=code) if article.column else ""
            setattr(article, f"signoff_{code}", line)
