"""CKEditor at work, under its policy, with the static files that production has."""

import base64
import re

import pytest
from playwright.sync_api import expect

from tests.articles.test_html import ATTACKS, WORD
from tests.builders import picture_file

PASSWORD = "mat-khau-rat-dai-1"
# The picture dialog's file field is a frame that CKEditor fills by a javascript: address
# and an inline script; the policy stops both and the field works without them.
PICTURE_DIALOG = re.compile(
    "(Running the JavaScript URL|Executing inline script) violates the following Content"
)


@pytest.fixture
def page(live_site, open_page):
    """A new article in the newsroom of a portal with one picture in its library."""
    live_site.run(
        f"make_user('bientap', password={PASSWORD!r}, is_superuser=True)\n"
        "make_image(alt='Chợ phiên Sìn Hồ', caption='Ô nhiều màu & người mua bán')"
    )
    page = open_page()
    page.goto("/quan-tri/")
    page.get_by_label("Tên đăng nhập").fill("bientap")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Vào tòa soạn").click()
    page.locator(".desk-nav").wait_for()
    page.goto("/quan-tri/articles/article/add/")
    page.locator(".cke_wysiwyg_div").wait_for()
    return page


def body_of(page):
    """The HTML that the form would send, without the blanks between tags."""
    data = page.evaluate("CKEDITOR.instances.id_body.getData()")
    return re.sub(r">\s+<", "><", data.replace("&nbsp;", " ")).strip()


def button(page, name):
    page.locator(f".cke_button__{name}").click()


def dialog(page):
    return page.locator(".cke_dialog:visible")


def confirm(page):
    dialog(page).locator(".cke_dialog_ui_button_ok").click()


def open_picture_dialog(page):
    button(page, "image")
    dialog(page).get_by_label("Mô tả ảnh").wait_for()


def upload(page, file):
    """Choose `file` in the dialog's second tab and send it."""
    dialog(page).get_by_role("tab", name="Tải lên").click()
    field = page.frame_locator("iframe.cke_dialog_ui_input_file").locator("input")
    field.set_input_files(
        {"name": file.name, "mimeType": "image/jpeg", "buffer": file.read()}
    )
    dialog(page).locator("a.cke_dialog_ui_fileButton").click()


def forgive_picture_dialog(page):
    """Only the two known reports may be there."""
    others = [text for text in page.problems if not PICTURE_DIALOG.match(text)]
    page.problems[:] = others


def paste(page, **data):
    page.evaluate(
        """([kinds, file]) => {
            const data = new DataTransfer();
            for (const [kind, value] of Object.entries(kinds)) data.setData(kind, value);
            if (file) {
                const bytes = Uint8Array.from(atob(file), (c) => c.charCodeAt(0));
                data.items.add(new File([bytes], "image.png", { type: "image/png" }));
            }
            document.querySelector(".cke_wysiwyg_div").dispatchEvent(
                new ClipboardEvent("paste", {
                    clipboardData: data, bubbles: true, cancelable: true,
                }));
        }""",
        [{"text/html": data["html"]} if "html" in data else {}, data.get("file")],
    )


def test_text_links_and_tables_are_written_in_vietnamese(page):
    page.locator(".cke_wysiwyg_div").click()
    page.keyboard.type("Lễ hội ")
    page.keyboard.press("Control+b")
    page.keyboard.type("mùa xuân")
    page.keyboard.press("Control+b")
    page.keyboard.press("Enter")

    button(page, "link")
    dialog(page).get_by_label("Chữ hiển thị").fill("cổng tỉnh")
    dialog(page).get_by_label("Địa chỉ").fill("laichau.gov.vn")
    confirm(page)
    page.keyboard.press("End")
    page.keyboard.press("Enter")

    button(page, "table")
    dialog(page).get_by_label("Tên bảng").fill("Lịch lễ hội")
    confirm(page)

    assert body_of(page).startswith(
        "<p>Lễ hội <strong>mùa xuân</strong></p>"
        '<p><a href="https://laichau.gov.vn">cổng tỉnh</a></p>'
        '<table><caption>Lịch lễ hội</caption><thead><tr><th scope="col">'
    )


def test_a_captioned_picture_is_uploaded_and_needs_a_description(page):
    said = []
    page.on("dialog", lambda alert: (said.append(alert.message), alert.accept()))
    page.get_by_label("Tiêu đề").fill("Chợ phiên")
    page.locator(".cke_wysiwyg_div").click()
    open_picture_dialog(page)
    upload(page, picture_file(size=(1600, 1067)))
    address = dialog(page).get_by_label("Địa chỉ ảnh")
    expect(address).to_have_value(re.compile(r"/media/anh/[0-9a-f]{20}/goc\.jpg"))
    page.wait_for_load_state("networkidle")

    confirm(page)
    assert said == ["Hãy viết mô tả ảnh: trong ảnh có gì?"]
    dialog(page).get_by_label("Mô tả ảnh").fill("Chợ có ô nhiều màu")
    confirm(page)
    caption = page.locator(".cke_wysiwyg_div figcaption")
    caption.click()
    expect(caption).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Shift+Home")
    page.keyboard.type("Phiên chợ vùng cao")
    forgive_picture_dialog(page)

    body = body_of(page)
    assert 'alt="Chợ có ô nhiều màu"' in body
    assert 'height="1067"' in body and 'width="1600"' in body
    assert "Phiên chợ vùng cao</figcaption>" in body

    page.get_by_role("button", name="Lưu bản nháp").last.click()
    page.wait_for_url("**/change/")
    page.locator("figure.cke_widget_element figcaption").wait_for()
    assert page.locator(".cke_widget_image").count() == 1
    assert body_of(page).startswith(
        '<figure class="image"><img alt="Chợ có ô nhiều màu"'
    )


