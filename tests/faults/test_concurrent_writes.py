"""Eight processes vote, count and publish at once: no error, and sums equal rows."""

import json
import os
import subprocess
import sys

import pytest

from tests import live

PROCESSES = 8
ROUNDS = 25

PREPARE = """
import json
shared, *own = [make_article() for _ in range(%d)]
print(json.dumps([shared.pk, *(article.pk for article in own), Edition.current()]))
"""

# Waits for a line, so that all begin together.
WORK = """
import json, sys
from django.conf import settings
from articles.rating import vote
from stats.counting import count_view

number, shared, own, rounds = json.loads(sys.argv[1])
settings.RATING_VOTES_PER_HOUR = settings.RATING_VOTES_PER_PREFIX_AND_HOUR = 10**6
shared, own = Article.objects.get(pk=shared), Article.objects.get(pk=own)
outcomes = []
print("ready", flush=True)
sys.stdin.readline()
for round in range(rounds):
    for voter in ("shared", f"own-{number}"):
        vote(
            shared,
            voter=voter,
            score=(number + round) % 5 + 1,
            client=voter,
            prefix_key=str(number),
        )
    for page, agent in [(f"/{number}/{round}/", "shared"), (f"/{round}/", str(number))]:
        outcome = count_view(
            page, "14.160.24.7", agent, article=shared.pk
        ).outcome
        outcomes.append(outcome.value)
    if round % 5 == 0:
        fields = {"title": f"{number} {round}", "category": own.category_id}
        own.publish(own.save_revision(content(**fields)))
        shared.publish(shared.newest_revision)
print(json.dumps(outcomes))
"""

CHECK = """
import json
from django.db.models import Count, Sum
from articles.models import *
votes = Rating.objects.aggregate(sum=Sum("score"), count=Count("pk"))
total = RatingTotal.objects.values("sum", "count").get()
visitors = Visitor.objects.aggregate(visits=Sum("visits"), number=Count("pk"))
hours = SiteHour.objects.aggregate(
    *map(Sum, ("views", "visits", "new_visitors", "capped"))
)
articles = ArticleDay.objects.aggregate(Sum("views"), Sum("reads"))
seen = Seen.objects.aggregate(views=Sum("views"))["views"]
print(json.dumps([votes, total, visitors, hours, articles, seen, Edition.current()]))
"""


@pytest.fixture
def site(tmp_path):
    """A migrated database without a server."""
    database = live.fresh_database(tmp_path)
    site = live.Site(tmp_path, database, live.free_port(), dict(os.environ))
    site.manage("migrate", "--verbosity", "0")
    return site


def start(site, *arguments):
    code = "import django; django.setup()\n" + live.SETUP + WORK
    return subprocess.Popen(
        [sys.executable, "-c", code, json.dumps(arguments)],
        cwd=live.ROOT,
        env=site.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run_at_once(processes):
    """What each process printed, after all were ready."""
    for process in processes:
        assert process.stdout.readline() == "ready\n", process.stderr.read()
    for process in processes:
        process.stdin.write("\n")
        process.stdin.flush()
    answers = [process.communicate(timeout=100) for process in processes]
    assert [process.returncode for process in processes] == [0] * PROCESSES, answers
    return [json.loads(out) for out, _ in answers]


def test_eight_processes_vote_count_and_publish_at_once(site):
    prepared = json.loads(site.run(PREPARE % (PROCESSES + 1)))
    shared, *own, edition = prepared
    processes = [
        start(site, number, shared, own[number], ROUNDS) for number in range(PROCESSES)
    ]
    outcomes = sum(run_at_once(processes), [])
    votes, total, visitors, hours, articles, seen, counter = json.loads(site.run(CHECK))

    assert votes["count"] == PROCESSES + 1
    assert total == votes
    # One visitor is shared and beyond its limit; the others see ROUNDS pages each.
    assert outcomes.count("capped") == hours["capped__sum"] == PROCESSES * ROUNDS - 60
    assert outcomes.count("counted") == hours["views__sum"] == PROCESSES * ROUNDS + 60
    assert visitors == {"visits": PROCESSES + 1, "number": PROCESSES + 1}
    assert hours["visits__sum"] == hours["new_visitors__sum"] == PROCESSES + 1
    assert articles["views__sum"] == seen == hours["views__sum"]
    assert counter == edition + 2 * PROCESSES * ROUNDS / 5
