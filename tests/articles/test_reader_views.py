"""What readers send: votes, display choices, beacons and the counting picture."""

import json

import pytest
from django.core import signing
from django.db import connection
from django.utils import timezone

from articles.models import Article, Rating, RatingTotal
from stats import most_read
from stats.models import ArticleDay, ReferrerDay, Seen, SiteHour, Visitor, WidthDay
from tests.builders import make_article, make_category, make_user

pytestmark = pytest.mark.django_db

OWN = {"sec-fetch-site": "same-origin"}
FOREIGN = {"sec-fetch-site": "cross-site"}
BROWSER = "Mozilla/5.0 (Linux; Android 13) Chrome/124.0.0.0 Mobile Safari/537.36"
JSON = {"accept": "application/json"}
Status = Article.Status


@pytest.fixture
def article():
    return make_article()


@pytest.fixture
def unseen():
    """Articles that the public may not see."""
    later = timezone.now() + timezone.timedelta(days=1)
    binned = make_article()
    binned.bin()
    return [
        make_article(Status.DRAFT),
        make_article(Status.IN_REVIEW),
        make_article(Status.WITHDRAWN),
        make_article(published_at=later),
        binned,
    ]


# Votes


def rate(client, article, score=5, headers=OWN, **extra):
    data = {} if score is None else {"score": score}
    return client.post(f"/danh-gia/{article.pk}/", data, headers=headers, **extra)


def test_a_vote_without_script_leads_to_its_page(client, article):
    response = rate(client, article)

    assert response.status_code == 303
    assert response["Location"] == f"/danh-gia/{article.pk}/"
    assert RatingTotal.objects.values_list("sum", "count").get() == (5, 1)


def test_a_vote_with_script_is_answered_in_figures(client, article):
    response = rate(client, article, 4, OWN | JSON)

    assert response.json() == {"score": 4, "sum": 4, "count": 1, "mean": 4.0}


def test_without_a_vote_the_own_score_is_null(client, article):
    answer = client.get(f"/danh-gia/{article.pk}/", headers=JSON).json()

    assert answer == {"score": None, "sum": 0, "count": 0, "mean": 0}


def test_a_voter_finds_the_own_score_again_and_replaces_it(client, article):
    rate(client, article, 5)
    rate(client, article, 2)
    answer = client.get(f"/danh-gia/{article.pk}/", headers=JSON).json()

    assert answer == {"score": 2, "sum": 2, "count": 1, "mean": 2.0}
    assert Rating.objects.count() == 1


def test_the_page_of_a_vote_says_the_figures(client, article):
    rate(client, article, 4)
    response = client.get(f"/danh-gia/{article.pk}/")

    sentence = "Tổng số điểm của bài viết là: 4 trong 1 đánh giá"
    assert sentence in response.content.decode()


