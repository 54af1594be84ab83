"""Mixed load with a fault every ten seconds: nothing that was accepted is lost."""

import os
import random
import re
import signal
import time
from collections import Counter
from pathlib import Path

import pytest

from tests.faults.conftest import start
from tests.faults.load import Load
from tests.faults.proxy import DELAY, PASS, REFUSE, SWALLOW
from tests.faults.test_database_away import connect, wait_until_it_answers

SECONDS = int(os.environ.get("MIXED_LOAD_SECONDS", 600))
SEED = os.environ.get("MIXED_LOAD_SEED") or str(random.randrange(10**6))
EVERY, LASTS = 10, 3  # seconds from fault to fault, and that the long ones take
# So long after a fault nobody wonders at an answer of 503.
AFTERWARDS = 5

PREPARE = """
make_user('bientap', password='mat-khau-rat-dai-1', is_superuser=True)
article = make_article(title='Tin')
print(article.pk, article.category_id, make_author().pk)
"""


def line_becomes(mode):
    def break_it(place):
        place.line.become(mode)
        time.sleep(LASTS)
        place.line.become(PASS)

    return break_it


def kill_a_worker(place):
    place.site.kill_a_worker()


def cut_the_line(place):
    place.line.cut()


def deploy_anew(place):
    place.site.server.send_signal(signal.SIGHUP)


def end_the_servers_processes(place):
    with connect(place, autocommit=True) as owner:
        owner.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def let_the_database_only_read(place):
    name = place.address.rpartition("/")[2]
    setting = f'ALTER DATABASE "{name}" SET default_transaction_read_only'
    with connect(place, autocommit=True) as owner:
        owner.execute(f"{setting} = on")
        place.line.cut()
        time.sleep(LASTS)
        owner.execute("SET default_transaction_read_only = off")
        owner.execute(f"{setting} = off")
        place.line.cut()


FAULTS = {
    "a worker is killed": kill_a_worker,
    "workers are replaced": deploy_anew,
    "connections are cut": cut_the_line,
    "the server ends its processes": end_the_servers_processes,
    "the database refuses": line_becomes(REFUSE),
    "the line swallows all": line_becomes(SWALLOW),
    "answers are five seconds late": line_becomes(DELAY),
    "the database only reads": let_the_database_only_read,
}


@pytest.fixture
def place(tmp_path, line, collected_static):
    place = start(tmp_path, line, collected_static)
    place.site.environment["TRUSTED_PROXIES"] = "1"
    place.site.start(workers=2, threads=4)
    yield place
    line.become(PASS)
    place.site.stop()


@pytest.mark.slow
def test_nothing_that_was_accepted_is_lost_under_load_and_faults(place, capsys):
    with capsys.disabled():
        print(f"\nMIXED_LOAD_SEED={SEED} MIXED_LOAD_SECONDS={SECONDS}")
    keys = map(int, place.past.run(PREPARE).split())
    article, category, author = keys
    load = Load(place.site, SEED, article=article, category=category, author=author)
    load.start()
    try:
        faults = break_things(place)
    finally:
        place.line.become(PASS)
        load.stop()
    wait_until_it_answers(place.site)
    with capsys.disabled():
        report(load, faults)

    assert load.leaks == []
    assert unexpected(load, faults) == []
    assert lost(place, load) == {}


def break_things(place):
    """[(began, ended, name)] of a random fault every ten seconds."""
    chance, faults = random.Random(SEED), []
    end = time.monotonic() + SECONDS
    while time.monotonic() + EVERY < end:
        began = time.monotonic()
        name = chance.choice(list(FAULTS))
        FAULTS[name](place)
        faults.append((began, time.monotonic(), name))
        time.sleep(max(began + EVERY - time.monotonic(), 0))
    return faults


def unexpected(load, faults):
    """Failures that no fault explains, and whatever is no 503 and no broken line."""
    return [
        (who, status)
        for at, who, status in load.failures
        if status not in (0, 503)
        or not any(began <= at <= ended + AFTERWARDS for began, ended, _ in faults)
    ]


def lost(place, load):
    """{what: how many} of what was accepted and is not there."""
    accepted = load.accepted
    with connect(place) as found:
        [views] = found.execute("SELECT sum(views) FROM stats_sitehour").fetchone()
        [rows, *kept] = found.execute(
            "SELECT count(*), sum(score) FILTER (WHERE NOT held),"
            " count(*) FILTER (WHERE NOT held) FROM articles_rating"
        ).fetchone()
        totals = found.execute("SELECT sum, count FROM articles_ratingtotal").fetchone()
        titles = {
            title
            for [title] in found.execute(
                "SELECT title FROM articles_article WHERE status = 'published'"
            )
        }
        names = {name for [name] in found.execute("SELECT file FROM articles_image")}
    files = {
        url
        for url in accepted["uploads"]
        if place.site.get(url)[0] != 200 or url.removeprefix("/media/") not in names
    }
    numbers = {
        "views": accepted["views"] - views,
        "votes": accepted["votes"] - rows,
        "sums that differ from rows": int(list(totals) != kept),
        "articles": len(set(accepted["articles"]) - titles),
        "pictures": len(files),
        "tracebacks in the log": count_of_tracebacks(place),
    }
    return {what: number for what, number in numbers.items() if number > 0}


def count_of_tracebacks(place):
    """Errors 500 in the log; those of the database's absence are 503."""
    log = Path(place.site.folder / "gunicorn.log").read_text()
    return len(re.findall(r"Internal Server Error", log))


def report(load, faults):
    print(dict(Counter(name for *_, name in faults)))
    for (who, status), number in sorted(load.answers.items()):
        print(f"{who:8} {status or 'broken':6} {number}")
    accepted = {
        kind: number if isinstance(number, int) else len(number)
        for kind, number in load.accepted.items()
    }
    print("accepted:", accepted)
