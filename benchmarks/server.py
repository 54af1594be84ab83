"""Servers on free ports of loopback, with the processor time and memory that they use."""

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
    """A process that answers at `address`, once `is_up` gets an answer there."""

    def __init__(self, address, command, variables, is_up="/healthz"):
        self.address = address
        environment = {"PATH": os.environ["PATH"], **variables}
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment)
        self.wait(is_up)

    def wait(self, path):
        deadline = time.monotonic() + 30
        while True:
            try:
                self.get(path)
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(0.1)

    def connect(self):
        return HTTPConnection(self.address, timeout=60)

    def get(self, path, headers=None):
        """(status, [(name, value)], body) of one GET."""
        connection = self.connect()
        try:
            connection.request("GET", path, headers=headers or {})
            response = connection.getresponse()
            return response.status, response.getheaders(), response.read()
        finally:
            connection.close()

    def cpu_seconds(self):
        """Processor time of all its processes so far."""
        return sum(map(cpu_seconds_of, processes(self.process.pid)))

    @property
    def workers(self):
        """The ids of its processes but the first."""
        return list(processes(self.process.pid))[1:]

    def end(self):
        self.process.terminate()
        self.process.wait()


def gunicorn(application, variables):
    """A Server of the WSGI application "module:name", as gunicorn.conf.py has it."""
    address = f"127.0.0.1:{free_port()}"
    command = [
        *[sys.executable, "-m", "gunicorn", application],
        *["--bind", address, "--log-level", "error", "--no-control-socket"],
    ]
    return Server(address, command, {"SITE_URL": f"http://{address}", **variables})


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


def memory_of(pid, name="VmRSS"):
    """Bytes that the process has in memory; "VmHWM": the most since it was forgotten."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    found = dict(line.split(":", 1) for line in lines)
    return int(found[name].split()[0]) * 1024


def forget_peak_of(pid):
    Path(f"/proc/{pid}/clear_refs").write_text("5")
