"""The portal as real processes: a database of its own, gunicorn, several workers."""

import functools
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from django.conf import settings

ROOT = Path(__file__).parent.parent
READY_WITHIN = 60  # seconds


class Site:
    """A running portal: `url`, `database_url`, `pids` of its workers."""

    def __init__(self, folder, database_url, port, environment):
        self.folder = folder
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.environment = environment | {
            "DATABASE_URL": database_url,
            "SITE_URL": self.url,
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "MEDIA_ROOT": str(folder / "media"),
            "DJANGO_SETTINGS_MODULE": "laichau_portal.settings",
        }
        self.server = None

    def manage(self, *arguments, **options):
        """Run a command of manage.py against this site's database."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
            **options,
        ).stdout

    def run(self, code):
        """Run Python `code` with the models at hand; what it printed."""
        return self.manage("shell", "--no-imports", "--command", SETUP + code)

    def start(self, workers, threads):
        self.server = subprocess.Popen(
            [
                *[sys.executable, "-m", "gunicorn", "laichau_portal.wsgi"],
                *["--bind", f"127.0.0.1:{self.port}", "--no-control-socket"],
                *["--workers", str(workers), "--threads", str(threads)],
                *["--worker-class", "gthread", "--log-level", "warning"],
            ],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=(self.folder / "gunicorn.log").open("a"),
        )
        self.wait()

    def wait(self):
        end = time.monotonic() + READY_WITHIN
        while True:
            try:
                return self.get("/healthz")
            except OSError:
                log = (self.folder / "gunicorn.log").read_text()
                assert self.server.poll() is None, log
                assert time.monotonic() < end, log
                time.sleep(0.05)

    def get(self, path, **headers):
        """(status, headers, body) of a GET; errors are answers, too."""
        request = urllib.request.Request(self.url + path, headers=headers)
        return answer_of(request)

    def post(self, path, body=b"", **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(self.url + path, body, headers)
        return answer_of(request)

    @property
    def pids(self):
        children = Path(f"/proc/{self.server.pid}/task/{self.server.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def kill_a_worker(self, number=0):
        os.kill(self.pids[number], signal.SIGKILL)

    def stop(self):
        if self.server:
            self.server.terminate()
            self.server.wait(30)


SETUP = """
from datetime import timedelta
from django.utils import timezone
from articles.models import *
from stats.models import *
from tests.builders import *
"""


def answer_of(request):
    try:
        with OPENER.open(request, timeout=30) as response:
            return response.status, response.headers, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments, **options):
        return None


OPENER = urllib.request.build_opener(NoRedirect)


def free_port():
    with socket.socket() as wire:
        wire.bind(("127.0.0.1", 0))
        return wire.getsockname()[1]


def fresh_database(folder):
    """
    The address of a migrated, empty database of the kind that this run is about: a
    copy of one that is migrated once a run.
    """
    if settings.ON_POSTGRESQL:
        name = f"live_{uuid4().hex}"
        create_database(name, template=migrated_database())
        return address_of(name)
    path = folder / "live.sqlite3"
    shutil.copy(migrated_database(), path)
    return f"sqlite:///{path}"


def empty_database(folder):
    """The address of a database without a table."""
    if settings.ON_POSTGRESQL:
        name = f"empty_{uuid4().hex}"
        create_database(name)
        return address_of(name)
    return f"sqlite:///{folder / f'empty-{uuid4().hex}.sqlite3'}"


@functools.cache
def migrated_database():
    """Name (PostgreSQL) or path (SQLite) of the database that others copy."""
    if settings.ON_POSTGRESQL:
        name = "live_template"
        create_database(name)
        migrate(address_of(name))
        return name
    path = Path(tempfile.mkdtemp(prefix="portal-template-")) / "migrated.sqlite3"
    migrate(f"sqlite:///{path}")
    return path


def migrate(address):
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": address,
            "DJANGO_SETTINGS_MODULE": "laichau_portal.settings",
        },
        check=True,
    )


def create_database(name, template="template1"):
    import psycopg

    folder = os.environ["DATABASE_URL"].partition("@/")[2].rpartition("/")[0]
    with psycopg.connect(
        host=folder, user="postgres", dbname="postgres", autocommit=True
    ) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def address_of(name):
    return f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"


@contextmanager
def serve(folder, workers=2, threads=4, **environment):
    """A migrated, running Site; stopped and removed at the end."""
    folder = Path(folder)
    site = Site(
        folder,
        fresh_database(folder),
        free_port(),
        {
            **os.environ,
            "STATIC_ROOT": os.environ["TEST_STATIC_ROOT"],
            "REQUIRE_SECOND_FACTOR": "False",
            **environment,
        },
    )
    try:
        site.start(workers, threads)
        yield site
    finally:
        site.stop()
        shutil.rmtree(folder / "media", ignore_errors=True)
