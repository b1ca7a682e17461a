"""Signing in: who may, how often somebody may guess, and how long a session lives."""

import hashlib
import json
import math
from datetime import datetime, timedelta
from enum import StrEnum
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from axes.backends import AxesStandaloneBackend
from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_credentials
from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import ValidationError
from django.db.models import CharField, F, QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy, ngettext
from django_otp.plugins.otp_totp.models import TOTPDevice

from newsroom.accounts import User

# How long a sign-in is fresh enough to open accounts, and to send off a form that was opened so.
FRESH, FRESH_ENOUGH_TO_SEND = timedelta(minutes=15), timedelta(hours=1)
IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
# What a session remembers about its sign-in.
SIGNED_IN, SEEN, RIGHTS, SECOND_FACTOR, AGAIN = "signed_in", "seen", "rights", "second_factor", "again"


# ---- who may ---------------------------------------------------------------------------------------------------------


class StaffBackend(ModelBackend):
    """Django's accounts, staff alone: nobody else is ever signed in, nor told that the password was right."""

    def user_can_authenticate(self, user: Any) -> bool:
        """Return whether ``user`` may be signed in; asked at every request, so that leaving staff ends a session."""
        return super().user_can_authenticate(user) and bool(getattr(user, "is_staff", False))


class SignInForm(AdminAuthenticationForm):
    """The sign-in, which says how long to wait after too many failures; the typed name stays in the form."""

    error_messages = AdminAuthenticationForm.error_messages | {
        "invalid_login": gettext_lazy("The name or the password is not right. Try again; capitals count.")
    }

    def confirm_login_allowed(self, user: Any) -> None:
        """Refuse a right password too, once others sent at the same instant have used up the tries."""
        super().confirm_login_allowed(user)
        if not AxesProxyHandler.is_allowed(self.request, self._tried()):
            self.request.axes_locked_out = True  # type: ignore[union-attr]
            raise self.get_invalid_login_error()

    def get_invalid_login_error(self) -> ValidationError:
        """Return the same sentence for every name, known or not."""
        if self.request is None or not getattr(self.request, "axes_locked_out", False):
            return super().get_invalid_login_error()
        minutes = math.ceil(seconds_to_wait(self.request, self._tried()) / 60)
        sentence = ngettext(
            "Too many failed sign-ins. Wait %(minutes)d minute, then try again.",
            "Too many failed sign-ins. Wait %(minutes)d minutes, then try again.",
            minutes,
        )
        return ValidationError(sentence % {"minutes": minutes}, code="too_many")

    def _tried(self) -> dict[str, Any]:
        return get_credentials(username=self.cleaned_data.get("username"))


# ---- how often -------------------------------------------------------------------------------------------------------


class ThrottleBackend(AxesStandaloneBackend):
    """Refuses whoever has guessed too often, at every door that a request can knock at."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> None:
        """Sign nobody in; raises PermissionDenied for a locked account or address.

        Without a request nobody knocked from outside (the shell, a test): there is no address to count.
        """
        if request is not None:
            super().authenticate(request, **credentials)


class Throttle(AxesDatabaseHandler):
    """Failures counted in the database, by account and by address, with as little about people as counting needs."""

    def user_login_failed(self, sender: Any, credentials: dict, request: Any = None, **kwargs: Any) -> None:
        """Count one failure; which browser it was does not matter."""
        if request is not None:
            request.axes_user_agent = request.axes_http_accept = ""
        super().user_login_failed(sender, credentials, request, **kwargs)

    def reset_user_attempts(self, request: HttpRequest, credentials: dict | None = None) -> int:
        """Forget the account's failures after its sign-in; what its address guessed at other accounts stays counted."""
        count, _tables = self.filter_user_attempts(request, credentials)[0].delete()
        return count


def account_digest(request: HttpRequest, credentials: dict | None) -> str:
    """Return under what an account's failures are counted: a digest, for some type their password as their name."""
    typed = (credentials or {}).get("username") or ""
    return salted_hmac("newsroom.signin", str(typed)).hexdigest()


def client_address(request: HttpRequest) -> str | None:
    """Return the address to count by: the hop that our own proxy wrote, or whoever knocked at our own door.

    An IPv6 client owns a whole /64, so that is what counts as one address. None when there is no address.
    """
    written = request.META.get("REMOTE_ADDR") or ""
    if settings.BEHIND_PROXY:
        written = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip() or written
    try:
        address = ip_address(written.partition("%")[0])
    except ValueError:
        return None
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ip_network((address, 64), strict=False).network_address)
    return str(address)


def seconds_to_wait(request: HttpRequest, credentials: dict | None) -> int:
    """Return in how many seconds a locked account or address may try again, at least one."""
    now, cool_off = timezone.now(), settings.AXES_COOLOFF_TIME
    until = now
    for attempts in AxesProxyHandler.get_implementation().get_user_attempts(request, credentials):
        rows = list(attempts.order_by("attempt_time").values_list("attempt_time", "failures_since_start"))
        total = sum(failures for _moment, failures in rows)
        for moment, failures in rows:
            if total < settings.AXES_FAILURE_LIMIT:
                break
            until = max(until, moment + cool_off)
            total -= failures
    return max(1, math.ceil((until - now).total_seconds()))


