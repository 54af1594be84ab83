"""Who did what with an article, who looks after what, and what readers were told."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Step(models.Model):
    """Something that was decided about an article. Written once, never changed."""

    class Kind(models.TextChoices):
        SUBMIT = "submit", "Gửi duyệt"
        TAKE_BACK = "take_back", "Rút lại"
        RETURN = "return", "Trả lại"
        PUBLISH = "publish", "Đăng"
        PLAN = "plan", "Hẹn giờ"
        WITHDRAW = "withdraw", "Gỡ"
        BIN = "bin", "Bỏ vào thùng rác"
        UNBIN = "unbin", "Lấy lại từ thùng rác"
        RESTORE = "restore", "Lấy lại bản cũ"

    article = models.ForeignKey(
        "articles.Article",
        models.CASCADE,
        related_name="steps",
        verbose_name="bài viết",
    )
    revision = models.ForeignKey(
        "articles.Revision",
        models.CASCADE,
        null=True,
        related_name="steps",
        verbose_name="bản",
    )
    kind = models.CharField("việc", max_length=10, choices=Kind)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name="người làm",
    )
    at = models.DateTimeField("lúc", default=timezone.now)
    note = models.TextField("lời nhắn", max_length=500, blank=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = verbose_name_plural = "bước"
        indexes = [
            # The last step of each article of a list.
            models.Index(fields=["article", "-id"], name="steps_of_article"),
        ]

    def __str__(self):
        return self.get_kind_display()


class Beat(models.Model):
    """
    A category that an account or a group looks after, its children included. Without
    any, all categories are open to it.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="beats",
        verbose_name="tài khoản",
    )
    group = models.ForeignKey(
        "auth.Group",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="beats",
        verbose_name="nhóm",
    )
    # To lose the last beat would open all categories: a category that somebody looks
    # after is not deleted.
    category = models.ForeignKey(
        "articles.Category",
        models.PROTECT,
        related_name="beats",
        verbose_name="chuyên mục",
    )

    class Meta:
        verbose_name = verbose_name_plural = "mục phụ trách"
        constraints = [
            models.CheckConstraint(
                name="beat_is_of_a_user_or_a_group",
                condition=Q(user__isnull=True) ^ Q(group__isnull=True),
            ),
            models.UniqueConstraint(
                name="one_beat_of_user_and_category", fields=["user", "category"]
            ),
            models.UniqueConstraint(
                name="one_beat_of_group_and_category", fields=["group", "category"]
            ),
        ]

    def __str__(self):
        return f"{self.user or self.group}: {self.category}"


class Correction(models.Model):
    """What changed in an article after readers had seen it, in words for them."""

    article = models.ForeignKey(
        "articles.Article",
        models.CASCADE,
        related_name="corrections",
        verbose_name="bài viết",
    )
    at = models.DateTimeField("lúc")
    note = models.CharField("điều đã sửa", max_length=300)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = verbose_name_plural = "đính chính"

    def __str__(self):
        return self.note
