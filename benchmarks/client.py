"""Sends requests over kept connections: wrk where it is installed, else threads."""

import json
import random
import re
import shutil
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from itertools import cycle

UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1, "m": 60}


@dataclass(frozen=True)
class Request:
    path: str
    method: str = "GET"
    headers: dict = field(default_factory=dict)
    body: str = ""
    from_many_readers: bool = False  # another X-Forwarded-For each time
    paths: tuple = ()  # asked in turn, in place of `path`


@dataclass
class Answers:
    count: int
    seconds: float
    errors: int
    p50: float  # seconds
    p95: float
    p99: float


def send(address, request, seconds, connections):
    """The Answers to as many requests as fit into `seconds`."""
    by = send_by_wrk if shutil.which("wrk") else send_by_threads
    return by(address, request, seconds, connections)


def send_by_wrk(address, request, seconds, connections):
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(lua(request))
        script.flush()
        command = [
            *["wrk", "--latency", f"-t{min(2, connections)}"],
            *[f"-c{connections}", f"-d{seconds}s"],
            *["-s", script.name, f"http://{address}{request.path}"],
        ]
        report = subprocess.run(command, capture_output=True, text=True, check=True)
    return read_report(report.stdout)


def lua(request):
    """The request as wrk's script; JSON's strings are Lua's, too."""
    lines = [f"wrk.method = {json.dumps(request.method)}"]
    if request.body:
        lines.append(f"wrk.body = {json.dumps(request.body)}")
    for name, value in request.headers.items():
        lines.append(f"wrk.headers[{json.dumps(name)}] = {json.dumps(value)}")
    if request.from_many_readers:
        lines.append(MANY_READERS % random.randrange(2**30))
    if request.paths:
        lines.append(MANY_PATHS % ", ".join(map(json.dumps, request.paths)))
    lines.append(REPORT)
    return "\n".join(lines)


# wrk itself reports no 95th.
REPORT = """
function done(summary, latency)
  for _, share in ipairs({50, 95, 99}) do
    io.write(string.format("p%d %dus\\n", share, latency:percentile(share)))
  end
end
"""

MANY_PATHS = """
local paths, turn = {%s}, 0
function request()
  turn = turn %% #paths + 1
  return wrk.format(nil, paths[turn])
end
"""

# The threads of wrk are apart, so each needs a seed of its own.
MANY_READERS = """
local threads = 0
function setup(thread) threads = threads + 1; thread:set("number", threads) end
function init() math.randomseed(%d + number) end
function request()
  wrk.headers["X-Forwarded-For"] = string.format(
    "%%d.%%d.%%d.1", math.random(1, 223), math.random(0, 255), math.random(0, 255))
  return wrk.format()
end
"""


def read_report(report):
    count, seconds, unit = re.search(
        r"(\d+) requests in ([\d.]+)(\w+)", report
    ).groups()
    shares = {
        name: int(figure) * 1e-6
        for name, figure in re.findall(r"^(p\d\d) (\d+)us$", report, re.M)
    }
    errors = [
        *re.findall(r"Non-2xx or 3xx responses: (\d+)", report),
        *re.findall(r"(?:connect|read|write|timeout) (\d+)", report),
    ]
    return Answers(
        count=int(count),
        seconds=float(seconds) * UNITS[unit],
        errors=sum(map(int, errors)),
        **shares,
    )


def send_by_threads(address, request, seconds, connections):
    times, errors = [], []
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=ask, args=(address, request, until, times, errors))
        for _ in range(connections)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    shares = (percentile(times, share) for share in (50, 95, 99))
    return Answers(len(times), seconds, len(errors), *shares)


def percentile(times, share):
    return sorted(times)[len(times) * share // 100] if times else 0


def ask(address, request, until, times, errors):
    """Requests one after the other over one connection; appends what they took."""
    connection = HTTPConnection(address, timeout=10)
    paths = cycle(request.paths or [request.path])
    while (began := time.monotonic()) < until:
        try:
            connection.request(
                request.method,
                next(paths),
                request.body or None,
                headers_of(request),
            )
            response = connection.getresponse()
            response.read()
        except (OSError, HTTPException) as error:
            errors.append(error)
            connection.close()
            continue
        if response.status >= 400:
            errors.append(response.status)
        times.append(time.monotonic() - began)
    connection.close()


def headers_of(request):
    if not request.from_many_readers:
        return request.headers
    parts = random.randrange(1, 224), random.randrange(256), random.randrange(256)
    return {**request.headers, "X-Forwarded-For": "{}.{}.{}.1".format(*parts)}
