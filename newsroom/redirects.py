"""Old addresses and where they lead now.

Django's own redirects app cannot hold long percent-encoded Arabic paths, and a query string defeats it. Here a path
is kept decoded, without query and without language prefix: ``/en`` before an old path stays before the new one.
"""

import unicodedata
from collections.abc import Callable, Iterable
from copy import copy
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from django.conf import settings
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from newsroom import pagecache
from newsroom.arabic.fold import fold
from newsroom.arabic.hygiene import clean_text
from newsroom.refusals import Refused

MAX_LENGTH = 500
# An undo must not be defeated by a browser's memory.
CACHE = "max-age=3600"
# A reader is sent once; the server itself goes so many steps to find where.
MOST_STEPS = 5
# Asked after the table, with a decoded path without language prefix: each returns the address that is meant, or None.
# The upper floors hang theirs here.
finders: list[Callable[[str], str | None]] = []
PREFIXES = tuple(f"/{code}" for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE)
# Never led anywhere else, whatever is written down.
OUR_OWN = ("/admin", "/static", "/media", "/health", "/ready")


class Reason(models.TextChoices):
    """What made a redirect."""

    HAND = "hand", _("by hand")
    RENAME = "rename", _("an address was changed")
    IMPORT = "import", _("imported")


class Redirect(models.Model):
    """One old address: a decoded path without its query, and the path that answers in its place."""

    old_path = models.CharField(
        _("old path"), max_length=MAX_LENGTH, unique=True, help_text=_("A path or a whole address: /2019/05/old-title/")
    )
    new_path = models.CharField(
        _("new path"), max_length=MAX_LENGTH, help_text=_("A path on this site, like /topics/روسيا/")
    )
    below = models.BooleanField(
        _("everything below it, too"), default=False, help_text=_("The rest of the address is carried over.")
    )
    reason = models.CharField(_("made by"), max_length=8, choices=Reason.choices, default=Reason.HAND, editable=False)
    paths_folded = models.TextField(editable=False, default="")
    created_at = models.DateTimeField(_("made at"), auto_now_add=True)

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"{self.old_path} ← {self.new_path}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Derive the folded words by which the desk finds the redirect."""
        self.paths_folded = fold(f"{self.old_path} {self.new_path}")
        super().save(*args, **kwargs)


def normal(address: str) -> str:
    """Return ``address`` (a path or a whole URL as somebody types or links it, %XX decoded once) as it is kept.

    Kept is the decoded path in NFC, without query, last slash and language prefix. Returns "/" for the front page
    and for what has no path at all.
    """
    try:
        path = urlsplit(address.strip()).path if "://" in address else address.strip().split("?", 1)[0].split("#", 1)[0]
    except ValueError:
        # Half an IPv6 address, for instance.
        return "/"
    return kept(unquote(path, errors="replace"))


def kept(path: str) -> str:
    """Return a decoded ``path`` as it is kept: nothing in it is decoded again."""
    path = unicodedata.normalize("NFC", clean_text(path))
    return _without_prefix("/" + "/".join(part for part in path.split("/") if part))[1]


def typed(path: str) -> str:
    """Return a kept ``path`` as somebody would type it, so that ``normal`` gives it back; letters stay letters."""
    return path.replace("%", "%25").replace("?", "%3F").replace("#", "%23")


def lead(old: str, new: str, *, below: bool = False, reason: Reason = Reason.HAND) -> Redirect:
    """Lead ``old`` to ``new``, and all that led to ``old`` before: chains are flattened as they arise.

    Raises Refused for the front page or an address of the desk, for a loop, and for a path too long to keep.
    """
    old, target = normal(old), normal(new)
    with transaction.atomic(), pagecache.raised_last():
        if reason == Reason.RENAME:
            taken(new)
        _check(old, target, below=below)
        target = _end_of(target)
        _bend(old, target, below=below)
        row, _made = Redirect.objects.update_or_create(
            old_path=old, defaults={"new_path": _with_slash(target), "below": below, "reason": reason}
        )
        return row


def taken(address: str) -> None:
    """End what led away from ``address``: a page stands there from now on."""
    Redirect.objects.filter(old_path=normal(address)).delete()


def lead_many(pairs: Iterable[tuple[str, str]], *, reason: Reason) -> int:
    """Lead many old addresses at once where nothing leads from them yet; return how many were new.

    For imports: pairs whose old path leads somewhere already, is the front page, or is too long are passed over.
    """
    now = timezone.now()
    wanted = {normal(old): normal(new) for old, new in pairs}
    wanted = {old: new for old, new in wanted.items() if old != new and not _unfit(old) and len(new) < MAX_LENGTH}
    there = set(Redirect.objects.filter(old_path__in=wanted).values_list("old_path", flat=True))
    rows = [
        Redirect(
            old_path=old, new_path=_with_slash(new), reason=reason, paths_folded=fold(f"{old} {new}"), created_at=now
        )
        for old, new in wanted.items()
        if old not in there
    ]
    Redirect.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def target_of(path: str, *, but: int | None = None) -> str | None:
    """Return where ``path`` (decoded) leads, language prefix and rest of the address included, or None.

    ``but`` is the id of a redirect that shall not count.
    """
    prefix, bare = _without_prefix(unicodedata.normalize("NFC", clean_text(path).rstrip("/") or "/"))
    parts = bare.strip("/").split("/")
    heads = ["/" + "/".join(parts[:count]) for count in range(len(parts), 0, -1)][:12]
    rows = {row.old_path: row for row in Redirect.objects.filter(old_path__in=heads) if row.pk != but}
    for head in heads:
        row = rows.get(head)
        if row is not None and (head == bare or row.below):
            rest = bare[len(head) :].strip("/")
            return prefix + row.new_path + (f"{rest}/" if rest else "")
    return None


