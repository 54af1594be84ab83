"""Case 44: what stands in the log."""

import json
import logging

import pytest

from laichau_portal import logs


def line(message, *arguments, **extra):
    record = logging.makeLogRecord(
        {
            "msg": message,
            "args": arguments,
            "levelname": "WARNING",
            "name": "x",
            **extra,
        }
    )
    return logs.JSONLines().format(record)


def test_a_line_is_one_json_object():
    entry = json.loads(line("Không có trang: %s", "/a/"))

    assert entry["message"] == "Không có trang: /a/"
    assert entry["level"] == "WARNING"


@pytest.mark.parametrize(
    "sign", ["\r\n", "\x1b[31m", "\x9b31m", "\u2028", "\u202e", "\x7f"]
)
def test_signs_that_would_make_or_move_lines_are_escaped(sign):
    written = line("Không có trang: %s", f"/a{sign}INFO giả")

    assert not set(sign) & set(written) - set("[31m")
    assert json.loads(written)["message"] == f"Không có trang: /a{sign}INFO giả"


@pytest.mark.parametrize(
    "message",
    [
        "POST username=a&password=bi-mat-1&x=y",
        "{'csrfmiddlewaretoken': 'bi-mat-1'}",
        "Cookie: toa_soan=bi-mat-1",
        "toa_soan=bi-mat-1; hien_thi=2-auto-all",
        "Authorization: Bearer bi-mat-1",
        "SENTRY_DSN=bi-mat-1",
        "cannot connect to postgres://portal:bi-mat-1@localhost/portal",
        "Not Found: /quan-tri/xem-truoc/bi-mat-1/",
    ],
)
def test_no_secret_is_written(message):
    assert "bi-mat-1" not in line(message)


def test_nor_in_a_traceback():
    try:
        raise ValueError("password=bi-mat-1")
    except ValueError as error:
        written = line("Lỗi", exc_info=(ValueError, error, error.__traceback__))

    assert "ValueError" in written
    assert "bi-mat-1" not in written
    assert "\n" not in written


def answered_id(trusted, **environ):
    seen = []

    def application(environ, start_response):
        seen.append(json.loads(line("x"))["request_id"])

    logs.with_request_id(application, trusted)(environ, None)
    return seen[0]


def test_lines_of_a_request_carry_the_id_that_the_proxy_gave_it():
    given = "0123456789abcdef" * 2

    assert answered_id(True, HTTP_X_REQUEST_ID=given) == given
    assert answered_id(False, HTTP_X_REQUEST_ID=given) != given
    assert len(answered_id(True, HTTP_X_REQUEST_ID="x\r\ny")) == 32
    assert len(answered_id(True)) == 32
