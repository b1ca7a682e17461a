"""``manage.py export_articles [FILE]``: the house in the format of the import."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles import exporting


class Command(BaseCommand):
    """Writes line by line, so that the size of the house does not matter."""

    help = "Export articles and what belongs to them as JSON lines, to a file or to standard output."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, the folder for the photos, and whether drafts stay here."""
        parser.add_argument("file", nargs="?", type=Path, help="a file to write; standard output without it")
        parser.add_argument("--photos", type=Path, help="copy the photos below this folder")
        parser.add_argument("--published-only", action="store_true", help="only what readers may see now")

    def handle(self, *args: Any, file: Path | None, photos: Path | None, **options: Any) -> None:
        """Write the lines, and say how many."""
        lines = exporting.lines(photos=photos, now=timezone.now(), published_only=options["published_only"])
        texts = (json.dumps(line, ensure_ascii=False) for line in lines)
        count = 0
        if file is None:
            for text in texts:
                self.stdout.write(text)
            return
        try:
            with file.open("w", encoding="utf-8") as paper:
                count = sum(bool(paper.write(f"{text}\n")) for text in texts)
        except OSError as error:
            raise CommandError(f"تعذّرت الكتابة / it cannot be written: {error}") from error
        self.stdout.write(f"كُتبت الأسطر / lines written: {count}")
