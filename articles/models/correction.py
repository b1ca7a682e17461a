"""Correction: what the house says to readers about a mistake in a published piece."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article


class Correction(models.Model):
    """One note under one piece, in the languages in which it was written; listed on the corrections page."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="corrections", verbose_name=_("article"))
    note = models.TextField(_("what was corrected"), max_length=1000, blank=True)
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

    @property
    def seen_by_readers(self) -> bool:
        """Return whether readers may see the corrected piece."""
        return self.article.seen_by_readers
