"""The desk's list of pieces, and the doors to the writing form."""

from typing import Any, cast

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, F, QuerySet, When
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from articles import publishing, revisions, rights, search
from articles.admin import actions
from articles.admin.filters import OwnFilter, PieceLackFilter, StateFilter, TranslationFilter
from articles.admin.screens import Screens
from articles.admin.sent import version_in
from articles.models import Article
from articles.writing import WritingView, conflicts
from newsroom.accounts import User
from newsroom.refusals import Refused
from newsroom.rooms import Room
from newsroom.templatetags.house import house_moment

# Marked, so that a phone's card can leave it out.
BLANK = format_html('<span class="blank">{}</span>', "—")


class TitlesOnly(ChangeList):
    """The list for who may see of some pieces the title alone: no dates to walk along, nothing to sort by."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        named = ("request", "model", "list_display", "list_display_links", "list_filter", "date_hierarchy")
        arguments = dict(zip(named, args, strict=False))
        rest = args[len(named) :]
        arguments["date_hierarchy"] = None
        super().__init__(*arguments.values(), *rest, **kwargs)


@admin.register(Article)
class ArticleAdmin(Screens, Room):
    """The list of pieces, and the doors to the writing form and its screens."""

    list_display_links = None
    list_filter = (StateFilter, OwnFilter, TranslationFilter, PieceLackFilter, "column")
    date_hierarchy = "publish_at"
    search_fields = ("title",)
    actions = ("publish_selected", "unschedule_selected", "withdraw_selected", "file_selected", "discard_selected")

    # -- the list ---------------------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return the rows this account's lists name, without their bodies."""
        rows = super().get_queryset(request).select_related("column").defer("body_ar", "body_en")
        return rights.listed(request.user, rows.prefetch_related("bylines__author"))

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, term: str) -> tuple[QuerySet, bool]:
        """Return what the readers' search finds among these rows, the best first unless another order is asked for.

        For the front page only what readers see; who sees of some pieces the title alone searches titles alone.
        """
        if request.GET.get("model_name") in {"frontpage", "pick"}:
            queryset = queryset.live(now=timezone.now())
        if not term.strip():
            return queryset, False
        titles_only = not self._reads_the_list(request)
        ids = search.find(term, pieces=queryset, language=None, titles_only=titles_only).ids
        rows = queryset.filter(pk__in=ids)
        if "o" not in request.GET:
            rows = rows.order_by(Case(*(When(pk=pk, then=place) for place, pk in enumerate(ids)), default=len(ids)))
        return rows, False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """Return the plainer list for who may not read all that it names."""
        return ChangeList if self._reads_the_list(request) else TitlesOnly

    def get_list_filter(self, request: HttpRequest) -> Any:
        """Return the filters; who sees titles alone could read hidden facts out of them."""
        return self.list_filter if self._reads_the_list(request) else (PieceLackFilter,)

    def get_sortable_by(self, request: HttpRequest) -> Any:
        """Return what may be sorted by: an order tells as much as a date."""
        return self.get_list_display(request) if self._reads_the_list(request) else ()

    def get_ordering(self, request: HttpRequest) -> tuple[Any, ...]:
        """Return newest first, or by title where dates are hidden."""
        return (F("publish_at").desc(nulls_first=True), "-pk") if self._reads_the_list(request) else ("title_ar", "pk")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Return whether the list may be asked this; names by their number, for links from the lists of names."""
        if request is not None and not self._reads_the_list(request):
            return lookup == PieceLackFilter.parameter_name
        named = lookup in {"topics__id__exact", "tagged__tag__id__exact", "authors__id__exact"}
        return named or super().lookup_allowed(lookup, value, request)

    def _reads_the_list(self, request: HttpRequest) -> bool:
        """Return whether the account reads every piece that its list names."""
        return rights.reads_all(request.user) or not request.user.has_perm("articles.list_titles")

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """Return the columns; what an account may not read of a piece stays blank in them."""
        user, sorts = request.user, self._reads_the_list(request)

        def cell_of(name: str) -> Any:
            method = getattr(self, f"show_{name}")

            def cell(article: Article) -> Any:
                return method(article, user) if name == "headline" or rights.may_read(user, article) else BLANK

            word, order = CELLS[name]
            # Django sorts by whatever has an order, whether its heading offers it or not.
            cell.short_description, cell.admin_order_field = word, order if sorts else None
            cell.__name__ = name
            return cell

        return tuple(cell_of(name) for name in CELLS)

    def show_headline(self, article: Article, user: Any) -> str:
        """Return the title, leading to the form, to what was published, or nowhere."""
        if not (door := rights.door(user, article)):
            return format_html("<bdi>{}</bdi>", str(article))
        return format_html('<a href="{}"><bdi>{}</bdi></a>', reverse(door, args=[article.pk]), str(article))

    def show_state_word(self, article: Article, user: Any) -> str:
        """Return the honest state as a word."""
        state = rights.state_for(user, article)
        return format_html('<span class="state state-{}">{}</span>', state.value, state.label)

    def show_column(self, article: Article, user: Any) -> str:
        """Return the column's title."""
        return format_html("<bdi>{}</bdi>", str(article.column)) if article.column else BLANK

    def show_number(self, article: Article, user: Any) -> Any:
        """Return the edition's number."""
        return BLANK if article.number is None else article.number

    def show_signed(self, article: Article, user: Any) -> str:
        """Return who signs."""
        names = ((str(author),) for author in article.signers)
        return format_html_join("، ", "<bdi>{}</bdi>", names) or BLANK

    def show_moment(self, article: Article, user: Any) -> str:
        """Return the moment of publication as the house writes it."""
        return house_moment(Context(), article.publish_at) or BLANK

    def show_languages(self, article: Article, user: Any) -> str:
        """Return the released languages."""
        names = dict(settings.LANGUAGES)
        return " · ".join(str(names[code]) for code in article.released_languages) or BLANK

    # -- doors ------------------------------------------------------------------------------------------------------

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        """Open or take the form of a new piece."""
        return WritingView.as_view(model_admin=self)(request)

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        """Open or take the form of a piece."""
        if not object_id.isdecimal() or len(object_id) > 18:
            raise Http404
        return WritingView.as_view(model_admin=self)(request, pk=int(object_id))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Show who did what with a piece that this account may read, and the way to its revisions."""
        article = self.get_object(request, object_id)
        if article is not None and not rights.may_follow(request.user, article):
            raise PermissionDenied
        door = reverse("admin:articles_article_revisions", args=[article.pk]) if article else ""
        return super().history_view(request, object_id, {"revisions_at": door, **(extra_context or {})})

    def may_begin(self, request: HttpRequest) -> None:
        """Raise PermissionDenied unless this account may begin a piece."""
        if not self.has_add_permission(request):
            raise PermissionDenied

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Article | None:
        """Return any piece there is: what the account may do with it is asked of its rights, not of its lists."""
        if not object_id.isdecimal() or len(object_id) > 18:
            return None
        return Article.objects.prefetch_related("bylines__author").filter(pk=int(object_id)).first()

    # -- rights -----------------------------------------------------------------------------------------------------

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Return whether the account may see the list, or read this piece."""
        if obj is not None:
            return rights.may_read(request.user, obj)
        return request.user.has_perm("articles.view_article")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the form opens for the account."""
        if obj is not None:
            return rights.may_open(request.user, obj)
        return request.user.has_perm("articles.change_article") or request.user.has_perm("articles.translate_article")

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """Return whether the draft may be deleted: never once it was published."""
        if obj is not None:
            return rights.may_discard(request.user, obj)
        return request.user.has_perm("articles.delete_article")

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Return whether the account may publish at all."""
        return request.user.has_perm("articles.publish_article")

    def has_write_any_permission(self, request: HttpRequest) -> bool:
        """Return whether the account writes every piece."""
        return rights.writes_any(request.user)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Ask, then delete; what somebody wrote since the question was asked is not what was to be deleted."""
        try:
            return super().delete_view(request, object_id, {"title": _("Delete this draft?"), **(extra_context or {})})
        except Refused as refused:
            for message in conflicts.told(refused):
                messages.error(request, message)
            return HttpResponseRedirect(reverse("admin:articles_article_change", args=[int(object_id)]))

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        """Delete through the verb, which looks again and writes it down."""
        with transaction.atomic():
            revisions.claim(obj, version=version_in(request))
            publishing.discard(obj, now=timezone.now(), by=cast(User, request.user))

    def log_deletions(self, request: HttpRequest, queryset: Any) -> list:
        """Leave the line of history to the verb."""
        return []

    # -- many at once -----------------------------------------------------------------------------------------------

    def get_actions(self, request: HttpRequest) -> dict:
        """Return the desk's own actions; Django's deletion knows nothing of what readers saw."""
        chosen = super().get_actions(request)
        chosen.pop("delete_selected", None)
        return chosen

    @admin.action(description=_("Publish the selected pieces…"), permissions=["publish"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet) -> Any:
        """Ask, then publish."""
        return actions.run(self, request, queryset, actions.ACTS["publish_selected"])

    @admin.action(description=_("Withdraw the selected pieces…"), permissions=["publish"])
    def withdraw_selected(self, request: HttpRequest, queryset: QuerySet) -> Any:
        """Ask, then withdraw."""
        return actions.run(self, request, queryset, actions.ACTS["withdraw_selected"])

    @admin.action(description=_("Take the selected pieces off the schedule…"), permissions=["publish"])
    def unschedule_selected(self, request: HttpRequest, queryset: QuerySet) -> Any:
        """Ask, then take off the schedule."""
        return actions.run(self, request, queryset, actions.ACTS["unschedule_selected"])

    @admin.action(description=_("Add topics and tags to the selected pieces…"), permissions=["write_any"])
    def file_selected(self, request: HttpRequest, queryset: QuerySet) -> Any:
        """Ask for names, then file."""
        return actions.run(self, request, queryset, actions.ACTS["file_selected"])

    @admin.action(description=_("Delete the selected drafts…"), permissions=["delete"])
    def discard_selected(self, request: HttpRequest, queryset: QuerySet) -> Any:
        """Ask, then delete drafts that nobody saw."""
        return actions.run(self, request, queryset, actions.ACTS["discard_selected"])


CELLS: dict[str, tuple[Any, str | None]] = {
    "headline": (_("title"), "title_ar"),
    "state_word": (_("state"), "status"),
    "column": (_("column"), "column"),
    "number": (_("edition number"), "number"),
    "signed": (_("authors"), None),
    "moment": (_("public from"), "publish_at"),
    "languages": (_("languages"), None),
}
