"""The page cache around Django: what is held, for whom, and for how long."""

import gzip
import threading
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO

import brotli
import pytest
from django.core.wsgi import get_wsgi_application
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Edition
from laichau_portal import edition, page_cache
from laichau_portal.page_cache import PageCache
from tests.builders import make_article, make_category, make_draft, make_notice

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def portal(monkeypatch):
    """The whole application; every request looks at the edition."""
    monkeypatch.setattr(edition, "LOOK_EVERY", -1)
    return Portal(PageCache(get_wsgi_application()))


class Portal:
    def __init__(self, application):
        self.application = application

    def get(self, path="/", method="GET", query="", cookie=None, **headers):
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
        if cookie:
            environ["HTTP_COOKIE"] = cookie
        return Answer(self.application, environ)


class Answer:
    def __init__(self, application, environ):
        def start_response(status, headers, exc_info=None):
            self.status = int(status[:3])
            self.header_list = headers

        body = application(environ, start_response)
        self.body = b"".join(body)
        if hasattr(body, "close"):
            body.close()
        self.headers = {name.lower(): value for name, value in self.header_list}

    @property
    def text(self):
        return self.body.decode()


@contextmanager
def no_database():
    def refuse(*args):
        raise OperationalError("the server closed the connection unexpectedly")

    with connection.execute_wrapper(refuse):
        yield


def test_a_held_page_costs_only_the_look_at_the_edition(portal):
    article = make_article()
    portal.get(article.get_absolute_url())

    with CaptureQueriesContext(
        connection,
    ) as queries:
        portal.get(article.get_absolute_url())

    assert len(queries) == 1
    assert "edition" in queries[0]["sql"]


def test_within_half_a_second_a_held_page_costs_no_query(portal, monkeypatch):
    monkeypatch.setattr(edition, "LOOK_EVERY", 3600)
    article = make_article()
    portal.get(article.get_absolute_url())

    with CaptureQueriesContext(connection) as queries:
        answer = portal.get(article.get_absolute_url())

    assert answer.status == 200
    assert len(queries) == 0


def test_everybody_with_the_same_choice_gets_the_same_bytes(portal):
    make_article()
    plain = portal.get()
    others = [
        portal.get(cookie="toa_soan=0123456789abcdef; csrftoken=abc"),
        portal.get(user_agent="Googlebot/2.1", accept_language="en"),
        portal.get(x_forwarded_host="evil.example", referer="https://evil.example/"),
    ]

    assert {other.body for other in others} == {plain.body}
    assert "set-cookie" not in plain.headers
    assert "Cookie" not in plain.headers["vary"]


@pytest.mark.parametrize(
    ("cookie", "size"),
    [("5-high-all", "5"), ("9-high-all", "2"), ("<script>", "2"), ("", "2")],
)
def test_a_choice_has_pages_of_its_own_and_anything_odd_is_the_default(
    portal, cookie, size
):
    answer = portal.get(cookie=f"hien_thi={cookie}")

    assert f'data-text-size="{size}"' in answer.text


def test_a_page_with_a_choice_is_private_for_foreign_caches(portal):
    plain = portal.get()
    chosen = portal.get(cookie="hien_thi=5-high-all")

    assert plain.headers["cache-control"].startswith("public, max-age=0, s-maxage=1")
    assert chosen.headers["cache-control"] == "private, max-age=0"
    names = [name for name, _ in chosen.header_list]
    assert names.index("X-Accel-Expires") < names.index("Cache-Control")


@pytest.mark.parametrize(
    ("accepted", "encoding", "decode"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("br;q=0, gzip", "gzip", gzip.decompress),
        ("", None, bytes),
    ],
)
def test_a_page_comes_in_the_best_encoding(portal, accepted, encoding, decode):
    plain = portal.get()
    answer = portal.get(accept_encoding=accepted)

    assert answer.headers.get("content-encoding") == encoding
    assert decode(answer.body) == plain.body
    assert answer.headers["etag"] == plain.headers["etag"]
    assert answer.headers["content-length"] == str(len(answer.body))


def test_a_known_etag_is_answered_304_with_the_same_headers(portal):
    plain = portal.get()
    answer = portal.get(if_none_match=f'"other", {plain.headers["etag"]}')

    assert answer.status == 304
    assert answer.body == b""
    for name in ("etag", "cache-control", "vary", "content-security-policy"):
        assert answer.headers[name] == plain.headers[name]


def test_head_has_the_headers_of_get_and_no_body(portal):
    plain = portal.get()
    answer = portal.get(method="HEAD")

    assert answer.status == 200
    assert answer.body == b""
    assert answer.headers["content-length"] == plain.headers["content-length"]


