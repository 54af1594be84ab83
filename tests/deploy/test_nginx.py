"""The nginx of deploy/ before a real portal."""

import gzip
import json
import re
import socket
import ssl
import time

import pytest

from laichau_portal.headers import fixed_headers
from tests import live
from tests.deploy import nginx

INACTIVE = "inactive=60s"  # seconds that the promise of a withdrawal takes, in a test 1
COMMON = {name for name, _ in fixed_headers()} | {"Strict-Transport-Security"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("front")


@pytest.fixture(scope="module")
def site(collected_static, folder):
    data = folder / "site"
    data.mkdir()
    with live.serve(data, TRUSTED_PROXIES="1") as site:
        (data / "static").symlink_to(collected_static)
        site.path = site.run(
            "print(make_article(title='Tin qua nginx', cover=make_image())"
            ".get_absolute_url())"
        ).strip()
        yield site


@pytest.fixture(scope="module")
def front(site, folder):
    with nginx.serve(folder / "nginx", site.port, site.folder) as front:
        yield front


def test_nginx_accepts_the_configuration(front):
    assert "syntax is ok" in front.test().stderr
    assert "warn" not in front.test().stderr


def test_the_headers_of_nginx_are_those_of_the_portal():
    text = (nginx.DEPLOY / "headers-maps.conf").read_text()
    maps = re.findall(
        r"map \$upstream_http_(\w+) \$\w+ {\n    \"\" (['\"])(.*)\2;", text
    )
    given = {name: parts(value) for name, _, value in maps}
    for name, value in fixed_headers():
        assert given[name.lower().replace("-", "_")] == parts(value), name


def parts(value):
    return sorted(value.split("; "))


def picture_in(body):
    return re.search(rb'/media/[^"\s]+\.jpg', body)[0].decode()


def style_in(body):
    return re.search(rb'/static/[^"\s]+\.css', body)[0].decode()


@pytest.fixture(scope="module")
def addresses(site, front):
    """One address of each kind of answer, with its status."""
    body = front.get(site.path)[2]
    return {
        "/": 200,
        site.path: 200,
        "/khong-co/": 404,
        "/favicon.ico": 302,
        "/rss/": 200,
        "/healthz": 200,
        "/quan-tri/": 302,
        "/quan-tri/tai-khoan/dang-nhap/": 200,
        style_in(body): 200,
        "/static/khong-co.css": 404,
        picture_in(body): 200,
        "/media/khong-co.jpg": 404,
        "/media/.khong-co": 404,
        "/x?" + "a" * 9000: 414,
    }


def test_every_answer_carries_each_header_once(addresses, front):
    for address, status in addresses.items():
        got, headers, _ = front.get(address)
        assert got == status, address
        for name in COMMON:
            assert len(headers.get_all(name, [])) == 1, (address, name)


def test_a_picture_runs_nothing_and_a_file_is_for_download(site, front):
    (site.folder / "media" / "tep").mkdir(exist_ok=True)
    for name in ("a.html", "a.svg", "a.pdf"):
        (site.folder / "media" / "tep" / name).write_text("<script>")
        _, headers, _ = front.get(f"/media/tep/{name}")
        assert headers["Content-Disposition"] == "attachment"
        assert "sandbox" in headers["Content-Security-Policy"]
        assert "html" not in headers["Content-Type"]

    _, headers, _ = front.get(picture_in(front.get(site.path)[2]))

    assert headers["Content-Type"] == "image/jpeg"
    assert headers["Content-Disposition"] == "inline"
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_static_files_come_compressed_and_may_be_held_for_ever(site, front):
    address = style_in(front.get("/")[2])

    _, headers, body = front.get(address, Accept_Encoding="gzip")

    assert headers["Content-Encoding"] == "gzip"
    assert b"{" in gzip.decompress(body)
    assert "immutable" in headers["Cache-Control"]


def test_plain_http_leads_to_https(front):
    request = live.urllib.request.Request(f"http://127.0.0.1:{front.plain_port}/a?b=c")
    status, headers, _ = nginx.answer(request)
    assert status == 301
    assert headers["Location"] == f"https://{nginx.HOST}/a?b=c"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_the_cache_keeps_encodings_and_display_choices_apart(site, front):
    plain = front.get(site.path)
    again = front.get(site.path, Accept_Encoding="br")
    large = front.get(site.path, Cookie="hien_thi=5-high-all")
    odd = front.get(site.path, Cookie="hien_thi=9; a=b", Accept_Encoding="x")

    assert "Content-Encoding" not in plain[1]
    assert again[1]["Content-Encoding"] == "br"
    assert b'data-text-size="5"' in large[2] and b'data-text-size="2"' in plain[2]
    assert "private" in large[1]["Cache-Control"]
    assert odd[2] == plain[2]


def test_nothing_of_the_newsroom_is_stored(front):
    before = len(front.cached)
    for path in ("/quan-tri/x.css", "/quan-tri/%2e%2e/quan-tri/;a.js", "/gop-y/"):
        front.get(path)
    assert len(front.cached) == before


def test_a_body_may_be_large_only_in_the_newsroom(front):
    size = 300_000

    def refused_by_nginx(path):
        request = live.urllib.request.Request(
            front.url + path, b"x" * size, {"Host": nginx.HOST}
        )
        return b"<center>nginx" in nginx.answer(request)[2]

    # Who is not signed in is refused there too, but by the portal.
    assert refused_by_nginx("/luot-xem/")
    assert not refused_by_nginx("/quan-tri/")


def test_the_portal_sees_the_address_that_nginx_saw(site, front):
    """Case 22: what a client writes into the header itself counts for nothing."""
    request = live.urllib.request.Request(
        front.url + "/luot-xem/",
        json.dumps(
            {"article": None, "path": "/", "referrer": "", "width": 360}
        ).encode(),
        {
            "Host": nginx.HOST,
            "Content-Type": "application/json",
            "Sec-Fetch-Site": "same-origin",
            "User-Agent": "Mozilla/5.0 (Linux; Android 9) Chrome/100.0 Mobile",
            "X-Forwarded-For": ", ".join(f"203.0.113.{n}" for n in range(10)),
            "Forwarded": "for=203.0.113.77",
        },
    )
    statuses = set()
    for number in range(10):
        request.remove_header("X-forwarded-for")
        request.add_header("X-Forwarded-For", f"203.0.{number}.1, fe80::1%eth0")
        statuses.add(nginx.answer(request)[0])

    assert statuses == {200}
    assert site.run("print(Visitor.objects.count())").strip() == "1"


# Case 28: raw bytes, to nginx and to gunicorn


def raw(port, request, tls):
    """The first line of each answer to `request`, written as it stands."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as wire:
        if tls:
            context = ssl.create_default_context()
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            wire = context.wrap_socket(wire)
        wire.sendall(request)
        answer = b""
        try:
            while piece := wire.recv(65536):
                answer += piece
        except ConnectionResetError:
            pass
    return re.findall(rb"HTTP/1\.[01] (\d{3})", answer)


SMUGGLED = b"GET /quan-tri/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
HEAD = b"POST /luot-xem/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
ATTACKS = {
    "CL.TE": HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "TE.TE": HEAD
    + b"Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n",
    "TE with a tab": HEAD + b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
    "two lengths": HEAD + b"Content-Length: 0\r\nContent-Length: 5\r\n\r\n",
    "a folded header": HEAD + b"X-A: b\r\n c: d\r\nContent-Length: 0\r\n\r\n",
    "a space before the colon": HEAD + b"Content-Length : 5\r\n\r\n",
}


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("to", ["nginx", "gunicorn"])
def test_requests_that_could_be_read_in_two_ways_are_answered_once(
    attack, to, site, front
):
    port = front.port if to == "nginx" else site.port
    statuses = raw(port, ATTACKS[attack] + SMUGGLED, tls=to == "nginx")

    # nginx drops a header whose name has a space, or that is folded, and passes on
    # the rest with a length of its own; never is the second request answered.
    assert len(statuses) == 1
    refused = {b"400", b"501", b"411"}
    dropped = {b"403"} if to == "nginx" else set()
    assert set(statuses) <= refused | dropped


def test_a_slow_reader_keeps_no_worker_busy(site, front):
    """Case 25: more readers that read nothing than the portal has threads."""
    request = f"GET {site.path}?%d HTTP/1.1\r\nHost: localhost\r\n\r\n"
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    readers = []
    for number in range(20):
        wire = socket.create_connection(("127.0.0.1", front.port), timeout=30)
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        readers.append(context.wrap_socket(wire))
        readers[-1].sendall((request % number).encode())

    assert site.get("/healthz")[0] == 200
    assert front.get("/tim-kiem/?q=tin")[0] == 200

    for wire in readers:
        wire.close()


def test_a_withdrawn_article_leaves_no_trace_when_the_portal_stops(site, folder):
    """DESIGN section 7, with one second in place of the sixty of `inactive`."""
    changes = {INACTIVE: "inactive=1s"}
    assert any(INACTIVE in path.read_text() for path in nginx.DEPLOY.iterdir())
    with nginx.serve(folder / "second", site.port, site.folder, **changes) as front:
        path = site.run(
            "print(make_article(title='Tin se bi go', category=Category.objects.first())"
            ".get_absolute_url())"
        ).strip()
        for encoding in ("br", "gzip", "identity"):
            assert front.get(path, Accept_Encoding=encoding)[0] == 200
        assert front.cached

        site.run("Article.objects.get(title='Tin se bi go').withdraw()")
        wait_until(lambda: front.get(path, Accept_Encoding="br")[0] == 404)
        wait_until(lambda: not front.cached)
        site.stop()
        try:
            for encoding in ("br", "gzip", "identity"):
                status, headers, body = front.get(path, Accept_Encoding=encoding)
                assert status == 503
                assert b"Tin se bi go" not in body
                assert "Content-Security-Policy" in headers
        finally:
            site.start(workers=2, threads=4)


def wait_until(happened):
    end = time.monotonic() + 60
    while not happened():
        assert time.monotonic() < end
        time.sleep(0.2)


def test_a_page_that_was_just_read_outlives_the_portal(site, front):
    assert front.get(site.path)[0] == 200
    site.stop()
    try:
        assert front.get(site.path)[0] == 200
        assert front.get("/healthz")[0] == 503
    finally:
        site.start(workers=2, threads=4)
