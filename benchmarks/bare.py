"""The least that a WSGI application can do: one recorded answer, from memory."""

import json
import os
from pathlib import Path

recorded = json.loads(Path(os.environ["BENCH_ANSWER"]).read_text())
STATUS = f"{recorded['status']} OK"
HEADERS = [tuple(pair) for pair in recorded["headers"]]
BODY = bytes.fromhex(recorded["body"])


def application(environ, start_response):
    start_response(STATUS, list(HEADERS))
    return [BODY]
