"""The desk's screens of translations: the board of how far each is, and one beside its source."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from articles import rights
from articles.models import Article
from articles.models.article import BODIES, TranslationState
from articles.snapshots import TRANSLATIONS
from articles.writing import TranslatingView
from columns.models import Column

PAGE = 30
LAST_PAGE = 10_000
# Those that readers have met or will meet, and those that nobody has published.
SHOWN, DRAFTS = "shown", "drafts"


@dataclass(frozen=True)
class Asked:
    """What the board is asked for; whatever an address says beyond it is passed over."""

    state: TranslationState
    language: str
    column: int | None
    pieces: str
    page: int

    def address(self, **changes: Any) -> str:
        """Return the address of the board with some of this changed, on its first page unless one is said."""
        facts = {"state": self.state.value, "language": self.language, "column": self.column, "pieces": self.pieces}
        facts |= {"page": 1} | changes
        usual = {"pieces": SHOWN, "page": 1, "column": None}
        if len(TRANSLATIONS) == 1:
            usual["language"] = TRANSLATIONS[0]
        said = {name: value for name, value in facts.items() if value != usual.get(name, "")}
        return f"{reverse('admin:articles_article_translations')}?{urlencode(said)}"


class Translations(admin.ModelAdmin):
    """The addresses of translations; each asks ``articles.rights``."""

    def translations_urls(self, wrap: Any) -> list:
        """Return our addresses, each behind ``wrap``, the desk's door."""
        form = require_http_methods(["GET", "HEAD", "POST"])
        return [
            path("translations/", wrap(require_safe(self.translations)), name="articles_article_translations"),
            path("<int:pk>/translate/<str:language>/", wrap(form(self.translate)), name="articles_article_translate"),
        ]

    def translate(self, request: HttpRequest, pk: int, language: str) -> Any:
        """Open or take the translation of a piece beside its source."""
        return TranslatingView.as_view(model_admin=self, language=language)(request, pk=pk)

    def translations(self, request: HttpRequest) -> HttpResponse:
        """List the pieces whose translation is in one state: a fact of the row, which an index finds."""
        if not rights.translates(request.user):
            raise PermissionDenied
        asked = _asked(request)
        rows = Article.objects.translated(asked.language, asked.state).with_moment(asked.pieces == SHOWN)
        if asked.column is not None:
            rows = rows.filter(column=asked.column)
        start = (asked.page - 1) * PAGE
        cards = rows.order_by("-publish_at", "-pk").select_related("column").defer(*BODIES)
        # One more than is shown, to tell whether there are more; nothing is counted.
        found = list(cards[start : start + PAGE + 1])
        context = {
            **self.admin_site.each_context(request),
            "opts": Article._meta,
            "title": _("Translations"),
            "pieces": [_line(piece, asked.language) for piece in found[:PAGE]],
            "asked": asked,
            "before": asked.address(page=asked.page - 1) if asked.page > 1 else "",
            "after": asked.address(page=asked.page + 1) if len(found) > PAGE and asked.page < LAST_PAGE else "",
            **_choices(asked),
        }
        return render(request, "admin/articles/article/translations.html", context)


def _asked(request: HttpRequest) -> Asked:
    """Return what the address asks for: of what it says only what there is."""
    sent = request.GET
    state, language, number = sent.get("state", ""), sent.get("language", ""), sent.get("page", "")
    column = sent.get("column", "")
    page = int(number) if number.isascii() and number.isdecimal() and len(number) <= 6 else 1
    return Asked(
        state=TranslationState(state) if state in TranslationState.values else TranslationState.STALE,
        language=language if language in TRANSLATIONS else TRANSLATIONS[0],
        column=int(column) if column.isascii() and column.isdecimal() and len(column) <= 18 else None,
        pieces=DRAFTS if sent.get("pieces") == DRAFTS else SHOWN,
        page=min(max(page, 1), LAST_PAGE),
    )


def _choices(asked: Asked) -> dict[str, Any]:
    """Return what else the board can be asked for: each choice with its word, its address and whether it is chosen."""
    names = dict(settings.LANGUAGES)
    pieces = {SHOWN: _("Published or scheduled"), DRAFTS: _("Drafts")}
    columns = [("", _("All columns"), None), *((str(row.pk), str(row), row.pk) for row in Column.objects.all())]
    return {
        "states": [(each.label, asked.address(state=each.value), each == asked.state) for each in TranslationState],
        "languages": [(names[code], asked.address(language=code), code == asked.language) for code in TRANSLATIONS],
        "piece_choices": [(word, asked.address(pieces=key), key == asked.pieces) for key, word in pieces.items()],
        "columns": [(value, word, number == asked.column) for value, word, number in columns],
    }


def _line(piece: Article, language: str) -> dict[str, Any]:
    """Return what the board says of a piece."""
    return {
        "piece": piece,
        "state": piece.state(),
        "translated_title": getattr(piece, f"title_{language}") or "",
        # Readers of that language see it now: out of date, it cannot wait.
        "before_readers": piece.is_live() and language in piece.released_languages,
        "door": reverse("admin:articles_article_translate", args=[piece.pk, language]),
    }
