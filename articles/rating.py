"""
How a reader's vote is cast. A voter is a signed cookie; a second vote replaces the
first. Votes that look like a campaign are held: stored, answered as any other, and left
out of the public total until the staff have looked at them.
"""

import secrets
from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from stats import visitors

from .models import Rating, RatingTotal

COOKIE = "danh_gia"
COOKIE_PATH = "/danh-gia/"
COOKIE_AGE = 365 * 24 * 60 * 60
SALT = "articles.rating"
HOUR = timedelta(hours=1)
WEEK = timedelta(days=7)
# The form sent twice by a browser that has not got its cookie yet, or keeps none.
SAME_CLIENT = timedelta(seconds=60)
# With a day between two runs of close_day nothing is kept longer than 47 hours.
SENDER_KEPT = timedelta(hours=23)


class Figures(NamedTuple):
    """What the public sees, and the `score` that the asking voter gave, or None."""

    score: int | None
    sum: int
    count: int

    @property
    def mean(self):
        """Two decimals; 0 without votes."""
        return round(self.sum / self.count, 2) if self.count else 0


def figures(article, voter):
    """The Figures of `article` for `voter`, who may be None."""
    total = RatingTotal.objects.filter(article=article).first() or RatingTotal()
    own = Rating.objects.filter(article=article, voter=voter) if voter else None
    score = own.values_list("score", flat=True).first() if voter else None
    return Figures(score, total.sum, total.count)


def voter_of(request):
    """The voter in the request's cookie, None without one that we have signed."""
    return request.get_signed_cookie(COOKIE, default=None, salt=SALT)


def remember(response, voter, *, secure):
    response.set_signed_cookie(
        COOKIE,
        voter,
        salt=SALT,
        max_age=COOKIE_AGE,
        path=COOKIE_PATH,
        secure=secure,
        httponly=True,
        samesite="Lax",
    )


def sender_of(request):
    """(client, prefix_key): keyed hashes of address and browser, and of the network."""
    address = visitors.client_address(request)
    client = f"{address}\n{visitors.user_agent(request)}"
    return keyed("client", client), keyed("prefix", visitors.prefix(address))


def keyed(purpose, text):
    return salted_hmac(f"{SALT}.{purpose}", text, algorithm="sha256").hexdigest()[:32]


def vote(article, *, voter, score, client, prefix_key, doubtful=False, now=None):
    """
    Cast the vote of `voter`, None for one without a cookie, and return the Rating,
    which names the voter. A `doubtful` vote is held. Row and total change together.
    """
    now = now or timezone.now()
    with transaction.atomic():
        lock_total(article)
        rating = earlier_vote(article, voter, client, doubtful, now)
        before = weight(rating)
        if rating is None:
            rating = Rating(article=article)
            hold(rating, over_a_limit(article, prefix_key, now))
        hold(rating, Rating.Held.ORIGIN if doubtful else "")
        rating.voter = voter or secrets.token_hex(16)
        rating.score, rating.at = score, now
        rating.client, rating.prefix_key = client, prefix_key
        rating.save()
        add_to_total(article, before, weight(rating))
    return rating


def lock_total(article):
    """All votes on one article stand in line here."""
    RatingTotal.objects.bulk_create(
        [RatingTotal(article=article)], ignore_conflicts=True
    )
    RatingTotal.objects.select_for_update().get(article=article)


def earlier_vote(article, voter, client, doubtful, now):
    """The Rating that this vote replaces, or None."""
    ratings = Rating.objects.filter(article=article)
    if voter:
        return ratings.filter(voter=voter).first()
    recent = ratings.filter(client=client, at__gt=now - SAME_CLIENT)
    if doubtful:
        # It may come from another site, and must not undo what the reader did here.
        recent = recent.filter(held=True)
    return recent.order_by("-at").first()


def weight(rating):
    """(points, votes) that `rating` brings into the public total."""
    return (0, 0) if rating is None or rating.held else (rating.score, 1)


def add_to_total(article, before, after):
    RatingTotal.objects.filter(article=article).update(
        sum=F("sum") + after[0] - before[0], count=F("count") + after[1] - before[1]
    )


def hold(rating, held_for):
    """Keep `rating` out of the total, if there is a reason and it is not out already."""
    if held_for and not rating.held:
        rating.held, rating.held_for = True, held_for


def over_a_limit(article, prefix_key, now):
    """
    Why the next vote on `article` is one too many within an hour, from one network or
    in all; "" when it is not.
    """
    votes = Rating.objects.filter(article=article, at__gt=now - HOUR).aggregate(
        network=Count("pk", filter=Q(prefix_key=prefix_key)), all=Count("pk")
    )
    if votes["network"] >= settings.RATING_VOTES_PER_PREFIX_AND_HOUR:
        return Rating.Held.NETWORK
    if votes["all"] < settings.RATING_VOTES_PER_HOUR:
        return ""
    is_surge = votes["all"] + 1 > settings.RATING_SURGE_FACTOR * hourly_mean(now)
    return Rating.Held.SURGE if is_surge else ""


def hourly_mean(now):
    """Counted votes an hour for each article that got any in the last seven days."""
    week = Rating.objects.filter(at__gt=now - WEEK, held=False).aggregate(
        votes=Count("pk"), articles=Count("article", distinct=True)
    )
    hours = WEEK / HOUR
    return week["votes"] / hours / week["articles"] if week["articles"] else 0


def forget_senders(now=None):
    """Blank where older votes came from; how many votes that changed."""
    old = Rating.objects.filter(at__lt=(now or timezone.now()) - SENDER_KEPT)
    return old.exclude(client="", prefix_key="").update(client="", prefix_key="")
