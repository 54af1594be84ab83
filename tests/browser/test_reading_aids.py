"""Listening, pictures opened large, pictures asked for, in Chromium."""

import pytest
from playwright.sync_api import expect

from tests import live

CONTENT = """
images = [make_image(alt=f"Ảnh {n}", size=(900 + n, 600)) for n in (1, 2, 3)]
figures = "".join(
    f'<figure><img src="{image.file.url}" alt="{image.alt}" width="{image.width}" '
    f'height="600"><figcaption>Chú thích {image.alt}</figcaption></figure>'
    for image in images
)
body = "<p>Câu một. Câu hai có 8.800 ha.</p><h2>Mục</h2>" + figures
article = make_article(title="Chè xuân", lead="Sapô.", body=body, cover=images[0])
print(article.get_absolute_url())
"""
# A Vietnamese voice that says a sentence when the test lets it.
VOICE = """
window.said = [];
const voices = [{ lang: "vi-VN", name: "Giọng thử", localService: true }];
const speech = new EventTarget();
Object.assign(speech, {
    getVoices: () => voices,
    speak: utterance => said.push(utterance),
    cancel: () => said.length && said.at(-1).onend(),
});
Object.defineProperty(window, "speechSynthesis", { value: speech });
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
"""
LAST_SAID = "[said.at(-1).text, said.at(-1).rate]"


@pytest.fixture(scope="module")
def live_site(collected_static, tmp_path_factory):
    with live.serve(tmp_path_factory.mktemp("aids"), workers=1) as site:
        yield site


@pytest.fixture(scope="module")
def address(live_site):
    return live_site.run(CONTENT).strip()


# Listening


@pytest.fixture
def listener(open_page, address):
    page = open_page()
    page.add_init_script(VOICE)
    page.goto(address)
    return page


def test_without_a_vietnamese_voice_listening_is_not_offered(open_page, address):
    page = open_page()
    page.add_init_script(VOICE.replace("vi-VN", "en-US"))
    page.goto(address)
    page.get_by_role("button", name="In bài viết").wait_for()

    expect(page.get_by_role("button", name="Nghe bài")).to_be_hidden()


def test_the_article_is_read_sentence_by_sentence(listener):
    listener.get_by_role("button", name="Nghe bài").click()
    for sentence in ("Chè xuân", "Sapô.", "Câu một.", "Câu hai có 8.800 ha.", "Mục"):
        assert listener.evaluate(LAST_SAID) == [sentence, 1]
        listener.evaluate("said.at(-1).onend()")


def test_reading_goes_on_where_it_was_paused(listener):
    listener.get_by_role("button", name="Nghe bài").click()
    listener.evaluate("said.at(-1).onend()")
    listener.get_by_role("button", name="Tạm dừng").click()
    assert listener.evaluate("said.length") == 2
    listener.get_by_role("button", name="Nghe tiếp").click()

    assert listener.evaluate(LAST_SAID) == ["Sapô.", 1]


def test_the_voice_can_be_made_slower(listener):
    listener.get_by_role("button", name="Nghe bài").click()
    listener.get_by_label("Tốc độ đọc").select_option(label="Chậm")

    assert listener.evaluate(LAST_SAID) == ["Chè xuân", 0.75]


def test_stopped_reading_begins_anew(listener):
    listener.get_by_role("button", name="Nghe bài").click()
    listener.evaluate("said.at(-1).onend()")
    listener.get_by_role("button", name="Dừng hẳn").click()
    listener.get_by_role("button", name="Nghe bài").click()

    assert listener.evaluate(LAST_SAID) == ["Chè xuân", 1]


# Pictures


def forget_the_frame(page):
    """Chromium sets a bare picture into a page with a style, which the policy stops."""
    page.problems.clear()


def test_a_picture_opens_large_and_gives_the_focus_back(open_page, address):
    page = open_page()
    page.goto(address)
    link = page.locator("[data-zoom]").first
    link.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Xem ảnh lớn")
    expect(dialog.get_by_alt_text("Ảnh 1")).to_be_visible()
    expect(dialog.get_by_text("Chú thích Ảnh 1")).to_be_visible()
    dialog.get_by_alt_text("Ảnh 1").evaluate("image => image.decode()")

    page.keyboard.press("ArrowRight")
    expect(dialog.get_by_alt_text("Ảnh 2")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(dialog.get_by_alt_text("Ảnh 3")).to_be_visible()
    page.keyboard.press("Escape")

    expect(dialog).to_be_hidden()
    expect(link).to_be_focused()


def test_a_swipe_turns_to_the_next_picture(open_page, address):
    page = open_page(width=360, has_touch=True)
    page.goto(address)
    page.locator("[data-zoom]").first.click()
    box = page.locator(".zoom-box")
    for kind, x in (("pointerdown", 300), ("pointerup", 60)):
        box.dispatch_event(
            kind, {"clientX": x, "isPrimary": True, "pointerType": "touch"}
        )

    expect(box.get_by_alt_text("Ảnh 2")).to_be_visible()


def test_without_a_script_a_picture_links_to_the_large_one(open_page, address):
    page = open_page(javascript=False)
    page.goto(address)
    page.locator("[data-zoom]").first.click()

    page.wait_for_url("**/goc.jpg")
    forget_the_frame(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_no_picture_is_loaded_until_it_is_asked_for(
    open_page, address, live_site, javascript
):
    page, loaded = open_page(javascript), []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(address)
    page.get_by_role("button", name="Tiết kiệm dữ liệu").click()
    expect(page.get_by_role("link", name="Hiện ảnh: Ảnh 1")).to_be_visible()
    loaded.clear()
    for path in ("/", address):
        page.goto(path, wait_until="networkidle")
    assert not [url for url in loaded if "/media/" in url]

    page.get_by_role("link", name="Hiện ảnh: Ảnh 1").click()
    if javascript:
        expect(page.get_by_role("img", name="Ảnh 1")).to_be_visible()
        expect(page.locator("[data-zoom]").first).to_be_focused()
    else:
        page.wait_for_url("**/media/**")
        forget_the_frame(page)
    assert [url for url in loaded if "/media/" in url]
    page.goto("/")
    page.get_by_role("button", name="Hiện mọi ảnh").click()
    expect(page.locator(".card-pic img").first).to_be_visible()
