"""What the map makes of boundaries."""

import math
import re

import pytest

from articles.map import FRAME
from articles.outlines import LARGEST, drawings
from tests.articles import geometry


def polygon(*rings):
    return {"type": "Polygon", "coordinates": list(rings)}


def drawn(**rings):
    return drawings({code: polygon(ring) for code, ring in rings.items()})


@pytest.fixture
def row():
    """Three squares side by side, and one that touches the first in a corner."""
    return drawn(
        a=geometry.square(0),
        b=geometry.square(1),
        c=geometry.square(2),
        d=geometry.square(9),
    )


def test_neighbours_share_a_border_and_more_than_a_corner(row):
    assert row["a"]["near"] == ["b"]
    assert row["b"]["near"] == ["a", "c", "d"]


def test_borders_that_leave_a_gap_of_some_metres_are_shared():
    apart = [[x + 0.0003, y] for x, y in geometry.square(1)]

    assert drawn(a=geometry.square(0), b=apart)["a"]["near"] == ["b"]


def test_north_is_up_and_everything_lies_in_the_frame(row):
    left, top, width, height = FRAME
    assert max(row["a"]["y"], row["b"]["y"]) < row["d"]["y"]
    assert row["a"]["x"] < row["b"]["x"] < row["c"]["x"]
    for drawing in row.values():
        assert left < drawing["x"] < left + width
        assert top < drawing["y"] < top + height


def test_an_outline_is_a_closed_path_of_whole_numbers(row):
    for drawing in row.values():
        assert re.fullmatch(r"(M\d+ \d+l(-?\d+)([ -]\d+)*z)+", drawing["outline"])


def test_a_name_stands_inside_a_bent_area():
    west, north = geometry.square(0)[0]
    corner = [
        *([west, north], [west, north - 0.5], [west + 0.5, north - 0.5]),
        *([west + 0.5, north - 0.4], [west + 0.1, north - 0.4], [west + 0.1, north]),
        [west, north],
    ]
    drawing = drawn(a=corner)["a"]

    left, top, width, height = FRAME
    assert drawing["x"] < left + width / 2 or drawing["y"] > top + height / 2


def test_rugged_borders_are_simplified_until_pages_stay_small():
    def rugged(number):
        (west, north), *_ = geometry.square(number)
        turns = [step / 4000 * 2 * math.pi for step in range(4000)]
        points = [
            [
                west + math.cos(turn) * (0.045 + 0.003 * math.sin(turn * 97)),
                north + math.sin(turn) * (0.045 + 0.003 * math.sin(turn * 97)),
            ]
            for turn in turns
        ]
        return [*points, points[0]]

    made = drawn(**{f"{number:02}": rugged(number) for number in range(38)})
    assert sum(len(drawing["outline"]) for drawing in made.values()) <= LARGEST


def test_a_hole_is_drawn_and_a_speck_is_not():
    ring = geometry.square(0)
    (west, north), *_ = ring

    def hole(side):
        corners = [
            *([west + 0.02, north - 0.02], [west + 0.02, north - 0.02 - side]),
            *(
                [west + 0.02 + side, north - 0.02 - side],
                [west + 0.02 + side, north - 0.02],
            ),
        ]
        return [*corners, corners[0]]

    large = drawings({"a": polygon(ring, hole(0.03))})["a"]
    small = drawings({"a": polygon(ring, hole(0.00001))})["a"]
    assert large["outline"].count("M") == 2
    assert small["outline"].count("M") == 1
