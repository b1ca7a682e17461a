"""The same page in other languages: one rule for every page, shown by the base template."""

from collections.abc import Callable

from django.conf import settings
from django.utils.translation import get_language, override


def alternates(path: Callable[[], str], *, exists: Callable[[str], bool]) -> list[tuple[str, str]]:
    """Return (language, path) of a page in every language in which it exists; nothing when that is only one.

    ``exists`` is asked for the other languages, the active one has the page; ``path`` answers in the active language.
    """
    here, found = get_language(), []
    for code, _name in settings.LANGUAGES:
        if code == here or exists(code):
            with override(code):
                found.append((code, path()))
    return found if len(found) > 1 else []
