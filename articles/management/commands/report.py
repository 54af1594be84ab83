from datetime import date
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from articles.admin import monthly


class Command(BaseCommand):
    help = (
        "Makes the report of a month (YYYY-MM) whose days are all sealed, and freezes it "
        "with a checksum; one that was made before stays as it is. --output writes its "
        "workbook into a file."
    )

    def add_arguments(self, parser):
        parser.add_argument("month")
        parser.add_argument("--output", type=Path, help="a file for the XLSX")

    def handle(self, *args, month, output, **options):
        try:
            report = monthly.freeze(date.fromisoformat(f"{month}-01"))
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        except ValueError as error:
            raise CommandError(f"{month!r} không phải tháng, ví dụ 2026-03.") from error
        if not monthly.is_intact(report):
            raise CommandError(f"{report} đã bị sửa sau khi lập: mã kiểm không khớp.")
        if output:
            output.write_bytes(report.file)
        self.stdout.write(f"{report}, lập lúc {report.content['made_at']}")
        self.stdout.write(f"SHA-256 nội dung: {report.checksum}")
        self.stdout.write(f"SHA-256 bảng tính: {report.file_checksum}")
