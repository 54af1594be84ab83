"""What was renamed is found at its old address; nothing leads off the portal."""

import pytest
from django.contrib.redirects.models import Redirect
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import redirects
from tests.builders import (
    make_article,
    make_author,
    make_category,
    make_tag,
    make_topic,
)

pytestmark = pytest.mark.django_db
ADD = "/quan-tri/redirects/redirect/add/"
MAKE = {
    "category": make_category,
    "tag": make_tag,
    "topic": make_topic,
    "author": make_author,
}


def rename(newsroom, subject, slug):
    name = subject._meta.model_name
    address = reverse(f"admin:articles_{name}_change", args=[subject.pk])
    sent = {"name": subject.name, "slug": slug, "position": 0}
    assert newsroom.post(address, sent).status_code == 302
    subject.refresh_from_db()


@pytest.mark.parametrize("kind", MAKE)
def test_a_renamed_page_is_found_at_its_old_address(newsroom, client, kind):
    subject = MAKE[kind]("Tên cũ")
    old = subject.get_absolute_url()

    rename(newsroom, subject, "ten-moi")

    response = client.get(f"{old}?trang=1")
    assert response.status_code == 301
    assert response["Location"] == f"{subject.get_absolute_url()}?trang=1"
    assert response["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("kind", ["category", "topic"])
def test_the_feeds_of_a_renamed_page_move_too(newsroom, client, kind):
    subject = MAKE[kind]("Tên cũ")
    old = reverse(f"articles:rss_{kind}", args=[subject.slug])

    rename(newsroom, subject, "ten-moi")

    assert client.get(old)["Location"] == old.replace("ten-cu", "ten-moi")


def test_a_name_changed_twice_is_found_in_one_step(newsroom, client):
    tag = make_tag("Tên cũ")

    rename(newsroom, tag, "ten-giua")
    rename(newsroom, tag, "ten-moi")

    for old in ("/the/ten-cu/", "/the/ten-giua/"):
        assert client.get(old)["Location"] == "/the/ten-moi/"


def test_a_name_changed_there_and_back_does_not_loop(newsroom, client):
    tag = make_tag("Tên cũ")

    rename(newsroom, tag, "ten-moi")
    rename(newsroom, tag, "ten-cu")

    assert client.get("/the/ten-cu/").status_code == 200
    assert client.get("/the/ten-moi/")["Location"] == "/the/ten-cu/"


def test_an_address_in_use_again_is_a_page_not_a_redirect(newsroom, client):
    rename(newsroom, make_tag("Tên cũ"), "ten-moi")
    make_tag("Tên cũ")

    assert client.get("/the/ten-cu/").status_code == 200


def test_a_page_that_is_there_asks_for_no_redirect(client):
    make_tag("Có trang")

    with CaptureQueriesContext(connection) as queries:
        client.get("/the/co-trang/")

    assert not [query for query in queries if "redirect" in query["sql"]]
    assert not [query for query in queries if "django_site" in query["sql"]]


@pytest.mark.parametrize(
    "path",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "/a b",
        "javascript:1",
    ],
)
def test_a_redirect_stays_on_the_portal(newsroom, client, path):
    response = newsroom.post(ADD, {"old_path": "/cu/", "new_path": path})
    Redirect.objects.create(site_id=redirects.SITE, old_path="/x/", new_path=path)

    assert "Địa chỉ phải là của cổng" in response.text
    assert not Redirect.objects.filter(old_path="/cu/").exists()
    assert client.get("/x/").status_code == 404


def test_a_redirect_is_added_by_hand_once(newsroom, client):
    sent = {"old_path": "/modules/news/", "new_path": "/chuyen-muc/tin/"}

    assert newsroom.post(ADD, sent).status_code == 302
    assert "đã được chuyển hướng" in newsroom.post(ADD, sent).text
    assert client.get("/modules/news/")["Location"] == "/chuyen-muc/tin/"


def test_a_renamed_article_leads_from_its_old_address(client):
    article = make_article(title="Tên mới")
    response = client.get(f"/tin-tuc/ten-cu-{article.pk}/")

    assert response.status_code == 301
    assert response["Location"] == article.get_absolute_url()
    # A browser that kept it would loop once the old name comes back.
    assert response["Cache-Control"] == "no-cache"
