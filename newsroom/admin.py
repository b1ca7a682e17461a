"""The desk's rooms for accounts, redirects and the site's settings; it brings the photo library along."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from newsroom import library  # noqa: F401
from newsroom.models import SiteSettings, User
from newsroom.widgets import CleanTextAdmin

# Rights come as roles, not as Django's lists of permissions.
admin.site.unregister(Group)


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Accounts, with the language their desk speaks."""

    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email", "language")}),
        (_("Rights"), {"fields": ("is_active", "is_staff", "is_superuser")}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")


@admin.register(SiteSettings)
class SiteSettingsAdmin(CleanTextAdmin, TranslationAdmin):
    """The outlet's settings: one row, opened directly."""

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Open the single row."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        SiteSettings.objects.get_or_create(pk=1)
        return HttpResponseRedirect(reverse("admin:newsroom_sitesettings_change", args=[1]))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody adds a second row."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes the only row."""
        return False