def test_what_one_voter_sees_is_kept_nowhere(client, article):
    for headers in ({}, JSON):
        response = client.get(f"/danh-gia/{article.pk}/", headers=headers)

        assert response["Cache-Control"] == "no-store"
        assert not response.cookies
    assert client.get(f"/danh-gia/{article.pk}/")["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("is_https", [False, True])
def test_the_cookie_of_a_voter_is_signed_and_stays_with_votes(
    client, article, is_https
):
    cookie = rate(client, article, secure=is_https).cookies["danh_gia"]

    assert cookie["path"] == "/danh-gia/"
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert bool(cookie["secure"]) is is_https
    with pytest.raises(signing.BadSignature):
        signing.get_cookie_signer("danh_gia").unsign(cookie.value + "x")


def test_the_cookie_of_a_voter_is_made_at_the_first_vote(client, article):
    assert "danh_gia" in rate(client, article).cookies
    assert "danh_gia" not in rate(client, article).cookies


def test_a_forged_cookie_is_as_good_as_none(client, article):
    client.cookies["danh_gia"] = "0" * 32 + ":1abc:forged"
    response = rate(client, article)

    assert "danh_gia" in response.cookies
    assert Rating.objects.get().voter != "0" * 32


@pytest.mark.parametrize(
    "score",
    [None, "", "0", "6", "-1", "1.5", "5 ", " 5", "5e0", "٥", "1" * 400, ["1", "5"]],
)
def test_a_score_is_one_whole_number_from_one_to_five(client, article, score):
    response = rate(client, article, score)

    assert response.status_code == 400
    assert response.content.decode() == "Hãy chọn một mức điểm từ 1 đến 5."
    assert not Rating.objects.exists()


def test_an_article_that_nobody_may_see_takes_no_votes(client, unseen):
    for article in unseen:
        assert rate(client, article).status_code == 404
        assert client.get(f"/danh-gia/{article.pk}/").status_code == 404
    assert client.post("/danh-gia/999999/", {"score": 5}).status_code == 404
    assert not Rating.objects.exists()


def test_an_article_may_refuse_votes(client):
    assert rate(client, make_article(allows_rating=False)).status_code == 404


def test_a_vote_from_another_site_is_refused(client, article):
    response = rate(client, article, headers=FOREIGN)

    assert response.status_code == 403
    assert not Rating.objects.exists()


def test_a_vote_of_unknown_origin_is_held_and_answered_alike(client, article):
    response = rate(client, article, 5, JSON)

    assert response.json() == {"score": 5, "sum": 0, "count": 0, "mean": 0}
    assert Rating.objects.get().held


def test_a_thousandth_vote_is_answered_like_the_first(client, article, settings):
    settings.RATING_VOTES_PER_PREFIX_AND_HOUR = 2
    answers = []
    for number in range(4):
        client.cookies.clear()
        headers = OWN | JSON | {"user-agent": f"{BROWSER} {number}"}
        answers.append(rate(client, article, 5, headers))

    assert {answer.status_code for answer in answers} == {200}
    assert len({tuple(answer.json()) for answer in answers}) == 1
    assert RatingTotal.objects.get().count == 2


def test_neither_address_nor_browser_of_a_voter_is_stored(client, article):
    rate(client, article, headers=OWN | {"user-agent": BROWSER})

    stored = str(Rating.objects.values())
    assert "127.0.0" not in stored
    assert "Android" not in stored


# Display choice


def choose(client, headers=OWN, **fields):
    return client.post("/hien-thi/", fields, headers=headers)


def choice_in(response):
    return response.cookies["hien_thi"].value


@pytest.mark.parametrize(
    ("before", "fields", "after"),
    [
        (None, {}, "2-auto-all"),
        (None, {"text_size": "5"}, "5-auto-all"),
        (None, {"text_size": "+"}, "3-auto-all"),
        ("5-auto-all", {"text_size": "+"}, "5-auto-all"),
        ("1-auto-all", {"text_size": "-"}, "1-auto-all"),
        ("4-high-asked", {"text_size": "-"}, "3-high-asked"),
        ("4-high-asked", {"contrast": "low"}, "4-low-asked"),
        ("4-high-asked", {"pictures": "all"}, "4-high-all"),
        ("rubbish", {"contrast": "high"}, "2-high-all"),
    ],
)
def test_a_choice_changes_what_it_names_and_keeps_the_rest(
    client, before, fields, after
):
    if before:
        client.cookies["hien_thi"] = before

    assert choice_in(choose(client, **fields)) == after


@pytest.mark.parametrize(
    "fields", [{"text_size": "6"}, {"contrast": "loud"}, {"pictures": "no"}]
)
def test_a_choice_that_there_is_not_is_refused(client, fields):
    response = choose(client, **fields)

    assert response.status_code == 400
    assert not response.cookies


def test_the_choice_is_kept_for_a_year_and_scripts_may_read_it(client):
    cookie = choose(client, text_size="3").cookies["hien_thi"]

    assert cookie["max-age"] == 365 * 24 * 60 * 60
    assert cookie["path"] == "/"
    assert cookie["samesite"] == "Lax"
    assert not cookie["httponly"]


@pytest.mark.parametrize(
    ("wanted", "location"),
    [
        ("/tin-tuc/a-1/?trang=2", "/tin-tuc/a-1/?trang=2"),
        ("http://testserver/the/che/", "http://testserver/the/che/"),
        ("", "/"),
        ("//evil.vn", "/"),
        ("/\\evil.vn", "/"),
        ("http://evil.vn/", "/"),
        ("javascript:alert(1)", "/"),
        ("tin-tuc/", "/"),
        ("/a\r\nSet-Cookie: x=1", "/a%0D%0ASet-Cookie:%20x=1"),
    ],
)
def test_the_reader_goes_back_to_an_own_address(client, wanted, location):
    response = choose(client, text_size="3", next=wanted)

    assert response.status_code == 303
    assert response["Location"] == location


def test_a_choice_from_another_site_is_refused_and_one_of_unknown_origin_obeyed(client):
    assert choose(client, headers=FOREIGN, text_size="3").status_code == 403
    assert choose(client, headers={}, text_size="3").status_code == 303


# The beacon


def beacon(client, article=None, path=None, headers=OWN, **fields):
    body = {
        "article": article and article.pk,
        "path": path or (article.get_absolute_url() if article else "/"),
        "referrer": "",
        "width": 360,
        **fields,
    }
    return post_beacon(client, json.dumps(body), headers)


def post_beacon(client, body, headers=OWN):
    headers = {"user-agent": BROWSER, **headers}
    return client.post(
        "/luot-xem/", body, content_type="application/json", headers=headers
    )


def nothing_is_counted():
    models = (Visitor, Seen, ArticleDay, SiteHour, ReferrerDay, WidthDay)
    return not any(model.objects.exists() for model in models)


def test_a_beacon_counts_and_answers_totals_and_rating(client, article):
    RatingTotal.objects.create(article=article, sum=9, count=2)
    response = beacon(client, article)

    figures = dict.fromkeys(["today", "month", "year", "total"], 1)
    assert response.json() == {
        **figures,
        "yesterday": 0,
        "rating": {"sum": 9, "count": 2},
    }
    assert response["Cache-Control"] == "no-store"
    assert ArticleDay.objects.values_list("article_id", "views", "reads").get() == (
        article.pk,
        1,
        1,
    )


def test_a_page_that_is_no_article_has_no_rating(client):
    assert beacon(client, path="/").json()["rating"] is None
    assert not ArticleDay.objects.exists()


def test_a_beacon_renews_what_is_most_read(client, article, monkeypatch):
    monkeypatch.setattr(most_read, "asked_at", float("-inf"))
    hidden = make_article(Status.WITHDRAWN, title="Bài đã gỡ")
    for pk, times in ((article.pk, 5), (hidden.pk, 9)):
        ArticleDay.objects.create(article_id=pk, day=timezone.localdate(), reads=times)
    assert "Đọc nhiều" not in client.get("/").content.decode()
    beacon(client, path="/")

    assert list(most_read.ids()) == [hidden.pk, article.pk]
    home = client.get("/").content.decode()
    assert "Đọc nhiều" in home and hidden.title not in home


def test_a_page_never_adds_up_reads(client, article, django_assert_max_num_queries):
    with django_assert_max_num_queries(6) as queries:
        client.get("/")

    tables = [query["sql"] for query in queries.captured_queries]
    assert not [sql for sql in tables if ArticleDay._meta.db_table in sql]


def test_the_second_page_of_a_visit_adds_nothing_to_the_visits(client, article):
    beacon(client, path="/")

    assert beacon(client, article).json()["today"] == 1


def test_the_address_of_an_article_counts_for_it(client, article):
    answer = beacon(client, path=article.get_absolute_url()).json()

    assert answer["rating"] == {"sum": 0, "count": 0}
    assert ArticleDay.objects.get().article_id == article.pk


def test_pages_of_every_kind_are_counted(client):
    slug = make_category().slug
    for path in (f"/chuyen-muc/{slug}/", "/dia-phuong/", "/luu-tru/2026/03/03/"):
        assert beacon(client, path=path).status_code == 200
    assert SiteHour.objects.get().views == 3


def test_the_referring_site_and_the_width_are_counted(client):
    beacon(client, referrer="Bao.VN:8080", width=1300)

    assert ReferrerDay.objects.get().host == "bao.vn"
    assert WidthDay.objects.get().width == "desktop"


@pytest.mark.parametrize("referrer", ["testserver", "testserver:8000", "", "<b>", "ă"])
def test_the_own_host_and_rubbish_are_no_referrers(client, referrer):
    assert beacon(client, referrer=referrer).status_code == 200
    assert not ReferrerDay.objects.exists()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (FOREIGN, 403),
        ({}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://testserver"}, 200),
        ({"referer": "http://testserver/tin-tuc/"}, 200),
    ],
)
def test_only_own_pages_send_beacons(client, headers, status):
    assert beacon(client, headers=headers).status_code == status
    assert nothing_is_counted() is (status == 403)


