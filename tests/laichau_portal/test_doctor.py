"""`manage.py doctor`: each fault of an installation is named, and a sound one has none."""

import io
import os
import shutil
from collections import namedtuple
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.models import SearchEntry
from stats.models import SiteHour
from tests.builders import make_article

pytestmark = pytest.mark.django_db
Disk = namedtuple("Disk", "total used free")


@pytest.fixture(autouse=True)
def sound(settings, tmp_path, editor):
    """Nothing to mend but that no web server answers."""
    settings.REQUIRE_SECOND_FACTOR = True
    settings.SITE_URL = "http://127.0.0.1:9"  # nothing listens there
    settings.STATIC_ROOT = tmp_path
    (tmp_path / "staticfiles.json").write_text("{}")
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir(exist_ok=True)
    settings.BACKUP_DIR = tmp_path / "backups"
    (settings.BACKUP_DIR / "portal-20260101-000000").mkdir(parents=True)


def doctor():
    said = io.StringIO()
    with pytest.raises(CommandError):
        call_command("doctor", stdout=said)
    return said.getvalue()


def test_a_sound_installation_lacks_only_the_web_server():
    # Beside what the suite itself sets.
    lines = [line for line in doctor().splitlines() if "[portal.E" in line]
    assert len(lines) == 1
    assert "portal.E050" in lines[0]


def break_second_factor(settings):
    settings.REQUIRE_SECOND_FACTOR = False


def break_static(settings):
    (settings.STATIC_ROOT / "staticfiles.json").unlink()


def break_media(settings):
    settings.MEDIA_ROOT.rmdir()


def break_backups(settings):
    old = (timezone.now() - timedelta(days=3)).timestamp()
    os.utime(settings.BACKUP_DIR / "portal-20260101-000000", (old, old))


def break_all_backups(settings):
    shutil.rmtree(settings.BACKUP_DIR)


def break_days(settings):
    day = timezone.localdate() - timedelta(days=3)
    SiteHour.objects.create(day=day, hour=1, views=1)


def break_search(settings):
    make_article()
    SearchEntry.objects.all().delete()


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (break_second_factor, "E011"),
        (break_static, "E030"),
        (break_media, "E031"),
        (break_backups, "E041"),
        (break_all_backups, "W040"),
        (break_days, "W022"),
        (break_search, "W023"),
    ],
)
def test_the_doctor_names(damage, code, settings):
    assert code not in doctor()
    damage(settings)
    assert f"[portal.{code}]" in doctor()


def test_a_full_disk_is_named(monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Disk(10, 9, 1))
    assert "[portal.E032]" in doctor()
