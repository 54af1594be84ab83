"""The pages that readers see: what stands on them, and what never does."""

import io
import re
from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.models import Article, Attachment, Link, LinkGroup, Page, SiteSettings
from articles.places import load_units
from tests.articles import geometry, pages
from tests.builders import (
    make_article,
    make_author,
    make_category,
    make_image,
    make_notice,
    make_place,
    make_tag,
    make_topic,
)

pytestmark = pytest.mark.django_db
MOMENT = timezone.make_aware(datetime(2026, 3, 3, 8, 27))
DISPLAY = "2-auto-all", "5-high-asked"


def read(client, path, status=200):
    response = client.get(path)
    assert response.status_code == status, path
    return pages.Page(response)


@pytest.fixture
def province():
    """{name: address} of a page of every kind, each with something on it."""
    Page.objects.create(title="Giới thiệu", slug="gioi-thieu", body="<p>Cổng.</p>")
    place = make_place("Tả Lèng", slug="ta-leng")
    article = make_article(
        category=make_category("Kinh tế"),
        tags=[make_tag("Chè")],
        topic=make_topic("Vụ chè"),
        authors=[make_author("Hoa Ban")],
        places=[place],
        published_at=MOMENT,
    )
    return {
        "home": "/",
        "article": article.get_absolute_url(),
        "category": "/chuyen-muc/kinh-te/",
        "tag": "/the/che/",
        "topic": "/su-kien/vu-che/",
        "topics": "/su-kien/",
        "author": "/tac-gia/hoa-ban/",
        "places": "/dia-phuong/",
        "place": "/dia-phuong/ta-leng/",
        "archive": "/luu-tru/2026/03/03/",
        "month": "/luu-tru/2026/03/",
        "year": "/luu-tru/2026/",
        "years": "/luu-tru/",
        "page": "/trang/gioi-thieu/",
    }


KINDS = [
    *("home", "article", "category", "tag", "topic", "author", "places", "place"),
    *("topics", "archive", "month", "year", "years", "page"),
]


# Every page


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_the_same_for_everybody(client, newsroom, province, kind):
    for reader in (client, newsroom):
        response = reader.get(province[kind])
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        assert response["Cache-Control"] == (
            "public, max-age=0, s-maxage=1, stale-if-error=3600"
        )
        assert b"csrfmiddlewaretoken" not in response.content
        assert b"bien-tap" not in response.content


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_has_one_heading_a_skip_link_first_and_its_own_address(
    client, province, kind
):
    page = read(client, province[kind])

    assert len(page.find("h1")) == 1 and page.one("h1").text
    assert page.links()[0] == "#noi-dung" == f"#{page.one('main').attributes['id']}"
    canonical = page.one("link", rel="canonical").attributes["href"]
    assert canonical == f"http://testserver{province[kind]}"
    assert page.meta("description")


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_written_into_a_page_that_its_policy_bars(client, province, kind):
    page = read(client, province[kind])

    for element in page.elements:
        assert "style" not in element.attributes
        assert not [name for name in element.attributes if name.startswith("on")]
    assert not page.find("style")
    for script in page.find("script"):
        is_data = script.attributes.get("type") == "application/ld+json"
        assert script.attributes.get("src", "").startswith("/static/") or is_data


@pytest.mark.parametrize("kind", KINDS)
def test_ids_are_unique_and_labels_point_somewhere(client, province, kind):
    page = read(client, province[kind])

    ids = [
        element.attributes["id"]
        for element in page.elements
        if "id" in element.attributes
    ]
    assert sorted(ids) == sorted(set(ids))
    for element in page.elements:
        named_by = element.attributes.get("aria-labelledby") or element.attributes.get(
            "for"
        )
        assert named_by is None or named_by in ids


@pytest.mark.parametrize("kind", KINDS)
def test_moments_are_valid_for_machines(client, province, kind):
    page = read(client, province[kind])

    moments = [element.attributes["datetime"] for element in page.find("time")]
    assert moments
    for moment in moments:
        assert re.fullmatch(r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}\+07:00)?", moment), (
            moment
        )


