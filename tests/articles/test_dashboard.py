"""The dashboard of visits: who may see it, what it says, what leaves it."""

import csv
import io
import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import Permission
from django.http import QueryDict
from openpyxl import load_workbook

from articles import days
from articles.admin import charts
from articles.admin.ranges import Change, RangeForm
from articles.models import AuditEntry
from stats import closing
from stats.models import (
    Annotation,
    ArticleDay,
    ReferrerDay,
    SearchMiss,
    SiteHour,
    WidthDay,
)
from stats.periods import Range, top_articles
from tests.builders import (
    make_article,
    make_author,
    make_category,
    make_member,
    make_opening_balance,
    make_place,
    make_user,
)

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 10, 12, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
TODAY = NOON.date()
DASHBOARD = "/quan-tri/thong-ke/"


@pytest.fixture(autouse=True)
def at_noon(time_machine):
    time_machine.move_to(NOON, tick=False)


def counted(days_ago, visits, hour=9, **columns):
    day = TODAY - timedelta(days=days_ago)
    columns = {"views": 2 * visits, "new_visitors": visits, **columns}
    SiteHour.objects.create(day=day, hour=hour, visits=visits, **columns)


def read(article, days_ago, reads):
    day = TODAY - timedelta(days=days_ago)
    key = getattr(article, "pk", article)
    ArticleDay.objects.create(article_id=key, day=day, reads=reads, views=2 * reads)


def close_days():
    for day in closing.open_days():
        days.close(day)


def show(client, query=""):
    return client.get(f"{DASHBOARD}{query}").context


def card(context, name, cards="cards"):
    return next(card for card in context[cards] if card.name == name)


def rows(context, name):
    return [list(row) for row in context["rankings"][name].table.rows]


# Who


def test_the_dashboard_is_for_those_with_the_right(client):
    user = make_user()
    client.force_login(user)
    pages = [DASHBOARD, f"{DASHBOARD}thong-ke.xlsx", f"{DASHBOARD}theo-ngay.csv"]
    assert [client.get(page).status_code for page in pages] == [403] * 3
    assert "Thống kê</a>" not in client.get("/quan-tri/").text

    user.user_permissions.add(Permission.objects.get(codename="view_dashboard"))
    assert [client.get(page).status_code for page in pages] == [200] * 3
    assert "Thống kê</a>" in client.get("/quan-tri/").text


def test_who_is_not_signed_in_is_led_to_the_sign_in(client):
    assert client.get(DASHBOARD).status_code == 302


def test_the_dashboard_of_an_empty_portal_answers(newsroom):
    response = newsroom.get(DASHBOARD)

    assert response.status_code == 200
    assert "Chưa đếm gì" in response.text


# The cards


def test_the_five_totals_are_those_that_readers_see(newsroom):
    make_opening_balance("total", None, 1000)
    for days_ago, visits in [(0, 3), (1, 5), (9, 7), (60, 11)]:
        counted(days_ago, visits)
    context = show(newsroom)

    values = {card.name: card.value for card in context["cards"]}
    assert values == {
        "Hôm nay": 3,
        "Hôm qua": 5,
        "Tháng 03": 15,
        "Năm 2026": 26,
        "Tổng số": 1026,
        "Đang trực tuyến": 0,
    }
    assert "1.000 lượt của hệ thống cũ" in card(context, "Tổng số").note


def test_today_stands_beside_yesterday_until_the_same_time(newsroom):
    counted(2, 1)
    counted(1, 10, hour=9)
    counted(1, 8, hour=12)  # half of it by half past twelve
    counted(1, 99, hour=13)
    counted(0, 21)

    assert card(show(newsroom), "Hôm nay").change == Change(21, 14)


def test_a_range_stands_beside_the_one_before(newsroom):
    counted(20, 1)
    counted(8, 100)
    counted(3, 80)
    counted(0, 40)
    context = show(newsroom, "?ky=7")

    change = card(context, "Lượt truy cập", "range_cards").change
    assert (change.now, change.before, change.percent) == (120, 100, "20,0")
    assert "▲ tăng 20,0 %" in newsroom.get(f"{DASHBOARD}?ky=7").text


