"""The front page as the editor arranges it."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article

MOST_PICKS = 5


class FrontPage(models.Model):
    """The single row of what stands first: a lead until its end moment, then up to five picks in their order.

    Without either, the newest edition of the flagship column leads and the newest pieces follow.
    """

    lead = models.ForeignKey(
        Article, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("lead piece")
    )
    lead_until = models.DateTimeField(
        _("leads until"), null=True, blank=True, help_text=_("Empty: until another is chosen.")
    )
    picks: models.ManyToManyField = models.ManyToManyField(
        Article, through="Pick", related_name="+", verbose_name=_("picks")
    )

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front page")

    def __str__(self) -> str:
        return str(_("front page"))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the row single."""
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def load(cls) -> Self:
        """Return the arrangement: the stored row, or an unsaved empty one."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    def leads(self, *, now: datetime) -> bool:
        """Return whether a lead was chosen and its end moment has not come."""
        return self.lead_id is not None and (self.lead_until is None or self.lead_until > now)


class Pick(models.Model):
    """One piece in its place on the front page, counted from 1."""

    front = models.ForeignKey(FrontPage, models.CASCADE, related_name="places")
    article = models.ForeignKey(Article, models.CASCADE, related_name="places", verbose_name=_("article"))
    position = models.PositiveSmallIntegerField(_("place"))

    class Meta:
        verbose_name = _("pick")
        verbose_name_plural = _("picks")
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("front", "article"), name="one_place_per_pick"),
            models.UniqueConstraint(fields=("front", "position"), name="one_pick_per_place"),
        )

    def __str__(self) -> str:
        return f"{self.position}. {self.article}"
