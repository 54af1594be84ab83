"""A drill: back up a portal that is in use, restore it into an empty place."""

import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import pytest

from tests import live

AGE = b"age-encryption.org"
KEY = "mot-khoa-rat-dai-de-thu-nghiem"
FIGURES = """
from django.core.files.storage import default_storage
from django.contrib.auth import authenticate
from stats import reports
print(Article.objects.published().count(), Rating.objects.count())
print(sorted(Article.objects.values_list('title', flat=True)))
print(reports.totals())
print(bool(authenticate(username='bientap', password='mat-khau-rat-dai-1')))
for image in Image.objects.order_by('pk'):
    print(image.file.name, len(image.file.read()))
"""


class Place:
    """An installation without a server: a database and a media folder."""

    def __init__(self, folder, database_url, **environment):
        folder.mkdir(exist_ok=True)
        self.site = live.Site(
            folder, database_url, 0, {**live.os.environ, **environment}
        )

    def manage(self, *arguments):
        """(exit status, what it said)"""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=live.ROOT,
            env=self.site.environment,
            capture_output=True,
            text=True,
        )
        return done.returncode, done.stdout + done.stderr

    def figures(self):
        return self.site.run(FIGURES)


PORTAL = """
make_user('bientap', password='mat-khau-rat-dai-1', is_superuser=True)
make_opening_balance('total', None, 87292132)
make_article(title='Có ảnh', cover=make_image(size=(200, 133)))
make_article(title='Tin thường')
"""
# Until the file `stop` is there, it publishes one article after the other.
WRITING = """
from itertools import count
from pathlib import Path
for n in count():
    if n > 1 and Path('started').write_text('') == 0 and Path('stop').exists():
        break
    section = make_category(f'Mục {n}')
    image = make_image(size=(200, 133))
    make_article(title=f'Đang viết {n}', cover=image, category=section)
"""


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    folder = tmp_path_factory.mktemp("portal")
    place = Place(folder, live.fresh_database(folder))
    place.site.run(PORTAL)
    return place


@pytest.fixture(scope="module")
def made(portal, tmp_path_factory):
    """A backup of it."""
    folder = tmp_path_factory.mktemp("copies")
    status, said = portal.manage("backup", str(folder))
    assert status == 0, said
    [copy] = folder.iterdir()
    return copy


@pytest.fixture
def copy(made, tmp_path):
    """One that a test may spoil."""
    return shutil.copytree(made, tmp_path / "copies" / made.name)


@pytest.fixture
def empty(tmp_path):
    numbers = count()

    def make(**environment):
        folder = tmp_path / f"b-{next(numbers)}"
        return Place(folder, live.empty_database(tmp_path), **environment)

    return make


def test_a_portal_comes_back_as_it_was(portal, copy, empty):
    place = empty()
    status, said = place.manage("restore", str(copy.parent))

    assert status == 0, said
    assert place.figures() == portal.figures()
    assert place.manage("migrate", "--check")[0] == 0


def test_a_backup_while_editors_write_is_whole(portal, empty, tmp_path):
    command = [sys.executable, str(live.ROOT / "manage.py"), "shell", "--no-imports"]
    writer = subprocess.Popen(
        [*command, "--command", live.SETUP + WRITING],
        cwd=tmp_path,
        env=portal.site.environment,
    )
    while not (tmp_path / "started").exists():
        assert writer.poll() is None
        time.sleep(0.05)
    status, said = portal.manage("backup", str(tmp_path / "copies"))
    (tmp_path / "stop").touch()
    assert writer.wait() == 0

    assert status == 0, said
    place = empty()
    assert place.manage("restore", str(tmp_path / "copies"))[0] == 0
    # figures() reads the file of every picture that the database names.
    assert "Có ảnh" in place.figures()


def test_a_damaged_backup_is_refused_before_anything_is_touched(copy, empty):
    media = copy / "media.tar"
    media.write_bytes(media.read_bytes()[:-1000])
    place = empty()
    status, said = place.manage("restore", str(copy))

    assert status == 1
    assert "media.tar của bản sao lưu bị thiếu, bị cắt hoặc bị sửa" in said
    assert "Traceback" not in said
    assert not list(place.site.folder.rglob("media/*"))


def test_a_place_that_is_not_empty_is_left_alone(portal, copy):
    status, said = portal.manage("restore", str(copy))

    assert status == 1
    assert "chỉ khôi phục vào nơi còn trống" in said


def test_an_encrypted_backup_says_nothing_without_its_key(portal, empty, tmp_path):
    sealed = Place(portal.site.folder, portal.site.environment["DATABASE_URL"])
    sealed.site.environment["BACKUP_KEY"] = KEY
    with ThreadPoolExecutor() as pool:
        before = pool.submit(portal.figures)
        sealed.manage("backup", str(tmp_path / "copies"))
    [copy] = (tmp_path / "copies").iterdir()
    for path in copy.iterdir():
        assert path.name == "SHA256SUMS" or path.read_bytes().startswith(AGE)

    # Opening the key is made slow; the three places do not wait for each other.
    places = [empty(), empty(BACKUP_KEY=KEY + "!"), empty(BACKUP_KEY=KEY)]
    copies = [shutil.copytree(copy, tmp_path / str(n) / copy.name) for n in range(3)]
    with ThreadPoolExecutor() as pool:
        answers = list(
            pool.map(
                lambda place, copy: place.manage("restore", str(copy)), places, copies
            )
        )
    for status, said in answers[:2]:
        assert status == 1
        assert "BACKUP_KEY" in said
    assert answers[2][0] == 0
    assert places[2].figures() == before.result()


def test_standard_tools_can_check_a_backup(copy):
    check = ["sha256sum", "--check", "--quiet", "SHA256SUMS"]
    subprocess.run(check, cwd=copy, check=True)


def test_old_backups_go_and_no_half_one_is_left(portal, tmp_path):
    copies = tmp_path / "copies"
    for name in ("portal-20200101-000000", "portal-20200102-000000", "khac"):
        (copies / name).mkdir(parents=True)
    assert portal.manage("backup", str(copies), "--keep", "2")[0] == 0

    kept = sorted(path.name for path in copies.iterdir())
    assert kept[:2] == ["khac", "portal-20200102-000000"]
    assert len(kept) == 3
    assert not list(copies.glob("*.part"))
