"""What stands around the form of one article: state, checks, figures, history."""

from datetime import timedelta

from django.db.models import Max
from django.utils import timezone

from stats import reports
from stats.models import ArticleDay

from ..models import Article, Revision
from ..readiness import faults
from .sparkline import sparkline
from .states import banner, state_of

HISTORY = 8
DAYS = 7


def desk_of(article, newest):
    """The context around the form of `article`, whose newest revision is `newest`."""
    if article.pk is None:
        return {"faults": [], "state": None}
    live = number_on_line(article)
    return {
        "state": state_of(article, newest.number, live),
        "banner": banner(article, newest.number, live),
        "newest": newest,
        "live": live,
        "is_on_line": article.is_public,
        "is_out": article.status == Article.Status.PUBLISHED,
        "faults": faults(newest.content),
        "history": article.revisions.select_related("author", "reviewer").defer(
            "content"
        )[:HISTORY],
        **figures_of(article),
    }


def number_on_line(article):
    """The number of the revision that was published last; 0 without one."""
    approved = article.revisions.filter(state=Revision.State.APPROVED)
    return approved.aggregate(number=Max("number"))["number"] or 0


def figures_of(article):
    """Views today, in all, reads, and the last seven days as a line."""
    today = timezone.localdate()
    first = today - timedelta(days=DAYS - 1)
    views = dict(
        ArticleDay.objects.filter(article_id=article.pk, day__gte=first).values_list(
            "day", "views"
        )
    )
    week = [views.get(first + timedelta(days=place), 0) for place in range(DAYS)]
    return {
        "today": week[-1],
        "ever": reports.article_views([article.pk])[article.pk],
        "spark": sparkline(week),
        "week": [first, first + timedelta(days=DAYS // 2), today],
        "peak": max(week),
    }
