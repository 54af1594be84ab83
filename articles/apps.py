from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = "Tòa soạn"

    def ready(self):
        # The admin site is itself a part of articles.admin, so that package may not
        # register anything while it is being imported: its modules come after it.
        from .admin import accounts, articles, pictures, portal, taxonomy  # noqa: F401
