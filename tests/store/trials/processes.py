"""Processes that are forked, so that they start at once, and die in many ways."""

import mmap
import os
import signal
import struct
import traceback
from collections.abc import Callable

_ERROR_AT, _LENGTH = 64, 65_536

Acknowledge = Callable[[], None]


class Child:
    """A process that does some work, and counts what was acknowledged where its death does not reach it."""

    def __init__(self, work: Callable[[Acknowledge], object]) -> None:
        self._shared = mmap.mmap(-1, _LENGTH)
        self._status: int | None = None
        self.pid = os.fork()
        if not self.pid:
            self._run(work)

    def _run(self, work: Callable[[Acknowledge], object]) -> None:
        try:
            work(self._acknowledge)
        except BaseException:
            told = traceback.format_exc().encode()[-_LENGTH + _ERROR_AT :]
            self._shared[_ERROR_AT : _ERROR_AT + len(told)] = told
        finally:
            os._exit(0)

    def _acknowledge(self) -> None:
        # In one piece: `pack_into` would clear the place first, and the process may be killed in between.
        self._shared[:8] = struct.pack("Q", self.acknowledged + 1)

    @property
    def acknowledged(self) -> int:
        """How many actions had returned."""
        return int(struct.unpack_from("Q", self._shared, 0)[0])

    @property
    def error(self) -> str:
        """The traceback it ended with."""
        return self._shared[_ERROR_AT:].rstrip(b"\0").decode(errors="replace")

    def kill(self) -> None:
        """Kill it now; it has no say in that."""
        os.kill(self.pid, signal.SIGKILL)

    @property
    def ended(self) -> bool:
        """True if it has come to its end."""
        if self._status is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            self._status = status if pid else None
        return self._status is not None

    def killed(self) -> bool:
        """Wait for its end; True if it was killed."""
        if self._status is None:
            _, self._status = os.waitpid(self.pid, 0)
        return os.WIFSIGNALED(self._status)
