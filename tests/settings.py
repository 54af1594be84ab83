"""
Settings of the test suite: SQLite in memory, or with TEST_DATABASE=postgresql a
throw-away server, which must run before Django reads DATABASES (conftest is too late).
"""

import os
import tempfile

os.environ.setdefault("SECRET_KEY", "only-for-the-tests-0123456789-abcdefghij")
os.environ.setdefault("SITE_URL", "http://testserver")
os.environ.setdefault("ALLOWED_HOSTS", "testserver,127.0.0.1,localhost")
os.environ.setdefault("REQUIRE_SECOND_FACTOR", "False")
os.environ["MEDIA_ROOT"] = tempfile.mkdtemp(prefix="portal-media-")
if os.environ.get("TEST_DATABASE") == "postgresql":
    from tests.postgres import start

    os.environ["DATABASE_URL"] = start()
else:
    os.environ["DATABASE_URL"] = "sqlite://:memory:"

from laichau_portal.settings import *  # noqa: F403

# No collected files and no slow hashing in tests that are not about them.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGGING["root"]["level"] = "CRITICAL"  # noqa: F405
