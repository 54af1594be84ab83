"""
Counts page views as they come in, one short transaction each.

- Lượt xem (view): a beacon; the same visitor and page within 5 seconds count once.
- Lượt truy cập (visit): views of one visitor with gaps under 30 minutes. It ends at
  local midnight and belongs to the hour of its first view.
- Lượt đọc (read): the first view of an article in a visit.
- Khách (visitor): a key of visitors.py, good for one day and never summed over days.
- A reader who asks not to be followed and is obeyed (RESPECT_DO_NOT_TRACK) has no key:
  each view counts, as a read and, when it comes from outside, as a visit; never as a
  visitor.

Every decision lies in the SQL of an upsert, none between a read and a write. The order
of the tables is the same in every transaction, and the hour, which all share, is last.
"""

from datetime import timedelta
from enum import Enum

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from .sql import TABLES, adapted, fetch, run
from .visitors import keys, network_limit

REPEAT = timedelta(seconds=5)
VISIT_GAP = timedelta(minutes=30)
NEW_REFERRERS_PER_DAY = 1000
OTHER_REFERRERS = "(khác)"
TABLET, DESKTOP = 600, 1024  # CSS pixels from which on

# No row comes back for a visitor who has used up the window; its row stays as it was.
VISITOR = """
INSERT INTO {Visitor} AS v
    (day, key, visits, visit_views, first_seen, last_seen, window_start, window_views)
VALUES (%(day)s, %(key)s, 1, 1, %(now)s, %(now)s, %(now)s, 1)
ON CONFLICT (day, key) DO UPDATE SET
    visits = v.visits + CASE WHEN v.last_seen <= %(gap)s THEN 1 ELSE 0 END,
    visit_views = CASE WHEN v.last_seen <= %(gap)s THEN 1 ELSE v.visit_views + 1 END,
    last_seen = CASE WHEN v.last_seen < %(now)s THEN %(now)s ELSE v.last_seen END,
    window_start = CASE WHEN v.window_start <= %(window)s
        THEN %(now)s ELSE v.window_start END,
    window_views = CASE WHEN v.window_start <= %(window)s
        THEN 1 ELSE v.window_views + 1 END
WHERE v.window_views < %(window_limit)s OR v.window_start <= %(window)s
RETURNING visits, visit_views
""".format_map(TABLES)

# No row comes back for a repeat.
SEEN = """
INSERT INTO {Seen} AS s (day, key, page, visit, views, at)
VALUES (%(day)s, %(key)s, %(page)s, %(visit)s, 1, %(now)s)
ON CONFLICT (day, key, page) DO UPDATE SET
    views = CASE WHEN s.visit = excluded.visit THEN s.views + 1 ELSE 1 END,
    visit = excluded.visit,
    at = excluded.at
WHERE s.at <= %(repeat)s
RETURNING views
""".format_map(TABLES)

# No row comes back for a network that has begun enough visits in this hour.
NETWORK = """
INSERT INTO {Network} AS n (day, hour, key, visits)
VALUES (%(day)s, %(hour)s, %(network)s, 1)
ON CONFLICT (day, hour, key) DO UPDATE SET visits = n.visits + 1
WHERE n.visits < %(network_limit)s
RETURNING visits
""".format_map(TABLES)

ARTICLE_DAY = """
INSERT INTO {ArticleDay} AS a (article_id, day, views, reads)
VALUES (%(article)s, %(day)s, 1, %(reads)s)
ON CONFLICT (article_id, day) DO UPDATE SET
    views = a.views + 1, reads = a.reads + excluded.reads
""".format_map(TABLES)

# WHERE true keeps SQLite from reading ON CONFLICT as the condition of a join.
REFERRER_DAY = """
INSERT INTO {ReferrerDay} AS r (day, host, views)
SELECT %(day)s, CASE
    WHEN EXISTS (SELECT 1 FROM {ReferrerDay} WHERE day = %(day)s AND host = %(host)s)
        OR (SELECT COUNT(*) FROM {ReferrerDay} WHERE day = %(day)s) < %(host_limit)s
    THEN %(host)s ELSE %(other_hosts)s END, 1
WHERE true
ON CONFLICT (day, host) DO UPDATE SET views = r.views + 1
""".format_map(TABLES)

WIDTH_DAY = """
INSERT INTO {WidthDay} AS w (day, width, views) VALUES (%(day)s, %(width)s, 1)
ON CONFLICT (day, width) DO UPDATE SET views = w.views + 1
""".format_map(TABLES)

