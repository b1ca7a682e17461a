"""What the rooms of the desk share: folded search, a history with before and after, addresses that lead on."""

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db import models
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.translation import gettext

from newsroom import audit, redirects
from newsroom.arabic.fold import fold
from newsroom.widgets import CleanTextAdmin

OTHER_LANGUAGES = tuple(code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)


def on_site(request: HttpRequest, content_type_id: str, object_id: str) -> HttpResponse:
    """Lead from a row to its page on the site whoever may see the row at the desk; an address may hold a title.

    Raises PermissionDenied, and Http404 for what has no room or no page.
    """
    kind = ContentType.objects.filter(pk=int(content_type_id[:9])).first() if content_type_id.isdecimal() else None
    model = kind.model_class() if kind is not None else None
    room = admin.site._registry.get(model) if model is not None else None
    row = room.get_object(request, object_id) if room is not None else None
    if room is None or row is None or not hasattr(row, "get_absolute_url"):
        raise Http404
    if not room.has_view_permission(request, row):
        raise PermissionDenied
    return HttpResponseRedirect(row.get_absolute_url())


def labelled(label: Any, value: Any) -> str:
    """Return what a cell of a list shows: on a phone, where its row is a card without heads, with its label."""
    return format_html('<span class="card-label">{}: </span>{}', label, value)


def in_words(field: models.BooleanField) -> Callable[[Model], str]:
    """Return a column that says yes or no."""

    def cell(row: Model) -> str:
        return labelled(field.verbose_name, gettext("Yes") if getattr(row, field.name) else gettext("No"))

    cell.short_description, cell.admin_order_field = field.verbose_name, field.name
    cell.__name__ = field.name
    return cell


class Room(CleanTextAdmin):
    """A room of the desk.

    ``search_fields`` name the columns that hold folded words, or Latin ones; a search finds the rows of which every
    folded word typed stands in some of them. Fields in other languages may be written with the right to translate
    alone.
    """

    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, term: str) -> tuple[QuerySet, bool]:
        """Return the rows found by folded words."""
        words = fold(term[:200]).split()
        if not words:
            return (queryset.none() if term.strip() else queryset), False
        for word in words:
            queryset = queryset.filter(reduce(or_, (Q(**{f"{name}__icontains": word}) for name in self.search_fields)))
        return queryset, False

    def lookup_allowed(self, lookup: str, value: str, request: Any = None) -> bool:
        """Return whether the list may be asked this; through other rows only what its own filters ask.

        Django lets any list be asked for the rows that belong to a given row of another kind, a hidden one too.
        """
        name = lookup.split("__", 1)[0]
        try:
            led_on = self.opts.get_field(name).is_relation
        except FieldDoesNotExist:
            led_on = False
        filters = self.get_list_filter(request) if request is not None else self.list_filter
        asked = {each[0] if isinstance(each, list | tuple) else each for each in filters}
        return (not led_on or name in asked) and super().lookup_allowed(lookup, value, request)

    def get_list_display(self, request: HttpRequest) -> Any:
        """Return the columns; yes and no as words, where Django draws signs that are read aloud in English."""
        truths = {field.name: field for field in self.opts.fields if isinstance(field, models.BooleanField)}
        columns = super().get_list_display(request)
        return tuple(in_words(truths[name]) if isinstance(name, str) and name in truths else name for name in columns)

    # -- who may write what -----------------------------------------------------------------------------------------

    def may_translate(self, request: HttpRequest) -> bool:
        """Return whether the account may write the translated fields here."""
        has_some = any(field.name.endswith(f"_{code}") for field in self.opts.get_fields() for code in OTHER_LANGUAGES)
        return has_some and request.user.has_perm("articles.translate_article")

    def may_change_all(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return whether the account may write every field."""
        return super().has_change_permission(request, obj)

    def has_change_all_permission(self, request: HttpRequest) -> bool:
        """Return whether the account may write every field: what actions on many rows ask."""
        return self.may_change_all(request)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Return whether the account may write something here."""
        return self.may_change_all(request, obj) or self.may_translate(request)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """Return what this account only reads: for a translator all but the fields of the other languages."""
        fixed = tuple(super().get_readonly_fields(request, obj))
        if obj is None or self.may_change_all(request, obj):
            return fixed
        own = tuple(f"_{code}" for code in OTHER_LANGUAGES)
        return (*fixed, *(name for name in self._written_fields() if not name.endswith(own) and name not in fixed))

    def _written_fields(self) -> list[str]:
        """Return the names of the fields that the form of this room holds, one for each language."""
        fields = [field for field in (*self.opts.fields, *self.opts.many_to_many) if field.editable]
        names = {field.name for field in fields}
        hidden = set(self.exclude or ())
        return [
            field.name
            for field in fields
            if not field.primary_key
            and field.name not in hidden
            and f"{field.name}_{settings.LANGUAGE_CODE}" not in names
        ]

    # -- what is written down -----------------------------------------------------------------------------------------

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> list:
        """Return Django's message with what stood there before and what stands there now."""
        parts: list[Any] = super().construct_change_message(request, form, formsets, add)
        if not add and parts and "changed" in parts[0]:
            parts[0]["changes"] = audit.changes_of(form)
        return parts

    def store(self, obj: Any, *, change: bool) -> None:
        """Write the row that the form made; a room whose rows others write at the same time writes its own columns."""
        obj.save()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save, and let the old address lead to the new one."""
        before = (
            type(obj)._default_manager.filter(pk=obj.pk).first() if change and "slug" in form.changed_data else None
        )
        old = before.get_absolute_url() if before is not None else ""
        self.store(obj, change=change)
        if not change and hasattr(obj, "slug"):
            redirects.taken(obj.get_absolute_url())
        if old and old != (new := obj.get_absolute_url()):
            redirects.lead(old, new, below=True, reason=redirects.Reason.RENAME)
