"""Several short lists in few queries, however many lists there are."""

import json
from datetime import UTC, datetime
from operator import itemgetter
from types import SimpleNamespace

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import CharField, F, IntegerField, Value
from django.db.models.functions import Cast, JSONObject

from .cards import card_of, columns_of
from .models import Article


def fetch_cards(lists):
    """
    {"latest": queryset[:10], ...} -> {"latest": [Card, ...], ...} in one query: every
    list in its order, published articles only. A queryset of one column of article ids
    will do, too.
    """
    return CardStatement(lists, Article.objects.published()).fetch()


class Statement:
    """
    A query that is compiled once: Django takes longer to compile it than the database
    to answer. `marks` stand in its querysets for the values that fetch() is given under
    the same names; a mark is a value that nothing else has.
    """

    def __init__(self, sql, parameters, marks):
        self.sql = sql
        names = {adapted(mark): name for name, mark in marks.items()}
        self.parameters = [(names.get(value), value) for value in parameters]

    def rows(self, values):
        values = {name: adapted(value) for name, value in values.items()}
        with connection.cursor() as cursor:
            cursor.execute(
                self.sql,
                [values[name] if name else value for name, value in self.parameters],
            )
            return cursor.fetchall()


class CardStatement(Statement):
    """fetch_cards(), compiled."""

    def __init__(self, lists, articles, **marks):
        self.lists = list(lists)
        self.names, slices, parameters = union_of(lists)
        cards, values = columns_of(articles).query.sql_with_params()
        sql = (
            f"WITH slices(number, place, pk) AS ({slices}) "
            f"SELECT number, place, cards.* FROM slices "
            f"JOIN ({cards}) AS cards ON cards.card_0 = slices.pk"
        )
        super().__init__(sql, (*parameters, *values), marks)

    def fetch(self, **values):
        """{name: [Card, ...]}."""
        found = {name: [] for name in self.lists}
        cards = {}
        rows = self.rows(values) if self.names else []
        for number, _, *row in sorted(rows, key=itemgetter(0, 1)):
            key = row[0]
            if key not in cards:
                cards[key] = card_of(row)
            found[self.names[number]].append(cards[key])
        return found


class RowStatement(Statement):
    """fetch_rows(), compiled."""

    def __init__(self, *parts, **marks):
        super().__init__(*union_of_parts(parts).query.sql_with_params(), marks)

    def fetch(self, **values):
        """{kind: [namespace, ...]}."""
        found = {}
        for kind, _, columns in self.rows(values):
            row = SimpleNamespace(**json.loads(columns))
            found.setdefault(kind, []).append(row)
        return found


def adapted(value):
    """`value` as the database gets it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return value


def fetch_ids(lists):
    """{"latest": [id, ...], ...} in one query."""
    found = {name: [] for name in lists}
    names, slices, parameters = union_of(lists)
    if names:
        rows = Statement(slices, parameters, {}).rows({})
        for number, _, key in sorted(rows):
            found[names[number]].append(key)
    return found


def union_of(lists):
    """
    (names, SQL of (number of the name, place, id), values). Each list is cut by the
    database on its own index; Django's union() cannot do that on SQLite, so the
    compiled queries are joined here.
    """
    selects, parameters, names = [], [], []
    for name, queryset in lists.items():
        if not queryset.query.values_select:
            queryset = queryset.values("pk")
        try:
            sql, values = queryset.query.sql_with_params()
        except EmptyResultSet:  # none(), or "in" an empty list
            continue
        number = len(names)
        selects.append(
            f"SELECT {number}, ROW_NUMBER() OVER () AS place, s{number}.* "
            f"FROM ({sql}) AS s{number}"
        )
        parameters.extend(values)
        names.append(name)
    return names, " UNION ALL ".join(selects), parameters


def named_rows(kind, queryset, position, *names, **expressions):
    """A part of fetch_rows(): rows of one kind, each with the columns `names`."""
    return (
        queryset.order_by()
        .annotate(
            kind_=Value(kind, CharField()),
            position_=Cast(position, IntegerField()),
            values_=JSONObject(**{name: F(name) for name in names}, **expressions),
        )
        .values_list("kind_", "position_", "values_")
    )


def fetch_rows(*parts):
    """
    {"tag": [namespace, ...], ...} for parts made by named_rows(), in one query, each
    kind in the order of its position.
    """
    found = {}
    for kind, _, values in union_of_parts(parts):
        found.setdefault(kind, []).append(SimpleNamespace(**values))
    return found


def union_of_parts(parts):
    first, *others = parts
    return first.union(*others, all=True).order_by("position_")


def instant(text):
    """The time in a row of fetch_rows(); SQLite writes UTC without saying so."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
