"""The one intake of pictures: what is no picture is refused in words, what is one leaves its secrets behind."""

import re
import signal
import struct
import zlib
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management import call_command
from django.urls import reverse
from django.utils.translation import gettext as _
from PIL import Image, ImageCms

from newsroom import images, intake, pagecache
from newsroom.images import RENDITION_WIDTHS, SHAPES, Photo, make_renditions, take_in
from newsroom.intake import LIGHT_BYTES, MASTER_SIDE
from newsroom.management.commands.serve import renditions_made_beside
from tests.factories import make_author, make_column, make_live, make_photo, make_picture

pytestmark = pytest.mark.django_db

UNREADABLE = _("This file is not a picture we can read (JPEG, PNG, WebP or AVIF).")
TOO_MANY = _("The picture has more than 40 megapixels.")
DAMAGED = _("The picture is damaged and cannot be read to its end.")


def stored(photo: Photo) -> list[tuple[str, bytes]]:
    return [(name, bytes_of(name)) for name in photo.file_names()]


def bytes_of(name: str) -> bytes:
    with default_storage.open(name) as file:
        return file.read()


def picture_of(name: str) -> Image.Image:
    return Image.open(BytesIO(bytes_of(name)))


def all_files() -> list[Path]:
    return sorted(path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


def refusal_of(upload: BytesIO) -> list[str]:
    before = all_files()
    with pytest.raises(ValidationError) as refusal:
        take_in(upload)
    assert all_files() == before
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
    monkeypatch.setattr(intake, "MAX_PIXELS", 64 * 48)
    assert take_in(make_picture((64, 48))).width == 64
    Photo.objects.all().delete()
    assert refusal_of(make_picture((65, 48))) == [TOO_MANY]


def test_thirty_megabytes_are_the_most(monkeypatch):
    upload = make_picture()
    size = len(upload.getvalue())
    monkeypatch.setattr(intake, "MAX_BYTES", size)
    assert take_in(upload).pk
    Photo.objects.all().delete()
    monkeypatch.setattr(intake, "MAX_BYTES", size - 1)
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
    sizes = [Image.open(BytesIO(data)).size for _name, data in files]
    assert sizes == [
        (600, 400),
        *[(480, 320)] * 2,
        *[(600, 400)] * 2,
        *[(270, 203)] * 2,
        *[(533, 400)] * 2,
        *[(600, 375)] * 2,
        *[(180, 180)] * 2,
        *[(360, 360)] * 2,
        *[(120, 150)] * 2,
        *[(240, 300)] * 2,
        *[(320, 400)] * 2,
    ]
    assert [Image.open(BytesIO(data)).format for _name, data in files] == ["JPEG", *["WEBP", "JPEG"] * 10]
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
    assert all(default_storage.exists(name) for name in photo.file_names())


@pytest.mark.slow
@pytest.mark.parametrize("size", [(1, 1), (1, 3000), (3000, 1), (481, 2)])
def test_the_oddest_sizes_are_taken_in(size):
    photo = take_in(make_picture(size))
    assert all(default_storage.exists(name) for name in photo.file_names())
    for shape in ("", *SHAPES):
        for width in photo.widths_of(shape):
            assert picture_of(photo.rendition_name(width, shape)).width == width
            left, top, right, bottom = photo.box(shape)
            assert 0 <= left < right <= photo.width
            assert 0 <= top < bottom <= photo.height
            assert width <= right - left


def test_the_name_of_the_file_says_nothing_of_the_uploaded_one():
    upload = make_picture()
    upload.name = "../../مصدر سرّي.php.jpg"
    first, second = take_in(upload), take_in(make_picture())
    assert first.file.name != second.file.name
    assert all(photo.file.name.startswith("photos/") and photo.file.name.isascii() for photo in (first, second))
    assert len(Path(first.file.name).stem) == 16


# ---- renditions ------------------------------------------------------------------------------------------------------


def striped(size: tuple[int, int], **facts) -> Photo:
    """A picture whose red says how far across and whose green how far down a pixel lies."""
    across = Image.linear_gradient("L").rotate(90).resize(size)
    down = Image.linear_gradient("L").resize(size)
    upload = BytesIO()
    Image.merge("RGB", (across, down, Image.new("L", size, 128))).save(upload, "PNG")
    return take_in(upload, **facts)


@pytest.mark.parametrize(
    ("focus", "box"),
    [
        ((0.5, 0.5), (100, 0, 500, 400)),
        ((0, 0), (0, 0, 400, 400)),
        ((1, 1), (200, 0, 600, 400)),
        ((0.4, 0.9), (40, 0, 440, 400)),
        ((0.333, 0.5), (0, 0, 400, 400)),
    ],
)
def test_a_crop_is_as_large_as_it_can_be_around_the_focal_point(focus, box):
    photo = Photo(width=600, height=400, focal_x=focus[0], focal_y=focus[1])
    assert photo.box("1x1") == box
    assert photo.box("") == (0, 0, 600, 400)


def test_the_cut_files_show_what_the_focal_point_asks_for():
    photo = striped((800, 400), focal_x=0.75, focal_y=0.5)
    left, _top, right, _bottom = photo.box("1x1")
    assert (left, right) == (400, 800)
    for kind in ("webp", "jpg"):
        cut = picture_of(photo.rendition_name(360, "1x1", kind)).convert("RGB")
        seen = [cut.getpixel((x, 180))[0] for x in (0, 180, 359)]
        whole = [striped_red(x, 800) for x in (400, 600, 799)]
        assert cut.size == (360, 360)
        assert all(abs(one - other) < 12 for one, other in zip(seen, whole, strict=True)), (seen, whole)


def striped_red(x: int, width: int) -> int:
    """The red that striped() paints at ``x``."""
    return Image.linear_gradient("L").rotate(90).resize((width, 1)).getpixel((x, 0))


def test_the_names_say_source_shape_size_and_focal_point():
    photo = Photo(file="photos/0123.jpg", width=900, height=600, focal_x=0.25, focal_y=1, renditions_made=True)
    assert photo.rendition_name(480) == "photos/0123-480.webp"
    assert photo.rendition_name(270, "4x3", "jpg") == "photos/0123-4x3-25x100-270.jpg"
    cut = photo.cut("4x3")
    assert (cut.width, cut.height) == (800, 600)
    assert cut.src == "/media/photos/0123-4x3-25x100-800.jpg"
    assert cut.webp == (
        "/media/photos/0123-4x3-25x100-270.webp 270w, /media/photos/0123-4x3-25x100-540.webp 540w, "
        "/media/photos/0123-4x3-25x100-800.webp 800w"
    )


def test_only_what_is_missing_is_made_and_made_alike():
    photo = make_photo((600, 400))
    before = dict(stored(photo))
    assert make_renditions(photo) == 0
    for name in (photo.rendition_name(480), photo.rendition_name(270, "4x3", "jpg")):
        default_storage.delete(name)
    assert make_renditions(photo) == 2
    assert dict(stored(photo)) == before


@pytest.mark.slow
def test_a_phone_never_waits_for_more_than_a_hundred_kibibytes():
    noise = Image.effect_noise((1440, 960), 60).convert("RGB")
    upload = BytesIO()
    noise.save(upload, "JPEG", quality=95)
    photo = take_in(upload)
    heavy = [name for name, data in stored(photo)[1:] if picture_of(name).width <= 720 and len(data) > LIGHT_BYTES]
    assert heavy == []
    # The grain is so coarse that one quality would not do.
    assert len(bytes_of(photo.rendition_name(1080))) > LIGHT_BYTES


def test_another_focal_point_cuts_anew_and_leaves_nothing_behind(django_capture_on_commit_callbacks, editor):
    photo = make_photo((600, 400))
    before = set(photo.file_names())
    others = set(all_files())
    with django_capture_on_commit_callbacks(execute=True):
        images.refocus(photo, x=0.1, y=0.9, by=editor)
    after = set(Photo.objects.get(pk=photo.pk).file_names())
    assert Photo.objects.get(pk=photo.pk).focus == (10, 90)
    assert before & after == {name for name in before if "50x50" not in name}
    assert all(default_storage.exists(name) for name in after)
    assert not any(default_storage.exists(name) for name in before - after)
    assert len(all_files()) == len(others)


def test_a_replaced_photo_is_another_picture_under_another_name(django_capture_on_commit_callbacks, editor):
    photo = make_photo((600, 400), caption_ar="ضفة", focal_x=0.2)
    before = photo.file_names()
    count = len(all_files()) - len(before)
    with django_capture_on_commit_callbacks(execute=True):
        images.replace(photo, make_picture((300, 500), colour=(200, 10, 10)), by=editor)
    row = Photo.objects.get(pk=photo.pk)
    assert (row.width, row.height, row.caption_ar, row.focus) == (300, 500, "ضفة", (20, 50))
    assert row.file.name == photo.file.name
    assert set(row.file_names()).isdisjoint(before)
    assert not any(default_storage.exists(name) for name in before)
    assert len(all_files()) == count + len(row.file_names())
    assert min(picture_of(row.file.name).getpixel((150, 250))[:1]) > 180


def test_a_refused_replacement_changes_nothing(django_capture_on_commit_callbacks):
    photo = make_photo((600, 400))
    before = stored(photo)
    files = all_files()
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ValidationError):
        images.replace(photo, BytesIO(b"no picture"))
    assert stored(Photo.objects.get(pk=photo.pk)) == before
    assert all_files() == files


