"""The headings of a body: the ids they are found by, and a table of contents of them."""

import re
from collections import Counter
from typing import NamedTuple

from . import html
from .text import slugify

HEADING = re.compile(r"<(h[23])>(.*?)</\1>", re.S)
FEWEST = 3  # with fewer headings the reader sees the whole article at a glance


class Heading(NamedTuple):
    tag: str  # h2 or h3
    id: str
    text: str


def headings(body):
    """The Headings of a clean body, in order. Same words, same id, however often shown."""
    found, seen = [], Counter()
    for tag, inner in HEADING.findall(body):
        text = html.plain(inner).replace("\n", " ")
        # The page has ids of its own, without this beginning.
        name = f"muc-{slugify(text)}".rstrip("-")
        seen[name] += 1
        number = f"-{seen[name]}" if seen[name] > 1 else ""
        found.append(Heading(tag, name + number, text))
    return found


def table_of_contents(body):
    """The Headings of a long body; [] when it has too few to need a table."""
    found = headings(body)
    return found if len(found) >= FEWEST else []


def with_ids(body):
    """A clean body whose headings can be linked to; stored bodies have no ids."""
    ids = iter(headings(body))
    return HEADING.sub(lambda found: opened(found, next(ids).id), body)


def opened(heading, id):
    tag, inner = heading.groups()
    return f'<{tag} id="{id}">{inner}</{tag}>'
