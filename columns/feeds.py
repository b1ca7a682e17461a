"""The feeds by which readers follow a column, and an author."""

from django.shortcuts import get_object_or_404
from django.utils.translation import get_language

from columns.models import Author, Column
from columns.views import get_column
from newsroom.feeds import PieceFeed


class ColumnFeed(PieceFeed):
    """The newest editions of one column."""

    def find(self, **address: str) -> Column:
        """Return the column, or raise Http404."""
        return get_column(address["slug"])

    def subtitle(self, subject: Column) -> str:
        """Return what the column is."""
        return subject.description


class AuthorFeed(PieceFeed):
    """The newest pieces that one author signs."""

    def find(self, **address: str) -> Author:
        """Return the author, or raise Http404 when there is no page in this language."""
        return get_object_or_404(Author.objects.public(get_language()), slug=address["slug"])

    def subtitle(self, subject: Author) -> str:
        """Return who the author is."""
        return getattr(subject, f"role_{get_language()}") or ""
