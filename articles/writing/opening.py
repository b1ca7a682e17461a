"""With what the writing form opens: words not saved yet, the newest draft, or the next edition of a column."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, QueryDict

from articles import revisions, rights, working
from articles.forms import WritingForm
from articles.models import Article, WorkingCopy
from articles.numbering import proposed_number
from articles.resolving import resolved
from articles.snapshots import TRANSLATIONS, Ref, Snapshot
from articles.writing.acts import PLACE, differs, may_publish
from columns.models import Column
from columns.slots import following, next_slot

# How many pieces that were never saved a new form names.
MOST_NAMED = 5
# How many of my saves a copy that came late is compared with.
MOST_LOOKED_AT = 5


@dataclass(frozen=True)
class Recovered:
    """Words of mine that were never saved and stand in the form again."""

    copy: WorkingCopy
    # Somebody saved the piece since these words were typed.
    stale: bool


@dataclass(frozen=True)
class Opened:
    """A form to be shown, and what in it was recovered."""

    form: WritingForm
    recovered: Recovered | None = None


def open_form(request: HttpRequest, article: Article | None, *, now: datetime, language: str = "") -> Opened:
    """Return the form on ``article``, or on a new piece, with what this account typed and never saved in it.

    With ``language`` it is the form of the translation into it, which has words of its own.
    """
    facts: dict[str, Any] = {"window": uuid4(), "serial": 0}
    if article is not None:
        content = revisions.content_of(article)
        base = revisions.newest(article)
        number = base.pk if base else None
        facts |= {"version": article.version, "base": number, "source": number} | number_for(article, content)
    else:
        content, proposal = next_edition(request, now=now)
        facts |= {"key": _key_of(request) or uuid4(), **proposal}
    fixed = article is not None and article.was_live(now=now)
    copy = working.of(request.user, article, key=facts.get("key"), language=language)
    recovered = None
    if copy is not None:
        facts["serial"] = copy.serial
        if _says_more(request, article, copy, content=content, fixed=fixed, language=language):
            recovered = Recovered(copy, stale=article is not None and copy.version != article.version)
            facts |= _typed(copy)
            if article is not None:
                # A save must find what was saved since.
                facts |= {"version": copy.version, "base": copy.base_id, "source": copy.base_id}
    form = WritingForm(content=content, fixed=fixed, initial=facts, **openness(request, article, language))
    return Opened(form, recovered)


def sent_form(request: HttpRequest, article: Article | None, *, data: QueryDict, language: str = "") -> WritingForm:
    """Return the bound form with what the browser sent; with ``language`` that of the translation into it."""
    # A row that was deleted since must not stand in the way, least of all in a field that is closed to this account.
    opened, _lost = resolved(revisions.content_of(article)) if article else (Snapshot.empty(), [])
    # The form says itself what it is, wherever its words are sent.
    language = language or str(data.get("into", ""))
    fixed = article is not None and article.was_live()
    return WritingForm(data, content=opened, fixed=fixed, **openness(request, article, language))


def begun_with(request: HttpRequest) -> Article | None:
    """Return the piece that this account has begun meanwhile with the form that the address names."""
    key = _key_of(request)
    return Article.objects.filter(submission_key=key, created_by_id=request.user.pk).first() if key else None


def never_saved(request: HttpRequest, form: WritingForm) -> list[WorkingCopy]:
    """Return the account's other pieces that were typed and never saved, for who opens a new form."""
    key = form["key"].value()
    rows = working.unsaved(request.user).filter(article=None).exclude(submission_key=key or None)
    return list(rows[:MOST_NAMED])


def openness(request: HttpRequest, article: Article | None, language: str = "") -> dict[str, Any]:
    """Return which fields of the form are open to this account, on the screen of the translation into ``language``."""
    into = language if article is not None and language in TRANSLATIONS else ""
    return {
        "translating": article is not None and (bool(into) or not rights.may_write(request.user, article)),
        "into": into,
        "releasing": may_publish(request.user, article),
    }


def next_edition(request: HttpRequest, *, now: datetime) -> tuple[Snapshot, dict[str, Any]]:
    """Return the content and the proposed number with which a new piece opens."""
    wanted = request.GET.get("column", "")
    column = Column.objects.filter(pk=int(wanted[:18])).first() if wanted.isdecimal() else None
    if column is None:
        author = getattr(request.user, "author", None)
        return Snapshot.empty().with_(authors=(Ref.to(author),) if author else ()), {}
    newest = column.articles.filter(publish_at__isnull=False).newest_first().first()
    slot = following(column, last=newest.publish_at) if newest else next_slot(column, after=now)
    if slot <= now:
        slot = next_slot(column, after=now)
    content = Snapshot.empty().with_(
        column=Ref.to(column), authors=(Ref.to(column.writer),) if column.writer else (), publish_at=slot
    )
    number = proposed_number(column)
    return content, {"number": number, "proposed_number": number}


def number_for(article: Article, content: Snapshot) -> dict[str, Any]:
    """Return the number to show: the given or wished one, else the proposal."""
    given = article.number if article.live_revision_id else content.number
    if given is not None or article.column is None:
        return {"number": given}
    number = proposed_number(article.column)
    return {"number": number, "proposed_number": number}


def _key_of(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("key", ""))
    except ValueError:
        return None


def _says_more(
    request: HttpRequest, article: Article | None, copy: WorkingCopy, *, content: Snapshot, fixed: bool, language: str
) -> bool:
    """Return whether ``copy`` holds anything that ``content`` does not."""
    form = WritingForm(working.as_sent(copy), content=content, fixed=fixed, **openness(request, article, language))
    if not form.is_valid():
        return True
    typed = form.content(making_tags=False)
    if not differs(typed, content):
        return False
    if article is None or copy.version is None or copy.version >= article.version:
        return True
    # Kept on the heels of a save of mine, and somebody saved since: these words are not lost, they were saved.
    mine = article.revisions.filter(created_by_id=request.user.pk, pk__gt=copy.base_id or 0)
    return all(differs(typed, revisions.content_in(saved), but=PLACE) for saved in mine[:MOST_LOOKED_AT])


def _typed(copy: WorkingCopy) -> dict[str, Any]:
    """Return the initial values that show ``copy`` letter for letter; a number that was only proposed may be older."""
    many = {"authors", "topics"}
    typed = working.as_sent(copy).lists()
    values: dict[str, Any] = {name: sent if name in many else (sent[-1] if sent else "") for name, sent in typed}
    if values.get("number") == values.get("proposed_number"):
        values.pop("number", None)
        values.pop("proposed_number", None)
    # A box that is not ticked is not sent at all.
    for name in set(values) & {"title_en", "body_en"}:
        values.setdefault(f"released_{name.rsplit('_', 1)[1]}", False)
    return values
