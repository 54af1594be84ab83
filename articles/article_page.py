"""What an article page shows, for the public row and for the preview of a revision."""

import base64
import json
from datetime import UTC, datetime
from urllib.parse import quote, urlencode

from django.conf import settings
from django.db.models import Case, F, When
from django.utils import timezone

from . import contents, html, structured_data, video
from .breadcrumb import category_trail
from .models import Article, Attachment, Author, Correction, Place, Revision, Tag
from .slices import CardStatement, RowStatement, instant, named_rows

RELATED = 4
CANDIDATES = 8  # of each kind
# What two articles may have in common: each outweighs all that follow it.
WEIGHTS = {"topic": 8, "tags": 4, "places": 2, "category": 1, "root": 0}
WORDS_PER_MINUTE = 220
SHARED = ("tags", "places")
LINKED = {"authors": Author, "tags": Tag, "places": Place}


# Values that stand in compiled queries for those of an article.
NOW, AT = (datetime(year, 1, 1, tzinfo=UTC) for year in (1901, 1902))
PK, TOPIC, CATEGORY = 2_000_000_011, 2_000_000_033, 2_000_000_063
MARKS = {"now": NOW, "at": AT, "pk": PK, "topic": TOPIC, "category": CATEGORY}


def article_context(article, shell):
    """The context of the public page of `article`, in two queries, compiled once."""
    relations = shell.statement(
        "relations", lambda: RowStatement(*public_relations(), pk=PK)
    ).fetch(pk=article.pk)
    category = shell.category(article.category_id)
    neighbours = shell.statement(
        ("neighbours", category.id),
        lambda: card_statement(
            shell,
            category,
            picked=linked_to("related").order_by("id").values("to_article"),
            **{name: linked_to(name).values(key_of(name)) for name in SHARED},
        ),
    )
    cards = neighbours.fetch(**values_of(article))
    return context_of(article, shell, relations, cards)


def preview_context(revision, shell):
    """The same for a revision that nobody has published."""
    article, content = revision.as_article(), revision.content
    relations = {
        name: in_order(model, content[name])
        for name, model in {
            **LINKED,
            "related": Article,
            "attachments": Attachment,
        }.items()
    }
    statement = card_statement(
        shell,
        shell.category(article.category_id),
        picked=in_this_order(content["related"]),
        **{name: content[name] for name in SHARED},
    )
    cards = statement.fetch(**values_of(article))
    return context_of(article, shell, relations, cards)


def in_order(model, keys):
    rows = model.objects.in_bulk(keys)
    return [rows[key] for key in keys if key in rows]


def public_relations():
    """Parts of the one query for all that the article PK refers to, and its corrections."""
    for name in Revision.LISTS:
        field = Article._meta.get_field(name)
        target = field.m2m_reverse_field_name()
        columns = {"id": F(f"{target}_id")}
        if name == "attachments":
            columns |= {
                part: F(f"{target}__{part}") for part in ("title", "file", "size")
            }
        if name in LINKED:
            columns |= {"name": F(f"{target}__name"), "slug": F(f"{target}__slug")}
        yield named_rows(name, linked_to(name), "id", **columns)
    corrections = Correction.objects.filter(article=PK)
    yield named_rows("corrections", corrections, "id", "at", "note")


def linked_to(name):
    """The rows that tie the article PK to its tags, places, ..."""
    field = Article._meta.get_field(name)
    return field.remote_field.through.objects.filter(**{field.m2m_field_name(): PK})


def key_of(name):
    return Article._meta.get_field(name).m2m_reverse_field_name()


def attachments_in(rows):
    """Attachments, out of rows of fetch_rows() or as they are."""
    return [
        Attachment(title=row.title, file=str(row.file), size=row.size) for row in rows
    ]


def context_of(article, shell, relations, cards):
    category = shell.category(article.category_id)
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


def card_statement(shell, category, picked, **shared):
    """
    The compiled query of short lists of Cards, by what they have in common with an
    article of `category`. `picked` and `shared` are keys or queries for them.
    """
    published = Article.objects.published(NOW)
    lists = {
        "topic": published.filter(topic=TOPIC),
        **{name: sharing(published, name, own) for name, own in shared.items()},
        "category": published.filter(category=CATEGORY),
        "root": published.in_categories(shell.family(category.parent or category)),
        "latest": published,
    }
    # One more than is shown, for this article itself may be among them.
    lists = {name: articles[: CANDIDATES + 1] for name, articles in lists.items()}
    lists |= {"picked": picked, **turns(published)}
    return CardStatement(lists, published, **MARKS)


def values_of(article):
    """What takes the place of the MARKS."""
    now = timezone.now()
    return {
        "now": now,
        "at": article.published_at or now,
        "pk": article.pk,
        "topic": article.topic_id,
        "category": article.category_id,
    }


def in_this_order(keys):
    places = [When(pk=key, then=place) for place, key in enumerate(keys)]
    found = Article.objects.filter(pk__in=keys)
    return found.order_by(Case(*places)) if keys else found.none()


def sharing(articles, name, own):
    """Those with one of the tags or places `own`."""
    through = Article._meta.get_field(name).remote_field.through.objects
    others = through.filter(**{f"{key_of(name)}__in": own})
    return articles.filter(pk__in=others.values("article"))


def turns(published):
    """The next newer and older articles of the category, also within one minute."""
    here = published.filter(category=CATEGORY)
    newer = here.filter(published_at__gte=AT).exclude(published_at=AT, pk__lte=PK)
    older = here.filter(published_at__lte=AT).exclude(published_at=AT, pk__gte=PK)
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
