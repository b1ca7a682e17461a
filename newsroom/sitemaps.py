"""Sitemaps: every public page with its languages, and apart from them the news of two days.

A section asks a fixed number of queries, loads no text, and lists only what the one gate lets pass.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, datetime, timedelta
from functools import partial, reduce
from itertools import islice, takewhile
from operator import or_
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, Max, OuterRef, QuerySet
from django.db.models.functions import Coalesce, ExtractYear, Greatest
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from articles.models import Article, Correction, Topic
from articles.models.article import ArticleQuerySet
from columns.models import Author, Column
from newsroom.arabic.hygiene import clean_text
from newsroom.context import STANDING, written
from newsroom.outlet import SiteSettings
from newsroom.pagecache import valid_until

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
# The protocol allows 50,000 addresses a file; ours are shorter, so that none keeps a worker busy for long.
PIECES_PER_FILE = 2_000
NEWS_AGE = timedelta(hours=48)
MOST_NEWS = 1000
# Readers see a piece anew when it appears and when it is edited after that.
CHANGED = Greatest("publish_at", Coalesce("last_edited_at", "publish_at"))
# What an address and its moments are made of.
FACTS = ("publish_at", "last_edited_at", *(f"{name}_{code}" for name in ("slug", "released") for code in LANGUAGES))
_YEAR = re.compile(r"articles-(\d{4})(?:-(\d{1,3}))?")


@dataclass(frozen=True)
class Page:
    """One page: its full address in every language in which it exists, and its last change as W3C writes it."""

    addresses: dict[str, str]
    changed: str = ""

    @property
    def alternates(self) -> list[tuple[str, str]]:
        """Return language and address of every form of the page, when it has more than one."""
        if len(self.addresses) < 2:
            return []
        default = self.addresses.get(settings.LANGUAGE_CODE)
        return [*self.addresses.items(), *([("x-default", default)] if default else [])]


@dataclass(frozen=True)
class News:
    """One entry of the news sitemap."""

    address: str
    outlet: str
    language: str
    published: str
    title: str


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the sections that have something in them."""
    now = timezone.now()
    years = list(_years(now))
    newest = max((changed for _year, _count, changed in years), default=None)
    lists = [name for name, (rows, _field) in _lists(now).items() if any(there.exists() for there in rows.values())]
    sections = [(name, newest) for name in ("pages", *lists)]
    for year, count, changed in years:
        parts = range(1, -(-count // PIECES_PER_FILE) + 1)
        sections += [(f"articles-{year}" if part == 1 else f"articles-{year}-{part}", changed) for part in parts]
    listed = [(_absolute(reverse("sitemap_section", args=[name])), _w3c(moment)) for name, moment in sections]
    return _answer("feeds/sitemap_index.xml", {"sections": listed}, Article.objects.next_moment(now=now))


@require_safe
def section(request: HttpRequest, section: str) -> HttpResponse:
    """List the pages of one section, or raise Http404 for one that has none."""
    now, year = timezone.now(), _YEAR.fullmatch(section)
    lists = _lists(now)
    if year is not None:
        pages = list(_articles(now, year=int(year[1]), part=_part(year[2])))
    elif section in lists:
        pages = list(_pages_of(*lists[section], now))
    else:
        pages = list(_standing(now)) if section == "pages" else []
    if not pages:
        raise Http404
    return _answer("feeds/sitemap.xml", {"pages": pages}, Article.objects.next_moment(now=now))


@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """List the pieces of the last 48 hours for Google News; the list says until when it is right."""
    now = timezone.now()
    rows = _public(now).newest_first().only(*FACTS, *(f"title_{code}" for code in LANGUAGES))[:MOST_NEWS]
    recent = list(takewhile(lambda row: _appeared(row) > now - NEWS_AGE, rows.iterator(chunk_size=100)))
    entries = list(islice(_news_of(recent), MOST_NEWS))
    moments = [_appeared(recent[-1]) + NEWS_AGE] if recent else []
    coming = Article.objects.next_moment(now=now)
    return _answer(
        "feeds/news_sitemap.xml",
        {"pieces": entries},
        min([*moments, *([coming] if coming else [])], default=None),
    )


# ---- sections --------------------------------------------------------------------------------------------------------


def _standing(now: datetime) -> Iterator[Page]:
    """Yield the front page and the corrections, in Arabic always, and the standing pages that were written."""
    outlet = SiteSettings.load()
    shown: dict[str, set[str]] = {"home": {settings.LANGUAGE_CODE}, "articles:corrections": {settings.LANGUAGE_CODE}}
    for code in LANGUAGES:
        pieces = Article.objects.published(code, now=now)
        if pieces.exists():
            shown["home"].add(code)
        noted = Correction.objects.filter(**{f"note_{code}__gt": ""}, article__in=pieces)
        if written(outlet, "corrections", code) or noted.exists():
            shown["articles:corrections"].add(code)
        for name in STANDING:
            if written(outlet, name, code):
                shown.setdefault(name, set()).add(code)
    newest = _public(now).aggregate(changed=Max(CHANGED))["changed"]
    for name, codes in shown.items():
        there = [code for code in LANGUAGES if code in codes]
        yield Page(_addresses(there, partial(reverse, name)), _w3c(newest) if name == "home" else "")


def _lists(now: datetime) -> dict[str, tuple[dict[str, QuerySet[Any]], str]]:
    """Return, by section, the rows that have a page in each language, and the field by which pieces belong to them.

    A column has its page in Arabic always; elsewhere it is listed with its first published edition.
    """
    editions = {code: Article.objects.published(code, now=now).filter(column=OuterRef("pk")) for code in LANGUAGES}
    columns = {code: Column.objects.filter(Exists(pieces)) for code, pieces in editions.items()}
    return {
        "columns": (columns | {settings.LANGUAGE_CODE: Column.objects.all()}, "column"),
        "topics": ({code: Topic.objects.public(code) for code in LANGUAGES}, "topics"),
        "authors": ({code: Author.objects.public(code) for code in LANGUAGES}, "authors"),
    }


def _pages_of(rows: Mapping[str, QuerySet[Any]], field: str, now: datetime) -> Iterator[Page]:
    """Yield the pages of ``rows`` by language, each with the newest change of what belongs to it by its ``field``."""
    changed = dict(_public(now).order_by().values_list(field).annotate(changed=Max(CHANGED)))
    named: dict[int, Any] = {}
    languages: dict[int, list[str]] = {}
    for code, there in rows.items():
        for row in there.only("slug").order_by("pk"):
            named[row.pk] = row
            languages.setdefault(row.pk, []).append(code)
    for pk, row in named.items():
        yield Page(_addresses(languages[pk], row.get_absolute_url), _w3c(changed.get(pk)))


def _years(now: datetime) -> Iterable[tuple[int, int, datetime]]:
    """Return every year with public pieces, newest first: how many there are, and their newest change."""
    year = ExtractYear("publish_at", tzinfo=timezone.get_current_timezone())
    return (
        _public(now)
        .order_by()
        .annotate(year=year)
        .values_list("year")
        .annotate(count=Count("pk"), changed=Max(CHANGED))
        .order_by("-year")
    )


def _articles(now: datetime, *, year: int, part: int) -> Iterator[Page]:
    """Yield the pieces of one part of one year, newest first: what passes the gate at its end, down to its start."""
    if not part or not MINYEAR < year < MAXYEAR:
        return
    end = datetime(year, 12, 31, 23, 59, 59, 999999, tzinfo=timezone.get_current_timezone())
    start = (part - 1) * PIECES_PER_FILE
    rows = _public(min(now, end)).newest_first().only(*FACTS)[start : start + PIECES_PER_FILE]
    for row in takewhile(lambda row: timezone.localtime(_appeared(row)).year == year, rows.iterator(chunk_size=1000)):
        changed = max(_appeared(row), row.last_edited_at or _appeared(row))
        yield Page(_addresses(row.released_languages, row.get_absolute_url), _w3c(changed))


def _part(written: str | None) -> int:
    """Return which part of a year an address names, 0 for a spelling that we do not use."""
    if written is None:
        return 1
    return int(written) if int(written) > 1 and not written.startswith("0") else 0


def _news_of(rows: Iterable[Article]) -> Iterator[News]:
    """Yield every language form of every piece."""
    outlet = SiteSettings.load()
    for row in rows:
        for code, address in _addresses(row.released_languages, row.get_absolute_url).items():
            yield News(
                address=address,
                outlet=clean_text(getattr(outlet, f"name_{code}") or outlet.name_ar),
                language=code,
                published=_w3c(_appeared(row)),
                title=clean_text(getattr(row, f"title_{code}")),
            )


# ---- what all share --------------------------------------------------------------------------------------------------


def _public(now: datetime) -> ArticleQuerySet:
    """Return what readers may see in any language."""
    return reduce(or_, (Article.objects.published(code, now=now) for code in LANGUAGES))


def _appeared(row: Article) -> datetime:
    """Return since when readers see ``row``: what the gate lets pass has a moment, the table itself sees to it."""
    assert row.publish_at is not None
    return row.publish_at


def _addresses(languages: Iterable[str], path: Callable[[], str]) -> dict[str, str]:
    """Return the full address of a page in each of ``languages``."""
    found = {}
    for code in languages:
        with override(code):
            found[code] = _absolute(path())
    return found


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _w3c(moment: datetime | None) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else ""


def _answer(template: str, context: dict[str, Any], until: datetime | None) -> HttpResponse:
    """Return the XML, good until the clock changes it; an address list is no search result itself."""
    response = HttpResponse(render_to_string(template, context), content_type="application/xml; charset=utf-8")
    response.headers["X-Robots-Tag"] = "noindex"
    valid_until(response, until)
    return response
