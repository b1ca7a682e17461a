"""Old addresses and where they lead now.

Django's own redirects app cannot hold long percent-encoded Arabic paths, and a query string defeats it.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Redirect(models.Model):
    """One old address: a decoded path without its query, and the path that answers in its place."""

    old_path = models.CharField(_("old path"), max_length=500, unique=True)
    new_path = models.CharField(_("new path"), max_length=500)
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.old_path} ← {self.new_path}"
