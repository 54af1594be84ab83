"""Files for download beside an article: what is taken, and where it is kept."""

import logging
import re
import secrets
import zipfile
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage

from .text import normalize, slugify

logger = logging.getLogger(__name__)

MB = 1024 * 1024
MAX_BYTES = 50 * MB
MAX_PARTS = 20_000
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

# What readers are told of a file; several suffixes are one kind of program.
KINDS = {
    "pdf": "PDF",
    **dict.fromkeys(("doc", "docx"), "Word"),
    **dict.fromkeys(("xls", "xlsx"), "Excel"),
    **dict.fromkeys(("ppt", "pptx"), "PowerPoint"),
    **dict.fromkeys(("odt", "ods", "odp"), "OpenDocument"),
}
# The part or stream without which it is not such a file.
MAIN_PARTS = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "pptx": "ppt/presentation.xml",
}
STREAMS = {"doc": ["WordDocument"], "xls": ["Workbook", "Book"], "ppt": ["PowerPoint"]}
OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."

ACCEPTED = "Nhận PDF, Word, Excel, PowerPoint và OpenDocument, tới 50 MB."
NOT_WHAT_IT_SAYS = f"Nội dung tệp không đúng với đuôi .{{}}, hoặc tệp hỏng. {ACCEPTED}"
MACROS = "Tệp có macro nên không nhận. Hãy lưu lại thành bản không có macro, hoặc PDF."
NO_ROOM = (
    "Máy chủ không ghi được tệp (có thể hết chỗ lưu), nên chưa lưu gì. "
    "Hãy báo người quản trị rồi tải lại."
)


def kind(path):
    """What readers are told of a stored file: "PDF", "Word", ..."""
    return KINDS.get(suffix_of(path), "Tệp")


def suffix_of(name):
    return PurePath(normalize(name or "").strip()).suffix.lower().lstrip(".")


def title_of(name):
    """A title made of an upload's own name."""
    stem = PurePath(normalize(name or "").replace("\\", "/")).stem
    words = " ".join(re.sub(r"[_\s]+", " ", stem).split())
    return words[:200] or "Tệp đính kèm"


def check(file):
    """The suffix of the uploaded `file`. Raises ValidationError with a sentence."""
    suffix = suffix_of(file.name)
    if suffix not in KINDS:
        raise ValidationError(f"Không nhận tệp loại này. {ACCEPTED}")
    if not file.size:
        raise ValidationError(f"Tệp rỗng, không có gì để lưu. {ACCEPTED}")
    if file.size > MAX_BYTES:
        raise ValidationError(f"Tệp lớn hơn 50 MB. {ACCEPTED}")
    if not is_whole(file, suffix):
        raise ValidationError(NOT_WHAT_IT_SAYS.format(suffix))
    return suffix


def is_whole(file, suffix):
    """Whether `file` is built as its suffix says; raises ValidationError for macros."""
    file.seek(0)
    if suffix == "pdf":
        return is_pdf(file)
    if suffix in STREAMS:
        return is_old_office(file, suffix)
    try:
        with zipfile.ZipFile(file) as package:
            return is_package(package, suffix)
    except (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError):
        return False


def is_pdf(file):
    head = file.read(1024)
    file.seek(max(0, file.size - 2048))
    return b"%PDF-" in head and b"%%EOF" in file.read()


def is_old_office(file, suffix):
    content = file.read()
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise ValidationError(MACROS)
    streams = (name.encode("utf-16-le") for name in STREAMS[suffix])
    return content.startswith(OLE) and any(stream in content for stream in streams)


def is_package(package, suffix):
    names = package.namelist()
    if len(names) > MAX_PARTS:
        return False
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise ValidationError(MACROS)
    if suffix in MAIN_PARTS:
        return {"[Content_Types].xml", MAIN_PARTS[suffix]} <= set(names)
    return (
        names[:1] == ["mimetype"]
        and package.getinfo("mimetype").file_size < 100
        and (package.read("mimetype").startswith(OPEN_DOCUMENT))
    )


def store(file, title):
    """
    Keep the uploaded `file` and return its name: a random folder, and the title, which
    is what browsers call the download. Raises ValidationError, and then nothing is kept.
    """
    suffix = check(file)
    path = f"tep/{secrets.token_hex(10)}/{slugify(title, 80)}.{suffix}"
    file.seek(0)
    try:
        return default_storage.save(path, file)
    except OSError as error:
        logger.exception("The storage did not take an attachment")
        remove(path)
        raise ValidationError(NO_ROOM) from error


def remove(path):
    """Take a stored file and its folder away."""
    for name in (path, path.rpartition("/")[0]):
        try:
            default_storage.delete(name)
        except OSError:
            logger.exception("An attachment was left behind")
