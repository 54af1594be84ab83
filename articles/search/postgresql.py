"""The indexes on PostgreSQL: two GIN indexes, read by a function out of a migration."""

KEYS = "SELECT articles_search_keys(%s::tsquery, %s, %s, %s, %s, %s)"


def keys(groups, first, last, *, titles, enough, texts):
    """(SQL, values), as articles/search/keys.py wants them."""
    terms = " & ".join(f"({' | '.join(map(written, group))})" for group in groups)
    return KEYS, [terms, first, last, titles, enough, texts]


def written(term):
    """A Term as a tsquery reads it; words hold neither quotes nor spaces."""
    return f"'{term.word}':*" if term.is_prefix else f"'{term.word}'"
