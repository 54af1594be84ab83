"""The 38 communes and wards of Nghị quyết 1670/NQ-UBTVQH15."""

import json
from functools import cache
from pathlib import Path

from django.db import transaction

from . import search
from .models import Edition, Place

UNITS = Path(__file__).with_name("units.json")
OWN_COLUMNS = ["name", "kind", "slug", "area_km2", "formed_from", "tile"]


@cache
def units():
    """{code: what units.json says of the unit}."""
    return {unit["code"]: unit for unit in json.loads(UNITS.read_text())["units"]}


def former_districts(code):
    """Names of the districts that the unit lay in until 30/06/2025; [] if not known."""
    return units().get(code, {}).get("former_districts", [])


def load_units():
    """
    Make or renew the rows of the 38 units out of units.json, boundaries left alone.
    Returns how many there are.
    """
    with transaction.atomic():
        names = dict(Place.objects.values_list("code", "name"))
        for code, unit in units().items():
            Place.objects.update_or_create(
                code=code, defaults={name: unit[name] for name in OWN_COLUMNS}
            )
        renamed = [
            place
            for place in Place.objects.filter(code__in=names)
            if place.name != names[place.code]
        ]
        search.index_again(search.newest_under(renamed))
        Edition.bump()
    return len(units())


def load_boundaries(boundaries, drawings):
    """
    Give each place its boundary and drawing, both by code; rows that are lacking are
    made. Returns how many places have changed; without any the edition stays.
    """
    with transaction.atomic():
        if Place.objects.filter(code__in=boundaries).count() < len(boundaries):
            load_units()
        places = Place.objects.defer(None).select_for_update()
        changed = [
            place
            for place in places.filter(code__in=boundaries)
            if place.boundary != boundaries[place.code]
            or place.drawing != drawings[place.code]
        ]
        for place in changed:
            place.boundary = boundaries[place.code]
            place.drawing = drawings[place.code]
        if changed:
            Place.objects.bulk_update(changed, ["boundary", "drawing"])
            Edition.bump()
    return len(changed)
