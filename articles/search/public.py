"""The names that have a page: topics, tags, authors and columns with all their spellings, in the worker's memory."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import accumulate
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from articles.models import Article, Spelling, Tag, Topic
from columns.models import Author, Column
from newsroom.arabic.fold import fold
from newsroom.remembered import remembered

Bearer = tuple[str, int]


class PublicNames:
    """What has a page in one language, of each kind by id in the order of its lists, and how it is spelled.

    ``until`` is when the clock alone changes it, None for never.
    """

    def __init__(self, language: str, now: datetime) -> None:
        self.until = Article.objects.next_moment(now=now)
        authors = Author.objects.public(language).only("name", "slug", "name_folded")
        self.rows: dict[str, dict[int, Any]] = {
            "topic": {row.pk: row for row in Topic.objects.public(language).only("name", "slug")},
            "author": {row.pk: row for row in authors},
            "tag": {row.pk: row for row in Tag.objects.public(language).only("name", "slug")},
            "column": {row.pk: row for row in public_columns(language)},
        }
        self.spellings: dict[Bearer, list[str]] = {}
        self.bearers: dict[str, list[Bearer]] = {}
        for topic, tag, folded in Spelling.objects.order_by("pk").values_list("topic", "tag", "folded"):
            bearer = ("topic", topic) if topic else ("tag", tag)
            if bearer[1] in self.rows[bearer[0]]:
                self.spellings.setdefault(bearer, []).append(folded)
                self.bearers.setdefault(folded, []).append(bearer)
        lines = [(folded, bearer) for bearer, spelled in self.spellings.items() for folded in spelled]
        lines += [(f"{row.name_folded} {fold(row.name_en or '')}", ("author", pk)) for pk, row in self._authors()]
        # One text of all spellings, because a text is looked through many times as fast as a list.
        self._lines, self._of = [line for line, _bearer in lines], [bearer for _line, bearer in lines]
        self._text = "\n".join(self._lines)
        self._starts = list(accumulate((len(line) + 1 for line in self._lines), initial=0))

    def _authors(self) -> Iterable[tuple[int, Author]]:
        return self.rows["author"].items()

    def holding(self, words: Sequence[str]) -> set[Bearer]:
        """Return topics, tags and authors of whose spellings one holds all the folded ``words``."""
        found: set[Bearer] = set()
        rarest = max(words, key=len, default="")
        at = self._text.find(rarest) if rarest else -1
        while at >= 0:
            line = bisect_right(self._starts, at) - 1
            if all(word in self._lines[line] for word in words):
                found.add(self._of[line])
            at = self._text.find(rarest, self._starts[line + 1])
        return found

    def with_slug(self, kind: str, slug: str) -> Any:
        """Return the row of a kind at this address, None for none."""
        return next((row for row in self.rows[kind].values() if row.slug == slug), None)


def public_names(language: str, *, now: datetime) -> PublicNames:
    """Return the names that have a page in ``language`` at ``now``."""
    return remembered(
        ("public names", language), lambda: PublicNames(language, now), now=now, until=lambda names: names.until
    )


def public_columns(language: str) -> QuerySet[Column]:
    """Return the columns that are named in ``language``: in Arabic all, elsewhere those with an edition there."""
    if language == settings.LANGUAGE_CODE:
        return Column.objects.all()
    return Column.objects.filter(Exists(Article.objects.published(language).filter(column=OuterRef("pk"))))
