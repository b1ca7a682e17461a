"""A text as it is read, line by line, each beside the pieces it is made of: so its words can be mended in place."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from newsroom.prose.tree import Element

# What stands in a line for a source, which has no letter of its own.
SOURCE = "\ufffc"
KINDS = frozenset({"p", "h2", "h3", "figcaption"})
_LETTERLESS = {"sup": SOURCE, "br": "\n"}


@dataclass(frozen=True)
class Piece:
    """A run of letters in one place of the tree: ``holder.children[place]``, from ``start`` of its line on."""

    holder: Element
    place: int
    start: int


@dataclass
class Line:
    """One block that holds words: a source in its text is ``SOURCE``, a break is a line break."""

    element: Element
    quoted: bool = False
    text: str = field(init=False, default="")
    pieces: list[Piece] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        self._read(self.element)

    @property
    def kind(self) -> str:
        """Return the tag of the block."""
        return self.element.tag

    def _read(self, element: Element) -> None:
        for place, child in enumerate(element.children):
            if isinstance(child, str):
                self.pieces.append(Piece(element, place, len(self.text)))
                self.text += child
            elif isinstance(child, Element) and child.tag in _LETTERLESS:
                self.text += _LETTERLESS[child.tag]
            elif isinstance(child, Element):
                self._read(child)

    def mend(self, start: int, end: int, words: str) -> None:
        """Put ``words`` in the place of ``text[start:end]``: only letters that differ move; marks and sources stay."""
        old = [place for place in range(start, end) if self.text[place] != SOURCE]
        left, right = _shared("".join(self.text[place] for place in old), words)
        doomed, new = old[left : len(old) - right], words[left : len(words) - right]
        changed = dict.fromkeys(doomed, "")
        if doomed:
            changed[doomed[0]] = new
        elif old:
            # Nothing goes: what is new stands behind the letter before it, or else before the one behind it.
            place = old[left - 1] if left else old[0]
            changed[place] = f"{self.text[place]}{new}" if left else f"{new}{self.text[place]}"
        for piece in self.pieces:
            letters = str(piece.holder.children[piece.place])
            piece.holder.children[piece.place] = "".join(
                changed.get(piece.start + place, letter) for place, letter in enumerate(letters)
            )
        self.text, self.pieces = "", []
        self._read(self.element)


def lines_of(root: Element) -> list[Line]:
    """Return the lines of a text of the schema, in the order of reading."""
    return list(_lines(root, quoted=False))


def _lines(element: Element, *, quoted: bool) -> Iterator[Line]:
    for child in element.children:
        if not isinstance(child, Element):
            continue
        if child.tag in KINDS:
            yield Line(child, quoted=quoted)
        else:
            yield from _lines(child, quoted=quoted or child.tag == "blockquote")


def _shared(old: str, new: str) -> tuple[int, int]:
    """Return how many letters ``old`` and ``new`` share at their beginning and, behind that, at their end."""
    most = min(len(old), len(new))
    left = 0
    while left < most and old[left] == new[left]:
        left += 1
    right = 0
    while right < most - left and old[-1 - right] == new[-1 - right]:
        right += 1
    return left, right
