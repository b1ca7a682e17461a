"""Photos: the library's rows, their files under random names, and the renditions readers get.

Every picture comes through ``newsroom.intake``. Renditions are a pure function of the kept file, their size
and the focal point, all of which stand in their name: they are made when a photo comes in, is replaced or gets another
focal point, or by ``manage.py make_renditions``; never while a reader waits. Until they are, pages show the kept file.
"""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from PIL import Image

from newsroom.arabic.fold import fold
from newsroom.intake import bytes_of, encoded, opened

if TYPE_CHECKING:
    from newsroom.accounts import User

WORDS = ("alt", "caption", "credit")
WORD_FIELDS = tuple(f"{name}_{code}" for name in WORDS for code, _name in settings.LANGUAGES)
FACTS = (*WORD_FIELDS, "licence", "source_url", "focal_x", "focal_y")
# 720 is a phone of 360 px at double density, the most common reader.
RENDITION_WIDTHS = (480, 720, 1080, 1600)
# What the pages cut out of a picture: across, down, and how wide.
SHAPES: dict[str, tuple[int, int, tuple[int, ...]]] = {
    "4x3": (4, 3, (270, 540, 1080)),
    "16x10": (16, 10, (720, 1080)),
    "1x1": (1, 1, (180, 360)),
    "4x5": (4, 5, (120, 240, 480)),
}
KINDS = ("webp", "jpg")


class Licence(models.TextChoices):
    """By what right the house shows a picture."""

    OWN = "own", _("our own work")
    PERMISSION = "permission", _("with its owner's permission")
    AGENCY = "agency", _("agency, under contract")
    CC_BY = "cc-by", _("Creative Commons: attribution")
    CC_BY_SA = "cc-by-sa", _("Creative Commons: attribution, share alike")
    CC0 = "cc0", _("Creative Commons: no rights reserved")
    PUBLIC_DOMAIN = "public-domain", _("public domain")


@dataclass(frozen=True)
class Cut:
    """What a page needs of one shape of a photo: its sources, and the size that keeps the page still."""

    webp: str
    jpeg: str
    src: str
    width: int
    height: int


