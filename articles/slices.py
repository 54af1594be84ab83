"""Several short lists in few queries, however many lists there are."""

from datetime import UTC, datetime
from types import SimpleNamespace

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import CharField, F, IntegerField, Value
from django.db.models.functions import Cast, JSONObject

from .models import Article


def fetch_cards(lists):
    """
    {"latest": queryset[:10], ...} -> {"latest": [article, ...], ...} in two queries:
    every list in its order, each article as `for_cards()` has it, published only.
    A queryset of one column of article ids will do, too.
    """
    ids = fetch_ids(lists)
    wanted = {key for keys in ids.values() for key in keys}
    cards = Article.objects.published().for_cards().in_bulk(wanted)
    return {
        name: [cards[key] for key in keys if key in cards] for name, keys in ids.items()
    }


def fetch_ids(lists):
    """
    {"latest": [id, ...], ...}. Each list is cut by the database on its own index;
    Django's union() cannot do that on SQLite, so the compiled queries are joined here.
    """
    found = {name: [] for name in lists}
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
    if selects:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(selects), parameters)
            for number, _, key in sorted(cursor.fetchall()):
                found[names[number]].append(key)
    return found


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
    first, *others = parts
    found = {}
    for kind, _, values in first.union(*others, all=True).order_by("position_"):
        found.setdefault(kind, []).append(SimpleNamespace(**values))
    return found


def instant(text):
    """The time in a row of fetch_rows(); SQLite writes UTC without saying so."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
