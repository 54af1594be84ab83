"""
Figures of a range of days, out of sealed days and their Tallies and, for the days that
are still open, out of what was counted so far.
"""

from calendar import monthrange
from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Sum

from . import closing
from .models import (
    ArticleDay,
    ReferrerDay,
    SearchMiss,
    SiteDay,
    SiteHour,
    Tally,
    WidthDay,
)
from .sql import TABLES, adapt, fetch

DAY = timedelta(days=1)
# The longest range whose charts show single days.
LONGEST_BY_DAY = closing.DAYS_KEPT
COLUMNS = ["views", "visits", "visitors", "bots", "prefetch", "staff", "capped"]


class Range(NamedTuple):
    first: date
    last: date

    @property
    def length(self):
        """In days."""
        return (self.last - self.first).days + 1

    @property
    def before(self):
        """The range of the same length that ends where this one begins."""
        return Range(self.first - self.length * DAY, self.first - DAY)

    @property
    def is_by_day(self):
        return self.length <= LONGEST_BY_DAY

    def steps(self):
        """The first days of what a chart of this range shows: its days or its months."""
        if self.is_by_day:
            return [self.first + number * DAY for number in range(self.length)]
        return months(self.first, self.last)

    def step_of(self, day):
        return day if self.is_by_day else day.replace(day=1)