@pytest.mark.parametrize("kind", KINDS)
def test_every_page_shows_the_visits_the_map_and_who_is_responsible(
    client, province, kind
):
    SiteSettings.objects.create(
        pk=1, responsible_person="Người phụ trách", telephone="0213 000 0000"
    )
    group = LinkGroup.objects.create(name="Trung ương")
    Link.objects.create(group=group, name="Chính phủ", url="https://chinhphu.vn/")
    page = read(client, province[kind])

    shown = page.find("dd", data_total=True)
    hooks = [element.attributes["data-total"] for element in shown]
    assert hooks == ["today", "yesterday", "month", "year", "total"]
    headings = [element.text for element in page.find("h2")]
    assert {"Bản đồ địa giới hành chính", "Thống kê truy cập", "Liên kết"} <= set(
        headings
    )
    cell = page.one("a", aria_label=True, class_="map-1")
    assert cell.attributes["href"] == "/dia-phuong/ta-leng/"
    footer = page.one("footer").text
    assert "Người phụ trách" in footer and "0213 000 0000" in footer


def test_totals_are_grouped_and_years_are_not(client, province):
    from stats.models import OpeningBalance

    OpeningBalance.objects.create(
        period="total", value=87_292_132, as_of="2026-03-03", source="cổng cũ"
    )
    page = read(client, "/")

    assert page.one("dd", data_total="total").text == "87.292.132"
    assert f"Năm {timezone.localdate().year}" in [dt.text for dt in page.find("dt")]


def test_keys_above_a_thousand_are_written_without_dots(client):
    row = {"title": "Tin", "category": make_category(), "status": "published"}
    article = Article.objects.create(pk=12_345, published_at=MOMENT, **row)
    page = read(client, article.get_absolute_url())

    assert page.one("body").attributes["data-article"] == "12345"
    assert "/luot-xem.gif?bai=12345" in [
        image.attributes["src"] for image in page.find("img")
    ]
    assert page.one("form", class_="rating").attributes["action"] == "/danh-gia/12345/"


def test_notices_stand_first_the_gravest_above(client, province):
    make_notice(text="Bảo trì hệ thống.", level="info")
    make_notice(text="Sạt lở quốc lộ 4D.", level="danger", url="https://a.vn/")
    page = read(client, "/")

    assert [notice.text for notice in page.find("div", class_="notice")] == [
        "Khẩn cấp: Sạt lở quốc lộ 4D. Xem thêm về thông báo này",
        "Thông báo: Bảo trì hệ thống.",
    ]
    order = [element.tag for element in page.elements]
    assert order.index("section") < order.index("header")


@pytest.mark.parametrize("choice", DISPLAY)
def test_the_display_choice_is_written_on_the_page(client, province, choice):
    client.cookies["hien_thi"] = choice
    size, contrast, pictures = choice.split("-")

    html = read(client, province["article"]).one("html").attributes

    assert html["data-text-size"] == size
    assert html["data-contrast"] == contrast
    assert html["data-pictures"] == pictures


# The article


@pytest.fixture
def conference():
    """An article with every part that one can have."""
    cover = make_image(alt="Hội trường", caption="Quang cảnh Hội nghị.")
    body = (
        "<p>Hội nghị tổ chức trực tiếp.</p>"
        f'<figure><img src="{cover.file.url}" alt="Hội trường" width="800" height="533">'
        "<figcaption>Quang cảnh Hội nghị tại các điểm cầu.</figcaption></figure>"
        "<table><caption>Số liệu</caption><tbody><tr><td>2.127</td></tr></tbody></table>"
    )
    root = make_category("Chuyển đổi số")
    return make_article(
        title="Hội nghị triển khai Nghị quyết số 57-NQ/TW",
        lead="Chiều nay (3/3), Ban Chỉ đạo tổ chức Hội nghị.",
        body=body,
        category=make_category("Khoa học, công nghệ", parent=root),
        cover=cover,
        authors=[make_author("Nguyễn Nga"), make_author("Sông Đà")],
        tags=[make_tag("Đề án 06")],
        places=[make_place("Tân Phong", slug="tan-phong", kind="phường")],
        topic=make_topic("Nghị quyết 57"),
        source_name="laichau.gov.vn",
        source_url="https://laichau.gov.vn/goc",
        video_url="https://www.youtube.com/watch?v=abc",
        published_at=MOMENT,
    )


