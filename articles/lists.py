"""The pages on which pieces are listed: of a topic, of a tag, and of what was corrected."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import correcting, dossier_page
from articles.dossiers import live_of
from articles.models import Article, Correction, Tag, Topic
from articles.models.article import BODIES
from articles.revisions import LABELS
from newsroom import prose
from newsroom.alternates import alternates
from newsroom.outlet import SiteSettings
from newsroom.pagecache import valid_until
from newsroom.paging import Page, number_of, page_of

PIECES_PER_PAGE = 20
CORRECTIONS_PER_PAGE = 30


@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the topic's dossier, then its events and its pieces, newest first."""
    language, now = get_language(), timezone.now()
    rows = Topic.objects.public(language).select_related("picture", "live_revision")
    topic = get_object_or_404(rows, slug=slug)
    known = Topic.objects.filter(pk=topic.pk)
    pieces = topic.articles.published(language, now=now)
    size = PIECES_PER_PAGE
    page = _page(
        request,
        pieces,
        key=("topic", topic.pk, language),
        now=now,
        also=lambda: (
            dossier_page.standing(topic, live_of(topic), pieces=pieces, size=size, now=now)
            | {"alternates": alternates(topic.get_absolute_url, exists=lambda code: known.public(code).exists())}
        ),
    )
    context = dossier_page.context_of(topic, page, page.also)
    return _listed(request, "articles/topic.html", page, topic.get_absolute_url(), context)


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the pieces that bear the tag, newest first."""
    language, now = get_language(), timezone.now()
    tag = get_object_or_404(Tag.objects.public(language), slug=slug)
    known = Tag.objects.filter(pk=tag.pk)
    page = _page(
        request,
        Article.objects.published(language, now=now).filter(tagged__tag=tag),
        key=("tag", tag.pk, language),
        now=now,
        also=lambda: {"alternates": alternates(tag.get_absolute_url, exists=lambda code: known.public(code).exists())},
    )
    return _listed(request, "articles/tag.html", page, tag.get_absolute_url(), {"tag": tag})


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    """Show how the house corrects itself, then every correction of a published piece, newest first."""
    language, now = get_language(), timezone.now()
    outlet = SiteSettings.load()
    there = partial(_has_corrections, outlet)
    page = page_of(
        _corrections(language, now=now).order_by("-at", "-pk"),
        number_of(request.GET.getlist("page")),
        key=("corrections", language),
        size=CORRECTIONS_PER_PAGE,
        now=now,
        until=lambda: Article.objects.next_moment(now=now),
        also=lambda: {"alternates": alternates(lambda: reverse("articles:corrections"), exists=there)},
        dress=lambda rows: rows.select_related("article").defer(*(f"article__{body}" for body in BODIES)),
    )
    policy = getattr(outlet, f"corrections_{language}") or ""
    if language != settings.LANGUAGE_CODE and not policy and not page.count:
        raise Http404
    context = {"outlet": outlet, "policy": prose.render(policy) if page.number == 1 else None}
    return _listed(request, "articles/corrections.html", page, reverse("articles:corrections"), context)


@require_safe
def changes(request: HttpRequest, notice: int) -> HttpResponse:
    """Show the words that a correction changed, before and after, where the editor chose to show them.

    The notice passes the gate as in the list: written in this language, under a piece published in it.
    """
    language, now = get_language(), timezone.now()
    if notice >= 2**63:
        raise Http404
    led = _corrections(language, now=now).select_related("article", "before", "after")
    row = get_object_or_404(led.defer(*(f"article__{body}" for body in BODIES)), pk=notice)
    if not (found := correcting.words_changed(row, language)):
        raise Http404
    context = {
        "outlet": SiteSettings.load(),
        "correction": row,
        "changes": [(_(LABELS[change.name.rpartition("_")[0]]), change) for change in found],
        "here": row.get_absolute_url(),
        "alternates": alternates(
            row.get_absolute_url,
            exists=lambda code: bool(
                correcting.words_changed(row, code) and _corrections(code, now=now).filter(pk=row.pk).exists()
            ),
        ),
    }
    response = render(request, "articles/changes.html", context)
    valid_until(response, Article.objects.next_moment(now=now), most=0)
    return response


def _as_cards(pieces: QuerySet) -> QuerySet:
    return pieces.for_cards()


def _page(
    request: HttpRequest, pieces: QuerySet, *, key: tuple, now: datetime, also: Callable[[], dict[str, Any]]
) -> Page:
    """Return the page of ``pieces`` that the request asks for, or raise Http404."""
    return page_of(
        pieces.newest_first(),
        number_of(request.GET.getlist("page")),
        key=key,
        size=PIECES_PER_PAGE,
        now=now,
        # Of the whole house: of which topic the next piece will be, nobody need know.
        until=lambda: Article.objects.next_moment(now=now),
        also=also,
        dress=_as_cards,
    )


def _listed(request: HttpRequest, template: str, page: Page, path: str, context: dict[str, Any]) -> HttpResponse:
    """Return the answer that shows ``page`` of the list at ``path``; later pages have no twin in another language."""
    context |= page.also | {"page": page, "here": page.address(path)}
    if page.number > 1:
        context["alternates"] = []
    response = render(request, template, context)
    valid_until(response, page.until)
    return response


def _corrections(language: str, *, now: datetime) -> QuerySet:
    """Return the corrections that readers of ``language`` see: written in it, of pieces published in it."""
    written = Correction.objects.filter(**{f"note_{language}__gt": ""})
    return written.filter(article__in=Article.objects.published(language, now=now))


def _has_corrections(outlet: SiteSettings, language: str) -> bool:
    """Return whether there is a page of corrections in ``language``: in Arabic always."""
    if language == settings.LANGUAGE_CODE or getattr(outlet, f"corrections_{language}"):
        return True
    return _corrections(language, now=timezone.now()).exists()