@pytest.mark.parametrize(
    "path",
    [
        *["/quan-tri/", "/luot-xem/", "/danh-gia/1/", "/static/a.css", "/healthz"],
        *["/khong-co/", "/tin-tuc/a-1", "tin-tuc", "//evil.vn/", "/?q=1"],
    ],
)
def test_a_path_that_is_no_page_is_not_counted(client, path):
    assert beacon(client, path=path).status_code == 404
    assert nothing_is_counted()


def test_an_article_that_nobody_may_see_is_not_counted(client, unseen):
    for article in unseen:
        assert beacon(client, article).status_code == 404
        assert beacon(client, path=article.get_absolute_url()).status_code == 404
    assert nothing_is_counted()


@pytest.mark.parametrize(
    "body",
    [
        *["", "[]", "null", "{", "[" * 1020, '{"path": ""}', '{"path": null}'],
        '{"path": "/", "article": "một"}',
        '{"path": "/", "article": -1}',
        '{"path": "/", "article": 9223372036854775808}',
        '{"path": "/", "article": [1]}',
        '{"path": "/", "width": "rộng"}',
        '{"path": "/\\u0000"}',
        b"\xff\xfe",
    ],
)
def test_a_beacon_that_is_no_beacon_is_refused(client, body):
    assert post_beacon(client, body).status_code == 400
    assert nothing_is_counted()


