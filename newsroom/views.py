"""The lobby: the front page, media, and the answers when something is not there."""

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from articles.models import Article
from columns.models import Column

PIECES_ON_HOME = 13
MEDIA_TYPES = {".jpg": "image/jpeg", ".webp": "image/webp"}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the newest edition of the flagship column, further pieces, and the columns."""
    language = get_language()
    columns = list(Column.objects.filter(active=True).select_related("writer"))
    newest = list(Article.objects.published(language).for_cards().newest_first()[:PIECES_ON_HOME])
    lead = None
    if columns:
        flagship = columns[0].articles.published(language).for_cards().newest_first()
        lead = flagship.first()
    lead = lead or (newest[0] if newest else None)
    further = [piece for piece in newest if piece != lead][: PIECES_ON_HOME - 1]
    return render(request, "home.html", {"lead": lead, "further": further, "columns": columns})


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """Serve one of our own encodings with a fixed type; nothing else is ever kept in the media folder."""
    suffix = name[name.rfind(".") :].lower()
    if suffix not in MEDIA_TYPES or ".." in name:
        raise Http404
    try:
        file = default_storage.open(name)
    except (OSError, ValueError, SuspiciousFileOperation) as error:
        # Missing, a folder, a name no file can have, or a way out of the folder: all the same to whoever asked.
        raise Http404 from error
    response = FileResponse(file, content_type=MEDIA_TYPES[suffix])
    # Names are random and never used again.
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for anything that is not public, missing or not yet there: always the same page."""
    return render(request, "404.html", status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that makes no sense."""
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """Answer a request that this account may not make."""
    return render(request, "403.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when we failed; reads nothing, so that it works with the database away."""
    return render(request, "500.html", {"outlet": {"name": "شُبّاك"}}, status=500)
