"""The history of the house: who did what, when, what stood there before and what after.

Kept in Django's own log entries, append-only. What is stored is neutral of language (message ids, values as text);
``acts`` puts it into the reader's words.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Manager, Model, QuerySet
from django.forms import BaseForm, ChoiceField, Field, ModelChoiceField, MultipleChoiceField
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext, override, pgettext

from newsroom.arabic.ordering import alphabetical

LONGEST_VALUE = 300
# How a moment is kept; ``{% told %}`` puts it into words.
MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d[+-]\d\d:\d\d")
# A label (message id), what stood there, what stands there now.
Change = tuple[str, str, str]
# What is kept of a value: its text, or the message ids of the words chosen, with their context.
Kept = str | dict[str, Any]


@dataclass(frozen=True)
class Act:
    """One act as a person reads it: a sentence, and what it changed as (label, before, after)."""

    sentence: str
    changes: list[Change] = field(default_factory=list)


def record(
    row: Model, *, by: Any, act: str, changes: Iterable[Change] = (), flag: int = CHANGE, name: str | None = None
) -> None:
    """Write one line about ``row``; ``act`` and the labels of ``changes`` are message ids.

    Imports and the set-up act for nobody (``by`` None) and leave no line.
    """
    if by is None:
        return
    message = [{"act": act, "changes": [[label, _short(old), _short(new)] for label, old, new in changes]}]
    LogEntry.objects.create(
        user_id=by.pk,
        content_type=ContentType.objects.get_for_model(row),
        object_id=str(row.pk),
        object_repr=(name or str(row))[:200],
        action_flag=flag,
        change_message=json.dumps(message, ensure_ascii=False),
    )


def changes_of(form: BaseForm) -> list[tuple[str, Kept, Kept]]:
    """Return what a valid, bound form of the desk changes, labels and chosen words untranslated; never a password."""
    with override(None):
        return [
            (
                str(form.fields[name].label or name),
                _kept(form.fields[name], _initial(form, name)),
                _kept(form.fields[name], form.cleaned_data.get(name)),
            )
            for name in form.changed_data
            if name in form.fields and "password" not in name
        ]


def acts(entry: LogEntry) -> list[Act]:
    """Return what a line of the history says, in the active language."""
    try:
        parts = json.loads(entry.change_message)
    except ValueError:
        parts = None
    if not isinstance(parts, list):
        return [Act(gettext(entry.change_message))] if entry.change_message else [Act(_flag_word(entry))]
    told = [_told(part) for part in parts if isinstance(part, dict)]
    return told or [Act(_flag_word(entry))]


def shown(value: Any) -> str:
    """Return a value of a field as plain text: names of rows, yes or no, moments in the newsroom's zone."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "✓" if value else "✗"
    if isinstance(value, QuerySet | Manager | list | tuple | set):
        rows = value.all() if isinstance(value, Manager) else value
        return "، ".join(alphabetical((shown(item) for item in rows), ignore_article=settings.SORT_IGNORES_ARTICLE))
    if hasattr(value, "astimezone") and timezone.is_aware(value):
        return timezone.localtime(value).isoformat(" ", "minutes")
    return _short(" ".join(strip_tags(str(value).replace("<", " <")).split()))


def _told(part: dict[str, Any]) -> Act:
    """Return one part of a stored message in words."""
    changes = [(_word(label), _value(old), _value(new)) for label, old, new in part.get("changes", ())]
    if "act" in part:
        return Act(gettext(part["act"]), changes)
    for key, bare, named in (
        ("added", gettext("Added."), gettext("Added %(name)s “%(object)s”.")),
        ("deleted", gettext("Deleted."), gettext("Deleted %(name)s “%(object)s”.")),
        ("changed", gettext("Changed."), gettext("Changed %(name)s “%(object)s”.")),
    ):
        if key in part:
            facts = part[key] or {}
            if "name" in facts:
                facts = {"name": gettext(facts["name"]), "object": facts.get("object", "")}
                return Act(named % facts, changes)
            return Act(bare, changes or [(_word(name), "", "") for name in facts.get("fields", ())])
    return Act(gettext("Changed."), changes)


def _word(label: str) -> str:
    """Return a stored label in the active language; forms spell it with a capital, the catalogue may not."""
    stem, bracket, language = label.partition(" (")
    if not stem:
        return label
    word = gettext(stem)
    if word == stem:
        word = gettext(stem[0].lower() + stem[1:])
    return word + bracket + (f"{gettext(language[:-1])})" if len(language) > 1 else language)


def _kept(field: Field, value: Any) -> Kept:
    """Return what is kept of a field's value: words of the house as message ids, everything else as text."""
    context = getattr(field, "words_context", None)
    if context is not None:
        return {"words": [field.label_from_instance(row) for row in value or ()], "context": context}
    if isinstance(field, MultipleChoiceField) and isinstance(value, str):
        words = {str(key): str(word) for key, word in cast(Iterable[Any], field.choices)}
        return {"words": [words.get(name, name) for name in value.split(",") if name]}
    if isinstance(field, ChoiceField) and not isinstance(field, ModelChoiceField) and not isinstance(value, list):
        words = {str(key): str(word) for key, word in cast(Iterable[Any], field.choices)}
        return {"words": [words.get(str(value), str(value))] if value not in (None, "") else []}
    return shown(value)


def _value(kept: Kept) -> str:
    """Return a kept value in the active language."""
    if isinstance(kept, str):
        return kept
    words, context = [str(word) for word in kept.get("words", ()) if word], kept.get("context")
    return "، ".join(pgettext(context, word) if context else gettext(word) for word in words)


def _flag_word(entry: LogEntry) -> str:
    return entry.get_action_flag_display()


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"


def _initial(form: BaseForm, name: str) -> Any:
    """Return what stood in a field before, as rows rather than their numbers where the field chooses rows."""
    value = form.get_initial_for_field(form.fields[name], name)
    queryset = getattr(form.fields[name], "queryset", None)
    if queryset is None or value in (None, ""):
        return value
    if isinstance(value, list | tuple | QuerySet):
        return [item if isinstance(item, Model) else queryset.filter(pk=item).first() for item in value]
    return value if isinstance(value, Model) else queryset.filter(pk=value).first()
