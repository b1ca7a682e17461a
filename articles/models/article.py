"""Article: the row that readers may see, and the one gate to it."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Self
from urllib.parse import quote

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, Q
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager

from articles.models.cards import CardQuerySet
from newsroom.arabic.reading import reading_minutes
from newsroom.outlet import Protection, SiteSettings

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
BODIES = tuple(f"body_{code}" for code in LANGUAGES)
# No vowels and no look-alikes: a code can be read aloud and spells no word.
CODE_LETTERS = "23456789bcdfghjkmnpqrstvwxz"
CODE_LENGTH = 6


def new_code() -> str:
    """Return a short code for ``/s/<code>``: six of 27 letters, unique by the database."""
    return "".join(secrets.choice(CODE_LETTERS) for _letter in range(CODE_LENGTH))


def article_path(pk: int, slug: str | None) -> str:
    """Return the canonical path of the article with this id and slug in the active language."""
    before = _before_articles(get_language(), get_urlconf(), get_script_prefix())
    return f"{before}{pk}-{quote(slug)}/" if slug else f"{before}{pk}/"


@lru_cache
def _before_articles(_language: str | None, _urlconf: str | None, _prefix: str) -> str:
    return reverse("articles:article", args=["0"]).removesuffix("0/")


class Status(models.TextChoices):
    """What was decided about a piece; whether it is public is also a matter of time."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")


class State(models.TextChoices):
    """What the desk shows: status, time and unpublished changes in one honest word."""

    DRAFT = "draft", pgettext_lazy("state", "draft")
    IN_REVIEW = "in_review", pgettext_lazy("state", "in review")
    SCHEDULED = "scheduled", pgettext_lazy("state", "scheduled")
    SCHEDULED_WITH_DRAFT = "scheduled_draft", pgettext_lazy("state", "scheduled, with changes not in it")
    LIVE = "live", pgettext_lazy("state", "live")
    LIVE_WITH_DRAFT = "live_draft", pgettext_lazy("state", "live, with unpublished changes")
    WITHDRAWN = "withdrawn", pgettext_lazy("state", "withdrawn")


class TranslationState(models.TextChoices):
    """How far the text in another language is; ``articles.translating`` tells which."""

    MISSING = "missing", pgettext_lazy("translation", "missing")
    STALE = "stale", pgettext_lazy("translation", "out of date")
    CURRENT = "current", pgettext_lazy("translation", "up to date")
    RELEASED = "released", pgettext_lazy("translation", "released")


class ArticleQuerySet(CardQuerySet):
    """Queries in the desk's words."""

    def published(self, language: str | None = None, *, now: datetime | None = None) -> Self:
        """Return what readers may see in ``language`` (default: the active one) at ``now``: the one gate."""
        released = f"released_{language or get_language()}"
        # Asked as a list of one: a bare boolean keeps SQLite from its index.
        return self.live(now=now or timezone.now()).filter(**{f"{released}__in": (True,)})

    def live(self, *, now: datetime) -> Self:
        """Return what is before readers in any language at ``now``."""
        return self.filter(status=Status.PUBLISHED, publish_at__lte=now)

    def scheduled(self, *, now: datetime) -> Self:
        """Return what will be public later, soonest first."""
        return self.filter(status=Status.PUBLISHED, publish_at__gt=now).order_by("publish_at")

    def next_moment(self, *, now: datetime) -> datetime | None:
        """Return when the next scheduled piece becomes public: until then no list changes by the clock alone."""
        return self.scheduled(now=now).values_list("publish_at", flat=True).first()

    def unpublished(self) -> Self:
        """Return drafts and pieces in review that were never before readers."""
        return self.filter(status__in=[Status.DRAFT, Status.IN_REVIEW])

    def in_review(self) -> Self:
        """Return pieces that were handed over and wait for an editor."""
        return self.filter(status=Status.IN_REVIEW)

    def drafts(self) -> Self:
        """Return pieces that somebody still writes and that readers never saw, those handed over left out."""
        return self.filter(status=Status.DRAFT)

    def unfinished(self) -> Self:
        """Return everything somebody still has to work on: drafts, and any piece with unpublished changes."""
        return self.filter(Q(status__in=[Status.DRAFT, Status.IN_REVIEW]) | Q(draft_revision__isnull=False))

    def with_draft(self) -> Self:
        """Return pieces whose newest text is not the one of their row."""
        return self.filter(draft_revision__isnull=False)

    def translated(self, language: str, state: TranslationState) -> Self:
        """Return pieces whose newest text has its translation into ``language`` in this state."""
        return self.filter(**{f"translation_{language}": state})

    def with_moment(self, has_one: bool) -> Self:
        """Return pieces that readers have met or are to meet at a moment, or those that have none."""
        return self.filter(publish_at__isnull=not has_one)

    def withdrawn(self) -> Self:
        """Return pieces taken back from readers."""
        return self.filter(status=Status.WITHDRAWN)

    def newest_first(self) -> Self:
        """Order by the moment of publication, the row's id breaking ties."""
        return self.order_by("-publish_at", "-pk")

    def for_cards(self) -> Self:
        """Return rows with all that a card shows, in a fixed number of queries and without any body."""
        return self.defer(*BODIES).select_related("lead_photo").with_names()

    def for_page(self) -> Self:
        """Return rows with all that the article page shows, in a fixed number of queries."""
        tagged: Any = self.model._meta.get_field("tagged").related_model
        tags = Prefetch("tagged", queryset=tagged._default_manager.select_related("tag"))
        return self.select_related("column__writer", "lead_photo").prefetch_related(
            _bylines(), Prefetch("topics", to_attr="all_topics"), tags, "corrections"
        )


