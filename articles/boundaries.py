"""
Reads official boundaries: a GeoJSON file (RFC 7946) with a feature for each unit, keyed
by its property `code`. What is not whole is refused, with a sentence for each fault.
"""

import json
import re

import shapely

LARGEST_MB = 15
# Degrees between which every point of the province lies, with some room.
LONGITUDES, LATITUDES = (102.0, 104.5), (21.3, 23.2)
DECIMALS = 6  # of a degree, about 0.1 m
FAULTS_SHOWN = 10


class Unusable(Exception):
    """The file cannot be taken; the text says why, in Vietnamese."""


def read(path, units):
    """
    {code: GeoJSON geometry} for each of `units`, {code: name}, out of the file `path`
    (a pathlib.Path). Raises Unusable.
    """
    features = features_in(parsed(content_of(path)))
    faults = [*wrong_codes(features, units)]
    found = {}
    for feature in features:
        code = code_of(feature)
        if code in units and code not in found:
            try:
                found[code] = checked(feature.get("geometry"))
            except Unusable as error:
                faults.append(f"{units[code]} ({code}): {error}.")
    if faults:
        more = len(faults) - FAULTS_SHOWN
        shown = faults[:FAULTS_SHOWN] + ([f"… và {more} lỗi nữa."] if more > 0 else [])
        raise Unusable("\n".join(shown))
    return found


# The file


def content_of(path):
    try:
        size = path.stat().st_size
        if size > LARGEST_MB * 1024 * 1024:
            raise Unusable(
                f"Tệp lớn {size / 1024 / 1024:.1f} MB, chỉ nhận tới {LARGEST_MB} MB. "
                "Hãy giản lược đường biên rồi nạp lại."
            )
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Unusable(f"Không đọc được tệp {path}: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise Unusable("Tệp không phải văn bản UTF-8.") from error


def parsed(text):
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unusable(f"Tệp không phải JSON đúng mẫu ({error}).") from error


def features_in(data):
    features = data.get("features") if isinstance(data, dict) else None
    is_collection = (
        isinstance(features, list) and data.get("type") == "FeatureCollection"
    )
    if not is_collection or not all(isinstance(item, dict) for item in features):
        raise Unusable("Tệp không phải GeoJSON kiểu FeatureCollection.")
    return features


def code_of(feature):
    properties = feature.get("properties")
    code = properties.get("code") if isinstance(properties, dict) else None
    return code if isinstance(code, str) else None


def wrong_codes(features, units):
    codes = [code_of(feature) for feature in features]
    if None in codes:
        yield (
            f"{codes.count(None)} đối tượng không có thuộc tính code dạng chữ, "
            'ví dụ "code": "03388".'
        )
    for code in dict.fromkeys(codes):
        if code is not None and code not in units:
            yield f"Mã {code[:40]} không phải của đơn vị nào trong tỉnh."
        elif code is not None and codes.count(code) > 1:
            yield f"Mã {code} ({units[code]}) có {codes.count(code)} lần."
    missing = [f"{name} ({code})" for code, name in units.items() if code not in codes]
    if missing:
        yield f"Thiếu {len(missing)} đơn vị: {', '.join(missing)}."


# One geometry


def checked(geometry):
    """`geometry` with its coordinates rounded; raises Unusable."""
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    coordinates = geometry.get("coordinates") if kind else None
    if kind == "Polygon":
        coordinates = polygon(coordinates)
    elif kind == "MultiPolygon" and isinstance(coordinates, list) and coordinates:
        coordinates = [polygon(part) for part in coordinates]
    else:
        raise Unusable("hình phải là Polygon hoặc MultiPolygon")
    geometry = {"type": kind, "coordinates": coordinates}
    refuse_crossings(shapely.geometry.shape(geometry))
    return geometry


def polygon(rings):
    if not isinstance(rings, list) or not rings:
        raise Unusable("đa giác không có đường biên")
    return [ring(points) for points in rings]


def ring(points):
    if not isinstance(points, list) or len(points) < 4:
        raise Unusable("đường biên có ít hơn bốn điểm")
    points = [position(point) for point in points]
    if points[0] != points[-1]:
        raise Unusable("đường biên không khép kín")
    return points


def position(point):
    is_pair = isinstance(point, list) and len(point) >= 2
    if not is_pair or not all(map(is_number, point[:2])):
        raise Unusable("có điểm không phải là [kinh độ, vĩ độ]")
    x, y = point[:2]
    if is_between(x, LONGITUDES) and is_between(y, LATITUDES):
        return [round(x, DECIMALS), round(y, DECIMALS)]
    if is_between(y, LONGITUDES) and is_between(x, LATITUDES):
        raise Unusable(
            f"kinh độ và vĩ độ bị đổi chỗ ở điểm [{x}, {y}]; GeoJSON ghi kinh độ trước"
        )
    raise Unusable(
        f"điểm [{x}, {y}] nằm ngoài tỉnh; tọa độ phải là độ theo WGS 84, kinh độ "
        f"{LONGITUDES[0]:g}–{LONGITUDES[1]:g}, vĩ độ {LATITUDES[0]:g}–{LATITUDES[1]:g}"
    )


def is_number(value):
    is_real = isinstance(value, int | float) and not isinstance(value, bool)
    return is_real and abs(value) < 1e9  # so neither infinite nor NaN


def is_between(value, limits):
    return limits[0] <= value <= limits[1]


def refuse_crossings(shape):
    if shape.is_valid and shape.area > 0:
        return
    reason = shapely.is_valid_reason(shape)
    where = re.search(r"\[(.+)\]", reason)
    place = f" ở gần [{where[1].replace(' ', ', ')}]" if where else ""
    raise Unusable(f"đường biên tự cắt hoặc chồng lên nhau{place}")
