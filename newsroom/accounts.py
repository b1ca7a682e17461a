"""Staff accounts."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.arabic.fold import fold

NAMED = ("first_name", "last_name", "username", "email")


class User(AbstractUser):
    """A member of staff; the desk speaks the account's own language."""

    language = models.CharField(
        _("interface language"),
        max_length=5,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
    )
    # All its names, folded: by them the desk finds and sorts it.
    names_folded = models.TextField(editable=False, default="")

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Derive the folded names; a save of some fields writes them when one of those is a name."""
        self.names_folded = fold(" ".join(getattr(self, field) for field in NAMED))
        if (fields := kwargs.get("update_fields")) is not None and not set(NAMED).isdisjoint(fields):
            kwargs["update_fields"] = {*fields, "names_folded"}
        super().save(*args, **kwargs)
