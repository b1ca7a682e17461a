"""Topic and Tag: the names under which pieces are found."""

from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from articles.models.article import Article
from newsroom.arabic.fold import fold
from newsroom.arabic.slug import slug
from newsroom.slugs import free_slug, validate_slug

# Leaves room for a number behind it in the 100 letters that taggit keeps.
LONGEST_SLUG = 90


class TopicKind(models.TextChoices):
    """What a topic is about."""

    RELATION = "relation", _("relation")
    COUNTRY = "country", _("country")
    PERSON = "person", _("person")
    ORGANISATION = "organisation", _("organisation")
    THEME = "theme", _("theme")


def refuse_twin(row: models.Model, name: str) -> None:
    """Raise ValidationError, naming the other, when a row of the same model has a name that folds like ``name``."""
    folded = fold(name)[:240]
    if not folded:
        raise ValidationError(_("A name needs letters or digits."))
    twin = type(row)._default_manager.exclude(pk=row.pk).filter(name_folded=folded).first()
    if twin is not None:
        raise ValidationError(
            _("“%(name)s” is there already, in this or another spelling."), params={"name": str(twin)}
        )


class TopicQuerySet(models.QuerySet["Topic"]):
    """Topics in the readers' words."""

    def public(self, language: str | None = None) -> Self:
        """Return the topics that have a page in ``language`` (default: the active one).

        In Arabic every declared topic has one, in other languages only with a published piece there.
        """
        language = language or get_language() or settings.LANGUAGE_CODE
        declared = self.filter(published=True)
        if language == settings.LANGUAGE_CODE:
            return declared
        return declared.filter(Exists(Article.objects.published(language).filter(topics=OuterRef("pk"))))


class Topic(models.Model):
    """A curated subject with a dossier; a relation has parties that are topics themselves."""

    name = models.CharField(_("name"), max_length=120)
    name_folded = models.CharField(max_length=240, unique=True, editable=False)
    slug = models.CharField(
        _("address"),
        max_length=80,
        unique=True,
        blank=True,
        validators=[validate_slug],
        help_text=_("Empty: made from the name."),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=TopicKind.choices, default=TopicKind.THEME)
    parties = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="relations",
        verbose_name=_("parties"),
        help_text=_("Of a relation: whom it binds."),
    )
    summary = models.TextField(_("summary"), blank=True)
    picture = models.ForeignKey(
        "newsroom.Photo", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    published = models.BooleanField(_("public"), default=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ("name_folded",)

    def __str__(self) -> str:
        return self.name or self.name_ar

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Derive the address, and the folded name by which two spellings are one."""
        self.slug = self.slug or free_slug(self, self.name_ar or self.name)
        self.name_folded = fold(self.name_ar or self.name)[:240]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Return the topic's address in the active language."""
        return reverse("articles:topic", args=[self.slug])

    def clean(self) -> None:
        """Refuse a name that folds like another topic's."""
        refuse_twin(self, self.name_ar or self.name or "")


class TagQuerySet(models.QuerySet["Tag"]):
    """Tags in the readers' words."""

    def public(self, language: str | None = None) -> Self:
        """Return the tags that have a page in ``language`` (default: the active one): a published piece bears them."""
        return self.filter(Exists(Article.objects.published(language).filter(tagged__tag=OuterRef("pk"))))


class Tag(TagBase):
    """A free keyword; spellings that fold alike are one tag."""

    name_folded = models.CharField(max_length=240, unique=True, editable=False)

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ("name_folded",)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Derive the folded name before taggit finds a free slug."""
        self.name_folded = fold(self.name)[:240]
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse a name that folds like another tag's."""
        refuse_twin(self, self.name or "")

    def get_absolute_url(self) -> str:
        """Return the tag's address in the active language."""
        return reverse("articles:tag", args=[self.slug])

    @property
    def seen_by_readers(self) -> bool:
        """Return whether any piece bears the tag: a new one is on no page."""
        return self.tagged.exists()

    def slugify(self, tag: str, i: int | None = None) -> str:
        """Return an Arabic slug of ``tag``, with ``i`` behind it when the plain one is taken."""
        base = slug(tag, words=8, limit=180)[:LONGEST_SLUG].strip("-") or "وسم"
        return base if i is None else f"{base}-{i}"


class TaggedArticle(ItemBase):
    """One tag on one piece."""

    content_object = models.ForeignKey("Article", models.CASCADE, related_name="tagged")
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="tagged")

    class Meta:
        verbose_name = _("tagged article")
        verbose_name_plural = _("tagged articles")
        constraints = (models.UniqueConstraint(fields=("content_object", "tag"), name="one_tagging_per_tag"),)

    def __str__(self) -> str:
        return f"{self.tag} · {self.content_object}"

    @property
    def seen_by_readers(self) -> bool:
        """Return whether readers may see the tagged piece."""
        return self.content_object.seen_by_readers


class Merge(models.Model):
    """A topic or tag that was merged into another: whoever still knows it by its old id finds where it went."""

    class Kind(models.TextChoices):
        """What was merged."""

        TOPIC = "topic", _("topic")
        TAG = "tag", _("tag")

    kind = models.CharField(_("kind"), max_length=5, choices=Kind.choices)
    old_id = models.BigIntegerField()
    old_name = models.CharField(_("name"), max_length=240)
    topic = models.ForeignKey(Topic, models.CASCADE, null=True, blank=True, related_name="merged")
    tag = models.ForeignKey(Tag, models.CASCADE, null=True, blank=True, related_name="merged")
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey("newsroom.User", models.SET_NULL, null=True, verbose_name=_("by"))

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        constraints = (models.UniqueConstraint(fields=("kind", "old_id"), name="one_merge_per_name"),)

    def __str__(self) -> str:
        return f"{self.old_name} → {self.topic or self.tag}"