class Photo(models.Model):
    """A picture of the library, kept only as our own clean encoding."""

    file = models.ImageField(_("file"), upload_to="photos/", max_length=120)
    alt = models.CharField(_("description for those who cannot see it"), max_length=300, blank=True)
    caption = models.CharField(_("caption"), max_length=400, blank=True)
    credit = models.CharField(_("credit"), max_length=160, blank=True)
    licence = models.CharField(_("licence"), max_length=16, choices=Licence.choices, blank=True)
    source_url = models.URLField(_("where it comes from"), blank=True)
    focal_x = models.FloatField(
        _("focal point, across"), default=0.5, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    focal_y = models.FloatField(
        _("focal point, down"), default=0.5, validators=[MinValueValidator(0), MaxValueValidator(1)]
    )
    width = models.PositiveIntegerField(_("width"), editable=False, default=0)
    height = models.PositiveIntegerField(_("height"), editable=False, default=0)
    # Whether every file that pages may ask for was made; of rows from an older release nobody knows.
    renditions_made = models.BooleanField(default=False, editable=False)
    # All its words in all languages, folded: by them the desk finds it.
    words_folded = models.TextField(editable=False, blank=True)
    import_ref = models.CharField(max_length=300, null=True, blank=True, unique=True, editable=False)
    created_at = models.DateTimeField(_("added at"), auto_now_add=True)
    created_by = models.ForeignKey(
        "newsroom.User", models.SET_NULL, null=True, blank=True, editable=False, verbose_name=_("added by")
    )

    # A picture that is just being taken in is on no page yet.
    seen_by_readers = True

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.caption or self.alt or f"{self._meta.verbose_name} {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Derive the folded words by which the desk finds the photo."""
        words = [getattr(self, name) for name in WORD_FIELDS]
        self.words_folded = fold(" ".join(word for word in words if word))
        self.seen_by_readers = not self._state.adding
        super().save(*args, **kwargs)
        self.seen_by_readers = True

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the row, and its files once that is certain."""
        names = self.file_names()
        deleted = super().delete(*args, **kwargs)
        transaction.on_commit(lambda: _remove(names))
        return deleted

    @property
    def focus(self) -> tuple[int, int]:
        """Return the focal point in whole per cent, across and down."""
        return round(self.focal_x * 100), round(self.focal_y * 100)

    def box(self, shape: str) -> tuple[int, int, int, int]:
        """Return the part that ``shape`` shows, as edges in pixels: as large as it can be, around the focal point."""
        if not shape:
            return 0, 0, self.width, self.height
        across, down, _widths = SHAPES[shape]
        width = max(1, min(self.width, round(self.height * across / down)))
        height = max(1, min(self.height, round(self.width * down / across)))
        x, y = (share * side / 100 for share, side in zip(self.focus, (self.width, self.height), strict=True))
        left = min(max(0, round(x - width / 2)), self.width - width)
        top = min(max(0, round(y - height / 2)), self.height - height)
        return left, top, left + width, top + height

    def widths_of(self, shape: str) -> list[int]:
        """Return the rendition widths of ``shape``, "" for the whole picture; none is wider than there are pixels."""
        left, _top, right, _bottom = self.box(shape)
        wished = SHAPES[shape][2] if shape else RENDITION_WIDTHS
        return [width for width in wished if width < right - left] + (
            [right - left] if right - left <= wished[-1] else []
        )

    @property
    def widths(self) -> list[int]:
        """Return the rendition widths of the whole picture."""
        return self.widths_of("")

    def rendition_name(self, width: int, shape: str = "", kind: str = "webp") -> str:
        """Return the storage name of a rendition: a pure function of source, size and focal point."""
        stem = str(self.file.name).rsplit(".", 1)[0]
        across, down = self.focus
        return f"{stem}-{shape}-{across}x{down}-{width}.{kind}" if shape else f"{stem}-{width}.{kind}"

    def rendition_url(self, width: int, shape: str = "", kind: str = "webp") -> str:
        """Return the address of a rendition."""
        return default_storage.url(self.rendition_name(width, shape, kind))

    def file_names(self) -> list[str]:
        """Return the storage names of all its files, the kept one first."""
        return [str(self.file.name)] + [
            self.rendition_name(width, shape, kind)
            for shape in ("", *SHAPES)
            for width in self.widths_of(shape)
            for kind in KINDS
        ]

    @property
    def srcset(self) -> str:
        """Return the ``srcset`` of the whole picture."""
        return self.cut("").webp

    @property
    def preview_url(self) -> str:
        """Return the address of the whole picture as small as there is."""
        return self.rendition_url(self.widths[0]) if self.renditions_made else self.file.url

    @property
    def thumbnail_url(self) -> str:
        """Return the address of a small picture for the desk's lists."""
        return self.rendition_url(self.widths_of("4x3")[0], "4x3") if self.renditions_made else self.file.url

    def cut(self, shape: str) -> Cut:
        """Return what a page needs of ``shape``; "" is the whole picture.

        Until the renditions are made that is the kept file, which the style sheets cut; no WebP is offered then.
        """
        widths = self.widths_of(shape)
        if not self.renditions_made:
            size = (widths[-1], _height(self.box(shape), widths[-1])) if shape else (self.width, self.height)
            return Cut("", f"{self.file.url} {self.width}w", self.file.url, *size)
        webp, jpeg = (
            ", ".join(f"{self.rendition_url(width, shape, kind)} {width}w" for width in widths) for kind in KINDS
        )
        if not shape:
            return Cut(webp, jpeg, self.file.url, self.width, self.height)
        return Cut(
            webp, jpeg, self.rendition_url(widths[-1], shape, "jpg"), widths[-1], _height(self.box(shape), widths[-1])
        )


def _height(box: tuple[int, int, int, int], width: int) -> int:
    """Return how high ``box`` is when shown at ``width``."""
    return max(1, round((box[3] - box[1]) * width / (box[2] - box[0])))


# ---- files -----------------------------------------------------------------------------------------------------------


def _put(name: str, data: bytes) -> None:
    """Store ``data`` whole or not at all: a killed process leaves no half file under a name that pages use."""
    try:
        target = Path(default_storage.path(name))
    except NotImplementedError:
        # Not a folder but an object store, which keeps whole objects only.
        default_storage.save(name, ContentFile(data))
        return
    partial = Path(default_storage.path(default_storage.save(f"{name}.part", ContentFile(data))))
    partial.replace(target)


def _remove(names: Iterable[str]) -> None:
    """Remove files; one that is gone already is no trouble, nor is one that cannot be removed now."""
    for name in names:
        with suppress(OSError, ValueError):
            default_storage.delete(name)


def make_renditions(photo: Photo) -> int:
    """Write every rendition that is missing, from the kept file, and return how many; safe to run twice.

    Raises OSError when the kept file is gone or there is no room.
    """
    missing = {name for name in photo.file_names()[1:] if not default_storage.exists(name)}
    if not missing:
        return 0
    with default_storage.open(str(photo.file.name)) as file, Image.open(file, formats=("JPEG",)) as kept:
        master = kept.convert("RGB")
    for shape in ("", *SHAPES):
        box = photo.box(shape)
        larger = None
        # From the largest down, each from the one before.
        for width in reversed(photo.widths_of(shape)):
            size = (width, _height(box, width))
            source, part = (larger, None) if larger else (master, box)
            larger = source.resize(size, Image.Resampling.LANCZOS, box=part)
            for kind in KINDS:
                if (name := photo.rendition_name(width, shape, kind)) in missing:
                    _put(name, encoded(larger, kind))
    return len(missing)


def _lay_down(photo: Photo, upload: IO[bytes]) -> None:
    """Check ``upload`` and store it with all its renditions as the files of ``photo``, whose row is not written.

    Raises ValidationError in words; then no file is left.
    """
    picture = opened(upload)
    name = f"photos/{secrets.token_hex(8)}.jpg"
    photo.file.name, photo.width, photo.height = name, picture.width, picture.height
    with _or_nothing(photo.file_names()):
        _put(name, bytes_of(picture, "JPEG", quality=86, progressive=True, optimize=True))
        del picture
        make_renditions(photo)
    photo.renditions_made = True


@contextmanager
def _or_nothing(names: Iterable[str]) -> Iterator[None]:
    """Write files within: should it fail, they are removed, and a full disk is told in words."""
    try:
        yield
    except OSError as error:
        _remove(names)
        raise ValidationError(
            _("The server could not keep the picture. Try again in a while."), code="not_kept"
        ) from error
    except BaseException:
        _remove(names)
        raise


# ---- verbs -----------------------------------------------------------------------------------------------------------


def take_in(upload: IO[bytes], *, by: "User | None" = None, **facts: object) -> Photo:
    """Check an uploaded file and return it as a saved Photo with its renditions.

    ``facts`` are field values (``alt_ar``, ``caption_ar``, ``focal_x`` …). Raises ValidationError, in words
    for the person who uploaded, when the file is not a picture, too large or damaged.
    """
    photo = Photo(created_by=by, **facts)
    _lay_down(photo, upload)
    with _or_nothing(photo.file_names()):
        photo.save()
    return photo


def replace(photo: Photo, upload: IO[bytes], *, by: "User | None" = None) -> None:
    """Put another picture into ``photo``: every page that shows it shows the new one from now on.

    Words and focal point stay. Raises ValidationError in words; then nothing has changed.
    """
    fresh = Photo(focal_x=photo.focal_x, focal_y=photo.focal_y)
    _lay_down(fresh, upload)
    with _or_nothing(fresh.file_names()), transaction.atomic():
        row = Photo.objects.select_for_update().get(pk=photo.pk)
        old = row.file_names()
        for kept in (row, photo):
            kept.file.name, kept.width, kept.height = fresh.file.name, fresh.width, fresh.height
            kept.renditions_made = True
        row.save(update_fields=("file", "width", "height", "renditions_made"))
        _log(row, by=by, message=gettext("Replaced the picture."))
        transaction.on_commit(lambda: _settle(row.pk, old))


def keep_facts(photo: Photo, *, by: "User | None" = None) -> None:
    """Save the changed words, licence, source and focal point of ``photo``; a new focal point makes new crops first.

    Raises ValidationError in words when there is no room for them; then nothing has changed.
    """
    before = Photo.objects.get(pk=photo.pk)
    # Somebody may have replaced the picture since this row was read.
    photo.file.name, photo.width, photo.height = before.file.name, before.width, before.height
    old = before.file_names()
    with _or_nothing(set(photo.file_names()) - set(old)):
        make_renditions(photo)
        photo.renditions_made = True
        with transaction.atomic():
            photo.save(update_fields=(*FACTS, "words_folded", "renditions_made"))
            _log(photo, by=by, message=gettext("Changed the facts."))
            transaction.on_commit(lambda: _settle(photo.pk, old))


def complete(photo: Photo) -> int:
    """Make the renditions that a stored photo lacks, let its row say so, and return how many were made.

    The site version stays: pages that show the kept file are right too. Raises OSError as ``make_renditions`` does.
    """
    made = make_renditions(photo)
    # Somebody may have replaced or refocused it meanwhile, and then made the other ones.
    same = Photo.objects.filter(pk=photo.pk, file=photo.file.name, focal_x=photo.focal_x, focal_y=photo.focal_y)
    same.update(renditions_made=True)
    return made


def refocus(photo: Photo, *, x: float, y: float, by: "User | None" = None) -> None:
    """Move the focal point, shares of width and height from the upper left corner, and cut anew around it."""
    photo.focal_x, photo.focal_y = x, y
    keep_facts(photo, by=by)


def _settle(pk: int, old: Iterable[str]) -> None:
    """Remove what of ``old`` the row does not name any more; two changes at once may have removed too much."""
    photo = Photo.objects.filter(pk=pk).first()
    _remove(set(old) - set(photo.file_names() if photo else ()))
    if photo is not None:
        with suppress(OSError):
            make_renditions(photo)


def _log(photo: Photo, *, by: "User | None", message: str) -> None:
    """Write one line of the photo's history; set-up acts for nobody and leaves none."""
    if by is not None:
        LogEntry.objects.create(
            user_id=by.pk,
            content_type=ContentType.objects.get_for_model(Photo),
            object_id=str(photo.pk),
            object_repr=str(photo)[:200],
            action_flag=CHANGE,
            change_message=message,
        )
