"""
A copy of what readers can see, as files that plain nginx serves while the portal is
down. Django is asked for each page, from the home page and the site maps on along their
links. Pictures and files are those that these pages name: nothing else gets in.
"""

import os
import re
import shutil
import tempfile
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import default_storage
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.template.loader import render_to_string
from django.urls import reverse

from articles.models import Article, Edition
from articles.pages import EDITION

from .edition import Known
from .page_cache import (
    NOT_HELD,
    SEARCH,
    SITE_MAP,
    WITHOUT_DATABASE,
    canonical_query,
)

NOT_FOUND = "/khong-co-trang-nay/"
START = ["/", SITE_MAP, "/sw.js", "/ngoai-tuyen/", NOT_FOUND]
START_NAMES = ["robots", "security", "opensearch", "manifest", "news_sitemap"]
FEEDS = ["rss", "atom"]
WITH_FEEDS = re.compile(r"/(chuyen-muc/|su-kien/|dia-phuong/)([\w-]+)/", re.ASCII)
# Answers to one reader, and endless combinations of words.
LEFT_OUT = (*NOT_HELD, *WITHOUT_DATABASE, SEARCH)
PATH = re.compile(r"/[\w./-]*", re.ASCII)
LINK = re.compile(r'(?:href="|<loc>|<link>)([^"<]+)')
MEDIA = re.compile(r"/media/((?:[\w-][\w.-]*/)*[\w-][\w.-]*)", re.ASCII)
ARTICLE = re.compile(r"/tin-tuc/[\w-]*-(\d+)/")
# Nobody reads these there.
STATIC_OF_THE_NEWSROOM = ("admin", "ckeditor")
INDEX = {
    "text/html": "index.html",
    "application/rss+xml": "index.rss",
    "application/atom+xml": "index.atom",
}
ATTEMPTS = 3


class Refused(Exception):
    """A Vietnamese sentence that says what is wrong; the former copy stands."""


def export(folder):
    """
    Put a new copy in the place of `folder`, which becomes a symbolic link, in one step.
    Returns the number of pages.
    """
    folder = Path(os.path.abspath(folder))
    if not Path(settings.STATIC_ROOT).is_dir():
        raise Refused("Chưa có tệp tĩnh; hãy chạy manage.py collectstatic trước.")
    if folder.exists() and not folder.is_symlink() and any(folder.iterdir()):
        raise Refused(f"{folder} không phải bản sao cũ và không trống.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    for _ in range(ATTEMPTS):
        made = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            pages = fill(made)
            if all_are_public(pages):
                put_in_place(made, folder)
                return len(pages)
        except BaseException:
            shutil.rmtree(made, ignore_errors=True)
            raise
        shutil.rmtree(made)
    raise Refused("Bài liên tục bị gỡ trong lúc sao chép; hãy chạy lại.")


def fill(made):
    made.chmod(0o755)
    pages, media = write_pages(made)
    for name in media:
        copy_media(name, made / "media" / name)
    shutil.copytree(
        settings.STATIC_ROOT,
        made / "static",
        ignore=shutil.ignore_patterns(*STATIC_OF_THE_NEWSROOM),
        copy_function=link_or_copy,
    )
    icon = staticfiles_storage.path(
        staticfiles_storage.stored_name("img/favicon.ico")
        if hasattr(staticfiles_storage, "stored_name")
        else "img/favicon.ico"
    )
    if os.path.exists(icon):
        link_or_copy(icon, made / "favicon.ico")
    for status in ("429", "503"):
        write(made / "loi" / f"{status}.html", render_to_string(f"{status}.html"))
    return pages


def all_are_public(pages):
    """Whether no article was taken away while the copy was made."""
    copied = {int(match[1]) for page in pages if (match := ARTICLE.fullmatch(page))}
    return copied <= set(Article.objects.published().values_list("pk", flat=True))


def put_in_place(made, folder):
    former = folder.resolve() if folder.is_symlink() else None
    link = made.with_name(f"{made.name}.link")
    link.symlink_to(made.name)
    if folder.is_dir() and not folder.is_symlink():
        folder.rmdir()
    os.replace(link, folder)
    if former and former != made:
        shutil.rmtree(former, ignore_errors=True)


# Pages


def write_pages(made):
    """({address: its file}, names of the media that they show)."""
    # Asked without the signals of a request, which would close the connection.
    django, edition = BaseHandler(), Known(Edition.current(), None)
    django.load_middleware()
    names = [reverse(f"articles:{name}") for name in (*START_NAMES, *FEEDS)]
    waiting = [*START, *names]
    seen, pages, media = set(waiting), {}, set()
    while waiting:
        address = waiting.pop()
        path, _, query = address.partition("?")
        environ = environ_of(path, query) | {EDITION: edition}
        answer = django.get_response(WSGIRequest(environ))
        name = file_of(path, query, answer)
        if not name:
            continue
        write(made / name, answer.content)
        pages[address] = name
        text = answer.content.decode()
        media.update(MEDIA.findall(text))
        found = {*addresses_in(text), *feeds_of(path)} - seen
        seen |= found
        waiting += found
    return pages, media


def environ_of(path, query):
    """A reader's request for it, without a cookie."""
    environ = {
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_HOST": urlsplit(settings.SITE_URL).netloc,
        "HTTP_X_FORWARDED_PROTO": urlsplit(settings.SITE_URL).scheme,
        "wsgi.url_scheme": urlsplit(settings.SITE_URL).scheme,
    }
    setup_testing_defaults(environ)
    return environ


def file_of(path, query, answer):
    """Where an answer lies in the copy; None for one that is not to be there."""
    if path == NOT_FOUND:
        return "loi/404.html"
    if answer.status_code != 200 or answer.cookies:
        return None
    _, _, number = query.partition("=")
    if path == SITE_MAP and number:
        return f"sitemap-{number}.xml"
    if number:
        return f"{path[1:]}trang-{number}.html"
    if path.endswith("/"):
        kind = answer["Content-Type"].partition(";")[0]
        return path[1:] + INDEX[kind]
    return path[1:]


def addresses_in(text):
    """Addresses of other public pages, in the form that the page cache gives them."""
    for link in LINK.findall(text):
        link = unescape(link).removeprefix(settings.SITE_URL).partition("#")[0]
        path, _, query = link.partition("?")
        if not PATH.fullmatch(path) or ".." in path or path.startswith(LEFT_OUT):
            continue
        query = canonical_query({"PATH_INFO": path, "QUERY_STRING": query})
        yield f"{path}?{query}" if query else path


def feeds_of(path):
    """The feeds of a list: pages link to one of them only."""
    if match := WITH_FEEDS.fullmatch(path):
        for kind in FEEDS:
            yield f"/{kind}/{match[1].removeprefix('chuyen-muc/')}{match[2]}/"


# Files


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)


def copy_media(name, target):
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        link_or_copy(default_storage.path(name), target)
    except NotImplementedError:  # a storage elsewhere
        with default_storage.open(name) as file, target.open("wb") as copy:
            shutil.copyfileobj(file, copy)
    except FileNotFoundError:  # removed since the page was made
        pass


def link_or_copy(source, target):
    """Stored files never change, so the copy may share their bytes on the disk."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
