"""What the writing form's scripts ask while somebody writes: keep my words, who else is here, what differs.

Nothing here touches what readers see, and nothing makes a revision: only working copies and presences are written.
"""

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, render
from django.template import Context
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles import comparing, presence, revisions, rights, working
from articles.forms import HIDDEN, WritingForm
from articles.models import Article, WorkingCopy
from articles.snapshots import TRANSLATIONS, Snapshot
from articles.writing import opening
from newsroom.templatetags.house import house_moment, house_time


@dataclass(frozen=True)
class Place:
    """A window of the writing form: the piece it writes, None for one never saved, and what it knows of it."""

    article: Article | None
    key: UUID | None
    window: UUID
    # The version that was opened.
    version: int | None


class Keeping(admin.ModelAdmin):
    """The addresses of working copies and presences; each asks ``articles.rights`` for the very piece."""

    def keeping_urls(self, wrap: Any) -> list:
        """Return our addresses, each behind ``wrap``, the desk's door."""
        return [
            path("keep/", wrap(require_POST(self.keep)), name="articles_article_keep"),
            path("pulse/", wrap(require_POST(self.pulse)), name="articles_article_pulse"),
            path("token/", wrap(require_safe(self.token)), name="articles_article_token"),
            path("leave/", wrap(require_POST(self.leave)), name="articles_article_leave"),
            path("differences/", wrap(require_POST(self.differences)), name="articles_article_differences"),
            path("copies/<int:copy>/", wrap(require_safe(self.copy)), name="articles_article_copy"),
            path(
                "copies/<int:copy>/discard/",
                wrap(require_POST(self.discard_copy)),
                name="articles_article_discard_copy",
            ),
        ]

    # -- while somebody writes ------------------------------------------------------------------------------------

    def keep(self, request: HttpRequest) -> JsonResponse:
        """Keep what stands in the form as this account's working copy, and answer what the form ought to know."""
        now = timezone.now()
        try:
            place = self._place(request)
            copy = working.keep(
                by=_account(request),
                article=place.article,
                key=place.key,
                fields=_typed(request, place.article),
                window=place.window,
                serial=_number(request.POST.get("serial", "")) or 0,
                version=place.version,
                base=_number(request.POST.get("base", "")),
                turn=_number(request.POST.get("turn", ""), digits=16) or 0,
                now=now,
                over="over" in request.POST,
                language=_into(request),
            )
        except (Http404, IntegrityError, WorkingCopy.DoesNotExist):
            # Deleted before this request, or while it was being answered.
            return JsonResponse({"gone": True}, status=410)
        except ValueError:
            return _garbage()
        except working.OtherWindow as other:
            return JsonResponse(_other_window(other.copy), status=409)
        except working.TooLong as refused:
            return JsonResponse({"error": " ".join(refused.messages)}, status=413)
        except OperationalError:
            return JsonResponse({"error": _("The database did not answer in time.")}, status=503)
        kept = {
            "kept": True,
            "at": copy.updated_at.isoformat(),
            "now": now.isoformat(),
            "serial": copy.serial,
            "copy": copy.pk,
        }
        return JsonResponse(kept | self._state(request, place, now=now))

    def pulse(self, request: HttpRequest) -> JsonResponse:
        """Note that the window is still open, and answer who else is here and whether somebody saved meanwhile."""
        try:
            place = self._place(request)
        except Http404:
            return JsonResponse({"gone": True}, status=410)
        except ValueError:
            return _garbage()
        return JsonResponse(self._state(request, place, now=timezone.now()))

    def token(self, request: HttpRequest) -> JsonResponse:
        """Answer who is signed in, with a token that this sign-in's forms are sent with."""
        return JsonResponse(_who(request))

    def leave(self, request: HttpRequest) -> HttpResponse:
        """Note that a window was closed; the browser waits for no answer."""
        window = _uuid(request.POST.get("window", ""))
        if window is not None:
            with suppress(OperationalError):
                presence.leave(by=request.user, window=window)
        return HttpResponse(status=204)

    def _state(self, request: HttpRequest, place: Place, *, now: datetime) -> dict[str, Any]:
        """Return what an open form ought to know of its piece, and note that it is open."""
        article = place.article
        state: dict[str, Any] = {"version": None, "newer": None, "others": [], **_who(request)}
        if article is None:
            return state
        # The words are kept: a busy database must not make the answer say otherwise.
        with suppress(OperationalError):
            presence.enter(article, by=request.user, window=place.window, now=now)
        others = presence.others(article, than=request.user, now=now)
        return state | {
            "version": article.version,
            "newer": _newer(request, article, place.version),
            "others": [{"name": one.name, "since": house_time(Context(), one.since)} for one in others],
        }

    # -- what differs ---------------------------------------------------------------------------------------------

    def differences(self, request: HttpRequest) -> HttpResponse:
        """Answer word by word what ``after`` changes against ``before``, both as a form would send them; 204: nothing.

        Writes nothing: the browser asks about words that only it has.
        """
        try:
            article, _key = self._piece_of(request)
            sides = [_content(request, article, _fields(request.POST.get(name, ""))) for name in _SIDES]
        except Http404:
            return JsonResponse({"gone": True}, status=410)
        except ValueError:
            return _garbage()
        changes = comparing.changes(sides[0].content, sides[1].content)
        if not changes and all(side.whole for side in sides):
            return HttpResponse(status=204)
        return render(
            request, "admin/components/differences.html", {"changes": changes, "level": 2, "plain": article is None}
        )

    def copy(self, request: HttpRequest, copy: int) -> HttpResponse:
        """Show word by word what my working copy changes against the newest draft; ``?part=1`` only the words."""
        mine = _own(request, copy)
        # Whoever may no longer open the piece still has the words that are his own, and no others.
        article = mine.article if mine.article is not None and rights.may_open(request.user, mine.article) else None
        before = revisions.content_of(article) if article is not None else Snapshot.empty()
        after = _content(request, article, working.as_sent(mine)).content
        changes = comparing.changes(before, after)
        if "part" in request.GET:
            return render(
                request, "admin/components/differences.html", {"changes": changes, "level": 2, "plain": article is None}
            )
        context = {
            **self.admin_site.each_context(request),
            "opts": Article._meta,
            "title": after.title["ar"] or after.title["en"] or _("Without a title"),
            "copy": mine,
            "article": article,
            "begun": mine.article is not None,
            "changes": changes,
            "door": working.door(mine) if article is not None else "",
        }
        return render(request, "admin/articles/article/copy.html", context)

    def discard_copy(self, request: HttpRequest, copy: int) -> HttpResponse:
        """Let my working copy go, unless it has grown since it was shown, and lead back."""
        mine = _own(request, copy)
        serial = _number(request.POST.get("serial", ""))
        gone, _tables = WorkingCopy.objects.filter(pk=mine.pk, serial=serial or 0).delete()
        if not gone:
            messages.warning(request, _("You went on writing meanwhile: look again at what would be lost."))
            return HttpResponseRedirect(reverse("admin:articles_article_copy", args=[mine.pk]))
        messages.success(request, _("What you had not saved is gone."))
        if mine.article is not None and rights.may_open(request.user, mine.article):
            return HttpResponseRedirect(working.door(mine))
        return HttpResponseRedirect(reverse("admin:index"))

    # -- inside ---------------------------------------------------------------------------------------------------

    def _place(self, request: HttpRequest) -> Place:
        """Return which window asks; raises ValueError for what no form sends, PermissionDenied, Http404."""
        window = _uuid(request.POST.get("window", ""))
        if window is None:
            raise ValueError("No window.")
        article, key = self._piece_of(request)
        if article is None and key is None:
            raise ValueError("No piece.")
        return Place(article, key, window, _number(request.POST.get("version", "")))

    def _piece_of(self, request: HttpRequest) -> tuple[Article | None, UUID | None]:
        """Return the piece that the form writes, or the key of the one to be begun.

        Raises ValueError, PermissionDenied, also for a form that another account has opened, and Http404.
        """
        sent = request.POST
        if sent.get("user", str(request.user.pk)) != str(request.user.pk):
            raise PermissionDenied
        piece, key = sent.get("piece", ""), _uuid(sent.get("key", ""))
        if piece:
            number = _number(piece)
            if number is None:
                raise ValueError("No piece.")
            return self.piece_to_write(request, number), None
        begun = Article.objects.filter(submission_key=key, created_by_id=request.user.pk).first() if key else None
        if begun is not None:
            # Saved meanwhile from another window, or the answer to the save was lost on its way.
            return self.piece_to_write(request, begun.pk), None
        self.may_begin(request)
        return None, key


