"""The archive by year, month and day."""

from django.http import Http404
from django.urls import reverse
from django.views.decorators.http import require_safe

from ..archive import counted, find, weeks, within, years
from ..breadcrumb import trail
from ..models import Article
from ..pages import render_page
from .public import list_context

NAME = "Lưu trữ"


@require_safe
def archive_index(request):
    found = counted(Article.objects.published(), years())
    context = {
        "title": "Lưu trữ tin, bài",
        "years": [year for year in found if year.articles],
        "crumbs": trail((NAME, request.path)),
    }
    return render_page(request, "articles/archive_index.html", context)


@require_safe
def archive(request, year, month=None, day=None):
    period = find(year, month, day)
    if period is None:
        raise Http404
    published = Article.objects.published()
    later = published.filter(published_at__gte=period.end)
    context = list_context(
        request,
        within(published, period),
        archive_context(period, counted(published, period.parts)),
        earlier=published.filter(published_at__lt=period.start)[:1],
        later=later.order_by("published_at", "id")[:1],
    )
    for name in ("earlier", "later"):
        moments = [article.published_at for article in context[name]]
        context[name] = [period.around(moment) for moment in moments]
    return render_page(request, "articles/archive.html", context)


def archive_context(period, parts):
    """What stands around the articles of `period`, whose months or days are `parts`."""
    steps = [(NAME, reverse("articles:archive_index"))]
    steps += [(step.name.capitalize(), step.url) for step in period.path]
    return {
        "period": period,
        "months": parts if period.month is None else [],
        "weeks": weeks(parts) if parts and period.month else [],
        "title": f"Tin {period.name}",
        "crumbs": trail(*steps),
    }
