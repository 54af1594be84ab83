from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from articles.places import load_boundaries, load_units, units


class Command(BaseCommand):
    help = (
        "Loads the boundaries of the 38 communes and wards from an official GeoJSON file "
        "(a FeatureCollection in WGS 84, one Polygon or MultiPolygon for each unit, its "
        "five-digit code in the property 'code', at most 15 MB). Changes boundary, map "
        "drawing and neighbours of the places, and makes places that are lacking; every "
        "page shows the outlines instead of hexagons from then on. A file with any fault "
        "changes nothing. The same file again changes nothing. Without FILE: makes or "
        "renews the 38 places out of the resolution (name, kind, area, former units) and "
        "leaves boundaries alone."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE.geojson")

    def handle(self, *args, file, **options):
        if file is None:
            self.stdout.write(f"{load_units()} xã, phường")
            return
        # They load numpy, which nothing else of the portal needs.
        from articles import boundaries, outlines

        names = {
            code: f"{unit['kind']} {unit['name']}" for code, unit in units().items()
        }
        try:
            found = boundaries.read(file, names)
        except boundaries.Unusable as error:
            raise CommandError(f"Không nạp được, chưa thay đổi gì.\n{error}") from error
        changed = load_boundaries(found, outlines.drawings(found))
        self.stdout.write(
            f"{changed} xã, phường có địa giới mới; bản đồ trên mọi trang đã đổi."
            if changed
            else "Địa giới này đã nạp từ trước, không có gì thay đổi."
        )
