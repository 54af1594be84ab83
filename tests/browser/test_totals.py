"""Readers come and go, and staff find what they did on page and dashboard."""

from playwright.sync_api import expect

from tests.browser.test_main_job import PASSWORD, sign_in

PHONE = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
TABLET = (
    "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5"
)


def read(page, path):
    """Open `path` and wait until the page has been counted."""
    with page.expect_response("**/luot-xem/") as counted:
        page.goto(path)
    assert counted.value.status == 200


def test_what_several_readers_read_is_on_page_and_dashboard(live_site, open_page):
    paths = live_site.run(
        f"make_user('bientap', password={PASSWORD!r}, is_superuser=True)\n"
        "make_opening_balance('total', None, 1000)\n"
        "for title in ('Bài nhiều người đọc', 'Bài ít người đọc'):\n"
        "    print(make_article(title=title).get_absolute_url())"
    ).split()
    much_read, little_read = paths
    phone = open_page(width=360, user_agent=PHONE)
    tablet, desktop = open_page(width=800, user_agent=TABLET), open_page(width=1280)
    read(phone, much_read)
    read(phone, little_read)
    read(tablet, much_read)
    read(desktop, "/")
    read(desktop, much_read)

    # Three visits, whichever page shows them.
    expect(desktop.locator("[data-total=today]").first).to_have_text("3")
    expect(desktop.locator("[data-total=total]").first).to_have_text("1.003")

    staff = open_page()
    sign_in(staff)
    staff.goto("/quan-tri/thong-ke/?ky=7")
    card = staff.locator(".dash-card")
    expect(card.filter(has_text="Hôm nay").locator("dd")).to_contain_text("3")
    expect(card.filter(has_text="Tổng số").locator("dd")).to_contain_text("1.003")
    expect(card.filter(has_text="Lượt xem trang").locator("dd")).to_contain_text("5")
    expect(card.filter(has_text="Đang trực tuyến").locator("dd")).to_contain_text("3")
    rows = staff.locator("section", has_text="Bài đọc nhiều").locator(".top-list li")
    expect(rows.nth(0)).to_contain_text("Bài nhiều người đọc")
    expect(rows.nth(0).locator("data")).to_have_text("3")
    expect(rows.nth(1).locator("data")).to_have_text("1")
    devices = staff.locator("section", has_text="Theo chiều rộng cửa sổ")
    for name, views in [("Điện thoại", "2"), ("Máy tính bảng", "1"), ("Máy tính", "2")]:
        row = devices.locator(".share-list li").filter(
            has=staff.get_by_text(name, exact=True)
        )
        expect(row.locator("data")).to_have_text(views)

    # The numbers behind the chart open without a script.
    line = staff.locator("section", has_text="Lượt truy cập theo ngày")
    line.get_by_text("Xem số liệu dạng bảng").click()
    expect(line.locator("tbody tr").last.locator("td").first).to_have_text("3")
