"""Keeps the search entries in step with the articles that are, or will be, public."""

from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from .. import html
from ..models.search import SearchEntry, SearchWord
from .words import numbers_in, words_in

KEY_BITS = 30  # of the article's id in a key; the time stands before them
LONGEST_BODY = 100_000  # characters; PostgreSQL refuses a vector of a megabyte
COLUMNS = ["key", "title", "title_exact", "text", "text_exact"]
BREAK = " | "  # No phrase goes on from one part into the next.
AT_ONCE = 200  # articles in one transaction of a rebuild


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
            # Held, so that nobody withdraws one between reading and writing it.
            part = articles.filter(pk__in=keys[start : start + AT_ONCE])
            part = part.prefetch_related("topic", "tags", "places", "authors")
            store(list(part.order_by("pk").select_for_update()))
    return len(keys)


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
