"""How the house writes dates, time, counts, numbers, lists and addresses, beside Django's own Arabic.

``python -m tests.benchmarks.language``. Django is asked as it ships: its catalogue and its formats, without ours.
"""

import gettext
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

import django

# ruff: noqa: E402 (Django is set up before anything that reads its settings)
django.setup()

from django.contrib.humanize.templatetags.humanize import intcomma
from django.test.utils import override_settings
from django.utils import formats
from django.utils.text import get_text_list, slugify
from django.utils.timesince import timesince
from django.utils.translation import ngettext, override, trans_real

from newsroom.arabic import dates, nouns, numbers, ordering, ordinals, reading, relative
from newsroom.arabic.slug import encoded_length, slug
from tests.newsroom.arabic.spans import SPANS
from tests.newsroom.arabic.test_slug import titles

NOW = datetime(2024, 3, 15, 12, 0, tzinfo=UTC)
DATES = [(date(2023, 1 + n, 5 + n), f"{5 + n} {dates.MONTHS_LEVANTINE[n]} 2023") for n in range(12)]
RELATIVE = [
    *SPANS,
    (timedelta(days=6), "6 أيام"),
    (timedelta(days=21), "3 أسابيع"),
    (timedelta(days=35), "شهر"),
    (timedelta(days=365 * 2 + 1), "سنتين"),
    (timedelta(days=365 * 10 + 3), "10 سنوات"),
    (timedelta(days=365 * 11 + 3), "11 سنة"),
]
UNITS = [(nouns.YEAR, "year"), (nouns.MONTH, "month"), (nouns.WEEK, "week"), (nouns.DAY, "day"), (nouns.HOUR, "hour")]
COUNTED = [(n, *unit) for unit in UNITS for n in (1, 2, 3, 11, 99, 100)] + [(0, nouns.ARTICLE, "day")]
LISTED = [["روسيا", "الصين"], ["روسيا", "الصين", "إيران"]]
NAMES = ["يافا", "الصين", "أحمد", "بغداد", "ابن"]
NUMBERS = [(1234567, "1,234,567"), (1234, "1,234")]


@contextmanager
def as_shipped() -> Iterator[None]:
    """Answer as Django ships: no catalogue and no formats but its own."""

    own = gettext.translation("django", Path(django.__file__).parent / "conf/locale", ["ar"])
    with override("ar"), override_settings(FORMAT_MODULE_PATH=None):
        formats.reset_format_cache()
        trans_real._active.value = own
        yield
    formats.reset_format_cache()


def right(pairs: list[tuple[Any, str]], write: Callable[[Any], str]) -> str:
    """Return how many of ``pairs`` are written as they should be."""
    good = sum(write(value).replace("\u00a0", " ") == wanted for value, wanted in pairs)
    return f"{good}/{len(pairs)}"


def counted() -> list[tuple[tuple[Any, ...], str]]:
    """Return what is counted, and how it is said."""
    said = []
    for n, noun, unit in COUNTED:
        form = {"few": noun.plural, "many": noun.accusative}.get(numbers.plural_category(n), noun.singular)
        spoken = {0: f"لا {noun.plural}", 1: noun.single, 2: noun.dual}
        said.append(((n, noun, unit), spoken.get(n, f"{n} {form}")))
    return said


def ours() -> dict[str, str]:
    """Return the house's figures."""
    rules = [slug(title) for title in titles(5_000)]
    kept = sum(1 <= len(each.split("-")) <= 5 and encoded_length(each) <= 200 and slug(each) == each for each in rules)
    return {
        "A15 dates": right(DATES, dates.format_date),
        "A16 relative time": right(
            [(gap, f"قبل {said}") for gap, said in RELATIVE], lambda gap: relative.relative(NOW - gap, NOW)
        ),
        "A17 counts": right(counted(), lambda asked: numbers.count(asked[0], asked[1])),
        "A18 numbers and lists": right(
            [*NUMBERS, (LISTED[0], "روسيا والصين"), (LISTED[1], "روسيا والصين وإيران")],
            lambda value: numbers.join_and(value) if isinstance(value, list) else numbers.group(value),
        ),
        "A18 first day of the week": dates.WEEKDAYS[dates.week()[0]],
        "A19 addresses by the rules": f"{kept}/{len(rules)}",
        "A28 reading time of 431 words": reading.reading_time("كلمة " * 431),
        "A30 alphabetical": "، ".join(ordering.alphabetical(NAMES)),
        "editions": "، ".join(ordinals.numbered(nouns.EDITION, n) for n in (1, 11, 21, 100)),
    }


def djangos() -> dict[str, str]:
    """Return the figures of Django as it ships."""
    with as_shipped():
        rules = [slugify(title, allow_unicode=True)[:50] for title in titles(5_000)]
        kept = sum(bool(each) and encoded_length(each) <= 200 for each in rules)
        return {
            "A15 dates": right(DATES, lambda day: formats.date_format(day, "DATE_FORMAT")),
            "A16 relative time": right(RELATIVE, lambda gap: timesince(NOW - gap, NOW).split("،")[0]),
            "A17 counts": right(
                counted(),
                lambda asked: ngettext(f"%(num)d {asked[2]}", f"%(num)d {asked[2]}s", asked[0]) % {"num": asked[0]},
            ),
            "A18 numbers and lists": right(
                [*NUMBERS, (LISTED[0], "روسيا والصين"), (LISTED[1], "روسيا والصين وإيران")],
                lambda value: get_text_list(value, "و") if isinstance(value, list) else intcomma(value),
            ),
            "A18 first day of the week": dates.WEEKDAYS[formats.get_format("FIRST_DAY_OF_WEEK") - 1],
            "A19 addresses by the rules": f"{kept}/{len(rules)}",
            "A30 alphabetical": "، ".join(sorted(NAMES)),
        }


def main() -> int:
    """Print both, and fail when the house misses one of its own."""
    house, django_own = ours(), djangos()
    print(json.dumps({name: [house[name], django_own.get(name, "–")] for name in house}, ensure_ascii=False, indent=1))
    missed = [name for name, figure in house.items() if "/" in figure and len(set(figure.split("/"))) > 1]
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
