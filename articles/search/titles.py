"""Titles to choose from while a reader types."""

from operator import attrgetter

from .find import Row, ranked
from .keys import matching
from .words import parse

NUMBER = 7
COLUMNS = [f"search_entry__{name}" for name in ("key", "title", "title_exact")]
NEWEST = 100  # of the titles that match; the best of them are shown
of_entry = attrgetter("key", "title", "title_exact")


def suggest_titles(text):
    """The published articles whose titles fit `text` best, with title and slug."""
    query = parse(text)
    if not query.groups:
        return []
    # What is being typed is the beginning of a word, however short.
    *whole, last = query.groups
    groups = [*whole, [last[0]._replace(is_prefix=True)]]
    found = matching(groups, titles=NEWEST, enough=0).only("title", "slug", *COLUMNS)
    articles = {article.pk: article for article in found.select_related("search_entry")}
    rows = [
        Row(key, *of_entry(article.search_entry), 0)
        for key, article in articles.items()
    ]
    return [articles[key] for key in ranked(query, rows)[:NUMBER]]