def test_an_article_shows_all_its_parts(client, conference):
    page = read(client, conference.get_absolute_url())
    article = page.one("article", class_="article")

    assert page.one("h1").text == conference.title
    for part in (
        "(laichau.gov.vn)",
        "Tác giả: Nguyễn Nga, Sông Đà",
        "Thứ ba, 03/03/2026 - 08:27",
        "Cập nhật",
        conference.lead,
        "Hội nghị tổ chức trực tiếp.",
        "Quang cảnh Hội nghị tại các điểm cầu.",
        "Số liệu",
        "Đề án 06",
        "Tân Phong",
        "Tổng số điểm của bài viết là: 0 trong 0 đánh giá",
        "đánh giá bài viết",
    ):
        assert part in article.text, part
    assert "https://laichau.gov.vn/goc" in page.links()
    assert "https://www.youtube.com/watch?v=abc" in page.links()


def test_the_cover_stands_above_a_body_without_pictures_only(client, conference):
    plain = make_article(cover=conference.cover, body="<p>Không có ảnh.</p>")

    def figures(article):
        return len(read(client, article.get_absolute_url()).find("figure"))

    assert figures(conference) == 1
    assert figures(plain) == 1


def test_an_article_offers_the_reading_controls_as_a_form(client, conference):
    client.cookies["hien_thi"] = "3-high-all"
    path = conference.get_absolute_url()
    page = read(client, path)

    form = page.one("form", data_display=True)
    assert form.attributes["action"] == "/hien-thi/"
    ways_back = page.find("input", name="next")
    assert {field.attributes["value"] for field in ways_back} == {path}
    sizes = page.find("button", name="text_size")
    assert [button.attributes["value"] for button in sizes] == ["2", "2", "4"]
    assert [button.attributes.get("aria-pressed") for button in sizes] == [
        *(None, "false", None),
    ]
    contrasts = page.find("button", name="contrast")
    assert [button.attributes["value"] for button in contrasts] == ["low", "auto"]
    assert [button.attributes["aria-pressed"] for button in contrasts] == [
        *("false", "true"),
    ]


def test_an_article_can_be_shared_without_a_script(client, conference):
    page = read(client, conference.get_absolute_url())

    for host in ("www.facebook.com/", "x.com/intent/", "sp.zalo.me/"):
        assert [link for link in page.links() if link.startswith(f"https://{host}")]
    assert [link for link in page.links() if link.startswith("mailto:?subject=H%E1")]
    for name in ("copy", "sheet", "print"):
        assert "hidden" in page.one("button", data_share=name).attributes


def end_of(client, article):
    """What stands below the text."""
    content = client.get(article.get_absolute_url()).content.decode()
    return content.partition("HẾT.")[2]


def test_a_reprint_names_its_source_directly_under_the_text(client):
    fields = {"body": "<p>HẾT.</p>", "source_at": MOMENT.isoformat()}
    article = make_article(source_url="https://a.vn/goc", tags=[make_tag()], **fields)
    file = Attachment.objects.create(article=article, title="Phụ lục", file="tep/a.pdf")
    article.attachments.add(file)
    end = end_of(client, article)

    assert '<a href="https://a.vn/goc" rel="noopener">laichau.gov.vn</a>' in end
    assert "đăng <time" in end and "Thứ ba, 03/03/2026 - 08:27</time>" in end
    assert end.index("Bài gốc") < end.index("Phụ lục") < end.index("Từ khóa")
    assert "Theo laichau.gov.vn, đăng" in end_of(client, make_article(**fields))
    assert "Theo laichau" not in end_of(client, make_article(body=fields["body"]))


