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

Every decision lies in the SQL of an upsert (stats/statements.py), none between a read and
a write. The order of the tables is the same in every transaction, and the hour, which all
share, is last.
"""

import threading
from datetime import timedelta
from enum import Enum
from typing import NamedTuple

from django.conf import settings
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone

from .programs import CALL, INSERT, TRIGGER, VIEW
from .sql import ask, instants
from .statements import (
    ARTICLE_DAY,
    COLUMNS,
    HOUR_VISITS,
    NETWORK,
    REFERRER_DAY,
    SITE_HOUR,
    WIDTH_DAY,
)
from .visitors import keys, network_limit

REPEAT = timedelta(seconds=5)
VISIT_GAP = timedelta(minutes=30)
NEW_REFERRERS_PER_DAY = 1000
OTHER_REFERRERS = "(khác)"
TABLET, DESKTOP = 600, 1024  # CSS pixels from which on

# SQLite takes one write at a time, and who waits for it sleeps a little longer each time.
# The threads of a process wait for each other here instead, where they are woken.
one_at_a_time = threading.Lock()


class Outcome(Enum):
    COUNTED = "counted"
    REPEAT = "repeat"
    CAPPED = "capped"


class Counted(NamedTuple):
    outcome: Outcome
    visits: int  # of the running hour, this one included


def count_view(
    page, address, user_agent, *, article=None, referrer="", width=None, now=None
):
    """
    Count one view of `page` (at most 200 characters that tell it from other pages) by
    whoever is at `address`. `article` is an id, `referrer` another site's host, `width`
    the window's in CSS pixels. Returns the Counted.
    """
    now = timezone.localtime(now)
    key, network = keys(now.date(), address, user_agent)
    values = details(now, article, referrer, width) | {
        "key": key,
        "page": page,
        "window_limit": settings.VISITOR_VIEWS_PER_WINDOW,
        "network": network,
        "network_limit": network_limit(address),
    }
    if connection.vendor == "postgresql":
        ((outcome, visits),) = ask(CALL, values)
        return Counted(Outcome(outcome), visits)
    outcome = by_trigger(values)
    if outcome == Outcome.CAPPED:
        return Counted(outcome, count_apart("capped", now))
    return Counted(outcome, ask(HOUR_VISITS, values)[0][0])


def by_trigger(values):
    """The Outcome on SQLite; what is not counted has written nothing."""
    try:
        with one_at_a_time:
            ask(INSERT, values)
    except IntegrityError as error:
        if str(error) not in (Outcome.REPEAT.value, Outcome.CAPPED.value):
            raise
        return Outcome(str(error))
    except OperationalError as error:
        if "no such table: stats_count_view" not in str(error):
            raise
        ask(VIEW)
        ask(TRIGGER)
        return by_trigger(values)
    return Outcome.COUNTED


def count_view_without_key(*, enters, article=None, referrer="", width=None, now=None):
    """
    Count one view by a reader of whom nothing is kept. `enters`: the reader comes from
    outside, which is taken for a visit. All such readers share one hourly limit.
    Returns the Counted.
    """
    values = details(timezone.localtime(now), article, referrer, width) | {
        "network": "",
        "network_limit": settings.SHARED_NETWORK_VISITS_PER_HOUR,
        "is_new_visit": True,
    }
    with transaction.atomic():
        do_not_wait_for_the_disk()
        if ask(NETWORK + "RETURNING visits", values):
            added = counts(views=1, visits=int(enters)) | {"reads": 1}
            return Counted(Outcome.COUNTED, add(values | added))
        return Counted(Outcome.CAPPED, add_hour(values | counts(capped=1)))


def add(values):
    """Write the rows of days and the hour for one view that counts; the hour's visits."""
    for statement in (ARTICLE_DAY, REFERRER_DAY, WIDTH_DAY):
        ask(statement, values)
    return add_hour(values)


def add_hour(values):
    """Write the row that all views of an hour share; its visits."""
    return ask(SITE_HOUR + "RETURNING visits", values)[0][0]


def count_apart(kind, now=None):
    """
    Count what is no view by a reader: `kind` is bots, prefetch or staff. Returns the
    visits of the running hour.
    """
    with transaction.atomic():
        do_not_wait_for_the_disk()
        return add_hour(moments(timezone.localtime(now)) | counts(**{kind: 1}))


def do_not_wait_for_the_disk():
    """See stats/programs.py."""
    if connection.vendor == "postgresql":
        ask("SET LOCAL synchronous_commit = off")


def details(now, article, referrer, width):
    """The values that the rows of days take."""
    return moments(now) | {
        "article": article,
        "host": referrer,
        "width": width_class(width),
        "host_limit": NEW_REFERRERS_PER_DAY,
        "other_hosts": OTHER_REFERRERS,
    }


def moments(now):
    """Local `now`, and how long ago the limits of a repeat, a visit and a window lie."""
    window = timedelta(seconds=settings.VISITOR_WINDOW_SECONDS)
    limits = instants(now, now - REPEAT, now - VISIT_GAP, now - window)
    return {
        "day": now.date().isoformat(),
        "hour": now.hour,
        **dict(zip(("now", "repeat", "gap", "window"), limits, strict=True)),
    }


def counts(**added):
    return dict.fromkeys(COLUMNS, 0) | added


def width_class(width):
    if not width:
        return "unknown"
    if width < TABLET:
        return "phone"
    return "tablet" if width < DESKTOP else "desktop"
