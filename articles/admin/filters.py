"""Filters of the desk's lists of pieces and names."""

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles import inbox
from articles.models.article import ArticleQuerySet, TranslationState
from articles.snapshots import TRANSLATIONS


class Choice(admin.SimpleListFilter):
    """A filter whose choices are methods: ``choices_of`` maps each to its word and its rows."""

    def chosen(self, request: HttpRequest) -> dict[str, tuple[Any, Any]]:
        """Return the choices: key to (word, function from rows to rows)."""
        raise NotImplementedError

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """Return keys and words."""
        return [(key, word) for key, (word, _rows) in self.chosen(request).items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """Return the rows of the chosen key, all for an unknown one."""
        _word, rows = self.chosen(request).get(self.value() or "", (None, None))
        return rows(queryset) if rows else queryset


class StateFilter(Choice):
    """The honest state."""

    title = _("state")
    parameter_name = "state"

    def chosen(self, request: HttpRequest) -> dict[str, tuple[Any, Any]]:
        """Return the states a desk asks for."""
        now = timezone.now()
        return {
            "unfinished": (_("unfinished"), lambda rows: rows.unfinished()),
            "draft": (pgettext_lazy("state", "draft"), lambda rows: rows.unpublished()),
            "review": (pgettext_lazy("state", "in review"), lambda rows: rows.in_review()),
            "scheduled": (_("scheduled"), lambda rows: rows.scheduled(now=now)),
            "live": (_("live"), lambda rows: rows.live(now=now)),
            "changed": (_("live, with unpublished changes"), lambda rows: rows.live(now=now).with_draft()),
            "withdrawn": (_("withdrawn"), lambda rows: rows.withdrawn()),
        }


class OwnFilter(Choice):
    """Mine or my colleagues'."""

    title = _("whose")
    parameter_name = "whose"

    def chosen(self, request: HttpRequest) -> dict[str, tuple[Any, Any]]:
        """Return mine and others'."""
        return {
            "mine": (_("begun by me"), lambda rows: rows.filter(created_by=request.user)),
            "others": (_("begun by others"), lambda rows: rows.exclude(created_by=request.user)),
        }


class TranslationFilter(Choice):
    """How far the translation is."""

    title = _("translation")
    parameter_name = "translation"

    def chosen(self, request: HttpRequest) -> dict[str, tuple[Any, Any]]:
        """Return the states of the translations, those of each language by its name where there are several."""
        names = dict(settings.LANGUAGES)
        return {
            f"{code}-{state.value}": (
                state.label if len(TRANSLATIONS) == 1 else f"{names[code]}: {state.label}",
                partial(ArticleQuerySet.translated, language=code, state=state),
            )
            for code in TRANSLATIONS
            for state in TranslationState
        }


class UseFilter(Choice):
    """How often a name is borne; the list annotates ``pieces``."""

    title = _("use")
    parameter_name = "use"

    def chosen(self, request: HttpRequest) -> dict[str, tuple[Any, Any]]:
        """Return unused, once, often."""
        return {
            "unused": (_("unused"), lambda rows: rows.filter(pieces=0)),
            "once": (_("used once"), lambda rows: rows.filter(pieces=1)),
            "often": (_("used more often"), lambda rows: rows.filter(pieces__gt=1)),
        }


class LackFilter(Choice):
    """What a topic still lacks."""

    title = _("lacks")
    parameter_name = "lacks"

    def chosen(self, request: HttpRequest) -> dict[str, tuple[Any, Any]]:
        """Return what may be missing."""
        return {
            "english": (_("an English name"), lambda rows: rows.filter(name_en__isnull=True) | rows.filter(name_en="")),
            "summary": (_("a summary"), lambda rows: rows.filter(summary_ar__isnull=True) | rows.filter(summary_ar="")),
            "picture": (_("a picture"), lambda rows: rows.filter(picture__isnull=True)),
            "dossier": (_("a dossier"), lambda rows: rows.filter(pk__in=inbox.without_dossier().values("pk"))),
        }


class PieceLackFilter(Choice):
    """What a piece before readers still lacks: nothing that readers could not see themselves."""

    title = _("lacks")
    parameter_name = "lacks"

    def chosen(self, request: HttpRequest) -> dict[str, tuple[Any, Any]]:
        """Return what may be missing."""
        now = timezone.now()
        return {"topic": (_("a topic"), lambda rows: rows.live(now=now).filter(topics=None))}
