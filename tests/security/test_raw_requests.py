"""Bytes that no client library sends, put to a real gunicorn."""

import re
import socket
from pathlib import Path

import pytest

MEGABYTE = 1024 * 1024
HEAD = b"POST /luot-xem/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"


@pytest.fixture(scope="module")
def site(collected_static, tmp_path_factory):
    from tests import live

    with live.serve(tmp_path_factory.mktemp("raw"), workers=1, threads=4) as site:
        yield site


def send(site, *parts):
    """The first line of the answer, "" when the connection ended without one."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=30) as wire:
        answer = b""
        try:
            for part in parts:
                wire.sendall(part)
            wire.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # refused before all of it was sent
        try:
            while b"\r\n" not in answer and (more := wire.recv(65536)):
                answer += more
        except OSError:
            pass
    return answer.partition(b"\r\n")[0].decode()


def memory_of(site):
    """Kilobytes that the workers hold, at most so far."""
    status = [Path(f"/proc/{pid}/status").read_text() for pid in site.pids]
    return sum(int(re.search(r"VmHWM:\s+(\d+)", text)[1]) for text in status)


@pytest.mark.parametrize(
    "request_bytes",
    [
        HEAD + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        HEAD + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        HEAD + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        HEAD + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\n12345",
        HEAD + b"Content-Length: +5\r\n\r\n12345",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: 1\r\n folded\r\n\r\n",
        b"GET / HTTP/1.1\nHost: 127.0.0.1\n\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-A: " + b"a" * 8 * MEGABYTE,
        b"GET /" + b"a" * MEGABYTE + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"X-A: 1\r\n" * 5000 + b"\r\n",
    ],
    ids=lambda value: value[:90].decode().replace("\r\n", "|")[-40:],
)
def test_what_two_servers_could_read_differently_is_refused(site, request_bytes):
    line = send(site, request_bytes)

    assert line == "" or re.match(r"HTTP/1.1 (400|414|431|501) ", line), line
    assert site.get("/healthz")[0] == 200


def test_the_absolute_form_is_the_same_page(site):
    absolute = f"GET {site.url}/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    assert send(site, absolute).startswith("HTTP/1.1 200")


@pytest.mark.parametrize("path", ["/luot-xem/", "/gop-y/", "/danh-gia/1/", "/"])
def test_a_hundred_megabytes_are_refused_and_not_held(site, path):
    before = memory_of(site)
    head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\n"
    head += "Content-Type: application/x-www-form-urlencoded\r\n"
    head += f"Content-Length: {100 * MEGABYTE}\r\n\r\n"
    line = send(site, head.encode(), *[b"a=" + b"x" * (MEGABYTE - 2)] * 100)

    assert line == "" or re.match(r"HTTP/1.1 (400|403|404|405|413) ", line), line
    assert memory_of(site) - before < 40 * 1024
    assert site.get("/healthz")[0] == 200


def test_bodies_that_never_come_keep_nobody_from_reading(site):
    slow = []
    try:
        for _ in range(3):  # of four threads
            wire = socket.create_connection(("127.0.0.1", site.port))
            wire.sendall(HEAD + b"Content-Length: 500\r\n\r\n{")
            slow.append(wire)
        assert site.get("/")[0] == 200
    finally:
        for wire in slow:
            wire.close()
