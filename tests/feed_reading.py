"""Readers of what machines read: strict parsers, and what RFC 4287 asks of Atom, checked by hand."""

import re
from datetime import datetime
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring
from django.test import Client

from newsroom.arabic.hygiene import clean_text, is_xml_safe

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}link"

# What an import, a restored copy or a hand in the database may leave in a row that no form would let in.
ODD = [
    *(chr(code) for code in (0x00, 0x01, 0x08, 0x0B, 0x0C, 0x0E, 0x1B, 0x1F, 0x7F, 0x85, 0x9F, 0xAD)),
    *(chr(code) for code in (0xFFFE, 0xFFFF, 0xFDD0, 0x1FFFE, 0x10FFFF, 0xFEFF, 0xFFFC, 0xFFFD, 0xD7FF, 0xE000)),
    *(chr(code) for code in (0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0x061C, 0x2028, 0x2029)),
    *(chr(code) for code in (0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069)),
    "\u202eقلب", "\u2066معزول", "\u2067a\u202eb\u2069", "\u2069\u202c", "\u2068NATO\u2069",
    "]]>", "<![CDATA[", "<!--", "-->", "<script>alert(1)</script>", "</title>", "<?xml?>", "<!DOCTYPE a>", "<x:y>",
    "&", "&amp;", "&lt;b&gt;", "&#0;", "&#xFFFE;", "&nbsp;", "&unknown;", "'\"`", "“ ” « »", "%00%zz", "{{ x }}{% y %}",
    "😀🏳️‍🌈", "ﷺ ﻻ", "شُبّاك", "ـــ", "سو-57 (2023) C++", "\r\n\t", "١٢٣",
]  # fmt: skip


def text(element: Element | None, path: str) -> str:
    """The text at ``path`` (names of Atom elements) below ``element``, empty when it is not there."""
    assert element is not None
    return element.findtext("/".join(f"{ATOM}{name}" for name in path.split("/"))) or ""


def entries(root: Element) -> list[Element]:
    return root.findall(f"{ATOM}entry")


def titles(root: Element) -> list[str]:
    return [text(entry, "title") for entry in entries(root)]


def atom_of(client: Client, address: str, site: str) -> Element:
    """Fetch, parse and judge the Atom feed at ``address``."""
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    assert (answer.cookies, "Vary" in answer.headers) == ({}, False)
    assert is_xml_safe(answer.content.decode())
    root = fromstring(answer.content, forbid_dtd=True)
    judge_atom(root, site)
    return root


def judge_atom(root: Element, site: str) -> None:
    """RFC 4287: what must stand once, what must be absolute, what must not be empty, how moments are written."""
    assert root.tag == f"{ATOM}feed"
    assert root.get(LANGUAGE) in {"ar", "en"}
    for thing in (root, *entries(root)):
        for name in ("id", "title", "updated"):
            assert len(thing.findall(f"{ATOM}{name}")) == 1
        assert re.fullmatch(r"[a-z]+:[\x21-\x7e]+", text(thing, "id"))
        assert datetime.fromisoformat(text(thing, "updated")).tzinfo is not None
        for link in thing.findall(f"{ATOM}link"):
            assert re.fullmatch(rf"{re.escape(site)}/[\x21-\x7e]*", link.get("href"))
        names = [name.text for name in thing.findall(f"{ATOM}author/{ATOM}name")]
        assert names
        assert all(name and name == clean_text(name) for name in names)
        assert all(category.get("term") for category in thing.findall(f"{ATOM}category"))
    assert sorted(link.get("rel") for link in root.findall(f"{ATOM}link")) == ["alternate", "self"]
    for entry in entries(root):
        assert [link.get("rel") for link in entry.findall(f"{ATOM}link")] == ["alternate"]
        assert len(entry.findall(f"{ATOM}summary")) <= 1
        assert [content.get("type") for content in entry.findall(f"{ATOM}content")] == ["html"]
        assert text(entry, "published") <= text(entry, "updated") <= text(root, "updated")
        assert re.findall(r'(?:src|href|srcset)="(?!https?:|mailto:|#)|\d+w, /', text(entry, "content")) == []
    ids = [text(entry, "id") for entry in entries(root)]
    assert len(ids) == len(set(ids))


def rss_of(client: Client, address: str, site: str) -> Element:
    """Fetch, parse and judge the RSS feed at ``address``; return its channel."""
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/rss+xml; charset=utf-8")
    assert is_xml_safe(answer.content.decode())
    root = fromstring(answer.content, forbid_dtd=True)
    assert (root.tag, root.get("version"), len(root)) == ("rss", "2.0", 1)
    channel = root[0]
    for name in ("title", "link", "description", "language", f"{ATOM}link"):
        assert len(channel.findall(name)) == 1
    for item in channel.findall("item"):
        assert (item.find("guid").get("isPermaLink"), item.findtext("guid")[:4]) == ("false", "tag:")
        assert item.findtext("link").startswith(f"{site}/")
        assert (bool(item.findtext(CONTENT)), bool(item.findtext("pubDate"))) == (True, True)
    return channel


def xml_of(client: Client, address: str) -> Element:
    """Fetch and parse a sitemap."""
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/xml; charset=utf-8")
    assert (answer.headers["X-Robots-Tag"], answer.cookies, "Vary" in answer.headers) == ("noindex", {}, False)
    assert is_xml_safe(answer.content.decode())
    return fromstring(answer.content, forbid_dtd=True)
