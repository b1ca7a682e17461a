"""Word's footnotes, pasted: a marker ``<a href="#_ftn1">[1]</a>`` and a list at the end become our own."""

import re

from newsroom.prose.tree import Element

_MARKER = re.compile(r"#_(?:ftn|edn)(\d+)$")
_BACK = re.compile(r"#_(?:ftn|edn)ref(\d+)$")
_NUMBER = re.compile(r"^\s*\[?\d+\]?[.)\s]*")
BLOCKS = frozenset({"p", "div", "li"})


def adopt(root: Element) -> None:
    """Turn Word's footnotes below ``root`` into ``<sup class="footnote">``, and take their list away."""
    notes = _take_notes(root)
    if notes:
        _place(root, notes)


def _take_notes(element: Element) -> dict[str, str]:
    """Remove every innermost block that holds the text of a note; return the texts by number."""
    notes: dict[str, str] = {}
    for child in list(element.children):
        if not isinstance(child, Element):
            continue
        number = _back_number(child)
        if number and child.tag in BLOCKS and not any(below.tag in BLOCKS for below in list(child.walk())[1:]):
            notes[number] = _NUMBER.sub("", child.text).strip()
            element.children.remove(child)
        else:
            notes |= _take_notes(child)
    return notes


def _back_number(element: Element) -> str | None:
    """Return the number of the note whose way back stands in ``element``."""
    for below in element.walk():
        if below.tag == "a" and (match := _BACK.search(below.attrs.get("href", ""))):
            return match[1]
    return None


def _place(element: Element, notes: dict[str, str]) -> None:
    """Put each note where its marker stands."""
    for place, child in enumerate(element.children):
        if not isinstance(child, Element):
            continue
        match = _MARKER.search(child.attrs.get("href", "")) if child.tag == "a" else None
        if match and notes.get(match[1]):
            element.children[place] = Element("sup", {"class": "footnote"}, [notes[match[1]]])
        else:
            _place(child, notes)
