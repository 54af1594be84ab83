"""What stands around the articles, and the counter of all that readers can see."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from ..text import slugify

LINK = RegexValidator(
    r"^(https?://|/(?!/)|mailto:|tel:)",
    "Địa chỉ bắt đầu bằng https://, bằng / (trang của cổng), mailto: hoặc tel:.",
)


class Edition(models.Model):
    """
    One row. Its counter grows with every change that a reader could see, as the last
    statement of the change's transaction; held pages are good for one counter.
    """

    counter = models.BigIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(name="there_is_one_edition", condition=Q(id=1))
        ]

    @classmethod
    def bump(cls):
        """Say that something public has changed."""
        if not cls.objects.filter(pk=1).update(counter=F("counter") + 1):
            cls.objects.get_or_create(pk=1)

    @classmethod
    def current(cls):
        """The counter; 0 before the first change."""
        return cls.objects.values_list("counter", flat=True).filter(pk=1).first() or 0


class SiteSettings(models.Model):
    """One row: what the header and the footer say."""

    name = models.CharField(
        "tên cổng", max_length=120, default="Cổng thông tin điện tử tỉnh Lai Châu"
    )
    source_name = models.CharField("tên nguồn", max_length=60, default="laichau.gov.vn")
    managing_body = models.CharField(
        "cơ quan chủ quản", max_length=160, default="Ủy ban nhân dân tỉnh Lai Châu"
    )
    responsible_person = models.CharField(
        "chịu trách nhiệm nội dung", max_length=160, blank=True
    )
    address = models.CharField("địa chỉ", max_length=200, blank=True)
    telephone = models.CharField("điện thoại", max_length=40, blank=True)
    hotline = models.CharField("đường dây nóng", max_length=40, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    licence = models.CharField("giấy phép", max_length=200, blank=True)
    two_people = models.BooleanField(
        "hai người cho mỗi bài",
        default=False,
        help_text="Không ai được duyệt phần mình viết hay sửa.",
    )

    class Meta:
        verbose_name = verbose_name_plural = "thông tin cổng"
        constraints = [
            models.CheckConstraint(name="there_is_one_settings_row", condition=Q(id=1))
        ]

    def __str__(self):
        return self.name


class Page(models.Model):
    """An editable page such as 'Giới thiệu'."""

    title = models.CharField("tiêu đề", max_length=160)
    slug = models.SlugField("đường dẫn", max_length=160, unique=True, blank=True)
    body = models.TextField("nội dung")
    position = models.PositiveSmallIntegerField("thứ tự ở chân trang", default=0)
    updated_at = models.DateTimeField("cập nhật lúc", auto_now=True)

    class Meta:
        ordering = ["position", "title"]
        verbose_name = verbose_name_plural = "trang"

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("articles:page", args=[self.slug])

    def clean(self):
        self.slug = self.slug or slugify(self.title)


class MenuItem(models.Model):
    """A link in the menu after the categories."""

    name = models.CharField("tên", max_length=60)
    url = models.CharField("địa chỉ", max_length=300, validators=[LINK])
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = verbose_name_plural = "mục trên thực đơn"

    def __str__(self):
        return self.name


class LinkGroup(models.Model):
    class Spot(models.TextChoices):
        TASKS = "tasks", "Hộp 'Việc thường làm' ở trang chủ"
        LINKS = "links", "Khối 'Liên kết'"
        FOOTER = "footer", "Chân trang"

    name = models.CharField("tên nhóm", max_length=80)
    spot = models.CharField("chỗ đặt", max_length=10, choices=Spot, default=Spot.LINKS)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = verbose_name_plural = "nhóm liên kết"

    def __str__(self):
        return self.name


class Link(models.Model):
    group = models.ForeignKey(
        LinkGroup, models.CASCADE, verbose_name="nhóm", related_name="links"
    )
    name = models.CharField("tên", max_length=120)
    url = models.CharField("địa chỉ", max_length=300, validators=[LINK])
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = verbose_name_plural = "liên kết"

    def __str__(self):
        return self.name


class NoticeQuerySet(models.QuerySet):
    def current(self):
        """Notices that stand on every page now."""
        now = timezone.now()
        return self.filter(starts_at__lte=now, ends_at__gt=now)


class Notice(models.Model):
    """A warning above every page: floods, landslides, works."""

    class Level(models.TextChoices):
        INFORMATION = "info", "Thông báo"
        WARNING = "warning", "Cảnh báo"
        DANGER = "danger", "Khẩn cấp"

    level = models.CharField("mức", max_length=10, choices=Level)
    text = models.CharField("nội dung", max_length=300)
    url = models.CharField(
        "xem thêm tại", max_length=300, blank=True, validators=[LINK]
    )
    starts_at = models.DateTimeField("hiện từ", default=timezone.now)
    ends_at = models.DateTimeField("đến")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at"]
        verbose_name = verbose_name_plural = "thông báo toàn cổng"
        constraints = [
            models.CheckConstraint(
                name="notice_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at")),
                violation_error_message="Thời điểm kết thúc phải sau lúc bắt đầu.",
            )
        ]

    def __str__(self):
        return self.text
