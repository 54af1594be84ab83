"""gunicorn on a free port of loopback, with the processor time that it uses."""

import os
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """The WSGI application `application` ("module:name") with these variables."""

    def __init__(self, application, variables):
        self.address = f"127.0.0.1:{free_port()}"
        self.process = subprocess.Popen(
            [
                *[sys.executable, "-m", "gunicorn", application],
                *["--bind", self.address, "--log-level", "error"],
                "--no-control-socket",
            ],
            cwd=ROOT,
            env={
                "PATH": os.environ["PATH"],
                "SITE_URL": f"http://{self.address}",
                **variables,
            },
        )
        self.wait()

    def wait(self):
        deadline = time.monotonic() + 30
        while True:
            try:
                self.get("/healthz")
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def get(self, path, headers=None):
        """(status, [(name, value)], body) of one GET."""
        connection = HTTPConnection(self.address, timeout=10)
        try:
            connection.request("GET", path, headers=headers or {})
            response = connection.getresponse()
            return response.status, response.getheaders(), response.read()
        finally:
            connection.close()

    def cpu_seconds(self):
        """Processor time of all its processes so far."""
        return sum(map(cpu_seconds_of, processes(self.process.pid)))

    def end(self):
        self.process.terminate()
        self.process.wait()


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def processes(pid):
    """`pid` and its children, from /proc."""
    yield pid
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        yield from processes(int(child))


def cpu_seconds_of(pid):
    # The name in brackets may hold spaces; utime and stime are the 14th and 15th field.
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
