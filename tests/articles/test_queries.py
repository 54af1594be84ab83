"""What a page costs when nothing of it is held, however many articles there are."""

import gzip

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Link, LinkGroup, MenuItem, Page, SiteSettings
from stats.models import OpeningBalance
from tests import public_addresses
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
    SiteSettings.objects.create(pk=1, email="ban@example.vn")
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


def address(name, article):
    return public_addresses.about(article, "tin")[name]


PAGES = public_addresses.PAGES


@pytest.mark.parametrize("name", PAGES | public_addresses.FOR_MACHINES)
def test_a_page_costs_at_most_five_queries(client, province, name):
    path = address(name, province)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)

    assert response.status_code == (404 if name == "not found" else 200)
    # Tests alone save points: in the portal a write begins a transaction of its own.
    asked = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    assert len(asked) <= LIMIT, "\n".join(sql[:200] for sql in asked)


@pytest.mark.parametrize("name", PAGES)
def test_no_page_grows_beyond_its_size(client, province, name):
    content = client.get(address(name, province)).content

    assert len(gzip.compress(content, 6)) < LARGEST


@pytest.mark.parametrize("name", ["article", "places", "place", "home"])
def test_no_page_reads_a_boundary(client, province, name):
    path = address(name, province)
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
