"""The pages of a column: its newest editions, its archive by year, and the way to one edition.

Editions are reached through the reverse relation, so that this app knows nothing of articles.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.core.paginator import InvalidPage, Paginator
from django.db.models import Exists, Max, Min, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from columns.models import Column

EDITIONS_ON_FRONT = 20
EDITIONS_PER_PAGE = 60
# An undo of what a redirect rests on must not be defeated by a browser's memory.
REDIRECT_CACHE = "max-age=3600"


def get_column(slug: str) -> Column:
    """Return the column at ``slug`` with what its head shows, or raise Http404."""
    return get_object_or_404(Column.objects.select_related("writer__portrait", "picture"), slug=slug)


def years_of(column: Column, language: str) -> list[int]:
    """Return the years with public editions, newest first: two queries, however long the archive is."""
    editions = column.articles.published(language)
    bounds = editions.aggregate(first=Min("publish_at"), last=Max("publish_at"))
    if bounds["first"] is None:
        return []
    zone = timezone.get_current_timezone()
    first, last = (bounds[name].astimezone(zone).year for name in ("first", "last"))
    inside = {
        f"y{year}": Exists(editions.filter(column=OuterRef("pk"), publish_at__range=_year_range(year)))
        for year in range(first, last + 1)
    }
    row = Column.objects.filter(pk=column.pk).order_by().values().annotate(**inside).values(*inside).get()
    return [year for year in range(last, first - 1, -1) if row[f"y{year}"]]


def _year_range(year: int) -> tuple[datetime, datetime]:
    """Return first and last moment of ``year`` in the newsroom's zone."""
    zone = timezone.get_current_timezone()
    assert isinstance(zone, ZoneInfo)
    return datetime(year, 1, 1, tzinfo=zone), datetime(year, 12, 31, 23, 59, 59, 999999, tzinfo=zone)


@require_safe
def column(request: HttpRequest, slug: str) -> HttpResponse:
    """Show what the column is, who writes it, its rhythm and its newest editions."""
    column = get_column(slug)
    language = get_language()
    editions = column.articles.published(language).for_cards().newest_first()[:EDITIONS_ON_FRONT]
    context = {"column": column, "editions": editions, "years": years_of(column, language)}
    return render(request, "columns/column.html", context)


@require_safe
def archive(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Show all editions of one year, newest first."""
    column = get_column(slug)
    language = get_language()
    years = years_of(column, language)
    if year not in years:
        raise Http404
    editions = column.articles.published(language).filter(publish_at__range=_year_range(year))
    try:
        page = Paginator(editions.for_cards().newest_first(), EDITIONS_PER_PAGE).page(request.GET.get("page", 1))
    except InvalidPage as error:
        raise Http404 from error
    return render(request, "columns/archive.html", {"column": column, "year": year, "page": page, "years": years})


@require_safe
def edition(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Lead to the edition with this number, also by a number it bore before a correction."""
    column = get_column(slug)
    editions = column.articles.published(get_language())
    if number >= 2**31:
        raise Http404
    found = (
        editions.filter(number=number).first()
        or editions.filter(retired_numbers__number=number, retired_numbers__column=column).first()
    )
    return _lead_to(found)


@require_safe
def latest(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to the newest public edition."""
    column = get_column(slug)
    found = column.articles.published(get_language()).newest_first().first()
    response = _lead_to(found)
    # The newest edition changes by the clock: nobody may remember this answer for long.
    response.headers["Cache-Control"] = "max-age=60"
    return response


def _lead_to(article: object) -> HttpResponse:
    if article is None:
        raise Http404
    return HttpResponseRedirect(article.get_absolute_url(), headers={"Cache-Control": REDIRECT_CACHE})


def feed_url(column: Column) -> str:
    """Return the path of the column's feed in the active language."""
    return reverse("columns:feed", args=[column.slug])
