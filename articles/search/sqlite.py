"""The indexes on SQLite: two FTS5 tables over SearchEntry, made by a migration."""

TITLE, TEXT = "articles_search_title", "articles_search_text"

# A range that ends at -1 is empty and costs nothing; any other condition would be
# asked of every match.
KEYS = f"""
WITH titles AS MATERIALIZED (
    SELECT rowid AS key FROM {TITLE}
    WHERE {TITLE} MATCH %s AND rowid BETWEEN %s AND %s
    ORDER BY rowid DESC LIMIT %s
)
SELECT key FROM titles
UNION ALL SELECT * FROM (
    SELECT rowid FROM {TEXT}
    WHERE {TEXT} MATCH %s AND rowid BETWEEN %s AND
        CASE WHEN (SELECT COUNT(*) FROM titles) < %s THEN %s ELSE -1 END
    ORDER BY rowid DESC LIMIT %s
)
"""


def keys(groups, first, last, *, titles, enough, texts):
    """(SQL, values), as articles/search/keys.py wants them."""
    terms = " AND ".join(f"({' OR '.join(map(written, group))})" for group in groups)
    values = [terms, first, last, titles, terms, first, enough, last, texts]
    return KEYS, values


def written(term):
    """A Term as FTS5 reads it; words hold neither quotes nor spaces."""
    return f'"{term.word}"*' if term.is_prefix else f'"{term.word}"'
