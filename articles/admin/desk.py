"""'Việc của tôi': what waits for one editor, and how the portal does."""

from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from stats import reports
from stats.models import SiteHour

from ..models import Article, Revision
from .article_list import described
from .preview import may_see_articles
from .sparkline import sparkline

LENGTH = 10


def desk_for(user):
    """The context of the first page for `user`."""
    published = Article.objects.published()
    now = timezone.now()
    lists = {"drafts": [], "planned": [], "latest": list(published.defer("body")[:5])}
    if may_see_articles(user):
        lists["drafts"] = list(drafts_of(user)[:LENGTH])
        lists["planned"] = list(planned(now)[:LENGTH])
    # One description for all of them, however many lists.
    described([article for articles in lists.values() for article in articles])
    return {
        **lists,
        "totals": reports.totals(),
        "hours": sparkline(hours_of(timezone.localdate(now)), slots=24),
        "now": now,
        "most_read": most_read(published),
    }


def drafts_of(user):
    """Articles whose newest revision `user` has written and nobody has published."""
    newer = Revision.objects.filter(
        article=OuterRef("article"), number__gt=OuterRef("number")
    )
    mine = Revision.objects.filter(
        ~Exists(newer), author=user, state=Revision.State.DRAFT
    )
    return Article.objects.filter(
        pk__in=mine.values("article"), deleted_at__isnull=True
    ).defer("body")


def planned(now):
    """What goes on line by itself, soonest first."""
    return (
        Article.objects.filter(
            status=Article.Status.PUBLISHED,
            published_at__gt=now,
            deleted_at__isnull=True,
        )
        .defer("body")
        .order_by("published_at")
    )


def hours_of(day):
    """Visits of each hour of `day` up to the last that was counted."""
    visits = dict(SiteHour.objects.filter(day=day).values_list("hour", "visits"))
    return [visits.get(hour, 0) for hour in range(max(visits, default=-1) + 1)]


def most_read(published):
    """(key, title, reads) of the five articles most read in the last seven days."""
    week = reports.most_read(7).annotate(week=F("read"))
    reads = dict(week.values_list("article_id", "week")[:20])
    titles = dict(published.filter(pk__in=reads).values_list("pk", "title"))
    found = [
        (key, titles[key], number) for key, number in reads.items() if key in titles
    ]
    return found[:5]
