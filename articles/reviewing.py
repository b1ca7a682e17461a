"""In review: a writer hands a draft over, an editor publishes it or returns it with a note; notes between colleagues.

Each verb holds its transaction and its line of history, and writes the mails that tell the others: a worker sends
them later, so that no mail server can harm or delay what somebody saves.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from articles import notifying, revisions
from articles.models import Article, Note, Revision
from articles.models.article import Status
from articles.revisions import claim, keep_draft, told
from articles.snapshots import Snapshot
from newsroom import audit
from newsroom.accounts import User
from newsroom.refusals import Refused

# The same words of the same person within this time are a second press of the button.
SAME_NOTE_WITHIN = timedelta(minutes=2)
LONGEST_NOTE = 2000
# How many notes the form shows; the page of notes shows all.
NEWEST_NOTES = 20
ON_REVIEW = (Note.Kind.HANDED_OVER, Note.Kind.RETURNED, Note.Kind.TAKEN_BACK)


# ---- verbs -----------------------------------------------------------------------------------------------------------


def submit(article: Article, *, content: Snapshot, version: int, by: User, now: datetime, note: str = "") -> Note:
    """Save ``content`` and hand the draft over for review, with a note or without.

    Raises Refused for anything but a draft, Conflict for a stale form.
    """
    with transaction.atomic():
        claim(article, version=version)
        if article.status == Status.IN_REVIEW:
            raise Refused([_("This piece is handed over already: save what you changed, the editors will see it.")])
        if article.status != Status.DRAFT:
            raise Refused([_("Only a draft is handed over: this piece is published or scheduled, or was withdrawn.")])
        before = revisions.content_of(article)
        article.status = Status.IN_REVIEW
        article.save()
        keep_draft(article, content=content, by=by, now=now, kind=Revision.Kind.REVIEW)
        audit.record(article, by=by, act=gettext_noop("Handed over for review."), changes=told(before, content))
        return _noted(article, kind=Note.Kind.HANDED_OVER, text=note, by=by, now=now)


def send_back(article: Article, *, version: int, by: User, now: datetime, note: str) -> Note:
    """Return to its writer a piece that was handed over, and say what to change.

    Raises Refused without a note and for a piece that is not in review, Conflict for a stale form.
    """
    if not note.strip():
        raise Refused([_("Say in the note what to change; then return the piece.")])
    with transaction.atomic():
        _leave_review(article, version=version)
        audit.record(article, by=by, act=gettext_noop("Returned with a note."))
        return _noted(article, kind=Note.Kind.RETURNED, text=note, by=by, now=now)


def take_back(article: Article, *, version: int, by: User, now: datetime, note: str = "") -> Note:
    """Take back a piece that was handed over: it is a draft again.

    Raises Refused for a piece that is not in review, Conflict for a stale form.
    """
    with transaction.atomic():
        _leave_review(article, version=version)
        audit.record(article, by=by, act=gettext_noop("Taken back from review."))
        return _noted(article, kind=Note.Kind.TAKEN_BACK, text=note, by=by, now=now)


def say(article: Article, *, text: str, by: User, now: datetime) -> Note:
    """Tell the colleagues something about the piece; the same words sent twice stand once.

    Raises Refused for an empty note, or one that is too long.
    """
    if not text.strip():
        raise Refused([_("Write something first.")], field="text")
    if len(text) > LONGEST_NOTE:
        raise Refused([_("A note has at most 2,000 letters.")], field="text")
    with transaction.atomic():
        # Of two sends at the same instant the second waits here, and then finds the first.
        if not Article.objects.select_for_update(no_key=True).filter(pk=article.pk).exists():
            raise revisions.Gone
        same = article.notes.filter(by=by, text=text, at__gt=now - SAME_NOTE_WITHIN).first()
        if same is not None:
            return same
        audit.record(article, by=by, act=gettext_noop("Wrote a note to colleagues."))
        return _noted(article, kind=Note.Kind.SAID, text=text, by=by, now=now)


def _leave_review(article: Article, *, version: int) -> None:
    claim(article, version=version)
    if article.status != Status.IN_REVIEW:
        raise Refused([_("This piece is not in review: it was returned, taken back or published meanwhile.")])
    article.status = Status.DRAFT
    article.save()


def _noted(article: Article, *, kind: Note.Kind, text: str, by: User, now: datetime) -> Note:
    note = Note.objects.create(article=article, kind=kind, text=text[:LONGEST_NOTE], by=by, at=now)
    notifying.announce(note, now=now)
    return note


# ---- what the desk shows ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Thread:
    """Notes on a piece, the newest last, and whether earlier ones are left out."""

    notes: list[Note]
    more: bool = False


def thread(article: Article | None, *, most: int | None = NEWEST_NOTES) -> Thread:
    """Return the newest ``most`` notes on the piece, None for all; a new piece has none."""
    if article is None:
        return Thread([])
    rows = article.notes.select_related("by").order_by("-at", "-pk")
    found = list(rows if most is None else rows[: most + 1])
    return Thread(found[:most][::-1], more=most is not None and len(found) > most)


def returned(pieces: QuerySet) -> QuerySet:
    """Return those of ``pieces`` that an editor has sent back and that nobody has handed over since."""
    last = Note.objects.filter(article=OuterRef("pk"), kind__in=ON_REVIEW).order_by("-at", "-pk")
    return pieces.drafts().annotate(last_step=Subquery(last.values("kind")[:1])).filter(last_step=Note.Kind.RETURNED)


def with_steps(pieces: QuerySet, kind: Note.Kind) -> QuerySet:
    """Return ``pieces`` with their notes of ``kind`` fetched, the newest first, as ``steps``."""
    notes = Note.objects.filter(kind=kind).select_related("by").order_by("-at", "-pk")
    return pieces.prefetch_related(Prefetch("notes", queryset=notes, to_attr="steps"))


def newest_steps(pieces: Iterable[Article]) -> None:
    """Give each of ``pieces`` the newest of its fetched steps as ``step``, None without one."""
    for piece in pieces:
        piece.step = next(iter(piece.steps), None)
