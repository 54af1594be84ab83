"""
A backup is a folder that standard tools can read without the portal: the database, the
media as a tar file, manifest.json, and SHA256SUMS over them (`sha256sum -c`). With
BACKUP_KEY each is encrypted in the age format (age-encryption.org): key.age opens with
that key as its passphrase and holds the identity which opens the others.
"""

import hashlib
import json
import shutil
import tarfile
from contextlib import contextmanager
from pathlib import Path

import pyrage
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from .database_dump import dump, is_empty, load

PREFIX = "portal-"
UNFINISHED = ".part"
SUMS = "SHA256SUMS"
KEY = "key.age"
CHUNK = 1024 * 1024


class Refused(Exception):
    """A Vietnamese sentence that says what is wrong; nothing has been changed."""


# Making one


def create(folder, keep=None):
    """
    Write a backup of this portal into a new folder below `folder` and return its path.
    With `keep` all but the newest `keep` backups there are removed afterwards.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    final = folder / f"{PREFIX}{timezone.localtime():%Y%m%d-%H%M%S}"
    if final.exists():
        raise Refused(f"Đã có bản sao lưu {final}; hãy chạy lại sau một giây.")
    part = final.with_name(final.name + UNFINISHED)
    part.mkdir(mode=0o700)
    try:
        fill(part)
        part.rename(final)
    except BaseException:
        shutil.rmtree(part)
        raise
    if keep:
        for old in backups_in(folder)[:-keep]:
            shutil.rmtree(old)
    return final


def fill(part):
    """
    Pictures never change under their name, so those of before and of after the
    database's moment hold together all that the database names.
    """
    with tarfile.open(part / "media.tar", "w") as archive:
        before = add_media(archive, known=set())
        dump(part / "database")
        files = before | add_media(archive, known=before)
    manifest = {
        "made_at": timezone.localtime().isoformat(timespec="seconds"),
        "vendor": connection.vendor,
        "files": len(files),
        "migrations": applied_migrations(),
    }
    (part / "manifest.json").write_text(json.dumps(manifest, indent=1))
    if settings.BACKUP_KEY:
        encrypt(part)
    names = sorted(path.name for path in part.iterdir())
    sums = [f"{checksum(part / name)}  {name}\n" for name in names]
    (part / SUMS).write_text("".join(sums))


def add_media(archive, known):
    """Names of the stored files that are now in `archive` and were not `known`."""
    added = set()
    for name in stored_names(""):
        if name in known:
            continue
        try:
            file = default_storage.open(name)
        except FileNotFoundError:  # removed since it was listed
            continue
        with file:
            info = tarfile.TarInfo(name)
            info.size = file.size
            info.mtime = int(default_storage.get_modified_time(name).timestamp())
            archive.addfile(info, file)
        added.add(name)
    return added


def stored_names(folder):
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in files:
        yield f"{folder}{name}"
    for name in folders:
        yield from stored_names(f"{folder}{name}/")


def applied_migrations():
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


# Encryption


def encrypt(part):
    """Replace each file in `part` by its encrypted form."""
    identity = pyrage.x25519.Identity.generate()
    for path in list(part.iterdir()):
        with (
            path.open("rb") as plain,
            path.with_name(f"{path.name}.age").open("wb") as sealed,
        ):
            pyrage.encrypt_io(plain, sealed, [identity.to_public()])
        path.unlink()
    key = pyrage.passphrase.encrypt(str(identity).encode(), settings.BACKUP_KEY)
    (part / KEY).write_bytes(key)


def decrypt(backup, folder):
    """Write the plain files of an encrypted backup into `folder`."""
    if not settings.BACKUP_KEY:
        raise Refused("Bản sao lưu này được mã hóa: hãy đặt BACKUP_KEY.")
    try:
        key = pyrage.passphrase.decrypt(
            (backup / KEY).read_bytes(), settings.BACKUP_KEY
        )
        identity = pyrage.x25519.Identity.from_str(key.decode())
        for path in backup.glob("*.age"):
            if path.name != KEY:
                with (
                    path.open("rb") as sealed,
                    (folder / path.stem).open("wb") as plain,
                ):
                    pyrage.decrypt_io(sealed, plain, [identity])
    except pyrage.DecryptError as error:
        raise Refused("BACKUP_KEY không mở được bản sao lưu này.") from error


# Reading one


def backups_in(folder):
    """Finished backups, the oldest first."""
    return sorted(
        path
        for path in Path(folder).glob(f"{PREFIX}*")
        if path.is_dir() and not path.name.endswith(UNFINISHED)
    )


def find(folder):
    """`folder` itself when it is a backup, else the newest one in it."""
    folder = Path(folder)
    if (folder / SUMS).exists() or folder.name.startswith(PREFIX):
        return folder
    found = backups_in(folder)
    if not found:
        raise Refused(f"Không thấy bản sao lưu nào trong {folder}.")
    return found[-1]


def verify(backup):
    """Raises Refused unless every file is there, whole and unchanged."""
    try:
        lines = (backup / SUMS).read_text().splitlines()
    except OSError as error:
        raise Refused(f"{backup} không phải bản sao lưu: thiếu {SUMS}.") from error
    sums = {name: value for value, _, name in (line.partition("  ") for line in lines)}
    stems = {name.removesuffix(".age") for name in sums}
    if not {"database", "media.tar", "manifest.json"} <= stems:
        raise Refused(f"Bản sao lưu {backup} không đầy đủ.")
    for name, expected in sums.items():
        path = backup / Path(name).name
        if not path.is_file() or checksum(path) != expected:
            raise Refused(f"Tệp {name} của bản sao lưu bị thiếu, bị cắt hoặc bị sửa.")


def restore(folder):
    """
    Put the backup in `folder` into this installation, whose database and media must be
    empty. Raises Refused before anything is touched. Returns the backup's manifest.
    """
    backup = find(folder)
    verify(backup)
    if not is_empty():
        raise Refused("Cơ sở dữ liệu đã có bảng; chỉ khôi phục vào nơi còn trống.")
    if next(stored_names(""), None):
        raise Refused("Thư mục media đã có tệp; chỉ khôi phục vào nơi còn trống.")
    with plain_files(backup) as files:
        manifest = json.loads((files / "manifest.json").read_text())
        if manifest["vendor"] != connection.vendor:
            raise Refused(
                f"Bản sao lưu là của {manifest['vendor']}, nơi này dùng "
                f"{connection.vendor}."
            )
        load_media(files / "media.tar")
        load(files / "database")
    return manifest


@contextmanager
def plain_files(backup):
    """The folder with the plain files: the backup's own, or a private one for a while."""
    if not (backup / KEY).exists():
        yield backup
        return
    folder = backup.with_name(backup.name + UNFINISHED)
    folder.mkdir(mode=0o700)
    try:
        decrypt(backup, folder)
        yield folder
    finally:
        shutil.rmtree(folder)


def load_media(path):
    with tarfile.open(path) as archive:
        for member in archive:
            default_storage.save(member.name, archive.extractfile(member))


def checksum(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
