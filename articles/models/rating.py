"""Readers' votes. articles/rating.py knows how one is cast."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class RatingDecision(models.Model):
    """What the staff made of held votes on one article, and why."""

    class Verdict(models.TextChoices):
        ACCEPTED = "accepted", "Tính vào điểm"
        DROPPED = "dropped", "Bỏ"

    article = models.ForeignKey(
        "articles.Article",
        models.CASCADE,
        related_name="rating_decisions",
        verbose_name="bài viết",
    )
    verdict = models.CharField("quyết định", max_length=8, choices=Verdict)
    votes = models.PositiveIntegerField("số phiếu")
    points = models.PositiveIntegerField("tổng điểm của các phiếu")
    reason = models.CharField("lý do", max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="ai",
        null=True,
        related_name="+",
    )
    at = models.DateTimeField("lúc", auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = verbose_name_plural = "sổ quyết định đánh giá"

    def __str__(self):
        return f"{self.get_verdict_display()}: {self.votes} phiếu, {self.article}"


class Rating(models.Model):
    """
    One vote. `voter` names a signed cookie, `client` and `prefix_key` are keyed
    hashes of where it came from, blanked within 48 hours.
    """

    class Held(models.TextChoices):
        NETWORK = "network", "Quá nhiều phiếu một giờ từ một mạng"
        SURGE = "surge", "Cao hơn hẳn mức thường của cổng"
        ORIGIN = "origin", "Không rõ gửi từ trang nào"

    article = models.ForeignKey(
        "articles.Article",
        models.CASCADE,
        related_name="ratings",
        verbose_name="bài viết",
    )
    voter = models.CharField("người đánh giá", max_length=32)
    score = models.PositiveSmallIntegerField("điểm")
    held = models.BooleanField("chờ xét", default=False)
    held_for = models.CharField("lý do giữ", max_length=8, choices=Held, blank=True)
    # Held with a decision: dropped. It stays, so that its voter sees what was sent.
    decision = models.ForeignKey(
        RatingDecision,
        models.SET_NULL,
        related_name="ratings",
        verbose_name="quyết định",
        null=True,
    )
    at = models.DateTimeField("lúc")
    client = models.CharField("máy", max_length=32, blank=True)
    prefix_key = models.CharField("mạng", max_length=32, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "đánh giá"
        constraints = [
            models.UniqueConstraint(
                name="one_rating_per_voter", fields=["article", "voter"]
            ),
            models.CheckConstraint(
                name="score_is_one_to_five", condition=Q(score__range=(1, 5))
            ),
        ]
        indexes = [
            # Limits by article, hour and network.
            models.Index(fields=["article", "-at"], name="rating_limits"),
            # The site's mean of the last week; blanking after 48 hours.
            models.Index(fields=["-at"], name="rating_by_time"),
            # What waits for the staff.
            models.Index(
                fields=["article", "held_for"],
                name="ratings_waiting",
                condition=Q(held=True, decision__isnull=True),
            ),
        ]


class RatingTotal(models.Model):
    """Sum and number of the votes that count, kept with each vote."""

    article = models.OneToOneField(
        "articles.Article",
        models.CASCADE,
        primary_key=True,
        related_name="rating_total",
        verbose_name="bài viết",
    )
    sum = models.PositiveIntegerField("tổng số điểm", default=0)
    count = models.PositiveIntegerField("số đánh giá", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "tổng điểm"
        constraints = [
            models.CheckConstraint(
                name="sum_fits_count",
                condition=Q(sum__gte=models.F("count"))
                & Q(sum__lte=models.F("count") * 5),
            )
        ]
