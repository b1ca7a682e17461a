"""What is derived from a piece so that it can be found: its folded words, and the photos it uses."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article


class SearchEntry(models.Model):
    """The folded words of one article row in one language; says nothing of whether it is public, the gate does."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="search_entries")
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    title = models.CharField(max_length=400)
    words = models.TextField()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = (models.UniqueConstraint(fields=("article", "language"), name="one_entry_per_language"),)

    def __str__(self) -> str:
        return self.title


class PhotoUse(models.Model):
    """One photo used by the row or the newest draft of one piece, as its lead or in its text.

    While it stands, the database itself keeps the photo from being deleted.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="photo_uses")
    photo = models.ForeignKey("newsroom.Photo", models.PROTECT, related_name="uses")

    class Meta:
        verbose_name = _("use of a photo")
        verbose_name_plural = _("uses of photos")
        constraints = (models.UniqueConstraint(fields=("article", "photo"), name="one_use_per_photo"),)

    def __str__(self) -> str:
        return f"{self.photo_id} · {self.article_id}"
