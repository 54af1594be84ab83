"""
What is counted (DESIGN of the definitions: stats/counting.py). Plain ids only: this
package knows nothing of articles. Days are days in Asia/Ho_Chi_Minh.
"""

from django.db import models
from django.db.models import Q

from .balance import Annotation, BalanceChange, Carried, OpeningBalance  # noqa: F401


class Visitor(models.Model):
    """One visitor of one day, kept 48 hours. `key` is a salted hash."""

    day = models.DateField("ngày")
    key = models.CharField("khóa", max_length=32)
    visits = models.PositiveIntegerField("lượt truy cập", default=1)
    visit_views = models.PositiveIntegerField("lượt xem trong lần này", default=1)
    first_seen = models.DateTimeField("thấy lần đầu")
    last_seen = models.DateTimeField("thấy lần cuối")
    window_start = models.DateTimeField("bắt đầu cửa sổ")
    window_views = models.PositiveIntegerField("lượt xem trong cửa sổ", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "khách"
        constraints = [
            models.UniqueConstraint(
                name="one_row_per_visitor_and_day", fields=["day", "key"]
            )
        ]
        indexes = [
            # 'Đang trực tuyến': seen in the last five minutes.
            models.Index(fields=["-last_seen"], name="visitors_online")
        ]


class Seen(models.Model):
    """
    A page that a visitor saw, kept 48 hours: last in which visit, how often in that
    visit, and when. Tells a repeat, and the first view of an article in a visit.
    """

    day = models.DateField("ngày")
    key = models.CharField("khóa", max_length=32)
    page = models.CharField("trang", max_length=200)
    visit = models.PositiveIntegerField("lượt truy cập số")
    views = models.PositiveIntegerField("lượt xem trong lần này", default=1)
    at = models.DateTimeField("lúc")

    class Meta:
        verbose_name = verbose_name_plural = "trang đã xem"
        constraints = [
            models.UniqueConstraint(
                name="one_row_per_visitor_and_page", fields=["day", "key", "page"]
            )
        ]


class Network(models.Model):
    """
    How many visits one network began in an hour, kept 48 hours. `key` is a salted hash;
    readers without a key share the row whose key is empty.
    """

    day = models.DateField("ngày")
    hour = models.PositiveSmallIntegerField("giờ")
    key = models.CharField("khóa", max_length=32)
    visits = models.PositiveIntegerField("lượt truy cập mới", default=1)

    class Meta:
        verbose_name = verbose_name_plural = "mạng"
        constraints = [
            models.UniqueConstraint(
                name="one_row_per_network_and_hour", fields=["day", "hour", "key"]
            )
        ]


class SiteHour(models.Model):
    """One hour of the site; the last five columns were not counted as views."""

    day = models.DateField("ngày")
    hour = models.PositiveSmallIntegerField("giờ")
    views = models.PositiveBigIntegerField("lượt xem", default=0)
    visits = models.PositiveBigIntegerField("lượt truy cập", default=0)
    new_visitors = models.PositiveBigIntegerField("khách", default=0)
    bots = models.PositiveBigIntegerField("máy tự động", default=0)
    prefetch = models.PositiveBigIntegerField("tải trước", default=0)
    staff = models.PositiveBigIntegerField("cán bộ", default=0)
    capped = models.PositiveBigIntegerField("vượt giới hạn", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "giờ"
        constraints = [
            models.UniqueConstraint(name="one_row_per_hour", fields=["day", "hour"]),
            models.CheckConstraint(
                name="hour_of_a_day", condition=Q(hour__range=(0, 23))
            ),
        ]


class SiteDay(models.Model):
    """A day that is over, sealed by stats/closing.py; nothing changes it any more."""

    day = models.DateField("ngày", primary_key=True)
    views = models.PositiveBigIntegerField("lượt xem")
    visits = models.PositiveBigIntegerField("lượt truy cập")
    visitors = models.PositiveBigIntegerField("khách")
    bots = models.PositiveBigIntegerField("máy tự động")
    prefetch = models.PositiveBigIntegerField("tải trước")
    staff = models.PositiveBigIntegerField("cán bộ")
    capped = models.PositiveBigIntegerField("vượt giới hạn")
    sealed_at = models.DateTimeField("khóa sổ lúc")

    class Meta:
        verbose_name = verbose_name_plural = "thống kê ngày"
        permissions = [("view_dashboard", "Xem bảng thống kê truy cập")]


class ArticleDay(models.Model):
    """
    An article's day; deleted 400 days later, when the Tallies of its month have it long
    since (stats/closing.py).
    """

    article_id = models.BigIntegerField("bài viết")
    day = models.DateField("ngày")
    views = models.PositiveBigIntegerField("lượt xem", default=0)
    reads = models.PositiveBigIntegerField("lượt đọc", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "ngày của bài"
        constraints = [
            models.UniqueConstraint(
                name="one_row_per_article_and_day", fields=["article_id", "day"]
            )
        ]
        indexes = [
            # Most read of a week; the dashboard's ranges.
            models.Index(fields=["day", "-reads"], name="most_read")
        ]


class Tally(models.Model):
    """
    What sealed days add up to, so that no page sums up history: of an article by month
    and year, of a category, an author or a place by day (for 400 days), month and year.
    """

    class Kind(models.TextChoices):
        ARTICLE = "article", "Bài viết"
        CATEGORY = "category", "Chuyên mục"
        AUTHOR = "author", "Tác giả"
        PLACE = "place", "Xã, phường"

    class Span(models.TextChoices):
        DAY = "day", "Ngày"
        MONTH = "month", "Tháng"
        YEAR = "year", "Năm"

    kind = models.CharField("loại", max_length=8, choices=Kind)
    span = models.CharField("kỳ", max_length=5, choices=Span)
    starts_on = models.DateField("ngày đầu kỳ")
    key = models.BigIntegerField("số hiệu")
    views = models.PositiveBigIntegerField("lượt xem", default=0)
    reads = models.PositiveBigIntegerField("lượt đọc", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "số cộng dồn"
        constraints = [
            # In this order it serves the dashboard's ranges, too.
            models.UniqueConstraint(
                name="one_sum_per_span", fields=["kind", "span", "starts_on", "key"]
            )
        ]
        indexes = [
            # The small line beside one article, category, author or place.
            models.Index(fields=["kind", "key", "span"], name="sums_of_one")
        ]


class MonthlyReport(models.Model):
    """
    What a month was, written down once and never changed. `checksum` is the SHA-256 of
    `content` as canonical JSON, `file_checksum` that of the workbook.
    """

    month = models.DateField("tháng", primary_key=True)  # its first day
    content = models.JSONField("nội dung")
    file = models.BinaryField("bảng tính")
    checksum = models.CharField("mã kiểm", max_length=64)
    file_checksum = models.CharField("mã kiểm của bảng tính", max_length=64)
    made_at = models.DateTimeField("lập lúc")

    class Meta:
        ordering = ["-month"]
        verbose_name = verbose_name_plural = "báo cáo tháng"

    def __str__(self):
        return f"Báo cáo tháng {self.month:%m/%Y}"

    def save(self, **kwargs):
        if not self._state.adding:
            raise TypeError("A monthly report is never changed.")
        super().save(**kwargs)


class ReferrerDay(models.Model):
    day = models.DateField("ngày")
    host = models.CharField("nơi giới thiệu", max_length=120)
    views = models.PositiveBigIntegerField("lượt xem", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "nơi giới thiệu"
        constraints = [
            models.UniqueConstraint(
                name="one_row_per_referrer_and_day", fields=["day", "host"]
            )
        ]


class WidthDay(models.Model):
    class Width(models.TextChoices):
        PHONE = "phone", "Điện thoại"
        TABLET = "tablet", "Máy tính bảng"
        DESKTOP = "desktop", "Máy tính"
        UNKNOWN = "unknown", "Không rõ"

    day = models.DateField("ngày")
    width = models.CharField("cỡ màn hình", max_length=10, choices=Width)
    views = models.PositiveBigIntegerField("lượt xem", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "cỡ màn hình"
        constraints = [
            models.UniqueConstraint(
                name="one_row_per_width_and_day", fields=["day", "width"]
            )
        ]


class SearchMiss(models.Model):
    """Words that were searched without result."""

    day = models.DateField("ngày")
    query = models.CharField("từ tìm", max_length=80)
    count = models.PositiveIntegerField("số lần", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "tìm không thấy"
        constraints = [
            models.UniqueConstraint(
                name="one_row_per_query_and_day", fields=["day", "query"]
            )
        ]


class DailySalt(models.Model):
    """Random bytes in every visitor key of a day, destroyed within 48 hours."""

    day = models.DateField("ngày", primary_key=True)
    salt = models.BinaryField("muối", max_length=32)

    class Meta:
        verbose_name = verbose_name_plural = "muối của ngày"


class MostRead(models.Model):
    """One of the most read articles of the last seven days (stats/most_read.py)."""

    position = models.PositiveSmallIntegerField("thứ hạng", primary_key=True)
    article_id = models.BigIntegerField("bài viết")

    class Meta:
        verbose_name = verbose_name_plural = "bài đọc nhiều"


class Renewal(models.Model):
    """When what is added up beside the requests was last begun; its turn is taken here."""

    name = models.CharField(max_length=30, primary_key=True)
    at = models.DateTimeField()
