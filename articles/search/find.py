"""Finds articles and puts them in order: how well they fit, or how new they are."""

from typing import NamedTuple

from django.db.models import F, TextField, Value
from django.db.models.functions import Length, Replace

from .keys import EVERYTHING, matching
from .words import parse

FIT, NEWEST = "fit", "newest"
ENTRY = "search_entry__"
MOST_HITS = 5  # of a phrase in a text; more say nothing


class Row(NamedTuple):
    """What the rank of a match is made of; hits are the times that a phrase occurs."""

    pk: int
    key: int
    title: str
    title_exact: str
    hits: int
    exact_hits: int


def search(text, filters=EVERYTHING, order=FIT):
    """
    (ids, total) of the published articles that have every word of `text`, the first the
    best. There are at most a thousand ids, and the total is how many.
    """
    query = parse(text)
    if not query.groups:
        return [], 0
    if order == NEWEST:
        found = matching(query.groups, filters, titles=0)
        rows = found.order_by(f"-{ENTRY}key").values_list("pk", flat=True)
        ids = list(rows)
    else:
        ids = ranked(query, rows_of(query, matching(query.groups, filters)))
    return ids, len(ids)


def rows_of(query, articles):
    """A Row for each of `articles`."""
    names = ["key", "title", "title_exact"]
    values = articles.values_list(
        "pk",
        *(ENTRY + name for name in names),
        occurrences("text", phrase(query, "folded")),
        occurrences("text_exact", phrase(query, "exact")),
    )
    return [Row(*row) for row in values]


def phrase(query, form):
    """The words of `query` in a line; without a space after the last, which may go on."""
    words = (getattr(word, form) for word in query.words)
    return " " + " ".join(words)


def occurrences(column, text):
    """How often `text` stands in `column`."""
    column = F(ENTRY + column)
    without = Replace(column, Value(text, TextField()), Value("", TextField()))
    return (Length(column) - Length(without)) / Value(len(text))


def ranked(query, rows):
    """Ids of `rows`, the best first; of equals, the newest."""
    rows = sorted(rows, key=lambda row: (fit(query, row), row.key), reverse=True)
    return [row.pk for row in rows]


def fit(query, row):
    """Every word in the title outweighs all that a text can have."""
    points = 100.0 * all(f" {word.folded}" in row.title for word in query.words)
    points += fit_of(row.title, query, "folded")
    points += fit_of_hits(row.hits)
    if query.has_accents:
        points += fit_of(row.title_exact, query, "exact")
        points += fit_of_hits(row.exact_hits)
    return points


def fit_of_hits(hits):
    """That the words stand together says much, how often they do a little."""
    return 15 * (hits > 0) + min(hits, MOST_HITS)


def fit_of(title, query, form):
    """Up to 60 for words of the query that `title` has, and has side by side."""
    words = [getattr(word, form) for word in query.words]
    begun = share(f" {word}" in title for word in words)
    whole = share(f" {word} " in title for word in words)
    pairs = zip(words, words[1:], strict=False)
    together = share(f" {one} {two}" in title for one, two in pairs)
    points = 15 * begun + 10 * whole + 20 * together
    if (asked := " " + " ".join(words)) in title:
        # A title that begins with it, or is about little else.
        points += 5 * title.startswith(asked) + 10 * len(asked) / len(title)
    return points


def share(values):
    """How many of `values` hold, from 0 to 1."""
    values = list(values)
    return sum(values) / len(values) if values else 0
