"""The one cleaner: whatever is typed, pasted or imported becomes our poor schema, or is left out with a notice.

The schema: ``p h2 h3 blockquote blockquote.pull ul ol li a strong em br sup.footnote figure[data-photo] > figcaption``.
nh3 reads the mess and has the last word; between the two our own rules make blocks out of it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import nh3

from newsroom.arabic.fold import fold
from newsroom.arabic.hygiene import clean_text
from newsroom.arabic.typography import Rule
from newsroom.images import Photo
from newsroom.prose import footnotes, word
from newsroom.prose.lines import Line, lines_of
from newsroom.prose.proofreading import mended
from newsroom.prose.reading import BLOCKS, HEADINGS, INLINE, tree_of
from newsroom.prose.residue import BROUGHT_BY, Notice, NoticeKind, kind_of, without_heads
from newsroom.prose.roundabout import led_to
from newsroom.prose.tree import Element, Markup, write

MAX_LETTERS = 500_000
MOST_NESTING = 60
IN_BLOCKQUOTE = frozenset({"p", "ul", "ol"})
MOST_NOTICES = 20
MOST_OF_AN_EMOJI = 16
_SPACES = re.compile(r"[\s\u00a0]+")
# Blanks that only a program writes between words.
_ODD_BLANK = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_BOLD = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)", re.I)
_LIGHT = re.compile(r"font-weight\s*:\s*(normal|[1-5]00)", re.I)
_SLANTED = re.compile(r"font-style\s*:\s*(italic|oblique)", re.I)
_SAFE_LINK = re.compile(r"(https://[^\s/?#]+\S*|mailto:[^\s@]+@[^\s@]+|/(?![/\\])\S*)$", re.I)


@dataclass(frozen=True)
class Cleaned:
    """Clean HTML, and what the writer should know about how it came to be."""

    html: str
    notices: list[Notice] = field(default_factory=list)


def clean(source: str, *, furniture: Iterable[str] = (), plain: bool = False, pasted: bool = False) -> Cleaned:
    """Return ``source`` (HTML, or plain text if it has no tags or ``plain`` says so) in the schema.

    Cleaning twice changes nothing more. ``furniture`` are the sign-offs of the columns, taken out where somebody
    typed them. ``pasted`` mends as well what copying from another program brings along and nobody has typed, each kind
    of it with a notice. Raises ValueError for a text longer than MAX_LETTERS.
    """
    if len(source) > MAX_LETTERS:
        raise ValueError("text too long")
    work = _Work(furniture=list(furniture), pasted=pasted)
    root = tree_of(work.without_heads(source) if pasted and plain else source, plain=plain, chat=pasted)
    word.adopt(root)
    if notes := footnotes.adopt(root):
        work.count(NoticeKind.SOURCES, notes)
    blocks = work.without_furniture(work.blocks_of(root, depth=0))
    if pasted:
        work.mend(Element("root", {}, list(blocks)))
    html = "\n".join(write(block) for block in blocks)
    return Cleaned(_last_word(html), work.notices)


def _last_word(html: str) -> str:
    """Return what nh3 lets through of our own output, with the narrowest policy."""

    def only_ours(tag: str, name: str, value: str) -> str | None:
        if tag == "figure" and name == "data-photo":
            return value if value.isdecimal() else None
        if tag == "a" and name == "href":
            return value if _SAFE_LINK.match(value) else None
        return value

    return nh3.clean(
        html,
        tags={"p", "h2", "h3", "blockquote", "ul", "ol", "li", "a", "strong", "em", "br", "sup"}
        | {"figure", "figcaption"},
        attributes={"a": {"href"}, "figure": {"data-photo"}},
        allowed_classes={"blockquote": {"pull"}, "sup": {"footnote"}},
        attribute_filter=only_ours,
        url_schemes={"https", "mailto"},
        link_rel=None,
    )


class _Work:
    """One cleaning: carries the notices while the tree is walked."""

    def __init__(self, *, furniture: list[str], pasted: bool = False) -> None:
        self.furniture = frozenset(fold(line) for line in furniture)
        self.pasted, self.blanks = pasted, 0
        self._notices: dict[Notice, None] = {}
        self._photos: set[int] | None = None
        # The marks around the words at hand: bold inside bold is just bold.
        self.marks: list[str] = []

    def note(self, kind: NoticeKind, text: str = "") -> None:
        """Keep one notice, each once."""
        if len(self._notices) < MOST_NOTICES:
            self._notices[Notice(kind, clean_text(text)[:160])] = None

    def count(self, kind: NoticeKind, times: int) -> None:
        """Keep a notice of what was done so many times."""
        if times:
            self._notices[Notice(kind, str(times))] = None

    @property
    def notices(self) -> list[Notice]:
        """Return what the writer should know, in the order of the text, the first MOST_NOTICES of it."""
        return list(self._notices)

    # -- blocks ---------------------------------------------------------------------------------------------------

    def blocks_of(self, parent: Element, *, depth: int) -> list[Element]:
        """Return the schema's blocks for all that stands in ``parent``."""
        blocks: list[Element] = []
        run: list[Element | str] = []

        def flush() -> None:
            blocks.extend(self.paragraphs(run))
            run.clear()

        for child in parent.children:
            if isinstance(child, Element) and (child.tag in BLOCKS or _holds_block(child)) and depth < MOST_NESTING:
                flush()
                blocks.extend(self.block(child, depth=depth + 1))
            elif isinstance(child, Element) and child.tag == "img" and self.photo_of(child):
                flush()
                blocks.append(self.figure(child))
            elif not isinstance(child, Markup):
                run.append(child)
        flush()
        return blocks

    def block(self, element: Element, *, depth: int) -> list[Element]:
        """Return the schema's blocks for one block of the source."""
        if element.tag in HEADINGS:
            return [Element(HEADINGS[element.tag], {}, part.children) for part in self.paragraphs(element.children)]
        if element.tag == "blockquote":
            return self.quotation(element, depth=depth)
        if element.tag in {"ul", "ol"}:
            return self.list_of(element, depth=depth)
        if element.tag == "figure":
            return self.figures(element, depth=depth)
        if element.tag == "tr":
            return self.row(element, depth=depth)
        return [] if element.tag == "hr" else self.blocks_of(element, depth=depth)

    def row(self, element: Element, *, depth: int) -> list[Element]:
        """Return a table's row as a line of its cells, or cell by cell where they hold paragraphs of their own."""
        self.note(NoticeKind.TABLE)
        cells = [cell for cell in element.children if isinstance(cell, Element) and cell.text.strip()]
        if any(below.tag in BLOCKS for cell in cells for below in list(cell.walk())[1:]):
            return [block for cell in cells for block in self.blocks_of(cell, depth=depth)]
        line: list[Element | Markup | str] = []
        for place, cell in enumerate(cells):
            line += [" — ", *cell.children] if place else cell.children
        return self.paragraphs(line)

    def quotation(self, element: Element, *, depth: int) -> list[Element]:
        """Return a quotation, plain or pull; a heading or figure inside it comes out as text or behind it."""
        inside: list[Element | Markup | str] = []
        after: list[Element] = []
        for block in self.blocks_of(element, depth=depth):
            if block.tag in {"h2", "h3"}:
                block = Element("p", {}, block.children)
            if block.tag == "blockquote":
                inside += block.children
            else:
                (inside if block.tag in IN_BLOCKQUOTE else after).append(block)
        attrs = {"class": "pull"} if element.has_class("pull") else {}
        return [*([Element("blockquote", attrs, inside)] if inside else []), *after]

    def list_of(self, element: Element, *, depth: int) -> list[Element]:
        """Return a list whose items hold paragraphs and lists only."""
        items: list[Element | Markup | str] = []
        after: list[Element] = []
        for child in _nested(element.children):
            holder = child if isinstance(child, Element) and child.tag == "li" else Element("li", {}, [child])
            inside: list[Element | Markup | str] = []
            for block in self.blocks_of(holder, depth=depth):
                if block.tag in {"h2", "h3"}:
                    block = Element("p", {}, block.children)
                (inside if block.tag in IN_BLOCKQUOTE else after).append(block)
            if inside:
                items.append(Element("li", {}, inside))
        return [*([Element(element.tag, {}, items)] if items else []), *after]

    # -- pictures -------------------------------------------------------------------------------------------------

    def photo_of(self, element: Element) -> str | None:
        """Return the id of the library photo that ``element`` names, if there is one."""
        number = element.attrs.get("data-photo", "")
        if not (number.isdecimal() and len(number) < 10):
            return None
        if self._photos is None:
            self._photos = set(Photo.objects.values_list("pk", flat=True))
        return str(int(number)) if int(number) in self._photos else None

    def figure(self, element: Element, caption: Element | None = None) -> Element:
        """Return the figure of a library photo; the picture itself is looked up when the page is made."""
        words = self.inline(caption.children) if caption else []
        inside: list[Element | Markup | str] = []
        if any(write(word).strip() for word in words):
            inside.append(Element("figcaption", {}, _trimmed(words)))
        return Element("figure", {"data-photo": self.photo_of(element) or ""}, inside)

    def figures(self, element: Element, *, depth: int) -> list[Element]:
        """Return a figure of the library, or just the words of a foreign one."""
        named = next((below for below in element.walk() if self.photo_of(below)), None)
        caption = next((below for below in element.walk() if below.tag == "figcaption"), None)
        if named is None:
            self.note(NoticeKind.PICTURE, element.text.strip())
            return self.blocks_of(Element("div", {}, list(element.children)), depth=depth)
        # What else stood in it comes behind it: nothing visible goes without a word.
        picture = next((below for below in element.walk() if below.tag == "img"), None) if named is element else named
        rest = [child for child in element.children if child is not caption and child is not picture]
        return [self.figure(named, caption), *self.blocks_of(Element("div", {}, rest), depth=depth)]

    # -- lines ----------------------------------------------------------------------------------------------------

    def paragraphs(self, run: Iterable["Element | Markup | str"]) -> list[Element]:
        """Return a run of inline matter as paragraphs; two line breaks in a row separate them."""
        parts: list[list] = [[]]
        breaks = 0
        run = list(run)
        if self.pasted:
            said = "".join(
                child if isinstance(child, str) else child.text for child in run if not isinstance(child, Markup)
            )
            self.blanks += len(_ODD_BLANK.findall(said.strip()))
        for piece in self.inline(run):
            if isinstance(piece, Element) and piece.tag == "br":
                breaks += 1
                if breaks == 2:
                    parts.append([])
                continue
            if breaks == 1 and write(piece).strip():
                parts[-1].append(Element("br"))
            if write(piece).strip():
                breaks = 0
            parts[-1].append(piece)
        trimmed = (_trimmed(part) for part in parts)
        return [Element("p", {}, part) for part in trimmed if any(write(piece).strip() for piece in part)]

    def inline(self, run: Iterable["Element | Markup | str"]) -> list:
        """Return inline matter in the schema's marks, everything else unwrapped."""
        out: list[Element | str] = []
        for child in run:
            if isinstance(child, str):
                # An entity may have brought in what the first pass over the source could not see.
                words = _SPACES.sub(" ", child)
                inner = _SPACES.sub(" ", clean_text(words))
                edges = (" " if words[:1] == " " else "", " " if words[-1:] == " " else "")
                out.append(f"{edges[0]}{inner}{edges[1]}" if inner else " " * bool(words))
            elif isinstance(child, Element):
                out += self.mark(child)
        return _joined(out)

    def mark(self, element: Element) -> list:
        """Return one inline element in the schema, or what it holds."""
        if element.tag == "br":
            return [Element("br")]
        if element.tag == "img":
            alt = element.attrs.get("alt", "")
            if _is_emoji(alt):
                return [alt]
            self.note(NoticeKind.PICTURE, alt)
            return []
        if element.tag == "q":
            return ["“", *self.inline(element.children), "”"]
        if element.tag == "sup":
            if not element.has_class("footnote"):
                return self.inline([element.text])
            words = clean_text(_SPACES.sub(" ", element.text))
            return [Element("sup", {"class": "footnote"}, [words])] if words else []
        tag = _mark_of(element)
        if tag is None or tag in self.marks:
            return self.inline(element.children)
        self.marks.append(tag)
        inside = self.inline(element.children)
        self.marks.pop()
        if not any(write(piece).strip() for piece in inside):
            return inside
        return self.link(element, inside) if tag == "a" else [Element(tag, {}, inside)]

    def link(self, element: Element, inside: list) -> list:
        """Return a link that leads somewhere safe, or its words."""
        href = re.sub(r"^http://", "https://", led_to(clean_text(element.attrs.get("href", ""))), flags=re.I)
        if _SAFE_LINK.match(href):
            return [Element("a", {"href": href}, inside)]
        if href and not href.startswith("#"):
            self.note(NoticeKind.LINK, element.text.strip())
        return inside

    # -- what pasting brings along --------------------------------------------------------------------------------

    def without_heads(self, source: str) -> str:
        """Return plain text without the heads that a messenger puts before copied messages, each reported."""
        text, heads = without_heads(source)
        for head in heads:
            self.note(NoticeKind.HEAD, head)
        return text

    def mend(self, root: Element) -> None:
        """Mend, in the text and in its sources, what nobody has typed, and say how often."""
        lines = [*lines_of(root), *(Line(element) for element in root.walk() if element.tag == "sup")]
        counted = mended(lines)
        self.count(NoticeKind.BLANKS, self.blanks + counted.pop(Rule.NO_BREAK_SPACE, 0))
        told: dict[NoticeKind, int] = {}
        for rule, times in counted.items():
            kind = BROUGHT_BY.get(rule, NoticeKind.UNSEEN)
            told[kind] = told.get(kind, 0) + times
        for kind in BROUGHT_BY.values():
            self.count(kind, told.pop(kind, 0))
        self.count(NoticeKind.UNSEEN, sum(told.values()))

    # -- furniture ------------------------------------------------------------------------------------------------

    def without_furniture(self, blocks: list[Element]) -> list[Element]:
        """Return ``blocks`` without plugin residue and typed credit lines, each reported."""
        kept = []
        for block in blocks:
            line = block.text.strip()
            kind = kind_of(line, self.furniture) if block.tag in {"p", "h2", "h3"} else None
            if kind is None:
                kept.append(block)
            else:
                self.note(kind, line)
        return kept


