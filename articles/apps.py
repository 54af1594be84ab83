from django.apps import AppConfig
from django.db.backends.signals import connection_created


def ask_about_json(connection, **kwargs):
    """SQLite is asked once whether it knows JSON: here, not in a reader's request."""
    connection.features.supports_json_field  # noqa: B018


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Tòa soạn"

    def ready(self):
        connection_created.connect(ask_about_json)
        # The admin site is itself a part of articles.admin, so that package may not
        # register anything while it is being imported: its modules come after it.
        from .admin import (  # noqa: F401
            accounts,
            articles,
            feedback,
            pictures,
            portal,
            taxonomy,
        )
