"""Reading in Chromium: for everybody, at every size, with and without a script."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests import live

WIDTHS = (320, 360, 768, 1280, 1920)
LARGE = "5-high-all"
LONG_WORD = "https://laichau.gov.vn/" + "mot-dia-chi-khong-co-cho-ngat-dong-" * 3
ROW = "".join(f"<td>{number}.234.567</td>" for number in range(1, 11))

# Titles of 40 words, a table of ten columns, words that nothing breaks, no pictures.
CONTENT = f"""
from articles.places import load_units
load_units()
parent = make_category("Kinh tế", description="Nương chè, cửa khẩu, con đường.")
category = make_category("Nông, lâm nghiệp", parent=parent)
long = " ".join(["Thông báo về việc lấy ý kiến nhân dân"] * 5)
table = "<table><caption>Mười cột</caption><tbody><tr>{ROW}</tr></tbody></table>"
body = "<p>Mở bài.</p>" + table + "<h2>Mục</h2><p>{LONG_WORD}</p><ol><li>Một</li></ol>"
cover = make_image()
figure = (
    f'<figure><img src="{{cover.file.url}}" alt="Ảnh" width="800" height="533">'
    "<figcaption>Chú thích.</figcaption></figure>"
)
tags, topic = [make_tag("Chè Lai Châu")], make_topic("Vụ chè")
for number in range(6):
    make_article(
        title=f"Tin số {{number}} của mục", category=category, cover=cover, tags=tags
    )
