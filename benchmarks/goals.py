"""The promise "100,000 papers, at once", goal by goal: `python -m benchmarks.goals --keep FOLDER` runs it again sooner.

Every program runs in a pseudo-terminal, the app in homes of several sizes; size 162 are the shipped lists alone, and
others are so many made-up papers beside them, with 1,000 notes (a tenth of the papers, where they are few). Starts
take turns with a bare Textual app, and ratios are taken round by round. Keys are pressed as soon as the app is up,
whatever it still does then. A key's figure is the time to the first change that is seen; a letter's in find, to the
first change outside the box it is typed into. Of a held key the list has to keep up; the note of the paper is laid out
when the keys rest, and is told apart.
"""

import argparse
import re
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import cycle, islice
from pathlib import Path

from benchmarks.figures import LATE, Row, frames_behind, left_of, machine, percentile, ratio, results_of
from benchmarks.homes import SHIPPED, Home, home
from benchmarks.terminal import CLEAR, CTRL_Q, ENTER, PAGE_DOWN, Answer, Missing, Run

SIZES = (SHIPPED, 1_000, 10_000, 100_000)
HELLO, COLD = "hello", "first run ever"
PANES = ("schedule", "topics", "papers")
QUERIES = ("learning sys", "janus", "tor", "scheduling")

_OF_STARTS = ("start", "memory", "quit")
_OF_USE = (*(f"move in {pane}" for pane in PANES), "held j", "held page down", "find", "status", "memory")

_START_GOALS = {SHIPPED: 1.20, 10_000: 1.25, 100_000: 1.40}
_FIND_GOALS = {SHIPPED: 16, 10_000: 22, 100_000: 33}
_MEMORY_GOAL = {100_000: 110}
_COLD_GOAL, _MOVE_GOAL, _MOVE_GROWTH, _STATUS_GOAL, _MEMORY_RATIO, _QUIT_RATIO = 1.8, 16, 1.3, 25, 1.25, 0.3

_MOVES = ("j", "j", "k", "j", PAGE_DOWN)
_MOVED, _MARKED, _HELD, _RATE = 20, 12, 60, 30.0
_PAGE = 33
"""Papers on a page, at most."""
_DETAILS = 84
"""The column where the details pane begins."""

Times = dict[str, list[float]]
"""All rounds, by what was measured."""


def _named(what: str, size: int) -> str:
    return f"{what}, {size:,} papers"


def _patience(each: Home) -> float:
    """Seconds that a change is waited for; some keys change nothing."""
    return 1 + each.size / 50_000


