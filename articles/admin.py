"""The desk's rooms for pieces, topics and tags."""

from typing import Any

from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.template import Context
from django.urls import path, reverse
from django.utils import timezone, translation
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe
from modeltranslation.admin import TranslationAdmin
from taggit.models import Tag as TaggitTag

from articles import publishing
from articles.forms import CorrectionForm
from articles.models import Article, Tag, Topic
from articles.revisions import Conflict
from articles.sharing import channel_post, short_link
from articles.views import page_context
from articles.writing import WritingView
from columns import signoff
from newsroom import prose
from newsroom.arabic.fold import fold
from newsroom.refusals import Refused
from newsroom.templatetags.house import house_moment
from newsroom.widgets import CleanTextAdmin

# taggit registers a tag model of its own, which this house does not use.
admin.site.unregister(TaggitTag)


class StateFilter(admin.SimpleListFilter):
    """Filter the list by the honest state."""

    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the states a desk asks for."""
        return [
            ("unfinished", _("unfinished")),
            ("scheduled", _("scheduled")),
            ("live", _("live")),
            ("withdrawn", _("withdrawn")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Return the pieces in the chosen state."""
        now = timezone.now()
        return {
            "unfinished": lambda: queryset.unfinished(),
            "scheduled": lambda: queryset.scheduled(now=now),
            "live": lambda: queryset.live(now=now),
            "withdrawn": lambda: queryset.withdrawn(),
        }.get(self.value() or "", lambda: queryset)()


@admin.register(Article)
class ArticleAdmin(admin.ModelAdmin):
    """The list of pieces, and the doors to the writing form and its screens."""

    list_display = ("headline", "state_word", "column", "number", "moment")
    list_filter = (StateFilter, "column")
    search_fields = ("title_ar", "title_en")
    list_per_page = 50
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return rows without their bodies."""
        return super().get_queryset(request).select_related("column").defer("body_ar", "body_en")

    @admin.display(description=_("title"), ordering="title_ar")
    def headline(self, article: Article) -> str:
        """Return the title, isolated from the line around it."""
        return format_html("<bdi>{}</bdi>", str(article))

    @admin.display(description=_("state"), ordering="status")
    def state_word(self, article: Article) -> str:
        """Return the honest state as a word."""
        state = article.state()
        return format_html('<span class="state state-{}">{}</span>', state.value, state.label)

    @admin.display(description=_("public from"), ordering="publish_at")
    def moment(self, article: Article) -> str:
        """Return the moment of publication as the house writes it."""
        return house_moment(Context(), article.publish_at) or "—"

    # -- doors ----------------------------------------------------------------------------------------------------

    def get_urls(self) -> list:
        """Return our own screens before Django's."""
        wrap: Any = self.admin_site.admin_view
        own = [
            path("paste/", wrap(require_POST(self.paste)), name="articles_article_paste"),
            path("<int:pk>/published/", wrap(require_safe(self.published)), name="articles_article_published"),
            path("<int:pk>/preview/<str:language>/", wrap(require_safe(self.preview)), name="articles_article_preview"),
            path("<int:pk>/take-back/", wrap(require_POST(self.take_back)), name="articles_article_take_back"),
            path("<int:pk>/correct/", wrap(self.correct), name="articles_article_correct"),
        ]
        return own + super().get_urls()

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        """Open or take the form of a new piece."""
        return WritingView.as_view(model_admin=self)(request)

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        """Open or take the form of a piece."""
        if not object_id.isdecimal() or len(object_id) > 18:
            raise Http404
        return WritingView.as_view(model_admin=self)(request, pk=int(object_id))

    def may_begin(self, request: HttpRequest) -> None:
        """Raise PermissionDenied unless this account may begin a piece."""
        if not self.has_add_permission(request):
            raise PermissionDenied

    def piece_to_write(self, request: HttpRequest, pk: int) -> Article:
        """Return the piece that this account may write; raises PermissionDenied or Http404."""
        rows = Article.objects.select_related("column__writer", "lead_photo")
        article: Article = get_object_or_404(rows, pk=pk)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        return article

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Return whether the piece may be deleted: never once it was published."""
        if obj is not None and obj.live_revision_id is not None:
            return False
        return super().has_delete_permission(request, obj)

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        """Delete through the verb, which looks again."""
        publishing.discard(obj, now=timezone.now())

    # -- screens --------------------------------------------------------------------------------------------------

    def paste(self, request: HttpRequest) -> JsonResponse:
        """Answer a pasted fragment with clean HTML for the editor, and notices in words."""
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        html, text = request.POST.get("html", ""), request.POST.get("text", "")
        try:
            cleaned = prose.clean(html or text, furniture=signoff.every_line(), plain=not html)
        except ValueError:
            return JsonResponse({"error": str(_("This text is too long for one piece."))}, status=413)
        notices = [str(notice) for notice in cleaned.notices]
        return JsonResponse({"html": prose.for_editor(cleaned.html), "notices": notices})

    @method_decorator(csp_update({"frame-src": ["'self'"]}))
    def published(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what has just become, or will become, public: number, page, card, channel post."""
        article = self.piece_to_write(request, pk)
        if article.live_revision_id is None:
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))
        with translation.override(settings.LANGUAGE_CODE):
            public = {
                "url": f"{settings.SITE_URL}{article.get_absolute_url()}",
                "short": short_link(article),
                "post": channel_post(article),
                "host": settings.SITE_URL.split("://", 1)[-1],
            }
        context = self._context(request, article, public=public, live=article.is_live())
        return render(request, "admin/articles/article/published.html", context)

    @method_decorator(csp_replace({"frame-ancestors": ["'self'"]}))
    @method_decorator(xframe_options_sameorigin)
    def preview(self, request: HttpRequest, pk: int, language: str) -> HttpResponse:
        """Show the public page as the desk frames it, for staff alone."""
        if language not in dict(settings.LANGUAGES):
            raise Http404
        self.piece_to_write(request, pk)
        article = get_object_or_404(Article.objects.for_page(), pk=pk)
        with translation.override(language):
            return render(request, "articles/article.html", page_context(article) | {"framed": True})

    def take_back(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Withdraw a live piece, or take a scheduled one off the schedule, from the screen after publishing."""
        article = self.piece_to_write(request, pk)
        if not request.user.has_perm("articles.publish_article"):
            raise PermissionDenied
        version = request.POST.get("version", "")
        act = publishing.withdraw if article.is_live() else publishing.unschedule
        try:
            act(article, version=int(version[:9]) if version.isdecimal() else 0, **_who(request))
            messages.success(request, _("Readers no longer see this piece."))
        except Refused as refused:
            for message in _reasons(refused):
                messages.error(request, message)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))

    def correct(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Change a frozen number or sign-off: the editor-in-chief's explicit, logged act."""
        article = self.piece_to_write(request, pk)
        if not request.user.has_perm("articles.correct_article"):
            raise PermissionDenied
        initial = {name: getattr(article, name) for name in ("number", "signoff_ar", "signoff_en", "version")}
        form = CorrectionForm(request.POST or None, initial=initial)
        status = 200
        if request.method == "POST":
            status = 422
            if form.is_valid():
                data = form.cleaned_data
                try:
                    publishing.correct(
                        article,
                        number=data["number"],
                        signoffs={"ar": data["signoff_ar"], "en": data["signoff_en"]},
                        version=data["version"],
                        **_who(request),
                    )
                except Refused as refused:
                    for message in _reasons(refused):
                        form.add_error(refused.field or None, message)
                else:
                    messages.success(request, _("Corrected, and written into the history."))
                    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))
        context = self._context(request, article, form=form)
        return render(request, "admin/articles/article/correct.html", context, status=status)

    def _context(self, request: HttpRequest, article: Article, **extra: Any) -> dict[str, Any]:
        base = self.admin_site.each_context(request)
        return {**base, "opts": Article._meta, "article": article, "title": str(article), **extra}


