"""The search page, and titles to choose from while a reader types."""

from urllib.parse import urlencode

from django.http import JsonResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from stats import misses, most_read

from .. import html, search
from ..breadcrumb import trail
from ..forms import SearchForm, SuggestionForm
from ..models import Article
from ..pages import render_private, shell_for
from ..paging import get_page, page_links
from ..search.snippets import highlight, snippet
from ..search.words import parse
from ..slices import fetch_cards

TITLE = "Tìm kiếm"
TEMPLATE = "articles/search.html"
ORDERS = {"": search.FIT, "moi": search.NEWEST}
SUGGESTED = 5  # articles under 'Có phải bạn tìm'


@require_safe
def results(request):
    shell = shell_for(request)
    form = SearchForm(request.GET, shell)
    context = {
        "shell": shell,
        "form": form,
        "title": TITLE,
        "crumbs": trail((TITLE, request.path)),
    }
    if not form.is_valid():
        return render_private(request, TEMPLATE, context, status=400)
    found = answer(request, form) if form.cleaned_data["q"] else before_a_search()
    return render_private(request, TEMPLATE, context | found)


def before_a_search():
    lists = fetch_cards({"most_read": most_read.ids()[:20]})
    return {"most_read": lists["most_read"][:5]}


def answer(request, form):
    """What the page shows for the valid `form`."""
    text = form.cleaned_data["q"]
    ids, total = search.search(text, form.filters, ORDERS[form.cleaned_data["xep"]])
    page = get_page(request, ids)
    found = {
        "query": text,
        "page": page,
        "links": page_links(page, request.path, **form.asked),
        "is_cut": total == search.MOST,
    }
    if total:
        return found | {"articles": shown(page.object_list, text)}
    if not form.has_filters:
        misses.count(text)
    return found | nearest(text, form)


def nearest(text, form):
    """What the reader may have meant, and some articles that have it."""
    suggestion = search.suggest_spelling(text, form.filters)
    if suggestion is None:
        return {}
    return {
        "suggestion": suggestion.text,
        "suggestion_url": address(form.asked | {"q": suggestion.text}),
        "articles": shown(suggestion.ids[:SUGGESTED], suggestion.text),
    }


def address(parameters):
    return f"{reverse('articles:search')}?{urlencode(parameters)}"


def shown(ids, text):
    """The articles of `ids`, in that order, with what was found in them marked."""
    query = parse(text)
    cards = Article.objects.published().for_cards("body").in_bulk(ids)
    articles = [cards[key] for key in ids if key in cards]
    for article in articles:
        article.title_pieces = highlight(article.title, query)
        article.snippet = snippet(article.lead, html.plain(article.body), query)
    return articles


@require_safe
@cache_control(no_store=True)
def suggestions(request):
    """{"suggestions": [{"title", "url"}, ...]} for the beginning of a search."""
    form = SuggestionForm(request.GET)
    if not form.is_valid():
        return JsonResponse({"suggestions": []}, status=400)
    articles = search.suggest_titles(form.cleaned_data["q"])
    found = [{"title": str(item), "url": item.get_absolute_url()} for item in articles]
    response = JsonResponse({"suggestions": found})
    response["X-Robots-Tag"] = "noindex"
    return response
