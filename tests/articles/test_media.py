"""/media/: what is sent, how, and what is not there."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from articles import renditions
from tests.builders import make_image

pytestmark = pytest.mark.django_db

MOVIE = bytes(range(256)) * 4


def put(path, content=b"x"):
    default_storage.save(path, ContentFile(content))
    return f"/media/{path}"


def test_a_picture_may_be_held_for_a_year_and_runs_nothing(client):
    image = make_image()

    response = client.get(renditions.url(image.file.name, width=640))

    assert response.status_code == 200
    assert response["Content-Type"] == "image/webp"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("inline")
    assert "Set-Cookie" not in response
    assert b"".join(response.streaming_content)[8:12] == b"WEBP"


@pytest.mark.parametrize(
    ("name", "disposition", "content_type"),
    [
        ("a.jpg", "inline", "image/jpeg"),
        ("a.avif", "inline", "image/avif"),
        ("a.mp4", "inline", "video/mp4"),
        ("a.mp3", "inline", "audio/mpeg"),
        ("a.pdf", "attachment", "application/pdf"),
        ("a.svg", "attachment", "image/svg+xml"),
        ("a.html", "attachment", "text/html"),
        ("a.jpg.php", "attachment", None),
        ("a", "attachment", "application/octet-stream"),
    ],
)
def test_what_is_no_picture_or_recording_is_for_download(
    client, name, disposition, content_type
):
    response = client.get(put(f"tep/{name}"))

    assert response["Content-Disposition"].startswith(disposition)
    assert content_type is None or response["Content-Type"] == content_type
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "anh/",
        "anh",
        "tep",
        "khong-co.jpg",
        "../manage.py",
        "tep/../tep/a.jpg",
        "tep/%2e%2e/%2e%2e/manage.py",
        "/etc/passwd",
        "tep//a.jpg",
        "tep/.an",
        ".git/config",
        "tep/a.jpg%00.png",
        "tep\\a.jpg",
        "a" * 5000,
    ],
)
def test_nothing_but_a_stored_file_is_found(client, path):
    put("tep/a.jpg")
    put("tep/.an")

    response = client.get(f"/media/{path}")

    assert response.status_code == 404
    assert response.content.decode() == "Không có tệp này."
    assert "immutable" not in response["Cache-Control"]


@pytest.mark.parametrize(
    "rendition",
    ["641.webp", "1920.webp", "640.png", "3x2-641.webp", "0.avif", "share.webp"],
)
def test_a_made_up_size_is_not_found_and_nothing_is_computed(client, rendition):
    image = make_image()
    folder = image.file.name.removesuffix("goc.jpg")
    before = sorted(default_storage.listdir(folder)[1])

    assert client.get(f"/media/{folder}{rendition}").status_code == 404
    assert sorted(default_storage.listdir(folder)[1]) == before


def test_only_get_and_head_are_answered(client):
    url = put("tep/a.jpg")
    assert client.post(url).status_code == 405
    assert client.head(url).status_code == 200


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [
        ("bytes=0-0", 0, 0),
        ("bytes=100-199", 100, 199),
        ("bytes=1000-", 1000, 1023),
        ("bytes=1000-99999", 1000, 1023),
        ("bytes=-24", 1000, 1023),
        ("bytes=-99999", 0, 1023),
    ],
)
def test_a_recording_is_sent_in_parts(client, wanted, first, last):
    response = client.get(put("phim/a.mp4", MOVIE), headers={"Range": wanted})

    assert response.status_code == 206
    assert response["Content-Range"] == f"bytes {first}-{last}/1024"
    assert response["Content-Length"] == str(last - first + 1)
    assert response["Content-Type"] == "video/mp4"
    assert b"".join(response.streaming_content) == MOVIE[first : last + 1]


@pytest.mark.parametrize("wanted", ["bytes=1024-", "bytes=5-4", "bytes=-0"])
def test_a_part_that_there_is_not_is_refused(client, wanted):
    response = client.get(put("phim/a.mp4", MOVIE), headers={"Range": wanted})

    assert response.status_code == 416
    assert response["Content-Range"] == "bytes */1024"


@pytest.mark.parametrize(
    "wanted", ["", "bytes=-", "bytes=0-1,3-4", "lines=0-1", "bytes=a-b", "bytes=٣-٤"]
)
def test_any_other_range_gives_the_whole(client, wanted):
    response = client.get(put("phim/a.mp4", MOVIE), headers={"Range": wanted})

    assert response.status_code == 200
    assert response["Accept-Ranges"] == "bytes"
    assert response["Content-Length"] == "1024"
    assert b"".join(response.streaming_content) == MOVIE


def test_a_picture_is_sent_whole(client):
    response = client.get(put("tep/a.jpg", MOVIE), headers={"Range": "bytes=0-1"})
    assert response.status_code == 200
