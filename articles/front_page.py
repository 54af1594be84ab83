"""How the blocks of the home page are laid out, whatever each has to show."""

from itertools import cycle
from typing import NamedTuple

# What stands alone across the page, in turn; two halves stand beside each other.
WIDE = ("lead", "three")
ENOUGH = 3  # articles, to fill the width of the page


class Row(NamedTuple):
    layout: str  # "lead", "three" or "pair"
    blocks: list


def rows_of(blocks):
    """
    Rows of {"category", "articles"} from the top down: one with a large card, one of
    three cards, a pair, and again. A block with few articles waits for a second half.
    """
    rows, half = [], []
    shapes = cycle([*WIDE, "pair", "pair"])
    for block in blocks:
        shape = next(shapes) if len(block["articles"]) >= ENOUGH else "pair"
        if shape != "pair":
            rows.append(Row(shape, [block]))
            continue
        half.append(block)
        if len(half) == 2:
            rows.append(Row("pair", half))
            half = []
    return [*rows, Row("pair", half)] if half else rows
