"""The house's ways of writing: dates, counts, digits, absolute addresses."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django import template
from django.apps import apps
from django.conf import settings
from django.contrib.admin.templatetags.admin_list import date_hierarchy
from django.contrib.humanize.templatetags import humanize
from django.template.context import Context
from django.utils import formats, timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from django.utils.translation import get_language, gettext, ngettext

from newsroom import audit, outlet, prose
from newsroom.arabic import dates, nouns, numbers, ordinals, relative

register = template.Library()
_MONTHS = {name: number for number, name in enumerate(dates.MONTHS_LEVANTINE, 1)}
_MONTH = re.compile("|".join(_MONTHS))


def _style(context: Context) -> tuple[Any, Any]:
    house = context.get("outlet") or outlet.of_request()
    return (house.months, house.digits) if house else ("levantine", "latin")


@register.filter
def iso(moment: datetime | None) -> str:
    """Return ``moment`` as machines read it, in the newsroom's zone: 2023-09-18T18:00:00+03:00; no word for none."""
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else ""


@register.simple_tag(takes_context=True)
def house_date(context: Context, moment: datetime | date | None, weekday: bool = False) -> str:
    """Return the day of ``moment`` as the house writes it: 18 أيلول 2023."""
    if moment is None:
        return ""
    day = timezone.localtime(moment).date() if isinstance(moment, datetime) else moment
    if get_language() != "ar":
        return formats.date_format(day, "l j F Y" if weekday else "j F Y")
    return _day(day, *_style(context), weekday)


# A page of twenty cards writes few days and fewer counts.
@lru_cache(1 << 10)
def _day(day: date, months: Any, style: Any, weekday: bool) -> str:
    return dates.format_date(day, months=months, style=style, weekday=weekday)


@lru_cache(1 << 8)
def _reading(minutes: int, style: Any) -> str:
    return f"{numbers.count(minutes, nouns.MINUTE, style=style)} قراءة"


@register.simple_tag(takes_context=True)
def house_moment(context: Context, moment: datetime | None) -> str:
    """Return day and hour of ``moment`` in the newsroom's zone: 18 أيلول 2023، 6 مساءً."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    if get_language() != "ar":
        return formats.date_format(local, "j F Y, H:i")
    months, style = _style(context)
    return dates.format_datetime(local, months=months, style=style)


@register.simple_tag(takes_context=True)
def house_time(context: Context, moment: datetime) -> str:
    """Return the hour of ``moment`` in the newsroom's zone: 9:39 صباحًا."""
    local = timezone.localtime(moment)
    if get_language() != "ar":
        return formats.date_format(local, "H:i")
    return dates.format_time(local, style=_style(context)[1])


@register.simple_tag(takes_context=True)
def house_number(context: Context, number: int | None) -> str:
    """Return ``number`` in the house's digits."""
    if number is None:
        return ""
    return numbers.digits(str(number), _style(context)[1]) if get_language() == "ar" else str(number)


@register.simple_tag(takes_context=True)
def house_count(context: Context, number: int | None) -> str:
    """Return an amount in the house's digits, grouped by thousands: 1,234; a year or a number of an edition is none."""
    if number is None:
        return ""
    return numbers.group(number, _style(context)[1] if get_language() == "ar" else "latin")


@register.simple_tag(takes_context=True)
def house_edition(context: Context, number: int) -> str:
    """Return an edition by its name: «العدد الحادي عشر», «العدد 100»."""
    if get_language() != "ar":
        return gettext("No. %(number)s") % {"number": number}
    return ordinals.numbered(nouns.EDITION, number, style=_style(context)[1])


@register.simple_tag(takes_context=True)
def house_relative(context: Context, moment: datetime | None) -> str:
    """Return how long ago or how soon ``moment`` is, for the desk alone: public pages live longer than an hour.

    «قبل ساعتين», «بعد 5 دقائق»; no word for what never happened.
    """
    if moment is None:
        return ""
    now = timezone.now()
    if get_language() != "ar":
        return humanize.naturaltime(moment)
    return relative.relative(timezone.localtime(moment), timezone.localtime(now), style=_style(context)[1])


