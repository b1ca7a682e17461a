"""The page of a piece, and the short way to it."""

from typing import Any
from urllib.parse import unquote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from articles.models import Article
from articles.sharing import share_links
from newsroom import prose
from newsroom.alternates import alternates
from newsroom.outlet import SiteSettings
from newsroom.pagecache import valid_until

REDIRECT_CACHE = {"Cache-Control": "max-age=3600"}


@require_safe
def article(request: HttpRequest, rest: str) -> HttpResponse:
    """Show the public piece whose id begins ``rest``; any other spelling of its address redirects once.

    The redirect comes after the gate, so that the title of a draft never shows in an address.
    """
    digits = rest.split("-", 1)[0].split("/", 1)[0]
    if not digits.isdecimal() or len(digits) > 18:
        raise Http404
    piece = get_object_or_404(Article.objects.published(get_language()).for_page(), pk=int(digits))
    canonical = piece.get_absolute_url()
    if request.path != unquote(canonical):
        return HttpResponsePermanentRedirect(canonical, headers=REDIRECT_CACHE)
    response = page(request, piece, language=get_language())
    # Its neighbours change by the clock, its text by a press of a button: a browser asks again each time.
    valid_until(response, Article.objects.next_moment(now=timezone.now()), most=0)
    return response


def page(request: HttpRequest, piece: Article, *, language: str, **more: Any) -> HttpResponse:
    """Return the page of ``piece`` in ``language``: what readers get, and with ``more`` what the house adds for itself.

    That is ``previewing``, what the banner says, and ``theme``, light or dark whatever the browser wishes.
    """
    with override(language):
        return render(request, "articles/article.html", page_context(piece) | more)


def page_context(piece: Article) -> dict:
    """Return what the article's template shows of ``piece`` in the active language."""
    outlet = SiteSettings.load()
    previous, following = neighbours(piece)
    return {
        "article": piece,
        "column": piece.column,
        "prose": prose.render(piece.body),
        "topics": [topic for topic in piece.all_topics if topic.published],
        # In the order in which they were given; those of a preview are not given yet.
        "tags": [tagging.tag for tagging in sorted(piece.tagged.all(), key=lambda tagging: tagging.pk or 0)],
        "previous": previous,
        "next": following,
        "share": share_links(piece),
        "protection": piece.effective_protection(outlet),
        "outlet": outlet,
        "corrections": piece.notices,
        "alternates": alternates(piece.get_absolute_url, exists=piece.released_languages.__contains__),
    }


def neighbours(piece: Article) -> tuple[Article | None, Article | None]:
    """Return the public editions before and after ``piece`` in its column, by the moment of publication."""
    if piece.column is None or piece.publish_at is None:
        return None, None
    editions = piece.column.articles.published(get_language()).defer("body_ar", "body_en").select_related("column")
    moment = piece.publish_at
    previous = editions.filter(publish_at__lt=moment) | editions.filter(publish_at=moment, pk__lt=piece.pk)
    following = editions.filter(publish_at__gt=moment) | editions.filter(publish_at=moment, pk__gt=piece.pk)
    return previous.newest_first().first(), following.order_by("publish_at", "pk").first()


@require_safe
def short(request: HttpRequest, code: str) -> HttpResponse:
    """Lead from the short link to the piece."""
    piece = get_object_or_404(Article.objects.published(get_language()), code=code)
    return HttpResponsePermanentRedirect(piece.get_absolute_url(), headers=REDIRECT_CACHE)
