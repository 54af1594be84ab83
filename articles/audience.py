"""What the counts of articles say about their categories, authors and places."""

from collections import Counter

from stats.models import ArticleDay, Tally

from .models import Article

Kind = Tally.Kind


def groups_of(day):
    """groups_between() for one day."""
    return groups_between(day, day)


def groups_between(first, last):
    """
    {(kind, key): (views, reads)} of the categories, authors and places of what was
    viewed from `first` to `last`. An article of two authors counts for both.
    """
    days = ArticleDay.objects.filter(day__range=(first, last))
    counted = days.values_list("article_id", "views", "reads")
    groups = groups_by_article(days.values("article_id"))
    views, reads = Counter(), Counter()
    for article, viewed, read in counted:
        for group in groups.get(article, ()):
            views[group] += viewed
            reads[group] += read
    return {group: (views[group], reads[group]) for group in views}


def groups_by_article(ids):
    """{article id: its [(kind, key)]} for the articles in the subquery `ids`."""
    authors, places = Article.authors.through, Article.places.through
    members = [
        (Kind.CATEGORY, Article.objects.order_by(), "pk", "category_id"),
        (Kind.AUTHOR, authors.objects, "article_id", "author_id"),
        (Kind.PLACE, places.objects, "article_id", "place_id"),
    ]
    groups = {}
    for kind, rows, article, key in members:
        found = rows.filter(**{f"{article}__in": ids}, **{f"{key}__isnull": False})
        for pk, group in found.values_list(article, key):
            groups.setdefault(pk, []).append((kind.value, group))
    return groups
