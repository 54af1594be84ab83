"""
RSS 2.0 and Atom: the warnings that stand above every page, then the newest articles.
Made with Django's feed generators; its Feed views would write addresses with the host
that the request names.
"""

from functools import lru_cache
from html import escape
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.storage import default_storage
from django.db.models import F, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed
from django.views.decorators.http import require_safe

from . import renditions
from .models import Article, Notice, Topic
from .pages import PUBLIC, shell_for
from .slices import fetch_rows, named_rows
from .structured_data import absolute
from .text import normalize

ARTICLES_PER_FEED = 20
NAMESPACES = {
    "xmlns:dc": "http://purl.org/dc/elements/1.1/",
    "xmlns:media": "http://search.yahoo.com/mrss/",
}
TAG_YEAR = 2026  # dates our tag URIs (RFC 4151); another one would rename every item


class Channel(NamedTuple):
    """What a feed is about."""

    name: str
    link: str
    description: str
    articles: QuerySet


# Views; `kind` is "rss" or "atom".


@require_safe
def everything(request, kind):
    shell = shell_for(request)
    description = f"Tin mới nhất trên {shell.site.name}."
    articles = Article.objects.published()
    channel = Channel("", reverse("articles:home"), description, articles)
    return render_feed(request, kind, shell, channel)


@require_safe
def category(request, kind, slug):
    shell = shell_for(request)
    found = by_slug(shell.by_key.values(), slug)
    articles = Article.objects.published().in_categories(shell.family(found))
    channel = Channel(found.name, found.url, found.description, articles)
    return render_feed(request, kind, shell, channel)


@require_safe
def topic(request, kind, slug):
    found = get_object_or_404(Topic, slug=slug)
    articles = Article.objects.published().filter(topic=found.pk)
    channel = Channel(found.name, found.get_absolute_url(), found.lead, articles)
    return render_feed(request, kind, shell_for(request), channel)


@require_safe
def place(request, kind, slug):
    shell = shell_for(request)
    found = by_slug(shell.places, slug)
    articles = Article.objects.published().filter(places=found.id)
    channel = Channel(found.full_name, found.url, "", articles)
    return render_feed(request, kind, shell, channel)


def by_slug(items, slug):
    for item in items:
        if item.slug == slug:
            return item
    raise Http404


def render_feed(request, kind, shell, channel):
    site = shell.site
    description = channel.description or f"Tin mới nhất về {channel.name}."
    feed = GENERATORS[kind](
        title=line(" | ".join(filter(None, [channel.name, site.name]))),
        link=absolute(channel.link),
        description=line(description),
        subtitle=line(description),
        language="vi",
        author_name=line(site.name),
        feed_url=absolute(request.path),
        feed_copyright=line(
            f"Ghi rõ nguồn “{site.source_name}” khi dùng lại thông tin từ cổng này."
        ),
    )
    for item in [*notice_items(), *article_items(channel.articles)]:
        feed.add_item(**item)
    response = HttpResponse(content_type=feed.content_type)
    feed.write(response, "utf-8")
    response["Cache-Control"] = PUBLIC
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


# Items: what a generator's add_item() takes.


def notice_items():
    """The warnings that stand now, in one query."""
    return [
        {
            "title": line(f"{notice.get_level_display()}: {notice.text}"),
            "link": address_of(notice),
            "description": as_html(notice.text),
            "unique_id": tag_uri("thong-bao", notice.pk),
            "unique_id_is_permalink": False,
            "pubdate": moment(notice.starts_at),
            "updateddate": moment(notice.starts_at),
            "categories": ["Thông báo toàn cổng"],
        }
        for notice in Notice.objects.current()
    ]


def address_of(notice):
    """Where the warning is explained; a telephone number is no page."""
    if notice.url.startswith(("/", "http")):
        return absolute(notice.url)
    return absolute(reverse("articles:home"))


COLUMNS = [
    *("title", "slug", "lead", "published_at", "updated_at", "category__name"),
    # Without its size, each picture would be asked for it on its own.
    *("cover__file", "cover__width", "cover__height", "cover__alt", "cover__credit"),
]


