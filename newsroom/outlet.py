"""The outlet's own facts and its house style: one row that every page reads."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

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
