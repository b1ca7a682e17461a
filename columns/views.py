"""The pages of a column: its newest editions, its archive by year, and the way to one edition; and those of authors.

Pieces are reached through the reverse relation, so that this app knows nothing of articles.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Exists, Max, Min, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from columns.models import Author, Column
from newsroom.alternates import alternates
from newsroom.pagecache import valid_until
from newsroom.paging import number_of, page_of

EDITIONS_ON_FRONT = 20
EDITIONS_PER_PAGE = 60
PIECES_PER_PAGE = 20
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
    language, now = get_language(), timezone.now()
    editions = column.articles.published(language, now=now).for_cards().newest_first()[:EDITIONS_ON_FRONT]
    context = {
        "column": column,
        "editions": editions,
        "years": years_of(column, language),
        "writer_known": _is_known(column, language),
        # A page with nothing on it is nobody's twin.
        "alternates": alternates(
            column.get_absolute_url, exists=lambda code: column.articles.published(code, now=now).exists()
        )
        if editions
        else [],
    }
    response = render(request, "columns/column.html", context)
    valid_until(response, _next_moment(column, now=now))
    return response


@require_safe
def archive(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """Show all editions of one year, newest first."""
    column = get_column(slug)
    language, now = get_language(), timezone.now()
    number = number_of(request.GET.getlist("page"))
    years = years_of(column, language)
    if year not in years:
        raise Http404
    editions = column.articles.published(language, now=now).filter(publish_at__range=_year_range(year))
    page = page_of(
        editions.newest_first(),
        number,
        key=("archive", column.pk, year, language),
        size=EDITIONS_PER_PAGE,
        now=now,
        until=lambda: _next_moment(column, now=now),
        dress=lambda pieces: pieces.for_cards(),
        also=lambda: alternates(
            lambda: reverse("columns:archive", args=[column.slug, year]),
            exists=lambda code: year in years_of(column, code),
        ),
    )
    context = {
        "column": column,
        "year": year,
        "page": page,
        "years": years,
        "here": page.address(reverse("columns:archive", args=[column.slug, year])),
        "alternates": page.also if page.number == 1 else [],
    }
    response = render(request, "columns/archive.html", context)
    valid_until(response, page.until)
    return response


@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who the author is, the running columns that are his, and what he signed, newest first."""
    language, now = get_language(), timezone.now()
    author = get_object_or_404(Author.objects.public(language).select_related("portrait"), slug=slug)
    known = Author.objects.filter(pk=author.pk)
    page = page_of(
        author.articles.published(language, now=now).newest_first(),
        number_of(request.GET.getlist("page")),
        key=("author", author.pk, language),
        size=PIECES_PER_PAGE,
        now=now,
        until=lambda: _next_moment(author, now=now),
        dress=lambda pieces: pieces.for_cards(),
        also=lambda: alternates(author.get_absolute_url, exists=lambda code: known.public(code).exists()),
    )
    context = {
        "author": author,
        # The window shows whatever picture the thing behind it has.
        "frame": {"picture": author.portrait},
        "biography": getattr(author, f"biography_{language}"),
        "writes": author.columns.filter(active=True),
        "page": page,
        "here": page.address(author.get_absolute_url()),
        # A later page has no twin.
        "alternates": page.also if page.number == 1 else [],
    }
    response = render(request, "columns/author.html", context)
    valid_until(response, page.until)
    return response


def _is_known(column: Column, language: str) -> bool:
    """Return whether the column's writer has a page in ``language``."""
    if column.writer is None or (column.active and language == settings.LANGUAGE_CODE):
        return column.writer is not None
    return Author.objects.public(language).filter(pk=column.writer_id).exists()


def _next_moment(row: Author | Column, *, now: datetime) -> datetime | None:
    """Return when the next piece of the house appears; of which column or author it will be, nobody need know."""
    return row.articles.model.objects.next_moment(now=now)


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
    valid_until(response, _next_moment(column, now=timezone.now()))
    return response


def _lead_to(article: object) -> HttpResponse:
    if article is None:
        raise Http404
    return HttpResponseRedirect(article.get_absolute_url(), headers={"Cache-Control": REDIRECT_CACHE})
