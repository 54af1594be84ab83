"""How much memory the held pages take, however many different ones are asked for."""

import threading
from dataclasses import dataclass
from itertools import count, product

from .frame import SampleFailed
from .server import Server, memory_of

CHOICES = ("", "4-auto-all", "2-high-asked")
BEGIN = 2000  # pages, after which a process has all that it needs besides


@dataclass(frozen=True)
class Pages:
    """One side of a row: so many different pages, each asked once."""

    name: str
    server: Server
    paths: list
    number: int
    threads: int = 4
    compared = "megabytes"
    rounds = 1

    def warm_up(self, options):
        pass

    def sample(self, options):
        pages = list(product(CHOICES, self.paths))[: self.number]
        begin = min(BEGIN, len(pages) // 2)
        self.ask(pages[:begin])
        before = self.memory()
        self.ask(pages[begin:])
        after = self.memory()
        return {"megabytes": after, "grown": after - before, "pages": len(pages)}

    def memory(self):
        return max(map(memory_of, self.server.workers))

    def ask(self, pages):
        turns, failures = count(), []

        def work():
            connection = self.server.connect()
            while (turn := next(turns)) < len(pages):
                choice, path = pages[turn]
                headers = {"Cookie": f"hien_thi={choice}"} if choice else {}
                connection.request("GET", path, headers=headers)
                response = connection.getresponse()
                response.read()
                if response.status != 200:
                    failures.append((path, response.status))
            connection.close()

        threads = [threading.Thread(target=work) for _ in range(self.threads)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failures:
            raise SampleFailed(f"{self.name}: {failures[:3]}")
