"""Plain text as HTML: paragraphs, and what messengers and mails mean by their signs."""

import re
from collections.abc import Iterable
from html import escape
from itertools import groupby

import nh3

_BULLET = re.compile(r"[-–•·●▪*]\s+(?=\S)")
_NUMBER = re.compile(r"[(]?[\d٠-٩]{1,3}[.)-]\s+(?=\S)")
_QUOTED = re.compile(r">\s?")
_SIGNS = {"ul": _BULLET, "ol": _NUMBER, "blockquote": _QUOTED}
# *bold* and _slanted_ of WhatsApp, doubled of Telegram: around whole words, within a line.
_BOLD = re.compile(r"(?<![\w*])(\*{1,2})(?=[^\s*])([^*\n]{1,300})(?<=\S)\1(?![\w*])")
_SLANTED = re.compile(r"(?<![\w_/])(_{1,2})(?=[^\s_])([^_\n]{1,300})(?<=\S)\1(?![\w_/])")
_BLANK_LINE = re.compile(r"\n\s*\n")


def paragraphs_of(text: str) -> str:
    """Return plain text as paragraphs: blank lines separate them, or every line where there are none."""
    separator = _BLANK_LINE if _BLANK_LINE.search(text) else re.compile("\n")
    parts = (part.strip() for part in separator.split(text))
    return "".join(f"<p>{nh3.clean_text(part)}</p>" for part in parts if part)


def blocks_of(text: str) -> str:
    """Return plain text as blocks: lines that begin alike, with the sign of a list or of a quotation, are one."""
    separator = _BLANK_LINE if _BLANK_LINE.search(text) else re.compile("\n")
    blocks = []
    for kind, group in groupby(text.split("\n"), key=_kind):
        lines = list(group)
        if kind and (kind == "blockquote" or len(lines) > 1):
            tag = "p" if kind == "blockquote" else "li"
            said = (_SIGNS[kind].sub("", line.strip(), count=1) for line in lines)
            blocks.append(f"<{kind}>{_each(tag, said)}</{kind}>")
        else:
            blocks.append(_each("p", separator.split("\n".join(lines))))
    return "".join(blocks)


def _kind(line: str) -> str:
    return next((kind for kind, sign in _SIGNS.items() if sign.match(line.strip())), "")


def _each(tag: str, texts: Iterable[str]) -> str:
    return "".join(f"<{tag}>{_marked(text.strip())}</{tag}>" for text in texts if text.strip())


def _marked(text: str) -> str:
    """Return one text with what its signs make bold or slanted, everything else as it is."""
    return _SLANTED.sub(r"<em>\2</em>", _BOLD.sub(r"<strong>\2</strong>", escape(text, quote=False)))