@register.filter
def house_list(items: Iterable[Any]) -> str:
    """Return the items as one list in words: «روسيا والصين وإيران», Russia, China and Iran."""
    words = [str(item) for item in items]
    if get_language() == "ar":
        return numbers.join_and(words)
    return get_text_list(words, gettext("and"))


@register.inclusion_tag("admin/date_hierarchy.html", takes_context=True)
def house_hierarchy(context: Context, cl: Any) -> dict[str, Any] | None:
    """Return Django's way through a list by date, its months and digits in the house style."""
    shown: dict[str, Any] | None = date_hierarchy(cl)
    if shown is None or get_language() != "ar":
        return shown
    months, style = _style(context)
    for entry in (shown["back"], *shown["choices"]):
        if entry is not None:
            named = _MONTH.sub(lambda found: dates.month_name(_MONTHS[found[0]], months), str(entry["title"]))
            entry["title"] = numbers.digits(named, style)
    return shown


# What the lists of the desk count, in the forms that numbers ask for; of a kind not named here its number follows.
COUNTED = {
    "admin.logentry": nouns.LINE,
    "articles.article": nouns.PIECE,
    "articles.tag": nouns.TAG,
    "articles.topic": nouns.TOPIC,
    "columns.author": nouns.AUTHOR,
    "columns.column": nouns.COLUMN,
    "newsroom.photo": nouns.PHOTO,
    "newsroom.redirect": nouns.REDIRECT,
    "newsroom.user": nouns.ACCOUNT,
}


@register.simple_tag(takes_context=True)
def counted_rows(context: Context, opts: Any, count: int) -> str:
    """Return how many rows of a kind there are: «لا مواد», «مادتان», «11 مادة»."""
    if get_language() != "ar":
        return f"{numbers.group(count)} {opts.verbose_name if count == 1 else opts.verbose_name_plural}"
    style = _style(context)[1]
    noun = COUNTED.get(opts.label_lower)
    if noun is None:
        return f"{opts.verbose_name_plural}: {numbers.group(count, style)}"
    return numbers.count(count, noun, style=style)


@register.simple_tag(takes_context=True)
def reading_time(context: Context, minutes: int) -> str:
    """Return «3 دقائق قراءة», with the form that the number asks for."""
    if get_language() != "ar":
        return ngettext("%(minutes)d minute read", "%(minutes)d minutes read", minutes) % {"minutes": minutes}
    return _reading(minutes, _style(context)[1])


@register.simple_tag(takes_context=True)
def counted_pieces(context: Context, count: int) -> str:
    """Return «3 مقالات», with the form that the number asks for."""
    if get_language() != "ar":
        return ngettext("%(count)d piece", "%(count)d pieces", count) % {"count": count}
    return numbers.count(count, nouns.ARTICLE, style=_style(context)[1])


@register.simple_tag(takes_context=True)
def counted_words(context: Context, count: int) -> str:
    """Return «3 كلمات», with the form that the number asks for."""
    if get_language() != "ar":
        return ngettext("%(count)d word", "%(count)d words", count) % {"count": count}
    return numbers.count(count, nouns.WORD, style=_style(context)[1])


@register.simple_tag
def counted_findings(count: int) -> str:
    """Return how many findings of the copy desk there are."""
    return ngettext("%(count)d finding in the text", "%(count)d findings in the text", count) % {"count": count}


@register.simple_tag
def counted_checks(count: int, forbid: bool) -> str:
    """Return how many checks ``forbid`` publication, or else point something out."""
    if forbid:
        said = ngettext("%(count)d thing forbids it", "%(count)d things forbid it", count)
    else:
        said = ngettext("%(count)d thing to look at", "%(count)d things to look at", count)
    return said % {"count": count}


