"""Raw SQL that SQLite (3.35 and newer) and PostgreSQL read alike."""

from datetime import date, datetime

from django.db import connection

from . import models

TABLES = {
    model.__name__: model._meta.db_table
    for model in vars(models).values()
    if hasattr(model, "_meta")
}


def fetch(statement, values):
    """The rows that `statement` gives back; it names its `values` as %(name)s."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def run(statements, values):
    """Execute `statements`, in one round trip where the driver can."""
    if connection.vendor == "postgresql":
        statements = [";".join(statements)]
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, values)


def run_many(statement, rows):
    """Execute `statement` once for each dictionary of `rows`."""
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


def adapted(**values):
    """`values` with days and instants as this database keeps them."""
    return {name: adapt(value) for name, value in values.items()}


def adapt(value):
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value
