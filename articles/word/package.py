"""
What a Word file may be before anything in it is read. Every refusal is a sentence; a
file that passes is small, flat, whole, and names no address that would be asked.
"""

import re
import stat
import zipfile
from pathlib import PurePosixPath
from xml.parsers import expat

from django.core.exceptions import ValidationError

MAX_BYTES = 30 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_XML = 40 * 1024 * 1024
MAX_PARTS = 2000
MAX_ELEMENTS = 600_000
# mammoth follows the tree by recursion.
MAX_DEPTH = 100

OLD_FORMAT = (
    "Đây là tệp Word kiểu cũ (.doc) hoặc tệp có mật khẩu. Hãy mở bằng Word, bỏ mật khẩu "
    "nếu có, chọn Lưu thành, kiểu .docx, rồi tải lên lại."
)
NOT_WORD = (
    "Tệp này không phải là tệp Word (.docx). Hãy mở bằng Word và lưu lại thành .docx."
)
EMPTY = "Tệp rỗng, không có gì để nhập."
TOO_LARGE = (
    "Tệp Word lớn hơn 30 MB. Hãy thu nhỏ ảnh trong tệp (Word: Nén ảnh) rồi tải lại."
)
BROKEN = "Tệp Word bị hỏng hoặc thiếu phần. Hãy mở bằng Word, lưu lại thành .docx mới."
TOO_BIG_INSIDE = (
    "Tệp Word giải nén ra quá lớn nên không mở. Hãy chép bài sang một tệp mới."
)
SUSPECT = (
    "Tệp Word có cấu trúc bất thường ({}) nên không mở. Hãy chép bài sang một tệp Word "
    "mới rồi tải lên lại."
)
OUTSIDE = "Tệp Word lấy {} từ nơi khác ({}) nên không nhập. Hãy chèn hẳn vào tệp rồi tải lên lại."
ENCRYPTED = "Tệp Word có mật khẩu. Hãy bỏ mật khẩu rồi tải lên lại."

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
MAIN = "word/document.xml"


def open_package(file):
    """The ZipFile of an uploaded Word `file`. Raises ValidationError with a sentence."""
    refuse_by_size_and_start(file)
    package = open_zip(file)
    refuse_parts(package)
    names = set(package.namelist())
    if "[Content_Types].xml" not in names:
        raise ValidationError(NOT_WORD)
    if MAIN not in names:
        raise ValidationError(BROKEN if "_rels/.rels" in names else NOT_WORD)
    refuse_contents(package)
    return package


def refuse_by_size_and_start(file):
    if not file.size:
        raise ValidationError(EMPTY)
    if file.size > MAX_BYTES:
        raise ValidationError(TOO_LARGE)
    file.seek(0)
    if file.read(8).startswith(OLE):
        raise ValidationError(OLD_FORMAT)


def open_zip(file):
    file.seek(0)
    try:
        return zipfile.ZipFile(file)
    except (
        zipfile.BadZipFile,
        OSError,
        ValueError,
        EOFError,
        NotImplementedError,
    ) as e:
        file.seek(0)
        is_cut = file.read(4) in ZIP
        raise ValidationError(BROKEN if is_cut else NOT_WORD) from e


# The list of parts: nothing is unpacked yet


def refuse_parts(package):
    parts = package.infolist()
    if len(parts) > MAX_PARTS:
        raise ValidationError(SUSPECT.format("quá nhiều phần"))
    if len({part.filename for part in parts}) < len(parts):
        raise ValidationError(SUSPECT.format("hai phần cùng tên"))
    for part in parts:
        refuse_part(part)
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise ValidationError(TOO_BIG_INSIDE)
    xml = sum(part.file_size for part in parts if is_xml(part.filename))
    if xml > MAX_XML:
        raise ValidationError(TOO_BIG_INSIDE)


def refuse_part(part):
    name = part.orig_filename
    is_path_safe = not (
        name.startswith("/")
        or re.search(r"[\\\x00-\x1f:]", name)
        or ".." in PurePosixPath(name).parts
    )
    if not is_path_safe:
        raise ValidationError(SUSPECT.format("tên phần trỏ ra ngoài tệp"))
    if stat.S_ISLNK(part.external_attr >> 16):
        raise ValidationError(SUSPECT.format("có liên kết tới tệp khác"))
    if part.flag_bits & 0x1:
        raise ValidationError(ENCRYPTED)


def is_xml(name):
    return name.lower().endswith((".xml", ".rels", ".vml"))


# What is in them


def refuse_contents(package):
    elements = Elements()
    for part in package.infolist():
        if part.is_dir():
            continue
        content = read(package, part)
        if is_xml(part.filename):
            elements.read(content)
            if part.filename.endswith(".rels"):
                refuse_outside(content)
        elif content.startswith(ZIP) and not is_embedded_office(part.filename):
            raise ValidationError(SUSPECT.format("có tệp nén bên trong"))


def read(package, part):
    """The bytes of `part`; no more than the list of parts has promised."""
    try:
        with package.open(part) as stream:
            content = stream.read(part.file_size + 1)
            if len(content) > part.file_size:
                raise ValidationError(TOO_BIG_INSIDE)
            return content
    except ValidationError:
        raise
    except Exception as error:  # what zlib, lzma and the rest raise is open-ended
        raise ValidationError(BROKEN) from error


def is_embedded_office(name):
    """A table that belongs to a chart. Nobody opens it."""
    return re.search(r"/embeddings/[^/]+\.(xlsx|docx|pptx)$", name) is not None


class Elements:
    """Counts the elements of all parts, and how deep they stand in one another."""

    def __init__(self):
        self.count = 0
        self.depth = 0

    def read(self, content):
        self.depth = 0
        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = self.doctype
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        try:
            parser.Parse(content, True)
        except expat.ExpatError as error:
            raise ValidationError(BROKEN) from error

    def doctype(self, *args):
        """Entities are declared in one; Word never writes it."""
        raise ValidationError(SUSPECT.format("có khai báo DOCTYPE"))

    def start(self, name, attributes):
        self.count += 1
        self.depth += 1
        if self.count > MAX_ELEMENTS or self.depth > MAX_DEPTH:
            raise ValidationError(SUSPECT.format("quá nhiều lớp lồng nhau"))

    def end(self, name):
        self.depth -= 1


OUTSIDE_KINDS = {
    "image": "ảnh",
    "attachedTemplate": "tệp mẫu",
    "oleObject": "đối tượng",
    "subDocument": "tài liệu con",
    "frame": "khung",
    "video": "video",
    "audio": "âm thanh",
}


def refuse_outside(content):
    """
    Only links that a reader follows may lead out of the file, and Word's own note of
    where its template lay on the writer's disk, which nobody asks for.
    """
    parser = expat.ParserCreate()

    def start(name, attributes):
        if attributes.get("TargetMode", "").lower() != "external":
            return
        kind = attributes.get("Type", "").rpartition("/")[2]
        target = attributes.get("Target", "")
        is_local = re.match(r"(file:///[a-z]:|[a-z]:\\)", target, re.I)
        if kind == "hyperlink" or (kind == "attachedTemplate" and is_local):
            return
        words = OUTSIDE_KINDS.get(kind, "nội dung")
        raise ValidationError(OUTSIDE.format(words, target[:100]))

    parser.StartElementHandler = start
    parser.Parse(content, True)
