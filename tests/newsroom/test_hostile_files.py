"""Files that mean harm or were made by broken programs: taken in clean, or refused in words; never an error page."""

import struct
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import gettext as _
from PIL import Image

from newsroom.images import Photo
from newsroom.intake import MAX_SCANS, MAX_SIDE

pytestmark = pytest.mark.django_db

UNREADABLE = _("This file is not a picture we can read (JPEG, PNG, WebP or AVIF).")
TOO_MANY = _("The picture has more than 40 megapixels.")
DAMAGED = _("The picture is damaged and cannot be read to its end.")
TOO_LARGE = _("The picture is larger than 30 MB.")


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *chunks: bytes, data: bytes = b"\0" * 64) -> bytes:
    """A PNG that says it is this large and holds what it is given."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(data, 9))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + body + chunk(b"IEND", b"")


def encoded(picture: Image.Image, kind: str, **options: object) -> bytes:
    buffer = BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def archive() -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("shell.php", "<?php system($_GET['c']); ?>")
    return buffer.getvalue()


def many_scans() -> bytes:
    """A JPEG whose progressive scans are repeated until a decoder would sit over them for minutes."""
    whole = encoded(Image.new("RGB", (64, 64), "red"), "JPEG", progressive=True)
    last = whole.rindex(b"\xff\xda")
    return whole[:last] + whole[last:-2] * (MAX_SCANS + 1) + whole[-2:]


PLAIN = Image.new("RGB", (80, 60), (40, 90, 120))
JPEG, PNG = encoded(PLAIN, "JPEG"), encoded(PLAIN, "PNG")
GPS = Image.Exif()
GPS[0x010F] = "SECRETMAKER"
GPS.get_ifd(0x8825)[2] = (33.0, 30.0, 44.0)
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf>SECRETXMP</rdf></x:xmpmeta>"
PALETTE = Image.new("P", (80, 60), 1)
PALETTE.putpalette([255, 0, 0, 0, 255, 0])
FRAMES = [Image.new("RGB", (40, 40), colour) for colour in ("red", "green", "blue")]

REFUSED = {
    "nothing": (b"", UNREADABLE),
    "a drawing with scripts": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", UNREADABLE),
    "a drawing with an entity bomb": (b"<!DOCTYPE svg [<!ENTITY a 'ha'>]><svg>&a;</svg>", UNREADABLE),
    "a GIF": (encoded(PLAIN, "GIF"), UNREADABLE),
    "an animated GIF": (encoded(FRAMES[0], "GIF", save_all=True, append_images=FRAMES[1:]), UNREADABLE),
    "a TIFF": (encoded(PLAIN, "TIFF"), UNREADABLE),
    "a page": (b"<!doctype html><img src=x onerror=alert(1)>", UNREADABLE),
    "a page that begins like a picture": (b"GIF89a/*<script>alert(1)</script>*/", UNREADABLE),
    "an archive": (archive(), UNREADABLE),
    "a program of PHP": (b"<?php phpinfo(); ?>", UNREADABLE),
    "postscript": (b"%!PS-Adobe-3.0\n(/etc/passwd) (r) file", UNREADABLE),
    "a list for another program": (b"push graphic-context\nimage over 0,0 0,0 'msl:/etc/passwd'", UNREADABLE),
    "half a JPEG": (encoded(PLAIN.resize((800, 600)), "JPEG")[:3000], DAMAGED),
    "half a PNG": (PNG[: len(PNG) // 2], DAMAGED),
    "half a WebP": (encoded(Image.effect_noise((300, 200), 80), "WEBP")[:600], None),
    "half an AVIF": (encoded(Image.effect_noise((300, 200), 80).convert("RGB"), "AVIF")[:600], None),
    "a PNG with wrong checksums": (PNG.replace(b"IDAT", b"IDAT", 1)[:60] + b"\0\0\0\0" + PNG[64:], None),
    "a bomb of pixels": (png(50_000, 50_000), TOO_MANY),
    "a larger bomb of pixels": (png(2**31 - 1, 2**31 - 1), TOO_MANY),
    "one pixel more than forty megapixels": (png(40_000_001, 1), TOO_MANY),
    "a line longer than any picture": (png(MAX_SIDE + 1, 1), TOO_MANY),
    "forty megapixels announced and a few bytes there": (png(8000, 5000), DAMAGED),
    "no pixels": (png(0, 0), None),
    "thousands of scans": (many_scans(), DAMAGED),
    "more than thirty megabytes": (JPEG + b"\0" * (30 * 1024 * 1024), TOO_LARGE),
}

TAKEN = {
    "a JPEG with a page behind it": JPEG + b"<script>alert('SECRET')</script>",
    "a JPEG with an archive behind it": JPEG + archive() + b"SECRET",
    "a JPEG with PHP in its comment": encoded(PLAIN, "JPEG", comment=b"<?php SECRET ?>"),
    "a JPEG with a page in its comment": encoded(PLAIN, "JPEG", comment=b"*/--><script>SECRET</script>"),
    "a JPEG that says where it was taken": encoded(PLAIN, "JPEG", exif=GPS, xmp=XMP),
    "a PNG that says where it was taken": encoded(PLAIN, "PNG", exif=GPS),
    "a WebP that says where it was taken": encoded(PLAIN, "WEBP", exif=GPS, xmp=XMP),
    "an AVIF that says where it was taken": encoded(PLAIN, "AVIF", exif=GPS, xmp=XMP),
    "a PNG with text": png(8, 8, chunk(b"tEXt", b"Comment\0<?php SECRET ?>"), data=b"\0" + b"\0" * 200),
    "a PNG with a bomb of text": png(8, 8, data=b"\0" * 200)[:-12]
    + chunk(b"zTXt", b"Comment\0\0" + zlib.compress(b"SECRET" * 20_000_000))
    + chunk(b"IEND", b""),
    "a JPEG with a broken note of its turning": encoded(PLAIN, "JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\xff\xff SECRET"),
    "sixteen bits of grey": encoded(Image.new("I;16", (80, 60), 30_000), "PNG"),
    "colours for a press": encoded(PLAIN.convert("CMYK"), "JPEG"),
    "a palette with a hole": encoded(PALETTE, "PNG", transparency=1),
    "a moving PNG": encoded(FRAMES[0], "PNG", save_all=True, append_images=FRAMES[1:]),
    "a moving WebP": encoded(FRAMES[0], "WEBP", save_all=True, append_images=FRAMES[1:]),
    "one pixel": encoded(Image.new("RGB", (1, 1)), "PNG"),
    "a line": encoded(Image.new("RGB", (3000, 1)), "PNG"),
    "a PNG called a JPEG": PNG,
}


def files() -> list[Path]:
    return sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def sent(desk, data: bytes, name: str = "photo.jpg"):
    upload = SimpleUploadedFile(name, data, content_type="image/jpeg")
    return desk.post(reverse("admin:newsroom_photo_upload"), {"file": upload})


@pytest.mark.parametrize(("data", "why"), REFUSED.values(), ids=REFUSED)
def test_it_is_refused_in_words_and_leaves_nothing(desk, data, why):
    before = files()
    answer = sent(desk, data)
    assert answer.status_code == 422
    said = answer.json()["error"]
    assert said == why if why else said
    assert files() == before
    assert not Photo.objects.exists()


@pytest.mark.parametrize("data", TAKEN.values(), ids=TAKEN)
def test_it_comes_in_clean(desk, data):
    answer = sent(desk, data)
    # A text of a hundred megabytes may also be reason enough to refuse.
    if answer.status_code == 422:
        assert answer.json() == {"error": DAMAGED}
        assert b"zTXt" in data
        return
    assert answer.status_code == 201
    photo = Photo.objects.get()
    for name in photo.file_names():
        stored = (Path(settings.MEDIA_ROOT) / name).read_bytes()
        picture = Image.open(BytesIO(stored))
        assert b"SECRET" not in stored
        assert b"<?php" not in stored
        assert b"PK\x03\x04" not in stored
        assert (dict(picture.getexif()), picture.mode, getattr(picture, "n_frames", 1)) == ({}, "RGB", 1)
        assert {"exif", "xmp", "comment", "icc_profile", "photoshop"} & set(picture.info) == set()


NAMES = ["../../x.php", "x.php\x00.jpg", "..\\..\\x.jpg", "/etc/passwd", "مصدر‮gpj.exe", "a" * 300 + ".jpg", ".htaccess"]


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_its_name_decides_nothing(desk, name):
    before = files()
    answer = sent(desk, JPEG, name)
    assert answer.status_code == 201
    photo = Photo.objects.get()
    new = {str(path.relative_to(settings.MEDIA_ROOT)) for path in set(files()) - set(before)}
    assert new == set(photo.file_names())
    stem = Path(photo.file.name).stem
    assert (len(stem), int(stem, 16) >= 0) == (16, True)
    assert sent(desk, b"no picture", name).status_code == 422


def test_the_same_files_are_refused_where_a_picture_is_replaced(desk):
    sent(desk, JPEG)
    photo = Photo.objects.get()
    address = reverse("admin:newsroom_photo_replace", args=[photo.pk])
    before = files()
    for data in (b"", b"<svg/>", JPEG[:200], png(50_000, 50_000), archive()):
        upload = SimpleUploadedFile("photo.jpg", data)
        answer = desk.post(address, {"file": upload}, headers={"Accept": "application/json"})
        assert (answer.status_code, bool(answer.json()["error"])) == (422, True)
        assert desk.post(address, {"file": SimpleUploadedFile("photo.jpg", data)}).status_code == 422
    assert files() == before
    assert Photo.objects.get().file.name == photo.file.name


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "RGB"), ("JPEG", "CMYK"), ("PNG", "P"), ("PNG", "I;16")])
def test_forty_megapixels_come_in(desk, kind, mode):
    picture = Image.new("L" if mode == "I;16" else "RGB", (8000, 5000), 90)
    assert sent(desk, encoded(picture.convert(mode), kind)).status_code == 201
    photo = Photo.objects.get()
    assert (photo.width, photo.height) == (2560, 1600)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["WEBP", "AVIF"])
def test_kinds_whose_readers_are_greedy_have_a_limit_of_their_own(desk, kind):
    options = {"WEBP": {"method": 0}, "AVIF": {"speed": 10}}[kind]
    assert sent(desk, encoded(Image.new("RGB", (5000, 3000), 90), kind, **options)).status_code == 201
    refused = sent(desk, encoded(Image.new("RGB", (5000, 3001), 90), kind, **options))
    told = _("A WebP or AVIF picture may have 15 megapixels at most. Send this one as a JPEG.")
    assert (refused.status_code, refused.json()) == (422, {"error": told})
