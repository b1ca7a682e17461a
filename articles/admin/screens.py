"""The desk's own screens of one piece: paste, what was published, take back, correct."""

from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles import publishing, rights
from articles.admin.copydesk import CopyDesk
from articles.admin.correcting import Correcting
from articles.admin.keeping import Keeping
from articles.admin.notes import Notes
from articles.admin.previewing import Previewing
from articles.admin.revisions import Revisions
from articles.admin.sent import version_in, who
from articles.admin.translations import Translations
from articles.forms import CorrectionForm
from articles.models import Article
from articles.sharing import channel_post, short_link
from articles.writing import conflicts
from columns import signoff
from newsroom import prose
from newsroom.refusals import Refused


class Screens(CopyDesk, Keeping, Previewing, Notes, Revisions, Translations, Correcting, admin.ModelAdmin):
    """The screens beside the writing form; each asks ``articles.rights`` for the very piece it shows."""

    def get_urls(self) -> list:
        """Return our own screens before Django's."""
        wrap: Any = self.admin_site.admin_view
        form = require_http_methods(["GET", "HEAD", "POST"])
        own = [
            *self.copydesk_urls(wrap),
            *self.keeping_urls(wrap),
            *self.previewing_urls(wrap),
            *self.revisions_urls(wrap),
            *self.notes_urls(wrap),
            *self.translations_urls(wrap),
            *self.correcting_urls(wrap),
            path("paste/", wrap(require_POST(self.paste)), name="articles_article_paste"),
            path("<int:pk>/published/", wrap(require_safe(self.published)), name="articles_article_published"),
            path("<int:pk>/take-back/", wrap(require_POST(self.take_back)), name="articles_article_take_back"),
            path("<int:pk>/correct/", wrap(form(self.correct)), name="articles_article_correct"),
        ]
        return own + super().get_urls()

    def piece_to_read(self, request: HttpRequest, pk: int) -> Article:
        """Return the piece whose text this account may see; raises PermissionDenied or Http404."""
        article = self._piece(pk)
        if not rights.may_read(request.user, article):
            raise PermissionDenied
        return article

    def piece_to_write(self, request: HttpRequest, pk: int) -> Article:
        """Return the piece whose form opens for this account; raises PermissionDenied or Http404."""
        article = self._piece(pk)
        if not rights.may_open(request.user, article):
            raise PermissionDenied
        return article

    def _piece(self, pk: int) -> Article:
        rows = Article.objects.select_related("column__writer", "lead_photo").prefetch_related("bylines__author")
        if pk >= 2**63:
            raise Http404
        article: Article = get_object_or_404(rows, pk=pk)
        return article

    def paste(self, request: HttpRequest) -> JsonResponse:
        """Answer a pasted fragment with clean HTML for the editor, and notices in words."""
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        html, text = request.POST.get("html", ""), request.POST.get("text", "")
        try:
            cleaned = prose.clean(html or text, furniture=signoff.every_line(), plain=not html, pasted=True)
        except ValueError:
            return JsonResponse({"error": str(_("This text is too long for one piece."))}, status=413)
        notices = [str(notice) for notice in cleaned.notices]
        return JsonResponse({"html": prose.for_editor(cleaned.html), "notices": notices})

    @method_decorator(csp_update({"frame-src": ["'self'"]}))
    def published(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what has just become, or will become, public: number, page, card, channel post."""
        article = self.piece_to_read(request, pk)
        if article.live_revision_id is None:
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))
        with translation.override(settings.LANGUAGE_CODE):
            public = {
                "url": f"{settings.SITE_URL}{article.get_absolute_url()}",
                "short": short_link(article),
                "post": channel_post(article),
                "host": settings.SITE_URL.split("://", 1)[-1],
            }
        context = self._context(
            request,
            article,
            public=public,
            live=article.is_live(),
            may_publish=rights.may_publish(request.user, article),
            may_open=rights.may_open(request.user, article),
            # Not the desk's own language: a title in it may be a translation that nobody released.
            title=article.title_ar,
        )
        return render(request, "admin/articles/article/published.html", context)

    def take_back(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Withdraw a live piece, or take a scheduled one off the schedule, from the screen after publishing."""
        article = self.piece_to_write(request, pk)
        if not rights.may_publish(request.user, article):
            raise PermissionDenied
        act = publishing.withdraw if article.is_live() else publishing.unschedule
        try:
            act(article, version=version_in(request), **who(request))
            messages.success(request, _("Readers no longer see this piece."))
        except Refused as refused:
            for message in conflicts.told(refused):
                messages.error(request, message)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))

    def correct(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Change a frozen number or sign-off: the editor-in-chief's explicit, logged act."""
        article = self.piece_to_write(request, pk)
        if not request.user.has_perm("articles.correct_article"):
            raise PermissionDenied
        initial = {name: getattr(article, name) for name in ("number", "signoff_ar", "signoff_en", "version")}
        form = CorrectionForm(request.POST if request.method == "POST" else None, initial=initial)
        status = 200
        if request.method == "POST":
            status = 422
            if form.is_valid() and self._corrected(request, article, form):
                messages.success(request, _("Corrected, and written into the history."))
                return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))
        context = self._context(request, article, form=form)
        return render(request, "admin/articles/article/correct.html", context, status=status)

    def _corrected(self, request: HttpRequest, article: Article, form: CorrectionForm) -> bool:
        data = form.cleaned_data
        signoffs = {code: data[f"signoff_{code}"] for code, _name in settings.LANGUAGES}
        try:
            publishing.correct(
                article, number=data["number"], signoffs=signoffs, version=data["version"], **who(request)
            )
        except Refused as refused:
            for message in conflicts.told(refused):
                form.add_error(refused.field or None, message)
            return False
        return True

    def _context(self, request: HttpRequest, article: Article, **extra: Any) -> dict[str, Any]:
        base = self.admin_site.each_context(request)
        return {**base, "opts": Article._meta, "article": article, "title": str(article), **extra}
