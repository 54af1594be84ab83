"""
Fills the database with published articles in Vietnamese that nobody has written: chains
of the demo articles' words. Beyond the first thousands they are copies of other dates,
written as fast as the database takes them. `python -m benchmarks.fill NUMBER`
"""

import os
import random
import sys
from collections import defaultdict
from datetime import timedelta
from html import escape
from itertools import pairwise

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laichau_portal.settings")
django.setup()

from django.core.management.color import no_style  # noqa: E402  needs the apps
from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles import html  # noqa: E402
from articles.models import Article, Author, Category, Place, Tag  # noqa: E402
from articles.models.search import SearchEntry  # noqa: E402
from articles.search import entries  # noqa: E402
from articles.text import fold, slugify  # noqa: E402

from .history import insert  # noqa: E402

DIFFERENT = 5000
AT_ONCE = 1000
MINUTES = 10 * 365 * 24 * 60  # that they are spread over
SENTENCES = 8000
SENTENCES_IN_A_BODY = 18


def main(number):
    write = Writer(random.Random(1670))
    around = [list(model.objects.all()) for model in (Category, Place, Author, Tag)]
    first = Article.objects.order_by("-pk").values_list("pk", flat=True).first() + 1
    different = min(number, DIFFERENT)
    for start in range(0, different, AT_ONCE):
        with transaction.atomic():
            add(write, around, min(AT_ONCE, different - start))
    if number > different:
        with transaction.atomic():
            copy_all(write.dice, first, number - different)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


class Writer:
    """Strings words together as they follow each other in the demo articles."""

    def __init__(self, dice):
        self.dice = dice
        texts = Article.objects.values_list("title", "lead", "body")
        words = " ".join(f"{title} {lead} {body}" for title, lead, body in texts)
        self.words = html.plain(words).split()
        self.following = defaultdict(list)
        for word, following in pairwise([*self.words, self.words[0]]):
            self.following[word].append(following)
        self.sentences = [self.sentence(8, 30) for _ in range(SENTENCES)]

    def sentence(self, shortest, longest):
        words = [self.dice.choice(self.words)]
        for _ in range(self.dice.randint(shortest, longest)):
            words.append(self.dice.choice(self.following[words[-1]]))
        return " ".join(words).strip(" ,.;:")

    def body(self):
        sentences = self.dice.choices(self.sentences, k=SENTENCES_IN_A_BODY)
        return "".join(f"<p>{escape(sentence)}.</p>" for sentence in sentences)


def add(write, around, number):
    dice, now = write.dice, timezone.now()
    categories, places, authors, tags = around
    articles = [
        Article(
            title=(title := write.sentence(5, 14)),
            slug=slugify(title),
            lead=(lead := write.sentence(20, 40)),
            body=write.body(),
            folded=fold(f"{title}\n{lead}"),
            category=dice.choice(categories),
            status=Article.Status.PUBLISHED,
            published_at=now - timedelta(minutes=dice.randrange(MINUTES)),
        )
        for _ in range(number)
    ]
    articles = Article.objects.bulk_create(articles)
    link(Article.places.through, "place", articles, places, dice)
    link(Article.authors.through, "author", articles, authors, dice)
    link(Article.tags.through, "tag", articles, tags, dice)
    with_names = Article.objects.prefetch_related("places", "authors", "tags")
    entries.store(with_names.filter(pk__in=[article.pk for article in articles]))


def link(through, name, articles, rows, dice):
    through.objects.bulk_create(
        through(article=article, **{name: dice.choice(rows)}) for article in articles
    )


def copy_all(dice, first, number):
    """Add `number` copies of the articles from `first` on, and of what belongs to them."""
    keys = list(
        Article.objects.filter(pk__gte=first)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    start = keys[-1] + 1
    now = timezone.now()
    moments = [now - timedelta(minutes=dice.randrange(MINUTES)) for _ in range(number)]
    indexes = hasten()
    for model, key in [
        (Article, "id"),
        (Article.places.through, "article_id"),
        (Article.authors.through, "article_id"),
        (Article.tags.through, "article_id"),
        (SearchEntry, "article_id"),
    ]:
        columns, rows = rows_of(model, key, first)
        insert(
            model._meta.db_table, columns, copies(keys, columns, rows, start, moments)
        )
    with connection.cursor() as cursor:
        for statement in indexes:
            cursor.execute(statement)
        for statement in connection.ops.sequence_reset_sql(no_style(), [Article]):
            cursor.execute(statement)


def rows_of(model, key, first):
    """(columns, {article: row}) of the articles from `first` on."""
    columns = [field.column for field in model._meta.local_fields]
    if key != "id" and "id" in columns:
        columns.remove("id")
    table, at = model._meta.db_table, columns.index(key)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(columns)} FROM {table} WHERE {key} >= %s", [first]
        )
        return columns, {row[at]: list(row) for row in cursor.fetchall()}


def copies(keys, columns, rows, start, moments):
    """The rows of one table for the articles from `start` on, one for each moment."""
    places = {name: place for place, name in enumerate(columns)}
    adapt = connection.ops.adapt_datetimefield_value
    for number, moment in enumerate(moments):
        row = rows[keys[number % len(keys)]].copy()
        row[places.get("article_id", places.get("id"))] = start + number
        if "published_at" in places:
            row[places["published_at"]] = adapt(moment)
        if "key" in places:
            row[places["key"]] = entries.key_of(moment, start + number)
        yield row


def hasten():
    """
    On PostgreSQL: no foreign key is looked up, and the indexes of the search are dropped.
    The statements that make these again; at the end that is faster than row by row.
    """
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes"
            " WHERE tablename = 'articles_searchentry' AND indexdef LIKE '%USING gin%'"
        )
        found = cursor.fetchall()
        for name, _ in found:
            cursor.execute(f"DROP INDEX {name}")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL maintenance_work_mem = '1GB'")
    return [definition for _, definition in found]


if __name__ == "__main__":
    main(int(sys.argv[1]))
