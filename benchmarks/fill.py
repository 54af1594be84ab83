"""
Fills the database with published articles in Vietnamese that nobody has written: chains
of the demo articles' words. `python -m benchmarks.fill NUMBER`
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

from django.db import connection, transaction  # noqa: E402  needs the apps
from django.utils import timezone  # noqa: E402

from articles import html  # noqa: E402
from articles.models import Article, Author, Category, Place  # noqa: E402
from articles.search import entries  # noqa: E402
from articles.text import slugify  # noqa: E402

AT_ONCE = 1000
SENTENCES = 8000
SENTENCES_IN_A_BODY = 18


def main(number):
    write = Writer(random.Random(1670))
    around = [list(model.objects.all()) for model in (Category, Place, Author)]
    for start in range(0, number, AT_ONCE):
        with transaction.atomic():
            add(write, around, min(AT_ONCE, number - start))
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
    categories, places, authors = around
    articles = [
        Article(
            title=(title := write.sentence(5, 14)),
            slug=slugify(title),
            lead=write.sentence(20, 40),
            body=write.body(),
            category=dice.choice(categories),
            status=Article.Status.PUBLISHED,
            published_at=now - timedelta(minutes=dice.randrange(10 * 365 * 24 * 60)),
        )
        for _ in range(number)
    ]
    articles = Article.objects.bulk_create(articles)
    link(Article.places.through, "place", articles, places, dice)
    link(Article.authors.through, "author", articles, authors, dice)
    with_names = Article.objects.prefetch_related("places", "authors", "tags")
    entries.store(with_names.filter(pk__in=[article.pk for article in articles]))


def link(through, name, articles, rows, dice):
    through.objects.bulk_create(
        through(article=article, **{name: dice.choice(rows)}) for article in articles
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
