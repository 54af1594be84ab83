"""Which requests come from our own pages, without a CSRF token."""

import pytest

from articles.origin import ALLOWED, DOUBTFUL, REFUSED, judge

OWN = "http://testserver"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"sec-fetch-site": "same-origin"}, ALLOWED),
        ({"sec-fetch-site": "same-site"}, REFUSED),
        ({"sec-fetch-site": "cross-site"}, REFUSED),
        ({"sec-fetch-site": "none"}, REFUSED),
        ({"sec-fetch-site": ""}, REFUSED),
        ({"origin": OWN}, ALLOWED),
        ({"origin": "https://testserver"}, ALLOWED),
        ({"origin": "http://TestServer"}, ALLOWED),
        ({"origin": "http://testserver:8000"}, REFUSED),
        ({"origin": "http://testserver.evil.vn"}, REFUSED),
        ({"origin": "http://evil.vn"}, REFUSED),
        ({"origin": "http://[evil"}, REFUSED),
        ({"referer": f"{OWN}/tin-tuc/a-1/"}, ALLOWED),
        ({"referer": "http://evil.vn/testserver"}, REFUSED),
        ({"referer": "http://testserver@evil.vn/"}, REFUSED),
        ({}, DOUBTFUL),
        ({"origin": "null"}, DOUBTFUL),
        ({"origin": "null", "referer": f"{OWN}/"}, DOUBTFUL),
        # What the browser says of itself comes first, then Origin, then Referer.
        ({"sec-fetch-site": "cross-site", "origin": OWN}, REFUSED),
        ({"sec-fetch-site": "same-origin", "origin": "http://evil.vn"}, ALLOWED),
        ({"origin": "http://evil.vn", "referer": f"{OWN}/"}, REFUSED),
    ],
)
def test_a_request_is_judged_by_the_first_header_that_tells(rf, headers, expected):
    assert judge(rf.post("/danh-gia/1/", headers=headers)) == expected


def test_the_port_belongs_to_the_host(rf):
    headers = {"host": "testserver:8000", "origin": "http://testserver:8000"}

    assert judge(rf.post("/", headers=headers)) == ALLOWED
