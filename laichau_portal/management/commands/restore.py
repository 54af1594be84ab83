from django.core.management.base import BaseCommand, CommandError

from laichau_portal import backup


class Command(BaseCommand):
    help = (
        "Fills this installation, whose database and media must be empty, from a backup: "
        "DIR is one, or a folder of them, of which the newest is taken. A backup that is "
        "damaged or does not fit is refused before anything is changed."
    )
    # An empty database has no tables that checks could look at.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="DIR")

    def handle(self, *args, folder, **options):
        try:
            manifest = backup.restore(folder)
        except backup.Refused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Đã khôi phục bản sao lưu lúc {manifest['made_at']}, "
            f"{manifest['files']} tệp. Chạy tiếp: manage.py migrate"
        )
