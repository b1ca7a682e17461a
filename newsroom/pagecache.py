"""The site version: one number, raised by every change that readers may see.

The page cache compares this number and nothing else, so there is no list of addresses to purge.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.db import connection, models
from django.db.models import F
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.http import HttpResponseBase
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import gettext_lazy as _

# Every model of the house stands in exactly one of these two; tests/architecture keeps it so.
PUBLIC_MODELS = {
    "newsroom.Photo",
    "newsroom.Redirect",
    "newsroom.SiteSettings",
    "columns.Author",
    "columns.Column",
    "articles.Article",
    "articles.Byline",
    "articles.Correction",
    "articles.FrontPage",
    "articles.Pick",
    "articles.Spelling",
    "articles.Tag",
    "articles.TaggedArticle",
    "articles.Topic",
    "articles.Article_topics",
    "articles.Topic_parties",
}
PRIVATE_MODELS = {
    "newsroom.RecoveryCode",
    "articles.Merge",
    "articles.MergedRow",
    "articles.Note",
    "articles.NoteMail",
    "articles.PhotoUse",
    "articles.Presence",
    "articles.PreviewLink",
    "articles.SearchEntry",
    "articles.Twin",
    "articles.Verdict",
    "newsroom.SiteVersion",
    "newsroom.User",
    "newsroom.User_groups",
    "newsroom.User_user_permissions",
    "articles.RetiredNumber",
    "articles.Revision",
    "articles.Word",
    "articles.WorkingCopy",
}

# A reader's browser asks again after so many seconds at the latest.
MOST_SECONDS = 60


class SiteVersion(models.Model):
    """The single row that holds the site version."""

    number = models.PositiveBigIntegerField(_("version"), default=0)

    class Meta:
        verbose_name = _("site version")
        verbose_name_plural = _("site version")

    def __str__(self) -> str:
        return str(self.number)


_at_the_end: ContextVar[bool] = ContextVar("site version is raised at the end", default=False)


@contextmanager
def raised_last() -> Iterator[None]:
    """Raise the site version once, as the last statement of a verb's transaction, whatever changes within.

    Its row is one for everybody: whoever held it while waiting for another row would lock the house. So the checks
    that PostgreSQL keeps for the commit (foreign keys) are made first. Within another verb all this is that one's.
    """
    if _at_the_end.get():
        yield
        return
    token = _at_the_end.set(True)
    try:
        yield
    finally:
        _at_the_end.reset(token)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
    touch()


def touch() -> None:
    """Raise the site version inside the caller's transaction; call it as its last statement."""
    if _at_the_end.get():
        return
    row = SiteVersion.objects.filter(pk=1)
    if not row.update(number=F("number") + 1):
        _first, made = SiteVersion.objects.get_or_create(pk=1, defaults={"number": 1})
        if not made:
            # Somebody else's first change came between: ours counts too.
            row.update(number=F("number") + 1)


def current() -> int:
    """Return the site version, 0 before the first change."""
    # Asked several times for every page: in the database's own words, which cost a fifth.
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM newsroom_siteversion WHERE id = 1")
        row = cursor.fetchone()
    return row[0] if row else 0


def valid_until(response: HttpResponseBase, moment: datetime | None, *, most: int = MOST_SECONDS) -> None:
    """Let ``response`` say until when it is right: ``moment``, when the clock alone changes it, or None for never.

    ``Expires`` holds the moment; ``Cache-Control`` what a browser may keep: the seconds left, ``most`` at the most.
    """
    left = most
    if moment is not None:
        left = max(0, min(most, int((moment - timezone.now()).total_seconds())))
        response.headers["Expires"] = http_date(moment.timestamp())
    response.headers["Cache-Control"] = f"max-age={left}"


def _on_change(sender: type[models.Model], instance: object = None, action: str = "post_", **kwargs: object) -> None:
    """Raise the version when a public row changed in a way readers can see."""
    if kwargs.get("raw") or not action.startswith("post_") or sender._meta.label not in PUBLIC_MODELS:
        return
    # A model may know that this row is not before readers (a draft, for instance).
    if getattr(instance, "seen_by_readers", True):
        touch()


def connect() -> None:
    """Connect the one receiver of the house; called once when the apps are ready."""
    for signal in (post_save, post_delete, m2m_changed):
        signal.connect(_on_change, dispatch_uid=f"newsroom.pagecache.{id(signal)}")
