from django.core.management.base import BaseCommand

from articles import bin


class Command(BaseCommand):
    help = (
        "Deletes for good the articles that have lain in the bin for 30 days, with "
        "their revisions, ratings and attachments. Run it once a day; a second run "
        "changes nothing."
    )

    def handle(self, **options):
        for title in bin.empty():
            self.stdout.write(f"Đã xóa hẳn: {title}")
