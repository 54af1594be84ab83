"""
The most read articles of a week, kept as rows so that no page adds up a week of reads.
Whoever answers a beacon renews them once a minute, after the answer is sent.
"""

import logging
import time
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.utils import timezone

from . import reports
from .models import MostRead
from .sql import TABLES, adapted, fetch

DAYS = 7
KEPT = 50  # rows; more than a page shows, for some may have been withdrawn since
EVERY = timedelta(minutes=1)

# No row comes back while somebody else's turn is younger than a minute.
TURN = """
INSERT INTO {Renewal} AS r (name, at) VALUES (%(name)s, %(now)s)
ON CONFLICT (name) DO UPDATE SET at = excluded.at WHERE r.at <= %(due)s
RETURNING name
""".format_map(TABLES)

asked_at = float("-inf")  # when this process last asked whether it is its turn

logger = logging.getLogger(__name__)


def ids():
    """Ids of the articles most read in a week, the first the most; a queryset."""
    return MostRead.objects.order_by("position").values_list("article_id", flat=True)


def renew_if_due():
    """
    renew(), unless some process has within the last minute; whether it was our turn.
    Never raises for data.
    """
    global asked_at
    if time.monotonic() - asked_at < EVERY.total_seconds():
        return False
    asked_at = time.monotonic()
    try:
        if is_our_turn(timezone.now()):
            renew()
            return True
    except DatabaseError as error:
        logger.warning("The most read articles were not renewed: %s", error)
    return False


def is_our_turn(now):
    values = {"name": "most_read", "now": now, "due": now - EVERY}
    return bool(fetch(TURN, adapted(**values)))


def renew(now=None):
    """Add up the last seven days and write the rows anew."""
    keys = reports.most_read(DAYS, now)[:KEPT]
    rows = [
        MostRead(position=place, article_id=key) for place, key in enumerate(keys, 1)
    ]
    with transaction.atomic():
        MostRead.objects.all().delete()
        MostRead.objects.bulk_create(rows)
