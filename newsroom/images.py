"""Photos: the one intake (checked, turned, stripped, re-encoded) and the renditions readers get.

RELIABILITY rules 33-35: size, then declared format and pixels before decoding, then a fresh encoding
under a random name. Nothing of the uploaded file but its pixels is kept.
"""

import secrets
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from newsroom.arabic.fold import fold

if TYPE_CHECKING:
    from newsroom.accounts import User

MAX_BYTES = 30 * 1024 * 1024
MAX_PIXELS = 40_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
MASTER_SIDE = 2560
WORDS = ("alt", "caption", "credit")
# What Pillow's readers raise on a damaged file; the AVIF one says RuntimeError.
DAMAGED = (OSError, ValueError, SyntaxError, RuntimeError, EOFError, OverflowError, Image.DecompressionBombError)
# 720 is a phone of 360 px at double density, the most common reader.
RENDITION_WIDTHS = (480, 720, 1080, 1600)


class Licence(models.TextChoices):
    """By what right the house shows a picture."""

    OWN = "own", _("our own work")
    PERMISSION = "permission", _("with its owner's permission")
    AGENCY = "agency", _("agency, under contract")
    CC_BY = "cc-by", _("Creative Commons: attribution")
    CC_BY_SA = "cc-by-sa", _("Creative Commons: attribution, share alike")
    CC0 = "cc0", _("Creative Commons: no rights reserved")
    PUBLIC_DOMAIN = "public-domain", _("public domain")


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
    # All its words in all languages, folded: by them the desk finds it.
    words_folded = models.TextField(editable=False, blank=True)
    import_ref = models.CharField(max_length=300, null=True, blank=True, unique=True, editable=False)
    created_at = models.DateTimeField(_("added at"), auto_now_add=True)
    created_by = models.ForeignKey(
        "newsroom.User", models.SET_NULL, null=True, blank=True, editable=False, verbose_name=_("added by")
    )

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.caption or self.alt or str(self.file.name)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Derive the folded words by which the desk finds the photo."""
        words = [getattr(self, f"{name}_{code}") for name in WORDS for code, _name in settings.LANGUAGES]
        self.words_folded = fold(" ".join(word for word in words if word))
        super().save(*args, **kwargs)

    @property
    def widths(self) -> list[int]:
        """Return the rendition widths of this photo, never wider than the photo itself."""
        return [width for width in RENDITION_WIDTHS if width < self.width] + (
            [self.width] if self.width <= RENDITION_WIDTHS[-1] else []
        )

    def rendition_name(self, width: int) -> str:
        """Return the storage name of a rendition: a pure function of source and width."""
        return f"{str(self.file.name).rsplit('.', 1)[0]}-{width}.webp"

    def rendition_url(self, width: int) -> str:
        """Return the address of a rendition."""
        return default_storage.url(self.rendition_name(width))

    @property
    def srcset(self) -> str:
        """Return the ``srcset`` of all renditions."""
        return ", ".join(f"{self.rendition_url(width)} {width}w" for width in self.widths)

    @property
    def focus(self) -> tuple[int, int]:
        """Return the focal point in whole per cent, across and down."""
        return round(self.focal_x * 100), round(self.focal_y * 100)


def _open(upload: IO[bytes]) -> Image.Image:
    """Return the decoded, upright picture, or raise ValidationError in words."""
    upload.seek(0, 2)
    if upload.tell() > MAX_BYTES:
        raise ValidationError(_("The picture is larger than 30 MB."), code="too_large")
    upload.seek(0)
    try:
        picture = Image.open(upload, formats=FORMATS)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValidationError(
            _("This file is not a picture we can read (JPEG, PNG, WebP or AVIF)."), code="unreadable"
        ) from error
    if picture.width * picture.height > MAX_PIXELS:
        raise ValidationError(_("The picture has more than 40 megapixels."), code="too_many_pixels")
    try:
        # JPEG can be decoded at a fraction of its size: six times faster for a camera's file.
        picture.draft("RGB", (MASTER_SIDE, MASTER_SIDE))
        picture.load()
        upright = ImageOps.exif_transpose(picture)
    except DAMAGED as error:
        raise ValidationError(_("The picture is damaged and cannot be read to its end."), code="damaged") from error
    return _on_paper(upright)


def _on_paper(picture: Image.Image) -> Image.Image:
    """Return the picture without transparency, laid on white."""
    if picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info:
        layered = picture.convert("RGBA")
        paper = Image.new("RGB", layered.size, "white")
        paper.paste(layered, mask=layered.getchannel("A"))
        return paper
    if picture.mode.startswith("I"):
        # Sixteen bits of grey: convert() would cut them off at white.
        return picture.convert("I").point(lambda value: value / 256).convert("L").convert("RGB")
    return picture.convert("RGB")


def _encoded(picture: Image.Image, kind: str, **options: object) -> ContentFile:
    """Return the picture freshly encoded, without any metadata of its source."""
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    buffer = BytesIO()
    bare.save(buffer, kind, **options)
    return ContentFile(buffer.getvalue())


def take_in(upload: IO[bytes], *, by: "User | None" = None, **facts: object) -> Photo:
    """Check an uploaded file and return it as a saved Photo with its renditions.

    ``facts`` are field values (``alt_ar``, ``caption_ar``, ``focal_x`` …). Raises ValidationError, in words
    for the person who uploaded, when the file is not a picture, too large or damaged.
    """
    picture = _open(upload)
    picture.thumbnail((MASTER_SIDE, MASTER_SIDE), Image.Resampling.LANCZOS)
    photo = Photo(created_by=by, width=picture.width, height=picture.height, **facts)
    name = f"{secrets.token_hex(8)}.jpg"
    photo.file.save(name, _encoded(picture, "JPEG", quality=86, progressive=True, optimize=True), save=False)
    make_renditions(photo, picture)
    photo.save()
    return photo


def make_renditions(photo: Photo, picture: Image.Image) -> None:
    """Write every rendition of ``photo`` from its decoded ``picture``; safe to run twice."""
    for width in photo.widths:
        name = photo.rendition_name(width)
        if default_storage.exists(name):
            continue
        height = max(1, round(picture.height * width / picture.width))
        sized = picture.resize((width, height), Image.Resampling.LANCZOS)
        default_storage.save(name, _encoded(sized, "WEBP", quality=76, method=4))
