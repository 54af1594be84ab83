"""The public pages with content of awkward lengths, as the browser is shown them."""

from datetime import date

from tests.public_addresses import PAGES, filled

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
VALUES = {
    "slug": "bai-dai",
    "pk": 1,
    "category": "nong-lam-nghiep",
    "parent": "kinh-te",
    "tag": "che",
    "topic": "vu-che",
    "author": "hoa-ban",
    "place": "sin-suoi-ho",
    "at": date(2025, 3, 3),
    "word": "tin",
}
# What looks like another page of the list, only with other words.
ALIKE = {"search by a beginning", "search with filters", "feedback on an article"}
ADDRESSES = {
    **filled({name: PAGES[name] for name in PAGES if name not in ALIKE}, VALUES),
    "photo story": "/tin-tuc/bai-anh-2/",
    "audio and video": "/tin-tuc/bai-nghe-3/",
    "withdrawn": "/tin-tuc/bai-go-4/",
}
STATUS = {"withdrawn": 410, "not found": 404}
