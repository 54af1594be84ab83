"""
Draws boundaries for the map that stands on every page: few points, whole numbers, one
border for both neighbours. Needs numpy through shapely, so no page imports this.
"""

import math

import shapely
from shapely.geometry import shape

from .map import FRAME

LARGEST = 6_000  # characters of all outlines together: pages carry them
FINEST = 1.0  # units of the map; a border is drawn no finer than this
KM_PER_DEGREE = 111.32
# Surveyed borders rarely meet to the metre. A corner alone makes no neighbours.
GAP, SHARED = 0.05, 0.25  # km


def drawings(boundaries):
    """
    {code: {"outline", "x", "y", "near"}} for {code: GeoJSON geometry}: path data and the
    middle of its name in units of the map, and the sorted codes of the neighbours.
    """
    codes = sorted(boundaries)
    areas = in_kilometres([shape(boundaries[code]) for code in codes])
    near = neighbours(areas)
    drawn = fitted(areas)
    paths = simplest(drawn)
    return {
        code: {
            "outline": paths[number],
            **middle(drawn[number]),
            "near": [codes[other] for other in near[number]],
        }
        for number, code in enumerate(codes)
    }


def in_kilometres(shapes):
    """Flat enough for a province: degrees of longitude as long as in its middle."""
    _, south, _, north = shapely.total_bounds(shapes)
    across = KM_PER_DEGREE * math.cos(math.radians((south + north) / 2))
    scale = [across, KM_PER_DEGREE]
    return [shapely.transform(each, lambda points: points * scale) for each in shapes]


def neighbours(areas):
    """For each area the numbers of those that share a border with it."""
    found = [set() for _ in areas]
    for one, other in shapely.STRtree(areas).query(areas, "dwithin", GAP).T:
        if one < other:
            border = areas[one].boundary.intersection(areas[other].buffer(GAP))
            if border.length > SHARED:
                found[one].add(int(other))
                found[other].add(int(one))
    return [sorted(others) for others in found]


def fitted(areas):
    """The areas in units of the map, north up, as large as its frame allows."""
    left, top, width, height = FRAME
    west, south, east, north = shapely.total_bounds(areas)
    scale = min(width / (east - west), height / (north - south))
    x = left + (width - (east - west) * scale) / 2
    y = top + (height - (north - south) * scale) / 2

    def place(points):
        return (points - [west, north]) * [scale, -scale] + [x, y]

    return [shapely.transform(area, place) for area in areas]


def simplest(areas):
    """Path data of all areas, simplified together until they are short enough."""
    tolerance = FINEST
    while True:
        paths = [
            path(area, tolerance)
            for area in shapely.coverage_simplify(areas, tolerance)
        ]
        if sum(map(len, paths)) <= LARGEST or tolerance > max(FRAME):
            return paths
        tolerance *= 1.2


def path(area, tolerance):
    """SVG path data in whole numbers; islands and holes too small to see are left out."""
    parts = sorted(shapely.get_parts(area), key=lambda part: -part.area)
    holes = [hole for part in parts for hole in part.interiors]
    first, *others = [*(part.exterior for part in parts), *holes]
    shown = [ring for ring in others if shapely.Polygon(ring).area > tolerance**2]
    return "".join(map(ring_path, [first, *shown]))


def ring_path(ring):
    """'M10 20l5-3...z'; a minus parts two numbers as well as a blank does."""
    points = [(round(x), round(y)) for x, y in ring.coords[:-1]]
    x, y = points[0]
    steps = []
    for across, down in points[1:]:
        if (across, down) != (x, y):
            steps += [across - x, down - y]
            x, y = across, down
    numbers = " ".join(map(str, steps)).replace(" -", "-")
    return f"M{points[0][0]} {points[0][1]}l{numbers}z"


def middle(area):
    """{"x", "y"}: the point of the area farthest from its border."""
    largest = max(shapely.get_parts(area), key=lambda part: part.area)
    point = shapely.maximum_inscribed_circle(largest, tolerance=0.5).coords[0]
    return {"x": round(point[0]), "y": round(point[1])}
