"""
Every public page for everybody: axe finds nothing, nothing scrolls sideways, every
control can be hit and reached, and the focus is seen. `make test` takes the ordinary
choice and the largest text with high contrast at 320 px; `make test-slow` the product.
"""

from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests import live
from tests.browser.public_pages import ADDRESSES, CONTENT, STATUS

NARROW = 320
WIDTHS = (320, 768, 1280)
CHOICES = [
    f"{size}-{contrast}-all"
    for size, contrast in product(range(1, 6), ("auto", "high", "low"))
]
ORDINARY, LARGE = "2-auto-all", "5-high-all"
INSIDE_PLAYERS = 20  # stops at most of the buttons of the browser's own players
LEAST = 24  # pixels: WCAG 2.2, 2.5.8
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
# axe reads the colours that the style sheets ask for, not those that are forced.
AXE_UNCOLOURED = {**AXE, "rules": {"color-contrast": {"enabled": False}}}

CONTROLS = """
    const CONTROLS = "a[href], button, input:not([type=hidden]), select, textarea, "
        + "summary, audio[controls], video[controls], iframe, [tabindex='0']";
    const isShown = element => element.checkVisibility({ visibilityProperty: true });
    const nameOf = element => element.outerHTML.slice(0, 120);
    const cardOf = element =>
        getComputedStyle(element, "::after").position === "absolute"
        && element.closest(".card");
"""
# A link in a sentence is as high as the sentence, a label belongs to its control, and
# the link of a card covers the card.
MEASURE = (
    "least => {"
    + CONTROLS
    + """
    document.querySelectorAll("details").forEach(details => details.open = true);
    const inSentence = link => link.matches("a")
        && getComputedStyle(link).display === "inline"
        && link.parentElement.textContent.trim().length > link.textContent.trim().length;
    const isForTheEyeless = control => control.closest(".hide, .skip");
    const small = [...document.querySelectorAll(CONTROLS)].filter(control => {
        if (!isShown(control) || isForTheEyeless(control) || inSentence(control)) return false;
        const label = control.matches("input") && control.closest("label");
        const target = label || cardOf(control) || control;
        const { width, height } = target.getBoundingClientRect();
        return Math.min(width, height) < least - 0.1;
    });
    return {
        tooSmall: small.map(nameOf),
        headings: document.querySelectorAll("h1").length,
        sideways: document.documentElement.scrollWidth - innerWidth,
    };
}"""
)
# Follows the focus: what it has not been to, and where it could not be seen.
WATCH = (
    "() => {"
    + CONTROLS
    + """
    const isOutlined = element => {
        const { outlineStyle, outlineWidth } = getComputedStyle(element);
        return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
    };
    const group = element => element.type === "radio" ? element.name : element;
    const wanted = [...document.querySelectorAll(CONTROLS)]
        .filter(element => isShown(element) && element.tabIndex >= 0 && !element.disabled);
    const seen = new Set(), unseen = [];
    addEventListener("focusin", ({ target }) => {
        seen.add(group(target));
        const parts = [cardOf(target) || target, ...target.querySelectorAll("*")];
        if (!parts.some(isOutlined)) unseen.push(nameOf(target));
    });
    window.walked = () => ({
        notReached: wanted.filter(element => !seen.has(group(element))).map(nameOf),
        focusNotSeen: unseen,
        isStuck: document.activeElement !== document.body
            && document.activeElement !== wanted[0],
    });
    return new Set(wanted.map(group)).size;
}"""
)


@pytest.fixture(scope="module")
def live_site(collected_static, tmp_path_factory):
    with live.serve(tmp_path_factory.mktemp("every-page"), workers=1) as site:
        site.run(CONTENT)
        yield site


@pytest.fixture(scope="module")
def shared(browser, live_site):
    """One page for all: only its address, choice and width change."""
    context = browser.new_context(
        base_url=live_site.url, locale="vi-VN", service_workers="block"
    )
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def show(shared, live_site):
    """show("home", "5-high-all", **media) -> the page with that display choice."""
    return shower(shared, live_site)


@pytest.fixture
def show_plain(shared, live_site):
    """The same without the page's scripts; axe is one, so they cannot be forbidden."""
    shared.route("**/*.js", lambda route: route.abort())
    yield shower(shared, live_site)
    shared.unroute("**/*.js")


def shower(page, site):
    def show(name, choice, width=NARROW, forced_colors="none", color_scheme="light"):
        page.emulate_media(forced_colors=forced_colors, color_scheme=color_scheme)
        page.set_viewport_size({"width": width, "height": 900})
        cookie = {"name": "hien_thi", "value": choice, "url": site.url}
        page.context.add_cookies([cookie])
        response = page.goto(ADDRESSES[name])
        assert response.status == STATUS.get(name, 200)
        return page

    return show


def axe_findings(page, options=AXE):
    found = Axe().run(page, options=options).response["violations"]
    return [
        (rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found
    ]


def assert_fit(page, options=AXE):
    """For axe, for a finger, for a narrow screen."""
    assert axe_findings(page, options) == []
    measured = page.evaluate(MEASURE, LEAST)
    assert measured == {"tooSmall": [], "headings": 1, "sideways": 0}


def assert_walkable(page):
    for _ in range(page.evaluate(WATCH) + 1):
        page.keyboard.press("Tab")
    walked = page.evaluate("walked()")
    for _ in range(INSIDE_PLAYERS):
        if not walked["isStuck"] and not walked["notReached"]:
            break
        page.keyboard.press("Tab")
        walked = page.evaluate("walked()")
    assert walked == {"notReached": [], "focusNotSeen": [], "isStuck": False}


@pytest.mark.parametrize("choice", [ORDINARY, LARGE])
@pytest.mark.parametrize("name", ADDRESSES)
def test_everybody_can_use(show, name, choice):
    assert_fit(show(name, choice))


@pytest.mark.parametrize("name", ADDRESSES)
def test_the_keyboard_reaches_and_leaves_everything_on(show, name):
    assert_walkable(show(name, ORDINARY))


@pytest.mark.parametrize("choice", CHOICES)
@pytest.mark.parametrize("name", ["home", "article"])
def test_every_text_size_and_contrast_serves(show, name, choice):
    assert_fit(show(name, choice))


@pytest.mark.parametrize("name", ["home", "article", "feedback"])
def test_forced_colours_serve(show, name):
    assert_fit(show(name, ORDINARY, forced_colors="active"), AXE_UNCOLOURED)


# The full product


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("choice", CHOICES)
def test_everybody_can_use_every_page(show, choice, width, scheme):
    for name in ADDRESSES:
        page = show(name, choice, width=width, color_scheme=scheme)
        assert_fit(page)


@pytest.mark.slow
@pytest.mark.parametrize("choice", [ORDINARY, LARGE])
@pytest.mark.parametrize("name", ADDRESSES)
def test_everybody_can_use_without_a_script(show_plain, name, choice):
    page = show_plain(name, choice)
    assert_fit(page)
    assert_walkable(page)
