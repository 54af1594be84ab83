"""
Compares two loads in pairs, A B A B, so that what else the machine does meets both
alike; a result is the median of the rounds. Prints a table and writes JSON.

A load is anything with a `name`, the figure it is `compared` by, and sample(options),
which gives {figure: number}; UNITS says how each figure is shown.
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
WARM_UP = 0.5  # parts of a sample


class SampleFailed(Exception):
    """Answers that were errors: such a sample measures nothing."""


@dataclass(frozen=True)
class Load:
    """One side of a row: requests of one kind to one server."""

    name: str
    server: Server
    request: Request
    # One reader after the other: how long an answer takes, not how many there are.
    is_alone: bool = False

    @property
    def compared(self):
        return "p50" if self.is_alone else "per_second"

    def warm_up(self, options):
        connections = self.connections(options)
        seconds = max(1, round(options.seconds * WARM_UP))
        send(self.server.address, self.request, seconds, connections)

    def sample(self, options):
        """Requests a second, seconds of the server's processor a request, and the time
        that 50, 95 and 99 of 100 answers stay below."""
        before = self.server.cpu_seconds()
        connections = self.connections(options)
        answers = send(self.server.address, self.request, options.seconds, connections)
        if answers.errors or not answers.count:
            raise SampleFailed(
                f"{self.name}: {answers.errors} errors, {answers.count} answers"
            )
        used = self.server.cpu_seconds() - before
        return {
            "per_second": answers.count / answers.seconds,
            "cpu": used / answers.count,
            "p50": answers.p50,
            "p95": answers.p95,
            "p99": answers.p99,
        }

    def connections(self, options):
        return 1 if self.is_alone else options.connections


@dataclass(frozen=True)
class Result:
    row: str
    names: list  # of ours and, where there is one, the other
    samples: list  # of rounds: what sample() gave for each of `names`
    compared: str
    target: str

    def median(self, side, figure):
        return median(sample[side][figure] for sample in self.samples)

    @property
    def ratio(self):
        """Our figure in parts of the other's, as the median of the pairs."""
        if len(self.names) == 1:
            return None
        return median(a[self.compared] / b[self.compared] for a, b in self.samples)


def compare(row, loads, options, target=""):
    for load in loads:
        load.warm_up(options)
    rounds = getattr(loads[0], "rounds", options.rounds)
    samples = [[load.sample(options) for load in loads] for _ in range(rounds)]
    names = [load.name for load in loads]
    return Result(row, names, samples, loads[0].compared, target)


# How a figure is called, what it is multiplied with, and how it is written.
UNITS = {
    "per_second": ("requests/s", 1, ",.0f"),
    "cpu": ("CPU us", 1e6, ",.0f"),
    "p50": ("p50 ms", 1e3, ",.1f"),
    "p95": ("p95 ms", 1e3, ",.1f"),
    "p99": ("p99 ms", 1e3, ",.1f"),
    "seconds": ("seconds", 1, ".2f"),
    "megabytes": ("MB", 1e-6, ",.0f"),
    "grown": ("MB more", 1e-6, ",.0f"),
    "pages": ("pages", 1, ",.0f"),
}


def show(results):
    """The table: a line for each side, under each figure's name."""
    for result in results:
        ratio = f"ratio {result.ratio:.2f}" if result.ratio else ""
        target = f"target {result.target}" if result.target else ""
        print(f"{result.row:<44}{ratio:<14}{target}")
        for side, name in enumerate(result.names):
            print(f"    {name:<34}{figures(result, side)}")


def figures(result, side):
    return "".join(
        f"{unit} {result.median(side, figure) * factor:{form}}".ljust(21)
        for figure, (unit, factor, form) in UNITS.items()
        if figure in result.samples[0][side]
    )


def save(results, options):
    """The path of a new file with every sample and what they were taken on."""
    RESULTS.mkdir(exist_ok=True)
    path = RESULTS / time.strftime("%Y%m%dT%H%M%SZ.json", time.gmtime())
    machine = {
        "cores": os.cpu_count(),
        "processor": processor(),
        "load_at_end": os.getloadavg(),
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


def processor():
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = (line.partition(": ")[2] for line in lines if line.startswith("model name"))
    return next(names, platform.machine())
