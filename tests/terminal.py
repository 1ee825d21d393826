"""A program in a real pseudo-terminal, with its screen kept by a terminal emulator."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType

import pyte

_PIECE = 1000
"""Characters that are pasted at once: what a terminal holds until they are read is little."""
_REPLIES = ((b"\x1b[6n", b"\x1b[1;1R"), (b"\x1b[c", b"\x1b[?62;22c"), (b"\x1b[?2026$p", b"\x1b[?2026;2$y"))


class Terminal:
    """Runs `command`; `text` is what a reader sees. Use as a context manager: the program does not outlive it."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str], size: tuple[int, int] = (120, 36)) -> None:
        self.raw = b""
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        environ = {"TERM": "xterm-256color", "LANG": "C.UTF-8", **env}
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            for number in (signal.SIGINT, signal.SIGHUP):  # ignored, if these tests run in the background
                signal.signal(number, signal.SIG_DFL)
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
            os.execve(command[0], list(command), environ)
        self._ended: int | None = None

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._ended is None:
            self.kill()
        os.close(self._fd)

    @property
    def text(self) -> str:
        """The screen, a line per row."""
        screen = self._screen  # its own `display` fails where half of a wide sign was drawn over
        rows = (screen.buffer[row] for row in range(screen.lines))
        return "\n".join("".join(row[column].data for column in range(screen.columns)) for row in rows)

    def type(self, keys: str) -> None:
        """Send keys as a keyboard would; half a character stands for an odd byte."""
        os.write(self._fd, keys.encode("utf-8", "surrogateescape"))

    def wait_for(self, words: str, timeout: float = 20) -> None:
        """Read until the screen shows `words`.

        Raises:
            AssertionError: it did not within `timeout` seconds; the message has the screen.
        """
        self._pump(lambda: words in self.text, timeout)
        assert words in self.text, f"{words!r} did not appear:\n{self.text}"

    def wait_until_gone(self, words: str, timeout: float = 20) -> None:
        """Read until the screen shows `words` no more."""
        self._pump(lambda: words not in self.text, timeout)
        assert words not in self.text, f"{words!r} did not go:\n{self.text}"

    def wait_for_raw(self, data: bytes, timeout: float = 20) -> None:
        """Read until the program has sent `data`, which need not show."""
        self._pump(lambda: data in self.raw, timeout)
        assert data in self.raw, f"{data!r} was not sent:\n{self.text}"

    def wait_until_sent(self, words: str, timeout: float = 20) -> None:
        """Read until the program has sent `words` in one piece; quicker than looking at the screen."""
        start, sent = len(self.raw), words.encode()
        self._pump(lambda: sent in self.raw[start:], timeout)
        assert sent in self.raw[start:], f"{words!r} was not sent:\n{self.text}"

    def settle(self, quiet: float = 0.05, timeout: float = 20) -> None:
        """Read until nothing has come for `quiet` seconds."""
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            before = len(self.raw)
            self._pump(lambda before=before: len(self.raw) > before, quiet)  # type: ignore[misc]  # a default is bound
            if len(self.raw) == before:
                return

    def paste(self, text: str) -> None:
        """Send a text as a terminal pastes it."""
        for start in range(0, len(text), _PIECE):
            os.write(self._fd, f"\x1b[200~{text[start : start + _PIECE]}\x1b[201~".encode())
            self.settle(0.01)

    def click(self, row: int, column: int) -> None:
        """Click on a cell, counted from 0."""
        place = f"{column + 1};{row + 1}"
        self.type(f"\x1b[<0;{place}M\x1b[<0;{place}m")

    def resize(self, columns: int, rows: int) -> None:
        """Make the window another size; the system tells the program."""
        self._screen.resize(rows, columns)
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    @property
    def attributes(self) -> list[object]:
        """How the terminal reads and writes lines: echo and all."""
        return termios.tcgetattr(self._fd)

    @property
    def after_the_app(self) -> str:
        """What the terminal shows below the command, once the app has left its screen."""
        return self.raw.rpartition(b"\x1b[?1049l")[2].decode()

    @property
    def is_stopped(self) -> bool:
        """True if the program is suspended."""
        return Path(f"/proc/{self.pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] == "T"

    @property
    def has_ended(self) -> bool:
        """True once the program has ended; nothing of what it writes is read."""
        if self._ended is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._ended = os.waitstatus_to_exitcode(status)
        return self._ended is not None

    def hang_up(self) -> None:
        """End the terminal under the program, as when its window is killed."""
        os.close(self._fd)
        self._fd = os.open(os.devnull, os.O_RDWR)

    def pump(self, seconds: float) -> None:
        """Read for a while."""
        self._pump(lambda: False, seconds)

    def pump_until(self, done: Callable[[], bool], timeout: float = 20) -> None:
        """Read until something is so.

        Raises:
            AssertionError: it was not within `timeout` seconds.
        """
        self._pump(done, timeout)
        assert done(), self.text

    def _pump(self, done: Callable[[], bool], timeout: float) -> None:
        end = time.monotonic() + timeout
        while not done() and time.monotonic() < end:
            if select.select([self._fd], [], [], max(0.0, min(0.1, end - time.monotonic())))[0]:
                try:
                    data = os.read(self._fd, 65536)
                except OSError:
                    return
                if not data:
                    return
                self.raw += data
                for query, reply in _REPLIES:
                    for _ in range(data.count(query)):
                        os.write(self._fd, reply)
                self._stream.feed(data)

    def wait(self, timeout: float = 20) -> int:
        """Read until the program ends; its exit code, negative for a signal."""
        end = time.monotonic() + timeout
        while self._ended is None and time.monotonic() < end:
            self._pump(lambda: False, 0.05)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._ended = os.waitstatus_to_exitcode(status)
        self._pump(lambda: False, 0.05)
        assert self._ended is not None, f"still running:\n{self.text}"
        return self._ended

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send a signal and wait for the end."""
        os.kill(self.pid, number)
        _, status = os.waitpid(self.pid, 0)
        self._ended = os.waitstatus_to_exitcode(status)
