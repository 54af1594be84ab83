"""
Site maps for search engines: an index of parts, each of at most 5,000 addresses, and
the news of two days. Parts are ranges of primary keys, so that one costs the same among
a million articles as among ten thousand.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from django import forms
from django.db.models import F, Max
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from .feeds import line
from .forms import LARGEST_KEY
from .models import Article, Author, Page, Tag, Topic
from .pages import PUBLIC, shell_for
from .slices import fetch_ids, fetch_rows, named_rows
from .structured_data import absolute

PART = 5000  # addresses
CHANGING_PARTS = 2  # the newest, where articles are published and corrected
NEWS_HOURS = 48  # What is older is no news for those who read this map,
NEWS_LIMIT = 1000  # and they take no more than this.
OTHER_PAGES = 0  # the part that holds no articles
PLAIN_PAGES = ["topics", "places", "archive_index", "site_map", "totals"]
LOOKED_THROUGH = 1000  # articles, for the lists that they stand in
# (url name, model, how an article names it)
LISTS = [
    ("topic", Topic, "topic"),
    ("author", Author, "authors"),
    ("tag", Tag, "tags"),
]


class PartForm(forms.Form):
    p = forms.IntegerField(
        min_value=OTHER_PAGES, max_value=LARGEST_KEY // PART, required=False
    )


class Entry(NamedTuple):
    url: str
    changed_at: datetime | None = None


class Story(NamedTuple):
    url: str
    title: str
    published_at: datetime


@require_safe
def sitemap(request):
    """The index, or its part `?p=`."""
    form = PartForm(request.GET)
    if not form.is_valid():
        raise Http404
    part = form.cleaned_data["p"]
    if part is None:
        return render_xml("articles/sitemap_index.xml", entries=index())
    if part == OTHER_PAGES:
        return render_part(other_pages(shell_for(request)))
    return render_part(articles_of(part))


def render_part(entries):
    if not entries:
        raise Http404
    return render_xml("articles/sitemap.xml", entries=entries)


@require_safe
def news(request):
    """The articles of the last 48 hours, in the schema of Google News."""
    since = timezone.now() - timedelta(hours=NEWS_HOURS)
    articles = Article.objects.published().filter(published_at__gte=since)
    stories = [
        Story(address_of(article), line(article.title), article.published_at)
        for article in articles.only("title", "slug", "published_at")[:NEWS_LIMIT]
    ]
    return render_xml(
        "articles/news_sitemap.xml",
        stories=stories,
        publication=line(shell_for(request).site.name),
        home=absolute(reverse("articles:home")),
    )


def render_xml(template, **context):
    response = HttpResponse(
        render_to_string(template, context),
        content_type="application/xml; charset=utf-8",
    )
    response["Cache-Control"] = PUBLIC
    response["X-Robots-Tag"] = "noindex"
    return response


def index():
    """The parts that hold something; the newest ones tell their last change."""
    newest = Article.objects.order_by("-pk").values_list("pk", flat=True).first()
    last = part_of(newest or 0)
    held = fetch_ids({part: in_parts(part)[:1] for part in range(1, last + 1)})
    changes = last_changes(last - CHANGING_PARTS + 1, last)
    url = absolute(reverse("articles:sitemap"))
    return [
        Entry(f"{url}?p={OTHER_PAGES}", latest(*changes.values())),
        *(Entry(f"{url}?p={part}", changes.get(part)) for part in held if held[part]),
    ]


def part_of(key):
    return (key - 1) // PART + 1


def in_parts(first, last=None):
    """The public articles of a part, or of several, in the order of their keys."""
    keys = {"pk__gt": (first - 1) * PART, "pk__lte": (last or first) * PART}
    return Article.objects.published().filter(**keys).order_by("pk")


def last_changes(first, last):
    """
    {part: its last change}. Asked of the newest parts only: of the others, where
    hardly anything changes, it would be a search through every article that there is.
    """
    by_part = in_parts(first, last).order_by().values_list((F("id") - 1) / PART + 1)
    rows = by_part.annotate(Max("updated_at"), Max("published_at"))
    return {part: latest(*changes) for part, *changes in rows}


def articles_of(part):
    rows = in_parts(part).values_list("slug", "pk", "updated_at", "published_at")
    return [
        Entry(absolute(reverse("articles:article", args=[slug, pk])), latest(*changes))
        for slug, pk, *changes in rows
    ]


def other_pages(shell):
    """
    What holds lists and lasting texts. Tags come last, so they are cut off first; what
    they name stands in the other parts.
    """
    newest = Article.objects.published().values_list("published_at", flat=True).first()
    listed = [*shell.by_key.values(), *shell.places]
    return [
        Entry(absolute(reverse("articles:home")), newest),
        *(Entry(absolute(reverse(f"articles:{name}"))) for name in PLAIN_PAGES),
        *(Entry(absolute(item.url)) for item in listed),
        *(Entry(address_of(page), page.updated_at) for page in Page.objects.all()),
        *(Entry(absolute(reverse(name, args=[slug]))) for name, slug in lists_in_use()),
    ][:PART]


def lists_in_use():
    """
    (url name, slug) of the topics, authors and tags of the newest thousand public
    articles. Others may be about something that is not yet to be known; and whether
    an old one holds a public article would cost a search through all of them.
    """
    newest = Article.objects.published().values("pk")[:LOOKED_THROUGH]
    of_newest = Article.objects.filter(pk__in=newest).order_by()
    rows = fetch_rows(
        *(
            named_rows(
                kind, model.objects.filter(pk__in=of_newest.values(link)), "id", "slug"
            )
            for kind, model, link in LISTS
        )
    )
    for kind, *_ in LISTS:
        yield from ((f"articles:{kind}", row.slug) for row in rows.get(kind, []))


def address_of(thing):
    return absolute(thing.get_absolute_url())


def latest(*moments):
    """The last of those that are known, or None."""
    return max(filter(None, moments), default=None)
