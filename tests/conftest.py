import os

import pytest

# Playwright's event loop would make Django refuse queries in the same thread.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup):
    """Tests with transactions of their own empty all tables: the teams come back."""
    from django.apps import apps
    from django.db.models.signals import post_migrate

    from articles import groups

    def make_teams(**flushed):
        groups.make()

    post_migrate.connect(make_teams, sender=apps.get_app_config("stats"), weak=False)


@pytest.fixture(autouse=True)
def media_of_its_own(settings, tmp_path):
    """Each test writes its pictures into a folder of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def editor(db):
    """A user who may do everything in the newsroom."""
    from tests.builders import make_user

    return make_user("bien-tap", is_superuser=True)


@pytest.fixture
def newsroom(client, editor):
    """A client signed in as that user, who has just given the password again."""
    from tests.builders import confirm

    client.force_login(editor)
    confirm(client, editor)
    return client


@pytest.fixture(autouse=True)
def empty_cache():
    """Users of one test have the keys of another's: limits would reach over."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture(autouse=True)
def nothing_remembered():
    """What a process keeps of the day would outlive the rows of a test."""
    from stats import running, visitors

    visitors.known_salt = (None, None)
    running.before = (None, float("-inf"), None)


@pytest.fixture(scope="session")
def collected_static(tmp_path_factory):
    """The static files as in production, collected once a run."""
    import subprocess
    import sys

    from tests import live

    folder = tmp_path_factory.mktemp("static")
    os.environ["TEST_STATIC_ROOT"] = str(folder)
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--no-input", "--verbosity=0"],
        cwd=live.ROOT,
        env={
            **os.environ,
            "STATIC_ROOT": str(folder),
            "DJANGO_SETTINGS_MODULE": "laichau_portal.settings",
        },
        check=True,
    )
    return folder


@pytest.fixture
def live_site(collected_static, tmp_path):
    """A portal of real processes: two workers, a fresh database."""
    from tests import live

    with live.serve(tmp_path) as site:
        yield site
