"""Who did what in the newsroom. Rows are written once and never changed."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class AuditEntry(models.Model):
    """
    One deed. `changes` is {field: [old, new]} in words, for forms that change rows;
    of an article, the revision named in `note` holds them.
    """

    class Action(models.TextChoices):
        ADD = "add", "Thêm"
        CHANGE = "change", "Sửa"
        DELETE = "delete", "Xóa"
        PUBLISH = "publish", "Đăng bài"
        WITHDRAW = "withdraw", "Gỡ bài"
        EXPORT = "export", "Xuất dữ liệu"
        SIGN_IN = "sign_in", "Đăng nhập"
        SIGN_IN_FAILED = "sign_in_failed", "Đăng nhập hỏng"
        SIGN_OUT = "sign_out", "Thoát"

    at = models.DateTimeField("lúc", default=timezone.now)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="tài khoản",
        null=True,
        blank=True,
        related_name="+",
    )
    # Stays when the account is gone, and tells who was tried in vain.
    username = models.CharField("tên đăng nhập", max_length=150, blank=True)
    address = models.GenericIPAddressField("địa chỉ máy", null=True, blank=True)
    action = models.CharField("việc", max_length=20, choices=Action)
    kind = models.CharField("loại", max_length=80, blank=True)
    key = models.CharField("mã", max_length=40, blank=True)
    name = models.CharField("đối tượng", max_length=300, blank=True)
    changes = models.JSONField("trước và sau", default=dict, blank=True)
    note = models.TextField("ghi chú", blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = verbose_name_plural = "nhật ký"
        default_permissions = ["view"]
        indexes = [
            # The page of the log, whole and by its filters.
            models.Index(fields=["-at", "-id"], name="audit_by_time"),
            models.Index(fields=["action", "-at"], name="audit_by_action"),
            models.Index(fields=["user", "-at"], name="audit_by_user"),
        ]

    def __str__(self):
        return f"{self.get_action_display()}: {self.name or self.username}"

    def save(self, **kwargs):
        if not self._state.adding:
            raise TypeError("An entry of the audit log is never changed.")
        super().save(**kwargs)