_SIDES = ("before", "after")


def _who(request: HttpRequest) -> dict[str, Any]:
    """Return who is signed in, and the token of this sign-in."""
    return {"user": request.user.pk, "token": get_token(request)}


def _account(request: HttpRequest) -> Any:
    """Return the account of a request that has passed the desk's door."""
    return request.user


def _garbage() -> JsonResponse:
    """Return the answer to what no form of ours sends."""
    return JsonResponse({"error": _("This request cannot be read. Open the form again.")}, status=400)


def _newer(request: HttpRequest, article: Article, version: int | None) -> dict[str, Any] | None:
    """Return who saved the piece since ``version`` was opened, None when nobody did."""
    if version is None or article.version <= version:
        return None
    newest = revisions.newest(article)
    by = newest.created_by if newest else None
    return {
        "by": str(by or ""),
        "mine": by is not None and by.pk == request.user.pk,
        "at": house_moment(Context(), newest.created_at if newest else None),
    }


def _other_window(copy: WorkingCopy) -> dict[str, Any]:
    """Return the words that another window of mine has kept, so that this one can put them by before it goes on."""
    return {
        "window": True,
        "at": copy.updated_at.isoformat(),
        "other": str(copy.window or ""),
        "serial": copy.serial,
        "copy": copy.pk,
        "fields": working.fields_of(copy),
    }


