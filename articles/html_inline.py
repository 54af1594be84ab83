"""
What stands inside a block. A run is a list of pairs: marks, the open inline tags, and a
piece, which is text or the Element of an img or a br.
"""

import re
import unicodedata
from html import escape

from .html_tree import is_element
from .word_lists import is_label

MARKS = {"a": "a", "b": "strong", "strong": "strong", "i": "em", "em": "em"}
MARKS |= {"sub": "sub", "sup": "sup"}
IMG_ATTRIBUTES = ("src", "alt", "width", "height")


def run_of(nodes, marks=()):
    """The inline content of `nodes`; what would end a paragraph becomes a blank."""
    for node in nodes:
        if isinstance(node, str) or node.tag in ("br", "img"):
            yield marks, node
        elif node.tag in MARKS:
            yield from run_of(node.children, with_mark(marks, node))
        elif not is_label(node):
            blank = "" if node.tag == "span" else " "
            yield marks, blank
            yield from run_of(node.children, marks)
            yield marks, blank


def with_mark(marks, node):
    """`marks` and the tag that `node` adds, if it adds one."""
    tag = MARKS[node.tag]
    if tag in map(name_of, marks):
        return marks
    if tag != "a":
        return (*marks, tag)
    href = node.attributes.get("href")
    return (*marks, f'a href="{escape(href)}"') if href else marks


def name_of(mark):
    return mark.partition(" ")[0]


def inline(run):
    """`run` as HTML without empty shells; "" when there is nothing to see."""
    html, opened = [], ()
    for marks, piece in [*trimmed(joined(run)), ((), "")]:
        kept = shared_length(opened, marks)
        html += (f"</{name_of(mark)}>" for mark in reversed(opened[kept:]))
        html += (f"<{mark}>" for mark in marks[kept:])
        html.append(written(piece))
        opened = marks
    return "".join(html)


def shared_length(opened, marks):
    length = 0
    for one, other in zip(opened, marks, strict=False):
        if one != other:
            break
        length += 1
    return length


def joined(run):
    """`run` with neighbouring text under the same marks made one, and in NFC."""
    pieces = []
    for marks, piece in run:
        if is_blank_text(piece) and pieces:
            # Under marks of its own a blank would be an empty shell.
            marks = marks[: shared_length(pieces[-1][0], marks)]
        if isinstance(piece, str) and pieces and is_text_under(pieces[-1], marks):
            pieces[-1] = marks, pieces[-1][1] + piece
        else:
            pieces.append((marks, piece))
    return [
        (marks, squeezed(piece) if isinstance(piece, str) else piece)
        for marks, piece in pieces
    ]


def is_text_under(pair, marks):
    return pair[0] == marks and isinstance(pair[1], str)


def squeezed(text):
    # Browsers write a no-break space wherever somebody types a space at an edge.
    return re.sub(r"[ \t\n\f\u00a0]+", " ", unicodedata.normalize("NFC", text))


def trimmed(pieces):
    """`pieces` without the blanks and line breaks at either end."""
    while pieces and is_blank(pieces[0][1]):
        pieces.pop(0)
    while pieces and is_blank(pieces[-1][1]):
        pieces.pop()
    if pieces and isinstance(pieces[0][1], str):
        pieces[0] = pieces[0][0], pieces[0][1].lstrip()
    if pieces and isinstance(pieces[-1][1], str):
        pieces[-1] = pieces[-1][0], pieces[-1][1].rstrip()
    return pieces


def is_blank(piece):
    return is_blank_text(piece) or is_element(piece, "br")


def is_blank_text(piece):
    return isinstance(piece, str) and not piece.strip()


# Tags


def written(piece):
    if isinstance(piece, str):
        return escape(piece, quote=False)
    if piece.tag == "br":
        return "<br>"
    values = {"alt": "", **piece.attributes}
    return start_tag("img", {n: values.get(n) for n in IMG_ATTRIBUTES})


def start_tag(tag, values):
    given = (f' {n}="{escape(v)}"' for n, v in values.items() if v is not None)
    return f"<{tag}{''.join(given)}>"


def enclosed(tag, content):
    return content and f"<{tag}>{content}</{tag}>"
