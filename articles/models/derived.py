"""What is derived from a piece so that it can be found: its folded words, and the photos it uses."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article


class SearchEntry(models.Model):
    """The words of one article row in one language; says nothing of whether it is public, the gate does.

    Only ``articles.search.entries`` writes it. The database keeps its own index of ``terms`` beside it (migration
    0010): FTS5 with triggers on SQLite, a generated tsvector on PostgreSQL.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="search_entries")
    language = models.CharField(max_length=5, choices=settings.LANGUAGES)
    # The order of entries, newest last: ``articles.search.entries.place_of``.
    place = models.BigIntegerField(unique=True)
    # Folded words, for ranking and phrases.
    title = models.TextField()
    standfirst = models.TextField(blank=True)
    body = models.TextField(blank=True)
    # Facts by which a search is narrowed, and everything that it looks for.
    facets = models.TextField(blank=True)
    terms = models.TextField()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = (models.UniqueConstraint(fields=("article", "language"), name="one_entry_per_language"),)

    def __str__(self) -> str:
        return self.title


class Word(models.Model):
    """A folded word that some piece has or had; whether readers may know of it is asked when it is used."""

    word = models.CharField(max_length=40, unique=True)

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("words")

    def __str__(self) -> str:
        return self.word


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
