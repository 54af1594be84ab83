"""
Cases 49 and 50: `kill -9` in votes, beacons, uploads and publications, and workers that
are replaced under sixteen clients.
"""

import random
import signal
import threading
import time

import pytest

from tests.faults.conftest import start
from tests.faults.load import BROKEN, Client, Load
from tests.faults.test_mixed_load import PREPARE, lost

KILLS, KILLS_BEFORE_A_RELEASE = 50, 1000
CLIENTS = 16
WITHIN = 60  # seconds


@pytest.fixture
def place(tmp_path, line, collected_static):
    place = start(tmp_path, line, collected_static)
    # Workers that are forked from a loaded portal are there again at once.
    place.site.environment |= {
        "TRUSTED_PROXIES": "1",
        "GUNICORN_CMD_ARGS": "--preload",
    }
    place.site.start(workers=2, threads=4)
    yield place
    place.site.stop()


@pytest.mark.parametrize(
    "kills", [KILLS, pytest.param(KILLS_BEFORE_A_RELEASE, marks=pytest.mark.slow)]
)
def test_what_was_accepted_is_there_whole_after_kills(place, kills):
    article, category, author = map(int, place.past.run(PREPARE).split())
    load = Load(
        place.site, 1, article=article, category=category, author=author, readers=0
    )
    chance = random.Random(1)
    load.start()
    try:
        for _ in range(kills):
            wait_for_more(load)
            place.site.kill_a_worker(chance.randrange(len(place.site.pids)))
        while not (load.accepted["articles"] and load.accepted["uploads"]):
            wait_for_more(load)
    finally:
        load.stop()

    assert [failure for failure in load.failures if failure[2] == 500] == []
    assert lost(place, load) == {}


def wait_for_more(load):
    """Until a few more votes and views have been accepted, and a worker is there."""
    end = time.monotonic() + WITHIN
    enough = load.accepted["views"] + load.accepted["votes"] + 4
    while load.accepted["views"] + load.accepted["votes"] < enough:
        assert time.monotonic() < end, "nothing was accepted for a minute"
        time.sleep(0.02)
    while not load.site.pids:
        time.sleep(0.02)


def test_workers_are_replaced_under_sixteen_clients_without_an_error(place):
    """Each request has a connection of its own, as between nginx and the portal."""
    path = place.past.run("print(make_article().get_absolute_url())").strip()
    over, answers = threading.Event(), []

    def ask():
        client = Client(place.site)
        while not over.is_set():
            for address in ("/", path, "/tim-kiem/?q=tin"):
                answers.append(client.ask(address)[0])

    threads = [threading.Thread(target=ask) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    try:
        replace_workers(place.site)
    finally:
        over.set()
        for thread in threads:
            thread.join()

    assert len(answers) > CLIENTS
    assert BROKEN not in answers
    assert set(answers) == {200}


def replace_workers(site):
    """Until none of the workers that were there is left."""
    before, end = set(site.pids), time.monotonic() + WITHIN
    site.server.send_signal(signal.SIGHUP)
    while before & set(site.pids) or not site.pids:
        assert time.monotonic() < end
        time.sleep(0.05)
