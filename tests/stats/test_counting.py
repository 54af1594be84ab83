"""The definitions of stats/counting.py, and what is kept of a visitor."""

from datetime import date, datetime, timedelta
from ipaddress import ip_network
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.models import Sum

from stats import counting, programs, visitors
from stats.counting import (
    Outcome,
    count_apart,
    count_view,
    count_view_without_key,
)
from stats.models import (
    ArticleDay,
    DailySalt,
    ReferrerDay,
    Seen,
    SiteHour,
    Visitor,
    WidthDay,
)

pytestmark = pytest.mark.django_db

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NOON = datetime(2026, 3, 3, 12, 0, tzinfo=HANOI)
BROWSER = "Mozilla/5.0 (Linux; Android 13) Chrome/124.0.0.0 Mobile Safari/537.36"


def view(page="/", at=NOON, address="14.160.24.7", **details):
    return count_view(page, address, BROWSER, now=at, **details).outcome


def views_at(*moments, **details):
    return [view(at=NOON + timedelta(**moment), **details) for moment in moments]


def site(column):
    return SiteHour.objects.aggregate(sum=Sum(column))["sum"] or 0


def test_the_first_view_makes_a_visitor_and_a_visit():
    assert view() == Outcome.COUNTED

    hour = SiteHour.objects.get()
    assert (hour.day, hour.hour) == (date(2026, 3, 3), 12)
    assert (hour.views, hour.visits, hour.new_visitors) == (1, 1, 1)


def test_the_second_page_belongs_to_the_same_visit():
    view("/")
    view("/tim-kiem/", at=NOON + timedelta(seconds=20))

    assert (site("views"), site("visits"), site("new_visitors")) == (2, 1, 1)


@pytest.mark.parametrize(
    ("gap", "visits"),
    [
        (timedelta(minutes=29, seconds=59), 1),
        (timedelta(minutes=30), 2),
    ],
)
def test_a_visit_ends_after_thirty_minutes_without_a_view(gap, visits):
    view()
    view(at=NOON + gap)

    assert site("visits") == visits
    assert site("new_visitors") == 1


def test_a_visit_lasts_as_long_as_there_are_views():
    views_at(*({"minutes": 25 * number} for number in range(5)))

    assert (site("views"), site("visits")) == (5, 1)


def test_a_visit_belongs_to_the_hour_of_its_first_view():
    views_at({"minutes": 50}, {"minutes": 70})

    assert list(SiteHour.objects.order_by("hour").values_list("hour", "visits")) == [
        (12, 1),
        (13, 0),
    ]


def test_local_midnight_ends_a_visit_and_starts_a_day():
    midnight = datetime(2026, 3, 4, tzinfo=HANOI)
    view(at=midnight - timedelta(milliseconds=100))
    view(at=midnight + timedelta(milliseconds=100))

    hours = SiteHour.objects.order_by("day")
    assert list(hours.values_list("day", "hour", "visits", "new_visitors")) == [
        (date(2026, 3, 3), 23, 1, 1),
        (date(2026, 3, 4), 0, 1, 1),
    ]


def test_the_same_page_within_five_seconds_counts_once():
    outcomes = views_at({"seconds": 0}, {"seconds": 4.9}, {"seconds": 5})

    assert outcomes == [Outcome.COUNTED, Outcome.REPEAT, Outcome.COUNTED]
    assert (site("views"), site("visits")) == (2, 1)


def test_a_repeat_leaves_no_trace():
    view(article=7)
    before = [*Visitor.objects.values(), *Seen.objects.values()]
    view(at=NOON + timedelta(seconds=3), article=7, referrer="bao.vn", width=360)

    assert [*Visitor.objects.values(), *Seen.objects.values()] == before
    assert ArticleDay.objects.get().views == 1
    assert not ReferrerDay.objects.exists()


def test_another_page_within_five_seconds_counts():
    view("/a/")
    assert view("/b/", at=NOON + timedelta(seconds=1)) == Outcome.COUNTED


def test_reloading_ten_times_in_a_minute_is_one_visit_and_one_read():
    views_at(*({"seconds": 6 * number} for number in range(10)), article=7)

    assert (site("views"), site("visits")) == (10, 1)
    assert ArticleDay.objects.values_list("views", "reads").get() == (10, 1)


def test_an_article_is_read_again_in_the_next_visit():
    views_at({"minutes": 0}, {"minutes": 10}, {"minutes": 45}, article=7)

    assert ArticleDay.objects.values_list("views", "reads").get() == (3, 2)


def test_an_article_opened_late_in_a_visit_is_read():
    view("/")
    view("7", at=NOON + timedelta(minutes=5), article=7)

    assert ArticleDay.objects.get().reads == 1


