"""What may be stored of a typed or pasted line: everything that is writing, nothing that only breaks machines."""

import re
from typing import Final

from newsroom.arabic.controls import pairs

_PLANE_ENDS: Final = "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
# C0 and C1 without tab and line breaks, lone surrogates, noncharacters, the byte order mark.
_UNSTORABLE: Final = re.compile(f"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff{_PLANE_ENDS}]")
_LINE_BREAK: Final = re.compile("\r\n|[\n\v\f\r\x85\u2028\u2029]")
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _balanced(line: str) -> str:
    """Drop the bidi controls of a line that open nothing or close nothing."""
    loose = set(pairs(line)[0])
    return "".join(char for place, char in enumerate(line) if place not in loose) if loose else line


def clean_text(text: str, *, multiline: bool = False) -> str:
    r"""Return what may be stored of ``text``, trimmed at both ends; cleaning twice changes nothing more.

    Removed: C0 and C1 controls, lone surrogates, noncharacters (U+FDD0–FDEF and the last two of each plane), the
    byte order mark, and bidi embeddings and isolates (U+202A–202E, U+2066–2069) without their partner in the same
    line, which would turn everything after them around. A tab becomes a space; a line break of any kind becomes a
    space, or ``\n`` if ``multiline``.

    Kept byte for byte: every letter (no normalisation), tashkeel, tatweel, ZWNJ, ZWJ, LRM, RLM, balanced bidi pairs
    and inner no-break spaces. Raises nothing.
    """
    lines = _LINE_BREAK.sub("\n", _UNSTORABLE.sub("", text)).replace("\t", " ").split("\n")
    if multiline:
        return "\n".join(map(_balanced, lines)).strip()
    return _balanced(" ".join(lines)).strip()


def is_xml_safe(text: str) -> bool:
    """Tell whether ``text`` holds only characters that XML 1.0 allows (section 2.2), as feeds and sitemaps need.

    Whatever ``clean_text`` returns is safe. Raises nothing.
    """
    return _NOT_XML.search(text) is None
