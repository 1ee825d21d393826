"""The standard streams, made safe: any of them may be closed, broken, or unable to take every character."""

import io
import os
import sys
from contextlib import suppress
from typing import TextIO

from mlsys_tui.text import harmless


def prepare() -> None:
    """Give closed streams a stand-in that fails when it is used; write what an encoding lacks as an escape."""
    # In this order, each takes the number of the one that was closed, and no file of ours can get it.
    if sys.stdin is None:
        sys.stdin = open(os.open(os.devnull, os.O_WRONLY), encoding="utf-8")  # noqa: PTH123,SIM115 - a descriptor
    if sys.stdout is None:
        sys.stdout = open(os.open(os.devnull, os.O_RDONLY), "w", encoding="utf-8")  # noqa: PTH123,SIM115
    if sys.stderr is None:
        sys.stderr = open(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")  # noqa: PTH123,SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


class Harmless(io.TextIOWrapper):
    """A stream that writes nothing a terminal would act on: what click or Python say of an argument has it as it is."""

    def __init__(self, stream: io.TextIOWrapper) -> None:
        super().__init__(
            stream.buffer,
            encoding=stream.encoding,
            errors=stream.errors,
            line_buffering=stream.line_buffering,
            write_through=stream.write_through,
        )
        self._same_buffer = stream  # it closes the buffer when it goes

    def write(self, text: str) -> int:
        """Write what can be shown of it."""
        super().write(harmless(text))
        return len(text)


def guard() -> None:
    """Let only text out of the standard streams, whoever writes it; a code that is meant goes to `send_code`."""
    sys.stdout, sys.stderr = _guarded(sys.stdout), _guarded(sys.stderr)


def _guarded(stream: TextIO) -> TextIO:
    return Harmless(stream) if isinstance(stream, io.TextIOWrapper) else stream


def send_code(code: str) -> None:
    """Send a code of our own to the terminal behind standard error.

    Raises:
        OSError: it cannot be written.
    """
    sys.stderr.flush()
    sys.stderr.buffer.write(code.encode("ascii"))
    sys.stderr.buffer.flush()


def read_input(limit: int) -> bytes:
    """Up to `limit` bytes of standard input.

    Raises:
        OSError: it is closed, or cannot be read.
    """
    return sys.stdin.buffer.read(limit)


def let_go() -> None:
    """Drop what waits for a stream that takes nothing more: its reader is gone, or its disk is full."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            with suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