def _who(request: HttpRequest) -> dict[str, Any]:
    """Return who acts and when, as every verb takes it."""
    return {"by": request.user, "now": timezone.now()}


def _reasons(refused: Refused) -> list[str]:
    """Return why not, for a screen that has no two texts to compare."""
    if isinstance(refused, Conflict):
        return [gettext("Somebody saved this piece meanwhile. Open it again and look first.")]
    return refused.messages


class NameAdmin(CleanTextAdmin):
    """Names are found as people type them, and a name that pieces bear is never deleted: they would lose it."""

    folded_field = "name_folded"
    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether nothing bears the name."""
        if isinstance(obj, Topic) and obj.articles.exists():
            return False
        if isinstance(obj, Tag) and obj.tagged.exists():
            return False
        return super().has_delete_permission(request, obj)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, term: str) -> tuple[QuerySet, bool]:
        """Return the rows whose folded name holds every folded word of ``term``."""
        for word in fold(term).split():
            queryset = queryset.filter(**{f"{self.folded_field}__contains": word})
        return queryset, False


@admin.register(Topic)
class TopicAdmin(NameAdmin, TranslationAdmin):
    """Topics: curated subjects."""

    list_display = ("name", "kind", "published")
    list_filter = ("kind", "published")
    search_fields = ("name_folded",)
    autocomplete_fields = ("parties",)


@admin.register(Tag)
class TagAdmin(NameAdmin):
    """Tags: free keywords."""

    list_display = ("name", "slug")
    fields = ("name",)
    search_fields = ("name_folded",)
