"""The definitions of stats/counting.py against a slow and simple model of them."""

from collections import Counter
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as bounded
from hypothesis import strategies as st

from stats import visitors
from stats.counting import Outcome, count_apart, count_view
from stats.models import ArticleDay, SiteHour

pytestmark = pytest.mark.django_db

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
# Every example begins shortly before midnight, so that days change in the midst of it.
START = datetime(2026, 3, 3, 23, 40, tzinfo=HANOI)
VISITOR_LIMIT, WINDOW, NETWORK_LIMIT = 4, timedelta(minutes=10), 3
# Gaps at, just below and above each limit of the definitions, in seconds.
GAPS = st.sampled_from([0, 0.1, 4.9, 5, 30, 299, 599, 600, 1199, 1799.9, 1800, 3000])
ADDRESSES = ["14.160.24.7", "14.160.24.200", "27.72.1.1"]  # the first two: one network
PAGES = [("/", None), ("/the/che/", None), ("7", 7), ("8", 8)]
COLUMNS = ["views", "visits", "new_visitors", "bots", "prefetch", "staff", "capped"]


class Event(NamedTuple):
    at: datetime
    kind: str  # "view" or what is counted apart
    address: str
    browser: str
    page: str
    article: int | None

    @property
    def visitor(self):
        """Who this is, on that day."""
        return (self.at.date(), network_of(self.address), self.browser)

    @property
    def hour(self):
        return (self.at.date(), self.at.hour)


def network_of(address):
    return address.rpartition(".")[0]


EVENTS = st.lists(
    st.tuples(
        GAPS,
        st.sampled_from(["view"] * 9 + ["bots", "prefetch", "staff"]),
        st.sampled_from(ADDRESSES),
        st.sampled_from(["A", "B", "C"]),
        st.sampled_from(PAGES),
    ),
    max_size=25,
)


def events_of(drawn):
    at, events = START, []
    for gap, kind, address, browser, (page, article) in drawn:
        at += timedelta(seconds=gap)
        events.append(Event(at, kind, address, browser, page, article))
    return events


def counted_by_the_model(events, network_limit=NETWORK_LIMIT):
    """(outcomes, {hour: Counter}, {(article, day): Counter}) by the words themselves."""
    accepted, outcomes = [], []
    hours, articles = {}, {}
    for event in events:
        hour = hours.setdefault(event.hour, Counter())
        if event.kind != "view":
            hour[event.kind] += 1
            outcomes.append(None)
            continue
        outcome = judge(event, accepted, network_limit)
        outcomes.append(outcome)
        if outcome == Outcome.CAPPED:
            hour["capped"] += 1
        elif outcome == Outcome.COUNTED:
            own = views_of(event, accepted)
            hour["views"] += 1
            hour["visits"] += begins_a_visit(event, own)
            hour["new_visitors"] += not own
            if event.article:
                day = articles.setdefault((event.article, event.at.date()), Counter())
                day["views"] += 1
                day["reads"] += event.page not in pages_of_this_visit(event, own)
            accepted.append(event)
    return outcomes, hours, articles


def views_of(event, accepted):
    return [view for view in accepted if view.visitor == event.visitor]


def judge(event, accepted, network_limit):
    own = views_of(event, accepted)
    if own and is_full(event, own):
        return Outcome.CAPPED
    begun = [
        view
        for place, view in enumerate(accepted)
        if (view.hour, network_of(view.address))
        == (event.hour, network_of(event.address))
        and begins_a_visit(view, views_of(view, accepted[:place]))
    ]
    if begins_a_visit(event, own) and len(begun) >= network_limit:
        return Outcome.CAPPED
    same = [view for view in own if view.page == event.page]
    is_repeat = same and event.at - same[-1].at < timedelta(seconds=5)
    return Outcome.REPEAT if is_repeat else Outcome.COUNTED


def is_full(event, own):
    """A window opens with a view and is ten minutes long; so many views fit into it."""
    opened, number = own[0].at, 0
    for view in own:
        if view.at - opened >= WINDOW:
            opened, number = view.at, 0
        number += 1
    return event.at - opened < WINDOW and number >= VISITOR_LIMIT


def begins_a_visit(event, own):
    return not own or event.at - own[-1].at >= timedelta(minutes=30)


def pages_of_this_visit(event, own):
    pages, last = [], event.at
    for view in reversed(own):
        if last - view.at >= timedelta(minutes=30):
            break
        pages.append(view.page)
        last = view.at
    return pages


def counted_by_the_portal(events):
    """The same three, out of the database."""
    outcomes = [count(event) for event in events]
    hours = {
        (row["day"], row["hour"]): {name: row[name] for name in COLUMNS}
        for row in SiteHour.objects.values()
    }
    articles = {
        (row.article_id, row.day): {"views": row.views, "reads": row.reads}
        for row in ArticleDay.objects.all()
    }
    return outcomes, hours, articles


def count(event):
    if event.kind != "view":
        count_apart(event.kind, now=event.at)
        return None
    return count_view(
        event.page, event.address, event.browser, article=event.article, now=event.at
    ).outcome


def undone(work):
    """What `work` returns, with everything that it wrote taken back, and the salts."""
    with transaction.atomic():
        result = work()
        transaction.set_rollback(True)
    visitors.known_salt = (None, None)
    return result


def whole(hours):
    """Every column, and no hour in which nothing happened."""
    return {
        key: {name: hour[name] for name in COLUMNS}
        for key, hour in hours.items()
        if any(hour.values())
    }


@pytest.fixture(autouse=True)
def small_limits(settings):
    settings.VISITOR_VIEWS_PER_WINDOW = VISITOR_LIMIT
    settings.NETWORK_VISITS_PER_HOUR = NETWORK_LIMIT


examples = bounded(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@examples
@given(EVENTS)
def test_the_portal_counts_what_the_words_say(drawn):
    events = events_of(drawn)
    outcomes, hours, articles = counted_by_the_model(events)
    found = undone(lambda: counted_by_the_portal(events))

    assert found == (outcomes, whole(hours), articles)


@examples
@given(EVENTS, st.randoms(use_true_random=False))
def test_the_order_in_which_visitors_come_changes_no_sum(drawn, dice):
    """Each visitor's own order stays; a network's limit alone would tell first from last."""
    events = [event for event in events_of(drawn) if event.address != ADDRESSES[1]]
    _, hours, articles = counted_by_the_model(events, network_limit=1000)
    queues = {}
    for event in events:
        queues.setdefault((event.kind, event.address, event.browser), []).append(event)
    shuffled = []
    while any(queues.values()):
        shuffled.append(
            dice.choice([queue for queue in queues.values() if queue]).pop(0)
        )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("stats.counting.network_limit", lambda address: 1000)
        _, *found = undone(lambda: counted_by_the_portal(shuffled))

    assert found == [whole(hours), articles]
