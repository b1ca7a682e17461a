"""The intake of pictures: what is no picture is refused in words, what is one leaves everything but its pixels behind.

RELIABILITY rules 33-35: size, then declared format and pixels before decoding, then a fresh encoding. Nothing here
knows of rows or files.
"""

from contextlib import suppress
from io import BytesIO
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import ExifTags, Image, ImageCms, ImageFilter

MAX_BYTES = 30 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 30_000
# Their readers need up to sixteen bytes for each pixel, and know no way to give less than the whole picture.
GREEDY = {"WEBP", "AVIF"}
MAX_GREEDY_PIXELS = 15_000_000
# A camera writes ten; a file with thousands keeps a decoder busy for minutes.
MAX_SCANS = 100
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
MASTER_SIDE = 2560
# Pixels that are turned into plain colours at a time: a large picture never stands in memory twice.
STRIP = 2_000_000
# First the quality gives way, then the grain, which costs most and which nobody misses on a phone.
QUALITIES = {"webp": (74, 64, 54), "jpg": (78, 68, 58)}
SOFTENED = (0.0, 0.6, 0.9, 1.3, 2.0)
# What a phone loads first stays below this, even with much grain in the picture.
LIGHT_WIDTH, LIGHT_BYTES = 720, 100 * 1024
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def opened(upload: IO[bytes]) -> Image.Image:
    """Return the picture, upright, plain and at most as large as we keep it; raises ValidationError in words."""
    upload.seek(0, 2)
    if upload.tell() > MAX_BYTES:
        raise ValidationError(_("The picture is larger than 30 MB."), code="too_large")
    upload.seek(0)
    too_many = ValidationError(_("The picture has more than 40 megapixels."), code="too_many_pixels")
    damaged = ValidationError(_("The picture is damaged and cannot be read to its end."), code="damaged")
    try:
        picture = Image.open(upload, formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise too_many from error
    # Readers of broken files raise whatever their authors did not think of: all of it means the same to the person.
    except Exception as error:
        raise ValidationError(
            _("This file is not a picture we can read (JPEG, PNG, WebP or AVIF)."), code="unreadable"
        ) from error
    if picture.width * picture.height > MAX_PIXELS or max(picture.size) > MAX_SIDE:
        raise too_many
    if picture.format in GREEDY and picture.width * picture.height > MAX_GREEDY_PIXELS:
        raise ValidationError(
            _("A WebP or AVIF picture may have 15 megapixels at most. Send this one as a JPEG."), code="too_many_pixels"
        )
    if picture.format in {"JPEG", "MPO"} and _scans(upload) > MAX_SCANS:
        raise damaged
    try:
        size = _fitting(picture.size)
        # JPEG can be decoded at a fraction of its size: several times faster for a camera's file.
        picture.draft("RGB", size)
        picture.load()
        return _turned(_in_plain_colours(_plain(picture, size), picture), picture)
    except Exception as error:
        raise damaged from error


def _scans(upload: IO[bytes]) -> int:
    """Return how many scans a JPEG announces, and leave the file at its beginning."""
    upload.seek(0)
    number = upload.read().count(b"\xff\xda")
    upload.seek(0)
    return number


def _fitting(size: tuple[int, int]) -> tuple[int, int]:
    """Return the size at which we keep a picture of ``size``."""
    scale = min(1.0, MASTER_SIDE / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _plain(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return the picture at ``size`` without transparency, made strip by strip so that it never stands twice."""
    narrow = Image.new("RGB", (size[0], picture.height))
    rows = max(1, STRIP // picture.width)
    for top in range(0, picture.height, rows):
        strip = _on_paper(picture.crop((0, top, picture.width, min(picture.height, top + rows))))
        narrow.paste(strip.resize((size[0], strip.height), Image.Resampling.LANCZOS), (0, top))
    return narrow.resize(size, Image.Resampling.LANCZOS)


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


def _in_plain_colours(plain: Image.Image, source: Image.Image) -> Image.Image:
    """Return the picture in sRGB: its colour profile goes with all the rest that it says of itself."""
    profile = source.info.get("icc_profile")
    if profile and source.mode == "RGB":
        # A broken profile is no reason to refuse a picture.
        with suppress(ImageCms.PyCMSError, OSError, ValueError):
            shown = ImageCms.ImageCmsProfile(BytesIO(profile))
            return ImageCms.profileToProfile(plain, shown, ImageCms.createProfile("sRGB")) or plain
    return plain


def _turned(plain: Image.Image, source: Image.Image) -> Image.Image:
    """Return the picture as it was held; a note that cannot be read turns nothing."""
    try:
        turn = TURNS.get(source.getexif().get(ExifTags.Base.Orientation, 1))
    except Exception:
        turn = None
    return plain.transpose(turn) if turn is not None else plain


def encoded(picture: Image.Image, kind: str) -> bytes:
    """Return a rendition's bytes, without any metadata; lighter than ``LIGHT_BYTES`` where phones load it first."""
    data = b""
    options: dict[str, Any] = {"method": 2} if kind == "webp" else {"progressive": True, "optimize": True}
    for radius in SOFTENED:
        softened = picture.filter(ImageFilter.GaussianBlur(radius)) if radius else picture
        for quality in QUALITIES[kind]:
            data = bytes_of(softened, "WEBP" if kind == "webp" else "JPEG", quality=quality, **options)
            if picture.width > LIGHT_WIDTH or len(data) <= LIGHT_BYTES:
                return data
    return data


def bytes_of(picture: Image.Image, kind: str, **options: Any) -> bytes:
    """Return the picture freshly encoded as ``kind``, without any metadata of its source."""
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    buffer = BytesIO()
    bare.save(buffer, kind, **options)
    return buffer.getvalue()