def test_unknown_parameters_reach_neither_the_page_nor_the_cache(portal):
    category = make_category()
    path = category.get_absolute_url()
    plain = portal.get(path)

    for number in range(20):
        answer = portal.get(path, query=f"utm_source={number}&next=//evil.example")
        assert answer.body == plain.body

    assert len(portal.application.entries.held) == 1


def test_a_page_number_has_one_form(portal):
    category = make_category()
    for _ in range(21):
        make_article(category=category)
    path = category.get_absolute_url()

    second = portal.get(path, query="trang=2&utm_source=x")

    assert portal.get(path, query="a=b&trang=02").body == second.body
    assert portal.get(path, query="trang=1").body == portal.get(path).body
    for odd in ("trang=3", "trang=201", "trang=-1", "trang=abc", f"trang={10**9}"):
        assert portal.get(path, query=odd).status == 404


def test_a_foreign_host_gets_400(portal):
    assert portal.get(host="evil.example").status == 400


def test_a_404_is_the_same_page_everywhere_and_is_not_held(portal):
    pages = {portal.get(f"/khong-co-{number}/").body for number in range(3)}

    assert len(pages) == 1
    assert not portal.application.entries.held
    answer = portal.get("/khong-co/")
    assert answer.status == 404
    assert "s-maxage=1" in answer.headers["cache-control"]


def test_search_answers_are_not_held(portal):
    portal.get("/tim-kiem/", query="q=che")

    assert not portal.application.entries.held


def test_a_publication_is_on_the_held_home_page_at_the_next_look(portal):
    portal.get()
    article, revision = make_draft(title="Tin vừa đăng")
    assert "Tin vừa đăng" not in portal.get().text

    article.publish(revision)

    assert "Tin vừa đăng" in portal.get().text


def test_a_withdrawn_article_is_gone_from_the_cache(portal):
    article = make_article(title="Tin sẽ gỡ")
    portal.get(article.get_absolute_url())
    portal.get()

    article.withdraw()

    assert portal.get(article.get_absolute_url()).status == 404
    assert "Tin sẽ gỡ" not in portal.get().text


def test_a_page_ends_when_something_planned_begins(portal):
    portal.get()
    make_article(title="Tin hẹn giờ", published_at=timezone.now() + timedelta(hours=1))
    assert "Tin hẹn giờ" not in portal.get().text

    Article.objects.update(published_at=timezone.now())
    make_planned_instant_pass(portal)

    assert "Tin hẹn giờ" in portal.get().text


def make_planned_instant_pass(portal):
    """As if the clock had reached the known valid_until; the counter is the same."""
    watch = portal.application.watch
    passed = watch.known._replace(valid_until=timezone.now())
    for entry in portal.application.entries.held.values():
        entry.edition = passed
    watch.known = passed


@pytest.mark.parametrize("what", ["publication", "expiry", "notice", "notice_end"])
def test_the_next_planned_instant_is_known(what):
    instant = timezone.now().replace(microsecond=0) + timedelta(hours=2)
    if what == "publication":
        make_article(published_at=instant)
    elif what == "expiry":
        make_article(expires_at=instant)
    elif what == "notice":
        make_notice(starts_at=instant, ends_at=instant + timedelta(hours=1))
    else:
        make_notice(ends_at=instant)

    assert edition.next_change() == instant


def test_a_page_is_made_again_after_a_minute(portal):
    portal.get()
    (entry,) = portal.application.entries.held.values()
    entry.made_at -= page_cache.FRESH_FOR

    portal.get()

    assert portal.application.entries.held.popitem()[1] is not entry


def test_a_page_rendered_across_a_publication_is_never_served_afterwards(monkeypatch):
    monkeypatch.setattr(edition, "LOOK_EVERY", -1)
    has_read, may_finish = threading.Event(), threading.Event()
    django = get_wsgi_application()

    def slow(environ, start_response):
        body = django(environ, start_response)
        if environ.get("HTTP_X_SLOW"):
            has_read.set()
            assert may_finish.wait(30)
        return body

    portal = Portal(PageCache(slow))
    article, revision = make_draft(title="Tin đăng giữa chừng")
    answers = []
    reader = threading.Thread(
        target=lambda: (answers.append(portal.get(x_slow="1")), connection.close())
    )
    reader.start()
    assert has_read.wait(30)
    article.publish(revision)
    assert "Tin đăng giữa chừng" in portal.get().text
    may_finish.set()
    reader.join()

    assert "Tin đăng giữa chừng" not in answers[0].text
    assert "Tin đăng giữa chừng" in portal.get().text


