"""Mails about notes: who is told, written with the note itself, sent by a worker, to each receiver once at most."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from articles import rights
from articles.models import Note, NoteMail
from newsroom import mail
from newsroom.accounts import User
from newsroom.mail import Letter, Outcome

log = logging.getLogger("newsroom.mail")
# How long to wait after the first try, the second, the third; then the mail is given up.
PAUSES = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1))
# Due for so long without a try: nobody is working.
STUCK_AFTER = timedelta(minutes=5)
# Settled mails are forgotten after this time.
KEPT_FOR = timedelta(days=30)


def announce(note: Note, *, now: datetime) -> None:
    """Write down whom to tell of ``note``; call it in the transaction that makes the note."""
    if not mail.is_set_up():
        return
    NoteMail.objects.bulk_create(NoteMail(note=note, user=user, due_at=now) for user in _receivers(note))


def _receivers(note: Note) -> list[User]:
    """Return who is told: all who had a part in the piece, of a hand-over all who publish, never who said it."""
    article = note.article
    if note.kind == Note.Kind.TAKEN_BACK:
        # Nothing is left to do: the desk shows it.
        return []
    part = Q(pk=article.created_by_id) | Q(author__bylines__article=article) | Q(notes__article=article)
    wanted = set(User.objects.filter(part).values_list("pk", flat=True))
    if note.kind == Note.Kind.HANDED_OVER:
        publishing = User.objects.with_perm("articles.publish_article", backend="newsroom.signin.StaffBackend")
        wanted |= set(publishing.values_list("pk", flat=True))
    wanted -= {note.by_id}
    return [user for user in User.objects.filter(pk__in=wanted).order_by("pk") if may_be_told(user, note)]


def may_be_told(user: User, note: Note) -> bool:
    """Return whether ``user`` has an address and may still see what was said."""
    return user.is_active and user.is_staff and bool(user.email) and rights.may_follow(user, note.article)


# ---- the worker's part -----------------------------------------------------------------------------------------------


def send_due(*, now: datetime, until: Callable[[], bool] = lambda: False) -> int:
    """Send every mail that is due at ``now``, one after the other; return how many were tried.

    ``until`` is asked before each whether to stop. Another worker at the same work is no danger: each takes other rows.
    """
    tried = 0
    while not until() and (due := _take(now=now)) is not None:
        tried += 1
        _settle(due, _send(due), now=now)
    return tried


def sweep(*, now: datetime) -> None:
    """Forget mails that were settled long ago."""
    NoteMail.objects.filter(due_at=None, note__at__lt=now - KEPT_FOR).delete()


def left_lying() -> bool:
    """Return whether mails wait that no worker has tried for minutes: nobody is working."""
    return NoteMail.objects.filter(due_at__lt=timezone.now() - STUCK_AFTER).exists()


def _take(*, now: datetime) -> NoteMail | None:
    """Take the mail that has waited longest: from here on nobody tries it again unless it surely did not go out."""
    with transaction.atomic():
        rows = NoteMail.objects.filter(due_at__lte=now).order_by("due_at", "pk")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        due = rows.first()
        if due is None:
            return None
        won = NoteMail.objects.filter(pk=due.pk, due_at=due.due_at).update(
            due_at=None, taken_at=now, tries=due.tries + 1
        )
        due.tries += 1
    return due if won else _take(now=now)


def _send(due: NoteMail) -> Outcome:
    """Send one mail, in its receiver's language; whoever may no longer see the piece gets none."""
    rows = NoteMail.objects.select_related("user", "note__article", "note__by")
    fresh = rows.filter(pk=due.pk).first()
    if fresh is None or not may_be_told(fresh.user, fresh.note):
        return Outcome.REFUSED
    with translation.override(fresh.user.language):
        return mail.send(_letter(fresh))


def _letter(due: NoteMail) -> Letter:
    note = due.note
    subjects = {
        Note.Kind.HANDED_OVER: _("Handed over for review: %(title)s"),
        Note.Kind.RETURNED: _("Returned with a note: %(title)s"),
        Note.Kind.SAID: _("A note on %(title)s"),
    }
    title, who = str(note.article), str(note.by or _("Somebody"))
    door = rights.door(due.user, note.article)
    # Whoever may follow the piece without writing it reads the notes on their own page.
    page = "admin:articles_article_notes" if not door.endswith("_change") else door
    return Letter(
        to=due.user.email,
        subject=subjects[Note.Kind(note.kind)] % {"title": mail.isolated(title)},
        template="email/note",
        facts={
            "note": note,
            "title": title,
            "who": who,
            "line": {"title": mail.isolated(title), "who": mail.isolated(who)},
            "address": settings.SITE_URL + reverse(page, args=[note.article_id]),
        },
        name=f"note-{note.pk}-{due.user_id}",
    )


def _settle(due: NoteMail, outcome: Outcome, *, now: datetime) -> None:
    """Write down what became of a mail that was taken."""
    row = NoteMail.objects.filter(pk=due.pk)
    if outcome == Outcome.SENT:
        row.update(sent_at=now)
    elif outcome == Outcome.LATER and due.tries <= len(PAUSES):
        row.update(due_at=now + PAUSES[due.tries - 1])
    else:
        log.warning("Mail %s is not sent: %s after %s tries.", due.pk, outcome.value, due.tries)
