"""The desk's rooms for columns and authors."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from columns.models import Author, Column
from newsroom.rooms import Room


class KeptRoom(Room):
    """Columns and authors are never deleted by the handful: pieces stand under their names."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return the rows with the number of pieces under each."""
        return super().get_queryset(request).annotate(pieces=Count("articles", distinct=True))

    def get_actions(self, request: HttpRequest) -> dict:
        """Return the actions without Django's deletion."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether nothing stands under the name."""
        if obj is not None and obj.articles.exists():
            return False
        return super().has_delete_permission(request, obj)

    @admin.display(description=_("pieces"), ordering="pieces")
    def written(self, row: Any) -> int:
        """Return how many pieces stand under it, drafts included."""
        return row.pieces


@admin.register(Column)
class ColumnAdmin(KeptRoom, TranslationAdmin):
    """Columns: what they are, who writes them, when they are due."""

    list_display = ("called", "writer", "cadence", "weekday", "slot_time", "active", "importing", "written", "position")
    list_filter = ("active", "cadence", "importing")
    list_select_related = ("writer",)
    search_fields = ("title_folded",)
    raw_id_fields = ("picture",)
    autocomplete_fields = ("writer",)

    @admin.display(description=_("title"), ordering="title_folded")
    def called(self, column: Column) -> str:
        """Return the title, isolated from the line around it."""
        return format_html("<bdi>{}</bdi>", str(column))


@admin.register(Author)
class AuthorAdmin(KeptRoom, TranslationAdmin):
    """Authors: who signs."""

    list_display = ("called", "role", "english", "account", "written")
    list_filter = (("account", admin.EmptyFieldListFilter), ("portrait", admin.EmptyFieldListFilter))
    list_select_related = ("account",)
    search_fields = ("name_folded", "name_en")
    raw_id_fields = ("portrait",)

    @admin.display(description=_("name"), ordering="name_folded")
    def called(self, author: Author) -> str:
        """Return the name, isolated from the line around it."""
        return format_html("<bdi>{}</bdi>", str(author))

    @admin.display(description=_("English"))
    def english(self, author: Author) -> str:
        """Return the English name."""
        return format_html('<bdi lang="en">{}</bdi>', author.name_en) if author.name_en else "—"
