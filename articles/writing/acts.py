"""What the buttons of the writing form do: each is one verb, with who may press it and what the desk says after."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import publishing, rights
from articles.forms import WritingForm
from articles.models import Article
from articles.snapshots import Snapshot
from newsroom.refusals import Refused

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


# Whatever is not among these is a plain save.
ACTS: dict[str, Act] = {
    "publish": Act(_publish, takes_text=True, publishes=True),
    "schedule": Act(_schedule, takes_text=True, publishes=True),
    "unschedule": Act(_unschedule, said=gettext_lazy("Taken off the schedule: the piece is a draft again.")),
    "withdraw": Act(_withdraw, said=gettext_lazy("Withdrawn: readers no longer see this piece.")),
}


def differs(content: Snapshot, opened: Snapshot) -> bool:
    """Return whether something was typed since the form was opened."""
    return bool(set(content.differing(opened)) - {"number", "publish_at"})


def _moment_of(form: WritingForm, *, now: datetime) -> datetime:
    """Return the moment to schedule for, or refuse in words."""
    moment = form.cleaned_data["publish_at"]
    if moment is None:
        raise Refused([_("Choose the day and hour to publish at.")], field="publish_at")
    if moment <= now:
        raise Refused([_("This moment has passed. Choose a later one, or publish now.")], field="publish_at")
    return moment
