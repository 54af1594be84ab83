"""What a page costs when nothing of it is held, however many articles there are."""

import gzip

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Link, LinkGroup, MenuItem, Page, SiteSettings
from stats.models import OpeningBalance
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
LIMIT = 5
# Bytes as most browsers get a page of this small portal, that none may come to by itself.
LARGEST = 12_000


@pytest.fixture
def province():
    """A small portal with something of everything; its first article has it all."""
    SiteSettings.objects.create(pk=1)
    MenuItem.objects.create(name="Xã, phường", url="/dia-phuong/")
    Page.objects.create(title="Giới thiệu", slug="gioi-thieu", body="<p>A</p>")
    Link.objects.create(
        group=LinkGroup.objects.create(name="Nhóm"),
        name="Chính phủ",
        url="https://a.vn/",
    )
    OpeningBalance.objects.create(
        period="total", value=1000, as_of="2026-03-03", source="thử"
    )
    make_notice()
    root = make_category()
    child = make_category(parent=root)
    shared = {
        "category": child,
        "tags": [make_tag(), make_tag(), make_tag()],
        "authors": [make_author(), make_author()],
        "places": [make_place(), make_place()],
        "topic": make_topic(cover=make_image()),
        "cover": make_image(),
    }
    others = [make_article(**shared) for _ in range(25)]
    return make_article(**shared, related=others[:2])


def addresses(article):
    return {
        "home": "/",
        "article": article.get_absolute_url(),
        "category": article.category.get_absolute_url(),
        "second page": article.category.get_absolute_url() + "?trang=2",
        "tag": article.tags.first().get_absolute_url(),
        "topic": article.topic.get_absolute_url(),
        "author": article.authors.first().get_absolute_url(),
        "place": article.places.first().get_absolute_url(),
        "places": "/dia-phuong/",
        "archive": f"/luu-tru/{timezone.localtime(article.published_at):%Y/%m/%d}/",
        "month": f"/luu-tru/{timezone.localtime(article.published_at):%Y/%m}/",
        "year": f"/luu-tru/{timezone.localtime(article.published_at):%Y}/",
        "years": "/luu-tru/",
        "topics": "/su-kien/",
        "search": "/tim-kiem/?q=tin",
        "search with filters": f"/tim-kiem/?q=tin&muc={article.category.slug}&xep=moi",
        "search without words": "/tim-kiem/",
        "suggestions": "/tim-kiem/goi-y/?q=tin",
        "page": "/trang/gioi-thieu/",
        "404": "/khong-co/",
    }


PAGES = [
    *("home", "article", "category", "second page", "tag", "topic", "author"),
    *("place", "places", "archive", "month", "year", "years", "topics"),
    *("search", "search with filters", "search without words", "suggestions"),
    *("page", "404"),
]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_costs_at_most_five_queries(client, province, name):
    path = addresses(province)[name]
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)

    assert response.status_code == (404 if name == "404" else 200)
    assert len(queries) <= LIMIT, "\n".join(query["sql"][:200] for query in queries)


@pytest.mark.parametrize("name", PAGES)
def test_no_page_grows_beyond_its_size(client, province, name):
    content = client.get(addresses(province)[name]).content

    assert len(gzip.compress(content, 6)) < LARGEST


@pytest.mark.parametrize("name", ["article", "places", "place", "home"])
def test_no_page_reads_a_boundary(client, province, name):
    path = addresses(province)[name]
    with CaptureQueriesContext(connection) as queries:
        client.get(path)

    assert not [query for query in queries if '"boundary"' in query["sql"]]


def test_the_number_of_queries_does_not_grow_with_the_number_of_articles(
    client, province
):
    def cost(path):
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        return len(queries)

    paths = ["/", province.get_absolute_url(), province.category.get_absolute_url()]
    before = [cost(path) for path in paths]
    for _ in range(20):
        make_article(category=province.category, tags=[make_tag()])

    assert [cost(path) for path in paths] == before
