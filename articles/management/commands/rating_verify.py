from django.core.management.base import BaseCommand

from articles import rating_desk
from articles.models import Article


class Command(BaseCommand):
    help = (
        "Adds up the votes of every article anew and compares them with the totals that "
        "readers see. Writes the right total where it differs, unless --dry-run is "
        "given; then it ends with 1 if something differs. Votes stay as they are."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="only say what differs"
        )

    def handle(self, *args, dry_run, **options):
        faults = rating_desk.faulty_totals()
        for key, stored, right in faults:
            told = " trong ".join(map(str, stored)), " trong ".join(map(str, right))
            self.stdout.write(
                f"Bài {key}: đang ghi {told[0]}, các phiếu cộng lại {told[1]}"
            )
            if not dry_run:
                rating_desk.mend_total(Article(pk=key))
        if not faults:
            self.stdout.write("Tổng điểm của mọi bài khớp với từng phiếu.")
        elif dry_run:
            raise SystemExit(1)
        else:
            self.stdout.write(f"Đã ghi lại tổng điểm của {len(faults)} bài.")
