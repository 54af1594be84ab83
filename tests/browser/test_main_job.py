"""
The main job: an editor publishes an article, a citizen reads it, the visit counts.

With REAL_ARTICLE=<file> the text is that file, in the form of a page of the present
site; otherwise an article of the demo of the same build is used.
"""

import json
import os
import re
from dataclasses import dataclass
from html import escape, unescape
from pathlib import Path

import pytest
from playwright.sync_api import expect

from articles.html import plain
from tests.builders import picture_file

SEEN_WITHIN = 1000  # milliseconds from publication to every worker
PASSWORD = "mat-khau-rat-dai-1"
SENTENCE = "Tổng số điểm của bài viết là: 5 trong 1 đánh giá"


@dataclass
class Story:
    title: str
    source: str
    lead: str
    parts: list  # ("p" or "caption", text)
    author: str

    @property
    def paragraphs(self):
        return [text for kind, text in self.parts if kind == "p"]

    @property
    def captions(self):
        return [text for kind, text in self.parts if kind == "caption"]


def story():
    if "REAL_ARTICLE" in os.environ:
        return real_story(Path(os.environ["REAL_ARTICLE"]).read_text())
    return demo_story()


def real_story(page):
    """The parts of a page of the present site, saved as text."""
    head, _, rest = page.partition("Tăng tương phản Giảm tương phản")
    blocks = [block.strip() for block in rest.split("\n\n") if block.strip()]
    title, source, lead, *blocks = blocks
    end = next(i for i, block in enumerate(blocks) if block.startswith("Tác giả:"))
    author = blocks[end].splitlines()[0].removeprefix("Tác giả:").strip()
    parts = [("caption" if is_caption(text) else "p", text) for text in blocks[:end]]
    return Story(title, source.strip("()"), lead, parts, author)


def is_caption(text):
    """Short lines that say what a picture shows, as the present site sets them."""
    return len(text) < 90


def demo_story():
    """A demo article in the same mould: one with pictures between its paragraphs."""
    folder = Path(__file__).parents[2] / "articles/demo/articles"
    head, _, body = (
        (folder / "ham-hoang-lien-qua-nhung-con-so.html")
        .read_text()
        .partition("\n---\n")
    )
    head = json.loads(head)
    parts = [
        ("caption" if tag == "figcaption" else "p", plain(f"<p>{text}</p>"))
        for tag, text in re.findall(r"<(p|figcaption)>(.*?)</\1>", body, re.S)
    ]
    return Story(head["title"], "laichau.gov.vn", head["lead"], parts, "Đá Trắng")


@pytest.fixture
def newsroom_ready(live_site):
    """An editor's account, a category, an author; nothing published."""
    live_site.run(
        f"make_user('bientap', password={PASSWORD!r}, is_superuser=True)\n"
        "make_category('Chuyển đổi số')\n"
        f"make_author({story().author!r})\n"
        "[make_article(title=f'Tin khác {n}') for n in range(3)]"
    )
    return live_site


def sign_in(page):
    page.goto("/quan-tri/")
    page.get_by_label("Tên đăng nhập").fill("bientap")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Vào tòa soạn").click()
    page.wait_for_url("**/quan-tri/")


def write(page, told, folder):
    """Type title, lead and first paragraph, paste the rest from Word, add pictures."""
    page.goto("/quan-tri/articles/article/add/")
    page.get_by_label("Tiêu đề").fill(told.title)
    page.get_by_label("Sapô").fill(told.lead)
    page.get_by_label("Chuyên mục").select_option(label="Chuyển đổi số")
    choose(page, "authors", told.author)
    page.get_by_text("Nguồn, video").click()
    page.get_by_label("Nguồn", exact=True).fill(told.source)
    body = page.locator(".cke_wysiwyg_div")
    body.click()
    first, *rest = told.paragraphs
    page.keyboard.insert_text(first)
    page.keyboard.press("Enter")
    paste(body, "".join(f"<p class='MsoNormal'>{escape(text)}</p>" for text in rest))
    for number, (before, caption) in enumerate(places_of_pictures(told)):
        add_picture(page, body, before, caption, folder / f"anh-{number}.jpg")


def choose(page, field, name):
    """Pick `name` in an autocomplete box of Django's admin."""
    page.locator(f"#id_{field} + .select2").click()
    page.keyboard.type(name)
    page.locator(".select2-results__option--highlighted", has_text=name).click()


def paste(body, html):
    body.evaluate(
        """(place, html) => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            place.dispatchEvent(new ClipboardEvent("paste", {
                clipboardData: data, bubbles: true, cancelable: true,
            }));
        }""",
        html,
    )


def places_of_pictures(told):
    """(paragraph that the picture follows, caption); the first one when none does."""
    before = told.paragraphs[0]
    for kind, text in told.parts:
        if kind == "p":
            before = text
        else:
            yield before, text


# Where the last line of a paragraph ends depends on the fonts of the machine.
CARET_AFTER = """start => {
    const editor = CKEDITOR.instances.id_body;
    editor.focus();
    const paragraphs = editor.editable().find("p").toArray();
    const range = editor.createRange();
    range.moveToElementEditEnd(paragraphs.find(p => p.getText().startsWith(start)));
    range.select();
}"""


