"""
Compares two loads in pairs, A B A B, so that what else the machine does meets both
alike; a result is the median of the rounds. Prints a table and writes JSON.
"""

import json
import os
import platform
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from .client import Request, send
from .server import Server

RESULTS = Path(__file__).resolve().parent / "results"
WARM_UP = 1  # seconds


class SampleFailed(Exception):
    """Answers that were errors: such a sample measures nothing."""


@dataclass(frozen=True)
class Load:
    """One side of a row: requests of one kind to one server."""

    name: str
    server: Server
    request: Request
    # One reader after the other, and longer: how long an answer takes, not how many.
    is_alone: bool = False

    def sample(self, seconds, connections):
        """{"per_second", "cpu", "p95", "p99"}: requests a second, seconds of the server's
        processor a request, and the time that 95 and 99 of 100 answers stay below."""
        before = self.server.cpu_seconds()
        if self.is_alone:
            seconds, connections = 4 * seconds, 1
        answers = send(self.server.address, self.request, seconds, connections)
        used = self.server.cpu_seconds() - before
        if answers.errors or not answers.count:
            raise SampleFailed(
                f"{self.name}: {answers.errors} errors, {answers.count} answers"
            )
        return {
            "per_second": answers.count / answers.seconds,
            "cpu": used / answers.count,
            "p95": answers.p95,
            "p99": answers.p99,
        }


@dataclass(frozen=True)
class Result:
    row: str
    ours: str
    other: str
    samples: list  # of pairs of what Load.sample gives

    def median(self, side, figure):
        return median(pair[side][figure] for pair in self.samples)

    @property
    def ratio(self):
        """Our rate in parts of the other's, as the median of the pairs."""
        return median(a["per_second"] / b["per_second"] for a, b in self.samples)


def compare(row, ours, other, options):
    loads = (ours, other)
    for load in loads:
        load.sample(WARM_UP, options.connections)
    samples = [
        [load.sample(options.seconds, options.connections) for load in loads]
        for _ in range(options.rounds)
    ]
    return Result(row, ours.name, other.name, samples)


def show(results):
    line = "{:<34}{:<28}{:>12}{:>12}{:>9}{:>9}{:>8}".format
    heads = ("requests/s", "CPU us/req", "p95 ms", "p99 ms", "ratio")
    print(line("row", "measured", *heads))
    for result in results:
        for side, name in enumerate((result.ours, result.other)):
            print(
                line(
                    "" if side else result.row,
                    name,
                    f"{result.median(side, 'per_second'):,.0f}",
                    f"{result.median(side, 'cpu') * 1e6:,.0f}",
                    f"{result.median(side, 'p95') * 1e3:.1f}",
                    f"{result.median(side, 'p99') * 1e3:.1f}",
                    "" if side else f"{result.ratio:.2f}",
                )
            )


def save(results, options):
    """The path of a new file with every sample and what they were taken on."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / time.strftime("%Y%m%dT%H%M%SZ.json", time.gmtime())
    machine = {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "kernel": platform.release(),
    }
    content = {
        "machine": machine,
        "options": options,
        "results": [{**asdict(result), "ratio": result.ratio} for result in results],
    }
    path.write_text(json.dumps(content, indent=1) + "\n")
    return path.relative_to(Path.cwd())
