"""What every answer carries, and which language it speaks."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils import translation

GetResponse = Callable[[HttpRequest], HttpResponse]
DESK_PREFIX = "/admin/"


def is_desk(path: str) -> bool:
    """Return whether ``path`` belongs to the desk, the only place with sessions."""
    return path.startswith(DESK_PREFIX) or path == DESK_PREFIX.rstrip("/")


class SafeHeaders:
    """Headers that hold for every answer, public or not."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the answer with its safety headers."""
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "geolocation=(), camera=(), microphone=()")
        if is_desk(request.path):
            response.headers["Referrer-Policy"] = "same-origin"
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response


class DeskSessions(SessionMiddleware):
    """Sessions for the desk alone: a public page reads no cookie and sets none, whoever asks for it."""

    def process_request(self, request: HttpRequest) -> None:
        """Open the session that the cookie names at the desk, an empty one that nothing keeps elsewhere."""
        if is_desk(request.path_info):
            super().process_request(request)
        else:
            request.session = self.SessionStore()

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Keep the desk's session."""
        return super().process_response(request, response) if is_desk(request.path_info) else response


class LanguageByAddress:
    """Public pages speak the language of their address and nothing else, so that anything may cache them."""

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
        with translation.override(language):
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