def _bylines() -> Prefetch:
    return Prefetch("bylines", queryset=Byline.objects.select_related("author__portrait").order_by("position"))


class Article(models.Model):
    """A piece; as an edition it has a column and, from publication on, a number in it.

    Once published the row holds what readers may see, and only ``articles.publishing`` writes it.
    Before that it mirrors the newest draft, so that lists can show it.
    """

    title = models.CharField(_("title"), max_length=200)
    standfirst = models.TextField(_("standfirst"), max_length=600, blank=True)
    body = models.TextField(_("body"), blank=True)
    column = models.ForeignKey(
        "columns.Column", models.PROTECT, null=True, blank=True, related_name="articles", verbose_name=_("column")
    )
    number = models.PositiveIntegerField(_("edition number"), null=True, blank=True)
    authors = models.ManyToManyField(
        "columns.Author", through="Byline", related_name="articles", verbose_name=_("authors")
    )
    topics: models.ManyToManyField = models.ManyToManyField(
        "Topic", blank=True, related_name="articles", verbose_name=_("topics")
    )
    tags = TaggableManager(_("tags"), through="TaggedArticle", blank=True, help_text="")
    lead_photo = models.ForeignKey(
        "newsroom.Photo", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead photo")
    )
    protection = models.CharField(
        _("copy protection"), max_length=12, choices=Protection.choices, blank=True, help_text=_("Empty: as the site.")
    )

    status = models.CharField(_("status"), max_length=10, choices=Status.choices, default=Status.DRAFT)
    released = models.BooleanField(_("released"), default=False)
    publish_at = models.DateTimeField(_("public from"), null=True, blank=True)
    first_published_at = models.DateTimeField(_("first public at"), null=True, blank=True)
    last_edited_at = models.DateTimeField(_("last edited at"), null=True, blank=True)

    # Fixed at publication: old editions are history.
    slug = models.CharField(_("short address"), max_length=200, blank=True)
    signoff = models.TextField(_("sign-off"), blank=True)
    code = models.CharField(_("short code"), max_length=12, unique=True, default=new_code, editable=False)
    # Of the newest text, so that no list has to compare texts; empty for the source language.
    translation = models.CharField(
        _("translation"), max_length=10, choices=TranslationState.choices, default="", blank=True, editable=False
    )
    minutes = models.PositiveSmallIntegerField(_("reading time in minutes"), default=1, editable=False)

    live_revision = models.ForeignKey("Revision", models.SET_NULL, null=True, editable=False, related_name="+")
    draft_revision = models.ForeignKey("Revision", models.SET_NULL, null=True, editable=False, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(_("begun at"), default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        "newsroom.User", models.SET_NULL, null=True, editable=False, related_name="articles", verbose_name=_("begun by")
    )
    import_ref = models.CharField(max_length=200, null=True, blank=True, unique=True, editable=False)
    submission_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    objects = ArticleQuerySet.as_manager()

    # What a search shows of the text, in parts; only its own page sets it.
    excerpt: Sequence[tuple[str, bool]] = ()

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ("-publish_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("column", "number"),
                name="one_edition_per_number",
                violation_error_message=_("This number is taken in this column."),
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | Q(publish_at__isnull=False), name="published_has_a_moment"
            ),
            models.CheckConstraint(condition=Q(number__isnull=True) | Q(column__isnull=False), name="number_in_column"),
        )
        indexes = (
            models.Index(fields=("status", "-publish_at", "-id"), name="article_newest"),
            *(
                models.Index(fields=("status", f"released_{code}", "-publish_at", "-id"), name=f"article_newest_{code}")
                for code in LANGUAGES
            ),
            models.Index(fields=("column", "status", "-publish_at", "-id"), name="article_in_column"),
            *(
                models.Index(fields=(f"translation_{code}", "-publish_at", "-id"), name=f"article_translation_{code}")
                for code in LANGUAGES
                if code != settings.LANGUAGE_CODE
            ),
            *(
                models.Index(
                    fields=(f"translation_{code}", "column", "-publish_at", "-id"), name=f"article_column_to_{code}"
                )
                for code in LANGUAGES
                if code != settings.LANGUAGE_CODE
            ),
        )
        permissions = (
            ("write_any_article", _("Can write every piece")),
            ("list_titles", _("Can see the titles of all pieces")),
            ("translate_article", _("Can write the translated fields")),
            ("publish_article", _("Can publish, schedule and withdraw")),
            ("correct_article", _("Can correct a frozen number or sign-off")),
        )

    def __str__(self) -> str:
        return self.title or self.title_ar or str(_("untitled"))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Derive the reading time of every language from its body."""
        for code in LANGUAGES:
            text = strip_tags((getattr(self, f"body_{code}") or "").replace("<", " <"))
            setattr(self, f"minutes_{code}", reading_minutes(text))
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Return the canonical path in the active language."""
        return article_path(self.pk, self.slug)

    @property
    def seen_by_readers(self) -> bool:
        """Return whether a change of this row can change a public page, now or by the clock."""
        return self.status in {Status.PUBLISHED, Status.WITHDRAWN}

    def is_live(self, *, now: datetime | None = None) -> bool:
        """Return whether the piece is before readers in any language at ``now``."""
        return (
            self.status == Status.PUBLISHED
            and self.publish_at is not None
            and self.publish_at <= (now or timezone.now())
        )

    def was_live(self, *, now: datetime | None = None) -> bool:
        """Return whether readers ever saw the piece: from then on number, sign-off and address are history."""
        return self.first_published_at is not None and self.first_published_at <= (now or timezone.now())

    def state(self, *, now: datetime | None = None) -> State:
        """Return the one honest word for where the piece stands."""
        if self.status != Status.PUBLISHED:
            return State(self.status)
        if not self.is_live(now=now):
            return State.SCHEDULED_WITH_DRAFT if self.draft_revision_id else State.SCHEDULED
        return State.LIVE_WITH_DRAFT if self.draft_revision_id else State.LIVE

    @property
    def released_languages(self) -> tuple[str, ...]:
        """Return the languages whose text was released."""
        return tuple(code for code in LANGUAGES if getattr(self, f"released_{code}"))

    @property
    def signers(self) -> list:
        """Return the authors in the order in which they sign."""
        given: list | None = self.__dict__.get("_signers")
        return [byline.author for byline in self.bylines.all()] if given is None else given

    @signers.setter
    def signers(self, authors: list) -> None:
        self._signers = authors

    def get_short_url(self) -> str:
        """Return the path of the short link in the active language."""
        return reverse("articles:short", args=[self.code])

    @property
    def modified_at(self) -> datetime | None:
        """Return when the text that readers know was last edited; a scheduled piece not before they see it."""
        if self.publish_at is None or self.last_edited_at is None:
            return self.publish_at
        return max(self.publish_at, self.last_edited_at)

    @property
    def notices(self) -> list:
        """Return the corrections and updates that readers of the active language see, the newest first."""
        return [notice for notice in self.corrections.all() if notice.note]

    def effective_protection(self, outlet: SiteSettings) -> str:
        """Return how copying is answered: the piece's own mode, else the site's, else off."""
        return self.protection or outlet.protection or Protection.OFF


class Byline(models.Model):
    """One author of one piece, in the order of signing."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="bylines")
    author = models.ForeignKey("columns.Author", models.PROTECT, related_name="bylines")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("article", "author"), name="one_byline_per_author"),)

    def __str__(self) -> str:
        return f"{self.author} · {self.article}"

    @property
    def seen_by_readers(self) -> bool:
        """Return whether readers may see the signed piece."""
        return self.article.seen_by_readers


class RetiredNumber(models.Model):
    """A number that an edition bore while it was live and gave up by a correction; never given again."""

    column = models.ForeignKey("columns.Column", models.CASCADE, related_name="retired_numbers")
    number = models.PositiveIntegerField()
    article = models.ForeignKey(Article, models.CASCADE, related_name="retired_numbers")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("retired number")
        verbose_name_plural = _("retired numbers")
        constraints = (models.UniqueConstraint(fields=("column", "number"), name="one_retirement_per_number"),)

    def __str__(self) -> str:
        return f"{self.column} {self.number}"
