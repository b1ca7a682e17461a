"""What the name box asks while somebody types: names that begin so, names alike, names in the text.

Whoever may see a kind of names may ask; a number beside one counts only the pieces that the account may know of.
"""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles import naming, offering, tagging
from articles.models import NameKind
from articles.models.authority import LONGEST_SPELLING
from articles.offering import Offer, Suspect
from newsroom.arabic.fold import fold
from newsroom.arabic.hygiene import clean_text

# Letters of a question, names asked about at once, texts of a draft.
LONGEST_QUESTION = 1_000
MOST_ASKED = 60
MOST_TEXTS = 12


class Offering(admin.ModelAdmin):
    """The addresses of the name box, for topics and tags alike."""

    def get_urls(self) -> list:
        """Return our own addresses before the others."""
        wrap: Any = self.admin_site.admin_view
        own = [
            path("offers/", wrap(require_safe(self.offers)), name="articles_topic_offers"),
            path("alike/", wrap(require_safe(self.alike)), name="articles_topic_alike"),
            path("found/", wrap(require_POST(self.found)), name="articles_topic_found"),
        ]
        return own + super().get_urls()

    def offers(self, request: HttpRequest) -> JsonResponse:
        """Answer the names of ``kind`` that begin with ``q``."""
        kind, typed = _kind(request), request.GET.get("q", "")
        if not kind or len(typed) > LONGEST_QUESTION:
            return _garbage()
        found = offering.offers(kind, clean_text(typed), user=request.user, now=timezone.now())
        return JsonResponse({"offers": [_told(offer) for offer in found]})

    def alike(self, request: HttpRequest) -> JsonResponse:
        """Answer for each ``name`` of ``kind`` whom it means, or which names it probably spells."""
        kind, names = _kind(request), request.GET.getlist("name")
        if not kind or len(names) > MOST_ASKED or any(len(name) > LONGEST_QUESTION for name in names):
            return _garbage()
        names = [clean_text(name)[:LONGEST_SPELLING] for name in names]
        meant = naming.meant(NameKind(kind), names)
        rows = [meant.get(fold(name)[:LONGEST_SPELLING]) for name in names]
        called = offering.called(kind, {row.pk for row in rows if row is not None})
        suspects = offering.suspects(kind, names, user=request.user, now=timezone.now())
        seen = [each for each in NameKind.values if _may_see(request, each)]
        answers = [
            {
                "name": name,
                "is": _told(Offer(kind, row.pk, called.get(row.pk, str(row)))) if row is not None else None,
                "twins": [_suspected(each) for each in alike if each.offer.kind in seen],
            }
            for name, row, alike in zip(names, rows, suspects, strict=True)
        ]
        return JsonResponse({"names": answers})

    def found(self, request: HttpRequest) -> JsonResponse:
        """Answer the topics and tags that stand in the texts that were sent; writes nothing."""
        texts = request.POST.getlist("text")
        kinds = [kind for kind in NameKind.values if _may_see(request, kind)]
        if not kinds:
            raise PermissionDenied
        if len(texts) > MOST_TEXTS:
            return _garbage()
        found = offering.found_in(texts, kinds=kinds)
        told = {kind: [_told(each.offer) | {"written": each.written} for each in rows] for kind, rows in found.items()}
        return JsonResponse({"found": told})


def _may_see(request: HttpRequest, kind: str) -> bool:
    user: Any = request.user
    return any(user.has_perm(f"articles.{act}_{kind}") for act in ("view", "change"))


def _kind(request: HttpRequest) -> str:
    """Return the kind that is asked about, "" for none that exists; raises PermissionDenied for one to keep out of."""
    kind = request.GET.get("kind", NameKind.TOPIC.value)
    is_one = kind in NameKind.values
    if not any(_may_see(request, each) for each in ([kind] if is_one else NameKind.values)):
        raise PermissionDenied
    return kind if is_one else ""


def _garbage() -> JsonResponse:
    """Return the answer to what no form of ours sends."""
    return JsonResponse({"error": _("This request cannot be read. Open the form again.")}, status=400)


def _told(offer: Offer) -> dict[str, Any]:
    """Return an offer for the script: ``wire`` is what the line holds for it."""
    whole = offer.kind == NameKind.TAG or tagging.parse(offer.name) == [offer.name]
    return {
        "kind": offer.kind,
        "id": offer.id,
        "name": offer.name,
        "wire": offer.name if whole else str(offer.id),
        "alias": offer.alias,
        "pieces": offer.pieces,
        "said": offering.pieces_said(offer.pieces),
        "about": offer.about,
    }


def _suspected(suspect: Suspect) -> dict[str, Any]:
    return _told(suspect.offer) | {"reason": suspect.reason, "why": suspect.why}