def test_a_deleted_photo_takes_its_files_along(django_capture_on_commit_callbacks):
    kept, photo = make_photo((600, 400)), make_photo((600, 400))
    names = photo.file_names()
    with django_capture_on_commit_callbacks(execute=True):
        photo.delete()
        # Not before it is certain.
        assert all(default_storage.exists(name) for name in names)
    assert not any(default_storage.exists(name) for name in names)
    assert all(default_storage.exists(name) for name in kept.file_names())


def test_a_full_disk_leaves_no_file_and_no_row(monkeypatch):
    photo = make_photo((600, 400))
    files = all_files()
    room = iter(range(7))

    def write(self, name, content):
        if next(room, None) is None:
            raise OSError(28, "No space left on device")
        return save(self, name, content)

    save = FileSystemStorage._save
    monkeypatch.setattr(FileSystemStorage, "_save", write)
    told = [_("The server could not keep the picture. Try again in a while.")]
    with pytest.raises(ValidationError) as refusal:
        take_in(make_picture((600, 400)))
    assert refusal.value.messages == told
    with pytest.raises(ValidationError) as refusal:
        images.replace(photo, make_picture((600, 400)))
    assert refusal.value.messages == told
    assert all_files() == files
    assert list(Photo.objects.all()) == [photo]


