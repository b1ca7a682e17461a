"""Slugs of columns, topics, tags and authors: readable Arabic, never an address of the house itself."""

from functools import cache

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.urls import get_resolver
from django.urls.converters import StringConverter
from django.utils.translation import gettext_lazy as _

from newsroom.arabic.slug import encoded_length, slug

MAX_ENCODED = 200
# Leaves room for a number behind it in the 80 letters that the rows keep.
MOST_LETTERS = 70
# Words with a meaning behind a column's or topic's address, whatever the resolver knows.
ALWAYS_RESERVED = frozenset({"feed", "latest", "archive", "page", "admin", "search", "static", "media"})


class SlugConverter(StringConverter):
    """Path converter for one segment of letters of any script, digits and hyphens."""

    regex = r"[-\w]+"


@cache
def reserved() -> frozenset[str]:
    """Return every first segment that the site's own addresses use, read from the resolver."""
    words = set(ALWAYS_RESERVED)

    def walk(patterns: list, depth: int) -> None:
        for pattern in patterns:
            route = str(pattern.pattern).lstrip("^")
            first = route.split("/", 1)[0]
            if first and first.isalnum():
                words.add(first)
            if depth < 2 and hasattr(pattern, "url_patterns") and "admin" not in route:
                walk(pattern.url_patterns, depth + 1)

    walk(get_resolver().url_patterns, 0)
    return frozenset(words)


def free_slug(row: Model, name: str) -> str:
    """Return a clean slug of ``name`` that no other row of the same model has and the site does not use itself."""
    base = slug(name, words=8, limit=MAX_ENCODED - 10)[:MOST_LETTERS].strip("-") or "n"
    others = type(row)._default_manager.exclude(pk=row.pk)
    taken = set(others.filter(slug__startswith=base).values_list("slug", flat=True)) | reserved()
    return next(
        candidate
        for candidate in (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
        if candidate not in taken
    )


def validate_slug(value: str) -> None:
    """Raise ValidationError, with the spelling that would do, unless ``value`` is a clean slug."""
    clean = slug(value, words=12, limit=MAX_ENCODED)
    if not clean or clean != value:
        raise ValidationError(
            _("An address has letters, digits and hyphens only, like: %(slug)s"), params={"slug": clean or "بعمق"}
        )
    if encoded_length(value) > MAX_ENCODED:
        raise ValidationError(_("This address is too long."))
    if value in reserved():
        raise ValidationError(_("“%(slug)s” is an address of the site itself."), params={"slug": value})
