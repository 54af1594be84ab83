"""
A whole and its parts: all time, years, months, days. A period is written as "",
"2026", "2026-03" or "2026-03-03"; a part inside a part counts once.
"""

from typing import NamedTuple

# How much of a written day names the period.
WRITTEN = {"total": 0, "year": 4, "month": 7, "day": 10}


def written(period, day):
    return str(day)[: WRITTEN[period]] if day else ""


def first_day(period, day):
    """The day that names the period which `day` lies in; None for all time."""
    changes = {"year": {"month": 1, "day": 1}, "month": {"day": 1}}
    return day.replace(**changes.get(period, {})) if day else day


def wholes(period):
    """What `period` lies in, itself included: "", "2026", "2026-03"."""
    return [period[:length] for length in WRITTEN.values() if length <= len(period)]


def opening_balance(values, period):
    """What was entered for `period`, else the sum of what was entered inside it."""
    return values[period] if period in values else inside(values, period)


def inside(values, period):
    """The sum of what was entered inside `period`, however fine."""
    return sum(opening_balance(values, part) for part in next_parts(values, period))


def next_parts(values, period):
    """The next finer periods inside `period` of which something was entered."""
    length = min((n for n in WRITTEN.values() if n > len(period)), default=0)
    return {key[:length] for key in values if length and key.startswith(period)} - {
        period
    }


class Line(NamedTuple):
    depth: int
    period: str
    value: int
    is_rest: bool = False


def breakdown(values, period="", depth=0):
    """
    Lines of the whole, each followed by what was entered inside it and by the rest that
    nobody knows the date of. They add up.
    """
    value = opening_balance(values, period)
    found = [Line(depth, period, value)]
    parts = sorted(next_parts(values, period))
    for part in parts:
        found += breakdown(values, part, depth + 1)
    rest = value - inside(values, period)
    if parts and rest:
        found.append(Line(depth + 1, period, rest, is_rest=True))
    return found
