"""Counts what readers looked for and did not find: the newsroom learns what is missing."""

import logging
import re

from django.db import DatabaseError, transaction
from django.utils import timezone

from .sql import TABLES, adapted, run

LONGEST = 80  # characters
NEW_QUERIES_PER_DAY = 500
OTHERS = "(khác)"
# Telephone and identity numbers are nobody's business here.
PERSONAL = re.compile(r"\d(?:[ .-]?\d){7}|@")

# WHERE true keeps SQLite from reading ON CONFLICT as the condition of a join.
MISS = """
INSERT INTO {SearchMiss} AS m (day, query, count)
SELECT %(day)s, CASE
    WHEN EXISTS (SELECT 1 FROM {SearchMiss} WHERE day = %(day)s AND query = %(query)s)
        OR (SELECT COUNT(*) FROM {SearchMiss} WHERE day = %(day)s) < %(limit)s
    THEN %(query)s ELSE %(others)s END, 1
WHERE true
ON CONFLICT (day, query) DO UPDATE SET count = m.count + 1
""".format_map(TABLES)

logger = logging.getLogger(__name__)


def count(query, now=None):
    """
    Count one search for `query` without result. A flood of new ones is one row a day,
    and a database that cannot write does not keep the reader from the page.
    """
    query = " ".join(query.lower().split())[:LONGEST]
    values = {
        "day": timezone.localdate(now),
        "query": OTHERS if PERSONAL.search(query) else query,
        "limit": NEW_QUERIES_PER_DAY,
        "others": OTHERS,
    }
    try:
        with transaction.atomic():
            run([MISS], adapted(**values))
    except DatabaseError as error:
        logger.warning("A search without result was not counted: %s", error)
