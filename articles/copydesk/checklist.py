"""The checklist before publishing: what a finished piece has, said in words, and what of it the house demands.

Each check is a function that yields, language by language, what is amiss; a piece that gives it nothing to say passes.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.copydesk.findings import Found, findings_in, house_style
from articles.copydesk.links import poorly_called
from articles.copydesk.passages import stored
from articles.models.article import LANGUAGES
from articles.sharing import TITLE_SHOWN
from articles.snapshots import Snapshot
from newsroom.images import Photo
from newsroom.outlet import Check, SiteSettings
from newsroom.prose.tree import Element, parse

FEWEST_LETTERS, MOST_LETTERS = 40, 300
# Smaller than this, messengers show a thumbnail instead of a card.
CARD_WIDTH, CARD_HEIGHT = 600, 315
MOST_NAMED = 3
# A language, and what is amiss in it; "" where it concerns the piece as a whole.
Amiss = tuple[str, str]


@dataclass(frozen=True)
class Checked:
    """One check with its answer: what is amiss, and whether that forbids publication."""

    check: Check
    amiss: list[str]
    demanded: bool

    @property
    def label(self) -> str:
        """Return what is checked, in words."""
        return str(self.check.label)

    @property
    def forbids(self) -> bool:
        """Return whether the piece cannot be published as it is."""
        return self.demanded and bool(self.amiss)


class Piece:
    """A content as the checks ask for it; what costs a question to the database is asked when a check needs it."""

    def __init__(self, content: Snapshot, *, outlet: SiteSettings, findings: Sequence[Found] | None = None) -> None:
        self.content, self.outlet, self._findings = content, outlet, findings

    @property
    def languages(self) -> list[str]:
        """Return the languages that readers would see."""
        return [code for code in LANGUAGES if code == settings.LANGUAGE_CODE or code in self.content.released]

    @cached_property
    def bodies(self) -> dict[str, Element]:
        """Return the texts as trees."""
        return {code: parse(self.content.body.get(code, "")) for code in self.languages}

    @cached_property
    def photo(self) -> Photo | None:
        """Return the lead photo."""
        chosen = self.content.photo
        return Photo.objects.filter(pk=chosen.id).first() if chosen else None

    @property
    def findings(self) -> Sequence[Found]:
        """Return the findings that nobody has ignored."""
        if self._findings is None:
            style, ignored = house_style(self.outlet), self.content.ignored
            self._findings = findings_in(stored(self.content), style=style, ignored=ignored)
        return self._findings


def checked(content: Snapshot, *, outlet: SiteSettings, findings: Sequence[Found]) -> list[Checked]:
    """Return every check with its answer, in the order of the list."""
    piece = Piece(content, outlet=outlet, findings=findings)
    return [Checked(check, _told(asks(piece)), outlet.demands(check)) for check, asks in CHECKS.items()]


def demanded(content: Snapshot) -> list[str]:
    """Return, in words, what the house demands of a piece and ``content`` lacks; nothing demanded asks nothing."""
    outlet = SiteSettings.load()
    piece = Piece(content, outlet=outlet)
    return [
        _("Checklist, %(check)s: %(amiss)s") % {"check": check.label, "amiss": amiss}
        for check, asks in CHECKS.items()
        if outlet.demands(check)
        for amiss in _told(asks(piece))
    ]


def _told(amiss: Iterator[Amiss]) -> list[str]:
    """Return what is amiss, each with its language where that is not the house's own."""
    names: dict[str, Any] = dict(settings.LANGUAGES)
    plain = {"", settings.LANGUAGE_CODE}
    return [words if code in plain else f"{names[code]}: {words}" for code, words in amiss]


# ---- the checks ------------------------------------------------------------------------------------------------------


def _title(piece: Piece) -> Iterator[Amiss]:
    for code in piece.languages:
        length = len(piece.content.title.get(code, "").strip())
        if not length:
            yield code, _("There is none.")
        elif length > TITLE_SHOWN:
            yield (
                code,
                _("It has %(length)d letters; messengers cut it after %(most)d.")
                % {
                    "length": length,
                    "most": TITLE_SHOWN,
                },
            )


