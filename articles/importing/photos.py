"""Photos of an import: files below one folder, each taken in once, found again by their path."""

import re
from html import unescape
from pathlib import Path, PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from articles.importing.facts import PHOTOS, filled
from articles.snapshots import Ref
from newsroom import images
from newsroom.arabic.hygiene import clean_text
from newsroom.images import Photo
from newsroom.refusals import Refused

LONGEST_PATH = 300
_NAMED = re.compile(r"""data-photo\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I)


class PhotoFolder:
    """The folder of the pictures, None when the import has none."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder.resolve() if folder else None
        # What the file says of pictures that have not been taken in yet, by path.
        self.facts: dict[str, dict[str, Any]] = {}

    def ref(self, path: str) -> Ref:
        """Return the photo at ``path``: the one taken in before, else taken in now.

        Raises Refused for a path that leads outside, a file that is missing, and one that is no picture.
        """
        path = clean_text(path)
        photo = Photo.objects.filter(import_ref=path).first() or self._taken_in(path)
        self.facts.pop(path, None)
        return Ref.to(photo)

    def mapped(self, html: str) -> str:
        """Return ``html`` with every photo that it names by path named by its id in our library."""

        def number(match: re.Match[str]) -> str:
            path = next(part for part in match.groups() if part is not None)
            return f'data-photo="{self.ref(unescape(path)).id}"'

        return _NAMED.sub(number, html)

    def _taken_in(self, path: str) -> Photo:
        file = self._file(path)
        facts = self.facts.get(path, {})
        checked = filled(PHOTOS, facts)
        try:
            with file.open("rb") as upload:
                photo = images.take_in(
                    upload, by=None, import_ref=path, **{name: getattr(checked, name) for name in PHOTOS.fields}
                )
        except (ValidationError, OSError) as error:
            why = " ".join(error.messages) if isinstance(error, ValidationError) else _("It cannot be read.")
            raise Refused([_("The photo “%(path)s”: %(why)s") % {"path": path, "why": why}]) from error
        return photo

    def _file(self, path: str) -> Path:
        """Return the file at ``path`` below the folder, links followed; raises Refused."""
        if self._folder is None:
            raise Refused([_("The line names a photo: say where the photos are with --photos.")])
        pure = PurePosixPath(path)
        if not path or len(path) > LONGEST_PATH or pure.is_absolute() or ".." in pure.parts or "\\" in path:
            raise Refused([_("“%(path)s” is no path below the folder of the photos.") % {"path": path[:LONGEST_PATH]}])
        try:
            file = (self._folder / pure).resolve()
            there = file.is_relative_to(self._folder) and file.is_file()
        except (OSError, ValueError, RuntimeError):
            there = False
        if not there:
            raise Refused([_("There is no photo “%(path)s” in the folder of the photos.") % {"path": path}])
        return file
