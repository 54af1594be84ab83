"""A portal with the demo content on a throw-away database, and what it is compared with."""

import json
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

from tests import postgres

from .server import ROOT, Server

DATABASES = ("sqlite", "postgresql")
# Gives the addresses that the rows ask.
PATHS = """
import json
from articles.models import Article
article = Article.objects.published().order_by("pk").first()
print(json.dumps({
    "pk": article.pk,
    "path": article.get_absolute_url(),
    "category": article.category.get_absolute_url(),
}))
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


@contextmanager
def prepare(database, articles):
    """
    A Site on this kind of database, with so many articles in rows that ask for a large
    one; its servers and files end with the block.
    """
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        site = Site(database, Path(folder), articles)
        try:
            yield site
        finally:
            site.end()


class Site:
    def __init__(self, database, folder, articles):
        self.database = database
        self.articles = articles
        self.folder = folder
        self.servers = []
        self.variables = {
            "SECRET_KEY": "for-benchmarks-alone-0123456789-0123456789-0123456789",
            "DATABASE_URL": self.database_url(),
            "MEDIA_ROOT": str(folder / "media"),
            "STATIC_ROOT": str(folder / "static"),
            "ALLOWED_HOSTS": "127.0.0.1",
            "TRUSTED_PROXIES": "1",
        }
        self.manage("migrate", "--verbosity", "0")
        self.manage("collectstatic", "--no-input", "--verbosity", "0")
        self.manage("load_demo")
        paths = self.manage("shell", "--verbosity", "0", "--command", PATHS)
        article = json.loads(paths)
        self.article_pk, self.article_path = article["pk"], article["path"]
        self.category_path = article["category"]

    def database_url(self):
        if self.database == "postgresql":
            return postgres.start()
        return f"sqlite:///{self.folder / 'db.sqlite3'}"

    def fill(self):
        """Add the articles of a large portal."""
        self.run("-m", "benchmarks.fill", str(self.articles))

    def manage(self, *arguments):
        """What manage.py prints."""
        return self.run("manage.py", *arguments)

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

    def with_history(self):
        """Ten years in the database; gives the session key of a staff member."""
        subprocess.run(
            [sys.executable, "-m", "benchmarks.history", str(self.articles)],
            cwd=ROOT,
            env=self.variables,
            check=True,
        )
        return self.manage("shell", "--verbosity", "0", "--command", SESSION).strip()

    def serve(self, application, **variables):
        server = Server(application, {**self.variables, **variables})
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
        for server in self.servers:
            server.end()


BY_GUNICORN = {"Server", "Date", "Connection", "Transfer-Encoding"}
