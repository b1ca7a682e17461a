"""Topic and Tag: the names under which pieces are found."""

from collections.abc import Iterable
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from taggit.models import ItemBase, TagBase

from articles.models.article import Article
from newsroom.arabic.fold import fold
from newsroom.arabic.ordering import sort_key
from newsroom.arabic.slug import slug
from newsroom.slugs import free_slug, validate_slug

# Leaves room for a number behind it in the 100 letters that taggit keeps.
LONGEST_SLUG = 90


def place_of(name: str) -> str:
    """Return where ``name`` stands in an alphabetical list, past ال where the house says so."""
    return sort_key(name, ignore_article=settings.SORT_IGNORES_ARTICLE)[:240]


class TopicKind(models.TextChoices):
    """What a topic is about."""

    RELATION = "relation", _("relation")
    COUNTRY = "country", _("country")
    PERSON = "person", _("person")
    ORGANISATION = "organisation", _("organisation")
    THEME = "theme", _("theme")


def refuse_twin(row: "Topic | Tag", names: Iterable[str]) -> None:
    """Raise ValidationError, code "taken", when a name or alias of another row folds like one of ``names``.

    The other row stands in the error's ``params["row"]``. The first of ``names`` must have letters or digits.
    """
    folded = [fold(name)[:240] for name in names]
    if not folded or not folded[0]:
        raise ValidationError(_("A name needs letters or digits."))
    stored = type(row)._default_manager.filter(pk=row.pk).first() if row.pk else None
    if stored is not None:
        # What stood before may stand on, even beside a namesake of old.
        before = {fold(name)[:240] for name in stored.own_names().values()}
        folded = [each for each in folded if each not in before]
    bearer = type(row)._meta.model_name or ""
    taken = row.spellings.model._default_manager.filter(kind=bearer, folded__in=[each for each in folded if each])
    twin = taken.exclude(**{f"{bearer}_id": row.pk}).select_related(bearer).first()
    if twin is not None:
        raise ValidationError(
            _("“%(name)s” is there already, in this or another spelling."),
            code="taken",
            params={"name": str(twin.bearer), "row": twin.bearer},
        )


def keep_spellings(row: "Topic | Tag", own: dict[str, str]) -> None:
    """Write down the own names of ``row``, by language, as its spellings; the database refuses one that is taken.

    That holds for the first language; a name in another that is taken stays without a spelling: the finder tells.
    """
    wanted: dict[str, tuple[str, str]] = {}
    for language, name in own.items():
        if key := fold(name)[:240]:
            wanted.setdefault(key, (language, name))
    there = {spelling.folded: spelling for spelling in row.spellings.all()}
    if {key: (each.language, each.name) for key, each in there.items() if each.language} == wanted:
        return
    row.spellings.filter(
        folded__in=[key for key, each in there.items() if each.language and key not in wanted]
    ).delete()
    kind = row._meta.model_name or ""
    for key, (language, name) in wanted.items():
        if key in there:
            row.spellings.filter(folded=key).update(language=language, name=name)
        elif language == settings.LANGUAGE_CODE:
            row.spellings.create(kind=kind, folded=key, language=language, name=name)
        else:
            made = row.spellings.model(kind=kind, folded=key, language=language, name=name, **{kind: row})
            row.spellings.model._default_manager.bulk_create([made], ignore_conflicts=True)


class TopicQuerySet(models.QuerySet["Topic"]):
    """Topics in the readers' words."""

    def public(self, language: str | None = None) -> Self:
        """Return the topics that have a page in ``language`` (default: the active one).

        In Arabic every declared topic has one, in other languages only with a published piece or a background there.
        """
        language = language or get_language() or settings.LANGUAGE_CODE
        declared = self.filter(published=True)
        if language == settings.LANGUAGE_CODE:
            return declared
        borne = Exists(Article.objects.published(language).filter(topics=OuterRef("pk")))
        return declared.filter(borne | Q(**{f"background_{language}__gt": ""}))


class Topic(models.Model):
    """A curated subject with a dossier; a relation has parties that are topics themselves."""

    name = models.CharField(_("name"), max_length=120)
    name_folded = models.CharField(max_length=240, unique=True, editable=False)
    # The place in an alphabetical list, past ال where the house says so.
    name_sorted = models.CharField(max_length=240, editable=False, default="", db_index=True)
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
    background = models.TextField(_("background"), blank=True)
    picture = models.ForeignKey(
        "newsroom.Photo", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    published = models.BooleanField(_("public"), default=True)
    created_at = models.DateTimeField(_("made at"), null=True, default=timezone.now, editable=False)
    # The dossier: of two who save it at once one always loses; what its form opens; what readers see.
    version = models.PositiveIntegerField(default=1, editable=False)
    draft_revision = models.ForeignKey(
        "Revision", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    live_revision = models.ForeignKey(
        "Revision", models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ("name_sorted", "name_folded")

    def __str__(self) -> str:
        return self.name or self.name_ar

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Derive the address, the folded name by which two spellings are one, and the spellings of its own names."""
        self.slug = self.slug or free_slug(self, self.name_ar or self.name)
        self.name_folded = fold(self.name_ar or self.name)[:240]
        self.name_sorted = place_of(self.name_ar or self.name)
        with transaction.atomic():
            super().save(*args, **kwargs)
            keep_spellings(self, self.own_names())

    def get_absolute_url(self) -> str:
        """Return the topic's address in the active language."""
        return reverse("articles:topic", args=[self.slug])

    def clean(self) -> None:
        """Refuse names that fold like another topic's name or alias."""
        refuse_twin(self, self.own_names().values())

    def own_names(self) -> dict[str, str]:
        """Return the names by language, the first language first."""
        names = {code: getattr(self, f"name_{code}") or "" for code, _name in settings.LANGUAGES}
        return names | {settings.LANGUAGE_CODE: self.name_ar or self.name or ""}


class TagQuerySet(models.QuerySet["Tag"]):
    """Tags in the readers' words."""

    def public(self, language: str | None = None) -> Self:
        """Return the tags that have a page in ``language`` (default: the active one): a published piece bears them."""
        return self.filter(Exists(Article.objects.published(language).filter(tagged__tag=OuterRef("pk"))))


class Tag(TagBase):
    """A free keyword; spellings that fold alike are one tag."""

    name_folded = models.CharField(max_length=240, unique=True, editable=False)
    # The place in an alphabetical list, past ال where the house says so.
    name_sorted = models.CharField(max_length=240, editable=False, default="", db_index=True)
    created_at = models.DateTimeField(_("made at"), null=True, default=timezone.now, editable=False)

    objects = TagQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ("name_sorted", "name_folded")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Derive the folded name before taggit finds a free slug, and the spelling of its own name."""
        self.name_folded = fold(self.name)[:240]
        self.name_sorted = place_of(self.name)
        with transaction.atomic():
            super().save(*args, **kwargs)
            keep_spellings(self, self.own_names())

    def clean(self) -> None:
        """Refuse a name that folds like another tag's name or alias."""
        refuse_twin(self, self.own_names().values())

    def own_names(self) -> dict[str, str]:
        """Return the name by language: a tag has one, whatever its letters."""
        return {settings.LANGUAGE_CODE: self.name or ""}

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