def test_an_article_may_be_closed_to_ratings(client):
    article = make_article(allows_rating=False)

    assert not read(client, article.get_absolute_url()).find("form", class_="rating")


def test_a_page_names_the_place_where_it_stands(client, conference):
    page = read(client, conference.get_absolute_url())
    data = page.structured_data("BreadcrumbList")["itemListElement"]

    crumbs = page.one("nav", class_="crumbs")
    assert crumbs.attributes["aria-label"] == "Vị trí trang"
    assert crumbs.text == "Trang chủChuyển đổi sốKhoa học, công nghệ"
    assert [(item["position"], item["name"], item["item"]) for item in data] == [
        (1, "Trang chủ", "http://testserver/"),
        (2, "Chuyển đổi số", "http://testserver/chuyen-muc/chuyen-doi-so/"),
        (
            *(3, "Khoa học, công nghệ"),
            "http://testserver/chuyen-muc/khoa-hoc-cong-nghe/",
        ),
    ]


def test_an_article_describes_itself_to_machines(client, conference):
    page = read(client, conference.get_absolute_url())
    data = page.structured_data("NewsArticle")
    url = f"http://testserver{conference.get_absolute_url()}"

    assert data["headline"] == conference.title
    assert data["mainEntityOfPage"] == url
    assert data["datePublished"] == "2026-03-03T08:27:00+07:00"
    assert [author["name"] for author in data["author"]] == ["Nguyễn Nga", "Sông Đà"]
    assert data["image"] == page.meta("og:image")
    assert page.meta("og:image").startswith("http://testserver/media/anh/")
    assert page.meta("og:url") == url
    assert page.meta("og:type") == "article"
    assert page.meta("article:published_time") == "2026-03-03T08:27:00+07:00"


def test_an_article_without_a_picture_names_none(client):
    page = read(client, make_article().get_absolute_url())

    assert page.meta("og:image") == ""
    assert "image" not in page.structured_data("NewsArticle")


def test_no_text_ends_the_script_of_the_structured_data(client):
    title = "</script><script>alert(1)</script> & <!--"
    response = client.get(make_article(title=title).get_absolute_url())

    assert b"<script>alert" not in response.content
    data = pages.Page(response).structured_data("NewsArticle")
    assert data["headline"] == title


# Neighbours


def related(client, article):
    page = read(client, article.get_absolute_url())
    section = page.find("section", class_="related")
    return section[0].text if section else ""


def test_related_articles_rank_by_topic_then_tags_then_place_then_category(client):
    common = {
        "topic": make_topic(),
        "tags": [make_tag()],
        "places": [make_place()],
        "category": make_category(),
    }
    for name in reversed(common):
        make_article(title=f"Cùng {name}", **{name: common[name]})
    make_article(title="Xa")
    text = related(client, make_article(**common))

    found = re.findall(r"Cùng (\w+)|Xa", text)
    assert found == ["topic", "tags", "places", "category"]


def test_what_has_more_in_common_stands_before_what_is_newer(client):
    place, category = make_place(), make_category()
    make_article(title="Cùng cả hai", places=[place], category=category)
    make_article(title="Cùng nơi", places=[place])
    text = related(client, make_article(places=[place], category=category))

    assert -1 < text.find("Cùng cả hai") < text.find("Cùng nơi")


def test_what_stands_below_an_article_does_not_stand_beside_it_too(client):
    topic = make_topic()
    others = [make_article(title=f"[{n}]", topic=topic) for n in range(6)]
    page = read(client, make_article(topic=topic).get_absolute_url())

    below = page.one("section", class_="related").text
    beside = page.one("aside", class_="article-aside").text
    for title in (other.title for other in others):
        assert (title in below) + (title in beside) == 1


