"""The lobby: the front page, media, and the answers when something is not there."""

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import (
    RequestDataTooBig,
    SuspiciousFileOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.core.files.storage import default_storage
from django.db.models import OuterRef, Subquery
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from articles.models import Article, FrontPage
from columns.models import Column
from newsroom import pagecache, prose
from newsroom.alternates import alternates
from newsroom.context import STANDING, written
from newsroom.outlet import SiteSettings

PIECES_ON_HOME = 13
MEDIA_TYPES = {".jpg": "image/jpeg", ".webp": "image/webp"}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show what the editor put first, the newest pieces after it, and the columns."""
    language, now = get_language(), timezone.now()
    front = FrontPage.load()
    newest_edition = Article.objects.published(language, now=now).filter(column=OuterRef("pk")).newest_first()
    columns = list(
        Column.objects.filter(active=True)
        .select_related("writer__portrait", "picture")
        .annotate(newest_id=Subquery(newest_edition.values("pk")[:1]))
    )
    lead, further = arranged(front, columns, language=language, now=now)
    there = Article.objects.published
    context = {
        "lead": lead,
        "further": further,
        "columns": columns,
        "running_columns": columns,
        # A page with nothing on it is nobody's twin.
        "alternates": alternates(lambda: reverse("home"), exists=lambda code: there(code, now=now).exists())
        if lead
        else [],
    }
    response = render(request, "home.html", context)
    ends = [front.lead_until if front.leads(now=now) else None, Article.objects.next_moment(now=now)]
    pagecache.valid_until(response, min((moment for moment in ends if moment is not None), default=None))
    return response


def arranged(
    front: FrontPage, columns: Sequence[Column], *, language: str, now: datetime
) -> tuple[Article | None, list[Article]]:
    """Return the lead and the pieces after it: the editor's choice as far as readers see it, then the newest.

    Without a lead of the editor's the flagship's newest edition leads: ``columns``, in their order, bring theirs as
    ``newest_id``; without any edition, the newest piece does.
    """
    pieces = Article.objects.published(language, now=now).for_cards()
    picks = list(front.places.values_list("article_id", flat=True))
    first = [front.lead_id] if front.leads(now=now) else []
    first += [column.newest_id for column in columns if column.newest_id][:1]
    chosen = pieces.in_bulk([*first, *picks])
    newest = list(pieces.newest_first()[:PIECES_ON_HOME])
    lead = next((chosen[pk] for pk in first if pk in chosen), newest[0] if newest else None)
    picked = [chosen[pk] for pk in picks if pk in chosen]
    further = [piece for piece in dict.fromkeys([*picked, *newest]) if piece != lead]
    return lead, further[: PIECES_ON_HOME - 1]


@require_safe
def standing(request: HttpRequest, page: str) -> HttpResponse:
    """Show one of the outlet's standing pages, in the languages in which it was written."""
    outlet = SiteSettings.load()
    context = {
        "outlet": outlet,
        "heading": STANDING[page],
        "prose": prose.render(written(outlet, page, get_language())),
        "here": reverse(page),
        "alternates": alternates(lambda: reverse(page), exists=lambda code: bool(written(outlet, page, code))),
    }
    if not written(outlet, page, get_language()):
        raise Http404
    return render(request, "standing.html", context)


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
    """Answer a request that makes no sense, or is larger than anything we take."""
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent | TooManyFilesSent):
        return render(request, "413.html", status=413)
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None, reason: str = "") -> HttpResponse:
    """Answer a request that this account may not make."""
    return render(request, "403.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when we failed; reads nothing, so that it works with the database away."""
    return render(request, "500.html", {"outlet": {"name": gettext("Shubbak")}}, status=500)
