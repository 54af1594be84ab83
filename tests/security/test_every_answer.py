"""What holds for every answer: its headers, its bytes, and that reading writes nothing."""

import socket
import threading
from contextlib import contextmanager
from io import BytesIO

import pytest
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article, Page, SiteSettings
from laichau_portal.page_cache import PageCache
from tests import public_addresses
from tests.builders import (
    make_article,
    make_author,
    make_category,
    make_member,
    make_place,
    make_tag,
    make_topic,
    make_user,
)
from tests.security.test_roles import TEAMS, addresses

pytestmark = pytest.mark.django_db
WORD = "chaoxuan"
HEADERS = [
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Referrer-Policy",
    "Permissions-Policy",
    "Cross-Origin-Resource-Policy",
]
# What is no page is never the top of a window of its own.
WINDOW = "Cross-Origin-Opener-Policy"
ERRORS = [
    "/khong-co/",
    "/.git/config",
    "/static/",
    "/static/khong-co.css",
    "/media/",
    "/media/anh/",
    "/media/khong-co.jpg",
    "/media/../manage.py",
    "/tim-kiem/?q=%00",
    "/danh-gia/999/",
    "/hien-thi/",
    "/luot-xem/",
    "/luot-xem.gif?bai=x",
    "/quan-tri/x.css",
    "/quan-tri/%2f../",
    "/quan-tri/articles/article/;a.js",
    "/chuyen-muc/khong-co/",
    "/chuyen-muc",
    "/tin-tuc/ten-cu-1/",
    "/readyz",
]


@pytest.fixture
def article():
    SiteSettings.objects.create(pk=1, email="banbientap@example.vn")
    Page.objects.create(title="Giới thiệu", slug="gioi-thieu", body="<p>Chữ</p>")
    return make_article(
        title=f"Tin {WORD}",
        category=make_category(parent=make_category()),
        tags=[make_tag()],
        authors=[make_author()],
        places=[make_place()],
        topic=make_topic(),
    )


@pytest.fixture
def portal():
    """The whole application, page cache and all; it closes connections it finds open."""
    return PageCache(get_wsgi_application())


def ask(portal, address, method="GET", **headers):
    """(status, {header: value}, body)"""
    path, _, query = address.partition("?")
    started = []
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "HTTP_HOST": "testserver",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": BytesIO(),
        **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
    }
    answer = portal(environ, lambda *given: started.append(given))
    body = b"".join(answer)
    if hasattr(answer, "close"):
        answer.close()
    status, given = started[-1][:2]
    return int(status[:3]), dict(given), body


def public_paths(article):
    return sorted(set(public_addresses.about(article, WORD).values()))


@pytest.mark.django_db(transaction=True)
def test_every_answer_to_readers_carries_its_headers(portal, article):
    for path in [*public_paths(article), *ERRORS]:
        for method in ("GET", "HEAD", "POST", "DELETE"):
            status, headers, _ = ask(portal, path, method)
            assert status < 500, path
            missing = {*HEADERS, WINDOW} - set(headers)
            assert not missing, (method, path, status, missing)
            assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
            assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.django_db(transaction=True)
def test_a_refused_host_carries_them_too(portal):
    for host in ("evil.example", "testserver:80:80", "testserver/@evil", ""):
        status, headers, body = ask(portal, "/", host=host)
        assert status == 400, host
        assert {*HEADERS, WINDOW} <= set(headers)
        assert b"evil" not in body


@pytest.mark.parametrize("team", [*TEAMS, None])
def test_every_answer_of_the_newsroom_carries_its_headers(client, team):
    paths = addresses()
    if team:
        client.force_login(make_member(team))
    for path in paths.values():
        answer = client.get(path)
        assert {*HEADERS, WINDOW} <= set(answer.headers), path
        assert "public" not in answer.headers.get("Cache-Control", ""), path
        assert "unsafe-inline" not in script_source(answer), path


def script_source(answer):
    policy = answer.headers["Content-Security-Policy"]
    return next(
        (part for part in policy.split("; ") if part.startswith("script-src ")), ""
    )


def test_no_public_get_writes_but_the_picture_and_searches_in_vain(client, article):
    for path in [*public_paths(article), *ERRORS]:
        if path.startswith(("/luot-xem.gif", "/quan-tri/")):
            continue
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        written = [
            query["sql"]
            for query in queries
            if query["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")
            and "stats_searchmiss" not in query["sql"]
        ]
        assert written == [], path


@pytest.mark.django_db(transaction=True)
def test_nothing_outside_the_key_changes_a_page(portal, article, client):
    """Headers and parameters that no page knows; whoever asks, and with what cookies."""
    client.force_login(make_user(is_superuser=True))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    strange = [
        {
            "x_forwarded_host": "evil.example",
            "forwarded": "host=evil.example;proto=https",
            "x_original_url": "/quan-tri/",
            "x_rewrite_url": "/quan-tri/",
            "x_forwarded_proto": "https",
            "x_http_method_override": "POST",
        },
        {
            "accept_language": "en",
            "accept": "application/json",
            "user_agent": "Googlebot/2.1 (+http://www.google.com/bot.html)",
            "cookie": f"{settings.SESSION_COOKIE_NAME}={session}; csrftoken=x",
            "sec_purpose": "prefetch",
            "sec_fetch_site": "cross-site",
        },
    ]
    for path in public_paths(article):
        if path.startswith(("/tim-kiem/", "/danh-gia/", "/gop-y/")):
            continue
        _, _, plain = ask(PageCache(portal.application), path)
        for headers in strange:
            _, _, body = ask(PageCache(portal.application), path, **headers)
            assert body == plain, (path, headers)
            assert b"evil.example" not in body


@pytest.mark.django_db(transaction=True)
def test_a_flood_of_unknown_parameters_holds_each_page_once(portal, article):
    for number in range(50):
        ask(portal, f"/?utm_source={number}&fbclid={number}")
        ask(portal, f"{article.category.get_absolute_url()}?x={number}&trang=1")
        ask(portal, f"/khong-co-{number}/?a={number}")

    assert len(portal.entries.held) == 2


@contextmanager
def listener():
    """(address, [peer, ...]) of somebody on loopback who waits to be asked."""
    visits = []
    wire = socket.create_server(("127.0.0.1", 0))

    def wait():
        while True:
            try:
                visits.append(wire.accept()[1])
            except OSError:
                return

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{wire.getsockname()[1]}", visits
    finally:
        wire.shutdown(socket.SHUT_RDWR)
        wire.close()
        thread.join(5)


def test_no_address_in_an_article_is_asked(newsroom):
    author = make_author()
    with listener() as (address, visits):
        sent = {
            "based_on": 0,
            "title": f"Tin {address}/title",
            "lead": f"Sapô {address}/lead",
            "body": f'<p><a href="{address}/a">x</a></p><img src="{address}/b.jpg">'
            f'<figure><img src="{address}/c.jpg"><figcaption>{address}</figcaption>',
            "kind": "ordinary",
            "category": make_category().pk,
            "authors": author.pk,
            "source_name": "x",
            "source_url": f"{address}/source",
            "video_url": f"{address}/video.mp4",
        }
        for extra in ({}, {"video_url": ""}, {"video_url": "", "_publish": "1"}):
            answer = newsroom.post(reverse("admin:articles_article_add"), sent | extra)
            assert answer.status_code < 500
        for article in Article.objects.all():
            newsroom.get(article.get_absolute_url())
            newsroom.get(reverse("admin:articles_article_change", args=[article.pk]))
        assert visits == []
    assert Article.objects.exists()
