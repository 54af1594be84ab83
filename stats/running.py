"""
The totals that a beacon is answered with, without a query each time: those before the
running hour, read once a second, and the hour's visits, which the count gives back.
"""

import time

from . import reports

READ_EVERY = 1  # seconds

# (day and hour, when it was read, Totals before that hour), replaced together
before = (None, float("-inf"), None)


def totals(now, visits):
    """The Totals at local `now` when the running hour has so many `visits`."""
    return before_the_hour(now).plus(visits)


def before_the_hour(now):
    global before
    hour = (now.date(), now.hour)
    of, read_at, found = before
    if of != hour or time.monotonic() - read_at >= READ_EVERY:
        read_at = time.monotonic()
        found = reports.totals(now, before_hour=now.hour, keep=True)
        before = (hour, read_at, found)
    return found
