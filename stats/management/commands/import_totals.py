from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from stats import opening


class Command(BaseCommand):
    help = (
        "Enters what the previous system had counted, from a CSV file in UTF-8 with the "
        "columns period (total, year, month, day), starts_on, value, as_of, source. "
        "All lines or none. A line that is there already changes nothing; another value "
        "for the same period is refused unless --replace is given. Every change is in "
        "the record."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="put new values over old ones"
        )

    def handle(self, *args, file, replace, **options):
        try:
            rows = opening.read(file.read_text("utf-8-sig"), file.name)
            new, changed, unchanged = opening.store(rows, replace=replace)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"Không đọc được {file}: {error}") from error
        except ValidationError as error:
            raise CommandError("\n".join(error.messages)) from error
        self.stdout.write(f"{new} số mới, {changed} số thay, {unchanged} số đã có.")
