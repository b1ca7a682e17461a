"""Translations: from which text of the source language each was made, and so whether it still matches.

One definition for the whole desk: ``state_of``. What it says of the newest text stands on the row, so that a list asks
the database alone; ``since`` is what changed in the source, word by word.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.utils.html import strip_tags

from articles.models import Article, Revision
from articles.models.article import TranslationState
from articles.snapshots import TEXTS, TRANSLATIONS, Origin, Snapshot


def is_there(content: Snapshot, code: str) -> bool:
    """Return whether ``content`` has what readers of the language ``code`` need: a title and a text."""
    return bool(content.title.get(code, "").strip() and strip_tags(content.body.get(code, "")).strip())


def is_stale(content: Snapshot, code: str) -> bool:
    """Return whether the source of ``content`` changed since its translation into ``code`` was made."""
    origin = content.made_from.get(code)
    # A translation that was there before its source is older than nothing.
    made_from = {content.source_digest, Snapshot.empty().source_digest}
    return origin is not None and origin.digest not in made_from


def state_of(content: Snapshot, code: str) -> TranslationState:
    """Return how far the translation into ``code`` is; a released one that no longer matches is out of date."""
    if not is_there(content, code):
        return TranslationState.MISSING
    if is_stale(content, code):
        return TranslationState.STALE
    return TranslationState.RELEASED if code in content.released else TranslationState.CURRENT


def settled(before: Snapshot, after: Snapshot, *, seen: Revision | None, renewed: Collection[str]) -> Snapshot:
    """Return ``after`` with what each of its translations was made from, ``before`` being the newest saved text.

    Those ``renewed`` match the source as it is in ``after``, because somebody says so. Of the others one that was out
    of date stays so, and an edited one was made from the source that its translator had in front: that of ``seen``, the
    revision with which the form was opened.
    """
    origins = {}
    for code in TRANSLATIONS:
        if not after.speaks(code):
            continue
        kept = before.made_from.get(code)
        if code in renewed:
            origins[code] = Origin(after.source_digest)
        elif kept is not None and (is_stale(before, code) or _same(before, after, code)):
            origins[code] = kept
        else:
            origins[code] = _seen(before, after, seen)
    return after.with_(made_from=origins)


def restored(before: Snapshot, after: Snapshot, *, old: Snapshot) -> Snapshot:
    """Return ``after`` with what its translations were made from, texts of ``old`` standing in it again."""
    again = {code for code in TRANSLATIONS if _same(after, old, code) and not _same(before, after, code)}
    back = {code: old.made_from[code] for code in again if code in old.made_from}
    return after.with_(made_from={**before.made_from, **back})


def rematched(before: Snapshot, after: Snapshot) -> list[str]:
    """Return the languages whose translation ``after`` says to match another text of the source than ``before``."""
    both = before.made_from.keys() & after.made_from
    return [code for code in TRANSLATIONS if code in both and before.made_from[code] != after.made_from[code]]


def states(content: Snapshot) -> dict[str, TranslationState]:
    """Return how far every translation is, under the names of the row's fields, for the newest text of a piece."""
    return {f"translation_{code}": state_of(content, code) for code in TRANSLATIONS}


def _same(one: Snapshot, other: Snapshot, code: str) -> bool:
    return all(getattr(one, name).get(code, "") == getattr(other, name).get(code, "") for name in TEXTS)


def _seen(before: Snapshot, after: Snapshot, seen: Revision | None) -> Origin:
    """Return the source that stood in front of whoever wrote a translation into ``after``."""
    digest = Snapshot.from_json(seen.content).source_digest if seen is not None else before.source_digest
    # Somebody may have changed it while it was being translated.
    return Origin(after.source_digest) if seen is None or digest == before.source_digest else Origin(digest, seen.pk)


# ---- what changed in the source --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Since:
    """The source as it was when a translation was made: when that was, and the text, None where it is not known."""

    at: datetime | None
    content: Snapshot | None


def since(article: Article, content: Snapshot, code: str) -> Since:
    """Return the source from which the translation into ``code`` in ``content`` was made."""
    origin = content.made_from.get(code)
    row: Revision | None = article.revisions.filter(pk=origin.revision).first() if origin and origin.revision else None
    if row is None:
        return Since(None, None)
    old = Snapshot.from_json(row.content)
    return Since(row.created_at, old if origin and old.source_digest == origin.digest else None)