def _into(request: HttpRequest) -> str:
    """Return into which language the form that was sent translates, "" for the form of the whole piece."""
    into = request.POST.get("into", "")
    return into if into in TRANSLATIONS else ""


def _typed(request: HttpRequest, article: Article | None) -> dict[str, list[str]]:
    """Return the fields that were sent and that are open to this account."""
    form = opening.sent_form(request, article, data=request.POST)
    names = [name for name, field in form.fields.items() if not field.disabled and name not in HIDDEN]
    return {name: request.POST.getlist(name) for name in [*names, "proposed_number"] if name in request.POST}


def _fields(text: str) -> QueryDict:
    """Return the fields that ``text`` holds as JSON; raises ValueError for anything else."""
    if len(text) > working.LONGEST:
        raise ValueError("Longer than any form.")
    try:
        data = json.loads(text)
    except RecursionError as error:
        raise ValueError("Deeper than any form.") from error
    if not isinstance(data, dict):
        raise ValueError("No fields.")
    sent = QueryDict(mutable=True)
    for name, values in data.items():
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise ValueError("No values.")
        sent.setlist(name, [value.replace("\x00", "") for value in values])
    return sent


@dataclass(frozen=True)
class Read:
    """What fields of the form come to, and whether that is all of them: what the form would refuse is left out."""

    content: Snapshot
    whole: bool


def _content(request: HttpRequest, article: Article | None, data: QueryDict) -> Read:
    """Return the content that ``data`` makes of the form; what the form would refuse is left out, never an error."""
    whole = True
    for _turn in range(2):
        form: WritingForm = opening.sent_form(request, article, data=data)
        for field in form.fields.values():
            field.validators = [check for check in field.validators if not isinstance(check, MaxLengthValidator)]
        if form.is_valid():
            break
        whole, data = False, data.copy()
        for name in form.errors:
            data.pop(name, None)
    return Read(form.content(making_tags=False), whole)


def _own(request: HttpRequest, pk: int) -> WorkingCopy:
    """Return my working copy; raises Http404 for anybody else's."""
    if pk >= 2**63:
        raise Http404
    rows = WorkingCopy.objects.select_related("article")
    copy: WorkingCopy = get_object_or_404(rows, pk=pk, user_id=request.user.pk)
    return copy


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _number(text: str, *, digits: int = 9) -> int | None:
    return int(text) if text.isdecimal() and len(text) <= digits else None
