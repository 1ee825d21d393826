"""From exec to the first frame that shows papers, and from a key to its paint, against a bare Textual app.

Each program runs in a pseudo-terminal of 120x36 and the programs take turns, so that a machine that slows down
slows all of them. What a program writes is time-stamped and replayed through a terminal emulator when it is quiet, so
that emulation is in no figure. Ratios are taken round by round; the table shows medians.
"""

import argparse
import fcntl
import os
import pty
import re
import select
import shutil
import statistics
import struct
import sys
import tempfile
import termios
import time
from dataclasses import dataclass, field
from pathlib import Path

import pyte

_SIZE = (120, 36)
_QUIET = 0.25
_REPLIES = ((b"\x1b[6n", b"\x1b[1;1R"), (b"\x1b[c", b"\x1b[?62;22c"), (b"\x1b[?2026$p", b"\x1b[?2026;2$y"))


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


class Run:
    """One start of a program."""

    def __init__(self, command: tuple[str, ...], home: Path) -> None:
        self._screen = pyte.Screen(*_SIZE)
        self._stream = pyte.ByteStream(self._screen)
        environ = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "MLSYS_TUI_HOME": str(home)}
        self.start = time.perf_counter()
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", _SIZE[1], _SIZE[0], 0, 0))
            os.execvpe(command[0], command, environ)

    def collect(self, quiet: float, longest: float = 20) -> list[tuple[float, bytes]]:
        """What the program writes until it is quiet."""
        chunks: list[tuple[float, bytes]] = []
        while select.select([self._fd], [], [], quiet if chunks else longest)[0]:
            try:
                data = os.read(self._fd, 65536)
            except OSError:
                break
            if not data:
                break
            chunks.append((time.perf_counter(), data))
            for query, reply in _REPLIES:
                for _ in range(data.count(query)):
                    os.write(self._fd, reply)
        return chunks

    def shown_at(self, chunks: list[tuple[float, bytes]], pattern: str) -> float | None:
        """When the screen first matched `pattern`; all chunks are replayed."""
        found = None
        for when, data in chunks:
            self._stream.feed(data)
            if found is None and re.search(pattern, "\n".join(self._screen.display)):
                found = when
        return found

    def press(self, key: str) -> float:
        """Milliseconds from a key to the first thing that is written for it."""
        begin = time.perf_counter()
        os.write(self._fd, key.encode())
        chunks = self.collect(0.05, 1)
        return (chunks[0][0] - begin) * 1e3 if chunks else float("nan")

    def quit(self, key: str) -> float:
        """Milliseconds from the quit key to the end of the process."""
        begin = time.perf_counter()
        os.write(self._fd, key.encode())
        self.collect(1, 5)
        os.waitpid(self.pid, 0)
        os.close(self._fd)
        return (time.perf_counter() - begin) * 1e3


def measure(program: Program, home: Path, figures: Figures) -> None:
    """One round of one program."""
    if program.cold:
        shutil.rmtree(home / "cache", ignore_errors=True)
    run = Run(program.command, home)
    ready = run.shown_at(run.collect(_QUIET), program.ready)
    if ready is None:
        raise SystemExit(f"{program.name}: {program.ready!r} did not appear")
    figures.ready.append((ready - run.start) * 1e3)
    figures.key.extend(run.press("j" if n % 8 < 4 else "k") for n in range(program.keys))
    figures.quit.append(run.quit("\x11"))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-n", "--rounds", type=int, default=15)
    rounds = parser.parse_known_args()[0].rounds
    python = sys.executable
    app = (str(Path(python).parent / "mlsys-tui"),)
    programs = (
        Program("bare Textual app", (python, str(Path(__file__).with_name("hello.py"))), "Hello World"),
        Program("mlsys-tui, parsed before", app, r"JANUS|Hidden", keys=40),
        Program("mlsys-tui, first run ever", app, r"JANUS|Hidden", cold=True),
    )
    figures = {program.name: Figures() for program in programs}
    with tempfile.TemporaryDirectory() as folder:
        for number in range(rounds + 1):
            for program in programs:
                measure(program, Path(folder), Figures() if number == 0 else figures[program.name])
    floor = figures[programs[0].name]
    print(f"Start, {rounds} rounds, medians (exec to first useful frame; key to paint; quit to end)\n")
    print("| program | ready ms | x floor | min-max | key p50/p95 ms | quit ms |")
    print("|---|---|---|---|---|---|")
    for name, each in figures.items():
        ratio = statistics.median(a / b for a, b in zip(each.ready, floor.ready, strict=True))
        keys = sorted(each.key)
        key = f"{statistics.median(keys):.1f}/{keys[int(len(keys) * 0.95)]:.1f}" if keys else "-"
        spread = f"{min(each.ready):.0f}-{max(each.ready):.0f}"
        ready = statistics.median(each.ready)
        print(f"| {name} | {ready:.0f} | {ratio:.2f} | {spread} | {key} | {statistics.median(each.quit):.0f} |")


if __name__ == "__main__":
    main()
