"""What is different between two texts: word by word, block by block."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

from .html_tree import parse

WORD = re.compile(r"\w+\s*|[^\w\s]\s*")
# Above this many pairs two long texts are shown whole: comparing takes their product.
MOST_PAIRS = 2_000_000
# Two paragraphs that have less in common are one gone and another new.
ALIKE = 0.5
MARKS = ("strong", "em", "sub", "sup", "a")
CONTAINERS = ("ul", "ol", "table", "thead", "tbody", "blockquote")


class Piece(NamedTuple):
    kind: str  # "same", "ins" or "del"
    text: str
    tail: str = ""  # the space behind it, which is neither new nor gone


class Block(NamedTuple):
    """A paragraph, heading, item, row or picture of a body."""

    tag: str
    text: str
    picture: str = ""  # the stored name
    marks: tuple = ()


class Row(NamedTuple):
    """A line of a comparison: "skip", "changed", "format", "new" or "gone"."""

    kind: str
    block: Block = None
    pieces: list = ()
    number: int = 0  # of blocks that are skipped


def opcodes(old, new):
    """As difflib has them; texts too long to compare share their two ends only."""
    if len(old) * len(new) <= MOST_PAIRS:
        return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    start, shorter = 0, min(len(old), len(new))
    while start < shorter and old[start] == new[start]:
        start += 1
    return [
        ("equal", 0, start, 0, start),
        ("replace", start, len(old), start, len(new)),
    ]


def words(old, new):
    """The Pieces that lead from `old` to `new`."""
    before, after = WORD.findall(old), WORD.findall(new)
    pieces = []
    for kind, i, j, k, m in opcodes(stripped(before), stripped(after)):
        if kind == "equal":
            pieces.append(Piece("same", "".join(after[k:m])))
            continue
        if i < j:
            pieces.append(piece_of("del", before[i:j]))
        if k < m:
            pieces.append(piece_of("ins", after[k:m]))
    return [piece for piece in pieces if piece.text]


def piece_of(kind, tokens):
    text = "".join(tokens)
    kept = text.rstrip()
    return Piece(kind, kept, text[len(kept) :])


def stripped(tokens):
    return [token.strip() for token in tokens]


def items(old, new):
    """The Pieces that lead from one list of names to another."""
    pieces = []
    for kind, i, j, k, m in opcodes(old, new):
        if kind == "equal":
            pieces += (Piece("same", name) for name in new[k:m])
        else:
            pieces += (Piece("del", name) for name in old[i:j])
            pieces += (Piece("ins", name) for name in new[k:m])
    return pieces


# Bodies


def bodies(old, new):
    """The Rows that lead from one clean body to another; none when they are equal."""
    before, after = list(blocks(parse(old))), list(blocks(parse(new)))
    rows = []
    for kind, i, j, k, m in opcodes(before, after):
        if kind == "equal":
            rows += [Row("skip", number=j - i)] if i < j else []
        else:
            rows += replaced(before[i:j], after[k:m])
    return rows if any(row.kind != "skip" for row in rows) else []


def replaced(old, new):
    """Rows for blocks in whose place others have come, the most alike side by side."""
    pair = most_alike(old, new)
    if pair is None:
        return [
            *(Row("gone", block) for block in old),
            *(Row("new", block) for block in new),
        ]
    i, k = pair
    return [
        *replaced(old[:i], new[:k]),
        changed(old[i], new[k]),
        *replaced(old[i + 1 :], new[k + 1 :]),
    ]


def most_alike(old, new):
    """The places of the two blocks that have most in common, if enough."""
    if len(old) * len(new) > 400:
        return None
    ratios = [
        (likeness(before, after), i, k)
        for i, before in enumerate(old)
        for k, after in enumerate(new)
    ]
    ratio, i, k = max(ratios, default=(0, 0, 0))
    return (i, k) if ratio >= ALIKE else None


def likeness(old, new):
    """0 to 1, by the words in common; a picture is like itself alone."""
    if old.picture != new.picture:
        return 0
    before, after = stripped(WORD.findall(old.text)), stripped(WORD.findall(new.text))
    if len(before) * len(after) > MOST_PAIRS:
        return 0
    if before == after:
        return 1
    return SequenceMatcher(None, before, after, autojunk=False).ratio()


def changed(old, new):
    if old.text == new.text:
        return Row("format", new)
    return Row("changed", new, words(old.text, new.text))


def blocks(nodes):
    """The Blocks of a parsed body, in order."""
    for node in nodes:
        if isinstance(node, str):
            continue
        if node.tag in CONTAINERS:
            yield from blocks(node.children)
        elif node.tag == "figure":
            yield figure(node)
        elif node.tag == "hr":
            yield Block("hr", "(đường kẻ)")
        else:
            yield Block(node.tag, line(node), marks=tuple(marks_in(node)))
            yield from blocks(nested(node))


def nested(node):
    """Lists and paragraphs inside an item, whose words are blocks of their own."""
    return [child for child in node.children if is_block(child)]


def is_block(node):
    return not isinstance(node, str) and node.tag in (*CONTAINERS, "p", "figure")


def line(node):
    """The words of a block; links with their address, which readers do not see."""
    return " ".join("".join(texts(node)).split())


def texts(node):
    for child in node.children:
        if isinstance(child, str):
            yield child
        elif child.tag in ("td", "th"):
            yield f"{line(child)} | "
        elif child.tag == "br":
            yield " "
        elif not is_block(child):
            yield from texts(child)
            if child.tag == "a":
                yield f" ⟨{child.attributes.get('href', '')}⟩"


def marks_in(node):
    for child in node.children:
        if not isinstance(child, str) and not is_block(child):
            if child.tag in MARKS:
                yield child.tag, line(child)
            yield from marks_in(child)


def figure(node):
    """A picture with its description and caption as its words."""
    picture = next(iter(node.find_all("img")), None)
    source = picture.attributes.get("src", "") if picture else ""
    alt = picture.attributes.get("alt", "") if picture else ""
    captions = [line(caption) for caption in node.find_all("figcaption")]
    words = ". ".join(filter(None, [alt, *captions]))
    return Block("figure", words, picture=source.removeprefix("/media/"))
