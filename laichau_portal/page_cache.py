"""
Finished public pages, ready-compressed in the memory of each process, around Django.

An entry is good while the edition it was made under is the newest, until the instant
at which something planned changes, and for a minute. It is deleted when the counter
has changed; when only its time is up it is made again, and served meanwhile only if
the database does not answer.
"""

import gzip
import threading
import time
from collections import OrderedDict
from contextlib import contextmanager
from functools import lru_cache
from hashlib import blake2b
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

import brotli
from django.conf import settings
from django.db import DatabaseError
from django.http.request import split_domain_port, validate_host
from django.template.loader import render_to_string

from articles import display
from articles.forms import LAST_PAGE
from articles.pages import EDITION, PUBLIC
from articles.views.errors import RETRY_AFTER

from .edition import DatabaseAway, Watch
from .headers import ADMIN_PATH, fixed_headers
from .patience import patience

FRESH_FOR = 60  # seconds
# Files, and whether the process is there.
WITHOUT_DATABASE = ("/static/", "/media/", "/sw.js", "/healthz")
# What is not a public page, and what each reader gets for himself.
NOT_HELD = (
    ADMIN_PATH,
    "/tim-kiem/goi-y/",
    "/danh-gia/",
    "/hien-thi/",
    "/gop-y/",
    "/luot-xem",
    "/readyz",
)
# Search keeps its words, and its answers are never held.
SEARCH = "/tim-kiem/"
# Lists know one parameter; every other one of a held page is dropped.
PAGED = ("/chuyen-muc/", "/the/", "/su-kien/", "/tac-gia/", "/dia-phuong/", "/luu-tru/")
# The site map has numbered parts.
SITE_MAP = "/sitemap.xml"
ENCODERS = {
    "br": lambda body: brotli.compress(body, quality=5),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
}
SMALLEST_COMPRESSED = 200  # bytes
PRIVATE = "private, max-age=0"
HAS_CHOICE = "laichau_portal.has_choice"
# Seconds until a reader's request that waits for the database is given up.
READER_TIMEOUT = 2.8
# The newsroom's statements may stand in line for a lock (settings.py: lock_timeout).
NEWSROOM_ANSWER_TIMEOUT = 12
# How much an entry takes besides its bodies, about.
OVERHEAD = 2000


class PageCache:
    """A WSGI application around Django's."""

    def __init__(self, application, capacity=None):
        self.application = application
        self.entries = Entries(
            settings.PAGE_CACHE_BYTES if capacity is None else capacity
        )
        self.turns = Turns()
        self.watch = Watch(on_new_counter=self.entries.clear)
        self.unavailable = render_to_string("503.html").encode()

    def __call__(self, environ, start_response):
        if needs_no_database(environ):
            return self.application(environ, start_response)
        if not is_page_request(environ):
            return self.pass_on(environ, start_response)
        key = canonical_key(environ)
        try:
            with patience(READER_TIMEOUT):
                edition = self.watch.current()
                entry = self.entries.get(key)
                if entry is None or not entry.is_fresh_in(edition):
                    entry = self.render_once(environ, key, edition)
        except (DatabaseAway, DatabaseError):
            entry = self.entries.get(key)
        if entry is None:
            return self.refuse(start_response)
        return entry.answer(environ, start_response)

    def pass_on(self, environ, start_response):
        """What is never held: Django's answer, or at once the 503 page."""
        try:
            with patience(READER_TIMEOUT):
                self.watch.current()
        except DatabaseAway:
            return self.refuse(start_response)
        with patience(**time_outs(environ)):
            return self.application(environ, start_response)

    def render_once(self, environ, key, edition):
        """render(), or what another thread has rendered while this one waited for it."""
        if key[0] == SEARCH or not self.entries.capacity:
            return self.render(environ, key, edition)
        with self.turns.of((key, edition)):
            entry = self.entries.get(key)
            if entry is None or not entry.is_fresh_in(edition):
                entry = self.render(environ, key, edition)
            return entry

    def render(self, environ, key, edition):
        """Ask Django, hold the answer if it may be held; raises DatabaseAway."""
        entry = ask(self.application, environ, edition)
        if entry.status.startswith("503"):
            self.watch.report_failure()
            raise DatabaseAway
        if entry.may_be_held:
            self.entries.put(key, entry, newest=lambda: self.watch.known)
        return entry

    def refuse(self, start_response):
        """The 503 page, made at start: nothing here touches the database."""
        headers = [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Content-Length", str(len(self.unavailable))),
            ("Retry-After", RETRY_AFTER),
            ("Cache-Control", "no-store"),
            *fixed_headers(),
        ]
        start_response("503 Service Unavailable", headers)
        return [self.unavailable]