@pytest.mark.parametrize(
    ("now", "before", "told"),
    [
        (120, 100, "tăng 20,0 %"),
        (80, 100, "giảm 20,0 %"),
        (100, 100, "không đổi"),
        (10_001, 10_000, "không đổi"),
        (9_999, 10_000, "không đổi"),
    ],
)
def test_a_change_too_small_to_show_is_none(now, before, told):
    assert Change(now, before).told == told


def test_no_percentage_reaches_behind_the_first_counted_day(newsroom):
    make_opening_balance("month", "2026-02-01", 5000)
    counted(9, 100)
    counted(0, 40)
    response = newsroom.get(f"{DASHBOARD}?ky=7")

    assert [card.change for card in response.context["range_cards"]] == [None] * 4
    assert not re.search(r"(tăng|giảm) [\d,]+ %", response.text)


# The range


@pytest.mark.parametrize(
    ("query", "first", "last"),
    [
        ("", "2026-02-09", "2026-03-10"),
        ("?ky=7", "2026-03-04", "2026-03-10"),
        ("?ky=365", "2025-03-11", "2026-03-10"),
        ("?ky=8", "2026-02-09", "2026-03-10"),
        ("?tu=2026-03-01&den=2026-03-05", "2026-03-01", "2026-03-05"),
        ("?tu=2026-03-01&den=2999-01-01", "2026-03-01", "2026-03-10"),
        ("?tu=2026-03-05&den=2026-03-01", "2026-02-09", "2026-03-10"),
        ("?tu=0001-01-01", "2026-02-09", "2026-03-10"),
        ("?tu=x&den=\x00", "2026-02-09", "2026-03-10"),
        # Of articles long ago only months are kept.
        ("?tu=2024-05-17&den=2024-06-03", "2024-05-01", "2024-06-30"),
    ],
)
def test_a_range_is_what_was_asked_for_or_the_last_thirty_days(query, first, last):
    span = RangeForm(QueryDict(query[1:])).range()

    assert span == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("query", ["?tu=2016-01-01&den=2026-03-10", "?tu=%00", "?ky=x"])
def test_any_range_answers(newsroom, query):
    counted(3000, 5)

    assert newsroom.get(DASHBOARD + query).status_code == 200


def test_a_long_range_is_shown_by_month(newsroom):
    counted(500, 5)
    counted(470, 6)
    line = show(newsroom, "?tu=2024-01-01")["line"]

    assert line.table.columns[0] == "Tháng"
    assert ["10/2024", 5, None] in [row[:3] for row in line.table.rows]


# The line


def test_the_line_is_given_as_numbers_too(newsroom):
    for days_ago, visits in [(8, 9), (7, 10), (1, 20), (0, 30)]:
        counted(days_ago, visits)
    table = show(newsroom, "?ky=7")["line"].table

    assert table.columns == ["Ngày", "Kỳ này", "Kỳ trước"]
    assert table.rows[-2:] == [[TODAY - timedelta(days=1), 20, 9], [TODAY, 30, 10]]


def test_what_the_previous_system_counted_is_a_line_of_its_own(newsroom):
    make_opening_balance("day", "2026-03-08", 500)
    counted(1, 20)
    line = show(newsroom, "?ky=7")["line"]

    by_day = {row[0].day: row[1:] for row in line.table.rows}
    assert line.table.columns[3] == "Hệ thống cũ"
    assert by_day[8] == [None, None, 500]
    assert by_day[9] == [20, None, None]
    assert line.changed_on == date(2026, 3, 9)
    assert "không tính phần trăm" in newsroom.get(f"{DASHBOARD}?ky=7").text


def test_remarks_stand_on_the_line(newsroom):
    counted(3, 5)
    Annotation.objects.create(day=TODAY - timedelta(days=2), text="Mất điện cả tỉnh")
    Annotation.objects.create(day=TODAY - timedelta(days=200), text="Chuyện cũ")
    response = newsroom.get(f"{DASHBOARD}?ky=7")

    assert "08/03/2026: Mất điện cả tỉnh" in response.text
    assert "Chuyện cũ" not in response.text
    assert response.context["line"].chart.marks == [("66.67%", 1)]


def test_a_big_article_notes_itself_once(newsroom):
    article, small = make_article(title="Tin lớn"), make_article()
    for days_ago in (3, 2):
        counted(days_ago, 2000)
        read(article, days_ago, 400)
        read(small, days_ago, 200)
    close_days()

    assert Annotation.objects.values_list("day", "text", "article_id").get() == (
        TODAY - timedelta(days=3),
        "Nhiều người đọc: Tin lớn",
        article.pk,
    )


