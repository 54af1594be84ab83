"""
One address of every public page, with content of awkward lengths. A page that joins the
URLconf without an address here fails a test.
"""

from django.urls import get_resolver, resolve

ROW = "".join(f"<td>{number}.234.567</td>" for number in range(1, 11))
LONG_WORD = "https://laichau.gov.vn/" + "mot-dia-chi-khong-co-cho-ngat-dong-" * 3

# Titles of 40 words, a table of ten columns, words that nothing breaks, pictures.
CONTENT = f"""
from datetime import datetime
from articles.places import load_units
load_units()
at = timezone.make_aware(datetime(2025, 3, 3, 8, 27))
SiteSettings.objects.create(pk=1, hotline="0213 000 0001", email="ban@example.vn")
group = LinkGroup.objects.create(name="Cơ quan của tỉnh")
Link.objects.create(group=group, name="Văn phòng UBND tỉnh", url="https://a.example.vn/")
MenuItem.objects.create(name="Xã, phường", url="/dia-phuong/")
Page.objects.create(title="Giới thiệu", slug="gioi-thieu", body="<h2>A</h2><p>Cổng.</p>")
OpeningBalance.objects.create(period="total", value=87292132, as_of=at, source="cổng cũ")
parent = make_category("Kinh tế", description="Nương chè, cửa khẩu, con đường.")
category = make_category("Nông, lâm nghiệp", parent=parent)
long = " ".join(["Thông báo về việc lấy ý kiến nhân dân"] * 5)
cover = make_image(alt="Đồi chè")
figure = (
    f'<figure><img src="{{cover.file.url}}" alt="Đồi chè" width="800" height="533">'
    "<figcaption>Chú thích.</figcaption></figure>"
)
table = "<table><caption>Mười cột</caption><tbody><tr>{ROW}</tr></tbody></table>"
body = (
    "<p>Mở bài.</p>" + table + "<h2>Mục</h2><p>{LONG_WORD}</p><h3>Nhỏ</h3>"
    "<ol><li>Một</li></ol><blockquote><p>Lời.</p></blockquote><h2>Hai</h2>" + figure * 2
)
shared = {{
    "category": category, "published_at": at, "tags": [make_tag("Chè")],
    "topic": make_topic("Vụ chè", cover=cover, lead="Cả vụ."),
    "authors": [make_author("Hoa Ban", bio="Viết về núi.")],
    "places": list(Place.objects.filter(slug="sin-suoi-ho")),
}}
make_article(
    slug="bai-dai", title=long, lead=long * 2, body=body, cover=cover,
    source_url="https://laichau.gov.vn/goc", source_at=at.isoformat(), **shared
)
make_article(slug="bai-anh", kind="photos", body="<p>Lời.</p>" + figure * 3, **shared)
make_article(
    slug="bai-nghe", body="<p>Ngắn.</p>", audio="tep/a.mp3",
    video_url="https://www.youtube.com/watch?v=abcdefghijk", **shared
)
make_article(slug="bai-go", status="withdrawn", withdrawn_note="Có lỗi.", **shared)
for number in range(21):
    make_article(title=f"Tin số {{number}} của mục", cover=cover, **shared)
make_notice(url="https://laichau.gov.vn/", ends_at=timezone.now() + timedelta(days=1))
"""

# The articles are the first of their database, so their numbers are known.
ADDRESSES = {
    "home": "/",
    "article": "/tin-tuc/bai-dai-1/",
    "photo story": "/tin-tuc/bai-anh-2/",
    "audio and video": "/tin-tuc/bai-nghe-3/",
    "withdrawn": "/tin-tuc/bai-go-4/",
    "category": "/chuyen-muc/kinh-te/",
    "second page": "/chuyen-muc/kinh-te/?trang=2",
    "tag": "/the/che/",
    "topics": "/su-kien/",
    "topic": "/su-kien/vu-che/",
    "author": "/tac-gia/hoa-ban/",
    "places": "/dia-phuong/",
    "place": "/dia-phuong/sin-suoi-ho/",
    "years": "/luu-tru/",
    "year": "/luu-tru/2025/",
    "month": "/luu-tru/2025/03/",
    "day": "/luu-tru/2025/03/03/",
    "search": "/tim-kiem/?q=tin",
    "nothing found": "/tim-kiem/?q=khongcogi",
    "page": "/trang/gioi-thieu/",
    "site map": "/so-do-trang/",
    "feedback": "/gop-y/",
    "feedback sent": "/gop-y/?da-gui=1",
    "thanks": "/danh-gia/1/",
    "totals": "/thong-ke/",
    "offline": "/ngoai-tuyen/",
    "not found": "/khong-co/",
}
STATUS = {"withdrawn": 410, "not found": 404}
NEWSROOM = "quan-tri/"
# What answers with something else than a page.
NO_PAGES = {
    *("display", "count", "pixel", "media", "worker", "manifest"),
    *("rss", "rss_category", "rss_topic", "rss_place"),
    *("atom", "atom_category", "atom_topic", "atom_place"),
    *("sitemap", "news_sitemap", "robots", "security", "opensearch", "favicon"),
    *("suggestions", "healthz", "readyz"),
}


def routes(patterns=None, prefix=""):
    """(name, route) of every address of the URLconf outside the newsroom."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + str(pattern.pattern)
        if route.startswith(NEWSROOM):
            continue
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns, route)
        else:
            yield pattern.name, route


def routes_without_an_address():
    known = {
        resolve(address.partition("?")[0]).route
        for name, address in ADDRESSES.items()
        if name != "not found"
    }
    return [
        route for name, route in routes() if name not in NO_PAGES and route not in known
    ]
