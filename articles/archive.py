"""Years, months and days of the archive, and how much lies in each."""

import calendar
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, IntegerField, Value
from django.urls import reverse
from django.utils import timezone

FIRST_YEAR = 2004  # of the province as it is now; no archive lies before it


class Period(NamedTuple):
    """A year, a month or a day in local time."""

    year: int
    month: int | None = None
    day: int | None = None

    @property
    def start(self):
        """Its first instant."""
        return timezone.make_aware(datetime(*[*self.numbers, 1, 1][:3]))

    @property
    def end(self):
        """The first instant after it."""
        if self.day:
            return self.start + timedelta(days=1)
        month = (self.month or 12) + 1
        return Period(self.year + month // 13, (month - 1) % 12 + 1).start

    @property
    def numbers(self):
        return [number for number in self if number is not None]

    @property
    def url(self):
        return reverse("articles:archive", args=self.numbers)

    @property
    def name(self):
        """'năm 2026', 'tháng 03/2026', 'ngày 03/03/2026'."""
        kind = ("năm", "tháng", "ngày")[len(self.numbers) - 1]
        written = "/".join(f"{number:02}" for number in reversed(self.numbers))
        return f"{kind} {written}"

    @property
    def path(self):
        """Itself and what it lies in, the largest first."""
        numbers = self.numbers
        return [Period(*numbers[: length + 1]) for length in range(len(numbers))]

    @property
    def parts(self):
        """Its months or days, none of a day."""
        if self.day:
            return []
        if self.month is None:
            return [Period(self.year, month) for month in range(1, 13)]
        days = calendar.monthrange(self.year, self.month)[1]
        return [self._replace(day=day) for day in range(1, days + 1)]

    def around(self, moment):
        """The period of the same length in which `moment` lies."""
        day = timezone.localtime(moment)
        numbers = (day.year, day.month, day.day)
        return Period(*numbers[: len(self.numbers)])


def find(year, month=None, day=None):
    """The Period, or None where the archive has none: before its first year, to come."""
    period = Period(year, month, day)
    try:
        is_there = year >= FIRST_YEAR and period.start <= timezone.now()
    except (ValueError, OverflowError):
        return None
    return period if is_there else None


def years():
    """All years of the archive, the newest first."""
    return [
        Period(year) for year in range(timezone.localdate().year, FIRST_YEAR - 1, -1)
    ]


class Counted(NamedTuple):
    period: Period
    articles: int


def counted(articles, periods):
    """[Counted, ...] for `periods`, in one query of ranges of the index by date."""
    if not periods:
        return []
    first, *others = [
        within(articles, period)
        .order_by()
        .annotate(at=Value(number, IntegerField()))
        .values("at")
        .annotate(articles=Count("pk"))
        .values_list("at", "articles")
        for number, period in enumerate(periods)
    ]
    numbers = dict(first.union(*others, all=True))
    return [
        Counted(period, numbers.get(number, 0)) for number, period in enumerate(periods)
    ]


def within(articles, period):
    return articles.filter(published_at__gte=period.start, published_at__lt=period.end)


def weeks(days):
    """The Counted days of a month in weeks from Monday to Sunday, None around them."""
    period = days[0].period
    empty = [None] * calendar.weekday(period.year, period.month, 1)
    cells = [*empty, *days]
    cells += [None] * (-len(cells) % 7)
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]
