"""
The count of a view as one statement: a function of PostgreSQL, a trigger of SQLite. One
round trip, no Python while rows are locked, and all or nothing by itself. Both are strung
together out of stats/statements.py. The function comes with a migration, so whoever
changes a statement adds a migration that installs it anew; the trigger is made by each
connection for itself.
"""

from .sql import TABLES
from .statements import (
    ARTICLE_DAY,
    COLUMNS,
    HOUR_VISITS,
    NETWORK,
    REFERRER_DAY,
    SEEN,
    SITE_HOUR,
    VISITOR,
    WIDTH_DAY,
)

VALUES = {
    "now": "timestamptz",
    "day": "date",
    "hour": "int",
    "key": "text",
    "network": "text",
    "page": "text",
    "article": "bigint",
    "host": "text",
    "width": "text",
    "repeat": "timestamptz",
    "gap": "timestamptz",
    "window": "timestamptz",
    "window_limit": "int",
    "network_limit": "int",
    "host_limit": "int",
    "other_hosts": "text",
}
NAMES = ", ".join(VALUES)
MARKS = ", ".join(f"%({name})s" for name in VALUES)
NOTHING = dict.fromkeys(COLUMNS, "0")


# PostgreSQL

CALL = f"SELECT * FROM stats_count_view({MARKS})"
VARIABLES = {name: f"_{name}" for name in VALUES}
IN_FUNCTION = (
    NOTHING | VARIABLES | {"is_new_visit": "_visit_views = 1", "visit": "_visit"}
)
ONE_VIEW = {
    "views": "1",
    "visits": "(_visit_views = 1)::int",
    "new_visitors": "(_visit_views = 1 AND _visit = 1)::int",
}
# Raised inside the function alone: the block that they end takes back what it wrote.
CAPPED, REPEAT = "ST001", "ST002"

BODY = f"""
DECLARE
    _visit int;
    _visit_views int;
    _views int;
BEGIN
    -- A crash of the server itself may take the last half second of counts with it, the
    -- death of a worker nothing. For this transaction alone.
    PERFORM set_config('synchronous_commit', 'off', true);
    BEGIN
        {VISITOR % IN_FUNCTION} RETURNING visits, visit_views INTO _visit, _visit_views;
        IF NOT FOUND THEN RAISE SQLSTATE '{CAPPED}'; END IF;
        IF _visit_views = 1 THEN
            {NETWORK % IN_FUNCTION};
            IF NOT FOUND THEN RAISE SQLSTATE '{CAPPED}'; END IF;
        END IF;
        {SEEN % IN_FUNCTION} RETURNING views INTO _views;
        IF NOT FOUND THEN RAISE SQLSTATE '{REPEAT}'; END IF;
        outcome := 'counted';
    EXCEPTION
        WHEN SQLSTATE '{CAPPED}' THEN outcome := 'capped';
        WHEN SQLSTATE '{REPEAT}' THEN outcome := 'repeat';
    END;
    IF outcome = 'counted' THEN
        {ARTICLE_DAY % (IN_FUNCTION | {"reads": "(_views = 1)::int"})};
        {REFERRER_DAY % IN_FUNCTION};
        {WIDTH_DAY % IN_FUNCTION};
        {SITE_HOUR % (IN_FUNCTION | ONE_VIEW)} RETURNING visits INTO hour_visits;
    ELSIF outcome = 'capped' THEN
        {SITE_HOUR % (IN_FUNCTION | {"capped": "1"})} RETURNING visits INTO hour_visits;
    ELSE
        hour_visits := ({HOUR_VISITS % IN_FUNCTION});
    END IF;
END
"""
FUNCTION = f"""
CREATE OR REPLACE FUNCTION stats_count_view(
    {", ".join(f"_{name} {kind}" for name, kind in VALUES.items())},
    OUT outcome text, OUT hour_visits bigint
) LANGUAGE plpgsql AS $function${BODY}$function$
"""


def install(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(FUNCTION, params=None)


def remove(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION stats_count_view")


# SQLite

INSERT = f"INSERT INTO stats_count_view VALUES ({MARKS})"
VIEW = "CREATE TEMP VIEW stats_count_view AS SELECT " + ", ".join(
    f"NULL AS {name}" for name in VALUES
)
THE_VISITOR = f"FROM {TABLES['Visitor']} WHERE day = NEW.day AND key = NEW.key"
THE_PAGE = (
    f"FROM {TABLES['Seen']} WHERE day = NEW.day AND key = NEW.key AND page = NEW.page"
)
IN_TRIGGER = (
    NOTHING
    | {name: f"NEW.{name}" for name in VALUES}
    | {
        "is_new_visit": f"(SELECT visit_views = 1 {THE_VISITOR})",
        "visit": f"(SELECT visits {THE_VISITOR})",
        "reads": f"(SELECT views = 1 {THE_PAGE})",
    }
)
TRIGGER = f"""
CREATE TEMP TRIGGER stats_count INSTEAD OF INSERT ON stats_count_view BEGIN
    {VISITOR % IN_TRIGGER};
    SELECT RAISE(ABORT, 'capped') WHERE changes() = 0;
    {NETWORK % IN_TRIGGER};
    SELECT RAISE(ABORT, 'capped') WHERE changes() = 0 AND {IN_TRIGGER["is_new_visit"]};
    {SEEN % IN_TRIGGER};
    SELECT RAISE(ABORT, 'repeat') WHERE changes() = 0;
    {ARTICLE_DAY % IN_TRIGGER};
    {REFERRER_DAY % IN_TRIGGER};
    {WIDTH_DAY % IN_TRIGGER};
    {
    SITE_HOUR
    % (
        IN_TRIGGER
        | {
            "views": "1",
            "visits": IN_TRIGGER["is_new_visit"],
            "new_visitors": f"(SELECT visit_views = 1 AND visits = 1 {THE_VISITOR})",
        }
    )
};
END
"""
