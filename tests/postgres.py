"""
A throw-away PostgreSQL server for tests and benchmarks: on a unix socket, without
fsync, ended with the process that started it.
"""

import atexit
import ctypes
import functools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

PR_SET_PDEATHSIG = 1  # <sys/prctl.h>
QUICK = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "log_min_messages": "warning",
}


class NotAvailable(Exception):
    """PostgreSQL is not installed, or did not start."""


@functools.cache
def start(kept=None):
    """
    Start a server, once a process; the DATABASE_URL of an empty database on it. In a
    folder `kept` it stays for the next time, with whatever has been written.
    """
    folder = Path(kept or tempfile.mkdtemp(prefix="portal-postgresql-"))
    folder.mkdir(exist_ok=True)
    account = _unprivileged_account()
    if account:
        shutil.chown(folder, account["user"], account["group"])
    is_new = not (folder / "data").exists()
    if is_new:
        _run("initdb", folder, account)
    server = _serve(folder, account)
    atexit.register(_end, server, folder, os.getpid(), is_kept=bool(kept))
    _wait(server, folder)
    if is_new:
        _run("createdb", folder, account)
    # Two slashes after the @: django-environ reads the folder of a socket, not a host.
    return f"postgres://postgres@/{folder}/portal"


def _unprivileged_account():
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    return {"user": "postgres", "group": "postgres", "extra_groups": []}


def _program(name):
    places = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"),
        key=lambda path: float(path.parts[-3]),
    )
    found = str(places[-1]) if places else shutil.which(name)
    if not found:
        raise NotAvailable(f"{name} is missing: run `make system-packages`.")
    return found


def _run(name, folder, account):
    options = {
        "initdb": [
            *["--pgdata", folder / "data", "--username", "postgres", "--auth", "trust"],
            *["--no-sync", "--encoding", "UTF8", "--locale", "C.UTF-8"],
        ],
        "createdb": ["--host", folder, "--username", "postgres", "portal"],
    }[name]
    done = subprocess.run(
        [_program(name), *options], capture_output=True, text=True, **account
    )
    if done.returncode:
        raise NotAvailable(f"{name} failed: {done.stderr}")


def _serve(folder, account):
    settings = {**QUICK, "unix_socket_directories": folder}
    arguments = [f"--{name}={value}" for name, value in settings.items()]
    with open(folder / "log", "w") as log:
        return subprocess.Popen(
            [_program("postgres"), "-D", folder / "data", *arguments],
            stdout=log,
            stderr=log,
            preexec_fn=_end_with_parent,
            **account,
        )


def _end_with_parent():
    """Even kill -9 of the tests leaves no server behind."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)


def _wait(server, folder):
    deadline = time.monotonic() + 30
    ready = [_program("pg_isready"), "--quiet", "--host", folder]
    while subprocess.run(ready).returncode:
        if server.poll() is not None or time.monotonic() > deadline:
            raise NotAvailable(
                f"PostgreSQL did not start: {(folder / 'log').read_text()}"
            )
        time.sleep(0.05)


def _end(server, folder, starter, is_kept):
    if os.getpid() != starter:  # a forked child leaves it alone
        return
    server.send_signal(signal.SIGINT if is_kept else signal.SIGQUIT)
    server.wait()
    if not is_kept:
        shutil.rmtree(folder, ignore_errors=True)
