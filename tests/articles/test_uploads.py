"""What becomes of a picture that an editor uploads."""

import hashlib
import io
import os
import subprocess
import sys

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Picture
from PIL import ImageCms

from articles import uploads
from articles.models import Image
from articles.uploads import store_picture
from tests.builders import make_image, make_user, picture_file
from tests.live import ROOT

pytestmark = pytest.mark.django_db

RED, BLUE = (200, 30, 30), (30, 30, 200)


def upload(picture, kind="JPEG", name=None, **options):
    """The Image made of a Pillow picture, and what is stored of it."""
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    file = SimpleUploadedFile(name or f"a.{kind.lower()}", buffer.getvalue())
    image = store_picture(file, alt="Ảnh")
    with default_storage.open(image.file.name) as stored:
        original = Picture.open(stored)
        original.load()
    return image, original


def two_colours(size=(90, 60)):
    """Red on the left, blue on the right."""
    picture = Picture.new("RGB", size, RED)
    picture.paste(BLUE, (size[0] // 2, 0, *size))
    return picture


def near(colour, other, by=25):
    return all(abs(a - b) <= by for a, b in zip(colour, other, strict=True))


def stored_files():
    return [f for d in default_storage.listdir("anh")[0] for f in d]


def test_a_row_says_what_is_stored():
    user = make_user()
    file = picture_file(size=(3000, 1500))

    image = store_picture(
        file,
        alt=" Chợ ",
        caption="Phiên chợ",
        credit="Mây Núi",
        user=user,
        focal=(0.2, 1),
    )
    image.refresh_from_db()

    assert (image.width, image.height) == (2560, 1280)
    assert (image.alt, image.caption, image.credit) == ("Chợ", "Phiên chợ", "Mây Núi")
    assert (image.focal_x, image.focal_y, image.uploaded_by) == (0.2, 1, user)
    file.seek(0)
    assert image.sha256 == hashlib.sha256(file.read()).hexdigest()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_the_usual_formats_become_a_jpeg(kind):
    image, original = upload(two_colours(), kind)

    assert original.format == "JPEG"
    assert near(original.getpixel((10, 30)), RED)
    assert near(original.getpixel((80, 30)), BLUE)


@pytest.mark.parametrize("mode", ["L", "1", "P", "CMYK", "LA", "RGBA", "I;16", "YCbCr"])
def test_every_kind_of_pixel_is_read(mode):
    grey = Picture.linear_gradient("L").resize((64, 64))
    if mode == "I;16":
        picture = Picture.new("I;16", (64, 64))
        picture.putdata([value * 257 for value in grey.tobytes()])
    else:
        picture = grey.convert("RGB").convert(mode)
    kind = "JPEG" if mode in ("CMYK", "YCbCr") else "PNG"

    _, original = upload(picture, kind)

    assert original.mode == "RGB"
    assert original.getpixel((32, 2))[0] < 60
    assert original.getpixel((32, 61))[0] > 195


def test_what_is_transparent_is_white():
    _, original = upload(Picture.new("RGBA", (50, 50), (0, 0, 0, 0)), "PNG")
    assert original.getpixel((25, 25)) == (255, 255, 255)


def test_a_picture_with_a_transparent_colour_is_on_white_too():
    picture = Picture.new("P", (50, 50), 0)
    picture.putpalette([0, 0, 0, 255, 0, 0])
    _, original = upload(picture, "GIF", transparency=0)
    assert original.getpixel((25, 25)) == (255, 255, 255)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_stored_upright(orientation):
    # Red is at the left when upright; how the camera lay is undone by its inverse.
    inverse = {6: 8, 8: 6}.get(orientation, orientation)
    turn = uploads.TURNS.get(inverse)
    lying = two_colours().transpose(turn) if turn is not None else two_colours()
    exif = Picture.Exif()
    exif[0x0112] = orientation

    image, original = upload(lying, exif=exif)

    assert (image.width, image.height) == (90, 60)
    assert near(original.getpixel((10, 30)), RED)
    assert near(original.getpixel((80, 30)), BLUE)


def swapped_profile():
    """sRGB with red and blue changed over: what says red is meant to be blue."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = profile.replace(b"rXYZ", b"....").replace(b"bXYZ", b"rXYZ")
    return swapped.replace(b"....", b"bXYZ")


def test_a_profile_is_applied_and_dropped():
    _, original = upload(two_colours(), icc_profile=swapped_profile())

    assert near(original.getpixel((10, 30)), BLUE, by=40)
    assert "icc_profile" not in original.info


def test_a_profile_that_does_not_fit_is_ignored():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()

    _, original = upload(two_colours(), icc_profile=profile)

    assert near(original.getpixel((10, 30)), RED)
    assert "icc_profile" not in original.info


def test_a_telephones_double_picture_is_one():
    buffer = io.BytesIO()
    two_colours().save(buffer, "MPO", save_all=True, append_images=[two_colours()])

    image = store_picture(SimpleUploadedFile("a.jpg", buffer.getvalue()), alt="a")

    assert image.width == 90


def test_the_same_picture_may_come_twice():
    assert make_image().file.name != make_image().file.name
    assert Image.objects.count() == 2


def test_a_text_that_does_not_fit_is_refused_and_nothing_is_stored():
    with pytest.raises(ValidationError):
        store_picture(picture_file(size=(50, 50)), alt="a" * 301)
    assert not Image.objects.exists()
    assert not default_storage.exists("anh")


MEASURE = """
import resource, sys, django
django.setup()
from django.core.files import File
from articles import renditions, uploads
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with open(sys.argv[1], "rb") as file:
    picture = uploads.decode(File(file, "a.jpg"))
renditions.make(renditions.new_name(), picture, (0.5, 0.5))
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def test_twelve_megapixels_take_less_than_300_megabytes(tmp_path):
    path = tmp_path / "a.jpg"
    path.write_bytes(picture_file(size=(4000, 3000)).read())
    environment = {**os.environ, "MEDIA_ROOT": str(tmp_path / "media")}
    command = [sys.executable, "-c", MEASURE, str(path)]

    printed = subprocess.check_output(command, cwd=ROOT, env=environment, text=True)

    assert int(printed) < 300


class FullDisk(FileSystemStorage):
    """A disk that takes five files and half of the sixth."""

    taken = 0

    def _save(self, name, content):
        self.taken += 1
        if self.taken == 6:
            with open(self.path(name), "wb") as half:
                half.write(content.read(100))
            raise OSError(28, "No space left on device")
        return super()._save(name, content)


def test_a_full_disk_leaves_a_sentence_and_nothing_else(settings):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "tests.articles.test_uploads.FullDisk"},
    }

    with pytest.raises(ValidationError, match="không ghi được ảnh"):
        make_image()

    assert not Image.objects.exists()
    assert default_storage.listdir("anh") == ([], [])