def test_the_command_makes_what_an_older_version_did_not(capsys):
    first, lost, last = make_photo((600, 400)), make_photo(), make_photo((600, 400))
    wanted = {name: bytes_of(name) for photo in (first, last) for name in photo.file_names()}
    for photo in (first, last):
        for name in photo.file_names()[1:]:
            if name.endswith(".jpg") or "x" in name:
                default_storage.delete(name)
    for name in lost.file_names():
        default_storage.delete(name)
    call_command("make_renditions")
    said = capsys.readouterr()
    assert {name: bytes_of(name) for photo in (first, last) for name in photo.file_names()} == wanted
    assert "2 of 3" in said.out
    assert Photo.objects.get(pk=first.pk).renditions_made
    assert lost.file.name in said.err
    call_command("make_renditions")
    assert capsys.readouterr().out == ""


def of_an_older_release(photo: Photo) -> Photo:
    """The photo as the release before left it: without JPEGs, without crops, and its row knows of neither."""
    for name in photo.file_names()[1:]:
        if name.endswith(".jpg") or "x" in name:
            default_storage.delete(name)
    Photo.objects.filter(pk=photo.pk).update(renditions_made=False)
    return Photo.objects.get(pk=photo.pk)


def pictures_on(page: str) -> set[str]:
    return set(re.findall(r"/media/[^ \"]+", page))


