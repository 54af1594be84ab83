"""The tree of a body, read from what nh3 has cleaned."""

import re
from dataclasses import dataclass, field
from html import unescape

from .text import normalize

# More than html_blocks ever writes, less than recursion bears.
MAX_DEPTH = 150
VOID = {"br", "hr", "img"}

NODE = re.compile(r'<(/?)([a-z0-9]+)((?: [a-z]+="[^"]*")*)>|([^<]+)')
ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')


@dataclass
class Element:
    """A node is an Element or a str."""

    tag: str
    attributes: dict = field(default_factory=dict)
    children: list = field(default_factory=list)

    def find_all(self, *tags):
        """Children with one of `tags`."""
        return [child for child in self.children if is_element(child, *tags)]


def is_element(node, *tags):
    return not isinstance(node, str) and node.tag in tags


def parse(html):
    """The nodes of nh3's output, which is balanced; deeper than MAX_DEPTH is flat."""
    stack = [Element("root")]
    for slash, tag, attributes, text in NODE.findall(html):
        parent = stack[min(len(stack), MAX_DEPTH) - 1]
        if text:
            parent.children.append(visible(unescape(text)))
        elif slash:
            stack.pop()
        else:
            pairs = ATTRIBUTE.findall(attributes)
            node = Element(tag, {name: unescape(value) for name, value in pairs})
            if len(stack) < MAX_DEPTH or tag in VOID:
                parent.children.append(node)
            if tag not in VOID:
                stack.append(node)
    return stack[0].children


def visible(text):
    """Normalized `text` without the mark that, behind a tag, NFC joins to its ">"."""
    return normalize(text).replace("\u0338", "")


def blocks(html):
    """The outermost elements of a clean body, each as HTML; joined they are the body."""
    found, depth, start = [], 0, 0
    for tag in re.finditer(r"<(/?)([a-z0-9]+)[^>]*>", html):
        if tag[2] not in VOID:
            depth += -1 if tag[1] else 1
        if not depth:
            found.append(html[start : tag.end()])
            start = tag.end()
    return found
