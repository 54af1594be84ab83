"""How long readers wait for what has just been published."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from .client import Request
from .frame import SampleFailed
from .server import ROOT, Server

LIMIT = 20  # seconds
ENOUGH = 40  # connections, to find one to each worker
# Publishes an article of the title that it is given, when it is given a line more.
PUBLISH = """
import django
django.setup()
from articles.models import Article, Author, Category, Revision
article = Article.objects.create(title=input(), lead="L", body="<p>N</p>")
article.category = Category.objects.first()
content = Revision.of(article).content | {"authors": [Author.objects.first().pk]}
revision = article.save_revision(content)
print("ready", flush=True)
input()
article.publish(revision)
print("published", flush=True)
input()
article.bin()
"""


@dataclass(frozen=True)
class Publication:
    """One side of a row: the home page is asked over kept connections until all of them
    have shown a new title."""

    name: str
    site: object
    connect: object  # gives the connections
    request: Request
    compared = "seconds"

    def warm_up(self, options):
        pass

    def sample(self, options):
        title = f"Tin thu {uuid4().hex}"
        publisher = Publisher(self.site, title)
        try:
            waiting = self.connect()
            for connection in waiting:  # so that the page before it is held
                answer(connection, self.request)
            publisher.publish()
            return {"seconds": self.until_shown(title.encode(), waiting)}
        finally:
            publisher.end()

    def until_shown(self, title, waiting):
        began = time.monotonic()
        while waiting:
            waiting = [
                connection
                for connection in waiting
                if title not in answer(connection, self.request)
            ]
            if time.monotonic() - began > LIMIT:
                raise SampleFailed(f"{self.name}: not shown within {LIMIT} s")
        return time.monotonic() - began


class Publisher:
    """A process of its own, as an editor's worker is."""

    def __init__(self, site, title):
        self.process = subprocess.Popen(
            [sys.executable, "-c", PUBLISH],
            cwd=ROOT,
            env={
                **site.variables,
                "DJANGO_SETTINGS_MODULE": "laichau_portal.settings",
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.tell(title)

    def tell(self, line):
        self.process.stdin.write(f"{line}\n")
        self.process.stdin.flush()
        self.process.stdout.readline()

    def publish(self):
        self.tell("now")

    def end(self):
        self.process.communicate("done\n")


def answer(connection, request):
    connection.request("GET", request.path, headers=request.headers)
    return connection.getresponse().read()


def one_to_each_worker(servers, request):
    """Kept connections, one to each worker process of `servers`."""
    return [
        connection
        for server in servers
        for connection in by_worker(server, request).values()
    ]


def by_worker(server: Server, request):
    found = {}
    for _ in range(ENOUGH):
        connection = server.connect()
        answer(connection, request)
        found.setdefault(worker_of(server, connection), connection)
        if len(found) == len(server.workers):
            return found
    raise SampleFailed(f"{server.address}: not every worker took a connection")


def worker_of(server, connection):
    """The process that holds the other end of `connection`."""
    port = connection.sock.getsockname()[1]
    there, here = (f":{int(number):04X}" for number in (address_port(server), port))
    rows = (line.split() for line in Path("/proc/net/tcp").read_text().splitlines())
    inode = next(
        row[9] for row in rows if row[1].endswith(there) and row[2].endswith(here)
    )
    return next(
        pid
        for pid in server.workers
        for link in Path(f"/proc/{pid}/fd").iterdir()
        if os.path.lexists(link) and os.readlink(link) == f"socket:[{inode}]"
    )


def address_port(server):
    return server.address.rpartition(":")[2]