def test_related_articles_picked_by_hand_come_first(client):
    category = make_category()
    picked = make_article(title="Chọn tay")
    make_article(title="Cùng mục", category=category)
    text = related(client, make_article(category=category, related=[picked]))

    assert text.find("Chọn tay") < text.find("Cùng mục")


def test_an_article_is_never_its_own_neighbour(client):
    category, tag, topic = make_category(), make_tag(), make_topic()
    shared = {"category": category, "tags": [tag], "topic": topic}
    article, *_ = [make_article(**shared) for _ in range(3)]
    page = read(client, article.get_absolute_url())

    assert article.get_absolute_url() not in page.links()


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn"])
def test_neighbours_are_public(client, status):
    category, tag, topic = make_category(), make_tag(), make_topic()
    shared = {"category": category, "tags": [tag], "topic": topic}
    hidden = make_article(status=status, title="Chưa cho ai xem", **shared)
    article = make_article(**shared, related=[hidden])

    response = client.get(article.get_absolute_url())
    assert hidden.title not in response.content.decode()


def test_older_and_newer_stay_in_the_category(client):
    category = make_category()
    older, middle, newer = (
        make_article(category=category, published_at=MOMENT + timedelta(hours=hour))
        for hour in range(3)
    )
    make_article(published_at=MOMENT + timedelta(hours=1, minutes=1))
    page = read(client, middle.get_absolute_url())

    assert page.one("a", rel="prev").attributes["href"] == older.get_absolute_url()
    assert page.one("a", rel="next").attributes["href"] == newer.get_absolute_url()


def test_articles_of_one_minute_are_all_met_on_the_way(client):
    category = make_category()
    articles = [make_article(category=category, published_at=MOMENT) for _ in range(3)]
    page = read(client, articles[1].get_absolute_url())

    assert page.one("a", rel="prev").attributes["href"] == (
        articles[0].get_absolute_url()
    )
    assert page.one("a", rel="next").attributes["href"] == (
        articles[2].get_absolute_url()
    )


# Home


def test_home_deals_every_article_once(client):
    for name in ("Kinh tế", "Xã hội", "Văn hóa", "Du lịch"):
        category = make_category(name)
        for number in range(7):
            make_article(category=category, title=f"{name} {number}")
    page = read(client, "/")

    links = [link for link in page.links() if link.startswith("/tin-tuc/")]
    assert len(links) == len(set(links)) > 20
    headings = [element.text for element in page.find("h2")]
    assert {"Kinh tế", "Xã hội", "Văn hóa", "Du lịch", "Mới nhất"} <= set(headings)


def test_home_leads_with_the_featured_article(client):
    featured = make_article(title="Tin đầu trang", featured_position=1)
    make_article(title="Tin mới hơn")
    page = read(client, "/")

    lead = page.one("article", class_="card-lead")
    assert featured.title in lead.text


def test_what_editors_feature_stands_once_and_in_their_order(client):
    places = (2, 1, 3)
    for place in places:
        make_article(title=f"Nổi bật {place}", featured_position=place)
    page = read(client, "/")

    headings = page.find("h2", class_="card-title") + page.find(
        "h3", class_="card-title"
    )
    titles = [heading.text for heading in headings]
    assert titles[:3] == ["Nổi bật 1", "Nổi bật 2", "Nổi bật 3"]
    assert titles.count("Nổi bật 1") == 1


def test_home_shows_tasks_and_the_newest_topic(client):
    group = LinkGroup.objects.create(name="Việc thường làm", spot="tasks")
    Link.objects.create(group=group, name="Nộp hồ sơ", url="https://dichvucong.gov.vn/")
    make_article(topic=make_topic("Hầm Hoàng Liên"), title="Tin của dòng sự kiện")
    page = read(client, "/")

    assert "Nộp hồ sơ" in page.one("section", class_="service").text
    strip = page.one("section", class_="topic").text
    assert "Hầm Hoàng Liên" in strip and "Tin của dòng sự kiện" in strip


def test_a_portal_without_articles_has_a_home_page(client):
    assert "Chưa có tin nào" in read(client, "/").one("main").text


