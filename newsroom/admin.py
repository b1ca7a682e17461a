"""The desk's rooms for redirects, settings, columns and authors; it brings the other rooms along."""

from typing import Any, cast
from urllib.parse import quote

from csp.decorators import csp_replace
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from js_asset import Media
from modeltranslation.admin import TranslationAdmin

from articles import rights
from articles.models import Article
from articles.numbering import number_by_date
from articles.writing import editor_words
from columns.admin import AuthorAdmin, ColumnAdmin
from columns.models import Author, Column
from newsroom import (
    history,  # noqa: F401
    library,  # noqa: F401
    redirects,
    staff,  # noqa: F401
)
from newsroom.arabic.fold import fold
from newsroom.models import Redirect, SiteSettings, User
from newsroom.outlet import Check
from newsroom.refusals import Refused
from newsroom.rooms import Room
from newsroom.templatetags.house import house_moment
from newsroom.widgets import NamesWithCommas, ProseField

# ---- redirects -------------------------------------------------------------------------------------------------------


class RedirectForm(forms.ModelForm):
    """A redirect by hand: paths as somebody pastes them, kept as the house keeps them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("old_path", "new_path"):
            self.initial[name] = redirects.typed(getattr(self.instance, name))

    def clean(self) -> dict[str, Any]:
        """Lead the old address on; loops and our own addresses are refused in words."""
        data = super().clean() or {}
        if self.errors or "old_path" not in data or "new_path" not in data:
            return data
        below, but = data.get("below", False), self.instance.pk
        try:
            redirects.check(data["old_path"], data["new_path"], below=below, but=but)
        except Refused as refused:
            raise ValidationError(refused.messages) from refused
        return data

    def validate_unique(self) -> None:
        """An old path that leads somewhere already simply leads elsewhere from now on."""


@admin.register(Redirect)
class RedirectAdmin(Room):
    """Redirects: old addresses and where they lead."""

    form = RedirectForm
    list_display = ("old", "new", "below", "reason", "made")
    list_display_links = ("old",)
    list_filter = ("reason", "below")
    date_hierarchy = "created_at"
    fields = ("old_path", "new_path", "below")
    search_fields = ("paths_folded",)

    @admin.display(description=_("old path"), ordering="old_path")
    def old(self, row: Redirect) -> str:
        """Return the old path, isolated."""
        return format_html('<bdi dir="ltr">{}</bdi>', row.old_path)

    @admin.display(description=_("new path"), ordering="new_path")
    def new(self, row: Redirect) -> str:
        """Return the new path as a link."""
        return format_html('<a href="{}"><bdi dir="ltr">{}</bdi></a>', quote(row.new_path), row.new_path)

    @admin.display(description=_("made at"), ordering="created_at")
    def made(self, row: Redirect) -> str:
        """Return when it was made."""
        return house_moment(Context(), row.created_at)

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, term: str) -> tuple[QuerySet, bool]:
        """Return the redirects whose paths hold the words, also of a pasted encoded address."""
        return super().get_search_results(request, queryset, fold(redirects.normal(term)) if "/" in term else term)

    def save_model(self, request: HttpRequest, obj: Redirect, form: Any, change: bool) -> None:
        """Lead on through the verb, which flattens chains."""
        typed = form.cleaned_data
        if change:
            Redirect.objects.filter(pk=obj.pk).exclude(old_path=redirects.normal(typed["old_path"])).delete()
        row = redirects.lead(typed["old_path"], typed["new_path"], below=obj.below)
        obj.pk, obj.old_path, obj.new_path = row.pk, row.old_path, row.new_path


# ---- settings --------------------------------------------------------------------------------------------------------


STANDING = ("about", "contact", "privacy", "corrections")


@admin.register(SiteSettings)
class SiteSettingsAdmin(Room, TranslationAdmin):
    """The outlet's settings: one row, opened directly; its standing pages are written in the editor of the pieces."""

    change_form_template = "admin/newsroom/sitesettings/change_form.html"
    fieldsets = (
        (_("The outlet"), {"fields": ("name", "tagline", "description")}),
        (_("Ways to reach us"), {"fields": ("contact_email", "telegram_url", "whatsapp_url", "x_url", "facebook_url")}),
        (_("House style"), {"fields": ("months", "digits", "quotes", "tanwin")}),
        (_("Checklist before publishing"), {"fields": ("blocking",)}),
        (_("Copying and crawlers"), {"fields": ("protection", "ai_crawlers")}),
        (_("Standing pages"), {"fields": STANDING}),
    )

    def formfield_for_dbfield(self, db_field: models.Field, request: Any, **kwargs: Any) -> Any:
        """Return the editor's field for the standing pages, which passes the one cleaner."""
        if db_field.name == "blocking":
            return NamesWithCommas(choices=Check.choices, label=db_field.verbose_name, help_text=db_field.help_text)
        stem, _sep, code = db_field.name.rpartition("_")
        if stem in STANDING and code in dict(settings.LANGUAGES):
            attrs = {"lang": code, "dir": "rtl" if code == "ar" else "ltr", "rows": 12}
            return ProseField(required=False, label=db_field.verbose_name, widget=ProseField.widget(attrs=attrs))
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @method_decorator(csp_replace({"script-src": settings.WRITING_FORM_SCRIPT_SRC}))
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Open the form with the editor's words."""
        context = {"words": editor_words(), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Give the editor's import map the nonce without which it would be blocked."""
        context["media"] = Media.from_media(context["media"], nonce=str(request.csp_nonce))
        return super().render_change_form(request, context, *args, **kwargs)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Open the single row."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        SiteSettings.objects.get_or_create(pk=1)
        return HttpResponseRedirect(reverse("admin:newsroom_sitesettings_change", args=[1]))

    def may_translate(self, request: HttpRequest) -> bool:
        """The settings are the editor-in-chief's in every language."""
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds a second row."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes the only row."""
        return False


# ---- columns and authors ---------------------------------------------------------------------------------------------


class KnownPieces(admin.ModelAdmin):
    """Counts beside a name the pieces of which the account may know; columns and authors themselves know of none."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return the rows with the number of their pieces."""
        known = Article.objects.filter(rights.countable(request.user, now=timezone.now()))
        pieces = Count("articles", filter=Q(articles__in=known.values("pk")), distinct=True)
        return super().get_queryset(request).annotate(pieces=pieces)


admin.site.unregister((Author, Column))


@admin.register(Author)
class AuthorRoom(KnownPieces, AuthorAdmin):
    """Authors, beside their pieces."""


@admin.register(Column)
class ColumnRoom(KnownPieces, ColumnAdmin):
    """Columns, beside their pieces: a column being imported is numbered here."""

    actions = ("number", *ColumnAdmin.actions)

    def has_renumber_permission(self, request: HttpRequest) -> bool:
        """Return whether the account may change numbers that readers have seen."""
        return self.may_change_all(request) and request.user.has_perm("articles.correct_article")

    @admin.action(description=_("Number the editions of the selected columns by date"), permissions=["renumber"])
    def number(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Number by date, and say of each column what was done and what found no number."""
        for column in queryset.order_by("pk"):
            try:
                report = number_by_date(column, by=cast(User, request.user), now=timezone.now())
            except Refused as refused:
                messages.error(request, f"«{column}»: {' '.join(str(message) for message in refused.messages)}")
                continue
            given = ngettext("%(count)d edition got a number", "%(count)d editions got a number", report.given)
            kept = ngettext("%(count)d kept its own", "%(count)d kept their own", report.kept)
            counts = {"given": given % {"count": report.given}, "kept": kept % {"count": report.kept}}
            messages.success(request, _("«%(name)s»: %(given)s; %(kept)s.") % {"name": column, **counts})
            if report.without:
                names = "، ".join(f"«{piece}»" for piece in Article.objects.filter(pk__in=report.without))
                messages.warning(request, _("No number was free for: %(names)s") % {"names": names})
