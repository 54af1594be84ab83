"""'Việc của tôi': what waits for one editor, and how the portal does."""

from django.db.models import F, Q
from django.utils import timezone

from stats import reports
from stats.models import SiteHour

from .. import rights
from ..models import Article, Draft, Revision
from .article_list import described
from .drafting import draft_address
from .preview import may_see_articles
from .sparkline import sparkline

LENGTH = 10
State = Revision.State


def desk_for(user):
    """The context of the first page for `user`."""
    published = Article.objects.published()
    now = timezone.now()
    lists = {"latest": list(published.defer("body")[:5])}
    if may_see_articles(user):
        mine = queues(user)
        lists |= {name: list(mine[name][:LENGTH]) for name in mine}
        lists["planned"] = list(rights.visible(planned(now), user)[:LENGTH])
    # One description for all of them, however many lists.
    described([article for articles in lists.values() for article in articles])
    return {
        **lists,
        "edits": rights.may_open_others(user),
        "totals": reports.totals(),
        "hours": sparkline(hours_of(timezone.localdate(now)), slots=24),
        "now": now,
        "unsaved": unsaved(user),
        "most_read": most_read(published),
    }


def queues(user):
    """{"waiting", "returned", "drafts", "sent"}: articles, those that wait longest first."""
    waiting = waiting_for(user)
    sent = Q(state=State.SUBMITTED) & (Q(author=user) | Q(submitter=user))
    found = {
        "waiting": waiting,
        "returned": returned_to(user),
        "drafts": Q(state=State.DRAFT, author=user),
        "sent": sent & ~waiting,
    }
    return {name: articles_of(condition) for name, condition in found.items()}


def articles_of(condition):
    """Articles whose open revision meets `condition`."""
    revisions = open_revisions().filter(condition)
    return (
        Article.objects.filter(pk__in=revisions.values("article"))
        .defer("body")
        .order_by("pk")
    )


def open_revisions():
    return Revision.objects.filter(is_open=True, article__deleted_at=None)


def waiting_for(user):
    """
    What `user` is to edit or approve: for editors, what none of them has passed on;
    never what one submitted oneself.
    """
    if not rights.may_open_others(user):
        return Q(pk__in=[])
    condition = Q(state=State.SUBMITTED) & ~Q(submitter=user)
    if not rights.may_publish(user):
        condition &= Q(is_edited=False)
    beats = rights.beats_of(user)
    return condition if beats is None else condition & Q(category__in=beats)


def returned_to(user):
    return Q(state=State.REJECTED) & (Q(author=user) | Q(submitter=user))


def count_waiting(user):
    """How many articles wait for `user`, by the index of open revisions."""
    if not may_see_articles(user):
        return 0
    return open_revisions().filter(waiting_for(user) | returned_to(user)).count()


def unsaved(user):
    """[(draft, where it is opened again)] of what `user` has typed and not saved."""
    drafts = Draft.objects.filter(user=user, article__deleted_at=None)
    return [(draft, draft_address(draft)) for draft in drafts[:LENGTH]]


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
