"""Video and audio files of articles: what is taken, and where it is kept."""

import logging
import secrets
from pathlib import PurePath
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

from .text import normalize

logger = logging.getLogger(__name__)

HEAD = 64  # bytes that tell what a file is
MB = 1024 * 1024
NO_ROOM = (
    "Máy chủ không ghi được tệp (có thể hết chỗ lưu), nên chưa lưu gì. "
    "Hãy báo người quản trị rồi tải lại."
)


class Kind(NamedTuple):
    folder: str
    largest: int  # bytes
    suffixes: tuple
    accepted: str


KINDS = {
    "video": Kind("video", 200 * MB, ("mp4", "webm"), "Video nhận tệp MP4 và WebM"),
    "audio": Kind(
        "am-thanh", 50 * MB, ("mp3", "m4a", "ogg"), "Âm thanh nhận tệp MP3, M4A và OGG"
    ),
}


def check(file, name):
    """The suffix under which the uploaded `file` is kept; raises ValidationError."""
    kind = KINDS[name]
    limit = f"{kind.accepted}, tới {kind.largest // MB} MB."
    if not file.size:
        raise ValidationError(f"Tệp rỗng, không có gì để lưu. {limit}")
    if file.size > kind.largest:
        raise ValidationError(f"Tệp lớn hơn {kind.largest // MB} MB. {limit}")
    suffix = PurePath(normalize(file.name or "").strip()).suffix.lower().lstrip(".")
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if suffix not in kind.suffixes or not BEGINS[suffix](head):
        raise ValidationError(f"Nội dung tệp không phải loại cổng phát được. {limit}")
    return suffix


def brand(head):
    """The main brand of an MP4 family file, b"" for anything else."""
    return head[8:12] if head[4:8] == b"ftyp" else b""


# Which first bytes a file of each suffix has. MOV and MKV are cousins of MP4 and WebM
# that many browsers do not play.
BEGINS = {
    "mp4": lambda head: brand(head) not in (b"", b"qt  ", b"M4A ", b"M4B "),
    "webm": lambda head: head[:4] == b"\x1a\x45\xdf\xa3" and b"webm" in head,
    "mp3": lambda head: (
        head[:3] == b"ID3"
        or (head[:1] == b"\xff" and head[1:2] > b"\xe0" and head[1] & 6 == 2)
    ),
    "m4a": lambda head: brand(head) in (b"M4A ", b"M4B ", b"mp42", b"isom"),
    "ogg": lambda head: head[:4] == b"OggS",
}


def store(file, name):
    """
    Keep the uploaded `file` under a random name and return that. Raises
    ValidationError, and then nothing is kept.
    """
    suffix = check(file, name)
    path = f"{KINDS[name].folder}/{secrets.token_hex(10)}.{suffix}"
    try:
        return default_storage.save(path, file)
    except OSError as error:
        logger.exception("The storage did not take a recording")
        remove(path)
        raise ValidationError(NO_ROOM) from error


def remove(path):
    """Take a file away that no revision names."""
    try:
        default_storage.delete(path)
    except OSError:
        logger.exception("A recording was left behind")
