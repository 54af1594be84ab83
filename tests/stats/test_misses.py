"""Searches without result."""

import pytest

from stats import misses
from stats.models import SearchMiss

pytestmark = pytest.mark.django_db


def rows():
    return dict(SearchMiss.objects.values_list("query", "count"))


def test_a_flood_of_new_queries_fills_one_row(monkeypatch):
    monkeypatch.setattr(misses, "NEW_QUERIES_PER_DAY", 3)
    for query in ["một", "hai", "ba", "bốn", "năm", "hai"]:
        misses.count(query)

    assert rows() == {"một": 1, "hai": 2, "ba": 1, misses.OTHERS: 2}


@pytest.mark.parametrize(
    "query", ["0912 345 678", "căn cước 012345678901", "ai@example.vn", "0213.3876.543"]
)
def test_numbers_of_people_are_not_kept(query):
    misses.count(query)

    assert rows() == {misses.OTHERS: 1}


def test_a_long_query_is_cut():
    misses.count("dài " * 100)

    assert len(SearchMiss.objects.get().query) <= misses.LONGEST
