"""Which days the dashboard is about, and how two ranges may be compared."""

from datetime import date, timedelta
from typing import NamedTuple

from django import forms
from django.utils import timezone

from stats import closing
from stats.periods import Range

LENGTHS = [(7, "7 ngày"), (30, "30 ngày"), (90, "90 ngày"), (365, "365 ngày")]
USUAL = 30
EARLIEST = date(2000, 1, 1)
PICKER = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class RangeForm(forms.Form):
    ky = forms.TypedChoiceField(
        label="Khoảng thời gian",
        choices=[*LENGTHS, ("", "Tự chọn")],
        coerce=int,
        empty_value=None,
        required=False,
    )
    tu = forms.DateField(label="Từ ngày", widget=PICKER, required=False)
    den = forms.DateField(label="Đến ngày", widget=PICKER, required=False)

    def clean(self):
        first, last = self.cleaned_data.get("tu"), self.cleaned_data.get("den")
        if self.errors or not (first or last):
            return
        today = timezone.localdate()
        last = min(last or today, today)
        if not first or not EARLIEST <= first <= last:
            self.add_error("tu", "Ngày đầu phải trước ngày cuối và sau năm 1999.")

    def range(self):
        """The Range that was asked for; the last 30 days when it makes no sense."""
        today = timezone.localdate()
        if not self.is_valid():
            return last_days(USUAL)
        asked = self.cleaned_data
        if asked["tu"]:
            return whole(Range(asked["tu"], min(asked["den"] or today, today)))
        return last_days(asked["ky"] or USUAL)


def last_days(length):
    today = timezone.localdate()
    return Range(today - timedelta(days=length - 1), today)


def whole(span):
    """`span`, wider by the rest of its months where only months are kept."""
    oldest = timezone.localdate() - timedelta(days=closing.DAYS_KEPT)
    first, last = span
    if first < oldest:
        first = first.replace(day=1)
    if last < oldest:
        last = (last.replace(day=28) + timedelta(days=4)).replace(day=1)
        last -= timedelta(days=1)
    return Range(first, last)


class Change(NamedTuple):
    """A number beside that of the period before."""

    now: float
    before: float

    @property
    def percent(self):
        """'4,2', or None when nothing was there before."""
        if not self.before:
            return None
        change = abs(self.now - self.before) * 100 / self.before
        return f"{change:.1f}".replace(".", ",")

    @property
    def way(self):
        """'tăng', 'giảm' or 'không đổi', as far as the percentage shows it."""
        if self.percent == "0,0":
            return "không đổi"
        return "tăng" if self.now > self.before else "giảm"

    @property
    def told(self):
        """'tăng 4,2 %', or 'không đổi'."""
        return self.way if self.percent == "0,0" else f"{self.way} {self.percent} %"


def compared(now, before, span, first_counted):
    """A Change; None when `span`, the earlier one, was not wholly counted here."""
    if first_counted is None or span.first < first_counted:
        return None
    return Change(now, before)
