"""
/media/: pictures, video, audio and files for download. nginx takes it over in
production; with a storage elsewhere it passes the bytes on.
"""

import mimetypes
import re

from django.core.exceptions import SuspiciousOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpResponse
from django.views.decorators.http import require_safe

from ..pages import PUBLIC

# What a browser may show by itself. SVG is not here: it runs scripts.
PICTURES = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "avif": "image/avif",
    "gif": "image/gif",
}
STREAMS = {
    "mp4": "video/mp4",
    "webm": "video/webm",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
}
SHOWN = PICTURES | STREAMS

# A name is new with each replacement, so a file may be held for a year.
CACHE_CONTROL = "public, max-age=31536000, immutable"
POLICY = "default-src 'none'; sandbox"
# Letters, digits and ._- in each part, none of which starts with a dot.
PATH = re.compile(r"(?:[A-Za-z0-9_-][\w.-]*/)*[A-Za-z0-9_-][\w.-]*", re.ASCII)
RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)
CHUNK = 64 * 1024


@require_safe
def media(request, path):
    response = answer(path, request.headers.get("Range", ""))
    response["Content-Security-Policy"] = POLICY
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def answer(path, wanted_range):
    file = open_file(path)
    if file is None:
        return not_found()
    extension = path.rpartition(".")[2].lower()
    response = ranged(file, wanted_range) if extension in STREAMS else None
    if response is None:
        response = FileResponse(file, as_attachment=extension not in SHOWN)
    response.block_size = CHUNK
    response["Content-Type"] = SHOWN.get(extension) or type_of_download(path)
    response["Cache-Control"] = CACHE_CONTROL
    if extension in STREAMS:
        response["Accept-Ranges"] = "bytes"
    return response


def open_file(path):
    """The file, or None; also for folders and for what is no name of a file."""
    if not PATH.fullmatch(path):
        return None
    try:
        return default_storage.open(path)
    except (OSError, SuspiciousOperation):
        return None


def not_found():
    """A line, not the page with menu and search: nobody reads it, bots ask a lot."""
    response = HttpResponse(
        "Không có tệp này.", status=404, content_type="text/plain; charset=utf-8"
    )
    response["Cache-Control"] = PUBLIC
    return response


def type_of_download(path):
    return mimetypes.guess_type(path)[0] or "application/octet-stream"


# Ranges


def ranged(file, header):
    """
    The answer to a Range of one part, 206 or 416; None when the whole file is to be
    sent, as RFC 9110 (14.2) asks for anything else.
    """
    match = RANGE.fullmatch(header.strip())
    if not match or match.groups() == ("", ""):
        return None
    first, last = bounds(*match.groups(), file.size)
    if first > last:
        file.close()
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{file.size}"
        return response
    file.seek(first)
    response = FileResponse(Part(file, last - first + 1), status=206)
    response["Content-Range"] = f"bytes {first}-{last}/{file.size}"
    response["Content-Length"] = str(last - first + 1)
    return response


def bounds(first, last, size):
    """(first, last) byte of a range; first > last when nothing of it is there."""
    if not first:
        return max(size - int(last), 0), size - 1
    return int(first), min(int(last or size), size - 1)


class Part:
    """The next `left` bytes of `file`."""

    def __init__(self, file, left):
        self.file = file
        self.left = left

    def read(self, size=CHUNK):
        data = self.file.read(min(size, self.left))
        self.left -= len(data)
        return data

    def close(self):
        self.file.close()
