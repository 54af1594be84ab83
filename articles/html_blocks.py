"""A body written anew, block by block."""

from .html_inline import (
    MARKS,
    enclosed,
    inline,
    is_blank_text,
    name_of,
    run_of,
    start_tag,
    with_mark,
)
from .html_tree import Element, is_element
from .word_lists import is_label, with_lists

HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}


# Lists, quotes and tables in one another; deeper ones become paragraphs.
MAX_NESTING = 20


def flow(nodes, marks=(), depth=0):
    """`nodes` as a list of blocks; loose inline content becomes paragraphs."""
    page = Flow(depth)
    page.add(nodes, marks)
    page.end()
    return page.blocks


class Flow:
    """The blocks that are finished, and the run that will be the next paragraph."""

    def __init__(self, depth):
        self.depth = depth
        self.blocks = []
        self.run = []

    def add(self, nodes, marks):
        for node in with_lists(nodes):
            if isinstance(node, str):
                self.run.append((marks, node))
            elif node.tag == "img":
                self.end()
                self.blocks += figures([(marks, node)])
            elif node.tag == "br":
                self.add_line_break(node, marks)
            elif node.tag in MARKS:
                self.add(node.children, with_mark(marks, node))
            elif node.tag != "span":
                self.end()
                self.add_block(node, marks)
            elif not is_label(node):
                self.add(node.children, marks)

    def add_line_break(self, node, marks):
        """Two in a row are what old editors had for a paragraph."""
        pieces = (piece for _, piece in reversed(self.run))
        last = next((piece for piece in pieces if not is_blank_text(piece)), "")
        if is_element(last, "br"):
            self.end()
        else:
            self.run.append((marks, node))

    def add_block(self, node, marks):
        if node.tag in BLOCKS and self.depth < MAX_NESTING:
            self.blocks += BLOCKS[node.tag](node, marks, self.depth + 1)
        else:
            self.add(node.children, marks)
            self.end()

    def end(self):
        content = inline(self.run)
        self.run = []
        if content:
            self.blocks.append(f"<p>{content}</p>")


def heading(node, marks, depth):
    run = list(run_of(node.children, marks))
    content = inline(words_of(run))
    tag = HEADINGS[node.tag]
    return [*([f"<{tag}>{content}</{tag}>"] if content else []), *figures(run)]


def quotation(node, marks, depth):
    content = "".join(flow(node.children, marks, depth))
    return [f"<blockquote>{content}</blockquote>"] if content else []


def listing(node, marks, depth):
    items = []
    for child in node.children:
        if is_element(child, "li"):
            items.append(child.children)
        elif items:
            # A list that stands between items belongs to the one before it.
            items[-1] = [*items[-1], child]
        else:
            items.append([child])
    contents = filter(None, (content_of(nodes, marks, depth) for nodes in items))
    content = "".join(f"<li>{content}</li>" for content in contents)
    return [f"<{node.tag}>{content}</{node.tag}>"] if content else []


def content_of(nodes, marks, depth):
    """What stands in a list item or a cell: one paragraph goes without its tags."""
    blocks = flow(nodes, marks, depth)
    places = [n for n, block in enumerate(blocks) if block.startswith("<p>")]
    if len(places) == 1:
        blocks[places[0]] = blocks[places[0]].removeprefix("<p>").removesuffix("</p>")
    return "".join(blocks)


def rule(node, marks, depth):
    return ["<hr>"]


def figure(node, marks, depth):
    """One for each of its pictures, the last with the caption; the rest follows."""
    captions = node.find_all("figcaption")
    rest = [child for child in node.children if not is_element(child, "figcaption")]
    pictures = figures(run_of(rest))
    if not pictures or any(is_element(child, "figure") for child in rest):
        return flow(node.children, marks, depth)
    caption = enclosed("figcaption", inline(words_of(run_of(captions))))
    pictures[-1] = pictures[-1].replace("</figure>", f"{caption}</figure>")
    return [*pictures, *flow(without_pictures(rest), marks, depth)]


def figures(run):
    """A block for each picture in `run`, with the link that it carries."""
    return [
        enclosed("figure", inline([(link_in(marks), piece)]))
        for marks, piece in run
        if is_element(piece, "img") and "src" in piece.attributes
    ]


def link_in(marks):
    return tuple(mark for mark in marks if name_of(mark) == "a")


def words_of(run):
    return [pair for pair in run if not is_element(pair[1], "img")]


def without_pictures(nodes):
    for node in nodes:
        if isinstance(node, str):
            yield node
        elif node.tag != "img":
            children = list(without_pictures(node.children))
            yield Element(node.tag, node.attributes, children)


def table(node, marks, depth):
    head, body = [], []
    for part in node.find_all("thead", "tbody", "tfoot"):
        rows = [row(each, part.tag, depth) for each in part.find_all("tr")]
        (head if part.tag == "thead" else body).extend(rows)
    head, body = "".join(head), "".join(body)
    if not head and not body:
        return []
    caption = enclosed("caption", inline(words_of(run_of(node.find_all("caption")))))
    return [
        f"<table>{caption}{enclosed('thead', head)}{enclosed('tbody', body)}</table>"
    ]


def row(node, part, depth):
    cells = node.find_all("th", "td")
    return enclosed("tr", "".join(cell(each, part, depth) for each in cells))


def cell(node, part, depth):
    values = {name: node.attributes.get(name) for name in CELL_ATTRIBUTES}
    if node.tag == "th" and part == "thead":
        values["scope"] = values["scope"] or "col"
    return f"{start_tag(node.tag, values)}{content_of(node.children, (), depth)}</{node.tag}>"


CELL_ATTRIBUTES = ("scope", "colspan", "rowspan")
BLOCKS = {
    **dict.fromkeys(HEADINGS, heading),
    "blockquote": quotation,
    "ul": listing,
    "ol": listing,
    "figure": figure,
    "table": table,
    "hr": rule,
}