def test_neighbours_of_one_network_with_one_browser_are_one_visitor():
    view(address="14.160.24.7")
    view("/b/", address="14.160.24.200")
    view("/b/", address="14.160.25.7")

    assert site("new_visitors") == 2


def test_a_visitor_beyond_sixty_views_in_ten_minutes_is_capped(settings):
    seconds = settings.VISITOR_WINDOW_SECONDS / 2 / settings.VISITOR_VIEWS_PER_WINDOW
    outcomes = [
        view(f"/{number}/", at=NOON + timedelta(seconds=number * seconds))
        for number in range(settings.VISITOR_VIEWS_PER_WINDOW + 5)
    ]

    assert outcomes.count(Outcome.COUNTED) == settings.VISITOR_VIEWS_PER_WINDOW == 60
    assert outcomes[60:] == [Outcome.CAPPED] * 5
    assert (site("views"), site("capped")) == (60, 5)


def test_a_capped_visitor_counts_again_in_the_next_window(settings):
    settings.VISITOR_VIEWS_PER_WINDOW = 1
    outcomes = views_at(*({"minutes": minute} for minute in (0, 9, 10, 19, 20)))

    assert outcomes[::2] == [Outcome.COUNTED] * 3
    assert outcomes[1::2] == [Outcome.CAPPED] * 2


def test_the_cap_of_one_visitor_leaves_others_alone(settings):
    settings.VISITOR_VIEWS_PER_WINDOW = 1
    view("/a/")

    assert view("/b/") == Outcome.CAPPED
    assert view("/b/", address="27.72.1.1") == Outcome.COUNTED


def crowd(number, address="14.160.24.7", at=NOON, **details):
    """Views by as many visitors of one network."""
    return [
        count_view("/", address, f"{BROWSER} {index}", now=at, **details).outcome
        for index in range(number)
    ]


def test_a_network_that_begins_too_many_visits_in_an_hour_is_capped(settings):
    settings.NETWORK_VISITS_PER_HOUR = 2

    assert crowd(4) == [Outcome.COUNTED] * 2 + [Outcome.CAPPED] * 2
    assert (site("visits"), site("capped")) == (2, 2)
    # Whoever was refused is unknown as before: not somebody in the middle of a visit.
    assert Visitor.objects.count() == 2
    assert crowd(4)[2:] == [Outcome.CAPPED] * 2


def test_a_capped_network_leaves_visits_that_have_begun_and_others_alone(settings):
    settings.NETWORK_VISITS_PER_HOUR = 1
    crowd(2)

    later = NOON + timedelta(minutes=1)
    assert crowd(1, at=later) == [Outcome.COUNTED]
    assert crowd(1, address="14.160.25.7") == [Outcome.COUNTED]
    assert crowd(2, at=NOON + timedelta(hours=1))[0] == Outcome.COUNTED


def test_a_network_that_many_share_has_more_room(settings):
    settings.NETWORK_VISITS_PER_HOUR = 1
    settings.SHARED_NETWORK_VISITS_PER_HOUR = 3
    settings.SHARED_NETWORKS = [ip_network("14.160.0.0/16")]

    assert crowd(4).count(Outcome.COUNTED) == 3
    assert crowd(2, address="27.72.1.1").count(Outcome.COUNTED) == 1


def test_of_a_reader_without_a_key_nothing_is_kept():
    for enters in (True, False):
        count_view_without_key(enters=enters, article=7, width=360, now=NOON)

    assert (site("views"), site("visits"), site("new_visitors")) == (2, 1, 0)
    assert ArticleDay.objects.values_list("views", "reads").get() == (2, 2)
    assert not Visitor.objects.exists()
    assert not Seen.objects.exists()
    assert not DailySalt.objects.exists()


def test_readers_without_a_key_share_one_limit(settings):
    settings.SHARED_NETWORK_VISITS_PER_HOUR = 2
    outcomes = [count_view_without_key(enters=True, now=NOON).outcome for _ in range(3)]

    assert outcomes == [Outcome.COUNTED, Outcome.COUNTED, Outcome.CAPPED]
    assert (site("views"), site("capped")) == (2, 1)


@pytest.mark.parametrize("kind", ["bots", "prefetch", "staff"])
def test_what_is_no_reader_is_counted_apart(kind):
    count_apart(kind, now=NOON)

    assert site(kind) == 1
    assert (site("views"), site("visits"), site("new_visitors")) == (0, 0, 0)


def test_referrers_of_a_day_are_counted_by_host():
    views_at({"seconds": 0}, {"seconds": 10}, referrer="bao.vn")
    view(at=NOON + timedelta(seconds=20))

    assert ReferrerDay.objects.values_list("host", "views").get() == ("bao.vn", 2)