# What was read


@pytest.mark.parametrize("is_closed", [False, True])
def test_articles_categories_authors_and_places_are_ranked_by_reads(
    newsroom, is_closed
):
    category = make_category("Kinh tế")
    author, place = make_author("Hoa Ban"), make_place("Xã Mây")
    first = make_article(
        title="Bài một", category=category, authors=[author], places=[place]
    )
    second = make_article(title="Bài hai", category=category)
    counted(6, 10)
    for article, days_ago, reads in [(first, 5, 3), (first, 0, 4), (second, 1, 9)]:
        read(article, days_ago, reads)
    read(second, 40, 100)
    if is_closed:
        close_days()
    context = show(newsroom, "?ky=7")

    assert rows(context, "bai-doc-nhieu") == [["Bài hai", 9, 18], ["Bài một", 7, 14]]
    assert rows(context, "theo-category") == [["Kinh tế", 16, 32]]
    assert rows(context, "theo-author") == [["Hoa Ban", 7, 14]]
    assert rows(context, "theo-place")[0][1:] == [7, 14]


def test_sums_of_years_months_and_days_make_any_range():
    """Each week has another number of reads; all days but today are sealed."""
    article = make_article(title="Bài cũ")
    first = date(2024, 12, 22)
    reads = {first + timedelta(days=7 * week): week + 1 for week in range(63)}
    reads[TODAY] = 1000
    SiteHour.objects.create(day=first, hour=0)
    for day, number in reads.items():
        ArticleDay.objects.create(article_id=article.pk, day=day, reads=number)
    for day in closing.open_days():
        closing.seal(day, lambda day: {})

    for last in (TODAY, date(2025, 12, 31), date(2025, 7, 14)):
        for begin in (first, date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 17)):
            expected = sum(n for d, n in reads.items() if begin <= d <= last)
            found = top_articles(Range(begin, last), 1)
            assert found[0].reads == expected, (begin, last)


def test_an_article_that_is_gone_still_has_its_row(newsroom):
    counted(1, 1)
    read(99, 1, 5)

    assert rows(show(newsroom), "bai-doc-nhieu") == [["Bài 99 (đã xóa)", 5, 10]]


def test_where_readers_came_from_and_with_what(newsroom):
    counted(1, 1, bots=7, prefetch=6, staff=5, capped=4)
    ReferrerDay.objects.create(day=TODAY, host="bao.vn", views=9)
    WidthDay.objects.create(day=TODAY, width="phone", views=3)
    WidthDay.objects.create(day=TODAY, width="desktop", views=1)
    SearchMiss.objects.create(day=TODAY, query="sổ đỏ", count=2)
    context = show(newsroom)

    assert rows(context, "noi-gioi-thieu") == [["bao.vn", 9]]
    assert rows(context, "tim-khong-thay") == [["sổ đỏ", 2]]
    assert context["devices"].table.rows[0] == ["Điện thoại", 3, "75,0"]
    assert [row[1] for row in context["removed"].table.rows] == [2, 7, 6, 5, 4]


def test_the_hours_of_the_week_are_means(newsroom):
    for weeks in range(2):
        counted(1 + 7 * weeks, 10 + 10 * weeks, hour=8)  # Mondays
    counted(2, 0, hour=8)
    table = show(newsroom)["heat"].table

    assert table.rows[8] == ["08:00", 15, 0, 0, 0, 0, 0, 0]


def test_the_page_says_what_is_provisional_and_what_should_be_sealed(newsroom):
    counted(2, 1)
    counted(0, 1)
    assert "2 ngày đã qua mà chưa khóa sổ" in newsroom.get(DASHBOARD).text
    close_days()
    response = newsroom.get(DASHBOARD)

    assert "chưa khóa sổ, từ" not in response.text
    assert response.context["quality"].open == [TODAY]


# Files


