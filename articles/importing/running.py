"""The file from its first line to its last: prepared line by line, written batch by batch, told to the ledger."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import IO

from django.db import DatabaseError
from django.utils.translation import gettext as _

from articles import numbering
from articles.importing import house, reading
from articles.importing.ledger import Ledger, Outcome
from articles.importing.names import Names
from articles.importing.photos import PhotoFolder, shown_in
from articles.importing.reading import Record
from articles.importing.texts import Texts
from articles.importing.writing import Prepared, write
from articles.snapshots import Ref
from columns import signoff
from columns.models import Column
from newsroom.accounts import User
from newsroom.arabic.hygiene import clean_text
from newsroom.prose.cleaning import MAX_LETTERS
from newsroom.refusals import Refused

BATCH = 200
# A batch of very long lines is written earlier, so that memory stays flat.
MOST_LETTERS_IN_A_BATCH = 8_000_000


def bring_in(
    stream: IO[bytes],
    *,
    ledger: Ledger,
    by: User | None,
    now: datetime,
    photos: Path | None = None,
    progress: Callable[[int], None] = lambda _number: None,
) -> None:
    """Bring in every line of ``stream``, and number the columns that are being imported by date.

    Outcomes go to ``ledger``; ``progress`` is called with the number of each line done. Nothing that a line holds
    stops the rest; what was done before an end by force is found as unchanged by the next run.
    """
    with Texts(signoff.every_line()) as texts:
        run = _Run(ledger=ledger, now=now, photos=PhotoFolder(photos), texts=texts)
        for number, raw in reading.lines(stream):
            run.take(number, raw)
            progress(number)
        run.flush()
    for column in Column.objects.filter(pk__in=run.columns, importing=True):
        report = numbering.number_by_date(column, by=by, now=now)
        if report.without:
            words = _("In “%(column)s” no number is free at the date of these editions (%(count)s in all): %(ids)s")
            ids = ", ".join(map(str, report.without[:20]))
            ledger.warn(0, words % {"count": len(report.without), "column": column, "ids": ids})


@dataclass(frozen=True)
class Checked:
    """A record whose photos were taken in, and whose text waits to be cleaned."""

    number: int
    record: Record
    body: str
    photo: Ref | None

    @property
    def photos(self) -> set[int]:
        """Return the ids of the photos that the line shows."""
        return shown_in(self.body) | ({self.photo.id} if self.photo else set())


class _Run:
    """One run: the names of the house, and the batch that is filling."""

    def __init__(self, *, ledger: Ledger, now: datetime, photos: PhotoFolder, texts: Texts) -> None:
        self.ledger, self.now, self.photos = ledger, now, photos
        self.names = Names(photos)
        self.columns: set[int] = set()
        self._texts = texts
        self._batch: list[Checked] = []
        self._letters = 0
        # The batch whose texts are being cleaned.
        self._waiting: list[Checked] = []
        # The one thing kept of every line: a piece is told once in each language.
        self._told: dict[str, int] = {}

    def take(self, number: int, raw: bytes | None) -> None:
        """Prepare one line and put it into the batch, or refuse it: whatever it holds, the next one is read."""
        try:
            data = reading.parsed(raw)
            self.ledger.note_unknown(house.unknown_keys(data))
            if "ref" not in data and reading.HOUSE_KEYS & data.keys():
                self._bring_house(number, data)
                return
            self.ledger.note_unknown(reading.unknown_keys(data))
            item = self._checked(number, data)
        except Refused as refused:
            self.ledger.refuse(number, str(refused))
            return
        except Exception as error:
            self._refuse_for(number, error)
            return
        self._batch.append(item)
        self._letters += len(item.body)
        if len(self._batch) >= BATCH or self._letters > MOST_LETTERS_IN_A_BATCH:
            self._turn()

    def flush(self) -> None:
        """Write everything that was taken."""
        self._turn()
        self._turn()

    def _turn(self) -> None:
        """Hand the batch in to be cleaned, and meanwhile write the one before it."""
        clean, self._waiting, self._batch = self._waiting, self._batch, []
        self._letters = 0
        texts = self._texts.receive() if clean else []
        if self._waiting:
            self._texts.send([item.body for item in self._waiting])
        batch = []
        for item, text in zip(clean, texts, strict=True):
            if isinstance(text, Exception):
                self._refuse_for(item.number, text)
                continue
            batch.append(Prepared(item.number, item.record, text.html, item.photo))
            for notice in text.notices:
                self.ledger.warn(item.number, str(notice))
        if batch:
            self._write_safely(batch)
        self.photos.settle({pk for item in (*self._batch, *self._waiting) for pk in item.photos})

    def _write_safely(self, batch: list[Prepared]) -> None:
        """Write a batch; where it fails as a whole, line by line, so that only the culprit stays out."""
        try:
            self._write(batch)
        except Exception:
            for item in batch:
                try:
                    self._write([item])
                except Exception as error:
                    self._refuse_for(item.number, error)

    def _write(self, batch: list[Prepared]) -> None:
        results, columns = write(batch, names=self.names, now=self.now)
        self.columns |= columns
        for result in results:
            if result.outcome is Outcome.REFUSED:
                self.ledger.refuse(result.number, result.reason)
            else:
                self.ledger.note(result.outcome)
            for words in result.warnings:
                self.ledger.warn(result.number, words)

    def _bring_house(self, number: int, data: dict) -> None:
        """Bring in a line that is no piece; the pieces before it first, since it may speak of them."""
        self.flush()
        self.ledger.note_unknown(tuple(clean_text(key)[:60] for key in data.keys() - reading.HOUSE_KEYS))
        for words in house.bring_in_house(data, names=self.names, photos=self.photos, now=self.now):
            self.ledger.warn(number, words)

    def _checked(self, number: int, data: dict) -> Checked:
        """Return the line checked and its photos taken in; raises Refused."""
        record = reading.checked(data, now=self.now)
        first = self._told.setdefault(f"{record.language} {record.ref}", number)
        if first != number:
            raise Refused([_("Line %(number)s brought this piece in this language already.") % {"number": first}])
        house.learn(data, names=self.names, photos=self.photos)
        body = self.photos.mapped(record.body)
        if len(body) > MAX_LETTERS:
            raise Refused([_("This text is too long for one piece.")])
        photo = self.photos.ref(record.photo) if record.photo else None
        return Checked(number, replace(record, body=""), body, photo)

    def _refuse_for(self, number: int, error: Exception) -> None:
        """Refuse a line for what nobody foresaw."""
        why = clean_text(str(error))[:200]
        if isinstance(error, DatabaseError):
            words = _("The database does not take this line: %(why)s") % {"why": why}
        else:
            words = _("This line cannot be taken: %(why)s") % {"why": f"{type(error).__name__}: {why}"}
        self.ledger.refuse(number, words)
