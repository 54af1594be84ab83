"""The hexagon schematic of the 38 units."""

import json
from types import SimpleNamespace

import pytest

from articles.map import cells, neighbours
from articles.places import UNITS


@pytest.fixture(scope="module")
def units():
    rows = json.loads(UNITS.read_text())["units"]
    return [
        SimpleNamespace(id=number, number=number, drawing=None, **row)
        for number, row in enumerate(rows, 1)
    ]


def named(units, name):
    [unit] = [unit for unit in units if unit.name == name]
    return unit


def test_every_unit_has_a_cell_of_its_own(units):
    outlines = {cell.outline for cell in cells(units)}

    assert len(outlines) == len(units) == 38


def test_labels_fit_into_their_cells(units):
    for cell in cells(units):
        assert len(cell.lines) <= 3
        assert all(len(line.text) <= 7 for line in cell.lines), cell.lines
        assert " ".join(line.text for line in cell.lines) == cell.place.name


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Pa Ủ", ["Pa Ủ"]),
        ("Sì Lở Lầu", ["Sì Lở", "Lầu"]),
        ("Sin Suối Hồ", ["Sin", "Suối Hồ"]),
    ],
)
def test_a_label_breaks_between_words(units, name, lines):
    [cell] = cells([named(units, name)])

    assert [line.text for line in cell.lines] == lines


def test_coordinates_are_written_with_points_for_every_locale(units):
    for cell in cells(units):
        assert "," not in f"{cell.x}{cell.number_y}{cell.outline}"


@pytest.mark.parametrize(
    ("name", "tint"),
    [
        ("Đoàn Kết", "map-ward"),
        ("Tả Lèng", "map-1"),
        ("Bình Lư", "map-2"),
        ("Phong Thổ", "map-3"),
        ("Tà Tổng", "map-4"),
    ],
)
def test_tints_follow_kind_and_area(units, name, tint):
    assert cells([named(units, name)])[0].classes == tint


def test_the_place_shown_is_drawn_last_and_its_neighbours_before_it(units):
    here = named(units, "Sin Suối Hồ")
    drawn = cells(units, here)

    assert drawn[-1].place is here and drawn[-1].classes.endswith(" map-here")
    near = [cell.place.name for cell in drawn if cell.classes.endswith(" map-near")]
    assert sorted(near) == [
        *("Khổng Lào", "Phong Thổ", "Tân Phong", "Tả Lèng", "Đoàn Kết"),
    ]
    assert {cell.place.name for cell in drawn[-6:-1]} == set(near)


def test_neighbours_are_mutual(units):
    for one in units:
        for other in neighbours(units, one):
            assert one in neighbours(units, other)
            assert other is not one
