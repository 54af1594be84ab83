"""The site itself in a range: its line, its hours, its screens, what was not counted."""

from collections import Counter
from typing import NamedTuple

from django.utils import timezone

from stats import closing, periods
from stats.models import Annotation, OpeningBalance, SiteDay, WidthDay
from stats.parts import breakdown
from stats.periods import DAY

from ..templatetags.vietnamese import WEEKDAYS, grouped
from . import charts
from .dashboard_cards import within
from .tables import Table

REMOVED = {
    "bots": "Máy tự động",
    "prefetch": "Trình duyệt tải trước",
    "staff": "Cán bộ tòa soạn",
    "capped": "Vượt giới hạn",
}
UNKNOWN = ["Không rõ năm", "Không rõ tháng", "Không rõ ngày"]


class LinePanel(NamedTuple):
    table: Table
    chart: charts.LineChart
    sentence: str  # what somebody hears who does not see the chart
    annotations: list
    has_old: bool
    changed_on: object  # the first counted day when it lies in the range, else None


def line(span, days, first_counted):
    """Visits by day or month, the range before beside them, and the remarks."""
    steps, today = span.steps(), timezone.localdate()
    now = by_step(steps, days, span, first_counted)
    before = by_step(steps_before(span), days, span, first_counted)
    old = opening_values(steps, span, first_counted)
    annotations = list(Annotation.objects.filter(day__range=span).order_by("day", "pk"))
    changed = first_counted if first_counted and span.first < first_counted else None
    changed = changed if changed and changed <= span.last else None
    chart = charts.line_chart(
        steps,
        now,
        before,
        old=old,
        texts=text_of(span),
        marks=[span.step_of(note.day) for note in annotations],
        is_open=span.last == today and len(steps) > 1,
        changed=changed and span.step_of(changed),
    )
    columns = ["Ngày" if span.is_by_day else "Tháng", "Kỳ này", "Kỳ trước"]
    rows = [list(row) for row in zip(steps, now, before, strict=True)]
    if any(old):
        columns.append("Hệ thống cũ")
        rows = [[*row, value] for row, value in zip(rows, old, strict=True)]
    if not span.is_by_day:
        rows = [[f"{step:%m/%Y}", *numbers] for step, *numbers in rows]
    table = Table("theo-ngay", "Lượt truy cập theo ngày", columns, rows)
    return LinePanel(table, chart, spoken(now), annotations, any(old), changed)


def by_step(steps, days, span, first_counted):
    """Visits of each step; None where nothing was counted yet."""
    sums = Counter()
    for key, figures in days.items():
        sums[span.step_of(key)] += figures.visits
    begin = first_counted and span.step_of(first_counted)
    return [sums[step] if begin and step >= begin else None for step in steps]


def steps_before(span):
    if span.is_by_day:
        return span.before.steps()
    count = len(span.steps())
    return periods.months(span.first - 31 * count * DAY, span.first - DAY)[-count:]


def opening_values(steps, span, first_counted):
    """What the previous system had for steps before anything was counted here."""
    period = "day" if span.is_by_day else "month"
    rows = OpeningBalance.objects.filter(period=period, starts_on__in=steps)
    values = dict(rows.values_list("starts_on", "value"))
    end = first_counted and span.step_of(first_counted)
    return [values.get(step) if not end or step < end else None for step in steps]


def text_of(span):
    form = (
        "%d/%m" if span.is_by_day and span.first.year == span.last.year else "%d/%m/%y"
    )
    return lambda step: f"{step:{form if span.is_by_day else '%m/%Y'}}"


def spoken(now):
    known = [value for value in now if value is not None]
    if not known:
        return "Chưa đếm lượt truy cập nào trong khoảng này"
    return (
        f"Đường lượt truy cập; cao nhất {grouped(max(known))}, "
        f"thấp nhất {grouped(min(known))}, cuối cùng {grouped(known[-1])}"
    )


