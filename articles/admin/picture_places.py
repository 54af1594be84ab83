"""Where a picture is used, for whoever wants to change it, delete it or recall it."""

from collections import defaultdict
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from ..models import Article, Image, ImageUse, Page, Topic


class Place(NamedTuple):
    words: str
    url: str


# Articles and running stories; pages of the portal are few and looked at by places_of.
IN_USE = (
    Exists(ImageUse.objects.filter(image=OuterRef("pk")))
    | Exists(Article.objects.filter(cover=OuterRef("pk")))
    | Exists(Topic.objects.filter(cover=OuterRef("pk")))
)


def places_of(images):
    """{key of an image: [Place, ...]} for all `images`, in four queries."""
    images = list(images)
    found = defaultdict(list)
    for keys in (in_articles(images), on_topics(images), on_pages(images)):
        for key, place in keys:
            if place not in found[key]:
                found[key].append(place)
    return found


def in_articles(images):
    keys = [image.pk for image in images]
    uses = ImageUse.objects.filter(image__in=keys).values_list("article", "image")
    covers = Article.objects.filter(cover__in=keys).values_list("pk", "cover")
    pairs = sorted({*uses, *covers}, reverse=True)
    titles = dict(
        Article.objects.filter(pk__in={article for article, _ in pairs}).values_list(
            "pk", "title"
        )
    )
    for article, image in pairs:
        url = reverse("admin:articles_article_change", args=[article])
        yield image, Place(f"Bài “{titles[article]}”", url)


def on_topics(images):
    for topic in Topic.objects.filter(cover__in=[image.pk for image in images]):
        url = reverse("admin:articles_topic_change", args=[topic.pk])
        yield topic.cover_id, Place(f"Dòng sự kiện “{topic}”", url)


def on_pages(images):
    names = {image.file.name: image.pk for image in images}
    named = Q(pk__in=[])
    for name in names:
        named |= Q(body__contains=name)
    for page in Page.objects.filter(named):
        url = reverse("admin:articles_page_change", args=[page.pk])
        for name, key in names.items():
            if name in page.body:
                yield key, Place(f"Trang “{page}”", url)


def with_places(images):
    """`images`, each with its `places`."""
    images = list(images)
    places = places_of(images)
    for image in images:
        image.places = places[image.pk]
    return images


def choices():
    """The pictures that may be put somewhere."""
    return Image.objects.filter(recalled_at=None)
