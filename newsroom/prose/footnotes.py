"""Footnotes of other programs, pasted: a marker that leads to a note, and a list of notes that lead back, become ours.

Known by the addresses of their links alone: Word (``_ftn1``, ``_edn1``), Google Docs (``ftnt1``), LibreOffice
(``sdfootnote1sym``), Wikipedia (``cite_note-1``), WordPress (``…-link``) and those who write Markdown (``fn1``). A note
whose marker is not there stays where it stood, as a paragraph: no word of a source is lost.
"""

import re
from collections.abc import Iterator

from newsroom.prose.tree import Element

BLOCKS = frozenset({"p", "div", "li"})
# What the address of a way back says of the address that its marker leads to.
_BACK = (
    (re.compile(r"#_(ftn|edn)ref(\d+)$"), r"_\1\2"),
    (re.compile(r"#ftnt_ref(\d+)$"), r"ftnt\1"),
    (re.compile(r"#sd(foot|end)note(\d+)anc$"), r"sd\1note\2sym"),
    (re.compile(r"#cite_ref-(.+?)_\d+-\d+$"), r"cite_note-\1-"),
    (re.compile(r"#cite_ref-(.+?)$"), r"cite_note-\1"),
    (re.compile(r"#fnref:?(\w{1,60})$"), r"fn\1"),
    (re.compile(r"#([\w-]{8,80})-link$"), r"\1"),
)
_FRAGMENT = re.compile(r"#([^#\s]{1,200})$")
# Wikipedia numbers its named notes once more: cite_note-name-3 is led back to by cite_ref-name_3-0.
_NAMED = re.compile(r"^(cite_note-.+-)\d+$")
_HOLDER = re.compile(r"^(?:ftn|edn|sdfootnote|sdendnote)\d+$")
_SIGNS = " \t\u00a0.)]^↑↩\ufe0e"


def adopt(root: Element) -> int:
    """Turn the footnotes below ``root`` into ``<sup class="footnote">``, take their list away; return how many."""
    places = list(_children(root))
    markers: dict[str, list[Element]] = {}
    for _parent, element in places:
        if target := _target(element):
            markers.setdefault(target, []).append(element)
    taken: set[str] = set()
    for parent, block in places:
        if not (target := _led_back_to(block)) or target in taken:
            continue
        own = {id(below) for below in block.walk()}
        if not (led := [marker for marker in markers.get(target, ()) if id(marker) not in own]):
            continue
        taken.add(target)
        notes = [block, *_going_on(parent, block)]
        text = " ".join(words for note in notes if (words := _words_of(note)))
        for marker in led:
            marker.tag, marker.attrs, marker.children = "sup", {"class": "footnote"}, [text]
        parent.children = [child for child in parent.children if not any(child is note for note in notes)]
    return len(taken)


def _children(element: Element) -> Iterator[tuple[Element, Element]]:
    """Yield every element below with its parent, in document order; a marker inside ``sup`` counts as the ``sup``."""
    for child in element.children:
        if isinstance(child, Element):
            yield element, child
            if child.tag != "sup":
                yield from _children(child)


def _address(element: Element) -> str:
    """Return the address of a link, or of the only link in a ``sup``; "" for anything else."""
    links = [below for below in element.walk() if below.tag == "a"] if element.tag in {"a", "sup"} else []
    return links[0].attrs.get("href", "") if len(links) == 1 else ""


def _target(element: Element) -> str:
    """Return the note that a marker leads to; "" for what is no marker, a way back not least."""
    address = _address(element)
    found = _FRAGMENT.search(address)
    if found is None or _back(address):
        return ""
    named = _NAMED.match(found[1])
    return named[1] if named else found[1].replace("fn:", "fn")


def _back(address: str) -> str:
    """Return the note that a way back stands in; "" for any other address."""
    for pattern, target in _BACK:
        if found := pattern.search(address):
            return found.expand(target)
    return ""


def _led_back_to(block: Element) -> str:
    """Return the note that an innermost block is: it begins or ends with the way back to its marker."""
    if block.tag not in BLOCKS or any(below.tag in BLOCKS for below in list(block.walk())[1:]):
        return ""
    back = next((below for below in block.walk() if _back(_address(below))), None)
    if back is None:
        return ""
    text, sign = block.text.strip(_SIGNS), back.text.strip(_SIGNS)
    return _back(_address(back)) if text.startswith(sign) or text.endswith(sign) else ""


def _going_on(parent: Element, block: Element) -> Iterator[Element]:
    """Yield the further paragraphs of a note that Word keeps in a division of its own."""
    if not _HOLDER.match(parent.attrs.get("id", "")):
        return
    for child in parent.children[_place(parent, block) + 1 :]:
        if isinstance(child, Element) and child.tag in BLOCKS:
            if _led_back_to(child):
                return
            yield child


def _words_of(element: Element) -> str:
    """Return the words of a note without its ways back and their signs."""
    words = "".join(_without_ways_back(element))
    return " ".join(words.split()).lstrip(_SIGNS).rstrip(" ↑↩\ufe0e")


def _without_ways_back(element: Element) -> Iterator[str]:
    for child in element.children:
        if isinstance(child, str):
            yield child
        elif isinstance(child, Element) and not _back(_address(child)):
            yield from _without_ways_back(child)


def _place(parent: Element, child: Element) -> int:
    """Return where ``child`` itself, not its like, stands in ``parent``."""
    return next(place for place, other in enumerate(parent.children) if other is child)
