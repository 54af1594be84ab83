"""RSS and Atom, as a reader's program reads them."""

from datetime import UTC, datetime, timedelta

import feedparser
import pytest
from django.utils import timezone

from articles.models import Article
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
KINDS = ["rss", "atom"]
Status = Article.Status


def read(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    feed = feedparser.parse(response.content)
    assert not feed.bozo, feed.get("bozo_exception")
    return feed


def titles(feed):
    return [entry.title for entry in feed.entries]


@pytest.mark.parametrize("kind", KINDS)
def test_an_item_tells_what_the_article_is(client, kind):
    category = make_category("Kinh tế")
    at = timezone.now().replace(microsecond=0) - timedelta(hours=2)
    article = make_article(
        title="Chè & “lúa” <nương>",
        lead="Giá 1 < 2.",
        category=category,
        authors=[make_author("Mây Núi"), make_author("Sông Đà")],
        tags=[make_tag("chè")],
        cover=make_image(alt="Đồi chè"),
        published_at=at,
    )

    [entry] = read(client, f"/{kind}/").entries
    assert entry.title == "Chè & “lúa” <nương>"
    assert entry.summary == "Giá 1 &lt; 2."
    assert entry.link == f"http://testserver{article.get_absolute_url()}"
    assert entry.id == f"tag:testserver,2026:tin-tuc/{article.pk}"
    assert entry.published.endswith(("+07:00", "+0700"))
    assert datetime(*entry.published_parsed[:6], tzinfo=UTC) == at
    assert [tag.term for tag in entry.tags] == ["Kinh tế", "chè"]
    assert {author.name for author in entry.authors} >= {"Mây Núi", "Sông Đà"}
    [picture] = entry.media_content
    assert picture["url"].startswith("http://testserver/media/")
    assert (
        client.get(picture["url"].removeprefix("http://testserver")).status_code == 200
    )


@pytest.mark.parametrize("kind", KINDS)
def test_each_feed_holds_what_it_is_about(client, kind):
    root = make_category("Kinh tế")
    child = make_category("OCOP", parent=root)
    topic, place = make_topic("Vụ chè"), make_place("Bản Bo")
    inside = make_article(title="Trong", category=child, topic=topic, places=[place])
    make_article(title="Ngoài")

    for path in (
        f"/{kind}/{root.slug}/",
        f"/{kind}/{child.slug}/",
        f"/{kind}/su-kien/{topic.slug}/",
        f"/{kind}/dia-phuong/{place.slug}/",
    ):
        assert titles(read(client, path)) == [inside.title], path
    assert sorted(titles(read(client, f"/{kind}/"))) == ["Ngoài", "Trong"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_feed_of_what_there_is_not_is_not_found(client, kind):
    for path in ("x/", "su-kien/x/", "dia-phuong/x/"):
        assert client.get(f"/{kind}/{path}").status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_a_feed_holds_the_newest_articles_only(client, kind):
    for hours in range(22):
        make_article(
            title=f"Tin {hours:02}",
            published_at=timezone.now() - timedelta(hours=hours + 1),
        )

    assert titles(read(client, f"/{kind}/")) == [f"Tin {n:02}" for n in range(20)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_warning_stands_first_in_every_feed(client, kind):
    category = make_category()
    make_article(category=category)
    make_notice(text="Đường QL4D sạt lở", url="/trang/duong-day-nong/")

    for path in (f"/{kind}/", f"/{kind}/{category.slug}/"):
        first = read(client, path).entries[0]
        assert first.title == "Cảnh báo: Đường QL4D sạt lở"
        assert first.link == "http://testserver/trang/duong-day-nong/"


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_public_is_in_no_feed(client, kind):
    hidden = {"topic": make_topic(), "category": make_category()}
    later = timezone.now() + timedelta(hours=1)
    before = timezone.now() - timedelta(minutes=1)
    make_article(Status.DRAFT, **hidden)
    make_article(Status.IN_REVIEW, **hidden)
    make_article(Status.WITHDRAWN, withdrawn_note="Sai số liệu.", **hidden)
    make_article(published_at=later, **hidden)
    make_article(expires_at=before, **hidden)
    make_article(**hidden).bin()

    for path in ("", f"su-kien/{hidden['topic'].slug}/", f"{hidden['category'].slug}/"):
        assert titles(read(client, f"/{kind}/{path}")) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_feed_costs_a_few_queries_however_long_it_is(
    client, kind, django_assert_max_num_queries
):
    for _ in range(3):
        make_article(authors=[make_author()], tags=[make_tag()], cover=make_image())
    with django_assert_max_num_queries(6):
        client.get(f"/{kind}/")


def test_a_feed_is_the_same_until_something_changes(client):
    make_article()
    first, second = client.get("/rss/"), client.get("/rss/")

    assert first.content == second.content
    assert first["Cache-Control"].startswith("public")
    assert first["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_pages_name_their_feeds(client):
    category = make_category("Kinh tế")
    make_article(category=category)
    page = client.get(category.get_absolute_url()).content.decode()

    assert 'type="application/rss+xml"' in page
    assert f'href="/rss/{category.slug}/"' in page
    assert 'href="/rss/"' in page
