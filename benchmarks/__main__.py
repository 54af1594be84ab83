"""Runs the benchmarks: `python -m benchmarks [--help]`, or `make bench`."""

import argparse
import os
import sys
import time
from http.client import HTTPException

from .frame import SampleFailed, compare, save, show
from .rows import ON_SQLITE, ROWS, TARGETS
from .site import DATABASES, prepare

LARGEST_ON_SQLITE = 100_000


def main():
    options = parse()
    results = []
    for database in options.database or DATABASES:
        names = rows_for(database, options)
        if not names:
            continue
        articles = articles_for(database, options)
        with prepare(database, articles) as site:
            for result in measure(site, names, options):
                show([result])
                results.append(result)
    print(f"\nEvery sample: {save(results, vars(options))}")


def parse():
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measures the portal and what it is compared with in turns.",
    )
    parser.add_argument(
        "row",
        nargs="*",
        help=f"the beginning of a name of {', '.join(ROWS)}; all without",
    )
    parser.add_argument("--database", action="append", choices=DATABASES)
    parser.add_argument("--rounds", type=int, default=5, help="pairs of samples")
    parser.add_argument("--seconds", type=int, default=2, help="length of a sample")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument(
        "--articles",
        type=int,
        default=int(os.environ.get("SIZE", 100_000)),
        help="of a large portal; SIZE in the environment",
    )
    options = parser.parse_args()
    unknown = [name for name in options.row if not any_begins(ROWS, name)]
    if unknown:
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    return options


def any_begins(names, beginning):
    return any(name.startswith(beginning) for name in names)


def rows_for(database, options):
    """The rows that were asked for; of all, those that tell something of `database`."""
    if options.row:
        return [name for name in ROWS if name.startswith(tuple(options.row))]
    if database == "sqlite":
        return [name for name in ROWS if name.startswith(ON_SQLITE)]
    return list(ROWS)


def articles_for(database, options):
    if database == "sqlite":
        return min(options.articles, LARGEST_ON_SQLITE)
    return options.articles


def measure(site, names, options):
    """A Result for each row; one that fails is told of and left out."""
    for name in names:
        began = time.monotonic()
        try:
            loads = ROWS[name](site)
            row = f"{name} ({site.database})"
            yield compare(row, loads, options, TARGETS.get(name, ""))
        except (SampleFailed, OSError, HTTPException) as error:
            print(f"{name}: not a valid sample: {error}", file=sys.stderr)
        finally:
            site.end()
        took = time.monotonic() - began
        print(f"{site.database}: {name}, {took:.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
