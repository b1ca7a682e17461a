"""What every answer carries, what is refused unread, whose session lives, and which language is spoken."""

from collections.abc import Callable
from contextlib import nullcontext

from csp.utils import build_policy
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils import timezone, translation

from newsroom import outlet, remembered, signin

GetResponse = Callable[[HttpRequest], HttpResponse]
DESK_PREFIX = "/admin/"
READING = ("GET", "HEAD")
# A file is looked at by itself or inside our own pages; opened alone it may do nothing.
FILES_POLICY = "default-src 'none'; sandbox"
FEATURES = "accelerometer camera display-capture geolocation gyroscope magnetometer microphone midi payment usb"


def is_desk(path: str) -> bool:
    """Return whether ``path`` belongs to the desk, the only place with sessions."""
    return path.startswith(DESK_PREFIX) or path == DESK_PREFIX.rstrip("/")


class SafeHeaders:
    """Headers that hold for every answer, public or not, also for those that other middleware cuts short."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.always = {
            "Content-Security-Policy": build_policy() or FILES_POLICY,
            "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
            "Cross-Origin-Resource-Policy": "same-origin",
            "Permissions-Policy": ", ".join(f"{feature}=()" for feature in FEATURES.split()),
            "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": settings.X_FRAME_OPTIONS,
        }
        self.hsts = f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains" if settings.PRODUCTION else ""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the answer with its safety headers."""
        response = self.get_response(request)
        if request.path_info.startswith(settings.STATIC_URL) and response.status_code < 400:
            response.headers["Content-Security-Policy"] = FILES_POLICY
        if is_desk(request.path_info):
            response.headers["Referrer-Policy"] = "same-origin"
            response.headers.setdefault("Cache-Control", "no-store, private")
        for name, value in self.always.items():
            response.headers.setdefault(name, value)
        if self.hsts and request.is_secure():
            response.headers.setdefault("Strict-Transport-Security", self.hsts)
        return response


class Limits:
    """Refuses what nobody needs before a byte of it is read: large bodies, and writing to public addresses."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer 413 or 405, or let the request pass."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        desk = is_desk(request.path_info)
        most = settings.LARGEST_DESK_BODY if desk else settings.LARGEST_PUBLIC_BODY
        # Longer numbers than any size are not even turned into one.
        if length.isdecimal() and (len(length) > 18 or int(length) > most):
            raise RequestDataTooBig("The body is larger than anybody here needs.")
        if not desk and request.method not in READING:
            return HttpResponseNotAllowed(READING)
        return self.get_response(request)


class DeskSessions(SessionMiddleware):
    """Sessions for the desk alone: a public page reads no cookie and sets none, whoever asks for it."""

    def process_request(self, request: HttpRequest) -> None:
        """Open the session that the cookie names at the desk, an empty one that nothing keeps elsewhere."""
        if is_desk(request.path_info):
            super().process_request(request)
        else:
            request.session = self.SessionStore()

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Keep the desk's session; an answer that nobody waits for sets no cookie and takes none away.

        The cookie of its request may be the old name of a session that another window has renamed meanwhile: then
        nothing is written, and the name that the browser has got by now stays.
        """
        session, unattended = request.session, signin.is_unattended(request)
        if not is_desk(request.path_info) or (unattended and (session.is_empty() or not session.modified)):
            return response
        try:
            response = super().process_response(request, response)
        except SessionInterrupted:
            # What was asked for is done. Only whoever signs in must know that it failed.
            if session.session_key != request.COOKIES.get(settings.SESSION_COOKIE_NAME):
                raise
        if unattended:
            response.cookies.pop(settings.SESSION_COOKIE_NAME, None)
        return response


class LivingSessions:
    """Ends a session that is idle, old, or older than a change of its account's rights, and says why at the sign-in."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request pass if its session lives or there is none, else lead to the sign-in."""
        if not is_desk(request.path_info):
            return self.get_response(request)
        ended = signin.look_after(request, now=timezone.now())
        if ended is None:
            return self.get_response(request)
        request.session.flush()
        request.user = AnonymousUser()
        door = reverse("admin:login")
        if request.path_info == door:
            return self.get_response(request)
        answer = redirect_to_login(request.get_full_path(), f"{door}?ended={ended.value}")
        answer.headers["Cache-Control"] = "no-store, private"
        return answer


class LanguageByAddress:
    """Public pages speak the language of their address and nothing else, so that anything may cache them.

    Within, the house style of dates and numbers is known to whoever writes one, read once and only when asked; so is
    whatever else is remembered, while a request only reads.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.prefixed = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]

    def language_of(self, path: str) -> str:
        """Return the language code that ``path`` asks for."""
        first = path.split("/", 2)[1] if path.startswith("/") else ""
        return first if first in self.prefixed else settings.LANGUAGE_CODE

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the address's language."""
        language = self.language_of(request.path_info)
        reads = remembered.once() if request.method in READING else nullcontext()
        with translation.override(language), outlet.read_once(), reads:
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
        return response


class LanguageOfAccount:
    """The desk speaks its account's language, Arabic before sign-in."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Switch to the account's language below the desk's address only."""
        if is_desk(request.path_info) and request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        return self.get_response(request)
