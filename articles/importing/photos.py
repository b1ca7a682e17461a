"""Photos of an import: files below one folder, each taken in once, found again by their path."""

import re
from contextlib import suppress
from functools import partial
from html import unescape
from pathlib import Path, PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import DatabaseError
from django.utils.translation import gettext as _

from articles.importing.facts import KINDS, PHOTOS, filled
from articles.importing.journal import Journal
from articles.models import PhotoUse
from articles.snapshots import Ref
from newsroom import images
from newsroom.arabic.hygiene import clean_text
from newsroom.images import Photo
from newsroom.refusals import Refused

LONGEST_PATH = 300
_NAMED = re.compile(r"""data-photo\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I)
_SHOWN = re.compile(r'data-photo="(\d{1,18})"')


class PhotoFolder:
    """The folder of the pictures, None when the import has none."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder.resolve() if folder else None
        # What the file says of pictures that have not been taken in yet, by path.
        self.facts: dict[str, dict[str, Any]] = {}
        self.journal = Journal()
        # Taken in for a line that may still be refused.
        self._loose: list[Photo] = []

    def ref(self, path: str) -> Ref:
        """Return the photo at ``path``: the one taken in before, else taken in now.

        Raises Refused for a path that leads outside, a file that is missing, and one that is no picture.
        """
        path = clean_text(path)
        photo = Photo.objects.filter(import_ref=path).first() or self._taken_in(path)
        return Ref.to(photo)

    def settle(self, waiting: set[int]) -> None:
        """Let go of what was taken in for lines that were refused; ``waiting`` are the photos of lines to come."""
        kept = []
        for photo in self._loose:
            if photo.pk in waiting:
                kept.append(photo)
            elif not _is_shown(photo):
                # Somebody at the desk may have used it this moment: then it stays.
                with suppress(DatabaseError):
                    photo.delete()
        self._loose = kept

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
        self.facts.pop(path, None)
        if self.journal.is_open:
            self.journal.note(partial(self._forget, photo, path, facts))
        else:
            self._loose.append(photo)
        return photo

    def _forget(self, photo: Photo, path: str, facts: dict[str, Any]) -> None:
        """Remove the files of a photo whose row is not there any more; what the file says of it is needed again."""
        self.facts[path] = facts
        for name in photo.file_names():
            with suppress(OSError):
                default_storage.delete(name)

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


def shown_in(html: str) -> set[int]:
    """Return the ids of the photos that mapped HTML shows."""
    return {int(number) for number in _SHOWN.findall(html)}


def _is_shown(photo: Photo) -> bool:
    """Return whether a piece uses the photo, or a name has it as its picture."""
    if PhotoUse.objects.filter(photo=photo).exists():
        return True
    return any(kind.model.objects.filter(**{kind.photo: photo}).exists() for kind in KINDS.values() if kind.photo)
