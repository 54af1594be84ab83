"""Case 56: every answer carries its headers, whoever makes it."""

import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from laichau_portal.headers import fixed_headers

NAMES = {name for name, _ in fixed_headers()}


def lacking(headers):
    return NAMES - set(headers)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "host", "status"),
    [
        ("/", "testserver", 200),
        ("/", "evil.example", 400),
        ("/khong-co/", "testserver", 404),
        ("/static/khong-co.css", "testserver", 404),
        ("/media/khong-co.jpg", "testserver", 404),
        ("/media/a.jpg", "testserver", 200),
        ("/favicon.ico", "testserver", 302),
        ("/quan-tri/", "testserver", 302),
        ("/luot-xem/", "testserver", 405),
        ("/healthz", "testserver", 200),
    ],
)
def test_an_answer_carries_its_headers(client, address, host, status):
    default_storage.save("a.jpg", ContentFile(b"x"))

    response = client.get(address, headers={"host": host})

    assert response.status_code == status
    assert not lacking(response.headers)


def test_static_files_of_a_running_portal_carry_them_too(live_site):
    _, _, body = live_site.get("/")
    style = re.search(rb'/static/[^"\s]+\.css', body)[0].decode()

    status, headers, _ = live_site.get(style)

    assert status == 200
    assert not lacking(headers)
