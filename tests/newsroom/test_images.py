"""The one intake of pictures: what is no picture is refused in words, what is one leaves its secrets behind."""

import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.translation import gettext as _
from PIL import Image

from newsroom import images
from newsroom.images import MASTER_SIDE, RENDITION_WIDTHS, Photo, take_in
from tests.factories import make_photo, make_picture, make_user

pytestmark = pytest.mark.django_db

UNREADABLE = _("This file is not a picture we can read (JPEG, PNG, WebP or AVIF).")
TOO_MANY = _("The picture has more than 40 megapixels.")
DAMAGED = _("The picture is damaged and cannot be read to its end.")


def stored(photo: Photo) -> list[tuple[str, bytes]]:
    names = [photo.file.name, *(photo.rendition_name(width) for width in photo.widths)]
    return [(name, default_storage.open(name).read()) for name in names]


def refusal_of(upload: BytesIO) -> list[str]:
    before = sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())
    with pytest.raises(ValidationError) as refusal:
        take_in(upload)
    assert sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()) == before
    assert not Photo.objects.exists()
    return refusal.value.messages


def declared_png(width: int, height: int) -> BytesIO:
    """A PNG that says it is this large and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return BytesIO(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")
    )


# ---- refused ---------------------------------------------------------------------------------------------------------

NO_PICTURES = {
    "an empty file": b"",
    "one byte": b"\xff",
    "text with a picture's name": "نص عادي".encode(),
    "a page": b"<!doctype html><script>alert(1)</script>",
    "a drawing with scripts": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "a program": b"MZ\x90\x00" + b"\0" * 200,
    "an archive": b"PK\x03\x04" + b"\0" * 200,
    "a document": b"%PDF-1.7\n" + b"\0" * 200,
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
    "a head without a body": b"\xff\xd8\xff\xe0",
    "the magic alone": b"\x89PNG\r\n\x1a\n",
}


@pytest.mark.parametrize("data", NO_PICTURES.values(), ids=NO_PICTURES)
def test_what_is_no_picture_is_refused_in_words(data):
    assert refusal_of(BytesIO(data)) in ([UNREADABLE], [DAMAGED])


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO", "PPM", "TGA", "PDF"])
def test_a_picture_of_another_kind_is_refused(kind):
    assert refusal_of(make_picture(kind=kind)) == [UNREADABLE]


@pytest.mark.parametrize(("width", "height"), [(50_000, 50_000), (65_535, 65_535), (8_001, 5_000), (40_000_001, 1)])
def test_a_picture_that_says_it_is_enormous_is_never_decoded(width, height):
    assert refusal_of(declared_png(width, height)) in ([TOO_MANY], [UNREADABLE])


def test_forty_megapixels_are_the_most(monkeypatch):
    monkeypatch.setattr(images, "MAX_PIXELS", 64 * 48)
    assert take_in(make_picture((64, 48))).width == 64
    Photo.objects.all().delete()
    assert refusal_of(make_picture((65, 48))) == [TOO_MANY]


def test_thirty_megabytes_are_the_most(monkeypatch):
    upload = make_picture()
    size = len(upload.getvalue())
    monkeypatch.setattr(images, "MAX_BYTES", size)
    assert take_in(upload).pk
    Photo.objects.all().delete()
    monkeypatch.setattr(images, "MAX_BYTES", size - 1)
    assert refusal_of(make_picture()) == [_("The picture is larger than 30 MB.")]


def test_a_picture_cut_off_in_the_middle_is_refused():
    whole = make_picture((400, 300), "PNG").getvalue()
    assert refusal_of(BytesIO(whole[: len(whole) // 2])) == [DAMAGED]


# ---- taken in --------------------------------------------------------------------------------------------------------


def secretive(orientation: int = 6) -> BytesIO:
    """A JPEG as a telephone writes it: where it was taken, with what, by whom, and lying on its side."""
    picture = Image.new("RGB", (60, 40), "white")
    picture.paste((255, 0, 0), (0, 0, 30, 40))
    exif = picture.getexif()
    exif[0x0112] = orientation
    exif[0x010F], exif[0x0110], exif[0x013B] = "SECRETMAKER", "SECRETMODEL", "SECRETOWNER"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (33.0, 30.0, 44.0), "E", (36.0, 17.0, 47.0)
    upload = BytesIO()
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>SECRETXMP</x:xmpmeta>"
    picture.save(upload, "JPEG", exif=exif, comment=b"SECRETCOMMENT", xmp=xmp, quality=95)
    upload.seek(0)
    return upload


def test_nothing_of_a_photo_is_kept_but_what_it_shows():
    assert secretive().getvalue().count(b"SECRET") == 5
    photo = take_in(secretive())
    for _name, data in stored(photo):
        picture = Image.open(BytesIO(data))
        assert b"SECRET" not in data
        assert dict(picture.getexif()) == {}
        assert {"exif", "xmp", "comment", "icc_profile", "photoshop"} & set(picture.info) == set()


def test_a_photo_lying_on_its_side_stands_up():
    photo = take_in(secretive(orientation=6))
    picture = Image.open(BytesIO(stored(photo)[0][1])).convert("RGB")
    assert (photo.width, photo.height, picture.size) == (40, 60, (40, 60))
    above, below = picture.getpixel((20, 10)), picture.getpixel((20, 50))
    assert above[0] > 200 > 100 > above[1]
    assert min(below) > 200


def test_transparency_lies_on_white():
    for mode, colour in (("RGBA", (10, 20, 30, 0)), ("LA", (10, 0))):
        upload = BytesIO()
        Image.new(mode, (40, 40), colour).save(upload, "PNG")
        picture = Image.open(BytesIO(stored(take_in(upload))[0][1]))
        assert (picture.mode, min(picture.getpixel((20, 20)))) == ("RGB", 255)
    upload = BytesIO()
    Image.new("P", (40, 40), 0).save(upload, "PNG", transparency=0)
    assert min(Image.open(BytesIO(stored(take_in(upload))[0][1])).getpixel((20, 20))) == 255


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_every_kind_we_can_read_becomes_our_own_encoding(kind):
    photo = take_in(make_picture((600, 400), kind))
    files = stored(photo)
    assert [Image.open(BytesIO(data)).format for _name, data in files] == ["JPEG", "WEBP", "WEBP"]
    assert [Image.open(BytesIO(data)).size for _name, data in files] == [(600, 400), (480, 320), (600, 400)]
    assert (photo.width, photo.height) == (600, 400)


@pytest.mark.parametrize("mode", ["CMYK", "L", "1", "I;16", "P"])
def test_any_colours_become_plain_colours(mode):
    upload = BytesIO()
    Image.new(mode, (30, 20)).save(upload, "JPEG" if mode == "CMYK" else "PNG")
    assert Image.open(BytesIO(stored(take_in(upload))[0][1])).mode == "RGB"


def test_a_picture_with_a_page_behind_it_loses_the_page():
    upload = BytesIO(make_picture().getvalue() + b"<script>alert(1)</script>PK\x03\x04")
    for _name, data in stored(take_in(upload)):
        assert b"<script" not in data
        assert b"PK\x03\x04" not in data


@pytest.mark.slow
def test_a_large_picture_is_kept_smaller_with_all_its_renditions():
    photo = take_in(make_picture((3000, 1500)))
    assert (photo.width, photo.height) == (MASTER_SIDE, MASTER_SIDE // 2)
    assert photo.widths == list(RENDITION_WIDTHS)
    assert all(default_storage.exists(photo.rendition_name(width)) for width in photo.widths)


@pytest.mark.slow
@pytest.mark.parametrize("size", [(1, 1), (1, 3000), (3000, 1), (481, 2)])
def test_the_oddest_sizes_are_taken_in(size):
    photo = take_in(make_picture(size))
    assert all(default_storage.exists(photo.rendition_name(width)) for width in photo.widths)
    assert photo.srcset


def test_the_name_of_the_file_says_nothing_of_the_uploaded_one():
    upload = make_picture()
    upload.name = "../../مصدر سرّي.php.jpg"
    first, second = take_in(upload), take_in(make_picture())
    assert first.file.name != second.file.name
    assert all(photo.file.name.startswith("photos/") and photo.file.name.isascii() for photo in (first, second))
    assert len(Path(first.file.name).stem) == 16


# ---- at the door -----------------------------------------------------------------------------------------------------


def test_the_chooser_takes_a_picture_in_and_finds_it(desk):
    answer = desk.post(
        reverse("admin:newsroom_photo_upload"), {"file": make_picture(), "alt_ar": "نهر", "caption_ar": "ضفة\x00 النهر"}
    )
    photo = Photo.objects.get()
    choice = {"id": photo.pk, "src": photo.rendition_url(photo.widths[0]), "alt": "نهر", "caption": "ضفة النهر"}
    assert (answer.status_code, answer.json()) == (200, {"photo": choice})
    library = reverse("admin:newsroom_photo_library")
    found = {words: desk.get(library, {"q": words}).json() for words in ("", "ضفة", "النهر", "جسر", "\x00", "%", "_")}
    assert [words for words, answer in found.items() if answer == {"photos": [choice]}] == ["", "ضفة", "النهر", "\x00"]
    assert found["جسر"] == {"photos": []}


def test_the_chooser_is_told_in_words_what_is_no_picture(desk):
    upload = BytesIO("نص".encode())
    upload.name = "photo.jpg"
    answer = desk.post(reverse("admin:newsroom_photo_upload"), {"file": upload})
    assert (answer.status_code, answer.json()) == (422, {"error": UNREADABLE})
    assert desk.post(reverse("admin:newsroom_photo_upload"), {}).status_code == 422


def test_a_new_photo_in_the_library_opens_its_words(desk):
    address = reverse("admin:newsroom_photo_add")
    answer = desk.post(address, {"file": make_picture(), "alt_ar": "نهر"})
    photo = Photo.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("admin:newsroom_photo_change", args=[photo.pk]))
    assert desk.get(answer.url).status_code == 200
    upload = BytesIO(b"x")
    upload.name = "x.jpg"
    refused = desk.post(address, {"file": upload})
    assert (refused.status_code, refused.context["form"].errors) == (422, {"file": [UNREADABLE]})


def test_who_may_only_look_takes_nothing_in(client):
    make_photo()
    client.force_login(make_user("newsroom.view_photo"))
    assert client.get(reverse("admin:newsroom_photo_library")).status_code == 200
    assert client.post(reverse("admin:newsroom_photo_upload"), {"file": make_picture()}).status_code == 403
    assert Photo.objects.count() == 1


# ---- served ----------------------------------------------------------------------------------------------------------


def test_a_picture_is_served_as_a_picture_and_as_nothing_else(client):
    photo = make_photo()
    for address, kind in ((photo.file.url, "image/jpeg"), (photo.rendition_url(64), "image/webp")):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, kind)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert not answer.cookies
        assert b"".join(answer.streaming_content)[:4] in {b"\xff\xd8\xff\xdb", b"\xff\xd8\xff\xe0", b"RIFF"}


def test_nothing_but_our_pictures_leaves_the_folder(client):
    photo = make_photo()
    folder = Path(settings.MEDIA_ROOT)
    (folder / "page.html").write_text("<script>alert(1)</script>", encoding="utf-8")
    (folder / "drawing.svg").write_text("<svg/>", encoding="utf-8")
    (folder / "folder.jpg").mkdir(exist_ok=True)
    (folder.parent / "outside.jpg").write_bytes(b"outside")
    name = photo.file.name
    asked = [
        "page.html",
        "drawing.svg",
        "folder.jpg",
        "nothing.jpg",
        "",
        "photos",
        "photos/",
        name + ".html",
        name[:-4],
    ]
    asked += ["../outside.jpg", "photos/../../outside.jpg", "%2e%2e/outside.jpg", "..%2foutside.jpg", "/etc/hosts.jpg"]
    asked += [
        str(folder.parent / "outside.jpg"),
        "//outside.jpg",
        "\\..\\outside.jpg",
        "x\x00.jpg",
        f"{'x' * 5000}.jpg",
    ]
    answers = {name[:60]: client.get(f"/media/{name}").status_code for name in asked}
    assert answers == dict.fromkeys(answers, 404)
    assert client.get(photo.file.url).status_code == 200
