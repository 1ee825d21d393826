"""What is made of many milliseconds: percentiles, ratios, frames; and rows of a table of goals."""

import platform
import re
import statistics
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from os import cpu_count, getloadavg
from typing import NamedTuple

from benchmarks.terminal import SIZE, Change, Counts

FRAME = 16.0
"""Milliseconds from one frame to the next."""
LATE = 33.0
"""A change later than this after the last key is behind it."""


class Row(NamedTuple):
    """One line of a table of goals; `goal` is empty where there is none, `met` None where that cannot be said."""

    what: str
    figure: str
    goal: str = ""
    met: bool | None = None

    def __str__(self) -> str:
        met = "" if self.met is None else "yes" if self.met else "**no**"
        return f"| {self.what} | {self.figure} | {self.goal} | {met} |"


def percentile(values: Iterable[float], part: float) -> float:
    """The value that `part` (0 to 1) of all are not above; the nearest one there is. Not a number for none."""
    ordered = sorted(values)
    return ordered[round(part * (len(ordered) - 1))] if ordered else float("nan")


def ratio(values: Sequence[float], base: Sequence[float]) -> float:
    """The median of the ratios, round by round: what slows a round down slows both."""
    return statistics.median(value / floor for value, floor in zip(values, base, strict=True))


def frames_behind(times: Iterable[float]) -> int:
    """In how many frames something changed too late; `times` are milliseconds after the last key."""
    return len({int(time // FRAME) for time in times if time > LATE})


def results_of(query: str) -> Counts:
    """Counts a change of anything but the first line and the line that has the `query` behind a border."""
    typed = re.compile(rf"(?:^|[│┃|])\s*(?:[^\w\s]\s+)?{re.escape(query)}(?!\w)")

    def counts(change: Change) -> bool:
        lines = change.text.split("\n")
        box = next((row for row, line in enumerate(lines) if typed.search(line)), None)
        return box is not None and any(row not in (0, box) for row in change.cells)

    return counts


def left_of(column: int) -> Callable[[Change], bool]:
    """Says whether a change begins left of a column."""
    return lambda change: any(first < column for first, _ in change.cells.values())


def machine() -> str:
    """What the figures were measured on."""
    cores, load = cpu_count(), getloadavg()[0]
    return (
        f"Python {platform.python_version()}, Textual {version('textual')}, mlsys-tui {version('mlsys-tui')}, "
        f"{cores} cores (load {load:.1f}), terminal {SIZE[0]}x{SIZE[1]}"
    )