def needs_no_database(environ):
    """Answered whatever the database does."""
    return environ["PATH_INFO"].startswith(WITHOUT_DATABASE)


def time_outs(environ):
    """The patience() of a request that is never held."""
    if environ["PATH_INFO"].startswith(ADMIN_PATH):
        return {"answer": NEWSROOM_ANSWER_TIMEOUT}
    return {"total": READER_TIMEOUT}


def is_page_request(environ):
    return (
        environ["REQUEST_METHOD"] in ("GET", "HEAD")
        and not environ["PATH_INFO"].startswith(NOT_HELD)
        and is_own_host(environ.get("HTTP_HOST", ""))
    )


@lru_cache(maxsize=1000)
def is_own_host(host):
    """What is no host of ours goes to Django, which answers 400."""
    domain, _ = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


def canonical_key(environ):
    """
    (path, query, display choice, scheme), and the environment reduced to them: what
    is not in the key must not reach the page.
    """
    path = environ["PATH_INFO"]
    if path != SEARCH:
        environ["QUERY_STRING"] = canonical_query(environ)
    cookie = cookie_of(environ)
    choice = display.parse(cookie)
    environ[HAS_CHOICE] = cookie is not None
    environ["HTTP_COOKIE"] = f"{display.COOKIE}={choice}"
    return path, environ["QUERY_STRING"], choice, scheme_of(environ)


def canonical_query(environ):
    """The parameter that a held page knows, in its one form; '' without it."""
    path = environ["PATH_INFO"]
    if path.startswith(PAGED):
        page = canonical_page(parameter(environ, "trang"))
        return f"trang={page}" if page else ""
    if path == SITE_MAP:
        part = canonical_part(parameter(environ, "p"))
        return f"p={part}" if part else ""
    return ""


def parameter(environ, name):
    """The last value of a query parameter, '' without one."""
    try:
        values = parse_qs(
            environ.get("QUERY_STRING", ""), max_num_fields=20, keep_blank_values=True
        )
    except ValueError:
        return ""
    return values.get(name, [""])[-1]


def canonical_part(asked):
    """'' for the index of the site map, '0', '1' ..., and '-' for what is no part."""
    if not asked:
        return ""
    if asked.isascii() and asked.isdigit() and len(asked) <= 9:
        return str(int(asked))
    return "-"


def canonical_page(asked):
    """'' for the first page, '2' ... '200', and '0' for all that there is not."""
    if asked in ("", "1"):
        return ""
    if asked.isascii() and asked.isdigit() and len(asked) <= 3:
        return str(int(asked)) if 1 < int(asked) <= LAST_PAGE else "0"
    return "0"


def cookie_of(environ):
    """The value of the display cookie, None without one."""
    cookies = environ.get("HTTP_COOKIE", "")
    if display.COOKIE not in cookies:
        return None
    try:
        found = SimpleCookie(cookies).get(display.COOKIE)
    except CookieError:
        return None
    return found.value if found else None


def scheme_of(environ):
    if settings.TRUSTED_PROXIES and "HTTP_X_FORWARDED_PROTO" in environ:
        return (
            "https" if environ["HTTP_X_FORWARDED_PROTO"].strip() == "https" else "http"
        )
    return environ["wsgi.url_scheme"]


def ask(application, environ, edition):
    """Django's answer to a GET of this page, as an Entry made under `edition`."""
    environ = environ | {"REQUEST_METHOD": "GET", EDITION: edition}
    for name in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_RANGE"):
        environ.pop(name, None)
    started = []

    def start_response(status, headers, exc_info=None):
        started[:] = [status, headers]

    response = application(environ, start_response)
    try:
        body = b"".join(response)
    finally:
        if hasattr(response, "close"):
            response.close()
    status, headers = started
    return Entry(status, headers, body, edition)


class Turns:
    """One thread at a time for each key, in this process."""

    def __init__(self):
        self.lock = threading.Lock()
        self.taken = {}  # by key: a lock, and how many threads have or want it

    @contextmanager
    def of(self, key):
        """Raises DatabaseAway when it is still another's turn after a reader's time."""
        with self.lock:
            turn, users = self.taken.get(key, (threading.Lock(), 0))
            self.taken[key] = turn, users + 1
        has_turn = turn.acquire(timeout=READER_TIMEOUT)
        try:
            if not has_turn:
                raise DatabaseAway
            yield
        finally:
            if has_turn:
                turn.release()
            with self.lock:
                _, users = self.taken.pop(key)
                if users > 1:
                    self.taken[key] = turn, users - 1


