"""A program in a pseudo-terminal, timed from its reader's side.

What the program writes is only time-stamped while it is busy, and replayed through a terminal emulator when it is
quiet, so that emulation is in no figure. What counts is a change that can be seen: a cell with another sign or other
colours; the bare cursor is none. Times are milliseconds.
"""

import fcntl
import os
import pty
import random
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

import pyte

SIZE = (120, 36)
PAGE_DOWN, CTRL_Q, CTRL_C, ESCAPE, ENTER = "\x1b[6~", "\x11", "\x03", "\x1b", "\r"
CLEAR = "\x15"
"""Ctrl+u: empties a line that is typed into."""

_QUIET = 0.13
"""Seconds without a sign after which a key is done with: longer than any of the app's own pauses."""
_LONGEST = 30.0
_END = 10.0
_POLL = 0.0005
_PAUSE = 0.04
_LEFT_OUT = ("LINES", "COLUMNS", "NO_COLOR", "PYTHONDONTWRITEBYTECODE", "TMUX", "STY", "DISPLAY", "WAYLAND_DISPLAY")
_REPLIES = ((b"\x1b[6n", b"\x1b[1;1R"), (b"\x1b[c", b"\x1b[?62;22c"), (b"\x1b[?2026$p", b"\x1b[?2026;2$y"))
_PRIVATE = re.compile(rb"\x1b\[[<=>][0-9;:]*[@-~]|\x1b\[[0-9;?]*\$p")
"""Codes that pyte would show as text."""


class Chunk(NamedTuple):
    """What was read at once, and when (of `time.perf_counter`)."""

    at: float
    data: bytes


class Change(NamedTuple):
    """Cells that a chunk changed: the first and the last changed column by row, and all that is on the screen then."""

    at: float
    cells: Mapping[int, tuple[int, int]]
    text: str


Counts = Callable[[Change], bool]
"""Says whether a change is what was waited for."""


class Answer(NamedTuple):
    """Milliseconds from a key to the first change that counts and to the last change."""

    first: float
    last: float


class Screen:
    """What a terminal shows."""

    def __init__(self, size: tuple[int, int] = SIZE) -> None:
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._shown = [self._line(row) for row in range(size[1])]

    @property
    def text(self) -> str:
        """A line per row; pyte's own `display` fails where half of a wide sign was drawn over."""
        return "\n".join("".join(cell.data for cell in line) for line in self._shown)

    def replay(self, chunks: Iterable[Chunk]) -> list[Change]:
        """Show what was written; the chunks that changed something that can be seen."""
        changes = []
        for chunk in chunks:
            self._stream.feed(_PRIVATE.sub(b"", chunk.data))
            if cells := self._changed():
                changes.append(Change(chunk.at, cells, self.text))
        return changes

    def _changed(self) -> dict[int, tuple[int, int]]:
        cells = {}
        for row in sorted(self._screen.dirty):
            if row < len(self._shown):
                before, self._shown[row] = self._shown[row], self._line(row)
                columns = [
                    at for at, pair in enumerate(zip(before, self._shown[row], strict=True)) if pair[0] != pair[1]
                ]
                if columns:
                    cells[row] = (columns[0], columns[-1])
        self._screen.dirty.clear()
        return cells

    def _line(self, row: int) -> list[pyte.screens.Char]:
        cells = self._screen.buffer[row]
        return [cells[column] for column in range(self._screen.columns)]


class Missing(SystemExit):
    """A program does not do what is expected; says so, with its screen, and ends the measurements."""


