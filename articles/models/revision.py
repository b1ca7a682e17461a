"""Revision and WorkingCopy: the two stores that readers never see."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Revision(models.Model):
    """An immutable snapshot of a piece or a dossier, all languages and relations, made by every explicit save."""

    class Kind(models.TextChoices):
        """What made the revision."""

        SAVE = "save", _("saved")
        PUBLISH = "publish", _("published")
        SCHEDULE = "schedule", _("scheduled")
        WITHDRAW = "withdraw", _("withdrawn")
        UNSCHEDULE = "unschedule", _("taken off the schedule")
        CORRECT = "correct", _("corrected")
        IMPORT = "import", _("imported")
        RESTORE = "restore", _("restored")
        REVIEW = "review", _("handed over for review")

    article = models.ForeignKey(
        "Article", models.CASCADE, null=True, related_name="revisions", verbose_name=_("article")
    )
    topic = models.ForeignKey("Topic", models.CASCADE, null=True, related_name="revisions", verbose_name=_("topic"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    content = models.JSONField(_("content"))
    based_on = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+", verbose_name=_("based on"))
    created_at = models.DateTimeField(_("at"), default=timezone.now)
    created_by = models.ForeignKey("newsroom.User", models.SET_NULL, null=True, verbose_name=_("by"))

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(article__isnull=False, topic__isnull=True) | Q(article__isnull=True, topic__isnull=False),
                name="revision_of_one_thing",
            ),
        )

    def __str__(self) -> str:
        return f"{self.article_id or self.topic_id}/{self.pk} {self.kind}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write once: a revision never changes."""
        if self.pk is not None:
            raise TypeError("A revision is immutable.")
        super().save(*args, **kwargs)


class WorkingCopy(models.Model):
    """What one person has typed into one piece since the last explicit save; dies when saved.

    Beside the writing form's, each screen of translation has a copy of its own.
    """

    # Empty for a piece that was never saved; then the form's one-time key tells them apart.
    article = models.ForeignKey("Article", models.CASCADE, null=True, related_name="working_copies")
    submission_key = models.UUIDField(null=True)
    user = models.ForeignKey("newsroom.User", models.CASCADE, related_name="working_copies")
    # Into which language it was typed, empty for the writing form.
    language = models.CharField(max_length=10, default="", blank=True)
    # The revision and the version that the form was opened with.
    base = models.ForeignKey(Revision, models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(null=True)
    # The fields of the form, letter for letter as the browser would send them: {name: [values]}.
    content = models.JSONField()
    # Which window wrote it last, and how often it was written: a second window never overwrites unseen words.
    window = models.UUIDField(null=True)
    serial = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("working copy")
        verbose_name_plural = _("working copies")
        constraints = (
            models.UniqueConstraint(fields=("article", "user", "language"), name="one_working_copy_per_person"),
            models.UniqueConstraint(fields=("submission_key", "user"), name="one_new_copy_per_form"),
        )

    def __str__(self) -> str:
        return f"{self.user} · {self.article_id or self.submission_key}"
