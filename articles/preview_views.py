"""The page behind a preview link: the future page, for whoever has the link, as long as it works."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from articles import previews, revisions, views
from articles.models import PreviewLink

# Kept by nobody, found by nobody, named to nobody.
PRIVATE = {
    "Cache-Control": "no-store, private",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
}


@require_safe
def preview(request: HttpRequest, rest: str) -> HttpResponse:
    """Show the newest draft behind a working link; every other address below is one and the same page."""
    now, language = timezone.now(), get_language()
    # From here on the request no longer says the secret, to no template, log or redirect.
    request.path = request.path_info = reverse("articles:preview", args=["x"]).removesuffix("x/")
    link = previews.opened(rest.removesuffix("/"), language=language, now=now)
    response = _page(request, link) if link else render(request, "articles/preview_ended.html", status=404)
    for name, value in PRIVATE.items():
        response.headers[name] = value
    return response


def _page(request: HttpRequest, link: PreviewLink) -> HttpResponse:
    """Return the page that readers would get if the newest draft were published now, under its banner."""
    article, now = link.article, timezone.now()
    content = previews.with_language(revisions.content_of(article), link.language)
    piece = previews.piece_of(content, article, now=now)
    public = article.is_live(now=now) and article.draft_revision_id is None
    seen = public and link.language in article.released_languages
    return views.page(request, piece, language=link.language, previewing={"until": link.expires_at, "public": seen})
