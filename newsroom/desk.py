"""The desk: the admin site and its front page."""

from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.i18n import JavaScriptCatalog

from articles.models import Article
from articles.numbering import proposed_number
from columns.models import Column
from newsroom.outlet import Protection, SiteSettings

SHOWN = 8


class DeskSite(AdminSite):
    """Django's admin in the house's words, with a front page that starts the week's work."""

    site_title = _("Shubbak desk")
    site_header = _("Shubbak")
    index_title = _("Desk")
    site_url = "/"
    enable_nav_sidebar = False
    index_template = "admin/desk.html"

    def get_urls(self) -> list:
        """Return the answer to the desk's one question before Django's own addresses."""
        return [
            path("protection/", self.admin_view(require_POST(self.choose_protection)), name="choose_protection"),
            *super().get_urls(),
        ]

    def i18n_javascript(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Serve the scripts' words with the house's own catalogue beside Django's."""
        return JavaScriptCatalog.as_view(packages=["django.contrib.admin", "newsroom"])(request)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Show the next edition of each column, my drafts, what is scheduled and what is live."""
        desk = _desk(request) if request.user.has_perm("articles.view_article") else {}
        return super().index(request, desk | (extra_context or {}))

    def choose_protection(self, request: HttpRequest) -> HttpResponse:
        """Keep how the site answers copying, asked at the editor-in-chief's first sign-in."""
        if not request.user.has_perm("newsroom.change_sitesettings"):
            raise PermissionDenied
        choice = request.POST.get("protection", "")
        if choice in Protection.values:
            settings = SiteSettings.load()
            settings.protection = choice
            settings.save()
        return HttpResponseRedirect(reverse("admin:index"))


def _desk(request: HttpRequest) -> dict[str, Any]:
    """Return what stands on the desk of this account."""
    now = timezone.now()
    rows = Article.objects.for_cards()
    outlet = SiteSettings.load()
    asks = not outlet.protection and request.user.has_perm("newsroom.change_sitesettings")
    columns = Column.objects.filter(active=True).select_related("writer")
    return {
        "editions": [{"column": column, "number": proposed_number(column)} for column in columns],
        "mine": rows.unfinished().filter(created_by=request.user).order_by("-pk")[:SHOWN],
        "others": rows.unfinished().exclude(created_by=request.user).order_by("-pk")[:SHOWN],
        "scheduled": rows.scheduled(now=now)[:SHOWN],
        "live": rows.live(now=now).newest_first()[:SHOWN],
        "protections": Protection.choices if asks else [],
    }
