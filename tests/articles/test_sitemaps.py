"""Site maps, against the schemas of their protocol."""

from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
import xmlschema
from django.utils import timezone

from articles import sitemaps
from articles.models import Article
from tests.builders import make_article, make_category, make_place, make_topic

pytestmark = pytest.mark.django_db
SCHEMA = xmlschema.XMLSchema(Path(__file__).parent / "schemas" / "sitemap.xsd")
LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
LASTMOD = "{http://www.sitemaps.org/schemas/sitemap/0.9}lastmod"
NEWS_TITLE = "{http://www.google.com/schemas/sitemap-news/0.9}title"
Status = Article.Status


def read(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    document = ElementTree.fromstring(response.content)
    SCHEMA.validate(document)
    return document


def addresses(client, path):
    return [item.text for item in read(client, path).iter(LOC)]


def every_address(client):
    return [
        address
        for part in addresses(client, "/sitemap.xml")
        for address in addresses(client, part.removeprefix("http://testserver"))
    ]


def url(thing):
    return f"http://testserver{thing.get_absolute_url()}"


def test_the_map_is_what_the_database_holds(client):
    topic, place = make_topic(), make_place()
    articles = [make_article(topic=topic, places=[place]) for _ in range(3)]

    found = every_address(client)
    assert len(found) == len(set(found))
    assert {url(article) for article in articles} <= set(found)
    assert url(topic) in found
    assert url(place) in found
    assert url(articles[0].category) in found


def test_what_is_not_public_is_in_no_map(client):
    later = timezone.now() + timedelta(hours=1)
    before = timezone.now() - timedelta(minutes=1)
    topic = make_topic("Chưa công bố")
    make_article(Status.DRAFT, topic=topic)
    make_article(Status.IN_REVIEW)
    make_article(Status.WITHDRAWN, withdrawn_note="Sai số liệu.")
    make_article(published_at=later, topic=topic)
    make_article(expires_at=before)
    make_article().bin()

    assert not [address for address in every_address(client) if "/tin-tuc/" in address]
    assert url(topic) not in every_address(client)
    assert "/tin-tuc/" not in client.get("/news-sitemap.xml").content.decode()


def test_a_part_is_a_range_of_keys(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "PART", 2)
    articles = [make_article() for _ in range(5)]

    parts = addresses(client, "/sitemap.xml")
    assert len(parts) >= 4
    found = every_address(client)
    assert {url(article) for article in articles} <= set(found)


def test_entries_tell_their_last_change(client):
    at = timezone.now() - timedelta(days=3)
    article = make_article(published_at=at)
    Article.objects.filter(pk=article.pk).update(updated_at=at + timedelta(days=1))

    part = addresses(client, "/sitemap.xml")[-1].removeprefix("http://testserver")
    [changed] = [item.text for item in read(client, part).iter(LASTMOD)]
    local = timezone.localtime(at + timedelta(days=1))
    assert changed == local.isoformat(timespec="seconds")
    assert changed.endswith("+07:00")


@pytest.mark.parametrize("part", ["9999", "x", "-1", "10" * 12])
def test_a_part_that_there_is_not_is_not_found(client, part):
    make_article()

    assert client.get("/sitemap.xml", {"p": part}).status_code == 404


def test_the_news_map_holds_two_days(client):
    now = timezone.now()
    make_article(title="Tin mới", published_at=now - timedelta(hours=47))
    make_article(title="Tin cũ", published_at=now - timedelta(hours=49))

    document = read(client, "/news-sitemap.xml")
    assert [item.text for item in document.iter(NEWS_TITLE)] == ["Tin mới"]


def test_an_empty_portal_has_valid_maps(client):
    read(client, "/sitemap.xml")
    read(client, "/news-sitemap.xml")


def test_a_map_costs_a_few_queries(client, django_assert_max_num_queries):
    for _ in range(3):
        make_article(category=make_category())
    for path in (
        "/sitemap.xml",
        "/sitemap.xml?p=0",
        "/sitemap.xml?p=1",
        "/news-sitemap.xml",
    ):
        with django_assert_max_num_queries(6):
            client.get(path)
