"""
What visit.js sends when a page is shown. Every page shown passes here, and a form of
Django's takes a tenth of the time that a count takes: plain comparisons instead.
"""

import json
import re
from typing import NamedTuple

from .forms import LARGEST_KEY

LARGEST_WIDTH = 100_000
HOST = re.compile(r"([a-z0-9_.-]{1,120})(:[0-9]{1,5})?")


class Beacon(NamedTuple):
    path: str
    article: int | None
    referrer: str  # the host without its port; "" when it does not look like one
    width: int | None


def read(body):
    """The Beacon in the bytes `body`, None when it is none."""
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(sent, dict):
        return None
    path, article, width = (sent.get(name) for name in ("path", "article", "width"))
    if not is_path(path) or not is_number(article, 1, LARGEST_KEY):
        return None
    if not is_number(width, 0, LARGEST_WIDTH):
        return None
    return Beacon(path, article, host_of(sent.get("referrer")), width)


def is_path(value):
    return isinstance(value, str) and 0 < len(value) <= 200 and "\0" not in value


def is_number(value, least, most):
    """A whole number within these bounds, or nothing."""
    return value is None or (type(value) is int and least <= value <= most)


def host_of(referrer):
    match = HOST.fullmatch(referrer.lower()) if isinstance(referrer, str) else None
    return match[1] if match else ""
