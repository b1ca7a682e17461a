"""Compile the interface's translations without gettext's tools, which a bare machine does not have."""

import re
import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

ESCAPE = re.compile(r"\\([0-7]{1,3}|x[0-9a-fA-F]+|.)")
SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "f": "\f", "v": "\v", '"': '"', "\\": "\\"}
KEYWORD = re.compile(r'(msgctxt|msgid_plural|msgid|msgstr)(?:\[(\d+)\])?\s*(".*")$')
PLACEHOLDER = re.compile(r"%\((\w+)\)[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]")


class BadCatalogue(ValueError):
    """A line of a .po file that cannot be understood, or a translation that would fail when shown."""


@dataclass
class Entry:
    """One message as it stands between two empty lines."""

    line: int = 0
    fuzzy: bool = False
    checked: bool = False
    parts: dict[str, str] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """The message as gettext looks it up: context, message and plural, joined by its own marks."""
        key = self.parts["msgid"]
        if "msgid_plural" in self.parts:
            key += "\0" + self.parts["msgid_plural"]
        return self.parts["msgctxt"] + "\4" + key if "msgctxt" in self.parts else key

    @property
    def texts(self) -> list[str]:
        """The translation, or its plural forms in their order."""
        forms = [name for name in self.parts if name.startswith("msgstr")]
        return [self.parts[name] for name in sorted(forms, key=lambda name: int(name[7:-1] or 0))]

    def is_wanted(self) -> bool:
        """Leave out what is untranslated or only guessed; the header is needed even when marked as a guess."""
        return "msgid" in self.parts and (self.key == "" or (not self.fuzzy and all(self.texts) and bool(self.texts)))

    def check(self) -> None:
        """Refuse a placeholder that the code does not fill: it would raise when the page is drawn."""
        known = set(PLACEHOLDER.findall(self.key))
        for text in self.texts if self.checked else []:
            if strange := set(PLACEHOLDER.findall(text)) - known:
                raise BadCatalogue(f"line {self.line}: unknown placeholder {', '.join(sorted(strange))}")


def unquote(text: str, line: int) -> str:
    """Return what a quoted string of a .po file means."""
    if len(text) < 2 or text[0] != '"' or text[-1] != '"':
        raise BadCatalogue(f"line {line}: not a quoted string")

    def meaning(match: re.Match[str]) -> str:
        code = match[1]
        if code[0] in "01234567":
            return chr(int(code, 8))
        return SIMPLE.get(code) or chr(int(code[1:], 16))

    try:
        return ESCAPE.sub(meaning, text[1:-1])
    except ValueError:
        raise BadCatalogue(f"line {line}: unknown escape") from None


def read_po(text: str) -> dict[str, str]:
    """Return the finished messages of a .po file as gettext stores them."""
    catalogue: dict[str, str] = {}
    for entry in _entries(text):
        if not entry.is_wanted():
            continue
        if entry.key in catalogue:
            raise BadCatalogue(f"line {entry.line}: message defined twice")
        entry.check()
        catalogue[entry.key] = "\0".join(entry.texts)
    header = catalogue.get("", "")
    if "charset=" in header and "charset=utf-8" not in header.lower():
        raise BadCatalogue("the catalogue must be UTF-8")
    return catalogue


def _entries(text: str) -> list[Entry]:
    """Split a .po file into its messages; obsolete ones (#~) and remarks are passed over."""
    entries = [Entry()]
    part = ""
    for number, raw in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        line = raw.strip()
        opening = line.startswith(("#", "msgctxt")) or (line.startswith("msgid") and line[5:6] != "_")
        if opening and any(name.startswith("msgstr") for name in entries[-1].parts):
            entries.append(Entry())
        if line.startswith("#,"):
            flags = {flag.strip() for flag in line[2:].split(",")}
            entries[-1].fuzzy |= "fuzzy" in flags
            entries[-1].checked |= "python-format" in flags
        elif match := KEYWORD.match(line):
            part = f"msgstr[{match[2] or 0}]" if match[1] == "msgstr" else match[1]
            entries[-1].line = entries[-1].line or number
            entries[-1].parts[part] = unquote(match[3], number)
        elif line.startswith('"') and part:
            entries[-1].parts[part] += unquote(line, number)
        elif line and not line.startswith("#"):
            raise BadCatalogue(f"line {number}: not understood")
    return entries


def write_mo(catalogue: dict[str, str]) -> bytes:
    """Return the binary form: two sorted tables of lengths and offsets, then the strings, each closed by a zero."""
    pairs = sorted((key.encode(), text.encode()) for key, text in catalogue.items())
    tables_end = 28 + 16 * len(pairs)
    strings = b""
    tables: list[list[int]] = [[], []]
    for table, column in zip(tables, zip(*pairs, strict=True), strict=False):
        for item in column:
            table += [len(item), tables_end + len(strings)]
            strings += item + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, tables_end)
    return head + struct.pack(f"<{4 * len(pairs)}I", *tables[0], *tables[1]) + strings


def compile_stale(folders: list[Path], *, force: bool = False) -> list[Path]:
    """Compile every catalogue that is newer than its binary form and return what was written."""
    written = []
    for source in sorted(path for folder in folders for path in Path(folder).glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if not force and target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        try:
            binary = write_mo(read_po(source.read_text(encoding="utf-8")))
        except BadCatalogue as problem:
            raise BadCatalogue(f"{source.parent.parent.name}/{source.name}: {problem}") from None
        # Written beside and moved into place: a running newsroom never reads half a file.
        partial = target.with_suffix(".mo.part")
        partial.write_bytes(binary)
        partial.replace(target)
        written.append(target)
    return written


class Command(BaseCommand):
    """Run by the set-up, and by hand after editing a catalogue."""

    help = "Compile newsroom/locale/*/LC_MESSAGES/*.po into .mo files."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Allow compiling what seems up to date."""
        parser.add_argument("--force", action="store_true", help="compile every catalogue again")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compile and count."""
        try:
            written = compile_stale(list(settings.LOCALE_PATHS), force=options["force"])
        except BadCatalogue as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"الترجمات جاهزة / messages: {len(written)} compiled")
