"""Which addresses take a form without a CSRF token, and who else may use them."""

import pytest
from django.urls import URLPattern, get_resolver

from tests.builders import make_article

pytestmark = pytest.mark.django_db


def all_patterns(resolver):
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from all_patterns(pattern)


def test_three_addresses_and_no_other_go_without_a_csrf_token():
    exempt = [
        pattern.name
        for pattern in all_patterns(get_resolver())
        if getattr(pattern.callback, "csrf_exempt", False)
    ]

    assert sorted(exempt) == ["count", "display", "rate"]


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.vn"},
        {"referer": "https://evil.vn/testserver/"},
    ],
)
@pytest.mark.parametrize("address", ["/danh-gia/{}/", "/hien-thi/", "/luot-xem/"])
def test_another_site_cannot_send_a_readers_form(client, address, headers):
    path = address.format(make_article().pk)
    data = {"score": "5", "text_size": "5"}
    response = client.post(path, data, headers=headers)

    assert response.status_code == 403
    assert response.content.decode().endswith(".")
    assert not response.cookies