class OldAddresses:
    """Answers a page that is not there with where it went, if that is known and a page answers there.

    The new address is asked first, so that a redirect never tells the title of a piece that is not public; and it is
    followed here to where a page answers, so that whoever comes by an old address is sent once.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the page, or where it went."""
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in {"GET", "HEAD"}:
            return response
        if _unfit(request.path_info.rstrip("/") or "/"):
            return response
        if (found := self._followed(request)) is None:
            return response
        return HttpResponsePermanentRedirect(found, headers={"Cache-Control": CACHE})

    def _followed(self, request: HttpRequest) -> str | None:
        """Return the encoded address at which a page answers, as far as table and finders lead; None for none."""
        # The page itself has just said no: to a page of a list that it does not have, for instance.
        seen = {request.path_info}
        waiting = _next(request.path_info)
        while waiting and len(seen) <= MOST_STEPS:
            target = waiting.pop(0)
            if target in seen:
                continue
            seen.add(target)
            if (found := self._final(request, target)) is not None:
                return found
            waiting = [*_next(target), *waiting]
        return None

    def _final(self, request: HttpRequest, target: str) -> str | None:
        """Return the encoded address at which ``target`` really answers, None when nothing is there."""
        asked = copy(request)
        asked.path = asked.path_info = target
        # A reader's old copy is of no account here: "not modified" would look like nothing at all.
        bare = {name: value for name, value in request.META.items() if not name.startswith("HTTP_IF_")}
        asked.META = bare | {"PATH_INFO": target, "QUERY_STRING": ""}
        asked.GET = QueryDict()
        asked.resolver_match = None
        answer = self.get_response(asked)
        if answer.status_code == 200:
            return quote(target)
        if answer.status_code in {301, 302, 308}:
            return answer.headers["Location"]
        return None


def _next(path: str) -> list[str]:
    """Return where ``path`` may lead, the likeliest first: as the table says, as a finder knows."""
    prefix, bare = _without_prefix(unicodedata.normalize("NFC", clean_text(path)))
    found = [target_of(path), *(known and prefix + known for known in (finder(bare) for finder in finders))]
    return [target for target in found if target]


def _without_prefix(path: str) -> tuple[str, str]:
    """Return the language prefix of ``path`` ("" for Arabic) and the rest."""
    for prefix in PREFIXES:
        if path == prefix or path.startswith(f"{prefix}/"):
            return prefix, path[len(prefix) :] or "/"
    return "", path


def _with_slash(path: str) -> str:
    return path if path.endswith("/") else f"{path}/"


def _is_below(path: str, head: str) -> bool:
    return path == head or path.startswith(f"{head}/")


def _unfit(path: str) -> bool:
    return path == "/" or len(path) >= MAX_LENGTH or any(_is_below(path, ours) for ours in OUR_OWN)


def check(old: str, new: str, *, below: bool, but: int | None = None) -> None:
    """Raise Refused, in words, for what can never be a redirect; takes addresses as typed.

    ``but`` is the id of the redirect that this one replaces.
    """
    _check(normal(old), normal(new), below=below, but=but)


def _check(old: str, new: str, *, below: bool, but: int | None = None) -> None:
    if len(old) >= MAX_LENGTH or len(new) >= MAX_LENGTH:
        raise Refused([gettext("This address is too long.")])
    if _unfit(old):
        raise Refused([gettext("The front page and the desk cannot lead elsewhere.")], field="old_path")
    end = _end_of(new, but=but)
    if old in {new, end} or (below and (_is_below(new, old) or _is_below(end, old))):
        raise Refused([gettext("This would lead in a circle: the new address leads back to the old one.")])


def _end_of(path: str, *, but: int | None = None) -> str:
    """Return where the kept ``path`` finally leads; itself when nothing leads from it."""
    return kept(target_of(path, but=but) or path)


def _bend(old: str, target: str, *, below: bool) -> None:
    """Let what led to ``old`` lead to ``target`` at once; what would then lead to itself ends."""
    for row in Redirect.objects.filter(new_path__startswith=old):
        led = kept(row.new_path)
        if led == old or (below and _is_below(led, old)):
            bent = target + led[len(old) :]
            if bent == row.old_path:
                row.delete()
            else:
                row.new_path = _with_slash(bent)
                row.save()
