"""The whole database as one file, at one moment, and back."""

import os
import sqlite3
import subprocess

from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient


def dump(path):
    """Write the database to `path` while others go on writing to it."""
    if connection.vendor == "postgresql":
        run("pg_dump", ["--format=custom", "--no-owner", f"--file={path}"])
        return
    connection.ensure_connection()
    copy = sqlite3.connect(path)
    with copy:
        connection.connection.backup(copy)
    copy.close()


def load(path):
    """Fill the empty database from `path`, whole or not at all."""
    if connection.vendor == "postgresql":
        options = ["--no-owner", "--exit-on-error", "--single-transaction"]
        run("pg_restore", options, "--dbname", str(path))
        return
    connection.ensure_connection()
    copy = sqlite3.connect(path)
    copy.backup(connection.connection)
    copy.close()


def is_empty():
    with connection.cursor() as cursor:
        return not connection.introspection.table_names(cursor)


def run(program, options, *around_name):
    """
    Run one of PostgreSQL's programs on this database. Their arguments for the
    connection are those of psql; the password goes through the environment.
    """
    arguments, environment = DatabaseClient.settings_to_cmd_args_env(
        connection.settings_dict | {"OPTIONS": {}}, []
    )
    *where, name = arguments[1:]
    named = [around_name[0], name, *around_name[1:]] if around_name else [name]
    subprocess.run(
        [program, *where, *options, *named],
        env=os.environ | (environment or {}),
        check=True,
    )
