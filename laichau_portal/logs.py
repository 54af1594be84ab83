"""
Log lines: one JSON object each, with the id that nginx gave the request. Whatever came
from outside is escaped, so that nobody writes a line of his own or moves the cursor of
whoever reads it; passwords, tokens and cookies are left out.
"""

import json
import logging
import re
import threading
from uuid import uuid4

current = threading.local()
REQUEST_ID = re.compile(r"[0-9a-f]{16,64}")
SECRET = re.compile(
    r"(?i)\b((?:[\w-]*(?:password|passwd|mat_khau|token|secret|cookie|dsn)[\w-]*"
    r"|toa_soan|sessionid|authorization)['\"]?\s*[:=]\s*)(?:bearer |basic )?"
    r"(\"[^\"]*\"|'[^']*'|[^\s&,;'\"}]+)"
)
ADDRESS_WITH_PASSWORD = re.compile(r"(\w+://[^\s:/@]*:)[^\s/@]+@")
PREVIEW = re.compile(r"(/xem-truoc/)[^\s/?\"']+")
# json.dumps escapes those below the space: delete, C1, the separators of lines and
# the marks that turn the direction of writing round.
CONTROL = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069]")


class JSONLines(logging.Formatter):
    """A formatter for `logging`: a record as one line."""

    def format(self, record):
        entry = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "request_id": getattr(current, "request_id", None),
            "message": without_secrets(record.getMessage()),
        }
        if record.exc_info:
            entry["traceback"] = without_secrets(self.formatException(record.exc_info))
        line = json.dumps(entry, ensure_ascii=False)
        return CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def without_secrets(text):
    text = SECRET.sub(r"\1***", text)
    text = ADDRESS_WITH_PASSWORD.sub(r"\1***@", text)
    return PREVIEW.sub(r"\1***", text)


def with_request_id(application, trusted):
    """
    A WSGI application whose log lines carry an id: that of `X-Request-ID` when a
    `trusted` proxy sets it, else a new one.
    """

    def named(environ, start_response):
        given = environ.get("HTTP_X_REQUEST_ID", "") if trusted else ""
        current.request_id = given if REQUEST_ID.fullmatch(given) else uuid4().hex
        return application(environ, start_response)

    return named
