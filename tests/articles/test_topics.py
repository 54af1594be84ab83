"""Running stories: all of them, and the timeline of one."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from articles.models import Article
from tests.articles import pages
from tests.builders import make_article, make_image, make_topic

pytestmark = pytest.mark.django_db
MOMENT = timezone.make_aware(datetime(2026, 3, 3, 8, 27))


def read(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return pages.Page(response)


def test_topics_stand_by_their_newest_article(client):
    for age, name in ((2, "Vụ chè"), (1, "Đường hầm"), (3, "Lễ hội")):
        make_article(topic=make_topic(name), published_at=MOMENT - timedelta(days=age))
    titles = read(client, "/su-kien/").find("h2", class_="card-title")

    assert [title.text for title in titles] == ["Đường hầm", "Vụ chè", "Lễ hội"]


def test_a_topic_says_how_much_there_is_to_read(client):
    topic = make_topic()
    for status in (Article.Status.PUBLISHED,) * 2 + (Article.Status.DRAFT,):
        make_article(status, topic=topic)

    kicker = read(client, "/su-kien/").find("p", class_="kicker")[0]
    assert kicker.text.startswith("2 bài")


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn"])
def test_a_topic_without_anything_to_read_is_not_offered(client, status):
    make_article(status, topic=make_topic("Chưa ai biết"))

    assert "Chưa ai biết" not in client.get("/su-kien/").content.decode()


def test_a_timeline_groups_articles_by_their_local_day(client):
    topic = make_topic("Vụ chè", lead="Một năm của cây chè.", cover=make_image())
    midnight = MOMENT.replace(hour=0, minute=0)
    for moment in (MOMENT, midnight, midnight - timedelta(seconds=1)):
        make_article(topic=topic, published_at=moment)
    page = read(client, topic.get_absolute_url())

    days = page.find("h2", class_="timeline-day")
    assert [day.text for day in days] == ["Thứ ba, 03/03/2026", "Thứ hai, 02/03/2026"]
    assert "Một năm của cây chè." in page.one("p", class_="page-sapo").text
    assert page.find("figure", class_="topic-cover")


def test_a_long_topic_has_pages(client):
    topic = make_topic()
    for _ in range(21):
        make_article(topic=topic)
    page = read(client, f"{topic.get_absolute_url()}?trang=2")

    assert len(page.find("h3", class_="card-title")) == 1
