"""Files that are no pictures, or pictures made to do harm (cases 9 to 12, 14, 15)."""

import io
import resource
import struct
import zlib
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Picture

from articles import renditions
from articles.models import Image
from articles.uploads import store_picture
from tests.builders import picture_file

pytestmark = pytest.mark.django_db

SCRIPT = b"<script>alert(document.domain)</script><?php system($_GET['c']); ?>"


def encoded(picture, kind, **options):
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def small(kind="PNG", **options):
    return encoded(Picture.linear_gradient("L").convert("RGB"), kind, **options)


def chunk(name, data):
    checksum = struct.pack(">I", zlib.crc32(name + data))
    return struct.pack(">I", len(data)) + name + data + checksum


def flat_png(width, height):
    """A PNG of one colour: few bytes, many pixels."""
    rows = zlib.compress(bytes(1 + width // 8 + 1) * height, 9)
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
    )


def with_text_bomb():
    """A PNG whose zTXt chunk unpacks to 100 MB."""
    png = small()
    bomb = chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(100_000_000), 9))
    return png[:33] + bomb + png[33:]


def moving(kind="GIF", frames=60):
    first, *rest = [
        Picture.new("RGB", (1000, 800), (n * 70 % 256, 0, 0)) for n in range(frames)
    ]
    return encoded(first, kind, save_all=True, append_images=rest)


def refuse(name, content):
    """The sentence with which `content` is refused; nothing may be left behind."""
    with pytest.raises(ValidationError) as refusal:
        store_picture(SimpleUploadedFile(name, content), alt="a")
    assert not Image.objects.exists()
    assert not default_storage.exists("anh")
    (sentence,) = refusal.value.messages
    return sentence


@pytest.mark.parametrize(
    "name",
    [
        "a.html",
        "a.php",
        "a.svg",
        "a.jpg.php",
        "a.PHP",
        "a.exe",
        "a.jpg\u202egpj.js",
        "a.zip",
    ],
)
def test_a_name_that_is_no_pictures_is_refused_whatever_it_holds(name):
    assert "không tải lên làm ảnh được" in refuse(name, small("JPEG"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Tệp rỗng"),
        (SCRIPT, "không phải là ảnh"),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            "không phải là ảnh",
        ),
        (b"GIF89a" + SCRIPT, "không"),
        (b"\xff\xd8\xff\xe0" + SCRIPT, "không"),
        (b"PK\x03\x04" + bytes(100), "không phải là ảnh"),
        (small("JPEG")[:-200], "bị hỏng"),
        (small("PNG")[:200], "bị hỏng"),
        (b"\x89PNG\r\n\x1a\n", "không"),
        (small("ICO"), "không phải là ảnh"),
        (small("EPS"), "không phải là ảnh"),
        (small("TIFF"), "không phải là ảnh"),
        (small("BMP"), "không phải là ảnh"),
        (small("PDF"), "không phải là ảnh"),
        (b"8BPS\x00\x01" + bytes(200), "không phải là ảnh"),
        (b"SIMPLE  =                    T".ljust(2880), "không phải là ảnh"),
        (moving("GIF"), "Ảnh động"),
        (moving("WEBP", 3), "Ảnh động"),
        (moving("PNG", 3), "Ảnh động"),
    ],
    ids=[
        *["empty", "script", "svg", "gif-script", "jpeg-script", "zip", "cut-jpeg"],
        *["cut-png", "png-magic", "ico", "eps", "tiff", "bmp", "pdf", "psd", "fits"],
        *["gif-60", "webp-3", "apng-3"],
    ],
)
def test_what_is_no_still_picture_is_refused_with_a_reason(content, words):
    assert words in refuse("a.jpg", content)


@contextmanager
def memory(megabytes):
    """At most so much memory more than now; what wants more gets a MemoryError."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limits = resource.getrlimit(resource.RLIMIT_AS)
    most = pages * resource.getpagesize() + megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (most, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, limits)


@pytest.mark.parametrize("side", [20_000, 9_500, 6_400])
def test_too_many_pixels_are_refused_before_they_are_decoded(side):
    content = flat_png(side, side)
    assert len(content) < 60_000
    with memory(30):
        assert "40 triệu điểm ảnh" in refuse("a.png", content)


def test_a_text_bomb_is_refused():
    content = with_text_bomb()
    with memory(30):
        assert "không mở được" in refuse("a.png", content)


def test_a_file_over_thirty_megabytes_is_refused_unread():
    assert "30 MB" in refuse("a.jpg", bytes(30 * 1024 * 1024 + 1))


@pytest.mark.parametrize(
    "name",
    [
        "../../etc/x.jpg",
        "..\\..\\x.jpg",
        "a\x00.jpg",
        "a\r\nSet-Cookie: b=c.jpg",
        "a" * 300 + ".jpg",
        "anh\u202egpj.jpg",
        "CON",
        "CON.jpg",
        "ha\u0323nh phu\u0301c.jpg",
        "\N{ROLLING ON THE FLOOR LAUGHING}.jpg",
        "Hình 1. Lễ hội",
        ".jpg",
    ],
)
def test_the_stored_name_owes_nothing_to_the_files_own(name):
    file = picture_file(size=(50, 40))
    file._name = name  # past the tidying that SimpleUploadedFile does

    image = store_picture(file, alt="a")

    assert renditions.NAME.fullmatch(image.file.name)
    assert default_storage.listdir("")[0] == ["anh"]


def stored_bytes(image):
    folder = image.file.name.removesuffix("/goc.jpg")
    for file in default_storage.listdir(folder)[1]:
        with default_storage.open(f"{folder}/{file}") as stored:
            yield file, stored.read()


def test_a_script_behind_the_picture_is_in_no_public_byte():
    file = SimpleUploadedFile("a.png", small("PNG") + SCRIPT)
    image = store_picture(file, alt="a")
    for _, content in stored_bytes(image):
        assert b"script" not in content
        assert b"php" not in content


def photographers_picture():
    """A JPEG with a place, a comment, a thumbnail, XMP and a text in its profile."""
    exif = Picture.Exif()
    exif[0x010F] = "SECRET-CAMERA"
    exif.get_ifd(0x8825).update({1: "N", 2: (22.0, 23.0, 45.0), 29: "SECRET-DATE"})
    exif.get_ifd(0x8769)[0x9286] = b"SECRET-COMMENT"
    return small(
        "JPEG",
        exif=exif,
        comment=b"SECRET-TEXT",
        xmp=b"<x:xmpmeta>SECRET-XMP</x:xmpmeta>",
    )


def test_nothing_of_the_photographer_is_in_a_public_byte():
    source = photographers_picture()
    assert source.count(b"SECRET") == 5

    image = store_picture(SimpleUploadedFile("a.jpg", source), alt="a")

    for file, content in stored_bytes(image):
        assert b"SECRET" not in content
        assert b"Exif" not in content
        with Picture.open(io.BytesIO(content)) as picture:
            assert not picture.getexif(), file
            assert not {"exif", "comment", "xmp", "icc_profile"} & {
                name for name, value in picture.info.items() if value
            }, file


def test_text_in_a_png_is_in_no_public_byte():
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_itxt("Author", "SECRET-NAME")
    image = store_picture(
        SimpleUploadedFile("a.png", small("PNG", pnginfo=info)), alt="a"
    )
    assert not [file for file, content in stored_bytes(image) if b"SECRET" in content]
