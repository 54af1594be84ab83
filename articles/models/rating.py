"""Readers' votes. articles/rating.py knows how one is cast."""

from django.db import models
from django.db.models import Q


class Rating(models.Model):
    """
    One vote. `voter` names a signed cookie, `client` and `prefix_key` are keyed
    hashes of where it came from, blanked within 48 hours.
    """

    article = models.ForeignKey(
        "articles.Article",
        models.CASCADE,
        related_name="ratings",
        verbose_name="bài viết",
    )
    voter = models.CharField("người đánh giá", max_length=32)
    score = models.PositiveSmallIntegerField("điểm")
    held = models.BooleanField("chờ xét", default=False)
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
