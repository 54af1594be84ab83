"""
What this process knows of the edition: its counter, and the next instant at which a
page changes by itself. A request looks at most every half second.
"""

import logging
import threading
import time
from typing import NamedTuple

from django.db import DatabaseError, connection
from django.db.models import Min
from django.utils import timezone

from articles.models import Article, Edition, Notice

from .patience import patience

LOOK_EVERY = 0.5  # seconds
GOOD_FOR = 0.9  # seconds that others may go on while one thread looks
LOOK_TIMEOUT = 1.0  # for one answer
RETRY_AFTER_FAILURE = 1.0

logger = logging.getLogger(__name__)


class Known(NamedTuple):
    """An edition as it was seen: pages made under it are good until `valid_until`."""

    counter: int
    valid_until: object  # datetime, or None when nothing is planned

    @property
    def has_passed(self):
        return self.valid_until is not None and timezone.now() >= self.valid_until


class DatabaseAway(Exception):
    """The database did not answer, now or within the last second."""


class Watch:
    """One per process. current() is called by every request for a public page."""

    def __init__(self, on_new_counter):
        self.on_new_counter = on_new_counter
        self.known = None
        self.looked_at = float("-inf")  # when the last good look began
        self.failed_at = float("-inf")
        self.changed = threading.Condition()
        self.is_looking = False

    def current(self):
        """
        The newest Known, at most 0.9 s old. Raises DatabaseAway within the time-outs
        of a look (2 s to connect, 1 s to read), and at once for a second after.
        """
        with self.changed:
            while True:
                now = time.monotonic()
                if now - self.failed_at < RETRY_AFTER_FAILURE:
                    raise DatabaseAway
                age = now - self.looked_at
                if age <= LOOK_EVERY or (self.is_looking and age < GOOD_FOR):
                    return self.known
                if not self.is_looking:
                    self.is_looking = True
                    break
                self.changed.wait(timeout=LOOK_EVERY)
        return self.look()

    def look(self):
        began, before = time.monotonic(), self.known
        try:
            known = read_edition(before)
        except DatabaseError as error:
            logger.warning("The database did not answer a look: %s", error)
            connection.close()
            self.finish(failed_at=time.monotonic())
            raise DatabaseAway from error
        except BaseException:
            self.finish()
            raise
        self.finish(known=known, looked_at=began)
        if before is None or before.counter != known.counter:
            self.on_new_counter()
        return known

    def finish(self, **values):
        with self.changed:
            vars(self).update(values, is_looking=False)
            self.changed.notify_all()

    def report_failure(self):
        """A page could not be rendered because the database was away."""
        with self.changed:
            self.failed_at = time.monotonic()


def read_edition(known):
    """The Known of now, by one query, or by five when something has changed."""
    with patience(answer=LOOK_TIMEOUT):
        connection.close_if_unusable_or_obsolete()
        counter = Edition.current()
        if known and known.counter == counter and not known.has_passed:
            return known
        return Known(counter, next_change())


def next_change():
    """The earliest planned instant at which a public page changes, or None."""
    now = timezone.now()
    published = Article.objects.filter(
        status=Article.Status.PUBLISHED, deleted_at__isnull=True
    )
    planned = [
        published.filter(published_at__gt=now).aggregate(at=Min("published_at")),
        published.filter(expires_at__gt=now).aggregate(at=Min("expires_at")),
        Notice.objects.filter(starts_at__gt=now).aggregate(at=Min("starts_at")),
        Notice.objects.filter(ends_at__gt=now).aggregate(at=Min("ends_at")),
    ]
    return min((row["at"] for row in planned if row["at"]), default=None)
