"""Unsaved text in Chromium: kept, found again after a crash, put beside another's."""

import pytest
from playwright.sync_api import expect

PASSWORD = "mat-khau-rat-dai-1"
FORM = "/quan-tri/articles/article/1/change/"


@pytest.fixture
def site(live_site):
    live_site.run(
        f"make_user('bientap', password={PASSWORD!r}, is_superuser=True)\n"
        f"make_user('nui', password={PASSWORD!r}, is_superuser=True,\n"
        "          last_name='Mây', first_name='Núi')\n"
        "make_draft(title='Tên cũ', body='<p>Đoạn một.</p><p>Đoạn hai.</p>',\n"
        "           authors=[make_author('Giàng A Páo')])"
    )
    return live_site


def sign_in(page, name):
    page.goto("/quan-tri/")
    page.get_by_label("Tên đăng nhập").fill(name)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Vào tòa soạn").click()
    page.wait_for_url("**/quan-tri/")


def open_form(page):
    page.goto(FORM)
    page.locator(".cke_wysiwyg_div").wait_for()


def type_title(page, words):
    """Type, and go away from the page for a moment, which keeps what was typed."""
    page.get_by_label("Tiêu đề").fill(words)
    hide(page)


def hide(page):
    page.evaluate(
        """() => {
            Object.defineProperty(document, 'visibilityState',
                { value: 'hidden', configurable: true });
            document.dispatchEvent(new Event('visibilitychange'));
        }"""
    )


def stored(page):
    return page.evaluate(
        "Object.keys(localStorage).filter(k => k.startsWith('tu-luu'))"
    )


def test_two_editors_lose_nothing(site, open_page):
    mine, theirs = open_page(), open_page()
    sign_in(mine, "bientap")
    sign_in(theirs, "nui")
    open_form(mine)
    open_form(theirs)
    expect(theirs.locator("[data-presence]")).to_contain_text("bientap cũng đang mở")

    # Kept, and there again after the tab has died.
    type_title(mine, "Tên của tôi")
    expect(mine.locator("[data-autosave]")).to_contain_text("Đã tự lưu")
    assert mine.evaluate("document.activeElement.id") == "id_title"
    assert stored(mine) == []
    open_form(mine)
    mine.get_by_role("link", name="Mở lại phần chưa lưu").click()
    expect(mine.get_by_label("Tiêu đề")).to_have_value("Tên của tôi")

    # The other saves first; then both texts stand side by side.
    theirs.get_by_label("Tiêu đề").fill("Tên của Núi")
    theirs.locator("#submit-row").get_by_role("button", name="Lưu bản nháp").click()
    expect(theirs.get_by_text("Đã lưu bản 2.")).to_be_visible()
    mine.locator("#submit-row").get_by_role("button", name="Lưu bản nháp").click()
    expect(mine.get_by_role("heading", level=1)).to_have_text(
        "Bài đã có người lưu trước bạn"
    )
    # Chromium reports any answer that is a refusal, as this one is (409).
    mine.problems.clear()
    title = mine.get_by_role("group", name="Tiêu đề")
    expect(title).to_contain_text("Tên của Núi")
    expect(title.get_by_label("Của bạn")).to_be_checked()
    title.get_by_label("Của Mây Núi").check()
    mine.get_by_role("button", name="Ghép và mở để sửa tiếp").click()
    expect(mine.get_by_label("Tiêu đề")).to_have_value("Tên của Núi")
    mine.get_by_label("Tiêu đề").fill("Tên của hai người")
    mine.locator("#submit-row").get_by_role("button", name="Lưu bản nháp").click()
    expect(mine.get_by_text("Đã lưu bản 3.")).to_be_visible()
    mine.wait_for_load_state()  # by then the scripts of the page have run
    assert stored(mine) == []


def test_a_session_that_ends_while_one_writes_loses_nothing(site, open_page):
    page = open_page()
    sign_in(page, "bientap")
    open_form(page)
    page.context.clear_cookies(name="toa_soan")

    type_title(page, "Viết lúc phiên đã hết")
    expect(page.locator("[data-autosave]")).to_contain_text("Phiên làm việc đã hết")
    page.locator("#submit-row").get_by_role("button", name="Lưu bản nháp").click()
    page.get_by_label("Tên đăng nhập").fill("bientap")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Vào tòa soạn").click()

    page.locator("[data-local-open]").click()
    page.wait_for_url("**mo-lai**")
    expect(page.get_by_label("Tiêu đề")).to_have_value("Viết lúc phiên đã hết")
    assert stored(page) == []
