"""``manage.py benchmark search``: how well and how fast the search finds what readers type."""

import json
import subprocess
import sys
import tempfile
from argparse import SUPPRESS, ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles.benchmarks import report, running, scratch
from articles.models import Article

OWN_CORPUS = 5000


class Command(BaseCommand):
    """Measures in a scratch newsroom, or with --here what is in this one; the code is 0, with --check 1 for a goal
    that was missed."""

    help = "Measure the search on a corpus in a newsroom of its own, beside the published figures of other systems."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take what is measured, on which articles, and where the figures go."""
        parser.add_argument("what", choices=["search"])
        parser.add_argument("--corpus", type=Path, action="append", default=[], help="a file of the import's format")
        parser.add_argument("--limit", type=int, default=OWN_CORPUS, help="at most so many articles")
        parser.add_argument("--seed", type=int, default=11, help="the same seed asks the same questions")
        parser.add_argument("--queries", type=int, default=60, help="questions in each class")
        parser.add_argument("--no-pages", action="store_true", help="do not time the page")
        parser.add_argument("--database", default="", help="the address of an empty database; a new SQLite without it")
        parser.add_argument(
            "--here", action="store_true", help="measure on the articles of this newsroom, write nothing"
        )
        parser.add_argument(
            "--misses", action="store_true", help="print the questions whose article did not come first"
        )
        parser.add_argument("--json", type=Path, help="write the figures into this file, too")
        parser.add_argument("--check", action="store_true", help="end with code 1 when a goal is missed")
        # Said by the command to itself, in the environment of the scratch newsroom.
        parser.add_argument("--inside", action="store_true", help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure and print; in a scratch newsroom by starting once more."""
        for path in options["corpus"]:
            if not path.is_file():
                raise CommandError(f"لا ملف هنا / no file here: {path}")
        if min(options["limit"], options["queries"]) < 1:
            raise CommandError("عدد موجب مطلوب / a number above nought is needed")
        if not options["here"] and not options["inside"]:
            self._in_scratch(options)
            return
        filling = self._fill(options) if options["inside"] else None
        wishes = running.Wishes(options["seed"], options["queries"], not options["no_pages"])
        found = running.run(wishes, tell=self._tell)
        if filling is not None:
            found.imported, found.indexed = filling.imported, filling.indexed
        self._clear()
        for line in report.lines(found):
            self.stdout.write(line)
        if options["misses"]:
            for line in report.misses(found, dict(Article.objects.values_list("pk", "title"))):
                self.stdout.write(line)
        self._keep(options["json"], {**report.as_data(found), "filling": asdict(filling) if filling else None})
        if options["check"] and found.missed:
            raise CommandError("فاتت أهداف / goals were missed", returncode=1)

    def _in_scratch(self, options: dict[str, Any]) -> None:
        """Start this command again where it may write, and end as it ended."""
        words = ["search", "--inside", f"--limit={options['limit']}", f"--seed={options['seed']}"]
        words += [f"--queries={options['queries']}", *(f"--corpus={path.resolve()}" for path in options["corpus"])]
        words += [f"--{flag}" for flag in ("no-pages", "misses", "check") if options[flag.replace("-", "_")]]
        words += [f"--json={options['json'].resolve()}"] if options["json"] else []
        with tempfile.TemporaryDirectory(prefix="newsroom-benchmark-") as folder:
            environment = scratch.environment(Path(folder), options["database"])
            command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "benchmark", *words]
            code = subprocess.run(command, env=environment, check=False).returncode
        if code:
            raise SystemExit(code)

    def _fill(self, options: dict[str, Any]) -> scratch.Filling:
        try:
            filling = scratch.fill(options["corpus"], limit=options["limit"], seed=options["seed"], tell=self._tell)
        except scratch.Filled as error:
            raise CommandError(
                "في القاعدة مواد؛ --here يقيس عليها من دون كتابة / "
                "this database holds articles; --here measures on them and writes nothing"
            ) from error
        except scratch.NotOurs as error:
            raise CommandError("ليست غرفة تجربة / this is no scratch newsroom") from error
        except ValueError as error:
            raise CommandError(f"تعذّرت قراءة المواد / the corpus cannot be read: {error}") from error
        if filling.refused:
            self._clear()
            self.stderr.write(f"رُفضت أسطر / lines refused: {filling.refused}", style_func=str)
        return filling

    def _keep(self, path: Path | None, figures: dict[str, Any]) -> None:
        if path is None:
            return
        try:
            path.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        except OSError as error:
            raise CommandError(f"تعذّرت الكتابة / it cannot be written: {error}") from error

    def _tell(self, words: str) -> None:
        """Say what is being done: in one line that is written over on a terminal, line by line elsewhere."""
        if self.stderr.isatty():
            self.stderr.write(f"\r\x1b[K{words}", style_func=str, ending="")
            self.stderr.flush()
        else:
            self.stderr.write(words, style_func=str)

    def _clear(self) -> None:
        if self.stderr.isatty():
            self.stderr.write("\r\x1b[K", style_func=str, ending="")
