"""
The rows of the benchmark. A row is a function that gets a Site and gives two Loads: ours
and what it is measured against. A new one needs a name in ROWS.
"""

import json
from urllib.parse import quote

from .client import Request
from .frame import Load

BROWSER = {
    "Accept-Encoding": "gzip, deflate, br",
    "User-Agent": "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 Chrome/140 Mobile",
}


def held_article(site):
    """A page out of the page cache against the same bytes from a bare application."""
    portal = site.portal()
    bare = site.bare(portal, site.article_path, BROWSER)
    request = Request(site.article_path, headers=BROWSER)
    return Load("article, held", portal, request), Load("bare WSGI", bare, request)


def rendered_article(site):
    """A page that no process holds against Django itself."""
    portal = site.portal(PAGE_CACHE_BYTES="0")
    article = Request(site.article_path, headers=BROWSER)
    hello = Request("/hello/", headers=BROWSER)
    return (
        Load("article, rendered", portal, article),
        Load("Django hello, no middleware", site.hello("none"), hello),
    )


def beacon(site):
    """A visit, counted and answered, against Django with the same middleware."""
    options = shown(site)
    return (
        Load("beacon", site.portal(), Request("/luot-xem/", **options)),
        Load("Django hello", site.hello("full"), Request("/hello/", **options)),
    )


def beacon_and_upserts(site):
    """The same against its one statement over the bare driver."""
    request = Request("/luot-xem/", **shown(site))
    return (
        Load("beacon", site.portal(), request),
        Load("bare upserts", site.upserts(), request),
    )


def shown(site):
    """What each of many readers' browsers sends when the article is shown."""
    return {
        "method": "POST",
        "headers": {
            **BROWSER,
            "Content-Type": "application/json",
            "Sec-Fetch-Site": "same-origin",
        },
        "body": json.dumps(
            {
                "article": site.article_pk,
                "path": site.article_path,
                "referrer": "",
                "width": 360,
            }
        ),
        "from_many_readers": True,
    }


# What readers type: names, subjects, numbers, words that most articles have.
SEARCHES = (
    *("chè", "chè xuân", "hầm hoàng liên", "sương muối", "sin ho", "lai châu"),
    *("1670/NQ-UBTVQH15", "nghị quyết 1670", "thủ tục hành chính", "xã", "phường mới"),
    *("bình lư", "nop ho so qua mang", "trâu bò", "đường", "sâm lai châu", "của"),
    *("lễ hội tháng giêng", "mường tè", "học sinh", "dịch vụ công", "giấy tờ đất"),
    *("người dân", "du lịch cộng đồng", "một năm", "không", "nước", "tỉnh lai châu"),
    *("ban do", "biên giới cửa khẩu", "y te", "chợ phiên sìn hồ", "suong muoii"),
)


def search(site):
    """Warm searches in a large portal, one after the other, against a list's page."""
    site.fill()
    portal = site.portal(PAGE_CACHE_BYTES="0")
    queries = tuple(f"?q={quote(words)}" for words in SEARCHES)
    searches = Request("/tim-kiem/", headers=BROWSER, queries=queries)
    category = Request(site.category_path, headers=BROWSER)
    return (
        Load("search", portal, searches, is_alone=True),
        Load("category, rendered", portal, category, is_alone=True),
    )


def dashboard(site):
    """The dashboard over ten years, one staff member at a time, against its last month."""
    cookie, portal = site.with_history(), site.portal(REQUIRE_SECOND_FACTOR="False")
    headers = {**BROWSER, "Cookie": f"toa_soan={cookie}"}
    address = "/quan-tri/thong-ke/"
    all_years = Request(f"{address}?tu=2000-01-01", headers=headers)
    month = Request(f"{address}?ky=30", headers=headers)
    return (
        Load("dashboard, all years", portal, all_years, is_alone=True),
        Load("dashboard, 30 days", portal, month, is_alone=True),
    )


ROWS = {
    "held-article": held_article,
    "rendered-article": rendered_article,
    "beacon": beacon,
    "beacon-and-upserts": beacon_and_upserts,
    # The last two: they fill the database.
    "search": search,
    "dashboard": dashboard,
}
