"""The pages that readers see."""

from django.conf import settings
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from stats import most_read

from .. import structured_data, video
from ..article_page import NOW, article_context
from ..breadcrumb import category_trail, trail
from ..front_page import rows_of
from ..models import Article, Author, Page, Tag
from ..pages import render_page, shell_for
from ..paging import get_page, page_links
from ..slices import CardStatement, fetch_cards


@require_safe
def home(request):
    shell = shell_for(request)
    cards = shell.statement("home", lambda: home_statement(shell))
    context = front_page(shell, cards.fetch(now=timezone.now()))
    context |= {
        "shell": shell,
        "is_home": True,
        "structured_data": [structured_data.publisher(shell.site)],
    }
    return render_page(request, "articles/home.html", context)


def home_statement(shell):
    """The compiled query of all lists of the home page."""
    published = Article.objects.published(NOW)
    lists = {
        "featured": published.filter(featured_position__isnull=False).order_by(
            "featured_position", "-published_at"
        )[:5],
        "latest": published[:30],
        "most_read": most_read.ids()[:20],
        "topic": in_newest_topic(published)[:4],
    }
    for category in shell.categories:
        lists[category.id] = published.in_categories(shell.family(category))[:10]
    return CardStatement(lists, published, now=NOW)


def in_newest_topic(published):
    newest = published.filter(topic__isnull=False).values("topic")[:1]
    return published.filter(topic=newest)


def front_page(shell, cards):
    """
    Deal the cards out from the top of the page down, none twice. The topic strip and
    'most read' are views of their own and may repeat.
    """
    shown = set()

    def deal(articles, number):
        fresh = {item.pk: item for item in articles if item.pk not in shown}
        dealt = list(fresh.values())[:number]
        shown.update(article.pk for article in dealt)
        return dealt

    latest = cards["latest"]
    lead, *others = deal([*cards["featured"], *latest], 5) or [None]
    newest = deal(latest, 10)
    blocks = [
        {"category": category, "articles": articles}
        for category in shell.categories
        if (articles := deal(cards[category.id], 6))
    ]
    return {
        "lead": lead,
        "secondary": others,
        "latest": newest,
        "rows": rows_of(blocks),
        "topic_articles": cards["topic"],
        "most_read": cards["most_read"][:5],
    }


@require_safe
def article(request, slug, pk):
    article = get_object_or_404(
        Article.objects.select_related("cover", "topic", "rating_total"),
        pk=pk,
    )
    if not article.is_public:
        return not_public(request, article)
    if slug != article.slug:
        # A title renamed there and back would loop in a browser that kept this.
        response = HttpResponsePermanentRedirect(article.get_absolute_url())
        response["Cache-Control"] = "no-cache"
        return response
    context = article_context(article, shell_for(request))
    response = render_page(request, "articles/article.html", context)
    return video.let_in(response) if context["video_key"] else response


def not_public(request, article):
    """410 with the reason that was given to the public; else the article is unknown."""
    is_withdrawn = article.status == Article.Status.WITHDRAWN
    if is_withdrawn and article.withdrawn_note and not article.deleted_at:
        # The address itself says what the article was called.
        context = {"note": article.withdrawn_note, "path": "/"}
        return render_page(request, "articles/withdrawn.html", context, status=410)
    raise Http404


@require_safe
def category(request, slug):
    shell = shell_for(request)
    found = next((item for item in shell.by_key.values() if item.slug == slug), None)
    if found is None:
        raise Http404
    return render_list(
        request,
        "articles/category.html",
        Article.objects.published().in_categories(shell.family(found)),
        {
            "category": found,
            "shell": shell,
            "title": found.name,
            "feed": reverse("articles:rss_category", args=[slug]),
            "crumbs": category_trail(found),
        },
    )


@require_safe
def tag(request, slug):
    return list_of(request, Tag, slug, "articles/list.html", kind="Thẻ")


@require_safe
def author(request, slug):
    return list_of(request, Author, slug, "articles/list.html", kind="Tác giả")


def list_of(request, model, slug, template, **context):
    subject = get_object_or_404(model, slug=slug)
    title = str(subject)
    context = {
        "subject": subject,
        "title": title,
        "crumbs": trail((title, request.path)),
        **context,
    }
    return render_list(request, template, subject.articles.published(), context)


def render_list(request, template, articles, context, **lists):
    """A page of `articles`, newest first; `lists` are shown beside them."""
    context = list_context(request, articles, context, **lists)
    return render_page(request, template, context)


def list_context(request, articles, context, **lists):
    """`context` with a page of `articles`, the links of its paging, and the `lists`."""
    page = get_page(request, articles)
    lists["most_read"] = most_read.ids()[:20]
    cards = fetch_cards({"page": page.object_list, **lists})
    links = page_links(page, request.path)
    return {
        **context,
        **cards,
        "page": page,
        "links": links,
        "canonical": settings.SITE_URL + links["here"],
        "articles": cards["page"],
        "most_read": cards["most_read"][:5],
    }


@require_safe
def page(request, slug):
    page = get_object_or_404(Page, slug=slug)
    context = {"page": page, "crumbs": trail((page.title, request.path))}
    return render_page(request, "articles/page.html", context)


@require_safe
def site_map(request):
    """Every part of the portal on one page, out of the shell alone."""
    title = "Sơ đồ trang"
    context = {"title": title, "crumbs": trail((title, request.path))}
    return render_page(request, "articles/site_map.html", context)
