"""Cleaning the texts of a batch, for long files in a process of its own: the second core cleans while one writes."""

from collections.abc import Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Self

from django.conf import settings

from articles.importing import second_core
from newsroom import prose
from newsroom.prose import Cleaned

# A figure asks the database which photos there are, and only one process talks to it.
ASKS = "data-photo"


class Texts:
    """Takes the texts of one batch at a time and gives them back clean; as a context it ends its process."""

    def __init__(self, furniture: Sequence[str]) -> None:
        """Take the sign-offs of the columns, which belong under a text and never in it."""
        self._furniture = list(furniture)
        self._sources: list[str] = []
        self._there: list[int] = []
        self._batches = 0
        self._line: Connection | None = None
        self._process: Any = None

    def __enter__(self) -> Self:
        """Start nothing yet: most files are short."""
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Let the process end: it reads the end of its line."""
        if self._line is not None:
            self._line.close()
            self._process.join(timeout=10)

    def send(self, sources: list[str]) -> None:
        """Hand in the texts of a batch; those of the batch before must have been received."""
        self._batches += 1
        if self._batches == 2:
            self._start()
        self._sources, self._there = sources, []
        if self._line is not None:
            self._there = [place for place, source in enumerate(sources) if ASKS not in source.lower()]
            try:
                self._line.send([sources[place] for place in self._there])
            except OSError:
                self._there = []

    def receive(self) -> list[Cleaned | Exception]:
        """Return the clean texts of the batch that was handed in, in its order; what went wrong in place of one."""
        cleaned: dict[int, Cleaned | None] = {}
        if self._there and self._line is not None:
            try:
                cleaned = dict(zip(self._there, self._line.recv(), strict=True))
            except (EOFError, OSError):
                # The other process is gone: this one cleans on by itself.
                self._line = None
        return [cleaned.get(place) or self._clean(source) for place, source in enumerate(self._sources)]

    def _clean(self, source: str) -> Cleaned | Exception:
        try:
            return prose.clean(source, furniture=self._furniture)
        except Exception as error:
            return error

    def _start(self) -> None:
        context = get_context("spawn")
        self._line, theirs = context.Pipe()
        self._process = context.Process(
            target=second_core.clean_all, args=(theirs, self._furniture, settings.SETTINGS_MODULE), daemon=True
        )
        self._process.start()
        theirs.close()