class HeatPanel(NamedTuple):
    table: Table
    cells: list
    days: list  # (x, text)
    hours: list  # (y, text)
    sentence: str


def heat(span):
    """When people come: mean visits of each hour of the week."""
    values = periods.hours_of_week(span)
    short = ["T2", "T3", "T4", "T5", "T6", "T7", "CN"]
    rows = [
        [f"{hour:02}:00", *(round(values.get((day, hour), 0)) for day in range(7))]
        for hour in range(24)
    ]
    table = Table("theo-gio", "Giờ nào đông người đọc?", ["Giờ", *WEEKDAYS], rows)
    width, height = charts.CELL
    return HeatPanel(
        table,
        charts.heat(values),
        [
            (str(charts.HEAT_LEFT + place * width + 22), name)
            for place, name in enumerate(short)
        ],
        [
            (str(charts.HEAT_TOP + hour * height + 11), f"{hour:02}:00")
            for hour in range(0, 24, 3)
        ],
        busiest(values),
    )


def busiest(values):
    if not values:
        return "Chưa có lượt truy cập nào"
    (weekday, hour), number = max(values.items(), key=lambda item: item[1])
    return (
        f"Đông nhất: {WEEKDAYS[weekday].lower()}, {hour} đến {hour + 1} giờ, "
        f"trung bình {grouped(round(number))} lượt"
    )


class BarPanel(NamedTuple):
    table: Table
    bars: list  # (name, number, share as written, x, width)


def bars(name, title, columns, numbers):
    """A bar that the (name, number) pairs fill together."""
    whole = sum(number for _, number in numbers) or 1
    table = Table(name, title, [*columns, "Tỷ lệ (%)"], [])
    drawn = []
    places = charts.shares([number for _, number in numbers])
    for (label, number), (x, width) in zip(numbers, places, strict=True):
        share = f"{100 * number / whole:.1f}".replace(".", ",")
        table.rows.append([label, number, share])
        drawn.append((label, number, share, x, width))
    return BarPanel(table, drawn)


def devices(span):
    found = periods.widths(span)
    numbers = [(width.label, found.get(width.value, 0)) for width in WidthDay.Width]
    return bars("thiet-bi", "Thiết bị", ["Cỡ màn hình", "Lượt xem"], numbers)


def removed(span, days):
    """What was not counted, beside the views that were."""
    figures = within(days, span)
    numbers = [("Lượt xem đã đếm", figures.views)]
    numbers += [(label, getattr(figures, name)) for name, label in REMOVED.items()]
    return bars("da-loai", "Đếm và loại", ["Loại", "Số lần"], numbers)


class Quality(NamedTuple):
    open: list  # days in the range that may still change
    overdue: list  # of them, those that should have been sealed
    sealed_at: object  # of the last seal, or None
    capped: int
    first_counted: object


def quality(span, days, first_counted):
    late, first = closing.open_days(), periods.open_part(span)[0]
    if first_counted:
        first = max(first, first_counted)
    return Quality(
        open=[first + n * DAY for n in range((span.last - first).days + 1)],
        overdue=late,
        sealed_at=SiteDay.objects.order_by("-day")
        .values_list("sealed_at", flat=True)
        .first(),
        capped=within(days, span).capped,
        first_counted=first_counted,
    )


def opening():
    """The Table of what the previous system had, part by part; None when it is empty."""
    lines = breakdown(OpeningBalance.objects.written())
    if not lines[0].value:
        return None
    rows = [(part_name(line), line.value) for line in lines]
    return Table("he-thong-cu", "Số của hệ thống cũ", ["Kỳ", "Lượt truy cập"], rows)


def part_name(line):
    if line.is_rest:
        return UNKNOWN[line.depth - 1]
    return written_period(line.period)


def written_period(period):
    parts = period.split("-") if period else []
    names = ["Toàn bộ", "Năm", "Tháng", "Ngày"]
    return f"{names[len(parts)]} {'/'.join(reversed(parts))}".strip()
