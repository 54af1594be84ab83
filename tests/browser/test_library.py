"""The picture library in a browser: files dropped on it, words in place, focal point."""

import base64

import pytest
from playwright.sync_api import expect

from tests.builders import picture_file

PASSWORD = "mat-khau-rat-dai-1"
LIBRARY = "/quan-tri/articles/image/"


@pytest.fixture
def page(live_site, open_page):
    live_site.run(
        f"make_user('bientap', password={PASSWORD!r}, is_superuser=True)\n"
        "make_image(alt='Chợ phiên', size=(600, 400))"
    )
    page = open_page()
    page.goto("/quan-tri/")
    page.get_by_label("Tên đăng nhập").fill("bientap")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Vào tòa soạn").click()
    page.locator(".desk-nav").wait_for()
    return page


def drop(page, *files):
    """Let go of `files` over the page."""
    sent = [
        (file.name, base64.b64encode(file.read()).decode(), file.content_type)
        for file in files
    ]
    page.evaluate(
        """(files) => {
            const data = new DataTransfer();
            for (const [name, content, type] of files) {
                const bytes = Uint8Array.from(atob(content), (c) => c.charCodeAt(0));
                data.items.add(new File([bytes], name, { type }));
            }
            for (const name of ["dragover", "drop"]) {
                document.querySelector("[data-drop]").dispatchEvent(new DragEvent(
                    name, { dataTransfer: data, bubbles: true, cancelable: true }));
            }
        }""",
        sent,
    )


def line(page, name):
    return page.locator(".uploads li", has_text=name)


def test_pictures_are_dropped_described_and_centred(page):
    page.goto(LIBRARY)
    broken = picture_file("hong.jpg", size=(50, 50))
    broken.file.truncate(300)
    drop(
        page,
        picture_file("moi.jpg", size=(900, 1600)),
        picture_file("cu.jpg", size=(600, 400)),
        broken,
    )

    expect(line(page, "moi.jpg")).to_contain_text("Đã tải lên.")
    expect(line(page, "cu.jpg")).to_contain_text("đã có trong thư viện")
    expect(line(page, "cu.jpg").get_by_role("link")).to_have_text("Dùng ảnh sẵn có")
    expect(line(page, "hong.jpg")).to_contain_text("Tệp ảnh bị hỏng")
    expect(page.locator("[data-picture]")).to_have_count(2)

    card = page.locator(".pic-need")
    card.get_by_label("Mô tả ảnh").fill("Thác nước")
    card.get_by_label("Chú thích").press("Enter")
    expect(page.locator(".pic-need")).to_have_count(0)

    page.locator("[data-picture]", has_text="Thác nước").get_by_role(
        "link", name="Điểm chính"
    ).click()
    picture = page.locator("[data-focus] .pic-frame")
    picture.locator("img").evaluate("image => image.decode()")
    size = picture.bounding_box()
    picture.click(position={"x": size["width"] * 0.25, "y": size["height"] * 0.5})
    marker = page.get_by_role("button", name="Điểm chính")
    marker.press("ArrowRight")
    marker.press("Shift+ArrowUp")
    expect(page.locator("#id_focal_x")).to_have_value("0.26")
    expect(page.locator("#id_focal_y")).to_have_value("0.40")
    before = picture.locator("img").get_attribute("src")
    page.get_by_role("button", name="Lưu và sửa tiếp").click()
    page.locator(".messagelist .success").wait_for()
    assert picture.locator("img").get_attribute("src") != before


def test_an_upload_is_stopped(page):
    page.goto(LIBRARY)
    hold = []
    page.route("**/tai-nhieu/", lambda route: hold.append(route))
    drop(page, picture_file("mot.jpg"), picture_file("hai.jpg"))

    line(page, "hai.jpg").get_by_role("button", name="Dừng").click()
    line(page, "mot.jpg").get_by_role("button", name="Dừng").click()

    expect(line(page, "mot.jpg")).to_contain_text("Đã dừng, chưa lưu.")
    expect(line(page, "hai.jpg")).to_contain_text("Đã dừng, chưa lưu.")
    page.unroute("**/tai-nhieu/")
