"""What the copy desk says of the words that stand in the form, for its script: asked after every pause in typing."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import copydesk, previews
from articles.copydesk.passages import sent
from articles.copydesk.report import MOST_UNDERLINED
from articles.writing import opening
from newsroom import outlet


class CopyDesk(admin.ModelAdmin):
    """The addresses at which the form asks the copy desk; each asks ``articles.rights`` for the very piece."""

    def copydesk_urls(self, wrap: Any) -> list:
        """Return our addresses, each behind ``wrap``, the desk's door."""
        asked = wrap(require_POST(self.copy_desk))
        return [
            path("copy-desk/", asked, name="articles_article_copydesk_new"),
            path("<int:pk>/copy-desk/", asked, name="articles_article_copydesk"),
        ]

    def copy_desk(self, request: HttpRequest, pk: int | None = None) -> JsonResponse:
        """Answer what is to be said of the form that was sent; nothing is written.

        ``lines`` holds the lines as the editor shows them, so that the places of the findings fit its letters.
        """
        article = self.may_begin(request) if pk is None else self.piece_to_write(request, pk)
        form = opening.sent_form(request, article, data=request.POST)
        content, _troubles = previews.typed(form)
        try:
            passages = sent(request.POST.get("lines", ""), content)
        except ValueError:
            return JsonResponse({"error": _("What was sent cannot be read as the lines of a piece.")}, status=400)
        house = outlet.current()
        report = copydesk.report(content, outlet=house, passages=passages, closed=form.closed)
        parts = {
            name: render_to_string(
                f"admin/articles/article/copydesk_{name}.html", {"copydesk": report, "live": True}, request
            )
            for name in ("measures", "findings", "checklist")
        }
        underlined = [found.for_script() for found in report.findings[:MOST_UNDERLINED]]
        return JsonResponse({"parts": parts, "findings": underlined, "safe": report.safe})
