"""A small tree of well-formed HTML, as nh3 writes it: read, walk, write."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

VOID = frozenset({"br", "hr", "img"})
# What stands deeper is read as if it stood here: walking a tree must not exhaust the stack.
DEEPEST = 100


@dataclass
class Element:
    """One element; children are elements, text, or (when rendering) markup that is safe already."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list["Element | Markup | str"] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return all text below, without markup."""
        return "".join(
            child if isinstance(child, str) else child.text for child in self.children if not isinstance(child, Markup)
        )

    def walk(self) -> Iterator["Element"]:
        """Yield this element and all below it, in document order."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def has_class(self, name: str) -> bool:
        """Return whether ``name`` is one of the element's classes."""
        return name in self.attrs.get("class", "").split()


@dataclass(frozen=True)
class Markup:
    """Markup made by our own templates, written out as it is."""

    html: str


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("root")
        self.open = [self.root]
        self.too_deep: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len(self.open) > DEEPEST and tag not in VOID:
            self.too_deep.append(tag)
            return
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open[-1].children.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if self.too_deep and tag in self.too_deep:
            while self.too_deep.pop() != tag:
                pass
            return
        for depth in range(len(self.open) - 1, 0, -1):
            if self.open[depth].tag == tag:
                del self.open[depth:]
                return

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parse(html: str) -> Element:
    """Return the root of the tree of a fragment that a sanitiser has written."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.root


def write(node: Element | Markup | str) -> str:
    """Return ``node`` as HTML; the root writes its children only."""
    if isinstance(node, str):
        return escape(node, quote=False)
    if isinstance(node, Markup):
        return node.html
    inner = "".join(write(child) for child in node.children)
    if node.tag == "root":
        return inner
    attrs = "".join(f' {name}="{escape(value)}"' for name, value in node.attrs.items())
    return f"<{node.tag}{attrs}>" if node.tag in VOID else f"<{node.tag}{attrs}>{inner}</{node.tag}>"
