"""What the previous system had counted, as it is entered and changed; remarks on days."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from .parts import WRITTEN, first_day, inside, wholes, written

LARGEST_BALANCE = 2**31 - 1


class OpeningBalanceQuerySet(models.QuerySet):
    def written(self):
        """{written period: visits}, as parts.py takes them."""
        rows = self.values_list("period", "starts_on", "value")
        return {written(period, day): value for period, day, value in rows}


class OpeningBalance(models.Model):
    """What the previous system had counted, by period. A part inside a part counts once."""

    class Period(models.TextChoices):
        TOTAL = "total", "Toàn bộ"
        YEAR = "year", "Năm"
        MONTH = "month", "Tháng"
        DAY = "day", "Ngày"

    period = models.CharField("kỳ", max_length=5, choices=Period)
    # First day of the period; null for the total.
    starts_on = models.DateField("ngày đầu kỳ", null=True, blank=True)
    value = models.PositiveBigIntegerField(
        "lượt truy cập", validators=[MaxValueValidator(LARGEST_BALANCE)]
    )
    as_of = models.DateField("tính đến ngày")
    source = models.CharField("nguồn số liệu", max_length=200)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="người nhập",
        null=True,
        blank=True,
        related_name="+",
    )

    objects = OpeningBalanceQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "số liệu đầu kỳ"
        constraints = [
            models.UniqueConstraint(
                name="one_opening_balance_per_period",
                fields=["period", "starts_on"],
            ),
            models.UniqueConstraint(
                name="one_opening_balance_in_total",
                fields=["period"],
                condition=Q(starts_on__isnull=True),
            ),
            models.CheckConstraint(
                name="only_the_total_has_no_first_day",
                condition=Q(period="total", starts_on__isnull=True)
                | (~Q(period="total") & Q(starts_on__isnull=False)),
                violation_error_message="Nhập ngày đầu kỳ, trừ khi kỳ là toàn bộ.",
            ),
            models.CheckConstraint(
                name="opening_balance_is_no_slip_of_the_pen",
                condition=Q(value__lte=LARGEST_BALANCE),
            ),
        ]

    # Who changes or deletes it, for the record; the commands leave it None.
    changed_by = None

    def __str__(self):
        if self.period == self.Period.TOTAL:
            return self.get_period_display()
        written = {"year": "%Y", "month": "%m/%Y", "day": "%d/%m/%Y"}
        return f"{self.get_period_display()} {self.starts_on:{written[self.period]}}"

    def save(self, **kwargs):
        with transaction.atomic():
            before = self.stored()
            super().save(**kwargs)
            self.record(before, self.stored())
            Carried.objects.all().delete()

    def delete(self, **kwargs):
        with transaction.atomic():
            self.record(self.stored(), None)
            result = super().delete(**kwargs)
            Carried.objects.all().delete()
        return result

    def stored(self):
        return OpeningBalance.objects.filter(pk=self.pk).first()

    def record(self, before, after):
        told = [balance.told() if balance else "" for balance in (before, after)]
        if told[0] != told[1]:
            BalanceChange.objects.create(
                by=self.changed_by, before=told[0], after=told[1]
            )

    def told(self):
        number = f"{self.value:,}".replace(",", ".")
        return f"{self}: {number} lượt, tính đến {self.as_of:%d/%m/%Y}; {self.source}"

    def clean(self):
        """Any day of a period will do to name it; its parts must fit into it."""
        self.starts_on = first_day(self.period, self.starts_on)
        # What a field has refused is not there.
        if self.period in WRITTEN and self.as_of and self.value is not None:
            self.check_days()
            self.check_parts()

    def check_days(self):
        if self.as_of > timezone.localdate():
            raise ValidationError({"as_of": "Ngày này chưa tới."})
        if self.starts_on and self.starts_on > self.as_of:
            raise ValidationError({"starts_on": "Kỳ bắt đầu sau ngày tính đến."})

    def check_parts(self):
        others = OpeningBalance.objects.exclude(pk=self.pk)
        own = written(self.period, self.starts_on)
        entered = {**others.written(), own: self.value}
        for whole in wholes(own):
            if whole in entered and inside(entered, whole) > entered[whole]:
                raise ValidationError({"value": too_much(entered, whole)})


def too_much(entered, whole):
    return (
        f"Các phần bên trong {whole or 'toàn bộ'} cộng lại là {inside(entered, whole)}, "
        f"nhiều hơn chính nó ({entered[whole]}). Hãy xem lại từng số."
    )


class BalanceChange(models.Model):
    """A line of the record: what somebody entered, changed or took out, and when."""

    at = models.DateTimeField("lúc", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="ai",
        null=True,
        related_name="+",
    )
    before = models.CharField("trước", max_length=300, blank=True)
    after = models.CharField("sau", max_length=300, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = verbose_name_plural = "sổ thay đổi số đầu kỳ"

    def __str__(self):
        return self.after or f"Bỏ {self.before}"


class Annotation(models.Model):
    """A remark on a day of the charts."""

    day = models.DateField("ngày")
    text = models.CharField("ghi chú", max_length=160)
    # Of a remark that made itself: an article has one, on its first big day.
    article_id = models.BigIntegerField(
        "bài viết", null=True, unique=True, editable=False
    )

    class Meta:
        ordering = ["-day"]
        verbose_name = verbose_name_plural = "ghi chú trên biểu đồ"

    def __str__(self):
        return self.text


class Carried(models.Model):
    """
    One row: visits counted before `day` (which is yesterday), opening balance
    included, so that no page sums up history. The first beacon of a day makes it, and
    a change of the balance deletes it (reports.totals()).
    """

    day = models.DateField(primary_key=True)
    month = models.PositiveBigIntegerField(default=0)
    year = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