def test_a_caption_that_nobody_wrote_is_not_stored(page):
    page.locator(".cke_wysiwyg_div").click()
    open_picture_dialog(page)
    upload(page, picture_file(size=(400, 300)))
    expect(dialog(page).get_by_label("Địa chỉ ảnh")).not_to_have_value("")
    dialog(page).get_by_label("Mô tả ảnh").fill("Chợ")
    confirm(page)
    expect(page.locator("figcaption")).to_have_text("Viết chú thích ở đây")
    forgive_picture_dialog(page)

    assert "figcaption" not in body_of(page)


def test_a_refused_upload_says_why(page):
    said = []
    page.on("dialog", lambda alert: (said.append(alert.message), alert.accept()))
    open_picture_dialog(page)
    file = picture_file()
    file.name = "bai.php"
    with page.expect_event("dialog"):
        upload(page, file)
    forgive_picture_dialog(page)

    assert said[0].startswith("Tệp .php không tải lên làm ảnh được.")
    assert page.problems.pop().startswith("Failed to load resource")  # status 400


def test_a_picture_is_chosen_from_the_library_with_its_words(page):
    page.locator(".cke_wysiwyg_div").click()
    open_picture_dialog(page)
    with page.expect_popup() as opened:
        dialog(page).get_by_role("button", name="Thư viện ảnh").click()
    library = opened.value
    library.get_by_placeholder("Mô tả").fill("khong co")
    library.get_by_role("button", name="Tìm").click()
    library.get_by_text("Không có ảnh nào khớp").wait_for()
    library.get_by_placeholder("Mô tả").fill("cho phien")
    library.get_by_role("button", name="Tìm").click()
    with library.expect_event("close"):
        library.get_by_role("button", name="Chọn ảnh: Chợ phiên Sìn Hồ").click()

    expect(dialog(page).get_by_label("Mô tả ảnh")).to_have_value("Chợ phiên Sìn Hồ")
    confirm(page)
    forgive_picture_dialog(page)
    assert "Ô nhiều màu &amp; người mua bán</figcaption>" in body_of(page)


def test_word_comes_in_as_text_lists_and_tables(page):
    page.locator(".cke_wysiwyg_div").click()
    paste(
        page,
        html=WORD.replace(
            "<head>", '<head><meta name=Generator content="Microsoft Word 15">'
        ),
    )
    page.locator(".cke_wysiwyg_div ol").wait_for()

    body = body_of(page)
    assert "<p><strong>Quyết định</strong></p>" in body
    assert re.search(r"<ol><li>Việc thứ nhất\s*<ul><li>Chi tiết</li></ul></li>", body)
    assert '<td colspan="2"><p>Xã</p></td>' in body
    assert "Mso" not in body


def test_a_pasted_picture_goes_into_the_library(page):
    page.locator(".cke_wysiwyg_div").click()
    picture = picture_file(size=(500, 300), kind="PNG").read()
    with page.expect_response("**/tai-len/"):
        paste(page, file=base64.b64encode(picture).decode())
    page.locator('.cke_widget_image img[src^="/media/anh/"]').wait_for()

    assert re.fullmatch(
        r'<p><img alt="" height="300" src="/media/anh/\w{20}/goc\.jpg" width="500" /></p>',
        body_of(page),
    )


def test_every_other_dialog_opens(page):
    page.locator(".cke_wysiwyg_div").click()
    button(page, "table")
    confirm(page)
    page.locator(".cke_wysiwyg_div td").first.click()
    for command in ("cellProperties", "tableProperties", "find", "replace", "a11yHelp"):
        page.evaluate("(name) => CKEDITOR.instances.id_body.execCommand(name)", command)
        dialog(page).wait_for()
        page.keyboard.press("Escape")
        dialog(page).wait_for(state="hidden")
    button(page, "maximize")
    button(page, "maximize")


def test_an_attack_is_inert_on_the_page_and_in_the_editor(page, live_site):
    live_site.run(
        "from tests.articles.test_html import ATTACKS\n"
        "make_article(slug='a', body='<p>trước</p>' + ' '.join(ATTACKS) + '<p>sau</p>')"
    )
    said = []
    page.on("dialog", lambda alert: (said.append(alert.message), alert.accept()))
    page.goto("/tin-tuc/a-1/")
    page.locator(".article-body").get_by_text("trước").wait_for()
    page.goto("/quan-tri/articles/article/1/change/")
    page.locator(".cke_wysiwyg_div").get_by_text("trước").wait_for()
    assert not page.problems

    for attack in ATTACKS:
        page.evaluate("(html) => CKEDITOR.instances.id_body.setData(html)", attack)
    page.wait_for_load_state("networkidle")
    page.problems.clear()  # pictures that are not there
    assert said == []
