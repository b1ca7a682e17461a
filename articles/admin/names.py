"""The desk's rooms for topics and tags."""

from functools import reduce
from operator import or_
from typing import Any, ClassVar, cast

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin
from taggit.models import Tag as TaggitTag

from articles import merging, naming, offering, rights, tagging
from articles.admin.dossiers import Dossiers
from articles.admin.filters import LackFilter, UseFilter
from articles.admin.inbox import NameInbox
from articles.admin.merges import Merges
from articles.admin.merging import Merging, Promoting, merging_address, too_many
from articles.admin.offering import Offering
from articles.admin.spellings import NameForm
from articles.merging import Filed
from articles.models import Article, NameKind, Spelling, Tag, TaggedArticle, Topic
from newsroom import pagecache, redirects
from newsroom.accounts import User
from newsroom.arabic.fold import fold
from newsroom.refusals import Refused
from newsroom.rooms import Room, labelled

# taggit registers a tag model of its own, which this house does not use.
admin.site.unregister(TaggitTag)


class NameAdmin(Room):
    """Names are found as people type them, in any spelling; a name goes by a merge, which says first what it takes."""

    form = NameForm
    change_form_template = "admin/articles/names/change_form.html"
    change_list_template = "admin/articles/names/change_list.html"
    search_fields: ClassVar[list[str] | tuple[str, ...]] = ("name_folded",)
    name_kind: ClassVar[NameKind]
    # The rows that say which piece bears a name: the model, and its columns for the name and for the piece.
    borne_by: ClassVar[tuple[Any, str, str]]

    # -- the list -----------------------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return the names with the number of their aliases, and of the pieces of which the account knows."""
        model, name, piece = self.borne_by
        borne = model.objects.filter(**{name: OuterRef("pk")})
        if known := rights.countable(request.user, now=timezone.now()):
            borne = borne.filter(**{f"{piece}__in": Article.objects.filter(known).values("pk")})
        others = Spelling.objects.filter(**{self.name_kind.value: OuterRef("pk")}, language="")
        return (
            super()
            .get_queryset(request)
            .annotate(pieces=_number_of(borne, name), others=_number_of(others, self.name_kind))
        )

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, term: str) -> tuple[QuerySet, bool]:
        """Return the names of which every word typed stands in some spelling."""
        words = fold(term[:200]).split()
        if not words:
            return (queryset.none() if term.strip() else queryset), False
        for word in words:
            spelled = Spelling.objects.filter(kind=self.name_kind, folded__contains=word).values(self.name_kind.value)
            own = (Q(**{f"{name}__icontains": word}) for name in self.search_fields)
            queryset = queryset.filter(reduce(or_, own, Q(pk__in=spelled)))
        return queryset, False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Show the list, with the way to what was merged."""
        context = {"may_merge": self.has_merge_permission(request), **(extra_context or {})}
        return super().changelist_view(request, context)

    @admin.display(description=_("name"), ordering="name_sorted")
    def called(self, row: Any) -> str:
        """Return the name, isolated from the line around it."""
        return format_html("<bdi>{}</bdi>", str(row))

    @admin.display(description=_("pieces"), ordering="pieces")
    def uses(self, row: Any) -> str:
        """Return how many pieces bear the name."""
        return labelled(_("pieces"), row.pieces)

    @admin.display(description=_("other spellings"), ordering="others")
    def spelled(self, row: Any) -> str:
        """Return how many other spellings the name has."""
        return labelled(_("other spellings"), row.others)

    @admin.display(description=_("Other spellings"))
    def aliases(self, row: Any) -> str:
        """Return the other spellings, for whoever only reads them."""
        return "، ".join(spelling.name for spelling in naming.aliases_of(row)) if row.pk else ""

    # -- who may what -------------------------------------------------------------------------------------------------

    def get_actions(self, request: HttpRequest) -> dict:
        """Return the actions without Django's deletion, which would take a name from pieces."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions

    def has_merge_permission(self, request: HttpRequest) -> bool:
        """Return whether the account may merge and remove names of this kind."""
        return request.user.has_perms((f"articles.change_{self.name_kind}", f"articles.delete_{self.name_kind}"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return what this account only reads: a translator writes no spellings."""
        fixed = tuple(super().get_readonly_fields(request, obj))
        return fixed if obj is None or self.may_change_all(request, obj) else (*fixed, "aliases")

    # -- one name -----------------------------------------------------------------------------------------------------

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Open the form; where somebody took a spelling at the same instant, the form itself says who.

        From before the row is read until it is written nobody merges it away.
        """
        with transaction.atomic():
            if request.method == "POST":
                naming.hold()
            try:
                return super().changeform_view(request, object_id, form_url, extra_context)
            except (Refused, IntegrityError):
                return super().changeform_view(request, object_id, form_url, extra_context)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Open the form with the doors that lead on from it; removing a name is one of them."""
        doors = self.doors(request, int(object_id)) if object_id.isdecimal() and len(object_id) < 19 else []
        context = {"doors": doors, "show_delete": False, **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    def doors(self, request: HttpRequest, pk: int) -> list[tuple[str, Any]]:
        """Return where one may go from a name's page: addresses and words."""
        if not self.has_merge_permission(request):
            return []
        return [
            (merging_address("merge", self.name_kind, [pk]), _("Merge…")),
            (merging_address("remove", self.name_kind, [pk]), _("Remove…")),
        ]

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Lead to the page that says what removing the name would take."""
        if not self.has_merge_permission(request):
            raise PermissionDenied
        ids = [int(object_id)] if object_id.isdecimal() and len(object_id) < 19 else []
        return HttpResponseRedirect(merging_address("remove", self.name_kind, ids))

    def store(self, obj: Any, *, change: bool) -> None:
        """Write the columns of this form alone: the dossier's are written on a page of their own."""
        own = {
            "name",
            "name_folded",
            "name_sorted",
            "slug",
            "kind",
            "published",
            *(f"name_{code}" for code, _name in settings.LANGUAGES),
        }
        fields = [field.name for field in self.opts.concrete_fields if field.name in own]
        obj.save(**({"update_fields": fields} if change else {}))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save; a new name goes through the verb that keeps the old one, as do the spellings."""
        now, renamed = timezone.now(), set(form.changed_data) & form.name_fields().keys()
        # The form writes one line of history for all of it.
        with pagecache.raised_last():
            kept = self._renamed(obj, form, now=now) if change and renamed else ()
            super().save_model(request, obj, form, change)
            for slug in kept:
                # Made from the new name, and replaced by the one written by hand before anybody saw it.
                with translation.override(settings.LANGUAGE_CODE):
                    redirects.taken(type(obj)(slug=slug).get_absolute_url())
            if "aliases" in form.changed_data:
                before = form.initial.get("aliases", []) if change else []
                since = [each.name for each in naming.aliases_of(obj) if each.name not in before]
                naming.set_aliases(obj, [*form.cleaned_data["aliases"], *since], by=None, now=now)
                self._tell_needless(request, obj, form.cleaned_data["aliases"])
        if renamed or not change:
            self.tell_twins(request, obj)

    def _tell_needless(self, request: HttpRequest, row: Any, aliases: list[str]) -> None:
        """Say of which spellings nothing was kept: they fold like the name itself."""
        own = {fold(name) for name in row.own_names().values()}
        for name in (each for each in aliases if fold(each) in own):
            words = gettext("{name} needs no entry: it finds the name anyway.")
            messages.info(request, format_html(words, name=format_html("<bdi>{}</bdi>", name)))

    def _renamed(self, obj: Any, form: NameForm, *, now: Any) -> list[str]:
        """Rename the stored row; return the address that it was given for this moment only."""
        row = type(obj)._default_manager.get(pk=obj.pk)
        naming.rename(row, form.names(), by=None, now=now)
        made = type(obj)._default_manager.values_list("slug", flat=True).get(pk=obj.pk)
        if "slug" not in form.changed_data:
            obj.slug = made
            return []
        return [] if made in {row.slug, obj.slug} else [made]

    def tell_twins(self, request: HttpRequest, row: Any) -> None:
        """Warn of names that this one probably spells: which, why, on how many pieces, and the way to merge them."""
        for twin in offering.twins(self.name_kind, str(row), user=request.user, now=timezone.now()):
            offer = twin.offer
            other = format_html(
                '<a href="{}"><bdi>{}</bdi></a>',
                reverse(f"admin:articles_{offer.kind}_change", args=[offer.id]),
                offer.name,
            )
            said = format_html(
                gettext("Is it the same as {name}? {reason}; {pieces}."),
                name=other,
                reason=twin.why,
                pieces=offering.pieces_said(offer.pieces),
            )
            # A topic never goes into a tag.
            fits = self.name_kind in {offer.kind, NameKind.TAG}
            if fits and self.has_merge_permission(request):
                where = merging_address("merge", self.name_kind, [row.pk]) + f"&into={offer.kind}:{offer.id}"
                said = format_html('{} <a href="{}">{}</a>', said, where, _("Merge…"))
            messages.warning(request, said)

    # -- many names ---------------------------------------------------------------------------------------------------

    @admin.action(description=_("Merge the selected…"), permissions=["merge"])
    def merge_selected(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Lead to the page that asks into what."""
        return self._lead_on(request, queryset, "merge")

    @admin.action(description=_("Remove the selected…"), permissions=["merge"])
    def remove_selected(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Lead to the page that says what this would take."""
        return self._lead_on(request, queryset, "remove")

    def _lead_on(self, request: HttpRequest, chosen: QuerySet, act: str) -> HttpResponse | None:
        ids = list(chosen.order_by("pk").values_list("pk", flat=True)[: merging.MOST_AT_ONCE + 1])
        if len(ids) > merging.MOST_AT_ONCE:
            messages.error(request, too_many())
            return None
        return HttpResponseRedirect(merging_address(act, self.name_kind, ids))


def _number_of(rows: QuerySet, name: str) -> Coalesce:
    """Return the number of ``rows`` of each name: asked for one page alone, unless the list is sorted by it."""
    counted = rows.order_by().values(name).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


@admin.register(Topic)
class TopicAdmin(Offering, Dossiers, Merging, Merges, NameInbox, NameAdmin, TranslationAdmin):
    """Topics: curated subjects."""

    name_kind, borne_by = NameKind.TOPIC, (Filed, "topic", "article")
    search_fields = ("name_folded", "name_en")
    list_display = ("called", "kind", "published", "uses", "spelled", "english", "at")
    list_filter = ("kind", "published", UseFilter, LackFilter)
    # All else is the dossier's.
    fields = ("name", "slug", "kind", "published", "aliases")
    actions = ("merge_selected", "remove_selected", "show", "hide")

    def get_urls(self) -> list:
        """Return the screens of merges before Django's."""
        wrap = self.admin_site.admin_view
        return [*self.dossier_urls(wrap), *self.merging_urls(wrap), *self.merges_urls(wrap), *super().get_urls()]

    @admin.display(description=_("English name"))
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
class TagAdmin(Promoting, NameAdmin):
    """Tags: free keywords."""

    name_kind, borne_by = NameKind.TAG, (TaggedArticle, "tag", "content_object")
    list_display = ("called", "uses", "spelled", "at")
    list_filter = (UseFilter,)
    fields = ("name", "aliases")
    actions = ("merge_selected", "remove_selected", "drop_unused")

    def get_urls(self) -> list:
        """Return the screen on which a tag becomes a topic before Django's."""
        return [*self.promoting_urls(self.admin_site.admin_view), *super().get_urls()]

    def doors(self, request: HttpRequest, pk: int) -> list[tuple[str, Any]]:
        """Return the doors of a name, and the one by which a tag becomes a topic."""
        doors = super().doors(request, pk)
        if doors and request.user.has_perm("articles.add_topic"):
            doors.insert(1, (reverse("admin:articles_promote", args=[pk]), _("Make it a topic…")))
        return doors

    @admin.display(description=_("address"))
    def at(self, tag: Tag) -> str:
        """Return the address of the tag's page."""
        return format_html('<a href="{}"><bdi>{}</bdi></a>', reverse("articles:tag", args=[tag.slug]), tag.slug)

    @admin.action(description=_("Delete those of the selected tags that no piece bears"), permissions=["delete"])
    def drop_unused(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Delete selected tags without a piece; the others stay."""
        count = merging.drop_unused(queryset, by=cast(User, request.user), now=timezone.now())
        said = ngettext("%(count)d unused tag deleted.", "%(count)d unused tags deleted.", count) % {"count": count}
        self.message_user(request, said, messages.SUCCESS)
