"""Titles offered while one types, in Chromium."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests import live

CONTENT = """
make_category("Kinh tế")
first, second = make_article(title="Búp chè Tân Uyên"), make_article(title="Búp sen hồng")
print(first.get_absolute_url())
"""


@pytest.fixture(scope="module")
def live_site(collected_static, tmp_path_factory):
    """One for all: these tests only read."""
    with live.serve(tmp_path_factory.mktemp("search"), workers=1) as site:
        yield site


@pytest.fixture(scope="module")
def article(live_site):
    return live_site.run(CONTENT).strip()


def begin(page, words="bup"):
    """The search field of the search page with `words` typed, and the offered titles."""
    page.goto("/tim-kiem/")
    field = page.locator("#tu-khoa")
    field.fill(words)  # at once, so that one answer comes and no later one
    options = page.locator(".search-row [role=option]")
    expect(options.first).to_be_visible()
    return field, options


def test_the_keyboard_chooses_a_title_and_goes_there(open_page, article):
    page = open_page()
    field, options = begin(page)
    expect(field).to_have_attribute("aria-expanded", "true")
    field.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    field.press("ArrowDown")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    chosen = options.filter(has_text="Búp chè")
    field.press("ArrowDown")
    if chosen.get_attribute("aria-selected") == "false":
        field.press("ArrowDown")
    expect(field).to_have_attribute("aria-activedescendant", chosen.get_attribute("id"))
    field.press("Enter")
    page.wait_for_url(f"**{article}")


def test_a_click_goes_to_the_title(open_page, article):
    page = open_page()
    _, options = begin(page, "búp chè")
    options.first.click()
    page.wait_for_url(f"**{article}")


def test_escape_closes_the_list_and_enter_searches(open_page, article):
    page = open_page()
    field, options = begin(page)
    field.press("Escape")
    expect(options).to_have_count(0)
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("bup")
    field.press("Enter")
    page.wait_for_url("**/tim-kiem/?q=bup**")
    expect(page.locator(".card-title a")).to_have_count(2)


def test_axe_finds_nothing_in_the_open_list(open_page, article):
    page = open_page()
    begin(page)

    assert Axe().run(page).response["violations"] == []


def test_the_search_is_complete_without_a_script(open_page, article):
    page = open_page(javascript=False)
    page.goto("/")
    page.locator("#tim-dau-trang").fill("búp chè")
    page.locator("#tim-dau-trang").press("Enter")
    expect(page.locator(f"a[href='{article}'] mark")).to_have_text("Búp chè")
    page.locator("#tu-khoa").fill("bupp che")
    page.locator("#tu-khoa").press("Enter")
    page.get_by_role("link", name="búp chè", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("1 kết quả")