def months(first, last):
    """First days of the months from that of `first` to that of `last`."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    places = (first.month - 1 + number for number in range(count))
    return [date(first.year + place // 12, place % 12 + 1, 1) for place in places]


# The site


class SiteFigures(NamedTuple):
    views: int = 0
    visits: int = 0
    visitors: int = 0
    bots: int = 0
    prefetch: int = 0
    staff: int = 0
    capped: int = 0


def site_days(span):
    """{day: SiteFigures} of the days in `span` of which something was counted."""
    sealed = SiteDay.objects.filter(day__range=span).values_list("day", *COLUMNS)
    days = {day: SiteFigures(*numbers) for day, *numbers in sealed}
    open_hours = SiteHour.objects.filter(day__range=open_part(span))
    names = ["new_visitors" if name == "visitors" else name for name in COLUMNS]
    for day, *numbers in open_hours.values_list("day").annotate(*map(Sum, names)):
        days[day] = SiteFigures(*numbers)
    return days


def open_part(span):
    """The days of `span` that are not sealed, as a range that may be empty."""
    sealed = closing.sealed_through()
    return (max(span[0], sealed + DAY) if sealed else span[0], span[1])


def summed(days):
    """The SiteFigures of all `days` together, as far as they add up: visitors do not."""
    return SiteFigures(*map(sum, zip(*days, strict=True))) if days else SiteFigures()


def hours_of_week(span):
    """
    {(weekday, hour): mean visits of such an hour} in `span`, at most its last year;
    Monday is 0.
    """
    first = max(span.first, span.last - 364 * DAY)
    sums, days = Counter(), defaultdict(set)
    rows = SiteHour.objects.filter(day__range=(first, span.last))
    for day, hour, visits in rows.values_list("day", "hour", "visits"):
        sums[day.weekday(), hour] += visits
        days[day.weekday()].add(day)
    return {key: sums[key] / len(days[key[0]]) for key in sums}


def widths(span):
    """{width class: views}."""
    rows = WidthDay.objects.filter(day__range=span).values_list("width")
    return dict(rows.annotate(sum=Sum("views")))


def referrers(span, length):
    """[(host, views)] of other sites that sent readers, the most first."""
    return ranked(ReferrerDay.objects.filter(day__range=span), "host", "views", length)


def search_misses(span, length):
    """[(words, number of times)] of searches that found nothing."""
    return ranked(SearchMiss.objects.filter(day__range=span), "query", "count", length)


def ranked(rows, name, number, length):
    found = rows.values_list(name).annotate(sum=Sum(number))
    return list(found.order_by("-sum", name)[:length])


# Articles, categories, authors, places


def pieces(span, sealed):
    """
    {"year": first days, "month": first days, "day": ranges} that `span` is made of, in
    as few rows as may be. The running month's Tally holds the days sealed so far.
    """
    found = {"year": [], "month": [], "day": []}
    through = min(span.last, sealed) if sealed else span.first - DAY
    day = span.first
    while day <= through:
        month_end = day.replace(day=monthrange(day.year, day.month)[1])
        year_end = day.replace(month=12, day=31)
        if (day.month, day.day) == (1, 1) and min(year_end, sealed) <= span.last:
            found["year"].append(day)
            day = year_end + DAY
        elif day.day == 1 and min(month_end, sealed) <= span.last:
            found["month"].append(day)
            day = month_end + DAY
        else:
            found["day"].append((day, min(month_end, through)))
            day = month_end + DAY
    return found


class Rank(NamedTuple):
    key: int
    views: int
    reads: int


def top_articles(span, length):
    """Ranks of the articles most read in `span`."""
    parts = pieces(span, closing.sealed_through())
    parts["day"].append(open_part(span))
    tallied, values = tallies("article", {**parts, "day": []})
    days = [
        "SELECT article_id AS id, views, reads FROM {ArticleDay} WHERE day BETWEEN %s AND %s"
    ]
    days *= len(parts["day"])
    values += [adapt(day) for piece in parts["day"] for day in piece]
    rows = " UNION ALL ".join([*tallied, *days]).format_map(TABLES)
    statement = (
        f"SELECT id, SUM(views), SUM(reads) FROM ({rows}) AS rows "
        "GROUP BY id ORDER BY 3 DESC, 2 DESC, 1 DESC LIMIT %s"
    )
    return [Rank(*map(int, row)) for row in fetch(statement, [*values, length])]


def group_sums(kind, span):
    """{key: (views, reads)} of categories, authors or places, of sealed days alone."""
    parts = pieces(span, closing.sealed_through())
    selects, values = tallies(kind, parts)
    if not selects:
        return {}
    rows = " UNION ALL ".join(selects).format_map(TABLES)
    statement = f"SELECT id, SUM(views), SUM(reads) FROM ({rows}) AS rows GROUP BY id"
    return {
        key: (int(views), int(reads)) for key, views, reads in fetch(statement, values)
    }


def tallies(kind, parts):
    """(SELECTs, their values) for the rows of `kind` in the pieces()."""
    select = (
        "SELECT key AS id, views, reads FROM {Tally} "
        "WHERE kind = %s AND span = %s AND starts_on "
    )
    selects, values = [], []
    for span in ("year", "month"):
        if parts[span]:
            marks = ", ".join(["%s"] * len(parts[span]))
            selects.append(f"{select} IN ({marks})")
            values += [kind, span, *map(adapt, parts[span])]
    for piece in parts["day"]:
        selects.append(f"{select} BETWEEN %s AND %s")
        values += [kind, "day", *map(adapt, piece)]
    return selects, values


def article_lines(keys, span):
    """{key: {step: reads}} of the articles `keys`."""
    if not span.is_by_day:
        found = lines(Tally.Kind.ARTICLE, keys, span)
        days = Range(*open_part(span))
    else:
        found, days = {key: {} for key in keys}, span
    rows = ArticleDay.objects.filter(article_id__in=keys, day__range=days)
    for key, day, reads in rows.values_list("article_id", "day", "reads"):
        step = span.step_of(day)
        found[key][step] = found[key].get(step, 0) + reads
    return found


def lines(kind, keys, span):
    """{key: {step: reads}} of the sealed steps of `span`, for a small line beside each."""
    by = Tally.Span.DAY if span.is_by_day else Tally.Span.MONTH
    rows = Tally.objects.filter(
        kind=kind,
        key__in=keys,
        span=by,
        starts_on__range=(span.step_of(span.first), span.last),
    )
    found = {key: {} for key in keys}
    for key, step, reads in rows.values_list("key", "starts_on", "reads"):
        found[key][step] = reads
    return found
