"""The desk's rooms for topics and tags."""

from typing import Any, ClassVar, cast

from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from modeltranslation.admin import TranslationAdmin
from taggit.models import Tag as TaggitTag

from articles import rights, tagging
from articles.admin.filters import LackFilter, UseFilter
from articles.models import Article, Tag, Topic
from newsroom.accounts import User
from newsroom.rooms import Room, labelled

# taggit registers a tag model of its own, which this house does not use.
admin.site.unregister(TaggitTag)


class NameAdmin(Room):
    """Names are found as people type them, and a name that pieces bear is never deleted: they would lose it."""

    search_fields: ClassVar[list[str] | tuple[str, ...]] = ("name_folded",)
    borne_by = pieces_at = "articles"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return the names with the number of pieces that bear each, as far as the account knows of them."""
        known = Article.objects.filter(rights.countable(request.user, now=timezone.now()))
        borne = Count(self.borne_by, filter=Q(**{f"{self.pieces_at}__in": known.values("pk")}), distinct=True)
        return super().get_queryset(request).annotate(pieces=borne)

    @admin.display(description=_("name"), ordering="name_folded")
    def called(self, row: Any) -> str:
        """Return the name, isolated from the line around it."""
        return format_html("<bdi>{}</bdi>", str(row))

    @admin.display(description=_("pieces"), ordering="pieces")
    def uses(self, row: Any) -> str:
        """Return how many pieces bear the name."""
        return labelled(_("pieces"), row.pieces)

    def get_actions(self, request: HttpRequest) -> dict:
        """Return the actions without Django's deletion, which would take a name from pieces."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether nothing bears the name."""
        if obj is not None and getattr(obj, self.borne_by).exists():
            return False
        return super().has_delete_permission(request, obj)


@admin.register(Topic)
class TopicAdmin(NameAdmin, TranslationAdmin):
    """Topics: curated subjects."""

    search_fields = ("name_folded", "name_en")
    list_display = ("called", "kind", "published", "uses", "english", "at")
    list_filter = ("kind", "published", UseFilter, LackFilter)
    autocomplete_fields = ("parties",)
    raw_id_fields = ("picture",)
    actions = ("show", "hide")

    @admin.display(description=_("English"))
    def english(self, topic: Topic) -> str:
        """Return the English name."""
        return format_html('<bdi lang="en">{}</bdi>', topic.name_en) if topic.name_en else "—"

    @admin.display(description=_("address"))
    def at(self, topic: Topic) -> str:
        """Return the address, as a link to the page when it is public."""
        if not topic.published:
            return format_html("<bdi>{}</bdi>", topic.slug)
        return format_html('<a href="{}"><bdi>{}</bdi></a>', topic.get_absolute_url(), topic.slug)

    @admin.action(description=_("Make the pages of the selected topics public"), permissions=["change_all"])
    def show(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Give the selected topics their pages."""
        self._turn(request, queryset, published=True)

    @admin.action(description=_("Take the pages of the selected topics away"), permissions=["change_all"])
    def hide(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Take the selected topics from readers."""
        self._turn(request, queryset, published=False)

    def _turn(self, request: HttpRequest, topics: QuerySet, *, published: bool) -> None:
        count = tagging.turn(topics, published=published, by=cast(User, request.user))
        said = ngettext("%(count)d topic changed.", "%(count)d topics changed.", count) % {"count": count}
        self.message_user(request, said, messages.SUCCESS)


@admin.register(Tag)
class TagAdmin(NameAdmin):
    """Tags: free keywords."""

    list_display = ("called", "uses", "at")
    list_filter = (UseFilter,)
    fields = ("name",)
    borne_by, pieces_at = "tagged", "tagged__content_object"
    actions = ("drop_unused",)

    @admin.display(description=_("address"))
    def at(self, tag: Tag) -> str:
        """Return the address of the tag's page."""
        return format_html('<a href="{}"><bdi>{}</bdi></a>', reverse("articles:tag", args=[tag.slug]), tag.slug)

    @admin.action(description=_("Delete those of the selected tags that no piece bears"), permissions=["delete"])
    def drop_unused(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Delete selected tags without a piece; the others stay."""
        count = tagging.drop_unused(queryset, by=cast(User, request.user))
        said = ngettext("%(count)d unused tag deleted.", "%(count)d unused tags deleted.", count) % {"count": count}
        self.message_user(request, said, messages.SUCCESS)
