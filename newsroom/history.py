"""The desk's room for the history of the house."""

import json
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from newsroom import audit
from newsroom.arabic.fold import fold
from newsroom.arabic.ordering import alphabetical
from newsroom.templatetags.house import house_moment, told


class KindFilter(admin.SimpleListFilter):
    """The kinds of things of which the history tells, by their words."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the kinds that occur."""
        kinds = ContentType.objects.filter(pk__in=LogEntry.objects.order_by().values("content_type"))
        known = [(str(kind.pk), model._meta.verbose_name) for kind in kinds if (model := kind.model_class())]
        return alphabetical(known, lambda pair: str(pair[1]), ignore_article=settings.SORT_IGNORES_ARTICLE)

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Return the lines about that kind, all for an unknown one."""
        value = self.value() or ""
        return queryset.filter(content_type=int(value[:9])) if value.isdecimal() else queryset


@admin.register(LogEntry)
class HistoryAdmin(admin.ModelAdmin):
    """Who did what, when, what stood there before and after; nobody writes here, nobody deletes."""

    list_display = ("when", "who", "what", "kind", "name")
    list_display_links = None
    list_filter = ("action_flag", ("user", admin.RelatedOnlyFieldListFilter), KindFilter)
    date_hierarchy = "action_time"
    search_fields = ("object_repr", "change_message")
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return the lines with who and what they name."""
        return super().get_queryset(request).select_related("user", "content_type")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, term: str) -> tuple[QuerySet, bool]:
        """Return the lines that hold every folded word, in a name or in what was changed."""
        words = fold(term[:200]).split()
        if not words:
            return (queryset.none() if term.strip() else queryset), False
        for word in words:
            if word.isascii() and not word.isdigit():
                said = Q(object_repr__icontains=word) | Q(change_message__icontains=word)
            else:
                said = Q(object_repr__iregex=_spelled(word)) | Q(change_message__iregex=_spelled(word))
            queryset = queryset.filter(said)
        return queryset, False

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Lead to the list: a line has no page of its own."""
        if request.method != "GET" or not self.has_view_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(reverse("admin:admin_logentry_changelist"))

    @admin.display(description=_("when"), ordering="action_time")
    def when(self, entry: LogEntry) -> str:
        """Return the moment as the house writes it."""
        return house_moment(Context(), entry.action_time)

    @admin.display(description=_("who"), ordering="user")
    def who(self, entry: LogEntry) -> str:
        """Return who did it."""
        return format_html("<bdi>{}</bdi>", str(entry.user))

    @admin.display(description=_("what"))
    def what(self, entry: LogEntry) -> str:
        """Return the acts with before and after."""
        return format_html_join(
            "", '<div class="told">{}{}</div>', ((act.sentence, _changes(act)) for act in told(Context(), entry))
        )

    @admin.display(description=_("kind"), ordering="content_type")
    def kind(self, entry: LogEntry) -> str:
        """Return what kind of thing it was done to."""
        model = entry.content_type.model_class() if entry.content_type else None
        return str(model._meta.verbose_name) if model else ""

    @admin.display(description=_("thing"), ordering="object_repr")
    def name(self, entry: LogEntry) -> str:
        """Return the thing, leading to its own history while it is there."""
        if entry.is_deletion() or not entry.content_type or not entry.object_id:
            return format_html("<bdi>{}</bdi>", entry.object_repr)
        try:
            app, model = entry.content_type.app_label, entry.content_type.model
            door = reverse(f"admin:{app}_{model}_history", args=[entry.object_id])
        except NoReverseMatch:
            # Of a kind that has no room of its own.
            return format_html("<bdi>{}</bdi>", entry.object_repr)
        return format_html('<a href="{}"><bdi>{}</bdi></a>', door, entry.object_repr)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False


# The spellings that lines of the history may hold of one folded letter; the table is Django's and has no folded column.
_SPELLINGS = {"ا": "اأإآٱ", "ي": "يىئیېے", "و": "وؤ", "ه": "هةہھە", "ك": "كکڪ"}
_SPELLINGS |= {str(digit): f"{digit}{chr(0x660 + digit)}{chr(0x6F0 + digit)}" for digit in range(10)}
_MARKS = "ـًٌٍَُِّْٰٕٓٔ"


def _any_of(letters: str) -> str:
    """Return a pattern of any one of ``letters``, as itself or as JSON escapes it: part of the lines hold escapes."""
    escapes = (json.dumps(letter)[1:-1].replace("\\", "\\\\") for letter in letters if not letter.isascii())
    return f"(?:{'|'.join((*letters, *escapes))})"


def _spelled(word: str) -> str:
    """Return a pattern, for every database alike, that finds a folded word in any of its spellings."""
    return "".join(f"{_any_of(_SPELLINGS.get(letter, letter))}{_any_of(_MARKS)}*" for letter in word)


def _changes(act: audit.Act) -> str:
    """Return the changes of an act as a small list."""
    rows = format_html_join(
        "",
        "<li><bdi>{}</bdi>: <del><bdi>{}</bdi></del> ← <ins><bdi>{}</bdi></ins></li>",
        ((label, old or "—", new or "—") for label, old, new in act.changes),
    )
    return format_html("<ul>{}</ul>", rows) if rows else ""
