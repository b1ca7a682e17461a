"""What Word means by its paragraphs: the items of a list, each told by its style alone, and quotations."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from newsroom.prose.tree import Element, Markup

_ITEM = re.compile(r"mso-list:\s*l(\d+)\s+level(\d+)", re.I)
_SIGN = re.compile(r"mso-list:\s*ignore", re.I)
# 1. (1) ١- a) iv. أ. : what counts; every other sign is a bullet.
_COUNTS = re.compile(r"^\W{0,2}(?:[\d٠-٩۰-۹]{1,4}|[a-z]|[ivxlc]{1,7}|[\u0621-\u064a])\W{0,2}$", re.I)
# Word writes a bullet of the font Courier New as the letter o.
_ROUND = "o"
_QUOTES = frozenset({"MsoQuote", "MsoIntenseQuote"})
_WRAPPER = "ListContainerWrapper"
_DEEPEST = 9

Child = Element | Markup | str


@dataclass
class _Open:
    """A list that is being filled, at its level."""

    level: int
    number: str
    element: Element = field(default_factory=lambda: Element("ul"))


def adopt(root: Element) -> None:
    """Turn Word's list paragraphs and quotation paragraphs below ``root`` into lists and quotations."""
    for element in list(root.walk()):
        if any(isinstance(child, Element) and child.has_class(_WRAPPER) for child in element.children):
            element.children = list(_unwrapped(element.children))
        if any(isinstance(child, Element) and _is_ours(child) for child in element.children):
            element.children = list(_gathered(element.children))


def _unwrapped(children: Iterable[Child]) -> Iterator[Child]:
    """Yield ``children`` with the lists of one item each, as Word on the web writes them, as one list."""
    last: Element | None = None
    for child in children:
        inside = child.children if isinstance(child, Element) and child.has_class(_WRAPPER) else None
        if inside is None:
            last = None if isinstance(child, Element) else last
            yield child
            continue
        for part in inside:
            if isinstance(part, Element) and last is not None and part.tag == last.tag in {"ul", "ol"}:
                last.children += part.children
            else:
                last = part if isinstance(part, Element) else last
                yield part


def _is_ours(element: Element) -> bool:
    return element.tag == "p" and (_item(element) is not None or _is_quotation(element))


def _item(element: Element) -> re.Match[str] | None:
    return _ITEM.search(element.attrs.get("style", "")) if element.tag == "p" else None


def _is_quotation(element: Element) -> bool:
    return any(element.has_class(name) for name in _QUOTES)


def _gathered(children: Iterable[Child]) -> Iterator[Child]:
    """Yield ``children`` with every run of items as one list, and every run of quotations as one."""
    lists: list[_Open] = []
    quotation: Element | None = None
    for child in children:
        if isinstance(child, str) and not child.strip():
            continue
        found = _item(child) if isinstance(child, Element) else None
        if found is None:
            lists = []
        if isinstance(child, Element) and child.tag == "p" and _is_quotation(child):
            if quotation is None:
                quotation = Element("blockquote")
                yield quotation
            quotation.children.append(Element("p", {}, child.children))
            continue
        quotation = None
        if found is None or not isinstance(child, Element):
            yield child
            continue
        new = _put(lists, child, number=found[1], level=min(int(found[2][:3]), _DEEPEST))
        if new is not None:
            yield new


def _put(lists: list[_Open], paragraph: Element, *, number: str, level: int) -> Element | None:
    """Put an item into the open list of its level; return a list that was begun outside all others."""
    while lists and lists[-1].level > level:
        lists.pop()
    if lists and lists[-1].level == level and lists[-1].number != number:
        lists.pop()
    outermost = None
    sign = _sign_of(paragraph)
    if not lists or lists[-1].level < level:
        opened = _Open(level, number, Element("ol" if _counts(sign) else "ul"))
        if lists and lists[-1].element.children:
            holder = lists[-1].element.children[-1]
            if isinstance(holder, Element):
                holder.children.append(opened.element)
        else:
            outermost = opened.element
        lists.append(opened)
    lists[-1].element.children.append(Element("li", {}, [Element("p", {}, paragraph.children)]))
    return outermost


def _counts(sign: str) -> bool:
    return sign != _ROUND and _COUNTS.match(sign) is not None


def _sign_of(paragraph: Element) -> str:
    """Take the sign in front of an item out of its paragraph, and return it."""
    for element in list(paragraph.walk()):
        for child in list(element.children):
            if isinstance(child, Element) and _SIGN.search(child.attrs.get("style", "")):
                element.children = [other for other in element.children if other is not child]
                return child.text.strip()
    return ""
