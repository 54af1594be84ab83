"""Keeps the search entries in step with the articles that are, or will be, public."""

from datetime import datetime, time

from django.apps import apps
from django.db import transaction
from django.utils import timezone

from .. import html
from ..models.search import SearchEntry, SearchWord, StaleEntry
from .words import numbers_in, words_in

KEY_BITS = 30  # of the article's id in a key; the time stands before them
LONGEST_BODY = 100_000  # characters; PostgreSQL refuses a vector of a megabyte
COLUMNS = ["key", "title", "title_exact", "text", "text_exact"]
BREAK = " | "  # No phrase goes on from one part into the next.
AT_ONCE = 200  # articles in one transaction, a few milliseconds each


def index(article):
    """Make `article` findable as its row and relations are now."""
    store([article])


def remove(article):
    """Make `article` unfindable."""
    SearchEntry.objects.filter(article=article.pk).delete()


def rebuild(articles):
    """Write all entries anew from `articles`, and drop the others; how many there are."""
    keys = list(articles.order_by("pk").values_list("pk", flat=True))
    SearchEntry.objects.exclude(article__in=articles.order_by()).delete()
    SearchWord.objects.all().delete()
    for start in range(0, len(keys), AT_ONCE):
        with transaction.atomic():
            store(held(articles.filter(pk__in=keys[start : start + AT_ONCE])))
    return len(keys)


def index_again(keys):
    """
    Make the articles `keys` findable by the names that they are sorted under now: the
    first ones at once, the others when catch_up() comes to them. How many others.
    """
    keys, others = keys[:AT_ONCE], keys[AT_ONCE:]
    with transaction.atomic():
        store(held(findable().filter(pk__in=keys)))
        StaleEntry.objects.bulk_create(
            (StaleEntry(article_id=key) for key in others),
            ignore_conflicts=True,
            batch_size=400,
        )
    return len(others)


def newest_under(subjects):
    """
    Ids of the findable articles that are sorted under any of `subjects` (tags, topics,
    authors, places), the newest first.
    """
    found = {
        key: moment
        for subject in subjects
        for key, moment in subject.articles.findable().values_list("pk", "published_at")
    }
    return sorted(found, key=found.get, reverse=True)


def catch_up():
    """Renew a part of what index_again() has left; how many articles it was."""
    with transaction.atomic():
        newest = StaleEntry.objects.order_by("-article")[:AT_ONCE]
        keys = list(newest.values_list("article_id", flat=True))
        if keys:
            store(held(findable().filter(pk__in=keys)))
            StaleEntry.objects.filter(article__in=keys).delete()
    return len(keys)


def findable():
    # The models import this package; by now they are there.
    return apps.get_model("articles", "Article").objects.findable()


def held(articles):
    """The articles, so that nobody withdraws one between reading and writing it."""
    articles = articles.prefetch_related("topic", "tags", "places", "authors")
    return list(articles.order_by("pk").select_for_update(of=("self",)))


def store(articles, entries=SearchEntry, known_words=SearchWord):
    """Insert or renew the entries; a migration gives the models that it knows."""
    rows = [
        entries(article_id=article.pk, **columns_of(article)) for article in articles
    ]
    words = {word for row in rows for word in row.text.split()}
    entries.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["article"], update_fields=COLUMNS
    )
    # In one order, so that two publications at once cannot wait for each other.
    known_words.objects.bulk_create(
        (known_words(word=word) for word in sorted(words) if is_spelt(word)),
        ignore_conflicts=True,
        batch_size=400,
    )


def is_spelt(word):
    return len(word) > 1 and word.isalpha()


def columns_of(article):
    """The values of COLUMNS."""
    parts = [article.title, article.lead, html.plain(article.body)[:LONGEST_BODY]]
    parts += names_around(article)
    words = [words_in(part) for part in parts]
    filters = filter_words(article)
    return {
        "key": key_of(article.published_at, article.pk),
        "title": line(folded(words[:1]), numbers_in(parts[0]) + filters),
        "title_exact": line(exact(words[:1])),
        "text": line(folded(words), numbers_in("\n".join(parts)) + filters),
        "text_exact": line(exact(words)),
    }


def names_around(article):
    """What the article is sorted under, by name."""
    topic = [article.topic.name] if article.topic_id else []
    rows = [*article.tags.all(), *article.places.all(), *article.authors.all()]
    return topic + [row.name for row in rows]


def filter_words(article):
    """What filters ask for, as words that nobody can type."""
    return [
        category_word(article.category_id),
        *(place_word(place.pk) for place in article.places.all()),
        *(author_word(author.pk) for author in article.authors.all()),
    ]


def category_word(key):
    return f"_c{key}"


def place_word(key):
    return f"_p{key}"


def author_word(key):
    return f"_a{key}"


def folded(parts):
    return [[word.folded for word in part] for part in parts]


def exact(parts):
    return [[word.exact for word in part] for part in parts]


def line(parts, marks=()):
    """ " che xuan | vu dau | _c5 ", every word between spaces."""
    text = BREAK.join(" ".join(part) for part in [*parts, marks] if part)
    return f" {text} "


def key_of(moment, pk=0):
    return (int(moment.timestamp()) << KEY_BITS) + pk


def first_key(day):
    """The least key of what is published on `day` or later, in local time."""
    return key_of(timezone.make_aware(datetime.combine(day, time.min)))
