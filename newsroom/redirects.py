"""Old addresses and where they lead now.

Django's own redirects app cannot hold long percent-encoded Arabic paths, and a query string defeats it.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reason(models.TextChoices):
    """What made a redirect."""

    HAND = "hand", _("by hand")
    RENAME = "rename", _("an address was changed")
    IMPORT = "import", _("imported")


class Redirect(models.Model):
    """One old address: a decoded path without its query, and the path that answers in its place."""

    old_path = models.CharField(_("old path"), max_length=500, unique=True)
    new_path = models.CharField(_("new path"), max_length=500)
    below = models.BooleanField(
        _("everything below it, too"), default=False, help_text=_("The rest of the address is carried over.")
    )
    reason = models.CharField(_("made by"), max_length=8, choices=Reason.choices, default=Reason.HAND, editable=False)
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.old_path} ← {self.new_path}"
