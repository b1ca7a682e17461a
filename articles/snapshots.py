"""Snapshot: everything a writer decides about a piece, as one immutable value that JSON can hold.

Related rows are kept as id *and* name, so that a restore after a merge can still find them. Of each translation it
holds from which text of the source language it was made.
"""

import json
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from hashlib import sha256
from typing import Any, Self

from django.conf import settings
from django.db.models import Model
from django.utils import translation

from articles.models import Article
from articles.models.article import LANGUAGES

# 2: each translation holds what it was made from.
SCHEMA = 2
TEXTS = ("title", "standfirst", "body")
SOURCE = settings.LANGUAGE_CODE
TRANSLATIONS = tuple(code for code in LANGUAGES if code != SOURCE)
UNORDERED = frozenset({"topics", "tags", "released"})
# Remembered beside the words, and no words themselves: no two contents differ by it.
ASIDE = frozenset({"ignored"})


@dataclass(frozen=True)
class Ref:
    """A related row as it was called when the snapshot was taken."""

    id: int
    # What it was called then decides nothing: the row may be renamed, or read in another language.
    name: str = field(compare=False)

    @classmethod
    def to(cls, row: Model) -> Self:
        """Return the reference to a saved row."""
        with translation.override(settings.LANGUAGE_CODE):
            return cls(row.pk, str(row))


@dataclass(frozen=True)
class Origin:
    """The text of the source language from which a translation was made.

    ``digest`` decides whether the source is still the same; ``revision`` (its id) is where that text can be read, None
    for the very revision that holds this.
    """

    digest: str
    revision: int | None = field(default=None, compare=False)


def _empty_texts() -> dict[str, str]:
    return dict.fromkeys(LANGUAGES, "")


