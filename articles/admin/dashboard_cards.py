"""The cards at the head of the dashboard: the five totals, who is here, the range."""

from datetime import timedelta
from typing import NamedTuple

from django.utils import timezone

from stats import reports
from stats.models import OpeningBalance, SiteHour
from stats.parts import opening_balance
from stats.periods import DAY, Range, SiteFigures, summed

from ..templatetags.vietnamese import WEEKDAYS, clock, day, grouped
from .ranges import Change, compared

WEEK = timedelta(days=7)


class Card(NamedTuple):
    name: str
    value: int
    note: str = ""
    change: Change | None = None
    versus: str = ""  # what the change is against


def cards(days, first_counted):
    """The five totals and who is here now. `days` are the site's since last New Year."""
    now = timezone.localtime()
    today = now.date()
    totals = reports.totals()
    month, year = today.replace(day=1), today.replace(month=1, day=1)
    yesterday = today - DAY
    old = opening_balance(OpeningBalance.objects.written(), "")
    return [
        Card(
            "Hôm nay",
            totals.today,
            f"Đến {clock(now)}.",
            *since_midnight(now, days, first_counted),
        ),
        Card(
            "Hôm qua",
            totals.yesterday,
            "",
            one_day(yesterday, days, first_counted),
            f"so với {WEEKDAYS[yesterday.weekday()].lower()} tuần trước",
        ),
        Card(
            f"Tháng {today:%m}",
            totals.month,
            f"{today.day} ngày.",
            so_far(Range(month, yesterday), days, first_counted, last_month(month)),
            "so với cùng kỳ tháng trước",
        ),
        Card(
            f"Năm {today.year}",
            totals.year,
            f"{(today - year).days + 1} ngày.",
            so_far(
                Range(year, yesterday),
                days,
                first_counted,
                year.replace(year=year.year - 1),
            ),
            "so với cùng kỳ năm trước",
        ),
        Card(
            "Tổng số",
            totals.total,
            f"Trong đó {grouped(old)} lượt của hệ thống cũ." if old else "",
        ),
        Card("Đang trực tuyến", reports.online(now), "Xem trang trong 5 phút qua."),
    ]


def since_midnight(now, days, first_counted):
    """(Change, words): today so far beside yesterday until the same time."""
    yesterday = now.date() - DAY
    rows = SiteHour.objects.filter(day=yesterday, hour__lte=now.hour)
    visits = dict(rows.values_list("hour", "visits"))
    running = visits.pop(now.hour, 0) * now.minute // 60
    today = days.get(now.date(), SiteFigures()).visits
    change = compared(
        today,
        sum(visits.values()) + running,
        Range(yesterday, yesterday),
        first_counted,
    )
    return change, "so với cùng giờ hôm qua"


def one_day(which, days, first_counted):
    before = which - WEEK
    return compared(
        days.get(which, SiteFigures()).visits,
        days.get(before, SiteFigures()).visits,
        Range(before, before),
        # The first day was not counted from its beginning.
        first_counted and first_counted + DAY,
    )


def so_far(span, days, first_counted, begin):
    """The whole days of `span` beside as many from `begin` on."""
    if span.length < 1:
        return None
    before = Range(begin, begin + (span.length - 1) * DAY)
    return compared(
        within(days, span).visits, within(days, before).visits, before, first_counted
    )


def last_month(month):
    return (month - DAY).replace(day=1)


def within(days, span):
    """The SiteFigures of `span`."""
    found = [figures for key, figures in days.items() if span.first <= key <= span.last]
    return summed(found)


def range_cards(span, days, first_counted):
    """What the site had in `span`, each beside the range before."""
    now, before = within(days, span), within(days, span.before)
    counted = [key for key in days if span.first <= key <= span.last]
    length = max(1, len(counted))

    def card(name, value, earlier, note=""):
        change = compared(value, earlier, span.before, first_counted)
        return Card(name, value, note, change, "so với kỳ trước")

    return [
        card("Lượt truy cập", now.visits, before.visits),
        card("Lượt xem trang", now.views, before.views),
        card(
            "Khách một ngày",
            round(now.visitors / length),
            round(before.visitors / span.length),
            "Trung bình; khách của nhiều ngày không cộng được.",
        ),
        Card(
            "Ngày đông nhất",
            max((days[key].visits for key in counted), default=0),
            day(max(counted, key=lambda key: days[key].visits, default=None)),
        ),
    ]
