"""Raw SQL that SQLite (3.35 and newer) and PostgreSQL read alike."""

from datetime import UTC, date, datetime
from functools import cache

from django.db import DEFAULT_DB_ALIAS, OperationalError, connection, connections

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


def ask(statement, values=None):
    """
    The rows that one statement of a beacon gives back, [] when it gives none. Asks the
    driver: Django's cursor costs as much again as the statement.
    """
    database = connections[DEFAULT_DB_ALIAS]  # `connection` looks it up at each use
    database.close_if_health_check_failed()
    database.ensure_connection()
    if database.vendor == "sqlite":
        statement = colons(statement)
    with database.wrap_database_errors:
        found = database.connection.execute(statement, values or {})
        return found.fetchall() if found.description else []


def ask_first(statement, values):
    """
    ask() what is only read. As the first statement of a request it is the health check
    of a kept connection, too: where that has broken, it is asked again over a new one.
    """
    database = connections[DEFAULT_DB_ALIAS]
    was_checked, database.health_check_done = database.health_check_done, True
    try:
        return ask(statement, values)
    except OperationalError:
        is_broken = database.vendor == "postgresql" and database.connection.closed
        if was_checked or database.in_atomic_block or not is_broken:
            raise
    database.close()
    return ask(statement, values)


@cache
def colons(statement):
    """The statement as sqlite3 reads it: :name for %(name)s."""
    return statement % Colons()


class Colons(dict):
    def __missing__(self, name):
        return f":{name}"


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


def instants(*values):
    """As adapt(), for instants that have their zone, without a call of Django for each."""
    if connection.vendor == "sqlite":
        return [str(value.astimezone(UTC).replace(tzinfo=None)) for value in values]
    return values
