"""A portal with the demo content on a throw-away database, and what it is compared with."""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests import postgres

from .server import ROOT, gunicorn

DATABASES = ("postgresql", "sqlite")
MILLION = 1_000_000
KEPT = "/var/tmp/portal-bench"  # the data of a million articles; PostgreSQL reads it
# Gives the addresses that the rows ask: those with the most articles of their kind.
PATHS = """
import json
from django.db.models import Count
from django.utils.timezone import localtime
from articles.models import Article, Author, Category, Place, Tag, Topic
public = Article.objects.published()
article = public.order_by("pk").first()
several = public.filter(category=article.category)[:100]
def largest(model):
    return model.objects.annotate(n=Count("articles")).order_by("-n", "pk").first()
day = localtime(public.first().published_at)
print(json.dumps({
    "pk": article.pk,
    "article": article.get_absolute_url(),
    "articles": [each.get_absolute_url() for each in several],
    "category": largest(Category).get_absolute_url(),
    "tag": largest(Tag).get_absolute_url(),
    "topic": largest(Topic).get_absolute_url(),
    "author": largest(Author).get_absolute_url(),
    "place": largest(Place).get_absolute_url(),
    "archive": f"/luu-tru/{day:%Y/%m/%d}/",
    "pages": -(-public.filter(category=largest(Category)).count() // 20),
    "home": "/", "feed": "/rss/", "sitemap": "/sitemap.xml", "topics": "/su-kien/",
    "news-sitemap": "/news-sitemap.xml", "site-map": "/so-do-trang/",
}))
"""
# Prints the addresses of articles, newest first.
ARTICLES = """
from articles.models import Article
for article in Article.objects.published().only("slug")[:17000]:
    print(article.get_absolute_url())
"""
# Prints the session key of a staff member who may see everything.
SESSION = """
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
client = Client()
backend = settings.AUTHENTICATION_BACKENDS[0]
client.force_login(get_user_model().objects.get(username="bientap"), backend)
print(client.cookies[settings.SESSION_COOKIE_NAME].value)
"""
BY_GUNICORN = {"Server", "Date", "Connection", "Transfer-Encoding"}


@contextmanager
def prepare(database, articles):
    """
    A Site on this kind of database, with so many articles in rows that ask for a large
    one; its servers and files end with the block. What takes long to fill is kept in
    BENCH_DATA for the next run.
    """
    kept = os.environ.get("BENCH_DATA", KEPT if articles >= MILLION else "")
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        if kept:
            folder = Path(kept) / database
            folder.mkdir(parents=True, exist_ok=True)
        site = Site(database, Path(folder), articles, is_kept=bool(kept))
        try:
            site.load()
            yield site
        finally:
            site.end()


