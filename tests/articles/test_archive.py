"""The archive by year, month and day."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from articles.archive import Period, weeks
from tests.articles import pages
from tests.builders import make_article

pytestmark = pytest.mark.django_db


def at(*numbers):
    return timezone.make_aware(datetime(*numbers))


def read(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return pages.Page(response)


def test_a_year_leads_to_its_months_and_a_month_to_its_days(client):
    make_article(published_at=at(2026, 3, 3, 8))

    assert "/luu-tru/2026/" in read(client, "/luu-tru/").links()
    assert "/luu-tru/2026/03/" in read(client, "/luu-tru/2026/").links()
    assert "/luu-tru/2026/03/03/" in read(client, "/luu-tru/2026/03/").links()


def test_only_time_with_news_is_offered(client):
    make_article(published_at=at(2026, 3, 3, 8))
    make_article(published_at=timezone.now() + timedelta(days=1))

    links = read(client, "/luu-tru/2026/03/").links()
    assert "/luu-tru/2026/03/04/" not in links
    assert "/luu-tru/2026/02/" not in read(client, "/luu-tru/2026/").links()
    assert "/luu-tru/2025/" not in read(client, "/luu-tru/").links()


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("/luu-tru/2026/", 3),
        ("/luu-tru/2026/02/", 2),
        ("/luu-tru/2026/02/28/", 1),
    ],
)
def test_a_period_ends_at_local_midnight(client, path, number):
    inside = [at(2026, 2, 28, 23, 59, 59), at(2026, 2, 1), at(2026, 1, 1)]
    for moment in (at(2025, 12, 31, 23, 59, 59), *inside):
        make_article(published_at=moment)

    assert len(read(client, path).find("h2", class_="card-title")) == number


def test_each_day_has_one_address(client):
    assert client.get("/luu-tru/2026/03/03/").status_code == 200
    assert client.get("/luu-tru/2026/3/3/").status_code == 404


@pytest.mark.parametrize("path", ["2003/", "2026/00/", "2026/13/", "2026/02/30/"])
def test_what_no_archive_has_is_not_found(client, path):
    assert client.get(f"/luu-tru/{path}").status_code == 404


def test_what_is_still_to_come_is_not_found(client, time_machine):
    time_machine.move_to(at(2026, 3, 3, 12))

    assert client.get("/luu-tru/2026/03/").status_code == 200
    for path in ("2026/03/04/", "2026/04/", "2027/"):
        assert client.get(f"/luu-tru/{path}").status_code == 404


def test_a_month_leads_past_months_without_news(client):
    for moment in (at(2025, 11, 9), at(2026, 3, 3), at(2026, 6, 1)):
        make_article(published_at=moment)
    page = read(client, "/luu-tru/2026/03/")

    assert page.one("a", rel="prev").attributes["href"] == "/luu-tru/2025/11/"
    assert page.one("a", rel="next").attributes["href"] == "/luu-tru/2026/06/"


def test_a_month_is_laid_out_from_monday_to_sunday():
    days = [type("Day", (), {"period": day}) for day in Period(2026, 2).parts]
    first, *_, last = weeks(days)

    assert [day and day.period.day for day in first] == [None] * 6 + [1]
    assert [day and day.period.day for day in last] == [
        *(23, 24, 25, 26, 27, 28, None),
    ]
