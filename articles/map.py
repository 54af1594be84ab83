"""
The map of the places: their outlines once `load_places` has drawn them (outlines.py), a
schematic of hexagons before. Where each stands, how it is labelled, whom it touches.
"""

from typing import NamedTuple

VIEW_BOX = (40, 30, 1040, 830)  # as in _map.html
FRAME = (60, 60, 1000, 770)  # what outlines fill of it: left, top, width, height
# Cells lie 100 units apart; a row with `shift` stands half a cell to the right.
LEFT, TOP = 70, 97.75
ROW = 86.6
HEXAGON = "l49.1 28.4v56.7l-49.1 28.4-49.1-28.4v-56.7z"
HALF_HEIGHT = 56.75
# Letters that fit into a line of a cell, and the distance of two lines.
LETTERS = 7
LINE, TIGHT_LINE = 23, 19  # on hexagons, on outlines
# Areas in km² at which the tint gets darker: see the legend in _map.html.
TINTS = (150, 250, 350)
MARKS = ("", " map-near", " map-here")


class Line(NamedTuple):
    y: str
    text: str


class Cell(NamedTuple):
    """One place on the map. Coordinates are text: templates would localize."""

    place: object
    classes: str
    x: str
    number_y: str
    outline: str
    lines: list


def cells(places, here=None):
    """
    Cells of `places`, numbered as the places are, in reading order; `here` and its
    neighbours come last so that nothing is drawn over their outlines.
    """

    def mark(place):
        if here is None:
            return 0
        return 2 if place.id == here.id else int(touch(place, here))

    def order(place):
        return mark(place), place.tile["row"], place.tile["col"]

    shape = outline if are_drawn(places) else hexagon
    return [
        cell(place, tint(place) + MARKS[mark(place)], *shape(place))
        for place in sorted(places, key=order)
    ]


def are_drawn(places):
    """Whether the map shows outlines: every place has one."""
    return bool(places) and all(place.drawing for place in places)


def cell(place, classes, x, y, outline, line):
    return Cell(
        place=place,
        classes=classes,
        x=f"{x:g}",
        number_y=f"{y + 12:.0f}",
        outline=outline,
        lines=label(place.name, y, line),
    )


def outline(place):
    drawing = place.drawing
    return drawing["x"], drawing["y"], drawing["outline"], TIGHT_LINE


def hexagon(place):
    x, y = centre(place)
    return x, y, f"M{x:g} {y - HALF_HEIGHT:.1f}{HEXAGON}", LINE


def centre(place):
    """The middle of its hexagon."""
    tile = place.tile
    x = LEFT + 100 * tile["col"] + (50 if tile["shift"] else 0)
    return x, TOP + ROW * tile["row"]


def tint(place):
    if place.kind == "phường":
        return "map-ward"
    return f"map-{1 + sum(place.area_km2 >= limit for limit in TINTS)}"


def label(name, y, distance):
    """The name in Lines of at most seven letters, centred on `y`, `distance` apart."""
    lines = []
    for word in name.split():
        if lines and len(lines[-1]) + 1 + len(word) <= LETTERS:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    top = y + 6.7 - distance * (len(lines) - 1) / 2
    return [
        Line(f"{top + distance * number:.0f}", text)
        for number, text in enumerate(lines)
    ]


def neighbours(places, here):
    """Those of `places` that share a border with `here`, in their order."""
    return [place for place in places if touch(place, here)]


def touch(one, other):
    """
    A border in common; on the schematic next to each other in a row, or half a cell
    apart in two neighbouring rows.
    """
    if one.drawing and other.drawing:
        return other.code in one.drawing["near"]
    columns = abs(centre(one)[0] - centre(other)[0])
    rows = abs(one.tile["row"] - other.tile["row"])
    return (rows, columns) in ((0, 100), (1, 50))
