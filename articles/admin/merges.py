"""The list of merges, and the page on which one is undone."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from articles import undoing
from articles.admin.sent import who
from articles.merging import Filed
from articles.models import Merge, MergedRow, Spelling, TaggedArticle, Topic
from newsroom.arabic.fold import fold
from newsroom.refusals import Refused

PAGE = 50
BEARING = (Filed._meta.label, TaggedArticle._meta.label)


class Merges(admin.ModelAdmin):
    """The addresses of what was merged; who may merge may undo."""

    def merges_urls(self, wrap: Any) -> list:
        """Return our addresses, each behind ``wrap``, the desk's door."""
        form = require_http_methods(["GET", "HEAD", "POST"])
        return [
            path("merges/", wrap(require_safe(self.merges)), name="articles_merges"),
            path("merges/<uuid:group>/", wrap(form(self.undo)), name="articles_merge_undo"),
        ]

    def merges(self, request: HttpRequest) -> HttpResponse:
        """List who merged what into what, newest first; ``?q=`` searches the names, however they are spelled."""
        if not (_may(request, "topic") or _may(request, "tag")):
            raise PermissionDenied
        query = request.GET.get("q", "").strip()[:200]
        rows = named(_counted(Merge.objects.select_related("by", "undone_by", "topic", "tag")), query)
        page = Paginator(rows.order_by("-pk"), PAGE).get_page(request.GET.get("p", "1"))
        context = {
            **self.admin_site.each_context(request),
            "opts": Topic._meta,
            "title": _("Merges of names"),
            "query": query,
            "page": page,
        }
        return render(request, "admin/articles/names/merges.html", context)

    def undo(self, request: HttpRequest, group: UUID) -> HttpResponse:
        """Show what an undo would bring back, or what stands in between; and do it."""
        merges = list(_counted(Merge.objects.filter(group=group).select_related("by", "undone_by")).order_by("pk"))
        if not merges:
            raise Http404
        kinds = {merge.kind for merge in merges} | {merge.new_kind for merge in merges if merge.new_kind}
        if not all(_may(request, kind) for kind in kinds):
            raise PermissionDenied
        _tell_spellings(merges)
        status = 200
        if request.method == "POST":
            try:
                left = undoing.undo(group, **who(request))
            except Refused:
                # What stands in between is asked again below, as the page is made.
                status = 409
            else:
                messages.success(request, _("Undone: everything the merge changed stands as before."))
                for sentence in left:
                    messages.warning(request, sentence)
                return HttpResponseRedirect(reverse("admin:articles_merges"))
        context = {
            **self.admin_site.each_context(request),
            "opts": Topic._meta,
            "title": _("Undo a merge"),
            "merges": merges,
            "blocks": undoing.in_between(group),
            "undone": merges[0].undone_at is not None,
        }
        return render(request, "admin/articles/names/undo.html", context, status=status)


def named(merges: QuerySet, query: str) -> QuerySet:
    """Return those of ``merges`` of whose names one holds every folded word of ``query``."""
    words = fold(query).split()
    if not words:
        return merges.none() if query else merges
    # Merges are acts of people, a few a day: their names are folded when somebody searches.
    found = []
    for pk, old, new in Merge.objects.order_by().values_list("pk", "old_name", "new_name").iterator():
        text = fold(f"{old} {new}")
        if all(word in text for word in words):
            found.append(pk)
    return merges.filter(pk__in=found)


def _may(request: HttpRequest, kind: str) -> bool:
    return bool(request.user.has_perms((f"articles.change_{kind}", f"articles.delete_{kind}")))


def _counted(merges: QuerySet) -> QuerySet:
    """Return ``merges``, each with the number of pieces that bore the name which went."""
    rows = MergedRow.objects.filter(merge=OuterRef("pk"), model__in=BEARING, before__isnull=False)
    counted = rows.order_by().values("merge").annotate(number=Count("pk")).values("number")
    return merges.annotate(pieces=Coalesce(Subquery(counted, output_field=IntegerField()), 0))


def _tell_spellings(merges: list[Merge]) -> None:
    """Note in each merge which spellings went with its name, beside the name itself; one query."""
    rows = MergedRow.objects.filter(merge__in=merges, model=Spelling._meta.label, before__isnull=False).order_by("pk")
    names: dict[int, list[str]] = {merge.pk: [] for merge in merges}
    for row in rows:
        names[row.merge_id].append((row.before or {})["name"])
    for merge in merges:
        merge.spelled = [name for name in names[merge.pk] if name != merge.old_name]
