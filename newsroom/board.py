"""What stands on the desk's front page, for the very account that looks at it."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse

from articles import inbox, notifying, reviewing, rights, working
from articles.models import Article, Note, Topic, WorkingCopy
from articles.models.article import LANGUAGES, TranslationState
from articles.numbering import proposed_number
from articles.snapshots import TRANSLATIONS
from columns.models import Column
from newsroom import outlet
from newsroom.outlet import Protection

SHOWN = 8


def board(user: Any, *, now: datetime) -> dict[str, Any]:
    """Return the lists of the desk: next editions, what waits for review or came back, my work, colleagues', scheduled,
    live, waiting for translation.

    Who may not read every piece finds his own here, and who sees titles alone finds what readers see. Whoever settles
    names finds what they wait for.
    """
    if not user.has_perm("articles.view_article"):
        return {}
    everything = rights.reads_all(user)
    rows: Any = Article.objects.for_cards()
    own: Any = rows if everything else rights.listed(user, rows)
    titles_alone = not everything and user.has_perm("articles.list_titles")
    hidden: Any = Article.objects.none() if titles_alone else own
    house = outlet.current()
    asks = not house.protection and user.has_perm("newsroom.change_sitesettings")
    writes = user.has_perm("articles.add_article")
    publishes = rights.writes_any(user) and user.has_perm("articles.publish_article")
    waiting = _steps(user, rows.in_review().order_by("-pk"), Note.Kind.HANDED_OVER) if publishes else []
    returned = reviewing.returned(rights.own(user, hidden)).order_by("-pk") if writes else hidden.none()
    came_back = _steps(user, returned, Note.Kind.RETURNED)
    # Nothing stands on the desk twice.
    unfinished = hidden.unfinished().exclude(pk__in=[piece.pk for piece in (*waiting, *came_back)]).order_by("-pk")
    return {
        "editions": _editions() if writes else [],
        "may_begin": writes,
        "unsaved": [_unsaved(user, copy) for copy in working.unsaved(user)[:SHOWN]],
        "mine": _shown(user, unfinished.filter(created_by=user)),
        "others": _shown(user, unfinished.exclude(created_by=user)),
        "waiting": waiting,
        "returned": came_back,
        "scheduled": _shown(user, hidden.scheduled(now=now)),
        "live": _shown(user, (rows if titles_alone else own).live(now=now).newest_first()),
        **(_translations(user, rows, now=now) if rights.translates(user) else {}),
        "left_lying": publishes and notifying.left_lying(),
        "protections": Protection.choices if asks else [],
        **_names(user, rows, now=now),
    }


def _translations(user: Any, pieces: Any, *, now: datetime) -> dict[str, Any]:
    """Return, for whoever translates, what is out of date, and for who writes nothing else what nobody has begun."""
    language = TRANSLATIONS[0]
    stale = pieces.translated(language, TranslationState.STALE).with_moment(True).newest_first()
    missing = pieces.live(now=now).translated(language, TranslationState.MISSING).newest_first()
    found = {"stale": stale, "untranslated": missing.none() if rights.writes_any(user) else missing}
    lists = {name: _shown(user, rows) for name, rows in found.items()}
    for piece in (piece for shown in lists.values() for piece in shown):
        piece.door = reverse("admin:articles_article_translate", args=[piece.pk, language])
    return {"translates": True, **lists}


def _names(user: Any, pieces: QuerySet, *, now: datetime) -> dict[str, Any]:
    """Return, for whoever settles names, how many wait, the pieces without a topic and the topics without a dossier."""
    if not inbox.may_settle(user):
        return {}
    unfiled = rights.listed(user, pieces).live(now=now).filter(topics=None).newest_first()
    return {
        "settles_names": True,
        "names_waiting": inbox.waiting(user=user, now=now),
        "without_topic": _shown(user, unfiled),
        "without_dossier": [_bare(topic) for topic in inbox.without_dossier().order_by("-pk")[:SHOWN]],
    }


def _bare(topic: Topic) -> dict[str, Any]:
    """Return a topic without a dossier and where to write one."""
    try:
        door = reverse("admin:articles_topic_dossier", args=[topic.pk])
    except NoReverseMatch:
        door = reverse("admin:articles_topic_change", args=[topic.pk])
    return {"topic": topic, "door": door}


def _editions() -> list[dict[str, Any]]:
    """Return the running columns with the number of the next edition of each."""
    columns = Column.objects.filter(active=True).select_related("writer")
    return [{"column": column, "number": proposed_number(column)} for column in columns]


def _unsaved(user: Any, copy: WorkingCopy) -> dict[str, Any]:
    """Return what somebody typed and never saved: what it is called, since when, and where to go on.

    Whoever may no longer open the piece finds his own words, and not what the piece is called now.
    """
    typed, piece = working.fields_of(copy), copy.article
    words = [title for code in LANGUAGES for title in typed.get(f"title_{code}", ()) if title.strip()]
    name = next(iter(words), "")
    if piece is None:
        address = f"{reverse('admin:articles_article_add')}?key={copy.submission_key}"
    elif rights.may_open(user, piece):
        name, address = name or str(piece), working.door(copy)
    else:
        address = reverse("admin:articles_article_copy", args=[copy.pk])
    return {"name": name, "at": copy.updated_at, "address": address}


def _steps(user: Any, pieces: QuerySet, kind: Note.Kind) -> list[Article]:
    """Return the first few, each with its newest step of the review: by whom, when, with which note."""
    shown = _shown(user, reviewing.with_steps(pieces, kind))
    reviewing.newest_steps(shown)
    return shown


def _shown(user: Any, pieces: QuerySet | list[Article]) -> list[Article]:
    """Return the first few, each with the address at which this account meets it."""
    shown = list(pieces[:SHOWN])
    for piece in shown:
        door = rights.door(user, piece)
        piece.door = reverse(door, args=[piece.pk]) if door else ""
        piece.told_state = rights.state_for(user, piece)
    return shown
