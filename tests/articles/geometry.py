"""Small boundaries for tests: the 38 units as squares in rows of eight."""

import json

from articles.places import units

WEST, NORTH, SIDE = 102.4, 22.6, 0.1


def square(number):
    """The ring of the square of that number, counted from the north-west."""
    west, north = WEST + number % 8 * SIDE, NORTH - number // 8 * SIDE
    east, south = west + SIDE, north - SIDE
    corners = [(west, north), (west, south), (east, south), (east, north)]
    return [[round(x, 6), round(y, 6)] for x, y in [*corners, corners[0]]]


def feature(code, rings):
    return {
        "type": "Feature",
        "properties": {"code": code},
        "geometry": {"type": "Polygon", "coordinates": rings},
    }


def collection():
    features = [feature(code, [square(number)]) for number, code in enumerate(units())]
    return {"type": "FeatureCollection", "features": features}


def write(folder, data):
    """The path of a file with `data`, text or something that JSON can say."""
    path = folder / "dia-gioi.geojson"
    text = data if isinstance(data, str) else json.dumps(data)
    path.write_text(text, encoding="utf-8")
    return path
