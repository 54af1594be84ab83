"""What stands around the form of one article: state, checks, figures, history."""

from datetime import timedelta

from django.utils import timezone

from stats import reports

from .. import rights, workflow
from ..models import Article, Revision
from .article_checks import checks_of
from .sparkline import sparkline
from .states import banner, state_of

HISTORY = 8
DAYS = 7


def desk_of(article, newest, user):
    """The context around the form of `article`, whose newest revision is `newest`."""
    if article.pk is None:
        return {"faults": [], "state": None, **steps_of_new(newest, user)}
    standing = rights.standing_in(newest)
    live = standing.live
    return {
        "state": state_of(article, newest.number, live, newest.state),
        "banner": banner(article, newest.number, live, newest.state),
        **steps_of(newest, user, standing.is_barred),
        "last_step": article.steps.select_related("by").first(),
        "newest": newest,
        "live": live,
        "is_on_line": article.is_public,
        "is_out": article.status == Article.Status.PUBLISHED,
        **checks_of(article, newest.content, user),
        "history": article.revisions.select_related("author", "reviewer").defer(
            "content"
        )[:HISTORY],
        **figures_of(article),
    }


def steps_of_new(newest, user):
    """The same for an article that is about to be written."""
    return steps_of(newest, user, is_barred=workflow.wants_two_people())


def steps_of(newest, user, is_barred):
    """Which steps `user` may take with `newest`; `is_barred`: not approve it."""
    waits = newest.state == Revision.State.SUBMITTED
    own = bool(waits and workflow.is_submitter(newest, user))
    opens_others = rights.may_open_others(user)
    may_publish = rights.may_publish(user)
    blocked = may_publish and is_barred
    return {
        "may_publish": may_publish,
        "waits": waits,
        "blocked": workflow.OWN_TEXT if blocked else "",
        "may_take_back": own,
        "may_return": waits and opens_others and not own,
        # What waits for an editor may be passed on to whoever approves.
        "may_submit": not waits or (opens_others and not newest.is_edited),
    }


def figures_of(article):
    """Views today, in all, reads, and the last seven days as a line."""
    today = timezone.localdate()
    first = today - timedelta(days=DAYS - 1)
    ever, views = reports.article_since(article.pk, first)
    week = [views.get(first + timedelta(days=place), 0) for place in range(DAYS)]
    return {
        "today": week[-1],
        "ever": ever,
        "spark": sparkline(week),
        "week": [first, first + timedelta(days=DAYS // 2), today],
        "peak": max(week),
    }
