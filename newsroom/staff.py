"""The desk's room for accounts: who works here, in which roles; opened to who showed lately who it is."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import UserChangeForm, UserCreationForm
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import Context
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from newsroom import audit, secondfactor, signin
from newsroom.arabic.fold import fold
from newsroom.models import User
from newsroom.roles import Role, roles_of
from newsroom.rooms import in_words
from newsroom.templatetags.house import house_moment

# Rights come as roles, not as Django's lists of permissions.
admin.site.unregister(Group)


class RolesField(forms.ModelMultipleChoiceField):
    """The roles of an account, by their names in words."""

    widget = forms.CheckboxSelectMultiple
    # The context of the words in the catalogue: the history keeps them untranslated.
    words_context = "role"

    def __init__(self, **kwargs: Any) -> None:
        roles = Group.objects.filter(name__in=Role.values)
        super().__init__(roles, required=False, label=_("Roles"), **kwargs)

    def label_from_instance(self, group: Group) -> str:
        """Return the role in words."""
        return str(Role(group.name).label)


class RoleFilter(admin.SimpleListFilter):
    """The roles in words; Django's own filter would show the names of the groups."""

    title = _("role")
    parameter_name = "role"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return the roles, and none at all."""
        return [*Role.choices, ("none", _("without a role"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Return the accounts in the chosen role, all for an unknown one."""
        if self.value() == "none":
            return queryset.exclude(groups__name__in=Role.values)
        return queryset.filter(groups__name=self.value()) if self.value() in Role.values else queryset


class AccountForm(UserChangeForm):
    """An account as the editor-in-chief changes it; its password is only replaced, on a page of its own."""

    groups = RolesField()


class NewAccountForm(UserCreationForm):
    """A new account: whoever gets one at the desk is staff."""

    groups = RolesField()

    class Meta:
        model = User
        fields = ("username", "first_name", "last_name", "email", "language")

    def save(self, commit: bool = True) -> Any:
        """Return the account, open to the desk."""
        self.instance.is_staff = True
        return super().save(commit=commit)


@admin.register(User)
class AccountAdmin(UserAdmin):
    """Accounts: the person, the language of the desk, the roles; rights are never given one by one."""

    form = AccountForm
    add_form = NewAccountForm
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email", "language")}),
        (_("Rights"), {"fields": ("is_active", "groups")}),
        (_("Dates"), {"fields": ("last_seen", "joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("username", "password1", "password2")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email", "language")}),
        (_("Rights"), {"fields": ("groups",)}),
    )
    readonly_fields = ("last_seen", "joined", "roles")
    filter_horizontal = ()
    list_display = ("username", "full_name", "roles", in_words(User._meta.get_field("is_active")), "last_seen")
    list_filter = ("is_active", RoleFilter)
    search_fields = ("names_folded",)
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    actions = None

    def get_urls(self) -> list:
        """Return the door that takes a lost second factor away, before Django's."""
        reset = self.admin_site.admin_view(require_POST(self.reset_factor))
        return [path("<int:pk>/second-factor/reset/", reset, name="newsroom_user_reset_factor"), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return accounts with their roles."""
        return super().get_queryset(request).prefetch_related("groups")

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Return the roles by their words."""
        return (
            RolesField() if db_field.name == "groups" else super().formfield_for_manytomany(db_field, request, **kwargs)
        )

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, term: str) -> tuple[QuerySet, bool]:
        """Return the accounts of which some name holds every folded word."""
        words = fold(term[:200]).split()
        if not words:
            return (queryset.none() if term.strip() else queryset), False
        for word in words:
            queryset = queryset.filter(names_folded__contains=word)
        return queryset, False

    @admin.display(description=_("name"), ordering="names_folded")
    def full_name(self, user: User) -> str:
        """Return the person's name."""
        return format_html("<bdi>{}</bdi>", user.get_full_name() or "—")

    @admin.display(description=_("roles"))
    def roles(self, user: User) -> str:
        """Return the roles in words."""
        return "، ".join(str(role.label) for role in roles_of(user)) or "—"

    @admin.display(description=_("last signed in"), ordering="last_login")
    def last_seen(self, user: User) -> str:
        """Return the last sign-in as the house writes moments."""
        return house_moment(Context(), user.last_login) or "—"

    @admin.display(description=_("date joined"), ordering="date_joined")
    def joined(self, user: User) -> str:
        """Return since when there is the account, as the house writes moments."""
        return house_moment(Context(), user.date_joined)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Return whether the account may be changed: one with all rights only by its like."""
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes an account: the history names it. It is made inactive."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return what stays as it is: nobody locks himself out or raises himself."""
        own = ("is_active", "groups") if self._is_fixed(request, obj) else ()
        return (*super().get_readonly_fields(request, obj), *own)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Return the fields; where the roles are only read they stand there in words."""
        sets = super().get_fieldsets(request, obj)
        if obj is None or not (self._is_fixed(request, obj) or not self.has_change_permission(request, obj)):
            return sets
        spoken: dict[Any, str] = {"groups": "roles"}
        return [
            (title, {**facts, "fields": [spoken.get(each, each) for each in facts["fields"]]}) for title, facts in sets
        ]

    def _is_fixed(self, request: HttpRequest, obj: Any) -> bool:
        return obj is not None and obj.pk == request.user.pk

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> list:
        """Return Django's message with what stood there before and what stands there now."""
        parts: list[Any] = super().construct_change_message(request, form, formsets, add)
        if not add and parts and "changed" in parts[0]:
            parts[0]["changes"] = audit.changes_of(form)
        return parts

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> Any:
        """Open or take the form of an account for who showed lately who it is."""
        return _again(request) or super().changeform_view(request, object_id, form_url, extra_context)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Give a colleague a new password; one's own is changed where the old one is asked for."""
        if id == str(request.user.pk) and self.has_change_permission(request, request.user):
            return HttpResponseRedirect(reverse("admin:password_change"))
        return _again(request) or super().user_change_password(request, id, form_url)

    def reset_factor(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take a colleague's lost second factor away; its owner sets up a new one at the next sign-in."""
        account = self.get_object(request, str(pk)) if pk < 2**63 else None
        if account is None or account == request.user or not self.has_change_permission(request, account):
            raise PermissionDenied
        if (again := _again(request)) is not None:
            return again
        secondfactor.reset(account, by=request.user)
        messages.success(request, _("The second factor was taken away."))
        return HttpResponseRedirect(reverse("admin:newsroom_user_change", args=[pk]))


def _again(request: HttpRequest) -> HttpResponse | None:
    """Return the way to showing again who it is, None for who did so lately."""
    if signin.is_fresh(request, now=timezone.now()):
        return None
    return HttpResponseRedirect(f"{reverse('admin:again')}?{urlencode({'next': request.get_full_path()})}")
