"""What every template may read."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from newsroom.outlet import SiteSettings


def outlet(request: HttpRequest) -> dict[str, Any]:
    """Return the outlet's settings, read once a request and only when a template asks."""
    return {"outlet": SimpleLazyObject(SiteSettings.load)}