COLUMNS = ("views", "visits", "new_visitors", "bots", "prefetch", "staff", "capped")
SITE_HOUR = """
INSERT INTO {SiteHour} AS h (day, hour, {columns})
VALUES (%(day)s, %(hour)s, {values})
ON CONFLICT (day, hour) DO UPDATE SET {sums}
""".format_map(
    TABLES
    | {
        "columns": ", ".join(COLUMNS),
        "values": ", ".join(f"%({name})s" for name in COLUMNS),
        "sums": ", ".join(f"{name} = h.{name} + excluded.{name}" for name in COLUMNS),
    }
)


# A crash of the server itself may take the last half second of counts with it, the
# death of a worker nothing. For the transaction of a count alone.
DO_NOT_WAIT_FOR_THE_DISK = "SET LOCAL synchronous_commit = off"


class Outcome(Enum):
    COUNTED = "counted"
    REPEAT = "repeat"
    CAPPED = "capped"


def count_view(
    page, address, user_agent, *, article=None, referrer="", width=None, now=None
):
    """
    Count one view of `page` (at most 200 characters that tell it from other pages) by
    whoever is at `address`. `article` is an id, `referrer` another site's host, `width`
    the window's in CSS pixels. Returns the Outcome.
    """
    now = now or timezone.now()
    key, network = keys(timezone.localdate(now), address, user_agent)
    values = details(now, article, referrer, width) | {
        "key": key,
        "page": page,
        "window_limit": settings.VISITOR_VIEWS_PER_WINDOW,
        "network": network,
        "network_limit": network_limit(address),
    }
    with transaction.atomic():
        outcome, added = decide(values)
        if outcome == Outcome.COUNTED:
            add(values | added)
        else:
            transaction.set_rollback(True)
    if outcome == Outcome.CAPPED:
        count_apart("capped", now)
    return outcome


def decide(values):
    """(Outcome, what a view adds), with the visitor's and the network's rows written."""
    visitor = fetch(VISITOR, values)
    if not visitor:
        return Outcome.CAPPED, None
    visit, visit_views = visitor[0]
    is_new_visit = visit_views == 1
    if is_new_visit and not fetch(NETWORK, values):
        return Outcome.CAPPED, None
    seen = fetch(SEEN, values | {"visit": visit})
    if not seen:
        return Outcome.REPEAT, None
    added = counts(
        views=1,
        visits=int(is_new_visit),
        new_visitors=int(is_new_visit and visit == 1),
    )
    return Outcome.COUNTED, added | {"reads": int(seen[0][0] == 1)}


def count_view_without_key(*, enters, article=None, referrer="", width=None, now=None):
    """
    Count one view by a reader of whom nothing is kept. `enters`: the reader comes from
    outside, which is taken for a visit. All such readers share one hourly limit.
    Returns the Outcome.
    """
    now = now or timezone.now()
    values = details(now, article, referrer, width) | {
        "network": "",
        "network_limit": settings.SHARED_NETWORK_VISITS_PER_HOUR,
    }
    with transaction.atomic():
        if not fetch(NETWORK, values):
            write([SITE_HOUR], values | counts(capped=1))
            return Outcome.CAPPED
        add(values | counts(views=1, visits=int(enters)) | {"reads": 1})
    return Outcome.COUNTED


def details(now, article, referrer, width):
    """The values that the rows of days take."""
    return moments(now) | {
        "article": article,
        "host": referrer,
        "width": width_class(width),
        "host_limit": NEW_REFERRERS_PER_DAY,
        "other_hosts": OTHER_REFERRERS,
    }


def add(values):
    """Write the rows of days and the hour for one view that counts."""
    statements = [
        *([ARTICLE_DAY] if values["article"] else []),
        *([REFERRER_DAY] if values["host"] else []),
        *[WIDTH_DAY, SITE_HOUR],
    ]
    write(statements, values)


def count_apart(kind, now=None):
    """Count what is no view by a reader: `kind` is bots, prefetch or staff."""
    with transaction.atomic():
        write([SITE_HOUR], moments(now or timezone.now()) | counts(**{kind: 1}))


def write(statements, values):
    """The last statements of a count, with what its commit needs not wait for."""
    if connection.vendor == "postgresql":
        statements = [DO_NOT_WAIT_FOR_THE_DISK, *statements]
    run(statements, values)


def moments(now):
    """Now, and how long ago the limits of a repeat, a visit and a window lie."""
    local = timezone.localtime(now)
    return adapted(
        now=now,
        day=local.date(),
        hour=local.hour,
        repeat=now - REPEAT,
        gap=now - VISIT_GAP,
        window=now - timedelta(seconds=settings.VISITOR_WINDOW_SECONDS),
    )


def counts(**added):
    return dict.fromkeys(COLUMNS, 0) | added


def width_class(width):
    if not width:
        return "unknown"
    if width < TABLET:
        return "phone"
    return "tablet" if width < DESKTOP else "desktop"
