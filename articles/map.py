"""Geometry of the hexagon schematic: where each place stands and how it is labelled."""

from typing import NamedTuple

VIEW_BOX = "40 30 1040 830"
# Cells lie 100 units apart; a row with `shift` stands half a cell to the right.
LEFT, TOP = 70, 97.75
ROW = 86.6
HEXAGON = "l49.1 28.4v56.7l-49.1 28.4-49.1-28.4v-56.7z"
HALF_HEIGHT = 56.75
# Letters that fit into a line of a cell, and the distance of two lines.
LETTERS = 7
LINE = 23
# Areas in km² at which the tint gets darker: see the legend in _map.html.
TINTS = (150, 250, 350)
MARKS = ("", " map-near", " map-here")


class Line(NamedTuple):
    y: str
    text: str


class Cell(NamedTuple):
    """One place on the schematic. Coordinates are text: templates would localize."""

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

    return [
        cell(place, tint(place) + MARKS[mark(place)])
        for place in sorted(places, key=order)
    ]


def cell(place, classes):
    x, y = centre(place)
    return Cell(
        place=place,
        classes=classes,
        x=f"{x:g}",
        number_y=f"{y + 12:.0f}",
        outline=f"M{x:g} {y - HALF_HEIGHT:.1f}{HEXAGON}",
        lines=label(place.name, y),
    )


def centre(place):
    tile = place.tile
    x = LEFT + 100 * tile["col"] + (50 if tile["shift"] else 0)
    return x, TOP + ROW * tile["row"]


def tint(place):
    if place.kind == "phường":
        return "map-ward"
    return f"map-{1 + sum(place.area_km2 >= limit for limit in TINTS)}"


def label(name, y):
    """The name in Lines of at most seven letters, centred on `y`."""
    lines = []
    for word in name.split():
        if lines and len(lines[-1]) + 1 + len(word) <= LETTERS:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    top = y + 6.7 - LINE * (len(lines) - 1) / 2
    return [
        Line(f"{top + LINE * number:.0f}", text) for number, text in enumerate(lines)
    ]


def neighbours(places, here):
    """Those of `places` whose cell touches the cell of `here`, in their order."""
    return [place for place in places if touch(place, here)]


def touch(one, other):
    """Next to each other in a row, or half a cell apart in two neighbouring rows."""
    columns = abs(centre(one)[0] - centre(other)[0])
    rows = abs(one.tile["row"] - other.tile["row"])
    return (rows, columns) in ((0, 100), (1, 50))
