from django.apps import AppConfig
from django.contrib.admin import apps as admin


class PortalConfig(AppConfig):
    """For the commands about the installation as a whole."""

    default = True
    name = "laichau_portal"

    def ready(self):
        from . import deployment  # noqa: F401  registers its checks


class NewsroomAdminConfig(admin.AdminConfig):
    default = False
    default_site = "articles.admin.site.Newsroom"