def test_one_article_fills_the_home_page_alone(client):
    article = make_article()
    page = read(client, "/")

    assert page.links().count(article.get_absolute_url()) == 1


# Lists


def test_a_list_has_pages_and_each_its_own_address(client):
    category = make_category("Kinh tế")
    for _ in range(45):
        make_article(category=category)
    first = read(client, "/chuyen-muc/kinh-te/")
    second = read(client, "/chuyen-muc/kinh-te/?trang=2")

    assert len(first.find("article", class_="list-row")) == 20
    assert first.one("a", rel="next").attributes["href"] == (
        "/chuyen-muc/kinh-te/?trang=2"
    )
    assert second.one("a", rel="prev").attributes["href"] == "/chuyen-muc/kinh-te/"
    assert second.one("link", rel="canonical").attributes["href"] == (
        "http://testserver/chuyen-muc/kinh-te/?trang=2"
    )
    current = second.one("a", class_="button", aria_current="page")
    assert current.text == "Trang 2"


@pytest.mark.parametrize("page", ["0", "-1", "4", "201", "abc", "10" * 9, "1.5", "２"])
def test_a_page_that_there_is_not_is_not_found(client, page):
    category = make_category("Kinh tế")
    make_article(category=category)

    assert client.get(f"/chuyen-muc/kinh-te/?trang={page}").status_code == 404


def test_a_category_shows_the_articles_of_its_children(client):
    root = make_category("Kinh tế")
    child = make_category("Nông nghiệp", parent=root)
    article = make_article(category=child)
    page = read(client, "/chuyen-muc/kinh-te/")

    assert article.get_absolute_url() in page.links()
    subs = page.one("nav", aria_label="Mục con")
    assert subs.text == "Tất cả Nông nghiệp"


def test_an_empty_list_says_so(client):
    make_category("Kinh tế")

    main = read(client, "/chuyen-muc/kinh-te/").one("main")
    assert "Chuyên mục này chưa có bài nào." in main.text


def test_a_place_is_marked_on_its_map_with_its_neighbours(client):
    def tile(column):
        return {"row": 0, "col": column, "shift": False}

    make_place("Tả Lèng", slug="ta-leng", tile=tile(1), area_km2="128.36")
    make_place("Bình Lư", slug="binh-lu", tile=tile(2))
    make_place("Mù Cả", slug="mu-ca", tile=tile(9))
    page = read(client, "/dia-phuong/ta-leng/")

    assert "128,36 km²" in page.one("dl", class_="facts").text
    here = page.one("a", class_="map-here")
    assert here.attributes["aria-label"] == "Xã Tả Lèng (đang xem)"
    [near] = page.find("a", class_="map-near")
    assert near.attributes["aria-label"] == "Xã Bình Lư"
    assert page.find("a", href="/dia-phuong/mu-ca/")


@pytest.fixture
def outlines(tmp_path):
    """The 38 units as loaded squares: Bình Lư stands beside Đoàn Kết."""
    path = geometry.write(tmp_path, geometry.collection())
    call_command("load_places", str(path), stdout=io.StringIO())


@pytest.mark.parametrize("path", ["/", "/dia-phuong/", "/trang/gioi-thieu/"])
def test_loaded_outlines_are_links_with_names_on_every_map(client, outlines, path):
    Page.objects.create(title="Giới thiệu", slug="gioi-thieu", body="<p>Cổng.</p>")
    page = read(client, path)

    [svg] = page.find("svg", class_="map-outlines")
    labels = [
        link.attributes["aria-label"]
        for link in page.find("a", aria_label=True)
        if "map-" in link.attributes.get("class", "")
    ]
    assert len(labels) == len(set(labels)) == 38
    assert "Phường Đoàn Kết" in labels


def test_a_place_with_outlines_names_whom_it_borders(client, outlines):
    page = read(client, "/dia-phuong/doan-ket/")

    near = [link.attributes["aria-label"] for link in page.find("a", class_="map-near")]
    assert "Xã Bình Lư" in near
    assert "Giáp ranh với" in page.one("div", class_="map-text").text


