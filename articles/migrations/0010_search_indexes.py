"""The full-text indexes over SearchEntry, for each database in its own manner."""

from django.db import migrations

# Words come cut and folded (articles/search/words.py), so the tokenizer has nothing to
# do but find the spaces. detail=none: phrases are looked for in the rows themselves.
FTS5 = """
CREATE VIRTUAL TABLE articles_search_{name} USING fts5(
    {name}, content='articles_searchentry', content_rowid='key',
    tokenize="ascii tokenchars '_'", prefix='1 2 3', detail=none, columnsize=0)
"""
ADD = "INSERT INTO articles_search_{name}(rowid, {name}) VALUES (new.key, new.{name});"
DROP = """
INSERT INTO articles_search_{name}(articles_search_{name}, rowid, {name})
    VALUES ('delete', old.key, old.{name});
"""
TRIGGER = """
CREATE TRIGGER articles_search_after_{event} AFTER {event} ON articles_searchentry
BEGIN {statements} END
"""
EVENTS = {"insert": [ADD], "delete": [DROP], "update": [DROP, ADD]}
NAMES = ["title", "text"]

POSTGRESQL = [
    # Long columns lie apart, so that the rows that an index points at are close.
    "ALTER TABLE articles_searchentry SET (toast_tuple_target = 256)",
    # fastupdate: every search would read what is pending.
    *(
        f"CREATE INDEX articles_search_{name} ON articles_searchentry USING gin "
        f"(array_to_tsvector(string_to_array(btrim({name}), ' ')))"
        " WITH (fastupdate = off)"
        for name in NAMES
    ),
    # The planner knows neither what it costs to make a vector of a text nor that rare
    # words meet more often than chance has it: it shall use the indexes always.
    """
    CREATE FUNCTION articles_search_keys(
        terms tsquery, first bigint, last bigint, titles int, enough int, texts int
    ) RETURNS SETOF bigint
    LANGUAGE plpgsql STABLE
    SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off
    AS $$
    DECLARE
        found_titles int;
    BEGIN
        RETURN QUERY SELECT key FROM articles_searchentry
            WHERE array_to_tsvector(string_to_array(btrim(title), ' ')) @@ terms
                AND key BETWEEN first AND last
            ORDER BY key DESC LIMIT titles;
        GET DIAGNOSTICS found_titles = ROW_COUNT;
        IF found_titles < enough THEN
            RETURN QUERY SELECT key FROM articles_searchentry
                WHERE array_to_tsvector(string_to_array(btrim(text), ' ')) @@ terms
                    AND key BETWEEN first AND last
                ORDER BY key DESC LIMIT texts;
        END IF;
    END
    $$
    """,
]
BACK = [
    "DROP FUNCTION articles_search_keys",
    *(f"DROP INDEX articles_search_{name}" for name in NAMES),
]


def make(apps, schema_editor):
    vendor = schema_editor.connection.vendor
    for statement in on_sqlite() if vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in BACK:
            schema_editor.execute(statement)
        return
    for event in EVENTS:
        schema_editor.execute(f"DROP TRIGGER articles_search_after_{event}")
    for name in NAMES:
        schema_editor.execute(f"DROP TABLE articles_search_{name}")


def on_sqlite():
    for name in NAMES:
        yield FTS5.format(name=name)
    for event, templates in EVENTS.items():
        statements = [
            template.format(name=name) for template in templates for name in NAMES
        ]
        yield TRIGGER.format(event=event, statements="".join(statements))


def fill(apps, schema_editor):
    """What is public already can be found from the start."""
    from articles.search.entries import AT_ONCE, store

    found = apps.get_model("articles", "Article").objects.filter(
        status="published", deleted_at__isnull=True
    )
    models = [apps.get_model("articles", name) for name in ("SearchEntry", "SearchWord")]
    keys = list(found.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        store(list(found.filter(pk__in=keys[start : start + AT_ONCE])), *models)


class Migration(migrations.Migration):
    dependencies = [("articles", "0009_search")]

    operations = [
        migrations.RunPython(make, drop),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
