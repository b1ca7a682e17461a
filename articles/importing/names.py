"""Columns, authors, topics and tags by their names: matched folded, made where missing."""

from functools import partial
from typing import Any

from django.utils import timezone

from articles import naming, tagging
from articles.importing.facts import AUTHORS, COLUMNS, KINDS, TAGS, TOPICS, Kind, filled, plain_text, spellings
from articles.importing.photos import PhotoFolder
from articles.models import Spelling, Topic
from articles.models.authority import LONGEST_SPELLING
from articles.snapshots import Ref
from newsroom.arabic.fold import fold
from newsroom.refusals import Refused


class Names:
    """All names of the house in memory, as keys that fold alike; Arabic names win over those of other languages."""

    def __init__(self, photos: PhotoFolder) -> None:
        self._photos = photos
        # What the file says of rows that may have to be made, by kind and folded name.
        self._facts: dict[str, dict[str, dict[str, Any]]] = {kind: {} for kind in KINDS}
        self._new_topics: set[int] = set()
        # Names made in what is rolled back are forgotten with it: the database gives their ids again.
        self.journal = photos.journal
        self._known = {key: _known(kind) for key, kind in KINDS.items()}
        self._importing = set(COLUMNS.model.objects.filter(importing=True).values_list("pk", flat=True))
        columns = COLUMNS.model.objects.filter(writer__isnull=False).select_related("writer")
        self._writers = {column.pk: Ref.to(column.writer) for column in columns}

    def is_importing(self, column: Ref) -> bool:
        """Return whether the editions of ``column`` are numbered by date at the end."""
        return column.id in self._importing

    def writer_of(self, column: Ref | None) -> tuple[Ref, ...]:
        """Return who signs the editions of ``column`` where the file names nobody: its writer, if it has one."""
        writer = self._writers.get(column.id) if column else None
        return (writer,) if writer else ()

    def find(self, key: str, name: str) -> Ref | None:
        """Return the row of kind ``key`` that is called ``name``, in any language and spelling, by an alias too."""
        return self._known[key].get(fold(name)[:LONGEST_SPELLING])

    def follow_merges(self) -> None:
        """Look again at names of which some are gone: somebody merged them while the import was running."""
        for key in ("topics", "tags"):
            there = set(KINDS[key].model.objects.values_list("pk", flat=True))
            if any(ref.id not in there for ref in self._known[key].values()):
                self._known[key] = _known(KINDS[key])

    def learn(self, key: str, name: str, facts: dict[str, Any]) -> None:
        """Keep what the file says of a row, for the moment in which it has to be made."""
        others = spellings(facts) if KINDS[key].spelled else []
        for each in (name, *others):
            if fold(each) and self.find(key, each) is None:
                self._facts[key].setdefault(fold(each), facts)

    def photo(self, path: str) -> Ref:
        """Return the photo at ``path`` below the folder of the photos."""
        return self._photos.ref(path)

    def authors(self, names: tuple[str, ...]) -> tuple[Ref, ...]:
        """Return the authors, in their order."""
        return tuple(self.find("authors", name) or self._made("authors", AUTHORS, name) for name in names)

    def topics(self, names: tuple[str, ...]) -> tuple[Ref, ...]:
        """Return the topics, in their order."""
        return tuple(self.find("topics", name) or self._made("topics", TOPICS, name) for name in names)

    def tags(self, names: tuple[str, ...]) -> tuple[Ref, ...]:
        """Return the tags, in their order."""
        for name in names:
            if self.find("tags", name) is None:
                if fold(name) in self._facts["tags"]:
                    self._made("tags", TAGS, name)
                else:
                    self._keep("tags", Ref.to(tagging.tags_for([name])[0]), (name,))
        return tuple(self._known["tags"][fold(name)] for name in names)

    def column(self, name: str, *, writer: Ref | None) -> Ref | None:
        """Return the column; a new one is marked as being imported, and ``writer`` writes it."""
        if not name:
            return None
        if found := self.find("columns", name):
            return found
        facts = self._facts["columns"].get(fold(name))
        more: dict[str, Any] = {"importing": True} if facts is None or "importing" not in facts else {}
        if facts is not None:
            said = plain_text(facts, "writer")
            writer = self.authors((said,))[0] if fold(said) else None
        if writer is not None:
            more["writer_id"] = writer.id
        made = self._made("columns", COLUMNS, name, **more)
        if COLUMNS.model.objects.get(pk=made.id).importing:
            self._importing.add(made.id)
        if writer is not None:
            self._writers[made.id] = writer
        return made

    def bind(self, topic: str, parties: tuple[str, ...]) -> None:
        """Give a topic that this import made its parties."""
        found = self.find("topics", topic)
        if found is not None and found.id in self._new_topics:
            Topic.objects.get(pk=found.id).parties.set([party.id for party in self.topics(parties)])

    def _made(self, key: str, kind: Kind, name: str, **more: Any) -> Ref:
        """Make the row called ``name`` with what the file says of it; raises Refused where it cannot be kept."""
        facts = self._facts[key].get(fold(name), {})
        if not any(facts.get(field) for field in kind.names[:1]):
            facts = facts | {kind.names[0]: name}
        if kind.photo and (path := plain_text(facts, kind.photo)):
            more[f"{kind.photo}_id"] = self.photo(path).id
        row = filled(kind, facts, **more)
        if not fold(getattr(row, kind.names[0])):
            raise Refused([name])
        row.save()
        if key == "topics":
            self._new_topics.add(row.pk)
        ref = Ref.to(row)
        self._keep(
            key, ref, (*(getattr(row, field) or "" for field in kind.names), name, *self._spelled(key, row, facts))
        )
        return ref

    def _spelled(self, key: str, row: Any, facts: dict[str, Any]) -> list[str]:
        """Give a new row the other spellings that the file knows, without those that mean somebody else here."""
        others = spellings(facts) if KINDS[key].spelled else []
        free = [name for name in others if fold(name) and self.find(key, name) is None]
        if free:
            naming.set_aliases(row, free, by=None, now=timezone.now())
        return free

    def _keep(self, key: str, ref: Ref, names: tuple[str, ...]) -> None:
        """Find the new row ``ref`` under its ``names`` from now on, until a rollback."""
        folded = {fold(name) for name in names} - {"", *self._known[key]}
        facts = {name: self._facts[key].pop(name) for name in folded & self._facts[key].keys()}
        self._known[key] |= dict.fromkeys(folded, ref)
        self.journal.note(partial(self._forget, key, ref, folded, facts))

    def _forget(self, key: str, ref: Ref, folded: set[str], facts: dict[str, dict[str, Any]]) -> None:
        """Forget a row that is not there any more; what the file says of it is needed again."""
        for name in folded:
            del self._known[key][name]
        self._facts[key] |= facts
        if key == "topics":
            self._new_topics.discard(ref.id)
        elif key == "columns":
            self._importing.discard(ref.id)
            self._writers.pop(ref.id, None)


def _known(kind: Kind) -> dict[str, Ref]:
    """Return the rows of a kind by folded name; the oldest of two that are called alike."""
    rows = list(kind.model.objects.order_by("pk").values_list("pk", *kind.names))
    known: dict[str, Ref] = {}
    for place in range(1, len(kind.names) + 1):
        for row in rows:
            if folded := fold(row[place] or ""):
                known.setdefault(folded, Ref(row[0], row[1] or row[place]))
    if kind.spelled:
        names = {row[0]: row[1] or row[-1] for row in rows}
        bearer = kind.model._meta.model_name
        for folded, pk in Spelling.objects.filter(kind=bearer).values_list("folded", f"{bearer}_id"):
            known.setdefault(folded, Ref(pk, names[pk]))
    return known
