"""The opening balance, as the newsroom enters it."""

from datetime import date

import pytest

from stats import reports
from stats.models import OpeningBalance
from tests.builders import make_opening_balance

pytestmark = pytest.mark.django_db

ADD = "/quan-tri/stats/openingbalance/add/"


def enter(newsroom, **fields):
    return newsroom.post(
        ADD,
        {
            "period": "month",
            "starts_on": "03/03/2026",
            "value": "60347",
            "as_of": "03/03/2026",
            "source": "laichau.gov.vn",
            **fields,
        },
    )


def test_a_part_is_named_by_its_first_day_and_by_whoever_entered_it(newsroom, editor):
    assert enter(newsroom).status_code == 302

    balance = OpeningBalance.objects.get()
    assert (balance.starts_on, balance.value) == (date(2026, 3, 1), 60_347)
    assert balance.entered_by == editor


@pytest.mark.parametrize(
    "fields",
    [
        {"value": "-1"},
        {"value": "rất nhiều"},
        {"period": "total"},
        {"starts_on": ""},
        {"period": "century"},
    ],
)
def test_a_part_that_makes_no_sense_is_refused(newsroom, fields):
    assert enter(newsroom, **fields).status_code == 200
    assert not OpeningBalance.objects.exists()


def test_a_part_is_entered_once(newsroom):
    enter(newsroom)
    enter(newsroom, starts_on="28/03/2026")

    assert OpeningBalance.objects.count() == 1


def test_parts_that_are_deleted_together_leave_the_totals(newsroom):
    balances = [
        make_opening_balance("year", f"{year}-01-01", 10) for year in (2024, 2025)
    ]
    assert reports.totals(keep=True).total == 20
    newsroom.post(
        "/quan-tri/stats/openingbalance/",
        {
            "action": "delete_selected",
            "_selected_action": [balance.pk for balance in balances],
            "post": "yes",
        },
    )

    assert reports.totals().total == 0
