"""The desk's screen of notices to readers: a correction or an update, and the changed words that it may lead to."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.template import Context
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from articles import correcting, rights
from articles.admin.sent import who
from articles.comparing import label_of
from articles.forms import NoteForm
from articles.models import Article, Correction
from newsroom.accounts import User
from newsroom.refusals import Refused
from newsroom.templatetags.house import house_moment

# How many of the changes that readers have met are offered.
MOST_OFFERED = 10


class Correcting(admin.ModelAdmin):
    """The addresses of notices; each asks ``articles.rights`` for the very piece."""

    piece_to_write: Callable[[HttpRequest, int], Article]
    _context: Callable[..., dict[str, Any]]

    def correcting_urls(self, wrap: Any) -> list:
        """Return our addresses, each behind ``wrap``, the desk's door."""
        form = require_http_methods(["GET", "HEAD", "POST"])
        one = "<int:pk>/announce/<int:note>"
        return [
            path("<int:pk>/announce/", wrap(form(self.announce)), name="articles_article_announce"),
            path(f"{one}/take-down/", wrap(require_POST(self.take_down)), name="articles_article_take_down"),
            path(f"{one}/hide-words/", wrap(require_POST(self.hide_words)), name="articles_article_hide_words"),
        ]

    def announce(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Tell readers what was corrected in a published piece; earlier notes stand below, to be taken down."""
        article = self._piece_to_announce(request, pk)
        sent = request.POST if request.method == "POST" else None
        form, status = NoteForm(sent, steps=_offered(article, now=timezone.now())), 200
        if request.method == "POST":
            status = 422
            if form.is_valid() and self._announced(request, article, form):
                messages.success(request, _("Readers see the notice under the piece."))
                return HttpResponseRedirect(reverse("admin:articles_article_announce", args=[pk]))
        context = self._context(request, article, form=form, corrections=article.corrections.all())
        return render(request, "admin/articles/article/announce.html", context, status=status)

    def _announced(self, request: HttpRequest, article: Article, form: NoteForm) -> bool:
        data = form.cleaned_data
        note = {code: data[f"note_{code}"] for code, _name in settings.LANGUAGES}
        try:
            correcting.announce(article, note=note, kind=data["kind"], showing=data["showing"], **who(request))
        except Refused as refused:
            for message in refused.messages:
                form.add_error(refused.field or None, message)
            return False
        return True

    def take_down(self, request: HttpRequest, pk: int, note: int) -> HttpResponse:
        """Take an announced notice away from readers."""
        correcting.take_down(self._notice(request, pk, note), by=cast(User, request.user))
        messages.success(request, _("The notice is no longer before readers."))
        return HttpResponseRedirect(reverse("admin:articles_article_announce", args=[pk]))

    def hide_words(self, request: HttpRequest, pk: int, note: int) -> HttpResponse:
        """Let a notice lead to the changed words no longer."""
        correcting.hide_words(self._notice(request, pk, note), by=cast(User, request.user))
        messages.success(request, _("Readers see the notice alone, and no longer the changed words."))
        return HttpResponseRedirect(reverse("admin:articles_article_announce", args=[pk]))

    def _notice(self, request: HttpRequest, pk: int, note: int) -> Correction:
        self._piece_to_announce(request, pk)
        if note >= 2**63:
            raise Http404
        row: Correction = get_object_or_404(Correction.objects.select_related("article"), pk=note, article_id=pk)
        return row

    def _piece_to_announce(self, request: HttpRequest, pk: int) -> Article:
        article = self.piece_to_write(request, pk)
        if not (request.user.has_perm("articles.add_correction") and rights.may_write(request.user, article)):
            raise PermissionDenied
        return article


def _offered(article: Article, *, now: datetime) -> list[tuple[int, str]]:
    """Return the changes of words that readers have met, the newest first, each in words."""
    return [
        (
            step.after.pk,
            _("Published %(moment)s: %(fields)s")
            % {
                "moment": house_moment(Context(), step.after.created_at),
                "fields": "، ".join(label_of(name) for name in step.names),
            },
        )
        for step in correcting.steps(article, now=now)[:MOST_OFFERED]
    ]
