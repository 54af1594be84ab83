"""The 38 communes and wards of Nghị quyết 1670/NQ-UBTVQH15."""

import json
from pathlib import Path

from django.db import transaction

from .models import Edition, Place

UNITS = Path(__file__).with_name("units.json")


def load_units():
    """
    Make or renew the rows of the 38 units out of units.json, boundaries left alone.
    Returns how many there are.
    """
    units = json.loads(UNITS.read_text())["units"]
    with transaction.atomic():
        for unit in units:
            names = ["name", "kind", "slug", "area_km2", "formed_from", "tile"]
            Place.objects.update_or_create(
                code=unit["code"], defaults={name: unit[name] for name in names}
            )
        Edition.bump()
    return len(units)
