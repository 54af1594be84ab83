"""Ways through the portal in Chromium: the drawn map, running stories, a video."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests import live
from tests.articles import geometry

KEY = "dQw4w9WgXcQ"
CONTENT = f"""
from pathlib import Path
from tempfile import NamedTemporaryFile
from django.core.management import call_command
from articles.models import Article
with NamedTemporaryFile("w", suffix=".geojson") as file:
    file.write('''{json.dumps(geometry.collection())}''')
    file.flush()
    call_command("load_places", file.name, verbosity=0)
topic = make_topic("Vụ chè", lead="Một năm của cây chè.", cover=make_image())
now = timezone.localtime()
for days in range(3):
    make_article(topic=topic, published_at=now - timedelta(days=days))
make_article(title="Phim", video_url="https://youtu.be/{KEY}", cover=make_image())
figure = '<figure><img src="/media/%s" alt="Ảnh"><figcaption>Lời.</figcaption></figure>'
body = "".join(figure % make_image().file.name for _ in range(2))
make_article(title="Ảnh", kind="photos", body=body)
print("addresses")
print(Article.objects.get(title="Phim").get_absolute_url())
print(Article.objects.get(title="Ảnh").get_absolute_url())
print(topic.get_absolute_url())
print(f"/luu-tru/{{now:%Y/%m}}/")
"""


@pytest.fixture(scope="module")
def live_site(collected_static, tmp_path_factory):
    """One for all: these tests only read."""
    with live.serve(tmp_path_factory.mktemp("places"), workers=1) as site:
        yield site


@pytest.fixture(scope="module")
def addresses(live_site):
    """{name: address} of the pages that this file is about."""
    _, found = live_site.run(CONTENT).split("addresses\n")
    names = ("video", "photos", "topic", "month")
    return {
        **dict(zip(names, found.split(), strict=True)),
        "topics": "/su-kien/",
        "years": "/luu-tru/",
        "places": "/dia-phuong/",
        "place": "/dia-phuong/doan-ket/",
    }


def test_axe_finds_nothing(open_page, addresses):
    page = open_page()
    for name, address in addresses.items():
        page.goto(address)
        assert Axe().run(page).response["violations"] == [], name


def test_no_page_scrolls_sideways(open_page, addresses):
    page = open_page()
    for name, address in addresses.items():
        page.goto(address)
        for width, size in ((320, 2), (320, 5), (768, 5), (1280, 2)):
            page.set_viewport_size({"width": width, "height": 900})
            page.evaluate(f"document.documentElement.dataset.textSize = {size}")
            assert page.evaluate(
                "document.documentElement.scrollWidth <= innerWidth"
            ), (name, width, size)


def test_the_keyboard_goes_from_the_drawn_map_to_a_place(open_page, addresses):
    page = open_page(javascript=False)
    page.goto(addresses["places"])
    unit = page.locator("svg a[aria-label='Xã Bình Lư']")
    unit.focus()
    expect(unit).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Bình Lư")


def test_a_click_in_the_middle_of_a_name_reaches_the_place(open_page, addresses):
    page = open_page()
    page.goto(addresses["places"])
    page.locator("svg .map-name", has_text="Bình Lư").click(force=True)

    expect(page.get_by_role("heading", level=1)).to_have_text("Bình Lư")


def test_a_video_is_asked_for_by_a_click_alone(open_page, addresses, live_site):
    page, asked = open_page(), []

    def answer(route):
        asked.append(route.request.url)
        route.fulfill(body="<h1>Player</h1>", content_type="text/html")

    page.route(lambda url: not url.startswith(live_site.url), answer)
    page.goto(addresses["video"])
    page.wait_for_load_state("networkidle")
    assert asked == []

    page.get_by_role("link", name="Xem video").click()
    player = page.locator("iframe[title='Video: Phim']")
    expect(player).to_be_visible()
    address = f"https://www.youtube-nocookie.com/embed/{KEY}?autoplay=1"
    expect(player).to_have_attribute("src", address)
    expect(player.content_frame.get_by_role("heading")).to_have_text("Player")
    assert asked == [address]
    assert page.url.endswith(addresses["video"])


def test_a_video_is_an_ordinary_link_without_a_script(open_page, addresses):
    page = open_page(javascript=False)
    page.goto(addresses["video"])

    link = page.get_by_role("link", name="Xem video")
    expect(link).to_have_attribute("href", f"https://www.youtube.com/watch?v={KEY}")
