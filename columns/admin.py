"""The desk's rooms for columns and authors."""

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, ngettext
from modeltranslation.admin import TranslationAdmin

from columns.models import Author, Column
from newsroom import audit, pagecache
from newsroom.rooms import Room, labelled


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
    def written(self, row: Any) -> str:
        """Return how many pieces stand under it, drafts included."""
        return labelled(_("pieces"), row.pieces)


@admin.register(Column)
class ColumnAdmin(KeptRoom, TranslationAdmin):
    """Columns: what they are, who writes them, when they are due."""

    list_display = ("called", "writer", "cadence", "weekday", "slot_time", "active", "importing", "written", "position")
    list_filter = ("active", "cadence", "importing")
    list_select_related = ("writer",)
    search_fields = ("title_folded",)
    raw_id_fields = ("picture",)
    autocomplete_fields = ("writer",)
    actions: Any = ("pause", "resume")

    @admin.display(description=_("title"), ordering="title_folded")
    def called(self, column: Column) -> str:
        """Return the title, isolated from the line around it."""
        return format_html("<bdi>{}</bdi>", str(column))

    @admin.action(description=_("Pause the selected columns"), permissions=["change_all"])
    def pause(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Let the selected columns rest: their pages stay, no next edition is offered."""
        self._run(request, queryset, active=False)

    @admin.action(description=_("Let the selected columns run again"), permissions=["change_all"])
    def resume(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Let the selected columns run."""
        self._run(request, queryset, active=True)

    def _run(self, request: HttpRequest, columns: QuerySet, *, active: bool) -> None:
        """Change those that are not so yet, each with its line of history."""
        with transaction.atomic(), pagecache.raised_last():
            changed = list(Column.objects.filter(pk__in=columns.order_by().values("pk"), active=not active))
            for column in changed:
                column.active = active
                column.save()
                changes = [("running", audit.shown(not active), audit.shown(active))]
                audit.record(column, by=request.user, act=gettext_noop("Changed."), changes=changes)
        said = ngettext("%(count)d column changed.", "%(count)d columns changed.", len(changed))
        self.message_user(request, said % {"count": len(changed)}, messages.SUCCESS)


@admin.register(Author)
class AuthorAdmin(KeptRoom, TranslationAdmin):
    """Authors: who signs."""

    list_display = ("called", "role", "english", "account", "written")
    list_filter = (("account", admin.EmptyFieldListFilter), ("portrait", admin.EmptyFieldListFilter))
    list_select_related = ("account",)
    search_fields = ("name_folded", "name_en")
    raw_id_fields = ("portrait",)

    @admin.display(description=_("name"), ordering="name_sorted")
    def called(self, author: Author) -> str:
        """Return the name, isolated from the line around it."""
        return format_html("<bdi>{}</bdi>", str(author))

    @admin.display(description=_("English"))
    def english(self, author: Author) -> str:
        """Return the English name."""
        return format_html('<bdi lang="en">{}</bdi>', author.name_en) if author.name_en else "—"
