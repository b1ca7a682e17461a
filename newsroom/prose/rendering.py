"""From the schema to the page, to the editor and to feeds: nothing is cleaned here, it is clean already.

The one module that declares markup safe; it does so for the output of the cleaner and of our own templates.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.html import escape, format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from newsroom.images import Photo
from newsroom.prose.tree import Element, Markup, parse, write

# In a srcset, the addresses behind the first.
_MORE_SOURCES = re.compile(r"( \d+w, )/")
# As the cleaner writes it.
_FIGURE = re.compile(r'data-photo="(\d{1,18})"')


@dataclass(frozen=True)
class Prose:
    """A text ready for its page: the HTML with numbered markers, and the notes they point to."""

    html: SafeString
    notes: list[str] = field(default_factory=list)


def render(stored: str, *, photos: Mapping[str, Photo] | None = None) -> Prose:
    """Return stored text as it stands on the page: footnotes numbered, figures with their pictures.

    ``photos`` are those of ``photos_in``, asked once for many texts; without them one query finds them.
    """
    root = parse(stored or "")
    photos = _photos_of(root) if photos is None else photos
    notes: list[str] = []

    def visit(element: Element) -> None:
        for place, child in enumerate(element.children):
            if not isinstance(child, Element):
                continue
            if child.tag == "sup" and child.has_class("footnote"):
                notes.append(child.text)
                element.children[place] = _marker(len(notes))
            elif child.tag == "figure":
                element.children[place] = _figure(child, photos)
            elif child.tag == "a" and not child.attrs.get("href", "").startswith("/"):
                child.attrs["rel"] = "noopener"
                visit(child)
            else:
                visit(child)

    visit(root)
    return Prose(mark_safe(write(root)), notes)


def for_editor(stored: str) -> str:
    """Return stored text as the editor opens it: figures show their picture."""
    root = parse(stored or "")
    photos = _photos_of(root)
    for element in root.walk():
        photo = photos.get(element.attrs.get("data-photo", "")) if element.tag == "figure" else None
        if photo is not None:
            src = photo.rendition_url(photo.widths[0])
            element.children.insert(0, Element("img", {"src": src, "alt": photo.alt or ""}))
    return write(root)


def photos_in(texts: Iterable[str]) -> dict[str, Photo]:
    """Return the library photos that the figures of all stored ``texts`` name, by id as text; one query, or none."""
    numbers = {number for text in texts for number in _FIGURE.findall(text)}
    return {str(photo.pk): photo for photo in Photo.objects.filter(pk__in=numbers)} if numbers else {}


def for_feed(
    stored: str,
    *,
    standfirst: str = "",
    notices: str = "",
    signoff: str = "",
    photos: Mapping[str, Photo] | None = None,
) -> str:
    """Return a whole piece as HTML that stands alone: absolute addresses, notes at its end; ``photos`` as in render.

    ``notices`` is the HTML of what the house says of mistakes in it, made by a template.
    """
    prose = render(stored, photos=photos)
    notes = "".join(f'<li id="note-{place}">{escape(note)}</li>' for place, note in enumerate(prose.notes, 1))
    parts = [
        format_html("<p>{}</p>", standfirst) if standfirst else "",
        prose.html,
        notices,
        format_html("<p>{}</p>", signoff) if signoff else "",
        f"<ol>{notes}</ol>" if notes else "",
    ]
    direction = "rtl" if get_language() == "ar" else "ltr"
    body = "".join(parts)
    for attribute in ("src", "href", "srcset"):
        body = body.replace(f'{attribute}="/', f'{attribute}="{settings.SITE_URL}/')
    body = _MORE_SOURCES.sub(rf"\1{settings.SITE_URL}/", body)
    return f'<div dir="{direction}" lang="{get_language()}">{body}</div>'


def plain_text(stored: str) -> str:
    """Return stored text without markup, blocks separated by spaces."""
    return " ".join(strip_tags((stored or "").replace("<", " <")).split())


def _marker(number: int) -> Markup:
    """Return the marker of the note with this number, counted from 1."""
    return Markup(
        format_html(
            '<sup class="ref"><a href="#note-{0}" id="ref-{0}" aria-label="{1} {0}">{0}</a></sup>',
            number,
            gettext("Source"),
        )
    )


def _photos_of(root: Element) -> dict[str, Photo]:
    """Return the library photos that the figures below ``root`` name, by id as text; one query, or none."""
    numbers = {element.attrs["data-photo"] for element in root.walk() if "data-photo" in element.attrs}
    return {str(photo.pk): photo for photo in Photo.objects.filter(pk__in=numbers)} if numbers else {}


def _figure(element: Element, photos: Mapping[str, Photo]) -> Markup:
    """Return a figure with its picture; a photo that is gone leaves only its words."""
    caption = next((child for child in element.children if isinstance(child, Element)), None)
    words = mark_safe("".join(write(child) for child in caption.children)) if caption else ""
    photo = photos.get(element.attrs.get("data-photo", ""))
    if photo is None:
        return Markup(format_html("<p>{}</p>", words) if words else "")
    context = {"photo": photo, "words": words or photo.caption}
    return Markup(render_to_string("components/figure.html", context).strip())
