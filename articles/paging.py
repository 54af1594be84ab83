"""Pages of a list, and the links between them."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.core.paginator import EmptyPage, Paginator
from django.http import Http404

from .forms import LAST_PAGE, PageForm

ARTICLES_PER_PAGE = 20
GAP = "…"


class PageLink(NamedTuple):
    number: int | str  # GAP where numbers are left out
    url: str
    is_current: bool


def get_page(request, articles):
    """The page that `?trang=` asks for; 404 for any that there is not."""
    form = PageForm(request.GET)
    if not form.is_valid():
        raise Http404
    paginator = Paginator(articles, ARTICLES_PER_PAGE)
    paginator.ELLIPSIS = GAP
    try:
        page = paginator.page(form.cleaned_data["trang"])
    except EmptyPage as error:
        raise Http404 from error
    if page.paginator.num_pages > LAST_PAGE:
        paginator.num_pages = LAST_PAGE
    return page


def page_links(page, path, **query):
    """
    {"numbers": [PageLink, ...], "previous": url, "next": url, "here": url}; the urls
    keep `query`, and are "" where there is no such page.
    """

    def url(number):
        values = {name: value for name, value in query.items() if value}
        if number > 1:
            values["trang"] = number
        return f"{path}?{urlencode(values)}" if values else path

    numbers = [
        PageLink(number, "" if number == GAP else url(number), number == page.number)
        for number in page.paginator.get_elided_page_range(page.number)
    ]
    return {
        "numbers": numbers if len(numbers) > 1 else [],
        "previous": url(page.number - 1) if page.has_previous() else "",
        "next": url(page.number + 1) if page.has_next() else "",
        "here": url(page.number),
    }
