"""Pages that the browser has kept, read when the network fails."""

import pytest
from playwright.sync_api import expect

from tests import live

CONTENT = """
article = make_article(title='Chè "xuân" & sương', allows_rating=False)
withdrawn = make_article(title="Tin sẽ gỡ")
hidden = make_draft(title="Bản nháp")
print(article.get_absolute_url(), withdrawn.get_absolute_url())
"""
WITHDRAW = "Article.objects.get(title='Tin sẽ gỡ').withdraw('Bài có lỗi.')"
# wait_for_function() takes a promise for a yes, and evaluates a string.
UNTIL = """async ([condition, argument]) => {
    const isTrue = CONDITION;
    for (let turn = 0; turn < 300; turn++) {
        if (await isTrue(argument)) return;
        await new Promise(resolve => setTimeout(resolve, 50));
    }
    throw new Error(`Never true: ${condition}`);
}"""
COPIES = "caches.open('trang-1').then(c => c.keys()).then(k => k.map(r => r.url))"


@pytest.fixture(scope="module")
def live_site(collected_static, tmp_path_factory):
    with live.serve(tmp_path_factory.mktemp("kept"), workers=1) as site:
        yield site


@pytest.fixture(scope="module")
def addresses(live_site):
    return live_site.run(CONTENT).split()


@pytest.fixture
def page(open_page, live_site):
    """A page of a reader whose browser has the worker already."""
    page = open_page(service_workers="allow")
    page.goto("/")
    wait_until_kept(page, live_site.url + "/")
    yield page
    page.problems.clear()  # the failed beacons of pages without a network


def wait_until(page, condition, argument=None):
    page.evaluate(UNTIL.replace("CONDITION", condition), [condition, argument])


def wait_until_kept(page, url, is_kept=True):
    found = "async url => Boolean(await (await caches.open('trang-1')).match(url))"
    wait_until(page, found if is_kept else f"async url => !await ({found})(url)", url)


def open_and_keep(page, site, path):
    page.goto(path)
    wait_until_kept(page, site.url + path)


def test_a_kept_page_is_shown_and_marked_when_the_network_fails(
    page, live_site, addresses
):
    open_and_keep(page, live_site, addresses[0])
    expect(page.get_by_text("bản lưu lúc")).to_have_count(0)
    page.context.set_offline(True)
    page.goto(addresses[0] + "?utm_source=thu")

    assert page.locator("h1").inner_text() == 'Chè "xuân" & sương'
    note = page.get_by_role("note").inner_text()
    assert note.startswith("Bạn đang xem bản lưu lúc ")
    # With its style sheets: nothing else gives the band its colour.
    colour = "getComputedStyle(document.querySelector('.footer')).backgroundColor"
    assert page.evaluate(colour) == "rgb(22, 31, 69)"


def test_with_a_network_the_newest_page_is_shown(page, live_site, addresses):
    page.goto(addresses[0])
    page.evaluate(
        "async url => (await caches.open('trang-1')).put(url, new Response('cũ'))",
        live_site.url + addresses[0],
    )
    page.reload()

    assert page.locator("h1").inner_text() == 'Chè "xuân" & sương'


def test_a_page_that_was_not_kept_leads_to_the_list_of_those_that_are(
    page, live_site, addresses
):
    open_and_keep(page, live_site, addresses[0])
    page.context.set_offline(True)
    page.goto("/dia-phuong/")

    assert page.locator("h1").inner_text() == "Đọc khi mất mạng"
    page.get_by_role("link", name='Chè "xuân" & sương').click()
    expect(page.get_by_text("bản lưu lúc")).to_be_visible()


def test_the_reader_can_have_all_copies_forgotten(page, live_site):
    page.goto("/ngoai-tuyen/")
    page.get_by_role("button", name="Xóa các trang đã lưu").click()

    expect(page.get_by_text("Máy này chưa lưu trang nào")).to_be_visible()
    wait_until_kept(page, live_site.url + "/", is_kept=False)


def test_a_copy_goes_with_the_withdrawal_of_its_article(page, live_site, addresses):
    path = addresses[1]
    open_and_keep(page, live_site, path)
    live_site.run(WITHDRAW)
    wait_until(page, "async path => (await fetch(path)).status === 410", path)
    page.goto(path)

    wait_until_kept(page, live_site.url + path, is_kept=False)


def test_a_copy_is_shown_for_seven_days(page, live_site, addresses):
    url = live_site.url + addresses[0]
    open_and_keep(page, live_site, addresses[0])
    page.evaluate(
        """async url => {
            const age = 7 * 24 * 60 * 60 * 1000 + 1000;
            const headers = { "X-Kept-At": String(Date.now() - age) };
            const pages = await caches.open("trang-1");
            await pages.put(url, new Response("cũ", { headers }));
        }""",
        url,
    )
    page.context.set_offline(True)
    page.goto(addresses[0])

    assert page.locator("h1").inner_text() == "Đọc khi mất mạng"
    wait_until_kept(page, url, is_kept=False)


def test_fifty_pages_are_kept_and_the_oldest_goes(page, live_site, addresses):
    page.evaluate("""async () => {
        const pages = await caches.open("trang-1");
        for (let number = 1; number <= 50; number++) {
            const headers = { "X-Kept-At": String(number) };
            await pages.put(`/x/${number}/`, new Response("", { headers }));
        }
    }""")
    open_and_keep(page, live_site, addresses[0])
    wait_until(page, f"async () => (await {COPIES}).length === 50")

    kept = page.evaluate(COPIES)
    assert live_site.url + "/x/1/" not in kept
    assert {live_site.url + "/", live_site.url + addresses[0]} <= set(kept)


def test_search_forms_beacons_and_the_newsroom_are_not_kept(page, live_site, addresses):
    for path in ("/tim-kiem/?q=tin", "/quan-tri/", "/luot-xem.gif"):
        page.goto(path)
    open_and_keep(page, live_site, addresses[0])

    assert sorted(page.evaluate(COPIES)) == sorted(
        [live_site.url + "/", live_site.url + addresses[0]]
    )


def test_the_setting_takes_worker_and_copies_away(
    open_page, collected_static, tmp_path
):
    with live.serve(tmp_path, workers=1) as site:
        page = open_page(service_workers="allow")
        page.goto(site.url)
        wait_until_kept(page, site.url + "/")
        site.stop()
        site.environment["SERVICE_WORKER"] = "False"
        site.start(workers=1, threads=4)
        page.goto(site.url)

        wait_until(
            page,
            "async () => !(await navigator.serviceWorker.getRegistrations()).length"
            " && !(await caches.keys()).length",
        )
        page.problems.clear()
