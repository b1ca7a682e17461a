"""The outlet's own facts and its house style: one row that every page reads."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from newsroom.remembered import remembered


class Protection(models.TextChoices):
    """What happens when a reader copies text."""

    OFF = "off", _("Off: copying is free")
    ATTRIBUTION = "attribution", _("Attribution: a copy carries title, author and link")
    STRICT = "strict", _("Strict: mouse selection and copying answer with a notice")


class Months(models.TextChoices):
    """Which month names the house writes."""

    LEVANTINE = "levantine", _("Levantine (Ayloul)")
    GREGORIAN = "gregorian", _("Gregorian (September)")
    BOTH = "both", _("Both (Ayloul/September)")


class DigitStyle(models.TextChoices):
    """Which digits the house writes."""

    LATIN = "latin", "0123456789"
    ARABIC = "arabic", "٠١٢٣٤٥٦٧٨٩"


class Quotes(models.TextChoices):
    """Which quotation marks the house writes."""

    CURLY = "curly", "“ ”"
    GUILLEMETS = "guillemets", "« »"
    STRAIGHT = "straight", '" "'


class Tanwin(models.TextChoices):
    """On which side of the alef the house writes the tanwin."""

    AS_TYPED = "as typed", _("As typed, but one way within a piece")
    ON_ALEF = "on alef", "حدثاً"
    BEFORE_ALEF = "before alef", "حدثًا"


class Check(models.TextChoices):
    """What the checklist before publishing asks of a piece; each either advises or forbids."""

    TITLE = "title", _("Title")
    STANDFIRST = "standfirst", _("Length of the standfirst")
    PHOTO = "photo", _("Lead photo with description and credit")
    TOPIC = "topic", _("A topic")
    SOURCES = "sources", _("Sources")
    HEADINGS = "headings", _("Order of the headings")
    LINKS = "links", _("What links are called")
    FINDINGS = "findings", _("Findings of the copy desk")
    TRANSLATION = "translation", _("Translation")
    CARD = "card", _("Share card")


def known_checks(names: str) -> None:
    """Raise ValidationError for a name that is no check."""
    if unknown := set(names.split(",")) - {"", *Check.values}:
        raise ValidationError(_("No such check: %(names)s"), params={"names": ", ".join(sorted(unknown))})


class AiCrawlers(models.TextChoices):
    """What robots.txt asks of the crawlers of language models."""

    OPEN = "open", _("Welcome: they may read everything")
    ANSWERS = "answers", _("Answers only: they may quote and link, not train")
    CLOSED = "closed", _("Refused: none of them may read")


class SiteSettings(models.Model):
    """The single row of settings that the editor-in-chief owns."""

    name = models.CharField(_("name of the outlet"), max_length=80, default="شُبّاك")
    tagline = models.CharField(_("tagline"), max_length=160, blank=True)
    description = models.TextField(_("description"), blank=True)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    telegram_url = models.URLField(_("Telegram channel"), blank=True)
    whatsapp_url = models.URLField(_("WhatsApp channel"), blank=True)
    x_url = models.URLField(_("account on X"), blank=True)
    facebook_url = models.URLField(_("page on Facebook"), blank=True)
    months = models.CharField(_("month names"), max_length=10, choices=Months.choices, default=Months.LEVANTINE)
    digits = models.CharField(_("digits"), max_length=10, choices=DigitStyle.choices, default=DigitStyle.LATIN)
    quotes = models.CharField(_("quotation marks"), max_length=10, choices=Quotes.choices, default=Quotes.CURLY)
    tanwin = models.CharField(_("tanwin"), max_length=12, choices=Tanwin.choices, default=Tanwin.AS_TYPED)
    # The checks that forbid, by their names with commas; every other one advises.
    blocking = models.CharField(
        _("what forbids publication"),
        max_length=120,
        blank=True,
        validators=[known_checks],
        help_text=_("What is not ticked is only pointed out."),
    )
    # Empty until the editor-in-chief has answered the desk's question; treated as off until then.
    protection = models.CharField(_("copy protection"), max_length=12, choices=Protection.choices, blank=True)

    # The standing pages, each at its own address; an empty one has no page and no link.
    about = models.TextField(_("about us"), blank=True)
    contact = models.TextField(_("contact us"), blank=True)
    privacy = models.TextField(_("privacy"), blank=True)
    corrections = models.TextField(_("corrections policy"), blank=True)
    ai_crawlers = models.CharField(
        _("crawlers of language models"), max_length=10, choices=AiCrawlers.choices, default=AiCrawlers.ANSWERS
    )

    class Meta:
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the row single."""
        self.pk = 1
        super().save(*args, **kwargs)

    def demands(self, check: Check) -> bool:
        """Return whether no piece is published without what ``check`` asks for."""
        return check in self.blocking.split(",")

    @classmethod
    def load(cls) -> "SiteSettings":
        """Return the settings: the stored row, or unsaved defaults before anyone saved."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)


_asked: ContextVar[Any] = ContextVar("the settings of this request", default=None)


@contextmanager
def read_once() -> Iterator[None]:
    """Let whoever writes a date or a number within know the house style: read once, and only when somebody asks."""
    token = _asked.set(SimpleLazyObject(lambda: remembered(("site settings",), SiteSettings.load)))
    try:
        yield
    finally:
        _asked.reset(token)


def of_request() -> Any:
    """Return the settings of the request being answered, None outside one."""
    return _asked.get()


def current() -> Any:
    """Return the settings of the request being answered, outside one the stored ones; to be read, never to be saved."""
    return of_request() or SiteSettings.load()
