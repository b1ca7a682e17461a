"""The verb of the import: a batch of checked lines becomes pieces, in one transaction.

A piece stands afterwards as if it had been begun and published at the desk, by nobody: one revision of kind import,
and everything that is derived from its row.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from articles import naming, numbering, search, translating
from articles.importing.ledger import Outcome
from articles.importing.names import Names
from articles.importing.plans import Piece, is_complete, kept_beside, planned, released_in, translated
from articles.importing.reading import Record
from articles.models import Article, Byline, Correction, PhotoUse, RetiredNumber, Revision, TaggedArticle
from articles.models.article import LANGUAGES, Status
from articles.revisions import photos_in
from articles.snapshots import TEXTS, TRANSLATIONS, Ref, Snapshot
from columns import signoff
from columns.models import Column
from newsroom import pagecache, redirects
from newsroom.arabic.slug import slug
from newsroom.images import Photo
from newsroom.outlet import SiteSettings
from newsroom.redirects import Reason, Redirect
from newsroom.refusals import Refused

# How our own export calls a piece that was begun at a desk: by its short address.
BY_CODE = "s/"


@dataclass(frozen=True)
class Prepared:
    """A record whose text was cleaned and whose photo was taken in."""

    number: int
    record: Record
    body: str
    photo: Ref | None = None


@dataclass
class Result:
    """What became of one line."""

    number: int
    outcome: Outcome
    reason: str = ""
    warnings: list[str] = field(default_factory=list)


class _NothingChanged(Exception):
    """Leaves the transaction without raising the site version."""


def write(batch: Sequence[Prepared], *, names: Names, now: datetime) -> tuple[list[Result], set[int]]:
    """Write a batch in one transaction; return what became of each line, and the columns it concerns.

    The site version is raised once, and not at all when every line was there already. Raises DatabaseError with
    nothing written.
    """
    work = _Batch(names=names, now=now)
    try:
        with names.journal.or_nothing(), transaction.atomic(), pagecache.raised_last():
            naming.hold()
            names.follow_merges()
            work.open(batch)
            results = [work.line(item) for item in batch]
            if not work.finish():
                raise _NothingChanged
    except _NothingChanged:
        pass
    return results, work.columns


class _Batch:
    """One batch at work: the pieces that its lines concern, by reference."""

    def __init__(self, *, names: Names, now: datetime) -> None:
        self.names, self.now = names, now
        self.columns: set[int] = set()
        self._pieces: dict[str, Piece] = {}
        self._outlet = SiteSettings.load()
        self._column_rows: dict[int, Column] = {}
        # By the path as it is kept: the address as the file has it, and where it leads.
        self._leads: dict[str, tuple[str, str]] = {}
        self._old: dict[str, str] = {}
        self._ids_given = False

    def open(self, batch: Sequence[Prepared]) -> None:
        """Load, and lock, the pieces that were here before, and where old addresses lead already."""
        refs = {item.record.ref for item in batch}
        codes = [ref.removeprefix(BY_CODE) for ref in refs if ref.startswith(BY_CODE)]
        rows = Article.objects.select_for_update().filter(Q(import_ref__in=refs) | Q(code__in=codes)).order_by("pk")
        found = list(rows)
        newest: dict[int, Revision] = {}
        for revision in Revision.objects.filter(article__in=found).defer("content").order_by("pk"):
            newest[revision.article_id or 0] = revision
        imported = [revision.pk for revision in newest.values() if revision.kind == Revision.Kind.IMPORT]
        contents = dict(Revision.objects.filter(pk__in=imported).values_list("article_id", "content"))
        for row in found:
            edited = row.pk not in contents
            content = Snapshot.of_row(row)
            if not edited:
                content = Snapshot.from_json(contents[row.pk]).placed(newest[row.pk].pk)
            moments = _moments_of(content, {} if edited else contents[row.pk])
            piece = Piece(row, content, newest=newest.get(row.pk), moments=moments, edited_here=edited)
            for ref in (row.import_ref, f"{BY_CODE}{row.code}"):
                if ref:
                    self._pieces.setdefault(ref, piece)
        paths = {_path(url) for item in batch for url in item.record.old_urls}
        if paths:
            there = Redirect.objects.filter(old_path__in=paths)
            self._old = dict(there.values_list("old_path", "new_path"))

    # -- one line -------------------------------------------------------------------------------------------------

    def line(self, item: Prepared) -> Result:
        """Bring one line in as far as its piece's row; relations follow for the whole batch.

        A line that is refused leaves nothing behind: neither a name in the database nor one in memory.
        """
        try:
            with self.names.journal.or_nothing(), transaction.atomic():
                return self._taken(item)
        except Refused as refused:
            # The id of a column that was made for this line alone is free again.
            self._column_rows.clear()
            return Result(item.number, Outcome.REFUSED, str(refused))

    def _taken(self, item: Prepared) -> Result:
        """Write one line's row; raises Refused."""
        record = item.record
        piece = self._pieces.get(record.ref) or Piece(Article(import_ref=record.ref), Snapshot.empty())
        before, outcome = piece.content, Outcome.UNCHANGED
        plan = planned(piece, record, body=item.body, photo=item.photo, names=self.names, now=self.now)
        content, warnings = plan.content, []
        if (
            piece.row.pk is None
            or content.differing(before)
            or plan.moments != piece.moments
            or self._to_withdraw(piece, record)
        ):
            outcome = Outcome.CREATED if piece.row.pk is None else Outcome.UPDATED
            content, piece.moments = self._numbered(piece, content), plan.moments
            self._write_row(piece, record, content)
            if record.published and piece.row.status == Status.DRAFT:
                warnings.append(_("Kept as a draft until a line of this piece names an author."))
        if content.column:
            self.columns.add(content.column.id)
        for code in plan.moments:
            if plan.keeps_back(code) and (code == record.language or code in released_in(before)):
                words = _("Kept and not shown (%(language)s): its moment is ahead of the piece's own. Publish it then.")
                warnings.append(words % {"language": code})
        result = Result(item.number, outcome, warnings=warnings)
        if self._lead(piece, record, result) and outcome is Outcome.UNCHANGED:
            result.outcome = Outcome.UPDATED
        return result

    def _to_withdraw(self, piece: Piece, record: Record) -> bool:
        return record.withdrawn and piece.row.status == Status.PUBLISHED

    def _numbered(self, piece: Piece, content: Snapshot) -> Snapshot:
        """Give the piece its number in its column, and return the content with it.

        In a column marked as being imported only a number that the file names is given; the others come by date.
        """
        row = piece.row
        if content.column is None or not is_complete(content):
            return content
        if content.number is None and (row.number is not None or self.names.is_importing(content.column)):
            return content
        if row.number is None or content.number != row.number:
            column = self._column(content.column)
            row.number = numbering.give_number(row, column=column, wish=content.number)
        return content.with_(number=row.number)

    def _column(self, ref: Ref) -> Column:
        if ref.id not in self._column_rows:
            self._column_rows[ref.id] = Column.objects.select_related("writer").get(pk=ref.id)
        return self._column_rows[ref.id]

    # -- the row --------------------------------------------------------------------------------------------------

    def _write_row(self, piece: Piece, record: Record, content: Snapshot) -> None:
        """Project the content onto the row, and save it."""
        row = piece.row
        seen = row.released_languages if row.status != Status.DRAFT else ()
        signed = seen if row.column_id is not None else ()
        for name in TEXTS:
            for code in LANGUAGES:
                setattr(row, f"{name}_{code}", getattr(content, name).get(code, ""))
        for code in LANGUAGES:
            setattr(row, f"released_{code}", code in content.released)
        row.column_id = content.column.id if content.column else None
        row.lead_photo_id = content.photo.id if content.photo else None
        row.protection = content.protection
        if record.language in TRANSLATIONS:
            piece.translated[record.language] = record.stale
        piece.content, piece.changed = content, True
        if record.slug is not None:
            piece.slugs[record.language] = record.slug
        if record.signoff is not None:
            piece.signoffs[record.language] = record.signoff
        if is_complete(content):
            self._publish(piece, record)
            self._fix_words(piece, seen=seen, signed=signed)
        if row.pk is None:
            self._insert(piece, record)
        else:
            row.version += 1
            row.save()

    def _publish(self, piece: Piece, record: Record) -> None:
        """Put the piece before readers, or behind the counter where it was withdrawn."""
        row, moment = piece.row, piece.content.publish_at
        withdrawn = record.withdrawn or row.status == Status.WITHDRAWN
        row.status = Status.WITHDRAWN if withdrawn else Status.PUBLISHED
        row.publish_at = row.first_published_at = moment
        row.last_edited_at = record.updated or row.last_edited_at or moment

    def _fix_words(self, piece: Piece, *, seen: tuple[str, ...], signed: tuple[str, ...]) -> None:
        """Fix short address and sign-off of every language that is released now and was not before."""
        row = piece.row
        for name in (f"{word}_{code}" for code in LANGUAGES for word in ("slug", "signoff")):
            # What was to come with a schedule, and waits now for a moment of its own.
            if getattr(row, name) and name.rpartition("_")[2] not in row.released_languages:
                setattr(row, name, "")
        for code in row.released_languages:
            if code not in seen:
                address = _short_address(piece.slugs.get(code), getattr(row, f"title_{code}"))
                setattr(row, f"slug_{code}", address)
            if code not in signed:
                line = self._signoff(piece.content.column, code, piece.signoffs.get(code))
                setattr(row, f"signoff_{code}", line)

    def _signoff(self, column: Ref | None, code: str, said: str | None) -> str:
        if said is not None or column is None:
            return said or ""
        return signoff.build(self._column(column), outlet=self._outlet, language=code)

    def _insert(self, piece: Piece, record: Record) -> None:
        """Save a new piece, under the id and code that the file gives it where they are free."""
        row = piece.row
        row.created_at = min(piece.content.publish_at or self.now, self.now)
        if record.id and not Article.objects.filter(pk=record.id).exists():
            row.pk, self._ids_given = record.id, True
        elif self._ids_given:
            self._count_on()
        # A drawn code that is taken fails the batch, and the line draws another when it is written by itself.
        if record.code and not Article.objects.filter(code=record.code).exists():
            row.code = record.code
        row.save(force_insert=True)
        self._pieces[record.ref] = piece
        if record.corrections or record.retired_numbers:
            self._remember(row, record)

    def _remember(self, row: Article, record: Record) -> None:
        """Keep what readers were told of a piece elsewhere: corrections under it, numbers that it bore."""
        for note in record.corrections:
            Correction.objects.create(
                article=row, kind=note.kind, at=note.at, **{f"note_{code}": words for code, words in note.words.items()}
            )
        if row.column is None:
            return
        for number in record.retired_numbers:
            if not numbering.is_taken(row.column, number, by_other_than=row):
                RetiredNumber.objects.create(column=row.column, number=number, article=row, at=self.now)

    def _count_on(self) -> None:
        """Let PostgreSQL's counter go on behind the ids that the file gave."""
        statements = connection.ops.sequence_reset_sql(no_style(), [Article])
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        self._ids_given = False

    # -- what follows for the whole batch -------------------------------------------------------------------------

    def _lead(self, piece: Piece, record: Record, result: Result) -> bool:
        """Note the old addresses of the piece; return whether one of them is new."""
        target, new = f"/articles/{piece.row.pk}/", False
        for url in record.old_urls:
            path = _path(url)
            if f"{path}/" == target:
                continue
            if path == "/":
                result.warnings.append(_("This old address cannot lead on: %(url)s") % {"url": url[:200]})
            elif (leads := self._old.get(path) or self._leads.get(path, ("", None))[1]) is None:
                self._leads[path], new = (url, target), True
            elif not re.match(rf"/articles/{piece.row.pk}\b", leads):
                result.warnings.append(_("This old address leads elsewhere already: %(url)s") % {"url": url[:200]})
        return new

    def finish(self) -> bool:
        """Write revisions and everything derived for the changed pieces; return whether anything was written."""
        pieces = list({id(piece): piece for piece in self._pieces.values() if piece.changed}.values())
        for piece in pieces:
            piece.content = translated(piece)
        led = redirects.lead_many(self._leads.values(), reason=Reason.IMPORT) if self._leads else 0
        if pieces:
            self._take(pieces)
            self._relate(pieces)
            search.index([piece.row for piece in pieces])
        if self._ids_given:
            self._count_on()
        return bool(pieces or led)

    def _take(self, pieces: list[Piece]) -> None:
        """Take one revision of each piece, as what is live or as its newest draft."""
        Revision.objects.bulk_create(
            Revision(
                article=piece.row,
                kind=Revision.Kind.IMPORT,
                content=piece.content.to_json() | kept_beside(piece),
                based_on=piece.newest,
                created_at=self.now,
            )
            for piece in pieces
        )
        newest = Subquery(Revision.objects.filter(article=OuterRef("pk")).order_by("-pk").values("pk")[:1])
        live = [piece.row.pk for piece in pieces if piece.row.status != Status.DRAFT]
        drafts = [piece.row.pk for piece in pieces if piece.row.status == Status.DRAFT]
        Article.objects.filter(pk__in=live).update(live_revision=newest, draft_revision=None)
        Article.objects.filter(pk__in=drafts).update(draft_revision=newest)
        of_state: dict[tuple[tuple[str, str], ...], list[int]] = {}
        for piece in pieces:
            of_state.setdefault(tuple(translating.states(piece.content).items()), []).append(piece.row.pk)
        for states, rows in of_state.items():
            Article.objects.filter(pk__in=rows).update(**dict(states))

    def _relate(self, pieces: list[Piece]) -> None:
        """Write authors, topics, tags and uses of photos of the changed pieces anew."""
        rows = [piece.row for piece in pieces]
        topics = Article.topics.through
        for model in (Byline, topics, PhotoUse):
            model.objects.filter(article__in=rows).delete()
        TaggedArticle.objects.filter(content_object__in=rows).delete()
        said = [(piece.row, piece.content) for piece in pieces]
        Byline.objects.bulk_create(
            Byline(article=row, author_id=ref.id, position=place)
            for row, content in said
            for place, ref in enumerate(_once(content.authors))
        )
        topics.objects.bulk_create(
            topics(article_id=row.pk, topic_id=ref.id) for row, content in said for ref in _once(content.topics)
        )
        TaggedArticle.objects.bulk_create(
            TaggedArticle(content_object=row, tag_id=ref.id) for row, content in said for ref in _once(content.tags)
        )
        used = {row.pk: photos_in(content) for row, content in said}
        # Words may look like a figure without being one.
        there = set(Photo.objects.filter(pk__in=set().union(*used.values())).values_list("pk", flat=True))
        PhotoUse.objects.bulk_create(
            PhotoUse(article_id=row, photo_id=photo) for row, photos in used.items() for photo in sorted(photos & there)
        )


def _moments_of(content: Snapshot, kept: dict[str, Any]) -> dict[str, datetime]:
    """Return the moments that the last import kept; without them those of the released languages."""
    if "moments" in kept:
        return {code: datetime.fromisoformat(moment) for code, moment in kept["moments"].items()}
    return {code: content.publish_at for code in released_in(content) if content.publish_at}


def _path(url: str) -> str:
    """Return the path of an old address as it is kept; "/" for one that no redirect can lead on from."""
    path = redirects.normal(url)
    ours = any(f"{path}/".startswith(f"{head}/") for head in redirects.OUR_OWN)
    return "/" if ours or len(path) >= redirects.MAX_LENGTH else path


def _short_address(said: str | None, title: str) -> str:
    """Return the short address: the one the file gives, if it is one, else made from the title."""
    return said if said is not None and slug(said) == said else slug(title)


def _once(refs: Sequence[Ref]) -> list[Ref]:
    """Return the refs, each row once: two names may be one author's in two languages."""
    return list({ref.id: ref for ref in refs}.values())
