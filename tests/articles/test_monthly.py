"""The monthly report: sealed days alone, made once, frozen with a checksum."""

import io
import re
from datetime import date, datetime
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from articles.models import AuditEntry
from stats.models import MonthlyReport, SiteHour
from tests.builders import make_user

pytestmark = pytest.mark.django_db

REPORTS = "/quan-tri/thong-ke/bao-cao/"


@pytest.fixture(autouse=True)
def in_april(time_machine):
    time_machine.move_to(
        datetime(2026, 4, 2, 8, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")), tick=False
    )


@pytest.fixture
def march():
    """Something counted in March, and every day of it sealed."""
    SiteHour.objects.create(day=date(2026, 2, 20), hour=9, visits=4, views=9)
    SiteHour.objects.create(day=date(2026, 3, 5), hour=9, visits=1200, views=2500)
    call_command("close_day", stdout=StringIO())


def report(*arguments):
    said = StringIO()
    call_command("report", *arguments, stdout=said)
    return said.getvalue()


def test_a_report_is_made_of_a_sealed_month_and_says_its_checksum(march):
    said = report("2026-03")

    made = MonthlyReport.objects.get()
    assert made.checksum in said
    assert made.file_checksum in said
    assert made.content["facts"][0][:2] == ["Lượt truy cập", 1200]
    assert ["05/03/2026", 1200] in [
        row[:2] for row in made.content["tables"][0]["rows"]
    ]
    assert made.content["definitions"][0][0] == "Lượt truy cập"


def test_a_report_that_was_made_stays_as_it_is(march):
    report("2026-03")
    before = MonthlyReport.objects.values().get()
    SiteHour.objects.update(visits=7)
    report("2026-03")

    assert MonthlyReport.objects.values().get() == before
    with pytest.raises(TypeError):
        MonthlyReport.objects.get().save()


@pytest.mark.parametrize("month", ["2026-04", "2026-01", "2026-13", "03/2026", "x"])
def test_other_months_are_refused_with_a_sentence(march, month):
    with pytest.raises(CommandError, match=r"khóa sổ|chưa đếm|không phải tháng"):
        report(month)
    assert not MonthlyReport.objects.exists()


def test_a_month_that_is_not_sealed_is_refused():
    SiteHour.objects.create(day=date(2026, 3, 5), hour=9, visits=12)
    with pytest.raises(CommandError, match="chưa khóa sổ hết"):
        report("2026-03")


def test_the_workbook_names_the_checksum_and_the_definitions(march, tmp_path):
    report("2026-03", "--output", str(tmp_path / "thang-3.xlsx"))
    book = load_workbook(tmp_path / "thang-3.xlsx")

    facts = dict(book["Giới thiệu"].iter_rows(min_row=2, values_only=True))
    assert facts["Mã kiểm (SHA-256)"] == MonthlyReport.objects.get().checksum
    assert book["Cách tính"]["A2"].value == "Lượt truy cập"


def test_a_report_is_made_read_and_taken_away_in_the_newsroom(newsroom, march):
    assert '<option value="2026-03">03/2026</option>' in newsroom.get(REPORTS).text
    response = newsroom.post(f"{REPORTS}lap/", {"month": "2026-03"}, follow=True)

    assert "Báo cáo truy cập tháng 03/2026" in response.text
    assert "1.200" in response.text
    assert MonthlyReport.objects.get().checksum in response.text
    assert "Cách tính" in response.text
    file = newsroom.get(f"{REPORTS}2026-03.xlsx")
    assert load_workbook(io.BytesIO(file.content)).sheetnames[0] == "Giới thiệu"
    assert AuditEntry.objects.get(action="export").name == "Tệp bao-cao-2026-03.xlsx"
    assert 'value="2026-03"' not in newsroom.get(REPORTS).text


@pytest.mark.parametrize("column", ["content", "file"])
def test_a_report_that_was_tampered_with_says_so(newsroom, march, column):
    report("2026-03")
    tampered = {"content": {"title": "x"}, "file": b"x"}[column]
    MonthlyReport.objects.update(**{column: tampered})

    assert "mã kiểm không khớp" in newsroom.get(f"{REPORTS}2026-03/").text
    with pytest.raises(CommandError, match="mã kiểm không khớp"):
        report("2026-03")


def test_a_month_that_cannot_be_reported_is_refused_in_words(newsroom):
    response = newsroom.post(f"{REPORTS}lap/", {"month": "2026-03"}, follow=True)

    assert "Cổng chưa đếm gì trong tháng 03/2026" in response.text
    assert newsroom.post(f"{REPORTS}lap/", {"month": "x"}).status_code == 404
    assert newsroom.get(f"{REPORTS}2026-03/").status_code == 404


def test_reports_are_for_those_with_the_right(client, march):
    report("2026-03")
    client.force_login(make_user())
    pages = ["", "2026-03/", "2026-03.xlsx"]

    assert [client.get(REPORTS + page).status_code for page in pages] == [403] * 3
    assert client.post(f"{REPORTS}lap/", {"month": "2026-02"}).status_code == 403
    assert MonthlyReport.objects.count() == 1


def test_no_percentage_of_a_report_reaches_behind_the_first_counted_day(march):
    report("2026-03")

    assert not re.search(
        r"(tăng|giảm) [\d,]+ %", str(MonthlyReport.objects.get().content)
    )
