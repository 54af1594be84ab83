"""Videos of YouTube: nothing is asked of it before the reader clicks."""

import re
from urllib.parse import parse_qs, urlsplit

from csp.utils import build_policy

PLAYER = "https://www.youtube-nocookie.com"
HOSTS = {"youtube.com", "www.youtube.com", "m.youtube.com", "www.youtube-nocookie.com"}
SHORT = "youtu.be"
KEY = re.compile(r"[A-Za-z0-9_-]{11}", re.ASCII)
# /shorts/KEY, /embed/KEY, /live/KEY
FOLDERS = ("shorts", "embed", "live")


def key_of(url):
    """The eleven characters that name a video of YouTube, "" for any other address."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    folders = parts.path.strip("/").split("/")
    found = ""
    if parts.scheme in ("http", "https") and parts.hostname == SHORT:
        found = folders[0]
    elif parts.scheme in ("http", "https") and parts.hostname in HOSTS:
        if folders == ["watch"]:
            found = parse_qs(parts.query).get("v", [""])[0]
        elif len(folders) == 2 and folders[0] in FOLDERS:
            found = folders[1]
    return found if KEY.fullmatch(found) else ""


def watch_url(key):
    """Where a reader without JavaScript sees the video."""
    return f"https://www.youtube.com/watch?v={key}"


def let_in(response, ancestors="'none'"):
    """
    Let the page show the player: its own policy, which the middleware leaves.
    `ancestors` may show the page itself in a frame.
    """
    response["Content-Security-Policy"] = build_policy(
        replace={"frame-ancestors": [ancestors]}, update={"frame-src": [PLAYER]}
    )
    return response
