"""Two machines with one database, one Redis, one media folder, and nginx before them."""

import http.cookiejar
import json
import os
import re
import shutil
import signal
import subprocess
import threading
import time
import urllib.parse
import urllib.request
from io import BytesIO
from types import SimpleNamespace

import pytest
from PIL import Image

from benchmarks import nginx
from benchmarks.server import Server
from tests import live

WITHIN = 1.0  # seconds until a change is seen, which DESIGN section 7 promises
PHONE = "Mozilla/5.0 (Linux; Android 9) AppleWebKit/537.36 Chrome/100.0 Mobile"
VIEW = b'{"article": %d, "path": "/", "referrer": "", "width": 360}'
JSON = "application/json"
PASSWORD = "mat-khau-dai-12"


@pytest.fixture(scope="module")
def pair(tmp_path_factory, collected_static):
    """`nodes` (live.Site), and the `address` of nginx before them."""
    for program in ("nginx", "redis-server"):
        if not shutil.which(program):
            pytest.skip(f"{program} is not installed: make system-packages")
    folder = tmp_path_factory.mktemp("pair")
    database, redis_port = live.fresh_database(folder), live.free_port()
    command = ["redis-server", "--port", str(redis_port), "--bind", "127.0.0.1"]
    redis = subprocess.Popen(
        [*command, "--save", "", "--dir", str(folder)], stdout=subprocess.DEVNULL
    )
    environment = {
        **os.environ,
        "STATIC_ROOT": str(collected_static),
        "REQUIRE_SECOND_FACTOR": "False",
        "CACHE_URL": f"redis://127.0.0.1:{redis_port}/0",
    }
    nodes = [
        live.Site(folder, database, live.free_port(), environment) for _ in range(2)
    ]
    proxy = None
    try:
        for node in nodes:
            node.start(workers=1, threads=4)
        servers = [SimpleNamespace(address=f"127.0.0.1:{node.port}") for node in nodes]
        proxy: Server = nginx.start(folder, servers)
        yield SimpleNamespace(nodes=nodes, address=proxy.address)
    finally:
        for node in nodes:
            node.stop()
        if proxy:
            proxy.end()
        redis.kill()
        redis.wait()


def browser():
    """Keeps cookies, which belong to a host whatever the port."""
    jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    return urllib.request.build_opener(jar)


def sign_in(node, name):
    """A browser whose owner has signed in at `node`."""
    editor, address = browser(), f"{node.url}/quan-tri/tai-khoan/dang-nhap/"
    fields = {"login": name, "password": PASSWORD, "csrfmiddlewaretoken": ""}
    with editor.open(address) as page:
        found = re.search(r'csrfmiddlewaretoken" value="(\w+)', page.read().decode())
    fields["csrfmiddlewaretoken"] = found[1]
    with editor.open(address, urllib.parse.urlencode(fields).encode()):
        return editor


def test_who_signs_in_at_one_node_is_known_at_the_other(pair):
    one, other = pair.nodes
    one.run("make_user('hai-may', is_superuser=True)")
    editor = sign_in(one, "hai-may")

    with editor.open(f"{other.url}/quan-tri/") as page:
        assert page.url == f"{other.url}/quan-tri/"


def test_a_publication_is_seen_at_each_node_within_a_second(pair):
    for node in pair.nodes:
        assert b"Tin cua hai may" not in node.get("/")[2]

    pair.nodes[0].run(
        "article, revision = make_draft(title='Tin cua hai may')\n"
        "article.publish(revision)"
    )
    time.sleep(WITHIN)

    for node in pair.nodes:
        assert b"Tin cua hai may" in node.get("/")[2]


def test_votes_and_visits_add_up_whichever_node_takes_them(pair):
    one, other = pair.nodes
    pk = int(one.run("print(make_article(category=make_category('Binh chon')).pk)"))
    for node, score in ((one, 5), (other, 3)):
        vote = {"Sec-Fetch-Site": "same-origin", "User-Agent": f"{PHONE} {score}"}
        assert node.post(f"/danh-gia/{pk}/", b"score=%d" % score, **vote)[0] == 303
        seen = {**vote, "Content-Type": "application/json"}
        assert node.post("/luot-xem/", VIEW % pk, **seen)[0] == 200

    totals = [
        json.loads(node.get(f"/danh-gia/{pk}/", Accept=JSON)[2]) for node in pair.nodes
    ]
    assert totals[0] == totals[1]
    assert (totals[0]["sum"], totals[0]["count"]) == (8, 2)
    assert (
        one.run(f"print(ArticleDay.objects.get(article_id={pk}).views)").strip() == "2"
    )


def test_a_picture_sent_to_one_node_is_shown_by_the_other(pair):
    one, other = pair.nodes
    one.run("make_user('anh-hai-may', is_superuser=True)")
    editor = sign_in(one, "anh-hai-may")
    path = upload(editor, one)

    status, headers, _ = other.get(path)

    assert status == 200
    assert headers["Content-Type"] == "image/jpeg"


def upload(editor, node):
    """The address of a picture that `editor` sends to the library through `node`."""
    buffer = BytesIO()
    Image.new("RGB", (400, 300), "green").save(buffer, "JPEG")
    head = 'Content-Disposition: form-data; name="upload"; filename="anh.jpg"'
    body = f"--x\r\n{head}\r\n\r\n".encode() + buffer.getvalue() + b"\r\n--x--\r\n"
    token = "b" * 32
    request = urllib.request.Request(
        f"{node.url}/quan-tri/articles/image/tai-len/",
        body,
        {"Content-Type": "multipart/form-data; boundary=x", "X-CSRFToken": token},
    )
    jar = next(
        handler.cookiejar
        for handler in editor.handlers
        if isinstance(handler, urllib.request.HTTPCookieProcessor)
    )
    session = next(cookie.value for cookie in jar if cookie.name == "toa_soan")
    request.add_unredirected_header("Cookie", f"toa_soan={session}; csrftoken={token}")
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)["url"]


def test_a_node_that_is_killed_costs_no_reader_an_error(pair):
    """The last test here: of the two nodes one stays."""
    statuses, is_over = [], threading.Event()

    def read(number):
        turn = 0
        while not is_over.is_set():
            turn += 1
            # No cache holds the answers to a search.
            url = f"http://{pair.address}/tim-kiem/?q=tin+{number}+{turn}"
            statuses.append(live.answer_of(urllib.request.Request(url))[0])

    readers = [threading.Thread(target=read, args=(number,)) for number in range(4)]
    for reader in readers:
        reader.start()
    wait_for(statuses, 20)
    node = pair.nodes[0]
    for pid in [node.server.pid, *node.pids]:
        os.kill(pid, signal.SIGKILL)
    wait_for(statuses, len(statuses) + 20)
    is_over.set()
    for reader in readers:
        reader.join()

    assert set(statuses) == {200}


def wait_for(found, number):
    end = time.monotonic() + 60
    while len(found) < number:
        assert time.monotonic() < end, "nobody was answered for a minute"
        time.sleep(0.05)
