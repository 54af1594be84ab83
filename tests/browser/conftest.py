"""Headless Chromium against a portal of real processes."""

import shutil

import pytest
from playwright.sync_api import expect, sync_playwright

ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-sync", "--no-first-run", "--disable-component-update"),
]
WIDTH, HEIGHT = 1280, 900
READER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
# A loaded machine takes longer than Playwright's five seconds for a page now and then.
expect.set_options(timeout=15_000)


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser():
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser, live_site):
    """
    open_page(javascript=True, width=1280) -> a Page in a context of its own, for
    which "/" is the live site. What breaks the policy or fails in a script ends the
    test, unless the test empties `page.problems`.
    """
    contexts, pages = [], []

    def make(javascript=True, width=WIDTH, **options):
        context = browser.new_context(
            base_url=live_site.url,
            java_script_enabled=javascript,
            viewport={"width": width, "height": HEIGHT},
            locale="vi-VN",
            timezone_id="Asia/Ho_Chi_Minh",
            # What a worker answers cannot be routed, and an old copy may be shown.
            service_workers=options.pop("service_workers", "block"),
            # Headless Chromium calls itself so, and is counted among the bots.
            user_agent=options.pop("user_agent", READER),
            **options,
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.problems = []
        page.on("console", lambda message: note(page, message))
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        pages.append(page)
        return page

    yield make
    problems = [problem for page in pages for problem in page.problems]
    for context in contexts:
        context.close()
    assert not problems


# CKEditor 4 writes the frame of its upload field through a javascript: address and an
# inline script; Chromium reports both, and the upload works all the same.
OF_THE_PICTURE_DIALOG = (
    "Running the JavaScript URL violates",
    "Executing inline script violates",
)


def note(page, message):
    is_known = "/quan-tri/articles/" in page.url and message.text.startswith(
        OF_THE_PICTURE_DIALOG
    )
    if message.type == "error" and not is_known:
        page.problems.append(f"{message.text} ({message.location['url']})")
