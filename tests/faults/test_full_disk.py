"""Case 48: the disk fills in the middle of a file. A sentence, no half file, no row."""

import io
import os
import resource
import subprocess

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Picture

from articles.models import Article, Attachment, Image
from tests.articles.test_admin_articles import filled_in
from tests.articles.test_attachments import PDF, pdf

pytestmark = pytest.mark.django_db
ROOM = 64 * 1024  # bytes
UPLOAD = "/quan-tri/articles/image/tai-len/"
ADD = "/quan-tri/articles/article/add/"


@pytest.fixture
def small_disk(settings):
    """
    The media lie where only ROOM bytes fit: on a tmpfs where mounting is allowed, else
    below a limit for one file, which breaks a write in the same place.
    """
    folder = settings.MEDIA_ROOT
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(folder)]
    is_mounted = not subprocess.run(command, capture_output=True).returncode
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    if not is_mounted:
        resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, before[1]))
    try:
        yield folder
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        if is_mounted:
            subprocess.run(["umount", str(folder)], check=True)


def noise():
    """A picture that hardly compresses: its files are larger than the room."""
    buffer = io.BytesIO()
    picture = Picture.frombytes("RGB", (700, 500), os.urandom(700 * 500 * 3))
    picture.save(buffer, "JPEG", quality=90)
    return SimpleUploadedFile("a.jpg", buffer.getvalue(), "image/jpeg")


def files_in(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_picture_for_which_there_is_no_room_leaves_nothing(newsroom, small_disk):
    picture = noise()
    answer = newsroom.post(UPLOAD, {"upload": picture})

    assert answer.status_code == 400
    assert "không ghi được" in answer.json()["error"]["message"]
    assert not Image.objects.exists()
    assert files_in(small_disk) == []


def test_a_file_for_which_there_is_no_room_leaves_nothing(newsroom, small_disk):
    large = pdf(content=PDF[:20] + os.urandom(4 * ROOM) + PDF[20:])
    sent = filled_in(None) | {"new_attachments": [large]}
    answer = newsroom.post(ADD, sent)

    assert answer.status_code == 200
    assert "không ghi được" in answer.content.decode()
    assert not Attachment.objects.exists()
    assert not Article.objects.exists()
    assert files_in(small_disk) == []
