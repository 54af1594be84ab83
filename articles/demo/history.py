"""A plausible history of visits and votes for the demo, the same at every load."""

import math
import random
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from stats import most_read
from stats.models import ArticleDay, Carried, ReferrerDay, SiteHour, WidthDay

from ..models import Article, Rating, RatingTotal

DAYS = 60
VISITS_A_DAY = 19_000
VIEWS_A_VISIT = 2.3
# Shares of the hours of a day: quiet nights, peaks at the start of work and at nine.
HOURS = [1, 0.6, 0.4, 0.4, 0.7, 2, 4, 7, 9, 8, 7, 6, 6, 6, 7, 7, 6, 5, 5, 6, 7, 6, 4, 2]
REFERRERS = {
    "google.com.vn": 0.3,
    "facebook.com": 0.22,
    "zalo.me": 0.12,
    "baolaichau.vn": 0.04,
    "coccoc.com": 0.03,
}
WIDTHS = {"phone": 0.71, "desktop": 0.24, "tablet": 0.04, "unknown": 0.01}


def load():
    """Fill the last 60 days, unless something has been counted already."""
    if SiteHour.objects.exists():
        return False
    dice = random.Random(2026)
    now = timezone.localtime()
    with transaction.atomic():
        for age in range(DAYS, -1, -1):
            load_day(dice, now.date() - timedelta(days=age), now)
        load_reads(dice, now.date())
        load_votes(dice)
        most_read.renew()
        Carried.objects.all().delete()  # it was made before this history
    return True


def load_day(dice, day, now):
    weekend = 0.62 if day.weekday() >= 5 else 1
    visits = VISITS_A_DAY * weekend * dice.uniform(0.9, 1.15)
    rows = [
        site_hour(dice, day, hour, visits * share / sum(HOURS))
        for hour, share in enumerate(HOURS)
        if day < now.date() or hour <= now.hour
    ]
    # The hour that is running has not yet had all its visits.
    if day == now.date():
        for name in ("views", "visits", "new_visitors"):
            value = getattr(rows[-1], name) * now.minute // 60
            setattr(rows[-1], name, value)
    SiteHour.objects.bulk_create(rows)
    views = sum(row.views for row in rows)
    ReferrerDay.objects.bulk_create(
        ReferrerDay(day=day, host=host, views=int(views * share * dice.uniform(0.8, 1)))
        for host, share in REFERRERS.items()
    )
    WidthDay.objects.bulk_create(
        WidthDay(day=day, width=width, views=int(views * share))
        for width, share in WIDTHS.items()
    )


def site_hour(dice, day, hour, visits):
    visits = int(visits * dice.uniform(0.85, 1.15))
    return SiteHour(
        day=day,
        hour=hour,
        visits=visits,
        views=int(visits * VIEWS_A_VISIT * dice.uniform(0.95, 1.05)),
        new_visitors=int(visits * 0.7),
        bots=int(visits * dice.uniform(0.2, 0.5)),
        prefetch=int(visits * 0.03),
        staff=dice.randrange(0, 12),
        capped=dice.randrange(0, 20),
    )


def load_reads(dice, today):
    """Reads of an article fall off from its first day on."""
    rows = []
    for article in Article.objects.published().order_by("pk"):
        first = timezone.localtime(article.published_at).date()
        strength = dice.uniform(250, 1400)
        for age in range((today - first).days + 1):
            reads = int(strength * math.exp(-age / 4) + dice.uniform(4, 20))
            rows.append(
                ArticleDay(
                    article_id=article.pk,
                    day=first + timedelta(days=age),
                    views=int(reads * dice.uniform(1.05, 1.3)),
                    reads=reads,
                )
            )
    ArticleDay.objects.bulk_create(rows)


def load_votes(dice):
    """A few votes for two articles in three; some have none, as on the real site."""
    for article in Article.objects.published().order_by("pk"):
        scores = dice.choices([5, 4, 3, 2], [6, 3, 1, 0.4], k=dice.choice([0, 7, 18]))
        at = min(article.published_at + timedelta(days=1), timezone.now())
        Rating.objects.bulk_create(
            Rating(article=article, voter=f"demo-{number}", score=score, at=at)
            for number, score in enumerate(scores)
        )
        if scores:
            RatingTotal.objects.create(
                article=article, sum=sum(scores), count=len(scores)
            )
