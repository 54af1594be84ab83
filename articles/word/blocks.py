"""
A Word document as mammoth has read it, block by block: text in Unicode, and of each
paragraph what recognition.py asks.
"""

import re
from dataclasses import dataclass, field

from mammoth import documents

from ..text import normalize
from .legacy_fonts import encoding_of, is_accent, to_unicode
from .styles import Style, over

HEADING = re.compile(r"(title|heading|tiêu đề|đầu đề)\b", re.I)


@dataclass
class Block:
    """A paragraph (or table) on the top level of a document."""

    element: object
    text: str = ""
    is_heading: bool = False
    is_bold: bool = False
    is_italic: bool = False
    alignment: str = ""
    has_picture: bool = False

    @property
    def is_paragraph(self):
        return isinstance(self.element, documents.Paragraph)

    @property
    def is_centred(self):
        return self.alignment == "center"

    @property
    def is_right(self):
        return self.alignment in ("right", "end")

    @property
    def is_plain(self):
        return self.is_paragraph and not (self.is_heading or self.is_bold)


@dataclass
class Text:
    """A piece of text, with the font and weight that it has in the end."""

    element: documents.Text
    style: Style
    encoding: str | None = field(init=False)

    def __post_init__(self):
        self.encoding = encoding_of(self.style.font)


def blocks_of(document, styles):
    """
    ([Block, ...], words that were not in Unicode). Changes the texts of `document` to
    Unicode.
    """
    converted = 0
    for paragraph in paragraphs_in(document):
        converted += convert(list(texts_of(paragraph, styles)))
    return [block_of(element, styles) for element in document.children], converted


def paragraphs_in(element):
    if isinstance(element, documents.Paragraph):
        yield element
    else:
        for child in getattr(element, "children", ()):
            yield from paragraphs_in(child)
    if isinstance(element, documents.Document):
        for note in element.notes._notes.values():
            for child in note.body:
                yield from paragraphs_in(child)


def texts_of(paragraph, styles):
    base = styles.of_paragraph(paragraph.style_id)

    def walk(element, style):
        if isinstance(element, documents.Text):
            yield Text(element, style)
            return
        if isinstance(element, documents.Run):
            style = over(style, styles.of_run(element.style_id))
            style = over(style, own_style(element))
        for child in getattr(element, "children", ()):
            yield from walk(child, style)

    yield from walk(paragraph, base)


def own_style(run):
    return Style(font=run.font, bold=run.is_bold or None, italic=run.is_italic or None)


def convert(texts):
    """Make `texts` of one paragraph Unicode; the number of words that were not."""
    rejoin_accents(texts)
    words = 0
    for text in texts:
        if text.encoding:
            words += len(text.element.value.split())
            text.element.value = to_unicode(text.element.value, text.encoding)
    return words


def rejoin_accents(texts):
    """Word cuts a word where it likes, even between a VNI letter and its accent."""
    for one, other in zip(texts, texts[1:], strict=False):
        is_vni = one.encoding == other.encoding == "vni"
        if is_vni and one.element.value[-1:].isalpha():
            while is_accent(other.element.value[:1]):
                one.element.value += other.element.value[0]
                other.element.value = other.element.value[1:]
                break


def block_of(element, styles):
    if not isinstance(element, documents.Paragraph):
        return Block(element)
    texts = [t for t in texts_of(element, styles) if t.element.value.strip()]
    style = styles.of_paragraph(element.style_id)
    block = Block(
        element,
        text=plain_text(element),
        is_heading=bool(HEADING.match(element.style_name or "")),
        is_bold=bool(texts) and all(text.style.bold for text in texts),
        is_italic=bool(texts) and all(text.style.italic for text in texts),
        alignment=element.alignment or style.alignment or "",
        has_picture=has_picture(element),
    )
    if block.is_heading:
        make_light(element)
    return block


def plain_text(element):
    """The text of `element` on one line."""

    def pieces(element):
        if isinstance(element, documents.Text):
            yield element.value
        elif isinstance(element, documents.Break | documents.Tab):
            yield " "
        for child in getattr(element, "children", ()):
            yield from pieces(child)

    return " ".join(normalize("".join(pieces(element))).split())


def has_picture(element):
    return isinstance(element, documents.Image) or any(
        map(has_picture, getattr(element, "children", ()))
    )


def make_light(element):
    """A heading is strong by itself."""
    if isinstance(element, documents.Run):
        element.is_bold = False
    for child in getattr(element, "children", ()):
        make_light(child)
