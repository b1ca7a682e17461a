"""``manage.py import_articles FILE.jsonl``: an archive comes in, one JSON object a line."""

import sys
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles import search
from articles.importing.ledger import Ledger, Outcome
from articles.importing.running import bring_in

PLAIN_STEP, BAR_STEP, BAR_WIDTH = 1000, 20, 30
# After so many lines the search's index is put in order.
MANY = 500
WORDS = {
    Outcome.CREATED: "أُنشئت / created",
    Outcome.UPDATED: "حُدّثت / updated",
    Outcome.UNCHANGED: "كما هي / unchanged",
    Outcome.REFUSED: "رُفضت / refused",
}
KINDS = {"refused": "رُفض / refused", "warning": "تنبيه / warning"}


class Command(BaseCommand):
    """Reads the file to its end whatever its lines hold; the code is 0 then, or 1 with --strict after refusals."""

    help = "Import articles from a file of JSON lines (- reads from standard input); see README.md for the format."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, the folder of its photos, where reasons go, and whether refusals are a failure."""
        parser.add_argument("file", help="a file of JSON lines, or -")
        parser.add_argument("--photos", type=Path, help="the folder below which the photos lie")
        parser.add_argument("--report", type=Path, help="write refusals and warnings into this file, too")
        parser.add_argument("--strict", action="store_true", help="end with code 1 when a line was refused")

    def handle(self, *args: Any, file: str, photos: Path | None, report: Path | None, **options: Any) -> None:
        """Bring the file in and print the ledger."""
        if photos is not None and not photos.is_dir():
            raise CommandError(f"لا مجلد هنا / no folder here: {photos}")
        with ExitStack() as stack:
            try:
                stream = sys.stdin.buffer if file == "-" else stack.enter_context(Path(file).open("rb"))
                paper = stack.enter_context(report.open("w", encoding="utf-8")) if report else None
            except OSError as error:
                raise CommandError(f"تعذّر فتح الملف / the file cannot be opened: {error}") from error
            ledger = Ledger(self._teller(paper))
            size = 0 if file == "-" else Path(file).stat().st_size
            progress = self._progress(stream, size)
            bring_in(stream, ledger=ledger, by=None, now=timezone.now(), photos=photos, progress=progress)
        if ledger.total >= MANY:
            search.tidy()
        self._print(ledger)
        if options["strict"] and ledger.outcomes[Outcome.REFUSED]:
            raise CommandError("رُفضت أسطر / some lines were refused", returncode=1)

    def _teller(self, paper: IO[str] | None) -> Callable[[str, int, str], None]:
        def tell(kind: str, number: int, reason: str) -> None:
            line = f"{number}: {KINDS[kind]}: {reason}"
            # In front of the bar, which is drawn again behind it.
            self.stderr.write(("\r\x1b[K" if self.stderr.isatty() else "") + line)
            if paper is not None:
                paper.write(f"{line}\n")

        return tell

    def _progress(self, stream: IO[bytes], size: int) -> Callable[[int], None]:
        """Return what shows the way: a bar on a terminal, a plain line now and then elsewhere."""

        def show(number: int) -> None:
            if self.stderr.isatty() and number % BAR_STEP == 0:
                done = min(1.0, stream.tell() / size) if size else 0.0
                bar = "█" * round(done * BAR_WIDTH)
                self.stderr.write(f"\r{bar:░<{BAR_WIDTH}} {done:4.0%} {number}", style_func=str, ending="")
            elif not self.stderr.isatty() and number % PLAIN_STEP == 0:
                self.stderr.write(f"سطر / line {number}", style_func=str)

        return show

    def _print(self, ledger: Ledger) -> None:
        """Print the counts, whose sum is the number of lines, and what else somebody should know."""
        if self.stderr.isatty():
            self.stderr.write("\r\x1b[K", ending="")
        counts = " + ".join(f"{ledger.outcomes[outcome]} {words}" for outcome, words in WORDS.items())
        self.stdout.write(f"{ledger.total} أسطر / lines = {counts}")
        if ledger.warnings:
            self.stdout.write(f"{ledger.warnings} تنبيهات / warnings")
        if ledger.unknown_keys:
            keys = ", ".join(f"{key} ({count})" for key, count in ledger.unknown_keys.most_common())
            self.stdout.write(f"مفاتيح غير معروفة تُركت / unknown keys were left out: {keys}")
