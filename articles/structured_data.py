"""What an article says of itself to machines: JSON-LD and the picture for sharing."""

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from . import renditions
from .templatetags.vietnamese import iso

CONTEXT = "https://schema.org"
SHARE_SIZE = (1200, 630)


def absolute(path):
    """`path` under SITE_URL; addresses of a storage elsewhere stay as they are."""
    return settings.SITE_URL + path if path.startswith("/") else path


def share_picture(article):
    """Address of the picture of 1200 x 630 shown where the article is shared, or ''."""
    names = [article.cover.file.name] if article.cover else []
    names += renditions.names_in(article.body)[:1]
    return absolute(renditions.url(names[0], shape="share")) if names else ""


def news_article(context):
    """schema.org/NewsArticle out of an article page's context."""
    article, site = context["article"], context["shell"].site
    data = {
        "@context": CONTEXT,
        "@type": "NewsArticle",
        "mainEntityOfPage": context["canonical"],
        "headline": article.title,
        "description": article.lead,
        "datePublished": iso(article.published_at),
        "dateModified": iso(max_of(article.updated_at, article.published_at)),
        "author": [person(author) for author in context["authors"]]
        or [organization(site)],
        "publisher": organization(site),
        "articleSection": context["category"].name,
        "keywords": [tag.name for tag in context["tags"]],
        "image": context["share_picture"],
        "inLanguage": "vi",
        "isAccessibleForFree": True,
        "isBasedOn": article.source_url,
    }
    return {name: value for name, value in data.items() if value}


def max_of(*moments):
    return max(filter(None, moments), default=None)


def person(author):
    return {
        "@type": "Person",
        "name": author.name,
        "url": absolute(reverse("articles:author", args=[author.slug])),
    }


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