class Run:
    """One start of a program. Use as a context manager: the program does not outlive it."""

    def __init__(self, name: str, command: Sequence[str], environ: Mapping[str, str]) -> None:
        self._name = name
        self._screen = Screen()
        self._chunks: list[Chunk] = []
        self._ended = False
        self._chance = random.Random(name)
        inherited = {key: value for key, value in os.environ.items() if key not in _LEFT_OUT}
        environ = {**inherited, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", **environ}
        self._start = time.perf_counter()
        self._pid, self._fd = pty.fork()
        if self._pid == 0:
            _become(command, environ)
        self._process = os.pidfd_open(self._pid)

    def __enter__(self) -> "Run":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._ended:
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
        os.close(self._fd)
        os.close(self._process)

    @property
    def text(self) -> str:
        """The screen, a line per row, as far as it was replayed."""
        return self._screen.text

    @property
    def peak_memory(self) -> float:
        """The most memory that the program itself has had until now, in MB of 10^6 bytes."""
        found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{self._pid}/status").read_text("utf-8"))
        return int(found[1]) * 1024 / 1e6 if found else float("nan")

    def wait_for(self, pattern: str, longest: float = _LONGEST, quiet: float = 0.25) -> float:
        """Milliseconds from exec to the first frame that shows `pattern`; returns when the program is quiet.

        Raises:
            Missing: it did not appear.
        """
        begin, expected = time.perf_counter(), re.compile(pattern)
        if expected.search(self.text):
            return (begin - self._start) * 1e3
        while (left := begin + longest - time.perf_counter()) > 0 and self._collect(quiet, left):
            for change in self._replay():
                if expected.search(change.text):
                    return (change.at - self._start) * 1e3
        raise Missing(f"{self._name}: {pattern!r} did not appear within {longest:.0f} s; what is shown:\n\n{self.text}")

    def type(self, keys: str, quiet: float = 0.15, longest: float = _LONGEST) -> None:
        """Send keys one after the other, and wait after each until the program is quiet; nothing is measured."""
        for key in [keys] if keys.startswith(ESCAPE) else keys:
            os.write(self._fd, key.encode())
            self._collect(quiet, min(longest, max(1.0, quiet)))
            self._replay()

    def press(
        self, key: str, counts: Counts | None = None, longest: float = 2.0, also: Callable[[], bool] | None = None
    ) -> Answer | None:
        """Send a key when all is quiet, at a random moment; None if no change that counts comes.

        If `also` is given it is asked again and again until it is true, and `first` is when both have come.
        """
        time.sleep(self._chance.uniform(0, _PAUSE))  # else keys keep step with the program's frames
        self._collect(0.01, 0.01)
        self._replay()
        begin = time.perf_counter()
        os.write(self._fd, key.encode())
        came = self._poll(also, begin + longest) if also else begin
        if came is None:
            return None
        changes: list[Change] = []
        first = None
        while first is None and (left := begin + longest - time.perf_counter()) > 0:
            if not self._collect(_QUIET, _QUIET if self._chunks else left) and not self._chunks:
                break
            changes += self._replay()
            first = next((change.at for change in changes if counts is None or counts(change)), None)
        return None if first is None else Answer((max(first, came) - begin) * 1e3, (changes[-1].at - begin) * 1e3)

    def hold(self, key: str, times: int, rate: float) -> list[tuple[float, Change]]:
        """Hold a key down; the changes after its last repetition, with their milliseconds."""
        self._collect(0.1, 0.1)
        self._replay()
        begin = time.perf_counter()
        for number in range(times):
            last = time.perf_counter()
            os.write(self._fd, key.encode())
            while number < times - 1 and (left := begin + (number + 1) / rate - time.perf_counter()) > 0:
                self._read(left)
        self._collect(0.25, 1)
        return [((change.at - last) * 1e3, change) for change in self._replay() if change.at > last]

    def quit(self, key: str) -> float:
        """Milliseconds from the quit key to the end of the process.

        Raises:
            Missing: it does not end.
        """
        begin = time.perf_counter()
        os.write(self._fd, key.encode())
        while (left := begin + _END - time.perf_counter()) > 0:
            if self._process in select.select([self._fd, self._process], [], [], left)[0]:
                end = time.perf_counter()
                os.waitpid(self._pid, 0)
                self._ended = True
                return (end - begin) * 1e3
            if not self._read(0):
                select.select([self._process], [], [], max(0.0, begin + _END - time.perf_counter()))
        self._replay()
        raise Missing(f"{self._name}: did not end within {_END:.0f} s after {key!r}; what is shown:\n\n{self.text}")

    def _replay(self) -> list[Change]:
        chunks, self._chunks = self._chunks, []
        return self._screen.replay(chunks)

    def _collect(self, quiet: float, longest: float) -> bool:
        """Read until nothing came for `quiet` seconds; False if nothing came within `longest`."""
        if not self._read(longest):
            return False
        while self._read(quiet):
            pass
        return True

    def _poll(self, done: Callable[[], bool], until: float) -> float | None:
        """When something is done, while what is written is read; None if it is not until then."""
        while (now := time.perf_counter()) < until:
            if done():
                return now
            self._read(_POLL)
        return None

    def _read(self, longest: float) -> bool:
        """Read once, and answer what a terminal is asked; False if nothing came, or nothing will."""
        if not select.select([self._fd], [], [], longest)[0]:
            return False
        try:
            data = os.read(self._fd, 65536)
        except OSError:  # the program has ended
            return False
        if not data:
            return False
        self._chunks.append(Chunk(time.perf_counter(), data))
        for query, reply in _REPLIES:
            for _ in range(data.count(query)):
                os.write(self._fd, reply)
        return True


def _become(command: Sequence[str], environ: Mapping[str, str]) -> None:
    """In the new process: be the program."""
    for number in (signal.SIGINT, signal.SIGHUP):  # ignored, if this runs in the background
        signal.signal(number, signal.SIG_DFL)
    try:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", SIZE[1], SIZE[0], 0, 0))
        os.execvpe(command[0], list(command), environ)
    except OSError as error:
        os.write(2, str(error).encode())
    os._exit(127)