def test_a_table_is_a_csv_file_that_runs_nothing(newsroom, editor):
    counted(1, 1)
    article = make_article(title='=HYPERLINK("http://evil.vn")')
    read(article, 1, 5)
    response = newsroom.get(f"{DASHBOARD}bai-doc-nhieu.csv?ky=7")

    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response["Content-Disposition"] == (
        'attachment; filename="bai-doc-nhieu-2026-03-04-2026-03-10.csv"'
    )
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert lines == [
        ["Bài", "Lượt đọc", "Lượt xem"],
        ['\'=HYPERLINK("http://evil.vn")', "5", "10"],
    ]
    entry = AuditEntry.objects.get(action=AuditEntry.Action.EXPORT)
    assert entry.user == editor
    assert entry.name == "Tệp bai-doc-nhieu-2026-03-04-2026-03-10.csv"


def test_every_table_of_the_page_is_a_csv_file(newsroom):
    counted(1, 1)
    make_opening_balance("total", None, 1000)
    page = newsroom.get(DASHBOARD).text
    links = re.findall(r'href="(/quan-tri/thong-ke/[a-z-]+\.csv\?[^"]+)"', page)
    answers = {newsroom.get(link.replace("&amp;", "&")).status_code for link in links}

    assert answers == {200}
    assert newsroom.get(f"{DASHBOARD}khong-co.csv").status_code == 404


def test_the_workbook_has_typed_cells_and_no_formula(newsroom):
    counted(1, 1)
    ReferrerDay.objects.create(day=TODAY, host="=1+1", views=9)
    read(make_article(title="Dòng\x0bmột"), 1, 5)
    response = newsroom.get(f"{DASHBOARD}thong-ke.xlsx?ky=7")
    book = load_workbook(io.BytesIO(response.content))

    assert len(book.sheetnames) == 11
    cells = [cell for row in book["Nơi giới thiệu"] for cell in row]
    assert [(cell.value, cell.data_type) for cell in cells[2:]] == [
        ("=1+1", "s"),
        (9, "n"),
    ]
    assert book["Bài đọc nhiều"]["A2"].value == "Dòngmột"
    assert book["Lượt truy cập theo ngày"]["A2"].is_date


# Drawing


@pytest.mark.parametrize(
    ("value", "step"),
    [(0.3, 1), (1, 1), (3, 5), (11, 20), (22, 25), (99, 100), (8614, 10_000)],
)
def test_the_grid_has_round_steps(value, step):
    assert charts.round_step(value) == step


def test_a_line_has_a_gap_where_nothing_is_known():
    assert charts.path([None, 0, 10, None, 10], 10) == (
        "M250.0 300.0L500.0 0.0M1000.0 0.0h4"
    )


# Where editors work


def test_an_author_sees_how_own_articles_are_read_and_no_others(client):
    user = make_user()
    mine = make_article(title="Bài của tôi", authors=[make_author(user=user)])
    make_article(title="Bài người khác", authors=[make_author()])
    counted(40, 1)
    for days_ago, reads in [(40, 5), (1, 3), (0, 2)]:
        read(mine, days_ago, reads)
    close_days()
    client.force_login(user)
    response = client.get(f"{DASHBOARD}bai-cua-toi/")

    (row,) = response.context["rows"]
    assert (row.views, row.reads, row.recent) == (20, 10, 5)
    assert "Bài của tôi" in response.text
    assert "Bài người khác" not in response.text
    assert "Bài của tôi được đọc ra sao?" in client.get("/quan-tri/").text


def test_who_is_no_author_is_told_so(newsroom):
    assert (
        "Chưa có bài nào ghi tên bạn" in newsroom.get(f"{DASHBOARD}bai-cua-toi/").text
    )


def test_views_and_reads_stand_in_the_list_and_in_the_form(newsroom):
    article = make_article()
    counted(3, 1)
    read(article, 3, 1500)
    close_days()
    read(article, 0, 1)

    assert '3.002<span class="row-note">1.501 đọc</span>' in (
        newsroom.get("/quan-tri/articles/article/").text
    )
    form = newsroom.get(f"/quan-tri/articles/article/{article.pk}/change/").text
    assert "<dd>3.002</dd>" in form
    assert "<dd>1.501</dd>" in form


@pytest.mark.parametrize(
    ("team", "expected"), [("Phóng viên", 403), ("Biên tập", 200), ("Duyệt", 200)]
)
def test_teams_that_edit_see_the_dashboard(client, team, expected):
    client.force_login(make_member(team))

    assert client.get(DASHBOARD).status_code == expected
