"""
The rows of the benchmark. A row is a function that gets a Site and gives two Loads: ours
and what it is measured against. A new one needs a name in ROWS, and in TARGETS what the
ratio of the two shall be.
"""

import json
from functools import partial
from urllib.parse import quote

from . import nginx
from .client import Request
from .frame import Load
from .memory import Pages
from .pictures import Upload
from .publication import Publication, one_to_each_worker

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


def held_article_and_hello(site):
    """The same against a Django view that does nothing."""
    request = Request(site.article_path, headers=BROWSER)
    return Load("article, held", site.portal(), request), django_hello(site)


def django_hello(site):
    hello = Request("/hello/", headers=BROWSER)
    return Load("Django hello, no middleware", site.hello("none"), hello)


def not_modified(site):
    """A browser that has the page already, against the same answer of a bare server."""
    portal = site.portal()
    headers = dict(portal.get(site.article_path, BROWSER)[1])
    browser = {**BROWSER, "If-None-Match": headers["ETag"]}
    request = Request(site.article_path, headers=browser)
    bare = site.bare(portal, site.article_path, browser)
    return Load("304, held", portal, request), Load("bare WSGI, 304", bare, request)


def behind_nginx(site):
    """A page through nginx against a file with the same bytes, of the same nginx."""
    portal = site.portal()
    page = portal.get(site.article_path, BROWSER)[2]
    server = site.keep(nginx.start(site.folder, [portal], page))
    return (
        Load("article, nginx", server, Request(site.article_path, headers=BROWSER)),
        Load("file, nginx", server, Request(nginx.FILE, headers=BROWSER)),
    )


def rendered(site, page):
    """A page that no process holds against Django itself."""
    portal = site.portal(PAGE_CACHE_BYTES="0")
    return Load(f"{page}, rendered", portal, asking(site, page)), django_hello(site)


def asking(site, page):
    """A Request of that page; of an article: of many in turn."""
    if page == "article":
        return Request("/", headers=BROWSER, paths=tuple(site.paths["articles"]))
    return Request(site.paths[page], headers=BROWSER)


SMALL = 1000  # articles


def growth(site, page):
    """A page of a large portal against the same page of a small one, one by one."""
    sites = site.of_size(site.articles), site.of_size(SMALL)
    return tuple(
        Load(
            f"{page}, {sized.articles:,} articles",
            sized.portal(PAGE_CACHE_BYTES="0"),
            asking(sized, page),
            is_alone=True,
        )
        for sized in sites
    )


LAST = 200  # page of a list


def last_page(site):
    """The last page of a list against the first."""
    large = site.of_size(site.articles)
    portal = large.portal(PAGE_CACHE_BYTES="0")
    path = large.paths["category"]
    last = min(LAST, large.pages_of_category)
    pages = {f"list, page {last}": f"{path}?trang={last}", "list, page 1": path}
    return tuple(
        Load(name, portal, Request(each, headers=BROWSER), is_alone=True)
        for name, each in pages.items()
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
    large = site.of_size(site.articles)
    portal = large.portal(PAGE_CACHE_BYTES="0")
    paths = tuple(f"/tim-kiem/?q={quote(words)}" for words in SEARCHES)
    searches = Request("/", headers=BROWSER, paths=paths)
    category = asking(large, "category")
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


def pictures(site):
    """An upload of 12 megapixels and one of 40, which is as many as are taken."""
    session = site.session()
    portal = site.portal(REQUIRE_SECOND_FACTOR="False")
    return (
        Upload("12 megapixels", portal, session, (4000, 3000)),
        Upload("40 megapixels", portal, session, (7300, 5475)),
    )


def publication(site):
    """From a publication to the new page: at each worker of two nodes, and by nginx."""
    # A connection stays with its worker while the article is being published.
    patient = {"GUNICORN_CMD_ARGS": "--keep-alive 30"}
    nodes = [site.portal(**patient) for _ in range(2)]
    proxy = site.keep(nginx.start(site.folder, nodes))
    request = Request("/")
    at_workers = partial(one_to_each_worker, nodes, request)
    return (
        Publication("every worker of two nodes", site, at_workers, request),
        Publication("through nginx", site, lambda: [proxy.connect()], request),
    )


PAGES = 50_000


def memory(site):
    """A worker's memory with its pages, against a worker that holds none."""
    large = site.of_size(site.articles)
    paths = large.article_paths()
    return (
        Pages("pages held", large.portal(), paths, PAGES),
        Pages("no page held", large.portal(PAGE_CACHE_BYTES="0"), paths, PAGES // 10),
    )


RENDERED = ("article", "home", "category")
GROWING = (
    *("home", "article", "category", "tag", "topic", "author", "place", "archive"),
    *("feed", "sitemap", "news-sitemap", "site-map", "topics"),
)
ROWS = {
    "held-article": held_article,
    "held-article-hello": held_article_and_hello,
    **{f"rendered-{page}": partial(rendered, page=page) for page in RENDERED},
    "behind-nginx": behind_nginx,
    "not-modified": not_modified,
    "beacon": beacon,
    "beacon-and-upserts": beacon_and_upserts,
    "pictures": pictures,
    "publication": publication,
    **{f"growth-{page}": partial(growth, page=page) for page in GROWING},
    "last-page": last_page,
    "search": search,
    "memory": memory,
    # The last, for it fills the database of the others.
    "dashboard": dashboard,
}
# What is asked of SQLite, too: how its costs grow.
ON_SQLITE = ("rendered", "growth", "last-page", "search")
TARGETS = {
    "held-article": ">= 0.90",
    "held-article-hello": ">= 1.30",
    "rendered-article": "CPU <= 2500 us",
    "rendered-home": "CPU <= 4000 us",
    "rendered-category": "CPU <= 4000 us",
    "behind-nginx": ">= 0.90",
    "beacon": ">= 0.25",
    "pictures": "12 Mpx < 3 s, < 300 MB",
    "publication": "< 1 s at every worker, < 3 s through nginx",
    **{f"growth-{page}": "<= 1.20" for page in GROWING},
    "last-page": "<= 2.00",
    "search": "p50 < 50 ms, p95 < 500 ms",
    "memory": "bounded by PAGE_CACHE_BYTES",
}
