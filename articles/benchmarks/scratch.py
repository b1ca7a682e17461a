"""A newsroom for one measurement: a folder and a database of its own, filled by our own importer.

The running newsroom is never touched: the command starts itself again in the environment of the scratch newsroom, and
there it fills only a database without a single article, from a folder that it made itself.
"""

import json
import os
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any, Final

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from articles import search
from articles.benchmarks import corpus
from articles.benchmarks.library import is_content, words_of
from articles.benchmarks.shapes import bare, is_vocalised, vocalised
from articles.importing.ledger import Ledger, Outcome
from articles.importing.running import bring_in
from articles.models import Article

MARK: Final = "benchmark"
# What the running newsroom was given, and the scratch one must not see.
_FOREIGN: Final = frozenset(
    {
        "NEWSROOM_ENV",
        "NEWSROOM_VAR",
        "DATABASE_URL",
        "SITE_URL",
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "MEDIA_ROOT",
        "EMAIL_URL",
        "BEHIND_PROXY",
        "REQUIRE_SECOND_FACTOR",
    }
)
_KEPT_KEYS: Final = (
    "language",
    "title",
    "standfirst",
    "paragraphs",
    "body_html",
    "published",
    "authors",
    "topics",
    "tags",
)
# Every tenth article gets harakat, so that there are vocalised ones to be asked for.
_VOCALISED_EVERY: Final = 10
_BATCH: Final = 200
Tell = Callable[[str], None]


class Filled(Exception):
    """The database holds articles: it is somebody's newsroom."""


class NotOurs(Exception):
    """The folder was not made for a benchmark."""


@dataclass(frozen=True)
class Filling:
    """What came of filling the newsroom: articles a second, and lines refused."""

    imported: float
    indexed: float
    refused: int


def environment(folder: Path, database: str = "") -> dict[str, str]:
    """Mark ``folder`` as a scratch newsroom's and return the environment of a process that works there."""
    (folder / MARK).touch()
    kept = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
    own = {"NEWSROOM_ENV": "test", "NEWSROOM_VAR": str(folder)}
    return kept | own | ({"DATABASE_URL": database} if database else {})


def refuse_filled() -> None:
    """Raise ``Filled`` where the database has an article, and ``NotOurs`` outside of a scratch folder."""
    if Article._meta.db_table in connection.introspection.table_names() and Article.objects.exists():
        raise Filled
    if not (settings.VAR_DIR / MARK).exists():
        raise NotOurs


def fill(corpora: Sequence[Path], *, limit: int, seed: int, tell: Tell) -> Filling:
    """Migrate the scratch newsroom, bring the corpus in, and build the index once more by itself to time it.

    Without ``corpora`` it is our own. Raises ``Filled`` or ``NotOurs`` before anything is written.
    """
    refuse_filled()
    for folder in (settings.MEDIA_ROOT, settings.STATIC_ROOT):
        Path(folder).mkdir(parents=True, exist_ok=True)
    tell("تهيئة القاعدة / migrating")
    call_command("migrate", verbosity=0, interactive=False)
    prepared = settings.VAR_DIR / "corpus.jsonl"
    tell("تهيئة المواد / preparing the corpus")
    with prepared.open("w", encoding="utf-8") as paper:
        for line in lines(corpora, limit=limit, seed=seed):
            paper.write(f"{json.dumps(line, ensure_ascii=False)}\n")
    ledger = Ledger()
    start = time.perf_counter()
    with prepared.open("rb") as stream:
        bring_in(stream, ledger=ledger, by=None, now=timezone.now(), progress=_counted(tell))
    spent = time.perf_counter() - start
    count = Article.objects.count()
    indexed = count / _indexed(tell)
    _learn_what_is_there()
    return Filling(count / spent, indexed, ledger.outcomes[Outcome.REFUSED])


def _counted(tell: Tell) -> Callable[[int], None]:
    def progress(number: int) -> None:
        if number % 500 == 0:
            tell(f"استيراد / importing: {number}")

    return progress


def _learn_what_is_there() -> None:
    """Let PostgreSQL count its rows, as it does by itself within a minute, and not only after the measurement."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _indexed(tell: Tell) -> float:
    """Write the whole index anew, as the import does it, and return the seconds."""
    tell("فهرسة / indexing")
    keys = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    spent = 0.0
    for start in range(0, len(keys), _BATCH):
        rows = list(Article.objects.filter(pk__in=keys[start : start + _BATCH]))
        begun = time.perf_counter()
        with transaction.atomic():
            search.index(rows)
        spent += time.perf_counter() - begun
    return spent or 1.0


# ---- the lines -------------------------------------------------------------------------------------------------------


def lines(corpora: Sequence[Path], *, limit: int, seed: int) -> Iterator[dict[str, Any]]:
    """Yield what is brought in: published, signed, without photos and numbers, every tenth line vocalised.

    Of several corpora each gives its share of ``limit``.
    """
    sources: list[Iterator[dict[str, Any]]] = [_read(path, f"{place}-") for place, path in enumerate(corpora)]
    share = -(-limit // (len(sources) or 1))
    for source in sources or [corpus.articles(limit, seed=seed)]:
        for number, line in enumerate(source):
            if number >= share:
                break
            yield _with_harakat(line, Random(f"{seed} {line['ref']}")) if number % _VOCALISED_EVERY == 0 else line


def _read(path: Path, prefix: str) -> Iterator[dict[str, Any]]:
    """Yield the pieces of a file of the import, with what a reader must see of them."""
    with path.open(encoding="utf-8-sig") as paper:
        for number, text in enumerate(filter(str.strip, paper)):
            data = json.loads(text)
            if not isinstance(data, dict) or "ref" not in data:
                continue
            line = {"ref": f"{prefix}{data['ref']}"} | {key: data[key] for key in _KEPT_KEYS if data.get(key)}
            line.setdefault("published", (corpus.FIRST + timedelta(hours=number)).isoformat())
            line.setdefault("authors", [corpus.AUTHOR])
            yield line


def _with_harakat(line: dict[str, Any], chance: Random) -> dict[str, Any]:
    """Return an Arabic line whose title bears harakat, and its text wherever it says a word of the title."""
    title = str(line.get("title", ""))
    if line.get("language") != "ar" or is_vocalised(title):
        return line
    marked = {word: vocalised(word, chance) or word for word in words_of(title) if is_content(word)}

    def mark(text: str) -> str:
        return " ".join(marked.get(bare(word), word) for word in text.split(" "))

    texts = {"title": mark(title)}
    if isinstance(line.get("paragraphs"), list):
        return line | texts | {"paragraphs": [mark(str(text)) for text in line["paragraphs"]]}
    return line | texts