def test_pages_show_the_photo_itself_until_its_renditions_are_made(client):
    photo = of_an_older_release(make_photo((600, 400)))
    author = make_author(portrait=photo)
    column = make_column(picture=photo, writer=author)
    figure = f'<p>أ</p><figure data-photo="{photo.pk}"></figure>'
    piece = make_live(photo=photo, body=figure, column=column, authors=[author])
    pages = [piece.get_absolute_url(), column.get_absolute_url(), author.get_absolute_url(), "/"]
    for page in pages:
        assert pictures_on(client.get(page).content.decode()) == {photo.file.url}, page
    assert client.get(photo.file.url).status_code == 200
    call_command("make_renditions")
    for page in pages:
        shown = pictures_on(client.get(page).content.decode())
        assert {name.rsplit(".", 1)[1] for name in shown} == {"webp", "jpg"}, page
        assert [name for name in shown if client.get(name).status_code != 200] == [], page


def test_the_desk_shows_the_photo_itself_until_its_renditions_are_made(desk):
    photo = of_an_older_release(make_photo((600, 400)))
    assert {photo.thumbnail_url, photo.preview_url} == {photo.file.url}
    listed = desk.get(reverse("admin:newsroom_photo_changelist")).content.decode()
    assert pictures_on(listed) == {photo.file.url}


@pytest.mark.parametrize("act", ["refocus", "replace"])
def test_a_changed_photo_of_an_older_release_is_whole(act, django_capture_on_commit_callbacks):
    photo = of_an_older_release(make_photo((600, 400)))
    with django_capture_on_commit_callbacks(execute=True):
        if act == "refocus":
            images.refocus(photo, x=0.2, y=0.2)
        else:
            images.replace(photo, make_picture((300, 500)))
    row = Photo.objects.get(pk=photo.pk)
    assert row.renditions_made and photo.renditions_made
    assert all(default_storage.exists(name) for name in row.file_names())


def test_beside_the_server_only_what_an_older_release_left_is_made(monkeypatch):
    lost, old, whole = make_photo(), of_an_older_release(make_photo((600, 400))), make_photo((600, 400))
    default_storage.delete(of_an_older_release(lost).file.name)
    gone = whole.rendition_name(480)
    default_storage.delete(gone)
    monkeypatch.setattr("os.nice", lambda more: more)
    call_command("make_renditions", "--beside-server", stderr=StringIO())
    assert all(default_storage.exists(name) for name in old.file_names())
    assert not default_storage.exists(gone)
    assert list(Photo.objects.filter(renditions_made=True).order_by("pk")) == [old, whole]


def test_the_making_beside_the_server_ends_with_it():
    with renditions_made_beside() as process:
        assert process.args[-2:] == ["make_renditions", "--beside-server"]
        assert process.poll() is None
    assert process.returncode == -signal.SIGTERM


def test_the_pages_kept_before_are_made_anew_with_the_renditions():
    of_an_older_release(make_photo((600, 400)))
    before = pagecache.current()
    call_command("make_renditions")
    assert pagecache.current() == before + 1
    call_command("make_renditions")
    assert pagecache.current() == before + 1


def test_a_picture_taken_in_leaves_the_pages_as_they_are_and_a_changed_one_does_not():
    before = pagecache.current()
    photo = make_photo()
    assert pagecache.current() == before
    images.refocus(photo, x=0.1, y=0.1)
    assert pagecache.current() > before


def test_colours_of_a_wide_profile_are_shown_as_they_were_meant():
    # A profile whose red is the screen's blue: without it the picture would be red.
    upload = BytesIO()
    Image.new("RGB", (40, 40), (0, 0, 255)).save(upload, "PNG", icc_profile=swapped_profile())
    shown = picture_of(take_in(upload).file.name).convert("RGB").getpixel((20, 20))
    assert shown[0] > 200 > 60 > shown[2]
    upload = BytesIO()
    Image.new("RGB", (40, 40), (0, 0, 255)).save(upload, "PNG", icc_profile=b"no profile at all")
    assert picture_of(take_in(upload).file.name).convert("RGB").getpixel((20, 20))[2] > 200


def swapped_profile() -> bytes:
    """sRGB with the primaries of red and blue exchanged."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    tags = {}
    for place in range(int.from_bytes(profile[128:132], "big")):
        at = 132 + 12 * place
        tags[bytes(profile[at : at + 4])] = at
    red, blue = tags[b"rXYZ"], tags[b"bXYZ"]
    profile[red + 4 : red + 12], profile[blue + 4 : blue + 12] = (
        profile[blue + 4 : blue + 12],
        profile[red + 4 : red + 12],
    )
    return bytes(profile)


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
