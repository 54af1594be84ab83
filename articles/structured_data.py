"""What an article says of itself to machines: JSON-LD and the picture for sharing."""

from typing import NamedTuple

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from . import renditions
from .templatetags.vietnamese import iso

CONTEXT = "https://schema.org"


class SharePicture(NamedTuple):
    """What social networks show; text, since templates would group the numbers."""

    url: str
    width: str = ""  # "" when it is not known without a query
    height: str = ""
    alt: str = ""


def absolute(path):
    """`path` under SITE_URL; addresses of a storage elsewhere stay as they are."""
    return settings.SITE_URL + path if path.startswith("/") else path


def share_picture(article):
    """The SharePicture of `article`: its cover, else its first picture, else None."""
    if cover := article.cover:
        width, height = map(str, renditions.share_size(cover.width, cover.height))
        return SharePicture(share_url(cover.file.name), width, height, cover.alt)
    names = renditions.names_in(article.body)
    return SharePicture(share_url(names[0])) if names else None


def share_url(name):
    return absolute(renditions.url(name, shape="share"))


def news_article(context):
    """schema.org/NewsArticle out of an article page's context."""
    article, site = context["article"], context["shell"].site
    picture = context["share_picture"]
    data = {
        "@context": CONTEXT,
        "@type": "NewsArticle",
        "mainEntityOfPage": context["canonical"],
        "headline": article.title,
        "description": article.lead,
        "datePublished": iso(article.published_at),
        "dateModified": iso(
            article.updated_at if article.is_updated else article.published_at
        ),
        "author": [person(author) for author in context["authors"]]
        or [organization(site)],
        "publisher": organization(site),
        "articleSection": context["category"].name,
        "keywords": [tag.name for tag in context["tags"]],
        "image": picture and picture.url,
        "inLanguage": "vi",
        "isAccessibleForFree": True,
        "isBasedOn": article.source_url,
        "correction": [correction(row) for row in context["corrections"]],
    }
    return {name: value for name, value in data.items() if value}


def correction(row):
    return {
        "@type": "CorrectionComment",
        "text": row.note,
        "datePublished": iso(row.at),
    }


def person(author):
    return {
        "@type": "Person",
        "name": author.name,
        "url": absolute(reverse("articles:author", args=[author.slug])),
    }


def publisher(site):
    """schema.org/GovernmentOrganization for the home page, with how to reach it."""
    data = {
        "@context": CONTEXT,
        **organization(site),
        "parentOrganization": {
            "@type": "GovernmentOrganization",
            "name": site.managing_body,
        },
        "address": site.address,
        "telephone": site.telephone,
        "email": site.email,
    }
    return {name: value for name, value in data.items() if value}


def organization(site):
    return {
        "@type": "GovernmentOrganization",
        "name": site.name,
        "url": absolute("/"),
        "logo": absolute(static("img/emblem.svg")),
    }


def breadcrumb_list(crumbs):
    """schema.org/BreadcrumbList of [(name, path), ...]."""
    return {
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": name,
                "item": absolute(path),
            }
            for position, (name, path) in enumerate(crumbs, 1)
        ],
    }
