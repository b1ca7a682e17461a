"""The screens that show a piece as readers would get it: beside the form, in a frame of the desk, behind a link."""

from datetime import timedelta
from typing import Any

from csp.decorators import csp_replace
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles import previews, revisions, rights
from articles.admin.sent import who
from articles.models import Article, PreviewLink
from articles.models.article import LANGUAGES
from articles.snapshots import Snapshot
from articles.views import page
from articles.writing import opening
from newsroom.outlet import SiteSettings
from newsroom.refusals import Refused

THEMES = ("light", "dark")
PAGE, CARD, LINK = "page", "card", "link"
DAYS = (1, 3, 7)


class SharingForm(forms.Form):
    """What a new preview link shows, and for how long."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), widget=forms.RadioSelect)
    days = forms.TypedChoiceField(
        label=gettext_lazy("Works for"),
        coerce=int,
        initial=DAYS[1],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, content: Snapshot, **kwargs: Any) -> None:
        """Offer the languages in which ``content`` says something."""
        super().__init__(*args, **kwargs)
        written = [code for code in LANGUAGES if previews.is_written(content, code)] or [settings.LANGUAGE_CODE]
        names = dict(settings.LANGUAGES)
        self.fields["language"].choices = [(code, names[code]) for code in written]
        self.fields["language"].initial = written[0]
        self.fields["days"].choices = [
            (days, ngettext("%(days)d day", "%(days)d days", days) % {"days": days}) for days in DAYS
        ]


class Previewing(admin.ModelAdmin):
    """The addresses of previews and preview links; each asks ``articles.rights`` for the very piece."""

    def previewing_urls(self, wrap: Any) -> list:
        """Return our addresses, each behind ``wrap``, the desk's door."""
        sharing = require_http_methods(["GET", "HEAD", "POST"])(self.links)
        typed = wrap(require_POST(self.preview_typed))
        return [
            path("<int:pk>/preview/<str:language>/", wrap(require_safe(self.preview)), name="articles_article_preview"),
            path("preview-typed/", typed, name="articles_article_preview_new"),
            path("<int:pk>/preview-typed/", typed, name="articles_article_preview_typed"),
            path("<int:pk>/links/", wrap(sharing), name="articles_article_links"),
            path(
                "<int:pk>/links/<int:link>/revoke/",
                wrap(require_POST(self.revoke_link)),
                name="articles_article_revoke_link",
            ),
        ]

    # -- what was saved -------------------------------------------------------------------------------------------

    @method_decorator(csp_replace({"frame-ancestors": ["'self'"]}))
    @method_decorator(xframe_options_sameorigin)
    def preview(self, request: HttpRequest, pk: int, language: str) -> HttpResponse:
        """Show the public page of the row as the desk frames it, for staff alone; ``?theme=`` light or dark."""
        if language not in dict(settings.LANGUAGES):
            raise Http404
        if not rights.may_read_in(request.user, self.piece_to_read(request, pk), language):
            raise PermissionDenied
        article = get_object_or_404(Article.objects.for_page(), pk=pk)
        return page(request, article, language=language, theme=_one_of(THEMES, request.GET.get("theme", "")))

    # -- what stands in the form ----------------------------------------------------------------------------------

    def preview_typed(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Answer how the words that were sent would look; nothing is written: no tag, no copy, no revision.

        A script asks for one ``preview-view`` (page, card, link) and gets it with the troubles in words; a form
        without script gets the page, the troubles in its banner.
        """
        article = self.may_begin(request) if pk is None else self.piece_to_write(request, pk)
        sent, now = request.POST, timezone.now()
        language = _one_of(LANGUAGES, sent.get("preview-language", "")) or settings.LANGUAGE_CODE
        theme = _one_of(THEMES, sent.get("preview-theme", ""))
        content, troubles = previews.typed(opening.sent_form(request, article, data=sent))
        troubles += previews.troubles_of(content, article, now=now)
        piece = previews.piece_of(previews.with_language(content, language), article, now=now)
        if "preview-part" not in sent:
            banner = {"typed": True, "troubles": troubles, "note": _note(content, language)}
            return page(request, piece, language=language, theme=theme, previewing=banner)
        view = _one_of((PAGE, CARD, LINK), sent.get("preview-view", "")) or PAGE
        html = _drawn(request, piece, view=view, language=language, theme=theme)
        return JsonResponse({"html": html, "troubles": troubles, "note": _note(content, language)})

    # -- links for people without an account ----------------------------------------------------------------------

    def links(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the preview links of a piece, and make another."""
        article = self._piece_to_share(request, pk)
        form = SharingForm(request.POST or None, content=revisions.content_of(article))
        if request.method == "POST" and form.is_valid():
            data = form.cleaned_data
            try:
                previews.share(article, language=data["language"], lasts=timedelta(days=data["days"]), **who(request))
            except Refused as refused:
                form.add_error(refused.field or None, [str(message) for message in refused.messages])
            else:
                messages.success(request, _("The link is made. Copy it and send it."))
                return HttpResponseRedirect(reverse("admin:articles_article_links", args=[pk]))
        now = timezone.now()
        rows = article.preview_links.select_related("created_by")
        context = {
            **self.admin_site.each_context(request),
            "opts": Article._meta,
            "title": str(article),
            "article": article,
            "form": form,
            "working": [(row, previews.address_of(row)) for row in rows.working(now=now)],
            "ended": [row for row in rows if row.revoked_at is not None or row.expires_at <= now],
        }
        status = 422 if form.errors else 200
        return render(request, "admin/articles/article/links.html", context, status=status)

    def revoke_link(self, request: HttpRequest, pk: int, link: int) -> HttpResponse:
        """Let a preview link open nothing any more."""
        article = self._piece_to_share(request, pk)
        if link >= 2**63:
            raise Http404
        row: PreviewLink = get_object_or_404(article.preview_links.select_related("article"), pk=link)
        if previews.revoke(row, **who(request)):
            messages.success(request, _("The link is revoked: it opens nothing any more."))
        else:
            messages.info(request, _("This link had ended already."))
        return HttpResponseRedirect(reverse("admin:articles_article_links", args=[pk]))

    def _piece_to_share(self, request: HttpRequest, pk: int) -> Article:
        article: Article = self.piece_to_write(request, pk)
        if not rights.may_share(request.user, article):
            raise PermissionDenied
        return article


def _drawn(request: HttpRequest, piece: Article, *, view: str, language: str, theme: str) -> str:
    """Return the page, the card in the lists, or the card of the link of ``piece``, as HTML."""
    if view == PAGE:
        return page(request, piece, language=language, theme=theme).content.decode()
    with translation.override(language):
        if view == CARD:
            context = {"article": piece, "outlet": SiteSettings.load(), "theme": theme}
            return render_to_string("admin/articles/article/preview_card.html", context)
        context = {
            "photo": piece.lead_photo,
            "host": settings.SITE_URL.split("://", 1)[-1],
            "title": piece.title,
            "text": piece.standfirst,
        }
        return render_to_string("admin/components/link_card.html", context)


def _note(content: Snapshot, language: str) -> str:
    """Return what the desk ought to know of this language, "" if readers would see it."""
    if not previews.is_written(content, language):
        return _("Nothing is written in this language yet.")
    if language not in content.released:
        return _("This language is not released: readers do not see it yet.")
    return ""


def _one_of(values: tuple[str, ...], sent: str) -> str:
    """Return ``sent`` if it is one of ``values``, else ""."""
    return sent if sent in values else ""
