"""Correction: what the house says to readers about a mistake in a published piece, or about what is new in it."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.article import Article


class Correction(models.Model):
    """One note under one piece, in the languages in which it was written; listed on the corrections page.

    Where the editor chose so it leads to the words that changed, from ``before`` to ``after``: two texts that readers
    have seen, ``changed`` in each language in which both were released and differ (``articles.correcting``).
    """

    class Kind(models.TextChoices):
        """What the note tells: a mistake put right, or something that happened since."""

        CORRECTION = "correction", pgettext_lazy("notice", "Correction")
        UPDATE = "update", pgettext_lazy("notice", "Update")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.CORRECTION)
    article = models.ForeignKey(Article, models.CASCADE, related_name="corrections", verbose_name=_("article"))
    note = models.TextField(_("what was corrected"), max_length=1000, blank=True)
    before = models.ForeignKey("Revision", models.SET_NULL, null=True, editable=False, related_name="+")
    after = models.ForeignKey("Revision", models.SET_NULL, null=True, editable=False, related_name="+")
    changed = models.BooleanField(_("leads to the changed words"), default=False, editable=False)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("by")
    )

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ("-at", "-pk")
        indexes = (models.Index(fields=("-at", "-id"), name="correction_newest"),)

    def __str__(self) -> str:
        return self.note or self.note_ar or ""

    def get_absolute_url(self) -> str:
        """Return the path of the changed words in the active language."""
        return reverse("articles:changes", args=[self.pk])

    @property
    def seen_by_readers(self) -> bool:
        """Return whether readers may see the corrected piece."""
        return self.article.seen_by_readers
