"""Held votes in the hands of the staff: what waits, what becomes of it, whether sums fit."""

from collections import Counter
from datetime import timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import Count, Max, Min, Q, Sum
from django.utils import timezone

from .models import Article, Rating, RatingDecision, RatingTotal
from .rating import add_to_total, lock_total

Verdict = RatingDecision.Verdict
HOURS_SHOWN = 48


class Group(NamedTuple):
    """Held votes on one article for one reason."""

    article: Article
    held_for: str
    votes: int
    points: int
    first: object
    last: object
    networks: int  # of those votes of which it is still known
    scores: dict  # {score: votes}
    total: tuple  # (points, votes) that the public sees

    @property
    def key(self):
        return f"{self.article.pk}:{self.held_for}"

    @property
    def because(self):
        return Rating.Held(self.held_for).label if self.held_for else "Không ghi lý do"

    @property
    def mean(self):
        return mean(self.total)

    @property
    def mean_with(self):
        return mean((self.total[0] + self.points, self.total[1] + self.votes))

    @property
    def votes_with(self):
        return self.total[1] + self.votes


def mean(total):
    """'4,2', or '–' without votes."""
    points, votes = total
    return f"{points / votes:.1f}".replace(".", ",") if votes else "–"


def waiting():
    """Votes that nobody has decided about."""
    return Rating.objects.filter(held=True, decision__isnull=True)


def waiting_groups():
    """The Groups that wait, the newest first."""
    rows = list(
        waiting()
        .values("article", "held_for")
        .annotate(
            votes=Count("pk"),
            points=Sum("score"),
            first=Min("at"),
            last=Max("at"),
            networks=Count("prefix_key", distinct=True, filter=~Q(prefix_key="")),
        )
        .order_by("-last")
    )
    keys = {row["article"] for row in rows}
    articles = Article.objects.only("title").in_bulk(keys)
    totals = RatingTotal.objects.in_bulk(keys)
    scores = scores_of(keys)
    return [
        Group(
            article=articles[row.pop("article")],
            scores=scores[key],
            total=(totals[key[0]].sum, totals[key[0]].count)
            if key[0] in totals
            else (0, 0),
            **row,
        )
        for row in rows
        if (key := (row["article"], row["held_for"]))
    ]


def scores_of(articles):
    rows = waiting().filter(article__in=articles)
    found = {}
    for article, held_for, score, votes in (
        rows.values_list("article", "held_for", "score")
        .annotate(votes=Count("pk"))
        .order_by("score")
    ):
        found.setdefault((article, held_for), {})[score] = votes
    return found


def decide(article, held_for, verdict, *, reason, by):
    """
    Accept or drop the held votes on `article` that were held for this reason. Rows,
    total and the record change together. The RatingDecision; None when nothing waits.
    """
    with transaction.atomic():
        lock_total(article)
        votes = waiting().filter(article=article, held_for=held_for)
        found = votes.aggregate(votes=Count("pk"), points=Sum("score"))
        if not found["votes"]:
            return None
        decision = RatingDecision.objects.create(
            article=article, verdict=verdict, reason=reason, by=by, **found
        )
        is_accepted = verdict == Verdict.ACCEPTED
        votes.update(held=not is_accepted, decision=decision)
        if is_accepted:
            add_to_total(article, (0, 0), (found["points"], found["votes"]))
    return decision


def hourly(now=None):
    """[(hour, counted, held)] of the last two days, the oldest first."""
    last = (now or timezone.now()).replace(minute=0, second=0, microsecond=0)
    first = last - timedelta(hours=HOURS_SHOWN - 1)
    counted, held = Counter(), Counter()
    for at, is_held in Rating.objects.filter(at__gte=first).values_list("at", "held"):
        hour = at.replace(minute=0, second=0, microsecond=0)
        (held if is_held else counted)[hour] += 1
    hours = [first + timedelta(hours=number) for number in range(HOURS_SHOWN)]
    return [(hour, counted[hour], held[hour]) for hour in hours]


def faulty_totals():
    """[(article id, total, sum of rows)], each (points, votes), where the two differ."""
    rows = (
        Rating.objects.filter(held=False)
        .values_list("article")
        .annotate(points=Sum("score"), votes=Count("pk"))
    )
    right = {article: numbers for article, *numbers in rows}
    stored = RatingTotal.objects.values_list("article", "sum", "count")
    totals = {article: numbers for article, *numbers in stored}
    return [
        (key, tuple(totals.get(key, (0, 0))), tuple(right.get(key, (0, 0))))
        for key in sorted({*right, *totals})
        if list(totals.get(key, [0, 0])) != list(right.get(key, [0, 0]))
    ]


def mend_total(article):
    """Add up the rows of `article` anew, while nobody votes on it."""
    with transaction.atomic():
        lock_total(article)
        rows = Rating.objects.filter(article=article, held=False)
        found = rows.aggregate(points=Sum("score"), votes=Count("pk"))
        RatingTotal.objects.filter(article=article).update(
            sum=found["points"] or 0, count=found["votes"]
        )
