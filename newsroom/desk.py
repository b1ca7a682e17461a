"""The desk: the admin site with its doors, the second factor's pages, and its front page."""

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.apps import apps
from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth import authenticate
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, FieldDoesNotExist, PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.i18n import JavaScriptCatalog

from newsroom import audit, secondfactor
from newsroom.accounts import User
from newsroom.arabic.ordering import alphabetical
from newsroom.board import board
from newsroom.outlet import Protection, SiteSettings
from newsroom.refusals import Refused
from newsroom.rooms import on_site
from newsroom.signin import Ended, SecondFactor, SignInForm, begin, passed, shown_again

# Where a session keeps the device that it has begun to set up.
BEGUN = "second_factor_begun"
# Models of packages that get no page: a second factor's secret is nobody's to look at.
NO_PAGES = {"otp_totp"}
WHY_ENDED = {
    Ended.IDLE: _("Your session has ended, because nothing was done for two hours. Sign in again."),
    Ended.LONG: _("Your session has ended, because you signed in twelve hours ago. Sign in again."),
    Ended.CHANGED: _(
        "Your session has ended, because the password or the rights of the account changed. Sign in again."
    ),
    Ended.GONE: _("Your session has ended. Sign in again."),
}


class CodeForm(forms.Form):
    """A code of the app, or a recovery code."""

    # The writing form knows a page that asks for a password as the end of its session, and keeps what was typed.
    password = forms.CharField(label=_("Code"), max_length=64)


class ConfirmForm(CodeForm):
    """The first code of a new device; whoever has a factor already shows it too."""

    current = forms.CharField(label=_("Code of the second factor you have now"), max_length=64)


