"""Which paragraph of a Word document is the title, the lead, a caption, the author."""

import re
from dataclasses import dataclass, field

CAPTION = re.compile(r"\W{0,2}(ảnh|hình|nguồn ảnh|chú thích)(\s*\d+)?\s*[:.]", re.I)
# What stands before a name: "Bài và ảnh: Đá Trắng".
SIGNATURE = re.compile(
    r"(tác giả|người viết|thực hiện|bài viết|bài|tin|ảnh|và|,|&|\s)+:\s*", re.I
)
BETWEEN_NAMES = re.compile(r"\s*[,;/&]\s*|\s+[-–—]\s+|\s+và\s+", re.I)
LONG = 200  # letters of a paragraph that is surely text
LEAD_WITHIN = 5  # paragraphs after the title
LONGEST_TITLE, LONGEST_LEAD, LONGEST_NAME, LONGEST_CAPTION = 300, 1000, 100, 400

PICTURE_STYLE, CAPTION_STYLE = "portal picture", "portal caption"


@dataclass
class Parts:
    """What was found, and where it came from, in words."""

    title: str = ""
    title_from: str = ""
    lead: str = ""
    authors: list = field(default_factory=list)
    captions: int = 0


def recognise(blocks):
    """
    (Parts, the blocks that are the body). Pictures and their captions get a style of
    their own, which document.py maps to figures.
    """
    blocks = [block for block in blocks if not is_empty(block)]
    parts = Parts()
    body = without(blocks, title_in(blocks), parts, take_title)
    start = blocks.index(title_in(blocks)) if parts.title else 0
    body = without(body, lead_in(body[start:]), parts, take_lead)
    body = without(body, author_in(body), parts, take_author)
    mark_captions(body, parts)
    return parts, body


def is_empty(block):
    return block.is_paragraph and not block.text and not block.has_picture


def without(blocks, found, parts, take):
    if found is None:
        return blocks
    take(parts, found)
    return [block for block in blocks if block is not found]


def title_in(blocks):
    """The first heading or centred bold line, unless a long text stands before it."""
    for block in blocks:
        is_title = block.is_heading or (block.is_centred and block.is_bold)
        if is_title and block.text and not block.has_picture:
            return block if len(block.text) <= LONGEST_TITLE else None
        if block.is_plain and len(block.text) > LONG:
            return None
    return None


def take_title(parts, block):
    parts.title = block.text
    parts.title_from = "đề mục đầu tiên" if block.is_heading else "dòng đậm ở giữa"


def lead_in(blocks):
    texts = [block for block in blocks if block.is_paragraph and block.text]
    for block in texts[:LEAD_WITHIN]:
        is_aside = block.is_centred or block.is_right or block.is_heading
        if block.is_bold and not is_aside and not block.has_picture:
            return block if len(block.text) <= LONGEST_LEAD else None
    return None


def take_lead(parts, block):
    parts.lead = block.text


def author_in(blocks):
    """The last line at the right, unless a long text stands after it."""
    for block in reversed(blocks):
        if block.is_right and block.text and not block.has_picture:
            return block if names_in(block.text) else None
        if block.is_plain and len(block.text) > LONG:
            return None
    return None


def take_author(parts, block):
    parts.authors = names_in(block.text)


def names_in(text):
    """The names in a signature; none when it does not look like one."""
    text = text.strip(" ().–-")
    text = SIGNATURE.sub("", text, count=1) if SIGNATURE.match(text) else text
    if len(text) > LONGEST_NAME or not any(c.isalpha() for c in text):
        return []
    names = (name.strip(" ().–-") for name in BETWEEN_NAMES.split(text))
    return list(dict.fromkeys(filter(None, names)))


def mark_captions(blocks, parts):
    previous = None
    for block in blocks:
        if block.has_picture and not block.text:
            block.element.style_name = PICTURE_STYLE
            block.element.style_id = None
        elif (
            previous
            and previous.has_picture
            and not previous.text
            and is_caption(block)
        ):
            block.element.style_name = CAPTION_STYLE
            block.element.style_id = None
            parts.captions += 1
        previous = block


def is_caption(block):
    if not block.is_paragraph or len(block.text) > LONGEST_CAPTION:
        return False
    is_styled = (block.element.style_name or "").lower() == "caption"
    return bool(
        is_styled or CAPTION.match(block.text) or (block.is_italic and block.is_centred)
    )
