"""The most read articles of a week, added up beside the requests."""

from datetime import timedelta

import pytest
from django.utils import timezone

from stats import most_read
from stats.models import ArticleDay

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def process_that_has_not_asked():
    most_read.asked_at = float("-inf")


def read(article, times, days_ago=0):
    day = timezone.localdate() - timedelta(days=days_ago)
    ArticleDay.objects.create(article_id=article, day=day, reads=times)


def ask():
    """As a process whose last question lies more than a minute back."""
    most_read.asked_at = float("-inf")
    most_read.renew_if_due()


def test_the_week_is_added_up_and_the_most_read_stands_first():
    read(1, 5)
    read(2, 4)
    read(2, 4, days_ago=6)
    read(3, 100, days_ago=7)
    most_read.renew_if_due()

    assert list(most_read.ids()) == [2, 1]


def test_two_processes_add_up_once_in_a_minute():
    ask()
    read(1, 5)
    ask()

    assert list(most_read.ids()) == []


def test_after_a_minute_it_is_added_up_anew(time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    ask()
    read(1, 5)
    time_machine.shift(61)
    ask()

    assert list(most_read.ids()) == [1]


def test_a_process_asks_the_database_once_in_a_minute(django_assert_num_queries):
    most_read.renew_if_due()

    with django_assert_num_queries(0):
        most_read.renew_if_due()
