"""A line between portal and PostgreSQL that a test can break in several ways."""

import contextlib
import socket
import threading
import time

SLOW = 5  # seconds
PASS, REFUSE, SWALLOW, DELAY = "pass", "refuse", "swallow", "delay"


class Proxy:
    """
    Listens on a port of 127.0.0.1 and passes on to the unix socket at `target`.
    `mode` PASS; REFUSE: connections end, new ones at once; SWALLOW: everything is
    taken and nothing arrives; DELAY: the server's answers come five seconds late.
    """

    def __init__(self, target):
        self.target = target
        self.mode = PASS
        self.pairs = set()
        self.lock = threading.Lock()
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self.listener.getsockname()[1]
        self.start(self.accept)

    def start(self, target, *arguments):
        threading.Thread(target=target, args=arguments, daemon=True).start()

    def become(self, mode):
        self.mode = mode
        if mode == REFUSE:
            self.cut()

    def cut(self):
        """End every connection that there is, as a server does that restarts."""
        with self.lock:
            pairs, self.pairs = self.pairs, set()
        for pair in pairs:
            close(*pair)

    def close(self):
        close(self.listener)
        self.cut()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            if self.mode == REFUSE:
                close(client)
                continue
            server = socket.socket(socket.AF_UNIX)
            server.connect(self.target)
            with self.lock:
                self.pairs.add((client, server))
            self.start(self.pump, client, server, False)
            self.start(self.pump, server, client, True)

    def pump(self, source, sink, is_answer):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if self.mode == SWALLOW:
                    continue
                if is_answer and self.mode == DELAY:
                    time.sleep(SLOW)
                sink.sendall(data)
        close(source, sink)


def close(*wires):
    for wire in wires:
        with contextlib.suppress(OSError):
            wire.shutdown(socket.SHUT_RDWR)
        wire.close()