class Site:
    def __init__(self, database, folder, articles, is_kept=False):
        self.database = database
        self.articles = articles
        self.folder = folder
        self.servers = []
        self.sizes = {}
        self.url = self.database_url(is_kept)
        self.variables = {
            "SECRET_KEY": "for-benchmarks-alone-0123456789-0123456789-0123456789",
            "DATABASE_URL": self.url,
            "MEDIA_ROOT": str(folder / "media"),
            "STATIC_ROOT": str(folder / "static"),
            "ALLOWED_HOSTS": "127.0.0.1",
            "TRUSTED_PROXIES": "1",
        }

    def database_url(self, is_kept):
        if self.database == "postgresql":
            return postgres.start(self.folder / "server" if is_kept else None)
        return f"sqlite:///{self.folder / 'portal'}"

    def load(self):
        self.manage("migrate", "--verbosity", "0")
        self.manage("collectstatic", "--no-input", "--verbosity", "0")
        self.manage("load_demo")
        self.learn_paths()

    def learn_paths(self):
        self.paths = json.loads(self.shell(PATHS))
        self.article_pk, self.article_path = self.paths["pk"], self.paths["article"]
        self.category_path = self.paths["category"]
        self.pages_of_category = self.paths["pages"]

    def article_paths(self):
        return self.shell(ARTICLES).split()

    # A portal with more articles

    def of_size(self, number):
        """
        A Site with the demo content and so many articles, filled when first asked for;
        no server of this one may run then.
        """
        if number not in self.sizes:
            self.sizes[number] = sized = SizedSite(self, number)
            sized.load()
        return self.sizes[number]

    def with_history(self):
        """Ten years in the database; gives the session key of a staff member."""
        self.run("-m", "benchmarks.history", str(self.articles))
        return self.session()

    def session(self):
        return self.shell(SESSION).strip()

    # Commands and servers

    def manage(self, *arguments):
        """What manage.py prints."""
        return self.run("manage.py", *arguments)

    def shell(self, code):
        """What Python `code` prints, with the models at hand."""
        return self.manage("shell", "--verbosity", "0", "--command", code)

    def run(self, *arguments):
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.variables,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return done.stdout

    def serve(self, application, **variables):
        return self.keep(gunicorn(application, {**self.variables, **variables}))

    def keep(self, server):
        """`server`, which ends with the row."""
        self.servers.append(server)
        return server

    def portal(self, **variables):
        return self.serve("laichau_portal.wsgi", **variables)

    def hello(self, middleware):
        """A Django view that says hello, under all of the portal's middleware or none."""
        return self.serve(
            "benchmarks.hello:application",
            DJANGO_SETTINGS_MODULE="benchmarks.hello_settings",
            BENCH_MIDDLEWARE=middleware,
        )

    def upserts(self):
        """A WSGI application that counts each POST and does nothing else."""
        return self.serve(
            "benchmarks.upserts:application",
            DJANGO_SETTINGS_MODULE="laichau_portal.settings",
        )

    def bare(self, server, path, headers):
        """A WSGI application that gives the very answer of `server`, from memory."""
        status, answer_headers, body = server.get(path, headers)
        recorded = {
            "status": status,
            "headers": [pair for pair in answer_headers if pair[0] not in BY_GUNICORN],
            "body": body.hex(),
        }
        file = self.folder / "answer.json"
        file.write_text(json.dumps(recorded))
        return self.serve("benchmarks.bare:application", BENCH_ANSWER=str(file))

    def end(self):
        """End the servers; each row begins with none."""
        for site in self.sizes.values():
            site.end()
        while self.servers:
            self.servers.pop().end()


class SizedSite(Site):
    """A copy of a Site with more articles, in a database of its own beside it."""

    def __init__(self, site, number):
        self.database, self.folder, self.articles = site.database, site.folder, number
        self.servers, self.sizes = [], {}
        self.original, self.url = site.url, f"{site.url}_{number}"
        self.variables = {**site.variables, "DATABASE_URL": self.url}
        self.filled = site.folder / f"filled-{number}"

    def load(self):
        if self.filled.exists():
            self.manage("migrate", "--verbosity", "0")
        else:
            self.copy()
            self.run("-m", "benchmarks.fill", str(self.articles))
            self.filled.touch()
        self.learn_paths()

    def copy(self):
        """The database of the smaller site once more, under this one's name."""
        if self.database == "sqlite":
            path = self.url.removeprefix("sqlite:///")
            Path(path).unlink(missing_ok=True)
            with sqlite3.connect(self.original.removeprefix("sqlite:///")) as database:
                database.execute("VACUUM INTO ?", [path])
            return
        folder = self.url.partition("@/")[2].rpartition("/")[0]
        original, name = (url.rpartition("/")[2] for url in (self.original, self.url))
        with psycopg.connect(
            host=folder, user="postgres", dbname="postgres", autocommit=True
        ) as server:
            server.execute(f"DROP DATABASE IF EXISTS {name}")
            server.execute(f"CREATE DATABASE {name} TEMPLATE {original}")
