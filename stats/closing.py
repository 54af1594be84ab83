"""
Closes days that are over. A day is sealed once, in one transaction: its hours become one
SiteDay, and what it adds to the Tallies is added. Salts, keys and pages seen go with it.
"""

from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Max, Min
from django.utils import timezone

from .models import (
    ArticleDay,
    DailySalt,
    Network,
    ReferrerDay,
    SearchMiss,
    Seen,
    SiteDay,
    SiteHour,
    Tally,
    Visitor,
)
from .sql import TABLES, adapted, fetch, run, run_many

# A beacon of 23:59:59 may still be on its way; no request lives as long as this.
GRACE = timedelta(minutes=10)
# How long single days are kept of what the Tallies hold by month; a year can be compared
# with the same days of the year before.
DAYS_KEPT = 400
# Words that people typed may say something about them.
SEARCH_DAYS_KEPT = 90

# No row comes back when the day is sealed already, in this moment by another process.
SEAL = """
INSERT INTO {SiteDay} (day, views, visits, visitors, bots, prefetch, staff, capped, sealed_at)
SELECT %(day)s, COALESCE(SUM(views), 0), COALESCE(SUM(visits), 0),
    COALESCE(SUM(new_visitors), 0), COALESCE(SUM(bots), 0), COALESCE(SUM(prefetch), 0),
    COALESCE(SUM(staff), 0), COALESCE(SUM(capped), 0), %(now)s
FROM {SiteHour} WHERE day = %(day)s
ON CONFLICT (day) DO NOTHING RETURNING day
""".format_map(TABLES)

ADD_ARTICLES = """
INSERT INTO {Tally} AS s (kind, span, starts_on, key, views, reads)
SELECT 'article', %(span)s, %(starts_on)s, article_id, views, reads
FROM {ArticleDay} WHERE day = %(day)s
ON CONFLICT (kind, span, starts_on, key) DO UPDATE SET
    views = s.views + excluded.views, reads = s.reads + excluded.reads
""".format_map(TABLES)

ADD = """
INSERT INTO {Tally} AS s (kind, span, starts_on, key, views, reads)
VALUES (%(kind)s, %(span)s, %(starts_on)s, %(key)s, %(views)s, %(reads)s)
ON CONFLICT (kind, span, starts_on, key) DO UPDATE SET
    views = s.views + excluded.views, reads = s.reads + excluded.reads
""".format_map(TABLES)


def last_over(now=None):
    """The last day that is over for certain."""
    return timezone.localdate((now or timezone.now()) - GRACE) - timedelta(days=1)


def sealed_through():
    """The last sealed day; all counted days before it are sealed. None without one."""
    return SiteDay.objects.aggregate(day=Max("day"))["day"]


def first_counted():
    """The first day of which anything was counted here, or None."""
    return SiteHour.objects.aggregate(day=Min("day"))["day"]


def open_days(now=None):
    """The days that are over and not sealed, oldest first; days without views, too."""
    sealed = sealed_through()
    first = sealed + timedelta(days=1) if sealed else first_counted()
    if first is None:
        return []
    days = (last_over(now) - first).days + 1
    return [first + timedelta(days=number) for number in range(days)]


def seal(day, groups_of, now=None):
    """
    Seal `day`; False when it was sealed before. `groups_of(day)` gives
    {(kind, key): (views, reads)} of its categories, authors and places.
    """
    with transaction.atomic():
        values = adapted(day=day, now=now or timezone.now())
        if not fetch(SEAL, values):
            return False
        groups = [
            {"kind": kind, "key": key, "views": views, "reads": reads}
            for (kind, key), (views, reads) in groups_of(day).items()
        ]
        for span, starts_on in periods_of(day).items():
            period = adapted(day=day, span=span, starts_on=starts_on)
            if span != Tally.Span.DAY:
                run([ADD_ARTICLES], period)
            run_many(ADD, [period | group for group in groups])
    return True


def periods_of(day):
    """{span: its first day} of the periods that `day` lies in."""
    return {
        Tally.Span.DAY: day,
        Tally.Span.MONTH: day.replace(day=1),
        Tally.Span.YEAR: day.replace(month=1, day=1),
    }


def look_at_tables():
    """
    Let SQLite note how its tables are filled, as PostgreSQL does by itself: ten years of
    the dashboard take a third less time.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def forget(now=None):
    """
    Delete what is kept 48 hours at most of the days that are over, and single days
    that are old. Returns how many visitors were forgotten.
    """
    over, today = last_over(now), timezone.localdate(now)
    DailySalt.objects.filter(day__lte=over).delete()
    for model in (Seen, Network):
        model.objects.filter(day__lte=over).delete()
    forgotten, _ = Visitor.objects.filter(day__lte=over).delete()
    oldest = today - timedelta(days=DAYS_KEPT)
    # What is not sealed is in no Tally yet.
    sealed = SiteDay.objects.values("day")
    ArticleDay.objects.filter(day__lt=oldest, day__in=sealed).delete()
    Tally.objects.filter(span=Tally.Span.DAY, starts_on__lt=oldest).delete()
    ReferrerDay.objects.filter(day__lt=oldest).delete()
    searched = today - timedelta(days=SEARCH_DAYS_KEPT)
    SearchMiss.objects.filter(day__lt=searched).delete()
    return forgotten
