"""How an author's own articles are read; nobody needs a further right for that."""

from datetime import timedelta
from typing import NamedTuple

from django.contrib import admin
from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from stats import periods, reports
from stats.periods import Range

from ..models import Article
from .sparkline import Sparkline, sparkline

DAYS = 30
PAGE = 50


class OwnArticle(NamedTuple):
    article: Article
    views: int
    reads: int
    recent: int  # reads in the last DAYS days
    spark: Sparkline | None


@require_safe
def show(request):
    mine = (
        Article.objects.filter(authors__user=request.user, deleted_at__isnull=True)
        .only("title", "slug", "published_at", "status", "expires_at", "deleted_at")
        .order_by("-published_at", "-pk")
    )
    page = Paginator(mine, PAGE).get_page(request.GET.get("trang"))
    rows = with_figures(list(page))
    context = {
        **admin.site.each_context(request),
        "title": "Bài của tôi được đọc ra sao?",
        "page": page,
        "rows": rows,
        "days": DAYS,
    }
    return TemplateResponse(request, "admin/stats/own_articles.html", context)


def with_figures(articles):
    keys = [article.pk for article in articles]
    today = timezone.localdate()
    span = Range(today - timedelta(days=DAYS - 1), today)
    ever, lines = reports.article_views(keys), periods.article_lines(keys, span)
    return [
        OwnArticle(
            article,
            *ever[article.pk],
            recent=sum(lines[article.pk].values()),
            spark=sparkline([lines[article.pk].get(day, 0) for day in span.steps()]),
        )
        for article in articles
    ]
