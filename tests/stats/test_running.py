"""The totals that a beacon is answered with."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from stats import reports, running
from stats.counting import count_view
from stats.models import OpeningBalance, SiteHour

pytestmark = pytest.mark.django_db

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NOON = datetime(2026, 3, 3, 12, 0, tzinfo=HANOI)


@pytest.fixture
def history():
    OpeningBalance.objects.create(
        period="total", value=1000, as_of=NOON.date(), source="trang cũ"
    )
    for at, visits in [
        (NOON - timedelta(days=40), 5),
        (NOON - timedelta(days=1), 7),
        (NOON - timedelta(hours=1), 11),
    ]:
        SiteHour.objects.create(day=at.date(), hour=at.hour, visits=visits)


def read(at, number):
    address = f"14.160.{number}.7"
    counted = count_view("/", address, "Mozilla/5.0", now=at)
    return running.totals(at, counted.visits)


def test_each_beacon_is_in_its_own_answer_without_a_query(
    history, django_assert_num_queries
):
    first = read(NOON, 1)
    assert first == reports.totals(NOON) == (12, 7, 19, 24, 1024)

    counted = count_view("/", "14.160.2.7", "Mozilla/5.0", now=NOON)
    with django_assert_num_queries(0):
        second = running.totals(NOON, counted.visits)
    assert second == reports.totals(NOON) == (13, 7, 20, 25, 1025)


def test_a_new_hour_and_a_new_day_begin_with_what_was_counted_before(history):
    for number, hours in enumerate([0, 1, 12], 1):
        at = NOON + timedelta(hours=hours)
        assert read(at, number) == reports.totals(at)


def test_what_other_processes_change_is_seen_after_a_second(history, monkeypatch):
    read(NOON, 1)
    SiteHour.objects.create(day=NOON.date(), hour=9, visits=100)
    monkeypatch.setattr(running, "READ_EVERY", 0)

    assert read(NOON, 2) == reports.totals(NOON)
