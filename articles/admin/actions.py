"""What the desk does with many pieces at once: one page that asks, then one verb for each piece.

Every piece is its own transaction; what one refuses stops no other and is told by name.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import publishing, revisions, rights, tagging
from articles.admin.sent import version_in
from articles.models import Article, NameKind
from articles.name_fields import NamesField, NewNamesField
from articles.writing import conflicts
from newsroom.refusals import Refused

MOST_AT_ONCE = 100


class FilingForm(forms.Form):
    """The names under which the chosen pieces shall also be found."""

    topics = NamesField(kind=NameKind.TOPIC, required=False, label=gettext_lazy("Topics"))
    tags = NewNamesField(kind=NameKind.TAG, required=False, max_length=1000, label=gettext_lazy("Tags"))

    def clean(self) -> dict[str, Any]:
        """Refuse nothing at all."""
        data = super().clean() or {}
        if "topics" not in self.errors and not data.get("topics") and not tagging.parse(data.get("tags", "")):
            raise forms.ValidationError(gettext_lazy("Choose a topic or write a tag."))
        return data


@dataclass(frozen=True)
class Bulk:
    """One act on many pieces: its question, who may, and the verb for one of them."""

    name: str
    question: Any
    button: Any
    may: Callable[[Any, Article], bool]
    verb: Callable[..., Any]
    form: type[FilingForm] | None = None
    danger: bool = False


def _publish(piece: Article, *, version: int, by: Any, now: Any, form: Any) -> None:
    publishing.publish(piece, content=revisions.content_of(piece), version=version, by=by, now=now)


def _withdraw(piece: Article, *, version: int, by: Any, now: Any, form: Any) -> None:
    publishing.withdraw(piece, version=version, by=by, now=now)


def _unschedule(piece: Article, *, version: int, by: Any, now: Any, form: Any) -> None:
    publishing.unschedule(piece, version=version, by=by, now=now)


def _discard(piece: Article, *, version: int, by: Any, now: Any, form: Any) -> None:
    with transaction.atomic():
        # What somebody wrote since the question was asked is not what was to be deleted.
        revisions.claim(piece, version=version)
        publishing.discard(piece, now=now, by=by)


def _file(piece: Article, *, version: int, by: Any, now: Any, form: FilingForm) -> None:
    names = tagging.tags_for(tagging.parse(form.cleaned_data["tags"]))
    tagging.file_under(piece, topics=form.cleaned_data["topics"], tags=names, version=version, by=by, now=now)


ACTS = {
    bulk.name: bulk
    for bulk in (
        Bulk(
            "publish_selected",
            gettext_lazy("Publish these pieces now?"),
            gettext_lazy("Publish now"),
            rights.may_publish,
            _publish,
        ),
        Bulk(
            "withdraw_selected",
            gettext_lazy("Withdraw these pieces from readers?"),
            gettext_lazy("Withdraw"),
            rights.may_publish,
            _withdraw,
            danger=True,
        ),
        Bulk(
            "unschedule_selected",
            gettext_lazy("Take these pieces off the schedule?"),
            gettext_lazy("Take off the schedule"),
            rights.may_publish,
            _unschedule,
            danger=True,
        ),
        Bulk(
            "file_selected",
            gettext_lazy("Under which names shall these pieces also be found?"),
            gettext_lazy("Add the names"),
            lambda user, piece: rights.writes_any(user),
            _file,
            form=FilingForm,
        ),
        Bulk(
            "discard_selected",
            gettext_lazy("Delete these drafts? Nobody can bring them back."),
            gettext_lazy("Delete the drafts"),
            rights.may_discard,
            _discard,
            danger=True,
        ),
    )
}


def run(model_admin: Any, request: HttpRequest, chosen: QuerySet, bulk: Bulk) -> HttpResponse | None:
    """Ask about the ``chosen`` pieces, or, once confirmed, act on each and tell what happened; None leads back."""
    pieces = list(chosen.order_by("pk").prefetch_related("bylines__author")[: MOST_AT_ONCE + 1])
    if len(pieces) > MOST_AT_ONCE:
        messages.error(request, _("At most %(most)s pieces at once: choose fewer.") % {"most": MOST_AT_ONCE})
        return None
    allowed = [piece for piece in pieces if bulk.may(request.user, piece)]
    confirmed = request.POST.get("confirmed") == bulk.name
    form = bulk.form(request.POST if confirmed else None) if bulk.form else None
    if not confirmed or (form is not None and not form.is_valid()):
        context = {
            **model_admin.admin_site.each_context(request),
            "opts": model_admin.opts,
            "title": bulk.question,
            "bulk": bulk,
            "pieces": allowed,
            "others": [piece for piece in pieces if piece not in allowed],
            "form": form,
        }
        status = 422 if confirmed else 200
        return render(request, "admin/articles/article/bulk.html", context, status=status)
    _act(request, allowed, bulk, form)
    return None


def _act(request: HttpRequest, pieces: list[Article], bulk: Bulk, form: FilingForm | None) -> None:
    """Run the verb for each piece at the version that was asked about."""
    done = 0
    for piece in pieces:
        try:
            bulk.verb(
                piece,
                version=version_in(request, f"version-{piece.pk}"),
                by=request.user,
                now=timezone.now(),
                form=form,
            )
            done += 1
        except Refused as refused:
            said = " ".join(conflicts.told(refused))
            messages.error(request, f"«{piece}»: {said}")
    if done:
        said = ngettext("Done with %(count)d piece.", "Done with %(count)d pieces.", done) % {"count": done}
        messages.success(request, said)
