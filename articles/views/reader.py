"""
What a reader sends: a vote, a display choice; views/beacon.py has the third. The pages
these come from carry no CSRF token; origin.py decides instead.
"""

from urllib.parse import urlsplit

from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from .. import origin, rating
from ..display import COOKIE as CHOICE_COOKIE
from ..display import parse as parse_choice
from ..forms import DisplayForm, RatingForm
from ..models import Article
from ..pages import render_private

YEAR = 365 * 24 * 60 * 60
FOREIGN = "Yêu cầu này được gửi từ một trang khác nên không được nhận."


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
