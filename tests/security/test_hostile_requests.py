"""Requests that nobody's browser sends: refused in words or harmless, never an error."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article, Feedback, Rating
from stats.models import SiteHour
from tests import public_addresses
from tests.builders import (
    make_article,
    make_author,
    make_category,
    make_place,
    make_tag,
    make_topic,
    make_user,
)
from tests.security.test_roles import addresses

pytestmark = pytest.mark.django_db
OWN = {"sec-fetch-site": "same-origin"}
WORD = "chaoxuan"
QUERIES = [
    "trang=1000000000",
    "trang=abc",
    "trang=-1",
    "trang=%00",
    "trang=2&trang=3",
    "trang=٣",
    "q=%25%25%25",
    "q=" + "x" * 10_000,
    "q=%00",
    "q=%ED%A0%80",
    "q=%FF%FE",
    "q=' OR 1=1--",
    "q=:*|%26!()",
    "q=\\",
    "p=99999999999999999999",
    "bai=99999999999999999999999",
    "bai=1;drop",
    "&".join(f"a{number}=1" for number in range(3000)),
]


@pytest.fixture
def article():
    return make_article(
        title=f"Tin {WORD}",
        category=make_category(parent=make_category()),
        tags=[make_tag()],
        authors=[make_author()],
        places=[make_place()],
        topic=make_topic(),
    )


def test_no_query_breaks_a_public_address(client, article):
    addresses = public_addresses.about(article, WORD).values()
    paths = {path.partition("?")[0] for path in addresses if "/rss/" not in path}
    assert {"/tim-kiem/", "/sitemap.xml", "/gop-y/"} < paths
    reads = ("/tim-kiem/", "/the/", "/sitemap.xml", "/gop-y/", "/luot-xem.gif")
    for path in sorted(paths | {"/luot-xem.gif"}):
        for query in QUERIES if path.startswith(reads) else QUERIES[:4]:
            answer = client.get(f"{path}?{query}")
            assert answer.status_code < 500, (path, query[:40])


@pytest.mark.parametrize(
    "path",
    [
        "/tin-tuc/x-99999999999999999999999/",
        "/danh-gia/99999999999999999999999/",
        "/luu-tru/0000/",
        "/luu-tru/9999/12/31/",
        "/luu-tru/2026/02/30/",
        "/chuyen-muc/%00/",
        "/tin-tuc/%0d%0aSet-Cookie:x-1/",
        "/the/" + "x" * 8000 + "/",
        "/media/%2e%2e/%2e%2e/manage.py",
        "/media/%00.jpg",
        "//evil.example/%2e%2e",
        "/\\evil.example/",
        "/%ff/",
    ],
)
def test_no_path_breaks_the_portal(client, path):
    answer = client.get(path)

    assert answer.status_code in (301, 400, 404)
    if answer.status_code == 301:
        assert answer["Location"].startswith("/")
        assert not answer["Location"].startswith(("//", "/\\"))


BODIES = {
    "deep JSON": (b"[" * 500, "application/json"),
    "a JSON list": (b"[1]", "application/json"),
    "no JSON": (b"\xff\xfe", "application/json"),
    "a huge number": (b'{"article": 1e999, "path": "/"}', "application/json"),
    "a long number": (
        b'{"article": ' + b"9" * 500 + b', "path": "/"}',
        "application/json",
    ),
    "ten thousand fields": (
        "&".join(f"f{number}=1" for number in range(10_000)).encode(),
        "application/x-www-form-urlencoded",
    ),
    "bytes that are no text": (b"score=%FF&score=\xff", "application/x-www-form-url"),
    "a form without an end": (b"--x\r\nContent-", "multipart/form-data; boundary=x"),
    "a boundary that is none": (b"x", "multipart/form-data; boundary="),
    "NUL": (b"score=5%00&text=%00", "application/x-www-form-urlencoded"),
    "nine megabytes": (
        b"text=" + b"x" * 9_000_000,
        "application/x-www-form-urlencoded",
    ),
}


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("address", ["/danh-gia/{}/", "/hien-thi/", "/luot-xem/"])
def test_no_body_breaks_a_readers_form_or_leaves_a_row(client, address, name):
    body, kind = BODIES[name]
    path = address.format(make_article().pk)
    answer = client.generic("POST", path, body, content_type=kind, headers=OWN)

    assert answer.status_code in (303, 400, 413)
    assert answer.status_code != 303 or address == "/hien-thi/"
    assert not Rating.objects.exists()
    assert not SiteHour.objects.exists()


@pytest.mark.parametrize("name", BODIES)
def test_no_body_breaks_the_page_of_feedback_or_the_sign_in(client, name):
    body, kind = BODIES[name]
    for path in ("/gop-y/", reverse("account_login")):
        answer = client.generic("POST", path, body, content_type=kind)
        assert answer.status_code in (200, 400, 413), path
    assert not Feedback.objects.exists()


@pytest.mark.parametrize(
    "query",
    [
        "password__startswith=argon2",
        "user__password__contains=a",
        "uploaded_by__password__startswith=a",
        "groups__user__password__regex=a",
        "id__in=abc",
        "o=999.x",
        "p=-5",
        "e=1&_to_field=password",
        "q=%00",
        "q=' OR 1=1--",
    ],
)
def test_no_filter_of_a_list_asks_what_it_is_not_offered(client, query):
    client.force_login(make_user(is_superuser=True, password="mat-khau-dai-12"))
    for name, path in addresses().items():
        if name.endswith("_changelist"):
            with CaptureQueriesContext(connection) as queries:
                answer = client.get(f"{path}?{query}")
            assert answer.status_code in (200, 302, 400), (path, query)
            conditions = [asked["sql"].partition("WHERE")[2] for asked in queries]
            assert not [asked for asked in conditions if '"password"' in asked], path


HOSTILE = {
    "NUL": "Tin\x00 mới",
    "an override": "Tin \u202emới\u202c",
    "nothing to see": "Tin\u200b\u2060 mới\ufeff",
    "tag characters": "Tin \U000e0041\U000e007f mới",
    "decomposed": "Tin mơ\u0301i",
    "CR LF": "Tin\r\nSet-Cookie: x=1\r\n mới",
    "only signs": "!!!",
    "Cyrillic": "Новости",
    "a megabyte": "x" * 1_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_title_is_cleaned_or_refused(newsroom, name):
    sent = {
        "based_on": 0,
        "title": HOSTILE[name],
        "lead": HOSTILE[name][:1000],
        "body": f"<p>{HOSTILE[name][:1000]}</p>",
        "kind": "ordinary",
        "category": make_category().pk,
        "authors": make_author().pk,
        "source_name": "x",
        "_publish": "1",
    }
    answer = newsroom.post(reverse("admin:articles_article_add"), sent)

    assert answer.status_code in (200, 302)
    for article in Article.objects.all():
        text = article.title + article.lead + article.body
        assert not set(text) & set("\x00\u202e\u202c\u200b\u2060\ufeff\U000e0041\r")
        assert "\u0301" not in text
        page = newsroom.get(article.get_absolute_url())
        assert page.status_code in (200, 404)
        assert json.dumps("Set-Cookie") not in str(page.headers)


def test_folders_and_the_repository_are_not_served(client):
    for path in ("/static/", "/media/", "/.git/", "/.git/HEAD", "/manage.py", "/.env"):
        assert client.get(path).status_code == 404, path
