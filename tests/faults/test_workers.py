"""Several worker processes of a real gunicorn, asked one by one, and killed."""

import re
import threading
import time
from http.client import HTTPException

import pytest

# Three servers of one worker each: which process answers is known.
BETWEEN_KILLS = 5  # accepted beacons and votes
WITHIN = 1.0  # seconds until a change is seen, which DESIGN section 7 promises


@pytest.fixture
def three_sites(live_site):
    """Three portals on the same database, one worker process each."""
    from tests import live

    sites = [live_site]
    for _ in range(2):
        other = live.Site(
            live_site.folder,
            live_site.environment["DATABASE_URL"],
            live.free_port(),
            live_site.environment,
        )
        other.environment["SITE_URL"] = live_site.url
        other.start(workers=1, threads=2)
        sites.append(other)
    yield sites
    for site in sites[1:]:
        site.stop()


def test_publication_and_withdrawal_are_seen_by_every_process_within_a_second(
    three_sites,
):
    first = three_sites[0]
    for site in three_sites:
        assert b"Tin cho moi tien trinh" not in site.get("/")[2]

    path = first.run(
        "article, revision = make_draft(title='Tin cho moi tien trinh')\n"
        "article.publish(revision); print(article.get_absolute_url())"
    ).strip()
    time.sleep(WITHIN)
    for site in three_sites:
        assert b"Tin cho moi tien trinh" in site.get("/")[2]
        assert site.get(path)[0] == 200

    first.run("Article.objects.get().withdraw()")
    time.sleep(WITHIN)
    for site in three_sites:
        assert b"Tin cho moi tien trinh" not in site.get("/")[2]
        assert site.get(path)[0] == 404


def test_every_page_carries_the_same_bytes_whichever_process_answers(three_sites):
    three_sites[0].run("make_article(title='Mot tin')")
    time.sleep(WITHIN)

    bodies = {site.get("/")[2] for site in three_sites}

    assert len(bodies) == 1


AGENT = "Mozilla/5.0 (Linux; Android 9) AppleWebKit/537.36 Chrome/100.0 Mobile"


@pytest.fixture
def site_behind_a_proxy(collected_static, tmp_path):
    """A portal that believes X-Forwarded-For."""
    from tests import live

    with live.serve(tmp_path, TRUSTED_PROXIES="1") as site:
        yield site


@pytest.mark.parametrize("kills", [10, pytest.param(1000, marks=pytest.mark.slow)])
def test_what_was_accepted_counts_once_though_workers_are_killed(
    site_behind_a_proxy, kills
):
    """Case 49: beacons and votes under kill -9; sums equal rows."""
    live_site = site_behind_a_proxy
    pk = int(live_site.run("print(make_article().pk)"))
    accepted = {"views": 0, "votes": 0}
    unanswered = {"views": 0}
    lock = threading.Lock()
    is_over = threading.Event()

    def beacons(number):
        turn = 0
        while not is_over.is_set():
            turn += 1
            # A visitor and a network of its own each time: no repeat, no limit.
            status = try_to_post(
                live_site,
                "/luot-xem/",
                b'{"article": %d, "path": "/", "referrer": "", "width": 360}' % pk,
                Content_Type="application/json",
                User_Agent=AGENT,
                X_Forwarded_For=f"{number + 1}.{turn >> 8}.{turn & 255}.1",
                Sec_Fetch_Site="same-origin",
            )
            assert status in (0, 200), status
            with lock:
                accepted["views"] += status == 200
                unanswered["views"] += status == 0

    def votes(number):
        turn = 0
        while not is_over.is_set():
            turn += 1
            status = try_to_post(
                live_site,
                f"/danh-gia/{pk}/",
                b"score=5",
                Content_Type="application/x-www-form-urlencoded",
                User_Agent=f"{AGENT} {number}-{turn}",
                Sec_Fetch_Site="same-origin",
            )
            with lock:
                accepted["votes"] += status == 303

    threads = [
        threading.Thread(target=target, args=(number,))
        for number in range(4)
        for target in (beacons, votes)
    ]
    for thread in threads:
        thread.start()
    for number in range(1, kills + 2):
        wait_for(accepted, number * BETWEEN_KILLS)
        if number <= kills:
            live_site.kill_a_worker()
    is_over.set()
    for thread in threads:
        thread.join()

    found = live_site.run(
        "from django.db.models import Sum, Count\n"
        "print(ArticleDay.objects.aggregate(n=Sum('views'))['n'],"
        "*SiteHour.objects.aggregate(v=Sum('views'), n=Sum('visits')).values(),"
        "Visitor.objects.count(),"
        "Rating.objects.count(),"
        "*Rating.objects.filter(held=False).aggregate(s=Sum('score'), c=Count('pk')).values(),"
        "*RatingTotal.objects.values_list('sum', 'count').get())"
    )
    views, hour_views, visits, visitors, *votes_found = map(
        int, re.findall(r"\d+", found)
    )
    rows, total, count, kept_sum, kept_count = votes_found
    # What was killed after its commit but before its answer may be there, too.
    assert accepted["views"] <= views <= accepted["views"] + unanswered["views"]
    assert views == hour_views == visits == visitors
    assert rows >= accepted["votes"]
    assert (kept_sum, kept_count) == (total, count)


def wait_for(accepted, number):
    """Until that many of each kind have been accepted."""
    end = time.monotonic() + 60
    while min(accepted.values()) < number:
        assert time.monotonic() < end, "nothing was accepted for a minute"
        time.sleep(0.05)


def try_to_post(site, path, body, **headers):
    """The status, or 0 when the connection broke, as it may while workers die."""
    try:
        return site.post(path, body, **headers)[0]
    except (OSError, HTTPException):
        return 0