def locked_out(request: HttpRequest, response: HttpResponse, credentials: dict | None) -> HttpResponse:
    """Return the page that was made anyway, with the status that says why."""
    response.status_code = 429
    response.headers["Retry-After"] = str(seconds_to_wait(request, credentials))
    return response


# ---- how long --------------------------------------------------------------------------------------------------------


class Ended(StrEnum):
    """Why a session is over."""

    IDLE = "idle"
    LONG = "long"
    CHANGED = "changed"
    GONE = "gone"


class SecondFactor(StrEnum):
    """Where a session stands with the second factor."""

    NOT_NEEDED = "not needed"
    MISSING = "missing"
    ASKED = "asked"
    PASSED = "passed"


def begin(request: HttpRequest, *, now: datetime) -> None:
    """Note when and with which rights the account of this request signed in; its second factor is yet to come."""
    rights, _devices = _standing(request.user)
    _note(request, rights, moment=int(now.timestamp()))


def is_fresh(request: HttpRequest, *, now: datetime) -> bool:
    """Return whether the person showed lately who it is: asked before accounts, roles and second factors change."""
    shown = max(request.session.get(SIGNED_IN, 0), request.session.get(AGAIN, 0))
    within = FRESH if request.method in {"GET", "HEAD"} else FRESH_ENOUGH_TO_SEND
    return now.timestamp() - shown <= within.total_seconds()


def shown_again(request: HttpRequest, *, now: datetime) -> None:
    """Note that the person has just shown again who it is."""
    request.session[AGAIN] = int(now.timestamp())


def passed(request: HttpRequest, device: TOTPDevice) -> None:
    """Note that this session has shown the second factor; like every sign-in it gets a new name."""
    request.session.cycle_key()
    request.session[SECOND_FACTOR] = device.pk
    request.second_factor = SecondFactor.PASSED


def is_unattended(request: HttpRequest) -> bool:
    """Return whether a script asks of itself, with nobody there: that keeps no session alive."""
    return request.headers.get("X-Unattended") == "1" or "unattended" in request.GET


def look_after(request: HttpRequest, *, now: datetime) -> Ended | None:
    """Return why the session that the cookie names is over, None when it lives or there is none.

    A session that lives is seen, unless nobody is there, and ``request.second_factor`` says where it stands.
    """
    session = request.session
    request.second_factor = SecondFactor.MISSING
    if SESSION_KEY not in session:
        named = bool(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
        return Ended.GONE if named and session.is_empty() else None
    if not request.user.is_authenticated:
        return Ended.CHANGED
    moment = int(now.timestamp())
    rights, devices = _standing(request.user)
    if SIGNED_IN not in session:
        _note(request, rights, moment=moment)
    if moment - session[SIGNED_IN] > LONGEST.total_seconds():
        return Ended.LONG
    if moment - session[SEEN] > IDLE.total_seconds():
        return Ended.IDLE
    shown = session.get(SECOND_FACTOR)
    if rights != session[RIGHTS] or (shown is not None and shown not in devices):
        return Ended.CHANGED
    if not is_unattended(request):
        session[SEEN] = moment
    request.second_factor = _where(shown, devices)
    return None


def _note(request: HttpRequest, rights: str, *, moment: int) -> None:
    """Write into the session when and with which rights it began."""
    request.session.update({SIGNED_IN: moment, SEEN: moment, RIGHTS: rights})
    request.session.pop(SECOND_FACTOR, None)


def _where(shown: int | None, devices: set[int]) -> SecondFactor:
    """Return where a session stands that has shown the device ``shown`` to an account that has ``devices``."""
    if shown is not None:
        return SecondFactor.PASSED
    if devices:
        return SecondFactor.ASKED
    return SecondFactor.MISSING if settings.REQUIRE_SECOND_FACTOR else SecondFactor.NOT_NEEDED


def _standing(user: Any) -> tuple[str, set[int]]:
    """Return a fingerprint of the account's rights, and its second factors: one query, whichever way they changed."""

    def listed(kind: str, rows: QuerySet, name: str) -> QuerySet:
        return rows.annotate(kind=Value(kind, CharField()), number=F(name)).values_list("kind", "number")

    found = listed("group", User.groups.through.objects.filter(user_id=user.pk), "group_id").union(
        listed("permission", User.user_permissions.through.objects.filter(user_id=user.pk), "permission_id"),
        listed("device", TOTPDevice.objects.filter(user_id=user.pk, confirmed=True), "id"),
        all=True,
    )
    rows = sorted(found)
    devices = {number for kind, number in rows if kind == "device"}
    rights = [user.pk, user.is_staff, user.is_superuser, [row for row in rows if row[0] != "device"]]
    return hashlib.sha256(json.dumps(rights).encode()).hexdigest(), devices
