"""What colleagues need of each other at one piece: who has it open, what they say about it, whom they show it."""

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article

# A browser lets the timers of a hidden window run once a minute: whoever was seen within this time is there.
PRESENT_FOR = timedelta(seconds=90)


class Presence(models.Model):
    """One window in which somebody has the form of a piece open."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="presences")
    user = models.ForeignKey("newsroom.User", models.CASCADE, related_name="presences")
    window = models.UUIDField(unique=True)
    opened_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")

    def __str__(self) -> str:
        return f"{self.user} · {self.article_id}"


class Note(models.Model):
    """What one colleague tells the others about a piece; readers never see it."""

    class Kind(models.TextChoices):
        """On what occasion it was said."""

        SAID = "said", _("said")
        HANDED_OVER = "handed_over", _("handed over for review")
        RETURNED = "returned", _("returned")
        TAKEN_BACK = "taken_back", _("taken back from review")

    article = models.ForeignKey(Article, models.CASCADE, related_name="notes", verbose_name=_("article"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.SAID)
    text = models.TextField(_("note"), max_length=2000, blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey("newsroom.User", models.SET_NULL, null=True, related_name="notes", verbose_name=_("by"))

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return self.text[:60] or self.get_kind_display()


class NoteMail(models.Model):
    """One mail that tells one colleague of one note: written with the note, taken before it is sent, sent once at most.

    ``due_at`` says when it is to be tried; without it the mail is settled: sent, given up, or taken and never heard of.
    """

    note = models.ForeignKey(Note, models.CASCADE, related_name="mails")
    user = models.ForeignKey("newsroom.User", models.CASCADE, related_name="note_mails")
    due_at = models.DateTimeField(null=True, default=timezone.now, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    taken_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("mail about a note")
        verbose_name_plural = _("mails about notes")
        constraints = (models.UniqueConstraint(fields=("note", "user"), name="one_mail_per_note_and_receiver"),)

    def __str__(self) -> str:
        return f"{self.note_id} · {self.user_id}"


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    """Links as those who made them speak of them."""

    def working(self, *, now: Any) -> Self:
        """Return the links that open at ``now``."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=now)


class PreviewLink(models.Model):
    """A way for somebody without an account to read one piece in one language before it is public, for a while.

    The address is signed from ``nonce`` and the house's secret: whoever reads this table alone cannot make it.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="preview_links", verbose_name=_("article"))
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES)
    nonce = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("made at"), default=timezone.now)
    created_by = models.ForeignKey(
        "newsroom.User", models.SET_NULL, null=True, related_name="preview_links", verbose_name=_("made by")
    )
    expires_at = models.DateTimeField(_("works until"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.article_id} · {self.language}"