def test_what_several_ask_for_at_once_is_rendered_once(monkeypatch):
    monkeypatch.setattr(edition, "LOOK_EVERY", 60)
    is_rendering, may_finish = threading.Event(), threading.Event()
    django, rendered = get_wsgi_application(), []

    def slow(environ, start_response):
        rendered.append(environ["PATH_INFO"])
        is_rendering.set()
        assert may_finish.wait(30)
        return django(environ, start_response)

    portal = Portal(PageCache(slow))
    portal.application.watch.current()
    answers = []
    readers = [
        threading.Thread(
            target=lambda: (answers.append(portal.get()), connection.close())
        )
        for _ in range(3)
    ]
    for reader in readers:
        reader.start()
    assert is_rendering.wait(30)
    may_finish.set()
    for reader in readers:
        reader.join()

    assert rendered == ["/"]
    assert len({answer.body for answer in answers}) == 1
    assert not portal.application.turns.taken


def test_a_page_rendered_before_an_unseen_publication_ends_at_the_next_look(portal):
    """Nobody has looked since: the page is stored, under the counter known before."""
    article, revision = make_draft(title="Tin chưa ai thấy")
    django = portal.application.application

    def publishing(environ, start_response):
        body = django(environ, start_response)
        if article.status == Article.Status.DRAFT:
            article.publish(revision)
        return body

    portal.application.application = publishing
    assert "Tin chưa ai thấy" not in portal.get().text
    assert "Tin chưa ai thấy" in portal.get().text


def test_bytes_are_bounded_and_the_least_recently_used_goes_first(monkeypatch):
    monkeypatch.setattr(edition, "LOOK_EVERY", -1)
    category = make_category()
    articles = [make_article(category=category) for _ in range(6)]
    portal = Portal(PageCache(get_wsgi_application()))
    portal.get(articles[0].get_absolute_url())
    size = portal.application.entries.bytes
    portal.application.entries.capacity = int(size * 3.5)

    for article in articles[1:]:
        portal.get(article.get_absolute_url())
        portal.get(articles[0].get_absolute_url())

    held = [key[0] for key in portal.application.entries.held]
    assert portal.application.entries.bytes <= size * 3.5
    assert articles[0].get_absolute_url() in held
    assert articles[1].get_absolute_url() not in held


def test_held_pages_are_served_while_the_database_is_away(portal):
    portal.get()
    (entry,) = portal.application.entries.held.values()
    entry.made_at -= page_cache.FRESH_FOR

    with no_database():
        answer = portal.get()

    assert answer.status == 200


def test_what_is_not_held_gets_503_while_the_database_is_away(portal):
    article = make_article()
    with no_database():
        first = portal.get(article.get_absolute_url())
        second = portal.get(article.get_absolute_url())

    for answer in (first, second):
        assert answer.status == 503
        assert answer.headers["retry-after"]
        assert answer.headers["cache-control"] == "no-store"
        assert "content-security-policy" in answer.headers
        assert "tải lại trang" in answer.text


def test_after_a_failure_the_database_is_left_alone_for_a_second(portal):
    asked = []

    def refuse(execute, sql, params, many, context):
        asked.append(sql)
        raise OperationalError("away")

    with connection.execute_wrapper(refuse):
        portal.get()
        portal.get()
        portal.get("/chuyen-muc/x/")

    assert len(asked) == 1


def test_the_portal_recovers_without_a_restart(portal):
    with no_database():
        assert portal.get().status == 503
    portal.application.watch.failed_at -= edition.RETRY_AFTER_FAILURE

    assert portal.get().status == 200


def test_a_database_that_goes_away_between_look_and_page_means_503(portal):
    def refuse_all_but_the_look(execute, sql, params, many, context):
        if "edition" in sql:
            return execute(sql, params, many, context)
        raise OperationalError("away")

    with connection.execute_wrapper(refuse_all_but_the_look):
        assert portal.get().status == 503


def test_others_go_on_with_what_is_held_while_one_looks(portal):
    """The last good look is young enough: nobody waits for the one who looks."""
    portal.get()
    watch = portal.application.watch
    watch.looked_at = edition.time.monotonic()
    watch.is_looking = True

    assert watch.current() == watch.known


def test_others_wait_for_the_look_once_the_last_good_one_is_too_old(portal):
    portal.get()
    watch = portal.application.watch
    watch.looked_at = float("-inf")
    watch.is_looking = True
    Edition.bump()
    found = []
    waiting = threading.Thread(
        target=lambda: (found.append(watch.current()), connection.close())
    )
    waiting.start()
    assert not found
    watch.look()
    waiting.join(30)

    assert found and found[0].counter == Edition.current()
