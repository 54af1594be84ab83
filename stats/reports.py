"""Figures made of what was counted and of the opening balance."""

from collections import Counter
from datetime import date, timedelta
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import DateField, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone

from .models import ArticleDay, Carried, OpeningBalance, SiteDay, Tally, Visitor
from .parts import opening_balance, written
from .sql import TABLES, adapted, fetch, run

# (kind, day, period, and three numbers). History and the whole opening balance are
# read only while no Carried of this day is there; the cross join lets both databases
# see so before they begin to read.
PARTS = """
WITH missing AS (
    SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM {Carried} WHERE day = %(yesterday)s)
)
SELECT 'counted', day, '', SUM(visits), 0, 0
FROM {SiteHour} WHERE day = %(yesterday)s OR day = %(today)s AND hour < %(hour)s
GROUP BY day
UNION ALL
SELECT 'carried', day, '', total, year, month
FROM {Carried} WHERE day = %(yesterday)s
UNION ALL
SELECT 'history', NULL, '', SUM(visits),
    SUM(CASE WHEN day >= %(year)s THEN visits ELSE 0 END),
    SUM(CASE WHEN day >= %(month)s THEN visits ELSE 0 END)
FROM missing CROSS JOIN {SiteHour} WHERE day < %(yesterday)s
UNION ALL
SELECT 'opening', starts_on, period, value, 0, 0
FROM missing CROSS JOIN {OpeningBalance}
UNION ALL
SELECT 'opening', starts_on, period, value, 0, 0
FROM {OpeningBalance} WHERE period = 'day' AND starts_on IN (%(yesterday)s, %(today)s)
""".format_map(TABLES)


class Totals(NamedTuple):
    """Visits (lượt truy cập), opening balance included."""

    today: int
    yesterday: int
    month: int
    year: int
    total: int

    def plus(self, visits):
        """The same with more visits of today."""
        return Totals(
            self.today + visits,
            self.yesterday,
            self.month + visits,
            self.year + visits,
            self.total + visits,
        )


def totals(now=None, *, before_hour=24, keep=False):
    """
    The Totals of now, in one query, of today's hours before `before_hour`. With `keep`,
    sums over history are written down as the Carried of the day; a page only reads, so
    that no GET changes the database.
    """
    today = timezone.localdate(now)
    parts = read_parts(today, before_hour)
    if keep and parts.carried is None:
        parts = carry(today, before_hour)
    return add_up(parts, today)


class Parts(NamedTuple):
    counted: dict  # visits by written day, of yesterday and today
    opening: dict  # values by written period
    carried: tuple  # (total, year, month) before yesterday, or None
    history: tuple  # the same without the opening balance


def read_parts(today, before_hour):
    values = adapted(
        today=today,
        hour=before_hour,
        yesterday=today - timedelta(days=1),
        month=today.replace(day=1),
        year=today.replace(month=1, day=1),
    )
    found = {"counted": {}, "opening": {}, "carried": None, "history": (0, 0, 0)}
    for kind, day, period, *numbers in fetch(PARTS, values):
        numbers = tuple(int(number or 0) for number in numbers)
        if kind == "counted":
            found[kind][str(day)] = numbers[0]
        elif kind == "opening":
            found[kind][written(period, day)] = numbers[0]
        else:
            found[kind] = numbers
    return Parts(**found)


def add_up(parts, today):
    yesterday = today - timedelta(days=1)
    new, old = (parts.counted.get(str(day), 0) for day in (today, yesterday))
    total, year, month = parts.carried or carried_of(parts, today)
    return Totals(
        today=new + parts.opening.get(str(today), 0),
        yesterday=old + parts.opening.get(str(yesterday), 0),
        month=month + new + (old if yesterday.month == today.month else 0),
        year=year + new + (old if yesterday.year == today.year else 0),
        total=total + new + old,
    )


def carried_of(parts, today):
    """(total, year, month) before yesterday, out of history and opening balance."""
    periods = ("", str(today)[:4], str(today)[:7])
    return tuple(
        counted + opening_balance(parts.opening, period)
        for counted, period in zip(parts.history, periods, strict=True)
    )


def carry(today, before_hour):
    """Write the Carried of today, while nobody changes the opening balance."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            run([f"LOCK TABLE {OpeningBalance._meta.db_table} IN SHARE MODE"], None)
        parts = read_parts(today, before_hour)
        if parts.carried is None:
            yesterday = today - timedelta(days=1)
            total, year, month = carried_of(parts, today)
            row = Carried(day=yesterday, total=total, year=year, month=month)
            Carried.objects.filter(day__lt=yesterday).delete()
            Carried.objects.bulk_create([row], ignore_conflicts=True)
    return parts


def most_read(days, now=None):
    """Ids of the articles most read in the last `days` days; a queryset to slice."""
    since = timezone.localdate(now) - timedelta(days=days - 1)
    return (
        ArticleDay.objects.filter(day__gte=since, reads__gt=0)
        .values("article_id")
        .annotate(read=Sum("reads"))
        .order_by("-read", "-article_id")
        .values_list("article_id", flat=True)
    )


def online(now=None):
    """How many visitors were seen in the last five minutes."""
    since = (now or timezone.now()) - timedelta(minutes=5)
    return Visitor.objects.filter(last_seen__gt=since).count()


class ArticleViews(NamedTuple):
    views: int = 0
    reads: int = 0


def article_views(ids):
    """{id: ArticleViews} of all time, for each of `ids`, in one query."""
    tallied = Tally.objects.filter(
        kind=Tally.Kind.ARTICLE, span=Tally.Span.YEAR, key__in=ids
    ).values_list("key")
    recent = ArticleDay.objects.filter(
        article_id__in=ids, day__gt=sealed_through()
    ).values_list("article_id")
    views, reads = Counter(), Counter()
    for article, viewed, read in summed(tallied).union(summed(recent), all=True):
        views[article] += viewed
        reads[article] += read
    return {key: ArticleViews(views[key], reads[key]) for key in ids}


def article_since(key, first):
    """(ArticleViews of all time, {day: views} from `first` on) of the article `key`."""
    everything = Cast(None, DateField())  # no day of its own
    tallied = Tally.objects.filter(
        kind=Tally.Kind.ARTICLE, span=Tally.Span.YEAR, key=key
    )
    days = ArticleDay.objects.filter(article_id=key)
    parts = [
        summed(tallied.values_list(everything)),
        summed(days.filter(day__gt=sealed_through()).values_list(everything)),
    ]
    recent = days.filter(day__gte=first).values_list("day", "views", "reads")
    views, reads, by_day = 0, 0, {}
    for day, viewed, read in parts[0].union(parts[1], recent, all=True):
        if day:
            by_day[day] = viewed
        else:
            views, reads = views + (viewed or 0), reads + (read or 0)
    return ArticleViews(views, reads), by_day


def summed(rows):
    return rows.annotate(all_views=Sum("views"), all_reads=Sum("reads"))


def sealed_through():
    """The last sealed day, for a query; the first day of all when none is sealed."""
    last = SiteDay.objects.order_by("-day").values("day")[:1]
    return Coalesce(Subquery(last), Value(date.min, DateField()))
