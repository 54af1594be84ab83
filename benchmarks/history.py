"""
Ten years of a province for the benchmarks: many articles and what was counted of them,
sealed to yesterday. `python -m benchmarks.history 60000` writes them into the database
of the settings, in place of what was counted there.
"""

import os
import sys
from datetime import timedelta

DAYS = 3650
DAY_ROWS = 2000  # articles that are read on a day, in a month, in a year
MONTH_ROWS = 6000
YEAR_ROWS = 20_000
REPLACED = [
    "SiteHour",
    "SiteDay",
    "ArticleDay",
    "Tally",
    "ReferrerDay",
    "WidthDay",
    "Carried",
]


def main(count):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laichau_portal.settings")
    import django

    django.setup()
    from django.db import connection, transaction
    from django.utils import timezone

    from stats import closing, models

    today = timezone.localdate()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")  # millions of rows at once
    with transaction.atomic():
        for name in REPLACED:
            getattr(models, name).objects.all().delete()
        write_articles(count, timezone.now())
        write_site([today - timedelta(days=age) for age in range(DAYS, -1, -1)])
        write_reads(count, today)
    closing.look_at_tables()


def insert(table, columns, rows):
    """Many rows at once, by the quickest way that each database has."""
    from django.db import connection

    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join("?" * len(columns))
            statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"
            cursor.connection.executemany(statement, rows)


def write_articles(count, now):
    """Up to `count` articles, with whatever category, authors and places."""
    from articles.models import Article, Author, Category, Place

    categories, authors, places = (
        list(model.objects.values_list("pk", flat=True))
        for model in (Category, Author, Place)
    )
    age = timedelta(days=DAYS) / count
    known = set(Article.objects.values_list("pk", flat=True))
    keys = [key for key in range(1, count + 1) if key not in known]
    Article.objects.bulk_create(
        (
            Article(
                pk=key,
                title=f"Tin thứ {key} trong mười năm của một tỉnh vùng cao",
                slug=f"tin-{key}",
                folded=f"tin thu {key}",
                category_id=categories[key % len(categories)],
                status=Article.Status.PUBLISHED,
                published_at=now - age * (count - key),
            )
            for key in keys
        ),
        batch_size=2000,
    )
    for name, column, found in [
        ("authors", "author_id", authors),
        ("places", "place_id", places),
    ]:
        rows = ((key, found[key % len(found)]) for key in keys)
        insert(f"articles_article_{name}", ["article_id", column], rows)


def write_site(days):
    columns = [
        "day",
        "hour",
        "views",
        "visits",
        "new_visitors",
        "bots",
        "prefetch",
        "staff",
        "capped",
    ]
    insert(
        "stats_sitehour",
        columns,
        (
            (str(day), hour, 1800, 800 + hour, 500, 300, 30, 5, 3)
            for day in days
            for hour in range(24)
        ),
    )
    columns = [
        "day",
        "views",
        "visits",
        "visitors",
        "bots",
        "prefetch",
        "staff",
        "capped",
        "sealed_at",
    ]
    insert(
        "stats_siteday",
        columns,
        (
            (str(day), 43_200, 19_000 + day.toordinal() % 5000, 12_000)
            + (7200, 720, 120, 72, f"{day} 17:15:00")
            for day in days[:-1]
        ),
    )
    widths = ("phone", "tablet", "desktop", "unknown")
    rows = ((str(day), width, 10_000) for day in days for width in widths)
    insert("stats_widthday", ["day", "width", "views"], rows)
    rows = (
        (str(day), f"trang-{n}.example", n) for day in days[-400:] for n in range(60)
    )
    insert("stats_referrerday", ["day", "host", "views"], rows)


def write_reads(count, today):
    insert(
        "stats_articleday",
        ["article_id", "day", "views", "reads"],
        (
            (key, str(today - timedelta(days=age)), reads + 1, reads)
            for age in range(400, -1, -1)
            for key, reads in ranked(count - age * count // DAYS, DAY_ROWS)
        ),
    )
    columns = ["kind", "span", "starts_on", "key", "views", "reads"]
    insert("stats_tally", columns, tallies(count, today))


def ranked(newest, count):
    """(article, reads): the newest most, and among the older ones ever fewer."""
    step = max(1, newest // count)
    for place in range(min(count, newest)):
        yield max(1, newest - place * step), 1 + 3000 // (place + 1)


def tallies(articles, today):
    yesterday = today - timedelta(days=1)
    begin = today - timedelta(days=DAYS)
    spans = {"month": set(), "year": set(), "day": set()}
    for age in range(DAYS):
        day = yesterday - timedelta(days=age)
        spans["month"].add(day.replace(day=1))
        spans["year"].add(day.replace(month=1, day=1))
        if age < 400:
            spans["day"].add(day)
    counts = {"month": MONTH_ROWS, "year": YEAR_ROWS}
    groups = {"category": 40, "author": 50, "place": 38}
    for span, days in spans.items():
        for day in days:
            newest = max(1, (day - begin).days * articles // DAYS + 1)
            for key, reads in (
                ranked(newest, counts.get(span, 0)) if span in counts else ()
            ):
                yield "article", span, str(day), key, reads + 1, reads
            for kind, count in groups.items():
                for key in range(1, count + 1):
                    yield kind, span, str(day), key, 500 * key, 400 * key


if __name__ == "__main__":
    main(int(sys.argv[1]))
