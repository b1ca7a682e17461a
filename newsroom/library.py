"""The photo library of the desk: its list, taking in, facts, replacing, and the doors of the chooser."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template import Context
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from modeltranslation.admin import TranslationAdmin

from articles.models import Article, PhotoUse
from articles.photo_uses import SHOWN_BY, is_public, is_used, uses_of
from articles.rights import door
from newsroom import images
from newsroom.arabic.fold import fold
from newsroom.arabic.hygiene import clean_text
from newsroom.images import SHAPES
from newsroom.models import Photo
from newsroom.photo_forms import PhotoFacts, PhotoUpload
from newsroom.templatetags.house import house_moment
from newsroom.widgets import LONGEST_ID, CleanTextAdmin

LIBRARY_PAGE = 24
LONGEST_SEARCH = 100
BEFORE_READERS = _(
    "This picture stands on a page that readers see, saw or will see: only who may publish changes or replaces it. "
    "Ask an editor, or take in another picture."
)
# Where each crop stands on the pages.
CROPS = {
    "4x3": _("Lists, and the front page"),
    "16x10": _("The front page on a phone"),
    "1x1": _("Lists on a phone"),
    "4x5": _("Faces and the column's window"),
}


class LackFilter(admin.SimpleListFilter):
    """Filter the list by what somebody still has to do."""

    title = _("still to do")
    parameter_name = "lacks"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return what a photo may lack."""
        return [
            ("alt", _("without a description")),
            ("credit", _("without a credit")),
            ("licence", _("without a licence")),
            ("use", _("not used anywhere")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Return the photos that lack it."""
        empty = {"alt": "alt_ar", "credit": "credit_ar", "licence": "licence"}.get(self.value() or "")
        if empty:
            return queryset.filter(Q(**{empty: ""}) | Q(**{f"{empty}__isnull": True}))
        if self.value() == "use":
            for rows, name in ((PhotoUse, "photo"), *SHOWN_BY):
                queryset = queryset.exclude(Exists(rows._default_manager.filter(**{name: OuterRef("pk")})))
        return queryset


@admin.register(Photo)
class PhotoAdmin(CleanTextAdmin, TranslationAdmin):
    """The photo library."""

    list_display = ("thumbnail", "words", "credit", "licence", "used", "added")
    list_display_links = ("thumbnail", "words")
    list_filter = (LackFilter, "licence")
    list_per_page = 30
    show_full_result_count = False
    empty_value_display = ""
    date_hierarchy = "created_at"
    search_fields = ("words_folded",)
    actions = None

    # -- who may ----------------------------------------------------------------------------------------------------

    def has_change_permission(self, request: HttpRequest, obj: Photo | None = None) -> bool:
        """Return whether the account may change photos: its own, or any if it may write any piece.

        What readers see of a photo, only who may publish changes.
        """
        may = super().has_change_permission(request, obj) and _is_for(request, obj)
        return may and (obj is None or request.user.has_perm("articles.publish_article") or not is_public(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Photo | None = None) -> bool:
        """Return whether the account may delete photos: as it may change them, and only what nothing shows."""
        may = super().has_delete_permission(request, obj) and _is_for(request, obj)
        return may and (obj is None or not is_used(obj))

    # -- the list ---------------------------------------------------------------------------------------------------

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return the photos with the number of their uses."""
        counted = [
            Coalesce(
                Subquery(
                    rows._default_manager.filter(**{name: OuterRef("pk")})
                    .order_by()
                    .values(name)
                    .annotate(number=Count("pk"))
                    .values("number")
                ),
                0,
            )
            for rows, name in ((PhotoUse, "photo"), *SHOWN_BY)
        ]
        return super().get_queryset(request).annotate(uses_number=sum(counted[1:], counted[0]))

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, term: str) -> tuple[QuerySet, bool]:
        """Return the photos whose folded words hold every folded word of ``term``."""
        return _found(queryset, term), False

    @admin.display(description=_("picture"))
    def thumbnail(self, photo: Photo) -> str:
        """Return a small picture, which as a link is never without words."""
        return format_html(
            '<img class="thumb" src="{}" width="88" height="66" alt="{}" loading="lazy">',
            photo.thumbnail_url,
            photo.alt or _name(photo),
        )

    @admin.display(description=_("caption"), ordering="caption_ar")
    def words(self, photo: Photo) -> str:
        """Return the caption, else the description, isolated from the line around it."""
        return format_html("<bdi>{}</bdi>", _name(photo))

    @admin.display(description=_("added at"), ordering="created_at")
    def added(self, photo: Photo) -> str:
        """Return when it was taken in, as the house writes moments."""
        return house_moment(Context(), photo.created_at)

    @admin.display(description=_("uses"), ordering="uses_number")
    def used(self, photo: Photo) -> str:
        """Return how many places show it, in words that need no heading."""
        number = photo.uses_number
        return ngettext("in %d place", "in %d places", number) % number if number else gettext("nowhere")

    # -- doors ------------------------------------------------------------------------------------------------------

    def get_urls(self) -> list:
        """Return our own doors before Django's."""
        wrap = self.admin_site.admin_view
        return [
            path("library/", wrap(require_safe(self.library)), name="newsroom_photo_library"),
            path("upload/", wrap(require_POST(self.upload)), name="newsroom_photo_upload"),
            path("<int:pk>/replace/", wrap(require_POST(self.replace)), name="newsroom_photo_replace"),
            *super().get_urls(),
        ]

    def photo_to_see(self, request: HttpRequest, pk: str) -> Photo:
        """Return the photo that this account may see; raises PermissionDenied or Http404."""
        if not pk.isdecimal() or len(pk) > LONGEST_ID:
            raise Http404
        photo = Photo.objects.select_related("created_by").filter(pk=int(pk)).first()
        if photo is None:
            raise Http404
        if not self.has_view_permission(request, photo):
            raise PermissionDenied
        return photo

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Take new pictures through the one intake; a single one opens its facts."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = PhotoUpload(request.POST or None, request.FILES or None)
        taken: list[Photo] = []
        refused: list[tuple[str, str]] = []
        if request.method == "POST" and form.is_valid():
            taken, refused = form.take_in(request.user)
            if len(taken) == 1 and not refused:
                return HttpResponseRedirect(reverse("admin:newsroom_photo_change", args=[taken[0].pk]))
            if not refused:
                told = ngettext("%d picture was taken in.", "%d pictures were taken in.", len(taken)) % len(taken)
                messages.success(request, told)
                return HttpResponseRedirect(reverse("admin:newsroom_photo_changelist"))
        context = self._context(request, form=form, taken=taken, refused=refused, title=_("New photos"))
        status = 422 if form.errors or refused else 200
        return render(request, "admin/newsroom/photo/upload.html", context, status=status)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show a photo with its crops and uses; take its changed facts."""
        photo = self.photo_to_see(request, unquote(object_id))
        if request.method == "POST":
            if not self.has_change_permission(request, photo):
                # What was typed stays to be read.
                return self._refused(request, photo, PhotoFacts(request.POST, instance=Photo.objects.get(pk=photo.pk)))
            form = PhotoFacts(request.POST, instance=photo)
            if form.is_valid():
                try:
                    images.keep_facts(form.instance, **_by(request))
                except ValidationError as error:
                    form.add_error(None, error)
                else:
                    messages.success(request, _("Saved. Every page that shows the picture follows."))
                    return HttpResponseRedirect(request.path)
            return self._shown(request, Photo.objects.get(pk=photo.pk), form)
        return self._shown(request, photo, PhotoFacts(instance=photo))

    def replace(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Put another picture into a photo, wherever it is used; a script is answered in JSON."""
        photo = self.photo_to_see(request, str(pk))
        if not self.has_change_permission(request, photo):
            return self._refused(request, photo, PhotoFacts(instance=photo))
        by_script = _is_script(request)
        file = request.FILES.get("file")
        try:
            if file is None:
                raise ValidationError(_("Choose a file first."))
            images.replace(photo, file, **_by(request))
        except ValidationError as error:
            if by_script:
                return JsonResponse({"error": " ".join(error.messages)}, status=422)
            return self._shown(request, photo, PhotoFacts(instance=photo), refusals=error.messages)
        messages.success(request, _("Replaced: every page that shows it now shows the new picture."))
        address = reverse("admin:newsroom_photo_change", args=[photo.pk])
        return JsonResponse({"address": address}) if by_script else HttpResponseRedirect(address)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Delete a photo that nothing shows; of another, say where it is shown."""
        photo = self.photo_to_see(request, unquote(object_id))
        if super().has_delete_permission(request, photo) and is_used(photo):
            messages.error(
                request, _("This picture is in use, so it cannot be deleted. Where it is used stands below.")
            )
            return HttpResponseRedirect(reverse("admin:newsroom_photo_change", args=[photo.pk]) + "#uses")
        return super().delete_view(request, object_id, extra_context)

    def library(self, request: HttpRequest) -> JsonResponse:
        """Return the newest photos whose words hold ``q``, those older than the id ``before``, for the chooser."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        photos = _found(Photo.objects.order_by("-pk"), request.GET.get("q", ""))
        before = request.GET.get("before", "")
        if before.isdecimal() and before.isascii() and len(before) <= LONGEST_ID:
            photos = photos.filter(pk__lt=int(before))
        page = list(photos[: LIBRARY_PAGE + 1])
        shown = [_choice(photo) for photo in page[:LIBRARY_PAGE]]
        takes = self.has_add_permission(request)
        return JsonResponse({"photos": shown, "more": page[LIBRARY_PAGE:] != [], "takes": takes})

    def upload(self, request: HttpRequest) -> JsonResponse:
        """Take in one picture from a script; a refusal says why."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = PhotoUpload(request.POST, request.FILES)
        sentences = []
        if form.is_valid():
            taken, refused = form.take_in(request.user)
            if taken:
                return JsonResponse({"photo": _choice(taken[-1])}, status=201)
            sentences = [why for _name, why in refused]
        sentences += [str(sentence) for errors in form.errors.values() for sentence in errors]
        return JsonResponse({"error": " ".join(sentences)}, status=422)

    # -- pages ------------------------------------------------------------------------------------------------------

    def _refused(self, request: HttpRequest, photo: Photo, form: PhotoFacts) -> HttpResponse:
        """Say why this account may not change ``photo``; raises PermissionDenied when it is not for it at all."""
        if not (super().has_change_permission(request, photo) and _is_for(request, photo)):
            raise PermissionDenied
        if _is_script(request):
            return JsonResponse({"error": BEFORE_READERS}, status=403)
        answer = self._shown(request, photo, form)
        answer.status_code = 403
        return answer

    def _shown(
        self, request: HttpRequest, photo: Photo, form: PhotoFacts, refusals: list[str] | None = None
    ) -> HttpResponse:
        """Return the page of one photo."""
        may_change = self.has_change_permission(request, photo)
        for field in form.fields.values():
            field.disabled = not may_change and not form.is_bound
        rows, rest = uses_of(photo)
        uses = [self._seen(request, row) for row in rows]
        barred = not may_change and super().has_change_permission(request, photo) and _is_for(request, photo)
        context = self._context(
            request,
            photo=photo,
            form=form,
            refusals=refusals or [],
            crops=[(shape, CROPS[shape], photo.cut(shape)) for shape in SHAPES],
            whole=photo.rendition_url(photo.widths[-1]),
            uses=[use for use in uses if use is not None],
            hidden=uses.count(None),
            rest=rest,
            may_change=may_change,
            barred=BEFORE_READERS if barred else "",
            may_delete=not rows and self.has_delete_permission(request, photo),
            may_delete_unused=super().has_delete_permission(request, photo) and _is_for(request, photo),
            title=_name(photo),
        )
        return render(
            request, "admin/newsroom/photo/photo.html", context, status=422 if form.errors or refusals else 200
        )

    def _seen(self, request: HttpRequest, row: Model) -> dict[str, str] | None:
        """Return name and address of what shows a photo, or None when this account may not see it."""
        meta = row._meta
        name = f"admin:{meta.app_label}_{meta.model_name}_change"
        if isinstance(row, Article):
            name = door(request.user, row)
        elif not self.admin_site.get_model_admin(type(row)).has_view_permission(request, row):
            name = ""
        if not name:
            return None
        return {"kind": str(meta.verbose_name), "name": str(row), "address": reverse(name, args=[row.pk])}

    def _context(self, request: HttpRequest, **extra: Any) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "opts": Photo._meta,
            "most": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
            **extra,
        }


def _is_for(request: HttpRequest, photo: Photo | None) -> bool:
    """Return whether a photo is this account's own, or the account may write any piece."""
    return (
        photo is None or photo.created_by_id == request.user.pk or request.user.has_perm("articles.write_any_article")
    )


def _by(request: HttpRequest) -> dict[str, Any]:
    """Return who acts, as every verb takes it."""
    return {"by": request.user}


def _name(photo: Photo) -> str:
    return photo.caption or photo.alt or gettext("without words")


def _is_script(request: HttpRequest) -> bool:
    """Return whether a script asks, which is answered in JSON."""
    return request.headers.get("Accept") == "application/json"


def _found(photos: QuerySet, words: str) -> QuerySet:
    """Return the photos whose words hold every word typed, in any spelling."""
    for word in fold(clean_text(words[:LONGEST_SEARCH])).split():
        photos = photos.filter(words_folded__contains=word)
    return photos


def _choice(photo: Photo) -> dict[str, Any]:
    """Return what the chooser shows of ``photo``."""
    return {
        "id": photo.pk,
        "src": photo.preview_url,
        "alt": photo.alt or "",
        "caption": photo.caption or "",
        "address": reverse("admin:newsroom_photo_change", args=[photo.pk]),
    }
