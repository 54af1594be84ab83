"""A line of numbers as an SVG path in a box of 240 by 48."""

from typing import NamedTuple

WIDTH, HEIGHT, TOP, BOTTOM = 240, 48, 4, 46


class Sparkline(NamedTuple):
    line: str
    area: str


def sparkline(values, slots=None):
    """
    The Sparkline of `values` over `slots` places (unless given: as many as values), or
    None when there is nothing to draw.
    """
    if len(values) < 2 or not any(values):
        return None
    step = WIDTH / ((slots or len(values)) - 1)
    scale = (BOTTOM - TOP) / max(values)
    points = [
        f"{place * step:.1f} {BOTTOM - value * scale:.1f}"
        for place, value in enumerate(values)
    ]
    line = "M" + " ".join(points)
    last = (len(values) - 1) * step
    return Sparkline(line, f"{line} L{last:.1f} {HEIGHT} 0 {HEIGHT}z")
