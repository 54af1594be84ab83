import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "laichau_portal.settings")

django_application = get_wsgi_application()

from django.conf import settings  # noqa: E402

from laichau_portal.logs import with_request_id  # noqa: E402
from laichau_portal.page_cache import PageCache  # noqa: E402  needs the settings

application = with_request_id(
    PageCache(django_application), trusted=settings.TRUSTED_PROXIES
)
