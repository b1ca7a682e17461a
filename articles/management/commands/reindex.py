"""``manage.py reindex``: the search's index is written anew from the pieces, or looked over."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from articles import search
from articles.models import Article

BATCH, BAR_WIDTH, PLAIN_STEP = 200, 30, 5000


class Command(BaseCommand):
    """Goes through all pieces while the newsroom works, a batch in one transaction; may be ended and begun anew."""

    help = "Write the search's index anew from the pieces; --check only says which entries are not as they would be."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take whether to write or only to look."""
        parser.add_argument("--check", action="store_true", help="write nothing; end with code 1 where entries differ")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        """Write or check the entries of every piece."""
        wrong: list[int] = []
        count = 0
        for ids in self._batches():
            rows = Article.objects.filter(pk__in=ids).order_by("pk")
            if check:
                wrong += search.check(list(rows))
            else:
                # Its own rows alone: a piece that is being saved waits for a moment.
                with transaction.atomic():
                    search.index(rows.select_for_update(no_key=True))
            count += len(ids)
        if not check:
            search.tidy()
        self.stderr.write("\r\x1b[K" if self.stderr.isatty() else "", ending="")
        if wrong:
            shown = ", ".join(map(str, wrong[:20])) + (" …" if len(wrong) > 20 else "")
            raise CommandError(f"{len(wrong)} مقالات ليست كما ينبغي في الفهرس / pieces differ from the index: {shown}")
        self.stdout.write(f"{count} {'مطابقة / as they should be' if check else 'مفهرسة / indexed'}")

    def _batches(self) -> Iterator[list[int]]:
        """Yield the ids of all pieces, the oldest first, and show the way."""
        ids = Article.objects.order_by("pk").values_list("pk", flat=True)
        total, done, last = Article.objects.count(), 0, 0
        while batch := list(ids.filter(pk__gt=last)[:BATCH]):
            yield batch
            last, done = batch[-1], done + len(batch)
            if self.stderr.isatty():
                share = min(1.0, done / total)
                bar = "█" * round(share * BAR_WIDTH)
                self.stderr.write(f"\r{bar:░<{BAR_WIDTH}} {share:4.0%} {done}", style_func=str, ending="")
            elif done % PLAIN_STEP < BATCH:
                self.stderr.write(f"مقالات / pieces {done} / {total}", style_func=str)
