"""
What may be wrong with an installation, in Vietnamese: for `manage.py doctor`, and for
`check --deploy --database default`. Without a database named, Django leaves these out.
"""

import os
import shutil
import time
from datetime import timedelta
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import Error, Tags, Warning, register
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from articles.models import Article, SearchEntry
from stats import closing

from . import backup
from .headers import fixed_headers

LEAST_FREE = 2 * 1024**3  # bytes
CLOCKS_MAY_DIFFER = 5  # seconds
BACKUP_MAY_BE = timedelta(hours=26)
OWN_SITE_TIMEOUT = 5  # seconds


def installation(check):
    """Register a function that yields messages; it may ask the database."""

    @register(Tags.database, deploy=True)
    def run(app_configs, databases=None, **kwargs):
        try:
            return list(check()) if databases else []
        except DatabaseError as error:
            sentence = f"Không kiểm tra được {check.__name__}: {error}"
            return [Error(sentence, id="portal.E001")]

    return check


@installation
def variables():
    if settings.DEBUG:
        yield Error("DEBUG đang bật: trang lỗi sẽ lộ mã nguồn.", id="portal.E010")
    if not settings.REQUIRE_SECOND_FACTOR:
        yield Error(
            "Lớp bảo vệ thứ hai đang tắt.",
            hint="Bỏ REQUIRE_SECOND_FACTOR=False.",
            id="portal.E011",
        )
    if not settings.HTTPS:
        yield Warning("SITE_URL không phải https.", id="portal.W012")
    elif not settings.TRUSTED_PROXIES:
        yield Warning(
            "SITE_URL là https nhưng TRUSTED_PROXIES là 0: cổng sẽ coi mọi độc giả là "
            "một địa chỉ.",
            id="portal.W013",
        )
    if not settings.BACKUP_KEY:
        yield Warning(
            "Bản sao lưu không được mã hóa: chưa đặt BACKUP_KEY.", id="portal.W014"
        )


@installation
def migrations():
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        yield Error(
            f"Cơ sở dữ liệu còn thiếu {len(plan)} bước nâng cấp.",
            hint="Chạy manage.py migrate.",
            id="portal.E020",
        )


@installation
def clock():
    if connection.vendor != "postgresql":
        return  # its clock is this machine's
    with connection.cursor() as cursor:
        before = time.time()
        cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
        apart = abs(float(cursor.fetchone()[0]) - (before + time.time()) / 2)
    if apart > CLOCKS_MAY_DIFFER:
        yield Error(
            f"Đồng hồ của máy này và của cơ sở dữ liệu lệch nhau {apart:.0f} giây.",
            hint="Bật đồng bộ giờ (timedatectl set-ntp true) ở cả hai máy.",
            id="portal.E021",
        )


@installation
def sealed_days():
    days = closing.open_days()
    if days:
        yield Warning(
            f"{len(days)} ngày chưa chốt số liệu, từ {days[0]:%d/%m/%Y}.",
            hint="Chạy manage.py close_day và xem bộ hẹn giờ portal-close-day.",
            id="portal.W022",
        )


@installation
def search_index():
    findable = Article.objects.findable()
    missing = findable.exclude(pk__in=SearchEntry.objects.values("pk")).count()
    if missing:
        yield Warning(
            f"{missing} bài đã đăng chưa có trong chỉ mục tìm kiếm.",
            hint="Chạy manage.py rebuild_search.",
            id="portal.W023",
        )


@installation
def administrators():
    if not get_user_model().objects.filter(is_superuser=True, is_active=True).exists():
        yield Warning(
            "Chưa có quản trị viên nào.",
            hint="Chạy manage.py make_admin TÊN.",
            id="portal.W024",
        )


@installation
def folders():
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        yield Error(
            f"Chưa có tệp tĩnh trong {settings.STATIC_ROOT}.",
            hint="Chạy manage.py collectstatic --no-input.",
            id="portal.E030",
        )
    media = Path(settings.MEDIA_ROOT)
    if not media.is_dir() or not os.access(media, os.W_OK):
        yield Error(
            f"Không ghi được vào thư mục ảnh {media}.",
            hint="Thư mục phải thuộc tài khoản chạy cổng.",
            id="portal.E031",
        )
    elif shutil.disk_usage(media).free < LEAST_FREE:
        free = shutil.disk_usage(media).free // 1024**2
        yield Error(f"Ổ đĩa của {media} chỉ còn {free} MB.", id="portal.E032")


@installation
def backups():
    found = backup.backups_in(settings.BACKUP_DIR)
    if not found:
        yield Warning(
            f"Không thấy bản sao lưu nào trong {settings.BACKUP_DIR}.",
            hint="Đặt BACKUP_DIR; chạy manage.py backup DIR.",
            id="portal.W040",
        )
        return
    age = timezone.now().timestamp() - found[-1].stat().st_mtime
    if age > BACKUP_MAY_BE.total_seconds():
        yield Error(
            f"Bản sao lưu mới nhất đã {age / 3600:.0f} giờ tuổi.",
            hint="Xem bộ hẹn giờ portal-backup.",
            id="portal.E041",
        )


@installation
def own_site():
    """The headers as a reader gets them, through whatever stands in front."""
    try:
        headers = headers_of(f"{settings.SITE_URL}/")
    except (URLError, OSError) as error:
        yield Error(
            f"Không mở được {settings.SITE_URL}/ từ máy này: {error}", id="portal.E050"
        )
        return
    wanted = [name for name, _ in fixed_headers()]
    if settings.SECURE_HSTS_SECONDS and settings.HTTPS:
        wanted.append("Strict-Transport-Security")
    for name in wanted:
        if len(headers.get_all(name, [])) != 1:
            yield Error(
                f"Trang chủ phải có đúng một tiêu đề {name}.",
                hint="Xem deploy/nginx/headers.conf.",
                id="portal.E051",
            )


def headers_of(url):
    try:
        with urlopen(url, timeout=OWN_SITE_TIMEOUT) as response:
            return response.headers
    except HTTPError as error:
        return error.headers
