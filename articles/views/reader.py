"""
What a reader sends: a vote, a display choice, word that a page was shown. The pages
these come from carry no CSRF token; origin.py decides instead.
"""

import json
import logging
from datetime import UTC, datetime
from functools import cache, wraps
from typing import NamedTuple
from urllib.parse import urlsplit

from django.db import Error as DatabaseFailure
from django.http import HttpResponse, JsonResponse
from django.http.request import split_domain_port
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import get_object_or_404
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from stats import counting, most_read, reports, visitors
from stats.sql import adapt, fetch

from .. import origin, rating, staff
from ..display import COOKIE as CHOICE_COOKIE
from ..display import parse as parse_choice
from ..forms import LARGEST_KEY, BeaconForm, DisplayForm, PixelForm, RatingForm
from ..models import Article
from ..pages import render_private
from .errors import RETRY_AFTER

YEAR = 365 * 24 * 60 * 60
LARGEST_BEACON = 1024  # bytes
FOREIGN = "Yêu cầu này được gửi từ một trang khác nên không được nhận."
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

logger = logging.getLogger(__name__)


class SeeOther(HttpResponseRedirectBase):
    """The browser goes on with GET, and a reload does not send the form again."""

    status_code = 303


def sentence(text, status):
    """A refusal in plain words."""
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


# Votes


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def rate(request, pk):
    ratable = Article.objects.published().filter(allows_rating=True)
    article = get_object_or_404(ratable.only("title", "slug"), pk=pk)
    if request.method == "POST":
        return cast_vote(request, article)
    figures = rating.figures(article, rating.voter_of(request))
    if wants_json(request):
        return figures_as_json(figures)
    context = {"article": article, "rating": figures}
    return render_private(request, "articles/rated.html", context)


def cast_vote(request, article):
    judgement = origin.judge(request)
    if judgement == origin.REFUSED:
        return sentence(FOREIGN, 403)
    form = RatingForm(request.POST)
    if not form.is_valid():
        return sentence("Hãy chọn một mức điểm từ 1 đến 5.", 400)
    client, prefix_key = rating.sender_of(request)
    known = rating.voter_of(request)
    vote = rating.vote(
        article,
        voter=known,
        score=form.cleaned_data["score"],
        client=client,
        prefix_key=prefix_key,
        doubtful=judgement == origin.DOUBTFUL,
    )
    if wants_json(request):
        response = figures_as_json(rating.figures(article, vote.voter))
    else:
        response = SeeOther(request.path)
    if known is None:
        rating.remember(response, vote.voter, secure=request.is_secure())
    return response


def wants_json(request):
    return "application/json" in request.headers.get("Accept", "")


def figures_as_json(figures):
    return JsonResponse({**figures._asdict(), "mean": figures.mean})


# Display choice


@csrf_exempt
@require_POST
@cache_control(no_store=True)
def display(request):
    if origin.judge(request) == origin.REFUSED:
        return sentence(FOREIGN, 403)
    form = DisplayForm(request.POST)
    if not form.is_valid():
        return sentence("Cách hiển thị này không có.", 400)
    choice = form.changed(parse_choice(request.COOKIES.get(CHOICE_COOKIE)))
    response = SeeOther(own_address(request, form.cleaned_data["next"]))
    response.set_cookie(
        CHOICE_COOKIE,
        str(choice),
        max_age=YEAR,
        secure=request.is_secure(),
        httponly=False,  # A script changes the choice without a reload.
        samesite="Lax",
    )
    return response


def own_address(request, address):
    """`address` if it is one of ours, else the home page."""
    is_ours = url_has_allowed_host_and_scheme(address, {request.get_host()})
    return address if is_ours and urlsplit(address).path.startswith("/") else "/"


# Views


class CountedAnswer(HttpResponse):
    """The server closes an answer when it has been sent: nobody waits for what follows."""

    def close(self):
        try:
            most_read.renew_if_due()
        finally:
            super().close()


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
    form = BeaconForm(parse_object(body))
    if not form.is_valid():
        return sentence("Nội dung gửi lên không đúng mẫu.", 400)
    data = form.cleaned_data
    page = public_page(data["article"], data["path"])
    is_inside = is_own_host(request, data["referrer"])
    refusal = tally(
        request,
        page,
        enters=not is_inside,
        referrer="" if is_inside else data["referrer"],
        width=data["width"],
    )
    if refusal:
        return refusal
    figures = {**reports.totals(keep=True)._asdict(), "rating": page.rating}
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
        page = public_page(form.cleaned_data["bai"], referring_path(request))
        refusal = tally(request, page)
        if refusal:
            return refusal
    return CountedAnswer(GIF, content_type="image/gif")


def parse_object(body):
    """The JSON object in `body`, {} when there is none."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def is_own_host(request, host):
    return host == split_domain_port(request.get_host())[0]


def referring_path(request):
    try:
        return urlsplit(request.headers.get("Referer", "/")).path
    except ValueError:
        return ""


# Stand in a query for what is known when it is asked.
AT, KEY = datetime(1, 1, 2, tzinfo=UTC), LARGEST_KEY


class PublicPage(NamedTuple):
    key: str  # tells it from other pages
    article: int | None = None
    rating: dict | None = None


def public_page(article, path):
    """The PublicPage at `path`, or that of `article`; None when readers find none."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    if match.namespace != "articles" or match.url_name not in PAGES:
        return None
    article = article or match.kwargs.get("pk")
    return article_page(article) if article else PublicPage(path)


def article_page(pk):
    statement, parameters = rating_of_published()
    known = {adapt(AT): adapt(timezone.now()), KEY: pk}
    for points, votes in fetch(statement, [known.get(p, p) for p in parameters]):
        return PublicPage(str(pk), pk, {"sum": points or 0, "count": votes or 0})
    return None


@cache
def rating_of_published():
    """
    (SQL, its parameters) that ask for an article's rating if readers may see it now, with
    AT for now and KEY for the article. Django takes longer to write this query than the
    database to answer it, and every beacon asks it.
    """
    found = Article.objects.published(now=AT).filter(pk=KEY).order_by()
    rows = found.values_list("rating_total__sum", "rating_total__count")
    return rows.query.sql_with_params()


def tally(request, page, *, enters=False, **details):
    """
    Count a view of `page`, or note why it is none; the refusal if there is one.
    `enters`: the reader is known to come from outside.
    """
    if page is None:
        return sentence("Trang này không có.", 404)
    user_agent = visitors.user_agent(request)
    kind = kind_apart(request, user_agent)
    if kind:
        counting.count_apart(kind)
        return None
    details["article"] = page.article
    if visitors.asks_for_no_key(request):
        outcome = counting.count_view_without_key(enters=enters, **details)
    else:
        address = visitors.client_address(request)
        outcome = counting.count_view(page.key, address, user_agent, **details)
    if outcome == counting.Outcome.CAPPED:
        return sentence("Quá nhiều lượt xem trong ít phút.", 429)
    return None


def kind_apart(request, user_agent):
    """Who is counted apart from readers: "bots", "prefetch", "staff", or None."""
    if visitors.is_bot(user_agent):
        return "bots"
    if visitors.is_prefetch(request):
        return "prefetch"
    return "staff" if staff.is_staff(request) else None