def article_items(articles):
    """The newest of `articles`, in two queries."""
    newest = articles.select_related("category", "cover").only(*COLUMNS)
    newest = newest[:ARTICLES_PER_FEED]
    names = names_of(newest)
    return [article_item(article, names) for article in newest]


def article_item(article, names):
    picture = picture_of(article.cover)
    changed_at = article.updated_at if article.is_updated else article.published_at
    tags = names.get(("tag", article.pk), [])
    return {
        "title": line(article.title),
        "link": absolute(article.get_absolute_url()),
        "description": as_html(article.lead),
        "unique_id": tag_uri("tin-tuc", article.pk),
        "unique_id_is_permalink": False,
        "pubdate": moment(article.published_at),
        "updateddate": moment(changed_at),
        "categories": list(dict.fromkeys(map(line, [article.category.name, *tags]))),
        "authors": [line(name) for name in names.get(("author", article.pk), [])],
        "enclosures": [picture.enclosure] if picture else [],
        "picture": picture,
    }


def names_of(articles):
    """{("author" or "tag", key of an article): names in their order}, in one query."""
    keys = [article.pk for article in articles]
    links = {"author": Article.authors.through, "tag": Article.tags.through}
    rows = fetch_rows(
        *(
            named_rows(
                kind,
                through.objects.filter(article__in=keys),
                *("id", "article_id"),
                name=F(f"{kind}__name"),
            )
            for kind, through in links.items()
        )
    )
    names = {}
    for kind, found in rows.items():
        for link in found:
            names.setdefault((kind, link.article_id), []).append(link.name)
    return names


def line(text):
    """`text` in one line, without the characters that XML cannot hold."""
    return " ".join(normalize(text).split())


def as_html(text):
    """Descriptions are HTML in both formats, titles are plain text."""
    return escape(line(text), quote=False)


def moment(value):
    """In Vietnamese time, to the second, so that it is written with +07:00."""
    return timezone.localtime(value).replace(microsecond=0)


def tag_uri(kind, key):
    """A name for ever, whatever becomes of the title and so of the address."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{TAG_YEAR}:{kind}/{key}"


# Pictures


class Picture(NamedTuple):
    """A cover in the size for sharing."""

    enclosure: Enclosure
    size: tuple  # width, height
    alt: str
    credit: str


def picture_of(cover):
    """The Picture of `cover`; None when there is none, or its file is missing."""
    if cover is None:
        return None
    name = cover.file.name
    try:
        length = stored_length(renditions.file_name(name, shape="share"))
    except OSError:
        return None
    url = absolute(renditions.url(name, shape="share"))
    return Picture(
        Enclosure(url, str(length), "image/jpeg"),
        renditions.share_size(cover.width, cover.height),
        line(cover.alt),
        line(cover.credit),
    )


@lru_cache(maxsize=10_000)
def stored_length(name):
    """In bytes. Kept, for a stored file never changes: another one has another name."""
    return default_storage.size(name)


# Generators


class QuietWhenEmpty:
    def latest_post_date(self):
        """Of an empty feed: this morning, so that it is the same bytes all day."""
        if self.items:
            return super().latest_post_date()
        return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


class Rss(QuietWhenEmpty, Rss201rev2Feed):
    def rss_attributes(self):
        return super().rss_attributes() | NAMESPACES

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for name in item.get("authors", []):
            handler.addQuickElement("dc:creator", name)
        add_picture(handler, item.get("picture"))


class Atom(QuietWhenEmpty, Atom1Feed):
    def root_attributes(self):
        return super().root_attributes() | {"xmlns:media": NAMESPACES["xmlns:media"]}

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for name in item.get("authors", []):
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")
        add_picture(handler, item.get("picture"))


def add_picture(handler, picture):
    """The enclosure once more with its description and credit, as Media RSS."""
    if picture is None:
        return
    width, height = picture.size
    attributes = {
        "url": picture.enclosure.url,
        "type": picture.enclosure.mime_type,
        "fileSize": picture.enclosure.length,
        "medium": "image",
        "width": str(width),
        "height": str(height),
    }
    handler.startElement("media:content", attributes)
    handler.addQuickElement("media:description", picture.alt, {"type": "plain"})
    if picture.credit:
        handler.addQuickElement("media:credit", picture.credit)
    handler.endElement("media:content")


GENERATORS = {"rss": Rss, "atom": Atom}
