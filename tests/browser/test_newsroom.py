"""An editor at work in Chromium: sign in, write, save, preview, publish."""

import pytest
from playwright.sync_api import expect

PASSWORD = "mat-khau-rat-dai-1"
NAME = "Chợ phiên Sìn Hồ sáng chủ nhật"


@pytest.fixture
def newsroom(live_site, open_page):
    """A page signed in to the newsroom of a portal with a category and an author."""
    live_site.run(
        f"make_user('bientap', password={PASSWORD!r}, is_superuser=True)\n"
        "make_category('Văn hóa')\n"
        "make_author('Giàng A Páo')"
    )
    page = open_page()
    page.goto("/quan-tri/")
    page.get_by_label("Tên đăng nhập").fill("bientap")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Vào tòa soạn").click()
    page.wait_for_url("**/quan-tri/")
    return page


def write(page):
    page.goto("/quan-tri/articles/article/add/")
    page.get_by_label("Tiêu đề").fill(NAME)
    page.get_by_label("Sapô").fill("Cả vùng về chợ từ lúc trời chưa sáng.")
    body = page.locator(".cke_wysiwyg_div")
    body.click()
    page.locator(".cke_combo__format .cke_combo_button").click()
    page.frame_locator("iframe.cke_panel_frame").get_by_role(
        "option", name="Đề mục lớn"
    ).click()
    page.keyboard.type("Từ bốn giờ sáng")
    page.keyboard.press("Enter")
    page.keyboard.type("Đường về chợ ")
    page.keyboard.press("Control+b")
    page.keyboard.type("đông dần")
    page.keyboard.press("Control+b")
    page.keyboard.type(" theo tiếng khèn.")


def choose(page, field, words):
    page.locator(f"#id_{field} + .select2").click()
    page.keyboard.type(words)
    page.locator(".select2-results__option--highlighted", has_text="Páo").click()


def test_an_editor_writes_saves_previews_and_publishes(newsroom, live_site):
    page = newsroom
    write(page)
    page.locator("#submit-row").get_by_role("button", name="Lưu bản nháp").click()
    expect(page.get_by_text("Đã lưu bản 1.")).to_be_visible()

    page.get_by_role("button", name="Đăng bản này").click()
    expect(page.get_by_text("Chưa đăng được: bài chưa có chuyên mục")).to_be_visible()

    page.get_by_label("Chuyên mục").select_option(label="Văn hóa")
    choose(page, "authors", "giang a")
    page.get_by_role("button", name="Xem trước").click()
    page.wait_for_url("**/quan-tri/xem-truoc/**")
    main = page.locator("main")
    expect(main.get_by_role("heading", name="Từ bốn giờ sáng", level=2)).to_be_visible()
    expect(main.locator("strong", has_text="đông dần")).to_be_visible()
    expect(main.get_by_text("Giàng A Páo").first).to_be_visible()

    page.get_by_role("link", name="Trở lại sửa bài").click()
    page.get_by_role("button", name="Đăng bản này").click()
    page.get_by_role("link", name="Xem trên cổng").first.click()
    expect(page.locator("h1", has_text=NAME)).to_be_visible()
    status, _, _ = live_site.get(page.url.removeprefix(live_site.url))
    assert status == 200


def test_enter_in_a_field_saves_a_draft_and_does_not_publish(newsroom):
    page = newsroom
    write(page)
    page.get_by_text("Nguồn, video").click()
    page.get_by_label("Nguồn", exact=True).press("Enter")

    page.wait_for_url("**/change/")
    expect(page.get_by_text("Đã lưu bản 1.")).to_be_visible()
    expect(page.get_by_text("chưa đăng.")).to_be_visible()


def test_choosing_a_cover_shows_it(newsroom, live_site):
    live_site.run("make_image(alt='Chợ phiên nhìn từ dốc')")
    page = newsroom
    page.goto("/quan-tri/articles/article/add/")

    page.locator("#id_cover + .select2").click()
    page.keyboard.type("cho phien")
    page.locator(".select2-results__option--highlighted", has_text="Chợ").click()

    picture = page.get_by_role("img", name="Chợ phiên nhìn từ dốc")
    expect(picture).to_be_visible()
    assert (
        picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    )


def test_an_author_is_added_in_passing(newsroom):
    page = newsroom
    page.goto("/quan-tri/articles/article/add/")

    with page.expect_popup() as window:
        page.locator("#add_id_authors").click()
    window.value.get_by_label("Tên").fill("Lò Thị Mai")
    window.value.get_by_role("button", name="Lưu", exact=True).click()

    page.locator("#id_authors + .select2", has_text="Lò Thị Mai").wait_for()


def test_the_pages_of_the_newsroom_break_no_policy_and_fit_a_phone(newsroom, live_site):
    page = newsroom
    live_site.run("make_notice(); make_article(title='Bài ' + 'rất ' * 40 + 'dài')")
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto("/quan-tri/auth/user/1/change/")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Xác nhận").click()
    page.wait_for_url("**/auth/user/1/change/")
    for path in [
        "",
        "articles/",
        "articles/article/",
        "articles/article/1/change/",
        "articles/article/1/delete/",
        "articles/article/1/history/",
        "articles/category/",
        "articles/notice/1/change/",
        "articles/topic/add/",
        "articles/page/add/",
        "articles/linkgroup/add/",
        "auth/user/1/change/",
        "password_change/",
    ]:
        page.goto(f"/quan-tri/{path}")
        page.wait_for_load_state("networkidle")
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, path


def test_times_are_chosen_in_vietnamese(newsroom):
    page = newsroom
    page.goto("/quan-tri/articles/notice/add/")

    page.locator("#calendarlink0").click()
    calendar = page.locator("#calendarbox0")
    assert calendar.locator("caption").inner_text().startswith("Tháng")
    assert calendar.locator("th").first.inner_text() == "T2"
    expect(calendar.get_by_text("Hôm qua")).to_be_visible()
    calendar.get_by_text("Thôi").click()
    page.locator("#clocklink0").click()
    expect(page.locator("#clockbox0").get_by_text("12 giờ trưa")).to_be_visible()


def test_a_name_is_replaced_in_the_text_or_kept_as_it_is(newsroom):
    page = newsroom
    page.goto("/quan-tri/articles/article/add/")
    page.get_by_label("Tiêu đề").fill("Chợ Bản Bô, Tà Tồng")
    body = page.locator(".cke_wysiwyg_div")
    body.click()
    page.keyboard.type("Ở xã Bản Bô, Bản Bô và Tà Tồng.")
    page.locator("#submit-row").get_by_role("button", name="Lưu bản nháp").click()
    expect(page.get_by_text("Đã lưu bản 1.")).to_be_visible()

    page.get_by_role("button", name="Thay bằng Bản Bo").click()

    expect(page.locator(".cke_wysiwyg_div")).to_have_text(
        "Ở xã Bản Bo, Bản Bo và Tà Tồng."
    )
    expect(page.get_by_label("Tiêu đề")).to_have_value("Chợ Bản Bo, Tà Tồng")
    expect(page.locator("[data-spelled='Bản Bô']")).to_have_count(0)
    page.locator("[data-spelled='Tà Tồng']").click()
    page.locator("#submit-row").get_by_role("button", name="Lưu bản nháp").click()
    expect(page.get_by_text("Đã lưu bản 2.")).to_be_visible()
    expect(page.get_by_text("gần giống")).to_have_count(0)
