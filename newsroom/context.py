"""What every template may read."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from newsroom.outlet import SiteSettings, of_request
from newsroom.remembered import remembered

# The standing pages, by the setting that holds their text and the name of their address.
STANDING = {
    "about": _("About us"),
    "contact": _("Contact us"),
    "privacy": _("Privacy"),
}


def outlet(request: HttpRequest) -> dict[str, Any]:
    """Return the outlet's settings, the running columns and the standing pages.

    Each is read once a request, and only when a template asks.
    """
    outlet: Any = of_request()
    if outlet is None:
        outlet = SimpleLazyObject(SiteSettings.load)
    return {
        "outlet": outlet,
        # Looked up by name, because this module stands beside the floors and imports no app.
        "running_columns": SimpleLazyObject(lambda: remembered(("running columns",), _running_columns)),
        "standing_pages": SimpleLazyObject(lambda: standing_pages(outlet)),
    }


def _running_columns() -> list[Any]:
    return list(apps.get_model("columns", "Column").objects.filter(active=True))


def written(outlet: SiteSettings, page: str, language: str) -> str:
    """Return the text of a standing page in ``language`` itself, never that of another."""
    return getattr(outlet, f"{page}_{language}") or ""


def standing_pages(outlet: SiteSettings) -> list[tuple[str, Any]]:
    """Return (name of the address, name for people) of the outlet's pages that exist in the active language."""
    language = get_language()
    pages = [(name, title) for name, title in STANDING.items() if written(outlet, name, language)]
    # In Arabic it always exists; elsewhere a page that only has corrections is found from the pieces.
    if language == settings.LANGUAGE_CODE or written(outlet, "corrections", language):
        pages.append(("articles:corrections", _("Corrections")))
    return pages
