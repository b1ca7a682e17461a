"""Static files as readers get them: one stylesheet for the site, one for the desk, hashed and compressed."""

import posixpath
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

JOINED = ("css/site.css", "css/desk.css")

QUOTED = r""""(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'"""
COMMENT = r"/\*.*?\*/"
URL = r"url\(\s*(?:" + QUOTED + r"|[^\s\"')]*)\s*\)"
IMPORT = re.compile(
    r"@import\s+(?:url\(\s*)?(?P<quote>[\"']?)(?P<path>[^\"')\s]+)(?P=quote)\s*\)?"
    r"(?:\s*layer\((?P<layer>[\w.-]+)\))?(?P<media>[^;]*);"
)
HASHED = re.compile(r"\.[0-9a-f]{12}(?:\.|$)")
OUTSIDE_SITE = re.compile(r"^(?:[a-z][a-z0-9+.-]*:|/|#)", re.IGNORECASE)


def join_stylesheet(name: str, read: Callable[[str], str]) -> str:
    """Return a stylesheet with its imports written out, each in the layer and under the media it was imported for."""
    return squeeze(IMPORT.sub(lambda found: _written_out(name, found, read), _without_comments(read(name))))


def _written_out(name: str, found: re.Match[str], read: Callable[[str], str]) -> str:
    """Return what one import line brings in."""
    folder = posixpath.dirname(name)
    path = posixpath.normpath(posixpath.join(folder, found["path"]))
    text = _without_comments(read(path)).replace('@charset "UTF-8";', "")
    if IMPORT.search(text):
        raise ValueError(f"{path} is imported by {name} and may not import other files itself")
    text = _relocated(text, posixpath.dirname(path), folder)
    if found["layer"]:
        text = f"@layer {found['layer']} {{\n{text}\n}}"
    if media := found["media"].strip():
        text = f"@media {media} {{\n{text}\n}}"
    return text


def _relocated(text: str, old: str, new: str) -> str:
    """Rewrite addresses that were relative to the imported file so that they hold in the joined one."""

    def moved(match: re.Match[str]) -> str:
        address = match[0][4:-1].strip().strip("\"'")
        if not address or OUTSIDE_SITE.match(address):
            return match[0]
        return f'url("{posixpath.relpath(posixpath.join(old, address), new or ".")}")'

    return re.sub(URL, moved, text) if old != new else text


def _without_comments(text: str) -> str:
    """Drop comments, so that an import inside one stays out, but keep whatever stands in quotes."""
    return re.sub(f"{QUOTED}|{URL}|{COMMENT}", lambda m: "" if m[0].startswith("/*") else m[0], text, flags=re.DOTALL)


def squeeze(css: str) -> str:
    """Drop comments and the white space that means nothing; a modest squeeze, because compression does the rest."""
    kept: list[str] = []

    def keep(match: re.Match[str]) -> str:
        kept.append(match[0])
        return f"\0{len(kept) - 1}\0"

    css = re.sub(f"{QUOTED}|{URL}", keep, _without_comments(css), flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,]) ?", r"\1", css).replace(";}", "}").strip()
    return re.sub("\0(\\d+)\0", lambda match: kept[int(match[1])], css)


class WholeFileCompressor(Compressor):
    """Moves each finished file into place: its presence then proves that it is whole, even after a killed run."""

    def write_data(self, path: str, data: bytes, suffix: str, stat_result: Any) -> str:
        """Write beside the target, then rename."""
        partial: str = super().write_data(path, data, suffix + ".part", stat_result)
        return str(Path(partial).replace(path + suffix))


class JoinedStaticStorage(CompressedManifestStaticFilesStorage):
    """Joins the two stylesheets before WhiteNoise hashes and compresses: readers wait for one file, not a chain."""

    # Our modules import each other by relative address; without this a cache would answer with last week's.
    support_js_module_import_aggregation = True

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Join from the sources, never from an earlier result, so that a second run gives the same bytes."""
        if not dry_run:
            for name in JOINED:
                if name in paths:
                    text = join_stylesheet(name, lambda path: self._source(paths, path))
                    self.delete(name)
                    self._save(name, ContentFile(text.encode()))
                    paths[name] = (self, name)
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def create_compressor(self, **options: Any) -> Compressor:
        """Source maps are for a developer's eyes; compressing them took longer than all the rest."""
        extensions = options.pop("extensions", None) or Compressor.SKIP_COMPRESS_EXTENSIONS
        return WholeFileCompressor(extensions=[*extensions, "map", "part"], **options)

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Compress only what pages link to, and only once: a name with a hash never changes its bytes."""
        fresh = [path for path in paths if HASHED.search(path) and not self.exists(f"{path}.gz")]
        yield from super().compress_files(fresh)

    def _source(self, paths: dict[str, Any], name: str) -> str:
        """Read a collected file from where it was found."""
        if name not in paths:
            raise ValueError(f"the stylesheet {name} is imported but was not found among the static files")
        storage, path = paths[name]
        with storage.open(path) as file:
            text: str = file.read().decode("utf-8")
        return text
