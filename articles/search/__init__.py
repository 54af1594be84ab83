"""
Search in two tiers: titles, then whole texts when few titles match. One interface over
the full-text indexes of SQLite and PostgreSQL.
"""

from .entries import catch_up, index, index_again, newest_under, rebuild, remove
from .find import FIT, NEWEST, search
from .keys import MOST, Filters
from .spelling import suggest_spelling
from .titles import suggest_titles

__all__ = [
    "FIT",
    "MOST",
    "NEWEST",
    "Filters",
    "catch_up",
    "index",
    "index_again",
    "newest_under",
    "rebuild",
    "remove",
    "search",
    "suggest_spelling",
    "suggest_titles",
]
