"""The demo articles as published rows, without their pictures: quick to load."""

from articles import search
from articles.demo import loader
from articles.models import Article, Author, Category, Place, Tag
from articles.places import load_units
from articles.text import slugify


def load():
    load_units()
    for draft in loader.read_articles():
        load_one(draft)
    search.rebuild(Article.objects.findable())


def load_one(draft):
    category, _ = Category.objects.get_or_create(
        slug=draft["category"], defaults={"name": draft["category"]}
    )
    article = Article.objects.create(
        title=draft["title"],
        slug=draft["slug"],
        lead=draft["lead"],
        body=loader.DEMO_PICTURE.sub("", draft["body"]),
        category=category,
        status=Article.Status.PUBLISHED,
        published_at=loader.moment_of(draft),
    )
    article.places.set(Place.objects.filter(slug__in=draft["places"]))
    article.tags.set(named(Tag, name) for name in draft["tags"])
    article.authors.set(named(Author, slug) for slug in draft["authors"])


def named(model, name):
    return model.objects.get_or_create(slug=slugify(name), defaults={"name": name})[0]