def test_referrers_beyond_a_thousand_new_ones_a_day_are_one_row(monkeypatch):
    monkeypatch.setattr(counting, "NEW_REFERRERS_PER_DAY", 2)
    for number, host in enumerate(["a.vn", "b.vn", "c.vn", "d.vn", "a.vn"]):
        view(at=NOON + timedelta(seconds=10 * number), referrer=host)

    assert dict(ReferrerDay.objects.values_list("host", "views")) == {
        "a.vn": 2,
        "b.vn": 1,
        "(khác)": 2,
    }


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (None, "unknown"),
        (0, "unknown"),
        (360, "phone"),
        (599, "phone"),
        (600, "tablet"),
        (1023, "tablet"),
        (1024, "desktop"),
    ],
)
def test_windows_are_counted_by_width(width, expected):
    view(width=width)

    assert WidthDay.objects.values_list("width", "views").get() == (expected, 1)


def test_no_address_and_no_browser_is_stored():
    view(article=7, referrer="bao.vn", width=360)

    stored = str([list(model.objects.values()) for model in (Visitor, Seen, SiteHour)])
    assert "14.160" not in stored
    assert "Android" not in stored


def test_the_key_of_a_visitor_is_another_each_day():
    keys = {
        visitors.keys(date(2026, 3, day), "14.160.24.7", BROWSER)[0]
        for day in (3, 3, 4)
    }

    assert len(keys) == 2
    assert all(len(key) == 32 for key in keys)


def test_the_salt_that_was_there_first_stays():
    DailySalt.objects.create(day=NOON.date(), salt=b"s" * 32)

    assert visitors.salt_of(NOON.date()) == b"s" * 32
    assert DailySalt.objects.count() == 1


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "1.1.1.1", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "203.0.113.9"),
        (1, "6.6.6.6, fe80::1%eth0", "fe80::1"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
        (1, ", ".join(["6.6.6.6"] * 9 + ["203.0.113.9"]), "203.0.113.9"),
        (1, "203.0.113.9, rubbish", ""),
    ],
)
def test_the_address_stands_as_many_hops_from_the_right_as_proxies_are_trusted(
    rf, settings, proxies, forwarded, expected
):
    settings.TRUSTED_PROXIES = proxies
    request = rf.get(
        "/",
        REMOTE_ADDR="10.0.0.1",
        HTTP_X_FORWARDED_FOR=forwarded,
        HTTP_FORWARDED="for=6.6.6.6",
    )

    assert visitors.client_address(request) == expected


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("203.0.113.9", "203.0.113.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("", ""),
    ],
)
def test_a_network_is_24_bits_or_48(address, expected):
    assert visitors.prefix(address) == expected


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (compatible; coccocbot-web/1.0; +http://help.coccoc.com/)",
        "facebookexternalhit/1.1",
        "ZaloBot/1.0",
        "curl/8.5.0",
        "python-requests/2.32",
        "Java/17.0.1",
        "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/124.0 Safari/537.36",
    ],
)
def test_crawlers_and_tools_are_bots(name):
    assert visitors.is_bot(name)


@pytest.mark.parametrize(
    "name",
    [
        BROWSER,
        "Mozilla/5.0 (Windows NT 10.0) coc_coc_browser/122.0 Chrome/116.0 Safari/537.36",
        "Mozilla/5.0 (Linux; Android 12; wv) Chrome/110.0 Zalo android/12090758",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 16_5 like Mac OS X) [FBAN/FBIOS;FBLC/vi_VN]",
        "Mozilla/5.0 (Linux; Android 10; CUBOT NOTE 20) Chrome/100.0 Mobile",
        "Opera/9.80 (Android; Opera Mini/36.2; U; vi) Presto/2.12 Version/12.16",
    ],
)
def test_browsers_that_people_use_here_are_no_bots(name):
    assert not visitors.is_bot(name)


@pytest.mark.parametrize("header", ["HTTP_SEC_PURPOSE", "HTTP_PURPOSE"])
def test_a_prefetch_says_so(rf, header):
    assert visitors.is_prefetch(rf.get("/", **{header: "prefetch;prerender"}))
    assert not visitors.is_prefetch(rf.get("/"))


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has none")
def test_the_function_in_the_database_is_made_of_todays_statements():
    """A changed statement needs a migration that installs the function anew."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname = 'stats_count_view'")
        assert cursor.fetchall() == [(programs.BODY,)]


def test_a_process_keeps_the_salt_of_one_day(django_assert_num_queries):
    view()
    with django_assert_num_queries(0):
        salt = visitors.salt_of(NOON.date())
    view(at=NOON + timedelta(days=1))

    assert salt == bytes(DailySalt.objects.get(day=NOON.date()).salt)
    assert visitors.known_salt[0] == NOON.date() + timedelta(days=1)
