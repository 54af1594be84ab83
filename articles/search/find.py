"""Finds articles and puts them in order: how well they fit, or how new they are."""

from itertools import pairwise
from typing import NamedTuple

from django.db.models import Value
from django.db.models.functions import StrIndex

from .keys import EVERYTHING, MOST, matching
from .words import parse

FIT, NEWEST = "fit", "newest"
ENTRY = "search_entry__"


class Row(NamedTuple):
    """What the rank of a match is made of."""

    pk: int
    key: int
    title: str
    title_exact: str
    place: int  # of the phrase in the text, 0 without


class Asked(NamedTuple):
    """The words of a query in one form, as they are looked for in a title."""

    begun: list
    whole: list
    pairs: list
    phrase: str  # without a space after the last word, which may go on


def search(text, filters=EVERYTHING, order=FIT):
    """
    (ids, total) of the published articles that have every word of `text`, the first the
    best. There are at most MOST ids, and the total is how many.
    """
    query = parse(text)
    if not query.groups:
        return [], 0
    if order == NEWEST:
        found = matching(query.groups, filters, titles=0)
        ids = list(found.order_by(f"-{ENTRY}key").values_list("pk", flat=True))
    else:
        rows = rows_of(query, matching(query.groups, filters))
        ids = ranked(query, rows)[:MOST]
    return ids, len(ids)


def rows_of(query, articles):
    """A Row for each of `articles`."""
    # One column alone: to read the texts is what a search costs.
    column = "text_exact" if query.has_accents else "text"
    names = ["key", "title", "title_exact"]
    values = articles.values_list(
        "pk",
        *(ENTRY + name for name in names),
        StrIndex(ENTRY + column, Value(asked_of(query)[-1].phrase)),
    )
    return [Row(*row) for row in values]


def asked_of(query):
    """[Asked, ...]: folded, and with accents where the query has any."""
    forms = ["folded", "exact"] if query.has_accents else ["folded"]
    return [asked([getattr(word, form) for word in query.words]) for form in forms]


def asked(words):
    return Asked(
        begun=[f" {word}" for word in words],
        whole=[f" {word} " for word in words],
        pairs=[f" {one} {two}" for one, two in pairwise(words)],
        phrase=" " + " ".join(words),
    )


def ranked(query, rows):
    """Ids of `rows`, the best first; of equals, the newest."""
    forms = asked_of(query)
    scores = [(fit(row, *forms), row.key, row.pk) for row in rows]
    return [pk for _, _, pk in sorted(scores, reverse=True)]


def fit(row, folded, exact=None):
    """Every word in the title outweighs all that a text can have."""
    points = 30 if row.place else 0
    if all(word in row.title for word in folded.begun):
        points += 100
    points += fit_of(row.title, folded)
    return points + fit_of(row.title_exact, exact) if exact else points


def fit_of(title, asked):
    """Up to 60 for words of the query that `title` has, and has side by side."""
    points = 15 * share(asked.begun, title)
    if not points:
        return 0
    points += 10 * share(asked.whole, title) + 20 * share(asked.pairs, title)
    if asked.phrase in title:
        # A title that begins with it, or is about little else.
        points += 5 * title.startswith(asked.phrase)
        points += 10 * len(asked.phrase) / len(title)
    return points


def share(parts, title):
    """How many of `parts` stand in `title`, from 0 to 1."""
    return sum([part in title for part in parts]) / len(parts) if parts else 0