@pytest.mark.parametrize("size", [1025, 1_000_000])
def test_a_beacon_has_at_most_a_kilobyte(client, size):
    assert post_beacon(client, "x" * size).status_code == 413
    assert nothing_is_counted()


def test_a_beacon_is_posted(client):
    assert client.get("/luot-xem/").status_code == 405


@pytest.mark.parametrize(
    ("kind", "headers"),
    [
        ("bots", {"user-agent": "Googlebot/2.1"}),
        ("prefetch", {"sec-purpose": "prefetch"}),
    ],
)
def test_bots_and_prefetches_are_answered_and_counted_apart(client, kind, headers):
    assert beacon(client, headers=OWN | headers).json()["today"] == 0
    assert SiteHour.objects.values_list("views", kind).get() == (0, 1)
    assert not Visitor.objects.exists()


def test_staff_are_counted_apart_once_they_have_signed_in(client):
    client.force_login(make_user(is_superuser=True))
    beacon(client)
    client.get("/quan-tri/password_change/")
    beacon(client, path="/dia-phuong/")

    assert SiteHour.objects.values_list("views", "staff").get() == (1, 1)
    assert client.cookies["can_bo"]["path"] == "/luot-xem/"


def test_a_forged_mark_of_staff_is_no_mark(client):
    client.cookies["can_bo"] = "1"
    beacon(client)

    assert SiteHour.objects.values_list("views", "staff").get() == (1, 0)


def test_a_reader_is_not_marked_as_staff(client):
    client.get("/quan-tri/login/")

    assert "can_bo" not in client.cookies


