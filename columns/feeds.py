"""The feed by which readers follow a column."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from columns.models import Column
from columns.views import feed_url, get_column
from newsroom import prose
from newsroom.feeds import SafeAtom

ITEMS = 20


class ColumnFeed(Feed):
    """The newest editions of one column, in full."""

    feed_type = SafeAtom

    def get_object(self, request: HttpRequest, slug: str) -> Column:
        """Return the column, or raise Http404."""
        return get_column(slug)

    def get_feed(self, obj: Column, request: HttpRequest) -> Any:
        """Build the feed with addresses from the settings, never from the request."""
        feed = super().get_feed(obj, request)
        feed.feed["language"] = get_language()
        feed.feed["feed_url"] = f"{settings.SITE_URL}{feed_url(obj)}"
        return feed

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer for a minute only: what is withdrawn must leave the readers of the feed, too."""
        response = super().__call__(request, *args, **kwargs)
        response.headers["Cache-Control"] = "max-age=60"
        return response

    def title(self, obj: Column) -> str:
        """Return the column's title."""
        return obj.title

    def subtitle(self, obj: Column) -> str:
        """Return what the column is."""
        return obj.description

    def link(self, obj: Column) -> str:
        """Return the column's full address."""
        return f"{settings.SITE_URL}{obj.get_absolute_url()}"

    def items(self, obj: Column) -> list:
        """Return the newest public editions with their bodies."""
        return list(obj.articles.published(get_language()).for_page().newest_first()[:ITEMS])

    def item_title(self, item: Any) -> str:
        """Return the edition's title."""
        return item.title

    def item_description(self, item: Any) -> str:
        """Return the edition's text as HTML with absolute addresses."""
        return prose.for_feed(item.body, standfirst=item.standfirst, signoff=item.signoff)

    def item_link(self, item: Any) -> str:
        """Return the edition's full address."""
        return f"{settings.SITE_URL}{item.get_absolute_url()}"

    def item_author_name(self, item: Any) -> str:
        """Return who signs the edition."""
        return "، ".join(author.name for author in item.signers)

    def item_pubdate(self, item: Any) -> datetime:
        """Return when readers first saw it."""
        return item.publish_at

    def item_updateddate(self, item: Any) -> datetime:
        """Return when it was last changed."""
        return item.last_edited_at or item.publish_at
