from django.core.management.base import BaseCommand, CommandError

from laichau_portal import public_copy


class Command(BaseCommand):
    help = (
        "Writes every public page, picture, file, feed and static file into DIR, for "
        "nginx to serve when the portal is down. Replaces the copy that was there in one "
        "step (DIR becomes a symbolic link); changes nothing in the portal."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", metavar="DIR")

    def handle(self, *args, folder, **options):
        try:
            pages = public_copy.export(folder)
        except public_copy.Refused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Đã sao chép {pages} trang vào {folder}")
