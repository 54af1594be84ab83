"""Real processes whose database can be broken; needs PostgreSQL."""

import os
from types import SimpleNamespace

import pytest
from django.conf import settings

from tests import live
from tests.faults.proxy import PASS, Proxy

# SQLite has no line to cut.
collect_ignore = (
    []
    if settings.ON_POSTGRESQL
    else ["test_database_away.py", "test_mixed_load.py", "test_two_nodes.py"]
)


@pytest.fixture(scope="session")
def line():
    """A Proxy in front of the throw-away server."""
    folder = os.environ["DATABASE_URL"].partition("@/")[2].rpartition("/")[0]
    proxy = Proxy(f"{folder}/.s.PGSQL.5432")
    yield proxy
    proxy.close()


def start(folder, line, static, **options):
    """(site behind `line`, the same without a server and past the line)"""
    address = live.fresh_database(folder)
    environment = {
        **os.environ,
        "STATIC_ROOT": str(static),
        "REQUIRE_SECOND_FACTOR": "False",
    }
    port = live.free_port()
    behind = f"postgres://postgres@127.0.0.1:{line.port}/{address.rpartition('/')[2]}"
    site = live.Site(folder, behind, port, environment)
    past = live.Site(folder, address, port, environment)
    return SimpleNamespace(site=site, past=past, line=line, address=address)


@pytest.fixture(scope="module")
def behind(tmp_path_factory, line, collected_static):
    """A running portal of one worker behind the line."""
    place = start(tmp_path_factory.mktemp("behind"), line, collected_static)
    place.site.start(workers=1, threads=4)
    yield place
    line.become(PASS)
    place.site.stop()


if not settings.ON_POSTGRESQL:
    collect_ignore.append("test_kills.py")
