"""Telling readers what changed in a published piece: the verbs of notices, and the public texts that they may show.

A notice shows words only between two texts that readers have seen, one after the other, and of those only in languages
in which both were released.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from articles.comparing import FieldChange, changes
from articles.models import Article, Correction, Revision
from articles.models.article import LANGUAGES
from articles.snapshots import TEXTS, Snapshot
from newsroom import audit, pagecache
from newsroom.accounts import User
from newsroom.arabic.fold import fold
from newsroom.refusals import Refused

Kind = Revision.Kind
# What may have put a text before readers, and what takes back one that waits.
_SHOWS, _TAKES_BACK = {Kind.PUBLISH, Kind.SCHEDULE, Kind.IMPORT}, {Kind.UNSCHEDULE, Kind.WITHDRAW}


# ---- what readers have seen ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """One text that readers have seen and the one that took its place, with the names of the texts that differ."""

    before: Revision
    after: Revision
    names: tuple[str, ...]

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages in which readers could see the change."""
        return tuple(code for code in LANGUAGES if any(name.endswith(f"_{code}") for name in self.names))


def steps(article: Article, *, now: datetime) -> list[Step]:
    """Return every change of words that readers have met in ``article``, the newest first."""
    shown = _shown(article, now=now)
    contents = [Snapshot.from_json(row.content) for row in shown]
    found = [
        Step(shown[place], shown[place + 1], names)
        for place in range(len(shown) - 1)
        if (names := _public_names(contents[place], contents[place + 1]))
    ]
    return found[::-1]


def words_changed(correction: Correction, language: str) -> list[FieldChange]:
    """Return word by word what the notice changed for readers of ``language``; nothing where it leads nowhere."""
    if not getattr(correction, f"changed_{language}") or correction.before is None or correction.after is None:
        return []
    before, after = (Snapshot.from_json(row.content) for row in (correction.before, correction.after))
    names = {name for name in _public_names(before, after) if name.endswith(f"_{language}")}
    return changes(_texts_of(before, names), _texts_of(after, names))


def _shown(article: Article, *, now: datetime) -> list[Revision]:
    """Return the revisions whose text readers have seen, in their order.

    What was scheduled was seen only if its moment came before anything took its place.
    """
    kinds = [kind.value for kind in _SHOWS | _TAKES_BACK]
    seen: list[Revision] = []
    waiting: tuple[Revision, datetime] | None = None
    for row in article.revisions.filter(kind__in=kinds).order_by("pk"):
        if waiting is not None and waiting[1] <= row.created_at:
            seen.append(waiting[0])
        waiting = None
        moment = _moment_of(row)
        if moment is not None and moment <= row.created_at:
            seen.append(row)
        elif moment is not None:
            waiting = (row, moment)
    if waiting is not None and waiting[1] <= now:
        seen.append(waiting[0])
    return seen


def _moment_of(row: Revision) -> datetime | None:
    """Return when the text of ``row`` was to come before readers, None for what was never meant to."""
    if row.kind not in _SHOWS or row.content.get("withdrawn"):
        return None
    # What was published at once has the piece's own moment, which may be years ago.
    moment = row.created_at if row.kind == Kind.PUBLISH else Snapshot.from_json(row.content).publish_at
    return moment if row.content.get("authors") else None


def _public_names(before: Snapshot, after: Snapshot) -> tuple[str, ...]:
    """Return the names of the texts that differ, in languages in which readers could read both."""
    both = set(before.released) & set(after.released)
    texts = {f"{name}_{code}" for name in TEXTS for code in both}
    return tuple(name for name in before.differing(after) if name in texts)


def _texts_of(content: Snapshot, names: set[str]) -> Snapshot:
    """Return a content that holds nothing but the texts ``names``."""
    kept = {
        stem: {code: text if f"{stem}_{code}" in names else "" for code, text in getattr(content, stem).items()}
        for stem in TEXTS
    }
    return Snapshot.empty().with_(**kept)


# ---- verbs -----------------------------------------------------------------------------------------------------------


def announce(
    article: Article,
    *,
    note: dict[str, str],
    by: User | None,
    now: datetime,
    kind: Correction.Kind = Correction.Kind.CORRECTION,
    showing: int | None = None,
) -> Correction:
    """Tell readers under a published piece what was corrected, or what is new in it.

    ``note`` maps languages to words; the same note sent twice stands once. ``showing`` is the id of the public revision
    whose changed words the notice leads to. Raises Refused for a piece that readers never saw, for an empty note, and
    for changes that readers have not met.
    """
    if not any(fold(words) for words in note.values()):
        raise Refused([_("Write what was corrected, in one language at least.")], field="note_ar")
    if not article.was_live(now=now):
        raise Refused([_("Readers have not seen this piece: correct its text, there is nothing to announce.")])
    words = {f"note_{code}": note.get(code, "").strip() for code in LANGUAGES}
    with transaction.atomic(), pagecache.raised_last():
        # Of two sends at the same instant the second waits here, and then finds the first.
        Article.objects.select_for_update(no_key=True).get(pk=article.pk)
        if (sent := article.corrections.filter(kind=kind, **words).first()) is not None:
            return sent
        row = Correction(article=article, kind=kind, at=now, by=by, **words)
        if showing is not None:
            _lead(row, showing, now=now)
        row.save()
        changes_ = [("Correction", "", row.note_ar or row.note_en or "")]
        act = {
            Correction.Kind.CORRECTION: gettext_noop("Announced a correction to readers."),
            Correction.Kind.UPDATE: gettext_noop("Announced an update to readers."),
        }[kind]
        audit.record(article, by=by, act=act, changes=changes_)
        return row


def hide_words(correction: Correction, *, by: User | None) -> None:
    """Let the notice lead to the changed words no longer; its own words stay."""
    with transaction.atomic(), pagecache.raised_last():
        correction.before = correction.after = None
        for code in LANGUAGES:
            setattr(correction, f"changed_{code}", False)
        correction.save()
        changes_ = [("Correction", "", correction.note_ar or correction.note_en or "")]
        act = gettext_noop("Stopped showing readers the words that a notice is about.")
        audit.record(correction.article, by=by, act=act, changes=changes_)


def take_down(correction: Correction, *, by: User | None) -> None:
    """Take an announced notice away from readers."""
    with transaction.atomic(), pagecache.raised_last():
        article, words = correction.article, correction.note_ar or correction.note_en or ""
        correction.delete()
        changes_ = [("Correction", words, "")]
        audit.record(article, by=by, act=gettext_noop("Took a correction away."), changes=changes_)


def _lead(row: Correction, showing: int, *, now: datetime) -> None:
    """Let a notice lead to what the public revision ``showing`` changed; raises Refused."""
    step = next((step for step in steps(row.article, now=now) if step.after.pk == showing), None)
    if step is None:
        raise Refused([_("Readers have not met these changes: choose another, or none.")], field="showing")
    row.before, row.after = step.before, step.after
    for code in step.languages:
        setattr(row, f"changed_{code}", True)
