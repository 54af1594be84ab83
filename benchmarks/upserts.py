"""
The least that a counted beacon costs: the same statement over the bare driver, by a WSGI
application of its own. Neither checks nor totals, and no Django between.
"""

import random
import threading

import django

django.setup()

from django.db import connection  # noqa: E402  needs the apps
from django.utils import timezone  # noqa: E402

from stats import counting, programs, sql  # noqa: E402

IS_SQLITE = connection.vendor == "sqlite"
STATEMENT = sql.colons(programs.INSERT) if IS_SQLITE else programs.CALL
one_at_a_time = threading.Lock()
local = threading.local()


def application(environ, start_response):
    if environ["PATH_INFO"] == "/luot-xem/":
        environ["wsgi.input"].read()
        count()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
    return [b"ok"]


def count():
    reader = random.getrandbits(128)
    values = counting.details(timezone.localtime(), 1, "", 360) | {
        "key": f"{reader:032x}",
        "network": f"{reader >> 32:032x}",
        "page": "1",
        "window_limit": 60,
        "network_limit": 1000,
    }
    if not IS_SQLITE:
        driver().execute(STATEMENT, values).fetchall()
        return
    with one_at_a_time:
        driver().execute(STATEMENT, values)


def driver():
    """This thread's connection, as the portal opens it."""
    if not hasattr(local, "driver"):
        parameters = connection.get_connection_params()
        local.driver = connection.get_new_connection(parameters)
        if IS_SQLITE:
            local.driver.isolation_level = None
            local.driver.execute(programs.VIEW)
            local.driver.execute(programs.TRIGGER)
        else:
            local.driver.autocommit = True
    return local.driver