class Measurements:
    """What was measured; `only` says which rows are wanted."""

    def __init__(self, homes: Sequence[Home], cold: Home, only: str) -> None:
        self.homes = list(homes)
        self.failed: list[str] = []
        self.sizes = [each.size for each in homes]
        self.times: Times = defaultdict(list)
        self.missed: dict[str, int] = defaultdict(int)
        self._cold = cold
        self._only = re.compile(only)

    def wanted(self, what: str) -> bool:
        """True if the row is asked for."""
        return bool(self._only.search(what))

    def any_of(self, *whats: str) -> bool:
        """True if one of these rows, at any size, is asked for."""
        return any(self.wanted(_named(what, size)) for what in whats for size in self.sizes)

    # -- starts -------------------------------------------------------------------------------------------

    def start_all(self, *, counted: bool = True) -> None:
        """One round: each program is started, and ended."""
        hello = (sys.executable, str(Path(__file__).with_name("hello.py")))
        self._start(HELLO, Run(HELLO, hello, {}), "Hello World", counted)
        if self.wanted(COLD):
            self._cold.empty_cache()
            self._start(COLD, self._cold.run(COLD), self._cold.ready, counted)
        for each in self.homes:
            if any(self.wanted(_named(what, each.size)) for what in _OF_STARTS):
                name = str(each.size)
                self._start(name, each.run(_named("start", each.size)), each.ready, counted)

    def _start(self, name: str, run: Run, ready: str, counted: bool) -> None:
        with run:
            figures = {"start": run.wait_for(ready), "rest": run.peak_memory, "quit": run.quit(CTRL_Q)}
        for what, figure in figures.items():
            if counted:
                self.times[f"{what} {name}"].append(figure)

    # -- use ----------------------------------------------------------------------------------------------

    def use_all(self) -> None:
        """One round: the app is used at each size as a reader uses it."""
        for each in list(self.homes):
            each.restore()
            try:
                with each.run(_named("use", each.size)) as run:
                    run.wait_for(each.ready, quiet=0.1)
                    self._use(run, each)
                    self.times[f"peak {each.size}"].append(run.peak_memory)
                    run.quit(CTRL_Q)
            except Missing as missing:
                self.homes.remove(each)
                self.failed.append(str(missing))
            each.restore()

    def _use(self, run: Run, each: Home) -> None:
        moves = {pane: _named(f"move in {pane}", each.size) for pane in PANES}
        for key, pane in enumerate(PANES[:2], 1):
            run.type(str(key))
            if self.wanted(moves[pane]):
                self._move(run, each, moves[pane])
        run.type("2kg")
        run.type(ENTER, 0.3)
        run.wait_for("3 Papers · All papers")
        if self.wanted(moves["papers"]):
            self._move(run, each, moves["papers"])
        pages = min(_HELD, max(4, each.size // _PAGE - 2))
        for held, times, name in (("j", _HELD, "held j"), (PAGE_DOWN, pages, "held page down")):
            if self.wanted(what := _named(name, each.size)):
                self._hold(run, held, times, what)
        if self.wanted(what := _named("find", each.size)):
            self._find(run, each, what)
        if self.wanted(what := _named("status", each.size)):
            self._mark(run, each, what)

    def _move(self, run: Run, each: Home, what: str) -> None:
        for key in islice(cycle(_MOVES), _MOVED):
            answer = run.press(key, longest=_patience(each))
            if answer is None:  # the last row: begin again
                run.type("g")
                answer = run.press("j", longest=_patience(each))
            self._note(what, answer)

    def _hold(self, run: Run, key: str, times: int, what: str) -> None:
        run.type("g")
        changes = run.hold(key, times, _RATE)
        self.times[what].append(frames_behind(at for at, _ in changes))
        self.times[f"{what}, list"].append(frames_behind(at for at, change in changes if left_of(_DETAILS)(change)))
        self.times[f"{what}, last"].append(max((at for at, _ in changes), default=0.0))

    def _find(self, run: Run, each: Home, what: str) -> None:
        run.type("/", 0.3)
        for query in QUERIES:
            for end, letter in enumerate(query, 1):
                if letter == " ":
                    run.type(letter)
                else:
                    self._note(what, run.press(letter, results_of(query[:end]), _patience(each)))
            run.type(CLEAR, 0.3)
        run.type(ENTER, 0.3)

    def _mark(self, run: Run, each: Home, what: str) -> None:
        def written(before: tuple[int, int]) -> bool:
            return each.journal_state != before

        for number in range(_MARKED + 1):
            run.type("j")
            answer = run.press("r", also=partial(written, each.journal_state))
            if number:  # the first change of an hour also makes a backup
                self._note(what, answer)

    def _note(self, what: str, answer: Answer | None) -> None:
        if answer is None:
            self.missed[what] += 1
        else:
            self.times[what].append(answer.first)
            self.times[f"{what}, all"].append(answer.last)

    # -- the table ----------------------------------------------------------------------------------------

    def rows(self) -> Iterator[Row]:
        """The rows that were asked for."""
        for size in self.sizes:
            yield from self._ratio_row("start", _named("start", size), str(size), _START_GOALS.get(size))
        yield from self._ratio_row("start", COLD, COLD, _COLD_GOAL)
        for pane in PANES:
            for size in self.sizes:
                yield from self._move_row(f"move in {pane}", size)
        for key in ("held j", "held page down"):
            for size in self.sizes:
                yield from self._held_row(_named(key, size))
        for size in self.sizes:
            yield from self._key_row(_named("find", size), _FIND_GOALS.get(size))
        for size in self.sizes:
            yield from self._key_row(_named("status", size), _STATUS_GOAL)
        yield from self._memory_rows()
        for size in self.sizes:
            yield from self._ratio_row("quit", _named("quit", size), str(size), _QUIT_RATIO)

    def _ratio_row(self, what: str, name: str, program: str, goal: float | None) -> Iterator[Row]:
        times = self.times.get(f"{what} {program}")
        if times and self.wanted(name):
            found = ratio(times, self.times[f"{what} {HELLO}"])
            figure = f"{found:.2f} x hello ({statistics.median(times):.0f} ms, {min(times):.0f}-{max(times):.0f})"
            yield Row(name, figure, f"{goal:.2f} x" if goal else "", found <= goal if goal else None)

    def _key_row(self, name: str, goal: float | None) -> Iterator[Row]:
        if name not in self.times and name not in self.missed:
            return
        worst = percentile(self.times[name], 0.95)
        yield Row(name, self._key_figure(name), f"{goal} ms" if goal else "", worst <= goal if goal else None)

    def _key_figure(self, name: str) -> str:
        times, last = self.times[name], self.times[f"{name}, all"]
        missed = f", {self.missed[name]} unanswered" if self.missed[name] else ""
        return (
            f"p95 {percentile(times, 0.95):.1f} ms (p50 {percentile(times, 0.5):.1f}, "
            f"all of it p95 {percentile(last, 0.95):.0f}; {len(times)} keys{missed})"
        )

    def _move_row(self, what: str, size: int) -> Iterator[Row]:
        name, few = _named(what, size), _named(what, SHIPPED)
        if name not in self.times and name not in self.missed:
            return
        worst, floor = (percentile(self.times.get(each, ()), 0.95) for each in (name, few))
        growth = worst / floor
        goal, grown = f"{_MOVE_GOAL} ms", ""
        if size != SHIPPED and few in self.times:
            goal, grown = f"{goal}, {_MOVE_GROWTH} x", f", {growth:.2f} x {SHIPPED}"
        met = worst <= _MOVE_GOAL and not growth > _MOVE_GROWTH
        yield Row(name, self._key_figure(name) + grown, goal, met)

    def _held_row(self, name: str) -> Iterator[Row]:
        if name in self.times:
            behind, rows, last = (max(self.times[each]) for each in (name, f"{name}, list", f"{name}, last"))
            said = (
                f"{rows:.0f} frames ({behind:.0f} with the details, which come when the keys rest; last {last:.0f} ms)"
            )
            yield Row(name, said, "0", rows == 0)

    def _memory_rows(self) -> Iterator[Row]:
        for size in self.sizes:
            name = _named("memory", size)
            if self.wanted(name) and self.times.get(f"rest {size}"):
                hello = statistics.median(self.times[f"rest {HELLO}"])
                rest = statistics.median(self.times[f"rest {size}"])
                most = max([rest, *self.times.get(f"peak {size}", ())])
                goal = _MEMORY_RATIO * hello if size == SHIPPED else _MEMORY_GOAL.get(size)
                figure = f"{most:.1f} MB, {most / hello:.2f} x hello (after the start {rest:.1f})"
                said = f"{_MEMORY_RATIO} x" if size == SHIPPED else f"{goal} MB" if goal else ""
                yield Row(name, figure, said, most <= goal if goal else None)

    def curve(self) -> Iterator[str]:
        """How start, key, find and memory grow with the number of papers."""
        for name, pattern, part in (
            ("start, median ms", "start {}", 0.5),
            ("move in papers, p95 ms", "move in papers, {:,} papers", 0.95),
            ("find, p95 ms", "find, {:,} papers", 0.95),
            ("memory, MB", "peak {}", 1.0),
        ):
            values = [percentile(self.times.get(pattern.format(size), ()), part) for size in self.sizes]
            yield f"| {name} | " + " | ".join(f"{value:.1f}" for value in values) + " |"


def measure(folder: Path, options: argparse.Namespace) -> Measurements:
    """Make the homes, and measure all that is asked for.

    Raises:
        Missing: a program does not show what is expected.
    """
    homes = [home(folder, size) for size in options.sizes]
    done = Measurements(homes, home(folder / "cold", SHIPPED), options.only)
    if done.any_of(*_OF_STARTS) or done.wanted(COLD):
        for number in range(options.rounds + 1):
            done.start_all(counted=number > 0)
    if done.any_of(*_OF_USE):
        for _ in range(max(1, options.rounds // 4)):
            done.use_all()
    return done


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", "--rounds", type=int, default=4, help="starts of each program; it is used n/4 times")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="how many papers")
    parser.add_argument("--only", default="", metavar="REGEX", help="only rows whose name matches")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="make the homes there, once")
    options = parser.parse_known_args()[0]
    with tempfile.TemporaryDirectory() as folder:
        try:
            done = measure(options.keep or Path(folder), options)
        except Missing as missing:
            print(missing)
            return
    print(f"Goals, {options.rounds} rounds. {machine()}; a change is late after {LATE:.0f} ms\n")
    print("| what | measured | goal | met |\n|---|---|---|---|")
    print(*done.rows(), sep="\n")
    print("\n| with papers | " + " | ".join(f"{size:,}" for size in done.sizes) + " |")
    print("|---" * (len(done.sizes) + 1) + "|")
    print(*done.curve(), sep="\n")
    print(*(f"\nNot measured to the end: {each}" for each in done.failed), sep="\n", end="")


if __name__ == "__main__":
    main()
