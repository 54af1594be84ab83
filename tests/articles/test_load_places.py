"""manage.py load_places: official boundaries, whole or not at all."""

import pytest
from django.core.management import CommandError, call_command

from articles import shell
from articles.models import Edition, Place
from articles.places import load_units, units
from tests.articles import geometry

pytestmark = pytest.mark.django_db
CODES = list(units())


def load(path):
    call_command("load_places", str(path))


def state():
    rows = Place.objects.defer(None).values_list("code", "boundary", "drawing")
    return Edition.current(), sorted(rows, key=lambda row: row[0])


def test_boundaries_are_stored_and_readers_see_it_at_once(tmp_path):
    load_units()
    before = Edition.current()
    load(geometry.write(tmp_path, geometry.collection()))

    place = Place.objects.get(code=CODES[9])
    assert place.boundary == {
        "type": "Polygon",
        "coordinates": [geometry.square(9)],
    }
    assert Edition.current() == before + 1
    assert shell.load().has_outlines


def test_the_same_file_again_changes_nothing(tmp_path):
    path = geometry.write(tmp_path, geometry.collection())
    load(path)
    before = state()
    load(path)

    assert state() == before


def test_places_that_are_lacking_are_made(tmp_path):
    load(geometry.write(tmp_path, geometry.collection()))

    assert Place.objects.count() == 38


def test_without_a_file_the_units_are_made_and_boundaries_kept(tmp_path):
    load(geometry.write(tmp_path, geometry.collection()))
    Place.objects.filter(code=CODES[0]).update(name="Tên sai")
    call_command("load_places")

    assert Place.objects.get(code=CODES[0]).name == "Đoàn Kết"
    assert shell.load().has_outlines


# What is refused


def without(data, number):
    del data["features"][number]


def renamed(data, number, code):
    data["features"][number]["properties"]["code"] = code


def redrawn(data, number, *rings, **geometry):
    data["features"][number]["geometry"] = {
        "type": "Polygon",
        "coordinates": list(rings),
        **geometry,
    }


BOW_TIE = [[102.5, 22], [102.6, 22.1], [102.6, 22], [102.5, 22.1], [102.5, 22]]
SWAPPED = [point[::-1] for point in geometry.square(0)]
METRES = [[x * 5000, y * 110000] for x, y in geometry.square(0)]
CORRUPTIONS = {
    "Mã 99999 không phải": lambda data: renamed(data, 3, "99999"),
    "không có thuộc tính code": lambda data: renamed(data, 3, 3388),
    f"Mã {CODES[0]} (phường Đoàn Kết) có 2 lần": lambda data: renamed(
        data, 1, CODES[0]
    ),
    f"Thiếu 1 đơn vị: xã Bình Lư ({CODES[1]})": lambda data: without(data, 1),
    "tự cắt": lambda data: redrawn(data, 2, BOW_TIE),
    "không khép kín": lambda data: redrawn(data, 2, geometry.square(2)[:-1]),
    "ít hơn bốn điểm": lambda data: redrawn(data, 2, geometry.square(2)[:3]),
    "không có đường biên": lambda data: redrawn(data, 2),
    "không phải là [kinh độ, vĩ độ]": lambda data: redrawn(data, 2, [["a", 22]] * 4),
    "bị đổi chỗ": lambda data: redrawn(data, 2, SWAPPED),
    "nằm ngoài tỉnh": lambda data: redrawn(data, 2, METRES),
    "Polygon hoặc MultiPolygon": lambda data: redrawn(data, 2, type="Point"),
}


@pytest.mark.parametrize("sentence", CORRUPTIONS)
def test_a_fault_is_named_and_nothing_is_changed(tmp_path, sentence):
    load(geometry.write(tmp_path, geometry.collection()))
    before = state()
    data = geometry.collection()
    redrawn(data, 30, [[103, 22.5], [103, 22.4], [103.2, 22.4], [103, 22.5]])
    CORRUPTIONS[sentence](data)

    with pytest.raises(CommandError) as refusal:
        load(geometry.write(tmp_path, data))
    assert sentence in str(refusal.value)
    assert "chưa thay đổi gì" in str(refusal.value)
    assert state() == before


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "không phải JSON"),
        ("[" * 100_000, "không phải JSON"),
        ("[]", "FeatureCollection"),
        ('{"features": []}', "FeatureCollection"),
        ('{"type": "FeatureCollection", "features": [1]}', "FeatureCollection"),
        ('{"type": "FeatureCollection", "features": []}', "Thiếu 38 đơn vị"),
    ],
)
def test_what_is_no_collection_is_refused(tmp_path, text, sentence):
    with pytest.raises(CommandError, match=sentence):
        load(geometry.write(tmp_path, text))
    assert not Place.objects.exists()


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match="Không đọc được tệp"):
        load(tmp_path / "khong-co.geojson")


def test_a_file_over_fifteen_megabytes_is_not_read(tmp_path):
    path = tmp_path / "lon.geojson"
    with path.open("wb") as file:
        file.truncate(15 * 1024 * 1024 + 1)

    with pytest.raises(CommandError, match="chỉ nhận tới 15 MB"):
        load(path)


def test_numbers_that_are_none_are_refused(tmp_path):
    data = geometry.collection()
    redrawn(data, 2, [[float("nan"), 22.5]] * 4)

    with pytest.raises(CommandError, match="không phải là"):
        load(geometry.write(tmp_path, data))
