"""
Django's PostgreSQL backend, with connections that give up when the request has waited
long enough (laichau_portal/patience.py). `statement_timeout` is kept by the server and
says nothing when its answers are lost on the way.
"""

import psycopg
from django.db.backends.postgresql import base
from django.db.utils import OperationalError

from ..patience import limits, waiting

CONNECT_TIMEOUT = 2  # seconds, the least that libpq has


class Connection(psycopg.Connection):
    """Closes itself when an answer is not there in time: half of it may still come."""

    def wait(self, gen, *args, **options):
        try:
            with waiting() as seconds:
                if seconds is not None:
                    options["timeout"] = seconds
                return super().wait(gen, *args, **options)
        except psycopg.errors._WaitTimeout as error:
            self.close()
            raise psycopg.OperationalError("no answer in time") from error


class Psycopg:
    """The module psycopg as Django uses it, connecting as above."""

    connect = Connection.connect

    def __getattr__(self, name):
        return getattr(psycopg, name)


class DatabaseWrapper(base.DatabaseWrapper):
    Database = Psycopg()

    def get_new_connection(self, conn_params):
        if limits.left is not None and limits.left < CONNECT_TIMEOUT:
            raise OperationalError("no time left to connect")
        with waiting():
            return super().get_new_connection(conn_params)
