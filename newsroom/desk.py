"""The desk: the admin site and its front page."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class DeskSite(AdminSite):
    """Django's admin in the house's words."""

    site_title = _("Shubbak desk")
    site_header = _("Shubbak")
    index_title = _("Desk")
    site_url = "/"
    enable_nav_sidebar = False
