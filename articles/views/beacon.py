"""
Word that a page was shown: the beacon of visit.js, and the picture where no script runs.
The pages these come from carry no CSRF token; origin.py decides instead.
"""

import json
import logging
from datetime import UTC, datetime
from functools import cache, lru_cache, wraps
from typing import NamedTuple
from urllib.parse import urlsplit

from django.db import Error as DatabaseFailure
from django.http import HttpResponse
from django.http.request import split_domain_port
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from stats import counting, most_read, running, visitors
from stats.sql import adapt, ask_first, instants

from .. import beacons, origin, search, staff
from ..forms import LARGEST_KEY, PixelForm
from ..models import Article
from .errors import RETRY_AFTER
from .reader import FOREIGN, sentence

LARGEST_BEACON = 1024  # bytes
# Names in the namespace `articles` of addresses that show a page.
PAGES = {
    "home",
    "article",
    "category",
    "tag",
    "topics",
    "topic",
    "author",
    "places",
    "place",
    "archive_index",
    "archive",
    "search",
    "page",
    "totals",
    "site_map",
}
GIF = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff!\xf9\x04\x01\x00\x00"
    b"\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)


# Stand in a query for what is known when it is asked.
AT, KEY = datetime(1, 1, 2, tzinfo=UTC), LARGEST_KEY

logger = logging.getLogger(__name__)


class CountedAnswer(HttpResponse):
    """The server closes an answer when it has been sent: nobody waits for what follows."""

    def close(self):
        try:
            if most_read.renew_if_due():
                catch_up()
        finally:
            super().close()


def catch_up():
    """Once a minute search renews a part of what a renaming has left."""
    try:
        search.catch_up()
    except DatabaseFailure as error:
        logger.warning("Search has not caught up: %s", error)


def drops_without_database(view):
    """A view that cannot be counted is lost: no reader shall wait for it."""

    @wraps(view)
    def wrapped(request):
        try:
            return view(request)
        except DatabaseFailure as error:
            logger.warning("A view was not counted: %s", error)
            response = sentence("Lượt xem này không đếm được.", 503)
            response["Retry-After"] = RETRY_AFTER
            return response

    return wrapped


@csrf_exempt
@require_POST
@cache_control(no_store=True)
@drops_without_database
def count(request):
    """The beacon of visit.js. Answers the totals, and the article's rating."""
    if origin.judge(request) != origin.ALLOWED:
        return sentence(FOREIGN, 403)
    body = request.read(LARGEST_BEACON + 1)
    if len(body) > LARGEST_BEACON:
        return sentence("Nội dung gửi lên quá dài.", 413)
    beacon = beacons.read(body)
    if beacon is None:
        return sentence("Nội dung gửi lên không đúng mẫu.", 400)
    now = timezone.localtime()
    page = public_page(beacon.article, beacon.path, now)
    is_inside = is_own_host(request, beacon.referrer)
    visits, refusal = tally(
        request,
        page,
        now,
        enters=not is_inside,
        referrer="" if is_inside else beacon.referrer,
        width=beacon.width,
    )
    if refusal:
        return refusal
    figures = {**running.totals(now, visits)._asdict(), "rating": page.rating}
    return CountedAnswer(json.dumps(figures), content_type="application/json")


@require_GET
@cache_control(no_store=True)
@drops_without_database
def pixel(request):
    """The picture that counts where no script runs."""
    form = PixelForm(request.GET)
    if not form.is_valid():
        return sentence("Bài viết này không có.", 400)
    if origin.judge(request) == origin.ALLOWED:
        now = timezone.localtime()
        page = public_page(form.cleaned_data["bai"], referring_path(request), now)
        _, refusal = tally(request, page, now)
        if refusal:
            return refusal
    return CountedAnswer(GIF, content_type="image/gif")


def is_own_host(request, host):
    return bool(host) and host == split_domain_port(request.get_host())[0]


def referring_path(request):
    try:
        return urlsplit(request.META.get("HTTP_REFERER", "/")).path
    except ValueError:
        return ""


class PublicPage(NamedTuple):
    key: str | None  # tells it from other pages; None: it is no page
    article: int | None = None
    rating: dict | None = None


def public_page(article, path, now):
    """The PublicPage at `path`, or that of `article`; None when readers find none."""
    page = named_page(path)
    article = article or page.article
    if page.key is None or article is None:
        return page if page.key else None
    return article_page(article, now)


@lru_cache(maxsize=10_000)
def named_page(path):
    """The PublicPage that an address names, whether or not readers find it now."""
    try:
        match = resolve(path)
    except Resolver404:
        return PublicPage(None)
    if match.namespace != "articles" or match.url_name not in PAGES:
        return PublicPage(None)
    return PublicPage(path, match.kwargs.get("pk"))


def article_page(pk, now):
    statement, fixed = rating_of_published()
    (at,) = instants(now)
    for points, votes in ask_first(statement, fixed | {"now": at, "key": pk}):
        return PublicPage(str(pk), pk, {"sum": points or 0, "count": votes or 0})
    return None


@cache
def rating_of_published():
    """
    (SQL, its fixed values) that ask for the rating of the article `key` if readers may
    see it `now`. Django takes longer to write this query than the database to answer it,
    and every beacon asks it.
    """
    found = Article.objects.published(now=AT).filter(pk=KEY).order_by()
    rows = found.values_list("rating_total__sum", "rating_total__count")
    statement, parameters = rows.query.sql_with_params()
    known = {adapt(AT): "now", KEY: "key"}
    names = [known.get(value, f"p{place}") for place, value in enumerate(parameters)]
    marks = tuple(f"%({name})s" for name in names)
    return statement % marks, dict(zip(names, parameters, strict=True))


def tally(request, page, now, *, enters=False, **details):
    """
    Count a view of `page`, or note why it is none: (visits of the running hour, None),
    or (None, the refusal). `enters`: the reader is known to come from outside.
    """
    if page is None:
        return None, sentence("Trang này không có.", 404)
    user_agent = visitors.user_agent(request)
    kind = kind_apart(request, user_agent)
    if kind:
        return counting.count_apart(kind, now), None
    details.update(article=page.article, now=now)
    if visitors.asks_for_no_key(request):
        counted = counting.count_view_without_key(enters=enters, **details)
    else:
        address = visitors.client_address(request)
        counted = counting.count_view(page.key, address, user_agent, **details)
    if counted.outcome == counting.Outcome.CAPPED:
        return None, sentence("Quá nhiều lượt xem trong ít phút.", 429)
    return counted.visits, None


def kind_apart(request, user_agent):
    """Who is counted apart from readers: "bots", "prefetch", "staff", or None."""
    if visitors.is_bot(user_agent):
        return "bots"
    if visitors.is_prefetch(request):
        return "prefetch"
    return "staff" if staff.is_staff(request) else None
