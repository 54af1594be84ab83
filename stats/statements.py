"""
The SQL of a count: one upsert for each table, in the order in which they are written.
stats/programs.py makes one statement of them; %(name)s stands for a value.
"""

from .sql import TABLES

# Nothing is written for a visitor who has used up the window.
VISITOR = """
INSERT INTO {Visitor}
    (day, key, visits, visit_views, first_seen, last_seen, window_start, window_views)
VALUES (%(day)s, %(key)s, 1, 1, %(now)s, %(now)s, %(now)s, 1)
ON CONFLICT (day, key) DO UPDATE SET
    visits = {Visitor}.visits
        + CASE WHEN {Visitor}.last_seen <= %(gap)s THEN 1 ELSE 0 END,
    visit_views = CASE WHEN {Visitor}.last_seen <= %(gap)s
        THEN 1 ELSE {Visitor}.visit_views + 1 END,
    last_seen = CASE WHEN {Visitor}.last_seen < %(now)s
        THEN %(now)s ELSE {Visitor}.last_seen END,
    window_start = CASE WHEN {Visitor}.window_start <= %(window)s
        THEN %(now)s ELSE {Visitor}.window_start END,
    window_views = CASE WHEN {Visitor}.window_start <= %(window)s
        THEN 1 ELSE {Visitor}.window_views + 1 END
WHERE {Visitor}.window_views < %(window_limit)s
    OR {Visitor}.window_start <= %(window)s
""".format_map(TABLES)

# Nothing is written for a network that has begun enough visits in this hour. WHERE also
# keeps SQLite from reading ON CONFLICT as the condition of a join.
NETWORK = """
INSERT INTO {Network} (day, hour, key, visits)
SELECT %(day)s, %(hour)s, %(network)s, 1 WHERE %(is_new_visit)s
ON CONFLICT (day, hour, key) DO UPDATE SET visits = {Network}.visits + 1
WHERE {Network}.visits < %(network_limit)s
""".format_map(TABLES)

# Nothing is written for a repeat.
SEEN = """
INSERT INTO {Seen} (day, key, page, visit, views, at)
VALUES (%(day)s, %(key)s, %(page)s, %(visit)s, 1, %(now)s)
ON CONFLICT (day, key, page) DO UPDATE SET
    views = CASE WHEN {Seen}.visit = excluded.visit THEN {Seen}.views + 1 ELSE 1 END,
    visit = excluded.visit,
    at = excluded.at
WHERE {Seen}.at <= %(repeat)s
""".format_map(TABLES)

ARTICLE_DAY = """
INSERT INTO {ArticleDay} (article_id, day, views, reads)
SELECT %(article)s, %(day)s, 1, %(reads)s WHERE %(article)s IS NOT NULL
ON CONFLICT (article_id, day) DO UPDATE SET
    views = {ArticleDay}.views + 1, reads = {ArticleDay}.reads + excluded.reads
""".format_map(TABLES)

REFERRER_DAY = """
INSERT INTO {ReferrerDay} (day, host, views)
SELECT %(day)s, CASE
    WHEN EXISTS (SELECT 1 FROM {ReferrerDay} WHERE day = %(day)s AND host = %(host)s)
        OR (SELECT COUNT(*) FROM {ReferrerDay} WHERE day = %(day)s) < %(host_limit)s
    THEN %(host)s ELSE %(other_hosts)s END, 1
WHERE %(host)s <> ''
ON CONFLICT (day, host) DO UPDATE SET views = {ReferrerDay}.views + 1
""".format_map(TABLES)

WIDTH_DAY = """
INSERT INTO {WidthDay} (day, width, views) VALUES (%(day)s, %(width)s, 1)
ON CONFLICT (day, width) DO UPDATE SET views = {WidthDay}.views + 1
""".format_map(TABLES)

# The last: all that is counted in an hour shares this row.
COLUMNS = ("views", "visits", "new_visitors", "bots", "prefetch", "staff", "capped")
SITE_HOUR = """
INSERT INTO {SiteHour} (day, hour, {columns})
VALUES (%(day)s, %(hour)s, {values})
ON CONFLICT (day, hour) DO UPDATE SET {sums}
""".format_map(
    TABLES
    | {
        "columns": ", ".join(COLUMNS),
        "values": ", ".join(f"%({name})s" for name in COLUMNS),
        "sums": ", ".join(
            f"{name} = {TABLES['SiteHour']}.{name} + excluded.{name}"
            for name in COLUMNS
        ),
    }
)

HOUR_VISITS = """
SELECT COALESCE(SUM(visits), 0) FROM {SiteHour} WHERE day = %(day)s AND hour = %(hour)s
""".format_map(TABLES)