def test_a_visitor_beyond_the_limit_is_told_so(client, settings):
    settings.VISITOR_VIEWS_PER_WINDOW = 1
    beacon(client)

    assert beacon(client, path="/dia-phuong/").status_code == 429
    assert SiteHour.objects.values_list("views", "capped").get() == (1, 1)


@pytest.mark.parametrize("header", ["dnt", "sec-gpc"])
@pytest.mark.parametrize("is_respected", [True, False])
def test_no_key_is_kept_of_who_asks_for_it_where_the_portal_obeys(
    client, settings, header, is_respected
):
    settings.RESPECT_DO_NOT_TRACK = is_respected
    for referrer in ("google.com", "testserver"):
        beacon(client, referrer=referrer, headers=OWN | {header: "1"})

    assert Visitor.objects.exists() != is_respected
    assert SiteHour.objects.get().visits == 1


@pytest.fixture
def read_only(transactional_db):
    """The database takes no writes."""
    name = (
        "query_only"
        if connection.vendor == "sqlite"
        else "default_transaction_read_only"
    )
    verb = "PRAGMA" if connection.vendor == "sqlite" else "SET"
    with connection.cursor() as cursor:
        cursor.execute(f"{verb} {name} = on")
        yield
        cursor.execute(f"{verb} {name} = off")


def test_a_view_is_dropped_when_the_database_takes_no_writes(client, read_only):
    for send in (beacon, show_pixel):
        response = send(client)
        assert response.status_code == 503
        assert response["Retry-After"]
    assert nothing_is_counted()


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no connections")
@pytest.mark.django_db(transaction=True)
def test_a_view_is_counted_though_the_kept_connection_has_broken(client, article):
    import psycopg

    connection.ensure_connection()
    connection.close_if_unusable_or_obsolete()  # as a request begins
    pid = connection.connection.info.backend_pid
    parameters = connection.get_connection_params()
    with psycopg.connect(dbname=parameters["dbname"], **reached(parameters)) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])

    assert beacon(client, article).json()["today"] == 1


def reached(parameters):
    return {
        name: parameters[name]
        for name in ("host", "user", "port")
        if name in parameters
    }


# The picture


def show_pixel(client, query="", headers=OWN):
    headers = {"user-agent": BROWSER, **headers}
    return client.get(f"/luot-xem.gif{query}", headers=headers)


def test_the_picture_counts_a_view_of_its_article(client, article):
    response = show_pixel(client, f"?bai={article.pk}")

    assert response["Content-Type"] == "image/gif"
    assert response["Cache-Control"] == "no-store"
    assert len(response.content) == 43
    assert ArticleDay.objects.get().article_id == article.pk


def test_the_picture_without_an_article_counts_the_page_it_stands_on(client):
    show_pixel(client, headers={"referer": "http://testserver/dia-phuong/?trang=2"})

    assert Seen.objects.get().page == "/dia-phuong/"


@pytest.mark.parametrize(
    "headers", [FOREIGN, {}, {"referer": "http://evil.vn/"}, {"referer": "http://[x"}]
)
def test_the_picture_on_another_site_counts_nothing(client, article, headers):
    response = show_pixel(client, f"?bai={article.pk}", headers)

    assert len(response.content) == 43
    assert nothing_is_counted()


@pytest.mark.parametrize("query", ["?bai=x", "?bai=0", "?bai=99999999999999999999"])
def test_a_picture_for_rubbish_is_refused(client, query):
    assert show_pixel(client, query).status_code == 400


def test_a_picture_for_an_article_that_nobody_may_see_is_not_found(client, unseen):
    for article in unseen:
        assert show_pixel(client, f"?bai={article.pk}").status_code == 404
    assert nothing_is_counted()


def test_beacon_and_picture_of_one_page_count_once(client, article):
    beacon(client, article)
    show_pixel(client, f"?bai={article.pk}")

    assert SiteHour.objects.get().views == 1
