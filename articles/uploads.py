"""
How a picture comes into the library. Only what Pillow decodes and we encode again is
kept: no metadata, no colour profile, nothing behind the last pixel.
"""

import hashlib
import logging
import re
import threading
import warnings
from contextlib import contextmanager
from io import BytesIO
from pathlib import PurePath

from django.core.exceptions import ValidationError
from PIL import Image as Picture
from PIL import ImageCms

from . import renditions
from .models import Image
from .text import normalize

logger = logging.getLogger(__name__)

FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
SUFFIXES = {".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".gif"}
MAX_BYTES = 30 * 1024 * 1024
MAX_PIXELS = 40_000_000

ACCEPTED = "Kho ảnh nhận JPEG, PNG, WebP và GIF tĩnh."
EMPTY = "Tệp rỗng, không có gì để lưu."
TOO_LARGE = "Tệp lớn hơn 30 MB. Hãy thu nhỏ ảnh rồi tải lại."
TOO_MANY_PIXELS = "Ảnh lớn hơn 40 triệu điểm ảnh. Hãy thu nhỏ ảnh rồi tải lại."
MOVES = "Ảnh động không dùng được trong bài. Hãy tải ảnh tĩnh, hoặc dùng video."
BROKEN = "Tệp ảnh bị hỏng hoặc thiếu dữ liệu nên không mở được. Hãy tải bản khác."
UNREADABLE = f"Tệp này không phải là ảnh mà cổng đọc được. {ACCEPTED}"
NO_ROOM = (
    "Máy chủ không ghi được ảnh (có thể hết chỗ lưu), nên chưa lưu gì. "
    "Hãy báo người quản trị rồi tải lại."
)

# Pillow warns past this and refuses past twice this.
Picture.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.simplefilter("error", Picture.DecompressionBombWarning)

SRGB = ImageCms.createProfile("sRGB")
# Forty million pixels are 160 MB while they are decoded, so a process does one at a time.
decoding = threading.Lock()


def store_picture(file, *, alt, caption="", credit="", user=None, focal=(0.5, 0.5)):
    """
    Put the uploaded `file` into the library and return its Image. Raises
    ValidationError with one sentence, and then neither a row nor a file is left.
    """
    with decoding:
        picture = decode(file)
        image = Image(
            file=renditions.new_name(),
            width=picture.width,
            height=picture.height,
            alt=normalize(alt).strip(),
            caption=normalize(caption).strip(),
            credit=normalize(credit).strip(),
            focal_x=focal[0],
            focal_y=focal[1],
            sha256=digest(file),
            uploaded_by=user,
        )
        image.clean_fields(exclude=["file"] if image.alt else ["file", "alt"])
        with all_or_nothing(image.file.name):
            renditions.make(image.file.name, picture, focal)
            image.save(force_insert=True)
    return image


@contextmanager
def all_or_nothing(name):
    """Take the files of `name` away again when something fails."""
    try:
        yield
    except BaseException as error:
        renditions.remove(name)
        if isinstance(error, OSError):
            logger.exception("The storage did not take a picture")
            raise ValidationError(NO_ROOM) from error
        raise


def digest(file):
    file.seek(0)
    result = hashlib.sha256()
    for chunk in file.chunks():
        result.update(chunk)
    return result.hexdigest()


# Decoding


def decode(file):
    """
    The picture in `file`, upright, in sRGB on white, at most renditions.LONGEST_SIDE.
    Raises ValidationError with a sentence that says why not.
    """
    refuse_by_name_and_size(file)
    file.seek(0)
    try:
        with Picture.open(file, formats=FORMATS) as picture:
            refuse_by_header(picture)
            return standard(picture)
    except ValidationError:
        raise
    except Picture.UnidentifiedImageError as error:
        raise ValidationError(UNREADABLE) from error
    except (Picture.DecompressionBombError, Picture.DecompressionBombWarning) as error:
        raise ValidationError(TOO_MANY_PIXELS) from error
    except Exception as error:  # what a decoder raises on hostile bytes is open-ended
        raise ValidationError(BROKEN) from error


def refuse_by_name_and_size(file):
    suffix = PurePath(normalize(file.name or "").strip()).suffix.lower()
    if suffix not in SUFFIXES and re.fullmatch(r"\.[a-z0-9]{1,5}", suffix):
        raise ValidationError(f"Tệp {suffix} không tải lên làm ảnh được. {ACCEPTED}")
    if not file.size:
        raise ValidationError(EMPTY)
    if file.size > MAX_BYTES:
        raise ValidationError(TOO_LARGE)


def refuse_by_header(picture):
    """What the first bytes say is enough; nothing is decoded yet."""
    width, height = picture.size
    if width * height > MAX_PIXELS:
        raise ValidationError(TOO_MANY_PIXELS)
    # A telephone's MPO holds the same picture twice.
    if picture.format != "MPO" and getattr(picture, "is_animated", False):
        raise ValidationError(MOVES)


def standard(picture):
    profile = picture.info.get("icc_profile")
    turn = orientation(picture)
    longest = (renditions.LONGEST_SIDE, renditions.LONGEST_SIDE)
    picture.draft(None, longest)
    picture = on_white(picture)
    picture.thumbnail(longest, Picture.Resampling.LANCZOS, reducing_gap=3)
    picture = in_srgb(picture, profile)
    if turn is not None:
        picture = picture.transpose(turn)
    picture.info.clear()
    return picture


TURNS = {
    2: Picture.Transpose.FLIP_LEFT_RIGHT,
    3: Picture.Transpose.ROTATE_180,
    4: Picture.Transpose.FLIP_TOP_BOTTOM,
    5: Picture.Transpose.TRANSPOSE,
    6: Picture.Transpose.ROTATE_270,
    7: Picture.Transpose.TRANSVERSE,
    8: Picture.Transpose.ROTATE_90,
}


def orientation(picture):
    """How to turn `picture` upright, or None; a broken EXIF block says nothing."""
    try:
        return TURNS.get(picture.getexif().get(0x0112))
    except Exception:
        return None


def on_white(picture):
    """`picture` in L, RGB or CMYK, what is transparent in it white."""
    if picture.mode.startswith("I"):
        # Sixteen bits of grey.
        return picture.convert("I").point(lambda value: value / 257).convert("L")
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        ground = Picture.new("RGB", picture.size, "white")
        ground.paste(picture, mask=picture.getchannel("A"))
        return ground
    return picture if picture.mode in ("L", "RGB", "CMYK") else picture.convert("RGB")


def in_srgb(picture, profile):
    """`picture` in sRGB; one whose profile does not fit it is taken at its word."""
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            picture = ImageCms.profileToProfile(picture, source, SRGB, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    return picture.convert("RGB")
