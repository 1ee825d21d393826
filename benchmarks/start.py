"""From exec to the first frame that shows papers, and from a key to its paint, against a bare Textual app.

Each program runs in a pseudo-terminal and the programs take turns, so that a machine that slows down slows all of
them. Ratios are taken round by round; the table shows medians.
"""

import argparse
import shutil
import statistics
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.figures import percentile, ratio
from benchmarks.homes import APP
from benchmarks.terminal import CTRL_Q, Missing, Run


@dataclass(frozen=True, slots=True)
class Program:
    """What to run, what its first useful frame shows, and whether its cache is emptied before each run."""

    name: str
    command: tuple[str, ...]
    ready: str
    cold: bool = False
    keys: int = 0


@dataclass(slots=True)
class Figures:
    """Milliseconds of all rounds."""

    ready: list[float] = field(default_factory=list)
    key: list[float] = field(default_factory=list)
    quit: list[float] = field(default_factory=list)


def measure(program: Program, home: Path, figures: Figures) -> None:
    """One round of one program.

    Raises:
        Missing: it does not show what is expected.
    """
    if program.cold:
        shutil.rmtree(home / "cache", ignore_errors=True)
    with Run(program.name, program.command, {"MLSYS_TUI_HOME": str(home)}) as run:
        figures.ready.append(run.wait_for(program.ready))
        answers = [run.press("j" if number % 8 < 4 else "k") for number in range(program.keys)]
        figures.key += [answer.first for answer in answers if answer]
        figures.quit.append(run.quit(CTRL_Q))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", "--rounds", type=int, default=15)
    rounds = parser.parse_known_args()[0].rounds
    programs = (
        Program("bare Textual app", (sys.executable, str(Path(__file__).with_name("hello.py"))), "Hello World"),
        Program("mlsys-tui, parsed before", APP, r"JANUS|Hidden", keys=40),
        Program("mlsys-tui, first run ever", APP, r"JANUS|Hidden", cold=True),
    )
    figures = {program.name: Figures() for program in programs}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(rounds + 1):
            for program in programs:
                try:
                    measure(program, Path(folder), Figures() if number == 0 else figures[program.name])
                except Missing as missing:
                    print(missing)
                    return
    floor = figures[programs[0].name]
    print(f"Start, {rounds} rounds, medians (exec to first useful frame; key to paint; quit to end)\n")
    print("| program | ready ms | x floor | min-max | key p50/p95 ms | quit ms |")
    print("|---|---|---|---|---|---|")
    for name, each in figures.items():
        key = f"{percentile(each.key, 0.5):.1f}/{percentile(each.key, 0.95):.1f}" if each.key else "-"
        spread = f"{min(each.ready):.0f}-{max(each.ready):.0f}"
        ready, floors = statistics.median(each.ready), ratio(each.ready, floor.ready)
        print(f"| {name} | {ready:.0f} | {floors:.2f} | {spread} | {key} | {statistics.median(each.quit):.0f} |")


if __name__ == "__main__":
    main()
