"""What readers write to the editors. Nobody but the staff reads it."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

NETWORK_KEPT = timedelta(hours=23)  # Forgotten each night, so within 48 hours.
MESSAGE_KEPT = timedelta(days=365)  # what senders agree to in the form


class Feedback(models.Model):
    """
    One message. `prefix_key` is a keyed hash of the network it came from, for the limit
    of messages an hour; forget() blanks it.
    """

    article = models.ForeignKey(
        "articles.Article",
        models.SET_NULL,
        verbose_name="về bài",
        null=True,
        blank=True,
        related_name="+",
    )
    text = models.TextField("nội dung góp ý", max_length=3000)
    name = models.CharField("họ tên", max_length=80, blank=True)
    contact = models.CharField("điện thoại hoặc e-mail", max_length=120, blank=True)
    at = models.DateTimeField("gửi lúc", default=timezone.now)
    prefix_key = models.CharField("mạng", max_length=32, blank=True)
    handled_at = models.DateTimeField("xử lý xong lúc", null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="người xử lý",
        null=True,
        blank=True,
        related_name="+",
    )
    result = models.CharField("đã xử lý thế nào", max_length=500, blank=True)

    class Meta:
        ordering = ["-at"]
        verbose_name = verbose_name_plural = "góp ý"
        indexes = [
            # The limit of messages an hour; blanking after 48 hours.
            models.Index(fields=["prefix_key", "-at"], name="feedback_limit"),
            # The staff's list.
            models.Index(fields=["-at"], name="feedback_by_time"),
        ]

    def __str__(self):
        return self.text[:80]

    @classmethod
    def forget(cls, now=None):
        """Blank where older messages came from, delete old ones; how many were deleted."""
        now = now or timezone.now()
        older = cls.objects.filter(at__lt=now - NETWORK_KEPT)
        older.exclude(prefix_key="").update(prefix_key="")
        return cls.objects.filter(at__lt=now - MESSAGE_KEPT).delete()[0]
