"""What the buttons of the writing form do: each is one verb, with who may press it and what the desk says after."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import publishing, reviewing, revisions, rights
from articles.forms import WritingForm
from articles.models import Article
from articles.snapshots import Snapshot
from newsroom.arabic.hygiene import clean_text
from newsroom.refusals import Refused

PLACE = frozenset({"number", "publish_at"})
SAVE_ONLY = gettext_lazy("This account may save, not publish. Save, and ask an editor.")


def may_publish(user: Any, article: Article | None) -> bool:
    """Return whether the account may put the piece, or a new one, before readers."""
    if article is None or article.pk is None:
        return user.has_perm("articles.publish_article")
    return rights.may_publish(user, article)


@dataclass(frozen=True)
class Act:
    """One button: its verb, who may press it, whether the verb itself takes the text, and what is said when done.

    The verb is called with the piece, the form and ``version``, ``by``, ``now``.
    """

    verb: Callable[..., Any]
    may: Callable[[Any, Article | None], bool] = may_publish
    takes_text: bool = False
    # Leads to the screen of what was published instead of back to the form.
    publishes: bool = False
    # What of the form this act itself decides: a change of it alone is not worth a save before.
    fixes: frozenset[str] = frozenset()
    said: Any = ""
    refusal: Any = SAVE_ONLY


def _publish(article: Article, form: WritingForm, *, now: datetime, **who: Any) -> None:
    publishing.publish(article, content=form.content(), now=now, **who)


def _schedule(article: Article, form: WritingForm, *, now: datetime, **who: Any) -> None:
    publishing.publish(article, content=form.content(), at=_moment_of(form, now=now), now=now, **who)


def _unschedule(article: Article, form: WritingForm, **who: Any) -> None:
    publishing.unschedule(article, **who)


def _withdraw(article: Article, form: WritingForm, **who: Any) -> None:
    publishing.withdraw(article, **who)


def _submit(article: Article, form: WritingForm, **who: Any) -> None:
    reviewing.submit(article, content=form.content(), note=typed_note(form), **who)


def _send_back(article: Article, form: WritingForm, **who: Any) -> None:
    reviewing.send_back(article, note=typed_note(form), **who)


def _take_back(article: Article, form: WritingForm, **who: Any) -> None:
    reviewing.take_back(article, note=typed_note(form), **who)


def _say(article: Article, form: WritingForm, *, version: int, **who: Any) -> None:
    reviewing.say(article, text=typed_note(form), **who)


def typed_note(form: WritingForm) -> str:
    """Return what was typed for the colleagues beside the piece, cleaned; longer than the field allows it is cut."""
    return clean_text(form.data.get("note", ""), multiline=True)[: reviewing.LONGEST_NOTE]


def say_typed(article: Article, form: WritingForm, *, by: Any, now: datetime) -> None:
    """Keep the note that was typed beside the piece, whichever button was pressed; one that was said stands once."""
    if text := typed_note(form):
        with suppress(revisions.Gone):
            reviewing.say(article, text=text, by=by, now=now)


def _may_submit(user: Any, article: Article | None) -> bool:
    if article is None or article.pk is None:
        return user.has_perm("articles.add_article")
    return rights.may_write(user, article)


def _may_send_back(user: Any, article: Article | None) -> bool:
    return article is not None and article.pk is not None and rights.may_publish(user, article)


def _may_take_back(user: Any, article: Article | None) -> bool:
    if article is None or article.pk is None:
        return False
    return rights.may_write(user, article) and rights.is_own(user, article)


def _may_say(user: Any, article: Article | None) -> bool:
    if article is None or article.pk is None:
        return user.has_perm("articles.add_article")
    return rights.may_follow(user, article)


# Whatever is not among these is a plain save.
ACTS: dict[str, Act] = {
    "publish": Act(_publish, takes_text=True, publishes=True),
    "schedule": Act(_schedule, takes_text=True, publishes=True),
    "unschedule": Act(
        _unschedule, fixes=PLACE, said=gettext_lazy("Taken off the schedule: the piece is a draft again.")
    ),
    "withdraw": Act(_withdraw, fixes=PLACE, said=gettext_lazy("Withdrawn: readers no longer see this piece.")),
    # Whether the piece is at that step the verb says, in words.
    "submit": Act(
        _submit, may=_may_submit, takes_text=True, said=gettext_lazy("Handed over: the editors find it on their desk.")
    ),
    "send_back": Act(_send_back, may=_may_send_back, said=gettext_lazy("Returned to the writer, with your note.")),
    "take_back": Act(
        _take_back,
        may=_may_take_back,
        said=gettext_lazy("Taken back: the piece is a draft again."),
        refusal=gettext_lazy("Only whose piece it is takes it back; an editor returns it with a note."),
    ),
    "note": Act(_say, may=_may_say, said=gettext_lazy("Your note stands beside the piece.")),
}


def differs(content: Snapshot, opened: Snapshot, *, but: frozenset[str] = frozenset()) -> bool:
    """Return whether something was typed since the form was opened, in any field ``but`` these."""
    return bool(set(content.differing(opened)) - but)


def _moment_of(form: WritingForm, *, now: datetime) -> datetime:
    """Return the moment to schedule for, or refuse in words."""
    moment = form.cleaned_data["publish_at"]
    if moment is None:
        raise Refused([_("Choose the day and hour to publish at.")], field="publish_at")
    if moment <= now:
        raise Refused([_("This moment has passed. Choose a later one, or publish now.")], field="publish_at")
    return moment
