"""What an article page shows, for the public row and for the preview of a revision."""

import base64
import json
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db.models import Case, F, When

from . import html, renditions, structured_data
from .breadcrumb import category_trail
from .models import Article, Author, Place, Revision, Tag
from .slices import fetch_cards, fetch_rows, named_rows

RELATED = 4
WORDS_PER_MINUTE = 220
LINKED = {"authors": Author, "tags": Tag, "places": Place}


def article_context(article, shell):
    """The context of the public page of `article`, in three queries."""
    relations = fetch_rows(*public_relations(article))
    return context_of(article, shell, relations)


def preview_context(revision, shell):
    """The same for a revision that nobody has published."""
    relations = {
        name: in_order(model, revision.content[name]) for name, model in LINKED.items()
    }
    relations["related"] = in_order(Article, revision.content["related"])
    return context_of(revision.as_article(), shell, relations)


def in_order(model, keys):
    rows = model.objects.in_bulk(keys)
    return [rows[key] for key in keys if key in rows]


def public_relations(article):
    """Parts of the one query for authors, tags, places and hand-picked articles."""
    for name in Revision.LISTS:
        field = Article._meta.get_field(name)
        source, target = field.m2m_field_name(), field.m2m_reverse_field_name()
        columns = {"id": F(f"{target}_id")}
        if name in LINKED:
            columns |= {"name": F(f"{target}__name"), "slug": F(f"{target}__slug")}
        through = field.remote_field.through.objects.filter(**{source: article.pk})
        yield named_rows(name, through, "id", **columns)


def context_of(article, shell, relations):
    category = shell.category(article.category_id)
    tags = [tag.id for tag in relations.get("tags", [])]
    picked = [other.id for other in relations.get("related", [])]
    cards = fetch_cards(neighbours(article, shell, category, tags, picked))
    context = {
        "shell": shell,
        "article": article,
        "category": category,
        "crumbs": category_trail(category),
        "cover": None if renditions.names_in(article.body) else article.cover,
        "authors": relations.get("authors", []),
        "tags": relations.get("tags", []),
        "places": relations.get("places", []),
        "related": related(article, cards),
        "topic_articles": without(article, cards["topic"])[:4],
        "latest": without(article, cards["latest"])[:5],
        "newer": next(iter(cards["newer"]), None),
        "older": next(iter(cards["older"]), None),
        "rating": rating_of(article),
        "minutes": reading_minutes(article.body),
        "canonical": settings.SITE_URL + article.get_absolute_url(),
        "share": share_links(article),
        "share_picture": structured_data.share_picture(article),
    }
    context["structured_data"] = [
        structured_data.news_article(context),
        structured_data.breadcrumb_list(context["crumbs"]),
    ]
    return context


def neighbours(article, shell, category, tags, picked):
    """Short lists of other articles, by what they have in common with this one."""
    published = Article.objects.published()
    here = published.filter(category=article.category_id)
    at = article.published_at
    tagged = Article.tags.through.objects.filter(tag__in=tags).values("article")
    root = category.parent or category
    return {
        "picked": published.filter(pk__in=picked).order_by(
            Case(*(When(pk=key, then=place) for place, key in enumerate(picked)))
        )
        if picked
        else published.none(),
        "same_category_and_tags": here.filter(pk__in=tagged)[: RELATED + 1],
        "same_tags": published.filter(pk__in=tagged)[: RELATED + 1],
        "same_category": here[: RELATED + 1],
        "same_root": published.in_categories(shell.family(root))[: RELATED + 1],
        "topic": published.filter(topic=article.topic_id)[:5]
        if article.topic_id
        else published.none(),
        "latest": published[:6],
        "newer": here.filter(published_at__gt=at).order_by("published_at", "id")[:1]
        if at
        else published.none(),
        "older": here.filter(published_at__lt=at)[:1] if at else published.none(),
    }


def related(article, cards):
    """Hand-picked first, then those with tags in common, then the same category."""
    found = {other.pk: other for other in without(article, cards["picked"])}
    for name in (
        "same_category_and_tags",
        "same_tags",
        "same_category",
        "same_root",
    ):
        for other in without(article, cards[name]):
            found.setdefault(other.pk, other)
    return list(found.values())[: max(RELATED, len(cards["picked"]))]


def without(article, articles):
    return [other for other in articles if other.pk != article.pk]


def rating_of(article):
    """{"sum", "count", "mean"} of the votes that count; mean None without votes."""
    total = getattr(article, "rating_total", None)
    if total is None or not total.count:
        return {"sum": 0, "count": 0, "mean": None}
    return {
        "sum": total.sum,
        "count": total.count,
        "mean": round(total.sum / total.count, 1),
    }


def reading_minutes(body):
    """Whole minutes, at least one."""
    return max(1, round(len(html.plain(body).split()) / WORDS_PER_MINUTE))


def share_links(article):
    """Addresses of the share row; nothing is loaded from these hosts."""
    url = settings.SITE_URL + article.get_absolute_url()
    zalo = base64.b64encode(json.dumps({"url": url}).encode()).decode()
    return {
        "facebook": "https://www.facebook.com/sharer/sharer.php?"
        + urlencode({"u": url}),
        "x": "https://x.com/intent/tweet?"
        + urlencode({"text": article.title, "url": url}),
        "zalo": settings.ZALO_SHARE_URL + zalo,
        # Mail programs read "+" as itself, so spaces become %20.
        "email": "mailto:?"
        + urlencode({"subject": article.title, "body": url}, quote_via=quote),
    }
