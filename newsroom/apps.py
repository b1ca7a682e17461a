"""The project package as an installed app, and the admin with our own site."""

from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps
from django.utils.translation import gettext_lazy as _


class NewsroomConfig(AppConfig):
    """Accounts, photos, redirects and the outlet's settings."""

    name = "newsroom"
    verbose_name = _("The newsroom")
    default = True

    def ready(self) -> None:
        """Connect the one receiver of the house and register the system checks."""
        from newsroom import checks, pagecache  # noqa: F401

        pagecache.connect()


class DeskConfig(admin_apps.AdminConfig):
    """django.contrib.admin, with the desk as its default site."""

    default = False
    default_site = "newsroom.desk.DeskSite"
