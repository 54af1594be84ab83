"""The nginx of deploy/, with the paths and the ports of a test."""

import os
import re
import shutil
import signal
import ssl
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.request import HTTPSHandler, Request, build_opener

from tests import live

DEPLOY = live.ROOT / "deploy" / "nginx"
NAME, HOST = "laichau.example", "localhost"


class Front:
    """A running nginx: https on `port`, plain http on `plain_port`."""

    def __init__(self, folder, backend_port, data, **changes):
        self.folder = folder
        self.port, self.plain_port = live.free_port(), live.free_port()
        self.url = f"https://127.0.0.1:{self.port}"
        self.write(backend_port, data, changes)

    def write(self, backend_port, data, changes):
        parts = self.folder / "portal"
        shutil.copytree(DEPLOY, parts)
        replaced = {
            NAME: HOST,
            "/srv/portal-data": str(data),
            "/var/cache/portal-pages": str(self.folder / "cache"),
            "/etc/ssl/portal": str(self.folder),
            "/var/log/nginx": str(self.folder),
            "listen 443": f"listen 127.0.0.1:{self.port}",
            "listen 80;": f"listen 127.0.0.1:{self.plain_port};",
            "127.0.0.1:8000": f"127.0.0.1:{backend_port}",
            **changes,
        }
        for path in parts.iterdir():
            text = re.sub(r"\n *listen \[::\].*", "", path.read_text())
            for old, new in replaced.items():
                text = text.replace(old, new)
            path.write_text(text)
        shutil.copy("/etc/nginx/mime.types", self.folder)
        (self.folder / "nginx.conf").write_text(
            MAIN.format(folder=self.folder, user=NOBODY)
        )
        certify(self.folder)

    def test(self):
        """What `nginx -t` says."""
        return self.run("-t")

    def run(self, *options):
        return subprocess.run(
            ["nginx", "-p", self.folder, "-c", self.folder / "nginx.conf", *options],
            capture_output=True,
            text=True,
        )

    def get(self, path, **headers):
        """(status, headers, body), with the name of the site as Host."""
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        request = Request(self.url + path, headers={"Host": HOST, **headers})
        return answer(request)

    @property
    def cached(self):
        """The files that the cache holds."""
        return [path for path in (self.folder / "cache").rglob("*") if path.is_file()]


NOBODY = "user root;" if os.geteuid() == 0 else ""
MAIN = """
{user}
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
daemon off;
events {{ worker_connections 512; }}
http {{
    include mime.types;
    default_type application/octet-stream;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include portal/portal.conf;
}}
"""


def certify(folder):
    subprocess.run(
        [
            *["openssl", "req", "-x509", "-newkey", "ec", "-nodes", "-days", "2"],
            *["-pkeyopt", "ec_paramgen_curve:prime256v1", "-subj", f"/CN={HOST}"],
            *["-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"],
        ],
        check=True,
        capture_output=True,
    )


def answer(request):
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE  # it has just signed itself
    opener = build_opener(HTTPSHandler(context=context), live.NoRedirect)
    try:
        with opener.open(request, timeout=30) as response:
            return response.status, response.headers, response.read()
    except live.urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


@contextmanager
def serve(folder, backend_port, data, **changes):
    """The Front; stopped at the end."""
    folder = Path(folder)
    folder.mkdir(parents=True)
    front = Front(folder, backend_port, data, **changes)
    server = subprocess.Popen(
        ["nginx", "-p", folder, "-c", folder / "nginx.conf"],
        stderr=(folder / "error.log").open("a"),
    )
    try:
        wait_for(front, server)
        yield front
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)


def wait_for(front, server):
    end = time.monotonic() + 30
    while True:
        try:
            return live.socket.create_connection(("127.0.0.1", front.port)).close()
        except OSError:
            log = (front.folder / "error.log").read_text()
            assert server.poll() is None and time.monotonic() < end, log
            time.sleep(0.05)