class Entry:
    """A finished answer. Its compressed variants are made when first asked for."""

    def __init__(self, status, headers, body, edition):
        self.status = status
        self.edition = edition
        self.made_at = time.monotonic()
        self.bodies = {"identity": body}
        self.cache_control = dict(headers).get("Cache-Control", "")
        self.sets_cookie = any(name == "Set-Cookie" for name, _ in headers)
        self.etag = f'W/"{blake2b(body, digest_size=12).hexdigest()}"'
        self.headers = [
            (name, value)
            for name, value in headers
            if name not in ("Cache-Control", "Content-Length", "Vary", "ETag")
        ]

    def is_fresh_in(self, edition):
        age = time.monotonic() - self.made_at
        return (
            age < FRESH_FOR
            and self.edition.counter == edition.counter
            and not self.edition.has_passed
        )

    @property
    def is_public(self):
        return self.cache_control == PUBLIC and not self.sets_cookie

    @property
    def may_be_held(self):
        """404 is the same page everywhere, so no address of one is remembered."""
        return self.is_public and self.status[:3] in ("200", "410")

    @property
    def size(self):
        """Bytes with all variants, of which each takes a third of the page at most."""
        return OVERHEAD + len(self.bodies["identity"]) * (3 + len(ENCODERS)) // 3

    def answer(self, environ, start_response):
        headers = [*self.cache_headers(environ), *self.headers]
        if self.is_public and matches(environ.get("HTTP_IF_NONE_MATCH"), self.etag):
            start_response("304 Not Modified", headers)
            return [b""]
        encoding = "identity"
        if len(self.bodies["identity"]) >= SMALLEST_COMPRESSED:
            encoding = best_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        body = self.body(encoding)
        if encoding != "identity":
            headers.append(("Content-Encoding", encoding))
        headers.append(("Content-Length", str(len(body))))
        start_response(self.status, headers)
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]

    def cache_headers(self, environ):
        vary = ("Vary", "Accept-Encoding")
        if not self.is_public:
            return [vary, ("Cache-Control", self.cache_control or "no-store")]
        headers = [("ETag", self.etag), vary]
        if not environ[HAS_CHOICE]:
            return [*headers, ("Cache-Control", PUBLIC)]
        # Caches that know nothing of the cookie must not keep this; our own nginx has
        # it in its key. In Debian's nginx 1.22 the first of these two headers counts.
        return [("X-Accel-Expires", "1"), *headers, ("Cache-Control", PRIVATE)]

    def body(self, encoding):
        if encoding not in self.bodies:
            self.bodies[encoding] = ENCODERS[encoding](self.bodies["identity"])
        return self.bodies[encoding]


def matches(if_none_match, etag):
    if not if_none_match:
        return False
    if if_none_match.strip() == "*":
        return True
    weak = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
    return etag.removeprefix("W/") in weak


@lru_cache(maxsize=1000)
def best_encoding(accepted):
    """'br', 'gzip' or 'identity' for an Accept-Encoding header."""
    wanted = {}
    for part in accepted.lower().split(","):
        name, _, options = part.partition(";")
        wanted[name.strip()] = options.replace(" ", "") not in (
            "q=0",
            "q=0.0",
            "q=0.00",
        )
    return next((name for name in ENCODERS if wanted.get(name)), "identity")


class Entries:
    """Held entries within a number of bytes; the least recently used goes first."""

    def __init__(self, capacity):
        self.capacity = capacity
        self.held = OrderedDict()
        self.bytes = 0
        self.lock = threading.Lock()

    def get(self, key):
        with self.lock:
            entry = self.held.get(key)
            if entry is not None:
                self.held.move_to_end(key)
            return entry

    def clear(self):
        with self.lock:
            self.held.clear()
            self.bytes = 0

    def put(self, key, entry, newest):
        """
        Hold `entry`, unless `newest()` is no longer the edition it was made under.
        That is asked under the lock that clear() needs, too: a page made before a
        publication cannot come back after it.
        """
        with self.lock:
            if newest() != entry.edition or entry.edition.has_passed:
                return
            if key in self.held:
                self.bytes -= self.held.pop(key).size
            self.held[key] = entry
            self.bytes += entry.size
            while self.bytes > self.capacity:
                _, oldest = self.held.popitem(last=False)
                self.bytes -= oldest.size
