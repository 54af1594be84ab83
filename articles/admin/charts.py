"""
Numbers as SVG. Everything that goes into an attribute is a string already: templates
would write 66.8 as 66,8.
"""

from math import ceil, log10
from typing import NamedTuple

WIDTH, HEIGHT = 1000, 300
INTERVALS = 3  # between the lines of the grid
LABELS = 5  # along the foot, at most
HEAT_LEVELS = 6
CELL = (46, 17)  # of the heat map
HEAT_LEFT, HEAT_TOP = 41, 20


class Label(NamedTuple):
    at: str  # per cent of the width
    text: str
    anchor: str = "middle"


class LineChart(NamedTuple):
    now: str
    area: str
    open: str  # the last step, which is not over
    before: str
    old: str  # of the previous system, counted another way
    heights: list  # (y, value) of the grid, the highest first
    labels: list
    marks: list  # (per cent, number) of the annotations
    changed: str | None  # per cent at which the way of counting changed


def line_chart(steps, now, before, *, old=(), texts, marks=(), is_open, changed=None):
    """
    The LineChart of the lists `now`, `before` and `old` (None where there is no value)
    over `steps`. `texts` writes a step, `marks` are steps, `is_open`: the last step is
    not over, `changed`: the step at which the way of counting changed.
    """
    highest = max([value for value in [*now, *before, *old] if value] or [1])
    top = INTERVALS * round_step(highest / INTERVALS)
    closed = [*now[:-1], None] if is_open else now
    places = {step: percent(place, len(steps)) for place, step in enumerate(steps)}
    return LineChart(
        now=path(closed, top),
        area=area(now, top),
        open=path([None] * (len(now) - 2) + now[-2:], top) if is_open else "",
        before=path(before, top),
        old=path(old, top),
        heights=[
            (f"{HEIGHT * line / INTERVALS:.0f}", top * (INTERVALS - line) // INTERVALS)
            for line in range(INTERVALS + 1)
        ],
        labels=foot(steps, texts),
        marks=[(places[step], number) for number, step in enumerate(marks, 1)],
        changed=places.get(changed),
    )


def round_step(value):
    """The next of 1, 2, 2.5, 5, 10, 20, ... that is not below `value`."""
    power = 10 ** max(0, int(log10(value))) if value >= 1 else 1
    steps = (factor * power for factor in (1, 2, 2.5, 5, 10))
    return next(ceil(step) for step in steps if step >= value)


def percent(place, count):
    return f"{place * 100 / max(1, count - 1):.2f}%"


def path(values, top):
    """One stroke for each run of values; a value that stands alone is a short line."""
    strokes, run = [], []
    for place, value in enumerate([*values, None]):
        if value is not None:
            run.append(f"{x_of(place, values)} {y_of(value, top)}")
        elif run:
            strokes.append(f"M{'L'.join(run)}" if len(run) > 1 else f"M{run[0]}h4")
            run = []
    return "".join(strokes)


def x_of(place, values):
    return f"{place * WIDTH / max(1, len(values) - 1):.1f}"


def y_of(value, top):
    return f"{HEIGHT - value * HEIGHT / top:.1f}"


def area(values, top):
    """The space under the values that are there, down to the foot."""
    known = [place for place, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return ""
    ends = (x_of(known[-1], values), x_of(known[0], values))
    filled = [value or 0 for value in values[: known[-1] + 1]]
    points = [
        f"{x_of(place, values)} {y_of(filled[place], top)}"
        for place in range(known[0], known[-1] + 1)
    ]
    return f"M{'L'.join(points)}L{ends[0]} {HEIGHT}L{ends[1]} {HEIGHT}z"


def foot(steps, texts):
    """Labels of the first and last step and of some between, evenly."""
    count = min(LABELS, len(steps))
    places = sorted(
        {round(n * (len(steps) - 1) / max(1, count - 1)) for n in range(count)}
    )
    anchors = {0: "start", len(steps) - 1: "end"}
    return [
        Label(
            percent(place, len(steps)),
            texts(steps[place]),
            anchors.get(place, "middle"),
        )
        for place in places
    ]


class Cell(NamedTuple):
    level: int
    x: str
    y: str


def heat(values):
    """Cells of the mean visits in {(weekday, hour): mean}, Monday first."""
    highest = max(values.values(), default=0) or 1
    return [
        Cell(
            min(
                HEAT_LEVELS - 1, int(HEAT_LEVELS * values.get((day, hour), 0) / highest)
            ),
            str(HEAT_LEFT + day * CELL[0]),
            str(HEAT_TOP + hour * CELL[1]),
        )
        for hour in range(24)
        for day in range(7)
    ]


def shares(numbers):
    """[(x, width)] per cent of a bar that the numbers fill together."""
    whole, begun, bars = sum(numbers) or 1, 0, []
    for number in numbers:
        width = 100 * number / whole
        bars.append((f"{begun:.2f}", f"{width:.2f}"))
        begun += width
    return bars
