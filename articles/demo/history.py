"""A plausible history of visits and votes for the demo, the same at every load."""

import math
import random
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from stats import closing, most_read
from stats.models import (
    Annotation,
    ArticleDay,
    Carried,
    ReferrerDay,
    SearchMiss,
    SiteHour,
    WidthDay,
)

from .. import days as days_over
from ..models import Article, Rating, RatingTotal

# The day after the opening balance of the demo: the previous system counted until then.
FIRST_DAY = date(2026, 3, 4)
FEWEST_DAYS, MOST_DAYS = 60, closing.DAYS_KEPT
SURGE = 46  # votes
VISITS_A_DAY = 19_000
VIEWS_A_VISIT = 2.3
# Shares of the hours of a day: quiet nights, peaks at the start of work and at nine.
WORKDAY = [
    1,
    0.6,
    0.4,
    0.4,
    0.7,
    2,
    4,
    7,
    9,
    8,
    7,
    6,
    6,
    6,
    7,
    7,
    6,
    5,
    5,
    6,
    7,
    6,
    4,
    2,
]
WEEKEND = [
    1,
    0.6,
    0.4,
    0.4,
    0.5,
    1,
    2,
    3,
    5,
    6,
    6,
    6,
    5,
    4,
    5,
    5,
    5,
    5,
    6,
    8,
    9,
    8,
    5,
    3,
]
HOLIDAYS = [(4, 26), (4, 30), (5, 1), (9, 1), (9, 2)]  # month and day
# Days on which the province had more readers than usual, and why.
EVENTS = {
    60: ("Mưa lớn nhiều nơi, cổng đăng lịch tạm dừng đường đèo", 1.7),
    23: ("Công bố lịch trả kết quả tại các điểm phục vụ hành chính", 1.35),
    9: ("Thư ngỏ mời góp ý tên các điểm bưu chính mới", 1.5),
}
REFERRERS = {
    "google.com.vn": 0.3,
    "facebook.com": 0.22,
    "zalo.me": 0.12,
    "coccoc.com": 0.03,
    "bing.com": 0.02,
    "youtube.com": 0.012,
    "dichvucong.example": 0.03,
    "bao-vung-cao.example": 0.016,
    "truong-noi-tru.example": 0.008,
}
WIDTHS = {"phone": 0.71, "desktop": 0.24, "tablet": 0.04, "unknown": 0.01}
MISSES = {
    "lịch cắt điện": 9,
    "giá vé xe khách": 6,
    "mẫu đơn tách thửa": 5,
    "bảng giá đất 2027": 5,
    "tuyển dụng giáo viên": 4,
    "số điện thoại trạm thú y": 3,
    "lịch tiêm chủng": 3,
    "sân bay": 2,
}


def load():
    """Fill the days since the previous system, unless something was counted already."""
    if SiteHour.objects.exists():
        return 0
    dice = random.Random(2026)
    now = timezone.localtime()
    days = min(MOST_DAYS, max(FEWEST_DAYS, (now.date() - FIRST_DAY).days))
    with transaction.atomic():
        for age in range(days, -1, -1):
            load_day(dice, now.date() - timedelta(days=age), age, now)
        load_reads(dice, now.date(), days)
        load_votes(dice)
        load_surge(dice, timezone.now())
        for day in closing.open_days():
            days_over.close(day)
        most_read.renew()
        Carried.objects.all().delete()  # it was made before this history
    return days


def load_day(dice, day, age, now):
    is_quiet = day.weekday() >= 5 or (day.month, day.day) in HOLIDAYS
    season = 1 + 0.12 * math.sin(day.timetuple().tm_yday / 58)
    text, strength = EVENTS.get(age, ("", 1))
    visits = VISITS_A_DAY * (0.62 if is_quiet else 1) * season * strength
    visits *= dice.uniform(0.9, 1.15)
    hours = WEEKEND if is_quiet else WORKDAY
    rows = [
        site_hour(dice, day, hour, visits * share / sum(hours))
        for hour, share in enumerate(hours)
        if day < now.date() or hour <= now.hour
    ]
    # The hour that is running has not yet had all its visits.
    if day == now.date():
        for name in ("views", "visits", "new_visitors"):
            value = getattr(rows[-1], name) * now.minute // 60
            setattr(rows[-1], name, value)
    SiteHour.objects.bulk_create(rows)
    load_parts(dice, day, sum(row.views for row in rows))
    if text:
        Annotation.objects.create(day=day, text=text)


def load_parts(dice, day, views):
    """Where the views of a day came from, on which screens, and what was not found."""
    ReferrerDay.objects.bulk_create(
        ReferrerDay(day=day, host=host, views=int(views * share * dice.uniform(0.8, 1)))
        for host, share in REFERRERS.items()
    )
    WidthDay.objects.bulk_create(
        WidthDay(day=day, width=width, views=int(views * share))
        for width, share in WIDTHS.items()
    )
    SearchMiss.objects.bulk_create(
        SearchMiss(day=day, query=words, count=count)
        for words, usual in MISSES.items()
        if (count := dice.randrange(usual + 1))
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


def load_reads(dice, today, days):
    """Reads of an article fall off from its first day on; some are found again."""
    rows = []
    for article in Article.objects.published().order_by("pk"):
        first = timezone.localtime(article.published_at).date()
        strength = dice.uniform(250, 1400) * dice.choice([1, 1, 1, 4])
        found_again = dice.randrange(5, 40)
        for age in range(min((today - first).days, days) + 1):
            reads = strength * math.exp(-age / 4) + dice.uniform(4, 20)
            reads += strength / 4 * math.exp(-abs(age - found_again) / 2)
            rows.append(
                ArticleDay(
                    article_id=article.pk,
                    day=first + timedelta(days=age),
                    views=int(reads * dice.uniform(1.05, 1.3)),
                    reads=int(reads),
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


def load_surge(dice, now):
    """Votes that came all at once and wait for the staff."""
    article = Article.objects.published().filter(published_at__lt=now).first()
    if article:
        RatingTotal.objects.get_or_create(article=article)
        Rating.objects.bulk_create(
            Rating(
                article=article,
                voter=f"demo-surge-{number}",
                score=dice.choices([1, 5], [9, 1])[0],
                at=now - timedelta(minutes=70 + number),
                prefix_key=f"demo-{number % 2}",
                held=True,
                held_for=Rating.Held.NETWORK,
            )
            for number in range(SURGE)
        )
