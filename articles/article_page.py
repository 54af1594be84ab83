"""What an article page shows, for the public row and for the preview of a revision."""

import base64
import json
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db.models import Case, F, When

from . import contents, html, structured_data, video
from .breadcrumb import category_trail
from .models import Article, Attachment, Author, Place, Revision, Tag
from .slices import fetch_cards, fetch_rows, instant, named_rows

RELATED = 4
CANDIDATES = 8  # of each kind
# What two articles may have in common: each outweighs all that follow it.
WEIGHTS = {"topic": 8, "tags": 4, "places": 2, "category": 1, "root": 0}
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
    for name, model in {"related": Article, "attachments": Attachment}.items():
        relations[name] = in_order(model, revision.content[name])
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
        if name == "attachments":
            columns |= {
                part: F(f"{target}__{part}") for part in ("title", "file", "size")
            }
        if name in LINKED:
            columns |= {"name": F(f"{target}__name"), "slug": F(f"{target}__slug")}
        through = field.remote_field.through.objects.filter(**{source: article.pk})
        yield named_rows(name, through, "id", **columns)
    yield named_rows("corrections", article.corrections, "id", "at", "note")


def attachments_in(rows):
    """Attachments, out of rows of fetch_rows() or as they are."""
    return [
        Attachment(title=row.title, file=str(row.file), size=row.size) for row in rows
    ]


def context_of(article, shell, relations):
    category = shell.category(article.category_id)
    cards = fetch_cards(neighbours(article, shell, category, relations))
    found = related(article, cards)
    shown = [article, *found]
    pictures = list(html.pictures(article.body))
    video_key = "" if article.video else video.key_of(article.video_url)
    has_video = bool(article.video or video_key)  # the cover stands for it
    context = {
        "shell": shell,
        "article": article,
        "category": category,
        "crumbs": category_trail(category),
        "cover": None if pictures or has_video else article.cover,
        "video_key": video_key,
        "photo_count": len(pictures) if article.kind == Article.Kind.PHOTOS else 0,
        "authors": relations.get("authors", []),
        "tags": relations.get("tags", []),
        "places": relations.get("places", []),
        "attachments": attachments_in(relations.get("attachments", [])),
        "corrections": corrections(relations.get("corrections", [])),
        "related": found,
        "topic_articles": without(shown, cards["topic"])[:4],
        "latest": without(shown, cards["latest"])[:5],
        "newer": next(iter(cards["newer"]), None),
        "older": next(iter(cards["older"]), None),
        "rating": rating_of(article),
        "contents": contents.table_of_contents(article.body),
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


def corrections(rows):
    """What readers are told of changes, the last one first."""
    for row in rows:
        row.at = instant(row.at)
    return rows[::-1]


def neighbours(article, shell, category, relations):
    """Short lists of other articles, by what they have in common with this one."""
    published = Article.objects.published()
    root = category.parent or category
    lists = {
        "picked": in_this_order(published, keys(relations, "related")),
        "topic": published.filter(topic=article.topic_id)
        if article.topic_id
        else published.none(),
        "tags": sharing(published, "tags", keys(relations, "tags")),
        "places": sharing(published, "places", keys(relations, "places")),
        "category": published.filter(category=article.category_id),
        "root": published.in_categories(shell.family(root)),
        "latest": published,
    }
    # One more than is shown, for this article itself may be among them.
    lists = {
        name: articles if name == "picked" else articles[: CANDIDATES + 1]
        for name, articles in lists.items()
    }
    return lists | turns(published, article)


def keys(relations, name):
    return [row.id for row in relations.get(name, [])]


def in_this_order(articles, keys):
    if not keys:
        return articles.none()
    places = [When(pk=key, then=place) for place, key in enumerate(keys)]
    return articles.filter(pk__in=keys).order_by(Case(*places))


def sharing(articles, name, keys):
    """Those with one of the tags or places `keys`."""
    field = Article._meta.get_field(name)
    through = field.remote_field.through.objects
    rows = through.filter(**{f"{field.m2m_reverse_field_name()}__in": keys})
    return articles.filter(pk__in=rows.values("article")) if keys else articles.none()


def turns(published, article):
    """The next newer and older articles of the category, also within one minute."""
    here, at = published.filter(category=article.category_id), article.published_at
    if at is None:
        return {"newer": here.none(), "older": here.none()}
    newer = here.filter(published_at__gte=at).exclude(
        published_at=at, pk__lte=article.pk
    )
    older = here.filter(published_at__lte=at).exclude(
        published_at=at, pk__gte=article.pk
    )
    return {"newer": newer.order_by("published_at", "id")[:1], "older": older[:1]}


def related(article, cards):
    """Hand-picked first, then by topic, tags, place and category; newer before older."""
    weights, found = {}, {}
    for name, weight in WEIGHTS.items():
        for other in without([article], cards[name]):
            weights[other.pk] = weights.get(other.pk, 0) + weight
            found[other.pk] = other
    picked = without([article], cards["picked"])
    ranked = sorted(
        without(picked, found.values()),
        key=lambda other: (weights[other.pk], other.published_at, other.pk),
        reverse=True,
    )
    return [*picked, *ranked][: max(RELATED, len(picked))]


def without(shown, articles):
    seen = {article.pk for article in shown}
    return [article for article in articles if article.pk not in seen]


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
