"""Notes between colleagues on a piece: a page of their own, and the part of it that the form's script asks for."""

from collections.abc import Callable
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from articles import reviewing, rights
from articles.models import Article
from newsroom.accounts import User
from newsroom.refusals import Refused
from newsroom.widgets import CleanCharField


class SayForm(forms.Form):
    """One note; cleaned, and never an error but for what is empty or too long."""

    text = CleanCharField(
        multiline=True,
        max_length=reviewing.LONGEST_NOTE,
        label=gettext_lazy("Note to colleagues"),
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": gettext_lazy("Write something first.")},
    )


class Notes(admin.ModelAdmin):
    """The address of the notes of a piece: for whoever may open its form or follow it."""

    _piece_to_follow: Callable[[HttpRequest, int], Article]

    def notes_urls(self, wrap: Any) -> list:
        """Return our addresses, each behind ``wrap``, the desk's door."""
        both = require_http_methods(["GET", "HEAD", "POST"])
        return [path("<int:pk>/notes/", wrap(both(self.notes)), name="articles_article_notes")]

    def notes(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show every note and take one more; ``?part=1`` answers with the newest alone, for the form's script."""
        article = self._piece_to_follow(request, pk)
        part = "part" in request.GET
        form = SayForm(request.POST if request.method == "POST" else None)
        status = 200
        if request.method == "POST":
            if self._said(request, article, form):
                if part:
                    return self._thread(request, article)
                messages.success(request, _("Your note stands beside the piece."))
                return HttpResponseRedirect(reverse("admin:articles_article_notes", args=[pk]))
            status = 422
        if part:
            return self._thread(request, article, errors=[str(one) for one in form.errors.get("text", ())])
        context = {
            **self.admin_site.each_context(request),
            "opts": Article._meta,
            "article": article,
            "title": _("Notes between colleagues"),
            "form": form,
            "notes": reviewing.thread(article, most=None),
            "state": rights.state_for(request.user, article),
            "may_open": rights.may_open(request.user, article),
        }
        return render(request, "admin/articles/article/notes_page.html", context, status=status)

    def _said(self, request: HttpRequest, article: Article, form: SayForm) -> bool:
        if not form.is_valid():
            return False
        try:
            reviewing.say(article, text=form.cleaned_data["text"], by=cast(User, request.user), now=timezone.now())
        except Refused as refused:
            for message in refused.messages:
                form.add_error("text", message)
            return False
        return True

    def _thread(self, request: HttpRequest, article: Article, *, errors: list[str] | None = None) -> HttpResponse:
        context = {"article": article, "notes": reviewing.thread(article), "errors": errors or []}
        status = 422 if errors else 200
        return render(request, "admin/articles/article/notes_thread.html", context, status=status)