article = make_article(
    title=long, lead=long * 2, body=body + figure, category=category, tags=tags,
    topic=topic, cover=cover, authors=[make_author("Hoa Ban")],
    places=list(Place.objects.all()[:3]), source_url="https://laichau.gov.vn/goc",
)
make_notice(url="https://laichau.gov.vn/", ends_at=timezone.now() + timedelta(days=1))
short = make_article(body="<p>Ngắn.</p>")
print(article.get_absolute_url(), short.get_absolute_url())
"""


@pytest.fixture(scope="module")
def live_site(collected_static, tmp_path_factory):
    """One for all: these tests only read."""
    with live.serve(tmp_path_factory.mktemp("reading"), workers=1) as site:
        yield site


@pytest.fixture(scope="module")
def addresses(live_site):
    """{name: address} on a live site with content of awkward lengths."""
    article, short = live_site.run(CONTENT).split()
    return {
        "home": "/",
        "category": "/chuyen-muc/kinh-te/",
        "article": article,
        "short": short,
        "place": "/dia-phuong/sin-suoi-ho/",
        "search": "/tim-kiem/?q=tin",
    }


@pytest.fixture
def choose(live_site):
    """choose(page, "5-high-all") gives the browser the cookie that /hien-thi/ sets."""

    def give(page, choice):
        cookie = {"name": "hien_thi", "value": choice, "url": live_site.url}
        page.context.add_cookies([cookie])

    return give


def shown(page):
    """The display choice that the page shows."""
    return page.evaluate("""() => {
        const { textSize, contrast, pictures } = document.documentElement.dataset;
        return `${textSize}-${contrast}-${pictures}`;
    }""")


# For everybody


@pytest.mark.parametrize("choice", ["2-auto-all", LARGE])
def test_axe_finds_nothing_in_the_dark(open_page, addresses, choose, choice):
    page = open_page(color_scheme="dark")
    choose(page, choice)
    for name, address in addresses.items():
        page.goto(address)
        assert shown(page) == choice
        assert Axe().run(page).response["violations"] == [], name


def test_no_page_scrolls_sideways(open_page, addresses):
    page = open_page()
    for name, address in addresses.items():
        page.goto(address)
        page.evaluate(
            "document.querySelectorAll('details').forEach(d => d.open = true)"
        )
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            for size in range(1, 6):
                page.evaluate(f"document.documentElement.dataset.textSize = {size}")
                assert page.evaluate(
                    "document.documentElement.scrollWidth <= innerWidth"
                ), (name, width, size)


def test_icons_of_the_sprite_are_drawn(open_page, addresses):
    page = open_page()
    page.goto(addresses["article"])
    width = page.evaluate("""async () => {
        const icon = document.querySelector(".tools-form use");
        for (let turn = 0; turn < 300 && !icon.getBBox().width; turn++) {
            await new Promise(resolve => setTimeout(resolve, 50));
        }
        return icon.getBBox().width;
    }""")
    assert width > 0


def test_the_map_needs_no_script(open_page, addresses):
    page = open_page(javascript=False)
    page.goto("/dia-phuong/")
    page.get_by_role("link", name="Xã Sin Suối Hồ").first.click()

    assert page.get_by_role("heading", level=1).inner_text() == "Sin Suối Hồ"


def test_the_first_thing_that_the_keyboard_reaches_skips_to_the_text(
    open_page, addresses
):
    page = open_page()
    page.goto(addresses["article"])
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    page.wait_for_url("**#noi-dung")


# The display choice


def press(page, *names):
    for name in names:
        page.get_by_role("button", name=name).click()


@pytest.mark.parametrize("javascript", [True, False])
def test_size_and_contrast_are_still_there_on_the_next_page(
    open_page, addresses, javascript
):
    page = open_page(javascript)
    page.goto(addresses["article"])
    press(page, "A+ Tăng cỡ chữ", "A+ Tăng cỡ chữ", "Tăng tương phản")

    assert page.url.endswith(addresses["article"])
    for name in ("home", "category", "article"):
        response = page.goto(addresses[name])
        assert 'data-text-size="4" data-contrast="high"' in response.text()
    pressed = page.get_by_role("button", name="Tăng tương phản")
    assert pressed.get_attribute("aria-pressed") == "true"


@pytest.mark.parametrize("javascript", [True, False])
def test_a_second_press_lets_go_and_the_middle_button_goes_back(
    open_page, addresses, javascript
):
    page = open_page(javascript)
    page.goto(addresses["article"])
    press(page, "Tăng tương phản", "A- Giảm cỡ chữ", "Tăng tương phản")
    press(page, "Giảm tương phản", "A Cỡ chữ chuẩn")

    [cookie] = page.context.cookies()
    assert (cookie["name"], cookie["value"]) == ("hien_thi", "2-low-all")


def test_with_a_script_the_choice_needs_no_reload(open_page, addresses):
    page = open_page()
    page.goto(addresses["article"])
    page.evaluate("window.isStillHere = true")
    press(page, "A+ Tăng cỡ chữ")

    assert shown(page) == "3-auto-all"
    assert page.evaluate("window.isStillHere")
    status = page.locator(".tools-form [role=status]").inner_text()
    assert status == "Cỡ chữ 125 %, tương phản thường."


def test_a_plain_page_of_a_foreign_cache_does_not_flash(open_page, addresses, choose):
    page = open_page()
    page.goto(addresses["article"])
    plain = page.content()
    assert shown(page) == "2-auto-all"
    choose(page, LARGE)
    page.route(f"**{addresses['article']}", lambda route: route.fulfill(body=plain))
    page.add_init_script("""requestAnimationFrame(() => {
        window.firstFrame = document.documentElement.dataset.textSize;
    })""")
    page.goto(addresses["article"])

    assert page.evaluate("window.firstFrame") == "5"
    assert shown(page) == LARGE
    larger = page.get_by_role("button", name="A- Giảm cỡ chữ")
    assert larger.get_attribute("value") == "4"


def test_going_back_keeps_the_choice(open_page, addresses):
    page = open_page()
    page.goto("/")
    page.goto(addresses["article"])
    press(page, "A+ Tăng cỡ chữ")
    page.go_back()

    assert shown(page) == "3-auto-all"


# Sharing and printing


def test_buttons_that_need_a_script_appear_with_it(open_page, addresses):
    page, plain = open_page(), open_page(javascript=False)
    for each in (page, plain):
        each.goto(addresses["article"])

    expect(page.get_by_role("button", name="In bài viết")).to_be_visible()
    expect(plain.get_by_role("button", name="In bài viết")).to_be_hidden()


def test_the_address_is_copied(open_page, addresses):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(addresses["article"])
    press(page, "Sao chép đường dẫn")
    page.get_by_text("Đã sao chép đường dẫn.").wait_for()

    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(addresses["article"])


def test_on_paper_stands_the_article_alone(open_page, addresses):
    page = open_page()
    page.goto(addresses["article"])
    page.emulate_media(media="print")

    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".article-body")).to_be_visible()
    for hidden in (".tools", ".foot", ".header-nav", ".rating", ".related"):
        assert not page.locator(hidden).is_visible(), hidden


# Weight


def test_an_article_without_pictures_fits_into_45_kilobytes(open_page, addresses):
    """HTML, style sheets and scripts, compressed, at a first visit."""
    page, sizes = open_page(), {}

    def weigh(request):
        if request.resource_type in ("document", "stylesheet", "script"):
            sizes[request.url] = request.sizes()["responseBodySize"]

    page.on("requestfinished", weigh)
    page.goto(addresses["short"])
    page.wait_for_load_state("networkidle")

    assert len(sizes) > 10
    assert sum(sizes.values()) <= 45_000


def test_a_page_names_no_other_host(open_page, addresses, live_site):
    page, hosts = open_page(), set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    for address in addresses.values():
        page.goto(address)

    assert hosts == {live_site.url.split("/")[2]}
