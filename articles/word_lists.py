"""
Lists out of Word, which marks their items by style alone. html.py keeps of it
style="level2" on a paragraph and style="label" on the number or bullet before it.
"""

import re
from itertools import groupby

from .html_tree import Element, is_element


def with_lists(nodes):
    """`nodes` with each run of Word's list paragraphs made into a list."""
    result = []
    for is_list, group in groupby(without_gaps(nodes), key=lambda n: level(n) > 0):
        members = list(group)
        result += nested(members) if is_list else members
    return result


def without_gaps(nodes):
    """`nodes` without the blanks that follow a list paragraph."""
    in_list = False
    for node in nodes:
        if not (in_list and isinstance(node, str) and not node.strip()):
            in_list = level(node) > 0
            yield node


def level(node):
    """The depth of a Word list paragraph, 0 for anything else."""
    style = node.attributes.get("style", "") if is_element(node, "p") else ""
    return int(style[-1]) if style.startswith("level") else 0


def is_label(node):
    """Whether `node` is a number or bullet that the list brings itself."""
    return is_element(node, "span") and node.attributes.get("style") == "label"


def nested(paragraphs):
    """[list] of Word's list paragraphs, the deeper levels as lists in its items."""
    top = min(map(level, paragraphs))
    whole = Element(list_tag(paragraphs[0]))
    for is_deeper, group in groupby(paragraphs, key=lambda node: level(node) > top):
        if not is_deeper:
            whole.children += [Element("li", {}, node.children) for node in group]
        elif whole.children:
            last = whole.children[-1]
            last.children = [*last.children, *nested(list(group))]
        else:
            whole.children.append(Element("li", {}, nested(list(group))))
    return [whole]


def list_tag(paragraph):
    label = "".join(labels(paragraph.children))
    return "ol" if re.match(r"\s*[(]?\w{1,4}[.)]", label) else "ul"


def labels(nodes, inside=False):
    """The text of the labels among `nodes`."""
    for node in nodes:
        if not isinstance(node, str):
            yield from labels(node.children, inside or is_label(node))
        elif inside:
            yield node
