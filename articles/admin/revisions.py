"""The desk's screens of a piece's revisions: the list, two of them word by word, and what brings one back."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles import revisions, rights, working
from articles.admin.sent import version_in
from articles.comparing import changes, label_of
from articles.models import Article, Revision
from articles.resolving import followed
from articles.restoring import FIELDS, TRANSLATED, Restored, fixed, restore
from articles.snapshots import Snapshot
from articles.writing import conflicts
from newsroom.accounts import User
from newsroom.refusals import Refused

PAGE = 25
LONGEST_ID = 18


@dataclass(frozen=True)
class Listed:
    """One revision in the list: the one before it, and what it changed, in words."""

    revision: Revision
    before: Revision | None
    changed: list[str]


class Revisions(admin.ModelAdmin):
    """The addresses of revisions; each asks ``articles.rights`` for the very piece."""

    _piece: Callable[[int], Article]

    def revisions_urls(self, wrap: Any) -> list:
        """Return our addresses, each behind ``wrap``, the desk's door."""
        return [
            path("<int:pk>/revisions/", wrap(require_safe(self.revisions)), name="articles_article_revisions"),
            path("<int:pk>/revisions/compare/", wrap(require_safe(self.compare)), name="articles_article_compare"),
            path(
                "<int:pk>/revisions/<int:revision>/restore/",
                wrap(require_POST(self.restore)),
                name="articles_article_restore",
            ),
        ]

    def revisions(self, request: HttpRequest, pk: int) -> HttpResponse:
        """List who saved what and when, newest first; ``?before=`` goes on below a revision."""
        article = self._piece_to_follow(request, pk)
        rows = article.revisions.select_related("created_by").order_by("-pk")
        if "before" in request.GET:
            rows = rows.filter(pk__lt=_number(request.GET["before"]))
        found = list(rows[: PAGE + 1])
        # One more than is shown, to tell what the last one changed.
        contents = followed([Snapshot.from_json(row.content) for row in found])
        listed = [
            Listed(row, older, [label_of(name) for name in content.differing(other)] if other else [])
            for row, older, content, other in zip(
                found, [*found[1:], None], contents, [*contents[1:], None], strict=True
            )
        ][:PAGE]
        context = self._revisions_context(request, article) | {
            "listed": listed,
            "older": listed[-1].revision.pk if len(found) > PAGE else None,
            "is_first": "before" not in request.GET,
        }
        return render(request, "admin/articles/article/revisions.html", context)

    def compare(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what differs between the revisions ``?a=`` and ``?b=``, the older one first."""
        article = self._piece_to_follow(request, pk)
        numbers = sorted(_number(request.GET.get(name, "")) for name in ("a", "b"))
        older, newer = (_revision(article, number) for number in numbers)
        return self._comparison(request, article, older, newer)

    def restore(self, request: HttpRequest, pk: int, revision: int) -> HttpResponse:
        """Make a revision, or its one ``field``, the newest draft; readers see nothing of it."""
        article = self._piece_to_follow(request, pk)
        old = _revision(article, revision)
        may = _restorable(request.user, article)
        field = request.POST.get("field", "")
        if not may or (field and field not in may) or (not field and not rights.may_write(request.user, article)):
            raise PermissionDenied
        try:
            restored = restore(
                article,
                revision=old,
                fields=[field] if field else may,
                version=version_in(request),
                by=cast(User, request.user),
                now=timezone.now(),
            )
        except revisions.Gone as gone:
            raise Http404 from gone
        except Refused as refused:
            status = 409 if isinstance(refused, revisions.Conflict) else 422
            newer = _revision(article, _number(request.POST.get("against", str(revision))))
            said = conflicts.told(refused)
            return self._comparison(request, self._piece(pk), old, newer, said=said, status=status)
        self._tell(request, article, restored)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[pk]))

    def _comparison(
        self,
        request: HttpRequest,
        article: Article,
        older: Revision,
        newer: Revision,
        *,
        said: list[str] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        before, after = followed([Snapshot.from_json(row.content) for row in (older, newer)])
        differences = changes(before, after)
        may = _restorable(request.user, article)
        context = self._revisions_context(request, article) | {
            "older": older,
            "newer": newer,
            "changes": differences,
            "restorable": [change.name for change in differences if change.name in may],
            "may_restore_all": rights.may_write(request.user, article),
            "said": said or [],
        }
        return render(request, "admin/articles/article/compare.html", context, status=status)

    def _tell(self, request: HttpRequest, article: Article, restored: Restored) -> None:
        """Say what was restored, what could not be, and that unsaved words still wait."""
        messages.success(request, _("Restored as the newest draft. Readers see nothing of it until it is published."))
        for notice in restored.notices:
            messages.warning(request, notice)
        if working.of(request.user, article) is not None:
            messages.warning(
                request, _("What you typed and did not save still waits in the form, beside what was restored.")
            )

    def _piece_to_follow(self, request: HttpRequest, pk: int) -> Article:
        """Return the piece whose history this account may see; raises PermissionDenied or Http404."""
        article = self._piece(pk)
        if not rights.may_follow(request.user, article):
            raise PermissionDenied
        return article

    def _revisions_context(self, request: HttpRequest, article: Article) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "opts": Article._meta,
            "article": article,
            "state": article.state(),
            "title": _("Revisions"),
            "may_open": rights.may_open(request.user, article),
        }


def _restorable(user: Any, article: Article) -> list[str]:
    """Return the fields that the account may bring back: what it may write, and publication has not fixed."""
    if not rights.may_write(user, article):
        return list(TRANSLATED) if rights.may_translate(user, article) else []
    shut = fixed(article, now=timezone.now())
    # Whether readers see a translation is decided by those who publish.
    shut |= frozenset() if rights.may_publish(user, article) else {"released"}
    return [name for name in FIELDS if name not in shut]


def _number(text: str) -> int:
    """Return the id that an address names; raises Http404 for what is none."""
    if not (text.isdecimal() and len(text) <= LONGEST_ID):
        raise Http404
    return int(text)


def _revision(article: Article, number: int) -> Revision:
    if number >= 2**63:
        raise Http404
    row: Revision = get_object_or_404(article.revisions.select_related("created_by"), pk=number)
    return row
