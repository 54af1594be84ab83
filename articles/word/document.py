"""A Word file as a draft: title, lead, body, authors, pictures. Nothing is stored."""

import re
from dataclasses import dataclass, field
from html import unescape
from pathlib import PurePath
from xml.etree import ElementTree

import mammoth
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from .. import html, renditions
from ..text import normalize
from ..uploads import decode, decoding
from .blocks import blocks_of
from .package import BROKEN, open_package
from .recognition import CAPTION_STYLE, PICTURE_STYLE, Parts, recognise
from .styles import Styles

MAX_PICTURES = 60
STYLE_MAP = f"""
p[style-name='{PICTURE_STYLE}'] => figure:fresh
p[style-name='{CAPTION_STYLE}'] => figure > figcaption:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
"""
SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif"}
DRAWINGS = {
    "image/x-emf": "EMF",
    "image/emf": "EMF",
    "image/x-wmf": "WMF",
    "image/wmf": "WMF",
}
DRAWING = "hình vẽ {} không hiện được trên mạng; hãy lưu thành ảnh PNG rồi chèn lại"
CREDIT = re.compile(r"(?:ảnh|nguồn ảnh)\s*:\s*([^.:;()]{2,120})\W*$", re.I)


@dataclass
class Picture:
    """A picture of the file. In the draft's body it has a `name` of its own."""

    name: str
    file: SimpleUploadedFile
    alt: str = ""
    caption: str = ""
    preview: object = None  # as Pillow has decoded it, small

    @property
    def credit(self):
        match = CREDIT.search(self.caption)
        return match[1].strip() if match else ""


@dataclass
class Draft:
    parts: Parts
    body: str = ""
    pictures: list = field(default_factory=list)
    converted: int = 0  # words that were in an old encoding
    dropped: list = field(default_factory=list)  # sentences


def read_draft(file):
    """The Draft in an uploaded Word `file`. Raises ValidationError with one sentence."""
    with open_package(file) as package:
        try:
            draft = convert(file, package)
        except ValidationError:
            raise
        except (
            Exception
        ) as error:  # what a reader raises on hostile bytes is open-ended
            raise ValidationError(BROKEN) from error
    if not draft.body and not draft.parts.title:
        raise ValidationError("Tệp Word không có chữ nào để nhập.")
    if not draft.parts.title:
        draft.parts.title, draft.parts.title_from = title_of_file(file)
    return draft


def convert(file, package):
    reading = Reading(Styles(package))
    file.seek(0)
    result = mammoth.convert_to_html(
        # Without a name of its own, no picture beside it is looked for.
        Nameless(file),
        transform_document=reading.transform,
        convert_image=mammoth.images.img_element(reading.take_picture),
        style_map=STYLE_MAP,
        include_embedded_style_map=False,
        external_file_access=False,
    )
    html.check(result.value)
    draft = reading.draft
    draft.body = html.clean(result.value)
    draft.parts.title = draft.parts.title or own_title(package)
    draft.parts.title_from = draft.parts.title_from or "thuộc tính của tệp"
    keep_pictures_in(draft)
    return draft


class Nameless:
    def __init__(self, file):
        self.read, self.seek, self.tell = file.read, file.seek, file.tell
        self.seekable = lambda: True


class Reading:
    """What is noted while mammoth goes through the document."""

    def __init__(self, styles):
        self.styles = styles
        self.draft = Draft(Parts())

    def transform(self, document):
        blocks, self.draft.converted = blocks_of(document, self.styles)
        self.draft.parts, body = recognise(blocks)
        return document.copy(children=[block.element for block in body])

    def take_picture(self, image):
        """The attributes of its <img>; without "src" html.clean() drops it."""
        number = len(self.draft.pictures) + len(self.draft.dropped) + 1
        try:
            picture = picture_of(image, number)
        except ValidationError as refusal:
            self.draft.dropped.append(f"Bỏ hình {number}: {refusal.messages[0]}")
            return {"alt": ""}
        self.draft.pictures.append(picture)
        return {"src": f"/media/{picture.name}", "alt": picture.alt}


def picture_of(image, number):
    if number > MAX_PICTURES:
        raise ValidationError(f"chỉ nhận {MAX_PICTURES} ảnh trong một bài")
    if image.content_type in DRAWINGS:
        raise ValidationError(DRAWING.format(DRAWINGS[image.content_type]))
    with image.open() as stream:
        content = stream.read()
    suffix = SUFFIXES.get(image.content_type, "")
    file = SimpleUploadedFile(f"hinh-{number}{suffix}", content)
    with decoding:
        preview = decode(file)
    preview.thumbnail((640, 640))
    alt = " ".join(normalize(image.alt_text or "").split())[:300]
    return Picture(renditions.new_name(), file, alt=alt, preview=preview)


def keep_pictures_in(draft):
    """Leave out what the cleaned body does not show; give the others their captions."""
    shown = renditions.names_in(draft.body)
    draft.pictures = [p for p in draft.pictures if p.name in shown]
    for picture in draft.pictures:
        match = re.search(
            rf'<img src="/media/{picture.name}"[^>]*>(?:</a>)?'
            r"<figcaption>(.*?)</figcaption>",
            draft.body,
        )
        picture.caption = html.plain(match[1])[:500] if match else ""


def own_title(package):
    """The title among the file's properties, or ""."""
    part = "docProps/core.xml"
    if part not in package.namelist():
        return ""
    root = ElementTree.fromstring(package.read(part))
    title = root.findtext("{http://purl.org/dc/elements/1.1/}title") or ""
    title = " ".join(normalize(unescape(title)).split())
    # What Word writes by itself, into every new file of some versions.
    return (
        ""
        if re.fullmatch(r"(word document|document\d*)?", title, re.I)
        else title[:300]
    )


def title_of_file(file):
    stem = normalize(PurePath(file.name or "").stem)
    words = " ".join(re.sub(r"[-_]+", " ", stem).split())
    return (words[:1].upper() + words[1:])[:300] or "Bài từ tệp Word", "tên tệp"
