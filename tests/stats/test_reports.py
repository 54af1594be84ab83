"""Totals, and what is most read."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from stats import reports
from stats.counting import count_view
from stats.models import ArticleDay, Carried, OpeningBalance, SiteHour
from stats.reports import Totals, opening_balance, totals
from tests.builders import make_opening_balance

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 3)
NOW = datetime(2026, 3, 3, 16, 40, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
REAL_PAGE = Totals(
    today=17_401, yesterday=24_021, month=60_347, year=775_672, total=87_292_132
)


@pytest.fixture
def real_page():
    """What the page that this portal replaces said on 3 March 2026."""
    make_opening_balance("day", "2026-03-03", 17_401)
    make_opening_balance("day", "2026-03-02", 24_021)
    make_opening_balance("month", "2026-03-01", 60_347)
    make_opening_balance("year", "2026-01-01", 775_672)
    make_opening_balance("total", None, 87_292_132)


def counted(day, visits):
    SiteHour.objects.create(day=day, hour=9, visits=visits)


def plus(visits, today=0, yesterday=0):
    """The real page's figures with `visits` more in month, year and total."""
    figures = REAL_PAGE._asdict()
    return Totals(
        today=figures.pop("today") + today,
        yesterday=figures.pop("yesterday") + yesterday,
        **{name: value + visits for name, value in figures.items()},
    )


@pytest.mark.parametrize("keep", [False, True])
def test_the_opening_balance_of_the_real_page_gives_its_figures(real_page, keep):
    assert totals(NOW, keep=keep) == REAL_PAGE
    assert totals(NOW) == REAL_PAGE


@pytest.mark.parametrize("keep", [False, True])
def test_what_was_counted_is_added_to_the_opening_balance(real_page, keep):
    counted(TODAY, 5)
    counted(TODAY - timedelta(days=1), 3)
    counted(TODAY - timedelta(days=2), 2)
    totals(NOW, keep=keep)

    assert totals(NOW, keep=keep) == plus(10, today=5, yesterday=3)


def test_a_view_that_is_counted_now_is_in_the_totals(real_page):
    totals(NOW, keep=True)
    count_view("/", "14.160.24.7", "Mozilla/5.0", now=NOW)

    assert totals(NOW) == plus(1, today=1)


@pytest.mark.parametrize("keep", [False, True])
@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 1, 1), Totals(10, 1, 10, 10, 11)),
        (date(2026, 3, 1), Totals(1000, 100, 1000, 1110, 1111)),
        (date(2026, 3, 2), Totals(0, 1000, 1000, 1110, 1111)),
        (date(2026, 4, 1), Totals(0, 0, 0, 1110, 1111)),
        (date(2027, 1, 1), Totals(0, 0, 0, 0, 1111)),
    ],
)
def test_months_and_years_begin_at_their_first_day(today, expected, keep):
    days = [(2025, 12, 31), (2026, 1, 1), (2026, 2, 28), (2026, 3, 1)]
    for power, day in enumerate(days):
        if date(*day) <= today:
            counted(date(*day), 10**power)
    now = datetime(today.year, today.month, today.day, 8, tzinfo=NOW.tzinfo)

    assert totals(now, keep=keep) == expected


@pytest.mark.parametrize(
    ("values", "period", "expected"),
    [
        ({}, "", 0),
        ({"": 100, "2026": 40}, "", 100),
        ({"": 100, "2026": 40}, "2026", 40),
        ({"2025": 60, "2026": 40}, "", 100),
        ({"2026-02": 7, "2026-03": 8}, "2026", 15),
        ({"2026-03-01": 2, "2026-03-02": 3, "2026-02": 7}, "2026", 12),
        ({"2026-03": 9, "2026-03-02": 3}, "2026", 9),
        ({"2026": 40, "2026-03": 9, "2025-12-31": 1}, "", 41),
        ({"2026": 40}, "2026-03", 0),
        ({"2026-03": 9}, "2026-03-02", 0),
    ],
)
def test_a_part_inside_a_part_counts_once(values, period, expected):
    assert opening_balance(values, period) == expected


@pytest.mark.parametrize("change", ["save", "delete"])
def test_a_changed_opening_balance_is_seen_at_once(real_page, change):
    totals(NOW, keep=True)
    balance = OpeningBalance.objects.get(period="total")
    balance.value += 1000
    getattr(balance, change)()

    assert totals(NOW).total == {"save": 87_293_132, "delete": 775_672}[change]


@pytest.mark.parametrize("is_carried", [False, True])
def test_a_page_reads_the_totals_in_one_query_and_writes_nothing(
    real_page, is_carried, django_assert_num_queries
):
    if is_carried:
        totals(NOW, keep=True)
    before = list(Carried.objects.values())

    with django_assert_num_queries(1):
        totals(NOW)
    assert list(Carried.objects.values()) == before


def test_history_is_summed_up_once_a_day(real_page):
    counted(TODAY - timedelta(days=40), 4)
    totals(NOW, keep=True)
    # Nothing looks at the days before yesterday again.
    SiteHour.objects.all().delete()

    assert totals(NOW).total == REAL_PAGE.total + 4
    assert Carried.objects.get().day == TODAY - timedelta(days=1)


def test_yesterdays_sum_gives_way_to_todays():
    counted(TODAY, 3)
    totals(NOW, keep=True)
    totals(NOW + timedelta(days=1), keep=True)
    totals(NOW + timedelta(days=2), keep=True)

    assert Carried.objects.values_list("day", "total").get() == (
        TODAY + timedelta(days=1),
        3,
    )


def test_most_read_are_the_articles_with_most_reads_in_these_days():
    for article, days_ago, reads in [(1, 0, 5), (2, 6, 9), (3, 7, 99), (4, 0, 0)]:
        ArticleDay.objects.create(
            article_id=article, day=TODAY - timedelta(days=days_ago), reads=reads
        )
    ArticleDay.objects.create(article_id=1, day=TODAY - timedelta(days=1), reads=5)

    assert list(reports.most_read(7, now=NOW)) == [1, 2]
    assert list(reports.most_read(7, now=NOW)[:1]) == [1]


def test_views_of_articles_are_those_of_all_time():
    ArticleDay.objects.create(article_id=1, day=TODAY, views=5, reads=4)
    ArticleDay.objects.create(article_id=1, day=date(2025, 1, 1), views=2, reads=1)

    assert reports.article_views([1, 2]) == {1: (7, 5), 2: (0, 0)}
