"""Runs the benchmarks: `python -m benchmarks [--help]`, or `make bench`."""

import argparse
import sys

from .frame import SampleFailed, compare, save, show
from .rows import ROWS
from .site import DATABASES, prepare


def main():
    options = parse()
    results = []
    try:
        for database in options.database or DATABASES:
            with prepare(database, options.articles) as site:
                results += measure(site, options)
    except SampleFailed as error:
        sys.exit(f"Not a valid run: {error}")
    show(results)
    print(f"\nEvery sample: {save(results, vars(options))}")


def parse():
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measures the portal and what it is compared with in turns.",
    )
    parser.add_argument("row", nargs="*", help=f"of {', '.join(ROWS)}; all without")
    parser.add_argument("--database", action="append", choices=DATABASES)
    parser.add_argument("--rounds", type=int, default=5, help="pairs of samples")
    parser.add_argument("--seconds", type=int, default=2, help="length of a sample")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument(
        "--articles", type=int, default=100_000, help="of a large portal"
    )
    options = parser.parse_args()
    unknown = set(options.row) - set(ROWS)
    if unknown:
        parser.error(f"no such row: {', '.join(sorted(unknown))}")
    return options


def measure(site, options):
    for name in options.row or ROWS:
        print(f"{site.database}: {name} ...", file=sys.stderr)
        ours, other = ROWS[name](site)
        yield compare(f"{name} ({site.database})", ours, other, options)


if __name__ == "__main__":
    main()
