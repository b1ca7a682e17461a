"""The photo library of the desk: taking in, facts, and the doors of the chooser."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe
from modeltranslation.admin import TranslationAdmin

from articles.models import Article
from newsroom import images
from newsroom.arabic.hygiene import clean_text
from newsroom.models import Photo
from newsroom.widgets import CleanCharField, CleanTextAdmin

LIBRARY_PAGE = 60


class PhotoUpload(forms.Form):
    """A new picture with its words; the file itself is judged by the intake."""

    file = forms.FileField(label=_("File"))
    alt_ar = CleanCharField(max_length=300, required=False, label=_("description for those who cannot see it"))
    caption_ar = CleanCharField(max_length=400, required=False, label=_("caption"))
    credit_ar = CleanCharField(max_length=160, required=False, label=_("credit"))

    def take_in(self, by: Any) -> Photo:
        """Return the new photo; raises ValidationError when it is no picture we can take."""
        facts = {name: self.cleaned_data[name] for name in ("alt_ar", "caption_ar", "credit_ar")}
        return images.take_in(self.cleaned_data["file"], by=by, **facts)


@admin.register(Photo)
class PhotoAdmin(CleanTextAdmin, TranslationAdmin):
    """The photo library."""

    list_display = ("thumbnail", "caption", "credit", "created_at")
    list_display_links = ("thumbnail", "caption")
    search_fields = ("caption_ar", "caption_en", "alt_ar", "credit_ar")
    exclude = ("file",)
    readonly_fields = ("thumbnail",)
    actions = None

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether no text shows the photo; a lead photo is kept by the database itself."""
        if obj is not None:
            named = f'data-photo="{obj.pk}"'
            if Article.objects.filter(Q(body_ar__contains=named) | Q(body_en__contains=named)).exists():
                return False
        return super().has_delete_permission(request, obj)

    @admin.display(description=_("picture"))
    def thumbnail(self, photo: Photo) -> str:
        """Return a small picture."""
        if not photo.pk:
            return ""
        return format_html('<img class="thumb" src="{}" alt="{}">', photo.rendition_url(photo.widths[0]), photo.alt)

    def get_urls(self) -> list:
        """Return the two doors of the chooser before Django's."""
        wrap = self.admin_site.admin_view
        return [
            path("library/", wrap(require_safe(self.library)), name="newsroom_photo_library"),
            path("upload/", wrap(require_POST(self.upload)), name="newsroom_photo_upload"),
            *super().get_urls(),
        ]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Take a new picture through the one intake, then open its facts."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = PhotoUpload(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                photo = form.take_in(request.user)
            except ValidationError as error:
                form.add_error("file", error)
            else:
                return HttpResponseRedirect(reverse("admin:newsroom_photo_change", args=[photo.pk]))
        context = {**self.admin_site.each_context(request), "form": form, "opts": Photo._meta, "title": _("New photo")}
        return render(request, "admin/newsroom/photo/upload.html", context, status=422 if form.errors else 200)

    def library(self, request: HttpRequest) -> JsonResponse:
        """Return the newest photos, or those whose words hold ``q``, for the chooser."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        photos = Photo.objects.all()
        if words := clean_text(request.GET.get("q", "")[:100]):
            photos = photos.filter(Q(caption_ar__icontains=words) | Q(alt_ar__icontains=words))
        return JsonResponse({"photos": [_choice(photo) for photo in photos[:LIBRARY_PAGE]]})

    def upload(self, request: HttpRequest) -> JsonResponse:
        """Take in a picture from the chooser; a refusal says why."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = PhotoUpload(request.POST, request.FILES)
        if form.is_valid():
            try:
                return JsonResponse({"photo": _choice(form.take_in(request.user))})
            except ValidationError as error:
                form.add_error("file", error)
        sentences = [str(sentence) for errors in form.errors.values() for sentence in errors]
        return JsonResponse({"error": " ".join(sentences)}, status=422)


def _choice(photo: Photo) -> dict[str, Any]:
    """Return what the chooser shows of ``photo``."""
    return {
        "id": photo.pk,
        "src": photo.rendition_url(photo.widths[0]),
        "alt": photo.alt or "",
        "caption": photo.caption or "",
    }
