"""Feeds of pieces, Atom and RSS, in full: XML and addresses that hold whatever the texts do.

A piece is known here only by what it says of itself (title, standfirst, body, signers …), so that both apps can use it.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.views import View

from newsroom import outlet, pagecache
from newsroom.arabic.hygiene import clean_text
from newsroom.images import Photo
from newsroom.prose.rendering import for_feed, photos_in

ITEMS = 20
# What a feed without pieces says of its last change: an answer must not differ from one second to the next.
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class _Safe(SyndicationFeed):
    """A feed whose strings hold XML 1.0 letters only, and no bidi control that would reach beyond its own line.

    Titles get no isolates of their own: they are data, readers set each on a line of its own, and letters added here
    would be searched, copied and compared with them.
    """

    def latest_post_date(self) -> datetime:
        """Return the newest change among the pieces."""
        return super().latest_post_date() if self.items else NEVER

    def add_root_elements(self, handler: Any) -> None:
        """Write what the feed says of itself, cleaned."""
        self.feed = _clean(self.feed)
        super().add_root_elements(handler)

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Write one piece, cleaned."""
        super().add_item_elements(handler, _clean(item))


class _FullAtom(Atom1Feed):
    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Write one piece: plain summary, whole text, every author."""
        super().add_item_elements(handler, item | {"description": None})
        for name in item["authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")
        if item["description"]:
            handler.addQuickElement("summary", item["description"])
        handler.addQuickElement("content", item["content"], {"type": "html"})


class _FullRss(Rss201rev2Feed):
    def rss_attributes(self) -> dict[str, str]:
        """Name the vocabularies of whole texts and of several authors."""
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        }

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Write one piece: plain summary, whole text, every author."""
        super().add_item_elements(handler, item | {"description": item["description"] or None})
        for name in item["authors"]:
            handler.addQuickElement("dc:creator", name)
        handler.addQuickElement("content:encoded", item["content"])


class SafeAtom(_Safe, _FullAtom):
    """Atom (RFC 4287)."""


class SafeRss(_Safe, _FullRss):
    """RSS 2.0, for readers that know no Atom."""


class PieceFeed(View):
    """The newest pieces of one subject in the language of the address; a subclass says of which subject."""

    http_method_names = ["get", "head"]
    kind: type[SafeAtom] | type[SafeRss] = SafeAtom

    def find(self, **address: str) -> Any:
        """Return the subject at ``address``, or raise Http404 exactly when it has no page."""
        raise NotImplementedError

    def pieces(self, subject: Any) -> Any:
        """Return the manager of the subject's pieces."""
        return subject.articles

    def link(self, subject: Any) -> str:
        """Return the path of the subject's page."""
        return subject.get_absolute_url()

    def title(self, subject: Any) -> str:
        """Return the name of the feed."""
        return str(subject)

    def subtitle(self, subject: Any) -> str:
        """Return what the feed is about, as plain text."""
        return ""

    def get(self, request: HttpRequest, **address: str) -> HttpResponse:
        """Answer with the feed, or with 304 when nothing in the house has changed since the reader's copy.

        The tag is the site version and the newest piece, which is all that the clock can change. The moment of the last
        change is no such sign, it goes back when a piece is withdrawn: so it is neither sent nor believed.
        """
        subject, now = self.find(**address), timezone.now()
        # Read before the pieces: no answer may bear a newer tag than its content.
        version = pagecache.current()
        pieces = self.pieces(subject)
        newest = pieces.published(now=now).newest_first()
        tag = quote_etag(f"{version}-{newest.values_list('pk', flat=True).first() or 0}")
        response = get_conditional_response(request, etag=tag)
        if response is None:
            feed = self._build(subject, list(newest.for_page()[:ITEMS]))
            response = HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
        response.headers["ETag"] = tag
        # The house's next moment: of which column, topic or author it will be, nobody need know.
        pagecache.valid_until(response, pieces.model.objects.next_moment(now=now))
        return response

    def _build(self, subject: Any, pieces: list[Any]) -> SafeAtom | SafeRss:
        """Return the feed of ``pieces``, its addresses from the settings and never from the request."""
        match = self.request.resolver_match
        assert match is not None
        house, itself = outlet.current(), _absolute(reverse(match.view_name, kwargs=match.kwargs))
        feed = self.kind(
            title=self.title(subject),
            subtitle=self.subtitle(subject) or None,
            description=self.subtitle(subject),
            link=_absolute(self.link(subject)),
            language=get_language(),
            author_name=house.name,
            author_link=_absolute(reverse("home")),
            feed_url=itself,
            feed_guid=itself,
        )
        texts = [_with_lead(piece) for piece in pieces]
        photos = photos_in(texts)
        for piece, text in zip(pieces, texts, strict=True):
            feed.add_item(**_facts(piece, text, photos))
        return feed


def _facts(piece: Any, text: str, photos: Mapping[str, Photo]) -> dict[str, Any]:
    """Return what a feed says of ``piece``, whose figures show ``photos``."""
    standfirst, notices = piece.standfirst or "", piece.notices
    told = render_to_string("feeds/notices.html", {"notices": notices}) if notices else ""
    return {
        "title": piece.title,
        "link": _absolute(piece.get_absolute_url()),
        "unique_id": _lasting_id(piece),
        "unique_id_is_permalink": False,
        "pubdate": piece.publish_at,
        # A notice is news to whoever has read the piece.
        "updateddate": max([piece.modified_at, *(notice.at for notice in notices)]),
        "authors": [author.name for author in piece.signers],
        "categories": [
            *(topic.name for topic in piece.all_topics if topic.published),
            *(tagging.tag.name for tagging in piece.tagged.all()),
        ],
        "description": standfirst,
        "content": for_feed(text, standfirst=standfirst, notices=told, signoff=piece.signoff or "", photos=photos),
    }


def _lasting_id(piece: Any) -> str:
    """Return a tag URI (RFC 4151) that no new title, no new address and no move to https can change."""
    day = f"{piece.publish_at.astimezone(UTC):%Y-%m-%d}"
    host = urlsplit(settings.SITE_URL).hostname
    return f"tag:{host},{day}:{piece._meta.model_name}/{piece.pk}/{get_language()}"


def _with_lead(piece: Any) -> str:
    """Return the stored text of ``piece`` with its lead photo as the first figure."""
    lead = f'<figure data-photo="{piece.lead_photo_id}"></figure>' if piece.lead_photo_id else ""
    return lead + (piece.body or "")


def _absolute(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def _clean(facts: dict[str, Any]) -> dict[str, Any]:
    """Return ``facts`` with every string, and every string of a list, cleaned; strings of a list that end empty go."""
    return {
        key: clean_text(value, multiline=True)
        if isinstance(value, str)
        else [line for text in value if (line := clean_text(text))]
        if key in {"authors", "categories"}
        else value
        for key, value in facts.items()
    }
