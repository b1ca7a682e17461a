"""The desk's rooms for columns and authors."""

from django.contrib import admin
from modeltranslation.admin import TranslationAdmin

from columns.models import Author, Column
from newsroom.widgets import CleanTextAdmin


@admin.register(Column)
class ColumnAdmin(CleanTextAdmin, TranslationAdmin):
    """Columns: what they are, who writes them, when they are due."""

    list_display = ("title", "writer", "cadence", "weekday", "active")
    list_filter = ("active", "cadence")


@admin.register(Author)
class AuthorAdmin(CleanTextAdmin, TranslationAdmin):
    """Authors: who signs."""

    list_display = ("name", "role", "account")
    search_fields = ("name_folded",)
