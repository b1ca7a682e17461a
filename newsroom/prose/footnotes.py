"""Word's footnotes, pasted: a marker ``<a href="#_ftn1">[1]</a>`` and a list at the end become our own.

A note whose marker is not there stays where it stood, as a paragraph: no word of a source is lost.
"""

import re
from collections.abc import Iterator

from newsroom.prose.tree import Element

_MARKER = re.compile(r"#_(?:ftn|edn)(\d+)$")
_BACK = re.compile(r"#_(?:ftn|edn)ref(\d+)$")
_NUMBER = re.compile(r"^\s*\[?\d+\]?[.)\s]*")
BLOCKS = frozenset({"p", "div", "li"})


def adopt(root: Element) -> None:
    """Turn Word's footnotes below ``root`` into ``<sup class="footnote">``, and take their list away."""
    markers = {number: place for place in _children(root) if (number := _number(place[1], _MARKER))}
    taken: set[str] = set()
    for parent, block in list(_children(root)):
        number = _note_number(block)
        if number in markers and number not in taken:
            taken.add(number)
            holder, marker = markers[number]
            text = _NUMBER.sub("", block.text).strip()
            holder.children[_place(holder, marker)] = Element("sup", {"class": "footnote"}, [text])
            del parent.children[_place(parent, block)]


def _children(element: Element) -> Iterator[tuple[Element, Element]]:
    """Yield every element below with its parent, in document order; a marker inside ``sup`` counts as the ``sup``."""
    for child in element.children:
        if isinstance(child, Element):
            yield element, child
            if child.tag != "sup":
                yield from _children(child)


def _number(element: Element, pattern: re.Pattern[str]) -> str | None:
    """Return the number in the address of a link, or of the only link in a ``sup``."""
    links = [below for below in element.walk() if below.tag == "a"] if element.tag in {"a", "sup"} else []
    match = pattern.search(links[0].attrs.get("href", "")) if len(links) == 1 else None
    return match[1] if match else None


def _note_number(block: Element) -> str | None:
    """Return the number of the note that an innermost block holds: it begins with the way back to its marker."""
    if block.tag not in BLOCKS or any(below.tag in BLOCKS for below in list(block.walk())[1:]):
        return None
    back = next((below for below in block.walk() if _number(below, _BACK)), None)
    if back is None or not block.text.strip().startswith(back.text.strip()):
        return None
    return _number(back, _BACK)


def _place(parent: Element, child: Element) -> int:
    """Return where ``child`` itself, not its like, stands in ``parent``."""
    return next(place for place, other in enumerate(parent.children) if other is child)