def add_picture(page, body, before, caption, path):
    """Upload a picture in the dialog, describe it, and write its caption."""
    path.write_bytes(picture_file(size=(1000 + len(caption), 667)).read())
    page.evaluate(CARET_AFTER, before[:60])
    page.locator(".cke_button__image").click()
    dialog = page.locator(".cke_dialog:visible")
    dialog.locator(".cke_dialog_tab", has_text="Tải lên").click()
    dialog.frame_locator("iframe").locator("input[type=file]").set_input_files(path)
    dialog.locator(".cke_dialog_ui_fileButton").click()
    dialog.get_by_label("Mô tả ảnh").fill(f"Trong ảnh: {caption}")
    dialog.locator(".cke_dialog_ui_button_ok").click()
    dialog.wait_for(state="hidden")
    empty = body.locator("figcaption", has_text="Viết chú thích ở đây")
    empty.click()
    # The closing dialog gives the focus back to the body; "select all" would take it.
    body.locator("figcaption.cke_widget_editable_focused").wait_for()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(caption)


def publish(page):
    page.get_by_role("button", name="Đăng bản này").click()
    page.get_by_role("link", name="Xem trên cổng").first.wait_for()


def follow_from_home(page, told):
    page.goto("/")
    page.locator("main").get_by_role("link", name=told.title, exact=True).first.click()
    page.wait_for_url("**/tin-tuc/**")


def assert_complete(page, told):
    """Every part of an article page of the present site, and of this one."""
    main = page.locator("main")
    assert main.locator("h1").inner_text() == told.title
    expect(main.get_by_text(f"({told.source})")).to_be_visible()
    paragraphs = main.locator(".article-body p").all_inner_texts()
    assert one_spaced(paragraphs) == one_spaced([told.lead, *told.paragraphs])
    captions = main.locator(".article-body figcaption").all_inner_texts()
    assert [caption.strip() for caption in captions] == told.captions
    assert main.locator(".article-body figure img").count() == len(told.captions)
    expect(main.get_by_text(told.author).first).to_be_visible()
    for name in ("A- Giảm cỡ chữ", "A Cỡ chữ chuẩn", "A+ Tăng cỡ chữ"):
        expect(main.get_by_role("button", name=name)).to_be_visible()
    for name in ("Giảm tương phản", "Tăng tương phản", "Gửi đánh giá"):
        expect(main.get_by_role("button", name=name)).to_be_visible()
    for name in ("lên Facebook", "lên X", "lên Zalo", "qua e-mail"):
        expect(
            main.get_by_role("link", name=f"Chia sẻ bài viết {name}")
        ).to_be_visible()
    expect(
        page.get_by_role("heading", name="Bản đồ địa giới hành chính")
    ).to_be_visible()
    for words in ("Hôm nay", "Hôm qua", "Tháng ", "Năm ", "Tổng số"):
        expect(page.locator(".visits dt", has_text=words)).to_be_visible()


def one_spaced(texts):
    return [" ".join(text.split()) for text in texts]


def assert_enlarged(page):
    root = page.locator("html")
    assert root.get_attribute("data-text-size") == "3"
    assert root.get_attribute("data-contrast") == "high"
    size = "getComputedStyle(document.documentElement).fontSize"
    assert page.evaluate(size) == "20px"


@pytest.fixture
def told():
    return story()


@pytest.fixture
def published(live_site, newsroom_ready, open_page, told, tmp_path):
    """The story, written and published by an editor."""
    page = open_page()
    sign_in(page)
    write(page, told, tmp_path)
    publish(page)
    page.wait_for_timeout(SEEN_WITHIN)
    return told


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_from_the_editors_desk_to_the_citizen(
    live_site, published, open_page, javascript
):
    for _ in range(8):  # whichever of the workers answers
        assert published.title in unescape(live_site.get("/")[2].decode())
    page = open_page(javascript=javascript)

    follow_from_home(page, published)
    assert_complete(page, published)

    page.get_by_role("button", name="A+ Tăng cỡ chữ").click()
    page.get_by_role("button", name="Tăng tương phản").click()
    assert_enlarged(page)
    page.goto("/chuyen-muc/chuyen-doi-so/")
    assert_enlarged(page)
    page.go_back()
    assert_enlarged(page)

    page.get_by_label("5 điểm").check()
    page.get_by_role("button", name="Gửi đánh giá").click()
    page.get_by_text(SENTENCE).wait_for()
    if not javascript:
        # The thanks have an address of their own; the article follows within a minute.
        assert "/danh-gia/" in page.url


def test_a_visit_counts_once_however_many_pages_it_has(live_site, published, open_page):
    before = counted_visits(live_site)
    page = open_page()

    for path in ("/", published_address(live_site), "/chuyen-muc/chuyen-doi-so/"):
        with page.expect_response("**/luot-xem/") as beacon:
            page.goto(path)
        assert beacon.value.json()["today"] == before + 1
        page.locator("[data-total=today]", has_text=str(before + 1)).wait_for()
        assert counted_visits(live_site) == before + 1


def test_without_javascript_a_visit_counts_all_the_same(
    live_site, published, open_page
):
    before = counted_visits(live_site)
    page = open_page(javascript=False)

    follow_from_home(page, published)
    page.wait_for_load_state("networkidle")
    page.goto("/chuyen-muc/chuyen-doi-so/")
    page.wait_for_load_state("networkidle")

    assert counted_visits(live_site) == before + 1


def counted_visits(site):
    return int(
        site.run(
            "from django.db.models import Sum\n"
            "print(SiteHour.objects.aggregate(n=Sum('visits'))['n'] or 0)"
        )
    )


def published_address(site):
    code = "print(Article.objects.published()[0].get_absolute_url())"
    return site.run(code).strip()
