"""The feeds by which readers follow the whole outlet, and a topic."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language

from articles.models import Article, Topic
from newsroom import outlet
from newsroom.feeds import PieceFeed
from newsroom.outlet import SiteSettings


class SiteFeed(PieceFeed):
    """The newest pieces of the outlet."""

    def find(self, **address: str) -> SiteSettings:
        """Return the outlet itself."""
        house: SiteSettings = outlet.current()
        return house

    def pieces(self, subject: SiteSettings) -> Any:
        """Return all pieces."""
        return Article.objects

    def link(self, subject: SiteSettings) -> str:
        """Return the path of the front page."""
        return reverse("home")

    def subtitle(self, subject: SiteSettings) -> str:
        """Return what the outlet is."""
        language = get_language()
        return getattr(subject, f"description_{language}") or getattr(subject, f"tagline_{language}") or ""


class TopicFeed(PieceFeed):
    """The newest pieces on one topic."""

    def find(self, **address: str) -> Topic:
        """Return the topic, or raise Http404 when it has no page in this language."""
        return get_object_or_404(Topic.objects.public(get_language()), slug=address["slug"])

    def subtitle(self, subject: Topic) -> str:
        """Return what the topic is about."""
        return getattr(subject, f"summary_{get_language()}") or ""
