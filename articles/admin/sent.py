"""What every screen of a piece reads out of a request: who acts, when, and from which version on."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone


def who(request: HttpRequest) -> dict[str, Any]:
    """Return who acts and when, as every verb takes it."""
    return {"by": request.user, "now": timezone.now()}


def version_in(request: HttpRequest, name: str = "version") -> int:
    """Return the version of the piece that the sent page was made from; 0, which no piece has, for anything else."""
    version = request.POST.get(name, "")
    return int(version[:9]) if version.isdecimal() else 0
