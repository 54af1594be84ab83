from django.core.management.base import BaseCommand, CommandError

from laichau_portal import backup


class Command(BaseCommand):
    help = (
        "Writes a backup of database and media into a new folder below DIR, encrypted "
        "when BACKUP_KEY is set. Changes nothing in the portal, which may go on running."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="DIR")
        parser.add_argument(
            "--keep",
            type=int,
            metavar="N",
            help="remove all but the newest N backups in DIR afterwards",
        )

    def handle(self, *args, folder, keep, **options):
        if keep is not None and keep < 1:
            raise CommandError("--keep phải từ 1 trở lên.")
        try:
            path = backup.create(folder, keep)
        except backup.Refused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Đã sao lưu vào {path}")
