"""Who may do what with which piece: the permissions of the roles, row by row.

A writer writes and deletes the drafts that are his own (begun or signed by him) and reads whatever is his own; a
translator writes the translated fields of every piece; a topic manager sees of unpublished pieces the title alone.
"""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from articles.models import Article
from articles.models.article import State, Status


def writes_any(user: Any) -> bool:
    """Return whether the account writes every piece."""
    return user.has_perm("articles.change_article") and user.has_perm("articles.write_any_article")


def is_own(user: Any, article: Article) -> bool:
    """Return whether the account began the piece or signs it; no query when the bylines were fetched before."""
    if article.created_by_id == user.pk:
        return True
    return any(byline.author.account_id == user.pk for byline in article.bylines.all())


def may_write(user: Any, article: Article) -> bool:
    """Return whether the account may write every field of the piece."""
    if writes_any(user):
        return True
    is_draft = article.status in {Status.DRAFT, Status.IN_REVIEW}
    return user.has_perm("articles.change_article") and is_draft and is_own(user, article)


def may_translate(user: Any, article: Article) -> bool:
    """Return whether the account may write the translated fields of the piece."""
    return user.has_perm("articles.translate_article")


def translates(user: Any) -> bool:
    """Return whether the account writes the translated fields of every piece, and so sees how far each is."""
    return user.has_perm("articles.view_article") and user.has_perm("articles.translate_article")


def may_open(user: Any, article: Article) -> bool:
    """Return whether the form opens for the account, for every field or for the translated ones."""
    return may_write(user, article) or may_translate(user, article)


def may_read(user: Any, article: Article, *, now: datetime | None = None) -> bool:
    """Return whether the account may see more of the piece than its title."""
    if not user.has_perm("articles.view_article"):
        return False
    return may_open(user, article) or is_own(user, article) or article.is_live(now=now or timezone.now())


def may_read_in(user: Any, article: Article, language: str, *, now: datetime | None = None) -> bool:
    """Return whether the account may see the text in ``language``: of a live piece everybody's is the released one."""
    if not may_read(user, article, now=now):
        return False
    return language in article.released_languages or may_follow(user, article)


def may_follow(user: Any, article: Article) -> bool:
    """Return whether the account may see the piece's history, in which texts stand that readers never saw."""
    return may_open(user, article) or (user.has_perm("articles.view_article") and is_own(user, article))


def state_for(user: Any, article: Article) -> State:
    """Return the honest state, without what only those may know who see the drafts."""
    state = article.state()
    return State.LIVE if state == State.LIVE_WITH_DRAFT and not may_follow(user, article) else state


def may_discard(user: Any, article: Article) -> bool:
    """Return whether the account may delete this draft, which readers never saw and are not about to see."""
    never_seen = article.live_revision_id is None
    return never_seen and user.has_perm("articles.delete_article") and may_write(user, article)


def may_publish(user: Any, article: Article) -> bool:
    """Return whether the account may put the piece before readers and take it back."""
    return user.has_perm("articles.publish_article") and may_write(user, article)


def may_take_back(user: Any, article: Article) -> bool:
    """Return whether the account may take back what was handed over: its own piece."""
    return article.status == Status.IN_REVIEW and may_write(user, article) and is_own(user, article)


def may_share(user: Any, article: Article) -> bool:
    """Return whether the account may show the piece to people without an account, by a link that ends."""
    return may_write(user, article)


def reads_all(user: Any) -> bool:
    """Return whether the account reads every piece, published or not."""
    return writes_any(user) or user.has_perm("articles.translate_article")


def door(user: Any, article: Article) -> str:
    """Return the name of the desk's address at which the account meets the piece: form, published screen, or ""."""
    if may_open(user, article):
        return "admin:articles_article_change"
    if article.live_revision_id is not None and may_read(user, article):
        return "admin:articles_article_published"
    return ""


def listed(user: Any, pieces: QuerySet) -> QuerySet:
    """Return those of ``pieces`` that the lists of the account name; of some it then sees the title alone."""
    if reads_all(user) or user.has_perm("articles.list_titles"):
        return pieces
    if not user.has_perm("articles.view_article"):
        return pieces.none()
    return pieces.filter(_own(user))


def own(user: Any, pieces: QuerySet) -> QuerySet:
    """Return those of ``pieces`` that the account began or signs."""
    return pieces.filter(_own(user))


def countable(user: Any, *, now: datetime) -> Q:
    """Return which pieces a number beside a name may count: all whose titles the account sees, else public and own."""
    if reads_all(user) or user.has_perm("articles.list_titles"):
        return Q()
    public = Q(pk__in=Article.objects.live(now=now).values("pk"))
    return public | _own(user) if user.has_perm("articles.view_article") else public


def _own(user: Any) -> Q:
    signed = Article.authors.through.objects.filter(author__account=user)
    return Q(created_by=user) | Q(pk__in=signed.values("article"))
