"""
Every public address of the URLconf, with the objects around one article in it. An
address added without a sample here makes the tests fail that walk over all of them.
"""

from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

NEWSROOM = "quan-tri/"
# Where readers send something, or what is no page: nothing to look at by GET.
FORMS = {"display", "count", "pixel"}
# Answers that are the same whatever the articles are.
FILES = {"media", "favicon", "healthz", "readyz"}


def names():
    """Names of all addresses outside the newsroom, in the namespace where there is one."""
    return sorted(set(names_in(get_resolver(), "")))


def names_in(resolver, space):
    for pattern in resolver.url_patterns:
        if str(pattern.pattern).startswith(NEWSROOM):
            continue
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}"
        else:
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from names_in(pattern, space + inner)


def samples(article, word):
    """{name: [path, ...]} about `article`, which has everything; `word` is searched."""
    at = timezone.localtime(article.published_at or timezone.now())
    tag, author = article.tags.first(), article.authors.first()
    place, topic, category = article.places.first(), article.topic, article.category
    key, slug = article.pk, article.slug
    listed = {
        "category": [[category.slug], [category.parent.slug]],
        "tag": [[tag.slug]],
        "topic": [[topic.slug]],
        "author": [[author.slug]],
        "place": [[place.slug]],
        "article": [[slug, key]],
        "archive": [[at.year], [at.year, at.month], [at.year, at.month, at.day]],
        "rate": [[key]],
        "page": [["gioi-thieu"]],
    }
    for kind in ("rss", "atom"):
        listed[f"{kind}_category"] = listed["category"]
        listed[f"{kind}_topic"] = listed["topic"]
        listed[f"{kind}_place"] = listed["place"]
    queries = {
        "search": [f"q={word}", f"q={word[:4]}", ""],
        "suggestions": [f"q={word}", f"q={word[:4]}"],
        "sitemap": ["", "p=0", f"p={(key - 1) // 5000 + 1}"],
        "feedback": [f"bai={key}"],
    }
    found = {}
    for full in names():
        name = full.rpartition(":")[2]
        if name in FORMS | FILES:
            continue
        paths = [reverse(full, args=arguments) for arguments in listed.get(name, [[]])]
        found[name] = [
            f"{path}?{query}" if query else path
            for path in paths
            for query in queries.get(name, [""])
        ]
    return found
