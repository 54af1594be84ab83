"""
Every public address, written once: what {stands in braces} comes from the article that
a test is about. A route of the URLconf without an address here fails a test.
"""

from django.urls import get_resolver, resolve
from django.utils import timezone

NEWSROOM = "quan-tri/"

PAGES = {
    "home": "/",
    "article": "/tin-tuc/{slug}-{pk}/",
    "category": "/chuyen-muc/{category}/",
    "parent category": "/chuyen-muc/{parent}/",
    "second page": "/chuyen-muc/{parent}/?trang=2",
    "tag": "/the/{tag}/",
    "topics": "/su-kien/",
    "topic": "/su-kien/{topic}/",
    "author": "/tac-gia/{author}/",
    "places": "/dia-phuong/",
    "place": "/dia-phuong/{place}/",
    "years": "/luu-tru/",
    "year": "/luu-tru/{at:%Y}/",
    "month": "/luu-tru/{at:%Y/%m}/",
    "day": "/luu-tru/{at:%Y/%m/%d}/",
    "search": "/tim-kiem/?q={word}",
    "search by a beginning": "/tim-kiem/?q={word:.4}",
    "search with filters": "/tim-kiem/?q={word}&muc={category}&xep=moi",
    "search without words": "/tim-kiem/",
    "nothing found": "/tim-kiem/?q=khongcogi",
    "page": "/trang/gioi-thieu/",
    "site map": "/so-do-trang/",
    "feedback": "/gop-y/",
    "feedback on an article": "/gop-y/?bai={pk}",
    "feedback sent": "/gop-y/?da-gui=1",
    "thanks": "/danh-gia/{pk}/",
    "totals": "/thong-ke/",
    "offline": "/ngoai-tuyen/",
    "not found": "/khong-co/",
}
FEEDS = {
    f"{kind}{name}": f"/{kind}/{path}"
    for kind in ("rss", "atom")
    for name, path in {
        "": "",
        " of a category": "{category}/",
        " of a parent category": "{parent}/",
        " of a topic": "su-kien/{topic}/",
        " of a place": "dia-phuong/{place}/",
    }.items()
}
FOR_MACHINES = {
    **FEEDS,
    "suggestions": "/tim-kiem/goi-y/?q={word}",
    "suggestions by a beginning": "/tim-kiem/goi-y/?q={word:.4}",
    "sitemap": "/sitemap.xml",
    "sitemap of other pages": "/sitemap.xml?p=0",
    "sitemap of articles": "/sitemap.xml?p={part}",
    "news sitemap": "/news-sitemap.xml",
    "robots": "/robots.txt",
    "security": "/.well-known/security.txt",
    "opensearch": "/opensearch.xml",
    "worker": "/sw.js",
    "manifest": "/manifest.webmanifest",
}
# Answers that are the same whatever the articles are, and what readers send something to.
OTHERS = {
    *("/favicon.ico", "/healthz", "/readyz", "/media/a.jpg"),
    *("/hien-thi/", "/luot-xem/", "/luot-xem.gif"),
}


def about(article, word):
    """{name: address} of all PAGES and FOR_MACHINES around `article`, which has all."""
    values = {
        "slug": article.slug,
        "pk": article.pk,
        "part": (article.pk - 1) // 5000 + 1,
        "category": article.category.slug,
        "parent": article.category.parent.slug,
        "tag": article.tags.first().slug,
        "topic": article.topic.slug,
        "author": article.authors.first().slug,
        "place": article.places.first().slug,
        "at": timezone.localtime(article.published_at or timezone.now()),
        "word": word,
    }
    return filled(PAGES | FOR_MACHINES, values)


def filled(addresses, values):
    return {name: path.format_map(values) for name, path in addresses.items()}


def routes(patterns=None, prefix=""):
    """The routes of the URLconf outside the newsroom."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if route.startswith(NEWSROOM):
            continue
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


def routes_left_out(addresses):
    """Those that neither `addresses` nor OTHERS lead to."""
    paths = {*addresses.values(), *OTHERS} - {PAGES["not found"]}
    known = {resolve(path.partition("?")[0]).route for path in paths}
    return [route for route in routes() if route not in known]
