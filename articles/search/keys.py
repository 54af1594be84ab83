"""Which entries match, newest first, out of the indexes of the database in use."""

from datetime import timedelta
from importlib import import_module
from typing import NamedTuple

from django.apps import apps
from django.db import connection
from django.db.models.expressions import RawSQL

from .entries import author_word, category_word, first_key, place_word
from .words import Term

MOST = 500  # matches by title, and by text, are ranked; of more, the newest
ENOUGH = 200  # titles that match, for texts not to be asked
LAST_KEY = 2**63 - 1
ONE_DAY = timedelta(days=1)


class Filters(NamedTuple):
    """What a result must be of besides matching: ids, and days in local time."""

    categories: list = []  # any of these
    place: int | None = None
    author: int | None = None
    since: object = None
    until: object = None  # that day included

    @property
    def groups(self):
        groups = [
            [Term(category_word(key)) for key in self.categories],
            [Term(place_word(self.place))] if self.place else [],
            [Term(author_word(self.author))] if self.author else [],
        ]
        return [group for group in groups if group]

    @property
    def keys(self):
        first = first_key(self.since) if self.since else 0
        last = first_key(self.until + ONE_DAY) - 1 if self.until else LAST_KEY
        return first, last


EVERYTHING = Filters()


def matching(groups, filters=EVERYTHING, *, titles=MOST, enough=ENOUGH, texts=MOST):
    """
    Published articles with a term of every group: `titles` newest ones by their title,
    and `texts` by anything when fewer than `enough` of the first were found.
    """
    backend = import_module(f".{connection.vendor}", __package__)
    sql, values = backend.keys(
        [*groups, *filters.groups],
        *filters.keys,
        titles=titles,
        enough=enough,
        texts=texts,
    )
    # The models import this package; by now they are there.
    published = apps.get_model("articles", "Article").objects.published()
    found = RawSQL(sql, values)  # noqa: S611  constant, with values apart
    return published.filter(search_entry__key__in=found).order_by()