@dataclass(frozen=True)
class Snapshot:
    """The content of a piece in every language; ``publish_at`` and ``number`` are what the writer wishes."""

    title: dict[str, str]
    standfirst: dict[str, str]
    body: dict[str, str]
    released: tuple[str, ...] = ("ar",)
    column: Ref | None = None
    number: int | None = None
    authors: tuple[Ref, ...] = ()
    topics: tuple[Ref, ...] = ()
    tags: tuple[Ref, ...] = ()
    photo: Ref | None = None
    protection: str = ""
    publish_at: datetime | None = None
    # What is written decides whether two contents are the same.
    made_from: dict[str, Origin] = field(default_factory=dict, compare=False)
    # Keys of findings of the copy desk that somebody has looked at and left as they are.
    ignored: tuple[str, ...] = field(default=(), compare=False)

    @classmethod
    def empty(cls) -> Self:
        """Return the snapshot of a piece nobody has begun."""
        return cls(title=_empty_texts(), standfirst=_empty_texts(), body=_empty_texts())

    @classmethod
    def of_row(cls, article: Article) -> Self:
        """Return the snapshot that equals what stands in the article's own row."""
        shown = article.live_revision_id or article.draft_revision_id
        kept = (
            article.revisions.filter(pk=shown).values_list("content__made_from", flat=True).first() if shown else None
        )
        texts: dict[str, Any] = {
            name: {code: getattr(article, f"{name}_{code}") or "" for code in LANGUAGES} for name in TEXTS
        }
        row = cls(
            made_from=_origins(kept),
            **texts,
            released=article.released_languages or ("ar",),
            column=Ref.to(article.column) if article.column else None,
            number=article.number,
            authors=tuple(Ref.to(author) for author in article.signers),
            topics=tuple(Ref.to(topic) for topic in article.topics.all()),
            tags=tuple(Ref.to(tagging.tag) for tagging in article.tagged.select_related("tag").order_by("pk")),
            photo=Ref.to(article.lead_photo) if article.lead_photo else None,
            protection=article.protection,
            publish_at=article.publish_at,
        )
        return row.placed(shown)

    def to_json(self) -> dict[str, Any]:
        """Return the snapshot as JSON data with its schema number."""

        def plain(value: Any) -> Any:
            if isinstance(value, Ref):
                return {"id": value.id, "name": value.name}
            if isinstance(value, Origin):
                return {"digest": value.digest, "revision": value.revision}
            if isinstance(value, dict):
                return {key: plain(item) for key, item in value.items()}
            if isinstance(value, tuple):
                return [plain(item) for item in value]
            return value.isoformat() if isinstance(value, datetime) else value

        return {"schema": SCHEMA} | {part.name: plain(getattr(self, part.name)) for part in fields(self)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Return the snapshot that ``to_json`` wrote; raises ValueError for a schema of the future."""
        if data.get("schema", 0) > SCHEMA:
            raise ValueError(f"Revision schema {data['schema']} is newer than this program.")

        def ref(value: dict[str, Any] | None) -> Ref | None:
            return Ref(value["id"], value["name"]) if value else None

        def refs(name: str) -> tuple[Ref, ...]:
            return tuple(Ref(value["id"], value["name"]) for value in data.get(name, ()))

        moment = data.get("publish_at")
        texts: dict[str, Any] = {name: _empty_texts() | data.get(name, {}) for name in TEXTS}
        return cls(
            **texts,
            released=tuple(data.get("released", ("ar",))),
            column=ref(data.get("column")),
            number=data.get("number"),
            authors=refs("authors"),
            topics=refs("topics"),
            tags=refs("tags"),
            photo=ref(data.get("photo")),
            protection=data.get("protection", ""),
            publish_at=datetime.fromisoformat(moment) if moment else None,
            made_from=_origins(data.get("made_from")),
            ignored=tuple(data.get("ignored", ())),
        )

    @property
    def source_digest(self) -> str:
        """Return what tells the text of the source language from any other."""
        texts = [getattr(self, name).get(SOURCE, "") for name in TEXTS]
        return sha256(json.dumps(texts, ensure_ascii=False).encode()).hexdigest()[:32]

    def placed(self, revision: int | None) -> Self:
        """Return a copy that names ``revision``, in which it stands, wherever a translation was made from that text.

        Of translations that were saved before anybody noted it, that is assumed.
        """
        here = Origin(self.source_digest, revision)
        origins = {code: here for code in TRANSLATIONS if code not in self.made_from and self.speaks(code)}
        for code, kept in self.made_from.items():
            # Another text that names no revision came from elsewhere, and where it can be read is not known.
            origins[code] = here if kept.revision is None and kept == here else kept
        return replace(self, made_from=origins)

    def speaks(self, code: str) -> bool:
        """Return whether anything at all is written in the language ``code``."""
        return any(getattr(self, name).get(code) for name in TEXTS)

    def differing(self, other: Self) -> tuple[str, ...]:
        """Return the names of the fields, ``title_ar`` and the like, in which two snapshots differ.

        ``made_from`` is among them when a translation that both have was matched to another text of the source.
        """
        names = []
        for part in fields(self):
            mine, theirs = getattr(self, part.name), getattr(other, part.name)
            if part.name in TEXTS:
                names += [f"{part.name}_{code}" for code in LANGUAGES if mine.get(code) != theirs.get(code)]
            elif part.name == "made_from":
                names += ["made_from"] if any(mine[code] != theirs[code] for code in mine.keys() & theirs) else []
            elif part.name in ASIDE:
                continue
            elif (set(mine) != set(theirs)) if part.name in UNORDERED else (mine != theirs):
                names.append(part.name)
        return tuple(names)

    def with_(self, **changes: Any) -> Self:
        """Return a copy with some fields changed."""
        return replace(self, **changes)


def _origins(data: dict[str, Any] | None) -> dict[str, Origin]:
    """Return what translations were made from, as a snapshot's JSON holds it."""
    return {code: Origin(kept["digest"], kept["revision"]) for code, kept in (data or {}).items()}
