"""Reads the sample pieces beside this module: one file for each piece and language, merged by their reference."""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("pieces")
ORIGINAL = "ar"
STATES = ("published", "scheduled", "draft", "withdrawn")


@dataclass(frozen=True)
class Piece:
    """One sample piece. The facts come from the Arabic file; a translation brings only its own texts."""

    ref: str
    title: dict[str, str]
    standfirst: dict[str, str]
    body: dict[str, str]
    column: str
    days_ago: int
    authors: tuple[str, ...]
    topics: tuple[str, ...]
    tags: tuple[str, ...]
    photo: str
    state: str
    released: tuple[str, ...]


def read_pieces() -> list[Piece]:
    """All sample pieces, the newest first."""
    pieces = [_read_piece(path) for path in FOLDER.glob(f"*.{ORIGINAL}.html")]
    return sorted(pieces, key=lambda piece: (piece.days_ago, piece.ref))


def _read_piece(path: Path) -> Piece:
    """One piece with all its languages, from the path of its Arabic file."""
    ref = path.name.removesuffix(f".{ORIGINAL}.html")
    texts = {other.name.split(".")[-2]: _read_file(other) for other in sorted(path.parent.glob(f"{ref}.*.html"))}
    facts, _ = texts[ORIGINAL]
    if facts["state"] not in STATES:
        raise ValueError(f"{path.name}: unknown state {facts['state']!r}")
    return Piece(
        ref=ref,
        title={language: front["title"] for language, (front, _) in texts.items()},
        standfirst={language: front["standfirst"] for language, (front, _) in texts.items()},
        body={language: body for language, (_, body) in texts.items()},
        column=facts["column"],
        days_ago=int(facts["days_ago"]),
        authors=_listed(facts["authors"], ","),
        topics=_listed(facts["topics"], ","),
        tags=_listed(facts["tags"], "،"),
        photo=facts["photo"],
        state=facts["state"],
        released=_listed(facts["released"], ","),
    )


def _read_file(path: Path) -> tuple[dict[str, str], str]:
    """The front matter and the body of one file."""
    head, line, body = path.read_text(encoding="utf-8").partition("\n---\n")
    if not line:
        raise ValueError(f"{path.name}: no line '---' between front matter and body")
    front = {}
    for entry in head.splitlines():
        key, colon, value = entry.partition(":")
        if not colon:
            raise ValueError(f"{path.name}: not 'key: value': {entry!r}")
        front[key.strip()] = value.strip()
    return front, body.strip()


def _listed(value: str, separator: str) -> tuple[str, ...]:
    """The parts of a list written on one line."""
    return tuple(part.strip() for part in value.split(separator) if part.strip())