def _standfirst(piece: Piece) -> Iterator[Amiss]:
    for code in piece.languages:
        length = len(piece.content.standfirst.get(code, "").strip())
        facts = {"length": length, "fewest": FEWEST_LETTERS, "most": MOST_LETTERS}
        if not length:
            yield code, _("There is none.")
        elif not FEWEST_LETTERS <= length <= MOST_LETTERS:
            yield code, _("It has %(length)d letters; between %(fewest)d and %(most)d read well.") % facts


def _photo(piece: Piece) -> Iterator[Amiss]:
    if piece.photo is None:
        yield "", _("There is none.")
        return
    for code in piece.languages:
        if not getattr(piece.photo, f"alt_{code}"):
            yield code, _("Those who cannot see it are told nothing of it.")
        if not getattr(piece.photo, f"credit_{code}"):
            yield code, _("It does not say whose it is.")


def _topic(piece: Piece) -> Iterator[Amiss]:
    if not piece.content.topics:
        yield "", _("There is none.")


def _sources(piece: Piece) -> Iterator[Amiss]:
    for code, body in piece.bodies.items():
        if not any(element.tag == "sup" for element in body.walk()):
            yield code, _("There is none.")


def _headings(piece: Piece) -> Iterator[Amiss]:
    for code, body in piece.bodies.items():
        blocks = [child for child in body.children if isinstance(child, Element)]
        headings = [block for block in blocks if block.tag in {"h2", "h3"}]
        if headings and headings[0].tag == "h3":
            yield code, _("The subheading “%(heading)s” stands before any heading.") % {"heading": headings[0].text}
        for one, two in pairwise([*blocks, Element("end")]):
            if one.tag in {"h2", "h3"} and (two.tag in {"h2", "end"} or two.tag == one.tag):
                yield code, _("Nothing stands under the heading “%(heading)s”.") % {"heading": one.text}


def _links(piece: Piece) -> Iterator[Amiss]:
    for code, body in piece.bodies.items():
        for words in poorly_called(body)[:MOST_NAMED]:
            yield code, _("“%(words)s” does not say where the link leads.") % {"words": words}


def _findings(piece: Piece) -> Iterator[Amiss]:
    count = sum(1 for found in piece.findings if found.passage.language in piece.languages)
    if count:
        words = ngettext("%(count)d finding is open.", "%(count)d findings are open.", count)
        yield "", words % {"count": count}


def _translation(piece: Piece) -> Iterator[Amiss]:
    content = piece.content
    for code in LANGUAGES:
        if code == settings.LANGUAGE_CODE:
            continue
        title, body = content.title.get(code, "").strip(), content.body.get(code, "")
        if bool(title) != bool(body):
            yield code, _("Of title and text only one is written.")
        elif title and code not in content.released:
            yield code, _("It is written and not released.")


def _card(piece: Piece) -> Iterator[Amiss]:
    if piece.photo is None:
        yield "", _("Without a lead photo it has no picture.")
    elif piece.photo.width < CARD_WIDTH or piece.photo.height < CARD_HEIGHT:
        facts = {"width": CARD_WIDTH, "height": CARD_HEIGHT}
        yield "", _("Its picture is smaller than %(width)d × %(height)d.") % facts
    for code in piece.languages:
        if not piece.content.standfirst.get(code, "").strip():
            yield code, _("Without a standfirst it has no words under its title.")


CHECKS: dict[Check, Callable[[Piece], Iterator[Amiss]]] = {
    Check.TITLE: _title,
    Check.STANDFIRST: _standfirst,
    Check.PHOTO: _photo,
    Check.TOPIC: _topic,
    Check.SOURCES: _sources,
    Check.HEADINGS: _headings,
    Check.LINKS: _links,
    Check.FINDINGS: _findings,
    Check.TRANSLATION: _translation,
    Check.CARD: _card,
}
