"""What close_day seals, adds up, deletes and blanks."""

from datetime import date, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db.models import Sum
from django.utils import timezone

from articles.models import Rating
from stats import closing, reports
from stats.counting import count_view
from stats.models import (
    ArticleDay,
    DailySalt,
    Network,
    ReferrerDay,
    SearchMiss,
    Seen,
    SiteDay,
    SiteHour,
    Tally,
    Visitor,
)
from tests.builders import make_article, make_author, make_category, make_place

pytestmark = pytest.mark.django_db

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
TODAY = date(2026, 3, 10)
NIGHT = datetime(2026, 3, 10, 0, 10, tzinfo=HANOI)
BROWSER = "Mozilla/5.0 (Linux; Android 13) Chrome/124.0.0.0 Mobile Safari/537.36"
KEPT_TWO_DAYS = [DailySalt, Visitor, Seen, Network]


@pytest.fixture(autouse=True)
def at_night(time_machine):
    time_machine.move_to(NIGHT, tick=False)


def close_day():
    said = StringIO()
    call_command("close_day", stdout=said)
    return said.getvalue()


def view(days_ago=1, hour=12, page="/", article=None, address="14.160.24.7"):
    at = datetime.combine(TODAY, datetime.min.time(), HANOI)
    at += timedelta(days=-days_ago, hours=hour)
    count_view(page, address, BROWSER, article=article, now=at, referrer="bao.vn")


def tallies(**which):
    rows = Tally.objects.filter(**which)
    return {
        (row.span, str(row.starts_on)): (row.views, row.reads)
        for row in rows.order_by("starts_on")
    }


def test_a_day_that_is_over_is_sealed_with_its_sums():
    view(hour=9)
    view(hour=15)
    close_day()

    day = SiteDay.objects.get()
    assert (day.day, day.views, day.visits, day.visitors) == (
        TODAY - timedelta(days=1),
        2,
        2,
        1,
    )
    assert day.sealed_at == NIGHT


def test_today_stays_open():
    view(days_ago=0, hour=0)
    close_day()

    assert not SiteDay.objects.exists()
    assert all(model.objects.exists() for model in KEPT_TWO_DAYS)


@pytest.mark.parametrize(("minute", "sealed"), [(9, 0), (10, 1)])
def test_a_day_is_sealed_when_no_beacon_of_it_can_be_on_its_way(
    time_machine, minute, sealed
):
    view()
    time_machine.move_to(NIGHT.replace(minute=minute), tick=False)
    close_day()

    assert SiteDay.objects.count() == sealed
    assert Visitor.objects.count() == 1 - sealed


def test_nothing_that_tells_a_visitor_outlives_the_seal():
    view()
    close_day()

    assert [model for model in KEPT_TWO_DAYS if model.objects.exists()] == []


def test_beacons_of_today_go_on_while_yesterday_is_closed():
    view()
    view(days_ago=0, hour=0, page="/a/")
    close_day()
    view(days_ago=0, hour=0, page="/b/")

    assert Visitor.objects.get().visits == 1
    assert SiteHour.objects.get(day=TODAY).visits == 1
    assert Seen.objects.count() == 2


def test_closing_twice_changes_nothing():
    article = make_article(authors=[make_author()], places=[make_place()])
    view(article=article.pk)
    close_day()
    before = [*SiteDay.objects.values(), *Tally.objects.values()]

    assert "không có ngày nào" in close_day()
    assert [*SiteDay.objects.values(), *Tally.objects.values()] == before


def test_two_that_close_at_once_seal_once():
    view(article=7)
    day = closing.open_days()[0]

    assert closing.seal(day, lambda day: {})
    assert not closing.seal(day, lambda day: {})
    assert tallies(kind="article", key=7, span="month") == {
        ("month", "2026-03-01"): (1, 1)
    }


def test_a_week_that_was_missed_is_made_up_for():
    for days_ago in (8, 7, 3, 1):
        view(days_ago=days_ago)
    close_day()

    days = SiteDay.objects.order_by("day").values_list("day", "views")
    assert [views for _, views in days] == [1, 1, 0, 0, 0, 1, 0, 1]
    assert not Visitor.objects.exists()


def test_a_portal_where_nothing_was_counted_has_nothing_to_seal():
    assert "không có ngày nào" in close_day()


def test_sealed_days_are_added_up_by_article_month_and_year():
    for days_ago in (100, 9, 1):
        view(days_ago=days_ago, article=7)
    close_day()

    assert tallies(kind="article", key=7) == {
        ("month", "2025-11-01"): (1, 1),
        ("year", "2025-01-01"): (1, 1),
        ("year", "2026-01-01"): (2, 2),
        ("month", "2026-03-01"): (2, 2),
    }


def test_sealed_days_are_added_up_by_category_author_and_place():
    category, place = make_category(), make_place()
    authors = [make_author(), make_author()]
    article = make_article(category=category, authors=authors, places=[place])
    other = make_article(category=category)
    view(article=article.pk)
    view(article=other.pk, page="/khac/", address="27.72.1.1")
    close_day()

    days = Tally.objects.filter(span="day").values_list("kind", "key", "reads")
    assert sorted(days) == sorted(
        [
            ("category", category.pk, 2),
            ("author", authors[0].pk, 1),
            ("author", authors[1].pk, 1),
            ("place", place.pk, 1),
        ]
    )


def test_views_of_an_article_are_counted_once_before_and_after_the_seal():
    view(days_ago=2, article=7)
    view(days_ago=0, hour=0, article=7)
    assert reports.article_views([7]) == {7: (2, 2)}
    close_day()

    assert reports.article_views([7]) == {7: (2, 2)}


def test_single_days_go_after_400_days_and_the_sums_stay():
    view(days_ago=401, article=7)
    view(days_ago=400, article=7)
    close_day()

    assert list(ArticleDay.objects.values_list("day", flat=True)) == [
        TODAY - timedelta(days=400)
    ]
    assert ReferrerDay.objects.count() == 1
    assert reports.article_views([7]) == {7: (2, 2)}


def test_searched_words_go_after_90_days():
    for days_ago in (90, 91):
        day = TODAY - timedelta(days=days_ago)
        SearchMiss.objects.create(day=day, query="sổ đỏ", count=1)
    close_day()

    assert SearchMiss.objects.get().day == TODAY - timedelta(days=90)


def test_where_a_vote_came_from_is_blanked_and_the_vote_stays():
    article = make_article()
    for hours in (1, 24, 72):
        Rating.objects.create(
            article=article,
            voter=f"cử tri {hours}",
            score=4,
            at=timezone.now() - timedelta(hours=hours),
            client="máy",
            prefix_key="mạng",
        )
    assert "nơi gửi của 2 phiếu" in close_day()

    kept = Rating.objects.exclude(client="", prefix_key="")
    assert kept.get().voter == "cử tri 1"
    assert Rating.objects.aggregate(sum=Sum("score"))["sum"] == 12


def test_no_salt_outlives_the_next_day_even_if_nobody_closes_the_days():
    for days_ago in (3, 2, 1, 0):
        view(days_ago=days_ago, hour=0)

    days = DailySalt.objects.order_by("day").values_list("day", flat=True)
    assert list(days) == [TODAY - timedelta(days=1), TODAY]
