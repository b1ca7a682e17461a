"""Column and Author: who writes what, and when it is due."""

from datetime import time
from typing import Any, Self
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from newsroom.arabic.fold import fold
from newsroom.arabic.ordering import sort_key
from newsroom.slugs import free_slug, validate_slug


class Cadence(models.TextChoices):
    """How often a column appears."""

    WEEKLY = "weekly", _("weekly")
    FORTNIGHTLY = "fortnightly", _("fortnightly")
    MONTHLY = "monthly", _("monthly")


class Weekday(models.IntegerChoices):
    """Days as Python counts them; the week of the house starts on Saturday."""

    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")


def validate_zone(value: str) -> None:
    """Refuse a name that is not a time zone."""
    if value not in available_timezones():
        raise ValidationError(_("“%(zone)s” is not a time zone; write it like Asia/Damascus."), params={"zone": value})


class AuthorQuerySet(models.QuerySet["Author"]):
    """Authors in the readers' words."""

    def public(self, language: str | None = None) -> Self:
        """Return the authors who have a page in ``language`` (default: the active one).

        Whoever signed a published piece there has one; in Arabic also whoever writes a running column. The pieces
        are found through the reverse relation, so that this app knows nothing of them.
        """
        language = language or get_language() or settings.LANGUAGE_CODE
        pieces: Any = self.model._meta.get_field("articles").related_model
        shown = models.Q(Exists(pieces.objects.published(language).filter(authors=OuterRef("pk"))))
        if language == settings.LANGUAGE_CODE:
            shown |= models.Q(Exists(Column.objects.filter(writer=OuterRef("pk"), active=True)))
        return self.filter(shown)


class Author(models.Model):
    """A person who signs pieces; need not have an account."""

    name = models.CharField(_("name"), max_length=120)
    name_folded = models.CharField(max_length=240, editable=False, db_index=True)
    # The place in an alphabetical list, past ال where the house says so.
    name_sorted = models.CharField(max_length=240, editable=False, default="")
    slug = models.CharField(
        _("address"),
        max_length=80,
        unique=True,
        blank=True,
        validators=[validate_slug],
        help_text=_("Empty: made from the name."),
    )
    role = models.CharField(_("role"), max_length=120, blank=True, help_text=_("As it stands under the name."))
    biography = models.TextField(_("biography"), blank=True)
    portrait = models.ForeignKey(
        "newsroom.Photo", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("portrait")
    )
    website_url = models.URLField(_("website"), blank=True)
    x_url = models.URLField(_("account on X"), blank=True)
    telegram_url = models.URLField(_("Telegram"), blank=True)
    account = models.OneToOneField(
        "newsroom.User", models.SET_NULL, null=True, blank=True, related_name="author", verbose_name=_("account")
    )

    objects = AuthorQuerySet.as_manager()

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ("name_sorted", "name_folded", "pk")

    def __str__(self) -> str:
        return self.name or self.name_ar

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Derive the address, the folded name by which the desk finds, and the place in a list."""
        self.slug = self.slug or free_slug(self, self.name_ar or self.name)
        self.name_folded = fold(self.name_ar or self.name)[:240]
        self.name_sorted = sort_key(self.name_ar or self.name, ignore_article=settings.SORT_IGNORES_ARTICLE)[:240]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Return the author's address in the active language."""
        return reverse("columns:author", args=[self.slug])


class Column(models.Model):
    """A series of numbered editions with a rhythm, a writer and a sign-off."""

    title = models.CharField(_("title"), max_length=80)
    slug = models.CharField(
        _("address"),
        max_length=80,
        unique=True,
        blank=True,
        validators=[validate_slug],
        help_text=_("Empty: made from the name."),
    )
    genre = models.CharField(_("genre"), max_length=120, blank=True, help_text=_("For example: political analysis."))
    description = models.TextField(_("description"), blank=True)
    cadence = models.CharField(_("rhythm"), max_length=12, choices=Cadence.choices, default=Cadence.WEEKLY)
    weekday = models.SmallIntegerField(_("day"), choices=Weekday.choices, default=Weekday.THURSDAY)
    slot_time = models.TimeField(_("hour"), default=time(18))
    zone = models.CharField(_("time zone"), max_length=40, default="Asia/Damascus", validators=[validate_zone])
    writer = models.ForeignKey(
        Author, models.PROTECT, null=True, blank=True, related_name="columns", verbose_name=_("writer")
    )
    picture = models.ForeignKey(
        "newsroom.Photo", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    active = models.BooleanField(_("running"), default=True)
    first_number = models.PositiveIntegerField(
        _("first number here"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(900_000)],
        help_text=_("The column may have run elsewhere before; numbering goes on from here."),
    )
    signoff_template = models.CharField(
        _("sign-off"),
        max_length=400,
        blank=True,
        help_text=_("May contain {column} {cadence} {genre} {outlet} {role} {author}; empty means the house's line."),
    )
    telegram_url = models.URLField(_("Telegram channel"), blank=True)
    whatsapp_url = models.URLField(_("WhatsApp channel"), blank=True)
    importing = models.BooleanField(
        _("being imported"),
        default=False,
        help_text=_("While its archive is brought in, its editions may be numbered by date."),
    )
    title_folded = models.CharField(max_length=340, editable=False, default="")
    position = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("The lowest comes first and leads the front page.")
    )

    class Meta:
        verbose_name = _("column")
        verbose_name_plural = _("columns")
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.title or self.title_ar

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Derive the address of a new column from its title, and the folded words by which the desk finds it."""
        self.slug = self.slug or free_slug(self, self.title_ar or self.title)
        self.title_folded = fold(f"{self.title_ar or self.title} {self.title_en or ''}")[:340]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Return the column's address in the active language."""
        return reverse("columns:column", args=[self.slug])

    def clean(self) -> None:
        """Refuse a sign-off that asks for facts nobody has."""
        from columns.signoff import unknown_names

        for field in ("signoff_template_ar", "signoff_template_en"):
            if unknown := unknown_names(getattr(self, field) or ""):
                raise ValidationError({field: _("Unknown in the sign-off: %s") % ", ".join(unknown)})
