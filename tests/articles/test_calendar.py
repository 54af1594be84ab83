"""When readers see an article, to the second and in the time of Vietnam."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from articles.models import Article
from tests.builders import make_article, make_author, make_draft, make_user

pytestmark = pytest.mark.django_db
CALENDAR = "/quan-tri/lich/"
HERE = ZoneInfo("Asia/Ho_Chi_Minh")


def here(text):
    return datetime.fromisoformat(text).replace(tzinfo=HERE)


def at(time_machine, text):
    time_machine.move_to(here(text), tick=False)


def planned(moment, until=None, **fields):
    article, revision = make_draft(authors=[make_author()], **fields)
    until = here(until) if until else None
    article.publish(revision, at=here(moment), until=until)
    return article


# What readers see (CASES 38)


@pytest.mark.parametrize(
    "moment", ["2026-03-14T00:00", "2027-01-01T00:00", "2028-02-29T00:00"]
)
def test_an_article_is_public_from_the_first_second_of_its_day(
    client, time_machine, moment
):
    before = here(moment).timestamp() - 1
    time_machine.move_to(before - 3600, tick=False)
    article = planned(moment)
    address, day = article.get_absolute_url(), here(moment)
    archive = f"/luu-tru/{day:%Y/%m/%d}/"

    time_machine.move_to(before, tick=False)
    assert client.get(address).status_code == 404

    at(time_machine, moment)
    assert client.get(address).status_code == 200
    assert article.title in client.get(archive).text


def test_new_year_in_vietnam_is_not_the_old_year(client, time_machine):
    at(time_machine, "2026-12-31T23:00")
    article = planned("2027-01-01T00:00")
    at(time_machine, "2027-01-01T06:00")  # 23:00 of 31 December in Greenwich

    assert article.title in client.get("/luu-tru/2027/01/01/").text
    assert client.get("/luu-tru/2026/12/31/").status_code == 404 or (
        article.title not in client.get("/luu-tru/2026/12/31/").text
    )


def test_an_expired_article_leaves_readers_and_stays_in_the_list(
    newsroom, time_machine
):
    at(time_machine, "2026-03-01T08:00")
    article = planned(
        "2026-03-01T08:00", until="2026-03-02T00:00", title="Lịch cắt điện"
    )
    assert newsroom.get(article.get_absolute_url()).status_code == 200

    at(time_machine, "2026-03-02T00:00")
    newsroom.force_login(make_user(is_superuser=True))

    assert newsroom.get(article.get_absolute_url()).status_code == 404
    page = newsroom.get("/quan-tri/articles/article/?trang-thai=het-han").text
    assert "Lịch cắt điện" in page
    assert Article.objects.filter(pk=article.pk, deleted_at=None).exists()


# The page of the newsroom


def cell(page, day):
    """The table cell of `day` ('2026-03-14')."""
    return page.split(f'<time datetime="{day}"')[1].split("</td>")[0]


def test_the_calendar_shows_what_begins_and_ends_on_its_day(newsroom, time_machine):
    at(time_machine, "2026-03-10T12:00")
    planned("2026-03-14T00:00", until="2026-03-20T23:59", title="Trước ngày hội")
    make_article(published_at=here("2026-03-09T23:30"), title="Đã lên")

    page = newsroom.get(CALENDAR).text

    assert "Lịch đăng tháng 3 năm 2026" in page
    assert "Hẹn giờ </span>00:00</span> Trước ngày hội" in cell(page, "2026-03-14")
    assert "Hết hạn </span>23:59</span> Trước ngày hội" in cell(page, "2026-03-20")
    assert "Đã đăng </span>23:30</span> Đã lên" in cell(page, "2026-03-09")
    assert 'aria-current="date"' in cell(page, "2026-03-10")


def test_a_week_begins_on_monday(newsroom, time_machine):
    at(time_machine, "2026-03-10T12:00")
    page = newsroom.get(CALENDAR).text

    heads = page.split("<thead>")[1].split("</thead>")[0]
    assert heads.index("Thứ hai") < heads.index("Chủ nhật")
    first_row = page.split("<tbody>")[1].split("</tr>")[0]
    assert first_row.index("2026-02-23") < first_row.index("2026-03-01")


def test_29_february_has_its_day(newsroom, time_machine):
    at(time_machine, "2028-02-01T12:00")
    newsroom.force_login(make_user(is_superuser=True))
    planned("2028-02-29T05:30", title="Ngày nhuận")

    assert "Ngày nhuận" in cell(newsroom.get(CALENDAR).text, "2028-02-29")
    assert 'datetime="2026-02-29"' not in newsroom.get(f"{CALENDAR}?thang=2026-02").text


def test_the_months_lead_over_the_end_of_the_year(newsroom):
    page = newsroom.get(f"{CALENDAR}?thang=2026-12").text
    assert "?thang=2026-11" in page
    assert "?thang=2027-01" in page
    assert "?thang=2025-12" in newsroom.get(f"{CALENDAR}?thang=2026-01").text


@pytest.mark.parametrize(
    "month", ["x", "2026-13", "0000-01", "9999-12", "2026-1-1", "\0"]
)
def test_nonsense_for_a_month_shows_this_one(newsroom, month):
    assert newsroom.get(CALENDAR, {"thang": month}).status_code == 200


def test_a_day_full_of_articles_shows_some_and_counts_the_rest(newsroom, time_machine):
    at(time_machine, "2026-03-10T12:00")
    for _ in range(8):
        make_article(published_at=here("2026-03-09T10:00"))

    assert "và 2 bài đã đăng nữa" in cell(newsroom.get(CALENDAR).text, "2026-03-09")


def test_a_new_article_is_begun_on_a_day(newsroom):
    page = newsroom.get("/quan-tri/articles/article/add/?ngay=2030-03-14").text
    assert 'value="14/03/2030"' in page
    for nonsense in ("x", "2030-02-30", "0001-01-01"):
        address = f"/quan-tri/articles/article/add/?ngay={nonsense}&title=x&authors=x"
        assert newsroom.get(address).status_code == 200


def test_whoever_has_nothing_to_do_with_articles_sees_no_calendar(client):
    client.force_login(make_user())
    assert client.get(CALENDAR).status_code == 403


def test_the_calendar_needs_few_queries(newsroom, django_assert_max_num_queries):
    for _ in range(5):
        make_article()
    with django_assert_max_num_queries(8):
        newsroom.get(CALENDAR)