class AgainForm(forms.Form):
    """The password once more, and a code where the account has a second factor."""

    password = forms.CharField(label=_("Password"), strip=False, max_length=4096, widget=forms.PasswordInput)
    code = forms.CharField(label=_("Code"), max_length=64)

    def __init__(self, *args: Any, factor: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not factor:
            del self.fields["code"]


def _called(entry: dict) -> str:
    return str(entry["name"])


def _past_article() -> bool:
    return bool(settings.SORT_IGNORES_ARTICLE)


def _of_staff(view: Callable) -> Callable:
    """Return a page that asks for a signed-in account of staff, but not for its second factor."""

    def inner(site: "DeskSite", request: HttpRequest) -> HttpResponse:
        if not AdminSite.has_permission(site, request):
            return redirect_to_login(request.get_full_path(), reverse("admin:login"))
        return view(site, request)

    return inner


class DeskSite(AdminSite):
    """Django's admin in the house's words, with a front page that starts the week's work."""

    site_title = _("Shubbak desk")
    site_header = _("Shubbak")
    index_title = _("Desk")
    site_url = "/"
    enable_nav_sidebar = False
    index_template = "admin/desk.html"
    login_form = SignInForm

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Take in the page of a model, or of several."""
        models: list[Any] = [model_or_iterable] if isinstance(model_or_iterable, type) else list(model_or_iterable)
        shown = [model for model in models if model._meta.app_label not in NO_PAGES]
        super().register(shown, admin_class, **options)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list:
        """Return the rooms in the order of the alphabet, where Django goes by code points."""
        groups = alphabetical(super().get_app_list(request, app_label), _called, ignore_article=_past_article())
        for group in groups:
            group["models"] = alphabetical(group["models"], _called, ignore_article=_past_article())
        return groups

    # ---- doors -------------------------------------------------------------------------------------------------

    def get_urls(self) -> list:
        """Return our own addresses before Django's; those that ask for no second factor are all here."""

        def alone(page: Callable) -> Callable:
            return never_cache(csrf_protect(require_http_methods(["GET", "HEAD", "POST"])(page)))

        return [
            path("logout/", alone(self.logout), name="logout"),
            path("second-factor/", alone(self.second_factor), name="second_factor"),
            path("second-factor/set-up/", alone(self.set_up_second_factor), name="second_factor_set_up"),
            path("second-factor/codes/", alone(self.renew_codes), name="second_factor_codes"),
            path("again/", self.admin_view(require_http_methods(["GET", "HEAD", "POST"])(self.again)), name="again"),
            # Django's own tells the address of any row, and in it a title, to whoever is staff.
            path("r/<path:content_type_id>/<path:object_id>/", self.admin_view(require_safe(on_site))),
            path("protection/", self.admin_view(require_POST(self.choose_protection)), name="choose_protection"),
            *super().get_urls(),
        ]

    def has_permission(self, request: HttpRequest) -> bool:
        """Return whether this session may enter: staff, with the second factor shown where one is asked for."""
        stands = getattr(request, "second_factor", SecondFactor.MISSING)
        return super().has_permission(request) and stands in {SecondFactor.PASSED, SecondFactor.NOT_NEEDED}

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Sign in; whoever has only the second factor to show is led on to it."""
        if request.method == "GET" and not self.has_permission(request) and super().has_permission(request):
            return HttpResponseRedirect(_with_next(request, "admin:second_factor"))
        ended = request.GET.get("ended", "")
        why = WHY_ENDED[Ended(ended)] if ended in {reason.value for reason in Ended} else ""
        answer = super().login(request, {"ended": why} | (extra_context or {}))
        if request.method == "POST" and answer.status_code == 302:
            # Django keeps the session's name when the same account signs in once more.
            request.session.cycle_key()
            begin(request, now=timezone.now())
            audit.record(_account(request), by=_account(request), act=gettext_noop("Signed in."))
        return answer

    def again(self, request: HttpRequest) -> HttpResponse:
        """Ask who it is once more, before accounts, roles and second factors are opened."""
        factor = request.second_factor is SecondFactor.PASSED
        form, status = AgainForm(request.POST or None, factor=factor), 200
        if request.method == "POST":
            status = 422
            if form.is_valid() and (status := self._shown_again(request, form)) == 200:
                return HttpResponseRedirect(_next(request))
        context = {**self.each_context(request), "title": _("Is it you?"), "form": form, "next": _next(request)}
        return render(request, "admin/again.html", context, status=status)

    def _shown_again(self, request: HttpRequest, form: AgainForm) -> int:
        """Check password and code; return the status of the answer, 200 when both are right."""
        account = _account(request)
        if authenticate(request, username=account.get_username(), password=form.cleaned_data["password"]) != account:
            form.add_error("password", _("This is not the password of this account."))
            return 422
        if "code" in form.fields:
            try:
                secondfactor.use_code(by=account, code=form.cleaned_data["code"], now=timezone.now())
            except Refused as refused:
                for message in refused.messages:
                    form.add_error("code", message)
                return 429 if isinstance(refused, secondfactor.TooSoon) else 422
        shown_again(request, now=timezone.now())
        return 200

    # ---- second factor -----------------------------------------------------------------------------------------

    @_of_staff
    def second_factor(self, request: HttpRequest) -> HttpResponse:
        """Ask for the code, or show what protects the account once it was given."""
        if request.second_factor is SecondFactor.ASKED:
            return self._ask_for_code(request)
        if request.second_factor is SecondFactor.PASSED:
            return self._page(request, "state", form=CodeForm(), left=_account(request).recovery_codes.count())
        return HttpResponseRedirect(_with_next(request, "admin:second_factor_set_up"))

    @_of_staff
    def set_up_second_factor(self, request: HttpRequest) -> HttpResponse:
        """Show a new secret, and take its first code as the proof that an app has it."""
        if request.second_factor is SecondFactor.ASKED:
            return HttpResponseRedirect(_with_next(request, "admin:second_factor"))
        form = (ConfirmForm if request.second_factor is SecondFactor.PASSED else CodeForm)(request.POST or None)
        status = 200
        if request.method == "POST":
            try:
                codes = self._confirm(request, form)
            except Refused as refused:
                status = _refuse(form, refused)
            else:
                return self._page(request, "codes", codes=codes)
        now, number = timezone.now(), request.session.get(BEGUN)
        device = secondfactor.begun(number, by=_account(request)) or secondfactor.begin(by=_account(request), now=now)
        request.session[BEGUN] = device.pk
        shown = {
            "secret": secondfactor.secret_of(device),
            "picture": secondfactor.picture_of(device, issuer=SiteSettings.load().name),
        }
        return self._page(request, "set_up", status=status, form=form, **shown)

    @_of_staff
    def renew_codes(self, request: HttpRequest) -> HttpResponse:
        """Replace the recovery codes against a fresh code, and show the new ones once."""
        if request.second_factor is not SecondFactor.PASSED or request.method != "POST":
            return HttpResponseRedirect(reverse("admin:second_factor"))
        form = CodeForm(request.POST)
        try:
            codes = secondfactor.renew_codes(by=_account(request), code=_typed(form), now=timezone.now())
        except Refused as refused:
            left = _account(request).recovery_codes.count()
            return self._page(request, "state", status=_refuse(form, refused), form=form, left=left)
        return self._page(request, "codes", codes=codes)

    def _ask_for_code(self, request: HttpRequest) -> HttpResponse:
        """Take a code and open the desk, or say what is wrong with it."""
        form, status = CodeForm(request.POST or None), 200
        if request.method == "POST":
            try:
                device = secondfactor.use_code(by=_account(request), code=_typed(form), now=timezone.now())
            except Refused as refused:
                status = _refuse(form, refused)
            else:
                passed(request, device)
                return HttpResponseRedirect(_next(request))
        return self._page(request, "code", status=status, form=form, recovery="recovery" in request.GET)

    def _confirm(self, request: HttpRequest, form: forms.Form) -> list[str]:
        """Confirm the device that this session has begun; return its recovery codes, or raise Refused."""
        device, codes = secondfactor.confirm(
            request.session.get(BEGUN),
            code=_typed(form),
            current=form.cleaned_data.get("current", ""),
            by=_account(request),
            now=timezone.now(),
        )
        passed(request, device)
        del request.session[BEGUN]
        return codes

    def _page(self, request: HttpRequest, name: str, status: int = 200, **context: Any) -> HttpResponse:
        """Return one of the second factor's pages."""
        base = {**self.each_context(request), "title": _("Second factor"), "next": _next(request)}
        return render(request, f"admin/second_factor/{name}.html", base | context, status=status)

    # ---- front page --------------------------------------------------------------------------------------------

    def i18n_javascript(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Serve the scripts' words with the house's own catalogue beside Django's."""
        return JavaScriptCatalog.as_view(packages=["django.contrib.admin", "newsroom"])(request)

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Offer rows for a field that chooses rows; Django fails on any other field, and on a NUL in the question.

        Raises PermissionDenied and BadRequest.
        """
        asked = request.GET
        try:
            model = apps.get_model(asked.get("app_label", ""), asked.get("model_name", ""))
            field = model._meta.get_field(asked.get("field_name", ""))
        except (LookupError, FieldDoesNotExist) as error:
            raise PermissionDenied from error
        if not field.is_relation or field.auto_created:
            raise PermissionDenied
        if "\0" in asked.get("term", ""):
            raise BadRequest
        return super().autocomplete_view(request)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Show the next edition of each column, my drafts, what is scheduled and what is live."""
        desk = board(request.user, now=timezone.now())
        return super().index(request, desk | (extra_context or {}))

    def choose_protection(self, request: HttpRequest) -> HttpResponse:
        """Keep how the site answers copying, asked at the editor-in-chief's first sign-in."""
        if not request.user.has_perm("newsroom.change_sitesettings"):
            raise PermissionDenied
        choice = request.POST.get("protection", "")
        if choice in Protection.values:
            settings = SiteSettings.load()
            changes = [("copy protection", settings.get_protection_display(), str(Protection(choice).label))]
            settings.protection = choice
            settings.save()
            audit.record(settings, by=request.user, act=gettext_noop("Changed."), changes=changes)
        return HttpResponseRedirect(reverse("admin:index"))


def _account(request: HttpRequest) -> User:
    """Return the account of a request that has been let in."""
    return cast(User, request.user)


def _typed(form: forms.Form) -> str:
    """Return the code that was typed; raises Refused when the form is not even filled in."""
    if not form.is_valid():
        raise Refused([])
    return form.cleaned_data["password"]


def _refuse(form: forms.Form, refused: Refused) -> int:
    """Write the reasons into the form, and return the status that fits."""
    for message in refused.messages:
        form.add_error("current" if refused.field == "current" else "password", message)
    return 429 if isinstance(refused, secondfactor.TooSoon) else 422


def _next(request: HttpRequest) -> str:
    """Return where this person wanted to go, always inside the desk's own site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else reverse("admin:index")


def _with_next(request: HttpRequest, name: str) -> str:
    """Return the address of ``name``, from which the person is led to where they wanted to go."""
    wanted = _next(request)
    return reverse(name) + ("" if wanted == reverse("admin:index") else f"?{urlencode({'next': wanted})}")
