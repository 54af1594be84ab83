"""Running stories, dòng sự kiện: all of them, and the timeline of one."""

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from ..breadcrumb import trail
from ..models import Article, Topic
from ..pages import render_page
from ..paging import get_page, page_links
from .public import render_list

NAME = "Dòng sự kiện"


@require_safe
def topics(request):
    page = get_page(request, with_news(Topic.objects.select_related("cover")))
    links = page_links(page, request.path)
    context = {
        "title": NAME,
        "topics": page.object_list,
        "page": page,
        "links": links,
        "crumbs": trail((NAME, request.path)),
    }
    return render_page(request, "articles/topics.html", context)


def with_news(topics):
    """Those that have something to read, each with `newest` and `articles`, newest first."""
    inside = Article.objects.published().filter(topic=OuterRef("pk")).order_by()
    newest = inside.order_by("-published_at").values("published_at")[:1]
    number = inside.values("topic").annotate(number=Count("pk")).values("number")
    return (
        topics.annotate(
            newest=Subquery(newest), articles_count=Coalesce(Subquery(number), 0)
        )
        .filter(newest__isnull=False)
        .order_by("-newest", "name")
    )


@require_safe
def topic(request, slug):
    topic = get_object_or_404(Topic.objects.select_related("cover"), slug=slug)
    index = (NAME, reverse("articles:topics"))
    context = {
        "topic": topic,
        "title": topic.name,
        "feed": reverse("articles:rss_topic", args=[slug]),
        "crumbs": trail(index, (topic.name, request.path)),
    }
    articles = topic.articles.published()
    return render_list(request, "articles/topic.html", articles, context)
