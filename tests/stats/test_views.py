"""`/thong-ke/`: the five totals, and how they are counted."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree

from articles.pages import PUBLIC
from stats.models import SiteHour
from tests.builders import make_opening_balance

pytestmark = pytest.mark.django_db
NOW = "2026-03-03T09:00:00+07:00"


@pytest.fixture
def visits():
    """Visits of today, yesterday, this month, this year, and of the system before."""
    with time_machine.travel(NOW, tick=False):
        days = [(3, 3, 17_401), (3, 2, 24_021), (3, 1, 18_925), (1, 1, 1000)]
        for month, day, number in days:
            SiteHour.objects.create(day=date(2026, month, day), hour=8, visits=number)
        make_opening_balance("total", None, 87_000_000)
        yield


def page(client):
    response = client.get("/thong-ke/")
    assert response.status_code == 200
    return etree.HTML(response.content.decode())


def test_the_five_totals_are_told(client, visits):
    cells = page(client).xpath("//main//dd[@data-total]")

    assert [(cell.get("data-total"), cell.text) for cell in cells] == [
        ("today", "17.401"),
        ("yesterday", "24.021"),
        ("month", "60.347"),
        ("year", "61.347"),
        ("total", "87.061.347"),
    ]


def test_the_periods_are_named(client, visits):
    names = page(client).xpath("//main//dt/text()")

    assert names[2:] == ["Tháng 03", "Năm 2026", "Tổng số"]


def test_how_they_are_counted_is_told_with_the_limits_that_hold(client, settings):
    settings.VISITOR_VIEWS_PER_WINDOW = 77
    settings.VISITOR_WINDOW_SECONDS = 540
    text = " ".join(page(client).xpath("//main//text()"))

    assert "Cách tính" in text
    for rule in (
        "trong vòng 5 giây",
        "dưới 30 phút",
        "77 trang trong 9 phút",
        "48 giờ",
    ):
        assert rule in text


def test_it_stands_in_the_frame_of_the_site(client):
    root = page(client)

    assert root.xpath("//h1/text()") == ["Thống kê truy cập"]
    trail = root.xpath("//nav[@class='crumbs']//a")
    assert [step.text for step in trail] == ["Trang chủ", "Thống kê truy cập"]
    assert client.get("/thong-ke/")["Cache-Control"] == PUBLIC


def test_it_costs_few_queries(client, visits):
    with CaptureQueriesContext(connection) as queries:
        client.get("/thong-ke/")

    assert len(queries) <= 6


def test_a_view_of_it_is_counted(client):
    response = client.post(
        "/luot-xem/",
        {"article": None, "path": "/thong-ke/", "referrer": "", "width": 360},
        content_type="application/json",
        headers={"sec-fetch-site": "same-origin", "user-agent": "Mozilla/5.0 Firefox"},
    )

    assert response.status_code == 200
    assert SiteHour.objects.get().views == 1
