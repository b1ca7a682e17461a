"""The mess that comes in, read as a tree: what nh3 lets through of HTML, or the paragraphs of plain text."""

import re

import nh3

from newsroom.arabic.hygiene import clean_text
from newsroom.prose import plain as plainly
from newsroom.prose.tree import Element, parse

HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
CONTAINERS = frozenset({"p", "div", "section", "article", "main", "header", "footer", "aside", "center", "address"})
CONTAINERS |= frozenset({"pre", "figcaption", "dl", "dt", "dd", "li", "td", "th", "caption"})
CONTAINERS |= frozenset({"details", "summary", "fieldset", "legend", "form", "nav", "hgroup", "dialog"})
TABLE_PARTS = frozenset({"thead", "tbody", "tfoot"})
BLOCKS = CONTAINERS | TABLE_PARTS | {*HEADINGS, "blockquote", "ul", "ol", "table", "tr", "figure", "hr"}
INLINE = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "a": "a", "br": "br", "sup": "sup"}

_WIDE_TAGS = set(BLOCKS) | set(INLINE) | {"span", "img", "q"}
_WIDE_ATTRIBUTES = {
    "a": {"href"},
    "b": {"style"},
    "span": {"style"},
    "sup": {"class"},
    # By these Word says that a paragraph is an item, a quotation or a note.
    "p": {"class", "style"},
    "div": {"class", "id"},
    "blockquote": {"class"},
    "figure": {"data-photo"},
    "img": {"data-photo", "src", "alt"},
}
_DROPPED_WITH_CONTENT = {"script", "style", "template", "iframe", "svg", "math", "noscript", "title"}
_SCHEMES = {"https", "http", "mailto", "data", "file", "tel", "ftp", "sms", "javascript"}
# A text is HTML when it has a whole tag that HTML knows; «<» in a sentence is just a letter.
_KNOWN_TAG = re.compile(
    r"</?(?:p|div|br|hr|span|h[1-6]|ul|ol|li|blockquote|figure|figcaption|img|a|b|i|u|s|strong|em|su[bp]|font|pre|code"
    r"|table|t[rdh]|tbody|thead|section|article|main|header|footer|aside|html|body|head|meta|script|style|svg|math"
    r"|iframe|object|embed|video|audio|form|input|button|template|o:p|!--)\b[^<>]*>|<!--",
    re.I,
)
_STRAY_SIGN = re.compile(r"<(?![a-zA-Z/!?][^<>]*>|!--)")
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)[^<>]*>")
_NEVER_OPEN = frozenset({"br", "hr", "img", "meta", "input", "link", "source", "wbr", "col", "area", "base", "embed"})
# Far deeper than any document; beyond it the parser's own time grows with the square of the depth.
MOST_OPEN_TAGS = 400


def tree_of(source: str, *, plain: bool, chat: bool = False) -> Element:
    """Return ``source`` as a tree of tags that somebody might mean; plain if it has none or ``plain`` says so.

    ``chat`` reads in plain text the signs by which messengers and mails write lists, quotations and bold words.
    """
    text = clean_text(source, multiline=True)
    if plain or not _KNOWN_TAG.search(text):
        text = plainly.blocks_of(text) if chat else plainly.paragraphs_of(text)
    elif _opens_too_many(text):
        text = plainly.paragraphs_of(_TAG.sub("\n\n", text))
    else:
        text = _STRAY_SIGN.sub("&lt;", text)
    return parse(
        nh3.clean(
            text,
            tags=_WIDE_TAGS,
            clean_content_tags=_DROPPED_WITH_CONTENT,
            attributes=_WIDE_ATTRIBUTES,
            link_rel=None,
            url_schemes=_SCHEMES,
        )
    )


def _opens_too_many(html: str) -> bool:
    """Return whether more tags stand open at once than in any document that somebody wrote; linear time."""
    depth = 0
    for closing, name in _TAG.findall(html):
        depth = max(0, depth - 1) if closing else depth + (name.lower() not in _NEVER_OPEN)
        # Paragraphs and list items are often left open: many of them in a row are no depth.
        if depth > MOST_OPEN_TAGS and name.lower() not in {"p", "li", "td", "tr", "th"}:
            return True
    return False