def _nested(children: Iterable["Element | Markup | str"]) -> list["Element | Markup | str"]:
    """Return the items of a list; a list that stands between them, as Google writes it, belongs to the one before."""
    items: list[Element | Markup | str] = []
    for child in children:
        last = next((item for item in reversed(items) if isinstance(item, Element)), None)
        if isinstance(child, Element) and child.tag in {"ul", "ol"} and last is not None and last.tag == "li":
            last.children.append(child)
        else:
            items.append(child)
    return items


def _is_emoji(alt: str) -> bool:
    """Return whether a picture is one letter of a messenger: its description is that very sign."""
    return (
        0 < len(alt) <= MOST_OF_AN_EMOJI
        and not any(sign.isalnum() or sign.isspace() for sign in alt)
        and not alt.isascii()
    )


def _holds_block(element: Element) -> bool:
    """Return whether a block hides inside an inline element, as in Google's ``<b><p>…``."""
    return any(below.tag in BLOCKS for below in element.walk())


def _mark_of(element: Element) -> str | None:
    """Return the schema's mark for an inline element, read from its tag or its style."""
    style = element.attrs.get("style", "")
    if element.tag == "b" and _LIGHT.search(style):
        return None
    if element.tag == "span":
        return "strong" if _BOLD.search(style) else "em" if _SLANTED.search(style) else None
    return INLINE.get(element.tag)


def _joined(run: list) -> list:
    """Return a run in which no two texts stand side by side, as the next reader of it will find them."""
    out: list[Element | str] = []
    for piece in run:
        if isinstance(piece, str) and out and isinstance(out[-1], str):
            out[-1] = _SPACES.sub(" ", out[-1] + piece)
        else:
            out.append(piece)
    return out


def _trimmed(run: list) -> list:
    """Return a run without white space and line breaks at its ends."""

    def is_blank(piece: object) -> bool:
        return (isinstance(piece, str) and not piece.strip()) or (isinstance(piece, Element) and piece.tag == "br")

    start, end = 0, len(run)
    while start < end and is_blank(run[start]):
        start += 1
    while end > start and is_blank(run[end - 1]):
        end -= 1
    run = run[start:end]
    if run and isinstance(run[0], str):
        run[0] = run[0].lstrip()
    if run and isinstance(run[-1], str):
        run[-1] = run[-1].rstrip()
    return run
