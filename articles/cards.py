"""What a list shows of an article: values, not a row that could be saved or deferred."""

from datetime import UTC, datetime
from functools import cache, lru_cache
from types import SimpleNamespace
from typing import NamedTuple

from django.db.models import F
from django.urls import reverse

# Columns of fetch_cards(), in the order in which card_of() takes them.
ARTICLE = ("pk", "title", "slug", "lead", "kind", "published_at")
CATEGORY = ("category__name", "category__slug", "category__is_service")
TOPIC = ("topic__name", "topic__slug")
COVER = tuple(
    f"cover__{name}" for name in ("file", "width", "height", "alt", "caption", "credit")
)
COLUMNS = (*ARTICLE, *CATEGORY, *TOPIC, *COVER)


class Linked(NamedTuple):
    """A category or topic."""

    name: str
    get_absolute_url: str  # named so that templates read it as they do a row's
    is_service: bool = False


class Card(NamedTuple):
    pk: int
    title: str
    slug: str
    lead: str
    kind: str
    published_at: object
    category: Linked
    topic: Linked | None
    cover: SimpleNamespace | None

    def __hash__(self):
        return self.pk

    def __eq__(self, other):
        return self.pk == getattr(other, "pk", None)

    def get_absolute_url(self):
        return address(self.slug, self.pk)


def columns_of(articles):
    """`articles` as rows of COLUMNS; a name apart for each, as a subquery needs."""
    named = {f"card_{number}": F(name) for number, name in enumerate(COLUMNS)}
    return articles.order_by().annotate(**named).values_list(*named)


def card_of(row):
    """The Card of a row of COLUMNS."""
    pk, title, slug, lead, kind, at = row[:6]
    category, category_slug, is_service, topic, topic_slug = row[6:11]
    file, width, height, alt, caption, credit = row[11:]
    return Card(
        *(pk, title, slug, lead, kind, aware(at)),
        category=linked("category", category, category_slug, bool(is_service)),
        topic=linked("topic", topic, topic_slug) if topic_slug else None,
        cover=file
        and SimpleNamespace(
            file=SimpleNamespace(name=file),
            width=width,
            height=height,
            alt=alt,
            caption=caption,
            credit=credit,
        ),
    )


def aware(moment):
    """SQLite gives UTC, as text or without saying so, for columns of a subquery."""
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@lru_cache(maxsize=1000)
def linked(view, name, slug, is_service=False):
    return Linked(name, reverse(f"articles:{view}", args=[slug]), is_service)


def address(slug, pk):
    """The address of an article, without a walk through all patterns for each."""
    return f"{beginning()}{slug}-{pk}/"


@cache
def beginning():
    return reverse("articles:article", args=["-", 0]).removesuffix("--0/")
