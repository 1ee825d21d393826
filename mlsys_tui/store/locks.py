"""One lock for all processes that share a file: `flock` on a file beside it, which is never removed."""

import errno
import os
import random
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mlsys_tui.store.files import read_regular

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_PAUSE = 0.0003, 0.002
_WORD = 64
_LOCKED_BYTE = 1024
"""On Windows a byte is locked, and nobody can read it."""
_TAKEN = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}


class BusyError(Exception):
    """Another process kept the lock for too long."""


class ProcessLock:
    """A lock that may be taken again by who has it. Threads of one process have to be kept apart by their own lock."""

    timeout = 2.0
    """Seconds to wait for it."""

    def __init__(self, path: Path) -> None:
        self._path, self._name = path, os.fspath(path)
        self._descriptor: int | None = None
        self._depth = 0

    def __del__(self) -> None:
        self._close()

    @property
    def is_held(self) -> bool:
        """True while this process has it."""
        return self._depth > 0

    @contextmanager
    def held(self) -> Iterator[None]:
        """Have the lock.

        Raises:
            BusyError: another process has had it all the time.
            OSError: there can be no lock here.
        """
        if not self._depth:
            self._acquire()
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            if not self._depth:
                self._release()

    def say(self, text: str) -> None:
        """Leave a word for others in the file, while it is held; it may get lost."""
        if self._descriptor is not None:
            with suppress(OSError):
                os.lseek(self._descriptor, 0, os.SEEK_SET)
                os.write(self._descriptor, text.ljust(_WORD).encode())

    def said(self) -> str:
        """The word that was left last; empty if there is none."""
        with suppress(OSError, ValueError):
            return read_regular(self._path, _WORD)[0].decode().strip()
        return ""

    def _acquire(self) -> None:
        end = time.monotonic() + self.timeout
        while not self._try():
            if time.monotonic() > end:
                raise BusyError
            time.sleep(random.uniform(*_PAUSE))  # noqa: S311 - so that nobody always comes last

    def _try(self) -> bool:
        if self._descriptor is None:
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NONBLOCK", 0)
            self._descriptor = os.open(self._name, flags, 0o600)
        try:
            _lock(self._descriptor)
        except OSError as error:
            if error.errno in _TAKEN:
                return False
            self._close()
            raise
        if self._is_the_file():
            return True
        self._close()  # somebody removed the file, and others lock another one of that name
        return False

    def _is_the_file(self) -> bool:
        assert self._descriptor is not None
        try:
            return os.path.samestat(os.fstat(self._descriptor), os.stat(self._name))  # noqa: PTH116 - at every change
        except OSError:
            return False

    def _release(self) -> None:
        if self._descriptor is not None:
            with suppress(OSError):
                _unlock(self._descriptor)

    def _close(self) -> None:
        if self._descriptor is not None:
            with suppress(OSError):
                os.close(self._descriptor)
            self._descriptor = None


if sys.platform == "win32":

    def _lock(descriptor: int) -> None:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
