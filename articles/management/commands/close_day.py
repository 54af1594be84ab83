from django.core.management.base import BaseCommand
from django.utils import timezone

from articles import days, rating, search
from articles.models import Feedback
from articles.templatetags.vietnamese import day as written
from stats import closing


class Command(BaseCommand):
    help = (
        "Seals every day that is over: its figures are added up once and never change "
        "again. Deletes salts, visitor keys and pages seen of those days, single days "
        "of articles and referrers after 400 days, searched words after 90, messages of "
        "readers after a year, and blanks where votes and messages came from. Lets "
        "search follow all names that were changed. For each night, ten minutes after "
        "midnight or later; it does what was missed, and may be run again."
    )

    def handle(self, *args, **options):
        now = timezone.now()
        sealed = [day for day in closing.open_days(now) if days.close(day, now)]
        visitors, votes = closing.forget(now), rating.forget_senders(now)
        messages = Feedback.forget(now)
        while search.catch_up():
            pass
        closing.look_at_tables()
        told = ", ".join(map(written, sealed)) or "không có ngày nào"
        self.stdout.write(f"Đã khóa sổ: {told}.")
        self.stdout.write(
            f"Đã xóa khóa của {visitors} khách, nơi gửi của {votes} phiếu, "
            f"{messages} góp ý đã quá một năm."
        )