@register.simple_tag(takes_context=True)
def counted_offers(context: Context, most: int) -> str:
    """Return how none, one, up to ``most`` suggestions are counted, for a script: «لا اقتراحات|اقتراح واحد|…»."""
    if get_language() == "ar":
        said = [numbers.count(count, nouns.OFFER, style=_style(context)[1]) for count in range(most + 1)]
    else:
        said = [ngettext("%(count)d suggestion", "%(count)d suggestions", n) % {"count": n} for n in range(most + 1)]
    return "|".join(said)


@register.simple_tag(takes_context=True)
def marked(context: Context, text: str | None) -> str:
    """Return ``text`` with the words that were ``sought``, where there are any, in ``mark``."""
    sought = context.get("sought")
    return parted(sought.parts(text)) if sought else text or ""


@register.filter
def parted(parts: Iterable[tuple[str, bool]]) -> SafeString:
    """Return the parts of a text in order, those that were found in ``mark``."""
    # Many for each page of finds: a loop in the template costs ten times as much.
    shown = (format_html("<mark>{}</mark>", part) if hit else part for part, hit in parts)
    return format_html_join("", "{}", ((each,) for each in shown))


@register.simple_tag(takes_context=True)
def rhythm(context: Context, column: Any) -> str:
    """Return when a column appears: «كل خميس، 6 مساءً بتوقيت دمشق»."""
    if get_language() != "ar":
        day = column.get_weekday_display()
        return f"{column.get_cadence_display().capitalize()}, on {day} at {column.slot_time:%H:%M} ({column.zone})"
    day = dates.WEEKDAYS[column.weekday].removeprefix("ال")
    every = {"weekly": f"كل {day}", "fortnightly": f"ال{day} كل أسبوعين", "monthly": f"أول {day} من كل شهر"}
    spoken = every[column.cadence]
    city = CITIES.get(column.zone, "")
    hour = numbers.digits(dates.format_time(column.slot_time), _style(context)[1])
    return f"{spoken}، {hour}" + (f" بتوقيت {city}" if city else "")


CITIES = {
    "Asia/Damascus": "دمشق",
    "Asia/Beirut": "بيروت",
    "Asia/Amman": "عمّان",
    "Asia/Baghdad": "بغداد",
    "Africa/Cairo": "القاهرة",
    "Europe/Istanbul": "إسطنبول",
    "Europe/Berlin": "برلين",
    "Europe/Paris": "باريس",
    "Europe/London": "لندن",
    "UTC": "غرينتش",
}


@register.filter
def absolute(path: str) -> str:
    """Return ``path`` as a full address, from the settings and never from the request."""
    return path if urlsplit(path).scheme else f"{settings.SITE_URL}{path}"


@register.filter
def in_zone(moment: datetime, zone: str) -> datetime:
    """Return an aware ``moment`` as the clocks of ``zone`` show it."""
    return moment.astimezone(ZoneInfo(zone))


@register.simple_tag
def stored_prose(html: str) -> str:
    """Return clean stored text as it stands on a page, for the desk's comparisons."""
    return prose.render(html).html


@register.simple_tag
def shaped(photo: Any, shape: str = "") -> Any:
    """Return the sources and the size of ``photo`` in ``shape``; without one, of the whole picture."""
    return photo.cut(shape or "")


@register.simple_tag(takes_context=True)
def told(context: Context, entry: Any) -> list[audit.Act]:
    """Return what a line of the history says, as acts with their changes, moments as the house writes them."""

    def spoken(value: str) -> str:
        return house_moment(context, datetime.fromisoformat(value)) if audit.MOMENT.fullmatch(value) else value

    return [
        audit.Act(act.sentence, [(label, spoken(old), spoken(new)) for label, old, new in act.changes])
        for act in audit.acts(entry)
    ]


@register.simple_tag
def licences() -> Any:
    """Return the licences under which the house may show a photo, each as value and word."""
    return apps.get_model("newsroom", "Photo")._meta.get_field("licence").choices