def test_a_place_says_what_it_was_formed_from(client):
    load_units()
    formed = read(client, "/dia-phuong/binh-lu/").one("dl", class_="facts").text
    kept = read(client, "/dia-phuong/mu-ca/").one("dl", class_="facts").text

    assert "Thị trấn Tam Đường, Xã Sơn Bình, Xã Bình Lư" in formed
    assert "Huyện Tam Đường" in formed
    assert "Giữ nguyên" in kept


def test_all_places_stand_with_their_former_units_in_a_table(client):
    load_units()
    table = read(client, "/dia-phuong/").one("table")

    assert "Thị trấn Tam Đường, Xã Sơn Bình, Xã Bình Lư" in table.text
    assert "255,91" in table.text


def test_the_archive_leads_to_the_next_day_with_news(client):
    days = [MOMENT - timedelta(days=3), MOMENT, MOMENT + timedelta(days=9)]
    first, middle, last = (make_article(published_at=day) for day in days)
    page = read(client, "/luu-tru/2026/03/03/")

    assert page.one("a", rel="prev").attributes["href"] == "/luu-tru/2026/02/28/"
    assert page.one("a", rel="next").attributes["href"] == "/luu-tru/2026/03/12/"
    links = page.links()
    assert middle.get_absolute_url() in links
    assert first.get_absolute_url() not in links
    assert last.get_absolute_url() not in links


@pytest.mark.parametrize(
    "day", ["2026/02/30", "2026/13/01", "0001/01/01", "9999/12/31", f"{10**30}/01/01"]
)
def test_a_day_that_no_archive_has_is_not_found(client, day):
    assert client.get(f"/luu-tru/{day}/").status_code == 404


# What is not there


def test_an_unknown_address_helps_on(client):
    make_category("Kinh tế")
    page = read(client, "/khong-co/dau-het/", status=404)

    assert page.one("h1").text == "Không tìm thấy trang này"
    assert page.one("form", class_="search-form")
    assert "/chuyen-muc/kinh-te/" in page.links()
    assert page.meta("robots") == "noindex"
    assert not page.find("link", rel="canonical")


def test_every_unknown_address_gets_the_same_body(client):
    bodies = {client.get(path).content for path in ("/a/", "/b/c/", "/tin-tuc/x-99/")}

    assert len(bodies) == 1


def test_a_withdrawn_article_gives_its_reason_and_nothing_else(client):
    article = make_article(
        status=Article.Status.WITHDRAWN,
        title="Tiêu đề đã gỡ",
        body="<p>Thân bài đã gỡ</p>",
        withdrawn_note="Bài đăng nhầm số liệu.",
    )
    response = client.get(article.get_absolute_url())

    assert response.status_code == 410
    text = response.content.decode()
    assert "Bài đăng nhầm số liệu." in text
    assert article.title not in text and "Thân bài" not in text
    assert pages.Page(response).meta("robots") == "noindex"


def test_an_article_withdrawn_without_a_reason_is_not_found(client):
    article = make_article(status=Article.Status.WITHDRAWN)

    assert client.get(article.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("path", ["/khong-co/", "/tin-tuc/x-99/"])
def test_what_is_not_there_is_not_counted(client, path):
    page = read(client, path, status=404)

    assert "visit.js" not in str(page.find("script"))
    assert not [i for i in page.find("img") if "luot-xem" in i.attributes["src"]]


@pytest.mark.parametrize(
    "template", ["400.html", "403.html", "403_csrf.html", "500.html", "503.html"]
)
def test_failures_have_a_page_that_asks_no_database(
    template, django_assert_num_queries
):
    from django.http import HttpResponse
    from django.template.loader import render_to_string

    with django_assert_num_queries(0):
        page = pages.Page(HttpResponse(render_to_string(template)))

    assert page.one("h1").text
    assert page.one("html").attributes["lang"] == "vi"
    assert "/" in page.links()
